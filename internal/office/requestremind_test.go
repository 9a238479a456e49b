package office_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
)

// addressed gives officers an e-mail address.
func (d *desk) addressed(logins ...string) {
	d.t.Helper()
	for login, x := range map[string][2]string{"lisi": {"kjj:bgs", "office"}, "wangwu": {"kjj:cgk", "clerk"}, "kezhang": {"kjj:cgk", "unit_head"}, "fenguan": {"kjj:bgs", "deputy_chief"}} {
		for _, l := range logins {
			if l == login {
				_, err := d.AppointOfficer(d.t.Context(), d.who["anquan"], office.OfficerForm{ID: string(office.OfficerID("kjj", login)), Name: login,
					Unit: x[0], Roles: []string{x[1]}, Email: login + "@kjj.example.gov.cn"})
				d.must(err)
			}
		}
	}
}

// remind runs the job and says to whom it wrote, with the subjects.
func (d *desk) remind(at string, seen map[ledger.ID]bool) (to []string, texts string) {
	d.t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", at, calendar.Shanghai)
	d.must(err)
	d.clock.Set(when)
	n, err := d.Remind(d.t.Context())
	d.must(err)
	if to, texts = d.reminders(seen); n != len(to) {
		d.t.Errorf("%s: says it wrote %d, wrote %d", at, n, len(to))
	}
	return to, texts
}

// reminders are those in the outbox that were not seen before.
func (d *desk) reminders(seen map[ledger.ID]bool) (to []string, texts string) {
	d.t.Helper()
	d.must(d.db.View(d.t.Context(), func(tx *store.Tx) error {
		all, err := tx.Outbox("kjj", store.MailWaiting, 0, 0)
		for _, m := range all {
			if !seen[m.ID] && strings.HasPrefix(m.Subject, "催办") {
				seen[m.ID] = true
				to = append(to, strings.TrimSuffix(m.To, "@kjj.example.gov.cn"))
				texts += m.Subject + "\n"
			}
		}
		return err
	}))
	return to, texts
}

// Reminders go out at 5, 2 and 0 working days, to one level after the other and
// to each once; a due day that moves is reminded of anew (issue 3 item 5).
func TestRemind(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		f := application()
		f.Door, f.Arrived = "counter", "2025-03-03" // due on Monday 2025-03-31
		got, err := d.RegisterRequest(ctx, d.who["lisi"], f, nil)
		d.must(err)
		d.addressed("wangwu", "kezhang", "fenguan", "lisi")
		id, seen := got.ID, map[ledger.ID]bool{}
		want := func(at string, to string, words ...string) {
			t.Helper()
			got, texts := d.remind(at, seen)
			if strings.Join(got, " ") != to {
				t.Errorf("%s: to %v, want %s", at, got, to)
			}
			for _, w := range words {
				if !strings.Contains(texts, w) {
					t.Errorf("%s: %q is not in %s", at, w, texts)
				}
			}
		}
		want("2025-03-21 09:00", "")                                  // six days are left
		want("2025-03-24 07:59", "")                                  // too early in the morning
		want("2025-03-24 08:00", "lisi", "催办：依申请公开2025-0001，还剩5个工作日") // no division has it yet
		d.must(d.AssignRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Unit: "kjj:cgk"})))
		want("2025-03-24 10:00", "wangwu")
		want("2025-03-24 10:01", "")
		want("2025-03-26 09:00", "") // three
		want("2025-03-27 09:00", "kezhang", "还剩2个工作日")
		want("2025-03-29 09:00", "") // Saturday
		want("2025-03-31 09:00", "fenguan", "今天到期")
		want("2025-04-01 09:00", "")
		d.must(d.Deputize(ctx, d.who["anquan"], office.DeputyForm{Officer: string(office.OfficerID("kjj", "fenguan")), StandIn: string(office.OfficerID("kjj", "lisi")),
			From: "2025-04-01", To: "2025-04-02"}))
		want("2025-04-02 09:00", "lisi", "已逾期2个工作日") // stands in for the leader
		v, err := d.Verify(ctx, "kjj")
		if err != nil || len(v.Findings) > 0 {
			t.Error(v.Findings, err)
		}

		var mail store.Mail
		d.must(db.Update(ctx, func(tx *store.Tx) error {
			some, err := tx.ClaimMail(d.Now(), time.Minute, "t", 100)
			for _, m := range some {
				if strings.HasPrefix(m.To, "kezhang@") {
					mail = m
				}
			}
			return err
		}))
		for _, w := range []string{"2025-0001", "2025年3月31日（星期一）", "还剩2个工作日", "下一步：拟写答复", "/kjj/desk/requests/" + string(id)} {
			if !strings.Contains(mail.Text, w) {
				t.Errorf("%q is not in the mail:\n%s", w, mail.Text)
			}
		}
		for _, w := range []string{"张三", "1101", "13812345678", "zs@example.com", "重点研发"} {
			if strings.Contains(mail.Text+mail.Subject, w) {
				t.Errorf("the mail says %q:\n%s", w, mail.Text)
			}
		}
	})
}

// Two processes that remind at once, and one that is asked twice, write each
// mail once; who has left or has no address gets none.
func TestRemindOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			d := newDesk(t, testkit.Open(t, at), "2025-03-03")
			ctx := t.Context()
			d.addressed("wangwu", "kezhang")
			for range 5 {
				f := application()
				f.Door, f.Arrived, f.Unit = "counter", "2025-03-03", "kjj:cgk"
				_, err := d.RegisterRequest(ctx, d.who["lisi"], f, nil)
				d.must(err)
			}
			d.must(d.DismissOfficer(ctx, d.who["anquan"], office.OfficerID("kjj", "kezhang")))
			d.day("2025-03-27")
			other := testkit.Office(t, testkit.Open(t, at), d.clock.Now)
			var wg sync.WaitGroup
			for i := range 8 {
				o := d.Office
				if i%2 == 1 {
					o = other
				}
				wg.Go(func() {
					if _, err := o.Remind(ctx); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if to, _ := d.reminders(map[ledger.ID]bool{}); strings.Join(to, " ") != "wangwu wangwu wangwu wangwu wangwu" {
				t.Errorf("to %v", to)
			}
		})
	}
}

// Letters are reminded of as requests are, nearer to their day (issue 5): first to
// the clerks of the division, then to its head, then to the leader, naming nobody.
func TestRemindLetters(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		f := wrote("补贴怎么申报", "请问补贴怎么申报")
		f.Received = "2025-03-03" // a question, due on Monday 2025-03-10
		got, err := d.RegisterLetter(ctx, d.who["lisi"], f, nil)
		d.must(err)
		d.must(d.AcceptLetter(ctx, d.who["lisi"], got.ID, office.LetterAct{Rev: 1, Unit: "kjj:cgk"}))
		d.addressed("wangwu", "kezhang", "fenguan", "lisi")
		seen := map[ledger.ID]bool{}
		for _, x := range []struct{ at, to, words string }{{"2025-03-05 09:00", "", ""}, {"2025-03-06 09:00", "wangwu", "催办：来信" + got.No + "，还剩2个工作日"},
			{"2025-03-07 09:00", "kezhang", "还剩1个工作日"}, {"2025-03-09 09:00", "", ""}, {"2025-03-10 09:00", "fenguan", "今天到期"}, {"2025-03-10 11:00", "", ""}} {
			to, texts := d.remind(x.at, seen)
			if strings.Join(to, " ") != x.to || !strings.Contains(texts, x.words) || strings.Contains(texts, "补贴") {
				t.Errorf("%s: to %v: %s", x.at, to, texts)
			}
		}
		if m, err := d.LetterMails(ctx, d.who["lisi"], got.ID); err != nil || len(m.Sent) != 1 { // that it was taken on
			t.Errorf("%+v %v", m, err)
		}
	})
}
