package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/letter"
)

// LetterRow is a letter to a mailbox with what lists show of it.
type LetterRow struct {
	letter.Letter
	Subject string // the title, with numbers and the name blacked out
	Matter  string // what hints compare
}

const letterColumns = `l.life, l.no, l.subject, l.matter, l.rev`

func scanLetter(s scanner) (r LetterRow, err error) {
	var life, no string
	var rev int64
	if err := s.Scan(&life, &no, &r.Subject, &r.Matter, &rev); err != nil {
		return r, err
	}
	err = json.Unmarshal([]byte(life), &r.Letter)
	r.No, r.Rev = no, rev // an imported number may be in words, which the ledger does not hold
	return r, err
}

// Letter reads a letter.
func (tx *Tx) Letter(id ledger.ID) (letter.Letter, error) {
	r, err := tx.LetterRow(id)
	return r.Letter, err
}

// LetterRow reads a letter with what lists show of it.
func (tx *Tx) LetterRow(id ledger.ID) (LetterRow, error) {
	r, err := scanLetter(tx.row(`select `+letterColumns+` from letter l where l.id = $1`, id))
	return r, fail("letter "+string(id), err)
}

// LetterKeys are the keyed hashes by which the same letter is found again.
type LetterKeys struct{ Mail, Twin string }

// AddLetter stores a new letter.
func (tx *Tx) AddLetter(r LetterRow, k LetterKeys) error {
	return tx.insert("add letter", `insert into letter (id, organ, no, state, mailbox, sort, unit, received, ended, public, life,
			subject, matter, mail_key, twin_key, seq, rev)`, "",
		r.ID, r.Organ, r.No, string(r.State), r.Mailbox, r.Sort, r.Unit, r.ReceivedOn, r.EndedOn, string(r.Public), letterLife(r.Letter),
		r.Subject, r.Matter, k.Mail, k.Twin, tx.at(), 1)
}

// PutLetter stores what a fact made of a letter that still has this rev.
func (tx *Tx) PutLetter(l letter.Letter) error {
	n, err := tx.exec("put letter "+string(l.ID), `update letter set state = $2, mailbox = $3, sort = $4, unit = $5, ended = $6, public = $7,
			life = $8, seq = $9, rev = rev + 1 where id = $1 and rev = $10`,
		l.ID, string(l.State), l.Mailbox, l.Sort, l.Unit, l.EndedOn, string(l.Public), letterLife(l), tx.at(), l.Rev)
	if err == nil && n == 0 {
		err = fmt.Errorf("store: put letter %s: %w", l.ID, ErrConflict)
	}
	return err
}

// letterLife is the row of a letter as JSON; the rev is the database's own.
func letterLife(l letter.Letter) string {
	l.Rev = 0
	if l.Imported {
		l.No = string(letter.Old{No: l.No}.Fact("").No)
	}
	b, err := json.Marshal(l)
	if err != nil {
		panic("store: a letter cannot be encoded: " + err.Error())
	}
	return string(b)
}

// LetterFilter narrows a list of letters; its zero value takes all of the organ.
type LetterFilter struct {
	Organ        ledger.ID
	States       []letter.State
	Mailbox      ledger.Code
	Sort         ledger.Code
	Unit         ledger.ID
	Units        []ledger.ID // one of these
	Text         string      // in the title, or the number
	Year         int         // of receipt
	Live         bool        // not in the archive
	Waiting      bool        // live, or with a copy that waits for its second officer
	Oldest       bool
	Older, Newer Place
	Limit        int
}

func (f LetterFilter) where() where {
	w := where{}
	w.add("l.organ = ?", f.Organ)
	if f.Live || len(f.States) > 0 && !slices.Contains(f.States, letter.Archived) {
		w.add("l.state <> 'archived'") // as the index of what is open has it
	}
	if f.Waiting {
		w.add("(l.state <> 'archived' or l.public = 'prepared')")
	}
	in(&w, "l.state", strs(f.States))
	in(&w, "l.unit", strs(f.Units))
	for _, x := range []struct{ column, value string }{{"mailbox", string(f.Mailbox)}, {"sort", string(f.Sort)}, {"unit", string(f.Unit)}} {
		if x.value != "" {
			w.add("l."+x.column+" = ?", x.value)
		}
	}
	if f.Year > 0 {
		w.add("l.received >= ?", calendar.NewDay(f.Year, time.January, 1))
		w.add("l.received <= ?", calendar.NewDay(f.Year, time.December, 31))
	}
	if f.Older.ID != "" {
		w.add("(l.received, l.id) < (?, ?)", f.Older.Arrived, f.Older.ID)
	}
	if f.Newer.ID != "" {
		w.add("(l.received, l.id) > (?, ?)", f.Newer.Arrived, f.Newer.ID)
	}
	if f.Text != "" {
		w.add("(lower(l.subject) like lower(?) escape '!' or l.no = ?)", "%"+like(f.Text)+"%", f.Text)
	}
	return w
}

// Letters lists a page of letters, the newest first.
func (tx *Tx) Letters(f LetterFilter) ([]LetterRow, error) {
	w := f.where()
	order := `l.received desc, l.id desc`
	if f.Oldest {
		order = `l.received, l.id`
	}
	return collect(tx, "letters", scanLetter, `select `+letterColumns+` from letter l where `+w.String()+` order by `+order+page(f.Limit, 0), w.args...)
}

// CountLetters counts them, up to so many.
func (tx *Tx) CountLetters(f LetterFilter, most int) (n int, err error) {
	w := f.where()
	err = tx.row(`select count(*) from (select 1 from letter l where `+w.String()+page(most, 0)+`) as r`, w.args...).Scan(&n)
	return n, fail("count letters", err)
}

// UsedMailboxes lists the mailboxes that have letters.
func (tx *Tx) UsedMailboxes(organ ledger.ID) ([]ledger.Code, error) {
	return collect(tx, "used mailboxes", func(s scanner) (c ledger.Code, err error) {
		err = s.Scan(&c)
		return c, err
	}, `select distinct mailbox from letter where organ = $1 order by mailbox`, organ)
}

// TwinLetters finds letters by their keys: the same Message-ID, or the same
// words of the same sender, newest first.
func (tx *Tx) TwinLetters(organ ledger.ID, k LetterKeys) ([]LetterRow, error) {
	return collect(tx, "twins", scanLetter, `select `+letterColumns+` from letter l
		where l.organ = $1 and (l.mail_key <> '' and l.mail_key = $2 or l.twin_key <> '' and l.twin_key = $3) order by l.received desc, l.id desc`,
		organ, k.Mail, k.Twin)
}

// LettersByNo finds which of some printed numbers are in use, and by which letter.
func (tx *Tx) LettersByNo(organ ledger.ID, numbers []string) (map[string]ledger.ID, error) {
	out := map[string]ledger.ID{}
	for chunk := range slices.Chunk(numbers, 500) {
		w := where{}
		w.add("organ = ?", organ)
		in(&w, "no", chunk)
		_, err := collect(tx, "letters by no", func(s scanner) (struct{}, error) {
			var no string
			var id ledger.ID
			err := s.Scan(&no, &id)
			out[no] = id
			return struct{}{}, err
		}, `select no, id from letter where `+w.String()+` order by no, id`, w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// MailboxTables lists an organ's own tables of mailboxes in the order in which
// they were saved.
func (tx *Tx) MailboxTables(organ ledger.ID) ([]letter.Stored, error) {
	return collect(tx, "mailbox tables", func(s scanner) (x letter.Stored, err error) {
		err = s.Scan(&x.Organ, &x.Version, day{&x.From}, &x.Text, &x.Salt, &x.Officer, &x.Seq, instant{&x.SavedAt})
		return x, err
	}, `select organ, version, from_day, text, salt, officer, seq, saved_at from letter_table where organ = $1 order by version`, organ)
}

// PutMailboxTable adds a table.
func (tx *Tx) PutMailboxTable(x letter.Stored) error {
	_, err := tx.exec("put mailbox table", `insert into letter_table (organ, version, from_day, text, salt, officer, seq, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`, x.Organ, x.Version, x.From, x.Text, x.Salt, x.Officer, x.Seq, x.SavedAt)
	return err
}

// LetterYears lists the years in which letters came, newest first.
func (tx *Tx) LetterYears(organ ledger.ID) ([]int, error) {
	return collect(tx, "letter years", func(s scanner) (y int, err error) {
		err = s.Scan(&y)
		return y, err
	}, `select distinct cast(substr(received, 1, 4) as bigint) as y from letter where organ = $1 order by y desc`, organ)
}

// CheckedLetter is a letter's row with its key and its list columns as one text,
// which say again what stands in its life.
type CheckedLetter struct {
	LetterRow
	Key     ledger.ID
	Columns string
}

// CheckedLetters reads all letters of an organ, for verification.
func (tx *Tx) CheckedLetters(organ ledger.ID) ([]CheckedLetter, error) {
	return collect(tx, "letters", func(s scanner) (c CheckedLetter, err error) {
		c.LetterRow, err = scanLetter(tail{s, []any{&c.Key, &c.Columns}})
		return c, err
	}, `select `+letterColumns+`, l.id, l.state || '|' || l.mailbox || '|' || l.sort || '|' || l.unit || '|' || l.received || '|' || l.ended || '|' || l.public
		from letter l where l.organ = $1 order by l.id`, organ)
}
