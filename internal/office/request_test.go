package office_test

import (
	"context"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/request"
)

// desk is a bureau with an officer for every hand that a request goes through.
type desk struct {
	*office.Office
	t     testing.TB
	db    *store.DB
	clock *testkit.Clock
	who   map[string]access.Actor
}

func newDesk(t testing.TB, db *store.DB, day string) *desk {
	t.Helper()
	d := &desk{t: t, db: db, clock: testkit.NewClock(t, day), who: map[string]access.Actor{}}
	d.Office = testkit.Office(t, db, d.clock.Now)
	f := office.Founding{Organ: people.Organ{Token: "kjj", Name: "岳阳市科学技术局", ShortName: "岳科", Region: "岳阳市", Phone: "0730-8880001", CreditCode: "11430600006387561X"},
		Units:   []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}, {Code: "cgk", Name: "成果科", Kind: people.Division}},
		Columns: publication.DefaultColumns()}
	for login, x := range map[string][2]string{"lisi": {"kjj:bgs", "office"}, "wangwu": {"kjj:cgk", "clerk"}, "kezhang": {"kjj:cgk", "unit_head"},
		"fuze": {"kjj:bgs", "disclosure_hd"}, "fenguan": {"kjj:bgs", "deputy_chief"}, "fagui": {"kjj:bgs", "legal"},
		"anquan": {"kjj:bgs", "security_admin"}, "baomi": {"kjj:bgs", "secrecy"}} {
		f.Officers = append(f.Officers, office.FoundingOfficer{Password: "Demo-2019-gongkai", OfficerForm: office.OfficerForm{Login: login, Name: login, Unit: x[0], Roles: []string{x[1]}}})
	}
	d.must(d.Found(t.Context(), f))
	for _, x := range f.Officers {
		a, err := d.Actor(t.Context(), office.OfficerID("kjj", x.Login))
		d.must(err)
		d.who[x.Login] = a
	}
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) refused(code string, err error) {
	d.t.Helper()
	if r, ok := refusal.As(err); !ok || r.Code != code {
		d.t.Fatalf("got %v, want a refusal %s", err, code)
	}
}

func (d *desk) day(day string) { d.clock.Set(testkit.NewClock(d.t, day).Now()) }

func (d *desk) see(who string, id ledger.ID) office.RequestView {
	d.t.Helper()
	v, err := d.RequestMatter(d.t.Context(), d.who[who], id)
	d.must(err)
	return v
}

// act gives a form the rev that the officer sees.
func (d *desk) act(who string, id ledger.ID, a office.RequestAct) office.RequestAct {
	a.Rev = d.see(who, id).Request.Rev
	return a
}

func application() office.RequestForm {
	return office.RequestForm{Applicant: "natural", Name: "张三", IDNo: "11010519491231002X", Phone: "13812345678", Email: "zs@example.com",
		Content: "2023年度市级重点研发计划项目立项清单及资金安排", Carrier: "email", Way: "web"}
}

func (d *desk) verified() {
	d.t.Helper()
	v, err := d.Verify(d.t.Context(), "kjj")
	d.must(err)
	if len(v.Findings) > 0 {
		d.t.Errorf("verify: %s", strings.Join(v.Findings, "\n"))
	}
}

// A request from the site to the archive: four hands, letters, the applicant's
// own page, and row (一) of table 三.
func TestRequestFromSiteToArchive(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		form := application()
		form.Once = "abc"
		got, err := d.ApplyRequest(ctx, "kjj", form, nil, "127.0.0.1")
		d.must(err)
		again, err := d.ApplyRequest(ctx, "kjj", form, nil, "127.0.0.1")
		d.must(err)
		if got != again || got.No != "2025-0001" || got.Due.Day.String() != "2025-03-31" {
			t.Fatalf("got %+v, then %+v", got, again)
		}
		id := got.ID
		d.must(d.AssignRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Unit: "kjj:cgk", By: "2025-03-20"})))
		draft := office.Draft{Reply: "provided", Supply: "以电子邮件发送该信息的电子文本"}
		d.must(d.DecideRequest(ctx, d.who["kezhang"], id, d.act("kezhang", id, office.RequestAct{Files: []office.Upload{{Kind: "supplied", Name: "清单.txt", R: strings.NewReader("清单")}}}), draft))
		d.refused("request.review.own", d.ReviewRequest(ctx, d.who["kezhang"], id, d.act("kezhang", id, office.RequestAct{})))
		d.must(d.ReviewRequest(ctx, d.who["fagui"], id, d.act("fagui", id, office.RequestAct{})))
		d.must(d.SignRequest(ctx, d.who["fenguan"], id, d.act("fenguan", id, office.RequestAct{})))
		d.must(d.SendRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Way: "web"})))

		_, err = d.FollowRequest(ctx, "kjj", got.Code, "0000", "127.0.0.1")
		d.refused("public.follow.wrong", err)
		pass, err := d.FollowRequest(ctx, "kjj", strings.ToLower(got.Code), "5678", "127.0.0.1")
		d.must(err)
		f, err := d.Followed(ctx, "kjj", pass)
		d.must(err)
		if len(f.Letters) != 2 || len(f.Supplied) != 1 || f.Request.State != request.Answered {
			t.Fatalf("letters %d, supplied %d, state %s", len(f.Letters), len(f.Supplied), f.Request.State)
		}
		w, err := d.FollowedLetter(ctx, "kjj", pass, f.Letters[1].ID)
		d.must(err)
		if w.To != "张三" || !strings.Contains(w.No, "公开复〔2025〕1号") {
			t.Errorf("the letter is to %q, no %q", w.To, w.No)
		}
		v := d.see("lisi", id)
		if v.Request.State != request.Delivered || v.Person.Name != "张*" || v.Person.IDNo == form.IDNo {
			t.Errorf("state %s, person %+v", v.Request.State, v.Person)
		}
		d.must(d.ArchiveRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{})))
		d.verified()
		rep, err := d.ReportOf(ctx, "kjj", 2025, "")
		d.must(err)
		for cell, want := range map[string]int64{"T3.new.natural": 1, "T3.open.natural": 1, "T3.total.sum": 1, "T3.carry_out.sum": 0} {
			if got := rep.Sheet.Cell(cell).Value; got != want {
				t.Errorf("%s is %d, want %d", cell, got, want)
			}
		}
		d.must(d.EraseRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{})))
		d.verified()
		if v := d.see("lisi", id); v.Person.Name != "" || v.Ask.Content != "" {
			t.Errorf("after the erasure: %+v %+v", v.Person, v.Ask)
		}
	})
}

// A third party's objection that comes after the signature sends the answer
// back: it leaves only when the decision was made anew, and confirmed for a
// major public interest (R-A32).
func TestObjectionAfterTheSignature(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		f := application()
		f.Door, f.Arrived, f.Unit = "counter", "2025-03-03", "kjj:cgk"
		got, err := d.RegisterRequest(ctx, d.who["lisi"], f, nil)
		d.must(err)
		id := got.ID
		do := func(day, who string, verb func(context.Context, access.Actor, ledger.ID, office.RequestAct) error, a office.RequestAct) error {
			d.day(day)
			return verb(ctx, d.who[who], id, d.act(who, id, a))
		}
		d.must(do("2025-03-04", "wangwu", d.ConsultRequest, office.RequestAct{Party: "third", Name: "甲公司", Text: "甲公司申报书"}))
		ref := string(d.see("wangwu", id).Request.Consults[0].Ref)
		d.must(do("2025-03-04", "wangwu", d.ServeRequest, office.RequestAct{Ref: ref}))
		draft := office.Draft{Reply: "provided", Supply: "以电子邮件发送"}
		decide := func(day string) error {
			d.day(day)
			return d.DecideRequest(ctx, d.who["wangwu"], id, d.act("wangwu", id, office.RequestAct{}), draft)
		}
		d.must(decide("2025-03-26"))
		d.must(do("2025-03-26", "fagui", d.ReviewRequest, office.RequestAct{}))
		d.must(do("2025-03-26", "fenguan", d.SignRequest, office.RequestAct{}))
		d.must(do("2025-03-27", "wangwu", d.HearRequest, office.RequestAct{Ref: ref, View: "object", Text: "涉及商业秘密，不同意公开"}))
		d.refused("request.send.objected", do("2025-03-27", "lisi", d.SendRequest, office.RequestAct{Way: "web"}))
		if v := d.see("fenguan", id); !v.Can[request.ReturnVerb] || !strings.Contains(v.Waits, "不同意公开") {
			t.Errorf("who signed is told %q", v.Waits)
		}
		desk, err := d.Desk(ctx, d.who["fenguan"])
		d.must(err)
		if len(desk.Tasks) != 1 || !strings.Contains(desk.Tasks[0].Next, "退回重新拟答复") {
			t.Errorf("on the desk stands %+v", desk.Tasks)
		}
		d.must(do("2025-03-27", "fenguan", d.ReturnRequest, office.RequestAct{Text: "第三方反对，请重新研究"}))
		d.refused("request.decide.objected", decide("2025-03-28"))
		draft.Override, draft.Interest = true, "涉及公共安全，不公开会对公共利益造成重大影响"
		d.must(decide("2025-03-28"))
		d.must(do("2025-03-28", "fagui", d.ReviewRequest, office.RequestAct{}))
		d.must(do("2025-03-28", "fenguan", d.SignRequest, office.RequestAct{}))
		d.must(do("2025-03-28", "lisi", d.SendRequest, office.RequestAct{Way: "web"}))
		d.verified()
	})
}

// A request that was received under the 条例 of 2007 has its letters, whenever
// they go out, and is told where that one knows none (§I.3).
func TestRequestOf2007(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2019-05-13")
		ctx := t.Context()
		f := application()
		f.Door, f.Arrived = "counter", "2019-05-13"
		got, err := d.RegisterRequest(ctx, d.who["lisi"], f, []office.Upload{{Kind: "application", Name: "申请书.pdf", R: strings.NewReader("申请书")}})
		d.must(err)
		d.must(d.AssignRequest(ctx, d.who["lisi"], got.ID, d.act("lisi", got.ID, office.RequestAct{Unit: "kjj:cgk"})))
		d.day("2019-05-20")
		d.must(d.ClarifyRequest(ctx, d.who["fuze"], got.ID, d.act("lisi", got.ID, office.RequestAct{By: "2019-05-31", Text: "请写明年度"})))
		letters := 0
		for _, p := range d.see("lisi", got.ID).Papers {
			if p.Kind != "letter" {
				continue
			}
			letters++
			w, err := d.RequestLetter(ctx, d.who["lisi"], got.ID, p.ID, "127.0.0.1")
			d.must(err)
			words := strings.Join(w.Words(), "\n")
			if p.Writ == "clarify" && !strings.Contains(words, "（国务院令第492号）第二十一条第（四）项") || strings.Contains(words, "第三十") {
				t.Errorf("the letter says %s", words)
			}
		}
		if letters != 2 {
			t.Errorf("%d letters", letters)
		}
		d.must(d.SupplementRequest(ctx, d.who["lisi"], got.ID, d.act("lisi", got.ID, office.RequestAct{Text: "2018年度"})))
		d.refused("request.letter.absent", d.AskRequest(ctx, d.who["fuze"], got.ID, d.act("lisi", got.ID, office.RequestAct{By: "2019-06-05", N: "60", Text: "一年内申请了60件"})))
		d.verified()
	})
}
