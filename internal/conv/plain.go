package conv

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/signintech/gopdf"
	"golang.org/x/net/html"
)

// What is here sets papers without a browser: one typeface, the measures of
// GB/T 9704, paragraphs and tables. It serves machines that have no Chromium.

const (
	pt        = 72 / 25.4 // points in a millimetre
	leftEdge  = 28 * pt
	rightEdge = 184 * pt
	topEdge   = 37 * pt
	lowEdge   = 262 * pt
	lineStep  = 28.9
	textSize  = 16.0
)

// plain sets papers one after the other.
type plain struct {
	pdf    gopdf.GoPdf
	y      float64
	page   int
	bare   bool // the first page bears no number: a single letter
	widths map[rune]float64
	err    error // the first
}

// plainPDF sets the papers in the typeface.
func plainPDF(font []byte, papers []Paper) ([]byte, error) {
	s := &plain{widths: map[rune]float64{}, bare: len(papers) == 1 && papers[0].Head != ""}
	s.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	s.note(s.pdf.AddTTFFontData("f", font))
	if len(papers) > 0 {
		s.pdf.SetInfo(gopdf.PdfInfo{Title: joined(papers[0].Title)})
	}
	for _, p := range papers {
		s.paper(p)
	}
	s.number()
	if s.err != nil {
		return nil, fmt.Errorf("conv: set without a browser: %w", s.err)
	}
	return s.pdf.GetBytesPdfReturnErr()
}

func (s *plain) note(err error) {
	if s.err == nil {
		s.err = err
	}
}

// turn begins a page.
func (s *plain) turn() {
	if s.page > 0 {
		s.number()
	}
	s.pdf.AddPage()
	s.page++
	s.y = topEdge
}

// number prints — n — 7 mm below the type area, right on odd pages.
func (s *plain) number() {
	if s.page == 0 || s.page == 1 && s.bare {
		return
	}
	words := fmt.Sprintf("— %d —", s.page)
	x := leftEdge + 14
	if s.page%2 == 1 {
		x = rightEdge - 14 - s.width(words, 14)
	}
	s.put(words, x, lowEdge+7*pt, 14, 0)
}

// width is that of words in a size.
func (s *plain) width(words string, size float64) float64 {
	n := 0.0
	for _, r := range words {
		w, ok := s.widths[r]
		if !ok {
			s.note(s.pdf.SetFont("f", "", 100))
			s.note(s.pdf.SetCharSpacing(0))
			var err error
			w, err = s.pdf.MeasureTextWidth(string(r))
			s.note(err)
			s.widths[r] = w
		}
		n += w * size / 100
	}
	return n
}

// put prints a line with its top at y.
func (s *plain) put(words string, x, y, size, spread float64) {
	s.note(s.pdf.SetFont("f", "", size))
	s.note(s.pdf.SetCharSpacing(spread))
	s.pdf.SetXY(x, y+size)
	s.note(s.pdf.Text(words))
}

const (
	noBegin = "，。、；：？！）》〉」』】〕”’…%"
	noEnd   = "（《〈「『【〔“‘"
)

// broken breaks words into lines of a width, the first shorter by an indent:
// no stop begins a line, no opening mark ends one, no number is torn.
func (s *plain) broken(words string, size, width, indent float64) []string {
	var lines []string
	for part := range strings.SplitSeq(words, "\n") {
		var line []rune
		room := width - indent
		rs := []rune(part)
		for i := 0; i < len(rs); {
			j := i + 1
			for latin(rs[i]) && j < len(rs) && latin(rs[j]) && j-i < 30 {
				j++
			}
			for j < len(rs) && (strings.ContainsRune(noBegin, rs[j]) || strings.ContainsRune(noEnd, rs[j-1])) && j-i < 30 {
				j++
			}
			piece := rs[i:j]
			if len(line) > 0 && s.width(string(line)+string(piece), size) > room+.5 {
				lines = append(lines, string(line))
				line, room = nil, width
			}
			line = append(line, piece...)
			i = j
		}
		lines = append(lines, string(line))
		indent = 0
	}
	return lines
}

func latin(r rune) bool { return r > ' ' && r < 0x250 }

// para prints a paragraph in the type area.
func (s *plain) para(words string, size, step, indent float64, side string) {
	lines := s.broken(words, size, rightEdge-leftEdge, indent)
	for i, line := range lines {
		if s.y+step > lowEdge+1 {
			s.turn()
		}
		x, room := leftEdge, rightEdge-leftEdge
		if i == 0 {
			x, room = x+indent, room-indent
		}
		slack, spread := room-s.width(line, size), 0.0
		switch n := utf8.RuneCountInString(line); {
		case side == "center":
			x += slack / 2
		case side == "right":
			x += slack
		case i < len(lines)-1 && n > 1 && slack < 3*size:
			spread = slack / float64(n-1)
		}
		s.put(line, x, s.y+(step-size)/2, size, spread)
		s.y += step
	}
}

// paper prints one, from a new page.
func (s *plain) paper(p Paper) {
	s.turn()
	if p.Head != "" {
		s.head(p)
	}
	if title := titleLines(p.Title, p.Issuer); title != "" {
		s.para(title, 22, 33, 0, "center")
		s.y += lineStep
	}
	if p.To != "" {
		s.para(p.To+"：", textSize, lineStep, 0, "")
	}
	s.blocks(p.HTML)
	// 附件说明 and the signature stay together.
	if n := len(p.Attachments); n > 0 && s.y+float64(n+4)*lineStep > lowEdge && n < 12 {
		s.turn()
	} else if n > 0 {
		s.y += lineStep
	}
	for i, name := range enclosed(p.Attachments) {
		lead, indent := "附件：", 2*textSize
		if i > 0 {
			lead, indent = "", 5*textSize
		}
		s.para(lead+name, textSize, lineStep, indent, "")
	}
	s.sign(ending{issuer: p.Issuer, day: p.Day})
	if p.Note != "" {
		s.para("（"+p.Note+"）", textSize, lineStep, 2*textSize, "")
	}
	s.blocks(p.Slips)
}

// head prints the red name, its lines, and 文号.
func (s *plain) head(p Paper) {
	size := headSize(p.Head)
	s.y = 30 * pt
	s.pdf.SetTextColor(255, 0, 0)
	s.pdf.SetStrokeColor(255, 0, 0)
	s.para(strings.TrimSpace(p.Head), size, size*1.2, 0, "center")
	double := func(y, above, below float64) {
		for _, l := range [][2]float64{{y, above}, {y + 3, below}} {
			s.pdf.SetLineWidth(l[1])
			s.pdf.Line(20*pt, l[0], 190*pt, l[0])
		}
	}
	double(s.y+4*pt, 2.2, .7)
	if s.bare {
		double(277*pt-3, .7, 2.2)
	}
	s.pdf.SetTextColor(0, 0, 0)
	s.pdf.SetStrokeColor(0, 0, 0)
	s.y += 7 * pt
	s.para(p.No, textSize, lineStep, 0, "right")
	s.y += lineStep
}

// sign prints 署名 and 成文日期, together.
func (s *plain) sign(e ending) {
	if e.issuer+e.day == "" {
		return
	}
	s.y += lineStep
	if s.y+2*lineStep > lowEdge+1 {
		s.turn()
	}
	atName, atDay := e.offsets()
	for _, l := range []struct {
		words string
		at    float64
	}{{e.issuer, atName}, {e.day, atDay}} {
		s.put(l.words, rightEdge-l.at*textSize-s.width(l.words, textSize), s.y+(lineStep-textSize)/2, textSize, 0)
		s.y += lineStep
	}
}

func (s *plain) blocks(text string) {
	root, err := tree(text)
	s.note(err)
	s.block(root)
}

// block prints the blocks under a node.
func (s *plain) block(parent *html.Node) {
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		words := strings.Join(strings.Fields(textOf(n)), " ")
		switch {
		case n.Type == html.ElementNode && n.Data == "hr":
			if attr(n, "class") == "page" {
				s.turn()
			}
		case n.Type == html.ElementNode && n.Data == "table":
			s.table(n)
		case n.Type == html.ElementNode && slices.Contains([]string{"div", "ul", "ol", "blockquote"}, n.Data):
			s.block(n)
		case words == "" || n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style"):
		case n.Data == "h1":
			s.para(words, 22, 33, 0, "center")
			s.y += lineStep
		default:
			class, indent := attr(n, "class"), 2*textSize
			if class == "flush" || class == "center" || class == "right" {
				indent = 0
			}
			s.para(trimmed(n), textSize, lineStep, indent, class)
		}
	}
}

// trimmed are a paragraph's words with the wide spaces that it was given.
func trimmed(n *html.Node) string { return strings.Trim(textOf(n), " \t\r\n") }

// table prints a grid; its rows stay whole, and a cell that goes down over
// several rows gives its words in the first.
func (s *plain) table(n *html.Node) {
	rows, cols, err := layout(n)
	if err != nil || cols == 0 {
		s.note(err)
		return
	}
	const size, step, pad = 10.5, 15.0, 3.0
	col := s.columns(rows, cols, size)
	for _, row := range rows {
		high := step + 2*pad
		cells := make([][]string, len(row))
		for i, c := range row {
			if c.node == nil {
				continue
			}
			cells[i] = s.broken(strings.Join(strings.Fields(textOf(c.node)), " "), size, col[c.at+c.wide]-col[c.at]-2*pad, 0)
			high = max(high, float64(len(cells[i]))*step+2*pad)
		}
		if s.y+high > lowEdge {
			s.turn()
		}
		for i, c := range row {
			x, w := leftEdge+col[c.at], col[c.at+c.wide]-col[c.at]
			s.pdf.SetLineWidth(.5)
			s.pdf.RectFromUpperLeft(x, s.y, w, high)
			for j, line := range cells[i] {
				at := x + pad
				if c.head {
					at = x + (w-s.width(line, size))/2
				}
				s.put(line, at, s.y+pad+float64(j)*step+(step-size)/2, size, 0)
			}
		}
		s.y += high
	}
	s.y += step
}

// columns are the left edges of the columns and the right edge of the last,
// each as wide as its words ask, within bounds.
func (s *plain) columns(rows [][]tcell, cols int, size float64) []float64 {
	want := make([]float64, cols)
	for i := range want {
		want[i] = 2 * size
	}
	for _, row := range rows {
		for _, c := range row {
			if c.node != nil && c.wide == 1 {
				want[c.at] = min(max(want[c.at], s.width(trimmed(c.node), size)+8), 16*size)
			}
		}
	}
	sum := 0.0
	for _, w := range want {
		sum += w
	}
	edges := make([]float64, cols+1)
	for i, w := range want {
		edges[i+1] = edges[i] + w*(rightEdge-leftEdge)/sum
	}
	return edges
}
