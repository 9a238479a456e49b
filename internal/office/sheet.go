package office

import (
	"errors"
	"time"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/report"
)

// sheet computes a year from the entries up to seq, from all for 0. Of the
// requests only those that the year is about are read.
func sheet(tx *store.Tx, g people.Organ, year int, form law.Form, seq int64) (report.Sheet, error) {
	in := report.Input{Body: report.Body{Code: g.Token, Name: g.Name, Region: g.Region}, Year: year, Form: form, Codec: Codec()}
	var err error
	if in.Head, err = headAt(tx, g.ID, seq); err != nil {
		return report.Sheet{}, err
	}
	if in.Frozen, err = carried(tx, g, year-1); err != nil {
		return report.Sheet{}, err
	}
	others, err := tx.Entries(g.ID, store.EntryFilter{To: in.Head.Seq, Except: "request"})
	if err != nil {
		return report.Sheet{}, err
	}
	asked, err := requestEntries(tx, g.ID, year, in.Head.Seq)
	if err != nil {
		return report.Sheet{}, err
	}
	in.Entries = mergeEntries(others, asked)
	return report.Compute(in)
}

// headAt is the head of the ledger when it had seq entries, 0 for now.
func headAt(tx *store.Tx, organ ledger.ID, seq int64) (ledger.Head, error) {
	head, err := tx.Head(organ)
	if err != nil || seq <= 0 || seq >= head.Seq {
		return head, err
	}
	return ledger.Root(seq, tx.HashReader(organ))
}

// requestEntries are the entries of the requests that a year is about.
func requestEntries(tx *store.Tx, organ ledger.ID, year int, to int64) (out []ledger.Entry, err error) {
	err = tx.EachRequestEntry(organ, to, calendar.NewDay(year, time.January, 1), calendar.NewDay(year, time.December, 31),
		report.RequestKinds(), func(e ledger.Entry) error {
			out = append(out, e)
			return nil
		})
	return out, err
}

// carried is the year's report as it was frozen here, with table 三 alone; nil
// when it was not.
func carried(tx *store.Tx, g people.Organ, year int) (*report.Sheet, error) {
	r, err := tx.Report(g.ID, year)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Seq == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	in := report.Input{Year: year, Codec: Codec()}
	if in.Form, err = law.FormNamed(r.Form); err != nil {
		return nil, err
	}
	if in.Head, err = headAt(tx, g.ID, r.Seq); err != nil {
		return nil, err
	}
	stated, err := tx.Entries(g.ID, store.EntryFilter{To: in.Head.Seq, Kinds: []string{report.Stated{}.Kind()}})
	if err != nil {
		return nil, err
	}
	asked, err := requestEntries(tx, g.ID, year, in.Head.Seq)
	if err != nil {
		return nil, err
	}
	in.Entries = mergeEntries(stated, asked)
	s, err := report.Compute(in)
	return &s, err
}

// mergeEntries puts two runs of entries into one, by seq.
func mergeEntries(a, b []ledger.Entry) []ledger.Entry {
	out := make([]ledger.Entry, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].Seq < b[0].Seq {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
