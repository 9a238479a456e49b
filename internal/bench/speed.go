package bench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"gongkai/internal/demo"
	"gongkai/internal/office"
)

// times are how long single acts took.
type times []time.Duration

// at is the quantile q in milliseconds.
func (t times) at(q float64) float64 {
	slices.Sort(t)
	return float64(t[min(int(q*float64(len(t))), len(t)-1)].Microseconds()) / 1000
}

// typed are the queries over generated texts: what is looked for in a large
// installation.
func typed() ([]string, error) {
	all, err := Judged()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, q := range all[len(all)-1].Queries {
		out = append(out, q.Typed)
	}
	return out, nil
}

// ask asks all queries so many times over from so many clients at once.
func ask(queries []string, rounds, clients int, find func(string) error) (took times, err error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for c := range clients {
		wg.Go(func() {
			for i := range rounds * len(queries) {
				began := time.Now()
				e := find(queries[(i+c*7)%len(queries)])
				mu.Lock()
				took, err = append(took, time.Since(began)), e
				mu.Unlock()
				if e != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return took, err
}

// like measures the search by LIKE over an installation, each query once.
func like(ctx context.Context, o *office.Office, queries []string) (times, error) {
	return ask(queries, 1, 1, func(q string) error {
		_, err := o.PublicList(ctx, demo.Token, office.ListQuery{Text: q, Size: 10})
		return err
	})
}

// searched is what the index took for a number of articles.
type searched struct {
	seconds       float64
	size          int64
	median, worst float64 // of one client, in milliseconds
}

// index builds an index of n texts and asks it.
func (e *Env) index(ctx context.Context, n int, queries []string) (s searched, err error) {
	x, err := e.Search(ctx, fmt.Sprintf("%s/index-%d", e.Dir, n))
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	const portion = 500
	c, began := NewCorpus(6, n), time.Now()
	var texts []Text
	for i := range c.Len() {
		if texts = append(texts, c.Text(i)); len(texts) == portion || i == c.Len()-1 {
			if err := x.Put(ctx, texts); err != nil {
				return s, err
			}
			texts = texts[:0]
		}
	}
	if err := x.Done(ctx); err != nil {
		return s, err
	}
	s.seconds, s.size = time.Since(began).Seconds(), x.Size()
	find := func(q string) error { _, err := x.Find(ctx, q); return err }
	if _, err := ask(queries, 1, 1, find); err != nil { // all from memory
		return s, err
	}
	one, err := ask(queries, 10, 1, find)
	if err != nil {
		return s, err
	}
	four, err := ask(queries, 5, 4, find)
	if err != nil {
		return s, err
	}
	s.median, s.worst = one.at(0.5), one.at(0.99)
	e.Say("  %d 篇：索引 %.1f 秒、%d MB；一个客户端中位数 %.2f 毫秒、99%% %.2f 毫秒；四个客户端中位数 %.2f 毫秒、99%% %.2f 毫秒",
		n, s.seconds, s.size>>20, s.median, s.worst, four.at(0.5), four.at(0.99))
	return s, nil
}

// speed measures search over growing numbers of articles: how long the index
// takes to build and how large it is, how long queries take from one and from
// four clients, and LIKE beside it at the smallest and the largest number.
func speed(ctx context.Context, e *Env) (r Result, err error) {
	queries, err := typed()
	if err != nil {
		return r, err
	}
	built := Curve{Title: "索引建立用时", X: "文章数", Y: "秒", At: e.Sizes, Lines: []Line{{Name: "建立"}}}
	asked := Curve{Title: "查询用时（一个客户端）", X: "文章数", Y: "毫秒", At: e.Sizes, Lines: []Line{{Name: "中位数"}, {Name: "99%"}}}
	for i, n := range e.Sizes {
		var s searched
		if e.Search != nil {
			if s, err = e.index(ctx, n, queries); err != nil {
				return r, err
			}
			built.Lines[0].Y = append(built.Lines[0].Y, s.seconds)
			asked.Lines[0].Y, asked.Lines[1].Y = append(asked.Lines[0].Y, s.median), append(asked.Lines[1].Y, s.worst)
		}
		if i > 0 && i < len(e.Sizes)-1 {
			continue
		}
		o, end, err := e.Filled(ctx, n)
		if err != nil {
			return r, err
		}
		scan, err := like(ctx, o, queries[:20])
		if err = errors.Join(err, end()); err != nil {
			return r, err
		}
		e.Say("  %d 篇：LIKE 中位数 %.0f 毫秒、最长 %.0f 毫秒", n, scan.at(0.5), scan.at(1))
		if e.Search != nil {
			r.Rows = append(r.Rows, Row{Name: fmt.Sprintf("%d 篇时的查询中位数与 LIKE", n), Ours: s.median, Theirs: scan.at(0.5), Unit: "毫秒",
				Ratio: scan.at(0.5) / s.median, Want: "十万篇时不少于20倍"})
		}
	}
	if e.Search == nil {
		return r, nil
	}
	n := len(e.Sizes) - 1
	times := float64(e.Sizes[n]) / float64(e.Sizes[0])
	for _, c := range []struct {
		name string
		y    []float64
		want string
	}{{"索引建立的增长", built.Lines[0].Y, "不超过文章数的增长"}, {"查询中位数的增长", asked.Lines[0].Y, "远低于文章数的增长"}} {
		r.Rows = append(r.Rows, Row{Name: c.name, Ours: c.y[n] / c.y[0], Theirs: times, Unit: "倍", Ratio: c.y[n] / c.y[0] / times, Want: c.want})
	}
	r.Curves = []Curve{built, asked}
	return r, nil
}
