package store

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"gongkai/ledger"
)

// Autosave reads what an officer was typing under a key.
func (tx *Tx) Autosave(officer ledger.ID, key string) (form string, at time.Time, err error) {
	err = tx.row(`select form, at from autosave where officer = $1 and key = $2`, officer, key).Scan(&form, instant{&at})
	return form, at, fail("autosave", err)
}

// PutAutosave keeps it.
func (tx *Tx) PutAutosave(officer ledger.ID, key, form string, at time.Time) error {
	_, err := tx.exec("put autosave", `insert into autosave (officer, key, form, at) values ($1, $2, $3, $4)
		on conflict (officer, key) do update set form = excluded.form, at = excluded.at`, officer, key, form, at)
	return err
}

// DropAutosave forgets it.
func (tx *Tx) DropAutosave(officer ledger.ID, key string) error {
	_, err := tx.exec("drop autosave", `delete from autosave where officer = $1 and key = $2`, officer, key)
	return err
}

// AccessLine says who did or opened what, whence, with which result. Refused
// attempts stand here and never in the ledger.
type AccessLine struct {
	At                           time.Time
	Organ, Officer               ledger.ID
	Verb, Thing, Address, Result string
}

// LogAccess adds a line.
func (tx *Tx) LogAccess(l AccessLine) error {
	_, err := tx.exec("log access", `insert into access_log (id, at, organ, officer, verb, thing, address, result)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, rand.Text(), l.At, l.Organ, l.Officer, l.Verb, l.Thing, l.Address, l.Result)
	return err
}

// AccessLines lists a body's lines, newest first.
func (tx *Tx) AccessLines(organ ledger.ID, limit, offset int) ([]AccessLine, error) {
	return collect(tx, "access lines", func(s scanner) (l AccessLine, err error) {
		err = s.Scan(instant{&l.At}, &l.Organ, &l.Officer, &l.Verb, &l.Thing, &l.Address, &l.Result)
		return l, err
	}, `select at, organ, officer, verb, thing, address, result from access_log where organ = $1
		order by at desc, id`+page(limit, offset), organ)
}

// Attempts counts the failed sign-ins of a key since an instant.
func (tx *Tx) Attempts(key string, since time.Time) (n int, err error) {
	err = tx.row(`select count(*) from attempt where key = $1 and at > $2`, key, since).Scan(&n)
	return n, fail("attempts", err)
}

// PutAttempt counts a failed sign-in.
func (tx *Tx) PutAttempt(key string, at time.Time) error {
	_, err := tx.exec("put attempt", `insert into attempt (id, key, at) values ($1, $2, $3)`, rand.Text(), key, at)
	return err
}

// ClearAttempts forgets them after a sign-in that worked.
func (tx *Tx) ClearAttempts(key string) error {
	_, err := tx.exec("clear attempts", `delete from attempt where key = $1`, key)
	return err
}

// Sessions keeps sign-ins in the database for alexedwards/scs, so that a
// restart signs nobody out.
type Sessions struct {
	db  *DB
	now func() time.Time
}

// NewSessions makes the store; now is the machine's clock, not the office's.
func NewSessions(db *DB, now func() time.Time) *Sessions { return &Sessions{db, now} }

// Find, Commit and Delete are scs.Store.
func (s *Sessions) Find(token string) (data []byte, found bool, err error) {
	err = s.db.View(context.Background(), func(tx *Tx) error {
		return tx.row(`select data from session where token = $1 and expires > $2`, token, s.now()).Scan(&data)
	})
	if errors.Is(classifyOr(err), ErrNotFound) {
		return nil, false, nil
	}
	return data, err == nil, err
}

func classifyOr(err error) error {
	if err == nil {
		return nil
	}
	if c := classify(err); c != nil {
		return c
	}
	return err
}

// Commit stores a session until it expires, and sweeps the expired ones. On a
// full disk a session is not prolonged, and that is all: the page with what the
// officer typed must still get out. To sign in needs other writes, which fail
// with words.
func (s *Sessions) Commit(token string, data []byte, expires time.Time) error {
	err := s.db.Update(context.Background(), func(tx *Tx) error {
		if _, err := tx.exec("sweep sessions", `delete from session where expires <= $1`, s.now()); err != nil {
			return err
		}
		_, err := tx.exec("commit session", `insert into session (token, data, expires) values ($1, $2, $3)
			on conflict (token) do update set data = excluded.data, expires = excluded.expires`, token, data, expires)
		return err
	})
	if errors.Is(err, ErrFull) {
		return nil
	}
	return err
}

// Delete ends a session.
func (s *Sessions) Delete(token string) error {
	return s.db.Update(context.Background(), func(tx *Tx) error {
		_, err := tx.exec("delete session", `delete from session where token = $1`, token)
		return err
	})
}
