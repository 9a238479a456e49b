package publication

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/review"
)

var update = flag.Bool("update", false, "write the golden files anew")

func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	if s == "" {
		return calendar.Day{}
	}
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var (
	today = calendar.NewDay(2019, 7, 16)
	now   = time.Date(2019, 7, 16, 10, 0, 0, 0, calendar.Shanghai)
)

func limit(t testing.TB, name string, on calendar.Day) law.Limit {
	t.Helper()
	l, ok := law.On(on).Limit(name)
	if !ok {
		t.Fatalf("no limit %s", name)
	}
	return l
}

// whole is an edition with nothing missing, that has passed its review.
func whole(state State) Edition {
	e := Edition{Article: "a1", No: 1, State: state, Title: "关于组织申报2019年科技计划项目的通知", HTML: "<p>各县市区科技局:</p>", Source: "岳阳市科学技术局",
		Column: "xxgk/fdzdgk/zcwj", Type: Document, Unit: "u1", Mode: "proactive", Genre: "tongzhi", Tags: []string{"decision"},
		Formed: calendar.NewDay(2019, 7, 1), Authors: []ledger.ID{"author"}, Salt: "salt"}
	e.Passed = e.Sum()
	return e
}

func number1() (string, error) { return "11430600006056784X/2019-00001", nil }

// code is the refusal's code, "" for none.
func code(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	r, ok := refusal.As(err)
	if !ok {
		t.Fatalf("%v is a fault and not a refusal", err)
	}
	return r.Code
}

// Every state × every verb: the fact or the refusal (R-A17). The file is the
// documentation of an article's life; go test -update writes it anew.
func TestMatrix(t *testing.T) {
	t.Parallel()
	live := Article{ID: "a1", Organ: "o1", State: Live, Live: 1, Type: Document}
	gone := live
	gone.State = Withdrawn
	sent := gone
	sent.MovedTo = "a2"
	states := []struct {
		name string
		a    Article
		e    Edition
	}{
		{"新稿 草稿", Article{ID: "a1", Organ: "o1", State: Draft, Type: Document}, whole(Draft)},
		{"新稿 待审核", Article{ID: "a1", Organ: "o1", State: InReview, Type: Document}, whole(InReview)},
		{"新稿 定时发布", Article{ID: "a1", Organ: "o1", State: Scheduled, Type: Document}, whole(Scheduled)},
		{"已发布 当前版本", live, whole(Live)},
		{"已发布 历史版本", live, whole(Past)},
		{"已发布 新版草稿", live, whole(Draft)},
		{"已发布 新版待审核", live, whole(InReview)},
		{"已发布 新版定时发布", live, whole(Scheduled)},
		{"不公开", Article{ID: "a1", Organ: "o1", State: Closed, Type: Document}, whole(Closed)},
		{"已撤回 原版本", gone, whole(Withdrawn)},
		{"已撤回 新版草稿", gone, whole(Draft)},
		{"已撤回 新版待审核", gone, whole(InReview)},
		{"已撤回 新版定时发布", gone, whole(Scheduled)},
		{"已转址 新版待审核", sent, whole(InReview)},
		{"已转址 新版定时发布", sent, whole(Scheduled)},
	}
	l := limit(t, "publish", today)
	verbs := []struct {
		name string
		do   func(Article, Edition) (ledger.Fact, error)
	}{
		{"submit 提交审核", func(a Article, e Edition) (ledger.Fact, error) { return a.Submit(e, "author", today) }},
		{"reassess 评估", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Reassess(e, review.Opinion{Verdict: review.Open, Words: "已经公示"}, today)
		}},
		{"approve 定时", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Approve(e, "office", now.Add(time.Hour), now)
		}},
		{"publish 发布", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Publish(e, "office", today, l, calendar.China(), number1)
		}},
		{"publish 未通过审核", func(a Article, e Edition) (ledger.Fact, error) {
			e.Passed = ""
			return a.Publish(e, "office", today, l, calendar.China(), number1)
		}},
		{"rush 先发后审", func(a Article, e Edition) (ledger.Fact, error) {
			e.Passed = ""
			return a.Rush(e, "office", today, l, calendar.China(), number1)
		}},
		{"publish 由作者", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Publish(e, "author", today, l, calendar.China(), number1)
		}},
		{"release 到时", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Release(e, now, l, calendar.China(), number1)
		}},
		{"release 未到时", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Release(e, now.Add(-2*time.Minute), l, calendar.China(), number1)
		}},
		{"withdraw 撤回", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Withdraw("内容有误", e.ReasonSum("内容有误"))
		}},
		{"rate 有效性", func(a Article, e Edition) (ledger.Fact, error) { return a.Rate("repealed", "a2") }},
		{"move 转址", func(a Article, e Edition) (ledger.Fact, error) {
			return a.Move(Article{ID: "a2", Organ: "o1", State: Live})
		}},
	}
	var b strings.Builder
	b.WriteString("# 稿件的状态 × 动作:记入台账的事实,或拒绝的代码。由 go test ./publication -update 写成。\n")
	for _, s := range states {
		fmt.Fprintf(&b, "\n%s\n", s.name)
		for _, v := range verbs {
			e := s.e
			if e.State == Scheduled {
				e.Approver, e.ScheduledAt = "office", now.Add(-time.Minute)
			}
			f, err := v.do(s.a, e)
			if err != nil {
				fmt.Fprintf(&b, "  %s\t! %s\n", v.name, code(t, err))
				continue
			}
			after := s.a.Apply(ledger.Entry{Organ: "o1", Subject: "a1", On: today, At: now}, f)
			fmt.Fprintf(&b, "  %s\t%s\t→ %s\n", v.name, f.Kind(), after.State.Name())
		}
	}
	const file = "testdata/matrix.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// Whoever wrote in a text does not let it out, in whatever role and by
// whatever verb (R-A17).
func TestAuthorIsNotPublisher(t *testing.T) {
	t.Parallel()
	l := limit(t, "publish", today)
	for _, authors := range [][]ledger.ID{{"office"}, {"li", "office"}, {"office", "li"}} {
		for _, a := range []Article{{ID: "a1", Organ: "o1"}, {ID: "a1", Organ: "o1", State: Live, Live: 1}} {
			e := whole(InReview)
			e.Authors = authors
			if _, err := a.Publish(e, "office", today, l, calendar.China(), number1); code(t, err) != "publication.publish.own" {
				t.Errorf("%v: publish gives %v", authors, err)
			}
			if _, err := a.Approve(e, "office", now.Add(time.Hour), now); code(t, err) != "publication.publish.own" {
				t.Errorf("%v: approve gives %v", authors, err)
			}
			e.State, e.Approver, e.ScheduledAt = Scheduled, "office", now
			if _, err := a.Release(e, now, l, calendar.China(), number1); code(t, err) != "publication.publish.own" {
				t.Errorf("%v: release gives %v", authors, err)
			}
		}
	}
	e := whole(InReview)
	f, err := Article{}.Publish(e, "office", today, l, calendar.China(), number1)
	if p, ok := f.(Published); err != nil || !ok || p.Author != "author" || p.Approver != "office" {
		t.Errorf("%+v, %v", f, err)
	}
	// Only who approved a timed release may let it out before its time.
	e.State, e.Approver = Scheduled, "office"
	if _, err := (Article{}).Publish(e, "chief", today, l, calendar.China(), number1); code(t, err) != "publication.publish.state" {
		t.Errorf("another officer took over an approved text: %v", err)
	}
}

// R-A26: within twenty working days from the day formed; a budget within
// twenty days of its approval. Late is what the calendar says and nobody types.
func TestDue(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		rule, limit, formed, on, due string
		late                         bool
	}{
		{"R-A26", "publish", "2019-05-15", "2019-06-13", "2019-06-13", false}, // the last day
		{"R-A26", "publish", "2019-05-15", "2019-06-14", "2019-06-13", true},  // one day more
		{"R-A26", "publish", "2019-07-16", "2019-07-16", "2019-08-13", false}, // the day itself does not count
		{"R-A26", "publish", "2020-01-02", "2020-02-06", "2020-02-06", false}, // Spring Festival, prolonged in 2020
		{"R-A26", "publish", "2020-01-02", "2020-02-07", "2020-02-06", true},
		{"R-A26", "publish", "2020-09-14", "2020-10-16", "2020-10-16", false}, // make-up days 9-27 and 10-10
		{"R-A26", "publish", "2020-09-14", "2020-10-17", "2020-10-16", true},
		{"R-A26", "publish", "2025-09-22", "2025-10-24", "2025-10-24", false},
		{"R-A26", "publish", "2026-12-01", "2026-12-29", "2026-12-29", false},
		{"R-A26", "publish", "2026-12-20", "2027-01-15", "2027-01-15", false}, // provisional: 2027 is not announced
		{"R-A26", "publish", "2026-12-20", "2027-01-18", "2027-01-15", true},  // late by what was known that day
		{"预算法14", "budget", "2019-02-01", "2019-02-21", "2019-02-21", false},  // days, over the Spring Festival
		{"预算法14", "budget", "2019-02-01", "2019-02-22", "2019-02-21", true},
		{"§D.2(2)", "interpretation", "2019-09-12", "2019-09-18", "2019-09-18", false}, // three working days over Mid-Autumn
	} {
		on := day(t, x.on)
		e := whole(InReview)
		e.Formed = day(t, x.formed)
		e.Passed = e.Sum()
		f, err := Article{ID: "a1"}.Publish(e, "office", on, limit(t, x.limit, on), calendar.China(), number1)
		if err != nil {
			t.Errorf("%s: %v", x.rule, err)
			continue
		}
		if p := f.(Published); p.Due.String() != x.due || p.Late != x.late || p.Formed != e.Formed {
			t.Errorf("%s: formed %s, published %s: due %s late %v, want %s %v", x.rule, x.formed, x.on, p.Due, p.Late, x.due, x.late)
		}
	}
	l := limit(t, "publish", today)
	if got := l.Due(day(t, "2026-12-20"), calendar.China()); !got.Provisional {
		t.Errorf("a due day in a year without notice is not marked provisional: %s", got)
	}
	if got := l.Due(day(t, "2026-11-20"), calendar.China()); got.Provisional {
		t.Errorf("a due day in an announced year is marked provisional: %s", got)
	}
	// What was told stays: a revision neither asks nor changes the due day.
	a := Article{ID: "a1", Live: 1, State: Live, Due: day(t, "2019-06-13"), Late: true, PublishedOn: day(t, "2019-06-20"), IndexNo: "x/2019-00001"}
	e := whole(InReview)
	e.Formed = day(t, "2019-07-10")
	e.Passed = e.Sum()
	f, err := a.Publish(e, "office", today, l, calendar.China(), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := a.Apply(ledger.Entry{Subject: "a1", On: today, At: now}, f)
	if b.Due != a.Due || b.Late != a.Late || b.PublishedOn != a.PublishedOn || b.IndexNo != a.IndexNo || b.Formed != e.Formed {
		t.Errorf("after the revision: %+v", b)
	}
}

// §H.3: an index number is taken once, at the first publication, after nothing
// else can go wrong; it never changes.
func TestIndexNo(t *testing.T) {
	t.Parallel()
	l := limit(t, "publish", today)
	taken := 0
	next := func() (string, error) { taken++; return fmt.Sprintf("11430600006056784X/2019-%05d", taken), nil }
	a := Article{ID: "a1", Organ: "o1"}
	e := whole(InReview)
	e.Title = ""
	if _, err := a.Publish(e, "office", today, l, calendar.China(), next); err == nil || taken != 0 {
		t.Errorf("a refused publication took %d numbers (%v)", taken, err)
	}
	f, err := a.Publish(whole(InReview), "office", today, l, calendar.China(), next)
	if err != nil {
		t.Fatal(err)
	}
	a = a.Apply(ledger.Entry{Organ: "o1", Subject: "a1", On: today, At: now}, f)
	if a.IndexNo != "11430600006056784X/2019-00001" || a.Live != 1 || a.LiveSum != whole(InReview).Sum() || !a.PublishedAt.Equal(now) {
		t.Errorf("published: %+v", a)
	}
	e = whole(InReview)
	e.No = 2
	f, err = a.Publish(e, "office", today, l, calendar.China(), next)
	if err != nil || taken != 1 {
		t.Errorf("the revision took number %d (%v)", taken, err)
	}
	a = a.Apply(ledger.Entry{Organ: "o1", Subject: "a1", On: today.AddDays(1), At: now}, f)
	a = a.Apply(ledger.Entry{On: today.AddDays(2)}, TakenDown{Edition: 2})
	if a.IndexNo != "11430600006056784X/2019-00001" || a.Live != 2 || a.State != Withdrawn || a.WithdrawnOn != today.AddDays(2) {
		t.Errorf("revised and withdrawn: %+v", a)
	}
	a = a.Apply(ledger.Entry{On: today.AddDays(3)}, Revised{Edition: 3, Type: Document})
	if a.State != Live || !a.WithdrawnOn.IsZero() {
		t.Errorf("out again: %+v", a)
	}
	full := errors.New("disk full")
	if _, err := (Article{}).Publish(whole(InReview), "office", today, l, calendar.China(), func() (string, error) { return "", full }); !errors.Is(err, full) {
		t.Errorf("the fault of the number is lost: %v", err)
	}
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	a := Article{ID: "a1", Organ: "o1"}
	for _, x := range []struct {
		at   time.Time
		code string
	}{
		{now.Add(time.Minute), ""}, {now.AddDate(1, 0, 0), ""},
		{now, "publication.schedule.past"}, {now.Add(-time.Hour), "publication.schedule.past"}, {time.Time{}, "publication.schedule.past"},
		{now.AddDate(1, 0, 0).Add(time.Second), "publication.schedule.far"},
	} {
		f, err := a.Approve(whole(InReview), "office", x.at, now)
		if code(t, err) != x.code {
			t.Errorf("at %s: %v, want %q", x.at, err, x.code)
		}
		if err == nil && (f.At != x.at.UnixMilli() || f.Approver != "office" || f.Sum != whole(InReview).Sum()) {
			t.Errorf("at %s: %+v", x.at, f)
		}
	}
	_, err := a.Approve(whole(InReview), "office", time.Date(2019, 7, 16, 1, 30, 0, 0, time.UTC), now)
	if r, _ := refusal.As(err); r == nil || !strings.Contains(r.Words(), "2019-07-16 09:30") {
		t.Errorf("the instant is not told in Shanghai time: %v", err)
	}
	// The clock lets out what was approved, on the day of the release.
	e := whole(Scheduled)
	e.Approver, e.ScheduledAt = "office", time.Date(2019, 7, 16, 16, 0, 0, 0, time.UTC) // midnight in Shanghai
	l := limit(t, "publish", today)
	if _, err := a.Release(e, e.ScheduledAt.Add(-time.Second), l, calendar.China(), number1); code(t, err) != "publication.release.early" {
		t.Errorf("a second too early: %v", err)
	}
	f, err := a.Release(e, e.ScheduledAt, l, calendar.China(), number1)
	if p, ok := f.(Published); err != nil || !ok || p.Approver != "office" {
		t.Errorf("%+v, %v", f, err)
	}
}

// A page that was withdrawn is not brought back by the clock: somebody looks
// at it again (R-A17).
func TestWithdrawnComesBackByHand(t *testing.T) {
	t.Parallel()
	gone := Article{ID: "a1", Organ: "o1", State: Withdrawn, Live: 1}
	e := whole(Scheduled)
	e.Approver, e.ScheduledAt = "office", now.Add(-time.Minute)
	l := limit(t, "publish", today)
	if _, err := gone.Release(e, now, l, calendar.China(), nil); code(t, err) != "publication.release.withdrawn" {
		t.Errorf("released: %v", err)
	}
	if _, err := gone.Approve(whole(InReview), "office", now.Add(time.Hour), now); code(t, err) != "publication.release.withdrawn" {
		t.Errorf("approved for later: %v", err)
	}
	if f, err := gone.Publish(e, "office", today, l, calendar.China(), nil); err != nil || f.Kind() != "publication.revised" {
		t.Errorf("published by hand: %v, %v", f, err)
	}
}

// Only what is 主动公开 goes on the site (Art. 13).
func TestOnlyProactiveIsPublished(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		mode ledger.Code
		code string
	}{{"proactive", ""}, {"on_request", "publication.publish.mode"}, {"withheld", "publication.publish.mode"}, {"", "publication.publish.mode"}} {
		e := whole(InReview)
		e.Mode, e.Ground = x.mode, "条例第十六条"
		if _, err := (Article{}).Publish(e, "office", today, limit(t, "publish", today), calendar.China(), number1); code(t, err) != x.code {
			t.Errorf("mode %q: %v, want %q", x.mode, err, x.code)
		}
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	a := Article{ID: "a1", State: Live, Live: 3}
	for _, reason := range []string{"", " ", "\t\n", " "} {
		if _, err := a.Withdraw(reason, "s"); code(t, err) != "publication.withdraw.reason" {
			t.Errorf("withdrawn because of %q: %v", reason, err)
		}
	}
	e := whole(Live)
	f, err := a.Withdraw("内容有误", e.ReasonSum("内容有误"))
	if err != nil || f.Edition != 3 || f.Reason != e.ReasonSum("内容有误") || f.Reason == e.ReasonSum("别的") {
		t.Errorf("%+v, %v", f, err)
	}
}

// §H.4: validity (有效性) is of official documents that are out.
func TestRate(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		live int
		kind Kind
		to   ledger.Code
		by   ledger.ID
		code string
	}{
		{1, Normative, "expired", "", ""}, {1, Rule, "repealed", "a2", ""}, {1, Document, "amended", "a2", ""}, {1, Normative, "partial", "", ""},
		{1, Normative, "valid", "", ""}, {2, Normative, "repealed", "", ""},
		{0, Normative, "repealed", "", "publication.validity.kind"}, {1, News, "repealed", "", "publication.validity.kind"},
		{1, Interpretation, "expired", "", "publication.validity.kind"},
		{1, Normative, "gone", "", "publication.validity.unknown"}, {1, Normative, "", "", "publication.validity.unknown"},
		{1, Normative, "amended", "a1", "publication.validity.self"}, {1, Normative, "amended", "", "publication.validity.by"},
	} {
		f, err := Article{ID: "a1", Live: x.live, Type: x.kind}.Rate(x.to, x.by)
		if code(t, err) != x.code {
			t.Errorf("%s to %q by %q: %v, want %q", x.kind, x.to, x.by, err, x.code)
		}
		if got := (Article{}).Apply(ledger.Entry{}, f); err == nil && (got.Validity != x.to || got.ReplacedBy != x.by) {
			t.Errorf("after rating to %q: %+v", x.to, got)
		}
	}
	for _, x := range []struct {
		kind Kind
		to   string
		want ledger.Code
	}{{Normative, "", "valid"}, {Document, "2019-07-16", "valid"}, {Rule, "2019-07-15", "expired"}, {News, "", ""}, {Interpretation, "2019-07-15", ""}} {
		e := whole(InReview)
		e.Type, e.ValidTo, e.Explains = x.kind, day(t, x.to), []ledger.ID{"a9"}
		e.Passed = e.Sum()
		f, err := Article{}.Publish(e, "office", today, limit(t, "publish", today), calendar.China(), number1)
		if p, ok := f.(Published); err != nil || !ok || p.Validity != x.want {
			t.Errorf("%s valid to %q is published as %+v (%v), want %q", x.kind, x.to, f, err, x.want)
		}
	}
}

func TestMove(t *testing.T) {
	t.Parallel()
	gone := Article{ID: "a1", Organ: "o1", State: Withdrawn}
	for _, x := range []struct {
		why  string
		from Article
		to   Article
		code string
	}{
		{"to a live page", gone, Article{ID: "a2", Organ: "o1", State: Live}, ""},
		{"from a live page", Article{ID: "a1", Organ: "o1", State: Live}, Article{ID: "a2", Organ: "o1", State: Live}, "publication.move.state"},
		{"to itself", gone, Article{ID: "a1", Organ: "o1", State: Live}, "publication.move.target"},
		{"to nothing", gone, Article{}, "publication.move.target"},
		{"to a draft", gone, Article{ID: "a2", Organ: "o1", State: Draft}, "publication.move.target"},
		{"to a withdrawn page", gone, Article{ID: "a2", Organ: "o1", State: Withdrawn}, "publication.move.target"},
		{"to another organ's page", gone, Article{ID: "a2", Organ: "o2", State: Live}, "publication.move.target"},
	} {
		f, err := x.from.Move(x.to)
		if code(t, err) != x.code || err == nil && f.To != "a2" {
			t.Errorf("%s: %+v, %v, want %q", x.why, f, err, x.code)
		}
	}
}
