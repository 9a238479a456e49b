package bench

import (
	"path/filepath"
	"testing"
)

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
		if err := x.Put(t.Context(), c.Texts); err != nil {
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
		t.Logf("%s: %s", c.Name, m)
	}
}
