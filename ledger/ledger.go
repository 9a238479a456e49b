// Package ledger is the book (台账) that every figure comes from.
//
// Each act of the office becomes one Entry, written in the same transaction as
// the rows that screens read, and never changed again. A mistake is corrected
// by a later entry, as an accountant reverses a posting. The entries of one
// reporting organ form a Merkle log (golang.org/x/mod/sumdb/tlog): the leaf is
// Entry.Leaf, the Head names how many entries there are and the root over
// them, so that one entry can be proved to somebody who holds only a head.
//
//	act ──► Fact ──► Entry{Seq, At, On, Kind, Subject, By, Fact} ──► leaf ─┐
//	                                                               head ◄─┘
//	report ◄── Figure{Value, Entries} ◄── sum over entries ≤ head
//
// An entry has two times: On, the legal day that a rule chose, and At, the
// instant that the machine wrote it. Reports count by On; freezes pin by Seq.
//
// There is no personal data and no prose in an entry: fields are days,
// numbers, flags, codes, ids and salted hashes (see Check), so that a person
// can be erased and every total stays.
//
// Read next: codec.go for how facts keep their shape for ever, log.go for the
// tree, figure.go for the numbers.
package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
)

// ID names a row: an article, an officer, an item. Made by the office, never
// reused.
type ID string

// Code is a word of a closed list: a column's path, a role, a ground.
type Code string

// Sum is a salted SHA-256 of a document in lower-case hex; the salt stays with
// the document, so that erasing the salt makes the sum meaningless.
type Sum string

// Salted hashes words with their salt. Each word goes in with its length, so
// that no two lists of words share a sum.
func Salted(salt string, words ...string) Sum {
	h := sha256.New()
	fmt.Fprintf(h, "%d:%s", len(salt), salt)
	for _, w := range words {
		fmt.Fprintf(h, "%d:%s", len(w), w)
	}
	return Sum(hex.EncodeToString(h.Sum(nil)))
}

// Fact is what happened, as one noun's package defines it. Kind is a past
// participle such as "publication.published" and never changes its meaning.
type Fact interface{ Kind() string }

// Entry is one line of the book.
type Entry struct {
	Organ   ID
	Seq     int64 // from 1, without gaps
	At      time.Time
	On      calendar.Day
	Kind    string
	Subject ID // the thing that the fact is about
	By      ID // the officer who did it; "system" for timed work
	Body    json.RawMessage
}

// System is the By of what was done by the clock and not by a person.
const System ID = "system"

// Citizen is the By of what a citizen did on the public site.
const Citizen ID = "citizen"

// Guest is the By of what a reviewer outside the system did by a signed link.
const Guest ID = "guest"

// Leaf is the canonical text that is hashed: one field a line, so that it can
// be recomputed by hand and no two entries can share it.
func (e Entry) Leaf() []byte {
	var b strings.Builder
	for _, f := range []string{
		"gongkai entry v1", string(e.Organ), strconv.FormatInt(e.Seq, 10),
		strconv.FormatInt(e.At.UnixMilli(), 10), e.On.String(), e.Kind,
		string(e.Subject), string(e.By), string(e.Body),
	} {
		b.WriteString(f)
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

var plain = regexp.MustCompile(`^[A-Za-z0-9._:/+-]{0,96}$`)

// New makes the entry of a fact. It refuses a fact that holds anything but
// plain codes, which is a mistake of the program: prose in the book could
// never be erased.
func New(organ ID, seq int64, at time.Time, on calendar.Day, subject, by ID, f Fact) (Entry, error) {
	body, err := json.Marshal(f)
	if err != nil {
		return Entry{}, fmt.Errorf("ledger: encode %s: %w", f.Kind(), err)
	}
	e := Entry{Organ: organ, Seq: seq, At: at.Truncate(time.Millisecond), On: on,
		Kind: f.Kind(), Subject: subject, By: by, Body: body}
	if on.IsZero() {
		return Entry{}, fmt.Errorf("ledger: %s of %s has no legal day", e.Kind, subject)
	}
	for _, s := range []string{string(organ), e.Kind, string(subject), string(by)} {
		if s == "" || !plain.MatchString(s) {
			return Entry{}, fmt.Errorf("ledger: %s of %q by %q: not a plain id", e.Kind, subject, by)
		}
	}
	if err := plainJSON(body); err != nil {
		return Entry{}, fmt.Errorf("ledger: %s of %s: %w", e.Kind, subject, err)
	}
	return e, nil
}

// plainJSON walks the encoded fact and refuses every string that is not a
// plain code.
func plainJSON(body []byte) error {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return err
	}
	var walk func(any) error
	walk = func(v any) error {
		switch v := v.(type) {
		case string:
			if !plain.MatchString(v) {
				return fmt.Errorf("prose in a fact: %.20q", v)
			}
		case []any:
			for _, x := range v {
				if err := walk(x); err != nil {
					return err
				}
			}
		case map[string]any:
			for k, x := range v {
				if err := errors.Join(walk(k), walk(x)); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return walk(v)
}
