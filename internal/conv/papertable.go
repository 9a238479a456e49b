package conv

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Lengths in twentieths of a point. The type area is 156 × 225 mm.
const (
	areaWide = 8844
	areaHigh = 12756
	maxCols  = 63 // Word opens no table with more
	slack    = 30 // what borders and rounding take from a cell
)

// grid sets a table over the whole width, in smaller type the more columns it
// has, and on a page turned sideways where its columns would be too narrow.
func (s *setter) grid(t *html.Node) error {
	rows, cols, err := layout(t)
	if err != nil {
		return err
	}
	if cols == 0 { // nothing but perhaps a caption
		s.text(styled(""), s.inline(t, ""))
		return nil
	}
	size := 24 // half points
	switch {
	case cols > 15:
		size = 18
	case cols > 5:
		size = 21
	}
	pad := 85
	if cols > 7 {
		pad = 28
	}
	em := size * 10
	total := areaWide
	widths := columns(rows, cols, total, em, pad)
	sideways := cols > 15 || cols > 10 && fullest(rows, widths, em, pad) > 5
	if sideways {
		total = areaHigh
		widths = columns(rows, cols, total, em, pad)
	}
	s.turn(sideways)
	s.gap()
	if c := childElement(t, "caption"); c != nil {
		if r := s.inline(c, "h"); r != "" {
			s.para(`<w:pStyle w:val="Caption"/>`, r)
		}
	}
	fmt.Fprintf(&s.b, `<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&s.b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	fmt.Fprintf(&s.b, `</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, pad, pad)
	for _, w := range widths {
		fmt.Fprintf(&s.b, `<w:gridCol w:w="%d"/>`, w)
	}
	s.b.WriteString("</w:tblGrid>\n")
	heads, long := headRows(rows), longHeads(rows)
	high := height(rows, widths, size, pad) // a small table stays whole; a high one would leave half a page empty
	whole := len(rows) <= 8 && high < areaHigh/3 || tall(rows) && high < areaHigh*9/10
	for i, row := range rows {
		s.b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if i < heads {
			s.b.WriteString(`<w:tblHeader/>`)
		}
		s.b.WriteString(`</w:trPr>`)
		next := i < len(rows)-1 && (whole || allHead(row)) // a heading stays with what it heads
		for _, c := range row {
			width := 0
			for k := range c.wide {
				width += widths[c.at+k]
			}
			s.cell(c, width, size, next, allHead(row), long)
		}
		s.b.WriteString("</w:tr>\n")
	}
	s.b.WriteString("</w:tbl>\n")
	s.table = true
	return nil
}

func childElement(n *html.Node, name string) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == name {
			return c
		}
	}
	return nil
}

// cell writes a cell; next keeps its row with the following one, head is the
// face of a heading row.
func (s *setter) cell(c tcell, width, size int, next, head bool, long map[int]bool) {
	fmt.Fprintf(&s.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if c.wide > 1 {
		fmt.Fprintf(&s.b, `<w:gridSpan w:val="%d"/>`, c.wide)
	}
	switch {
	case c.down == 0:
		s.b.WriteString(`<w:vMerge/>`)
	case c.down > 1:
		s.b.WriteString(`<w:vMerge w:val="restart"/>`)
	}
	s.b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	style := "TableText"
	if head {
		style = "TableHead"
	}
	props := fmt.Sprintf(`<w:pStyle w:val="%s%d"/>`, style, size)
	if next {
		props += `<w:keepNext/>`
	}
	props += `<w:jc w:val="` + cellSide(c, head, long) + `"/>`
	var lines []string
	if c.node != nil {
		lines = s.cellLines(c.node)
	}
	if len(lines) == 0 {
		lines = []string{""} // a cell without a paragraph is not valid
	}
	for _, l := range lines {
		s.para(props, l)
	}
	s.b.WriteString(`</w:tc>`)
}

// cellLines are the paragraphs of a cell. Lists keep their marks as text; a
// table within a cell becomes lines.
func (s *setter) cellLines(n *html.Node) []string {
	var out []string
	var runs strings.Builder
	flush := func() {
		if t := trimBreaks(runs.String()); strings.Contains(t, "<w:t") {
			out = append(out, t)
		}
		runs.Reset()
	}
	items := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.ElementNode && c.Data == "li":
			flush()
			items++
			mark := "·"
			if n.Data == "ol" {
				mark = strconv.Itoa(items) + "."
			}
			lines := s.cellLines(c)
			if len(lines) > 0 {
				lines[0] = run(mark, "") + lines[0]
			}
			out = append(out, lines...)
		case c.Type == html.ElementNode && (blocks[c.Data] || c.Data == "tbody" || c.Data == "thead" || c.Data == "tfoot"):
			flush()
			out = append(out, s.cellLines(c)...)
		case c.Type == html.ElementNode && (c.Data == "tr" || c.Data == "caption"):
			flush()
			runs.WriteString(s.one(c))
			flush()
		case c.Type == html.ElementNode && (c.Data == "td" || c.Data == "th"):
			if runs.Len() > 0 {
				runs.WriteString(run(" ", ""))
			}
			runs.WriteString(s.one(c))
		default:
			if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" && !inline(n) {
				continue
			}
			runs.WriteString(s.one(c))
		}
	}
	flush()
	return out
}

var figure = regexp.MustCompile(`^[+-]?[\d,.]+%?$`)

// cellSide is where the text of a cell stands; a column of row headings stands
// left if one of them is long.
func cellSide(c tcell, head bool, long map[int]bool) string {
	if c.node == nil {
		return "center"
	}
	text := strings.TrimSpace(textOf(c.node))
	switch class := attr(c.node, "class"); {
	case class == "center" || class == "right" || class == "left":
		return class
	case head || c.down > 1 || !c.head && ems(text) <= 4 || figure.MatchString(text) || c.head && !long[c.at]:
		return "center"
	}
	return "left"
}
