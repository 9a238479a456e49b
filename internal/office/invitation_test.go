package office_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/invitation"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// invite asks counsel and returns what the link says.
func (c *chamber) invite(id ledger.ID, organ string) office.Link {
	c.t.Helper()
	out, err := c.InviteReviewer(c.t.Context(), c.boss, id, c.edition(id).No, office.InvitationForm{Sort: "counsel", Organ: organ, Name: "某某",
		Days: "7", Desk: "http://x/yykjj/desk"})
	c.must(err)
	parts := strings.Split(out.Link, "/")
	if len(parts) != 8 || parts[5] != "invited" || ledger.ID(parts[6]) != out.ID {
		c.t.Fatalf("the link is %s", out.Link)
	}
	return office.Link{Organ: "yykjj", ID: out.ID, Key: parts[7], Address: "127.0.0.1"}
}

func (c *chamber) answer(l office.Link, verdict, words string) error {
	return c.AnswerInvitation(c.t.Context(), l, office.AnswerForm{Verdict: verdict, Words: words, Name: "某律师", Organ: "某律师事务所"})
}

// revoke ends an invitation as it stands on the officer's page.
func (c *chamber) revoke(who access.Actor, id, invitation ledger.ID) error {
	c.t.Helper()
	return c.RevokeInvitation(c.t.Context(), who, invitation, c.shown(id, invitation).Rev)
}

func (c *chamber) shown(id, invitation ledger.ID) office.InvitationRow {
	c.t.Helper()
	v, err := c.Invitations(c.t.Context(), c.boss, id)
	c.must(err)
	for _, x := range v.Rows {
		if x.ID == invitation {
			return x
		}
	}
	c.t.Fatalf("no invitation %s", invitation)
	return office.InvitationRow{}
}

// TestInvitation: a link opens one text, as it was handed in, until its hour,
// and takes one answer, which stands in the trail (R-A17).
func TestInvitation(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		open := func(l office.Link) error { _, err := c.OpenInvitation(ctx, l); return err }
		id, _ := c.submitted(news("会签的一篇"))
		form := office.InvitationForm{Sort: "counsel", Organ: "某律师事务所", Name: "某律师", Days: "7"}
		_, err := c.InviteReviewer(ctx, c.clerk, id, 1, form)
		c.refused("access.may.role", err)
		writer := c.boss
		writer.Officer = c.clerk.Officer
		_, err = c.InviteReviewer(ctx, writer, id, 1, form)
		c.refused("invitation.send.own", err)

		c.refused("access.may.role", c.say(c.boss, id, review.Outside, "approve", "", "")) // no officer speaks from outside
		l := c.invite(id, "某律师事务所")
		v, err := c.OpenInvitation(ctx, l)
		c.must(err)
		if v.Edition.Title != "会签的一篇" || v.Comparison != nil || v.Invitation.Guest.Organ != "某律师事务所" {
			t.Errorf("%+v", v)
		}
		wrong, other := l, l
		wrong.Key, other.Organ = "AAAA", "elsewhere"
		c.refused("invitation.open.key", open(wrong))
		c.refused("invitation.open.absent", open(other))
		c.refused("review.opine.guest", c.AnswerInvitation(ctx, l, office.AnswerForm{Verdict: "approve"}))
		c.refused("review.opine.reason", c.answer(l, "return", " "))
		c.refused("review.opine.verdict", c.answer(l, "", ""))

		// Not let out while the answer may still come.
		testkit.Review(t, c.Office, "yykjj", id, 1)
		c.refused("invitation.await.publish", c.PublishArticle(ctx, c.boss, id, 1, c.edition(id).Rev))
		c.refused("invitation.await.publish", c.ScheduleArticle(ctx, c.boss, id, 1, c.edition(id).Rev, "2019-06-01T09:00"))

		// Of four answers at once exactly one counts.
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wg.Go(func() {
				errs[i] = c.AnswerInvitation(context.Background(), l, office.AnswerForm{Verdict: "approve", Words: "没有法律问题", Name: "某律师", Organ: "某律师事务所"})
			})
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
			t.Errorf("%d answers counted", won)
		}
		c.refused("invitation.open.answered", open(l))
		trail := c.desk(id).Review.Trail
		if last := trail[len(trail)-1]; last.Who != "某律师事务所 某律师" || last.By != ledger.Guest || last.Step != review.Outside || last.Words != "没有法律问题" {
			t.Errorf("%+v", last)
		}
		c.must(c.PublishArticle(ctx, c.boss, id, 1, c.edition(id).Rev))
		c.sound()
		c.must(db.View(ctx, func(tx *store.Tx) error {
			entries, err := tx.Entries("yykjj", store.EntryFilter{})
			for _, e := range entries {
				if strings.Contains(string(e.Body), "律师") || strings.Contains(string(e.Subject), "律师") {
					t.Errorf("entry %d names somebody: %s", e.Seq, e.Body)
				}
			}
			lines, err2 := tx.AccessLines("yykjj", 99, 0)
			said := map[string]int{}
			for _, x := range lines {
				if x.Officer == ledger.Guest {
					said[x.Verb+" "+x.Result]++
				}
			}
			if said["invitation.open ok"] != 1 || said["invitation.open invitation.open.key"] != 1 || said["invitation.open invitation.open.absent"] != 0 || said["invitation.answer ok"] == 0 {
				t.Errorf("the log says %v", said)
			}
			if err != nil {
				return err
			}
			return err2
		}))
	})
}

// TestInvitationDies: by the hour, by an officer, by wrong keys, by a change of
// the text, by its recall, and by an answer that sends it back.
func TestInvitationDies(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		open := func(l office.Link) error { _, err := c.OpenInvitation(ctx, l); return err }
		id, _ := c.submitted(news("会签的一篇"))
		one, two, three := c.invite(id, "甲局"), c.invite(id, "乙局"), c.invite(id, "丙局")
		author := c.boss
		author.Officer = c.clerk.Officer
		c.refused("invitation.revoke.own", c.revoke(author, id, one.ID))
		c.refused("office.save.conflict", c.RevokeInvitation(ctx, c.boss, one.ID, c.shown(id, one.ID).Rev-1))
		c.must(c.revoke(c.boss, id, one.ID))
		c.refused("invitation.open.revoked", open(one))
		c.refused("invitation.revoke.state", c.revoke(c.boss, id, one.ID))
		wrong := two
		for range invitation.MaxTries {
			wrong.Key = "B" + wrong.Key
			c.refused("invitation.open.key", open(wrong))
		}
		c.refused("invitation.open.locked", open(two))
		c.refused("invitation.open.locked", c.answer(two, "approve", ""))
		c.must(c.RecallArticle(ctx, c.clerk, id, 1, c.edition(id).Rev, "再改一处"))
		c.refused("invitation.open.changed", open(three))
		c.must(c.SubmitArticle(ctx, c.clerk, id, 1, c.edition(id).Rev))
		c.refused("invitation.open.changed", open(three))

		// What one sends back, the other cannot answer any more.
		four, five := c.invite(id, "甲局"), c.invite(id, "乙局")
		c.must(c.answer(four, "return", "第二段的依据已经废止"))
		if e := c.edition(id); e.State != publication.Draft || e.Remark != "第二段的依据已经废止" {
			t.Errorf("%s, %q", e.State, e.Remark)
		}
		c.refused("invitation.open.changed", c.answer(five, "approve", ""))
		c.must(c.SubmitArticle(ctx, c.clerk, id, 1, c.edition(id).Rev))
		six := c.invite(id, "甲局")
		c.at("2019-05-13 09:01")
		c.refused("invitation.open.expired", open(six))
		d, err := c.Desk(ctx, c.boss)
		c.must(err)
		var said string
		for _, x := range d.Tasks {
			if x.Kind == "invitation" {
				said += x.Next
			}
		}
		if said != "甲局没有按时答复，请再邀请或撤销" {
			t.Errorf("the desk says %q", said)
		}
		v, err := c.Invitations(ctx, c.boss, id)
		c.must(err)
		if len(v.Rows) != 6 || !v.May || v.Rows[5].Dead == nil || v.Rows[3].State != invitation.Answered {
			t.Errorf("%+v", v.Rows)
		}
		c.sound()
	})
}

// TestInvitationRequired: a chain that asks outside waits for an answer; of two
// who are asked the first takes the step, and the second still has a say.
func TestInvitationRequired(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		c.must(c.EditChart(ctx, c.boss, 0, "2019-05-06", "* | * | 保密审查、外部审核、局办公室 | 全部 | 5\n"))
		id, _ := c.submitted(news("会签的一篇"))
		_, err := c.InviteReviewer(ctx, c.boss, id, 1, office.InvitationForm{Sort: "cosign", Organ: "甲局", Name: "张某", Days: "7"})
		c.refused("invitation.send.turn", err)
		c.ok(c.baomi, id, review.Secrecy)
		out, err := c.InviteReviewer(ctx, c.boss, id, 1, office.InvitationForm{Sort: "cosign", Organ: "甲局", Name: "张某", Email: "zhang@example.cn", Days: "7", Mail: true, Desk: "https://x/yykjj/desk"})
		c.must(err)
		if out.Link != "" || out.To != "z***@example.cn" {
			t.Errorf("%+v", out)
		}
		mails, err := c.Mails(ctx, c.boss, "waiting", 1)
		c.must(err)
		if len(mails.Rows) != 1 || mails.Rows[0].Matter != "会签的一篇" {
			t.Errorf("%+v", mails.Rows)
		}
		first, second := c.invite(id, "乙局"), c.invite(id, "丙局")
		c.refused("review.opine.turn", c.say(c.boss, id, review.Office, "approve", "", ""))
		c.must(c.answer(first, "approve", ""))
		c.ok(c.boss, id, review.Office)
		c.must(c.answer(second, "approve", "同意会签"))
		c.refused("invitation.await.publish", c.PublishArticle(ctx, c.head, id, 1, c.edition(id).Rev))
		c.must(db.Update(ctx, func(tx *store.Tx) error {
			for _, done := range []func(store.Mail) error{
				func(m store.Mail) error { return tx.ReleaseMail(m.ID, "a") },
				func(m store.Mail) error { return tx.MailSent(m, c.clock.Now()) },
			} {
				m, err := tx.ClaimMail(c.clock.Now(), time.Minute, "a", 9)
				if err != nil || len(m) != 1 || !strings.Contains(m[0].Text, "/invited/") {
					t.Fatalf("claimed %+v, %v", m, err)
				}
				if err := done(m[0]); err != nil {
					return err
				}
			}
			return tx.MailSent(store.Mail{}, c.clock.Now())
		}))
		c.must(c.revoke(c.boss, id, out.ID))
		c.must(c.PublishArticle(ctx, c.head, id, 1, c.edition(id).Rev))
		c.sound()
	})
}

// TestInvitationMail: what was not sent to a guest lies about no longer than the
// link lives, and not at all once it was given up; it is not sent again, but
// written anew.
func TestInvitationMail(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		id, _ := c.submitted(news("会签的一篇"))
		invite := func(organ string) ledger.ID {
			out, err := c.InviteReviewer(ctx, c.boss, id, 1, office.InvitationForm{Sort: "cosign", Organ: organ, Name: "张某", Email: "zhang@example.cn",
				Days: "7", Mail: true, Desk: "https://x/yykjj/desk"})
			c.must(err)
			return out.ID
		}
		claim := func(at time.Time) (m []store.Mail) {
			c.must(db.Update(ctx, func(tx *store.Tx) (err error) {
				m, err = tx.ClaimMail(at, time.Minute, "a", 9)
				return err
			}))
			return m
		}
		invite("甲局")
		m := claim(c.clock.Now())
		if len(m) != 1 || !strings.Contains(m[0].Text, "/invited/") {
			t.Fatalf("%+v", m)
		}
		c.must(db.Update(ctx, func(tx *store.Tx) error {
			return tx.MailFailed(m[0].ID, "a", c.clock.Now(), time.Time{}, "没有这个邮箱")
		}))
		c.refused("mail.retry.state", c.RetryMail(ctx, c.boss, m[0].ID))
		c.must(c.DropMail(ctx, c.boss, m[0].ID))

		invite("乙局")
		c.at("2019-05-13 09:01")
		_, err := c.SweepUploads(ctx)
		c.must(err)
		if m := claim(c.clock.Now()); len(m) != 0 {
			t.Errorf("the link of an invitation that has expired is sent: %+v", m)
		}
	})
}

// TestInvitationErased: once the review is over, whom an invitation names can be
// erased, from the trail and the mail too; what they said stays, and the ledger
// agrees (个人信息保护法第四十七条).
func TestInvitationErased(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		ctx := t.Context()
		id, _ := c.submitted(news("会签的一篇"))
		l, silent := c.invite(id, "某律师事务所"), c.invite(id, "甲局")
		erase := func(who access.Actor, x ledger.ID) error {
			return c.EraseInvitation(ctx, who, x, c.shown(id, x).Rev)
		}
		c.must(c.answer(l, "approve", "没有法律问题"))
		c.refused("invitation.erase.state", erase(c.boss, l.ID))
		c.must(c.revoke(c.boss, id, silent.ID))
		testkit.Review(t, c.Office, "yykjj", id, 1)
		c.must(c.PublishArticle(ctx, c.boss, id, 1, c.edition(id).Rev))
		if x := c.shown(id, l.ID); !x.Erasable || x.Erased {
			t.Errorf("%+v", x)
		}
		c.refused("access.may.role", erase(c.baomi, l.ID))
		c.refused("office.save.conflict", c.EraseInvitation(ctx, c.boss, l.ID, 99))
		c.must(erase(c.boss, l.ID))
		c.must(erase(c.boss, silent.ID))
		c.refused("invitation.erase.state", erase(c.boss, l.ID))
		if x := c.shown(id, l.ID); x.Erasable || !x.Erased || x.Guest.Name != "" || x.State != invitation.Answered {
			t.Errorf("%+v", x)
		}
		for _, x := range c.desk(id).Review.Trail {
			if x.Step == review.Outside && (x.Who != "某律师事务所" || x.Words != "没有法律问题") {
				t.Errorf("the trail says %+v", x)
			}
		}
		_, err := c.OpenInvitation(ctx, l)
		c.refused("invitation.open.key", err) // nothing is left to know it by
		c.sound()
	})
}

// TestInvitationGuesses: sixty wrong keys from one address shut it out for a
// while, whatever links they were tried on.
func TestInvitationGuesses(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		c := chambers(t, db, "2019-05-06")
		id, _ := c.submitted(news("会签的一篇"))
		open := func(l office.Link) error { _, err := c.OpenInvitation(t.Context(), l); return err }
		good := c.invite(id, "甲局")
		for i := range 6 {
			l := c.invite(id, fmt.Sprintf("第%d个单位", i))
			for range invitation.MaxTries {
				wrong := l
				wrong.Key = "AAAA"
				c.refused("invitation.open.key", open(wrong))
			}
		}
		c.refused("invitation.open.often", open(good))
		elsewhere := good
		elsewhere.Address = "127.0.0.2"
		c.must(open(elsewhere))
		c.at("2019-05-06 11:00")
		c.must(open(good))
	})
}
