package store

import (
	"gongkai/ledger"
	"gongkai/report"
)

func scanStatement(s scanner) (x report.Statement, err error) {
	err = s.Scan(&x.ID, &x.Organ, &x.Year, &x.Cell, &x.Value, day{&x.On}, &x.Name, &x.SHA, &x.Salt, &x.Note,
		&x.Officer, &x.Of, &x.Seq)
	return x, err
}

// Statements lists the stated numbers of a year, of all years for 0.
func (tx *Tx) Statements(organ ledger.ID, year int) ([]report.Statement, error) {
	return collect(tx, "statements", scanStatement, `select id, organ, year, cell, value, on_day, name, sha, salt,
		note, officer, of_seq, seq from statement where organ = $1 and ($2 = 0 or year = $2) order by seq`, organ, year)
}

// PutStatement adds a stated number. Statements are never changed.
func (tx *Tx) PutStatement(x report.Statement) error {
	if err := tx.bindLoose(x.SHA); err != nil {
		return err
	}
	_, err := tx.exec("put statement", `insert into statement (id, organ, year, cell, value, on_day, name, sha, salt,
		note, officer, of_seq, seq) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		x.ID, x.Organ, x.Year, x.Cell, x.Value, x.On, x.Name, x.SHA, x.Salt, x.Note, x.Officer, x.Of, x.Seq)
	return err
}

const reportColumns = `organ, year, form, state, sections, seq, root, article, salt, saved_at, rev`

func scanReport(s scanner) (r report.Report, err error) {
	err = s.Scan(&r.Organ, &r.Year, &r.Form, &r.State, list[string]{&r.Sections}, &r.Seq, &r.Root, &r.Article,
		&r.Salt, instant{&r.SavedAt}, &r.Rev)
	return r, err
}

// Report reads a year's report.
func (tx *Tx) Report(organ ledger.ID, year int) (report.Report, error) {
	r, err := scanReport(tx.row(`select `+reportColumns+` from report where organ = $1 and year = $2`, organ, year))
	return r, fail("report", err)
}

// Reports lists a body's reports, newest first.
func (tx *Tx) Reports(organ ledger.ID) ([]report.Report, error) {
	return collect(tx, "reports", scanReport, `select `+reportColumns+` from report where organ = $1 order by year desc`, organ)
}

// PutReport stores a report's words and state.
func (tx *Tx) PutReport(r report.Report) error {
	return tx.put("put report", r.Rev,
		`insert into report (organ, year, form, state, sections, seq, root, article, salt, saved_at, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		`update report set form = $3, state = $4, sections = $5, seq = $6, root = $7, article = $8, salt = $9,
			saved_at = $10, rev = rev + 1 where organ = $1 and year = $2 and rev = $11`,
		r.Organ, r.Year, r.Form, string(r.State), asList(r.Sections), r.Seq, r.Root, r.Article, r.Salt, r.SavedAt)
}
