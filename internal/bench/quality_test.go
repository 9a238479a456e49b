package bench

import (
	"errors"
	"path/filepath"
	"slices"
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
		if err := errors.Join(x.Put(t.Context(), c.Texts), x.Done(t.Context())); err != nil {
			t.Fatal(err)
		}
		m, err := c.Judge(func(q string) ([]string, error) { return x.Find(t.Context(), q) }, func(q Query, keys []string, m Marks) {
			if m.MRR < 1 || m.Precision < 1 {
				t.Logf("%d %s %s: %s", q.Line, q.Sort, q.Typed, m)
				if testing.Verbose() {
					for i, k := range keys {
						for _, x := range c.Texts {
							if x.Key == k {
								t.Logf("      %d %d %s %s %s", i+1, q.Grade[k], k, x.Title, x.DocNo)
							}
						}
					}
					for k, g := range q.Grade {
						if g > 1 && !slices.Contains(keys[:min(5, len(keys))], k) {
							for _, x := range c.Texts {
								if x.Key == k {
									t.Logf("      missing %d %s %s %s", g, k, x.Title, x.DocNo)
								}
							}
						}
					}
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %s", c.Name, m)
	}
}
