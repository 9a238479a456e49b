package store

import (
	"encoding/json"
	"fmt"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/service"
)

// CaseRow is a case with the printed names of its terms.
type CaseRow struct {
	service.Case
	Names     service.Names
	NamesSalt string
	Seq       int64 // the row last moved after this entry
}

const caseColumns = `life, names, names_salt, seq, rev`

func scanCase(s scanner) (r CaseRow, err error) {
	var life, names string
	var rev int64
	if err := s.Scan(&life, &names, &r.NamesSalt, &r.Seq, &rev); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(life), &r.Case); err != nil {
		return r, err
	}
	r.Rev = rev
	return r, json.Unmarshal([]byte(names), &r.Names)
}

// Case reads a case.
func (tx *Tx) Case(id ledger.ID) (CaseRow, error) {
	r, err := scanCase(tx.row(`select `+caseColumns+` from service_case where id = $1`, id))
	return r, fail("case "+string(id), err)
}

// CaseByNo reads a case by its printed number.
func (tx *Tx) CaseByNo(organ ledger.ID, no string) (CaseRow, error) {
	r, err := scanCase(tx.row(`select `+caseColumns+` from service_case where organ = $1 and no = $2 order by id limit 1`, organ, no))
	return r, fail("case no "+no, err)
}

func caseJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("store: a case cannot be encoded: " + err.Error())
	}
	return string(b)
}

func caseLife(c service.Case) string {
	c.Rev = 0
	return caseJSON(c)
}

// AddCase stores a new case with what it asks.
func (tx *Tx) AddCase(r CaseRow, a service.Ask) error {
	content, err := tx.sealJSON(a)
	if err != nil {
		return err
	}
	return tx.insert("add case", `insert into service_case (id, organ, no, state, item, unit, home, door, filed, ended, rating, owed, life, title, names,
			names_salt, content, seq, rev)`, "",
		r.ID, r.Organ, r.No, string(r.State), r.Terms.Item, r.Unit, r.Terms.Unit, r.Door, r.FiledOn, r.EndedOn, r.Rating, r.Owed(), caseLife(r.Case),
		r.Names.Item, caseJSON(r.Names), r.NamesSalt, content, tx.at(), 1)
}

// PutCase stores what a fact made of a case that still has this rev.
func (tx *Tx) PutCase(c service.Case) error {
	n, err := tx.exec("put case "+string(c.ID), `update service_case set state = $2, unit = $3, ended = $4, rating = $5, owed = $6, life = $7,
			seq = $8, rev = rev + 1 where id = $1 and rev = $9`,
		c.ID, string(c.State), c.Unit, c.EndedOn, c.Rating, c.Owed(), caseLife(c), tx.at(), c.Rev)
	if err == nil && n == 0 {
		err = fmt.Errorf("store: put case %s: %w", c.ID, ErrConflict)
	}
	return err
}

// CaseAsk reads what was asked.
func (tx *Tx) CaseAsk(id ledger.ID) (a service.Ask, err error) {
	var sealed []byte
	if err := tx.row(`select content from service_case where id = $1`, id).Scan(&sealed); err != nil {
		return a, fail("case ask", err)
	}
	return a, tx.openJSON(sealed, &a)
}

// CaseFilter narrows a list of cases; its zero value takes all of the organ.
type CaseFilter struct {
	Organ        ledger.ID
	Item         ledger.ID
	Units        []ledger.ID // whose step it is, or whose item
	States       []service.State
	No, Text     string
	Live         bool  // not archived
	Owed         bool  // a bad rating is not answered
	Year         int   // of filing
	Ratings      bool  // rated
	Older, Newer Place // in the list, which is by day of filing
	Oldest       bool
	Limit        int
}

func (f CaseFilter) where() where {
	w := where{}
	w.add("organ = ?", f.Organ)
	if f.Live {
		w.add("state <> 'archived'") // as the index of what is open has it
	}
	if f.Owed {
		w.add("owed")
	}
	if f.Ratings {
		w.add("rating > 0")
	}
	if f.Item != "" {
		w.add("item = ?", f.Item)
	}
	in(&w, "state", strs(f.States))
	if len(f.Units) > 0 {
		a, b := where{args: w.args}, where{}
		in(&a, "unit", strs(f.Units))
		b.args = a.args
		in(&b, "home", strs(f.Units))
		w.args = b.args
		w.parts = append(w.parts, "("+a.String()+" or "+b.String()+")")
	}
	if f.No != "" {
		w.add("no = ?", f.No)
	}
	if f.Text != "" {
		w.add("(no = ? or lower(title) like lower(?) escape '!')", f.Text, "%"+like(f.Text)+"%")
	}
	if f.Year > 0 {
		w.add("filed >= ?", calendar.NewDay(f.Year, 1, 1))
		w.add("filed <= ?", calendar.NewDay(f.Year, 12, 31))
	}
	if f.Older.ID != "" {
		w.add("(filed, id) < (?, ?)", f.Older.Arrived, f.Older.ID)
	}
	if f.Newer.ID != "" {
		w.add("(filed, id) > (?, ?)", f.Newer.Arrived, f.Newer.ID)
	}
	return w
}

// Cases lists a page of cases, the latest first.
func (tx *Tx) Cases(f CaseFilter) ([]CaseRow, error) {
	w := f.where()
	order := `filed desc, id desc`
	if f.Oldest {
		order = `filed, id`
	}
	return collect(tx, "cases", scanCase, `select `+caseColumns+` from service_case where `+w.String()+` order by `+order+page(f.Limit, 0), w.args...)
}

// CountCases counts them, up to so many.
func (tx *Tx) CountCases(f CaseFilter, most int) (n int, err error) {
	w := f.where()
	err = tx.row(`select count(*) from (select 1 from service_case where `+w.String()+page(most, 0)+`) as c`, w.args...).Scan(&n)
	return n, fail("count cases", err)
}

// CaseFacet is a value of a facet with how many cases have it.
type CaseFacet struct {
	Key, Title string
	N          int
}

// CaseFacets counts the cases of a filter by state, item or unit.
func (tx *Tx) CaseFacets(f CaseFilter, by string) ([]CaseFacet, error) {
	w := f.where()
	column := map[string]string{"state": "state, ''", "item": "item, max(title)", "unit": "unit, ''"}[by]
	return collect(tx, "case facets", func(s scanner) (c CaseFacet, err error) {
		err = s.Scan(&c.Key, &c.Title, &c.N)
		return c, err
	}, `select `+column+`, count(*) from service_case where `+w.String()+` group by `+by+` order by count(*) desc, `+by, w.args...)
}

// CaseDay is a day of a case's life that public statistics count.
type CaseDay struct {
	Item, Title  string
	State        service.State
	Filed, Ended calendar.Day
	Rating       int
}

// CaseDays streams what the public statistics of a year count: the cases filed
// or ended in it.
func (tx *Tx) CaseDays(organ ledger.ID, year int) ([]CaseDay, error) {
	first, last := calendar.NewDay(year, 1, 1), calendar.NewDay(year, 12, 31)
	return collect(tx, "case days", func(s scanner) (d CaseDay, err error) {
		err = s.Scan(&d.Item, &d.Title, &d.State, day{&d.Filed}, day{&d.Ended}, &d.Rating)
		return d, err
	}, `select item, title, state, filed, ended, rating from service_case where organ = $1 and filed <= $3
		and (filed >= $2 or ended >= $2 and ended <= $3) order by filed, id`, organ, first, last)
}
