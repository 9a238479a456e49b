package office_test

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"gongkai/access"
	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/service"
)

// hall is a bureau with a window, two divisions and a chief.
type hall struct {
	*desk
}

func newHall(t *testing.T, db *store.DB, day string) hall {
	t.Helper()
	d := &desk{t: t, db: db, clock: testkit.NewClock(t, day), who: map[string]access.Actor{}}
	d.Office = testkit.Office(t, db, d.clock.Now)
	f := office.Founding{Organ: people.Organ{Token: "kjj", Name: "岳阳市科学技术局", ShortName: "岳科", Region: "岳阳市", Phone: "0730-8880001", CreditCode: "11430600006387561X"},
		Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}, {Code: "cgk", Name: "成果科", Kind: people.Division},
			{Code: "gxk", Name: "高新科", Kind: people.Division}, {Code: "ck", Name: "政务窗口", Kind: people.Window}},
		Columns: publication.DefaultColumns()}
	for login, x := range map[string][2]string{"lisi": {"kjj:bgs", "office"}, "wangwu": {"kjj:cgk", "clerk"}, "zhaoliu": {"kjj:cgk", "clerk"},
		"kezhang": {"kjj:cgk", "unit_head"}, "gaoxin": {"kjj:gxk", "clerk"}, "chuangkou": {"kjj:ck", "window_staff"}, "juzhang": {"kjj:bgs", "chief"},
		"fuze": {"kjj:bgs", "disclosure_hd"}} {
		f.Officers = append(f.Officers, office.FoundingOfficer{Password: "Demo-2019-gongkai", OfficerForm: office.OfficerForm{Login: login, Name: login, Unit: x[0], Roles: []string{x[1]}}})
	}
	d.must(d.Found(t.Context(), f))
	for _, x := range f.Officers {
		a, err := d.Actor(t.Context(), office.OfficerID("kjj", x.Login))
		d.must(err)
		d.who[x.Login] = a
	}
	return hall{d}
}

// permitGuide is a permit of two steps by two divisions.
func permitGuide() catalogue.Elements {
	return catalogue.Elements{Name: "实验动物使用许可", Kind: "01", Subject: []string{"science"}, Served: []string{"legal"}, Handling: "promised",
		Basis: "《实验动物管理条例》", Statutory: catalogue.Period{N: 20, Unit: law.Workdays}, Promised: catalogue.Period{N: 8, Unit: law.Workdays},
		Materials: []catalogue.Material{{Name: "申请表", Form: "original", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"},
			{Name: "场地证明", Form: "copy", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"}},
		Questions: []catalogue.Question{{Name: "动物种类", Sort: "choice", Choices: []string{"小鼠", "大鼠"}}, {Name: "负责人身份号码", Sort: "id"}},
		Steps:     []catalogue.Step{{Name: "受理", Days: 1}, {Name: "审查", Days: 3}, {Name: "现场核查", Unit: "kjj:gxk", Days: 3}, {Name: "决定", Days: 1}}}
}

func instantGuide() catalogue.Elements {
	return catalogue.Elements{Name: "科技型中小企业信息查询", Kind: "20", Subject: []string{"science"}, Served: []string{"legal"}, Handling: "instant", Basis: "《办法》",
		Statutory: catalogue.Period{N: 10, Unit: law.Workdays}, NoMaterials: true, Steps: []catalogue.Step{{Name: "办结", Days: 1}}}
}

func (h hall) counter(item ledger.ID) office.CaseForm {
	return office.CaseForm{Item: string(item), Door: "counter", Applicant: "legal", Name: "岳阳某某生物公司", Credit: "91350100M000100Y43", Phone: "0730-8881234",
		Agent: "张三", Matter: "申请使用许可"}
}

func (h hall) matter(who string, id ledger.ID) office.CaseView {
	h.t.Helper()
	v, err := h.CaseMatter(h.t.Context(), h.who[who], id)
	h.must(err)
	return v
}

// act does a verb with the rev that the officer sees.
func (h hall) act(who string, id ledger.ID, v service.Verb, a office.CaseAct) error {
	h.t.Helper()
	a.Rev = h.matter("lisi", id).Case.Rev
	return h.ActCase(h.t.Context(), h.who[who], id, v, a)
}

func (h hall) verified() {
	h.t.Helper()
	v, err := h.Verify(h.t.Context(), "kjj")
	h.must(err)
	for _, f := range v.Findings {
		h.t.Errorf("verify: %s", f)
	}
}

// A case from the site with a material missing (G.3, 行政许可法第三十二条): told once
// by the window, supplemented online, examined by two divisions, decided by a third
// hand, delivered, rated, archived and erased; the year counts it and the ledger
// agrees with the rows.
func TestCaseLacking(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		h, ctx := newHall(t, db, "2025-03-03"), t.Context()
		item := h.inForce(permitGuide(), "2025-01-02")
		f := h.counter(item)
		f.Answers = map[string]string{"q1": "小鼠", "q2": "110101199003070011"}
		token, err := h.SaveCaseDraft(ctx, "kjj", "", office.CaseDraft{CaseForm: f})
		h.must(err)
		kept, err := h.KeepCasePaper(ctx, "kjj", "m1", "申请表.pdf", strings.NewReader("%PDF-1.4 申请"), "10.0.0.1")
		h.must(err)
		d, err := h.CaseDraft(ctx, "kjj", token)
		h.must(err)
		d.Papers = append(d.Papers, kept)
		_, err = h.SaveCaseDraft(ctx, "kjj", token, d)
		h.must(err)
		got, _, err := h.HandInCase(ctx, "kjj", token, "10.0.0.1")
		h.must(err)
		if again, _, err := h.HandInCase(ctx, "kjj", token, "10.0.0.1"); err != nil || again.ID != got.ID || got.No != "2025-00001" || got.Due.Day.String() != "2025-03-10" {
			t.Fatalf("%+v, then %+v, %v", got, again, err)
		}

		h.day("2025-03-04")
		h.refused("service.verb.state", h.act("wangwu", got.ID, service.AdvanceVerb, office.CaseAct{}))
		h.refused("access.may.role", h.act("gaoxin", got.ID, service.PrecheckVerb, office.CaseAct{}))
		h.must(h.act("chuangkou", got.ID, service.PrecheckVerb, office.CaseAct{Text: "网上材料清楚"}))
		h.must(h.act("chuangkou", got.ID, service.TakeInVerb, office.CaseAct{}))
		v := h.matter("chuangkou", got.ID)
		if len(v.Materials) != 2 || !v.Materials[0].Given || v.Materials[1].Given || len(v.Stages) != 2 || !v.Can[service.LackVerb] || v.Applicant != "岳阳某某生物公司" {
			t.Fatalf("%+v", v.Materials)
		}
		h.must(h.act("chuangkou", got.ID, service.LackVerb, office.CaseAct{Materials: []string{"m2"}, By: "2025-03-20", Text: "请提供场地产权证或者租赁合同"}))
		h.refused("service.lack.twice", h.act("chuangkou", got.ID, service.LackVerb, office.CaseAct{Materials: []string{"m1"}, By: "2025-03-20"}))

		// The list of materials changes while the case waits: the case keeps its own.
		changed := permitGuide()
		changed.Materials = append(changed.Materials, catalogue.Material{Name: "伦理审查意见", Form: "copy", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"})
		no, err := h.ReviseGuide(ctx, h.who["wangwu"], item)
		h.must(err)
		g := h.guide(item)
		h.must(h.SaveGuide(ctx, h.who["wangwu"], item, no, g.Version.Rev, h.who["wangwu"].Unit, changed))
		h.must(h.ProposeGuide(ctx, h.who["wangwu"], item, no, h.guide(item).Rev))
		h.must(h.EnforceGuide(ctx, h.who["lisi"], item, no, office.EnforceForm{Rev: h.guide(item).Rev, From: "2025-03-05"}))
		h.day("2025-03-05")
		if v := h.matter("chuangkou", got.ID); !v.Outdated || len(v.Materials) != 2 {
			t.Errorf("outdated %t, %d materials", v.Outdated, len(v.Materials))
		}

		// The applicant supplements on the site.
		h.refused("public.follow.wrong", second(h.FollowCase(ctx, "kjj", got.Code, "0000", "10.0.0.1")))
		pass, err := h.FollowCase(ctx, "kjj", got.Code, "1234", "10.0.0.1")
		h.must(err)
		mine, err := h.FollowedCase(ctx, "kjj", pass)
		h.must(err)
		if !mine.Can[service.SupplementVerb] || mine.Can[service.RateVerb] || !strings.Contains(mine.Next, "一次补齐") || len(mine.Steps) != 4 ||
			!strings.Contains(mine.Steps[3].What, "场地证明") || !strings.Contains(mine.Steps[3].Said, "租赁合同") {
			t.Errorf("%+v", mine)
		}
		h.day("2025-03-10")
		pass, err = h.FollowCase(ctx, "kjj", got.Code, "1234", "10.0.0.1")
		h.must(err)
		h.refused("service.supplement.missing", h.ActFollowedCase(ctx, "kjj", pass, service.SupplementVerb, office.CaseAct{Rev: mine.Case.Rev}))
		proof := []office.Upload{{Kind: "m2", Name: "租赁合同.pdf", R: strings.NewReader("%PDF-1.4 租赁")}}
		h.must(h.ActFollowedCase(ctx, "kjj", pass, service.SupplementVerb, office.CaseAct{Rev: mine.Case.Rev, Files: proof}))
		h.refused("service.lack.twice", h.act("chuangkou", got.ID, service.LackVerb, office.CaseAct{Materials: []string{"m1"}, By: "2025-03-20"}))
		h.must(h.act("chuangkou", got.ID, service.AcceptVerb, office.CaseAct{}))

		h.day("2025-03-11")
		h.refused("access.may.role", h.act("gaoxin", got.ID, service.AdvanceVerb, office.CaseAct{}))
		h.must(h.act("wangwu", got.ID, service.AdvanceVerb, office.CaseAct{Text: "材料齐全，符合条件"}))
		h.must(h.act("gaoxin", got.ID, service.SuspendVerb, office.CaseAct{Procedure: "experts", Days: "5", Text: "《条例》第十条"}))
		h.day("2025-03-18")
		h.must(h.act("gaoxin", got.ID, service.ResumeVerb, office.CaseAct{}))
		h.must(h.act("gaoxin", got.ID, service.AdvanceVerb, office.CaseAct{Text: "现场合格"}))
		h.refused("access.may.role", h.act("wangwu", got.ID, service.DecideVerb, office.CaseAct{Result: "granted"}))
		h.refused("access.may.role", h.act("kezhang", got.ID, service.ExtendVerb, office.CaseAct{Days: "5", Text: "复杂"}))
		h.must(h.act("juzhang", got.ID, service.ExtendVerb, office.CaseAct{Days: "5", Text: "复杂"}))
		h.day("2025-03-19")
		h.must(h.act("kezhang", got.ID, service.DecideVerb, office.CaseAct{Result: "granted", Text: "符合条件", Files: []office.Upload{{Kind: "result", Name: "许可证.pdf", R: strings.NewReader("%PDF-1.4 证")}}}))
		h.must(h.act("chuangkou", got.ID, service.DeliverVerb, office.CaseAct{Way: "counter", Text: "张三签收", Visit: true}))
		if v := h.matter("chuangkou", got.ID); v.Case.Visits != 1 || v.Sheet.Used != 2 || v.Sheet.Late() {
			t.Errorf("visits %d, used %d", v.Case.Visits, v.Sheet.Used)
		}

		h.day("2025-03-20")
		pass, err = h.FollowCase(ctx, "kjj", got.Code, "1234", "10.0.0.2")
		h.must(err)
		if mine, err = h.FollowedCase(ctx, "kjj", pass); err != nil || len(mine.Papers) != 1 {
			t.Fatalf("%d papers, %v", len(mine.Papers), err)
		}
		file, err := h.FollowedCasePaper(ctx, "kjj", pass, mine.Papers[0].ID)
		h.must(err)
		if b, _ := io.ReadAll(file); string(b) != "%PDF-1.4 证" {
			t.Errorf("the result is %q", b)
		}
		h.must(h.ActFollowedCase(ctx, "kjj", pass, service.RateVerb, office.CaseAct{Rev: mine.Case.Rev, Level: "5", Scores: map[string]string{"ease": "4"}, Text: "很快"}))
		h.must(h.act("lisi", got.ID, service.ArchiveVerb, office.CaseAct{}))

		sheet, err := h.Report(ctx, h.who["fuze"], 2025, "2019")
		h.must(err)
		for name, want := range map[string]int64{"T2.permit.decided": 1, "cases.received": 1, "cases.accepted": 1, "cases.decided": 1, "cases.at_window": 1, "services.cases": 1,
			"cases.on_time": 1, "cases.ahead": 1, "cases.late": 0, "cases.statutory": 20, "cases.used": 2, "cases.speedup": 900, "services.speedup": 90, "cases.visits": 1, "cases.visits_mean": 100,
			"ratings.count": 1, "ratings.mean": 500, "ratings.good_share": 1000, "ratings.bad": 0} {
			f := sheet.Sheet.Cell(name)
			if f.Value != want || want > 0 && len(f.Entries) == 0 {
				t.Errorf("%s is %d of %v, want %d", name, f.Value, f.Entries, want)
			}
		}
		before := h.matter("lisi", got.ID)
		p, asked, err := h.OpenCaseApplicant(ctx, h.who["chuangkou"], got.ID, "10.0.0.9")
		if err != nil || p.Phone != "0730-8881234" || before.Person.Phone == p.Phone || asked.Fields[1].Value != "110101199003070011" || before.Ask.Fields[1].Value == asked.Fields[1].Value {
			t.Errorf("%+v, %v", p, err)
		}
		h.verified()
		h.must(h.EraseCase(ctx, h.who["lisi"], got.ID, before.Case.Rev)) // 个人信息保护法第四十七条
		after := h.matter("lisi", got.ID)
		if after.Person != (service.Person{}) || after.Ask.Matter != "" || after.Timeline[3].Words != nil {
			t.Errorf("left: %+v %+v", after.Person, after.Ask)
		}
		again, err := h.Report(ctx, h.who["fuze"], 2025, "2019")
		h.must(err)
		if again.Sheet.Cell("cases.decided").Value != 1 {
			t.Error("erasing the person moved a figure")
		}
		h.verified()
	})
}

// Two clerks take the same case (G.3): one has it, the other is told whose it is;
// who comes with an old page as well.
func TestCaseClerks(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		h, ctx := newHall(t, db, "2025-03-03"), t.Context()
		item := h.inForce(permitGuide(), "2025-01-02")
		f := h.counter(item)
		f.Accept, f.Given = true, []string{"m1", "m2"}
		got, err := h.FileCase(ctx, h.who["chuangkou"], f, nil)
		h.must(err)
		rev := h.matter("wangwu", got.ID).Case.Rev
		errs := make([]error, 2)
		var wg sync.WaitGroup
		for i, who := range []string{"wangwu", "zhaoliu"} {
			wg.Go(func() { errs[i] = h.ActCase(ctx, h.who[who], got.ID, service.ClaimVerb, office.CaseAct{Rev: rev}) })
		}
		wg.Wait()
		won, lost := "wangwu", errs[1]
		if errs[0] != nil {
			won, lost = "zhaoliu", errs[0]
		}
		r, ok := refusal.As(lost)
		if !ok || r.Code != "service.claim.taken" || !strings.Contains(r.Error(), won) {
			t.Fatalf("%s has it; the other was told %v", won, lost)
		}
		tasks := func(who string) (n int) {
			d, err := h.Desk(ctx, h.who[who])
			h.must(err)
			for _, x := range d.Tasks {
				if x.Kind == "case" {
					n++
				}
			}
			return n
		}
		other := map[string]string{"wangwu": "zhaoliu", "zhaoliu": "wangwu"}[won]
		if tasks(won) != 1 || tasks(other) != 0 || tasks("gaoxin") != 0 {
			t.Errorf("%d %d %d", tasks(won), tasks(other), tasks("gaoxin"))
		}
		h.refused("service.claim.taken", h.act(other, got.ID, service.AdvanceVerb, office.CaseAct{}))
		h.refused("service.claim.taken", h.act(other, got.ID, service.ReleaseVerb, office.CaseAct{}))
		h.must(h.act("kezhang", got.ID, service.ReleaseVerb, office.CaseAct{}))
		h.must(h.act(other, got.ID, service.AdvanceVerb, office.CaseAct{}))
		if tasks("gaoxin") != 1 {
			t.Error("the second division has nothing to do")
		}
		h.must(h.act("gaoxin", got.ID, service.SendBackVerb, office.CaseAct{To: "0", Text: "场地照片不清"}))
		h.must(h.act("kezhang", got.ID, service.AdvanceVerb, office.CaseAct{}))
		h.must(h.act("gaoxin", got.ID, service.AdvanceVerb, office.CaseAct{}))
		h.refused("service.decide.own", h.act("kezhang", got.ID, service.DecideVerb, office.CaseAct{Result: "granted"})) // 行政许可法第三十八条
		h.must(h.act("juzhang", got.ID, service.DecideVerb, office.CaseAct{Result: "denied", Text: "场地不符合"}))
		h.verified()
	})
}

// A bad rating is looked into, mended and answered (国办发〔2019〕51号), and stands in
// the queue until it is.
func TestCaseBadRating(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		h, ctx := newHall(t, db, "2025-03-03"), t.Context()
		item := h.inForce(instantGuide(), "2025-01-02")
		f := h.counter(item)
		f.Once = "form-1"
		got, err := h.InstantCase(ctx, h.who["chuangkou"], f, office.CaseAct{Result: "done"})
		h.must(err)
		if again, err := h.InstantCase(ctx, h.who["chuangkou"], f, office.CaseAct{Result: "done"}); err != nil || again.ID != got.ID || got.State != service.Handed {
			t.Fatalf("%+v, then %+v, %v", got, again, err)
		}
		f.Item, f.Once = string(h.inForce(permitGuide(), "2025-01-02")), ""
		h.refused("service.instant.item", second(h.InstantCase(ctx, h.who["chuangkou"], f, office.CaseAct{Result: "done"})))
		h.day("2025-03-04")
		h.must(h.act("chuangkou", got.ID, service.RateVerb, office.CaseAct{Level: "1", Scores: map[string]string{"attitude": "1"}, Text: "等了一个小时"}))
		h.refused("service.archive.rating", h.act("lisi", got.ID, service.ArchiveVerb, office.CaseAct{}))
		l, err := h.Cases(ctx, h.who["kezhang"], office.CaseQuery{Due: "owed"})
		h.must(err)
		if l.Owed != 1 || len(l.Rows) != 1 || l.Rows[0].Sheet.Next.Day.String() != "2025-03-25" || l.Rows[0].Waits != "核实差评" {
			t.Fatalf("%d owed: %+v", l.Owed, l.Rows)
		}
		h.day("2025-03-05")
		h.refused("access.may.role", h.act("chuangkou", got.ID, service.VerifyVerb, office.CaseAct{Upheld: true, Text: "属实"}))
		h.must(h.act("kezhang", got.ID, service.VerifyVerb, office.CaseAct{Upheld: true, Text: "当日只开一个窗口"}))
		h.must(h.act("kezhang", got.ID, service.MendVerb, office.CaseAct{Text: "增开一个窗口"}))
		h.must(h.act("kezhang", got.ID, service.AnswerVerb, office.CaseAct{Text: "已电话道歉"}))
		h.must(h.act("lisi", got.ID, service.ArchiveVerb, office.CaseAct{}))
		v, err := h.Report(ctx, h.who["fuze"], 2025, "2019")
		h.must(err)
		for name, want := range map[string]int64{"ratings.bad": 1, "ratings.mended": 1, "T2.service.decided": 1, "cases.at_window": 1, "cases.ahead": 0, "cases.on_time": 1, "services.speedup": 100} {
			if got := v.Sheet.Cell(name).Value; got != want {
				t.Errorf("%s is %d, want %d", name, got, want)
			}
		}
		// R-A50: what is counted from cases is not stated; what was decided elsewhere is,
		// beside it, and neither twice.
		state := func(cell, value string) error {
			return h.StateFigure(ctx, h.who["fuze"], office.StatementForm{Year: "2025", Cell: cell, Value: value, Day: "2025-03-05", Note: "汇总表"}, "表.txt", strings.NewReader("盖章"))
		}
		h.refused("report.state.derived", state("services.cases", "3"))
		s, err := h.CaseStatistics(ctx, "kjj", 2025)
		h.must(err)
		if s.Filed != 1 || s.Ended != 1 || s.Rated != 1 || s.Satisfied != 0 || len(s.Items) != 1 {
			t.Errorf("%+v", s)
		}
		h.verified()
	})
}

// R-A50: decisions are counted from cases where there are any, and stated where
// there are none; what was decided elsewhere stands beside them.
func TestCaseStatements(t *testing.T) {
	t.Parallel()
	h := newHall(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2019-05-06")
	ctx := t.Context()
	state := func(cell, value string) error {
		return h.StateFigure(ctx, h.who["fuze"], office.StatementForm{Year: "2019", Cell: cell, Value: value, Day: "2019-05-06", Note: "汇总表"}, "表.txt", strings.NewReader("盖章"))
	}
	h.must(state("T2.permit.decided", "95"))
	h.refused("report.state.other", state("cases.outside.permit", "3"))
	h.must(state("cases.outside.service", "6"))
	h.refused("report.state.other", state("T2.service.decided", "6"))
	item := h.inForce(instantGuide(), "2019-01-02")
	_, err := h.InstantCase(ctx, h.who["chuangkou"], h.counter(item), office.CaseAct{Result: "done"})
	h.must(err)
	h.refused("report.state.cases", state("T2.service.decided", "400"))
	v, err := h.Report(ctx, h.who["fuze"], 2019, "")
	h.must(err)
	cell := v.Sheet.Cell("T2.service.decided")
	if cell.Value != 7 || len(cell.Entries) != 2 || v.Sheet.Cell("T2.permit.decided").Value != 95 {
		t.Errorf("%d of %v", cell.Value, cell.Entries)
	}
	h.refused("service.file.item", second(h.FileCase(ctx, h.who["chuangkou"], h.counter("none"), nil)))
}

// A letter becomes a case: filed on the letter's day, under the same query code,
// and both ends know of each other (G.3, R-L5).
func TestCaseOfLetter(t *testing.T) {
	t.Parallel()
	h := newHall(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), "2025-03-03")
	ctx := t.Context()
	item := h.inForce(permitGuide(), "2025-01-02")
	l, err := h.WriteLetter(ctx, "kjj", wrote("想办实验动物许可", "我们新建了动物房，想办许可，请问怎样办理"), nil, "a")
	h.must(err)
	h.day("2025-03-05")
	v, err := h.LetterMatter(ctx, h.who["lisi"], l.ID)
	h.must(err)
	convert := func(item string) error {
		return h.ConvertLetter(ctx, h.who["lisi"], l.ID, office.LetterAct{Rev: v.Letter.Rev, To: "service", Text: "要办事", Item: item})
	}
	h.refused("service.file.item", convert("none"))
	h.must(convert(string(item)))
	v, err = h.LetterMatter(ctx, h.who["lisi"], l.ID)
	h.must(err)
	c := h.matter("lisi", v.Letter.Into)
	if c.Case.From != l.ID || c.Case.FiledOn.String() != "2025-03-03" || c.Case.Door != "letter" || c.Sheet.Next.Day.String() != "2025-03-10" {
		t.Errorf("%+v", c.Case)
	}
	if _, err := h.FollowCase(ctx, "kjj", l.Code, "1234", "10.0.0.1"); err != nil {
		t.Error(err)
	}
	h.verified()
}

// Whatever is changed behind the program's back is named.
func TestCaseTampering(t *testing.T) {
	t.Parallel()
	url := testkit.Fresh(t, "sqlite")
	h := newHall(t, testkit.Open(t, url), "2025-03-03")
	item := h.inForce(permitGuide(), "2025-01-02")
	f := h.counter(item)
	f.Accept, f.Given = true, []string{"m1", "m2"}
	h.refused("letter.file.not", second(h.FileCase(t.Context(), h.who["chuangkou"], f, []office.Upload{{Kind: "m1", Name: "表.pdf", R: strings.NewReader("MZ")}})))
	got, err := h.FileCase(t.Context(), h.who["chuangkou"], f, []office.Upload{{Kind: "m1", Name: "表.pdf", R: strings.NewReader("%PDF-1.4")}})
	h.must(err)
	h.verified()
	raw := testkit.Raw(t, url)
	for what, q := range map[string][2]string{
		"state":   {`update service_case set state = 'archived'`, `update service_case set state = 'accepted'`},
		"names":   {`update service_case set names_salt = names_salt || 'x'`, `update service_case set names_salt = substr(names_salt, 1, length(names_salt) - 1)`},
		"life":    {`update service_case set life = replace(life, '"Visits":1', '"Visits":0')`, `update service_case set life = replace(life, '"Visits":0', '"Visits":1')`},
		"words":   {`update service_words set salt = salt || 'x'`, `update service_words set salt = substr(salt, 1, length(salt) - 1)`},
		"a paper": {`update service_paper set sha = 'x' || sha`, `update service_paper set sha = substr(sha, 2)`},
	} {
		if _, err := raw.Exec(q[0]); err != nil {
			t.Fatal(err)
		}
		v, err := h.Verify(t.Context(), "kjj")
		h.must(err)
		if len(v.Findings) == 0 || !strings.Contains(fmt.Sprint(v.Findings), string(got.ID)) {
			t.Errorf("%s was changed, and verify says %v", what, v.Findings)
		}
		if _, err := raw.Exec(q[1]); err != nil {
			t.Fatal(err)
		}
	}
	h.verified()
}

// Who left an address is told by mail that materials lack, that the case is
// accepted and that it is decided; the mail holds nothing of the case itself (G.3).
func TestCaseMail(t *testing.T) {
	t.Parallel()
	h, ctx := newHall(t, testkit.Open(t, testkit.URL(t, "sqlite")), "2025-03-03"), t.Context()
	f := h.counter(h.inForce(permitGuide(), "2025-01-02"))
	f.Email = "zhang@example.com"
	got, err := h.FileCase(ctx, h.who["chuangkou"], f, nil)
	h.must(err)
	mails := func() (out []store.Mail) {
		h.must(h.db.View(ctx, func(tx *store.Tx) (err error) {
			out, err = tx.Outbox("kjj", store.MailWaiting, 0, 0)
			return err
		}))
		return out
	}
	if n := len(mails()); n != 0 {
		t.Fatalf("%d mails of what was only filed", n)
	}
	h.must(h.act("chuangkou", got.ID, service.LackVerb, office.CaseAct{Materials: []string{"m2"}, By: "2025-03-20", Text: "请提供租赁合同"}))
	h.must(h.act("chuangkou", got.ID, service.SupplementVerb, office.CaseAct{Materials: []string{"m2"}}))
	h.must(h.act("chuangkou", got.ID, service.AcceptVerb, office.CaseAct{}))
	sent := mails()
	if len(sent) != 2 {
		t.Fatalf("%d mails", len(sent))
	}
	for _, m := range sent {
		if !strings.Contains(m.Subject, got.No) || strings.Contains(m.Text, "租赁") || strings.Contains(m.Text, f.Name) || strings.Contains(m.Text, got.Code) {
			t.Errorf("the mail says too much, or too little: %s\n%s", m.Subject, m.Text)
		}
	}
	h.verified()
}
