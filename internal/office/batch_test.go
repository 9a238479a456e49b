package office_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// approved is a text that waits for an instant of its own.
func (b *bureau) approved(title, at string) ledger.ID {
	b.t.Helper()
	id, _ := b.submitted(news(title))
	b.must(b.ScheduleArticle(b.t.Context(), b.boss, id, 1, b.reviewed(id).Rev, at))
	return id
}

// set plans a batch of first editions.
func (b *bureau) set(name, at string, ids ...ledger.ID) ledger.ID {
	b.t.Helper()
	f := office.BatchForm{Name: name, At: at}
	for _, id := range ids {
		f.Members = append(f.Members, fmt.Sprintf("%s/%d", id, b.edition(id).No))
	}
	s, err := b.PlanBatch(b.t.Context(), b.boss, f)
	b.must(err)
	return s
}

func (b *bureau) batch(id ledger.ID) office.BatchView {
	b.t.Helper()
	v, err := b.Batch(b.t.Context(), b.boss, id)
	b.must(err)
	return v
}

func (b *bureau) due(want int) {
	b.t.Helper()
	if n, err := b.ReleaseDue(b.t.Context()); n != want || err != nil {
		b.t.Errorf("%d went out, want %d; %v", n, want, err)
	}
}

// TestBatchApproves: a text that is through its review joins a set without an
// instant of its own; planning approves it for the set's, in the same
// transaction, and by somebody who had no hand in it (R-A17).
func TestBatchApproves(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2019-05-06")
	one, _ := b.submitted(news("办法"))
	two, _ := b.submitted(news("问答"))
	raw, _ := b.submitted(news("还在审核"))
	b.reviewed(one)
	b.reviewed(two)
	list, err := b.BatchCandidates(b.t.Context(), b.boss)
	b.must(err)
	if len(list) != 2 {
		t.Fatalf("%d may join, want the two that passed", len(list))
	}
	member := func(id ledger.ID) string { return fmt.Sprintf("%s/%d", id, b.edition(id).No) }
	_, err = b.PlanBatch(b.t.Context(), b.boss, office.BatchForm{Name: "一批", At: "2019-05-10T09:00", Members: []string{member(one), member(raw)}})
	b.refused("batch.join.state", err)
	if s := b.edition(one).State; s != publication.InReview {
		t.Fatalf("a set that was refused left its text %s", s)
	}
	s := b.set("一批", "2019-05-10T09:00", one, two)
	for _, id := range []ledger.ID{one, two} {
		if e := b.edition(id); e.State != publication.Scheduled || e.Approver != b.boss.Officer {
			t.Errorf("%s is %s, let out by %q", e.Title, e.State, e.Approver)
		}
	}
	three, _ := b.submitted(news("解读"))
	b.reviewed(three)
	b.must(b.JoinBatch(b.t.Context(), b.boss, s, b.batch(s).Set.Rev, member(three)))
	b.at("2019-05-10 09:00")
	b.due(3)
	b.sound()
}

// TestBatchOnce: four nodes look at the same instant; the set goes out once and
// whole, in one breath.
func TestBatchOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			b := found(t, testkit.Open(t, at), "2019-05-06")
			one, two, three := b.approved("办法", "2019-05-07T09:00"), b.approved("解读", "2019-05-07T10:00"), b.approved("问答", "2019-05-08T09:00")
			id := b.set("成果转化政策", "2019-05-09T09:00", one, two, three)
			var nodes []*office.Office
			for range 4 {
				nodes = append(nodes, testkit.Office(t, testkit.Open(t, at), b.clock.Now))
			}
			b.at("2019-05-08 23:59")
			b.due(0) // their own instants are past, the set's is not
			b.at("2019-05-09 09:00")
			var wg sync.WaitGroup
			out := make([]int, len(nodes))
			for i, o := range nodes {
				wg.Go(func() {
					var err error
					if out[i], err = o.ReleaseDue(context.Background()); err != nil {
						t.Errorf("node %d: %v", i, err)
					}
				})
			}
			wg.Wait()
			if sum := out[0] + out[1] + out[2] + out[3]; sum != 3 {
				t.Errorf("%v went out, want 3 in all", out)
			}
			v := b.batch(id)
			if v.Set.State != batch.Out || len(v.Members) != 3 {
				t.Errorf("the set is %s", v.Set.State)
			}
			for _, m := range v.Members {
				if m.Article.State != publication.Live || m.Article.PublishedOn.String() != "2019-05-09" {
					t.Errorf("%s is %s since %s", m.Edition.Title, m.Article.State, m.Article.PublishedOn)
				}
			}
			b.sound()
		})
	}
}

// TestBatchHeld: one text of a set was called back, another's page was
// withdrawn: none goes out, the desk says why, and nothing follows later by
// itself. Once the obstacles are out, the rest goes at the hour that was named.
func TestBatchHeld(t *testing.T) {
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
		one, two, back := b.approved("甲", "2019-05-07T09:00"), b.approved("乙", "2019-05-07T09:00"), b.approved("丙", "2019-05-07T09:00")
		id := b.set("一批", "2019-05-08T09:00", one, live, two, back)
		b.refused("batch.member.alone", b.PublishArticle(ctx, b.boss, one, 1, b.edition(one).Rev))
		b.refused("batch.member.alone", b.ScheduleArticle(ctx, b.boss, one, 1, b.edition(one).Rev, "2019-05-09T09:00"))
		_, err = b.PlanBatch(ctx, b.boss, office.BatchForm{Name: "又一批", At: "2019-05-08T10:00", Members: []string{string(one) + "/1", string(two) + "/1"}})
		b.refused("batch.join.twice", err)
		_, err = b.PlanBatch(ctx, b.clerk, office.BatchForm{Name: "又一批", At: "2019-05-08T10:00"})
		b.refused("access.may.role", err)

		b.must(b.WithdrawArticle(ctx, b.boss, live, b.desk(live).Article.Rev, "内容有误"))
		b.must(b.ReturnArticle(ctx, b.boss, back, 1, b.edition(back).Rev, "drafted", "数字有误"))
		task := func() string {
			d, err := b.Desk(ctx, b.boss)
			b.must(err)
			for _, x := range d.Tasks {
				if x.Kind == "batch" {
					return x.Title + "：" + x.Next
				}
			}
			return ""
		}
		if got := task(); !strings.Contains(got, "一批") || !strings.Contains(got, "有2篇发不出去") {
			t.Errorf("before its instant the desk says %q", got)
		}
		b.at("2019-05-08 09:00")
		b.due(0)
		v := b.batch(id)
		if len(v.Set.Held) != 2 || v.Set.Held[0].Code != "publication.release.withdrawn" || v.Set.State != batch.Waiting {
			t.Fatalf("held: %+v", v.Set)
		}
		for _, x := range []ledger.ID{one, two} {
			if s := b.desk(x).Article.State; s != publication.Scheduled {
				t.Errorf("%s is %s", x, s)
			}
		}
		if got := task(); !strings.Contains(got, "整批没有发布，2篇有问题") {
			t.Errorf("the desk says %q", got)
		}
		d, err := b.Desk(ctx, b.boss)
		b.must(err)
		var warned string
		for _, w := range d.Notices {
			warned += w.Words
		}
		if !strings.Contains(warned, "“一批”到 2019-05-08 09:00 整批没有发布") || !strings.Contains(warned, "原有的一篇：该页面已撤回") || !strings.Contains(warned, "丙：该版本现为“草稿”") {
			t.Errorf("the desk warns %q", warned)
		}
		for i, m := range v.Members {
			if want := i == 1 || i == 3; (m.Problem != "") != want {
				t.Errorf("%s: problem %q", m.Edition.Title, m.Problem)
			}
		}
		b.at("2019-05-09 09:00")
		b.due(0) // held, it does not follow at an hour that nobody chose
		b.sound()

		b.refused("office.save.conflict", b.MoveBatch(ctx, b.boss, id, v.Set.Rev+1, "2019-05-10T09:00"))
		for _, x := range []ledger.ID{live, back} { // an hour would come and nothing would go
			b.refused("batch.leave.state", b.LeaveBatch(ctx, b.boss, id, v.Set.Rev, x, "2019-05-20T09:00", ""))
		}
		b.must(b.LeaveBatch(ctx, b.boss, id, v.Set.Rev, live, "", "原网页已撤回"))
		b.must(b.LeaveBatch(ctx, b.boss, id, b.batch(id).Set.Rev, back, "", ""))
		b.due(0) // not even when the last obstacle is out
		b.refused("publication.schedule.past", b.MoveBatch(ctx, b.boss, id, b.batch(id).Set.Rev, "2019-05-09T08:00"))
		b.must(b.MoveBatch(ctx, b.boss, id, b.batch(id).Set.Rev, "2019-05-10T09:00"))
		b.at("2019-05-10 09:00")
		b.due(2)
		b.refused("batch.change.state", b.CancelBatch(ctx, b.boss, id, b.batch(id).Set.Rev, "晚了"))
		if got := task(); got != "" {
			t.Errorf("the desk still says %q", got)
		}
		b.sound()
	})
}

// TestBatchClockJumps: after a stand-still of days everything due goes out, in
// one sweep; a clock that is set back brings nothing twice.
func TestBatchClockJumps(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		alone := b.approved("单独的", "2019-05-07T12:00")
		first := b.set("先的一批", "2019-05-07T09:00", b.approved("甲", "2019-05-08T09:00"), b.approved("乙", "2019-05-08T09:00"))
		second := b.set("后的一批", "2019-05-08T09:00", b.approved("丙", "2019-05-07T09:00"), b.approved("丁", "2019-05-07T09:00"))
		third := b.set("还没到", "2019-06-08T09:00", b.approved("戊", "2019-05-07T09:00"), b.approved("己", "2019-05-07T09:00"))
		b.at("2019-05-11 03:00")
		b.due(5)
		b.at("2019-05-06 09:00")
		b.due(0)
		b.at("2019-05-11 03:01")
		b.due(0)
		for id, want := range map[ledger.ID]batch.State{first: batch.Out, second: batch.Out, third: batch.Waiting} {
			if got := b.batch(id).Set.State; got != want {
				t.Errorf("%s is %s, want %s", id, got, want)
			}
		}
		if s := b.desk(alone).Article.State; s != publication.Live {
			t.Errorf("the single one is %s", s)
		}
		b.sound()
	})
}

// TestBatchChanges: a text joins, one leaves for an hour of its own, one goes
// back to its author; a cancelled set gives all of them back. The calendar
// shows what is to come and what went.
func TestBatchChanges(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		one, two, three, four := b.approved("甲", "2019-05-07T09:00"), b.approved("乙", "2019-05-07T09:00"), b.approved("丙", "2019-05-07T09:00"), b.approved("丁", "2019-05-07T09:00")
		id := b.set("一批", "2019-05-08T09:00", one, two)
		rev := func() int64 { return b.batch(id).Set.Rev }
		if c := b.batch(id).Candidates; len(c) != 2 {
			t.Errorf("%d may join", len(c))
		}
		b.must(b.JoinBatch(ctx, b.boss, id, rev(), string(three)+"/1"))
		b.must(b.JoinBatch(ctx, b.boss, id, rev(), string(four)+"/1"))
		b.must(b.LeaveBatch(ctx, b.boss, id, rev(), three, "2019-05-09T09:00", ""))
		b.refused("batch.leave.reason", b.LeaveBatch(ctx, b.boss, id, rev(), four, "", " "))
		b.must(b.LeaveBatch(ctx, b.boss, id, rev(), four, "", "还要修改"))
		if e := b.edition(four); e.State != publication.Draft || e.Remark != "还要修改" {
			t.Errorf("the one given back is %s, %q", e.State, e.Remark)
		}
		m, err := b.BatchMonth(ctx, b.clerk, b.Today())
		b.must(err)
		var said []string
		for d := m.First; d.Month() == m.First.Month(); d = d.AddDays(1) {
			for _, x := range m.Days[d] {
				said = append(said, fmt.Sprint(d.Date(), x.Title, x.Texts))
			}
		}
		if got := strings.Join(said, " "); got != "8一批[甲 乙] 9丙[]" {
			t.Errorf("the calendar says %s", got)
		}
		b.refused("batch.leave.reason", b.CancelBatch(ctx, b.boss, id, rev(), ""))
		b.must(b.CancelBatch(ctx, b.boss, id, rev(), "政策暂缓"))
		for _, x := range []ledger.ID{one, two} {
			if e := b.edition(x); e.State != publication.Draft || e.Remark != "政策暂缓" {
				t.Errorf("after the set was cancelled %s is %s", x, e.State)
			}
		}
		b.at("2019-05-10 09:00")
		b.due(1)
		m, err = b.BatchMonth(ctx, b.clerk, b.Today())
		b.must(err)
		if day := m.Days[b.Today()]; len(day) != 1 || !day[0].Out || day[0].Title != "丙" {
			t.Errorf("today: %+v", day)
		}
		b.sound()
	})
}

// TestBatchRepaired: a text that was called back goes through its review again
// and waits for its set as before.
func TestBatchRepaired(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		one, two := b.approved("甲", "2019-05-07T09:00"), b.approved("乙", "2019-05-07T09:00")
		id := b.set("一批", "2019-05-08T09:00", one, two)
		b.must(b.ReturnArticle(ctx, b.boss, two, 1, b.edition(two).Rev, "drafted", "数字有误"))
		b.must(b.SubmitArticle(ctx, b.clerk, two, 1, b.edition(two).Rev))
		testkit.Review(t, b.Office, "yykjj", two, 1)
		b.refused("batch.member.alone", b.PublishArticle(ctx, b.boss, two, 1, b.edition(two).Rev))
		b.must(b.ScheduleArticle(ctx, b.boss, two, 1, b.edition(two).Rev, "2019-05-20T09:00"))
		if m := b.batch(id).Members[1]; m.Problem != "" {
			t.Errorf("problem %q", m.Problem)
		}
		b.at("2019-05-08 09:00")
		b.due(2) // the set's hour counts
		b.sound()
	})
}

// TestBatchExplains: a document and its interpretation are made together and go
// out together (§D.2(2), 三同步 of §H.1), the document first; alone the
// interpretation waits.
func TestBatchExplains(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		f := news("科技成果转化补助办法")
		f.Type, f.Column, f.DocNo, f.Genre = "normative", "xxgk/fdzdgk/gfxwj", "岳科规〔2019〕1号", "tongzhi"
		doc, err := b.NewDraft(ctx, b.clerk, f)
		b.must(err)
		l, err := b.Lists(ctx, b.clerk)
		b.must(err)
		if len(l.Policies) != 0 || len(l.Coming) != 1 || l.Coming[0].ID != doc {
			t.Errorf("to be explained: %+v, %+v", l.Policies, l.Coming)
		}
		b.refused("publication.submit.findings", b.SubmitArticle(ctx, b.clerk, doc, 1, b.edition(doc).Rev))
		g := news("办法解读")
		g.Type, g.Column, g.Explains = "interpretation", "jiedu/zcjd", "no such one"
		_, err = b.NewDraft(ctx, b.clerk, g)
		b.refused("form.explains", err)
		g.Explains = string(doc)
		expl, _ := b.submitted(g)
		b.must(b.SubmitArticle(ctx, b.clerk, doc, 1, b.edition(doc).Rev))
		b.refused("publication.publish.explains", b.PublishArticle(ctx, b.boss, expl, 1, b.reviewed(expl).Rev))
		for _, id := range []ledger.ID{expl, doc} {
			b.must(b.ScheduleArticle(ctx, b.boss, id, 1, b.reviewed(id).Rev, "2019-05-07T09:00"))
		}
		other := b.approved("另一篇", "2019-05-07T09:00")
		id := b.set("缺文件的一批", "2019-05-08T09:00", expl, other)
		if m := b.batch(id).Members[0]; m.Problem == "" {
			t.Error("an interpretation may go without its document")
		}
		b.must(b.JoinBatch(ctx, b.boss, id, b.batch(id).Set.Rev, string(doc)+"/1"))
		for _, m := range b.batch(id).Members {
			if m.Problem != "" {
				t.Errorf("%s: %s", m.Edition.Title, m.Problem)
			}
		}
		b.at("2019-05-08 09:00")
		b.due(3)
		p, err := b.PublicArticle(ctx, "yykjj", doc)
		b.must(err)
		if len(p.ExplainedBy) != 1 || p.ExplainedBy[0].ID != expl {
			t.Errorf("explained by %+v", p.ExplainedBy)
		}
		b.sound()
	})
}

// TestBatchRush: a text of a set does not go out before the others in an
// emergency either; taken out of its set it may (R-A17).
func TestBatchRush(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		b := found(t, db, "2019-05-06")
		ctx := t.Context()
		one, two, three := b.approved("甲", "2019-05-07T09:00"), b.approved("乙", "2019-05-07T09:00"), b.approved("丙", "2019-05-07T09:00")
		id := b.set("一批", "2019-05-08T09:00", one, two, three)
		b.must(b.ReturnArticle(ctx, b.boss, two, 1, b.edition(two).Rev, "drafted", "数字有误"))
		b.must(b.SubmitArticle(ctx, b.clerk, two, 1, b.edition(two).Rev))
		secrecy := access.Actor{Officer: "yykjj.baomi", Organ: "yykjj", Unit: "yykjj:bgs", Roles: []people.Role{people.Secrecy}}
		b.must(b.OpineArticle(ctx, secrecy, two, 1, b.edition(two).Rev, office.OpinionForm{Step: "secrecy", Verdict: "approve", Basis: "none"}))
		rush := func() error { return b.EmergencyPublish(ctx, b.boss, two, 1, b.edition(two).Rev, "险情") }
		b.refused("batch.member.alone", rush())
		b.must(b.LeaveBatch(ctx, b.boss, id, b.batch(id).Set.Rev, two, "", ""))
		b.must(rush())
		b.sound()
	})
}
