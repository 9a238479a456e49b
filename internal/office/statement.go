package office

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/report"
)

// StatementForm is a stated number as typed; money is in yuan.
type StatementForm struct{ Year, Cell, Value, Day, Note, Of string }

// Statements lists a year's stated numbers.
func (o *Office) Statements(ctx context.Context, who access.Actor, year int) (out []report.Statement, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		out, err = tx.Statements(who.Organ, year)
		return err
	})
	return out, err
}

// StatementFile opens the document of a stated number, by the number's entry.
func (o *Office) StatementFile(ctx context.Context, who access.Actor, seq int64) (f FileContent, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return f, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		all, err := tx.Statements(who.Organ, 0)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(s report.Statement) bool { return s.Seq == seq })
		if i < 0 {
			return store.ErrNotFound
		}
		f.File = publication.File{Name: all[i].Name, SHA: all[i].SHA, Type: "application/octet-stream"}
		return nil
	})
	if err != nil {
		return f, err
	}
	return o.open(f.File)
}

// StatableCells lists what may be stated for the year.
func (o *Office) StatableCells(ctx context.Context, who access.Actor, year int) ([]report.Name, error) {
	v, err := o.Report(ctx, who, year, "")
	return v.Sheet.Statable(), err
}

// StateFigure enters a number that was born outside, with its document (填报).
func (o *Office) StateFigure(ctx context.Context, who access.Actor, f StatementForm, docName string, doc io.Reader) error {
	if err := may(who, access.StateFigure); err != nil {
		return err
	}
	year, err := strconv.Atoi(strings.TrimSpace(f.Year))
	if err != nil || year < 1000 || year > 9999 {
		return refusal.New("form.year", "", "typed", f.Year).On("year")
	}
	form, err := formOf(year, "")
	if err != nil {
		return err
	}
	on, err := formDay("day", f.Day)
	if err != nil {
		return err
	}
	if strings.TrimSpace(f.Note) == "" {
		return refusal.New("report.state.note", "R-A50").On("note")
	}
	if doc == nil {
		return refusal.New("report.state.document", "R-A50").On("document")
	}
	value, err := statedValue(f)
	if err != nil {
		return err
	}
	var of int64
	if f.Of != "" {
		if of, err = strconv.ParseInt(f.Of, 10, 64); err != nil {
			return refusal.New("report.state.of", "R-A50", "seq", f.Of).On("of")
		}
	}
	b, err := o.put(ctx, docName, doc)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		g, err := tx.Organ(who.Organ)
		if err != nil {
			return err
		}
		s, err := sheet(tx, g, year, form, 0)
		if err != nil {
			return err
		}
		if err := s.MayState(f.Cell, value, of, o.Today()); err != nil {
			return err
		}
		x := report.Statement{ID: newID(), Organ: g.ID, Year: year, Cell: ledger.Code(f.Cell), Value: value, On: on,
			Name: cleanName(docName), SHA: b.SHA, Salt: newSalt(), Note: strings.TrimSpace(f.Note), Officer: who.Officer, Of: of}
		e, err := tx.Append(on, x.ID, who.Officer, report.Stated{Year: year, Cell: x.Cell, Value: value, Document: x.Sum(), Of: of})
		if err != nil {
			return err
		}
		x.Seq = e.Seq
		return tx.PutStatement(x)
	})
}

// statedValue reads the number: money in yuan into 分, all else whole.
func statedValue(f StatementForm) (int64, error) {
	if strings.HasSuffix(f.Cell, ".amount") {
		return Fen(f.Value)
	}
	n, err := strconv.ParseInt(strings.NewReplacer(",", "", "，", "").Replace(strings.TrimSpace(f.Value)), 10, 64)
	if err != nil {
		return 0, refusal.New("form.count", "", "typed", f.Value).On("value")
	}
	return n, nil
}
