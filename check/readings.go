package check

import (
	"regexp"
	"strings"
)

// reading is one way of understanding which rows a total adds up.
type reading struct {
	rows   []int
	simple bool // every row above or below counts
}

// readings are the ways that tables are set in practice: every row, the
// subtotals, the rows since the last total, the rows of the highest mark.
func (g table) readings(t int, kind string) (out []reading) {
	var above, below, next, subs, subsBelow, since []int
	last := -1
	for i, r := range g {
		k := r.total()
		switch {
		case i == t || r.figures() == 0:
		case i < t && k != "":
			subs, since, last = append(subs, i), nil, i
		case i < t:
			above, since = append(above, i), append(since, i)
		case k != "":
			subsBelow = append(subsBelow, i)
		default:
			below = append(below, i)
			if len(subsBelow) == 0 {
				next = append(next, i)
			}
		}
	}
	add := func(rows []int, simple bool) {
		if len(rows) > 1 {
			out = append(out, reading{rows, simple})
		}
	}
	if kind == "小计" {
		add(since, len(subs) == 0)
		if len(since) == 0 {
			add(next, true)
		}
		return out
	}
	rows, first := above, len(above) == 0
	if first {
		rows, subs = below, subsBelow
		add(next, true)
	}
	if !g[t].grand() { // 收入合计, whose parts end where 支出合计 begins
		add(since, false)
		if last >= 0 && len(g.without(since)) == len(since) {
			add(append([]int{last}, since...), false)
		}
		return out
	}
	add(rows, true)
	add(subs, false)
	add(since, false)
	if last >= 0 {
		add(append([]int{last}, since...), false)
	}
	for _, part := range [][]int{g.marked(rows), g.coded(rows), g.collapsed(rows), g.without(rows)} {
		if len(part) < len(rows) {
			add(part, false)
		}
	}
	return out
}

var highest = regexp.MustCompile(`^[一二三四五六七八九十]+、`)

func (g table) marked(rows []int) (out []int) {
	for _, i := range rows {
		if highest.MatchString(g[i].label()) {
			out = append(out, i)
		}
	}
	return out
}

// coded are the rows with the shortest code of a classification (201, 20101 …).
func (g table) coded(rows []int) (out []int) {
	short := 99
	code := func(i int) int {
		c := g[i][0]
		if s := strings.TrimSpace(c.words); c.numeric && len(s) >= 3 && len(s) <= 9 && !strings.ContainsAny(s, ".,-") {
			return len(s)
		}
		return 0
	}
	for _, i := range rows {
		if n := code(i); n > 0 {
			short = min(short, n)
		}
	}
	for _, i := range rows {
		if code(i) == short {
			out = append(out, i)
		}
	}
	return out
}

// without leaves out what only says part of a row (其中).
func (g table) without(rows []int) (out []int) {
	for _, i := range rows {
		if !strings.Contains(g[i].label(), "其中") {
			out = append(out, i)
		}
	}
	return out
}

// collapsed leaves out rows that the row before them adds up.
func (g table) collapsed(rows []int) (out []int) {
	if len(rows) > 100 {
		return rows // a list, not a budget
	}
	for i := 0; i < len(rows); i++ {
		out = append(out, rows[i])
		for n := len(rows) - 1 - i; n > 0; n-- {
			if g.adds(rows[i], rows[i+1:i+1+n]) {
				i += n
				break
			}
		}
	}
	return out
}

// adds says whether the row is the sum of the rows in every column of figures.
func (g table) adds(parent int, rows []int) bool {
	some := false
	for k := range len(g[parent]) - 1 {
		c, _ := g[parent].col(k)
		if !c.numeric || c.n.percent || rates.MatchString(g.header(k)) {
			continue
		}
		sum := g.column(k, rows)
		if !sum.ok || sum.value != c.n.value {
			return false
		}
		some = some || c.n.value != 0
	}
	return some
}
