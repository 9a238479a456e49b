package extract

import (
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/check"
)

// pageTable counts the rows and columns of a table that is open.
type pageTable struct {
	id, row, col int
	below        []int // of each column, the rows that a cell above still fills
	cell         check.Part
	in, said     bool // within a cell; it had words
}

// widest and tallest bound what a cell may span, as browsers do; columns beyond
// farthest are not kept free for cells from above.
const (
	widest   = 1000
	tallest  = 65534
	farthest = 16384
)

func (t *pageTable) tr() {
	for i := t.col; i < len(t.below); i++ { // cells from above, after the row's last of its own
		t.below[i] = max(0, t.below[i]-1)
	}
	t.row, t.col, t.in = t.row+1, 0, false
}

// next goes to the next free column and fills it and those that the cell spans.
func (t *pageTable) next(across, down int) {
	if t.row == 0 {
		t.tr()
	}
	for t.col < len(t.below) && t.below[t.col] > 0 {
		t.below[t.col]--
		t.col++
	}
	for i := range max(0, min(across, farthest-t.col)) {
		if t.col+i >= len(t.below) {
			t.below = append(t.below, 0)
		}
		t.below[t.col+i] = down - 1
	}
	t.cell.Col = t.col + 1
	t.col += across
}

// cell begins one.
func (p *pageReader) cell(t html.Token) {
	n := len(p.tables)
	if n == 0 {
		return
	}
	b := p.tables[n-1]
	b.next(spanned(t, "colspan", widest), spanned(t, "rowspan", tallest))
	head := t.DataAtom == atom.Th || p.within().head
	b.cell = check.Part{Kind: check.Cell, Table: b.id, Row: b.row, Col: b.cell.Col, Head: head}
	b.in, b.said = true, false
}

func spanned(t html.Token, key string, most int) int {
	n, err := strconv.Atoi(attr(t, key))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, most)
}

// endCell ends one. A cell without words still is one, or the columns of a row
// would shift.
func (p *pageReader) endCell() {
	n := len(p.tables)
	if n == 0 || !p.tables[n-1].in {
		return
	}
	b := p.tables[n-1]
	if !b.said {
		b.cell.Line, b.cell.Column = p.line, p.column
		p.b.Add(b.cell, "")
	}
	b.in = false
}
