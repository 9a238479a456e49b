package audit

import (
	"slices"
	"strings"

	"gongkai/law"
)

// close decides in which form each table is printed and fills the cells.
func (t *tables) close() {
	t.closeTwo()
	t.closeThree()
	if n := len(t.four); n > 0 {
		form := t.r.Form
		t.r.Remedies = &form
		for i, g := range form.Remedies {
			for j, c := range g.Columns {
				if at := i*5 + j; n >= 15 {
					t.r.Cells[law.T4(g.Key, c.Key)] = readValue(t.four[at], false)
				}
			}
		}
	}
	if f := t.r.Proactive; f != nil {
		t.r.Form = *f
	} else if f := t.r.Applications; f != nil && t.r.Year == 0 {
		t.r.Form = *f
	}
}

func (t *tables) closeTwo() {
	if len(t.two) < 2 {
		return
	}
	for _, l := range t.two {
		switch {
		case l.key == "service" || l.key == "procurement":
			t.votes["2019"] += 2
		case l.key == "permit" || l.key == "penalty" || l.key == "coercion":
			if len(l.cells) > 1 && t.votes["2021"] == 0 {
				t.votes["2019"]++
			}
		}
	}
	form := t.r.Form
	if a, b := t.votes["2019"], t.votes["2021"]; a != b || form.Name == "" {
		name := "2021"
		if a > b {
			name = "2019"
		}
		form, _ = law.FormNamed(name)
	}
	t.r.Proactive = &form
	for _, b := range form.Proactive {
		for _, r := range b.Rows {
			for _, l := range t.two {
				if l.key == r.Key {
					t.fill(r, l)
				}
			}
		}
	}
}

// fill gives the cells of a row of table 二 by the heads above it, else in the
// form's order.
func (t *tables) fill(r law.Row, l line) {
	named := len(l.columns) == len(r.Cells)
	for i, c := range r.Cells {
		at := i
		if named {
			at = slices.IndexFunc(l.columns, func(w what) bool { return strings.HasSuffix(c.Key, "."+w.key) })
			if at < 0 {
				at = i
			}
		}
		if at < len(l.cells) {
			t.r.Cells[c.Key] = readValue(l.cells[at], c.Money)
		}
	}
}

func (t *tables) closeThree() {
	if len(t.three) < 3 {
		return
	}
	form := t.r.Form
	has := func(k string) bool { _, ok := t.three[k]; return ok }
	switch {
	case has("o_nosupp") || has("o_nofee") || has("o_other") && !has("other"):
		form, _ = law.FormNamed("2021")
	case has("other") || form.Name == "":
		form, _ = law.FormNamed("2019")
	}
	t.r.Applications = &form
	for _, r := range form.Applications.Rows {
		l, ok := t.three[r.Key]
		switch {
		case !ok:
			continue
		case len(l.cells) < 7 && zeros(l.cells):
			l.cells = make([]string, 7)
		case len(l.cells) < 7:
			t.r.short = append(t.r.short, law.T3(r.Key, ""))
			if total, ok := summed(l.cells); ok {
				t.r.Cells[law.T3(r.Key, "sum")] = total
			}
			continue
		}
		for i, k := range order {
			t.r.Cells[law.T3(r.Key, k)] = readValue(l.cells[i], false)
		}
	}
}

// zeros says whether nothing but noughts is left of a row.
func zeros(cells []string) bool {
	for _, c := range cells {
		if v := readValue(c, false); v.Wrong != "" || v.N != 0 {
			return false
		}
	}
	return true
}

// summed is the last number of a row where it is the sum of those before it:
// the blank cells between them were lost, the sum was not.
func summed(cells []string) (total Value, ok bool) {
	var sum int64
	for _, c := range cells[:len(cells)-1] {
		v := readValue(c, false)
		sum += v.N
		ok = v.Wrong == ""
	}
	total = readValue(cells[len(cells)-1], false)
	return total, ok && total.Wrong == "" && total.N == sum
}
