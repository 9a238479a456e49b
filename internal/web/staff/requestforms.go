package staff

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/request"
)

// Verbs of the case page that are none of the life's: papers are kept and the
// person is erased beside it.
const (
	keepVerb  request.Verb = "keep"
	eraseVerb request.Verb = "erase"
)

// act is a verb of office on a request.
type act func(*office.Office, context.Context, access.Actor, ledger.ID, office.RequestAct) error

// blank is a field of a verb's form; its name begins with the verb on the page,
// since the page holds several forms.
type blank struct {
	name, typ, label, hint string
	optional               bool
	options                func(office.RequestView, []people.Unit) []option
}

// requestForm is the form of a verb: what it asks, and which papers may come
// with it.
type requestForm struct {
	verb         request.Verb
	do           act
	name         string // over the form, the verb's own where empty
	hint         string
	blanks       []blank
	paper        string // kind of the files that may come with it
	button, done string
	danger       bool
}

func pick(opts ...option) func(office.RequestView, []people.Unit) []option {
	return func(office.RequestView, []people.Unit) []option { return opts }
}

func fromLaw(list string, empty string) func(office.RequestView, []people.Unit) []option {
	return func(office.RequestView, []people.Unit) []option { return first(empty, termOptions(list)) }
}

// letters lists the consultations, and the notice of a fee, that wait for
// what a form records.
func letters(served bool) func(office.RequestView, []people.Unit) []option {
	return func(v office.RequestView, _ []people.Unit) (out []option) {
		if v.Request.State == request.Charged && served && v.Request.ChargeServedOn.IsZero() {
			out = append(out, option{string(request.FeeNotice), "收费通知书（申请人）"})
		}
		for _, c := range v.Consults {
			if c.HeardOn.IsZero() && !(served && !c.ServedOn.IsZero()) {
				out = append(out, option{string(c.Ref), c.Name + "（" + c.Party.Name() + "，" + c.SentOn.String() + " 发出）"})
			}
		}
		return out
	}
}

func onDay(label, hint string) blank { return blank{name: "on", typ: "date", label: label, hint: hint} }

// requestForms are the forms of the case page, in the order in which a life
// meets them. The draft answer has a page part of its own.
var requestForms = []requestForm{
	{verb: request.ConfirmVerb, do: (*office.Office).ConfirmRequest, hint: "双方确认之日是收到之日，答复期限自次日起算（条例第三十一条）。会重新出具接收回执。",
		blanks: []blank{onDay("双方确认的日期", ""), {name: "how", typ: "select", label: "怎样确认", options: pick(confirmHows...)}}, button: "登记确认收到", done: "已登记确认收到，答复期限开始计算。"},
	{verb: request.AssignVerb, do: (*office.Office).AssignRequest, hint: "属于其他机关负责公开的，不转办，按“不属于本机关负责公开”答复（条例第三十六条第（五）项）。",
		blanks: []blank{{name: "unit", typ: "select", label: "承办科室", options: func(_ office.RequestView, units []people.Unit) []option {
			return first("请选择科室", unitOptions(units))
		}},
			{name: "due", typ: "date", label: "科室办理期限", hint: "科室在这一天以前拿出答复意见。", optional: true}}, button: "转办到科室", done: "已转办。"},
	{verb: request.ClarifyVerb, do: (*office.Office).ClarifyRequest, hint: "收到申请之日起7个工作日内，一次性告知；只能告知一次。收到补正以后，答复期限重新计算（条例第三十条）。",
		blanks: []blank{onDay("告知的日期", ""), {name: "text", typ: "area", label: "需要补正什么", hint: "逐条写明哪里不明确、怎样补，会写进《补正告知书》。"},
			{name: "by", typ: "date", label: "补正的期限", hint: "给申请人合理的时间；无正当理由逾期不补正的，视为放弃。"}}, button: "制发补正告知书", done: "已告知补正，《补正告知书》已制作。"},
	{verb: request.SupplementVerb, do: (*office.Office).SupplementRequest, hint: "答复期限自收到补正的次日起重新计算（条例第三十条）。",
		blanks: []blank{onDay("收到补正的日期", ""), {name: "text", typ: "area", label: "补正的内容", hint: ""}}, paper: "supplement", button: "登记补正", done: "已登记补正，答复期限重新计算。"},
	{verb: request.ConsultVerb, do: (*office.Office).ConsultRequest, hint: "自发出之日至收到意见之日，不计入答复期限；对方自收到征求意见书之日起有15个工作日。第三方逾期不答，由本机关决定；共同制作机关逾期不答，视为同意（条例第三十二条至第三十四条）。",
		blanks: []blank{{name: "party", typ: "select", label: "征求谁的意见", options: pick(option{"third", "第三方"}, option{"coproducer", "共同制作机关"})},
			{name: "name", label: "名称或者姓名"}, {name: "text", typ: "area", label: "涉及什么信息", hint: "写进征求意见书，不写申请人的姓名。"},
			{name: "address", label: "地址", optional: true}, {name: "contact", label: "联系人和电话", optional: true}, onDay("发出的日期", "")},
		button: "制发征求意见书", done: "征求意见书和给申请人的告知书都已制作，期限停止计算。"},
	{verb: request.ServeVerb, do: (*office.Office).ServeRequest, hint: "对方答复、缴费的期限自签收的次日起算。",
		blanks: []blank{{name: "ref", typ: "select", label: "哪一份", options: letters(true)}, onDay("对方签收的日期", "看回执、挂号信签收记录。")}, paper: "proof", button: "登记签收", done: "已登记签收。"},
	{verb: request.HearVerb, do: (*office.Office).HearRequest, hint: "登记以后，答复期限接着计算。",
		blanks: []blank{{name: "ref", typ: "select", label: "哪一份", options: letters(false)},
			{name: "view", typ: "select", label: "对方的意见", options: pick(option{"", "请选择"}, option{string(request.Agrees), request.Agrees.Name()}, option{string(request.Objects), request.Objects.Name()},
				option{string(request.Partly), request.Partly.Name()}, option{string(request.Silent), request.Silent.Name() + "（15个工作日届满以后）"})},
			{name: "text", typ: "area", label: "意见和理由", optional: true}, onDay("收到意见的日期", "")}, paper: "opinion", button: "登记反馈", done: "已登记反馈意见。"},
	{verb: request.ExtendVerb, do: (*office.Office).ExtendRequest, hint: "由政府信息公开工作机构负责人同意，在答复期限届满以前告知申请人；只能延长一次，最多20个工作日（条例第三十三条）。",
		blanks: []blank{{name: "days", typ: "number", label: "延长多少个工作日", hint: "1至20。"}, {name: "text", typ: "area", label: "理由", hint: "写进《延期答复告知书》。"}, onDay("告知的日期", "")},
		button: "同意延期并告知", done: "已延期，《延期答复告知书》已制作。"},
	{verb: request.AskVerb, do: (*office.Office).AskRequest, hint: "申请的数量、频次明显超过合理范围的，可以要求说明理由（条例第三十五条）。",
		blanks: []blank{onDay("告知的日期", ""), {name: "text", typ: "area", label: "数量、频次的事实", hint: "例：2025年1月至3月就同一事项提出申请46件。"}, {name: "by", typ: "date", label: "说明理由的期限"}},
		button: "制发说明理由告知书", done: "已要求申请人说明理由。"},
	{verb: request.ReasonVerb, do: (*office.Office).ReasonRequest,
		blanks: []blank{onDay("收到理由的日期", ""), {name: "text", typ: "area", label: "申请人说明的理由"}}, paper: "reasons", button: "登记理由", done: "已登记申请人的理由。"},
	{verb: request.PostponeVerb, do: (*office.Office).PostponeRequest, hint: "申请理由合理，但不能在规定期限内答复的，可以确定延迟答复的合理期限并告知申请人（条例第三十五条）。",
		blanks: []blank{{name: "to", typ: "date", label: "最迟答复的日期"}, {name: "text", typ: "area", label: "理由", hint: "写进《延迟答复告知书》。"}, onDay("告知的日期", "")},
		button: "延迟答复并告知", done: "已确定延迟答复的期限。"},
	{verb: request.ChargeVerb, do: (*office.Office).ChargeRequest, hint: "按件和按量只能选一种，只能收一次；缴费完成以后答复期限重新计算，20个工作日内不缴的视为放弃（国办函〔2020〕109号）。",
		blanks: []blank{{name: "tariff", typ: "select", label: "收费标准", options: pick(option{"", "请选择"}, option{"item", "按件：同一申请人一个月内第11件起"}, option{"pages", "按量：提供的纸质、电子页数第31页起"})},
			{name: "n", typ: "number", label: "件数或者页数", hint: "按件的可以不填，由系统按申请人当月的申请数出。", optional: true},
			{name: "view", typ: "select", label: "提供信息吗", options: pick(option{"", "提供纸质、电子等载体的信息"}, option{"none", "不提供（不能按量收费）"})}, onDay("发出的日期", "")},
		button: "制发收费通知书", done: "《收费通知书》已制作，期限停止，等申请人缴费。"},
	{verb: request.PayVerb, do: (*office.Office).PayRequest, hint: "缴费完成的次日起，答复期限重新计算。",
		blanks: []blank{{name: "amount", label: "缴费金额（元）", hint: "须一次缴清。"}, onDay("缴费的日期", "")}, paper: "proof", button: "登记缴费", done: "已登记缴费，答复期限重新计算。"},
	{verb: request.ReviewVerb, do: (*office.Office).ReviewRequest, hint: "拟稿、审核、签发由三个人办理。",
		blanks: []blank{{name: "text", typ: "area", label: "审核意见", hint: "不填就是“同意”。", optional: true}}, button: "审核通过", done: "已审核，等待签发。"},
	{verb: request.SignVerb, do: (*office.Office).SignRequest, hint: "签发以后编文号，答复书不再改动。",
		blanks: []blank{{name: "text", typ: "area", label: "签发意见", hint: "不填就是“同意”。", optional: true}}, button: "签发", done: "已签发，答复书已编文号。"},
	{verb: request.ReturnVerb, do: (*office.Office).ReturnRequest, blanks: []blank{{name: "reason", typ: "area", label: "退回的理由", hint: "写清楚要改什么，拟稿人会看到。"}},
		button: "退回给拟稿人", done: "已退回，回到办理中。"},
	{verb: request.SendVerb, do: (*office.Office).SendRequest, hint: "答复离开本机关的那一天，决定是否按期，也决定计入哪一年的年度报告。",
		blanks: []blank{{name: "way", typ: "select", label: "怎样发出", hint: "网上查看的，申请人打开答复书就是送达。", options: fromLaw("way", "请选择")}, onDay("发出的日期", "邮寄的为交寄日。")}, paper: "proof",
		button: "登记发出", done: "已登记发出。"},
	{verb: request.DeliverVerb, do: (*office.Office).DeliverRequest, hint: "行政复议、行政诉讼的期限从申请人知道之日起算，送达凭证要留好。",
		blanks: []blank{onDay("送达的日期", ""), {name: "proof", label: "送达凭证", hint: "挂号信号码、签收人、邮件回执。"}}, paper: "proof", button: "登记送达", done: "已登记送达。"},
	{verb: request.GiveUpVerb, do: (*office.Office).GiveUpRequest, hint: "期限届满的次日起可以办理；会制作《视为放弃告知书》。", blanks: []blank{onDay("办理的日期", "")},
		button: "按视为放弃办理", done: "已按视为放弃办理，告知书已制作。"},
	{verb: request.ArchiveVerb, do: (*office.Office).ArchiveRequest, hint: "归档前核对文书、扫描件和送达凭证是否齐全。", button: "归档", done: "已归档。"},
	{verb: request.SuggestVerb, do: (*office.Office).SuggestRequest, name: "登记主动公开的建议", hint: "申请人当面、来信建议把提供的信息主动公开的，在这里登记；会列在“可转为主动公开”里（条例第四十四条）。",
		button: "登记申请人的建议", done: "已登记申请人的建议。"},
	{verb: request.DeclineVerb, do: (*office.Office).DeclineRequest, hint: "申请人建议过主动公开，审查以后不转的，写明理由，申请人会看到。",
		blanks: []blank{{name: "reason", typ: "area", label: "理由"}}, button: "不转为主动公开", done: "已记下理由。"},
	{verb: keepVerb, do: (*office.Office).KeepRequestPapers, name: "添加材料", paper: "other", hint: "扫描件、检索记录、其他凭证，附在案卷里。", button: "附卷", done: "材料已附卷。"},
	{verb: request.WithdrawVerb, do: (*office.Office).WithdrawRequest, name: "登记撤回", hint: "会制作《终止办理告知书》，年度报告计入“其他处理”。",
		blanks: []blank{onDay("撤回的日期", ""), {name: "text", typ: "area", label: "申请人怎样撤回", hint: "例：书面撤回，附撤回申请书。"}}, paper: "other", button: "登记申请人撤回", done: "已登记撤回。", danger: true},
	{verb: request.CorrectVerb, do: (*office.Office).CorrectRequest,
		blanks: []blank{{name: "applicant", typ: "select", label: "正确的申请人类型", options: fromLaw("applicant", "请选择")}, {name: "reason", typ: "area", label: "更正的理由"}}, button: "更正", done: "已更正，年度报告按更正后的类型统计。"},
	{verb: request.ReopenVerb, do: (*office.Office).ReopenRequest, hint: "原来的结果作废，回到办理中，期限照原来的收到日期计算。上一年已经计入的结果不变。",
		blanks: []blank{{name: "reason", typ: "area", label: "更正的理由", hint: "例：行政复议决定责令重新答复。"}}, button: "作废结果，重新办理", done: "已重新办理。", danger: true},
	{verb: eraseVerb, do: (*office.Office).EraseRequest, name: "删除个人信息", hint: "归档以后、保存期限届满时办理（个人信息保护法第四十七条）。申请人、申请内容和卷内材料都会删去，不能恢复；年度报告的数字不变。",
		button: "删除个人信息", done: "个人信息已删除。", danger: true},
}

func formOf(verb request.Verb) (requestForm, bool) {
	i := slices.IndexFunc(requestForms, func(f requestForm) bool { return f.verb == verb })
	if i < 0 {
		return requestForm{}, false
	}
	return requestForms[i], true
}

// asks makes the fields of a form as the page shows them.
func (rf requestForm) asks(f form, v office.RequestView, units []people.Unit) (out []field) {
	for _, b := range rf.blanks {
		typ := b.typ
		if typ == "" {
			typ = "text"
		}
		q := question(f, typ, string(rf.verb)+"_"+b.name, b.label, b.hint)
		q.Optional, q.Rows = b.optional, 3
		if rf.verb == request.SendVerb && b.name == "way" && !f.Values.Has(q.Name) { // as the applicant asked
			q.Value = string(v.Ask.Way)
		}
		if b.options != nil {
			q.Options = b.options(v, units)
		}
		out = append(out, q)
	}
	return out
}

// requestAct reads the fields of a verb's form.
func requestAct(verb request.Verb, v scanned) office.RequestAct {
	get := func(names ...string) string {
		for _, n := range names {
			if s := v.Get(string(verb) + "_" + n); s != "" {
				return s
			}
		}
		return ""
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // 0 conflicts with every request
	return office.RequestAct{Rev: rev, On: get("on"), By: get("by", "due"), To: get("to"), Unit: get("unit"), Party: get("party"), Name: get("name", "applicant"),
		Address: get("address"), Contact: get("contact"), Ref: get("ref"), View: get("view"), Text: get("text", "reason", "proof"), Days: get("days"), N: get("n"),
		Tariff: get("tariff"), Amount: get("amount"), How: get("how"), Way: get("way"), Files: v.files()}
}

// requestVerb carries out a verb of the case page. Refused, the page comes back
// with that form open and filled.
func (s *server) requestVerb(a *ask) error {
	verb := request.Verb(a.r.PathValue("verb"))
	rf, ok := formOf(verb)
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.scans(a.caseForm(verb), func(string) string { return rf.paper })
	if err == nil {
		err = a.try(func() error { return rf.do(s.o, a.ctx(), a.who, a.id(), requestAct(verb, v)) })
	}
	return a.after(verb, v, rf.done, err)
}

// caseForm names a form of the case page, for what is uploaded with it.
func (a *ask) caseForm(verb request.Verb) func(url.Values) string {
	return func(url.Values) string { return "request/" + string(a.id()) + "/" + string(verb) }
}

// after ends a verb: on to the case page with what was done, or the page again
// with what was refused under its field.
func (a *ask) after(verb request.Verb, v scanned, done string, err error) error {
	if err == nil {
		return a.to(a.path("/requests/%s", escape(string(a.id()))), done)
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	for i, x := range f.Faults {
		if x.Field == "items" { // office says of an item what request says of the parts
			x.Field = "parts"
		}
		if x.Field != "" && !strings.HasPrefix(x.Field, string(verb)+"_") {
			f.Faults[i].Field = string(verb) + "_" + x.Field
		}
	}
	if code == http.StatusRequestEntityTooLarge {
		a.w.Header().Set("Connection", "close")
	}
	return a.showRequest(code, caseAsk{F: v.back(f), Asked: verb})
}
