package office

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/service"
)

// CaseNotice is a paper that a case gives to its applicant, made of its facts
// each time it is asked for.
type CaseNotice struct {
	Key, Name string
	paper     conv.Paper
}

// Docx writes it for Word, WPS and LibreOffice.
func (n CaseNotice) Docx(w io.Writer) error { return conv.WriteDocx(w, n.paper) }

// PDF is the notice as it is printed.
func (n CaseNotice) PDF(ctx context.Context) ([]byte, error) {
	var b bytes.Buffer
	err := printed(ctx, &b, n.paper)
	return b.Bytes(), err
}

// CaseNotices lists the notices that a case has by now, and its clock sheet
// (期限计算单) last. They name the applicant: the reading is logged.
func (o *Office) CaseNotices(ctx context.Context, who access.Actor, id ledger.ID, address string) (out []CaseNotice, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		row, err := tx.Case(id)
		if err != nil {
			return err
		}
		if err := mayCase(who, access.OpenApplicant, row.Case); err != nil {
			return err
		}
		if out, err = o.caseNotices(tx, row); err != nil {
			return err
		}
		out = append(out, CaseNotice{"clock", "期限计算单", caseClockPaper(row.Case, row.Names, row.Clock(o.Today(), o.Calendar()))})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, o.logged(ctx, o.opening(who, access.OpenApplicant, "case/"+string(id)+"/notices", address), nil)
}

// FollowedCaseNotices are those that the applicant of a pass has got.
func (o *Office) FollowedCaseNotices(ctx context.Context, organ ledger.ID, pass string) (out []CaseNotice, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		row, err := o.heldCase(tx, organ, pass)
		if err != nil {
			return err
		}
		out, err = o.caseNotices(tx, row)
		return err
	})
	return out, err
}

// notice is what a fact tells the applicant in writing.
type notice struct {
	key, name string
	lines     []string
}

func (o *Office) caseNotices(tx *store.Tx, row store.CaseRow) (out []CaseNotice, err error) {
	c := row.Case
	g, err := tx.Organ(c.Organ)
	if err != nil {
		return nil, err
	}
	p, err := tx.Applicant(c.ID)
	if err != nil {
		return nil, err
	}
	entries, err := tx.Entries(c.Organ, store.EntryFilter{Subject: c.ID})
	if err != nil {
		return nil, err
	}
	words, err := tx.CaseWords(c.Organ, c.ID)
	if err != nil {
		return nil, err
	}
	said := map[int64]string{}
	for _, w := range words {
		if len(w.Words.Words) > 0 {
			said[w.Seq] = w.Words.Words[0]
		}
	}
	codec := Codec()
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		n, ok := noticeOf(f, c, row.Names, e.On, said[e.Seq], g)
		if !ok {
			continue
		}
		out = slices.DeleteFunc(out, func(x CaseNotice) bool { return x.Key == n.key }) // the latest of its kind
		out = append(out, CaseNotice{n.key, n.name, noticePaper(n, c, row.Names, p, g, e.On)})
	}
	if r, ok := riderOf(c); ok && !c.EndedOn.IsZero() {
		made, err := r.result(tx, c)
		if made != nil {
			out = append(out, CaseNotice{"result", orElse(row.Names.Result, made.Title), *made})
		}
		return out, err
	}
	return out, nil
}

// noticePaper sets a notice.
func noticePaper(n notice, c service.Case, names service.Names, p service.Person, g people.Organ, on calendar.Day) conv.Paper {
	var b strings.Builder
	fmt.Fprintf(&b, "<p>办件编号：%s。事项：%s。</p>", html.EscapeString(c.No), html.EscapeString(names.Item))
	for _, l := range n.lines {
		b.WriteString("<p>" + html.EscapeString(l) + "</p>")
	}
	return conv.Paper{Title: n.name, Issuer: g.Name, Day: on.Chinese(), HTML: b.String(), Head: g.Name, To: cmp.Or(p.Name, "申请人")}
}

// noticeOf is what a fact tells, and whether it does.
func noticeOf(f ledger.Fact, c service.Case, names service.Names, on calendar.Day, text string, g people.Organ) (notice, bool) {
	contact := "联系电话：" + orElse(g.Phone, "见本机关网站") + "。"
	switch f := f.(type) {
	case service.TakenIn:
		lines := []string{on.Chinese() + "收到您（单位）提交的申请材料" + strconv.Itoa(len(f.Materials)) + "种。"}
		for i, m := range f.Materials {
			lines = append(lines, strconv.Itoa(i+1)+"．"+c.Terms.Named(names, m))
		}
		return notice{"slip", "收件凭证", append(lines, "本机关自收到申请材料之日起5个工作日内受理，或者一次性告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。", contact)}, true
	case service.Lacked:
		lines := []string{"您（单位）提交的申请材料不齐全或者不符合法定形式，现将需要补正的全部内容一次性告知如下："}
		for i, m := range f.Materials {
			lines = append(lines, strconv.Itoa(i+1)+"．"+c.Terms.Named(names, m))
		}
		if text != "" {
			lines = append(lines, text)
		}
		return notice{"lack", "一次性告知书", append(lines, "请在"+f.By.Chinese()+"以前补齐。", contact)}, true
	case service.Accepted:
		line := "您（单位）的申请符合受理条件，本机关决定受理。"
		if f.Deemed {
			line = "依照行政许可法第三十二条，您（单位）的申请自" + f.From.Chinese() + "起即为受理。"
		}
		lines := []string{line, "法定办结期限：" + f.Due.Chinese() + "。"}
		if s := c.Terms.Promised.String(); s != "" && c.Terms.Promised.N > 0 {
			lines = append(lines, "本机关承诺"+s+"内办结。")
		}
		return notice{"accept", "受理通知书", append(lines, contact)}, true
	case service.Declined:
		return notice{"decline", "不予受理通知书", []string{"您（单位）的申请，本机关决定不予受理。", "依据：" + service.Label(service.Grounds, f.Ground) + "。", "理由：" + text, remedyLine(g)}}, true
	case service.Suspended:
		return notice{"suspend", "特别程序告知书", []string{"办理您（单位）的申请需要进行" + service.Label(service.Procedures, f.Procedure) + "，约需" + strconv.Itoa(f.Days) +
			"个工作日。依照行政许可法第四十五条，所需时间不计入办理期限。", "依据：" + text}}, true
	case service.Extended:
		return notice{"extend", "延期告知书", []string{"经本行政机关负责人批准，办理期限延长" + strconv.Itoa(f.Days) + "个工作日，至" + f.To.Chinese() + "。", "理由：" + text}}, true
	case service.Decided:
		lines := []string{"您（单位）的申请，本机关决定：" + service.Label(service.Results, f.Result) + "。"}
		if text != "" {
			lines = append(lines, "理由："+text)
		}
		if f.Result == "denied" {
			lines = append(lines, remedyLine(g))
		}
		return notice{"decision", "决定书", lines}, true
	}
	return notice{}, false
}

// remedyLine tells the remedies against what was refused (行政许可法第三十八条).
func remedyLine(g people.Organ) string {
	return "不服本决定的，可以自收到之日起60日内向" + reviewBody(g) + "申请行政复议，或者6个月内向人民法院提起行政诉讼。"
}

// caseClockPaper is the clock sheet of a case on paper.
func caseClockPaper(c service.Case, names service.Names, s service.Sheet) conv.Paper {
	says := fmt.Sprintf("办件编号：%s。事项：%s。", c.No, names.Item)
	switch {
	case s.Runs():
		says += fmt.Sprintf("承诺办结：%s；法定办结：%s。法定%d个工作日，已用%d个工作日。", s.Promise.Day.Chinese(), s.Due.Day.Chinese(), s.Statutory, s.Used)
	case s.From.IsZero():
		says += "还没有受理，办理期限没有起算。"
	default:
		says += "特别程序正在进行，期限现在停止。"
	}
	var stretches, steps [][]string
	for _, g := range s.Segments {
		to := "未结束"
		if !g.To.IsZero() {
			to = g.To.String()
		}
		stretches = append(stretches, []string{CaseSegment(g.Kind), g.From.String(), to, fmt.Sprint(g.Days)})
	}
	for _, w := range s.Steps {
		steps = append(steps, []string{w.On.String() + " " + w.On.WeekdayChinese(), w.Words, w.Article})
	}
	return conv.Paper{Title: "期限计算单", HTML: "<p>" + html.EscapeString(says) + "</p><h2>各段时间</h2>" +
		table([]string{"情形", "起（当日不计）", "止（当日计入）", "工作日"}, stretches) + "<h2>依据</h2>" + table([]string{"日期", "事项", "依据"}, steps)}
}

// CaseSegment is what a stretch of the clock of a case is called.
func CaseSegment(kind string) string {
	return map[string]string{service.Intake: "收件审核，未起算", service.Waiting: "待补正", service.Running: "计入期限", service.Stopped: "特别程序，不计"}[kind]
}

// NoticeNamed finds a notice by its key.
func NoticeNamed(all []CaseNotice, key string) (CaseNotice, error) {
	i := slices.IndexFunc(all, func(n CaseNotice) bool { return n.Key == key })
	if i < 0 {
		return CaseNotice{}, refusal.NotFound("access.may.absent")
	}
	return all[i], nil
}
