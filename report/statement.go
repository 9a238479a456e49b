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
		if s.open(c.Key) {
			out = append(out, Name{c.Key, s.Label(c.Key)})
		}
	}
	for _, n := range Outside {
		if !s.worked[rowOf(n.Key)] {
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

// open says that a cell of the tables has no facts of the work behind it.
func (s Sheet) open(cell string) bool {
	return !s.worked[rowOf(cell)] || strings.HasSuffix(cell, ".decided") || cell == "T2.fee.amount"
}

// MayState refuses a statement for a cell that is not there, that is derived,
// or that was stated before; of is the entry that it corrects, 0 for none.
func (s Sheet) MayState(cell string, value, of int64, today calendar.Day) error {
	label := s.Label(cell)
	if s.Year > today.Year() {
		return refusal.New("report.state.year", "R-A50", "year", fmt.Sprint(s.Year)).On("year")
	}
	if rowOf(cell) != "" && s.Has(cell) && !s.open(cell) {
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
