package office_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
)

// bureau is an office with three officers and a clock that a story sets.
type bureau struct {
	*office.Office
	t                 *testing.T
	db                *store.DB
	clock             *testkit.Clock
	clerk, boss, head access.Actor
	admin             access.Actor
}

func found(t *testing.T, db *store.DB, day string) *bureau {
	t.Helper()
	b := &bureau{t: t, db: db, clock: testkit.NewClock(t, day)}
	b.Office = testkit.Office(t, db, b.clock.Now)
	officer := func(login, role string) office.FoundingOfficer {
		return office.FoundingOfficer{Password: "Demo-2019-gongkai", OfficerForm: office.OfficerForm{Login: login, Name: login,
			Unit: "yykjj:bgs", Roles: []string{role}}}
	}
	b.must(b.Found(t.Context(), office.Founding{
		Organ: people.Organ{Token: "yykjj", Name: "岳阳市科学技术局", CreditCode: "11430600006387561X"},
		Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}}, Columns: publication.DefaultColumns(),
		Officers: []office.FoundingOfficer{officer("jingban", "clerk"), officer("zhuren", "office"), officer("fuze", "disclosure_hd"),
			officer("xitong", "system_admin")},
	}))
	for login, into := range map[string]*access.Actor{"jingban": &b.clerk, "zhuren": &b.boss, "fuze": &b.head, "xitong": &b.admin} {
		a, err := b.Actor(t.Context(), office.OfficerID("yykjj", login))
		b.must(err)
		*into = a
	}
	return b
}

func (b *bureau) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// refused wants a refusal of that code.
func (b *bureau) refused(code string, err error) {
	b.t.Helper()
	if r, ok := refusal.As(err); !ok || r.Code != code {
		b.t.Errorf("got %v, want the refusal %s", err, code)
	}
}

// at sets the clock to an instant in Shanghai.
func (b *bureau) at(s string) {
	b.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Shanghai)
	b.must(err)
	b.clock.Set(at)
}

// submitted is a text that waits for approval.
func (b *bureau) submitted(f office.ArticleForm) (ledger.ID, publication.Edition) {
	b.t.Helper()
	ctx := b.t.Context()
	id, err := b.NewDraft(ctx, b.clerk, f)
	b.must(err)
	b.must(b.SubmitArticle(ctx, b.clerk, id, 1, b.edition(id).Rev))
	return id, b.edition(id)
}

// reviewed takes a text that was handed in through its chain.
func (b *bureau) reviewed(id ledger.ID) publication.Edition {
	b.t.Helper()
	testkit.Review(b.t, b.Office, "yykjj", id, 1)
	return b.edition(id)
}

func (b *bureau) edition(id ledger.ID) publication.Edition {
	b.t.Helper()
	return b.desk(id).Editions[0]
}

func (b *bureau) desk(id ledger.ID) office.DeskArticle {
	b.t.Helper()
	d, err := b.DeskArticle(b.t.Context(), b.boss, id)
	b.must(err)
	return d
}

func (b *bureau) sound() {
	b.t.Helper()
	v, err := b.Verify(b.t.Context(), "yykjj")
	b.must(err)
	for _, f := range v.Findings {
		b.t.Errorf("verify: %s", f)
	}
}

func news(title string) office.ArticleForm {
	return office.ArticleForm{Column: "fabu/dongtai", Type: "article", Unit: "yykjj:bgs", Title: title, HTML: "<p>" + title + "。</p>",
		Source: "办公室", Formed: "2019-05-06", Tags: []string{"execution"}}
}

// TestSchedule: what was approved for an instant goes out at it, once, even
// when two nodes look at the same time; what was called back does not.
func TestSchedule(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		id, _ := b.submitted(news("定时的一篇"))
		e := b.reviewed(id)
		b.refused("publication.schedule.past", b.ScheduleArticle(ctx, b.boss, id, 1, e.Rev, "2019-05-06T08:00"))
		b.refused("form.instant", b.ScheduleArticle(ctx, b.boss, id, 1, e.Rev, "明天上午"))
		b.must(b.ScheduleArticle(ctx, b.boss, id, 1, e.Rev, "2019-05-08T09:30"))
		back, _ := b.submitted(news("叫回的一篇"))
		e = b.reviewed(back)
		b.must(b.ScheduleArticle(ctx, b.boss, back, 1, e.Rev, "2019-05-08T09:30"))
		b.must(b.ReturnArticle(ctx, b.boss, back, 1, b.edition(back).Rev, "drafted", "数字有误"))

		b.at("2019-05-08 09:29")
		if n, err := b.ReleaseDue(ctx); n != 0 || err != nil {
			t.Fatalf("%d went out early, %v", n, err)
		}
		b.at("2019-05-08 09:30")
		var wg sync.WaitGroup
		var mu sync.Mutex
		out := 0
		for range 4 {
			wg.Go(func() {
				n, err := b.ReleaseDue(ctx)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				out += n
				mu.Unlock()
			})
		}
		wg.Wait()
		if d := b.desk(id); out != 1 || d.Article.State != publication.Live || d.Article.PublishedOn.String() != "2019-05-08" {
			t.Errorf("%d went out; it is %s since %s", out, d.Article.State, d.Article.PublishedOn)
		}
		if s := b.desk(back).Article.State; s == publication.Live {
			t.Error("what was called back went out")
		}
		b.sound()
	})
}

// TestScheduleHeld: a text that the clock refuses at its instant is tried once,
// and stands with the reason on the desks of its author and of who plans what
// goes out, until somebody acts (R-A17).
func TestScheduleHeld(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		live := b.livePage(news("原有的一篇"))
		no, err := b.ReviseArticle(ctx, b.clerk, live)
		b.must(err)
		b.must(b.SubmitArticle(ctx, b.clerk, live, no, b.edition(live).Rev))
		testkit.Review(t, b.Office, "yykjj", live, no)
		b.must(b.ScheduleArticle(ctx, b.boss, live, no, b.edition(live).Rev, "2019-05-07T09:00"))
		next := b.approved("另一篇", "2019-05-07T09:00")
		b.must(b.WithdrawArticle(ctx, b.boss, live, b.desk(live).Article.Rev, "内容有误"))
		told := func(who access.Actor) (out []string) {
			d, err := b.Desk(ctx, who)
			b.must(err)
			for _, x := range d.Tasks {
				if strings.Contains(x.Next, "没有发布") {
					out = append(out, x.Title+"："+x.Next)
				}
			}
			return out
		}
		if got := told(b.clerk); len(got) > 0 {
			t.Errorf("before its instant the desk says %q", got)
		}
		b.at("2019-05-07 09:00")
		b.due(1) // the other one is held up by nothing
		b.due(0)
		if s := b.desk(next).Article.State; s != publication.Live {
			t.Errorf("the other one is %s", s)
		}
		for _, who := range []access.Actor{b.clerk, b.boss} {
			got := told(who)
			if len(got) != 1 || !strings.Contains(got[0], "原有的一篇：2019-05-07 09:00 没有发布，请处理：该页面已撤回") {
				t.Errorf("the desk says %q", got)
			}
		}
		tries := 0
		b.must(db.View(ctx, func(tx *store.Tx) error {
			lines, err := tx.AccessLines("yykjj", 100, 0)
			for _, l := range lines {
				if l.Result == "publication.release.withdrawn" {
					tries++
				}
			}
			return err
		}))
		if tries != 1 {
			t.Errorf("it was tried %d times", tries)
		}
		b.must(b.ReturnArticle(ctx, b.boss, live, no, b.edition(live).Rev, "drafted", "原网页已撤回"))
		if got := told(b.clerk); len(got) > 0 {
			t.Errorf("once it is back with its author the desk says %q", got)
		}
		b.sound()
	})
}

// TestEightPublish: eight officers press the button at once; one wins, the
// others are told, and nothing is lost.
func TestEightPublish(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		id, _ := b.submitted(news("八个人同时发布"))
		e := b.reviewed(id)
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() { errs[i] = b.PublishArticle(context.Background(), b.boss, id, 1, e.Rev) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if r, ok := refusal.As(err); !ok || r.Class != refusal.Conflict {
				t.Errorf("a loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d won", won)
		}
		b.sound()
	})
}

// TestLockout: five wrong passwords close a login for a quarter of an hour,
// and a login that does not exist is refused in the same words.
func TestLockout(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2019-05-06")
	in := func(login, password string) error {
		_, err := b.SignIn(t.Context(), "yykjj", login, password, "127.0.0.1")
		return err
	}
	b.refused("signin.wrong", in("nobody", "x"))
	for range 5 {
		b.refused("signin.wrong", in("jingban", "wrong"))
	}
	b.refused("signin.locked", in("jingban", "Demo-2019-gongkai"))
	b.must(in("zhuren", "Demo-2019-gongkai"))
	b.at("2019-05-06 09:16")
	b.must(in("jingban", "Demo-2019-gongkai"))
}

// TestReportLife: what is entered for a year after its freeze shows as a
// difference and moves no figure; a number is derived or stated, never both.
func TestReportLife(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		id, _ := b.submitted(news("一篇动态"))
		e := b.reviewed(id)
		b.refused("publication.publish.own", b.PublishArticle(ctx, access.Actor{Officer: b.clerk.Officer, Organ: "yykjj", Unit: "yykjj:bgs",
			Roles: []people.Role{people.Office}}, id, 1, e.Rev))
		b.must(b.PublishArticle(ctx, b.boss, id, 1, e.Rev))
		item := func(listed string) error {
			_, err := b.ListItem(ctx, b.boss, office.ItemForm{Register: "service", Title: "事项" + listed, Unit: "yykjj:bgs", Listed: listed})
			return err
		}
		b.must(item("2019-03-01"))
		state := func(cell, value string) error {
			return b.StateFigure(ctx, b.boss, office.StatementForm{Year: "2019", Cell: cell, Value: value, Day: "2019-05-06", Note: "汇总表"},
				"表.txt", strings.NewReader("盖章"))
		}
		b.refused("report.state.facts", state("T2.service.delta", "3"))
		b.refused("report.state.derived", state("published", "300"))
		b.must(state("T2.service.decided", "12"))
		b.refused("report.state.twice", state("T2.service.decided", "13"))

		b.refused("report.freeze.year", b.FreezeReport(ctx, b.head, 2019, 0))
		b.at("2020-01-10 10:00")
		b.must(b.DraftReport(ctx, b.head, 2019, 0))
		report := func() office.ReportView {
			v, err := b.Report(ctx, b.head, 2019, "")
			b.must(err)
			return v
		}
		b.must(b.FreezeReport(ctx, b.head, 2019, report().Report.Rev))
		frozen := report()
		b.must(item("2019-12-20"))
		v := report()
		if got := v.Sheet.Cell("T2.service.delta").Value; got != 1 || v.Sheet.Head != frozen.Sheet.Head {
			t.Errorf("the frozen report moved to %d", got)
		}
		found := false
		for _, d := range v.Later {
			found = found || d.Key == "T2.service.delta" && d.Was == "1" && d.Now == "2"
		}
		if !found {
			t.Errorf("the later item does not show: %+v", v.Later)
		}
		b.refused("report.edit.state", b.SaveReport(ctx, b.head, 2019, v.Report.Rev, make([]string, 6)))

		page, err := b.PublishReport(ctx, b.head, 2019, v.Report.Rev)
		b.must(err)
		b.refused("publication.publish.own", b.PublishArticle(ctx, b.head, page, 1, b.edition(page).Rev))
		b.reviewed(page)
		b.must(b.PublishArticle(ctx, b.boss, page, 1, b.edition(page).Rev))
		if s := report().Report.State; s != "issued" {
			t.Errorf("the report is %s", s)
		}
		b.sound()
	})
}

// TestLeft: an officer who left is out at the next request.
func TestLeft(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2019-05-06")
	b.must(b.db.Record(t.Context(), "yykjj", b.Now(), func(tx *store.Tx) error {
		off, err := tx.Officer(b.clerk.Officer)
		if err != nil {
			return err
		}
		f := people.Dismissed{Officer: off.ID}
		if _, err := tx.Append(b.Today(), off.ID, ledger.System, f); err != nil {
			return err
		}
		return tx.PutOfficer(off.Apply(f))
	}))
	_, err := b.Actor(t.Context(), b.clerk.Officer)
	b.refused("signin.left", err)
	if _, err := b.SignIn(t.Context(), "yykjj", "jingban", "Demo-2019-gongkai", ""); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("signed in after leaving: %v", err)
	}
}
