package store

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/visit"
)

// AddVisits writes what was gathered of a day under an id of its own, so that a
// batch whose commit was in doubt is not written twice; it answers false for one
// that is there, and for a day that was closed meanwhile.
func (tx *Tx) AddVisits(organ ledger.ID, id string, t *visit.Tally) (bool, error) {
	tx = tx.changing("table/visit_day", "table/visit_sum", "table/visit_batch") // of an open day: no page tells of it
	// The day's row is held until the end, so that no closing misses what is added.
	var closed bool
	err := tx.row(`insert into visit_day (organ, day, closed, views, visitors, first_in_month, first_in_year, excluded, salt, digest, seq, touched)
		values ($1, $2, false, $3, 0, 0, 0, '[]', '', '', 0, 1)
		on conflict (organ, day) do update set touched = visit_day.touched + 1,
			views = visit_day.views + case when visit_day.closed then 0 else excluded.views end
		returning closed`, organ, t.Day, t.Views).Scan(&closed)
	if err != nil || closed {
		return false, fail("visit day", err)
	}
	n, err := tx.exec("visit batch", `insert into visit_batch (organ, day, id, col, visitors) values ($1, $2, $3, '', $4) on conflict do nothing`,
		organ, t.Day, id, visit.Pack(t.Visitors))
	if err != nil {
		return false, err
	}
	if n == 0 { // it is there: take back what was added above
		_, err := tx.exec("visit day", `update visit_day set views = views - $3 where organ = $1 and day = $2`, organ, t.Day, t.Views)
		return true, err
	}
	for _, col := range slices.Sorted(maps.Keys(t.Columns)) {
		_, err := tx.exec("visit batch", `insert into visit_batch (organ, day, id, col, visitors) values ($1, $2, $3, $4, $5)`,
			organ, t.Day, id, col, visit.Pack(t.Columns[col]))
		if err != nil {
			return false, err
		}
	}
	return true, tx.addSums(organ, t)
}

// addSums adds to a day's sums. A kind that has its limit of names already takes
// no new one: they go to the rest.
func (tx *Tx) addSums(organ ledger.ID, t *visit.Tally) error {
	for kind, sums := range t.Sums {
		if limit := kind.Limit(); limit > 0 {
			known, err := tx.visitNames(organ, t.Day, kind)
			if err != nil {
				return err
			}
			for name, n := range sums {
				if !known[name] && name != visit.Else {
					if len(known) >= limit {
						delete(sums, name)
						sums[visit.Else] += n
					}
					known[name] = true
				}
			}
		}
	}
	return tx.Bulk(func() error {
		for _, kind := range slices.Sorted(maps.Keys(t.Sums)) {
			for _, name := range slices.Sorted(maps.Keys(t.Sums[kind])) {
				err := tx.insert("visit sum", `insert into visit_sum (organ, kind, name, day, n)`,
					` on conflict (organ, kind, name, day) do update set n = visit_sum.n + excluded.n`,
					organ, string(kind), name, t.Day, t.Sums[kind][name])
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (tx *Tx) visitNames(organ ledger.ID, day calendar.Day, kind visit.Kind) (map[string]bool, error) {
	out := map[string]bool{}
	_, err := collect(tx, "visit names", func(s scanner) (struct{}, error) {
		var name string
		err := s.Scan(&name)
		out[name] = true
		return struct{}{}, err
	}, `select name from visit_sum where organ = $1 and day = $2 and kind = $3 order by name`, organ, day, string(kind))
	return out, err
}

// VisitSums lists a day's sums as its digest takes them.
func (tx *Tx) VisitSums(organ ledger.ID, day calendar.Day) ([]visit.Sum, error) {
	sums, err := collect(tx, "visit sums", scanSum, `select kind, name, n from visit_sum where organ = $1 and day = $2 order by kind, name`, organ, day)
	// Databases sort names in their own ways; the digest wants one.
	slices.SortFunc(sums, func(a, b visit.Sum) int {
		if a.Kind != b.Kind {
			return compare(string(a.Kind), string(b.Kind))
		}
		return compare(a.Name, b.Name)
	})
	return sums, err
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func scanSum(s scanner) (v visit.Sum, err error) {
	err = s.Scan(&v.Kind, &v.Name, &v.N)
	return v, err
}

// TopVisits lists the greatest sums of a kind between two days, those of closed
// days and of the open one.
func (tx *Tx) TopVisits(organ ledger.ID, kind visit.Kind, from, to calendar.Day, limit int) ([]visit.Sum, error) {
	return collect(tx, "visit sums", scanSum, `select kind, name, sum(n) as n from visit_sum where organ = $1 and kind = $2 and day >= $3 and day <= $4
		group by kind, name order by n desc, name limit $5`, organ, string(kind), from, to, limit)
}

// PageVisits is how often a page was seen, on closed days alone or to this moment.
func (tx *Tx) PageVisits(organ ledger.ID, page string, closed bool) (n int64, err error) {
	if closed {
		tx = tx.of(closedVisits...)
	}
	q := `select coalesce(sum(s.n), 0) from visit_sum s where s.organ = $1 and s.kind = $2 and s.name = $3`
	if closed {
		q += ` and s.day not in (select d.day from visit_day d where d.organ = $1 and not d.closed)`
	}
	err = tx.row(q, organ, string(visit.ByPage), page).Scan(&n)
	return n, fail("page visits", err)
}

// closedVisits are what a reader of closed days depends on.
var closedVisits = []string{"any/visit_day", "any/visit_sum"}

const dayColumns = `organ, day, closed, views, visitors, first_in_month, first_in_year, excluded, salt, digest, seq`

func scanVisitDay(s scanner) (d visit.Day, err error) {
	var excluded string
	err = s.Scan(&d.Organ, day{&d.Day}, &d.Closed, &d.Views, &d.Visitors, &d.FirstInMonth, &d.FirstInYear, &excluded, &d.Salt, &d.Digest, &d.Seq)
	if err == nil {
		err = json.Unmarshal([]byte(excluded), &d.Excluded)
	}
	return d, err
}

// VisitDays lists days between two, in order; the zero day is open.
func (tx *Tx) VisitDays(organ ledger.ID, from, to calendar.Day) ([]visit.Day, error) {
	last := to.String()
	if to.IsZero() {
		last = "9999-12-31"
	}
	return collect(tx, "visit days", scanVisitDay, `select `+dayColumns+` from visit_day where organ = $1 and day >= $2 and day <= $3 order by day`,
		organ, from, last)
}

// AllVisitDays lists the days with the one that is open.
func (tx *Tx) AllVisitDays(organ ledger.ID) ([]visit.Day, error) {
	return tx.VisitDays(organ, calendar.Day{}, calendar.Day{})
}

// ClosedVisitDays lists the days that were closed, in order.
func (tx *Tx) ClosedVisitDays(organ ledger.ID) ([]visit.Day, error) {
	return collect(tx.of(closedVisits...), "closed visit days", scanVisitDay, `select `+dayColumns+` from visit_day where organ = $1 and closed order by day`, organ)
}

// VisitDay reads one day.
func (tx *Tx) VisitDay(organ ledger.ID, on calendar.Day) (visit.Day, error) {
	d, err := scanVisitDay(tx.row(`select `+dayColumns+` from visit_day where organ = $1 and day = $2`, organ, on))
	return d, fail("visit day", err)
}

// OpenVisitDay begins a day, so that one without visits is closed as such.
func (tx *Tx) OpenVisitDay(organ ledger.ID, on calendar.Day) error {
	_, err := tx.changing("table/visit_day").exec("open visit day", `insert into visit_day (organ, day, closed, views, visitors, first_in_month, first_in_year, excluded, salt, digest, seq, touched)
		values ($1, $2, false, 0, 0, 0, 0, '[]', '', '', 0, 0) on conflict do nothing`, organ, on)
	return err
}

// OpenVisitDays lists the days before one that wait for their closing, held until
// the end of the transaction.
func (tx *Tx) OpenVisitDays(organ ledger.ID, before calendar.Day) ([]visit.Day, error) {
	if _, err := tx.changing("table/visit_day").exec("hold visit days", `update visit_day set touched = touched + 1 where organ = $1 and not closed and day < $2`, organ, before); err != nil {
		return nil, err
	}
	return collect(tx, "open visit days", scanVisitDay, `select `+dayColumns+` from visit_day where organ = $1 and not closed and day < $2 order by day`, organ, before)
}

// CloseVisitDay stores a closed day and drops its keys.
func (tx *Tx) CloseVisitDay(d visit.Day) error {
	excluded, err := json.Marshal(d.Excluded)
	if err != nil {
		return err
	}
	_, err = tx.exec("close visit day", `update visit_day set closed = true, views = $3, visitors = $4, first_in_month = $5, first_in_year = $6,
		excluded = $7, salt = $8, digest = $9, seq = $10 where organ = $1 and day = $2`,
		d.Organ, d.Day, d.Views, d.Visitors, d.FirstInMonth, d.FirstInYear, string(excluded), d.Salt, d.Digest, d.Seq)
	if err != nil {
		return err
	}
	_, err = tx.exec("drop visit batches", `delete from visit_batch where organ = $1 and day = $2`, d.Organ, d.Day)
	return err
}

// EachVisitor calls f with the keys of a day's batches, those of the whole site
// for the column "".
func (tx *Tx) EachVisitor(organ ledger.ID, on calendar.Day, f func(col ledger.Code, run []byte)) error {
	rows, err := tx.query(`select col, visitors from visit_batch where organ = $1 and day = $2 order by id, col`, organ, on)
	if err != nil {
		return fail("visit batches", err)
	}
	defer rows.Close()
	for rows.Next() {
		var col string
		var run []byte
		if err := rows.Scan(&col, &run); err != nil {
			return fail("visit batches", err)
		}
		f(ledger.Code(col), run)
	}
	return fail("visit batches", rows.Err())
}

// VisitSet reads a part of a year's set, nil for none.
func (tx *Tx) VisitSet(organ ledger.ID, year, part int) (set []byte, err error) {
	err = fail("visit set", tx.row(`select visitors from visit_set where organ = $1 and year = $2 and part = $3`, organ, year, part).Scan(&set))
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return set, err
}

// PutVisitSet stores a part of a year's set.
func (tx *Tx) PutVisitSet(organ ledger.ID, year, part int, set []byte) error {
	_, err := tx.exec("put visit set", `insert into visit_set (organ, year, part, visitors) values ($1, $2, $3, $4)
		on conflict (organ, year, part) do update set visitors = excluded.visitors`, organ, year, part, set)
	return err
}
