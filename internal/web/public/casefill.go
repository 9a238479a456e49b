package public

import (
	"slices"

	"gongkai/catalogue"
	"gongkai/internal/office"
)

// caseSteps are the pages of an application under an item (在线办理), with the
// fields that each asks for: what the item asks itself (填写项) comes a few at a
// time.
func caseSteps(item office.CaseItem) []step {
	out := []step{{"start", "需要准备什么", []string{"applicant"}},
		{"who", "谁来办", []string{"name", "id_no", "credit", "head", "agent", "agent_id", "phone", "email", "address"}}}
	asked := item.Version.Elements.Questions
	for from := 0; from < len(asked); from += questionsAtOnce {
		st := step{"fill", "填写申请内容", nil}
		if n := from/questionsAtOnce + 1; len(asked) > questionsAtOnce {
			st.Title += "（" + itoa(n) + "／" + itoa((len(asked)+questionsAtOnce-1)/questionsAtOnce) + "）"
			if n > 1 {
				st.Path += "-" + itoa(n)
			}
		}
		for i := from; i < min(from+questionsAtOnce, len(asked)); i++ {
			st.fields = append(st.fields, asked[i].Code(i+1))
		}
		out = append(out, st)
	}
	return append(out, step{"what", "办什么，交什么材料", []string{"matter"}}, step{"check", "核对并提交", nil})
}

// questionsAtOnce are what a page asks at most.
const questionsAtOnce = 6

// caseQuestion is a question of the item's own as its page asks it.
type caseQuestion struct {
	field
	As string // radios, choose, area or line
}

// caseAnswers are what was answered on one page.
type caseAnswers struct {
	Title, Path string
	Rows        []guideRow
}

// ask sets the questions of a page, or on the last one what was answered.
func (p *casePage) ask(st step, steps []step, d office.CaseDraft) {
	for i, q := range p.Item.Version.Elements.Questions {
		code := q.Code(i + 1)
		p.Form.Values.Set(code, d.Answers[code])
		if slices.Contains(st.fields, code) {
			p.Questions = append(p.Questions, questionOf(p.Form, code, q))
		}
	}
	if st.Path != "check" {
		return
	}
	for _, s := range steps {
		x := caseAnswers{Title: s.Title, Path: s.Path}
		for i, q := range p.Item.Version.Elements.Questions {
			if code := q.Code(i + 1); slices.Contains(s.fields, code) && d.Answers[code] != "" {
				x.Rows = append(x.Rows, guideRow{q.Label(), shownAnswer(q, i+1, d.Answers[code])})
			}
		}
		if len(x.Rows) > 0 {
			p.Answered = append(p.Answered, x)
		}
	}
}

// shownAnswer is an answer as it will be kept: what was typed, where it cannot be
// read.
func shownAnswer(q catalogue.Question, n int, typed string) string {
	if v, err := q.Answer(n, typed, false); err == nil {
		return v
	}
	return typed
}

// questionOf is how a question is asked: by radio buttons where there are few
// choices, in a list where there are many.
func questionOf(f form, code string, q catalogue.Question) caseQuestion {
	typ := map[string]string{"date": "date", "phone": "tel", "area": "long"}[string(q.Sort)]
	if typ == "" {
		typ = "text"
	}
	x := caseQuestion{line(f, typ, code, q.Label(), q.Hint, "off"), "line"}
	x.Optional = !q.Required
	switch q.Sort {
	case "yes":
		q.Choices = []string{"是", "否"}
		fallthrough
	case "choice":
		switch {
		case !q.Required: // a radio button once pressed cannot be let go
			x.As, x.Options = "choose", []option{{"", "不填", ""}}
		case len(q.Choices) > 6:
			x.As, x.Options = "choose", []option{{"", "请选择", ""}}
		default:
			x.As = "radios"
		}
		for _, c := range q.Choices {
			x.Options = append(x.Options, option{c, c, ""})
		}
	}
	return x
}
