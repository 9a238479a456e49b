package store

import (
	"fmt"
	"strings"
	"time"
)

// An upload is noted as loose before its bytes are written, and bound by
// the row that takes it. What no row takes, because the form was refused or
// left alone, is found by its note and swept.

// NoteLoose notes an upload that may go after an instant.
func (tx *Tx) NoteLoose(sha string, until time.Time) error {
	_, err := tx.exec("note loose", `insert into loose_file (sha, keep_until) values ($1, $2)
		on conflict (sha) do update set keep_until = excluded.keep_until`, sha, until)
	return err
}

// HoldLoose lets loose uploads stay until a later instant.
func (tx *Tx) HoldLoose(shas []string, until time.Time) error {
	for _, sha := range shas {
		if _, err := tx.exec("hold loose", `update loose_file set keep_until = $2 where sha = $1 and keep_until < $2`, sha, until); err != nil {
			return err
		}
	}
	return nil
}

// bindLoose takes the note away: a row of this transaction points to the upload.
func (tx *Tx) bindLoose(sha string) error {
	if sha == "" {
		return nil
	}
	_, err := tx.exec("bind loose", `delete from loose_file where sha = $1`, sha)
	return err
}

// LooseFiles lists uploads whose time is over.
func (tx *Tx) LooseFiles(now time.Time, limit int) ([]string, error) {
	return collect(tx, "loose files", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select sha from loose_file where keep_until <= $1 order by keep_until, sha`+page(limit, 0), now)
}

// shaTables are all tables whose rows point to files.
var shaTables = []string{"article_file", "contract_paper", "inbox_mail", "letter_paper", "record_paper", "remedy_paper", "request_paper", "service_paper", "statement", "talk_paper", "website_statement", "window_matter"}

// shaTexts are the columns of texts that name files, by table: a draft, and what
// was public once, names them in its own row.
var shaTexts = map[string]string{"edition": "files", "catalogue_version": "elements"}

// DropLoose takes the note of an upload away whose time is over, and says
// whether nothing points to it. Whoever binds it at this moment comes first or
// waits: both change the note.
func (tx *Tx) DropLoose(sha string, now time.Time) (unbound bool, err error) {
	n, err := tx.exec("drop loose", `delete from loose_file where sha = $1 and keep_until <= $2`, sha, now)
	if err != nil || n == 0 {
		return false, err
	}
	var uses []string
	for _, t := range shaTables {
		uses = append(uses, fmt.Sprintf(`(select count(*) from %s where sha = $1)`, t))
	}
	for table, column := range shaTexts {
		uses = append(uses, fmt.Sprintf(`(select count(*) from %s where %s like '%%' || $1 || '%%')`, table, column))
	}
	err = tx.row(`select `+strings.Join(uses, " + "), sha).Scan(&n)
	return n == 0, fail("uses of a file", err)
}

// SweepExpired forgets sessions and drafts that have expired, and attempts that
// no limit counts any more.
func (tx *Tx) SweepExpired(now time.Time) error {
	if _, err := tx.exec("sweep sessions", `delete from session where expires <= $1`, now); err != nil {
		return err
	}
	_, err := tx.exec("sweep attempts", `delete from attempt where at <= $1`, now.Add(-24*time.Hour))
	return err
}
