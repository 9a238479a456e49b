package audit

import (
	"fmt"
	"strconv"
)

// Roll holds a government's report to those of its bodies (ROLL, 汇总): every
// cell of tables 三 and 四 is their sum. A body whose report has no table says
// that it has nothing, or is found out by its own rules.
func Roll(whole Report, parts []Report) (out []Finding) {
	for i, f := range []struct {
		name string
		has  bool
	}{{"表三", whole.Applications != nil}, {"表四", whole.Remedies != nil}} {
		if !f.has {
			continue
		}
		form := whole.Applications
		if i == 1 {
			form = whole.Remedies
		}
		for _, k := range keys(f.name, *form) {
			got, ok := whole.n(k)
			var sum int64
			var from []string
			for _, p := range parts {
				v, _ := p.n(k)
				if sum += v; v != 0 {
					from = append(from, fmt.Sprintf("%s%d", p.Body, v))
				}
			}
			if ok && got != sum {
				out = append(out, Finding{"ROLL", Hard, f.name + "·" + label(*form, k), fmt.Sprintf("汇总写%d，各单位之和是%d（%s）", got, sum, few(from)),
					strconv.FormatInt(sum, 10), strconv.FormatInt(got, 10)})
			}
		}
	}
	return out
}
