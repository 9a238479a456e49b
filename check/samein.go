package check

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// inTables compares a statement with the row of a table that bears its words
// and a single figure, and no other row does (FG-SAME).
func inTables(f *findings, all []table, seen []statement) {
	about := map[string][]statement{}
	for _, s := range seen {
		about[s.phrase] = append(about[s.phrase], s)
	}
	rows := map[string]int{}
	for _, g := range all {
		for _, r := range g {
			rows[r.label()]++
		}
	}
	for _, g := range all {
		for _, r := range g {
			name := r.label()
			if r.figures() != 1 || rows[name] > 1 || utf8.RuneCountInString(name) < 5 || len(about[name]) != 1 {
				continue
			}
			s := about[name][0]
			for _, c := range r {
				if c.numeric && c.n.value != s.value && (c.n.unit == "" || c.n.unit == s.unit) && !c.n.percent {
					f.add("FG-SAME", Warn, c.at, c.end, "", fmt.Sprintf("“%s”正文写的是%s，表格里是%s，请核对", name, f.text.Words[s.at:s.end], squeeze(c.words)))
				}
			}
		}
	}
}

var (
	inAll    = regexp.MustCompile(`(?:共|共计|合计|总计|累计)[^，。；]{0,24}$`)
	headUnit = regexp.MustCompile(`[（(](?:单位[：:])?(亿元|万元|元|件|项|个|家|篇|条|人次|人|份|场|次|台套?|套)[）)]$`)
)

// announced compares the total of a table with the sentence that introduces it,
// “共安排资金311万元”, when the column's head names the same unit and the
// sentence has no other figure of it (FG-SAME).
func announced(f *findings, all []table) {
	text := f.text.Words
	for i, g := range all {
		last := g[len(g)-1]
		if last.total() == "" || !last.grand() || isForm(g) {
			continue
		}
		lead := text[max(0, g[0][0].at-2*longestSentence):g[0][0].at]
		lead = lead[strings.LastIndexByte(strings.TrimRight(lead, "\n\t "), '\n')+1:]
		base := g[0][0].at - len(lead)
		for k := range len(last) - 1 {
			total, _ := last.col(k)
			unit := headUnit.FindStringSubmatch(g.header(k))
			if !total.numeric || unit == nil {
				continue
			}
			want := measuredAs(total.n, unit[1])
			var said []quantity
			for _, q := range measured(text, base, base+len(lead)) {
				if q.unit == want.unit {
					said = append(said, q)
				}
			}
			if len(said) == 1 && said[0].n.value != want.n.value && said[0].n.decimals >= want.n.decimals &&
				inAll.MatchString(tail(text[base:said[0].at])) && !loose(text, said) && !shared(all[i:], unit[1], said[0].n.value) {
				f.add("FG-SAME", Warn, total.at, total.end, "", fmt.Sprintf("正文写的是%s，表格的合计是%s%s，请核对", text[said[0].at:said[0].end], squeeze(total.words), unit[1]))
			}
		}
	}
}

// shared says whether a sum is that of the tables that follow each other from
// the first one on: 共67家，见下面两表.
func shared(all []table, unit string, sum int64) bool {
	var so int64
	for _, g := range all {
		last := g[len(g)-1]
		if last.total() == "" {
			return false
		}
		found := false
		for k := range len(last) - 1 {
			total, _ := last.col(k)
			if head := headUnit.FindStringSubmatch(g.header(k)); !found && total.numeric && head != nil && measuredAs(total.n, head[1]).unit == measuredAs(total.n, unit).unit {
				so, found = so+measuredAs(total.n, head[1]).n.value, true
			}
		}
		if !found || so > sum {
			return false
		}
		if so == sum {
			return true
		}
	}
	return false
}

// measuredAs is a figure of a table with the unit of its column.
func measuredAs(n number, unit string) quantity {
	q, _ := measure(quantity{n: n}, unit, 0)
	return q
}
