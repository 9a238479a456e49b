package office

import (
	"cmp"
	"context"
	"slices"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/service"
)

// CaseLine is a case as lists show it.
type CaseLine struct {
	Case      service.Case
	Names     service.Names
	Applicant string // masked
	Unit      string // whose step it is
	Handler   string // who has it in hand
	Sheet     service.Sheet
	Waits     string
}

// CaseQuery narrows a list of cases. Due is late, soon, or owed (a bad rating is
// not answered), and looks at what is open alone.
type CaseQuery struct {
	Item, Unit   ledger.ID
	State        service.State
	Due          string
	Text         string // number, or words of the item's name
	Year         int
	Older, Newer ledger.ID // the page that begins, or ends, beside this case
}

// CaseList is a page of cases, the latest first, with what it can be cut by.
type CaseList struct {
	Rows  []CaseLine
	Total int
	Beside
	States, Items, Units []CaseFacet
	Late, Soon, Owed     int
}

// CaseFacet is a value by which the list can be cut, with its number of cases.
type CaseFacet struct {
	Key, Name string
	N         int
}

// caseFilter is the query as the officer may ask it: a division sees its own.
func (o *Office) caseFilter(who access.Actor, q CaseQuery) (store.CaseFilter, error) {
	f := store.CaseFilter{Organ: who.Organ, Item: q.Item, Text: q.Text, Year: q.Year}
	if access.May(who, access.ReadService, access.Thing{Organ: who.Organ}) != nil {
		if err := may(who, access.ReadService); err != nil {
			return f, err
		}
		for _, a := range hats(who) {
			f.Units = append(f.Units, a.Unit)
		}
	}
	if q.Unit != "" && (len(f.Units) == 0 || slices.Contains(f.Units, q.Unit)) {
		f.Units = []ledger.ID{q.Unit}
	}
	if q.State != "" {
		f.States = []service.State{q.State}
	}
	return f, nil
}

// Cases lists the cases that the officer may read.
func (o *Office) Cases(ctx context.Context, who access.Actor, q CaseQuery) (l CaseList, err error) {
	f, err := o.caseFilter(who, q)
	if err != nil {
		return l, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		if err := l.facets(tx, f, names); err != nil {
			return err
		}
		open, err := o.openCases(tx, f, names)
		if err != nil {
			return err
		}
		pressing := map[string][]CaseLine{}
		for _, r := range open {
			for _, k := range r.pressing() {
				pressing[k] = append(pressing[k], r)
			}
		}
		l.Late, l.Soon, l.Owed = len(pressing["late"]), len(pressing["soon"]), len(pressing["owed"])
		if q.Due != "" {
			l.Rows = pressing[q.Due]
			l.Total = len(l.Rows)
			return nameApplicants(tx, l.Rows)
		}
		rows, total, at, err := caseBook(tx, f).turn(q.Older, q.Newer)
		if err != nil {
			return err
		}
		l.Total, l.Beside = total, at
		for _, r := range rows {
			l.Rows = append(l.Rows, o.caseLine(r, names))
		}
		return nameApplicants(tx, l.Rows)
	})
	return l, err
}

// pressing says in which of the lists of what presses the case stands.
func (r CaseLine) pressing() (out []string) {
	if r.Case.Owed() {
		out = append(out, "owed")
	}
	if s := r.Sheet; !s.Next.Day.IsZero() && r.Case.State != service.Lacking {
		switch {
		case s.Left < 0:
			out = append(out, "late")
		case s.Left <= soon:
			out = append(out, "soon")
		}
	}
	return out
}

// facets counts what the list can be cut by, before it is cut by state and page.
func (l *CaseList) facets(tx *store.Tx, f store.CaseFilter, names map[ledger.ID]string) error {
	f.States = nil
	for _, by := range []struct {
		column string
		into   *[]CaseFacet
		name   func(store.CaseFacet) string
	}{{"state", &l.States, func(c store.CaseFacet) string { return service.State(c.Key).Name() }},
		{"item", &l.Items, func(c store.CaseFacet) string { return c.Title }},
		{"unit", &l.Units, func(c store.CaseFacet) string { return names[ledger.ID(c.Key)] }}} {
		rows, err := tx.CaseFacets(f, by.column)
		if err != nil {
			return err
		}
		for _, c := range rows {
			*by.into = append(*by.into, CaseFacet{c.Key, by.name(c), c.N})
		}
	}
	return nil
}

// caseBook is the register that a filter narrows.
func caseBook(tx *store.Tx, f store.CaseFilter) book[store.CaseRow] {
	return book[store.CaseRow]{
		place: func(id ledger.ID) (at store.Place, err error) {
			c, err := tx.Case(id)
			if c.Organ == f.Organ {
				at = store.Place{Arrived: c.FiledOn, ID: c.ID}
			}
			return at, err
		},
		list: func(older, newer store.Place, oldest bool, limit int) ([]store.CaseRow, error) {
			f := f
			f.Older, f.Newer, f.Oldest, f.Limit = older, newer, oldest, limit
			return tx.Cases(f)
		},
		count: func(most int) (int, error) { return tx.CountCases(f, most) },
		id:    func(c store.CaseRow) ledger.ID { return c.ID },
	}
}

func (o *Office) caseLine(r store.CaseRow, names map[ledger.ID]string) CaseLine {
	return CaseLine{Case: r.Case, Names: r.Names, Unit: names[r.Unit], Handler: names[r.Handler],
		Sheet: r.Clock(o.Today(), o.Calendar()), Waits: r.Waits()}
}

// openCases are the cases outside the archive, and those whose bad rating is not
// answered, by working days left.
func (o *Office) openCases(tx *store.Tx, f store.CaseFilter, names map[ledger.ID]string) (out []CaseLine, err error) {
	f.Live, f.States, f.Limit = true, nil, 0
	rows, err := tx.Cases(f)
	if err != nil {
		return nil, err
	}
	f.Live, f.Owed, f.States = false, true, []service.State{service.Closed}
	owed, err := tx.Cases(f)
	for _, r := range append(rows, owed...) {
		out = append(out, o.caseLine(r, names))
	}
	slices.SortStableFunc(out, func(a, b CaseLine) int {
		if x, y := a.Sheet.Next.Day.IsZero(), b.Sheet.Next.Day.IsZero(); x != y {
			if x {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.Sheet.Left, b.Sheet.Left)
	})
	return out, err
}

// nameApplicants puts the masked names of applicants to lines.
func nameApplicants(tx *store.Tx, rows []CaseLine) error {
	for from := 0; from < len(rows); from += 200 {
		some := rows[from:min(from+200, len(rows))]
		ids := make([]ledger.ID, len(some))
		for i, r := range some {
			ids[i] = r.Case.ID
		}
		names, err := tx.ApplicantNames(ids)
		if err != nil {
			return err
		}
		for i := range some {
			some[i].Applicant = service.Person{Name: names[some[i].Case.ID]}.Masked().Name
		}
	}
	return nil
}
