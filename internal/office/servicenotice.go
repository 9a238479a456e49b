package office

import (
	"bytes"
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
	"gongkai/refusal"
	"gongkai/service"
	"gongkai/writ"
)

// NoticeLine names a notice that a case has given: No is its number (文号), empty
// for one that bears none.
type NoticeLine struct {
	Key, Name, No string
	On            calendar.Day
}

// CaseNotice is a paper that a case gives to its applicant: as it was issued, and
// what bears no number made of the facts each time it is asked for.
type CaseNotice struct {
	NoticeLine
	paper conv.Paper
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
		out = append(out, CaseNotice{clockLine, caseClockPaper(row.Case, row.Names, row.Clock(o.Today(), o.Calendar()))})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, o.logged(ctx, o.opening(who, access.OpenApplicant, "case/"+string(id)+"/notices", address), nil)
}

var clockLine = NoticeLine{Key: "clock", Name: "期限计算单"}

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

// noticed is a notice with what it is made of: the letter as it was issued, or the
// fact that it tells.
type noticed struct {
	NoticeLine
	letter *store.Paper
	kind   ledger.Code // of letter, empty for the slip
	fact   ledger.Fact
	seq    int64
}

// noticesOf lists the notices of a case in the order of its facts. A case of
// before letters were numbered has the same, without a number.
func noticesOf(c service.Case, entries []ledger.Entry, papers []store.Paper) (out []noticed, err error) {
	add := func(n noticed) {
		same := 0
		for _, x := range out {
			if x.kind == n.kind && x.kind != "" {
				same++
			}
		}
		if same > 0 { // a second special procedure
			n.Key += "-" + strconv.Itoa(same+1)
		}
		out = append(out, n)
	}
	issued := map[int64]store.Paper{}
	for _, p := range papers {
		if len(p.Body) > 0 {
			issued[p.Seq] = p
		}
	}
	codec := Codec()
	for i, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		switch f := f.(type) {
		case service.TakenIn:
			add(noticed{NoticeLine: NoticeLine{Key: "slip", Name: "收件凭证", On: e.On}, fact: f})
		case service.Lettered:
			if p, ok := issued[e.Seq]; ok {
				add(noticed{NoticeLine: NoticeLine{noticeKey(f.Writ), p.Name, p.No, e.On}, letter: &p, kind: f.Writ})
			}
		default:
			kind, _ := caseLetter(f, c, service.Names{}, "")
			if kind == "" || i+1 < len(entries) && entries[i+1].Kind == (service.Lettered{}).Kind() {
				continue
			}
			k, _ := writ.KindOf(kind)
			add(noticed{NoticeLine: NoticeLine{Key: noticeKey(kind), Name: k.Name, On: e.On}, kind: kind, fact: f, seq: e.Seq})
		}
	}
	return out, nil
}

// noticeKey is a notice in addresses: 准予 and 不予 are both the decision.
func noticeKey(kind ledger.Code) string {
	if kind == "case_denied" {
		return "decision"
	}
	return strings.TrimPrefix(string(kind), "case_")
}

func (o *Office) caseNotices(tx *store.Tx, row store.CaseRow) (out []CaseNotice, err error) {
	c := row.Case
	if c.Erased {
		return nil, nil
	}
	entries, err := tx.Entries(c.Organ, store.EntryFilter{Subject: c.ID})
	if err != nil {
		return nil, err
	}
	papers, err := tx.CasePapers(c.ID)
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
	all, err := noticesOf(c, entries, papers)
	if err != nil {
		return nil, err
	}
	w := &caseWork{o: o, tx: tx, today: o.Today(), c: c, names: row.Names}
	for _, n := range all {
		p, err := w.notice(n, said[n.seq])
		if err != nil {
			return nil, err
		}
		out = append(out, CaseNotice{n.NoticeLine, p})
	}
	if r, ok := riderOf(c); ok && !c.EndedOn.IsZero() {
		made, err := r.result(tx, c)
		if made != nil {
			out = append(out, CaseNotice{NoticeLine{Key: "result", Name: orElse(row.Names.Result, made.Title)}, *made})
		}
		return out, err
	}
	return out, nil
}

// notice is a notice on paper.
func (w *caseWork) notice(n noticed, text string) (conv.Paper, error) {
	switch f, slip := n.fact.(service.TakenIn); {
	case slip:
		return w.slip(f, n.On)
	case n.letter != nil:
		p, err := readLetter(*n.letter)
		return OnPaper(p), err
	}
	p, err := w.compose(n.On, n.kind, n.fact, text, "")
	return OnPaper(p), err
}

// slip is what the applicant takes home for what was handed in (收件凭证). Its
// number is that of the case.
func (w *caseWork) slip(f service.TakenIn, on calendar.Day) (conv.Paper, error) {
	g, err := w.tx.Organ(w.c.Organ)
	if err != nil {
		return conv.Paper{}, err
	}
	p, err := w.applicant()
	if err != nil {
		return conv.Paper{}, err
	}
	lines := []string{"办件编号：" + w.c.No + "。事项：" + w.names.Item + "。",
		on.Chinese() + "收到" + orElse(writ.You(w.c.Applicant), "您（单位）") + "提交的申请材料" + strconv.Itoa(len(f.Materials)) + "种。"}
	for i, m := range f.Materials {
		lines = append(lines, strconv.Itoa(i+1)+"．"+w.c.Terms.Named(w.names, m))
	}
	asked, err := w.tx.CaseAsk(w.c.ID)
	if err != nil {
		return conv.Paper{}, err
	}
	var open, private []string
	for _, x := range asked.Fields {
		if x.Personal { // a slip lies about
			private = append(private, x.Name)
		} else {
			open = append(open, x.Name+"："+oneLine(x.Shown()))
		}
	}
	if len(open) > 0 {
		lines = append(lines, "填写的内容："+strings.Join(open, "；")+"。")
	}
	if len(private) > 0 {
		lines = append(lines, "另填写了"+strings.Join(private, "、")+"，属于个人信息，本凭证不印。")
	}
	lines = append(lines, "本机关自收到申请材料之日起5个工作日内受理，或者一次性告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。",
		"联系电话："+orElse(g.Phone, "见本机关网站")+"。")
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("<p>" + html.EscapeString(l) + "</p>")
	}
	return conv.Paper{Title: "收件凭证", Issuer: g.Name, Day: on.Chinese(), HTML: b.String(), Head: g.Name, To: orElse(p.Name, "申请人")}, nil
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
