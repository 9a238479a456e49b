package office_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/catalogue"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/law"
	"gongkai/ledger"
	reg "gongkai/register"
)

func contractGuide() catalogue.Elements {
	return catalogue.Elements{Name: "技术合同认定登记", Kind: "07", Subject: []string{"science"}, Served: []string{"legal"}, Handling: "promised",
		Basis:     "《技术合同认定登记管理办法》",
		Statutory: catalogue.Period{N: 30, Unit: law.Workdays}, Promised: catalogue.Period{N: 10, Unit: law.Workdays},
		Materials: []catalogue.Material{{Name: "技术合同", Form: "copy", Copies: 1, Medium: "electronic", Source: "applicant", Need: "needed"}},
		Steps:     []catalogue.Step{{Name: "受理", Days: 1}, {Name: "认定", Days: 9}}}
}

func (d *desk) guide(id ledger.ID) office.GuideView {
	d.t.Helper()
	v, err := d.Guide(d.t.Context(), d.who["lisi"], id, 0)
	d.must(err)
	return v
}

// inForce drafts an item by one officer and puts it in force by another.
func (d *desk) inForce(e catalogue.Elements, from string) ledger.ID {
	d.t.Helper()
	ctx := d.t.Context()
	id, err := d.DraftGuide(ctx, d.who["wangwu"], d.who["wangwu"].Unit, e)
	d.must(err)
	d.must(d.ProposeGuide(ctx, d.who["wangwu"], id, 1, d.guide(id).Rev))
	d.must(d.EnforceGuide(ctx, d.who["lisi"], id, 1, office.EnforceForm{Rev: d.guide(id).Rev, From: from}))
	return id
}

func (d *desk) registered(name string) (in, out int) {
	d.t.Helper()
	lines, err := d.Items(d.t.Context(), d.who["lisi"], reg.Name(name))
	d.must(err)
	for _, l := range lines {
		if l.Delisted.IsZero() {
			in++
		} else {
			out++
		}
	}
	return in, out
}

// An item from its draft to its end (§G.4): a second officer puts it in force,
// which lists it in the annual report's register (§B.3); a changed list of
// materials is a new version; cancelling delists; rows and ledger agree.
func TestCatalogueStory(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		e := contractGuide()
		e.Promised.N = 31
		_, err := d.DraftGuide(ctx, d.who["wangwu"], d.who["wangwu"].Unit, e)
		d.refused("catalogue.draft.promise", err)
		id, err := d.DraftGuide(ctx, d.who["wangwu"], d.who["wangwu"].Unit, contractGuide())
		d.must(err)
		g := d.guide(id)
		d.must(d.AttachGuideFile(ctx, d.who["wangwu"], id, 1, g.Version.Rev, "blank.1", "合同空表.txt", strings.NewReader("空表")))
		d.refused("office.save.conflict", d.SaveGuide(ctx, d.who["wangwu"], id, 1, g.Version.Rev, d.who["wangwu"].Unit, e))
		g = d.guide(id)
		d.refused("catalogue.draft.file", d.AttachGuideFile(ctx, d.who["wangwu"], id, 1, g.Version.Rev, "blank.2", "空表.txt", strings.NewReader("x")))
		d.must(d.ProposeGuide(ctx, d.who["wangwu"], id, 1, g.Rev))
		g = d.guide(id)
		d.refused("catalogue.draft.stage", d.SaveGuide(ctx, d.who["wangwu"], id, 1, g.Version.Rev, d.who["wangwu"].Unit, e))
		d.refused("access.may.role", d.EnforceGuide(ctx, d.who["wangwu"], id, 1, office.EnforceForm{Rev: g.Rev, From: "2025-03-01"}))
		d.must(d.ReturnGuide(ctx, d.who["lisi"], id, 1, g.Rev, "请补办理地点"))
		d.must(d.ProposeGuide(ctx, d.who["wangwu"], id, 1, d.guide(id).Rev))
		if list, _ := d.Services(ctx, d.who["lisi"].Organ, office.ServiceFilter{}); len(list) > 0 {
			t.Error("what is not in force is public")
		}
		d.refused("catalogue.enforce.line", d.EnforceGuide(ctx, d.who["lisi"], id, 1, office.EnforceForm{Rev: d.guide(id).Rev, From: "2025-03-01", Line: "absent"}))
		d.must(d.EnforceGuide(ctx, d.who["lisi"], id, 1, office.EnforceForm{Rev: d.guide(id).Rev, From: "2025-03-01"}))
		if in, _ := d.registered("service"); in != 1 {
			t.Errorf("%d lines are in the register", in)
		}
		g = d.guide(id)
		if g.State != catalogue.Active || g.Line.Title != "技术合同认定登记" || g.Line.Type != "行政确认" || g.Line.Listed.String() != "2025-03-01" || g.Current != 1 || len(g.Missing) == 0 {
			t.Errorf("%+v", g)
		}
		d.refused("item.delist.catalogue", d.DelistItem(ctx, d.who["lisi"], g.Line.ID, g.Line.Rev, "2025-03-04", "误列"))

		// A line that was typed by hand is taken up, not listed twice.
		_, err = d.ListItem(ctx, d.who["lisi"], office.ItemForm{Register: "service", Title: "科技成果登记", Type: "公共服务", Listed: "2020-01-01"})
		d.must(err)
		other := contractGuide()
		other.Name, other.Kind, other.Online = "科技成果登记", "20", true
		second := d.inForce(other, "2025-03-04")
		if in, _ := d.registered("service"); in != 2 {
			t.Errorf("%d lines are in the register", in)
		}

		// A changed list of materials is a new version, in force from its day.
		no, err := d.ReviseGuide(ctx, d.who["wangwu"], id)
		d.must(err)
		_, err = d.ReviseGuide(ctx, d.who["wangwu"], id)
		d.refused("catalogue.draft.open", err)
		e = contractGuide()
		e.Materials = append(e.Materials, catalogue.Material{Name: "营业执照", Copies: 1})
		d.must(d.SaveGuide(ctx, d.who["wangwu"], id, no, d.guide(id).Version.Rev, d.who["wangwu"].Unit, e))
		d.must(d.ProposeGuide(ctx, d.who["wangwu"], id, no, d.guide(id).Rev))
		d.must(d.EnforceGuide(ctx, d.who["fuze"], id, no, office.EnforceForm{Rev: d.guide(id).Rev, From: "2025-03-10"}))
		count := func(day string) int {
			d.day(day)
			s, err := d.Service(ctx, d.who["lisi"].Organ, d.guide(id).No)
			d.must(err)
			return len(s.Version.Elements.Materials)
		}
		if a, b := count("2025-03-09"), count("2025-03-10"); a != 1 || b != 2 {
			t.Errorf("%d, %d materials", a, b)
		}

		list, err := d.Services(ctx, d.who["lisi"].Organ, office.ServiceFilter{Query: "成果 登记", Subject: "science", Served: "legal"})
		if err != nil || len(list) != 1 || list[0].ID != second {
			t.Errorf("%v %v", list, err)
		}
		d.must(d.HaltItem(ctx, d.who["lisi"], id, d.guide(id).Rev, "系统升级"))
		if s, err := d.Service(ctx, d.who["lisi"].Organ, d.guide(id).No); err != nil || s.Halted != "系统升级" {
			t.Errorf("%+v %v", s, err)
		}
		d.must(d.ResumeItem(ctx, d.who["lisi"], id, d.guide(id).Rev))
		d.must(d.CancelItem(ctx, d.who["lisi"], id, d.guide(id).Rev, "2025-03-10", "下放到县区"))
		if in, out := d.registered("service"); in != 1 || out != 1 {
			t.Errorf("%d lines in, %d out", in, out)
		}
		_, err = d.Service(ctx, d.who["lisi"].Organ, d.guide(id).No)
		d.refused("public.read.absent", err)
		l, err := d.Catalogue(ctx, d.who["fagui"])
		d.must(err)
		if l.InForce != 1 || l.Complete != 0 || !l.Fails {
			t.Errorf("%+v", l)
		}
		d.verified()
	})
}

// A spreadsheet gives drafts, all rows or none; the same once more changes
// nothing, and what is in force gets a new draft.
func TestCatalogueImport(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d, ctx := newDesk(t, db, "2025-03-04"), t.Context()
		organ := d.who["lisi"].Organ
		cells := [][]string{{"事项名称", "事项类型", "承办科室", "办件类型", "承诺办结时限"}, {"技术合同认定登记", "行政确认", "成果科", "承诺件", "10个工作日"},
			{"科技成果登记", "公共服务", "成果科", "即办件", ""}}
		bad := slices.Clone(cells)
		bad[2] = []string{"科技成果登记", "审批", "成果科", "", ""}
		got, err := d.ImportItems(ctx, organ, office.GuideTable{Cells: bad})
		if err != nil || len(got.Faults) != 1 || got.New != 0 {
			t.Fatalf("%+v %v", got, err)
		}
		if l, _ := d.Catalogue(ctx, d.who["lisi"]); len(l.Rows) != 0 {
			t.Error("half a file was imported")
		}
		for _, want := range []office.GuideImport{{New: 2}, {Same: 2}} {
			if got, err := d.ImportItems(ctx, organ, office.GuideTable{Cells: cells}); err != nil || got.New != want.New || got.Same != want.Same {
				t.Errorf("%+v %v", got, err)
			}
		}
		l, err := d.Catalogue(ctx, d.who["lisi"])
		d.must(err)
		id := l.Rows[0].ID
		d.must(d.ProposeGuide(ctx, d.who["wangwu"], id, 1, d.guide(id).Rev))
		d.must(d.EnforceGuide(ctx, d.who["lisi"], id, 1, office.EnforceForm{Rev: d.guide(id).Rev, From: "2025-03-04"}))
		cells[1][4] = "8个工作日"
		var csv strings.Builder
		for _, row := range cells {
			csv.WriteString(strings.Join(row, ",") + "\n")
		}
		if got, err := d.ImportGuides(ctx, d.who["lisi"], "事项.csv", strings.NewReader(csv.String())); err != nil || got.Changed != 1 || got.Same != 1 {
			t.Errorf("%+v %v", got, err)
		}
		if g := d.guide(id); g.Version.No != 2 || g.Version.Stage != catalogue.Draft || g.Current != 1 {
			t.Errorf("%+v", g.Version)
		}

		// Questions come on a sheet of their own (G.4-ASK); a file without it leaves them.
		book := func(questions ...[]string) string {
			b, err := conv.WriteSheets(conv.Sheet{Name: "事项", Rows: cells}, conv.Sheet{Name: "填写项", Rows: append([][]string{catalogue.QuestionHeader}, questions...)})
			d.must(err)
			return string(b)
		}
		if got, err := d.ImportGuides(ctx, d.who["lisi"], "事项.xlsx", strings.NewReader(book([]string{"技术合同认定登记", "类别", "颜色"}))); err != nil || len(got.Faults) != 1 ||
			!strings.HasPrefix(got.Faults[0].String(), "填写项 C2（第2行“类型”）") {
			t.Errorf("%+v %v", got, err)
		}
		asked := []string{"技术合同认定登记", "合同类别", "选择", "是", "", "技术开发、技术转让"}
		if got, err := d.ImportGuides(ctx, d.who["lisi"], "事项.xlsx", strings.NewReader(book(asked))); err != nil || got.Changed != 1 || got.Same != 1 {
			t.Errorf("%+v %v", got, err)
		}
		if got, err := d.ImportGuides(ctx, d.who["lisi"], "事项.csv", strings.NewReader(csv.String())); err != nil || got.Same != 2 || len(d.guide(id).Version.Elements.Questions) != 1 {
			t.Errorf("%+v %v", got, err)
		}
		d.verified()
	})
}

// Whoever changes a row of the catalogue behind the program's back is found out.
func TestCatalogueTamper(t *testing.T) {
	t.Parallel()
	at := testkit.Fresh(t, "sqlite")
	d, ctx := newDesk(t, testkit.Open(t, at), "2025-03-04"), t.Context()
	id := d.inForce(contractGuide(), "2025-03-04")
	d.must(d.HaltItem(ctx, d.who["lisi"], id, d.guide(id).Rev, "系统升级"))
	exec := func(sql string) {
		t.Helper()
		_, err := testkit.Raw(t, at).Exec(sql)
		d.must(err)
	}
	for _, x := range []struct{ sql, undo, want string }{
		{`update catalogue_item set state = 'active'`, `update catalogue_item set state = 'suspended'`, "办事事项 001"},
		{`update catalogue_item set no = '009'`, `update catalogue_item set no = '001'`, "办事事项 009"},
		{`update catalogue_version set elements = replace(elements, '法人', '自然人'), unit = unit || 'x'`, `update catalogue_version set unit = substr(unit, 1, length(unit) - 1)`, "科室"},
		{`update catalogue_version set elements = replace(elements, '技术合同', '技朮合同')`, `update catalogue_version set elements = replace(elements, '技朮合同', '技术合同')`, "被改动过"},
		{`update catalogue_version set from_day = '2025-01-01'`, `update catalogue_version set from_day = '2025-03-04'`, "生效日期"},
		{`update catalogue_words set words = '改'`, `update catalogue_words set words = '系统升级'`, "的理由"},
	} {
		d.verified()
		exec(x.sql)
		v, err := d.Verify(ctx, "kjj")
		d.must(err)
		if len(v.Findings) == 0 || !strings.Contains(strings.Join(v.Findings, "\n"), x.want) {
			t.Errorf("%s: %v", x.sql, v.Findings)
		}
		exec(x.undo)
	}
}
