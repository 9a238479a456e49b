package office_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
)

// TestRandomDesk lets an office do things at random, on random days, and holds
// after each that nothing open is absent from the queue, that nothing passes
// its due day without having been shown as due, and at the end that rows are
// what the ledger says and that both years' tables balance.
func TestRandomDesk(t *testing.T) {
	t.Parallel()
	lives := 0
	rapid.Check(t, func(rt *rapid.T) {
		// Each life is an office of its own with a database: a few in make test, as
		// many as rapid wants in make slow.
		if lives++; lives > 8 && !testkit.Slow() {
			return
		}
		d := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2024-11-04")
		ctx := t.Context()
		on := calendar.NewDay(2024, time.November, 4)
		var ids []ledger.ID
		may := func(err error) {
			if _, ok := refusal.As(err); err != nil && !ok {
				rt.Fatal(err)
			}
		}
		for range rapid.IntRange(20, 60).Draw(rt, "acts") {
			if rapid.IntRange(0, 2).Draw(rt, "wait") == 0 {
				on = on.AddDays(rapid.IntRange(1, 9).Draw(rt, "days"))
				d.clock.Set(on.Start().Add(9 * time.Hour))
			}
			if len(ids) == 0 || rapid.IntRange(0, 5).Draw(rt, "new") == 0 {
				f := application()
				f.Once, f.Content = "", fmt.Sprintf("第%d件所涉材料", len(ids)+1)
				f.Applicant = rapid.SampledFrom(law.Terms("applicant")).Draw(rt, "kind").Key
				f.Credit, f.Door = "91350100M000100Y43", rapid.SampledFrom(law.Terms("door")).Draw(rt, "door").Key
				f.Arrived = on.String()
				got, err := d.RegisterRequest(ctx, d.who["lisi"], f, nil)
				d.must(err)
				ids = append(ids, got.ID)
				continue
			}
			id := rapid.SampledFrom(ids).Draw(rt, "which")
			may(d.random(rt, id, on))
		}
		for range 2 { // the second time after a long silence, when much is late
			l := d.queueOf("lisi")
			for _, id := range ids {
				v := d.see("lisi", id)
				if v.Request.State == request.Archived {
					continue
				}
				i := slices.IndexFunc(l, func(x office.RequestLine) bool { return x.Request.ID == id })
				if i < 0 {
					rt.Fatalf("%s (%s) is absent from the queue", v.Request.No, v.Request.State)
				}
				if !v.Request.State.Pending() {
					continue
				}
				s := v.Sheet
				if !s.Runs() && v.Request.State != request.Clarifying && v.Request.State != request.Charged {
					rt.Fatalf("%s runs no clock in state %s", v.Request.No, v.Request.State)
				}
				if s.Runs() && s.Overdue() != (l[i].Sheet.Shown() < 0) {
					rt.Fatalf("%s: overdue %v, shown %d", v.Request.No, s.Overdue(), l[i].Sheet.Shown())
				}
			}
			on = on.AddDays(150)
			d.clock.Set(on.Start().Add(9 * time.Hour))
		}
		d.balance(rt)
	})
}

func (d *desk) queueOf(who string) (all []office.RequestLine) {
	d.t.Helper()
	for page := 1; ; page++ {
		l, err := d.RequestQueue(d.t.Context(), d.who[who], office.RequestQuery{Page: page})
		d.must(err)
		all = append(all, l.Rows...)
		if page >= l.Pages {
			return all
		}
	}
}

// balance holds that rows and ledger agree and that T3-COL, T3-BAL and T3-ROW
// hold in each year, and each carry-over comes in (XY-CARRY).
func (d *desk) balance(rt *rapid.T) {
	v, err := d.Verify(d.t.Context(), "kjj")
	d.must(err)
	if len(v.Findings) > 0 {
		rt.Fatalf("%s", v)
	}
	var out []int64
	for year := 2024; year <= 2026; year++ {
		rep, err := d.ReportOf(d.t.Context(), "kjj", year, "")
		d.must(err)
		for _, c := range rep.Checks {
			if strings.HasPrefix(c.Rule, "T3-") && !c.OK {
				rt.Fatalf("%d: %s %s", year, c.Rule, c.Detail)
			}
		}
		var in, next []int64
		for _, col := range rep.Form.Applications.Columns {
			in = append(in, rep.Sheet.Cell(law.T3("carry_in", col.Key)).Value)
			next = append(next, rep.Sheet.Cell(law.T3("carry_out", col.Key)).Value)
		}
		if out != nil && !slices.Equal(in, out) {
			rt.Fatalf("XY-CARRY %d: %v came in, %v went out", year, in, out)
		}
		out = next
	}
}

// random does something to a request as somebody who may.
func (d *desk) random(rt *rapid.T, id ledger.ID, on calendar.Day) error {
	ctx := d.t.Context()
	v := d.see("lisi", id)
	a := office.RequestAct{Rev: v.Request.Rev, By: on.AddDays(12).String(), To: on.AddDays(60).String(), Text: "经办说明", Days: "15", Name: "甲公司",
		Party: rapid.SampledFrom([]string{"third", "coproducer"}).Draw(rt, "party"), View: rapid.SampledFrom([]string{"agree", "object", "part", "none"}).Draw(rt, "view"),
		Unit: "kjj:cgk", Tariff: rapid.SampledFrom([]string{"item", "pages"}).Draw(rt, "tariff"), N: "57", Amount: "270", How: "phone", Way: "post"}
	if n := len(v.Consults); n > 0 {
		a.Ref = string(v.Consults[n-1].Ref)
	}
	who := func(login string) access.Actor { return d.who[login] }
	verbs := map[request.Verb]func() error{
		request.ConfirmVerb:    func() error { return d.ConfirmRequest(ctx, who("lisi"), id, a) },
		request.AssignVerb:     func() error { return d.AssignRequest(ctx, who("lisi"), id, a) },
		request.ClarifyVerb:    func() error { return d.ClarifyRequest(ctx, who("fuze"), id, a) },
		request.SupplementVerb: func() error { return d.SupplementRequest(ctx, who("lisi"), id, a) },
		request.ConsultVerb:    func() error { return d.ConsultRequest(ctx, who("fuze"), id, a) },
		request.ServeVerb:      func() error { return d.ServeRequest(ctx, who("fuze"), id, a) },
		request.HearVerb:       func() error { return d.HearRequest(ctx, who("fuze"), id, a) },
		request.ExtendVerb:     func() error { return d.ExtendRequest(ctx, who("fuze"), id, a) },
		request.AskVerb:        func() error { return d.AskRequest(ctx, who("fuze"), id, a) },
		request.ReasonVerb:     func() error { return d.ReasonRequest(ctx, who("lisi"), id, a) },
		request.PostponeVerb:   func() error { return d.PostponeRequest(ctx, who("fuze"), id, a) },
		request.ChargeVerb:     func() error { return d.ChargeRequest(ctx, who("fuze"), id, a) },
		request.PayVerb:        func() error { return d.PayRequest(ctx, who("lisi"), id, a) },
		request.DecideVerb: func() error {
			reply := rapid.SampledFrom(law.Terms("reply")).Draw(rt, "reply").Key
			dr := office.Draft{Reply: reply, Facts: "经查", Ground: "有关法律", Reasons: "理由", Supply: "电子邮件", Earlier: "前次答复", Override: true, Interest: "重大公共利益"}
			if reply == "partial" {
				dr.Items = []office.DraftItem{{Text: "甲", Ground: "open"}, {Text: "乙", Ground: "d_process", Reason: "过程性信息"}}
			}
			return d.DecideRequest(ctx, who("fuze"), id, a, dr)
		},
		request.ReturnVerb:   func() error { return d.ReturnRequest(ctx, who("fagui"), id, a) },
		request.ReviewVerb:   func() error { return d.ReviewRequest(ctx, who("fagui"), id, a) },
		request.SignVerb:     func() error { return d.SignRequest(ctx, who("fenguan"), id, a) },
		request.SendVerb:     func() error { return d.SendRequest(ctx, who("lisi"), id, a) },
		request.DeliverVerb:  func() error { return d.DeliverRequest(ctx, who("lisi"), id, a) },
		request.WithdrawVerb: func() error { return d.WithdrawRequest(ctx, who("lisi"), id, a) },
		request.GiveUpVerb:   func() error { return d.GiveUpRequest(ctx, who("fuze"), id, a) },
		request.ReopenVerb:   func() error { return d.ReopenRequest(ctx, who("lisi"), id, a) },
		request.CorrectVerb: func() error {
			a.Name = rapid.SampledFrom(law.Terms("applicant")).Draw(rt, "corrected").Key
			return d.CorrectRequest(ctx, who("lisi"), id, a)
		},
		request.ArchiveVerb: func() error { return d.ArchiveRequest(ctx, who("lisi"), id, a) },
		request.ReleaseVerb: func() error {
			_, err := d.ReleaseRequest(ctx, who("lisi"), id, office.ReleaseForm{Rev: a.Rev, Title: "立项清单", Text: "现转为主动公开。"})
			return err
		},
		request.SuggestVerb: func() error {
			p, err := d.OpenPerson(ctx, who("lisi"), id, "127.0.0.1")
			d.must(err)
			pass, err := d.FollowRequest(ctx, "kjj", p.Code, "5678", "127.0.0.1")
			if err != nil {
				return err
			}
			return d.SuggestFollowed(ctx, "kjj", pass)
		},
		request.DeclineVerb: func() error { return d.DeclineRelease(ctx, who("lisi"), []ledger.ID{id}, "只涉及个别企业") },
	}
	can := v.Request.Can()
	if rapid.IntRange(0, 9).Draw(rt, "rare") > 0 { // ends are many in any state; let most lives go on
		can = slices.DeleteFunc(can, func(x request.Verb) bool {
			return x == request.WithdrawVerb || x == request.ReopenVerb || x == request.CorrectVerb
		})
	}
	if len(can) == 0 {
		return nil
	}
	return verbs[rapid.SampledFrom(can).Draw(rt, "verb")]()
}
