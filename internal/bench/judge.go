package bench

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/conv"
	"gongkai/internal/demo"
)

//go:embed data/queries.txt
var queriesText string

// Query is what a citizen types, with what answers it.
type Query struct {
	Line  int
	Sort  string // 类 of queries.txt
	Typed string
	Grade map[string]int // by key: 3 the very thing, 2 of use, 1 neither right nor wrong
}

// relevant counts what is of use.
func (q Query) relevant() (n int) {
	for _, g := range q.Grade {
		if g >= 2 {
			n++
		}
	}
	return n
}

// Collection is a body of texts with the queries that were judged over it.
type Collection struct {
	Name    string
	Texts   []Text
	Queries []Query
}

// judgedTexts is the size of the generated part of the judged texts.
const judgedTexts = 2000

// Judged reads the queries over the demonstration's articles and over generated
// ones.
func Judged() ([]Collection, error) {
	pieces, err := demo.Pieces()
	if err != nil {
		return nil, err
	}
	shown := Collection{Name: "演示"}
	for _, p := range pieces {
		if p.State == "" || p.State == "emergency" {
			t := Text{Key: p.Key, Formed: p.Formed, Column: p.Column, Unit: p.Unit, DocNo: p.DocNo, Title: p.Title,
				Lead: conv.Excerpt(p.HTML, 90), Body: strings.Split(conv.Text(p.HTML), "\n")}
			shown.Texts = append(shown.Texts, t)
		}
	}
	made := Collection{Name: "生成"}
	for c, i := NewCorpus(6, judgedTexts), 0; i < c.Len(); i++ {
		made.Texts = append(made.Texts, c.Text(i))
	}
	all := []Collection{shown, made}
	var into *Collection
	n := 0
	for line := range strings.Lines(queriesText) {
		n++
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			into = &all[slices.IndexFunc(all, func(c Collection) bool { return c.Name == strings.TrimSuffix(name, "]") })]
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		q, err := into.query(line)
		if err != nil {
			return nil, fmt.Errorf("queries.txt:%d: %w", n, err)
		}
		q.Line = n
		into.Queries = append(into.Queries, q)
	}
	return all, nil
}

func (c Collection) query(line string) (q Query, err error) {
	f := strings.Split(line, "|")
	if len(f) != 3 {
		return q, fmt.Errorf("应有3栏，实有%d栏", len(f))
	}
	q = Query{Sort: strings.TrimSpace(f[0]), Typed: strings.TrimSpace(f[1]), Grade: map[string]int{}}
	for _, word := range strings.Fields(f[2]) {
		what, grade, _ := strings.Cut(word, "=")
		g, err := strconv.Atoi(grade)
		if err != nil {
			return q, fmt.Errorf("“%s”没有等级", word)
		}
		n := 0
		for _, t := range c.Texts {
			if t.is(what) {
				n++
				q.Grade[t.Key] = max(q.Grade[t.Key], g)
			}
		}
		if n == 0 {
			return q, fmt.Errorf("没有一篇是“%s”", what)
		}
	}
	return q, nil
}

// is says whether a text is what a judgement names: its key, or what it is about.
func (t Text) is(what string) bool {
	if !strings.Contains(what, ":") {
		return t.Key == what
	}
	validity := "有效"
	if t.Repealed {
		validity = "废止"
	}
	own := map[string]string{"主题": t.Topic, "地方": t.Place, "年": strconv.Itoa(t.Formed.Year()), "形式": t.Form, "效力": validity, "文号": t.DocNo}
	for cond := range strings.SplitSeq(what, ",") {
		name, want, _ := strings.Cut(cond, ":")
		if own[name] != want {
			return false
		}
	}
	return true
}

// Engine finds texts by their keys, the best first.
type Engine func(typed string) ([]string, error)

// Marks are the figures of an engine: the share of what is of use among the
// first five and of all that is of use among the first ten, where there is as
// much, and one over the rank of the first.
type Marks struct {
	N                      int
	Precision, Recall, MRR float64
}

func (m Marks) String() string {
	return fmt.Sprintf("P@5 %.3f  召回@10 %.3f  MRR %.3f", m.Precision, m.Recall, m.MRR)
}

// Judge asks an engine every query that has an answer. each is told how one
// query went.
func (c Collection) Judge(engine Engine, each func(Query, []string, Marks)) (all Marks, err error) {
	for _, q := range c.Queries {
		keys, err := engine(q.Typed)
		if err != nil {
			return all, fmt.Errorf("%s: %w", q.Typed, err)
		}
		m := q.mark(keys)
		each(q, keys, m)
		all = all.plus(m)
	}
	return all.mean(), nil
}

// mark gives marks to an answer. Where nothing is of use, nothing should be
// found.
func (q Query) mark(keys []string) Marks {
	r := q.relevant()
	if r == 0 {
		if len(keys) == 0 || q.Grade[keys[0]] == 1 {
			return Marks{1, 1, 1, 1}
		}
		return Marks{N: 1}
	}
	m := Marks{N: 1}
	var five, ten int
	for i, k := range keys[:min(len(keys), 10)] {
		if q.Grade[k] < 2 {
			continue
		}
		ten++
		if i < 5 {
			five++
		}
		if m.MRR == 0 {
			m.MRR = 1 / float64(i+1)
		}
	}
	m.Precision, m.Recall = float64(five)/float64(min(5, r)), float64(ten)/float64(min(10, r))
	return m
}

func (m Marks) plus(o Marks) Marks {
	return Marks{m.N + o.N, m.Precision + o.Precision, m.Recall + o.Recall, m.MRR + o.MRR}
}

func (m Marks) mean() Marks {
	n := float64(max(m.N, 1))
	return Marks{m.N, m.Precision / n, m.Recall / n, m.MRR / n}
}

func (m Marks) short() string { return fmt.Sprintf("%.2f", m.MRR) }
