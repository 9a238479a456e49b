package extract

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/check"
)

// document reads a .docx: the body, and all the parts beside it that a reader
// of the page never sees.
func (p *pack) document(main string) error {
	p.seen[main] = true
	links := map[string]string{}
	var beside []relation
	for _, r := range p.relations(main) {
		if r.external {
			links[r.id] = r.target
		} else {
			links[r.id] = path.Base(r.target)
			beside = append(beside, r)
		}
	}
	begun := p.b.Len()
	if err := p.story(main, "", check.Body, links); err != nil {
		return err
	}
	if p.pictures > 0 && p.b.Len()-begun < 30 {
		p.b.Unread("", "文件里只有图片，没有文字，图片里的字没有检查；请换成文字，或者由人看过后说明")
	}
	names := map[string]string{"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注"}
	for _, r := range beside {
		where := names[path.Base(r.kind)]
		if where == "" {
			continue
		}
		kind := check.Body
		if where == "批注" {
			kind = check.Comment
		}
		if err := p.try(r.target, func(name string) error { return p.story(name, where, kind, nil) }); err != nil {
			return err
		}
	}
	return nil
}

// story reads a part that is made of paragraphs.
func (p *pack) story(name, where string, kind check.Kind, links map[string]string) error {
	s := &storyReader{pack: p, where: where, kind: kind, links: links, authors: map[string]bool{}}
	return p.walk(name, s.open, s.shut, s.text)
}

// paragraph is a paragraph, or all of a cell, that is being read.
type paragraph struct {
	line    int
	words   strings.Builder // as it stands
	before  strings.Builder // as it stood before the changes that are tracked
	deleted [][2]int        // stretches of before
	hidden  strings.Builder
	links   []check.Link
	code    strings.Builder // of a field
	cell    bool
	part    check.Part
}

// tableAt is where in a table the reader stands.
type tableAt struct {
	number, row, col int
	head             bool // the row is repeated on each page
}

type storyReader struct {
	*pack
	where  string
	kind   check.Kind
	links  map[string]string
	lines  int
	number int // of the comment or note

	stack   []*paragraph // paragraphs and cells within each other
	tables  []tableAt
	authors map[string]bool
	del     int // depth within deletions
	ins     int
	skip    int // depth within what stands there twice
	vanish  bool
	inText  string // the element whose text counts
	alt     string // of the picture that may come
}

func (s *storyReader) top() *paragraph {
	if n := len(s.stack); n > 0 {
		return s.stack[n-1]
	}
	return nil
}

func (s *storyReader) open(e *tag) error {
	if s.skip > 0 || e.name == "Fallback" {
		s.skip++
		return nil
	}
	switch e.name {
	case "comment", "footnote", "endnote":
		if e.get("type") == "" { // else the line above the notes
			s.number++
		}
		if a := e.get("author"); a != "" {
			s.author(fmt.Sprintf("批注%d作者", s.number), a)
		}
	case "tbl":
		s.table++
		s.tables = append(s.tables, tableAt{number: s.table})
	case "tr":
		if t := s.row(); t != nil {
			t.row, t.col, t.head = t.row+1, 0, false
		}
	case "tc":
		if t := s.row(); t != nil {
			t.col++
			s.stack = append(s.stack, &paragraph{line: s.lines + 1, cell: true, part: check.Part{Table: t.number, Row: t.row, Col: t.col, Head: t.head}})
		}
	case "tblHeader":
		if t := s.row(); t != nil {
			t.head = e.on()
		}
	case "gridSpan":
		if t := s.row(); t != nil {
			var n int
			if _, err := fmt.Sscan(e.get("val"), &n); err == nil && n > 1 && n < 200 {
				t.col += n - 1
			}
		}
	case "p":
		s.lines++
		if top := s.top(); top == nil || !top.cell || top.part.Table == 0 {
			s.stack = append(s.stack, &paragraph{line: s.lines})
		} else {
			top.newline()
			s.stack = append(s.stack, top) // the words of a cell are one part
		}
	case "ins", "moveTo":
		s.ins++
		s.author("修订作者", e.get("author"))
	case "del", "moveFrom":
		s.del++
		s.author("修订作者", e.get("author"))
	case "r":
		s.vanish = false
	case "vanish":
		s.vanish = e.on()
	case "t", "delText", "instrText", "rt":
		s.inText = e.name
	case "tab", "ptab":
		if e.name == "ptab" || len(e.attr) == 0 { // else a stop of the ruler
			s.write("\t")
		}
	case "br", "cr":
		s.write("\n")
	case "noBreakHyphen":
		s.write("-")
	case "docPr":
		if s.alt = strings.TrimSpace(e.get("descr")); s.alt == "" {
			s.alt = strings.TrimSpace(e.get("title"))
		}
	case "blip", "imagedata":
		s.picture(e)
	case "textpath": // a watermark
		if words := strings.TrimSpace(e.get("string")); words != "" {
			s.b.Add(check.Part{Kind: check.Body, Where: s.where + "水印", Line: max(s.lines, 1), Column: 1}, words)
		}
	case "hyperlink":
		if to := s.links[e.get("id")]; to != "" && s.top() != nil {
			s.top().links = append(s.top().links, check.Link{At: s.top().words.Len(), End: -1, Href: to})
		}
	}
	return nil
}

// row is the innermost table; tabs in a paragraph's properties are outside it.
func (s *storyReader) row() *tableAt {
	if n := len(s.tables); n > 0 {
		return &s.tables[n-1]
	}
	return nil
}

func (s *storyReader) author(where, name string) {
	if name != "" && !s.authors[name] && len(s.authors) < 200 {
		s.authors[name] = true
		s.meta(where, name)
	}
}

func (s *storyReader) picture(e *tag) {
	s.pictures++
	s.b.Picture(check.Picture{At: s.b.Len(), Name: s.links[e.get("embed")+e.get("id")], Alt: s.alt})
	if s.alt != "" {
		s.b.Add(check.Part{Kind: check.Alt, Where: s.where + "图片替代文字", Line: max(s.lines, 1), Column: 1}, s.alt)
	}
	s.alt = ""
}

func (s *storyReader) shut(name string) {
	if s.skip > 0 {
		s.skip--
		return
	}
	switch name {
	case "tbl":
		if n := len(s.tables); n > 0 {
			s.tables = s.tables[:n-1]
		}
	case "p", "tc":
		top := s.top()
		if top == nil || (name == "tc") && !top.cell {
			return
		}
		s.stack = s.stack[:len(s.stack)-1]
		if name == "tc" || !top.cell {
			s.add(top)
		}
	case "ins", "moveTo":
		s.ins = max(s.ins-1, 0)
	case "del", "moveFrom":
		s.del = max(s.del-1, 0)
	case "t", "delText", "instrText", "rt":
		s.inText = ""
	case "hyperlink":
		if top := s.top(); top != nil {
			if n := len(top.links); n > 0 && top.links[n-1].End < 0 {
				top.links[n-1].End = top.words.Len()
			}
		}
	}
}

func (s *storyReader) text(b []byte) {
	if s.skip == 0 && s.inText != "" {
		s.write(string(b))
	}
}

// newline sets the next paragraph of a cell apart from the one before.
func (p *paragraph) newline() {
	for _, b := range []*strings.Builder{&p.words, &p.before} {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
	}
}

func (s *storyReader) write(words string) {
	p := s.top()
	if p == nil {
		return
	}
	switch {
	case s.inText == "instrText":
		p.code.WriteString(words)
	case s.vanish && s.inText != "":
		p.hidden.WriteString(words)
	case s.del > 0:
		from := p.before.Len()
		p.before.WriteString(words)
		p.deleted = append(p.deleted, [2]int{from, p.before.Len()})
	case s.ins > 0:
		p.words.WriteString(words)
	default:
		p.words.WriteString(words)
		p.before.WriteString(words)
	}
}

// add gives the paragraph to the text, and beside it what is in the file and
// not on the page.
func (s *storyReader) add(p *paragraph) {
	part := p.part
	part.Kind, part.Where, part.Line, part.Column = s.kind, s.where, p.line, 1
	if s.number > 0 && s.where != "" {
		part.Where = fmt.Sprintf("%s%d", s.where, s.number)
	}
	if part.Table > 0 {
		if part.Kind == check.Body {
			part.Kind = check.Cell
		}
		part.Where = fmt.Sprintf("%s表%d第%d行第%d列", part.Where, part.Table, part.Row, part.Col)
	}
	words := strings.TrimRight(p.words.String(), "\n")
	if words != "" || part.Table > 0 {
		at := s.b.Add(part, words)
		for _, l := range p.links {
			if l.End < 0 {
				l.End = len(words)
			}
			s.b.Link(at+min(l.At, len(words)), at+min(l.End, len(words)), l.Href)
		}
	}
	beside := check.Part{Line: p.line, Column: 1}
	for _, d := range widen(p.before.String(), p.deleted) {
		beside.Kind, beside.Where = check.Deleted, part.Where+"修订（删除）"
		s.b.Add(beside, d)
	}
	beside.Kind = check.Hidden
	if h := strings.TrimSpace(p.hidden.String()); h != "" {
		beside.Where = part.Where + "隐藏文字"
		s.b.Add(beside, h)
	}
	if c := strings.TrimSpace(p.code.String()); strings.ContainsFunc(c, func(r rune) bool { return unicode.IsDigit(r) || r == '@' || r == ':' }) {
		beside.Where = part.Where + "域代码"
		s.b.Add(beside, c)
	}
}

// widen gives each deleted stretch with the digits and letters that touch it:
// half of a number may have been left standing.
func widen(before string, deleted [][2]int) (out []string) {
	touches := func(r rune) bool {
		return r == '-' || r == ' ' || unicode.IsDigit(r) || r < utf8.RuneSelf && unicode.IsLetter(r)
	}
	for i := 0; i < len(deleted); {
		from, to := deleted[i][0], deleted[i][1]
		for {
			grown := false
			for n := 0; n < 24 && from > 0; n++ {
				r, size := utf8.DecodeLastRuneInString(before[:from])
				if !touches(r) {
					break
				}
				from -= size
			}
			for n := 0; n < 24 && to < len(before); n++ {
				r, size := utf8.DecodeRuneInString(before[to:])
				if !touches(r) {
					break
				}
				to += size
			}
			for i++; i < len(deleted) && deleted[i][0] <= to; i++ {
				to, grown = max(to, deleted[i][1]), true
			}
			i--
			if !grown {
				break
			}
		}
		i++
		if s := strings.TrimSpace(before[from:to]); s != "" {
			out = append(out, s)
		}
	}
	return out
}
