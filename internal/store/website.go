package store

import (
	"gongkai/ledger"
	"gongkai/website"
)

func scanSaid(s scanner) (x website.Statement, err error) {
	err = s.Scan(&x.ID, &x.Organ, &x.Year, &x.Cell, &x.Value, &x.Text, day{&x.On}, &x.Name, &x.SHA, &x.Salt, &x.Note,
		&x.Officer, &x.Of, &x.Seq)
	return x, err
}

// WebsiteStatements lists what was said of the site's form of a year, of all years
// for 0.
func (tx *Tx) WebsiteStatements(organ ledger.ID, year int) ([]website.Statement, error) {
	return collect(tx, "website statements", scanSaid, `select id, organ, year, cell, value, words, on_day, name, sha, salt,
		note, officer, of_seq, seq from website_statement where organ = $1 and ($2 = 0 or year = $2) order by seq`, organ, year)
}

// PutWebsiteStatement adds what was said. Statements are never changed.
func (tx *Tx) PutWebsiteStatement(x website.Statement) error {
	if err := tx.bindLoose(x.SHA); err != nil {
		return err
	}
	_, err := tx.exec("put website statement", `insert into website_statement (id, organ, year, cell, value, words, on_day, name,
		sha, salt, note, officer, of_seq, seq) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		x.ID, x.Organ, x.Year, x.Cell, x.Value, x.Text, x.On, x.Name, x.SHA, x.Salt, x.Note, x.Officer, x.Of, x.Seq)
	return err
}

const returnColumns = `organ, year, form, state, seq, root, frozen_on, article, saved_at, rev`

func scanReturn(s scanner) (r website.Return, err error) {
	err = s.Scan(&r.Organ, &r.Year, &r.Form, &r.State, &r.Seq, &r.Root, day{&r.FrozenOn}, &r.Article, instant{&r.SavedAt}, &r.Rev)
	return r, err
}

// WebsiteReturn reads a year's form. Its column article is no table of that name.
func (tx *Tx) WebsiteReturn(organ ledger.ID, year int) (website.Return, error) {
	r, err := scanReturn(tx.of("table/website_return").row(`select `+returnColumns+` from website_return where organ = $1 and year = $2`, organ, year))
	return r, fail("website return", err)
}

// WebsiteReturns lists a body's forms, newest first.
func (tx *Tx) WebsiteReturns(organ ledger.ID) ([]website.Return, error) {
	return collect(tx, "website returns", scanReturn, `select `+returnColumns+` from website_return where organ = $1 order by year desc`, organ)
}

// PutWebsiteReturn stores where a form stands.
func (tx *Tx) PutWebsiteReturn(r website.Return) error {
	return tx.put("put website return", r.Rev,
		`insert into website_return (organ, year, form, state, seq, root, frozen_on, article, saved_at, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		`update website_return set form = $3, state = $4, seq = $5, root = $6, frozen_on = $7, article = $8,
			saved_at = $9, rev = rev + 1 where organ = $1 and year = $2 and rev = $10`,
		r.Organ, r.Year, r.Form, string(r.State), r.Seq, r.Root, r.FrozenOn, r.Article, r.SavedAt)
}
