package check

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Kind is what a part of a text is to its reader.
type Kind string

const (
	Body    Kind = "body"    // 正文
	Cell    Kind = "cell"    // 表格
	Comment Kind = "comment" // 批注
	Deleted Kind = "deleted" // 修订中删去、文件里仍在的文字
	Hidden  Kind = "hidden"  // 隐藏的工作表、行、列、文字
	Meta    Kind = "meta"    // 文件属性: author, company, GPS of a picture
	Alt     Kind = "alt"     // 图片的替代文字
)

// Part is a stretch of a text that stands in one place: a line, a paragraph, a
// cell, a comment.
type Part struct {
	Kind         Kind
	Where        string // names the place where lines mean nothing: 工作表“名单”B3, 批注2, 第3页
	Line, Column int    // of its first character, from 1; a paragraph of a .docx counts as a line
	At, End      int    // bytes of Text.Words

	Table, Row, Col int // of a cell, from 1; Table is 0 outside tables
	Head            bool
}

// Link is an address that the text leads to; At is where its words begin.
type Link struct {
	At, End int
	Href    string
}

// Picture is an image of the text; At is where it stands.
type Picture struct {
	At   int
	Name string
	Alt  string
}

// Text is what is checked: the words of a page or file in reading order, and
// where each stands. Parts are apart by a newline, the cells of a row by a tab,
// so that a rule can look across them.
type Text struct {
	Words    string
	Parts    []Part // by At
	Links    []Link
	Pictures []Picture
	Unread   []Unread
	Marks    []Mark // by At
}

// Mark says that the byte At of the words stands at this line and column,
// where counting on from the part's beginning would not lead there: after an
// entity, a tag, the end of a line within a paragraph.
type Mark struct {
	At           int
	Line, Column int
}

// Unread is what could not be read and was therefore not checked (读不出).
type Unread struct {
	Where string // the place within the file, "" for all of it
	Words string // what and how to mend it, a sentence
}

// Plain makes a text of lines.
func Plain(words string) Text {
	var b Builder
	line := 0
	for s := range strings.Lines(words) {
		line++
		b.Add(Part{Kind: Body, Line: line, Column: 1}, strings.TrimRight(s, "\r\n"))
	}
	return b.Text()
}

// Builder puts a text together part by part.
type Builder struct {
	words strings.Builder
	text  Text
}

// Add appends a part and says at which byte it begins. A cell that follows
// another of its row is set apart by a tab, everything else by a newline: also
// the paragraphs of one cell, which are parts of the same row and column.
func (b *Builder) Add(p Part, words string) int {
	if n := len(b.text.Parts); n > 0 {
		last, sep := b.text.Parts[n-1], byte('\n')
		if p.Table > 0 && p.Table == last.Table && p.Row == last.Row && p.Col != last.Col {
			sep = '\t'
		}
		b.words.WriteByte(sep)
	}
	p.At = b.words.Len()
	b.words.WriteString(words)
	p.End = b.words.Len()
	b.text.Parts = append(b.text.Parts, p)
	return p.At
}

// Link notes an address that the bytes from at to end lead to.
func (b *Builder) Link(at, end int, href string) {
	b.text.Links = append(b.text.Links, Link{at, end, href})
}

// Mark notes where a byte stands in the source.
func (b *Builder) Mark(m Mark) { b.text.Marks = append(b.text.Marks, m) }

// Picture notes an image that stands at a byte.
func (b *Builder) Picture(p Picture) { b.text.Pictures = append(b.text.Pictures, p) }

// Unread notes what could not be read.
func (b *Builder) Unread(where, words string) {
	b.text.Unread = append(b.text.Unread, Unread{where, words})
}

// Len is the byte at which the next part will begin at the earliest.
func (b *Builder) Len() int { return b.words.Len() }

// Text is the whole.
func (b *Builder) Text() Text {
	b.text.Words = b.words.String()
	return b.text
}

// At is the part that the byte stands in.
func (t Text) At(at int) Part {
	i := sort.Search(len(t.Parts), func(i int) bool { return t.Parts[i].At > at }) - 1
	if i < 0 {
		return Part{Line: 1, Column: 1}
	}
	return t.Parts[i]
}

// walk goes through the text from its beginning.
func (t *Text) walk() *walker { return &walker{text: t, line: 1, column: 1} }

// walker says where bytes stand; they are asked for in reading order, so that
// a text is gone through once, however much was found in it.
type walker struct {
	text         *Text
	part, mark   int // the next ones
	at           int // what line and column speak of
	line, column int
	where        string
}

// place is the line and column of a byte, and the place's name.
func (w *walker) place(at int) (line, column int, where string) {
	for ; w.part < len(w.text.Parts) && w.text.Parts[w.part].At <= at; w.part++ {
		p := w.text.Parts[w.part]
		w.at, w.line, w.column, w.where = p.At, p.Line, p.Column, p.Where
	}
	for ; w.mark < len(w.text.Marks) && w.text.Marks[w.mark].At <= at; w.mark++ {
		if m := w.text.Marks[w.mark]; m.At >= w.at {
			w.at, w.line, w.column = m.At, m.Line, m.Column
		}
	}
	if at > w.at {
		w.column += utf8.RuneCountInString(w.text.Words[w.at:at])
		w.at = at
	}
	return w.line, w.column, w.where
}

// Around is what stands before and after a finding in its part, at most n
// characters each, so that a clerk knows the place again.
func (t Text) Around(f Finding, n int) (before, after string) {
	if f.End == 0 {
		return "", ""
	}
	p := t.At(f.At)
	b, a := []rune(t.Words[p.At:max(f.At, p.At)]), []rune(t.Words[min(f.End, max(p.End, f.End)):max(p.End, f.End)])
	if len(b) > n {
		b = append([]rune("…"), b[len(b)-n:]...)
	}
	if len(a) > n {
		a = append(a[:n:n], '…')
	}
	return string(b), string(a)
}

// Places are the lines and columns of every character of a finding, so that it
// can be mended in the source.
func (t Text) Places(f Finding) (lines, columns []int) {
	at := t.walk()
	for i := range t.Words[f.At:f.End] {
		line, column, _ := at.place(f.At + i)
		lines, columns = append(lines, line), append(columns, column)
	}
	return lines, columns
}
