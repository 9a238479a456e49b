package office

import (
	"context"
	"time"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
)

// BatchMonth is what goes out and went out in a month (发布日历).
type BatchMonth struct {
	First   calendar.Day
	Days    map[calendar.Day][]BatchItem
	Held    []batch.Batch // of whatever month
	Waiting int           // sets that are to come
	May     bool
}

// BatchItem is a line of a day: a text alone, or a set with its texts.
type BatchItem struct {
	At    time.Time
	Title string
	Unit  string
	Link  string // path below the desk
	Out   bool
	Held  bool
	Set   bool
	Texts []string // titles of a set
}

// BatchMonth reads the calendar of a month.
func (o *Office) BatchMonth(ctx context.Context, who access.Actor, first calendar.Day) (m BatchMonth, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return m, err
	}
	first = calendar.NewDay(first.Year(), first.Month(), 1)
	next := first.AddDays(32)
	next = calendar.NewDay(next.Year(), next.Month(), 1)
	m = BatchMonth{First: first, Days: map[calendar.Day][]BatchItem{}, May: may(who, access.PlanBatch) == nil}
	err = o.view(ctx, func(tx *store.Tx) error {
		sets, err := tx.WaitingBatches(who.Organ)
		if err != nil {
			return err
		}
		held := map[ledger.ID]bool{}
		for _, s := range sets {
			if len(s.Held) > 0 {
				m.Held, held[s.ID] = append(m.Held, s), true
			}
		}
		m.Waiting = len(sets)
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		lines, err := tx.BatchLines(who.Organ, first.Start(), next.Start())
		if err != nil {
			return err
		}
		seen := map[ledger.ID]calendar.Day{} // sets, by the day on which they stand already
		for _, l := range lines {
			day := calendar.DayOf(l.At)
			item := BatchItem{At: l.At, Title: orUntitled(l.Title), Unit: names[l.Unit], Link: "articles/" + string(l.Article), Out: l.Out}
			if l.Set != "" {
				if seen[l.Set] == day {
					continue
				}
				seen[l.Set] = day
				s, err := tx.Batch(l.Set)
				if err != nil {
					return err
				}
				item = BatchItem{At: l.At, Title: s.Name, Link: "batches/" + string(s.ID), Out: l.Out, Held: held[s.ID], Set: true}
				if item.Texts, err = titles(tx, s); err != nil {
					return err
				}
			}
			m.Days[day] = append(m.Days[day], item)
		}
		return nil
	})
	return m, err
}

func titles(tx *store.Tx, s batch.Batch) (out []string, err error) {
	for _, m := range s.Members {
		e, err := tx.Edition(m.Article, m.Edition)
		if err != nil {
			return nil, err
		}
		out = append(out, orUntitled(e.Title))
	}
	return out, nil
}

// BatchView is a set with its texts.
type BatchView struct {
	Set        batch.Batch
	By         string
	Members    []BatchMember
	Candidates []BatchMember // approved texts that may join
	Entries    []EntryView
	May        bool
}

// BatchMember is a text of a set, and what keeps it.
type BatchMember struct {
	Article publication.Article
	Edition publication.Edition
	Unit    string
	Problem string // as things stand, or stood at the instant
	Own     bool   // the reader had a hand in it
}

// Batch reads a set.
func (o *Office) Batch(ctx context.Context, who access.Actor, id ledger.ID) (v BatchView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if v.Set, err = tx.Batch(id); err != nil {
			return err
		}
		if err := access.May(who, access.ReadDesk, access.Thing{Organ: v.Set.Organ}); err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		v.By = names[v.Set.By]
		problems := map[ledger.ID]string{}
		if v.Set.State == batch.Waiting {
			if problems, err = o.problems(tx, v.Set); err != nil {
				return err
			}
			v.May = access.May(who, access.PlanBatch, access.Thing{Organ: v.Set.Organ}) == nil
		}
		for _, m := range v.Set.Members {
			a, err := tx.Article(m.Article)
			if err != nil {
				return err
			}
			e, err := tx.Edition(m.Article, m.Edition)
			if err != nil {
				return err
			}
			v.Members = append(v.Members, BatchMember{a, e, names[e.Unit], problems[a.ID], e.Wrote(who.Officer)})
		}
		if v.May {
			if v.Candidates, err = candidates(tx, who, names); err != nil {
				return err
			}
		}
		entries, err := tx.Entries(who.Organ, store.EntryFilter{Subject: id, Desc: true, Limit: 100})
		if err != nil {
			return err
		}
		v.Entries, err = o.entryViews(tx, who.Organ, entries)
		return err
	})
	return v, err
}

// BatchCandidates lists the texts that are through their review and wait in no
// set, those with an instant of their own first.
func (o *Office) BatchCandidates(ctx context.Context, who access.Actor) (out []BatchMember, err error) {
	if err := may(who, access.PlanBatch); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		out, err = candidates(tx, who, names)
		return err
	})
	return out, err
}

func candidates(tx *store.Tx, who access.Actor, names map[ledger.ID]string) (out []BatchMember, err error) {
	editions, err := tx.ScheduledAlone(who.Organ)
	for _, e := range editions {
		out = append(out, BatchMember{Edition: e, Unit: names[e.Unit], Own: e.Wrote(who.Officer)})
	}
	if err != nil {
		return nil, err
	}
	rows, _, err := tx.Articles(store.ArticleFilter{Organ: who.Organ, EditionStates: []publication.State{publication.InReview}})
	for _, r := range rows {
		e, err := tx.Edition(r.Article.ID, r.Edition.No) // with its text, which the sum is over
		if err != nil {
			return nil, err
		}
		_, in, err := tx.BatchOf(e.Article, e.No)
		if err != nil {
			return nil, err
		}
		if passed(e) && !in && r.Article.State != publication.Withdrawn && e.Mode == "proactive" {
			out = append(out, BatchMember{Edition: e, Unit: names[e.Unit], Own: e.Wrote(who.Officer)})
		}
	}
	return out, err
}
