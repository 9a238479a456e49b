package office

import (
	"context"
	"fmt"
	"io"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/ledger"
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
