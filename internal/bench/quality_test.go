package bench

import (
	"errors"
	"path/filepath"
	"testing"
)

// figures are those of docs/benchmarks.md for our search.
var figures = map[string]Marks{
	"演示": {Precision: 0.887, Recall: 0.936, MRR: 0.893},
	"生成": {Precision: 0.804, Recall: 0.821, MRR: 0.849},
}

// TestQualityOfOurs holds the figures of docs/benchmarks.md: a change that makes
// the search worse is seen, and one that makes it better is written down.
func TestQualityOfOurs(t *testing.T) {
	t.Parallel()
	all, err := Judged()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		x, err := NewSearch(t.Context(), filepath.Join(t.TempDir(), "x"))
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		if err := errors.Join(x.Put(t.Context(), c.Texts), x.Done(t.Context())); err != nil {
			t.Fatal(err)
		}
		m, err := c.Judge(func(q string) ([]string, error) { return x.Find(t.Context(), q) }, func(q Query, keys []string, m Marks) {
			if m.MRR < 1 || m.Precision < 1 {
				t.Logf("%d %s %s: %s %v", q.Line, q.Sort, q.Typed, m, keys)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		want := figures[c.Name]
		if off := max(want.Precision-m.Precision, want.Recall-m.Recall, want.MRR-m.MRR); off > 0.0006 {
			t.Errorf("%s: %s, worse than %s", c.Name, m, want)
		}
	}
}
