package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	caselife "gongkai/service"
)

// caseCommands are what a story of a case is written in: item, apply, do, term,
// shows and mine.
var caseCommands = map[string]command{"item": itemCmd, "apply": applyCmd, "do": doCmd, "term": caseClockCmd, "shows": showsCmd, "mine": mineCmd}

// itemCmd puts an item of the catalogue in force: item 事项 法定=20 承诺=8 材料=甲,乙
// 环节=审查:成果科:3,核查:规划科:2; 即办=是 makes it an instant one, 类型 its kind, and
// 填写=动物种类:选择:小鼠/大鼠,负责人身份号码:身份号码 what it asks itself.
func itemCmd(ts *testscript.TestScript, _ bool, args []string) {
	s, f := of(ts), read(args)
	number := func(name string) int {
		n, err := strconv.Atoi(orWord(f.get(name), "0"))
		ts.Check(err)
		return n
	}
	e := catalogue.Elements{Name: f.no, Kind: ledger.Code(key("item_kind", orWord(f.get("类型"), "行政许可"))), Subject: []string{"science"}, Served: []string{"legal"},
		Handling: "promised", Basis: orWord(f.get("依据"), "《实施办法》"), Statutory: catalogue.Period{N: number("法定"), Unit: law.Workdays},
		Promised: catalogue.Period{N: number("承诺"), Unit: law.Workdays}}
	if f.get("即办") != "" {
		e.Handling, e.NoMaterials, e.Promised = "instant", true, catalogue.Period{}
	}
	for _, m := range listed(f.get("材料")) {
		e.Materials = append(e.Materials, catalogue.Material{Name: m, Form: "copy", Copies: 1, Medium: "paper", Source: "applicant", Need: "needed"})
	}
	for _, x := range listed(f.get("填写")) {
		p := append(strings.Split(x, ":"), "")
		q := catalogue.Question{Name: p[0], Sort: ledger.Code(key("item_question", p[1])), Required: true}
		if p[2] != "" {
			q.Choices = strings.Split(p[2], "/")
		}
		e.Questions = append(e.Questions, q)
	}
	units := map[string]string{"成果科": "cgk", "规划科": "ghk"}
	for _, x := range listed(f.get("环节")) {
		p := strings.Split(x, ":")
		n, err := strconv.Atoi(p[2])
		ts.Check(err)
		e.Steps = append(e.Steps, catalogue.Step{Name: p[0], Unit: office.UnitID(storyOrgan, ledger.Code(units[p[1]])), Days: n})
	}
	ctx, drafts, enforces := context.Background(), s.officers["成果科王五"], s.officers["公开办李四"]
	id, err := s.o.DraftGuide(ctx, drafts, drafts.Unit, e)
	ts.Check(err)
	rev := func() int64 {
		g, err := s.o.Guide(ctx, enforces, id, 0)
		ts.Check(err)
		return g.Rev
	}
	ts.Check(s.o.ProposeGuide(ctx, drafts, id, 1, rev()))
	ts.Check(s.o.EnforceGuide(ctx, enforces, id, 1, office.EnforceForm{Rev: rev(), From: s.o.Today().String()}))
	s.named[f.no] = id
}

func listed(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// applyCmd hands a case in: a citizen on the site, an officer at the window. 受理=是
// takes it in and accepts it in the same act, 即办=是 does it at once; q1, q2 … are
// the answers to the item's own questions.
func applyCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(args)
	s.once++
	form := office.CaseForm{Once: strconv.Itoa(s.once), Item: string(s.named[f.no]), Door: "counter", Applicant: "legal", Name: orWord(f.get("申请人"), "岳阳某某公司"),
		Credit: "91350100M000100Y43", Phone: "0730-8881234", Matter: f.get("事由"), Accept: f.get("受理") != ""}
	form.Answers = map[string]string{}
	for name, v := range f.values {
		if strings.HasPrefix(name, "q") {
			form.Answers[name] = v
		}
	}
	var got office.CaseReceipt
	var err error
	switch who, officer := s.officers[s.actor]; {
	case !officer:
		got, err = s.o.ApplyCase(context.Background(), storyOrgan, form, nil, "127.0.0.1")
	case f.get("即办") != "":
		got, err = s.o.InstantCase(context.Background(), who, form, office.CaseAct{Result: "done"})
	default:
		got, err = s.o.FileCase(context.Background(), who, form, nil)
	}
	s.told(ts, neg, err)
	if err == nil {
		s.cases[got.No] = got
	}
}

// materials finds the codes of materials by their names.
func (s *story) materials(v office.CaseView, names string) (out []string) {
	for _, n := range listed(names) {
		for _, m := range v.Materials {
			if m.Name == n {
				out = append(out, m.Code)
			}
		}
	}
	return out
}

// doCmd does a verb to a case: do 2025-00001 lack 缺=场地证明 期限=2025-03-20. Who is no
// officer does it on their own page.
func doCmd(ts *testscript.TestScript, neg bool, args []string) {
	s, f := of(ts), read(args)
	ctx, got := context.Background(), s.cases[f.no]
	v, err := s.o.CaseMatter(ctx, s.officers["公开办李四"], got.ID)
	ts.Check(err)
	a := office.CaseAct{Rev: v.Case.Rev, On: f.get("日期"), By: f.get("期限"), Days: f.get("工作日"), To: f.get("退到"), Text: f.get("说明", "理由", "凭证"),
		Materials: s.materials(v, f.get("缺", "交")), Procedure: termKey(caselife.Procedures, f.get("程序")), Result: termKey(caselife.Results, f.get("决定")),
		Ground: termKey(caselife.Grounds, f.get("依据")), Way: termKey(caselife.Ways, f.get("方式")), Level: termKey(caselife.Levels, f.get("评价")),
		Upheld: f.get("属实") == "是", Visit: f.get("到场") != ""}
	verb := caselife.Verb(f.arg(0))
	if who, officer := s.officers[s.actor]; officer {
		s.told(ts, neg, s.o.ActCase(ctx, who, got.ID, verb, a))
		return
	}
	for _, m := range a.Materials {
		a.Files = append(a.Files, office.Upload{Kind: m, Name: "材料.pdf", R: strings.NewReader("%PDF-1.4 " + m)})
	}
	pass, err := s.o.FollowCase(ctx, storyOrgan, got.Code, "1234", "127.0.0.1")
	ts.Check(err)
	s.told(ts, neg, s.o.ActFollowedCase(ctx, storyOrgan, pass, verb, a))
}

func termKey(list []law.Term, label string) string {
	for _, t := range list {
		if t.Label == label {
			return t.Key
		}
	}
	return label
}

// caseClockCmd asks for what the clock says: term 2025-00001 法定=2025-03-31 已用=5.
func caseClockCmd(ts *testscript.TestScript, _ bool, args []string) {
	s, f := of(ts), read(args)
	v, err := s.o.CaseMatter(context.Background(), s.officers["公开办李四"], s.cases[f.no].ID)
	ts.Check(err)
	for name, got := range map[string]string{"法定": v.Sheet.Due.Day.String(), "承诺": v.Sheet.Promise.Day.String(), "已用": fmt.Sprint(v.Sheet.Used),
		"剩": fmt.Sprint(v.Sheet.Left), "须在": v.Sheet.Next.Day.String(), "状态": v.Case.State.Name(), "到场": fmt.Sprint(v.Case.Visits)} {
		if want, asked := f.values[name]; asked && got != want {
			ts.Fatalf("%s is %s, want %s", name, got, want)
		}
	}
}

// showsCmd reads the page of a case at the desk.
func showsCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	v, err := s.o.CaseMatter(context.Background(), s.who(ts), s.cases[args[0]].ID)
	ts.Check(err)
	var all strings.Builder
	fmt.Fprintln(&all, v.Applicant, v.Waits, v.Sheet.NextName)
	for _, x := range v.Ask.Fields {
		fmt.Fprintln(&all, x.Name+"："+x.Shown())
	}
	for _, x := range v.Timeline {
		fmt.Fprintln(&all, x.EntryView.What, x.Words)
	}
	for _, w := range v.Sheet.Steps {
		fmt.Fprintln(&all, w.On, w.Words, w.Article)
	}
	says(ts, neg, all.String(), args[1:])
}

// mineCmd reads the applicant's own page, and the notices that they got.
func mineCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := of(ts)
	ctx := context.Background()
	pass, err := s.o.FollowCase(ctx, storyOrgan, s.cases[args[0]].Code, "1234", "127.0.0.1")
	ts.Check(err)
	f, err := s.o.FollowedCase(ctx, storyOrgan, pass)
	ts.Check(err)
	notices, err := s.o.FollowedCaseNotices(ctx, storyOrgan, pass)
	ts.Check(err)
	var all strings.Builder
	fmt.Fprintln(&all, f.Next)
	for _, x := range f.Steps {
		fmt.Fprintln(&all, x.What, x.Said)
	}
	for _, n := range notices {
		fmt.Fprintln(&all, n.Name, n.No)
	}
	says(ts, neg, all.String(), args[1:])
}
