package report

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/refusal"
)

// Statable lists the cells and names that may be stated for the sheet's year
// as things are: no sums, and no row for which facts of the work exist.
func (s Sheet) Statable() []Name {
	var out []Name
	for _, c := range s.Form.Cells() {
		if open(s.worked, c.Key) {
			out = append(out, Name{c.Key, s.Label(c.Key)})
		}
	}
	for _, n := range Outside {
		cell, elsewhere := outsideOf(n.Key)
		if open(s.worked, n.Key) && (!elsewhere || s.Has(cell)) {
			out = append(out, n)
		}
	}
	app := s.Form.Applications
	for _, r := range app.Rows {
		for _, col := range app.Columns[:6] {
			if r.Key != "total" && !s.worked["T3"] {
				out = append(out, Name{law.T3(r.Key, col.Key), Label(s.Form, law.T3(r.Key, col.Key))})
			}
		}
	}
	for _, g := range s.Form.Remedies {
		for _, col := range g.Columns[:4] {
			if !s.worked["T4"] {
				out = append(out, Name{law.T4(g.Key, col.Key), Label(s.Form, law.T4(g.Key, col.Key))})
			}
		}
	}
	return out
}

// open says that a cell of the tables, or a name, has no facts of the work behind
// it. Decisions are counted from the cases of a year where there are any; what was
// decided elsewhere is stated beside them, under a name of its own.
func open(worked map[string]bool, cell string) bool {
	row := rowOf(cell)
	switch {
	case cell == "services.cases" || cell == "services.speedup":
		return !worked["cases"]
	case cell == "services.enquiries" || cell == "services.complaints":
		return !worked["window"]
	case strings.HasSuffix(cell, ".decided"):
		return !worked["decided."+row]
	}
	return !worked[row] || cell == "T2.fee.amount"
}

// double refuses to state decisions that are counted from cases, or that were
// stated under the other name: nothing is counted twice.
func (s Sheet) double(cell string) error {
	row := rowOf(cell)
	if strings.HasSuffix(cell, ".decided") && s.worked["decided."+row] {
		return refusal.Clash("report.state.cases", "R-A50", "label", s.Label(cell), "outside", s.Label(outside(row))).On("cell")
	}
	other, elsewhere := outsideOf(cell)
	if !elsewhere && strings.HasSuffix(cell, ".decided") {
		other = outside(row)
	}
	if seq, stated := s.stated[other]; stated && other != "" && !(elsewhere && !open(s.worked, other)) {
		return refusal.Clash("report.state.other", "R-A50", "label", s.Label(cell), "other", s.Label(other), "seq", fmt.Sprint(seq)).On("cell")
	}
	return nil
}

// MayState refuses a statement for a cell that is not there, that is derived,
// or that was stated before; of is the entry that it corrects, 0 for none.
func (s Sheet) MayState(cell string, value, of int64, today calendar.Day) error {
	label := s.Label(cell)
	if s.Year > today.Year() {
		return refusal.New("report.state.year", "R-A50", "year", fmt.Sprint(s.Year)).On("year")
	}
	if err := s.double(cell); err != nil {
		return err
	}
	if rowOf(cell) != "" && s.Has(cell) && !open(s.worked, cell) {
		return refusal.Clash("report.state.facts", "R-A50", "label", label, "year", fmt.Sprint(s.Year)).On("cell")
	}
	known := false
	for _, n := range s.Statable() {
		known = known || n.Key == cell
	}
	switch {
	case !known && s.Has(cell):
		return refusal.Clash("report.state.derived", "R-A50", "label", label).On("cell")
	case !known:
		return refusal.New("report.state.cell", "R-A50", "cell", cell).On("cell")
	case value < 0 && !strings.HasSuffix(cell, ".delta"):
		return refusal.New("report.state.negative", "T3-INT", "label", label).On("value")
	}
	was, stated := s.stated[cell]
	switch {
	case of == 0 && stated:
		return refusal.Clash("report.state.twice", "R-A50", "label", label, "year", fmt.Sprint(s.Year), "seq", fmt.Sprint(was)).On("of")
	case of != 0 && was != of:
		return refusal.New("report.state.of", "R-A50", "seq", fmt.Sprint(of)).On("of")
	}
	return nil
}

// Difference is a cell that later facts would change.
type Difference struct {
	Key, Label string
	Was, Now   string
	Entries    []int64 // that the later sheet names and the frozen one does not
}

// Diff lists what differs between a frozen sheet and the same year computed now.
func Diff(was, now Sheet) []Difference {
	var out []Difference
	for _, k := range now.Names() {
		a, b := was.Cell(k), now.Cell(k)
		if a.Value == b.Value && slices.Equal(a.Entries, b.Entries) {
			continue
		}
		old := map[int64]bool{}
		for _, e := range a.Entries {
			old[e] = true
		}
		d := Difference{Key: k, Label: now.Label(k), Was: a.String(), Now: b.String()}
		for _, e := range b.Entries {
			if !old[e] {
				d.Entries = append(d.Entries, e)
			}
		}
		out = append(out, d)
	}
	return out
}
