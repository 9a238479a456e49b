package staff

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/catalogue"
	"gongkai/ledger"
	"gongkai/refusal"
)

// questionRow is a question of an item's own form (填写项) in its list.
type questionRow struct {
	catalogue.Question
	No    int
	Words string // its facts in short
}

func questionWords(q catalogue.Question) string {
	out := []string{nameOf("item_question", q.Sort)}
	if len(q.Choices) > 0 {
		out[0] += "：" + strings.Join(q.Choices, "、")
	}
	if q.Required {
		out = append(out, "必填")
	}
	if q.Private() {
		out = append(out, "遮盖")
	}
	return strings.Join(out, " · ")
}

// questionForm asks for one question.
func (p *guideEditPage) questionForm(e catalogue.Elements, fresh bool) {
	if fresh {
		q := catalogue.Question{Required: true}
		if p.Editing > 0 {
			q = e.Questions[p.Editing-1]
		}
		p.F.Values = url.Values{"question_name": {q.Name}, "question_sort": {string(q.Sort)}, "question_hint": {q.Hint}, "question_choices": {strings.Join(q.Choices, "\n")}}
		for name, ticked := range map[string]bool{"required": q.Required, "personal": q.Personal} {
			if ticked {
				p.F.Values.Set(name, "yes")
			}
		}
	}
	sort := question(p.F, "select", "question_sort", "类型", "")
	sort.Options = first("请选择", termOptions("item_question"))
	choices := question(p.F, "area", "question_choices", "选项", "类型是“选择”的填写，一行一个。")
	choices.Rows, choices.Optional = 3, true
	hint := question(p.F, "text", "question_hint", "填写说明", "写在填写处下面的一句话。")
	hint.Optional = true
	p.Fields = []field{question(p.F, "text", "question_name", "问什么", "例如：项目名称、合同金额、开工日期。姓名、证件号码、电话已经统一问过，不用再列。"), sort, choices, hint}
	p.Checks = []field{question(p.F, "", "required", "必填", ""), question(p.F, "", "personal", "属于个人信息，平时遮盖（身份号码、电话、地址总是遮盖）", "")}
}

// takeQuestion adds a question, changes one, moves it up or takes it out.
func takeQuestion(e *catalogue.Elements, v url.Values) error {
	n, _ := strconv.Atoi(v.Get("question"))
	if n < 0 || n > len(e.Questions) {
		return refusal.New("catalogue.ask.absent", "G.4-ASK")
	}
	e.Questions = slices.Clone(e.Questions)
	switch {
	case v.Has("remove") && n > 0:
		e.Questions = slices.Delete(e.Questions, n-1, n)
		return nil
	case v.Has("up") && n > 1:
		e.Questions[n-2], e.Questions[n-1] = e.Questions[n-1], e.Questions[n-2]
		return nil
	}
	q := catalogue.Question{Name: strings.Join(strings.Fields(v.Get("question_name")), " "), Sort: ledger.Code(v.Get("question_sort")), Required: v.Get("required") != "",
		Personal: v.Get("personal") != "", Hint: strings.TrimSpace(v.Get("question_hint")), Choices: catalogue.Choices(v.Get("question_choices"))}
	if n == 0 {
		e.Questions = append(e.Questions, q)
	} else {
		e.Questions[n-1] = q
	}
	return nil
}
