package office_test

import (
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
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
