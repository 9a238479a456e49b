package office_test

import (
	"fmt"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/review"
)

// chamber is a bureau with an officer for each step of the chain.
type chamber struct {
	*bureau
	kezhang, baomi, fazhi, fenguan, juzhang access.Actor
}

func chambers(t *testing.T, db *store.DB, day string) *chamber {
	t.Helper()
	c := &chamber{bureau: found(t, db, day)}
	actor := func(login string, role people.Role) access.Actor {
		return access.Actor{Officer: ledger.ID("yykjj." + login), Organ: "yykjj", Unit: "yykjj:bgs", Name: login, Roles: []people.Role{role}}
	}
	c.kezhang, c.baomi, c.fazhi = actor("kezhang", people.UnitHead), actor("baomi", people.Secrecy), actor("fazhi", people.Legal)
	c.fenguan, c.juzhang = actor("fenguan", people.DeputyChief), actor("juzhang", people.Chief)
	return c
}

// say gives an opinion on the newest edition.
func (c *chamber) say(who access.Actor, id ledger.ID, step review.Step, verdict, to, words string) error {
	f := office.OpinionForm{Step: string(step), Verdict: verdict, To: to, Words: words}
	if step == review.Secrecy {
		f.Basis = "secrecy_law"
	}
	e := c.edition(id)
	return c.OpineArticle(c.t.Context(), who, id, e.No, e.Rev, f)
}

func (c *chamber) ok(who access.Actor, id ledger.ID, step review.Step) {
	c.t.Helper()
	c.must(c.say(who, id, step, "approve", "", ""))
}

func (c *chamber) round(id ledger.ID) review.Round { return c.desk(id).Review.Round }

// TestReviewChain is R-A17 from the drafting to the page: in order, none of it
// by the author, back to a step, back to the author, called back, and out.
func TestReviewChain(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		id, e := c.submitted(news("走流程的一篇"))
		if r := c.round(id); r.Step != review.Unit || len(r.Chain.Steps) != 4 || r.No != 1 {
			t.Fatalf("handed in: %+v", r)
		}
		c.refused("publication.publish.review", c.PublishArticle(ctx, c.boss, id, 1, e.Rev))
		c.refused("review.opine.turn", c.say(c.boss, id, review.Office, "approve", "", ""))
		c.refused("access.may.role", c.say(c.clerk, id, review.Unit, "approve", "", ""))
		author := c.clerk
		author.Roles = []people.Role{people.UnitHead}
		c.refused("review.opine.own", c.say(author, id, review.Unit, "approve", "", ""))
		if d, err := c.Desk(ctx, c.fenguan); err != nil || len(d.Tasks) != 1 {
			t.Errorf("a division without a head waits for nobody: %+v, %v", d.Tasks, err)
		}
		if who := c.desk(id).Review.Stages[0].Who; len(who) != 0 {
			t.Errorf("waits for %v, though nobody holds the role", who)
		}
		c.must(c.appoint("fu", "unit_head"))
		if who := c.desk(id).Review.Stages[0].Who; len(who) != 1 || who[0] != "fu" {
			t.Errorf("waits for %v", who)
		}
		if d, err := c.Desk(ctx, c.fenguan); err != nil || len(d.Tasks) != 0 {
			t.Errorf("what the head of the division takes waits for the leader: %+v, %v", d.Tasks, err)
		}
		c.ok(c.kezhang, id, review.Unit)
		c.refused("review.opine.basis", c.OpineArticle(ctx, c.baomi, id, 1, c.edition(id).Rev, office.OpinionForm{Step: "secrecy", Verdict: "approve"}))
		c.ok(c.baomi, id, review.Secrecy)
		c.refused("review.opine.reason", c.say(c.boss, id, review.Office, "return", "secrecy", " "))
		c.refused("review.opine.to", c.say(c.boss, id, review.Office, "return", "leader", "送错了"))
		c.must(c.say(c.boss, id, review.Office, "return", "secrecy", "请再核对附表"))
		if r := c.round(id); r.Step != review.Secrecy || len(r.Given) != 1 {
			t.Errorf("back at the secrecy review: %+v", r)
		}
		c.ok(c.baomi, id, review.Secrecy)
		c.ok(c.boss, id, review.Office)
		c.must(c.say(c.fenguan, id, review.Leader, "return", "drafted", "标题太长"))
		if e := c.edition(id); e.State != publication.Draft || e.Remark != "标题太长" {
			t.Errorf("back at the author: %+v", e)
		}
		c.must(c.SaveDraft(ctx, c.clerk, id, 1, c.edition(id).Rev, news("走流程")))
		c.must(c.SubmitArticle(ctx, c.clerk, id, 1, c.edition(id).Rev))
		if r := c.round(id); r.No != 2 || r.Step != review.Unit || r.Given != nil {
			t.Errorf("handed in again: %+v", r)
		}
		c.refused("review.recall.author", c.RecallArticle(ctx, c.boss, id, 1, c.edition(id).Rev, ""))
		c.must(c.RecallArticle(ctx, c.clerk, id, 1, c.edition(id).Rev, "还要补一句"))
		c.must(c.SubmitArticle(ctx, c.clerk, id, 1, c.edition(id).Rev))
		testkit.Review(t, c.Office, "yykjj", id, 1)
		c.refused("review.recall.state", c.RecallArticle(ctx, c.clerk, id, 1, c.edition(id).Rev, ""))
		c.must(c.ReturnArticle(ctx, c.boss, id, 1, c.edition(id).Rev, "leader", "请领导再看一眼"))
		c.ok(c.fenguan, id, review.Leader)
		c.must(c.PublishArticle(ctx, c.boss, id, 1, c.edition(id).Rev))
		c.refused("review.opine.state", c.ReturnArticle(ctx, c.boss, id, 1, c.edition(id).Rev, "drafted", "已经在网上了"))
		if d := c.desk(id); d.Article.State != publication.Live || len(d.Review.Trail) != 16 {
			t.Errorf("%s after %d lines", d.Article.State, len(d.Review.Trail))
		}
		c.sound()
	})
}

// TestEmergency: 先发后审 goes out at once with a reason, stands on the desk
// until others have gone through its chain, and is counted (R-A17).
func TestEmergency(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		id, e := c.submitted(news("紧急的一篇"))
		c.refused("review.rush.secrecy", c.EmergencyPublish(ctx, c.boss, id, 1, e.Rev, "险情"))
		if v := c.desk(id).Review; v.Asked == review.Secrecy || v.Ahead {
			t.Errorf("the boss is asked for the secrecy review: %+v", v)
		}
		v, err := c.DeskArticle(ctx, c.baomi, id)
		c.must(err)
		if v.Review.Asked != review.Secrecy || !v.Review.Ahead || v.Review.Round.Step != review.Unit {
			t.Errorf("the secrecy officer may be asked before the turn: %+v", v.Review)
		}
		c.ok(c.baomi, id, review.Secrecy)
		e = c.edition(id)
		both := c.boss
		both.Officer = c.baomi.Officer
		c.refused("review.rush.alone", c.EmergencyPublish(ctx, both, id, 1, e.Rev, "险情"))
		c.refused("review.rush.reason", c.EmergencyPublish(ctx, c.boss, id, 1, e.Rev, " "))
		c.refused("access.may.role", c.EmergencyPublish(ctx, c.kezhang, id, 1, e.Rev, "险情"))
		author := c.clerk
		author.Roles = []people.Role{people.DeputyChief}
		c.refused("review.opine.own", c.EmergencyPublish(ctx, author, id, 1, e.Rev, "险情"))
		c.must(c.EmergencyPublish(ctx, c.boss, id, 1, e.Rev, "险情通报，等不及逐级审核"))
		if d := c.desk(id); d.Article.State != publication.Live || !d.Review.Round.Owed() {
			t.Fatalf("%s, %+v", d.Article.State, d.Review.Round)
		}
		c.refused("review.rush.state", c.EmergencyPublish(ctx, c.fenguan, id, 1, c.edition(id).Rev, "再发"))
		c.refused("review.recall.state", c.RecallArticle(ctx, c.clerk, id, 1, c.edition(id).Rev, ""))
		tasks := func(who access.Actor) int {
			d, err := c.Desk(ctx, who)
			c.must(err)
			return len(d.Tasks)
		}
		if l, err := c.DeskList(ctx, c.boss, office.DeskQuery{}); err != nil || !l.Rows[0].Owed {
			t.Errorf("the list does not mark it: %+v, %v", l.Rows, err)
		}
		if tasks(c.kezhang) != 1 || tasks(c.boss) != 0 || tasks(c.baomi) != 0 {
			t.Errorf("tasks: %d %d %d", tasks(c.kezhang), tasks(c.boss), tasks(c.baomi))
		}
		_, err = c.ReviseArticle(ctx, c.clerk, id) // a correction begins; the review of what is out goes on
		c.must(err)
		opine := func(who access.Actor, step review.Step) error {
			f := office.OpinionForm{Step: string(step), Verdict: "approve", Basis: "none"}
			return c.OpineArticle(ctx, who, id, 1, c.desk(id).Review.Edition.Rev, f)
		}
		c.must(opine(c.kezhang, review.Unit))
		c.refused("review.opine.turn", opine(c.baomi, review.Secrecy)) // it was there before
		c.refused("review.opine.rushed", opine(c.boss, review.Office))
		c.must(opine(c.head, review.Office))
		count := func(all, owed, gone int64) {
			t.Helper()
			x, err := c.Emergencies(ctx, c.boss, 2019)
			c.must(err)
			if x.All.Value != all || x.Owed.Value != owed || x.Gone.Value != gone || len(x.All.Entries) != int(all) || len(x.Rows) != int(all) {
				t.Errorf("%+v", x)
			}
		}
		count(1, 1, 0)
		c.must(opine(c.fenguan, review.Leader))
		count(1, 0, 0)
		if c.round(id).Owed() || c.desk(id).Editions[1].State != publication.Live {
			t.Error("still owed")
		}

		bad, e := c.submitted(news("不该发的一篇"))
		c.ok(c.baomi, bad, review.Secrecy)
		c.must(c.EmergencyPublish(ctx, c.fenguan, bad, 1, e.Rev+1, "误以为紧急"))
		c.must(c.say(c.kezhang, bad, review.Unit, "return", "drafted", "数字不对，不同意"))
		if d := c.desk(bad); d.Article.State != publication.Live || !d.Review.Round.Owed() || tasks(c.boss) != 1 {
			t.Errorf("refused afterwards: %s, %+v, %d tasks", d.Article.State, d.Review.Round, tasks(c.boss))
		}
		count(2, 1, 0) // refused, and still to be read by everybody
		c.must(c.WithdrawArticle(ctx, c.boss, bad, c.desk(bad).Article.Rev, "数字有误"))
		count(2, 0, 1)

		gone, e := c.submitted(news("已经撤下的一篇"))
		c.ok(c.baomi, gone, review.Secrecy)
		c.must(c.EmergencyPublish(ctx, c.boss, gone, 1, e.Rev+1, "误报"))
		c.must(c.WithdrawArticle(ctx, c.boss, gone, c.desk(gone).Article.Rev, "误报"))
		c.ok(c.kezhang, gone, review.Unit)
		c.must(c.say(c.head, gone, review.Office, "return", "unit", "不应当发布"))
		if s := c.edition(gone).State; s != publication.Withdrawn {
			t.Errorf("an opinion afterwards made it %s", s)
		}
		count(3, 0, 2)

		again, _ := c.submitted(news("后来更新的一篇"))
		c.ok(c.baomi, again, review.Secrecy)
		c.must(c.EmergencyPublish(ctx, c.boss, again, 1, c.edition(again).Rev, "险情"))
		count(4, 1, 2)
		no, err := c.ReviseArticle(ctx, c.clerk, again)
		c.must(err)
		c.must(c.SubmitArticle(ctx, c.clerk, again, no, c.edition(again).Rev))
		testkit.Review(t, c.Office, "yykjj", again, no)
		c.must(c.PublishArticle(ctx, c.boss, again, no, c.edition(again).Rev))
		count(4, 0, 3)
		if n := tasks(c.kezhang); n != 0 {
			t.Errorf("%d tasks for what was replaced", n)
		}
		c.sound()
	})
}

// TestClosed: what is not to be public has its ground at the drafting and ends
// in the chain; it comes back on its day and stays, or becomes public (R-A18).
func TestClosed(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		f := news("评审意见汇总")
		f.Mode = "withheld"
		id, err := c.NewDraft(ctx, c.clerk, f)
		c.must(err)
		c.refused("publication.check.ground", c.SubmitArticle(ctx, c.clerk, id, 1, c.edition(id).Rev))
		f.Basis, f.Ground = "narrow", "只涉及申报单位"
		c.must(c.SaveDraft(ctx, c.clerk, id, 1, c.edition(id).Rev, f))
		c.refused("publication.check.basis", c.SubmitArticle(ctx, c.clerk, id, 1, c.edition(id).Rev))
		f.Basis = "process"
		c.must(c.SaveDraft(ctx, c.clerk, id, 1, c.edition(id).Rev, f))
		c.must(c.SubmitArticle(ctx, c.clerk, id, 1, c.edition(id).Rev))
		c.refused("publication.publish.mode", c.EmergencyPublish(ctx, c.boss, id, 1, c.edition(id).Rev, "急"))
		testkit.Review(t, c.Office, "yykjj", id, 1)
		d := c.desk(id)
		if d.Article.State != publication.Closed || d.Editions[0].State != publication.Closed || d.Article.NextReview.String() != "2020-05-06" {
			t.Fatalf("%s until %s", d.Article.State, d.Article.NextReview)
		}
		c.refused("publication.publish.state", c.PublishArticle(ctx, c.boss, id, 1, d.Editions[0].Rev))
		c.must(c.EditChart(ctx, c.boss, 0, "2019-05-06", review.Builtin()+"定期评估 | 6\n"))
		c.refused("review.chart.moved", c.EditChart(ctx, c.boss, 0, "2019-05-06", review.Builtin()))
		due := func() int {
			x, err := c.Desk(ctx, c.baomi)
			c.must(err)
			return len(x.Tasks)
		}
		c.at("2020-05-05 09:00")
		if due() != 0 {
			t.Error("asked before its day")
		}
		c.at("2020-05-06 09:00")
		if due() != 1 {
			t.Error("not asked on its day")
		}
		rev := func() int64 { return c.edition(id).Rev }
		c.refused("access.may.role", c.ReassessArticle(ctx, c.clerk, id, 1, rev(), "keep", "未公示"))
		c.refused("publication.reassess.words", c.ReassessArticle(ctx, c.baomi, id, 1, rev(), "keep", ""))
		c.must(c.ReassessArticle(ctx, c.baomi, id, 1, rev(), "keep", "立项尚未公示"))
		if got := c.desk(id).Article.NextReview.String(); got != "2020-11-06" || due() != 0 {
			t.Errorf("next on %s, %d tasks", got, due())
		}
		c.at("2020-11-06 09:00")
		c.must(c.ReassessArticle(ctx, c.baomi, id, 1, rev(), "open", "立项已经公示"))
		d = c.desk(id)
		if e := d.Editions[0]; e.No != 2 || e.State != publication.Draft || e.Mode != "proactive" || !d.Article.NextReview.IsZero() {
			t.Errorf("%+v until %s", e, d.Article.NextReview)
		}
		c.sound()
		c.must(c.SubmitArticle(ctx, c.clerk, id, 2, rev()))
		testkit.Review(t, c.Office, "yykjj", id, 2)
		c.must(c.PublishArticle(ctx, c.boss, id, 2, rev()))
		c.sound()
	})
}

// TestReferred: where the organ cannot decide, another one does; the review
// waits, the twenty days of R-A26 do not (R-A17).
func TestReferred(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		id, _ := c.submitted(news("拿不准的一篇"))
		c.ok(c.kezhang, id, review.Unit)
		rev := func() int64 { return c.edition(id).Rev }
		c.refused("review.refer.organ", c.ReferArticle(ctx, c.baomi, id, 1, rev(), "secrecy", "police", "请确定"))
		c.refused("review.refer.words", c.ReferArticle(ctx, c.baomi, id, 1, rev(), "secrecy", "secrecy", ""))
		was := c.desk(id)
		c.must(c.ReferArticle(ctx, c.baomi, id, 1, rev(), "secrecy", "secrecy", "送市国家保密局：附表是否涉密"))
		c.refused("publication.publish.review", c.PublishArticle(ctx, c.boss, id, 1, rev()))
		c.refused("review.rush.state", c.EmergencyPublish(ctx, c.boss, id, 1, rev(), "等不及了"))
		c.refused("review.opine.asking", c.say(c.baomi, id, review.Secrecy, "approve", "", ""))
		c.at("2019-05-10 09:00")
		c.refused("review.advise.words", c.AdviseArticle(ctx, c.baomi, id, 1, rev(), "open", ""))
		c.refused("review.advise.answer", c.AdviseArticle(ctx, c.baomi, id, 1, rev(), "maybe", "复函"))
		c.must(c.AdviseArticle(ctx, c.baomi, id, 1, rev(), "treated", "市国家保密局5月9日复函：删去附表后可以公开"))
		now := c.desk(id)
		if was.Review.Due.Day.String() != "2019-05-13" || now.Review.Due.Day.String() != "2019-05-17" || was.Due != now.Due {
			t.Errorf("review by %s, then %s; public by %s, then %s", was.Review.Due.Day, now.Review.Due.Day, was.Due.Day, now.Due.Day)
		}
		c.refused("review.advise.state", c.AdviseArticle(ctx, c.baomi, id, 1, rev(), "open", "又一份"))
		c.must(c.say(c.baomi, id, review.Secrecy, "return", "drafted", "请删去附表"))

		passed, _ := c.submitted(news("审完才起疑的一篇"))
		testkit.Review(t, c.Office, "yykjj", passed, 1)
		for _, step := range []string{"release", "outside"} {
			if err := c.ReferArticle(ctx, c.boss, passed, 1, c.edition(passed).Rev, step, "secrecy", "是否涉密"); err == nil || c.round(passed).State != review.Passed {
				t.Errorf("%s asks another organ about what has passed: %v", step, err)
			}
		}
		c.refused("review.refer.step", c.ReferArticle(ctx, c.boss, passed, 1, c.edition(passed).Rev, "release", "secrecy", "是否涉密"))
		c.must(c.PublishArticle(ctx, c.boss, passed, 1, c.edition(passed).Rev))
		c.sound()
	})
}

// TestDeputyReviews: who stands in takes the step in the other's name; never on
// a text of the one stood in for, nor of their own (R-A17).
func TestDeputyReviews(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		id, _ := c.submitted(news("代理审核的一篇"))
		in := access.Actor{Officer: "yykjj.fuke", Organ: "yykjj", Unit: "yykjj:other", Roles: []people.Role{people.Clerk}, For: []access.Actor{c.kezhang}}
		d, err := c.Desk(t.Context(), in)
		c.must(err)
		if len(d.Tasks) != 1 || d.Tasks[0].Next != "审核：科室负责人" {
			t.Errorf("%+v", d.Tasks)
		}
		c.ok(in, id, review.Unit)
		if l := c.desk(id).Review.Trail[1]; l.By != in.Officer || l.For != c.kezhang.Officer {
			t.Errorf("%+v", l)
		}
		c.ok(c.baomi, id, review.Secrecy)
		both := c.baomi
		both.For = []access.Actor{c.fenguan}
		c.ok(c.boss, id, review.Office)
		c.refused("review.opine.twice", c.say(both, id, review.Leader, "approve", "", "")) // secrecy and leader are two persons
		c.ok(c.juzhang, id, review.Leader)

		own, _ := c.submitted(news("本人写的一篇"))
		writer := c.clerk
		writer.Roles = []people.Role{people.UnitHead}
		in.For = []access.Actor{writer}
		c.refused("review.opine.behalf", c.say(in, own, review.Unit, "approve", "", ""))
		c.sound()
	})
}

// TestDeputyRushes: neither who let the text out, nor the one in whose name,
// reviews it afterwards (R-A17).
func TestDeputyRushes(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		id, e := c.submitted(news("代领导先发的一篇"))
		in := c.kezhang
		in.Officer, in.For = "yykjj.fuke", []access.Actor{c.fenguan}
		c.ok(c.baomi, id, review.Secrecy)
		c.must(c.EmergencyPublish(t.Context(), in, id, 1, e.Rev+1, "险情"))
		for _, who := range []access.Actor{in, c.fenguan} {
			c.refused("review.opine.rushed", c.say(who, id, review.Unit, "approve", "", ""))
		}
		c.ok(c.juzhang, id, review.Unit)
		c.sound()
	})
}

// TestHands: whoever writes, begins, submits or opens a text, and in whose name,
// is an author of it: none of them reviews it or lets it out (R-A17).
func TestHands(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		in := access.Actor{Officer: "yykjj.fuke", Organ: "yykjj", Unit: "yykjj:other", Roles: []people.Role{people.Legal}, For: []access.Actor{c.kezhang}}
		authors := func(id ledger.ID) string { return fmt.Sprint(c.edition(id).Authors) }

		f := news("以科长名义起草")
		f.Unit = "yykjj:bgs"
		drafted, err := c.NewDraft(ctx, in, f)
		c.must(err)
		if got := authors(drafted); got != "[yykjj.fuke yykjj.kezhang]" {
			t.Errorf("drafted in another's name: %s", got)
		}
		c.must(c.SubmitArticle(ctx, c.clerk, drafted, 1, c.edition(drafted).Rev))
		c.refused("review.opine.own", c.say(c.kezhang, drafted, review.Unit, "approve", "", ""))

		saved, err := c.NewDraft(ctx, c.clerk, news("以科长名义修改"))
		c.must(err)
		c.must(c.SaveDraft(ctx, in, saved, 1, c.edition(saved).Rev, f))
		if got := authors(saved); got != fmt.Sprintf("[%s yykjj.fuke yykjj.kezhang]", c.clerk.Officer) {
			t.Errorf("saved in another's name: %s", got)
		}

		handed, err := c.NewDraft(ctx, c.clerk, news("办公室代为送审"))
		c.must(err)
		c.must(c.SubmitArticle(ctx, c.boss, handed, 1, c.edition(handed).Rev))
		c.ok(c.kezhang, handed, review.Unit)
		c.ok(c.baomi, handed, review.Secrecy)
		c.refused("review.opine.own", c.say(c.boss, handed, review.Office, "approve", "", ""))
		c.ok(c.head, handed, review.Office)
		c.ok(c.fenguan, handed, review.Leader)
		c.refused("publication.publish.own", c.PublishArticle(ctx, c.boss, handed, 1, c.edition(handed).Rev))
		deputy := c.fazhi
		deputy.For = []access.Actor{c.boss}
		c.refused("publication.publish.behalf", c.PublishArticle(ctx, deputy, handed, 1, c.edition(handed).Rev))
		c.refused("publication.publish.behalf", c.ScheduleArticle(ctx, deputy, handed, 1, c.edition(handed).Rev, "2019-05-07T09:00"))
		c.must(c.PublishArticle(ctx, c.head, handed, 1, c.edition(handed).Rev))
		_, err = c.ReviseArticle(ctx, c.head, handed)
		c.must(err)
		if got := authors(handed); got != fmt.Sprintf("[%s %s %s]", c.clerk.Officer, c.boss.Officer, c.head.Officer) {
			t.Errorf("revised: %s", got)
		}

		f = news("不公开的一篇")
		f.Mode, f.Basis, f.Ground = "withheld", "process", "评审未结束"
		closed, err := c.NewDraft(ctx, c.clerk, f)
		c.must(err)
		c.must(c.SubmitArticle(ctx, c.clerk, closed, 1, c.edition(closed).Rev))
		testkit.Review(t, c.Office, "yykjj", closed, 1)
		c.must(c.ReassessArticle(ctx, c.boss, closed, 1, c.edition(closed).Rev, "open", "评审已结束"))
		c.must(c.SubmitArticle(ctx, c.clerk, closed, 2, c.edition(closed).Rev))
		c.ok(c.kezhang, closed, review.Unit)
		c.ok(c.baomi, closed, review.Secrecy)
		c.refused("review.opine.own", c.say(c.boss, closed, review.Office, "approve", "", ""))
		c.sound()
	})
}

// appoint adds an officer to the office's own division.
func (c *chamber) appoint(login, role string) error {
	_, err := c.AppointOfficer(c.t.Context(), access.Actor{Officer: "yykjj.anquan", Organ: "yykjj", Roles: []people.Role{people.SecurityAdmin}},
		office.OfficerForm{Login: login, Name: login, Unit: "yykjj:bgs", Roles: []string{role}})
	return err
}
