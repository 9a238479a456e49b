package website

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"

	"gongkai/ledger"
	"gongkai/report"
)

// None stands where a row may be left open and is.
const None = "—"

// HTML is the form as it is printed, one table.
func (s Sheet) HTML() string {
	var b strings.Builder
	b.WriteString("<table>\n<tr><th>类别</th><th>项目</th><th>数据</th><th>单位</th></tr>\n")
	for _, p := range s.Form.Parts {
		for i, r := range p.Rows {
			b.WriteString("<tr>")
			if i == 0 {
				fmt.Fprintf(&b, `<th rowspan="%d">%s</th>`, len(p.Rows), html.EscapeString(p.Title))
			}
			fmt.Fprintf(&b, "<th>%s</th><td>%s</td><td>%s</td></tr>\n", html.EscapeString(r.Printed()),
				html.EscapeString(s.orNone(r.Key)), r.Unit)
		}
	}
	b.WriteString("</table>\n")
	return b.String()
}

func (s Sheet) orNone(key string) string {
	if v := s.Print(key); v != "" {
		return v
	}
	return None
}

// Rows is the form for a spreadsheet: part, row, value, unit, and whether the
// value is a number.
func (s Sheet) Rows() (out [][4]string, numbers []bool) {
	for _, p := range s.Form.Parts {
		for _, r := range p.Rows {
			out = append(out, [4]string{p.Title, r.Printed(), s.orNone(r.Key), r.Unit})
			numbers = append(numbers, r.Sort == "count" && s.Known(r.Key))
		}
	}
	return out, numbers
}

// Text is the form for a terminal.
func (s Sheet) Text(checks []report.Check) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d年政府网站工作年度报表（%s；台账第%d号 %.16s）\n", s.Body.Name, s.Year, s.Form.Notice, s.Head.Seq, s.Head.Hex())
	for _, p := range s.Form.Parts {
		fmt.Fprintf(&b, "\n%s\n", p.Title)
		for _, r := range p.Rows {
			unit := r.Unit
			if !s.Known(r.Key) {
				unit = ""
			}
			fmt.Fprintf(&b, "  %s\t%s%s\n", r.Printed(), s.orNone(r.Key), unit)
		}
	}
	b.WriteString("\n校验\n")
	for _, c := range checks {
		state := "通过"
		if !c.OK {
			state = "未通过"
		}
		fmt.Fprintf(&b, "  %s\t%s\t%s\n", c.Rule, state, c.Detail)
	}
	return b.String()
}

// JSON is the form for programs: numbers as numbers, 是否 as booleans, what is
// missing as null. Every row names the entries that it rests on.
func (s Sheet) JSON(checks []report.Check) ([]byte, error) {
	type row struct {
		Key   string `json:"key"`
		Group string `json:"group,omitempty"`
		Label string `json:"label"`
		Unit  string `json:"unit,omitempty"`
		Value any    `json:"value"`
	}
	type part struct {
		Key   string `json:"key"`
		Title string `json:"title"`
		Rows  []row  `json:"rows"`
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
		Parts   []part                   `json:"parts"`
		Missing []string                 `json:"missing"`
		Waiting []string                 `json:"waiting"`
		Figures map[string]ledger.Figure `json:"figures"`
		Checks  []report.Check           `json:"checks"`
	}
	doc.Organ.Code, doc.Organ.Name, doc.Year, doc.Form = s.Body.Code, s.Body.Name, s.Year, "website-"+s.Form.Name
	doc.AsOf.Seq, doc.AsOf.Head = s.Head.Seq, s.Head.Hex()
	for _, p := range s.Form.Parts {
		out := part{Key: p.Key, Title: p.Title}
		for _, r := range p.Rows {
			line := row{Key: r.Key, Group: r.Group, Label: r.Label, Unit: r.Unit}
			switch {
			case !s.Known(r.Key):
			case r.Sort == "count":
				line.Value = s.Cell(r.Key).Value
			case r.Sort == "yes":
				line.Value = s.Cell(r.Key).Value == 1
			case r.Sort == "day":
				line.Value = s.FrozenOn.String()
			default:
				line.Value = s.Print(r.Key)
			}
			out.Rows = append(out.Rows, line)
		}
		doc.Parts = append(doc.Parts, out)
	}
	doc.Missing, doc.Waiting = []string{}, []string{}
	for _, r := range s.Missing() {
		doc.Missing = append(doc.Missing, r.Key)
	}
	for _, r := range s.Waiting() {
		doc.Waiting = append(doc.Waiting, r.Key)
	}
	doc.Figures, doc.Checks = s.Figures, checks
	return json.MarshalIndent(doc, "", "  ")
}
