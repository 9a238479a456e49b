package office

import (
	"context"
	"fmt"
	"io"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
)

// ReportDocx writes the year's report as an official document (GB/T 9704)
// that Word, WPS and LibreOffice open.
func (o *Office) ReportDocx(ctx context.Context, who access.Actor, year int, form string, w io.Writer) error {
	if err := may(who, access.ReadLedger); err != nil {
		return err
	}
	return o.ReportDocxOf(ctx, who.Organ, year, form, w)
}

// ReportDocxOf is ReportDocx for whoever holds the data folder.
func (o *Office) ReportDocxOf(ctx context.Context, organ ledger.ID, year int, form string, w io.Writer) error {
	v, err := o.report(ctx, organ, year, form)
	if err != nil {
		return err
	}
	return conv.WriteDocx(w, conv.Paper{
		Title:  v.Title(),
		Issuer: v.Sheet.Body.Name,
		Day:    calendar.DayOf(o.now()).Chinese(),
		HTML:   v.Sheet.HTML(v.Words(), nil),
	})
}

// ReportJSON writes the year's report in the shape of docs/report.schema.json.
func (o *Office) ReportJSON(ctx context.Context, who access.Actor, year int, form string, w io.Writer) error {
	v, err := o.Report(ctx, who, year, form)
	if err != nil {
		return err
	}
	b, err := v.Sheet.JSON(v.Checks)
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// Words are the six sections as they read now: those that were saved, or the
// first draft from the figures where nobody has written yet.
func (v ReportView) Words() []string {
	if len(v.Report.Sections) > 0 {
		return v.Rendered
	}
	text, _ := v.Sheet.Render(v.Sheet.FirstDraft())
	return text
}

// Title is the report's title as printed.
func (v ReportView) Title() string {
	return fmt.Sprintf("%s%d年政府信息公开工作年度报告", v.Sheet.Body.Name, v.Sheet.Year)
}

// annualText is what is handed in as an article of the 年报 column.
type annualText struct {
	Title, HTML, Summary string
	Keywords             []string
	Files                []publication.File
}

// short is the name of an organ in a title.
func short(g people.Organ) string {
	if g.ShortName != "" {
		return g.ShortName
	}
	return g.Name
}

// handIn submits a yearly product as an article of the 年报 column.
func (o *Office) handIn(tx *store.Tx, who access.Actor, g people.Organ, t annualText) (ledger.ID, error) {
	cols, err := tx.Columns(g.ID)
	if err != nil {
		return "", err
	}
	var column publication.Column
	for _, c := range cols {
		if c.Category == "annual" {
			column = c
		}
	}
	if column.Path == "" {
		return "", refusal.Clash("report.publish.column", "C.3")
	}
	id := newID()
	a := publication.Article{ID: id, Organ: g.ID, Column: column.Path, Type: publication.Annual, Unit: who.Unit,
		State: publication.Draft, Latest: 1, Mode: "proactive", Formed: o.Today()}
	e := publication.Edition{Article: id, No: 1, State: publication.Draft, Column: column.Path, Type: publication.Annual,
		Title: t.Title, HTML: body(t.HTML + signature(g, o.Today())), Source: g.Name, Summary: t.Summary, Tags: []string{"result"},
		Unit: who.Unit, Mode: "proactive", Formed: o.Today(), Keywords: t.Keywords, Files: t.Files, Salt: newSalt(), SavedAt: o.now()}
	e.Authors = e.By(hands(who, access.PublishReport, access.Thing{Organ: who.Organ})...)
	c := &change{tx: tx, who: who, now: o.now(), on: o.Today(), a: a, e: e}
	f, err := a.Submit(e, who.Officer, c.on)
	if err != nil {
		return "", err
	}
	if err := c.write(who.Officer, f, c.line); err != nil {
		return "", err
	}
	c.e.State, c.e.SubmittedAt = publication.InReview, c.now
	opened, err := opened(c)
	if err != nil {
		return "", err
	}
	if err := c.write(who.Officer, opened, c.line); err != nil {
		return "", err
	}
	return id, c.keep()
}

func signature(g people.Organ, on calendar.Day) string {
	return `<p class="right">` + g.Name + `</p><p class="right">` + on.Chinese() + `</p>`
}
