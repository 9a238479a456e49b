package check

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	totalLabel = regexp.MustCompile(`^.{0,24}(合计|总计|小计|共计)([（(].*[）)])?[:：]?$`)
	grandLabel = regexp.MustCompile(`^(合计|总计|共计|总数)([（(].*[）)])?[:：]?$`)
	// rates are columns whose figures do not add up.
	rates  = regexp.MustCompile(`率|比|单价|均|年份|年度|序号|编号|排名|名次|日期|时间|电话|增长|增幅|增速|增减|幅度|%|％|得分|分数|指数|系数|标准|代码|编码|期限|面积单位|备注|楼层|门牌`)
	shares = regexp.MustCompile(`占比|比重|比例|百分比|占总`)
)

// sumTables wants the row or column 合计 of a table to be the sum of its parts
// (FG-SUM), and shares to add to a hundred (FG-PCT).
func sumTables(f *findings, all []table) {
	for _, g := range all {
		if isForm(g) {
			continue // the annual report's tables have rules of their own
		}
		totals := 0
		for t := range g {
			if kind := g[t].total(); kind != "" && totals < 60 {
				g.sumRow(f, t, kind)
				totals++
			}
		}
		g.sumColumns(f)
	}
}

// total is the word that makes the row a total, "" if it is none.
func (r row) total() string {
	for i, c := range r {
		if i > 2 || c.numeric && i > 0 {
			break
		}
		if m := totalLabel.FindStringSubmatch(squeeze(c.words)); m != nil {
			return m[1]
		}
	}
	return ""
}

// grand says whether the total is of the whole table, and not 收入合计.
func (r row) grand() bool {
	for i := 0; i < len(r) && i < 3; i++ {
		if grandLabel.MatchString(squeeze(r[i].words)) {
			return true
		}
	}
	return false
}

// header is what the column is called, from the rows above the first figures.
func (g table) header(k int) string {
	var b strings.Builder
	for _, r := range g {
		if r.figures() > 0 {
			break
		}
		if c, ok := r.col(k); ok {
			b.WriteString(squeeze(c.words))
		}
	}
	return b.String()
}

// added is the sum of a column over some rows.
type added struct {
	value    int64
	half     int64 // how far rounding may have moved it
	decimals int
	ok       bool // every cell is a figure or empty, and there is a figure
	percent  bool
	serial   bool // 1, 2, 3 …: numbers of the rows
	years    bool
}

func (g table) column(k int, rows []int) added {
	s := added{ok: true, serial: true, years: true}
	n := 0
	for i, r := range rows {
		c, there := g[r].col(k)
		if !there || !c.numeric && !c.empty || k == len(g[r])-1 {
			return added{}
		}
		if c.numeric {
			n++
		}
		s.value += c.n.value
		s.half += c.n.half()
		s.decimals = max(s.decimals, c.n.decimals)
		s.percent = s.percent || c.n.percent
		s.serial = s.serial && c.n.value == int64(i+1)*one
		s.years = s.years && c.n.value >= 1980*one && c.n.value <= 2050*one
	}
	s.ok = n > 0
	s.serial = s.serial && len(rows) > 2
	return s
}

// sumRow judges a row that is a total.
func (g table) sumRow(f *findings, t int, kind string) {
	var best []fault
	matched, simple := -1, false
	for _, r := range g.readings(t, kind) {
		var bad []fault
		good := 0
		for k := range len(g[t]) - 1 {
			c, _ := g[t].col(k)
			sum := g.column(k, r.rows)
			head := g.header(k)
			if !c.numeric || !sum.ok || sum.serial || sum.years || rates.MatchString(head) && !shares.MatchString(head) {
				continue
			}
			share := c.n.percent || sum.percent || shares.MatchString(head)
			switch {
			case share && c.n.value != 100*one && head != "":
			case c.n.value == sum.value || share && abs(c.n.value-sum.value) <= sum.half+c.n.half():
				good++
			default:
				bad = append(bad, fault{c, sum, share})
			}
		}
		if good+len(bad) > 0 && (matched < 0 || good > matched || good == matched && len(bad) < len(best)) {
			best, matched, simple = bad, good, r.simple
		}
	}
	if matched == 0 && len(best) > 2 {
		return // nothing adds up: the table is set in a way that is not understood
	}
	for _, b := range best {
		severity, note, rule := Warn, "", "FG-SUM"
		switch gap := abs(b.c.n.value - b.sum.value); {
		case b.share:
			rule = "FG-PCT"
		case b.sum.decimals > 0 && gap <= b.sum.half+b.c.n.half():
			severity, note = Hint, "，相差在四舍五入的范围内，请注明"
		}
		if !simple && matched == 0 {
			severity = Hint
		}
		sum := printed(b.sum.value, b.sum.decimals)
		f.add(rule, severity, b.c.at, b.c.end, sum, fmt.Sprintf("%s%s，各项相加是%s%s", kind, squeeze(b.c.words), sum, note))
	}
}

func abs(v int64) int64 { return max(v, -v) }
