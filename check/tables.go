package check

import (
	"strings"
	"unicode/utf8"
)

// cell is a field of a table with its figure, if it is one.
type cell struct {
	at, end int
	words   string
	n       number
	numeric bool
	empty   bool // blank, or a dash or stroke for nothing
	left    bool // left out by the file
}

// row is a row; in a table of lines that are short of a cell it is the label
// that is missing, so that columns are counted from the right.
type row []cell

// table is a table of the text: one of a file, or lines set apart by blanks.
type table []row

// col is the k-th cell from the right.
func (r row) col(k int) (cell, bool) {
	if k >= len(r) {
		return cell{}, false
	}
	return r[len(r)-1-k], true
}

// figures counts the numeric cells.
func (r row) figures() (n int) {
	for _, c := range r {
		if c.numeric {
			n++
		}
	}
	return n
}

// label is the words before the first figure, blanks left out.
func (r row) label() string {
	var b strings.Builder
	for i, c := range r {
		if c.numeric && i > 0 {
			break
		}
		if !c.numeric {
			b.WriteString(squeeze(c.words))
		}
	}
	return b.String()
}

func newCell(text string, at, end int) cell {
	const blanks = " \t　\u00a0"
	at += len(text[at:end]) - len(strings.TrimLeft(text[at:end], blanks))
	end = at + len(strings.TrimRight(text[at:end], blanks))
	c := cell{at: at, end: end, words: text[at:end]}
	s := squeeze(c.words)
	c.empty = s == "" || strings.Trim(s, "-—－–/／") == "" || s == "无"
	c.n, c.numeric = parseNumber(c.words)
	return c
}

// tables are the tables of the text.
func tables(t *Text) (out []table) {
	var g table
	number, line := 0, 0
	end := func() {
		if len(g) > 1 {
			if number > 0 {
				g.level()
			}
			out = append(out, g)
		}
		g, line = nil, 0
	}
	for _, p := range t.Parts {
		if p.Table != number {
			end()
			number = p.Table
		}
		if p.Table > 0 {
			if len(g) == 0 || p.Row != line {
				g, line = append(g, row{}), p.Row
			}
			g[len(g)-1] = g[len(g)-1].put(t.Words, p)
			continue
		}
		r := fields(t.Words, p.At, p.End)
		if r == nil {
			end()
			continue
		}
		if n := len(g); n > 0 && r.figures() == 0 && g[n-1].figures() > 0 {
			end() // the head of the next table
		}
		g = append(g, r)
	}
	end()
	return out
}

// widest bounds the columns of a table that are looked at.
const widest = 200

// put sets a part into its column. Cells that a file leaves out are empty, and
// a cell may have several paragraphs.
func (r row) put(text string, p Part) row {
	col := min(p.Col, widest)
	if n := len(r); n > 0 && col <= n {
		r[n-1] = newCell(text, r[n-1].at, p.End)
		return r
	}
	for len(r) < col-1 {
		r = append(r, cell{at: p.At, end: p.At, empty: true, left: true})
	}
	return append(r, newCell(text, p.At, p.End))
}

// level gives every row of a file's table the same number of cells.
func (g table) level() {
	width := 0
	for _, r := range g {
		width = max(width, len(r))
	}
	for i, r := range g {
		for len(r) < width {
			at := r[len(r)-1].end
			r = append(r, cell{at: at, end: at, empty: true, left: true})
		}
		g[i] = r
	}
}

// fields are the cells of a line that is a row of a table set with blanks,
// tabs or commas; nil if it is a line of prose.
func fields(text string, at, end int) row {
	line := text[at:end]
	if len(line) > 600 || !strings.ContainsAny(line, " \t,") && !strings.Contains(line, "　") || has(line, []string{"。", "！", "？"}) {
		return nil
	}
	var r row
	switch bare := strings.TrimSpace(line); {
	case strings.Contains(line, "\t"):
		r = split(text, at, end, '\t')
	case strings.HasPrefix(bare, "|") && strings.HasSuffix(bare, "|") && len(bare) > 1:
		from := at + strings.IndexByte(line, '|') + 1
		r = split(text, from, from+len(bare)-2, '|')
	case strings.Contains(bare, ",") && !strings.ContainsAny(bare, " 　"):
		if _, ok := parseNumber(line); ok {
			return nil
		}
		r = split(text, at, end, ',')
	default:
		from := -1
		for i, c := range line + " " {
			blank := c == ' ' || c == '　' || c == '\u00a0'
			switch {
			case blank && from >= 0:
				r, from = append(r, newCell(text, at+from, at+i)), -1
			case !blank && from < 0:
				from = i
			}
		}
	}
	if len(r) > 1 && r[1].words == "计" && strings.Contains("合总小共", r[0].words) {
		r = append(row{newCell(text, r[0].at, r[1].end)}, r[2:]...)
	}
	if len(r) < 2 || strings.ContainsAny(line, "，；") && r.figures() < 2 {
		return nil
	}
	for _, c := range r {
		if utf8.RuneCountInString(c.words) > 40 {
			return nil
		}
	}
	return r
}

// split makes cells of what the mark sets apart.
func split(text string, at, end int, mark byte) (r row) {
	for at <= end {
		to := end
		if i := strings.IndexByte(text[at:end], mark); i >= 0 {
			to = at + i
		}
		r = append(r, newCell(text, at, to))
		at = to + 1
	}
	return r
}
