package ledger

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestFigure(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		f       Figure
		value   int64
		entries []int64
		text    string
		json    string
	}{
		{Figure{}, 0, nil, "0", `{"value":0,"entries":[]}`},
		{Count(), 0, nil, "0", `{"value":0,"entries":[]}`},
		{Count(3, 1, 2), 3, []int64{1, 2, 3}, "3", `{"value":3,"entries":[1,2,3]}`},
		{Count(1).Plus(5, 9), 6, []int64{1, 9}, "6", `{"value":6,"entries":[1,9]}`},
		{Count(1, 2).Plus(-2, 2, 3), 0, []int64{1, 2, 3}, "0", `{"value":0,"entries":[1,2,3]}`},
		{Figure{}.Plus(0), 0, nil, "0", `{"value":0,"entries":[]}`},
		{Total(Count(5), Count(2, 5), Figure{Value: -7}), -4, []int64{2, 5}, "-4", `{"value":-4,"entries":[2,5]}`},
		// Money is in 分 and printed in 万元: one 万元 is a million 分.
		{Figure{Money: true}, 0, nil, "0", `{"value":"0","entries":[]}`},
		{Figure{Money: true}.Plus(1, 1), 1, []int64{1}, "0.000001", `{"value":"0.000001","entries":[1]}`},
		{Figure{Money: true}.Plus(17_270_000, 1), 17_270_000, []int64{1}, "17.27", `{"value":"17.27","entries":[1]}`},
		{Figure{Money: true}.Plus(25_100_000, 1), 25_100_000, []int64{1}, "25.1", `{"value":"25.1","entries":[1]}`},
		{Figure{Money: true}.Plus(2_739_371, 1), 2_739_371, []int64{1}, "2.739371", `{"value":"2.739371","entries":[1]}`},
		{Figure{Money: true}.Plus(59_237_244_900, 1), 59_237_244_900, []int64{1}, "59237.2449", `{"value":"59237.2449","entries":[1]}`},
		{Figure{Money: true}.Plus(-1_500_000), -1_500_000, nil, "-1.5", `{"value":"-1.5","entries":[]}`},
		{Figure{Money: true}.Plus(100_000_000), 100_000_000, nil, "100", `{"value":"100","entries":[]}`},
		{Total(Count(1), Figure{Money: true}.Plus(3_000_000, 2)), 3_000_001, []int64{1, 2}, "3.000001", `{"value":"3.000001","entries":[1,2]}`},
	} {
		b, err := json.Marshal(x.f)
		if err != nil || x.f.Value != x.value || !slices.Equal(x.f.Entries, x.entries) || x.f.String() != x.text || string(b) != x.json {
			t.Errorf("got %d %v %q %s (%v), want %d %v %q %s", x.f.Value, x.f.Entries, x.f.String(), b, err, x.value, x.entries, x.text, x.json)
		}
	}
}

// A figure that was handed out does not change when others are made from it.
func TestFigureIsAValue(t *testing.T) {
	t.Parallel()
	f := Count(5, 5, 7) // the repeat leaves room behind the entries
	before := slices.Clone(f.Entries)
	_ = f.Plus(1, 6)
	_ = Total(f, Count(1))
	if !slices.Equal(f.Entries, before) {
		t.Errorf("entries became %v", f.Entries)
	}
}

// Adding is the same in any order and grouping.
func TestTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(label string) Figure {
			return Figure{}.Plus(rapid.Int64Range(-1<<40, 1<<40).Draw(rt, label), rapid.SliceOfN(rapid.Int64Range(1, 30), 0, 8).Draw(rt, label+" entries")...)
		}
		a, b, c := draw("a"), draw("b"), draw("c")
		same := func(x, y Figure) bool { return x.Value == y.Value && slices.Equal(x.Entries, y.Entries) }
		if !same(Total(a, b, c), Total(c, Total(b, a))) {
			rt.Fatalf("%v %v", Total(a, b, c), Total(c, Total(b, a)))
		}
		if s := Total(a, b, c); !slices.IsSorted(s.Entries) || len(slices.Compact(slices.Clone(s.Entries))) != len(s.Entries) {
			rt.Fatalf("entries %v", s.Entries)
		}
	})
}
