package office_test

import (
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/record"
)

// Who stands in acts with the other's roles on those days and no longer, in
// their own name; rows and ledger agree.
func TestDeputy(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		d.must(d.Found(ctx, office.Founding{Organ: people.Organ{Token: "other", Name: "岳阳市工业和信息化局", CreditCode: "11430600006387561X"},
			Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}}, Columns: publication.DefaultColumns(),
			Officers: []office.FoundingOfficer{{Password: "Demo-2019-gongkai", OfficerForm: office.OfficerForm{Login: "lisi", Name: "lisi", Unit: "other:bgs", Roles: []string{"office"}}}}}))
		admin := d.who["anquan"]
		id := func(login string) string { return string(office.OfficerID("kjj", login)) }
		form := office.DeputyForm{Officer: id("fuze"), StandIn: id("lisi"), From: "2025-03-04", To: "2025-03-06"}
		d.refused("access.may.role", d.Deputize(ctx, d.who["lisi"], form))
		for code, f := range map[string]office.DeputyForm{
			"officer.deputize.self":    {Officer: id("lisi"), StandIn: id("lisi"), From: "2025-03-04", To: "2025-03-06"},
			"officer.deputize.who":     {Officer: id("fuze"), StandIn: "nobody", From: "2025-03-04", To: "2025-03-06"},
			"officer.deputize.days":    {Officer: id("fuze"), StandIn: id("lisi"), From: "2025-03-06", To: "2025-03-04"},
			"officer.appoint.separate": {Officer: id("fuze"), StandIn: id("anquan"), From: "2025-03-04", To: "2025-03-06"},
			"form.day":                 {Officer: id("fuze"), StandIn: id("lisi"), From: "2025-02-30", To: "2025-03-04"},
		} {
			d.refused(code, d.Deputize(ctx, admin, f))
		}
		d.refused("officer.deputize.who", d.Deputize(ctx, admin, office.DeputyForm{Officer: string(office.OfficerID("other", "lisi")), StandIn: id("lisi"),
			From: "2025-03-04", To: "2025-03-06"}))
		d.must(d.Deputize(ctx, admin, form))

		application := application()
		application.Door, application.Arrived = "counter", "2025-03-03"
		got, err := d.RegisterRequest(ctx, d.who["lisi"], application, nil)
		d.must(err)
		extend := func() error {
			who, err := d.Actor(ctx, ledger.ID(id("lisi")))
			d.must(err)
			return d.ExtendRequest(ctx, who, got.ID, d.act("lisi", got.ID, office.RequestAct{Days: "5", Text: "信息分散在多个科室"}))
		}
		d.refused("access.may.role", extend())
		d.day("2025-03-04")
		if a, err := d.Actor(ctx, ledger.ID(id("lisi"))); err != nil || len(a.For) != 1 || a.For[0].Name != "fuze" {
			t.Fatalf("stands in for %+v, %v", a.For, err)
		}
		rows, err := d.Deputies(ctx, admin)
		d.must(err)
		if len(rows) != 1 || !rows[0].Now || !rows[0].Open || rows[0].Away != "fuze" || rows[0].In != "lisi" {
			t.Fatalf("%+v", rows)
		}
		d.must(extend())
		steps := d.see("lisi", got.ID).Steps
		if s := steps[len(steps)-1]; s.By != "lisi" {
			t.Errorf("done by %s", s.By)
		}
		d.refused("access.may.role", d.EndDeputy(ctx, d.who["lisi"], rows[0].ID))
		d.must(d.EndDeputy(ctx, admin, rows[0].ID))
		d.refused("officer.deputize.over", d.EndDeputy(ctx, admin, rows[0].ID))
		if a, _ := d.Actor(ctx, ledger.ID(id("lisi"))); len(a.For) != 0 {
			t.Errorf("still stands in for %+v", a.For)
		}
		d.verified()
		d.must(db.Update(ctx, func(tx *store.Tx) error {
			x, err := tx.Deputy(rows[0].ID)
			d.must(err)
			x.To = x.To.AddDays(30)
			return tx.PutDeputy(x)
		}))
		v, err := d.Verify(ctx, "kjj")
		d.must(err)
		if len(v.Findings) != 1 || !strings.Contains(v.Findings[0], "代理") {
			t.Errorf("a longer deputy is found as %q", v.Findings)
		}
	})
}

// Who stands in for a clerk of another division sees and does what that clerk
// could: that division's requests, its reminders, and no others.
func TestDeputyReachesTheOtherDivision(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-03")
		ctx := t.Context()
		var ids []ledger.ID
		for i, unit := range []string{"kjj:cgk", "kjj:bgs"} {
			f := application()
			f.Door, f.Arrived, f.Unit, f.Content = "counter", "2025-03-03", unit, []string{"科技成果登记目录", "局办公室会议费支出明细"}[i]
			got, err := d.RegisterRequest(ctx, d.who["lisi"], f, nil)
			d.must(err)
			ids = append(ids, got.ID)
		}
		_, err := d.Requests(ctx, d.who["baomi"], office.RequestQuery{})
		d.refused("access.may.role", err)
		d.must(d.Deputize(ctx, d.who["anquan"], office.DeputyForm{Officer: string(office.OfficerID("kjj", "wangwu")), StandIn: string(office.OfficerID("kjj", "baomi")),
			From: "2025-03-03", To: "2025-03-31"}))
		who, err := d.Actor(ctx, office.OfficerID("kjj", "baomi"))
		d.must(err)
		for name, read := range map[string]func() (office.RequestList, error){
			"queue":    func() (office.RequestList, error) { return d.RequestQueue(ctx, who, office.RequestQuery{}) },
			"register": func() (office.RequestList, error) { return d.Requests(ctx, who, office.RequestQuery{}) },
		} {
			l, err := read()
			d.must(err)
			if l.Total != 1 || l.Rows[0].Request.ID != ids[0] {
				t.Errorf("the %s holds %d", name, l.Total)
			}
		}
		d.day("2025-03-26")
		desk, err := d.Desk(ctx, who)
		d.must(err)
		n := 0
		for _, x := range desk.Tasks {
			if x.Kind == "request" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d requests on the stand-in's desk", n)
		}
		draft := office.Draft{Reply: "told", Supply: "本机关网站“科技成果”栏目"}
		d.must(d.DecideRequest(ctx, who, ids[0], d.act("lisi", ids[0], office.RequestAct{}), draft))
		d.refused("access.may.role", d.DecideRequest(ctx, who, ids[1], d.act("lisi", ids[1], office.RequestAct{}), draft))
		d.refused("access.may.role", d.ReturnRequest(ctx, d.who["wangwu"], ids[0], d.act("lisi", ids[0], office.RequestAct{Text: "重拟"})))
		d.must(d.ReturnRequest(ctx, d.who["kezhang"], ids[0], d.act("lisi", ids[0], office.RequestAct{Text: "重拟"})))
		d.verified()
	})
}

// TestDeputyFourEyes: what was drafted in another's name is that other's draft
// as well, and nobody decides it in the drafter's name (R-A41, R-A45).
func TestDeputyFourEyes(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := newDesk(t, db, "2025-03-04")
		ctx := t.Context()
		id := func(login string) string { return string(office.OfficerID("kjj", login)) }
		now := func(login string) access.Actor {
			who, err := d.Actor(ctx, ledger.ID(id(login)))
			d.must(err)
			return who
		}
		for _, x := range [][2]string{{"fuze", "fagui"}, {"lisi", "kezhang"}} {
			d.must(d.Deputize(ctx, d.who["anquan"], office.DeputyForm{Officer: id(x[0]), StandIn: id(x[1]), From: "2025-03-04", To: "2025-03-20"}))
		}
		in := now("fagui")
		end := record.Ending{Found: "属实", Words: "已更正"}

		one, err := d.ReceiveRecord(ctx, d.who["lisi"], correction(), nil)
		d.must(err)
		d.must(d.ProposeRecord(ctx, in, one, office.RecordEnd{Rev: d.correction("lisi", one).Rev, How: "corrected", Ending: end}))
		d.refused("record.end.drafter", d.EndRecord(ctx, d.who["fuze"], one, d.correction("lisi", one).Rev))
		d.must(d.EndRecord(ctx, d.who["fenguan"], one, d.correction("lisi", one).Rev))
		other, err := d.ReceiveRecord(ctx, d.who["lisi"], correction(), nil)
		d.must(err)
		d.must(d.ProposeRecord(ctx, d.who["lisi"], other, office.RecordEnd{Rev: d.correction("lisi", other).Rev, How: "corrected", Ending: end}))
		d.refused("record.end.drafter", d.EndRecord(ctx, now("kezhang"), other, d.correction("lisi", other).Rev))

		form := application()
		form.Door, form.Arrived = "counter", "2025-03-03"
		got, err := d.RegisterRequest(ctx, d.who["lisi"], form, nil)
		d.must(err)
		d.must(d.DecideRequest(ctx, in, got.ID, d.act("lisi", got.ID, office.RequestAct{}), office.Draft{Reply: "told", Supply: "本机关网站“公开指南”栏目"}))
		d.refused("request.review.own", d.ReviewRequest(ctx, d.who["fuze"], got.ID, d.act("lisi", got.ID, office.RequestAct{})))
		d.must(d.ReviewRequest(ctx, d.who["lisi"], got.ID, d.act("lisi", got.ID, office.RequestAct{})))
		d.must(d.SignRequest(ctx, d.who["fenguan"], got.ID, d.act("lisi", got.ID, office.RequestAct{})))
		d.verified()
	})
}
