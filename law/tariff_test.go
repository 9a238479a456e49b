package law

import "testing"

// The tariffs of 国办函〔2020〕109号 (F.2), and none before they were in force.
func TestTariffs(t *testing.T) {
	on := On(day(t, "2021-01-01"))
	for _, x := range []struct {
		key       string
		n         int
		rate, sum int64 // 元
	}{{"item", 10, 0, 0}, {"item", 11, 100, 100}, {"item", 30, 100, 2000}, {"item", 31, 200, 2200}, {"item", 40, 200, 4000}, {"item", 41, 300, 4300}, {"item", 60, 400, 11000},
		{"pages", 0, 0, 0}, {"pages", 30, 0, 0}, {"pages", 31, 10, 10}, {"pages", 100, 10, 700}, {"pages", 101, 20, 720}, {"pages", 200, 20, 2700}, {"pages", 201, 40, 2740}, {"pages", 300, 40, 6700}} {
		f, ok := on.Tariff(x.key)
		if !ok || f.Rate(x.n) != x.rate*100 || f.Sum(x.n) != x.sum*100 || f.Words == "" {
			t.Errorf("%s %d: %d and %d in all, want %d and %d", x.key, x.n, f.Rate(x.n), f.Sum(x.n), x.rate*100, x.sum*100)
		}
	}
	if _, ok := On(day(t, "2020-12-31")).Tariff("item"); ok {
		t.Error("there was a tariff before 2021")
	}
	if _, ok := on.Tariff("both"); ok {
		t.Error("there is a tariff called both")
	}
	for _, bad := range []string{"item | 2021-01-01 | - | a | F.2 | 1 | w", "item | 2021-01-01 | - | a | F.2 | 1:x | w", "item | 2021-01-01 | - | a | F.2 | 1:1+x/2 | w",
		"item | 2021-01-01 | - | a | F.2 | 1:1+2/x | w", "item | 2021-13-01 | - | a | F.2 | 1:1 | w", "item | 2021-01-01 | x | a | F.2 | 1:1 | w", "item"} {
		if _, err := parseTariffs(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
