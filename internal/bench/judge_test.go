package bench

import "testing"

// The baselines against which search is measured stand where they stand: an
// easier set of queries would show here.
func TestBaselines(t *testing.T) {
	t.Parallel()
	all, err := Judged()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range all {
		n += len(c.Queries)
		for name, e := range map[string]Engine{"LIKE": c.Like, "bigrams": c.Bigrams()} {
			m, err := c.Judge(e, func(q Query, keys []string, m Marks) {})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s %s: %d queries, %s", c.Name, name, m.N, m)
		}
	}
	if n < 150 {
		t.Errorf("%d queries", n)
	}
}
