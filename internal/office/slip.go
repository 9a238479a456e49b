package office

import (
	"context"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// Says is what a line of the trail decides, in words.
func (l TrailLine) Says() string {
	switch l.Verdict {
	case review.Submit:
		mode, _ := law.Label("mode", string(l.To))
		return "提交审核，拟" + mode
	case review.Return:
		if review.Step(l.To) == review.Drafted {
			return "退回起草人"
		}
		return "退回“" + review.Step(l.To).Name() + "”环节"
	case review.Refer:
		to, _ := law.Label("competent", string(l.To))
		return "送" + to + "确定"
	case review.Advise:
		answer, _ := law.Label("advice", string(l.To))
		return "有关部门答复：" + answer
	}
	return l.Verdict.Name()
}

// Ground is on what a line rests, with the article; for a text that is not to
// be public, why.
func (l TrailLine) Ground() string {
	for _, list := range []string{"basis", "closed"} {
		if (list == "closed") != (l.Verdict == review.Submit) {
			continue
		}
		for _, t := range law.Terms(list) {
			if t.Key == string(l.Basis) && t.Article != "" {
				return t.Label + "（" + t.Article + "）"
			} else if t.Key == string(l.Basis) {
				return t.Label
			}
		}
	}
	return ""
}

// Person is who said it, and in whose name.
func (l TrailLine) Person() string {
	if l.Behalf != "" {
		return l.Who + "（代" + l.Behalf + "）"
	}
	return l.Who
}

// Slip is the approval slip of an edition (审批单): what the rules of the review
// want in writing (信息名称、内容摘要、拟公开方式、公开范围、公开时间、不予公开的理由
// 和依据), and the whole trail (R-A17).
type Slip struct {
	Organ  string
	No     int
	Rows   []SlipRow
	Lines  []TrailLine
	Passed []SlipPass // what the checks found and was let pass
	Seals  []string   // the steps that sign, and who gave an opinion from outside
	Day    string     // on which it was made
}

// SlipRow is a line of its head.
type SlipRow struct{ Name, Value string }

// SlipPass is a finding that was let pass: who gave the reason, and who agreed.
type SlipPass struct{ Found, Rule, Reason, By, Second string }

// ApprovalSlip makes the slip of an edition.
func (o *Office) ApprovalSlip(ctx context.Context, who access.Actor, id ledger.ID, no int) (s Slip, err error) {
	d, err := o.DeskArticle(ctx, who, id)
	if err != nil {
		return s, err
	}
	at := slices.IndexFunc(d.Editions, func(e publication.Edition) bool { return e.No == no })
	if at < 0 {
		return s, refusal.NotFound("access.may.absent")
	}
	e := d.Editions[at]
	err = o.view(ctx, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		s = Slip{Organ: g.Name, No: no, Day: o.Today().Chinese()}
		r, _, err := roundOf(tx, d.Article, e, o.Today())
		for _, step := range r.Chain.Steps {
			s.Seals = append(s.Seals, step.Name())
		}
		if err != nil {
			return err
		}
		passed, err := tx.Overrides(id, no)
		for _, p := range passed {
			s.Passed = append(s.Passed, SlipPass{p.Found, string(p.Rule) + " " + check.RuleName(string(p.Rule)), p.Reason, d.Names[p.Officer], d.Names[p.Second]})
		}
		return err
	})
	for _, l := range d.Review.Trail {
		if l.Edition != no {
			continue
		}
		s.Lines = append(s.Lines, l)
		if seal := l.Step.Name() + "（" + l.Who + "）"; l.By == ledger.Guest && !slices.Contains(s.Seals, seal) {
			s.Seals = append(s.Seals, seal)
		}
	}
	s.Rows = slipRows(d, e)
	return s, err
}

func slipRows(d DeskArticle, e publication.Edition) []SlipRow {
	mode, _ := law.Label("mode", string(e.Mode))
	var authors []string
	for _, id := range e.Authors {
		authors = append(authors, d.Names[id])
	}
	rows := []SlipRow{{"信息名称", e.Title}, {"文号", e.DocNo}, {"栏目", d.Column.Name}, {"责任科室", d.Names[e.Unit]},
		{"起草人", strings.Join(authors, "、")}, {"内容摘要", e.Summary}, {"拟公开方式", mode}}
	if rows[5].Value == "" {
		rows[5].Value = conv.Excerpt(e.HTML, 90)
	}
	switch e.Mode {
	case "proactive":
		when := "审核通过后发布"
		switch {
		case !e.PublishedAt.IsZero():
			when = stamp(e.PublishedAt) + "发布"
		case e.State == publication.Scheduled:
			when = stamp(e.ScheduledAt) + "定时发布"
		case d.HasDue:
			when += "，最迟" + d.Due.Day.Chinese()
		}
		rows = append(rows, SlipRow{"公开范围", "社会公众"}, SlipRow{"公开时间", when}, SlipRow{"不予公开的理由和依据", "主动公开，不适用"})
	default:
		reach := "不公开"
		if e.Mode == "on_request" {
			reach = "依申请向申请人提供"
		}
		ground := TrailLine{Opinion: review.Opinion{Verdict: review.Submit, Basis: e.Basis}}.Ground()
		rows = append(rows, SlipRow{"公开范围", reach}, SlipRow{"公开时间", "不主动公开"}, SlipRow{"不予公开的理由和依据", ground + "。" + e.Ground})
		if !d.Article.NextReview.IsZero() {
			rows = append(rows, SlipRow{"下次评估", d.Article.NextReview.Chinese()})
		}
	}
	return slices.DeleteFunc(rows, func(r SlipRow) bool { return r.Value == "" })
}

// Why is on what a line rests and what was said, in one sentence.
func (l TrailLine) Why() string { return sentence(l.Ground(), l.Words) }

// sentence joins parts, each of which may end in a full stop of its own.
func sentence(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimRight(strings.TrimSpace(p), "。；;."); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "；")
}

// whole sets parts each on a line that is not broken.
func whole(parts ...string) string {
	for i, p := range parts {
		parts[i] = `<span class="nowrap">` + html.EscapeString(p) + `</span>`
	}
	return strings.Join(parts, "<br>")
}

// layout sets the slip for print: its head, the trail, what the checks found and
// was let pass, and a place for each seal.
func (s Slip) layout() conv.Paper {
	var b strings.Builder
	b.WriteString("<table><tbody>")
	for _, r := range s.Rows {
		b.WriteString(`<tr><th>` + whole(r.Name) + `</th><td class="left">` + html.EscapeString(r.Value) + "</td></tr>")
	}
	b.WriteString("</tbody></table>")
	b.WriteString("<h2>审核经过</h2>")
	lines := make([][]string, len(s.Lines))
	for i, l := range s.Lines {
		at := l.At.In(calendar.Shanghai)
		lines[i] = []string{whole(l.Step.Name()), html.EscapeString(l.Person()), whole(at.Format("2006-01-02"), at.Format("15:04")), html.EscapeString(l.Says()),
			html.EscapeString(sentence(l.Why(), fmt.Sprintf("台账第%d号", l.Seq)))}
	}
	b.WriteString(tableOf([]string{"环节", "姓名", "时间", "意见", "依据和说明"}, lines))
	if len(s.Passed) > 0 {
		b.WriteString("<h2>检查发现并放行的</h2>")
		passed := make([][]string, len(s.Passed))
		for i, p := range s.Passed {
			passed[i] = []string{p.Found, p.Rule, p.Reason, p.By, p.Second}
		}
		b.WriteString(table([]string{"发现", "规则", "放行的理由", "放行人", "复核人"}, passed))
	}
	b.WriteString("<h2>签字盖章</h2>")
	seals := make([][]string, len(s.Seals))
	for i, seal := range s.Seals {
		seals[i] = []string{html.EscapeString(seal), whole(strings.Repeat("　", 9), "　"), whole("　　年　　月　　日")}
	}
	b.WriteString(tableOf([]string{"环节", "签字、盖章", "日期"}, seals))
	return conv.Paper{Title: "政府信息公开审批单", Issuer: s.Organ, Day: s.Day, HTML: b.String()}
}

// Docx writes the slip for Word, WPS and LibreOffice.
func (s Slip) Docx(w io.Writer) error { return conv.WriteDocx(w, s.layout()) }

// PDF writes the slip as it is printed.
func (s Slip) PDF(ctx context.Context, w io.Writer) error { return printed(ctx, w, s.layout()) }
