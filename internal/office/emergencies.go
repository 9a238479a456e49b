package office

import (
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/review"
)

// Emergency is a text that was let out before its review (先发后审).
type Emergency struct {
	Article ledger.ID
	Title   string
	Rushed  review.Opinion // who, when and why
	Who     string
	Round   review.Round
	Gone    bool          // withdrawn or replaced before others had approved it
	Due     calendar.Date // by which its review should be through
	Left    int
}

// Emergencies are those of a year with their number, which names its entries:
// All is how many there were, Owed how many stand on the site and no other
// officer has approved yet, Gone how many were withdrawn or replaced before that.
// Nobody can mend these any more: they stay in what supervision counts, and are
// asked of nobody.
type Emergencies struct {
	Year            int
	Rows            []Emergency
	All, Owed, Gone ledger.Figure
}

// Emergencies lists what was let out before its review in a year, for those who
// supervise it. The figures are counted from the ledger.
func (o *Office) Emergencies(ctx context.Context, who access.Actor, year int) (out Emergencies, err error) {
	if err := may(who, access.ReadLedger); err != nil {
		return out, err
	}
	out.Year = year
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		entries, err := tx.Entries(who.Organ, store.EntryFilter{Kinds: []string{review.Rushed{}.Kind()},
			OnFrom: calendar.NewDay(year, 1, 1), OnTo: calendar.NewDay(year, 12, 31)})
		if err != nil {
			return err
		}
		for _, entry := range entries {
			x, err := o.emergency(tx, entry, names)
			if err != nil {
				return err
			}
			out.Rows = append(out.Rows, x)
			out.All = out.All.Plus(1, entry.Seq)
			switch {
			case x.Gone:
				out.Gone = out.Gone.Plus(1, entry.Seq)
			case x.Round.Owed():
				out.Owed = out.Owed.Plus(1, entry.Seq)
			}
		}
		return nil
	})
	slices.Reverse(out.Rows) // the latest first
	return out, err
}

func (o *Office) emergency(tx *store.Tx, entry ledger.Entry, names map[ledger.ID]string) (x Emergency, err error) {
	lines, err := tx.Opinions(entry.Subject)
	if err != nil {
		return x, err
	}
	for _, l := range lines {
		if l.Seq == entry.Seq {
			x.Rushed, x.Who = l, nameOf(names, l)
		}
	}
	_, e, err := articleOf(tx, entry.Subject, x.Rushed.Edition)
	if err != nil {
		return x, err
	}
	x.Article, x.Title = entry.Subject, e.Title
	x.Round, err = tx.Round(entry.Subject, e.No)
	x.Gone = x.Round.Owed() && e.State != publication.Live
	x.Due = x.Round.Due(o.Today(), o.Calendar())
	x.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), x.Due.Day)
	return x, err
}
