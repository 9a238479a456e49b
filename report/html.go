package report

import (
	"fmt"
	"html"
	"strings"

	"gongkai/law"
)

// HTML is the report as it is printed: six sections with their words and the
// three tables of the form. link makes the address of a cell's entries; nil
// leaves plain numbers, as in the published article.
func (s Sheet) HTML(sections []string, link func(key string) string) string {
	var b strings.Builder
	for i, title := range s.Form.Sections {
		fmt.Fprintf(&b, "<h2>%s</h2>\n", set(title))
		if i < len(sections) {
			for line := range strings.Lines(sections[i]) {
				if line = strings.TrimSpace(line); line != "" {
					fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(line))
				}
			}
		}
		switch i {
		case 1:
			s.table2(&b, link)
		case 2:
			s.table3(&b, link)
		case 3:
			s.table4(&b, link)
		}
	}
	return b.String()
}

// set is a label as printed, escaped.
func set(label string) string { return html.EscapeString(law.Printed(label)) }

// number prints a cell, as a link where there is one to open.
func (s Sheet) number(key string, signed bool, link func(string) string) string {
	f := s.Cell(key)
	text := f.String()
	if signed && f.Value > 0 {
		text = "+" + text
	}
	if link == nil {
		return text
	}
	return fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(link(key)), text)
}

func (s Sheet) table2(b *strings.Builder, link func(string) string) {
	wide := 0
	for _, blk := range s.Form.Proactive {
		wide = max(wide, len(blk.Columns))
	}
	b.WriteString("<table>\n")
	for _, blk := range s.Form.Proactive {
		fmt.Fprintf(b, `<tr><th colspan="%d">%s</th></tr>`+"\n", wide, set(blk.Title))
		var heads []string
		for _, c := range blk.Columns {
			heads = append(heads, set(c))
		}
		row(b, "th", heads, wide)
		for _, r := range blk.Rows {
			cells := []string{set(r.Label)}
			for _, c := range r.Cells {
				cells = append(cells, s.number(c.Key, c.Signed, link))
			}
			row(b, "td", cells, wide)
		}
	}
	b.WriteString("</table>\n")
}

// row writes cells, the last one stretched so that every row is as wide.
func row(b *strings.Builder, tag string, cells []string, wide int) {
	b.WriteString("<tr>")
	for i, c := range cells {
		span, as := "", tag
		if i == 0 {
			as = "th"
		}
		if i == len(cells)-1 && len(cells) < wide {
			span = fmt.Sprintf(` colspan="%d"`, wide-len(cells)+1)
		}
		fmt.Fprintf(b, "<%s%s>%s</%s>", as, span, c, as)
	}
	b.WriteString("</tr>\n")
}

func (s Sheet) table3(b *strings.Builder, link func(string) string) {
	app := s.Form.Applications
	fmt.Fprintf(b, `<table>
<tr><th colspan="3" rowspan="3">%s</th><th colspan="7">申请人情况</th></tr>
<tr><th rowspan="2">自然人</th><th colspan="5">法人或其他组织</th><th rowspan="2">总计</th></tr>
<tr>`, set(app.Corner))
	for _, c := range app.Columns[1:6] {
		fmt.Fprintf(b, "<th>%s</th>", c.Label)
	}
	b.WriteString("</tr>\n")
	results := len(app.Rows) - 3 // between carry_in and carry_out, (七)总计 included
	groups := map[string]int{}
	for _, r := range app.Rows {
		groups[r.Group]++
	}
	last := ""
	for i, r := range app.Rows {
		b.WriteString("<tr>")
		label := set(r.Label)
		switch {
		case i < 2 || i == len(app.Rows)-1:
			fmt.Fprintf(b, `<th colspan="3">%s</th>`, label)
		default:
			if i == 2 {
				fmt.Fprintf(b, `<th rowspan="%d">三、本年度办理结果</th>`, results)
			}
			switch {
			case r.Group == "":
				fmt.Fprintf(b, `<th colspan="2">%s</th>`, label)
			case r.Group != last:
				fmt.Fprintf(b, `<th rowspan="%d">%s</th><th>%s</th>`, groups[r.Group], set(r.Group), label)
			default:
				fmt.Fprintf(b, `<th>%s</th>`, label)
			}
			last = r.Group
		}
		for _, c := range app.Columns {
			fmt.Fprintf(b, "<td>%s</td>", s.number(law.T3(r.Key, c.Key), false, link))
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n")
}

func (s Sheet) table4(b *strings.Builder, link func(string) string) {
	b.WriteString(`<table>
<tr><th colspan="5" rowspan="2">行政复议</th><th colspan="10">行政诉讼</th></tr>
<tr><th colspan="5">未经复议直接起诉</th><th colspan="5">复议后起诉</th></tr>
<tr>`)
	for _, g := range s.Form.Remedies {
		for _, c := range g.Columns {
			fmt.Fprintf(b, "<th>%s</th>", c.Label)
		}
	}
	b.WriteString("</tr>\n<tr>")
	for _, g := range s.Form.Remedies {
		for _, c := range g.Columns {
			fmt.Fprintf(b, "<td>%s</td>", s.number(law.T4(g.Key, c.Key), false, link))
		}
	}
	b.WriteString("</tr>\n</table>\n")
}

// Text is the report for a terminal.
func (s Sheet) Text(checks []Check) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d年政府信息公开工作年度报告（格式 %s，%s；台账第%d号 %.16s）\n", s.Body.Name, s.Year, s.Form.Name, s.Form.Notice, s.Head.Seq, s.Head.Hex())
	for _, blk := range s.Form.Proactive {
		fmt.Fprintf(&b, "\n%s\n  %s\n", blk.Title, strings.Join(blk.Columns, "\t"))
		for _, r := range blk.Rows {
			fmt.Fprintf(&b, "  %s", r.Label)
			for _, c := range r.Cells {
				fmt.Fprintf(&b, "\t%s", s.number(c.Key, c.Signed, nil))
			}
			b.WriteByte('\n')
		}
	}
	app := s.Form.Applications
	b.WriteString("\n表三 政府信息公开申请\n")
	for _, c := range app.Columns {
		b.WriteString("\t" + c.Label)
	}
	b.WriteByte('\n')
	for _, r := range app.Rows {
		fmt.Fprintf(&b, "  %s%s", r.Group, r.Label)
		for _, c := range app.Columns {
			fmt.Fprintf(&b, "\t%s", s.Cell(law.T3(r.Key, c.Key)))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\n表四 行政复议、行政诉讼\n")
	for _, g := range s.Form.Remedies {
		fmt.Fprintf(&b, "  %s%s", g.Group, g.Label)
		for _, c := range g.Columns {
			fmt.Fprintf(&b, "\t%s %s", c.Label, s.Cell(law.T4(g.Key, c.Key)))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\n数字\n")
	for _, n := range s.Names() {
		if !strings.HasPrefix(n, "T") {
			fmt.Fprintf(&b, "  %s\t%s\t%s\n", n, s.Cell(n), s.Label(n))
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
