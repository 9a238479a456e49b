package office

import (
	"strings"
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
	others, err := tx.Entries(g.ID, store.EntryFilter{To: in.Head.Seq, NoRequests: true})
	if err != nil {
		return report.Sheet{}, err
	}
	frozen, err := frozenAt(in.Codec, others, year-1)
	if err != nil {
		return report.Sheet{}, err
	}
	if in.Frozen, err = carried(tx, g, others, frozen); err != nil {
		return report.Sheet{}, err
	}
	in.Entries, err = withRequests(tx, g.ID, year, in.Head.Seq, frozen.Seq, others)
	if err != nil {
		return report.Sheet{}, err
	}
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

// frozenAt is how a year was frozen, the zero Frozen when it was not.
func frozenAt(codec ledger.Codec, entries []ledger.Entry, year int) (out report.Frozen, err error) {
	for _, e := range entries {
		if e.Kind != out.Kind() || e.Subject != reportID(year) {
			continue
		}
		f, err := codec.Decode(e)
		if err != nil {
			return out, err
		}
		out, _ = f.(report.Frozen)
	}
	return out, nil
}

// withRequests puts the entries of the requests that a year is about among the
// others. A request that ended before the year is one of them where its row has
// moved since the head that is asked for, or since last year was frozen.
func withRequests(tx *store.Tx, organ ledger.ID, year int, to, frozen int64, others []ledger.Entry) ([]ledger.Entry, error) {
	since := to
	if frozen > 0 {
		since = min(to, frozen)
	}
	var asked []ledger.Entry
	err := tx.EachRequestEntry(organ, to, since, calendar.NewDay(year, time.January, 1), calendar.NewDay(year, time.December, 31),
		report.RequestKinds(), func(e ledger.Entry) error {
			asked = append(asked, e)
			return nil
		})
	return mergeEntries(others, asked), err
}

// carried is last year's sheet as it was frozen, with table 三 alone, where its
// table 三 rests on statements; nil where it does not. Which of the requests it
// carried over, the facts themselves tell.
func carried(tx *store.Tx, g people.Organ, others []ledger.Entry, frozen report.Frozen) (*report.Sheet, error) {
	if frozen.Seq == 0 {
		return nil, nil
	}
	in := report.Input{Year: frozen.Year, Codec: Codec()}
	some := false
	for _, e := range others {
		if e.Seq > frozen.Seq {
			break
		}
		if e.Kind != (report.Stated{}).Kind() && e.Kind != frozen.Kind() {
			continue
		}
		in.Entries = append(in.Entries, e)
		f, err := in.Codec.Decode(e)
		if err != nil {
			return nil, err
		}
		if s, ok := f.(report.Stated); ok && s.Year == frozen.Year && strings.HasPrefix(string(s.Cell), "T3.") {
			some = true
		}
	}
	if !some {
		return nil, nil
	}
	var err error
	if in.Form, err = law.FormNamed(string(frozen.Form)); err != nil {
		return nil, err
	}
	if in.Head, err = headAt(tx, g.ID, frozen.Seq); err != nil {
		return nil, err
	}
	if in.Entries, err = withRequests(tx, g.ID, frozen.Year, frozen.Seq, 0, in.Entries); err != nil {
		return nil, err
	}
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
