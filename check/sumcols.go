package check

import "fmt"

// sumColumns judges a column that is headed as a total: in most rows it is the
// sum of the others, and where one row differs that row is wrong.
func (g table) sumColumns(f *findings) {
	first := -1
	for i, r := range g {
		if r.figures() > 0 {
			first = i
			break
		}
	}
	if first < 1 || len(g[first-1]) < 3 {
		return
	}
	for k := range len(g[first-1]) - 1 {
		if h := g.header(k); grandLabel.MatchString(h) || h == "小计" {
			g.sumColumn(f, first, k)
		}
	}
}

// sumColumn judges the total column k.
func (g table) sumColumn(f *findings, first, k int) {
	var left, right, totals []int
	prior := false // a total column between k and the left end
	for j := len(g[first-1]) - 2; j >= 0; j-- {
		h := g.header(j)
		switch {
		case j == k || rates.MatchString(h) || h == "" || h == "数量" || h == "金额":
		case totalLabel.MatchString(h):
			totals = append(totals, j)
			if j > k {
				prior, left = true, nil
			}
		case j > k:
			left = append(left, j)
		default:
			right = append(right, j)
		}
	}
	parts := [][]int{append(append([]int{}, left...), right...), left, right, totals}
	if prior {
		parts = append(parts, append(append([]int{}, left...), totals...))
	}
	var best []fault
	good := -1
	for _, cols := range parts {
		if len(cols) < 2 {
			continue
		}
		bad, n := g.across(first, k, cols)
		if n > good || n == good && len(bad) < len(best) {
			best, good = bad, n
		}
	}
	if len(best) == 0 || good < len(best) && !(good == 0 && len(best) == 1) {
		return
	}
	for _, b := range best {
		sum := printed(b.sum.value, b.sum.decimals)
		severity := Warn
		if good == 0 || b.sum.decimals > 0 && abs(b.c.n.value-b.sum.value) <= b.sum.half+b.c.n.half() {
			severity = Hint
		}
		f.add("FG-SUM", severity, b.c.at, b.c.end, sum, fmt.Sprintf("本行合计%s，各列相加是%s", squeeze(b.c.words), sum))
	}
}

// fault is a total that is not the sum of its parts.
type fault struct {
	c     cell
	sum   added
	share bool // of a hundred
}

// across compares column k with the sum of some columns in every row.
func (g table) across(first, k int, cols []int) (bad []fault, good int) {
	for _, r := range g[first:] {
		total, ok := r.col(k)
		if !ok || !total.numeric || total.n.percent || len(r) < 3 {
			continue
		}
		s, n := added{}, 0
		for _, j := range cols {
			c, there := r.col(j)
			if !there || !c.numeric && !c.empty || c.n.percent {
				n = 0
				break
			}
			n++
			s.value, s.half, s.decimals = s.value+c.n.value, s.half+c.n.half(), max(s.decimals, c.n.decimals)
		}
		switch {
		case n != len(cols):
		case s.value == total.n.value:
			good++
		default:
			bad = append(bad, fault{total, s, false})
		}
	}
	return bad, good
}
