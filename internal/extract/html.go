package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/check"
)

// HTML reads a page or the cleaned text of an article. A block counts as a
// part; its line and column are those of the source.
func HTML(source string) check.Text {
	p := &pageReader{}
	p.read(source)
	return p.b.Text()
}

// pageReader walks the tokens of a page, keeping count of where it stands.
type pageReader struct {
	b            check.Builder
	part         check.Part
	words        strings.Builder
	line, column int // of the next token, from 1
	table        int
	tables       int
	row, col     int
	href         string
	links        []check.Link // of the part being gathered, from its beginning
	skip         int          // depth within script and style
}

var blocks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true,
	atom.H6: true, atom.Li: true, atom.Tr: true, atom.Td: true, atom.Th: true, atom.Caption: true, atom.Blockquote: true, atom.Table: true,
	atom.Ul: true, atom.Ol: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Br: true, atom.Title: true,
	atom.Pre: true, atom.Dt: true, atom.Dd: true, atom.Figcaption: true, atom.Option: true, atom.Body: true, atom.Head: true, atom.Html: true, atom.Nav: true, atom.Main: true, atom.Address: true, atom.Hr: true}

func (p *pageReader) read(source string) {
	p.line, p.column = 1, 1
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			p.flush()
			return
		}
		raw := string(z.Raw())
		p.token(kind, z, raw)
		p.move(raw)
	}
}

// move goes past the token.
func (p *pageReader) move(raw string) {
	for _, r := range raw {
		if r == '\n' {
			p.line, p.column = p.line+1, 1
		} else {
			p.column++
		}
	}
}

func (p *pageReader) token(kind html.TokenType, z *html.Tokenizer, raw string) {
	t := z.Token()
	switch kind {
	case html.TextToken:
		if p.skip == 0 {
			p.text(t.Data)
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		p.open(t, kind == html.SelfClosingTagToken)
	case html.EndTagToken:
		p.close(t)
	}
}

func (p *pageReader) text(words string) {
	if p.words.Len() == 0 {
		lead := words[:len(words)-len(strings.TrimLeft(words, " \t\r\n"))]
		words = words[len(lead):]
		if words == "" {
			return
		}
		at := *p
		at.move(lead)
		p.part.Line, p.part.Column = at.line, at.column
	}
	p.words.WriteString(words)
}

func (p *pageReader) open(t html.Token, closed bool) {
	if t.DataAtom == atom.Script || t.DataAtom == atom.Style {
		if !closed {
			p.skip++
		}
		return
	}
	if blocks[t.DataAtom] {
		p.flush()
	}
	switch t.DataAtom {
	case atom.Table:
		p.tables++
		p.table, p.row, p.col = p.tables, 0, 0
	case atom.Tr:
		p.row, p.col = p.row+1, 0
	case atom.Td, atom.Th:
		p.col++
		p.part = check.Part{Kind: check.Cell, Table: max(p.table, 1), Row: max(p.row, 1), Col: p.col, Head: t.DataAtom == atom.Th}
	case atom.A:
		p.href = attr(t, "href")
		p.links = append(p.links, check.Link{At: p.words.Len(), End: -1, Href: p.href})
	case atom.Img:
		p.b.Picture(check.Picture{At: p.b.Len(), Name: attr(t, "src"), Alt: strings.TrimSpace(attr(t, "alt"))})
		if alt := strings.TrimSpace(attr(t, "alt")); alt != "" {
			p.flush()
			p.b.Add(check.Part{Kind: check.Alt, Where: "图片替代文字", Line: p.line, Column: p.column}, alt)
		}
	}
}

func (p *pageReader) close(t html.Token) {
	switch t.DataAtom {
	case atom.Script, atom.Style:
		p.skip = max(p.skip-1, 0)
	case atom.A:
		if n := len(p.links); n > 0 && p.links[n-1].End < 0 {
			p.links[n-1].End = p.words.Len()
		}
	case atom.Table:
		p.flush()
		p.table = 0
	default:
		if blocks[t.DataAtom] {
			p.flush()
		}
	}
}

// flush ends the part being gathered. A cell without words still is one, or
// the columns would shift.
func (p *pageReader) flush() {
	words := strings.TrimRight(p.words.String(), " \t\r\n")
	if words != "" || p.part.Kind == check.Cell {
		if p.part.Kind == "" {
			p.part.Kind = check.Body
		}
		if p.part.Line == 0 {
			p.part.Line, p.part.Column = p.line, p.column
		}
		at := p.b.Add(p.part, words)
		for _, l := range p.links {
			if l.End < 0 {
				l.End = len(words)
			}
			p.b.Link(at+min(l.At, len(words)), at+min(l.End, len(words)), l.Href)
		}
	}
	p.links = nil
	p.part = check.Part{}
	p.words.Reset()
}

func attr(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
