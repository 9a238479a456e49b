package office

import (
	"cmp"
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/service"
)

// CaseMaterial is a material of the case's version as its page shows it.
type CaseMaterial struct {
	Code, Name              string
	Required, Given, Lacked bool
}

// CaseStepView is a step of the examination as the page shows it.
type CaseStepView struct {
	Name, Unit string
	N          int // working days
	Done, Now  bool
	Due        calendar.Date // of the present one
}

// CaseView is one case on one screen.
type CaseView struct {
	CaseLine
	Person    service.Person // masked
	Ask       service.Ask    // likewise
	Materials []CaseMaterial
	Stages    []CaseStepView
	Timeline  []RequestStep // oldest first
	Papers    []store.Paper // PaperName says what each is
	Notices   []NoticeLine  // that it has given
	Extras    []CaseExtra   // of the noun that rides on it
	Result    *conv.Paper   // its result document, nil while there is none
	Decider   string
	Letter    string // number of the letter that it was made of
	Outdated  bool   // the item has a newer version; the case keeps its own
	Can       map[service.Verb]bool
	Open      bool // the applicant may be opened by this officer
	Same      []CaseLine
}

// PaperName says what a paper of the case is.
func (v CaseView) PaperName(kind ledger.Code) string {
	if l, ok := casePapers[kind]; ok {
		return l
	}
	return v.Case.Terms.Named(v.Names, kind)
}

// CaseMatter reads one case with all that its page shows.
func (o *Office) CaseMatter(ctx context.Context, who access.Actor, id ledger.ID) (v CaseView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		row, err := tx.Case(id)
		if err != nil {
			return err
		}
		if err := mayCase(who, access.ReadService, row.Case); err != nil {
			return err
		}
		return v.fill(o, tx, who, row)
	})
	return v, err
}

// CaseByNo finds a case by its printed number.
func (o *Office) CaseByNo(ctx context.Context, who access.Actor, no string) (id ledger.ID, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		row, err := tx.CaseByNo(who.Organ, no)
		if err != nil {
			return err
		}
		id = row.ID
		return mayCase(who, access.ReadService, row.Case)
	})
	return id, err
}

func (v *CaseView) fill(o *Office, tx *store.Tx, who access.Actor, row store.CaseRow) error {
	names, err := o.names(tx, row.Organ)
	if err != nil {
		return err
	}
	v.CaseLine = o.caseLine(row, names)
	c := row.Case
	v.Decider = names[c.Decider]
	asked, err := tx.CaseAsk(c.ID)
	if err != nil {
		return err
	}
	v.Ask = asked.Masked()
	p, err := tx.Applicant(c.ID)
	if err != nil {
		return err
	}
	v.Person = p.Masked()
	v.Applicant = v.Person.Name
	papers, err := tx.CasePapers(c.ID)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if p.Writ == "" {
			v.Papers = append(v.Papers, p)
		}
	}
	entries, err := tx.Entries(c.Organ, store.EntryFilter{Subject: c.ID})
	if err != nil {
		return err
	}
	if err := v.timeline(o, tx, entries); err != nil {
		return err
	}
	v.stages(entries, names, o.Calendar())
	if err := v.given(tx, entries, papers); err != nil {
		return err
	}
	if c.From != "" {
		l, err := tx.Letter(c.From)
		if err != nil {
			return err
		}
		v.Letter = l.No
	}
	v.Can = caseOffers(who, c)
	v.Open = mayCase(who, access.OpenApplicant, c) == nil
	if now, err := o.caseItem(tx, c.Organ, c.Terms.Item, o.Today()); err == nil {
		v.Outdated = c.State.Pending() && now.Terms.Version != c.Terms.Version
	}
	if !c.Erased {
		same, err := tx.SameApplicant(c.Organ, p, 6)
		if err != nil {
			return err
		}
		for _, s := range same {
			if s.ID != c.ID && mayCase(who, access.ReadService, s.Case) == nil {
				v.Same = append(v.Same, o.caseLine(s, names))
			}
		}
	}
	if r, ok := riderOf(c); ok {
		v.Extras, err = r.shown(tx, c)
	}
	return err
}

// given lists the notices that the case has given, and its clock sheet last.
func (v *CaseView) given(tx *store.Tx, entries []ledger.Entry, papers []store.Paper) error {
	if v.Case.Erased {
		return nil
	}
	all, err := noticesOf(v.Case, entries, papers)
	if err != nil {
		return err
	}
	for _, n := range all {
		v.Notices = append(v.Notices, n.NoticeLine)
	}
	if r, ok := riderOf(v.Case); ok {
		if v.Result, err = r.result(tx, v.Case); v.Result != nil {
			v.Notices = append(v.Notices, NoticeLine{Key: "result", Name: orElse(v.Names.Result, v.Result.Title)})
		}
	}
	v.Notices = append(v.Notices, clockLine)
	return err
}

func (v *CaseView) timeline(o *Office, tx *store.Tx, entries []ledger.Entry) error {
	c := v.Case
	words, err := tx.CaseWords(c.Organ, c.ID)
	if err != nil {
		return err
	}
	said := map[int64][]string{}
	for _, w := range words {
		said[w.Seq] = w.Words.Words
	}
	views, err := o.entryViews(tx, c.Organ, entries)
	for _, e := range views {
		s := RequestStep{EntryView: e, At: e.Entry.At}
		if e.Entry.Kind != (service.Filed{}).Kind() { // what was asked stands apart
			s.Words = said[e.Seq]
		}
		v.Timeline = append(v.Timeline, s)
	}
	return err
}

// stages says how far materials and steps are.
func (v *CaseView) stages(entries []ledger.Entry, names map[ledger.ID]string, cal *calendar.Calendar) {
	c := v.Case
	given := givenMaterials(entries)
	for i, m := range c.Terms.Materials {
		x := CaseMaterial{Code: string(m.Code), Name: string(m.Code), Required: m.Required, Given: slices.Contains(given, m.Code),
			Lacked: c.State == service.Lacking && slices.Contains(c.Missing, m.Code)}
		if i < len(v.Names.Materials) {
			x.Name = v.Names.Materials[i]
		}
		v.Materials = append(v.Materials, x)
	}
	for i, s := range c.Terms.Steps {
		x := CaseStepView{N: s.N, Unit: names[cmp.Or(s.Unit, c.Terms.Unit)], Done: i < c.Step || !c.EndedOn.IsZero() && !c.AcceptedOn.IsZero(),
			Now: i == c.Step && (c.State == service.Working || c.State == service.Halted)}
		if i < len(v.Names.Steps) {
			x.Name = v.Names.Steps[i]
		}
		if x.Now {
			x.Due = c.StepDue(cal)
		}
		v.Stages = append(v.Stages, x)
	}
}

// givenMaterials are those that the facts of a case name as handed in.
func givenMaterials(entries []ledger.Entry) (out []ledger.Code) {
	codec := Codec()
	for _, e := range entries {
		switch f, _ := codec.Decode(e); f := f.(type) {
		case service.TakenIn:
			out = append(out, f.Materials...)
		case service.Supplemented:
			out = append(out, f.Materials...)
		case service.Kept:
			out = append(out, f.Paper)
		}
	}
	return out
}

// OpenCaseApplicant shows the applicant, and what they answered, unmasked. Every
// opening is logged.
func (o *Office) OpenCaseApplicant(ctx context.Context, who access.Actor, id ledger.ID, address string) (p service.Person, a service.Ask, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		row, err := tx.Case(id)
		if err != nil {
			return err
		}
		if err := mayCase(who, access.OpenApplicant, row.Case); err != nil {
			return err
		}
		if p, err = tx.Applicant(id); err != nil {
			return err
		}
		a, err = tx.CaseAsk(id)
		return err
	})
	if err != nil {
		return service.Person{}, service.Ask{}, err
	}
	return p, a, o.logged(ctx, o.opening(who, access.OpenApplicant, "case/"+string(id), address), nil)
}

// CasePaper opens a paper of a case. Papers hold personal data: every opening is
// logged.
func (o *Office) CasePaper(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	p, err := o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		row, err := tx.Case(id)
		if err != nil {
			return nil, err
		}
		if err := mayCase(who, access.OpenApplicant, row.Case); err != nil {
			return nil, err
		}
		return tx.CasePapers(id)
	})
	if err != nil {
		return PaperFile{}, err
	}
	return o.openPaper(ctx, p, o.opening(who, access.OpenApplicant, "case/"+string(id)+"/paper/"+string(paper), address))
}
