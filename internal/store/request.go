package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/request"
)

// RequestRow is a request with what lists show of it.
type RequestRow struct {
	request.Request
	Subject string // what is asked, in one line, with numbers and names blacked out
	OldNo   string // the number of an old register as it was written
	Seq     int64  // the row last moved after this entry; given for verification
}

// RequestText is what was asked, in the applicant's words.
type RequestText struct {
	Subject string
	Ask     request.Ask
	Salt    string
}

func scanRequest(s scanner) (r RequestRow, err error) {
	var life string
	if err := s.Scan(&life, &r.Subject, &r.Rev, &r.OldNo); err != nil {
		return r, err
	}
	rev := r.Rev
	err = json.Unmarshal([]byte(life), &r.Request)
	r.Rev = rev
	if r.OldNo != "" {
		r.No = r.OldNo
	}
	return r, err
}

// Request reads a request.
func (tx *Tx) Request(id ledger.ID) (request.Request, error) {
	r, err := scanRequest(tx.row(`select life, subject, rev, old_no from request where id = $1`, id))
	return r.Request, fail("request "+string(id), err)
}

// RequestByNo reads a request by its printed number, or by that of an old register.
func (tx *Tx) RequestByNo(organ ledger.ID, no string) (request.Request, error) {
	r, err := scanRequest(tx.row(`select life, subject, rev, old_no from request where organ = $1 and (no = $2 or old_no = $2) order by id limit 1`, organ, no))
	return r.Request, fail("request no "+no, err)
}

// RequestsByNo finds which of some printed numbers are in use, and by which
// request.
func (tx *Tx) RequestsByNo(organ ledger.ID, numbers []string) (map[string]ledger.ID, error) {
	w := where{}
	w.add("organ = ?", organ)
	in(&w, "no", numbers)
	out := map[string]ledger.ID{}
	_, err := collect(tx, "requests by no", func(s scanner) (struct{}, error) {
		var no string
		var id ledger.ID
		err := s.Scan(&no, &id)
		out[no] = id
		return struct{}{}, err
	}, `select no, id from request where `+w.String()+` order by no, id`, w.args...)
	return out, err
}

// AddRequest stores a new request with what it asks. The number of an imported
// one may be in words, which the ledger does not hold: it stands in a column of
// its own, and in r.No of every row that is read.
func (tx *Tx) AddRequest(r request.Request, t RequestText) error {
	old := ""
	if r.Imported {
		old, r.No = r.No, plainNo(r)
	}
	content, err := tx.sealJSON(t.Ask)
	if err != nil {
		return err
	}
	return tx.insert("add request", `insert into request (id, organ, no, state, unit, arrived, received, ended, outcome, life,
			subject, content, salt, seq, rev, old_no)`, "",
		r.ID, r.Organ, r.No, string(r.State), r.Unit, r.ArrivedOn, r.ReceivedOn, r.EndedOn, r.Outcome, life(r), t.Subject, content, t.Salt, tx.at(), 1, old)
}

// PutRequest stores what a fact made of a request that still has this rev.
func (tx *Tx) PutRequest(r request.Request) error {
	n, err := tx.exec("put request "+string(r.ID), `update request set state = $2, unit = $3, arrived = $4, received = $5, ended = $6,
			outcome = $7, life = $8, seq = $9, rev = rev + 1 where id = $1 and rev = $10`,
		r.ID, string(r.State), r.Unit, r.ArrivedOn, r.ReceivedOn, r.EndedOn, r.Outcome, life(r), tx.at(), r.Rev)
	if err == nil && n == 0 {
		err = fmt.Errorf("store: put request %s: %w", r.ID, ErrConflict)
	}
	return err
}

// at is the number of the last entry of this transaction: no fact of a row that
// is stored now came after it.
func (tx *Tx) at() int64 {
	if tx.record == nil {
		return 0
	}
	return tx.record.seq
}

// life is the row of a request as JSON; the rev is the database's own.
func life(r request.Request) string {
	r.Rev = 0
	if r.Imported {
		r.No = plainNo(r)
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic("store: a request cannot be encoded: " + err.Error())
	}
	return string(b)
}

// plainNo is an imported request's number as its fact has it.
func plainNo(r request.Request) string { return string(request.Old{No: r.No}.Fact("").No) }

// RequestText reads what was asked.
func (tx *Tx) RequestText(id ledger.ID) (t RequestText, err error) {
	var sealed []byte
	if err := tx.row(`select subject, content, salt from request where id = $1`, id).Scan(&t.Subject, &sealed, &t.Salt); err != nil {
		return t, fail("request text", err)
	}
	return t, tx.openJSON(sealed, &t.Ask)
}

// Place is where a request stands in the register, which is by day of arrival.
// A page begins at one, since to count to the n-th row takes the longer the
// larger n is.
type Place struct {
	Arrived calendar.Day
	ID      ledger.ID
}

// RequestFilter narrows a list of requests; its zero value takes all of the organ.
type RequestFilter struct {
	Organ          ledger.ID
	States         []request.State
	Unit           ledger.ID
	Units          []ledger.ID // one of these
	No, Text       string
	Year           int // of receipt
	Live           bool
	Outcome        ledger.Code
	Oldest         bool
	Older, Newer   Place // than this one
	Limit          int
	After          calendar.Day // arrived on or after
	EndedIn, IDs   []string
	ReceivedBefore calendar.Day
}

func (f RequestFilter) where() where {
	w := where{}
	w.add("organ = ?", f.Organ)
	if f.Live || len(f.States) > 0 && !slices.Contains(f.States, request.Archived) {
		w.add("state <> 'archived'") // as the index of what is open has it
	}
	in(&w, "state", strs(f.States))
	in(&w, "id", f.IDs)
	switch {
	case f.Unit != "" && f.Live:
		w.add("unit || '' = ?", f.Unit) // else SQLite goes through the division's archive
	case f.Unit != "":
		w.add("unit = ?", f.Unit)
	}
	in(&w, "unit", strs(f.Units))
	if f.No != "" {
		w.add("(no = ? or old_no = ?)", f.No, f.No)
	}
	if f.Outcome != "" {
		w.add("outcome = ?", f.Outcome)
	}
	if !f.After.IsZero() {
		w.add("arrived >= ?", f.After)
	}
	if f.Year > 0 {
		w.add("arrived >= ?", calendar.NewDay(f.Year, time.January, 1))
		w.add("arrived <= ?", calendar.NewDay(f.Year, time.December, 31))
	}
	if f.Older.ID != "" {
		w.add("(arrived, id) < (?, ?)", f.Older.Arrived, f.Older.ID)
	}
	if f.Newer.ID != "" {
		w.add("(arrived, id) > (?, ?)", f.Newer.Arrived, f.Newer.ID)
	}
	if f.Text != "" {
		w.add("(lower(subject) like lower(?) escape '!' or no = ? or old_no = ?)", "%"+like(f.Text)+"%", f.Text, f.Text)
	}
	return w
}

// Requests lists a page of requests.
func (tx *Tx) Requests(f RequestFilter) ([]RequestRow, error) {
	w := f.where()
	order := `arrived desc, id desc`
	switch {
	case f.Live && f.Oldest:
		order = `state, arrived, id` // as the index of what is open has it, so that no archive is read
	case f.Oldest:
		order = `arrived, id`
	}
	return collect(tx, "requests", scanRequest, `select life, subject, rev, old_no from request where `+w.String()+
		` order by `+order+page(f.Limit, 0), w.args...)
}

// CountRequests counts them, up to so many.
func (tx *Tx) CountRequests(f RequestFilter, most int) (n int, err error) {
	w := f.where()
	err = tx.row(`select count(*) from (select 1 from request where `+w.String()+page(most, 0)+`) as r`, w.args...).Scan(&n)
	return n, fail("count requests", err)
}

// EachRequestEntry streams, in order of seq, the entries of the given kinds of
// the requests that a year is about: those received by its last day that had
// not ended before its first. The row says how a request stands now; one that
// moved after the entry since may have stood otherwise then, and is among them.
func (tx *Tx) EachRequestEntry(organ ledger.ID, to, since int64, first, last calendar.Day, kinds []string, each func(ledger.Entry) error) error {
	w := where{}
	w.add("r.organ = ?", organ)
	w.add("r.received <> '' and r.received <= ? and (r.received >= ? or r.ended = '' or r.ended >= ? or r.seq > ?)", last, first, first, since)
	w.add("e.organ = r.organ and e.subject = r.id")
	w.add("e.seq <= ?", to)
	in(&w, "e.kind", kinds)
	// A cross join is read from left to right by SQLite, which would rather go
	// through the whole ledger, since that is in order.
	rows, err := tx.query(`select e.organ, e.seq, e.at, e.on_day, e.kind, e.subject, e.by_officer, e.body
		from request r cross join ledger_entry e where `+w.String()+` order by e.seq`, w.args...)
	if err != nil {
		return fail("request entries", err)
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return fail("request entries", err)
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return fail("request entries", rows.Err())
}

// NextSerial counts on within a series of a year: application numbers, letters.
func (tx *Tx) NextSerial(organ ledger.ID, series string, year int) (n int, err error) {
	err = tx.row(`insert into serial (organ, series, year, last) values ($1, $2, $3, 1)
		on conflict (organ, series, year) do update set last = serial.last + 1 returning last`, organ, series, year).Scan(&n)
	return n, fail("next serial", err)
}

// KeepSerial sees to it that a series goes on after a number that came from
// elsewhere.
func (tx *Tx) KeepSerial(organ ledger.ID, series string, year, n int) error {
	_, err := tx.exec("keep serial", `insert into serial (organ, series, year, last) values ($1, $2, $3, $4)
		on conflict (organ, series, year) do update set last = excluded.last where serial.last < excluded.last`, organ, series, year, n)
	return err
}

func (tx *Tx) sealJSON(v any) ([]byte, error) {
	if tx.db.sealer == nil {
		return nil, errNoKey
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("store: seal: %w", err)
	}
	return tx.db.sealer.Seal(b), nil
}

// openJSON opens what sealJSON made; nothing, after an erasure, stays nothing.
func (tx *Tx) openJSON(sealed []byte, v any) error {
	if len(sealed) == 0 {
		return nil
	}
	if tx.db.sealer == nil {
		return errNoKey
	}
	b, err := tx.db.sealer.Open(sealed)
	if err != nil {
		return fmt.Errorf("store: open: %w", err)
	}
	return json.Unmarshal(b, v)
}
