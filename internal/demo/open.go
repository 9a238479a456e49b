package demo

import (
	"context"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/service"
)

// moved is a verb on an open case, on a day of January 2020.
type moved struct {
	day  int
	who  string
	verb service.Verb
	act  office.CaseAct
}

// open are the cases of January 2020, after the year that the report is about:
// each stands somewhere else when the clock stops, so that the window, every
// division and the applicants have something to see and to do.
func (b *builder) open() ([]step, error) {
	const permit, result, project = "外国人来华工作许可", "科技成果登记", "市级科技计划项目变更、终止"
	var out []step
	for i, x := range []struct {
		item, door string
		day        int
		accept     bool
		moves      []moved
	}{
		{permit, "web", 23, false, nil}, // 已提交
		{result, "web", 22, false, []moved{{23, "wzfw", service.PrecheckVerb, office.CaseAct{Text: "网上的材料清楚，请带原件来核对"}}}}, // 预审通过
		{project, "counter", 22, false, nil}, // 已收件
		{permit, "counter", 20, false, []moved{{21, "wzfw", service.LackVerb, office.CaseAct{Materials: []string{"m3"}, By: "2020-02-10", Text: "证明没有认证，请补交经认证的那一份"}}}}, // 待补正
		{result, "counter", 14, true, []moved{{20, "cgzh", service.AdvanceVerb, office.CaseAct{Text: "成果没有权属争议"}}}},                                                     // 审查中，等决定
		{project, "counter", 16, true, []moved{{17, "ghcw", service.ClaimVerb, office.CaseAct{}}}},                                                                      // 审查中，有人认领
		{result, "web", 10, true, []moved{{15, "cgzh", service.SuspendVerb, office.CaseAct{Procedure: "experts", Days: "15", Text: "《科技成果登记办法》：成果的水平要请专家评审"}}}},         // 特别程序
		{permit, "counter", 8, true, []moved{{13, "juzhang", service.ExtendVerb, office.CaseAct{Days: "5", Text: "学历证明要向境外学校核实"}}}},                                     // 延期
		{permit, "counter", 9, true, []moved{{14, "rcyz", service.AdvanceVerb, office.CaseAct{Text: "符合条件"}},
			{21, "rcyzkz", service.DecideVerb, office.CaseAct{Result: "granted"}}}}, // 已决定，待送达
		{permit, "counter", 7, true, []moved{{9, "rcyz", service.AdvanceVerb, office.CaseAct{Text: "职务与学历不符"}},
			{14, "rcyzkz", service.DecideVerb, office.CaseAct{Result: "denied", Text: "拟任职务需要的学历和工作年限都没有达到"}},
			{15, "wzfw", service.DeliverVerb, office.CaseAct{Way: "counter", Text: "申请人签收", Visit: true}}}}, // 不予
		{project, "counter", 3, true, []moved{{6, "ghcw", service.AdvanceVerb, office.CaseAct{Text: "理由成立"}},
			{8, "ghcwkz", service.DecideVerb, office.CaseAct{Result: "done"}}, {9, "wzfw", service.DeliverVerb, office.CaseAct{Way: "counter", Text: "申请人签收", Visit: true}},
			{10, "wzfw", service.RateVerb, office.CaseAct{Level: "1", Text: "来了三次才收下", Scores: map[string]string{"attitude": "2"}}},
			{13, "ghcwkz", service.VerifyVerb, office.CaseAct{Upheld: true, Text: "属实，第一次来的时候没有把要补的一次说完"}},
			{15, "ghcwkz", service.MendVerb, office.CaseAct{Text: "窗口和科室共用一张材料核对单，一次说完"}},
			{16, "ghcwkz", service.AnswerVerb, office.CaseAct{Text: "电话答复申请人，并致歉"}}}}, // 差评，已整改
		{project, "counter", 6, true, []moved{{8, "ghcw", service.AdvanceVerb, office.CaseAct{Text: "理由成立"}},
			{13, "ghcwkz", service.DecideVerb, office.CaseAct{Result: "done"}}, {14, "wzfw", service.DeliverVerb, office.CaseAct{Way: "counter", Text: "申请人签收", Visit: true}},
			{20, "wzfw", service.RateVerb, office.CaseAct{Level: "2", Text: "等的时间太长", Scores: map[string]string{"speed": "2"}}}}}, // 差评，待核实
		{result, "counter", 17, false, []moved{{20, "wzfw", service.DeclineVerb, office.CaseAct{Ground: "competence", Text: "完成单位在长沙，应向所在地的科学技术主管部门登记"}}}}, // 不予受理
		{result, "web", 15, false, []moved{{17, "wzfw", service.WithdrawVerb, office.CaseAct{Text: "申请人来电撤回，改由合作单位登记"}}}},                                  // 已撤回
		{permit, "counter", 16, false, []moved{{17, "wzfw", service.TransferVerb, office.CaseAct{Text: "省外国专家局"}}}},                                        // 已转报
	} {
		g := b.guides[x.item]
		c := &handled{b: b, g: g, door: x.door, n: 400 + i}
		out = append(out, c.begun(calendar.NewDay(2020, time.January, x.day), i, x.accept))
		for j, m := range x.moves {
			at := calendar.NewDay(2020, time.January, m.day).Start().Add(14*time.Hour + time.Duration(30+i+j)*time.Minute)
			out = append(out, b.act(at, "办件："+x.item, m.who, func(ctx context.Context, who access.Actor) error {
				v, err := b.o.CaseMatter(ctx, who, c.id)
				if err != nil {
					return err
				}
				m.act.Rev = v.Case.Rev
				return b.o.ActCase(ctx, who, c.id, m.verb, m.act)
			}))
		}
	}
	return out, nil
}

// begun takes a case in on a day as it comes: online it waits at the door, unless
// the division accepts it at once.
func (c *handled) begun(day calendar.Day, n int, accept bool) step {
	if accept {
		return c.filed(day, n)
	}
	return c.b.act(on(day, n), "办件："+c.g.terms.Name, c.taker(), func(ctx context.Context, who access.Actor) (err error) {
		f := c.form(400 + n)
		var got office.CaseReceipt
		if c.door == string(service.Counter) {
			f.Accept = false
			f.Given = slices.DeleteFunc(f.Given, func(m string) bool { return m == "m3" }) // which is told to be missing
			got, err = c.b.o.FileCase(ctx, who, f, nil)
		} else {
			got, err = c.b.o.ApplyCase(ctx, Token, f, nil, "demo")
		}
		c.id = got.ID
		return err
	})
}
