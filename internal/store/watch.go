package store

import (
	"crypto/rand"
	"time"

	"gongkai/ledger"
)

// WatchFinding is a place where the site shows something else than what was
// approved (巡查发现). Kind is page, file, row, withdrawn, missing or
// unreachable. An address has at most one that is open.
type WatchFinding struct {
	ID, Organ       ledger.ID
	Kind            string
	Article         ledger.ID
	URL             string
	Expected, Found string    // SHA-256 or what the server answered
	Since, Seen     time.Time // first and last
	Cleared         time.Time // when it was right again; none while it is open
}

// WatchRound is where the watcher of an organ stands.
type WatchRound struct {
	Organ        ledger.ID
	After        ledger.ID // the article that was looked at last
	Began, Ended time.Time
}

// TakeWatch claims the organ's round for a while: two processes do not walk the
// site at once. It answers false when another one has it.
func (tx *Tx) TakeWatch(organ ledger.ID, by string, now time.Time, lease time.Duration) (r WatchRound, taken bool, err error) {
	if _, err := tx.exec("begin watch", `insert into watch_round (organ, after, began_at, ended_at, lease_until, lease_by)
		values ($1, '', 0, 0, 0, '') on conflict (organ) do nothing`, organ); err != nil {
		return r, false, err
	}
	n, err := tx.exec("take watch", `update watch_round set lease_until = $3, lease_by = $2 where organ = $1 and (lease_until < $4 or lease_by = $2)`,
		organ, by, now.Add(lease), now)
	if err != nil || n == 0 {
		return r, false, err
	}
	err = tx.row(`select organ, after, began_at, ended_at from watch_round where organ = $1`, organ).
		Scan(&r.Organ, &r.After, instant{&r.Began}, instant{&r.Ended})
	return r, true, fail("watch", err)
}

// PutWatch notes how far the round came; a lease of none lets it go.
func (tx *Tx) PutWatch(r WatchRound, by string, lease time.Time) error {
	_, err := tx.exec("put watch", `update watch_round set after = $2, began_at = $3, ended_at = $4, lease_until = $5
		where organ = $1 and lease_by = $6`, r.Organ, r.After, r.Began, r.Ended, lease, by)
	return err
}

// Watched reads where the watcher stands.
func (tx *Tx) Watched(organ ledger.ID) (WatchRound, error) {
	rounds, err := collect(tx, "watch", func(s scanner) (r WatchRound, err error) {
		err = s.Scan(&r.Organ, &r.After, instant{&r.Began}, instant{&r.Ended})
		return r, err
	}, `select organ, after, began_at, ended_at from watch_round where organ = $1 order by organ`, organ)
	if err != nil || len(rounds) == 0 {
		return WatchRound{Organ: organ}, err
	}
	return rounds[0], nil
}

// PutFinding notes a finding, or that an open one is still there.
func (tx *Tx) PutFinding(f WatchFinding) error {
	_, err := tx.exec("put finding", `insert into watch_finding (id, organ, kind, article, url, expected, found, since, seen_at, cleared_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 0)
		on conflict (organ, url) where cleared_at = 0
		do update set kind = excluded.kind, article = excluded.article, expected = excluded.expected, found = excluded.found, seen_at = excluded.seen_at`,
		rand.Text(), f.Organ, f.Kind, f.Article, f.URL, f.Expected, f.Found, f.Seen)
	return err
}

// ClearFindings closes the open findings at an address that is right again.
func (tx *Tx) ClearFindings(organ ledger.ID, url string, now time.Time) error {
	_, err := tx.exec("clear findings", `update watch_finding set cleared_at = $3 where organ = $1 and url = $2 and cleared_at = 0`, organ, url, now)
	return err
}

// ClearUnseen closes what a whole round did not meet again: its address is
// no longer looked at.
func (tx *Tx) ClearUnseen(organ ledger.ID, before, now time.Time) error {
	_, err := tx.exec("clear unseen", `update watch_finding set cleared_at = $3 where organ = $1 and seen_at < $2 and cleared_at = 0`, organ, before, now)
	return err
}

// Findings lists an organ's findings, the open ones first, then the newest.
func (tx *Tx) Findings(organ ledger.ID, open bool, limit int) ([]WatchFinding, error) {
	only := ""
	if open {
		only = " and cleared_at = 0"
	}
	return collect(tx, "findings", func(s scanner) (f WatchFinding, err error) {
		err = s.Scan(&f.ID, &f.Organ, &f.Kind, &f.Article, &f.URL, &f.Expected, &f.Found, instant{&f.Since}, instant{&f.Seen}, instant{&f.Cleared})
		return f, err
	}, `select id, organ, kind, article, url, expected, found, since, seen_at, cleared_at from watch_finding where organ = $1`+only+`
		order by case when cleared_at = 0 then 0 else 1 end, since desc, id`+page(limit, 0), organ)
}

// CountFindings counts the open ones.
func (tx *Tx) CountFindings(organ ledger.ID) (n int, err error) {
	err = tx.row(`select count(*) from watch_finding where organ = $1 and cleared_at = 0`, organ).Scan(&n)
	return n, fail("count findings", err)
}

// NextPublic finds the next article, by id, that is or was on the site.
func (tx *Tx) NextPublic(organ, after ledger.ID) (ledger.ID, bool, error) {
	ids, err := collect(tx, "next public", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select id from article where organ = $1 and id > $2 and live > 0 order by id limit 1`, organ, after)
	if err != nil || len(ids) == 0 {
		return "", false, err
	}
	return ids[0], true, nil
}
