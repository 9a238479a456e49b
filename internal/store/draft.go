package store

import (
	"errors"
	"time"

	"gongkai/ledger"
)

// PutDraft keeps something unfinished, sealed, until it expires, and sweeps
// what has. It lies among the sessions, which go the same way.
func (tx *Tx) PutDraft(key string, v any, now, expires time.Time) error {
	sealed, err := tx.sealJSON(v)
	if err != nil {
		return err
	}
	if _, err := tx.exec("sweep drafts", `delete from session where expires <= $1`, now); err != nil {
		return err
	}
	_, err = tx.exec("put draft", `insert into session (token, data, expires) values ($1, $2, $3)
		on conflict (token) do update set data = excluded.data, expires = excluded.expires`, key, sealed, expires)
	return err
}

// BindDraft says what a draft became.
func (tx *Tx) BindDraft(key string, subject ledger.ID) error {
	_, err := tx.exec("bind draft", `update session set subject = $2 where token = $1`, key, subject)
	return err
}

// BoundDraft is a draft that became something, until it expires.
type BoundDraft struct {
	Key     string
	Expires time.Time
}

// DraftsOf lists the drafts that became a subject.
func (tx *Tx) DraftsOf(subject ledger.ID) ([]BoundDraft, error) {
	return collect(tx, "bound drafts", func(s scanner) (d BoundDraft, err error) {
		err = s.Scan(&d.Key, instant{&d.Expires})
		return d, err
	}, `select token, expires from session where subject = $1 order by token`, subject)
}

// Draft reads it back; one that is not there leaves v as it is.
func (tx *Tx) Draft(key string, now time.Time, v any) error {
	var sealed []byte
	err := fail("draft", tx.row(`select data from session where token = $1 and expires > $2`, key, now).Scan(&sealed))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.openJSON(sealed, v)
}

// DropDraft forgets it.
func (tx *Tx) DropDraft(key string) error {
	_, err := tx.exec("drop draft", `delete from session where token = $1`, key)
	return err
}
