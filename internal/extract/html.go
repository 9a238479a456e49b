package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/check"
)

// HTML reads a page or the cleaned text of an article. A block counts as a
// part; lines and columns are those of the source.
func HTML(source string) check.Text {
	p := &pageReader{}
	p.read(source)
	return p.b.Text()
}

// pageReader walks the tokens of a page, keeping count of where it stands.
type pageReader struct {
	b            check.Builder
	line, column int // of what is read next, from 1

	open  []element
	words strings.Builder // of the part being gathered
	first check.Part      // its line and column, Line 0 before its first word
	marks []check.Mark    // within it, from its beginning
	links []check.Link    // within it; End -1 while open
	aside []aside         // what stands apart from the words around it
	blank blank

	tables []*pageTable
	ids    int // tables so far
}

// element is an open one, with what it has from those around it.
type element struct {
	name      atom.Atom
	kind      check.Kind // of words in it
	where     string
	pre, head bool // lines are kept; cells are heads
}

// deepest is how many may be open; browsers, too, build no deeper.
const deepest = 512

// aside is words that stand in the middle of others without being of them: an
// alternative text, a comment, a field that is not shown.
type aside struct {
	part  check.Part
	words string
}

// blank is white space that has not been written yet.
type blank struct {
	any, ends bool // there is some, with the end of a line
}

// blocks begin and end a part.
var blocks = set(atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Tr, atom.Td, atom.Th, atom.Caption,
	atom.Blockquote, atom.Table, atom.Ul, atom.Ol, atom.Dl, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Br, atom.Title,
	atom.Pre, atom.Textarea, atom.Dt, atom.Dd, atom.Figure, atom.Figcaption, atom.Option, atom.Body, atom.Head, atom.Html, atom.Nav, atom.Main,
	atom.Address, atom.Hr, atom.Form, atom.Fieldset, atom.Legend, atom.Summary, atom.Details, atom.Thead, atom.Tbody, atom.Tfoot, atom.Template)

// void elements have no end.
var void = set(atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr)

// silent elements hold no words for a reader.
var silent = set(atom.Script, atom.Style, atom.Iframe, atom.Noembed, atom.Noframes)

// ends says which open elements the beginning of another ends, and what keeps
// it from looking further out.
var ends = map[atom.Atom]struct{ these, within map[atom.Atom]bool }{
	atom.Li: {set(atom.Li), set(atom.Ul, atom.Ol)}, atom.Dt: {set(atom.Dt, atom.Dd), set(atom.Dl)}, atom.Dd: {set(atom.Dt, atom.Dd), set(atom.Dl)},
	atom.Td: {set(atom.Td, atom.Th), set(atom.Table, atom.Tr)}, atom.Th: {set(atom.Td, atom.Th), set(atom.Table, atom.Tr)},
	atom.Tr: {set(atom.Td, atom.Th, atom.Tr), set(atom.Table)}, atom.Option: {set(atom.Option), set(atom.Select)}, atom.Body: {set(atom.Head), nil},
}

func set(all ...atom.Atom) map[atom.Atom]bool {
	out := map[atom.Atom]bool{}
	for _, a := range all {
		out[a] = true
	}
	return out
}

func (p *pageReader) read(source string) {
	p.line, p.column = 1, 1
	p.tokens(source)
	p.flush()
}

func (p *pageReader) tokens(source string) {
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		kind := z.Next()
		raw := string(z.Raw())
		switch kind {
		case html.ErrorToken:
			return
		case html.TextToken:
			if in := p.within().name; in == atom.Noscript {
				p.open[len(p.open)-1].name = 0 // its markup comes as words, and is read once
				p.tokens(raw)
				continue
			} else if !silent[in] {
				p.text(raw)
				continue
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			p.begin(z.Token())
		case html.EndTagToken:
			p.end(z.Token().DataAtom)
		case html.CommentToken:
			if words := strings.TrimSpace(z.Token().Data); words != "" && !strings.HasPrefix(words, "[if") {
				p.apart(check.Hidden, "网页注释", strings.Join(strings.Fields(words), " "))
			}
		}
		p.move(raw)
	}
}

// within is the innermost open element.
func (p *pageReader) within() element {
	if n := len(p.open); n > 0 {
		return p.open[n-1]
	}
	return element{kind: check.Body}
}

// move goes past source.
func (p *pageReader) move(raw string) {
	if n := strings.Count(raw, "\n"); n > 0 {
		p.line, p.column = p.line+n, 1
		raw = raw[strings.LastIndexByte(raw, '\n')+1:]
	}
	p.column += utf8.RuneCountInString(raw)
}

// text takes words, resolving entities and folding white space as a browser
// does.
func (p *pageReader) text(raw string) {
	lines := p.within().pre
	jump := true // the source goes on elsewhere than the words do
	for raw != "" {
		n := strings.IndexAny(raw, "& \t\r\n\f")
		if n < 0 {
			n = len(raw)
		}
		if n > 0 {
			p.write(raw[:n], jump)
			p.move(raw[:n])
			raw, jump = raw[n:], false
			continue
		}
		if raw[0] == '&' {
			n, words := entity(raw)
			p.write(words, jump)
			p.move(raw[:n])
			raw, jump = raw[n:], true
			continue
		}
		n = len(raw) - len(strings.TrimLeft(raw, " \t\r\n\f"))
		space := raw[:n]
		if lines {
			if i := strings.IndexByte(space, '\n'); i >= 0 {
				p.move(space[:i+1])
				p.flush()
				raw, jump = raw[i+1:], true
				continue
			}
			p.write(space, jump)
		} else {
			p.blank.any = true
			p.blank.ends = p.blank.ends || strings.ContainsAny(space, "\r\n")
		}
		p.move(space)
		raw, jump = raw[n:], true
	}
}

// write adds words to the part. Where a line ends between two Chinese
// characters, nothing stands between them.
func (p *pageReader) write(words string, jump bool) {
	if p.first.Line == 0 {
		p.first.Line, p.first.Column = p.line, p.column
		p.blank, jump = blank{}, false
	}
	if p.blank.any {
		last, _ := utf8.DecodeLastRuneInString(p.words.String())
		next, _ := utf8.DecodeRuneInString(words)
		if !p.blank.ends || last < 0x2E80 || next < 0x2E80 {
			p.words.WriteByte(' ')
		}
		p.blank = blank{}
	}
	if jump {
		p.marks = append(p.marks, check.Mark{At: p.words.Len(), Line: p.line, Column: p.column})
	}
	p.words.WriteString(words)
}

// entity reads one at the beginning: how long it is, and what it stands for.
func entity(raw string) (int, string) {
	n := 1
	for n < len(raw) && n < 40 && (raw[n] == '#' || raw[n]|0x20 >= 'a' && raw[n]|0x20 <= 'z' || raw[n] >= '0' && raw[n] <= '9') {
		n++
	}
	if n < len(raw) && raw[n] == ';' {
		n++
	}
	return n, html.UnescapeString(raw[:n])
}

func (p *pageReader) begin(t html.Token) {
	p.implied(t.DataAtom)
	if blocks[t.DataAtom] {
		p.flush()
	}
	if !void[t.DataAtom] && len(p.open) < deepest {
		e := p.within()
		e.name = t.DataAtom
		e.pre = e.pre || e.name == atom.Pre || e.name == atom.Textarea
		e.head = e.name == atom.Thead || e.head && e.name != atom.Table
		if e.name == atom.Title && e.kind == check.Body {
			e.kind, e.where = check.Meta, "网页标题"
		}
		if e.name == atom.Template || hides(t) {
			e.kind, e.where = check.Hidden, "不显示的文字"
		}
		p.open = append(p.open, e)
	}
	switch t.DataAtom {
	case atom.Table:
		p.ids++
		p.tables = append(p.tables, &pageTable{id: p.ids})
	case atom.Tr:
		if n := len(p.tables); n > 0 {
			p.tables[n-1].tr()
		}
	case atom.Td, atom.Th:
		p.cell(t)
	case atom.A:
		if href := attr(t, "href"); href != "" {
			p.links = append(p.links, check.Link{At: p.words.Len(), End: -1, Href: href})
		}
	case atom.Img:
		alt := strings.TrimSpace(attr(t, "alt"))
		p.b.Picture(check.Picture{At: p.b.Len(), Name: attr(t, "src"), Alt: alt})
		p.apart(check.Alt, "图片替代文字", alt)
	case atom.Meta:
		p.apart(check.Meta, "网页标签"+attr(t, "name"), strings.TrimSpace(attr(t, "content")))
	case atom.Input:
		if strings.EqualFold(attr(t, "type"), "hidden") {
			p.apart(check.Hidden, "隐藏字段"+attr(t, "name"), strings.TrimSpace(attr(t, "value")))
		}
	}
}

// implied ends what the beginning of an element ends: a paragraph by any block,
// an item by the next.
func (p *pageReader) implied(name atom.Atom) {
	if n := len(p.open); n > 0 && p.open[n-1].name == atom.P && blocks[name] && name != atom.Br {
		p.end(atom.P)
	}
	e, ok := ends[name]
	if !ok {
		return
	}
	for i := len(p.open) - 1; i >= 0 && !e.within[p.open[i].name]; i-- {
		if e.these[p.open[i].name] {
			p.end(p.open[i].name)
		}
	}
}

func (p *pageReader) end(name atom.Atom) {
	i := len(p.open) - 1
	for i >= 0 && p.open[i].name != name {
		if p.open[i].name == atom.Table && name != atom.Body && name != atom.Html {
			return // an end that nothing in the table began
		}
		i--
	}
	if i < 0 {
		return
	}
	for len(p.open) > i {
		last := p.open[len(p.open)-1].name
		if blocks[last] {
			p.flush()
		}
		p.open = p.open[:len(p.open)-1]
		switch last {
		case atom.A:
			if n := len(p.links); n > 0 && p.links[n-1].End < 0 {
				p.links[n-1].End = p.words.Len()
			}
		case atom.Td, atom.Th:
			p.endCell()
		case atom.Table:
			p.tables = p.tables[:max(len(p.tables)-1, 0)]
		}
	}
}

// hides says whether an element is not shown.
func hides(t html.Token) bool {
	for _, a := range t.Attr {
		style := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
		if a.Key == "hidden" || a.Key == "style" && (strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")) {
			return true
		}
	}
	return false
}

// apart keeps words that stand apart until the part around them is done.
func (p *pageReader) apart(kind check.Kind, where, words string) {
	if words != "" {
		p.aside = append(p.aside, aside{check.Part{Kind: kind, Where: where, Line: p.line, Column: p.column}, words})
	}
	if p.first.Line == 0 {
		p.beside()
	}
}

func (p *pageReader) beside() {
	for _, a := range p.aside {
		p.b.Add(a.part, a.words)
	}
	p.aside = nil
}

// flush ends the part being gathered.
func (p *pageReader) flush() {
	if words := strings.TrimRight(p.words.String(), " \t"); words != "" {
		part := p.place()
		part.Line, part.Column = p.first.Line, p.first.Column
		at := p.b.Add(part, words)
		for _, m := range p.marks {
			p.b.Mark(check.Mark{At: at + m.At, Line: m.Line, Column: m.Column})
		}
		for _, l := range p.links {
			if l.End < 0 {
				l.End = len(words)
			}
			if end := min(l.End, len(words)); l.At < end {
				p.b.Link(at+l.At, at+end, l.Href)
			}
		}
	}
	var still []check.Link
	for _, l := range p.links {
		if l.End < 0 {
			still = append(still, check.Link{End: -1, Href: l.Href})
		}
	}
	p.links, p.marks, p.first, p.blank = still, nil, check.Part{}, blank{}
	p.words.Reset()
	p.beside()
}

// place is what the part being gathered is, by what is open.
func (p *pageReader) place() check.Part {
	part := check.Part{Kind: check.Body}
	if n := len(p.tables); n > 0 && p.tables[n-1].in {
		part = p.tables[n-1].cell
		p.tables[n-1].said = true
	}
	if e := p.within(); e.kind != check.Body {
		part.Kind, part.Where = e.kind, e.where
	}
	return part
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
