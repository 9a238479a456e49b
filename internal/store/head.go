package store

import (
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// SignedHead is a day's signed head (签名的根值); the note says it all, Day and
// Seq are for finding it.
type SignedHead struct {
	Organ ledger.ID
	Day   calendar.Day
	Seq   int64
	Note  string
}

// SigningKey is a public key under which an organ signed from an instant on.
type SigningKey struct {
	Key   string
	Since time.Time
}

func scanHead(s scanner) (h SignedHead, err error) {
	err = s.Scan(&h.Organ, day{&h.Day}, &h.Seq, &h.Note)
	return h, err
}

// PutHead stores the head of a day. It answers false when the day has one:
// another process was faster, and there is one head a day.
func (tx *Tx) PutHead(h SignedHead) (bool, error) {
	n, err := tx.exec("put head", `insert into signed_head (organ, on_day, seq, note) values ($1, $2, $3, $4)
		on conflict (organ, on_day) do nothing`, h.Organ, h.Day, h.Seq, h.Note)
	return n == 1, err
}

// SignedHeads lists a page of an organ's signed heads, newest first; limit 0
// takes all.
func (tx *Tx) SignedHeads(organ ledger.ID, limit, offset int) ([]SignedHead, error) {
	return collect(tx, "signed heads", scanHead,
		`select organ, on_day, seq, note from signed_head where organ = $1 order by on_day desc`+page(limit, offset), organ)
}

// CountHeads counts them.
func (tx *Tx) CountHeads(organ ledger.ID) (n int, err error) {
	err = tx.row(`select count(*) from signed_head where organ = $1`, organ).Scan(&n)
	return n, fail("count heads", err)
}

// HeadOf reads the signed head of a day.
func (tx *Tx) HeadOf(organ ledger.ID, on calendar.Day) (SignedHead, error) {
	h, err := scanHead(tx.row(`select organ, on_day, seq, note from signed_head where organ = $1 and on_day = $2`, organ, on))
	return h, fail("signed head", err)
}

// HeadOver finds the first signed head under which an entry stands.
func (tx *Tx) HeadOver(organ ledger.ID, seq int64) (SignedHead, error) {
	h, err := scanHead(tx.row(`select organ, on_day, seq, note from signed_head where organ = $1 and seq >= $2
		order by seq, on_day limit 1`, organ, seq))
	return h, fail("signed head", err)
}

// SigningKeys lists when which public key of an organ came into use, oldest first.
func (tx *Tx) SigningKeys(organ ledger.ID) ([]SigningKey, error) {
	return collect(tx, "signing keys", func(s scanner) (k SigningKey, err error) {
		err = s.Scan(&k.Key, instant{&k.Since})
		return k, err
	}, `select public_key, since from signing_key where organ = $1 order by since, public_key`, organ)
}

// PutSigningKey notes that a public key came into use.
func (tx *Tx) PutSigningKey(organ ledger.ID, key string, since time.Time) error {
	_, err := tx.exec("put signing key", `insert into signing_key (organ, public_key, since) values ($1, $2, $3)
		on conflict (organ, public_key, since) do nothing`, organ, key, since)
	return err
}
