// Package difference says what changed between two editions of a text: in
// sentences that a leader understands, and word by word.
//
// A Text is metadata, blocks and attachments. Blocks are what a reader calls a
// paragraph, a heading, an item of a list, a row of a table. Between aligns the
// blocks first and looks for changes inside a pair afterwards:
//
//	blocks ── equal ones (align.go) ──► gaps ── alike ones ──► words of a pair (words.go)
//
// Chinese is compared by characters; a number with its unit and a Latin word
// are never split, so that “3万元”改为“5万元” is one change. Sentences (say.go)
// put changed numbers first: they are what a reviewer must not overlook.
//
// Nothing here knows editions or HTML: internal/conv makes the blocks of cleaned
// HTML, and internal/office the fields.
package difference

import "slices"

// Kind is what a block is to its reader.
type Kind string

const (
	Paragraph Kind = "paragraph" // 段
	Heading   Kind = "heading"   // 小标题
	Item      Kind = "item"      // 列表项
	Row       Kind = "row"       // 表格的行
	Caption   Kind = "caption"   // 表名
	Line      Kind = "line"      // 分隔线
)

// Block is one piece of a text. Markup is its HTML as stored: two blocks are
// the same only when that is the same, whatever their words.
type Block struct {
	Kind     Kind
	Text     string
	Cells    []string // of a row
	Head     bool     // a row of column names
	Table    int      // of a row or caption: the table's number, from 1
	Links    []string // where the words lead
	Pictures []string // address and alternative text
	Markup   string
}

// key is what two equal blocks share; the number of a table shifts when one is
// put in before it and is no part of it.
func (b Block) key() string { return string(b.Kind) + "\x00" + b.Markup + "\x00" + b.Text }

// Field is a line of metadata, the title among them.
type Field struct{ Name, Value string }

// File is an attachment (附件).
type File struct{ Name, SHA string }

// Text is one edition.
type Text struct {
	Fields []Field // each name once, in the same order in both texts
	Blocks []Block
	Files  []File
}

// Op is what happened to a piece.
type Op int

const (
	Same Op = iota
	Removed
	Added
	Changed
)

// Span is a run of words within a block.
type Span struct {
	Op   Op // never Changed
	Text string
}

// FieldChange is a field of both texts.
type FieldChange struct {
	Name     string
	Old, New string
	Spans    []Span
}

// BlockChange is a block of either text, or of both. Spans tell the words of a
// changed one; Cells those of a row, one list for each cell.
type BlockChange struct {
	Op                 Op
	Old, New           Block
	OldAt, NewAt       int // place among the blocks, from 0; -1 where there is none
	Spans              []Span
	Cells              []Cell
	MovedTo, MovedFrom int // a removed block stands there now; an added one stood there; -1 else
}

// Cell is a cell of a changed row.
type Cell struct {
	Op           Op
	OldAt, NewAt int
	Spans        []Span
}

// FileChange is an attachment of either text, or of both.
type FileChange struct {
	Op       Op
	Old, New File
}

// Difference is everything that turns one text into another.
type Difference struct {
	Fields  []FieldChange // those that changed
	Blocks  []BlockChange // all, so that the text can be read through
	Files   []FileChange  // all
	Reorder bool          // the same attachments in another order
	old     Text
	new     Text
}

// Between compares two texts.
func Between(old, new Text) Difference {
	d := Difference{old: old, new: new, Blocks: blocks(old.Blocks, new.Blocks)}
	d.Files, d.Reorder = files(old.Files, new.Files)
	value := func(fs []Field, name string) string {
		i := slices.IndexFunc(fs, func(f Field) bool { return f.Name == name })
		if i < 0 {
			return ""
		}
		return fs[i].Value
	}
	names := slices.Clone(new.Fields)
	for _, f := range old.Fields {
		if !slices.ContainsFunc(names, func(n Field) bool { return n.Name == f.Name }) {
			names = append(names, f)
		}
	}
	for _, n := range names {
		if was, is := value(old.Fields, n.Name), value(new.Fields, n.Name); was != is {
			d.Fields = append(d.Fields, FieldChange{n.Name, was, is, Words(was, is)})
		}
	}
	return d
}

// Empty says that the two texts are the same.
func (d Difference) Empty() bool {
	return len(d.Fields) == 0 && !d.Reorder && !d.BodyChanged() &&
		!slices.ContainsFunc(d.Files, func(f FileChange) bool { return f.Op != Same })
}

// BodyChanged says whether anything changed in the text itself.
func (d Difference) BodyChanged() bool {
	return slices.ContainsFunc(d.Blocks, func(b BlockChange) bool { return b.Op != Same })
}

// files pairs attachments by name, and those left by content.
func files(old, new []File) (out []FileChange, reorder bool) {
	taken := make([]bool, len(old))
	find := func(f func(File) bool) int {
		for i, o := range old {
			if !taken[i] && f(o) {
				taken[i] = true
				return i
			}
		}
		return -1
	}
	was := make([]int, len(new))
	for _, by := range []func(a, b File) bool{
		func(a, b File) bool { return a == b },
		func(a, b File) bool { return a.Name == b.Name },
		func(a, b File) bool { return a.SHA == b.SHA },
	} {
		for j, n := range new {
			if was[j] == 0 {
				was[j] = find(func(o File) bool { return by(o, n) }) + 1
			}
		}
	}
	last, pure := 0, len(old) == len(new)
	for j, n := range new {
		c := FileChange{Op: Added, New: n}
		if i := was[j]; i > 0 {
			c.Op, c.Old = Changed, old[i-1]
			if c.Old == n {
				c.Op = Same
			}
			reorder = reorder || i < last
			last = max(last, i)
		}
		pure = pure && c.Op == Same
		out = append(out, c)
	}
	for i, o := range old {
		if !taken[i] {
			out = append(out, FileChange{Op: Removed, Old: o})
		}
	}
	return out, reorder && pure
}
