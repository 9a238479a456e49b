package writ

import (
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// Values are what goes into a letter: key → words as they are to be printed.
// Days are printed by calendar.Day.Chinese. The keys are the constants below;
// elements.txt says in Chinese what each means and how texts write it.
type Values map[string]string

const (
	Organ        = "organ"         // 机关名称, also the red head and the signature
	No           = "no"            // 申请编号 (the letter's own number is an argument of Compose)
	Applicant    = "applicant"     // 申请人
	Received     = "received"      // 收到日期 (R-A31)
	ReceiptRule  = "rule"          // 收到日期的依据
	Door         = "door"          // 提交方式
	Content      = "content"       // 申请内容
	Due          = "due"           // 答复期限
	QueryCode    = "query_code"    // 查询码
	Contact      = "contact"       // 联系人
	Phone        = "phone"         // 联系电话
	Address      = "address"       // 联系地址
	Ask          = "ask"           // 补正事项
	Period       = "period"        // 期限: the last day that the letter sets
	FactsFound   = "facts"         // 事实
	Reasons      = "reasons"       // 理由
	Ground       = "ground"        // 具体依据, beside the 条例
	ItemList     = "items"         // 逐项决定, made by Items
	RemedyWords  = "remedy"        // 救济途径, made by Remedy or RemedyOf
	NewDue       = "new_due"       // 延后的期限
	Days         = "days"          // 延长天数, a number
	Party        = "party"         // 第三方, or the organ that is written to
	Info         = "info"          // 涉及的信息
	Tariff       = "tariff"        // 收费标准
	Calculation  = "calculation"   // 计算过程
	Amount       = "amount"        // 收费金额
	Payment      = "payment"       // 缴纳方式
	ToldOn       = "told_on"       // 告知日期
	WithdrawnOn  = "withdrawn_on"  // 撤回日期
	Earlier      = "earlier"       // 此前的答复
	Channel      = "channel"       // 获取途径
	DeliveryWay  = "delivery"      // 提供方式
	RightOrgan   = "right_organ"   // 负责公开的机关
	RightContact = "right_contact" // 其联系方式
	Competent    = "competent"     // 有权更正的机关
	Result       = "result"        // 处理结果
	CaseNo       = "case_no"       // 办件编号
	ItemName     = "item"          // 事项名称
	Acceptance   = "acceptance"    // 受理情况
	Promise      = "promise"       // 承诺时限
	Procedure    = "procedure"     // 特别程序
	Decision     = "decision"      // 决定

	// Reader is how a letter speaks to whom it goes: texts say “您（单位）”, since
	// they are written for persons and bodies alike.
	Reader = "reader"

	// Attachments are the names of what is enclosed, one a line. No text
	// writes them: they stand below the body (附件说明).
	Attachments = "attachments"
)

// You is the Reader for an applicant of a kind, empty where the kind is not known.
func You(applicant ledger.Code) string {
	switch applicant {
	case "":
		return ""
	case "natural":
		return "您"
	}
	return "贵单位"
}

// Item is a part of what was asked for, decided on its own (区分处理, R-A37).
type Item struct {
	What     string // the information
	Decision string // 予以公开, 不予公开 …
	Ground   string // article and reasons, "" where it is given
}

// Items is the value of ItemList: one numbered line an item.
func Items(list []Item) string {
	lines := make([]string, len(list))
	for i, it := range list {
		s := strconv.Itoa(i+1) + "." + strip(it.What) + "：" + strip(it.Decision)
		if g := strip(it.Ground); g != "" {
			s += "，依据和理由：" + g
		}
		lines[i] = s + "。"
	}
	return strings.Join(lines, "\n")
}

// Sample are values for a preview, with the remedy paragraph left to the caller.
func Sample() Values {
	v := Values{Attachments: "2023年度市级重点研发计划项目立项清单"}
	for _, e := range Elements() {
		v[e.Key] = e.Sample
	}
	v[ItemList] = Items([]Item{{"项目立项清单", "予以公开", ""}, {"项目申报书", "不予公开", "《中华人民共和国政府信息公开条例》第十五条，涉及第三方商业秘密"}})
	return v
}

// Preview fills a text with sample values on a day from which it might hold.
// The table of remedies is shown by its paragraphs, one an outcome.
func (t Template) Preview(all []Template, on calendar.Day, organ string) (Paper, error) {
	const body, court = "（行政复议机关）", "（人民法院）"
	v := Sample()
	if t.Kind == RemedyKind {
		table, err := parseRemedies(t.Text)
		p := Paper{Kind: t.Kind, Version: t.Version, Title: t.Name, Sign: organ, On: on}
		for _, r := range table {
			labels := make([]string, len(r.outcomes))
			for i, o := range r.outcomes {
				if labels[i], _ = law.Label("ground", string(o)); labels[i] == "" {
					labels[i] = "其余办理结果"
				}
			}
			p.Body = append(p.Body, Paragraph{Head, r.name + "（" + strings.Join(labels, "、") + "）"},
				Paragraph{Text: RemedyOf([]Template{t}, on, r.outcomes[0], body, court)})
		}
		return p, err
	}
	k, _ := KindOf(t.Kind)
	if k.Case == "" {
		delete(v, Attachments)
	}
	v[Organ] = organ
	v[RemedyWords] = RemedyOf(all, on, k.Outcome, body, court)
	return t.Compose(v, on, Number("×", t.Series, on.Year(), 1))
}

// strip drops the stop at the end of typed words, which the text sets itself.
func strip(s string) string { return strings.TrimRight(strings.TrimSpace(s), "。；;， ,") }
