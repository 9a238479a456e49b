package office

import (
	"context"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// chartable is what an organ's table of chains may name.
func chartable(tx *store.Tx, organ ledger.ID) (review.Known, error) {
	k := review.Known{Kinds: map[ledger.Code]string{}, Columns: map[ledger.Code]string{},
		Lawful: []ledger.Code{ledger.Code(publication.Normative), ledger.Code(publication.Rule)}}
	for _, x := range publication.Kinds {
		k.Kinds[ledger.Code(x.Kind)] = x.Name
	}
	cols, err := tx.Columns(organ)
	for _, c := range cols {
		k.Columns[c.Path] = c.Name
	}
	return k, err
}

// chains is the organ's table of a day with its version. It was whole when it
// was saved; a column that is gone since takes nothing from the other rows.
func chains(tx *store.Tx, organ ledger.ID, on calendar.Day) (review.Table, int, error) {
	k, err := chartable(tx, organ)
	if err != nil {
		return review.Table{}, 0, err
	}
	all, err := tx.Charts(organ)
	if err != nil {
		return review.Table{}, 0, err
	}
	now := review.Pick(all, on)
	t, _ := review.Parse(now.Text, k)
	return t, now.Version, nil
}

// Chart is the table of chains as the desk shows it.
type Chart struct {
	Now      review.Stored
	Table    review.Table
	Kinds    map[ledger.Code]string
	Columns  map[ledger.Code]string
	Versions []ChartVersion // the newest first
}

// ChartVersion is a table with who saved it; the built-in one has neither
// person nor time.
type ChartVersion struct {
	review.Stored
	By      string
	SavedAt time.Time
	InForce bool
}

// Chart reads the table of chains in force, and those before and to come
// (审核流程表).
func (o *Office) Chart(ctx context.Context, who access.Actor) (c Chart, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return c, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		k, err := chartable(tx, who.Organ)
		if err != nil {
			return err
		}
		all, err := tx.Charts(who.Organ)
		c.Now, c.Kinds, c.Columns = review.Pick(all, o.Today()), k.Kinds, k.Columns
		c.Table, _ = review.Parse(c.Now.Text, k)
		for _, x := range append([]review.Stored{{Text: review.Builtin()}}, all...) {
			c.Versions = append(c.Versions, ChartVersion{Stored: x, By: names[x.Officer], SavedAt: x.SavedAt, InForce: x.Version == c.Now.Version})
		}
		slices.Reverse(c.Versions)
		return err
	})
	return c, err
}

// EditChart gives the organ a new table of chains from a day on (修改审核流程表).
// Rounds that have begun keep theirs. was is the newest version when the form was
// opened, 0 for none.
func (o *Office) EditChart(ctx context.Context, who access.Actor, was int, from, text string) error {
	if err := may(who, access.EditChart); err != nil {
		return err
	}
	on, err := formDay("from", from)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		k, err := chartable(tx, who.Organ)
		if err != nil {
			return err
		}
		all, err := tx.Charts(who.Organ)
		if err != nil {
			return err
		}
		if n := len(all); n > 0 && all[n-1].Version != was || n == 0 && was != 0 {
			return refusal.Clash("review.chart.moved", "")
		}
		s, f, err := review.Chart(all, k, on, o.Today(), text, newSalt())
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), "review", who.Officer, f)
		if err != nil {
			return err
		}
		s.Organ, s.Officer, s.Seq, s.SavedAt = who.Organ, who.Officer, e.Seq, e.At
		return tx.PutChart(s)
	})
}
