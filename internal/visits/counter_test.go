package visits_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/internal/visits"
	"gongkai/people"
	"gongkai/publication"
)

const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36"

// Many readers at once and a storm of programs ten times as many: every view of a
// person is written, none of a program is, and the last are written at the end.
func TestStorm(t *testing.T) {
	t.Parallel()
	db := testkit.Open(t, testkit.URL(t, "sqlite"))
	clock := testkit.NewClock(t, "2025-03-03")
	o := testkit.Office(t, db, clock.Now)
	if err := o.Found(t.Context(), office.Founding{Organ: people.Organ{Token: "kjj", Name: "岳阳市科学技术局"}, Columns: publication.DefaultColumns(),
		Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}}}); err != nil {
		t.Fatal(err)
	}
	c := visits.New(o, nil, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	var run, readers sync.WaitGroup
	run.Go(func() { c.Run(ctx, 20*time.Millisecond) })
	const people, each = 8, 500
	for i := range people {
		readers.Go(func() {
			r := httptest.NewRequest("GET", "/kjj/", nil)
			r.RemoteAddr = "198.18.0." + string(rune('1'+i)) + ":4000"
			for n := range each * 11 {
				r.Header.Set("User-Agent", browser)
				if n%11 > 0 {
					r.Header.Set("User-Agent", "Mozilla/5.0 (compatible; Bytespider)")
				}
				c.Hit(r, "kjj", "", "/", "fabu", 200, clock.Now())
			}
		})
	}
	readers.Wait()
	stop()
	run.Wait()
	clock.Set(clock.Now().AddDate(0, 0, 1))
	if n, err := o.CloseVisits(t.Context()); err != nil || n != 1 {
		t.Fatalf("closed %d, %v", n, err)
	}
	y, err := o.PublicVisits(t.Context(), "kjj", 2025)
	if err != nil {
		t.Fatal(err)
	}
	if y.Views != people*each || y.Visitors != people || y.Excluded["bot"] != people*each*10 {
		t.Errorf("%d views, %d visitors, excluded %v", y.Views, y.Visitors, y.Excluded)
	}
}

func BenchmarkHit(b *testing.B) {
	db := testkit.Open(b, testkit.URL(b, "sqlite"))
	clock := testkit.NewClock(b, "2025-03-03")
	o := testkit.Office(b, db, clock.Now)
	if err := o.Found(b.Context(), office.Founding{Organ: people.Organ{Token: "kjj", Name: "岳阳市科学技术局"}, Columns: publication.DefaultColumns(),
		Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}}}); err != nil {
		b.Fatal(err)
	}
	c := visits.New(o, nil, slog.New(slog.DiscardHandler))
	r := httptest.NewRequest("GET", "/kjj/", nil)
	r.Header.Set("User-Agent", browser)
	now := clock.Now()
	b.ReportAllocs()
	for b.Loop() {
		c.Hit(r, "kjj", "", "/", "fabu", 200, now)
	}
}
