package demo

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/register"
)

// act is a step that one officer does.
func (b *builder) act(at time.Time, what, login string, do func(context.Context, access.Actor) error) step {
	return step{at, what, func(ctx context.Context) error {
		who, err := b.as(ctx, login)
		if err != nil {
			return err
		}
		return do(ctx, who)
	}}
}

// guide is an item of the catalogue (事项) with its guide (办事指南).
type guide struct {
	id    ledger.ID // once it is drafted
	unit  string
	terms catalogue.Elements
}

func (g *guide) instant() bool { return g.terms.Handling == "instant" }

// materials are the codes of what an applicant hands in.
func (g *guide) materials() []string {
	var out []string
	for i := range g.terms.Materials {
		out = append(out, fmt.Sprint("m", i+1))
	}
	return out
}

// withQuestions puts the questions of questions.txt to an item.
func withQuestions(e *catalogue.Elements) error {
	cells := [][]string{catalogue.QuestionHeader}
	for _, f := range lines("questions.txt") {
		if f[0] == e.Name {
			cells = append(cells, f)
		}
	}
	rows := []catalogue.Row{{Elements: *e}}
	if faults := catalogue.TakeQuestions(rows, cells); len(faults) > 0 {
		return fmt.Errorf("questions.txt：%s", faults[0])
	}
	*e = rows[0].Elements
	return nil
}

// answers are what the n-th applicant says to the item's questions.
func (g *guide) answers(n int) map[string]string {
	out := map[string]string{}
	for i, q := range g.terms.Questions {
		v := "（演示）" + q.Name + strconv.Itoa(n+1)
		switch q.Sort {
		case "choice":
			v = q.Choices[n%len(q.Choices)]
		case "yes":
			v = []string{"是", "否"}[n%2]
		case "number":
			v = strconv.Itoa(20 + n%180)
		case "money":
			v = strconv.Itoa(120000 + n%90*1500)
		case "date":
			v = calendar.NewDay(2018, time.Month(1+n%12), 1+n%28).String()
			if strings.Contains(q.Name, "开始") {
				v = calendar.NewDay(2020, time.Month(1+n%12), 1+n%28).String()
			}
		}
		out[q.Code(i+1)] = v
	}
	return out
}

// items puts each item of the catalogue in force on its day, which lists it in
// the register of the annual report, and cancels it on another.
func (b *builder) items() ([]step, error) {
	told := map[string][]string{}
	for i, f := range lines("guides.txt") {
		if len(f) != 9 {
			return nil, fmt.Errorf("guides.txt 第%d项应有9栏", i+1)
		}
		told[f[0]] = f
	}
	organ := Founding().Organ
	var steps []step
	for i, f := range lines("items.txt") {
		if len(f) != 6 && len(f) != 8 {
			return nil, fmt.Errorf("items.txt 第%d项应有6或8栏", i+1)
		}
		e, err := elements(organ, f, told[f[4]])
		if err != nil {
			return nil, fmt.Errorf("%s的办事指南：%w", f[4], err)
		}
		at, err := instant(f[1], "08:40")
		if err != nil {
			return nil, err
		}
		if err := withQuestions(&e); err != nil {
			return nil, err
		}
		g := &guide{unit: f[2], terms: e}
		b.guides[f[4]] = g
		steps = append(steps, b.act(at, register.Name(f[0]).Title()+"列入："+f[4], f[2], func(ctx context.Context, who access.Actor) error {
			return b.enforce(ctx, who, g, f[1])
		}))
		if len(f) == 6 {
			continue
		}
		if at, err = instant(f[6], "11:00"); err != nil {
			return nil, err
		}
		steps = append(steps, b.act(at, "取消："+f[4], "zhuren", func(ctx context.Context, who access.Actor) error {
			v, err := b.o.Guide(ctx, who, g.id, 0)
			if err != nil {
				return err
			}
			return b.o.CancelItem(ctx, who, g.id, v.Item.Rev, f[6], f[7])
		}))
	}
	return steps, nil
}

// enforce drafts a guide in its division and puts it in force by the office.
func (b *builder) enforce(ctx context.Context, who access.Actor, g *guide, from string) (err error) {
	if g.id, err = b.o.DraftGuide(ctx, who, unitID(g.unit), g.terms); err != nil {
		return err
	}
	v, err := b.o.Guide(ctx, who, g.id, 1)
	if err != nil {
		return err
	}
	if err := b.o.ProposeGuide(ctx, who, g.id, 1, v.Item.Rev); err != nil {
		return err
	}
	head, err := b.as(ctx, "zhuren")
	if err != nil {
		return err
	}
	return b.o.EnforceGuide(ctx, head, g.id, 1, office.EnforceForm{Rev: v.Item.Rev + 1, From: from})
}

// BodyCode is the credit code of the bureau in its guides. It has the check
// digit that the law asks for, and belongs to nobody.
const BodyCode = "114306000000000002"

// elements are what the guide of an item says (要素): the item's line, its own
// words, and what is the same for all.
func elements(organ people.Organ, item, words []string) (catalogue.Elements, error) {
	e := catalogue.Elements{Name: item[4], Basis: item[5], Visits: 1, Online: true, Hall: true, Bookable: true, Courier: true}
	if words == nil {
		return e, fmt.Errorf("guides.txt 里没有这一项")
	}
	handling, visits, reason, depth := "承诺件", "1", "核对证件和文本的原件", "网上受理"
	if words[2] == "" {
		handling, visits, reason, depth = "即办件", "0", "", "全程网办"
	}
	for _, set := range [][2]string{{"kind", item[3]}, {"subject", words[4]}, {"body", organ.Name}, {"nature", "法定机关"}, {"body_code", BodyCode},
		{"level", "市级"}, {"origin", "法定本级行使"}, {"served", words[3]}, {"applies", "岳阳市行政区域"}, {"conditions", words[5]}, {"handling", handling},
		{"statutory", words[1]}, {"promised", words[2]}, {"ways", "窗口办理、网上办理、快递申请"}, {"visits", visits}, {"visit_reason", reason},
		{"depth", depth}, {"result_name", words[8]}, {"result_type", "其他"}, {"delivery", "作出决定后十个工作日内在窗口领取、邮寄或者网上送达"},
		{"publicity", "凭查询码在本网站查询办理进度和结果"}, {"place", organ.Address + "，市政务服务中心科技窗口"}, {"hours", organ.Hours},
		{"phone", organ.Phone}, {"complaint", "市政务服务中心投诉台，电话0730-0000004"},
		{"remedies", "对决定不服的，可以自知道决定之日起六十日内向市人民政府或者省科学技术厅申请行政复议，或者在六个月内向人民法院提起行政诉讼"},
		{"rights", "申请人有权了解办理进度、要求说明理由；应当对材料的真实性负责"}} {
		if err := put(&e, set[0], set[1]); err != nil {
			return e, err
		}
	}
	var err error
	e.Materials, err = catalogue.ParseMaterials(strings.ReplaceAll(words[6], "；", "｜原件｜1｜纸质或电子｜申请人自备｜必要\n") + "｜原件｜1｜纸质或电子｜申请人自备｜必要")
	e.Steps = []catalogue.Step{{Name: "受理", Unit: unitID("wzfw"), Standard: "材料齐全、符合法定形式", Result: "受理通知"}}
	looks := strings.FieldsFunc(words[7], func(r rune) bool { return r == '、' })
	for _, name := range looks {
		e.Steps = append(e.Steps, catalogue.Step{Name: name, Unit: unitID(item[2]), Days: (e.Promised.N - 2) / len(looks),
			Standard: "符合受理条件和依据文件的规定", Result: "审查意见"})
	}
	e.Steps = append(e.Steps, catalogue.Step{Name: "决定", Unit: unitID(item[2]), Result: words[8]}, catalogue.Step{Name: "送达", Unit: unitID("wzfw"), Result: words[8]})
	return e, err
}

// put types one element as the form of the desk does.
func put(e *catalogue.Elements, key, typed string) error {
	for _, f := range catalogue.Fields {
		if f.Key == key {
			return f.Set(e, typed)
		}
	}
	return fmt.Errorf("没有要素 %s", key)
}
