package office

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/report"
)

// reportID is the subject of a report's facts.
func reportID(year int) ledger.ID { return ledger.ID(fmt.Sprintf("report-%d", year)) }

// cellLabel finds the printed name of a cell in whichever form has it.
func cellLabel(key string) string {
	for _, name := range []string{"2019", "2021"} {
		if f, err := law.FormNamed(name); err == nil {
			if l := report.Label(f, key); l != key {
				return l
			}
		}
	}
	return key
}

// formOf is the named form, or for "" the one of the year.
func formOf(year int, name string) (law.Form, error) {
	if name != "" {
		return law.FormNamed(name)
	}
	f, err := law.FormFor(year)
	if err != nil {
		return f, refusal.New("report.year.none", "R-A50", "year", fmt.Sprint(year)).On("year")
	}
	return f, nil
}

// ReportView is a year's report with everything that its page shows.
type ReportView struct {
	Report   report.Report
	Form     law.Form
	Sheet    report.Sheet // pinned once frozen
	Rendered []string
	Problems []report.Problem
	Checks   []report.Check
	Later    []report.Difference // what facts after the freeze would change
	Years    []int
	Can      map[access.Verb]bool
}

// Report reads a year's report; form "" is that of the year.
func (o *Office) Report(ctx context.Context, who access.Actor, year int, form string) (v ReportView, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return v, err
	}
	v, err = o.report(ctx, who.Organ, year, form)
	v.Can = map[access.Verb]bool{}
	for _, verb := range []access.Verb{access.DraftReport, access.FreezeReport, access.PublishReport, access.StateFigure} {
		v.Can[verb] = may(who, verb) == nil
	}
	return v, err
}

// ReportOf is Report for whoever holds the data folder (the command line).
func (o *Office) ReportOf(ctx context.Context, organ ledger.ID, year int, form string) (ReportView, error) {
	return o.report(ctx, organ, year, form)
}

func (o *Office) report(ctx context.Context, organ ledger.ID, year int, form string) (v ReportView, err error) {
	if v.Form, err = formOf(year, form); err != nil {
		return v, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		g, err := tx.Organ(organ)
		if err != nil {
			return err
		}
		v.Report, err = tx.Report(organ, year)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if errors.Is(err, store.ErrNotFound) {
			v.Report = report.Report{Organ: organ, Year: year, Form: v.Form.Name, State: report.Drafting}
		}
		if v.Sheet, err = sheet(tx, g, year, v.Form, v.Report.Seq); err != nil {
			return err
		}
		if v.Report.Seq > 0 {
			now, err := sheet(tx, g, year, v.Form, 0)
			if err != nil {
				return err
			}
			v.Later = report.Diff(v.Sheet, now)
		}
		v.Years = years(o.Today().Year())
		v.Rendered, v.Problems = v.Sheet.Render(v.Report.Sections)
		v.Checks, err = o.checks(tx, g, v)
		return err
	})
	return v, err
}

// years that a report can be asked for, newest first.
func years(now int) []int {
	var out []int
	for y := now; y >= 2019; y-- {
		out = append(out, y)
	}
	return out
}

func (o *Office) checks(tx *store.Tx, g people.Organ, v ReportView) ([]report.Check, error) {
	c := report.Context{Today: o.Today()}
	if len(v.Report.Sections) > 0 {
		c.Text = v.Rendered
	}
	last, err := tx.Report(g.ID, v.Report.Year-1)
	switch {
	case err == nil && last.Seq > 0:
		form, err := law.FormNamed(last.Form)
		if err != nil {
			return nil, err
		}
		p, err := sheet(tx, g, last.Year, form, last.Seq)
		if err != nil {
			return nil, err
		}
		c.Previous = &p
		text, _ := p.Render(last.Sections)
		c.LastText = strings.Join(text, "\n")
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return nil, err
	}
	if v.Report.State == report.Out {
		if a, err := tx.Article(v.Report.Article); err == nil {
			c.IssuedOn = a.PublishedOn
		}
	}
	out := report.Checks(v.Sheet, c)
	odd, err := visitWarnings(tx, g.ID, v.Report.Year)
	for _, words := range odd {
		out = append(out, report.Check{Rule: "VI-WARN", Severity: "soft", Detail: words})
	}
	return out, err
}

// changeReport loads the year's row, checks rev and lets f change it.
func (o *Office) changeReport(ctx context.Context, who access.Actor, verb access.Verb, year int, rev int64,
	f func(tx *store.Tx, g people.Organ, r *report.Report) error) error {
	if err := may(who, verb); err != nil {
		return err
	}
	form, err := formOf(year, "")
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		r, err := tx.Report(who.Organ, year)
		if errors.Is(err, store.ErrNotFound) {
			r, err = report.Report{Organ: who.Organ, Year: year, Form: form.Name, State: report.Drafting, Salt: newSalt()}, nil
		}
		if err != nil {
			return err
		}
		if r.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		if err := f(tx, g, &r); err != nil {
			return err
		}
		r.SavedAt = o.now()
		return tx.PutReport(r)
	})
}

// DraftReport writes the first draft of the words from the figures (起草).
func (o *Office) DraftReport(ctx context.Context, who access.Actor, year int, rev int64) error {
	return o.changeReport(ctx, who, access.DraftReport, year, rev, func(tx *store.Tx, g people.Organ, r *report.Report) error {
		if r.State != report.Drafting {
			return refusal.Clash("report.edit.state", "R-A50")
		}
		form, err := formOf(year, "")
		if err != nil {
			return err
		}
		s, err := sheet(tx, g, year, form, 0)
		r.Sections = s.FirstDraft()
		return err
	})
}

// SaveReport stores the words of the six sections.
func (o *Office) SaveReport(ctx context.Context, who access.Actor, year int, rev int64, sections []string) error {
	return o.changeReport(ctx, who, access.DraftReport, year, rev, func(tx *store.Tx, g people.Organ, r *report.Report) error {
		if r.State != report.Drafting {
			return refusal.Clash("report.edit.state", "R-A50")
		}
		if len(sections) != 6 {
			return refusal.New("report.sections", "B.2", "n", fmt.Sprint(len(sections)))
		}
		r.Sections = nil
		for _, s := range sections {
			r.Sections = append(r.Sections, strings.ReplaceAll(strings.TrimSpace(s), "\r\n", "\n"))
		}
		return nil
	})
}

// FreezeReport pins the report to the ledger as it stands (冻结). Every hard
// check must hold.
func (o *Office) FreezeReport(ctx context.Context, who access.Actor, year int, rev int64) error {
	return o.changeReport(ctx, who, access.FreezeReport, year, rev, func(tx *store.Tx, g people.Organ, r *report.Report) error {
		switch {
		case r.State != report.Drafting:
			return refusal.Clash("report.freeze.state", "R-A50")
		case o.Today().Year() <= year:
			return refusal.Clash("report.freeze.year", "R-A50", "year", fmt.Sprint(year))
		case len(r.Sections) == 0:
			return refusal.Clash("report.freeze.empty", "ST-SEC")
		}
		form, err := law.FormNamed(r.Form)
		if err != nil {
			return err
		}
		if err := settleVisits(tx, g.ID, year); err != nil {
			return err
		}
		v := ReportView{Report: *r, Form: form}
		if v.Sheet, err = sheet(tx, g, year, form, 0); err != nil {
			return err
		}
		v.Rendered, v.Problems = v.Sheet.Render(r.Sections)
		checks, err := o.checks(tx, g, v)
		if err != nil {
			return err
		}
		failed := report.Failed(checks)
		for range v.Problems {
			failed = append(failed, "TX-NUM")
		}
		if len(failed) > 0 {
			return refusal.Clash("report.freeze.checks", failed[0], "n", fmt.Sprint(len(failed)), "rules", strings.Join(failed, "、"))
		}
		f := report.Frozen{Year: year, Form: ledger.Code(r.Form), Seq: v.Sheet.Head.Seq, Root: ledger.Code(v.Sheet.Head.Hex()), Text: r.Sum()}
		e, err := tx.Append(o.Today(), reportID(year), who.Officer, f)
		if err != nil {
			return err
		}
		*r = r.Apply(e, f)
		return forgetVisits(tx, g.ID, year, who.Officer, o.Today())
	})
}

// PublishReport hands the frozen report in as an article of the 年报 column;
// another officer publishes it there, as with every article.
func (o *Office) PublishReport(ctx context.Context, who access.Actor, year int, rev int64) (id ledger.ID, err error) {
	v, err := o.Report(ctx, who, year, "")
	if err != nil {
		return "", err
	}
	if v.Report.State != report.Pinned || v.Report.Article != "" {
		return "", refusal.Clash("report.publish.state", "R-A50")
	}
	err = o.changeReport(ctx, who, access.PublishReport, year, rev, func(tx *store.Tx, g people.Organ, r *report.Report) error {
		id, err = o.handIn(tx, who, g, annualText{Title: fmt.Sprintf("%s%d年政府信息公开年度报告", short(g), year),
			HTML:     v.Sheet.HTML(v.Rendered, nil),
			Summary:  fmt.Sprintf("%s%d年政府信息公开工作年度报告，数字取自台账第%d号。", short(g), year, v.Report.Seq),
			Keywords: []string{"政府信息公开", "年度报告"}})
		r.Article = id
		return err
	})
	return id, err
}

// CellView is a figure with the entries behind it.
type CellView struct {
	Key, Label string
	Figure     ledger.Figure
	Entries    []EntryView
}

// Cell opens a figure down to its entries.
func (o *Office) Cell(ctx context.Context, who access.Actor, year int, form, key string) (v CellView, err error) {
	r, err := o.Report(ctx, who, year, form)
	if err != nil {
		return v, err
	}
	if !r.Sheet.Has(key) {
		return v, refusal.NotFound("access.may.absent")
	}
	v = CellView{Key: key, Label: r.Sheet.Label(key), Figure: r.Sheet.Cell(key)}
	if len(v.Figure.Entries) == 0 {
		return v, nil
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		entries, err := tx.Entries(who.Organ, store.EntryFilter{Seqs: v.Figure.Entries})
		if err != nil {
			return err
		}
		v.Entries, err = o.entryViews(tx, who.Organ, entries)
		return err
	})
	return v, err
}
