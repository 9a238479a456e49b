package calendar

import (
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

// The index counts as the days themselves do, within the announced years, at
// their edges, beyond them, and across a year that nobody announced.
func TestIndexIsTheDays(t *testing.T) {
	t.Parallel()
	gap, err := Load(fstest.MapFS{
		"cn/2019.txt": {Data: []byte("year 2019\nnotice a\noff 2018-12-30 2019-01-01\noff 2019-05-01 2019-05-04\nwork 2019-05-05\n")},
		"cn/2021.txt": {Data: []byte("year 2021\nnotice b\noff 2021-01-01 2021-01-03\nwork 2020-11-01\nwork 2022-03-05\n")}})
	if err != nil {
		t.Fatal(err)
	}
	empty, err := Load(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	between := func(c *Calendar, from, to Day) (n int, provisional bool) {
		for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
			k, known := c.Kind(d)
			provisional = provisional || !known
			if k == Workday || k == MakeUp {
				n++
			}
		}
		return n, provisional
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]*Calendar{China(), gap, empty}).Draw(t, "calendar")
		from := NewDay(2018, 10, 1).AddDays(rapid.IntRange(0, 3200).Draw(t, "from"))
		to := from.AddDays(rapid.IntRange(0, 500).Draw(t, "days"))
		n, provisional := between(c, from, to)
		if got, p := c.WorkdaysBetween(from, to); got != n || p != provisional {
			t.Fatalf("%s to %s: %d %t, want %d %t", from, to, got, p, n, provisional)
		}
		if got, p := c.WorkdaysBetween(to, from); got != -n || from != to && p != provisional {
			t.Fatalf("%s back to %s: %d %t, want %d %t", to, from, got, p, -n, provisional)
		}
		k := rapid.IntRange(-30, 60).Draw(t, "n")
		d := c.AddWorkdays(from, k)
		a, b := from, d.Day
		if k < 0 {
			a, b = d.Day.AddDays(-1), from.AddDays(-1)
		}
		m, provisional := between(c, a, b)
		if k != 0 && (m != max(k, -k) || !c.Workday(d.Day) || d.Provisional != provisional) {
			t.Fatalf("%s + %d = %v, which is %d working days, provisional %t", from, k, d, m, provisional)
		}
	})
}

func BenchmarkWorkdaysBetween(b *testing.B) {
	from, to := NewDay(2025, 1, 10), NewDay(2026, 1, 10)
	for b.Loop() {
		China().WorkdaysBetween(from, to)
	}
}
