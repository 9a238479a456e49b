package conv

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// block writes a block element; pre is the paragraph style where the block
// does not choose its own, "" for the body's.
func (s *setter) block(n *html.Node, pre string) error {
	if n.Type == html.TextNode {
		if strings.TrimSpace(n.Data) != "" {
			s.text(styled(pre), s.one(n))
		}
		return nil
	}
	if n.Type != html.ElementNode {
		return nil
	}
	switch n.Data {
	case "h1":
		s.text(`<w:pStyle w:val="Title"/>`, s.inline(n, "h"))
	case "h2":
		s.text(`<w:pStyle w:val="Heading1"/>`+aligned(n), s.inline(n, "h"))
	case "h3":
		s.text(`<w:pStyle w:val="Heading2"/>`+aligned(n), s.inline(n, "h"))
	case "h4":
		s.text(`<w:pStyle w:val="Heading3"/>`+aligned(n), s.inline(n, "h"))
	case "p":
		s.text(styled(pre)+aligned(n), s.inline(n, ""))
	case "ul", "ol":
		return s.list(n, 0, 0)
	case "table":
		return s.grid(n)
	case "blockquote":
		return s.mixed(n, "Quote")
	case "hr":
		if attr(n, "class") == "page" {
			s.para(`<w:pStyle w:val="Gap"/>`, `<w:r><w:br w:type="page"/></w:r>`)
		}
	case "div", "li":
		return s.mixed(n, pre)
	default:
		s.text(styled(pre), s.one(n))
	}
	return nil
}

// mixed writes what may be blocks, or text, or both: runs of text between
// blocks are paragraphs.
func (s *setter) mixed(n *html.Node, pre string) error {
	var runs strings.Builder
	flush := func() {
		s.text(styled(pre), trimBreaks(runs.String()))
		runs.Reset()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && blocks[c.Data] {
			flush()
			if err := s.block(c, pre); err != nil {
				return err
			}
			continue
		}
		runs.WriteString(s.one(c))
	}
	flush()
	return nil
}

// text writes a paragraph unless it says nothing.
func (s *setter) text(props, runs string) {
	if !strings.Contains(runs, "<w:t") {
		return
	}
	s.turn(false)
	if s.last { // the signature does not go alone to a new page
		style, rest, _ := strings.Cut(props, "/>")
		props = style + `/><w:keepNext/>` + rest
	}
	s.para(props, runs)
}

// gap keeps a paragraph between a table and what may not touch it.
func (s *setter) gap() {
	if s.table {
		s.para(`<w:pStyle w:val="Gap"/>`, "")
	}
}

func styled(pre string) string {
	if pre == "" {
		pre = "BodyText"
	}
	return `<w:pStyle w:val="` + pre + `"/>`
}

func aligned(n *html.Node) string {
	switch attr(n, "class") {
	case "center":
		return `<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>`
	case "flush":
		return `<w:ind w:firstLineChars="0" w:firstLine="0"/>`
	case "right":
		return `<w:ind w:rightChars="200" w:right="640" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>`
	}
	return ""
}

// face is the emphasis of a run, in the order that the schema asks for.
type face struct{ bold, italic, under, sup, sub, head bool }

func (f face) props() string {
	var b strings.Builder
	if f.bold && !f.head { // headings differ by typeface, not by weight
		b.WriteString(`<w:b/>`)
	}
	if f.italic && !f.head {
		b.WriteString(`<w:i/>`)
	}
	if f.under {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	if f.sup {
		b.WriteString(`<w:vertAlign w:val="superscript"/>`)
	} else if f.sub {
		b.WriteString(`<w:vertAlign w:val="subscript"/>`)
	}
	return b.String()
}

// inline writes the runs under n; kind "h" is a heading's.
func (s *setter) inline(n *html.Node, kind string) string {
	var b strings.Builder
	f := face{head: kind == "h"}
	s.runs(&b, n, f, false)
	return trimBreaks(b.String())
}

// one writes the runs of a node that stands between blocks.
func (s *setter) one(n *html.Node) string {
	var b strings.Builder
	s.oneRun(&b, n, face{}, false)
	return b.String()
}

func (s *setter) runs(b *strings.Builder, n *html.Node, f face, linked bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.oneRun(b, c, f, linked)
	}
}

func (s *setter) oneRun(b *strings.Builder, c *html.Node, f face, linked bool) {
	if c.Type == html.TextNode {
		b.WriteString(words(c.Data, f))
		return
	}
	if c.Type != html.ElementNode {
		return
	}
	switch c.Data {
	case "strong":
		f.bold = true
	case "em":
		f.italic = true
	case "u":
		f.under = true
	case "sup":
		f.sup = true
	case "sub":
		f.sub = true
	case "br":
		b.WriteString(lineBreak)
		return
	case "img":
		if alt := strings.TrimSpace(attr(c, "alt")); alt != "" {
			b.WriteString(words("（图："+alt+"）", f))
		}
		return
	case "a":
		if to := target(attr(c, "href")); to != "" && !linked {
			var in strings.Builder
			s.runs(&in, c, f, true)
			if in.Len() > 0 {
				fmt.Fprintf(b, `<w:hyperlink r:id="rId%d">%s</w:hyperlink>`, s.link(to), in.String())
			}
			return
		}
	case "p", "li", "tr", "td", "h2", "h3", "h4", "caption", "blockquote": // a block where only text may be
		if b.Len() > 0 {
			b.WriteString(lineBreak)
		}
	}
	s.runs(b, c, f, linked)
}

const lineBreak = `<w:r><w:br/></w:r>`

func trimBreaks(s string) string {
	for strings.HasSuffix(s, lineBreak) {
		s = strings.TrimSuffix(s, lineBreak)
	}
	for strings.HasPrefix(s, lineBreak) {
		s = strings.TrimPrefix(s, lineBreak)
	}
	return s
}

func words(data string, f face) string {
	data = spaces.ReplaceAllString(data, " ")
	if data == "" || clean(data) == "" {
		return ""
	}
	return run(data, f.props())
}

func (s *setter) link(to string) int {
	i := slices.Index(s.links, to)
	if i < 0 {
		i = len(s.links)
		s.links = append(s.links, to)
	}
	return firstLink + i
}

// list writes the items of a list; num is the numbering that an outer ordered
// list began, 0 for none.
func (s *setter) list(n *html.Node, level, num int) error {
	level = min(level, 8)
	id := bullets
	if n.Data == "ol" {
		if num == 0 {
			s.lists++
			num = bullets + s.lists
		}
		id = num
	}
	for li := n.FirstChild; li != nil; li = li.NextSibling {
		var err error
		switch li.Data {
		case "li":
			err = s.item(li, level, id, num)
		case "ul", "ol":
			err = s.list(li, level+1, num)
		default:
			err = s.block(li, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// item writes one item: its first paragraph bears the mark, what follows is
// indented like it.
func (s *setter) item(li *html.Node, level, id, num int) error {
	mark := fmt.Sprintf(`<w:pStyle w:val="BodyText"/><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, id)
	var runs strings.Builder
	flush := func() {
		if t := trimBreaks(runs.String()); strings.Contains(t, "<w:t") {
			s.text(mark, t)
			mark = fmt.Sprintf(`<w:pStyle w:val="BodyText"/><w:ind w:leftChars="0" w:left="%d"/>`, 320*level)
		}
		runs.Reset()
	}
	for c := li.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || !blocks[c.Data] {
			runs.WriteString(s.one(c))
			continue
		}
		flush()
		switch c.Data {
		case "ul", "ol":
			if err := s.list(c, level+1, num); err != nil {
				return err
			}
		case "p", "h2", "h3", "h4":
			runs.WriteString(s.inline(c, ""))
			flush()
		default:
			if err := s.block(c, ""); err != nil {
				return err
			}
		}
	}
	flush()
	return nil
}
