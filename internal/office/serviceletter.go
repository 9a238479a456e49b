package office

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/service"
	"gongkai/writ"
)

// caseLetter is the letter that a fact of a case makes, and what it states beside
// what every letter does; nothing where it makes none. What is done at once at the
// counter is not accepted in a letter of its own, and a case with a rider's result
// document has that for its decision.
func caseLetter(f ledger.Fact, c service.Case, names service.Names, text string) (ledger.Code, writ.Values) {
	switch f := f.(type) {
	case service.Lacked:
		var ask []string
		for i, m := range f.Materials {
			ask = append(ask, strconv.Itoa(i+1)+"．"+c.Terms.Named(names, m))
		}
		if text != "" {
			ask = append(ask, text)
		}
		return "case_lack", writ.Values{writ.Ask: strings.Join(ask, "\n"), writ.Period: f.By.Chinese()}
	case service.Accepted:
		if c.Terms.Instant {
			return "", nil
		}
		v := writ.Values{writ.Acceptance: "您（单位）的申请符合受理条件，本机关决定受理", writ.Due: "本机关规定的期限"}
		if f.Deemed {
			v[writ.Acceptance] = "您（单位）的申请自" + f.From.Chinese() + "起即为受理"
		}
		if !f.Due.IsZero() {
			v[writ.Due] = f.Due.Chinese()
		}
		if c.Terms.Promised.N > 0 {
			v[writ.Promise] = c.Terms.Promised.String()
		}
		return "case_accept", v
	case service.Declined:
		return "case_decline", writ.Values{writ.Ground: groundWords(f.Ground), writ.Reasons: text}
	case service.Suspended:
		return "case_suspend", writ.Values{writ.Procedure: service.Label(service.Procedures, f.Procedure), writ.Days: strconv.Itoa(f.Days), writ.Ground: text}
	case service.Extended:
		return "case_extend", writ.Values{writ.Days: strconv.Itoa(f.Days), writ.NewDue: f.To.Chinese(), writ.Reasons: text}
	case service.Decided:
		switch _, ridden := riderOf(c); {
		case ridden:
			return "", nil
		case f.Result == "denied":
			return "case_denied", writ.Values{writ.Reasons: text}
		}
		return "case_decision", writ.Values{writ.Decision: service.Label(service.Results, f.Result), writ.Reasons: text}
	}
	return "", nil
}

// groundWords is a ground with the article that it stands in.
func groundWords(ground ledger.Code) string {
	for _, t := range service.Grounds {
		if t.Key == string(ground) {
			return t.Label + "（" + t.Article + "）"
		}
	}
	return string(ground)
}

// letter makes the letter of a fact (制发文书), numbers it in its series of the
// organ and the year, and files it: all in the transaction of the fact, so that
// no number is lost.
func (w *caseWork) letter(on calendar.Day, f ledger.Fact, text string) error {
	kind, _ := caseLetter(f, w.c, w.names, text)
	if kind == "" {
		return nil
	}
	g, err := w.tx.Organ(w.c.Organ)
	if err != nil {
		return err
	}
	no, err := nextNumber(w.tx, g, kind, on.Year())
	if err != nil {
		return err
	}
	paper, err := w.compose(on, kind, f, text, no.printed)
	if err != nil {
		return err
	}
	p, err := letterPaper(kind, toApplicant, no, paper)
	if err != nil {
		return err
	}
	fact := service.Lettered{Writ: kind, Version: paper.Version, No: no.code, Sum: paperSum(p)}
	e, err := w.tx.Append(on, w.c.ID, w.who.Officer, fact)
	if err != nil {
		return err
	}
	w.c = w.c.Apply(e, fact)
	p.Request, p.Seq, p.On, p.At = w.c.ID, e.Seq, on, w.o.now()
	w.later = append(w.later, func() error { return w.tx.PutCasePaper(p) })
	return nil
}

// compose fills the text of a kind of letter that holds on a day.
func (w *caseWork) compose(on calendar.Day, kind ledger.Code, f ledger.Fact, text, no string) (writ.Paper, error) {
	all, err := w.o.templates(w.tx, w.c.Organ)
	if err != nil {
		return writ.Paper{}, err
	}
	t, ok := writ.Pick(all, kind, on)
	if !ok {
		return writ.Paper{}, fmt.Errorf("office: no text of %s on %s", kind, on)
	}
	g, err := w.tx.Organ(w.c.Organ)
	if err != nil {
		return writ.Paper{}, err
	}
	p, err := w.applicant()
	if err != nil {
		return writ.Paper{}, err
	}
	_, v := caseLetter(f, w.c, w.names, text)
	v[writ.Organ], v[writ.CaseNo], v[writ.ItemName], v[writ.Applicant] = g.Name, w.c.No, w.names.Item, orElse(p.Name, "申请人")
	v[writ.Reader], v[writ.Received], v[writ.Phone] = writ.You(w.c.Applicant), w.c.FiledOn.Chinese(), orElse(g.Phone, "见本机关网站")
	v[writ.RemedyWords] = remedyLine(g)
	return t.Compose(v, on, no)
}

// remedyLine tells the remedies against what was refused (行政许可法第三十八条).
func remedyLine(g people.Organ) string {
	return "不服本决定的，可以自收到之日起60日内向" + reviewBody(g) + "申请行政复议，或者6个月内向人民法院提起行政诉讼。"
}
