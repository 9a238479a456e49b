package office

import (
	"context"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/service"
)

// CaseFollow is what an applicant sees of their own case.
type CaseFollow struct {
	Organ     people.Organ
	Case      service.Case
	Names     service.Names
	Sheet     service.Sheet
	Ask       service.Ask // masked: a code may be found by somebody else
	Materials []CaseMaterial
	Stages    []CaseStepView
	Steps     []FollowStep
	Papers    []store.Paper // the result and what else was given to them
	Result    *conv.Paper
	Next      string // what happens next
	Unit      string
	Can       map[service.Verb]bool // supplement, withdraw, rate
}

// FollowCase opens a case to whoever has its query code and the tail of the
// applicant's number.
func (o *Office) FollowCase(ctx context.Context, organ ledger.ID, code, tail, address string) (pass string, err error) {
	return o.throughDoor(ctx, caseDoor, organ, code, tail, address)
}

// heldCase is the case of a pass.
func (o *Office) heldCase(tx *store.Tx, organ ledger.ID, pass string) (row store.CaseRow, err error) {
	id, err := o.holder(organ, pass)
	if err != nil {
		return row, err
	}
	row, err = tx.Case(id)
	if err != nil {
		return row, err
	}
	return row, access.May(access.Actor{}, access.FollowService, access.Thing{Organ: organ, Holder: row.Organ == organ})
}

// FollowedCase reads the case of a pass.
func (o *Office) FollowedCase(ctx context.Context, organ ledger.ID, pass string) (f CaseFollow, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		row, err := o.heldCase(tx, organ, pass)
		if err != nil {
			return err
		}
		c := row.Case
		f.Case, f.Names, f.Sheet = c, row.Names, c.Clock(o.Today(), o.Calendar())
		if f.Organ, err = tx.Organ(organ); err != nil {
			return err
		}
		asked, err := tx.CaseAsk(c.ID)
		if err != nil {
			return err
		}
		f.Ask = asked.Masked()
		entries, err := tx.Entries(organ, store.EntryFilter{Subject: c.ID})
		if err != nil {
			return err
		}
		if f.Steps, err = caseSteps(tx, c, row.Names, entries); err != nil {
			return err
		}
		papers, err := tx.CasePapers(c.ID)
		if err != nil {
			return err
		}
		for _, p := range papers {
			if p.Kind == "result" && !c.EndedOn.IsZero() {
				f.Papers = append(f.Papers, p)
			}
		}
		names, err := o.names(tx, organ)
		if err != nil {
			return err
		}
		v := CaseView{CaseLine: CaseLine{Case: c, Names: row.Names}}
		v.stages(entries, names, o.Calendar())
		f.Materials, f.Stages, f.Unit = v.Materials, v.Stages, names[c.Unit]
		if r, ok := riderOf(c); ok && !c.EndedOn.IsZero() {
			f.Result, err = r.result(tx, c)
		}
		return err
	})
	if err != nil {
		return CaseFollow{}, err
	}
	can := f.Case.Can()
	f.Can = map[service.Verb]bool{}
	for _, v := range []service.Verb{service.SupplementVerb, service.WithdrawVerb, service.RateVerb} {
		f.Can[v] = slices.Contains(can, v)
	}
	f.Next = f.next(o.Calendar())
	return f, nil
}

// caseSteps puts the facts that concern the applicant into plain words; what the
// office does among itself is left out.
func caseSteps(tx *store.Tx, c service.Case, n service.Names, entries []ledger.Entry) (out []FollowStep, err error) {
	words, err := tx.CaseWords(c.Organ, c.ID)
	if err != nil {
		return nil, err
	}
	said := map[int64][]string{}
	for _, w := range words {
		said[w.Seq] = w.Words.Words
	}
	codec := Codec()
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		if what, tell := caseToApplicant(f, c, n); what != "" {
			s := FollowStep{On: e.On, What: what}
			if w := said[e.Seq]; tell && len(w) > 0 {
				s.Said = w[0]
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// caseToApplicant says a fact to the applicant, and whether its words are theirs
// to read.
func caseToApplicant(f ledger.Fact, c service.Case, n service.Names) (what string, tell bool) {
	switch f := f.(type) {
	case service.Filed:
		return "提交申请", false
	case service.Prechecked:
		return "预审通过，请交验申请材料", true
	case service.TakenIn:
		return "收件", false
	case service.Lacked:
		what = "一次性告知需要补正的内容，期限" + f.By.Chinese()
		if len(f.Materials) > 0 {
			what += "：" + c.Terms.Named(n, f.Materials...)
		}
		return what, true
	case service.Supplemented:
		return "申请材料已经补齐", false
	case service.Accepted:
		return "受理，最迟" + f.Due.Chinese() + "作出决定", false
	case service.Declined:
		return "不予受理：" + service.Label(service.Grounds, f.Ground), true
	case service.Advanced:
		if f.Step < len(n.Steps) {
			return "完成“" + n.Steps[f.Step] + "”环节", false
		}
		return "完成一个审查环节", false
	case service.Suspended:
		return service.Label(service.Procedures, f.Procedure) + "，约需" + strconv.Itoa(f.Days) + "个工作日，不计入办理期限", true
	case service.Resumed:
		return "特别程序结束，继续办理", false
	case service.Extended:
		return "经批准延期，最迟" + f.To.Chinese() + "作出决定", true
	case service.Decided:
		return "作出决定：" + service.Label(service.Results, f.Result), true
	case service.Delivered:
		return "送达：" + service.Label(service.Ways, f.Way), false
	case service.Rated:
		return "您的评价：" + service.Label(service.Levels, ledger.Code(strconv.Itoa(f.Level))), false
	case service.Mended:
		return "针对您的评价已经整改", true
	case service.Answered:
		return "对您的评价作出答复", true
	case service.Withdrawn:
		return "您撤回了申请", false
	case service.Returned:
		return "退件", true
	case service.Transferred:
		return "转报", true
	}
	return "", false
}

func (f CaseFollow) next(cal *calendar.Calendar) string {
	c, s := f.Case, f.Sheet
	switch {
	case c.State == service.Lacking:
		return "请在" + c.SupplementBy.Chinese() + "以前一次补齐。补齐之后，本机关应当受理。"
	case c.State == service.Halted:
		return service.Label(service.Procedures, c.Stops[len(c.Stops)-1].Procedure) + "正在进行，所需时间不计入办理期限。"
	case c.State.Pending() && s.Deemed:
		return "本机关没有在期限内告知需要补正的内容，自" + s.From.Chinese() + "起视为受理，最迟" + s.Due.Day.Chinese() + "作出决定。"
	case c.State == service.Working && s.AsOf.After(s.Due.Day):
		return "办理期限" + s.Due.Day.Chinese() + "已过。您可以打电话催问，也可以投诉或者申请行政复议。"
	case c.State == service.Working:
		return "承诺在" + s.Promise.Day.Chinese() + "以前办结，法定期限到" + s.Due.Day.Chinese() + "。"
	case c.State.Pending():
		return "本机关在" + s.Next.Day.Chinese() + "以前受理，或者一次性告知需要补正的全部内容。"
	case c.State == service.Concluded:
		return "已经作出决定，最迟" + c.DeliverBy(cal).Day.Chinese() + "送达。"
	case c.Owed():
		return "本机关在" + c.MendBy(cal).Day.Chinese() + "以前核实、整改，并答复您。"
	case c.State == service.TakenBack:
		return "申请已按您的要求终止办理。"
	}
	return "这件申请已经办完。"
}

// ActFollowedCase is what applicants do to their own case: supplement it, take it
// back, rate it. The rev is that of the page they saw.
func (o *Office) ActFollowedCase(ctx context.Context, organ ledger.ID, pass string, v service.Verb, a CaseAct) error {
	id, err := o.holder(organ, pass)
	if err != nil {
		return err
	}
	if !slices.Contains([]service.Verb{service.SupplementVerb, service.WithdrawVerb, service.RateVerb}, v) {
		return refusal.NotFound("access.may.absent")
	}
	a.On, a.Visit, a.Online = "", false, true
	if v == service.SupplementVerb {
		a.Materials = nil // online they upload them
	}
	return o.actCase(ctx, access.Actor{Officer: ledger.Citizen, Organ: organ}, id, a, func(w *caseWork, a CaseAct, on calendar.Day) error {
		if err := access.May(access.Actor{}, access.FollowService, access.Thing{Organ: organ, Holder: w.c.ID == id}); err != nil {
			return err
		}
		return w.do(v, a, on)
	})
}

// FollowedCasePaper opens a paper that was given to the applicant of a pass.
func (o *Office) FollowedCasePaper(ctx context.Context, organ ledger.ID, pass string, paper ledger.ID) (PaperFile, error) {
	f, err := o.FollowedCase(ctx, organ, pass)
	if err != nil {
		return PaperFile{}, err
	}
	i := slices.IndexFunc(f.Papers, func(p store.Paper) bool { return p.ID == paper })
	if i < 0 || f.Papers[i].SHA == "" {
		return PaperFile{}, refusal.NotFound("access.may.absent")
	}
	r, err := o.openSealed(f.Papers[i].SHA)
	if err != nil {
		return PaperFile{}, err
	}
	return PaperFile{f.Papers[i].Name, f.Papers[i].Type, r}, nil
}
