package audit

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// tables reads the three tables out of the rows of a report. Which table a row
// belongs to is known by the heads above it; which row it is, by its label.
type tables struct {
	r     *Report
	kind  string // "", "two", "three", "four": by the last heads
	run   []row  // lines of text that look like a table's
	group string // of table 三, by the last label that names one

	columns []what // of the block of table 二
	at      []int  // the columns where they stand; nil in text
	two     []line
	votes   map[string]int // for the form of table 二

	heads map[string]int // the column of each applicant
	grid  int            // the table in which heads stand
	three map[string]line
	four  []string
	ends  []int // the columns of table 四's results
}

// line is a row that was recognised.
type line struct {
	key     string
	score   float64
	columns []what
	cells   []string
}

func newTables(r *Report) *tables {
	return &tables{r: r, votes: map[string]int{}, heads: map[string]int{}, three: map[string]line{}}
}

var pageNumber = regexp.MustCompile(`^(第\d+页(共\d+页)?|[-—·]+\d+[-—·]+|\d+/\d+)$`)

// read takes the rows of tables out and gives the other lines back.
func (t *tables) read(rows []row) (prose []string) {
	for _, r := range rows {
		if r.table > 0 {
			t.flush()
			prose = append(prose, t.gridRow(r)...)
			continue
		}
		s := tight(r.line)
		if s == "" && !strings.Contains(r.line, "\t") || pageNumber.MatchString(s) {
			continue
		}
		if _, _, ok := heading(r.line); ok {
			t.flush()
			t.kind = ""
			prose = append(prose, r.line)
			continue
		}
		if t.tabular(r) {
			t.run = append(t.run, r)
			continue
		}
		t.flush()
		prose = append(prose, r.line)
	}
	t.flush()
	return prose
}

// tabular says whether a line of text is one of a table.
func (t *tables) tabular(r row) bool {
	var labels []string
	values, odd := 0, false
	for _, c := range r.cells {
		switch {
		case c.words == "":
		case valued(c.words):
			values++
		case values > 0 && known(c.words):
			return false
		case values > 0:
			odd = true
		default:
			labels = append(labels, c.words)
		}
	}
	all := strings.Join(labels, "")
	switch {
	case odd && all == "" && values < 10, odd && all != "" && (values < 2 || !known(all)):
		return false
	case all == "":
		return len(t.run) > 0
	case strings.ContainsAny(all, "。；;？！"):
		return false
	case known(all), every(labels, known):
		return true
	case len(t.run) == 0:
		return false
	case fragment(all), every(labels, func(s string) bool { return known(s) || fragment(s) }):
		return true
	}
	return values > 0 && utf8.RuneCountInString(all) <= 30 && !strings.ContainsAny(all, "，,：:")
}

// flush reads the lines that were gathered as one stream of labels and values:
// a page may have been copied with a row on a line, or with a cell on a line.
func (t *tables) flush() {
	var labels []string
	var values []cell
	emit := func() {
		if len(labels)+len(values) > 0 {
			t.take(labels, values, nil)
		}
		labels, values = nil, nil
	}
	for _, r := range t.run {
		labelled, begun, n := false, false, 0
		for _, c := range r.cells {
			switch {
			case begun && !valued(c.words) && !known(c.words) && c.words != "": // 若干
				values = append(values, c)
			case c.words == "":
				if len(values) > 0 || labelled {
					values = append(values, c)
				}
			case valued(c.words):
				n++
				values, begun = append(values, c), labelled || n > 2
			default:
				if len(values) > 0 {
					emit()
				}
				labels, labelled = append(labels, c.words), true
			}
		}
	}
	emit()
	t.run = nil
}

// gridRow reads a row of a table that has columns; what is none of ours is
// given back as words.
func (t *tables) gridRow(r row) (prose []string) {
	var labels []string
	last := -1
	for i, c := range r.cells {
		if strings.TrimSpace(c.words) != "" && !valued(c.words) && (t.kind != "three" || t.grid != r.table || len(t.heads) < 5 || c.col < t.first()) {
			labels, last = append(labels, c.words), i
		}
	}
	joined := strings.Join(labels, "")
	if t.gridHeads(r) {
		t.titles(han(joined), &r)
		return nil
	}
	values := r.cells[last+1:]
	if t.kind == "four" && len(t.ends) == 15 && slices.ContainsFunc(r.cells, func(c cell) bool { return valued(c.words) }) {
		t.take(nil, r.cells, &r)
		return nil
	}
	if last == len(r.cells)-1 {
		values = nil
	}
	if t.kind == "" && !known(joined) {
		for _, c := range r.cells {
			if strings.ContainsAny(c.words, "。") || strings.Contains(c.words, "报告") {
				prose = append(prose, c.words)
			}
		}
		return prose
	}
	t.take(labels, values, &r)
	return nil
}

// first is the column of the first applicant.
func (t *tables) first() int {
	n := 0
	for _, c := range t.heads {
		if n == 0 || c < n {
			n = c
		}
	}
	return n
}

// gridHeads notes in which columns the heads stand, and says whether the row
// is of heads of table 三 or 四.
func (t *tables) gridHeads(r row) bool {
	var ends []int
	kinds := 0
	for _, c := range r.cells {
		if k := applicant(c.words); k != "" && k != "other" && k != "sum" {
			kinds++
		}
	}
	for _, c := range r.cells {
		b := bones(c.words)
		if k := applicant(c.words); k != "" && (kinds > 0 || t.grid == r.table && len(t.heads) > 0 && t.kind == "three") && len(r.cells) <= 12 {
			if t.grid != r.table {
				t.grid, t.heads = r.table, map[string]int{}
			}
			if _, twice := t.heads[k]; !twice {
				t.heads[k] = c.col
			}
		}
		switch b {
		case "结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "合计":
			ends = append(ends, c.col)
		}
	}
	if len(ends) >= 10 {
		t.ends = ends
	}
	var columns []what
	var at []int
	for _, c := range r.cells {
		if strings.TrimSpace(c.words) == "" {
			continue
		}
		if w, ok := column(c.words); ok {
			columns, at = append(columns, w), append(at, c.col)
		}
	}
	if len(columns) > 0 {
		t.kind, t.columns, t.at = "two", columns, at
	}
	return kinds > 0 || len(ends) > 4
}
