package conv

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// tcell is a cell in the grid; down is 0 for a cell that a cell above covers.
type tcell struct {
	node       *html.Node // nil for a gap in the HTML
	at         int
	wide, down int
	head       bool
}

// layout puts the cells of a table on a grid without holes or overlaps.
func layout(t *html.Node) ([][]tcell, int, error) {
	var trs []*html.Node
	for c := t.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case c.Data == "tr":
			trs = append(trs, c)
		case c.Data == "thead" || c.Data == "tbody" || c.Data == "tfoot":
			for r := c.FirstChild; r != nil; r = r.NextSibling {
				if r.Type == html.ElementNode && r.Data == "tr" {
					trs = append(trs, r)
				}
			}
		}
	}
	cols := 0
	taken := make([]map[int]bool, len(trs))
	rows := make([][]tcell, len(trs))
	for i := range taken {
		taken[i] = map[int]bool{}
	}
	for i, tr := range trs {
		at := 0
		for td := tr.FirstChild; td != nil; td = td.NextSibling {
			if td.Type != html.ElementNode || td.Data != "td" && td.Data != "th" {
				continue
			}
			for taken[i][at] {
				at++
			}
			c := tcell{node: td, at: at, wide: 1, down: min(span(td, "rowspan"), len(trs)-i), head: td.Data == "th"}
			for c.wide < span(td, "colspan") && !taken[i][at+c.wide] {
				c.wide++
			}
			if at+c.wide > maxCols {
				return nil, 0, &Damaged{fmt.Sprintf("有一个表格超过%d列，Word 打不开", maxCols), "请把这个表格拆成几个较窄的表格"}
			}
			for k := i; k < i+c.down; k++ {
				for x := at; x < at+c.wide; x++ {
					taken[k][x] = true
				}
			}
			rows[i] = append(rows[i], c)
			for k := i + 1; k < i+c.down; k++ {
				rows[k] = append(rows[k], tcell{node: nil, at: at, wide: c.wide, head: c.head})
			}
			at += c.wide
			cols = max(cols, at)
		}
	}
	for i := range rows {
		rows[i] = fill(rows[i], taken[i], cols)
	}
	return rows, cols, nil
}

// fill orders a row's cells and closes holes with empty cells.
func fill(row []tcell, taken map[int]bool, cols int) []tcell {
	begins := map[int]tcell{}
	for _, c := range row {
		begins[c.at] = c
	}
	var out []tcell
	for x := 0; x < cols; {
		c, ok := begins[x]
		if !ok {
			c = tcell{at: x, wide: 1, down: 1}
			for x+c.wide < cols && !taken[x+c.wide] {
				c.wide++
			}
		}
		out = append(out, c)
		x += c.wide
	}
	return out
}

func span(n *html.Node, key string) int {
	k, err := strconv.Atoi(attr(n, key))
	if err != nil || k < 1 {
		return 1
	}
	return min(k, 99)
}

func allHead(row []tcell) bool {
	for _, c := range row {
		if !c.head {
			return false
		}
	}
	return len(row) > 0
}

// headRows counts the rows to be repeated on each page: the first ones, unless
// headings come again further down, each for its own part of the table.
func headRows(rows [][]tcell) int {
	n := 0
	for n < len(rows) && allHead(rows[n]) {
		n++
	}
	if n == len(rows) || n > 4 {
		return 0
	}
	for i, row := range rows {
		for _, c := range row {
			if i < n && i+c.down > n {
				return 0
			}
		}
		if i > n && allHead(row) {
			return 0
		}
	}
	return n
}

// longHeads are the columns in which a row heading has more than eight characters.
func longHeads(rows [][]tcell) map[int]bool {
	long := map[int]bool{}
	for _, row := range rows {
		for _, c := range row {
			if c.node != nil && c.head && c.down == 1 && !allHead(row) && ems(textOf(c.node)) > 8 {
				long[c.at] = true
			}
		}
	}
	return long
}

// columns shares the width out: each column gets what its longest word or
// number needs, the rest goes by the length of the text.
func columns(rows [][]tcell, cols, total, em, pad int) []int {
	need, want := make([]int, cols), make([]float64, cols)
	for i := range need {
		need[i], want[i] = 2*em+2*pad+slack, 1
	}
	for _, row := range rows {
		for _, c := range row {
			if c.node == nil || c.wide > 1 {
				continue
			}
			text := textOf(c.node)
			longest, wants := 0.0, min(ems(text)/float64(c.down), 30) // a tall cell has lines to spare
			for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r >= 0x2e80 || r <= ' ' || r == 0x3000 }) {
				longest = max(longest, ems(w)*1.1)
			}
			if whole := unbroken(c.node); len(whole) > 0 {
				longest, wants = 0, 1
				for _, w := range whole {
					longest = max(longest, ems(w)*1.3) // in whatever face stands in for ours
				}
			}
			need[c.at] = max(need[c.at], min(int(longest*float64(em))+2*pad+slack, total/3))
			want[c.at] = max(want[c.at], wants)
		}
	}
	sum, all := 0, 0.0
	for i := range need {
		sum += need[i]
		all += want[i]
	}
	widths := make([]int, cols)
	used := 0
	for i := range widths {
		if sum <= total {
			widths[i] = need[i] + int(float64(total-sum)*want[i]/all)
		} else {
			widths[i] = need[i] * total / sum
		}
		used += widths[i]
	}
	widths[cols-1] += total - used
	even(widths, need, want, em, pad)
	return widths
}

// unbroken are the texts of a cell that stand on one line each.
func unbroken(n *html.Node) (out []string) {
	if attr(n, "class") == "nowrap" {
		return []string{textOf(n)}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = append(out, unbroken(c)...)
	}
	return out
}

// linesOf is how many lines a cell takes.
func linesOf(c tcell, widths []int, em, pad int) int {
	if c.node == nil {
		return 1
	}
	room := -2*pad - slack
	for k := range c.wide {
		room += widths[c.at+k]
	}
	return int(math.Ceil(ems(textOf(c.node)) / float64(max(room/em, 1))))
}

// fullest is the number of lines of the fullest cell that is one row high.
func fullest(rows [][]tcell, widths []int, em, pad int) (n int) {
	for _, row := range rows {
		for _, c := range row {
			if c.down == 1 {
				n = max(n, linesOf(c, widths, em, pad))
			}
		}
	}
	return n
}

// height is about how high the table is; tall says that a cell of its body
// goes over several rows, so that a page break would tear it.
func height(rows [][]tcell, widths []int, size, pad int) (h int) {
	for _, row := range rows {
		h += max(fullest([][]tcell{row}, widths, size*10, pad), 1)*size*27/2 + 66
	}
	return h
}

func tall(rows [][]tcell) bool {
	for _, row := range rows {
		for _, c := range row {
			if c.down > 1 && !allHead(row) {
				return true
			}
		}
	}
	return false
}

// even narrows the columns of short words to where their lines are equally
// long (two and two, not three and one) and gives what is won to the columns
// of long text.
func even(widths, need []int, want []float64, em, pad int) {
	const short = 8.0
	long := 0.0
	for _, w := range want {
		if w > short {
			long += w
		}
	}
	if long == 0 {
		return
	}
	won := 0
	for i, w := range want {
		if w > short {
			continue
		}
		lines := math.Ceil(w / max(float64((widths[i]-2*pad)/em), 1))
		fit := max(need[i], int(math.Ceil(w/lines))*em+2*pad+slack)
		if fit < widths[i] {
			won += widths[i] - fit
			widths[i] = fit
		}
	}
	widest := 0
	for i, w := range want {
		if w > short {
			k := int(float64(won) * w / long)
			widths[i] += k
			won -= k
			long -= w
		}
		if widths[i] > widths[widest] {
			widest = i
		}
	}
	widths[widest] += won
}
