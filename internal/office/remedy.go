package office

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/remedy"
)

// RemedyForm is the notice of a review or a suit as typed.
type RemedyForm struct {
	Kind, Procedure, Act, Before, Request, Forum, FileNo, Acted, Accepted, Noticed, Why string
}

// RemedyQuery narrows the list: Show is "open", "closed" or "" for all; Year
// keeps those that table 四 of the year counts.
type RemedyQuery struct {
	Show string
	Year int
}

// RemedyRow is a case with its clock as it stands today.
type RemedyRow struct {
	remedy.Case
	Clock remedy.Sheet
}

// Remedies lists the organ's reviews and suits: those that wait for our answer
// first, by the days left, then those that others decide, then the rest.
func (o *Office) Remedies(ctx context.Context, who access.Actor, q RemedyQuery) (rows []RemedyRow, err error) {
	if err := may(who, access.ReadRemedy); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		list, err := tx.Remedies(store.RemedyFilter{Organ: who.Organ, Pending: q.Show == "open", Ended: q.Show == "closed", Year: q.Year})
		for _, c := range list {
			rows = append(rows, RemedyRow{c, c.Clock(o.Today(), o.Calendar())})
		}
		return err
	})
	order := map[remedy.State]int{remedy.Noticed: 0, remedy.Answered: 1, remedy.Concluded: 2, remedy.Archived: 3, remedy.Voided: 4}
	slices.SortStableFunc(rows, func(a, b RemedyRow) int {
		if a.State != b.State || !a.State.Pending() {
			return cmp.Compare(order[a.State], order[b.State])
		}
		if a.Clock.Runs() != b.Clock.Runs() {
			return map[bool]int{true: -1, false: 1}[a.Clock.Runs()]
		}
		return a.Clock.Next.Day.Compare(b.Clock.Next.Day)
	})
	return rows, err
}

// RemedyStep is an entry of a case with what was said, and its papers.
type RemedyStep struct {
	EntryView
	Text   string
	Papers []remedy.Paper
}

// RemedyView is everything that the page of a case shows.
type RemedyView struct {
	RemedyRow
	Steps  []RemedyStep
	Review *remedy.Case  // the review before a suit
	Suits  []remedy.Case // the suits after a review
	May    bool          // may work on it and open its papers
	Redo   bool          // a new answer is owed
}

// Remedy reads one case.
func (o *Office) Remedy(ctx context.Context, who access.Actor, id ledger.ID) (v RemedyView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		c, err := remedyOf(tx, who, access.ReadRemedy, id)
		if err != nil {
			return err
		}
		v.RemedyRow, v.May, v.Redo = RemedyRow{c, c.Clock(o.Today(), o.Calendar())}, may(who, access.WorkRemedy) == nil, c.Redoing()
		if c.Before != "" {
			r, err := tx.Remedy(c.Before)
			if err != nil {
				return err
			}
			v.Review = &r
		}
		if v.Suits, err = tx.Remedies(store.RemedyFilter{Organ: c.Organ, Before: id}); err != nil {
			return err
		}
		entries, err := tx.Entries(c.Organ, store.EntryFilter{Subject: id})
		if err != nil {
			return err
		}
		views, err := o.entryViews(tx, c.Organ, entries)
		if err != nil {
			return err
		}
		words, err := tx.RemedyWords(c.Organ, id)
		for _, e := range views {
			s := RemedyStep{EntryView: e}
			if i := slices.IndexFunc(words, func(w remedy.Words) bool { return w.Seq == e.Seq }); i >= 0 {
				s.Text, s.Papers = words[i].Text, words[i].Papers
			}
			v.Steps = append(v.Steps, s)
		}
		return err
	})
	return v, err
}

// remedyOf loads a case that the actor may do this to.
func remedyOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (remedy.Case, error) {
	c, err := tx.Remedy(id)
	if err != nil {
		return c, err
	}
	return c, access.May(who, v, access.Thing{Organ: c.Organ, Unit: who.Unit})
}

// OpenRemedy records the notice of a case with its paper (收到答复通知、应诉通知).
func (o *Office) OpenRemedy(ctx context.Context, who access.Actor, f RemedyForm, up *Upload) (ledger.ID, error) {
	if err := may(who, access.WorkRemedy); err != nil {
		return "", err
	}
	c := remedy.Case{ID: newID(), Organ: who.Organ, Kind: remedy.Kind(f.Kind), Procedure: remedy.Procedure(f.Procedure),
		Act: remedy.Act(f.Act), Request: clipped(f.Request), Forum: clipped(f.Forum), FileNo: clipped(f.FileNo)}
	for _, d := range []struct {
		field, typed string
		to           *calendar.Day
	}{{"acted", f.Acted, &c.ActedOn}, {"accepted", f.Accepted, &c.AcceptedOn}, {"noticed", f.Noticed, &c.NoticedOn}} {
		var err error
		if *d.to, err = openDay(d.field, d.typed); err != nil {
			return "", err
		}
	}
	about := ledger.ID("")
	open := func(tx *store.Tx, sum ledger.Sum) (remedy.Opened, error) {
		if c.Request != "" {
			r, err := tx.RequestByNo(who.Organ, c.Request)
			if errors.Is(err, store.ErrNotFound) {
				return remedy.Opened{}, refusal.New("remedy.open.request", "A.6", "no", c.Request).On("request")
			}
			if err != nil {
				return remedy.Opened{}, err
			}
			about, c.Request = r.ID, r.No
		}
		before := remedy.Case{}
		if f.Before != "" {
			var err error
			if before, err = remedyOf(tx, who, access.WorkRemedy, ledger.ID(f.Before)); err != nil {
				return remedy.Opened{}, err
			}
		}
		return c.Open(before, f.Why, o.Today(), sum)
	}
	w := remedy.Words{Case: c.ID, Text: strings.TrimSpace(f.Why), Salt: newSalt()}
	err := o.view(ctx, func(tx *store.Tx) error { _, err := open(tx, ""); return err })
	if err == nil {
		w.Papers, err = o.papers(ctx, up, c.NoticedOn)
	}
	if err != nil {
		return "", err
	}
	return c.ID, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		opened, err := open(tx, w.Sum(c.Names()...))
		if err != nil {
			return err
		}
		if err := appendRemedy(tx, c, c.NoticedOn, who.Officer, opened, w); err != nil || about == "" {
			return err
		}
		if c, err = tx.Remedy(c.ID); err != nil {
			return err
		}
		return appendRemedy(tx, c, o.Today(), who.Officer, c.Link(about), remedy.Words{})
	})
}

// appendRemedy writes the fact, the case that it leads to, and the words.
func appendRemedy(tx *store.Tx, c remedy.Case, on calendar.Day, by ledger.ID, f ledger.Fact, w remedy.Words) error {
	e, err := tx.Append(on, c.ID, by, f)
	if err != nil {
		return err
	}
	if err := tx.PutRemedy(c.Apply(e, f)); err != nil {
		return err
	}
	if w.Salt == "" {
		return nil // the fact binds no words
	}
	w.Seq = e.Seq
	return tx.AddRemedyWords(c.Organ, w)
}

// workRemedy carries out one verb on a case. The verb is judged before the
// paper is stored, so that a refused one leaves no file behind, and again when
// it is recorded.
func (o *Office) workRemedy(ctx context.Context, who access.Actor, id ledger.ID, rev int64, text string, up *Upload,
	verb func(tx *store.Tx, c remedy.Case, sum ledger.Sum) (calendar.Day, ledger.Fact, error)) error {
	judge := func(tx *store.Tx, sum ledger.Sum) (c remedy.Case, on calendar.Day, f ledger.Fact, err error) {
		if c, err = remedyOf(tx, who, access.WorkRemedy, id); err != nil {
			return c, on, f, err
		}
		if c.Rev != rev {
			return c, on, f, refusal.Clash("office.save.conflict", "")
		}
		on, f, err = verb(tx, c, sum)
		return c, on, f, err
	}
	w := remedy.Words{Case: id, Text: strings.TrimSpace(text), Salt: newSalt()}
	var on calendar.Day
	err := o.view(ctx, func(tx *store.Tx) (err error) { _, on, _, err = judge(tx, ""); return err })
	if err == nil {
		w.Papers, err = o.papers(ctx, up, on)
	}
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		c, on, f, err := judge(tx, w.Sum())
		if err != nil {
			return err
		}
		return appendRemedy(tx, c, on, who.Officer, f, w)
	})
}

// remedyTasks are the cases that wait for our answer, or want a new one.
func (o *Office) remedyTasks(tx *store.Tx, who access.Actor) (out []Task, err error) {
	if may(who, access.WorkRemedy) != nil {
		return nil, nil
	}
	cases, err := tx.Remedies(store.RemedyFilter{Organ: who.Organ, Pending: true})
	for _, c := range cases {
		if c.State == remedy.Noticed {
			k := c.Clock(o.Today(), o.Calendar())
			out = append(out, Task{Kind: "remedy", ID: string(c.ID), Link: "remedies/" + string(c.ID), Title: c.Title(), Next: "提交答复和证据", Due: k.Next, Left: k.Left,
				HasDue: true, By: c.Forum})
		}
	}
	if err != nil {
		return nil, err
	}
	owed, err := tx.Remedies(store.RemedyFilter{Organ: who.Organ, Redoing: true})
	for _, c := range owed {
		k := c.Clock(o.Today(), o.Calendar())
		out = append(out, Task{Kind: "remedy", ID: string(c.ID), Link: "remedies/" + string(c.ID), Title: c.Title(), Next: "重新答复", Due: k.Next, Left: k.Left,
			HasDue: true, By: c.Forum})
	}
	return out, err
}

// openDay reads a day that may be left open.
func openDay(field, s string) (calendar.Day, error) {
	if strings.TrimSpace(s) == "" {
		return calendar.Day{}, nil
	}
	return formDay(field, s)
}

// clipped is a short line without spaces around it.
func clipped(s string) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[:min(len(r), 100)])
}

// formNumber reads a whole number from 1.
func formNumber(field, s string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 || n > 9999 {
		return 0, refusal.New("form.number", "", "typed", s).On(field)
	}
	return n, nil
}
