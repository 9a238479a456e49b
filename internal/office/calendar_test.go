package office_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/refusal"
)

// TestLateNotice: the due days of what is open follow a notice that comes late,
// here at once and at another node within two seconds (§J).
func TestLateNotice(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2027-01-20")
		ctx := t.Context()
		other := testkit.Office(t, db, b.clock.Now)
		f := news("春节前的一篇")
		f.Formed = "2027-01-20"
		id, err := b.NewDraft(ctx, b.clerk, f)
		b.must(err)
		due := func(o *office.Office) string {
			t.Helper()
			d, err := o.DeskArticle(ctx, b.boss, id)
			b.must(err)
			return d.Due.String()
		}
		for _, o := range []*office.Office{b.Office, other} {
			if got := due(o); got != "2027-02-17 暂估" {
				t.Errorf("without the notice it is due on %s", got)
			}
		}
		d, err := b.Desk(ctx, b.boss)
		b.must(err)
		if len(d.Notices) != 1 || !strings.Contains(d.Notices[0].Words, "2027年节假日安排尚未录入") || d.Notices[0].Path != "/calendar" {
			t.Errorf("the desk warns %v", d.Notices)
		}

		_, err = b.PreviewNotice(ctx, b.head, testkit.Notice2027)
		b.refused("access.may.role", err)
		_, err = b.SaveNotice(ctx, b.boss, testkit.Notice2027)
		b.refused("access.may.role", err)
		p, err := b.PreviewNotice(ctx, b.admin, testkit.Notice2027)
		b.must(err)
		if p.Year.Notice != "国办发明电〔2026〕9号" || p.Replaces != "" || p.Year.Workdays != 249 {
			t.Errorf("preview %+v", p)
		}
		kinds := map[string]string{}
		for _, c := range p.Changes {
			kinds[c.Day.String()] = c.Was.Name() + "→" + c.Now.Name()
		}
		if kinds["2027-02-05"] != "工作日→放假" || kinds["2027-02-20"] != "周末→调休上班" || kinds["2027-02-06"] != "周末→放假" || len(kinds) != 35 {
			t.Errorf("%d changes: %v", len(kinds), kinds)
		}
		if got := due(b.Office); got != "2027-02-17 暂估" {
			t.Errorf("a preview moved the due day to %s", got)
		}

		_, err = b.SaveNotice(ctx, b.admin, testkit.Notice2027)
		b.must(err)
		if got := due(b.Office); got != "2027-02-23" {
			t.Errorf("after the notice it is due on %s", got)
		}
		b.clock.Set(b.clock.Now().Add(2 * time.Second))
		if got := due(other); got != "2027-02-23" {
			t.Errorf("at the other node it is due on %s", got)
		}
		_, err = other.SaveNotice(ctx, b.admin, testkit.Notice2027)
		b.refused("calendar.notice.same", err)
		_, err = b.SaveNotice(ctx, b.admin, strings.ReplaceAll(testkit.Notice2027, "共9天", "共8天"))
		b.refused("calendar.notice.doubt", err)
		if r, _ := refusal.As(err); r.Field != "notice" || !strings.Contains(r.Words(), "数下来是9天") {
			t.Errorf("says %s", r.Words())
		}

		// An amendment that is pasted alone changes the entered year.
		amend := `国务院办公厅关于调整2027年劳动节假期安排的通知
国办发明电〔2027〕3号
经国务院批准，现将2027年劳动节假期安排调整如下：2027年5月1日至3日放假，共3天。`
		p, err = b.PreviewNotice(ctx, b.admin, amend)
		b.must(err)
		if p.Replaces != "国办发明电〔2026〕9号" || len(p.Changes) != 2 {
			t.Errorf("the amendment changes %v", p.Changes)
		}
		_, err = b.SaveNotice(ctx, b.admin, amend)
		b.must(err)
		ys, cal, err := other.CalendarYears(ctx, b.clerk)
		b.must(err)
		if len(ys) != 9 || ys[0].Year.Year != 2027 || ys[0].Notice != "国办发明电〔2026〕9号 + 国办发明电〔2027〕3号" ||
			ys[0].By != "岳阳市科学技术局xitong" || ys[0].SavedAt.IsZero() || ys[1].By != "" || !cal.Workday(calendar.NewDay(2027, 5, 4)) {
			t.Errorf("years %+v", ys)
		}
		if d, err := b.Desk(ctx, b.boss); err != nil || len(d.Notices) != 0 {
			t.Errorf("the desk still warns %v, %v", d.Notices, err)
		}
		entries, _, _, err := b.Entries(ctx, b.head, office.EntryFilter{Kinds: []string{"calendar.announced"}, Desc: true, Limit: 9})
		b.must(err)
		if len(entries) != 2 || entries[0].Title != "录入2027年节假日安排" || entries[0].Link != "calendar?year=2027" {
			t.Errorf("entries %+v", entries)
		}
		b.sound()
	})
}
