package bench

import (
	"math"
	"strings"
	"testing"
)

// The searches against which ours is measured stand where they stand: queries
// that were made easier, or texts that changed, would show here.
func TestBaselines(t *testing.T) {
	t.Parallel()
	all, err := Judged()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range all {
		n += len(c.Queries)
		for _, x := range []struct {
			name string
			find Engine
			mrr  map[string]float64
		}{
			{"LIKE", c.Like, map[string]float64{"演示": 0.352, "生成": 0.291}},
			{"bigrams", c.Bigrams(), map[string]float64{"演示": 0.695, "生成": 0.694}},
		} {
			m, err := c.Judge(x.find, func(Query, []string, Marks) {})
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(m.MRR-x.mrr[c.Name]) > 0.001 {
				t.Errorf("%s %s: %d queries, %s, want MRR %.3f", c.Name, x.name, m.N, m, x.mrr[c.Name])
			}
		}
	}
	if n < 150 {
		t.Errorf("%d queries", n)
	}
}

// Marks are what their words say.
func TestMarks(t *testing.T) {
	t.Parallel()
	q := Query{Grade: map[string]int{"a": 3, "b": 2, "c": 1}}
	for _, x := range []struct {
		keys []string
		want Marks
	}{
		{[]string{"a", "b"}, Marks{1, 1, 1, 1}},
		{[]string{"x", "b"}, Marks{1, 0.5, 0.5, 0.5}},
		{[]string{"c", "x", "y", "z", "v", "a"}, Marks{1, 0, 0.5, 1.0 / 6}},
		{nil, Marks{N: 1}},
	} {
		if got := q.mark(x.keys); got != x.want {
			t.Errorf("%v: %+v, want %+v", x.keys, got, x.want)
		}
	}
	none := Query{Typed: "公务员考试", Grade: map[string]int{}}
	if none.mark([]string{"a"}) != (Marks{N: 1}) || none.mark(nil) != (Marks{1, 1, 1, 1}) {
		t.Error("what has no answer should find nothing")
	}
}

// The corpus is the same for ever: judged queries rest on it.
func TestCorpus(t *testing.T) {
	t.Parallel()
	small, large := NewCorpus(6, 300), NewCorpus(6, 300)
	sizes := 0
	for i := range small.Len() {
		a, b := small.Text(i), large.Text(i)
		if a.Title != b.Title || a.Plain() != b.Plain() {
			t.Fatalf("text %d is %q and %q", i, a.Title, b.Title)
		}
		n := len([]rune(a.Plain()))
		if n < 250 || n > 3300 {
			t.Errorf("text %d has %d characters", i, n)
		}
		sizes += n
	}
	t.Logf("%d characters in the mean", sizes/small.Len())
	if t1 := small.Text(1); t1.Title != "汨罗市推进茶叶加工工艺改良工作" || t1.Topic != "茶叶加工" {
		t.Errorf("text 1 is %q", t1.Title)
	}
}

// A curve is drawn from zero, with its numbers.
func TestCurve(t *testing.T) {
	t.Parallel()
	svg := Curve{Title: "用时<1>", X: "篇", Y: "秒", At: []int{10, 100}, Lines: []Line{{"甲", []float64{1, 9}}}}.SVG()
	for _, want := range []string{"用时&lt;1&gt;", `d="M114.6 `, "甲 9"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
	for x, want := range map[float64]float64{0: 1, 0.3: 0.5, 1: 1, 1.1: 2, 70: 100} {
		if got := nice(x); math.Abs(got-want) > 1e-9 {
			t.Errorf("nice %g is %g", x, got)
		}
	}
}
