package office

import (
	"context"
	"fmt"
	"io"
	"slices"

	"gongkai/access"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/service"
)

// bookRows are what a workbook of cases holds at most: beyond that nobody reads it.
const bookRows = 5000

// CaseBook writes the cases of a query as a workbook (导出), the latest first, with
// what each answered to its item's own questions, a column a question. What names
// a person is masked where this officer may not open it. Every export is logged.
func (o *Office) CaseBook(ctx context.Context, who access.Actor, q CaseQuery, address string, w io.Writer) error {
	f, err := o.caseFilter(who, q)
	if err != nil {
		return err
	}
	f.Limit = bookRows + 1
	sheet := conv.Worksheet{Name: "办件", Title: "办件", Header: []string{"办件编号", "事项", "状态", "收件处", "提交日期", "受理日期", "办结日期", "办理结果", "承办科室", "申请人", "申请事由"},
		Widths: []float64{14, 28, 10, 8, 12, 12, 12, 10, 20, 24, 36}}
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		rows, err := tx.Cases(f)
		if err != nil {
			return err
		}
		if len(rows) > bookRows {
			rows, sheet.Note = rows[:bookRows], fmt.Sprintf("只导出了最近的%d件，其余的请按事项、年份分开导出。", bookRows)
		}
		var columns []string // questions, in the order in which they come
		for _, r := range rows {
			line, fields, err := o.bookLine(tx, who, r, names)
			if err != nil {
				return err
			}
			for _, x := range fields {
				if !slices.Contains(columns, x.Name) {
					columns = append(columns, x.Name)
				}
			}
			for _, name := range columns {
				cell := conv.Words("")
				if i := slices.IndexFunc(fields, func(x service.Field) bool { return x.Name == name }); i >= 0 {
					cell = answerCell(fields[i])
				}
				line = append(line, cell)
			}
			sheet.Rows = append(sheet.Rows, line)
		}
		sheet.Header = append(sheet.Header, columns...)
		for range columns {
			sheet.Widths = append(sheet.Widths, 20)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := o.logged(ctx, o.opening(who, access.OpenApplicant, "case/book", address), nil); err != nil {
		return err
	}
	return conv.WriteXLSX(w, sheet)
}

// bookLine is a case as a workbook has it, and its answers.
func (o *Office) bookLine(tx *store.Tx, who access.Actor, r store.CaseRow, names map[ledger.ID]string) ([]conv.Cell, []service.Field, error) {
	p, err := tx.Applicant(r.ID)
	if err != nil {
		return nil, nil, err
	}
	a, err := tx.CaseAsk(r.ID)
	if err != nil {
		return nil, nil, err
	}
	if mayCase(who, access.OpenApplicant, r.Case) != nil {
		p, a = p.Masked(), a.Masked()
	}
	result := ""
	switch {
	case r.State == service.NotAccepted:
		result = "不予受理"
	case r.Result != "":
		result = service.Label(service.Results, r.Result)
	}
	var out []conv.Cell
	for _, s := range []string{r.No, r.Names.Item, r.State.Name(), service.Label(service.Doors, r.Door), r.FiledOn.String(), r.AcceptedOn.String(), r.EndedOn.String(),
		result, names[r.Unit], p.Name, a.Matter} {
		out = append(out, conv.Words(s))
	}
	return out, a.Fields, nil
}

// answerCell is an answer in a workbook: a number counts, all else is words.
func answerCell(x service.Field) conv.Cell {
	if !x.Personal && (x.Sort == "number" || x.Sort == "money") {
		return conv.Digits(x.Value)
	}
	return conv.Words(x.Value)
}
