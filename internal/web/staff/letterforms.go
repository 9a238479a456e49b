package staff

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
	"gongkai/refusal"
)

// letterChoices are what the fields of the forms choose from.
type letterChoices struct {
	v            office.LetterView
	units        []people.Unit
	items, boxes []option
}

// letterBlank is a field of a verb's form; its name begins with the verb on the
// page, since the page holds several forms.
type letterBlank struct {
	name, typ, label, hint string
	optional               bool
	rows                   int
	options                func(letterChoices) []option
	value                  func(letterChoices) string // what it starts with
}

// letterForm is the form of a verb: what it asks, and whether files come with it.
type letterForm struct {
	verb         letter.Verb
	do           func(*office.Office, context.Context, access.Actor, ledger.ID, office.LetterAct) error
	hint         string
	blanks       []letterBlank
	files        bool
	button, done string
	danger       bool
}

func divisions(empty string) func(letterChoices) []option {
	return func(c letterChoices) []option { return first(empty, unitOptions(c.units)) }
}

func chooseOf(empty string, list []letter.Named) func(letterChoices) []option {
	return func(letterChoices) []option { return first(empty, namedOptions(list)) }
}

func whenDone(label string) letterBlank { return letterBlank{name: "on", typ: "date", label: label} }

func why(label, hint string) letterBlank {
	return letterBlank{name: "text", typ: "area", label: label, hint: hint}
}

var unitDue = letterBlank{name: "due", typ: "date", label: "科室办理期限", hint: "科室在这一天以前拟出答复。", optional: true}

// letterForms are the forms of the page of a letter, in the order in which a life
// meets them. The public copy has a page of its own.
var letterForms = []letterForm{
	{verb: letter.AcceptVerb, do: (*office.Office).AcceptLetter, hint: "选了科室的，受理同时转办。",
		blanks: []letterBlank{whenDone("受理的日期"), {name: "sort", typ: "select", label: "类型", options: func(letterChoices) []option { return namedOptions(letter.Sorts) },
			value: func(c letterChoices) string { return string(c.v.Letter.Sort) }}, {name: "unit", typ: "select", label: "承办科室", optional: true, options: divisions("以后再转办")}, unitDue}, button: "受理", done: "已受理。"},
	{verb: letter.AssignVerb, do: (*office.Office).AssignLetter,
		blanks: []letterBlank{{name: "unit", typ: "select", label: "承办科室", options: divisions("请选择科室")}, unitDue}, button: "转办到科室", done: "已转办。"},
	{verb: letter.DraftVerb, do: (*office.Office).DraftLetter, hint: "来信人会读到全文。由科室负责人审核、局办公室审定以后发出。",
		blanks: []letterBlank{{name: "text", typ: "area", label: "答复内容", rows: 10, value: func(c letterChoices) string { return c.v.Answer }}}, files: true, button: "拟好答复，送审核", done: "已拟答复，请科室负责人审核。"},
	{verb: letter.CheckVerb, do: (*office.Office).CheckLetter, hint: "拟答复、审核、审定由三个人办理。",
		blanks: []letterBlank{{name: "text", typ: "area", label: "审核意见", hint: "不填就是“同意”。", optional: true}}, button: "审核通过", done: "已审核，等局办公室审定。"},
	{verb: letter.ApproveVerb, do: (*office.Office).ApproveLetter,
		blanks: []letterBlank{{name: "text", typ: "area", label: "审定意见", hint: "不填就是“同意”。", optional: true}}, button: "审定通过", done: "已审定，可以发出答复。"},
	{verb: letter.AnswerVerb, do: (*office.Office).AnswerLetter, hint: "来信人凭查询码查看；留了电子邮箱的，同时发到邮箱。发出以后不能再改。",
		blanks: []letterBlank{whenDone("答复的日期")}, button: "发出答复", done: "已答复。"},
	{verb: letter.PublishVerb, do: (*office.Office).PublishLetter, hint: "公开稿在左边，请看过没有来信人的个人信息，再同意公开。",
		blanks: []letterBlank{{name: "text", typ: "area", label: "意见", hint: "不填就是“同意”。", optional: true}}, button: "同意公开", done: "已公开，网站上可以看到。"},
	{verb: letter.ArchiveVerb, do: (*office.Office).ArchiveLetter, button: "归档", done: "已归档。"},
	{verb: letter.ReturnVerb, do: (*office.Office).ReturnLetter, blanks: []letterBlank{why("退回的理由", "写清楚要改什么，拟稿人会看到。")}, button: "退回", done: "已退回，请承办科室重新拟答复。"},
	{verb: letter.HandBackVerb, do: (*office.Office).HandBackLetter, blanks: []letterBlank{why("退办的理由", "不属于本科室职责的，尽量写明应由哪个科室办理。")}, button: "退给局办公室", done: "已退办。"},
	{verb: letter.ExtendVerb, do: (*office.Office).ExtendLetter, hint: "在期限届满以前办理，只能延期一次，理由会告诉来信人。",
		blanks: []letterBlank{{name: "days", typ: "number", label: "延长的天数", hint: "按信箱表的单位。期限由来信单位限定的，填下面的日期。", optional: true},
			{name: "until", typ: "date", label: "来信单位同意的新日期", optional: true}, why("延期的理由", ""), whenDone("告知的日期")}, button: "延期并告知", done: "已延期。"},
	{verb: letter.ConvertVerb, do: (*office.Office).ConvertLetter, hint: "转成申请或者办件的，收到之日就是来信收到之日，两边互相链接；会告诉来信人。",
		blanks: []letterBlank{{name: "to", typ: "select", label: "转到哪里", options: chooseOf("请选择", letter.Exits)},
			{name: "item", typ: "select", label: "要办的事项", hint: "转办件的要选。", optional: true, options: func(c letterChoices) []option { return first("不是办件", c.items) }},
			{name: "reference", label: "接收的信访机构和登记编号", hint: "转信访的要填，来信人凭它查询。", optional: true}, why("转出的理由", "来信人会看到。"), whenDone("转出的日期")}, button: "转出", done: "已转出，并告知来信人。"},
	{verb: letter.TakeBackVerb, do: (*office.Office).TakeBackLetter, hint: "来信人自己提出不再要求答复的，在这里登记；会告知来信人。",
		blanks: []letterBlank{why("来信人怎样提出的", "例如来电、来人，说了什么。"), whenDone("提出的日期")}, button: "登记撤回", done: "已登记撤回。", danger: true},
	{verb: letter.DeclineVerb, do: (*office.Office).DeclineLetter,
		blanks: []letterBlank{{name: "ground", typ: "select", label: "不予受理的情形", options: chooseOf("请选择", letter.Grounds)}, why("理由", "来信人会看到；应当向谁反映的，一并写明。"), whenDone("决定的日期")},
		button: "不予受理", done: "已按不予受理办理，并告知来信人。", danger: true},
	{verb: letter.FollowVerb, do: (*office.Office).FollowUpLetter,
		blanks: []letterBlank{{name: "how", typ: "select", label: "回访的方式", options: chooseOf("请选择", letter.Hows)},
			{name: "solved", typ: "select", label: "问题解决了吗", options: func(letterChoices) []option { return []option{{"", "没有解决"}, {"yes", "已经解决"}} }},
			why("来信人说了什么", ""), whenDone("回访的日期")}, button: "登记回访", done: "已登记回访。"},
	{verb: letter.CorrectVerb, do: (*office.Office).CorrectLetter, hint: "信箱或者类型登记错了的，在这里更正；期限按正确的从收到之日重新计算。",
		blanks: []letterBlank{{name: "mailbox", typ: "select", label: "信箱", options: func(c letterChoices) []option { return c.boxes }, value: func(c letterChoices) string { return string(c.v.Letter.Mailbox) }},
			{name: "sort", typ: "select", label: "类型", options: func(letterChoices) []option { return namedOptions(letter.Sorts) }, value: func(c letterChoices) string { return string(c.v.Letter.Sort) }},
			why("更正的理由", "")}, button: "更正", done: "已更正。"},
	{verb: letter.WithdrawVerb, do: (*office.Office).WithdrawLetter, blanks: []letterBlank{why("撤回公开的理由", "")}, button: "撤回公开", done: "已撤回公开。", danger: true},
	{verb: letter.ReopenVerb, do: (*office.Office).ReopenLetter, hint: "原来的结果作废，期限照原来的收到日期计算。", blanks: []letterBlank{why("重新办理的理由", "")},
		button: "作废结果，重新办理", done: "已重新办理。", danger: true},
	{verb: letter.EraseVerb, do: (*office.Office).EraseLetter, hint: "归档以后、保存期限届满时办理。来信人、来信内容和附件都会删去，不能恢复；统计数字和已公开的不变。",
		button: "删除个人信息", done: "个人信息已删除。", danger: true},
}

// asks makes the fields of a form as the page shows them.
func (lf letterForm) asks(f form, c letterChoices, today string) (out []field) {
	for _, b := range lf.blanks {
		typ := b.typ
		if typ == "" {
			typ = "text"
		}
		q := question(f, typ, string(lf.verb)+"_"+b.name, b.label, b.hint)
		q.Optional, q.Rows = b.optional, max(3, b.rows)
		switch {
		case f.Values.Has(q.Name):
		case b.value != nil:
			q.Value = b.value(c)
		case b.name == "on":
			q.Value = today
		}
		if b.options != nil {
			q.Options = b.options(c)
		}
		out = append(out, q)
	}
	return out
}

// letterAct reads the fields of a verb's form.
func letterAct(verb letter.Verb, v scanned) office.LetterAct {
	get := func(name string) string { return v.Get(string(verb) + "_" + name) }
	return office.LetterAct{Rev: revOf(v.Values), On: get("on"), Due: get("due"), Until: get("until"), Unit: get("unit"), Ground: get("ground"), To: get("to"),
		Reference: get("reference"), Item: get("item"), Days: get("days"), Text: get("text"), How: get("how"), Solved: get("solved") == "yes", Mailbox: get("mailbox"),
		Sort: get("sort"), Files: v.files()}
}

// looksRight refuses a file of a letter that is not what its name says.
func looksRight(name string, content []byte) error {
	return letter.Looks(name, bytes.Clone(content[:min(len(content), letter.Sniff)]))
}

// letterVerb carries out a verb. Refused, the page comes back with that form open
// and filled.
func (s *server) letterVerb(a *ask) error {
	verb := letter.Verb(a.r.PathValue("verb"))
	i := slices.IndexFunc(letterForms, func(f letterForm) bool { return f.verb == verb })
	if i < 0 {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.scansThat(a.s.o.KeepScan, func(url.Values) string { return "letter/" + string(a.id()) + "/" + string(verb) }, func(string) string { return "answer" }, looksRight)
	if err == nil {
		err = a.try(func() error { return letterForms[i].do(s.o, a.ctx(), a.who, a.id(), letterAct(verb, v)) })
	}
	if err == nil {
		return a.to(a.path("/letters/%s", escape(string(a.id()))), letterForms[i].done)
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	for i, x := range f.Faults {
		if x.Field != "" && !strings.HasPrefix(x.Field, string(verb)+"_") {
			f.Faults[i].Field = string(verb) + "_" + x.Field
		}
	}
	if code == http.StatusRequestEntityTooLarge {
		a.w.Header().Set("Connection", "close")
	}
	return a.showLetter(code, letterAsk{F: v.back(f), Asked: verb})
}
