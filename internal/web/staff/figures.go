package staff

import (
	"strings"

	"gongkai/internal/office"
	"gongkai/report"
)

// failed counts the checks that must hold before publication and do not.
func failed(checks []report.Check) int {
	n := 0
	for _, c := range checks {
		if !c.OK && c.Severity == "hard" {
			n++
		}
	}
	return n
}

// marks lists the figures that the words may name; tables 三 and 四 have too
// many cells to choose from, so only their sums stand here, under own names.
func marks(v office.ReportView) []figureMark {
	var named, cells []figureMark
	for _, name := range v.Sheet.Names() {
		m := figureMark{"{{" + name + "}}", v.Sheet.Label(name), amount(v.Sheet.Cell(name))}
		switch {
		case strings.HasPrefix(name, "T3.") || strings.HasPrefix(name, "T4."):
		case strings.HasPrefix(name, "T2."):
			cells = append(cells, m)
		default:
			named = append(named, m)
		}
	}
	return append(named, cells...)
}

// later says what entries after the freeze would change.
func later(v office.ReportView) []laterRow {
	var out []laterRow
	for _, d := range v.Later {
		out = append(out, laterRow{d.Label, d.Was, d.Now})
	}
	return out
}
