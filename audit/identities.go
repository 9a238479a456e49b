package audit

import "gongkai/law"

// applications holds table 三 to its identities.
func (a *auditor) applications() {
	if a.r.Applications == nil {
		return
	}
	app := a.r.Applications.Applications
	outcomes := app.Rows[2 : len(app.Rows)-2]
	for _, c := range app.Columns {
		where := "表三·" + c.Label
		cell := func(row string) string { return law.T3(row, c.Key) }
		var rows []string
		for _, r := range outcomes {
			rows = append(rows, cell(r.Key))
		}
		total, given := a.r.n(cell("total"))
		if sum, ok := a.r.sum(rows...); ok && given {
			a.same("T3-COL", Hard, where, "“"+c.Label+"”一列各项办理结果之和是%d，（七）总计是%d", sum, total)
		}
		in, ok1 := a.r.sum(cell("new"), cell("carry_in"))
		if out, ok2 := a.r.sum(cell("total"), cell("carry_out")); ok1 && ok2 {
			a.same("T3-BAL", Hard, where, "“"+c.Label+"”一列第一项加第二项是%d，第三项加第四项是%d", in, out)
		}
	}
	for _, r := range app.Rows {
		var cols []string
		for _, k := range order[:6] {
			cols = append(cols, law.T3(r.Key, k))
		}
		got, given := a.r.n(law.T3(r.Key, "sum"))
		if sum, ok := a.r.sum(cols...); ok && given {
			a.same("T3-ROW", Hard, "表三·"+law.Printed(r.Group+r.Label), "“"+law.Printed(r.Label)+"”一行六类申请人之和是%d，总计是%d", sum, got)
		}
	}
}

// remedies holds table 四 to its sums.
func (a *auditor) remedies() {
	if a.r.Remedies == nil {
		return
	}
	for _, g := range a.r.Remedies.Remedies {
		var cols []string
		for _, c := range g.Columns[:4] {
			cols = append(cols, law.T4(g.Key, c.Key))
		}
		got, given := a.r.n(law.T4(g.Key, "sum"))
		if sum, ok := a.r.sum(cols...); ok && given {
			a.same("T4-SUM", Hard, "表四·"+g.Label, "“"+g.Label+"”各项结果之和是%d，总计是%d", sum, got)
		}
	}
}
