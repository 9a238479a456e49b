package office

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
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
	for _, w := range odd {
		out = append(out, report.Check{Rule: "VI-WARN", Severity: "soft", Detail: fmt.Sprintf("%s访问量%d、独立用户%d：%s", w.Day.Chinese(), w.Views, w.Visitors, w.What.Words())})
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
		cols, err := tx.Columns(g.ID)
		if err != nil {
			return err
		}
		var column publication.Column
		for _, c := range cols {
			if c.Category == "annual" {
				column = c
			}
		}
		if column.Path == "" {
			return refusal.Clash("report.publish.column", "C.3")
		}
		name := g.ShortName
		if name == "" {
			name = g.Name
		}
		id = newID()
		r.Article = id
		a := publication.Article{ID: id, Organ: g.ID, Column: column.Path, Type: publication.Annual, Unit: who.Unit,
			State: publication.Draft, Latest: 1, Mode: "proactive", Formed: o.Today()}
		e := publication.Edition{Article: id, No: 1, State: publication.Draft, Column: column.Path, Type: publication.Annual,
			Title: fmt.Sprintf("%s%d年政府信息公开年度报告", name, year), HTML: body(v.Sheet.HTML(v.Rendered, nil) + signature(g, o.Today())), Source: g.Name,
			Summary: fmt.Sprintf("%s%d年政府信息公开工作年度报告，数字取自台账第%d号。", name, year, v.Report.Seq), Tags: []string{"result"}, Unit: who.Unit, Mode: "proactive",
			Formed: o.Today(), Keywords: []string{"政府信息公开", "年度报告"}, Salt: newSalt(), SavedAt: o.now()}
		e.Authors = e.By(hands(who, access.PublishReport, access.Thing{Organ: who.Organ})...)
		c := &change{tx: tx, who: who, now: o.now(), on: o.Today(), a: a, e: e}
		f, err := a.Submit(e, who.Officer, c.on)
		if err != nil {
			return err
		}
		if err := c.write(who.Officer, f, c.line); err != nil {
			return err
		}
		c.e.State, c.e.SubmittedAt = publication.InReview, c.now
		opened, err := opened(c)
		if err != nil {
			return err
		}
		if err := c.write(who.Officer, opened, c.line); err != nil {
			return err
		}
		return c.keep()
	})
	return id, err
}

func signature(g people.Organ, on calendar.Day) string {
	return `<p class="right">` + g.Name + `</p><p class="right">` + on.Chinese() + `</p>`
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
