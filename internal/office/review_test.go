package office_test

import (
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
		if d := c.desk(id); d.Article.State != publication.Live || len(d.Review.Trail) != 16 {
			t.Errorf("%s after %d lines", d.Article.State, len(d.Review.Trail))
		}
		c.sound()
	})
}
