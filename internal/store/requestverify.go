package store

import (
	"encoding/json"
	"errors"

	"gongkai/ledger"
)

// IDRange is a stretch of requests by their ids, in the database's own order:
// past After and up to To, or to the end where To is empty. Verification goes
// through an organ's requests stretch by stretch, so that it never holds them all.
type IDRange struct{ After, To ledger.ID }

func (r IDRange) within(w *where, column string) {
	w.add(column+" > ?", r.After)
	if r.To != "" {
		w.add(column+" <= ?", r.To)
	}
}

// CheckedRequest is a request's row with its key and its list columns as one
// text, which say again what stands in its life.
type CheckedRequest struct {
	RequestRow
	Key     ledger.ID
	Columns string
}

// RequestRange is the stretch of n requests after an id, of whatever organ.
func (tx *Tx) RequestRange(after ledger.ID, n int) (IDRange, error) {
	r := IDRange{After: after}
	err := fail("request range", tx.row(`select id from request where id > $1 order by id limit 1 offset $2`, after, n-1).Scan(&r.To))
	if errors.Is(err, ErrNotFound) {
		err = nil // fewer are left
	}
	return r, err
}

// CheckedRequests reads the requests of a stretch.
func (tx *Tx) CheckedRequests(organ ledger.ID, r IDRange) ([]CheckedRequest, error) {
	w := where{}
	w.add("organ || '' = ?", organ) // else each stretch goes through all requests of the organ
	r.within(&w, "id")
	return collect(tx, "requests", func(s scanner) (r CheckedRequest, err error) {
		var life string
		var rev int64
		if err := s.Scan(&r.Key, &life, &r.Subject, &rev, &r.OldNo, &r.Seq, &r.Columns); err != nil {
			return r, err
		}
		err = json.Unmarshal([]byte(life), &r.Request)
		r.Rev = rev
		return r, err
	}, `select id, life, subject, rev, old_no, seq, state || '|' || unit || '|' || arrived || '|' || received || '|' || ended || '|' || outcome || '|' || no
		from request where `+w.String()+` order by id`, w.args...)
}

// CheckedEntries reads the facts of the requests of a stretch, in order of seq
// for each.
func (tx *Tx) CheckedEntries(organ ledger.ID, r IDRange) ([]ledger.Entry, error) {
	w := where{}
	w.add("organ = ?", organ)
	r.within(&w, "subject")
	w.add("substr(kind, 1, 8) = 'request.'")
	return collect(tx, "entries", scanEntry, `select organ, seq, at, on_day, kind, subject, by_officer, body from ledger_entry where `+
		w.String()+` order by subject, seq`, w.args...)
}

// CheckedWords are words with whose they are, and whether they were erased.
type CheckedWords struct {
	Words
	Request ledger.ID
	Gone    bool
}

// CheckedWords reads the words of the requests of a stretch.
func (tx *Tx) CheckedWords(organ ledger.ID, r IDRange) ([]CheckedWords, error) {
	w := where{}
	w.add("organ || '' = ?", organ) // as above
	r.within(&w, "request")
	return collect(tx, "words", func(s scanner) (c CheckedWords, err error) {
		var sealed []byte
		if err := s.Scan(&c.Request, &c.Seq, &sealed, &c.Salt); err != nil {
			return c, err
		}
		// What cannot be opened any more was changed; its sum will say so.
		if err := tx.openJSON(sealed, &c.Words.Words); err != nil {
			c.Words.Words = nil
		}
		c.Gone = len(sealed) == 0
		return c, nil
	}, `select request, seq, sealed, salt from request_words where `+w.String()+` order by request, seq`, w.args...)
}

// CheckedPapers reads the papers of the requests of a stretch.
func (tx *Tx) CheckedPapers(organ ledger.ID, r IDRange) ([]Paper, error) {
	w := where{}
	w.add("r.organ || '' = ?", organ) // as above
	w.add("r.id = p.request")
	r.within(&w, "p.request")
	return collect(tx, "papers", func(s scanner) (Paper, error) {
		p, err := tx.scanRequestPaper(s)
		if err != nil {
			p.Name, p.Body = "", nil // it was changed, and its sum will say so
		}
		return p, nil
	}, `select `+requestPaperColumns+` from request_paper p cross join request r where `+w.String()+
		` order by p.request, p.seq, p.id`, w.args...)
}
