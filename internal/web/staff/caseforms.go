package staff

import (
	"net/url"
	"slices"
	"strconv"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/service"
)

// caseBlank is a field of a verb's form; its name begins with the verb on the
// page, since the page holds several forms.
type caseBlank struct {
	name, typ, label, hint string
	optional               bool
	options                func(office.CaseView) []option
}

// caseForm is the form of a verb: what it asks, and which papers may come with it.
type caseForm struct {
	verb         service.Verb
	hint         string
	blanks       []caseBlank
	paper        string // kind of the files that may come with it
	button, done string
	danger       bool
}

func caseDay(label string) caseBlank { return caseBlank{name: "on", typ: "date", label: label} }

func prose(label, hint string) caseBlank {
	return caseBlank{name: "text", typ: "area", label: label, hint: hint}
}

func maybe(b caseBlank) caseBlank { b.optional = true; return b }

func ofTerms(list []law.Term, empty string) func(office.CaseView) []option {
	return func(office.CaseView) []option {
		out := []option{{"", empty}}
		for _, t := range list {
			out = append(out, option{t.Key, t.Label})
		}
		return out
	}
}

// materials offers those of the case's own version.
func materials(only func(office.CaseMaterial) bool) func(office.CaseView) []option {
	return func(v office.CaseView) (out []option) {
		for _, m := range v.Materials {
			if !only(m) {
				continue
			}
			name := m.Name
			if !m.Required {
				name += "（非必要）"
			}
			out = append(out, option{m.Code, name})
		}
		return out
	}
}

func anyMaterial(office.CaseMaterial) bool { return true }

var cameHere = caseBlank{name: "visit", typ: "boxes", label: "申请人到场", optional: true,
	options: func(office.CaseView) []option { return []option{{"1", "为此到窗口来了一次"}} }}

// caseForms are the forms of the case's page, in the order in which a life meets
// them.
var caseForms = []caseForm{
	{verb: service.PrecheckVerb, hint: "网上提交的，先看材料是否清楚，再请申请人交验。", blanks: []caseBlank{maybe(prose("预审意见", "申请人会看到。"))}, button: "预审通过", done: "预审通过。"},
	{verb: service.TakeInVerb, hint: "收下的材料在前面打勾，收件凭证照此列明。", blanks: []caseBlank{{name: "materials", typ: "boxes", label: "收到的材料", optional: true, options: materials(anyMaterial)},
		caseDay("收件的日期"), cameHere}, paper: "other", button: "收件，出具凭证", done: "已收件，收件凭证可以打印了。"},
	{verb: service.LackVerb, hint: "收到之日起五个工作日内，一次告知全部缺的内容；只能告知一次，逾期不告知的视为受理（行政许可法第三十二条）。",
		blanks: []caseBlank{{name: "materials", typ: "boxes", label: "缺哪些材料", optional: true, options: materials(anyMaterial)}, prose("还要补正什么", "写明哪里不符合要求、怎样补，会写进《一次性告知书》。"),
			{name: "by", typ: "date", label: "补正的期限"}, caseDay("告知的日期")}, button: "一次性告知补正", done: "已告知补正，《一次性告知书》可以打印了。"},
	{verb: service.SupplementVerb, hint: "告知的内容全部补齐，才能登记；补齐以后应当受理。", blanks: []caseBlank{{name: "materials", typ: "boxes", label: "补来的材料", options: materials(func(m office.CaseMaterial) bool { return m.Lacked })},
		maybe(prose("说明", "")), caseDay("补齐的日期"), cameHere}, paper: "other", button: "登记补齐", done: "已登记补齐。"},
	{verb: service.AcceptVerb, hint: "办理期限从受理的次日起算。", blanks: []caseBlank{caseDay("受理的日期")}, button: "受理", done: "已受理，《受理通知书》可以打印了。"},
	{verb: service.AdvanceVerb, blanks: []caseBlank{maybe(prose("审查意见", ""))}, paper: "opinion", button: "办结这个环节", done: "环节已办结，转到下一步。"},
	{verb: service.DecideVerb, hint: "参与审查的人不作决定，即办件除外。", blanks: []caseBlank{{name: "result", typ: "select", label: "决定", options: ofTerms(service.Results, "请选择")}, maybe(prose("理由", "不予的必须写明，申请人会看到。"))},
		paper: "result", button: "作出决定", done: "已作出决定。"},
	{verb: service.DeliverVerb, hint: "自决定之日起十个工作日内送达（行政许可法第四十四条）。", blanks: []caseBlank{{name: "way", typ: "select", label: "送达方式", options: ofTerms(service.Ways, "请选择")},
		{name: "text", label: "送达凭证", hint: "签收人、快递单号。"}, caseDay("送达的日期"), cameHere}, paper: "proof", button: "登记送达", done: "已登记送达。"},
	{verb: service.ClaimVerb, hint: "认领以后，别的同志会看到是您在办。", button: "由我来办", done: "这件由您办理。"},
	{verb: service.ReleaseVerb, hint: "放回以后，别的同志可以接着办。", button: "放回，让别的同志办", done: "已放回。"},
	{verb: service.SuspendVerb, hint: "听证、检验、鉴定、专家评审所需的时间不计入期限，要书面告知申请人约需多久（行政许可法第四十五条）。",
		blanks: []caseBlank{{name: "procedure", typ: "select", label: "特别程序", options: ofTerms(service.Procedures, "请选择")}, {name: "days", typ: "number", label: "约需几个工作日"}, prose("依据", "")},
		button: "进入特别程序，期限停止", done: "已进入特别程序，期限停止计算。"},
	{verb: service.ResumeVerb, hint: "期限接着计算。", blanks: []caseBlank{caseDay("结束的日期")}, button: "结束特别程序", done: "特别程序已结束，期限接着计算。"},
	{verb: service.ExtendVerb, hint: "只能延长一次，最多十个工作日，理由要告知申请人（行政许可法第四十二条）。", blanks: []caseBlank{{name: "days", typ: "number", label: "延长几个工作日"}, prose("理由", "")}, button: "批准延期", done: "已批准延期。"},
	{verb: service.SendBackVerb, blanks: []caseBlank{{name: "to", typ: "select", label: "退回到哪个环节", options: doneSteps}, prose("理由", "写清楚要补什么。")}, button: "退回环节", done: "已退回。"},
	{verb: service.RateVerb, hint: "申请人当面评价的，在这里代为登记；同一件只评一次。", blanks: append([]caseBlank{{name: "level", typ: "select", label: "总的评价", options: ofTerms(service.Levels, "请选择")}}, append(scores(), maybe(prose("申请人的话", "")))...),
		button: "登记评价", done: "已登记评价。"},
	{verb: service.VerifyVerb, hint: "差评要逐件核实：联系申请人，查清情况（国办发〔2019〕51号）。", blanks: []caseBlank{{name: "upheld", typ: "select", label: "核实的结果", options: func(office.CaseView) []option {
		return []option{{"1", "属实，需要整改"}, {"", "不属实"}}
	}}, prose("核实的情况", "")}, button: "登记核实结果", done: "已登记核实结果。"},
	{verb: service.MendVerb, hint: "自评价之日起十五个工作日内整改完毕并答复。", blanks: []caseBlank{prose("怎样整改的", "申请人会看到。")}, button: "登记整改", done: "已登记整改，请答复申请人。"},
	{verb: service.AnswerVerb, blanks: []caseBlank{prose("怎样答复的", "申请人会看到。")}, button: "登记回访答复", done: "已答复。"},
	{verb: service.ArchiveVerb, hint: "归档以前核对材料和送达凭证是否齐全。", button: "归档", done: "已归档。"},
	{verb: service.VisitVerb, hint: "同一天只计一次。", blanks: []caseBlank{caseDay("到场的日期")}, button: "登记申请人到场", done: "已登记到场。"},
	{verb: service.DeclineVerb, blanks: []caseBlank{{name: "ground", typ: "select", label: "依据", options: ofTerms(service.Grounds, "请选择")}, prose("理由", "会写进《不予受理通知书》。"), caseDay("日期")},
		button: "不予受理", done: "已作出不予受理决定，通知书可以打印了。", danger: true},
	{verb: service.ReturnVerb, blanks: []caseBlank{prose("退件的理由", "申请人会看到。")}, button: "退件", done: "已退件。", danger: true},
	{verb: service.TransferVerb, hint: "由别的机关决定的，转报并告知申请人。", blanks: []caseBlank{{name: "text", label: "转报给哪个机关"}}, button: "转报", done: "已转报。", danger: true},
	{verb: service.WithdrawVerb, hint: "申请人当面、书面要求的，在这里登记。", blanks: []caseBlank{maybe(prose("申请人怎样撤回", "")), caseDay("撤回的日期")}, paper: "other", button: "登记申请人撤回", done: "已登记撤回。", danger: true},
	{verb: service.EraseVerb, hint: "保存期限届满时办理（个人信息保护法第四十七条）。申请人、申请内容和材料都会删去，不能恢复；各项数字不变。", button: "删除个人信息", done: "个人信息已删除。", danger: true},
}

func doneSteps(v office.CaseView) (out []option) {
	for i, s := range v.Stages {
		if i < v.Case.Step {
			out = append(out, option{strconv.Itoa(i), s.Name + "（" + s.Unit + "）"})
		}
	}
	return out
}

func scores() (out []caseBlank) {
	for _, d := range service.CounterDimensions {
		out = append(out, caseBlank{name: "score_" + d.Key, typ: "select", label: d.Label, optional: true, options: ofTerms(service.Levels, "没有评")})
	}
	return out
}

func caseFormOf(verb service.Verb) (caseForm, bool) {
	i := slices.IndexFunc(caseForms, func(f caseForm) bool { return f.verb == verb })
	if i < 0 {
		return caseForm{}, false
	}
	return caseForms[i], true
}

// paperName says what the files of a form are.
func (cf caseForm) paperName() string {
	return map[string]string{"result": "办理结果文件", "proof": "送达凭证", "opinion": "审查材料", "other": "扫描件"}[cf.paper]
}

// defaults fills a form that nobody has touched: the day is today, and what is
// lacking is ticked already.
func (cf caseForm) defaults(v url.Values, view office.CaseView, today calendar.Day, cal *calendar.Calendar) {
	at := string(cf.verb) + "_"
	if v.Has(at + "on") {
		return
	}
	v.Set(at+"on", today.String())
	switch cf.verb {
	case service.LackVerb:
		v[at+"materials"] = absent(view)
		if !v.Has(at + "by") {
			v.Set(at+"by", cal.AddWorkdays(today, 10).Day.String())
		}
	case service.TakeInVerb:
		for _, m := range view.Materials {
			if m.Given {
				v.Add(at+"materials", m.Code)
			}
		}
	}
}

// asks makes the fields of a form as the page shows them.
func (cf caseForm) asks(f form, v office.CaseView) (out []field) {
	for _, b := range cf.blanks {
		typ := b.typ
		if typ == "" {
			typ = "text"
		}
		q := question(f, typ, string(cf.verb)+"_"+b.name, b.label, b.hint)
		q.Optional, q.Rows = b.optional, 3
		if b.options != nil {
			if q.Options = b.options(v); len(q.Options) == 0 {
				continue // an item without materials
			}
		}
		out = append(out, q)
	}
	return out
}

// caseActOf reads the fields of a verb's form.
func caseActOf(verb service.Verb, v scanned) office.CaseAct {
	get := func(name string) string { return v.Get(string(verb) + "_" + name) }
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // 0 conflicts with every case
	a := office.CaseAct{Rev: rev, On: get("on"), By: get("by"), Days: get("days"), To: get("to"), Text: get("text"), Materials: v.Values[string(verb)+"_materials"],
		Procedure: get("procedure"), Result: get("result"), Ground: get("ground"), Way: get("way"), Level: get("level"), Upheld: get("upheld") == "1", Visit: get("visit") == "1",
		Scores: map[string]string{}, Files: v.files()}
	for _, d := range service.CounterDimensions {
		a.Scores[d.Key] = get("score_" + d.Key)
	}
	return a
}
