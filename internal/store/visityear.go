package store

import (
	"errors"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/visit"
)

// VisitYear is a year's secret, sealed, and what became of it.
type VisitYear struct {
	Organ     ledger.ID
	Year      int
	Secret    []byte // sealed; nil once forgotten
	Forgotten bool
	Visitors  int64 // that there were when it was forgotten
	Seq       int64
}

func scanVisitYear(s scanner) (y VisitYear, err error) {
	err = s.Scan(&y.Organ, &y.Year, &y.Secret, &y.Forgotten, &y.Visitors, &y.Seq)
	return y, err
}

const yearColumns = `organ, year, secret, forgotten, visitors, seq`

// VisitYears lists the years that have, or had, a secret.
func (tx *Tx) VisitYears(organ ledger.ID) ([]VisitYear, error) {
	return collect(tx, "visit years", scanVisitYear, `select `+yearColumns+` from visit_year where organ = $1 order by year`, organ)
}

// VisitYear reads a year; ErrNotFound for one that was never counted.
func (tx *Tx) VisitYear(organ ledger.ID, year int) (VisitYear, error) {
	y, err := scanVisitYear(tx.row(`select `+yearColumns+` from visit_year where organ = $1 and year = $2`, organ, year))
	return y, fail("visit year", err)
}

// AddVisitYear stores a year's secret unless another process did so before.
func (tx *Tx) AddVisitYear(organ ledger.ID, year int, sealed []byte) error {
	_, err := tx.exec("add visit year", `insert into visit_year (organ, year, secret, forgotten, visitors, seq) values ($1, $2, $3, false, 0, 0) on conflict do nothing`,
		organ, year, sealed)
	return err
}

// ForgetVisitYear destroys a year's secret and set; the sketches tell of nobody.
func (tx *Tx) ForgetVisitYear(y VisitYear) error {
	if _, err := tx.exec("forget visit year", `update visit_year set secret = null, forgotten = true, visitors = $3, seq = $4 where organ = $1 and year = $2`,
		y.Organ, y.Year, y.Visitors, y.Seq); err != nil {
		return err
	}
	_, err := tx.exec("forget visitors", `delete from visit_set where organ = $1 and year = $2`, y.Organ, y.Year)
	return err
}

// VisitSetSize counts the visitors of a year's set.
func (tx *Tx) VisitSetSize(organ ledger.ID, year int) (n int64, err error) {
	err = tx.row(`select coalesce(sum(length(visitors)), 0) from visit_set where organ = $1 and year = $2`, organ, year).Scan(&n)
	return n / visit.RecordLen, fail("visit set size", err)
}

// Sketch reads a column's sketch of a month, nil for none.
func (tx *Tx) Sketch(organ ledger.ID, month string, col ledger.Code) (b []byte, err error) {
	err = fail("sketch", tx.row(`select sketch from visit_sketch where organ = $1 and month = $2 and col = $3`, organ, month, col).Scan(&b))
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return b, err
}

// PutSketch stores a column's sketch of a month.
func (tx *Tx) PutSketch(organ ledger.ID, month string, col ledger.Code, b []byte) error {
	_, err := tx.exec("put sketch", `insert into visit_sketch (organ, month, col, sketch) values ($1, $2, $3, $4)
		on conflict (organ, month, col) do update set sketch = excluded.sketch`, organ, month, col, b)
	return err
}

// Sketches calls f with the sketches of the months from one to another.
func (tx *Tx) Sketches(organ ledger.ID, from, to string, f func(col ledger.Code, sketch []byte) error) error {
	_, err := collect(tx, "sketches", func(s scanner) (struct{}, error) {
		var col ledger.Code
		var b []byte
		if err := s.Scan(&col, &b); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, f(col, b)
	}, `select col, sketch from visit_sketch where organ = $1 and month >= $2 and month <= $3 order by col, month`, organ, from, to)
	return err
}

// VisitImport is a log that was read.
type VisitImport struct {
	Organ                ledger.ID
	Digest, Name         string
	First, Last          calendar.Day
	Lines, Views, Broken int64
	At                   time.Time
}

// VisitImports lists the logs that were read, newest first.
func (tx *Tx) VisitImports(organ ledger.ID) ([]VisitImport, error) {
	return collect(tx, "visit imports", func(s scanner) (i VisitImport, err error) {
		err = s.Scan(&i.Organ, &i.Digest, &i.Name, day{&i.First}, day{&i.Last}, &i.Lines, &i.Views, &i.Broken, instant{&i.At})
		return i, err
	}, `select organ, digest, name, first_day, last_day, lines, views, broken, at from visit_import where organ = $1 order by at desc, digest`, organ)
}

// AddVisitImport notes a log that was read.
func (tx *Tx) AddVisitImport(i VisitImport) error {
	_, err := tx.exec("add visit import", `insert into visit_import (organ, digest, name, first_day, last_day, lines, views, broken, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, i.Organ, i.Digest, i.Name, i.First, i.Last, i.Lines, i.Views, i.Broken, i.At)
	return err
}

const adjustmentColumns = `id, organ, day, views, visitors, reason, salt, proposer, confirmer, dropped, seq, rev`

func scanAdjustment(s scanner) (a visit.Adjustment, err error) {
	err = s.Scan(&a.ID, &a.Organ, day{&a.Day}, &a.Views, &a.Visitors, &a.Reason, &a.Salt, &a.By, &a.Confirmed, &a.Dropped, &a.Seq, &a.Rev)
	return a, err
}

// Adjustments lists those of the days between two, in order; the zero day is open.
func (tx *Tx) Adjustments(organ ledger.ID, from, to calendar.Day) ([]visit.Adjustment, error) {
	last := to.String()
	if to.IsZero() {
		last = "9999-12-31"
	}
	return collect(tx, "adjustments", scanAdjustment, `select `+adjustmentColumns+` from visit_adjustment where organ = $1 and day >= $2 and day <= $3
		order by day, id`, organ, from, last)
}

// Adjustment reads one.
func (tx *Tx) Adjustment(id ledger.ID) (visit.Adjustment, error) {
	a, err := scanAdjustment(tx.row(`select `+adjustmentColumns+` from visit_adjustment where id = $1`, id))
	return a, fail("adjustment", err)
}

// PutAdjustment stores one, new or changed.
func (tx *Tx) PutAdjustment(a visit.Adjustment) error {
	return tx.put("adjustment "+string(a.ID), a.Rev,
		`insert into visit_adjustment (id, organ, day, views, visitors, reason, salt, proposer, confirmer, dropped, seq, rev)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		`update visit_adjustment set organ = $2, day = $3, views = $4, visitors = $5, reason = $6, salt = $7, proposer = $8, confirmer = $9,
			dropped = $10, seq = $11, rev = rev + 1 where id = $1 and rev = $12`,
		a.ID, a.Organ, a.Day, a.Views, a.Visitors, a.Reason, a.Salt, a.By, a.Confirmed, a.Dropped, a.Seq)
}
