package demo_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"gongkai/internal/demo"
	"gongkai/internal/files"
	"gongkai/internal/office"
	"gongkai/internal/store"
)

// build makes the whole demonstration once, on SQLite.
func build(t *testing.T) *office.Office {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "demo.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	var clock demo.Clock
	o := office.New(office.Config{DB: db, Files: folder, Now: clock.Now})
	began := time.Now()
	if err := demo.Build(ctx, o, &clock, func(int, int, string) {}); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %v", time.Since(began).Round(time.Millisecond))
	clock.Run(demo.Ended)
	return o
}

// TestYear is the promise of the demonstration: the seed's report out of acts.
func TestYear(t *testing.T) {
	t.Parallel()
	o := build(t)
	ctx := context.Background()
	v, err := o.Verify(ctx, demo.Token)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Findings {
		t.Errorf("verify: %s", f)
	}
	r, err := o.ReportOf(ctx, demo.Token, 2019, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{
		"published": 213, "interpretations": 9, "proposals.answered": 4, "permits.items": 1, "services.items": 21,
		"T2.permit.prior": 0, "T2.permit.delta": 1, "T2.permit.decided": 95,
		"T2.service.prior": 28, "T2.service.delta": -7, "T2.service.decided": 406,
		"visits.visitors": 70363, "visits.views": 199374, "letters.governor": 1, "letters.mayor": 3,
	} {
		if got := r.Sheet.Cell(name).Value; got != want {
			t.Errorf("%s = %d, want %d", name, got, want)
		}
	}
	for _, c := range r.Checks {
		if !c.OK {
			t.Errorf("check %s: %s", c.Rule, c.Detail)
		}
	}
	if r.Report.Article == "" || r.Report.Seq == 0 {
		t.Errorf("the report is not out: %+v", r.Report)
	}
}
