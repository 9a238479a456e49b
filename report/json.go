package report

import (
	"encoding/json"

	"gongkai/law"
	"gongkai/ledger"
)

// JSON is the shape that other programs rely on (docs/report.schema.json):
// counts are integers, money decimal strings in 万元.
func (s Sheet) JSON(checks []Check) ([]byte, error) {
	type row struct {
		Key   string `json:"key,omitempty"`
		Label string `json:"label"`
		Cells []any  `json:"cells"`
	}
	type block struct {
		Block   string   `json:"block"`
		Columns []string `json:"columns"`
		Rows    []row    `json:"rows"`
	}
	var doc struct {
		Organ struct {
			Code string `json:"code"`
			Name string `json:"name"`
		} `json:"organ"`
		Year int    `json:"year"`
		Form string `json:"form"`
		AsOf struct {
			Seq  int64  `json:"seq"`
			Head string `json:"head"`
		} `json:"as_of"`
		Tables struct {
			Proactive    []block `json:"proactive"`
			Applications struct {
				Columns []string `json:"columns"`
				Rows    []row    `json:"rows"`
			} `json:"applications"`
			Remedies map[string][]any `json:"remedies"`
		} `json:"tables"`
		Figures map[string]ledger.Figure `json:"figures"`
		Checks  []Check                  `json:"checks"`
	}
	doc.Organ.Code, doc.Organ.Name = s.Body.Code, s.Body.Name
	doc.Year, doc.Form = s.Year, s.Form.Name
	doc.AsOf.Seq, doc.AsOf.Head = s.Head.Seq, s.Head.Hex()
	for _, b := range s.Form.Proactive {
		out := block{Block: b.Title, Columns: b.Columns}
		for _, r := range b.Rows {
			line := row{Label: r.Label}
			for _, c := range r.Cells {
				line.Cells = append(line.Cells, s.Cell(c.Key).Cell())
			}
			out.Rows = append(out.Rows, line)
		}
		doc.Tables.Proactive = append(doc.Tables.Proactive, out)
	}
	app := s.Form.Applications
	for _, c := range app.Columns {
		doc.Tables.Applications.Columns = append(doc.Tables.Applications.Columns, c.Label)
	}
	for i, r := range app.Rows {
		line := row{Key: r.Key, Label: r.Label}
		if r.Group != "" && (i == 0 || app.Rows[i-1].Group != r.Group) {
			line.Label = r.Group + " " + r.Label // the group's name stands in its first row, as printed
		}
		for _, c := range app.Columns {
			line.Cells = append(line.Cells, s.Cell(law.T3(r.Key, c.Key)).Value)
		}
		doc.Tables.Applications.Rows = append(doc.Tables.Applications.Rows, line)
	}
	doc.Tables.Remedies = map[string][]any{}
	for _, g := range s.Form.Remedies {
		for _, c := range g.Columns {
			doc.Tables.Remedies[g.Key] = append(doc.Tables.Remedies[g.Key], s.Cell(law.T4(g.Key, c.Key)).Value)
		}
	}
	doc.Figures, doc.Checks = s.Figures, checks
	if doc.Checks == nil {
		doc.Checks = []Check{}
	}
	return json.MarshalIndent(doc, "", "  ")
}
