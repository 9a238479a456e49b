package staff

import (
	"regexp"
	"strings"

	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/report"
)

// paper is a table of the report as it is printed: groups of rows, each a head
// or a body, of cells that may span others.
type paper struct {
	Class, Caption string
	Groups         []group
}

type group struct {
	Head bool
	Rows [][]cell
}

// cell is a label or a number. A number links to its entries.
type cell struct {
	Text, Class, Scope string
	Head               bool
	Href, Label        string // of a number; Label says in words where it stands
	Across, Down       int
}

// printer turns the cells of a form into linked numbers.
type printer struct {
	base, query string // address of a cell without its key
	value       func(key string) ledger.Figure
}

func (p printer) number(key, label string, signed bool) cell {
	c := cell{Href: p.base + "/" + escape(key) + p.query, Label: label}
	f := p.value(key)
	c.Text = f.String()
	if signed && f.Value > 0 {
		c.Text = "+" + c.Text
	}
	return c
}

func label(text, scope string, across, down int) cell {
	return cell{Text: law.Printed(text), Scope: scope, Head: true, Across: across, Down: down}
}

// tableTwo is table 二: blocks one under another, each with a title and its own
// columns. A block with fewer columns lets its last one take the rest.
func (p printer) tableTwo(blocks []law.Block) paper {
	width := 0
	for _, b := range blocks {
		width = max(width, len(b.Columns))
	}
	t := paper{Class: "two-part"}
	for _, b := range blocks {
		title := label(b.Title, "rowgroup", width, 1)
		title.Class = "block"
		rows := [][]cell{{title}, nil}
		for i, c := range b.Columns {
			h := label(c, "col", 1, 1)
			h.Class = "top"
			if i == len(b.Columns)-1 {
				h.Across = width - i
			}
			rows[1] = append(rows[1], h)
		}
		for _, r := range b.Rows {
			line := []cell{label(r.Label, "row", 1, 1)}
			for i, c := range r.Cells {
				n := p.number(c.Key, b.Title+" "+r.Label+" "+b.Columns[i+1], c.Signed)
				if i == len(r.Cells)-1 {
					n.Across = width - len(r.Cells)
				}
				line = append(line, n)
			}
			rows = append(rows, line)
		}
		t.Groups = append(t.Groups, group{Rows: rows})
	}
	return t
}

// tableThree is table 三: a head of three levels, and on the left up to three
// levels of headings, as 三、本年度办理结果 / (三)不予公开 / 1.属于国家秘密.
func (p printer) tableThree(a law.Applications) paper {
	corner := label(a.Corner, "col", 3, 3)
	corner.Class = "note"
	top := []cell{corner, label("申请人情况", "colgroup", len(a.Columns), 1)}
	var second, third []cell
	for i, c := range a.Columns {
		switch {
		case c.Group == "":
			second = append(second, label(c.Label, "col", 1, 2))
			continue
		case i == 0 || a.Columns[i-1].Group != c.Group:
			n := 0
			for _, x := range a.Columns {
				if x.Group == c.Group {
					n++
				}
			}
			second = append(second, label(c.Group, "colgroup", n, 1))
		}
		third = append(third, label(c.Label, "col", 1, 1))
	}
	body := group{}
	for i, r := range a.Rows {
		var line []cell
		outside := strings.HasPrefix(r.Key, "carry_") || r.Key == "new"
		switch {
		case outside:
			line = append(line, label(r.Label, "row", 3, 1))
		default:
			if r.Key == "open" {
				line = append(line, label("三、本年度办理结果", "rowgroup", 1, resultRows(a.Rows)))
			}
			if r.Group == "" {
				line = append(line, label(r.Label, "row", 2, 1))
				break
			}
			if a.Rows[i-1].Group != r.Group {
				line = append(line, label(r.Group, "rowgroup", 1, groupRows(a.Rows, r.Group)))
			}
			line = append(line, label(r.Label, "row", 1, 1))
		}
		for _, c := range a.Columns {
			line = append(line, p.number(law.T3(r.Key, c.Key), r.Group+" "+r.Label+" "+c.Label, false))
		}
		body.Rows = append(body.Rows, line)
	}
	return paper{Class: "applications", Groups: []group{{true, [][]cell{top, second, third}}, body}}
}

// resultRows is how many rows 三、本年度办理结果 spans: all but the first two
// and the last.
func resultRows(rows []law.AppRow) int {
	n := 0
	for _, r := range rows {
		if r.Key != "new" && !strings.HasPrefix(r.Key, "carry_") {
			n++
		}
	}
	return n
}

func groupRows(rows []law.AppRow, name string) int {
	n := 0
	for _, r := range rows {
		if r.Group == name {
			n++
		}
	}
	return n
}

// tableFour is table 四: one line of numbers under a head of three levels.
func (p printer) tableFour(groups []law.RemedyGroup) paper {
	var top, second, third, line []cell
	for i, g := range groups {
		switch {
		case g.Group == "":
			top = append(top, label(g.Label, "colgroup", len(g.Columns), 2))
		default:
			if groups[i-1].Group != g.Group {
				n := 0
				for _, x := range groups {
					if x.Group == g.Group {
						n += len(x.Columns)
					}
				}
				top = append(top, label(g.Group, "colgroup", n, 1))
			}
			second = append(second, label(g.Label, "colgroup", len(g.Columns), 1))
		}
		for _, c := range g.Columns {
			third = append(third, label(c.Label, "col", 1, 1))
			line = append(line, p.number(law.T4(g.Key, c.Key), g.Group+" "+g.Label+" "+c.Label, false))
		}
	}
	return paper{Class: "remedies", Groups: []group{{true, [][]cell{top, second, third}}, {false, [][]cell{line}}}}
}

// sections lays the six parts out with their words and tables.
func sections(v office.ReportView, base, query string) []section {
	p := printer{base: base, query: query, value: v.Sheet.Cell}
	out := make([]section, len(v.Form.Sections))
	for i, title := range v.Form.Sections {
		out[i] = section{No: i + 1, Title: title}
		if i < len(v.Report.Sections) {
			out[i].Words = p.words(v.Report.Sections[i], v.Sheet)
		}
		switch i {
		case 1:
			out[i].Tables = []paper{p.tableTwo(v.Form.Proactive)}
		case 2:
			out[i].Tables = []paper{p.tableThree(v.Form.Applications)}
		case 3:
			out[i].Tables = []paper{p.tableFour(v.Form.Remedies)}
		}
	}
	return out
}

var mark = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// words sets the text of a section: each figure in the place of its mark, with
// a link. A mark that names nothing stays, as in report.Sheet.Render.
func (p printer) words(text string, s report.Sheet) (out [][]piece) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		var pieces []piece
		at := 0
		for _, m := range mark.FindAllStringSubmatchIndex(line, -1) {
			name := line[m[2]:m[3]]
			if !s.Has(name) {
				continue
			}
			pieces = append(pieces, piece{Text: line[at:m[0]]},
				piece{Text: s.Cell(name).String(), Href: p.base + "/" + escape(name) + p.query, Label: s.Label(name)})
			at = m[1]
		}
		out = append(out, append(pieces, piece{Text: line[at:]}))
	}
	return out
}
