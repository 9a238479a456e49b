package office_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/visit"
)

const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36"

func accessLine(n int, at, target, status, agent string) string {
	return fmt.Sprintf("198.18.0.%d - - [%s +0800] \"GET %s HTTP/1.1\" %s 5 \"https://www.baidu.com/\" \"%s\"\n", n, at, target, status, agent)
}

func logOf(text string) office.VisitLog {
	return office.VisitLog{Name: "access.log", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// VI-LOG, VI-KEY, VI-ADJ: a log is brought along once, live hits go on from there,
// days are closed once and late hits go to the open day, a day is adjusted by two,
// and the freeze closes what is open and forgets who was here.
func TestVisits(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		log := accessLine(1, "01/Mar/2025:10:00:00", "/kjj/", "200", browser) + accessLine(1, "01/Mar/2025:10:00:01", "/kjj/", "304", browser) +
			accessLine(2, "01/Mar/2025:10:00:02", "/kjj/c/fabu", "200", browser) + accessLine(2, "02/Mar/2025:00:00:02", "/kjj/", "200", browser) +
			accessLine(3, "28/Feb/2025:10:00:00", "/kjj/", "200", browser) + accessLine(1, "28/Feb/2025:10:00:00", "/kjj/", "200", browser) +
			accessLine(4, "01/Mar/2025:10:00:00", "/kjj/", "200", "Baiduspider/2.0") + accessLine(9, "01/Mar/2025:10:00:00", "/kjj/", "200", browser) +
			accessLine(1, "01/Mar/2025:10:00:00", "/kjj/x?q=1", "200", browser) + "no line\n" + strings.Repeat("x", 70_000) + "\n" +
			accessLine(1, "01/Mar/2026:10:00:00", "/kjj/", "200", browser)
		staff := []netip.Prefix{netip.MustParsePrefix("198.18.0.9/32")}
		r, err := d.ImportVisits(ctx, "kjj", logOf(log), staff, nil)
		d.must(err)
		if r.Lines != 12 || r.Views != 6 || r.Visitors != 3 || r.Closed != 3 || r.Broken != 3 || r.Other != 1 || r.Excluded[visit.Bot] != 1 || r.Excluded[visit.Staff] != 1 ||
			len(r.Faults) != 3 || r.Faults[0] != (office.LineFault{No: 10, Why: visit.NotCombined}) || r.Faults[1].Why != visit.TooLong || r.Faults[2].Why != visit.InFuture {
			t.Errorf("the log gave %+v", r)
		}
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write([]byte(log))
		z.Close()
		_, err = d.ImportVisits(ctx, "kjj", logOf(packed.String()), staff, nil)
		d.refused("visit.import.twice", err)
		_, err = d.ImportVisits(ctx, "kjj", logOf(packed.String()[:40]), staff, nil)
		d.refused("visit.import.packed", err)
		_, err = d.ImportVisits(ctx, "kjj", logOf(accessLine(5, "01/Mar/2025:23:00:00", "/kjj/", "200", browser)), nil, nil)
		d.refused("visit.import.counted", err)
		_, err = d.ImportVisits(ctx, "kjj", logOf("no line\n"), nil, nil)
		d.refused("visit.import.nothing", err)

		// Live: the same visitor is no new one; a batch that is written again counts once.
		secret, err := d.VisitSecret(ctx, "kjj", 2025)
		d.must(err)
		gathered := func(day string, n byte) []*visit.Tally {
			on, err := calendar.ParseDay(day)
			d.must(err)
			x := visit.NewTally(on)
			key := visit.NewKeyer(secret).Of(netip.AddrFrom4([4]byte{198, 18, 0, n}), browser)
			x.View(visit.Hit{Page: "/", Column: "fabu"}, key, "")
			x.Add(visit.ByWord, "无人机", 2)
			return []*visit.Tally{x}
		}
		for range 2 {
			d.must(d.AddVisits(ctx, "kjj", "node-1", gathered("2025-03-03", 1)))
		}
		d.must(d.AddVisits(ctx, "kjj", "node-2", gathered("2025-03-02", 8))) // late: its day is closed
		d.day("2025-03-04")
		for i := range 2 { // closing twice closes once
			if n, err := d.CloseVisits(ctx); err != nil || n != 1-i {
				t.Errorf("closed %d days, %v", n, err)
			}
		}
		y, err := d.Visits(ctx, d.who["lisi"], 2025)
		d.must(err)
		if y.Views != 8 || y.Visitors != 4 || y.Months[1] != (office.VisitMonth{Views: 2, Visitors: 2}) || y.Months[2] != (office.VisitMonth{Views: 6, Visitors: 3, Excluded: 2}) ||
			len(y.Days) != 4 || y.Days[3].Visitors != 2 || y.Days[3].FirstInYear != 1 {
			t.Errorf("%d views, %d visitors, %+v", y.Views, y.Visitors, y.Months)
		}
		from, to := calendar.NewDay(2025, 1, 1), calendar.NewDay(2025, 12, 31)
		for kind, want := range map[visit.Kind]office.VisitSlice{visit.ByPage: {Name: "/", Title: "首页", Views: 7}, visit.ByColumn: {Name: "fabu", Title: "信息发布", Views: 3, Visitors: 3},
			visit.ByReferrer: {Name: "www.baidu.com", Title: "www.baidu.com", Views: 6}, visit.ByWord: {Name: "无人机", Title: "无人机", Views: 4}} {
			if s, err := d.VisitSlices(ctx, d.who["lisi"], kind, from, to, 10); err != nil || len(s) == 0 || s[0] != want {
				t.Errorf("%s: %+v, %v, want %+v", kind, s, err, want)
			}
		}
		if n, err := d.PageViews(ctx, "kjj", "/", true); err != nil || n != 7 {
			t.Errorf("the home page was seen %d times, %v", n, err)
		}

		// Adjusted by two, shown beside, added in the report.
		_, err = d.ProposeAdjustment(ctx, d.who["lisi"], office.AdjustmentForm{Day: "2025-03-04", Views: "-1", Reason: "x"})
		d.refused("visit.adjust.open", err)
		id, err := d.ProposeAdjustment(ctx, d.who["lisi"], office.AdjustmentForm{Day: "2025-03-01", Views: "-2", Visitors: "-1", Reason: "漏判的爬虫"})
		d.must(err)
		d.refused("visit.adjust.author", d.ConfirmAdjustment(ctx, d.who["lisi"], id, 1))
		d.must(d.ConfirmAdjustment(ctx, d.who["fenguan"], id, 1))
		d.refused("visit.adjust.state", d.DropAdjustment(ctx, d.who["lisi"], id, 2))
		v, err := d.ReportOf(ctx, "kjj", 2025, "")
		d.must(err)
		if a, b, c := v.Sheet.Cell("visits.views"), v.Sheet.Cell("visits.visitors"), v.Sheet.Cell("visits.views.adjusted"); a.Value != 6 || b.Value != 3 || c.Value != -2 || len(a.Entries) != 5 {
			t.Errorf("the report states %v, %v, %v", a, b, c)
		}
		d.verified()

		// The freeze closes the rest, destroys the secret, and takes no log any more.
		d.must(d.AddVisits(ctx, "kjj", "node-3", gathered("2025-12-31", 7)))
		d.day("2026-01-20")
		d.must(d.DraftReport(ctx, d.who["lisi"], 2025, 0))
		if err := d.FreezeReport(ctx, d.who["fuze"], 2025, 1); err != nil {
			t.Fatalf("not frozen: %v", err)
		}
		y, err = d.Visits(ctx, d.who["lisi"], 2025)
		d.must(err)
		if !y.Forgotten || y.Views != 9 || y.Visitors != 5 {
			t.Errorf("after the freeze: %v, %d, %d", y.Forgotten, y.Views, y.Visitors)
		}
		if s, err := d.VisitSecret(ctx, "kjj", 2025); err != nil || s != nil {
			t.Errorf("the secret is still there: %v, %v", s, err)
		}
		_, err = d.ImportVisits(ctx, "kjj", logOf(accessLine(5, "01/Apr/2025:23:00:00", "/kjj/", "200", browser)), nil, nil)
		d.refused("visit.import.frozen", err)
		d.verified()
	})
}
