package audit

import (
	"gongkai/law"
	"gongkai/ledger"
)

// Tables are the three tables as other programs read them, shaped like those of
// docs/report.schema.json; one that the report lacks is null, and so is a cell.
type Tables struct {
	Proactive    []Block          `json:"proactive"`
	Applications *Applications    `json:"applications"`
	Remedies     map[string][]any `json:"remedies"`
}

// Block is a part of table 二.
type Block struct {
	Block   string   `json:"block"`
	Columns []string `json:"columns"`
	Rows    []Line   `json:"rows"`
}

// Applications is table 三.
type Applications struct {
	Columns []string `json:"columns"`
	Rows    []Line   `json:"rows"`
}

// Line is a row with its cells: counts are integers, money is a decimal string
// in 万元.
type Line struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Cells []any  `json:"cells"`
}

// Result is what is said of one file.
type Result struct {
	File     string    `json:"file"`
	Body     string    `json:"body"`
	Year     *int      `json:"year"`
	Form     *string   `json:"form"`
	Tables   Tables    `json:"tables"`
	Findings []Finding `json:"findings"`
}

// ResultOf puts a report and what was found in it together.
func ResultOf(file string, r Report, found []Finding) Result {
	out := Result{File: file, Body: r.Body, Tables: r.tables(), Findings: found}
	if r.Year > 0 {
		out.Year = &r.Year
	}
	if r.Form.Name != "" {
		out.Form = &r.Form.Name
	}
	return out
}

// cell is null where the report gives no number.
func (r Report) cell(key string) any {
	v, ok := r.Cells[key]
	if !ok || v.Wrong != "" {
		return nil
	}
	return ledger.Figure{Value: v.N, Money: v.Money}.Cell()
}

func (r Report) tables() (t Tables) {
	if f := r.Proactive; f != nil {
		for _, b := range f.Proactive {
			out := Block{Block: b.Title, Columns: b.Columns}
			for _, w := range b.Rows {
				l := Line{Key: w.Key, Label: w.Label}
				for _, c := range w.Cells {
					l.Cells = append(l.Cells, r.cell(c.Key))
				}
				out.Rows = append(out.Rows, l)
			}
			t.Proactive = append(t.Proactive, out)
		}
	}
	if f := r.Applications; f != nil {
		t.Applications = &Applications{}
		for _, c := range f.Applications.Columns {
			t.Applications.Columns = append(t.Applications.Columns, c.Label)
		}
		group := ""
		for _, w := range f.Applications.Rows {
			l := Line{Key: w.Key, Label: w.Label}
			if w.Group != "" && w.Group != group {
				l.Label = w.Group + " " + w.Label // the group's name stands in its first row, as printed
			}
			group = w.Group
			for _, c := range f.Applications.Columns {
				l.Cells = append(l.Cells, r.cell(law.T3(w.Key, c.Key)))
			}
			t.Applications.Rows = append(t.Applications.Rows, l)
		}
	}
	if f := r.Remedies; f != nil {
		t.Remedies = map[string][]any{}
		for _, g := range f.Remedies {
			for _, c := range g.Columns {
				t.Remedies[g.Key] = append(t.Remedies[g.Key], r.cell(law.T4(g.Key, c.Key)))
			}
		}
	}
	return t
}
