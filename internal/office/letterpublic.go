package office

import (
	"cmp"
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
)

// PublicLetter is a letter as everybody reads it (§D.2(4)): 受理日期, 答复日期,
// 答复部门, 答复内容.
type PublicLetter struct {
	ID            ledger.ID
	No            string
	Mailbox, Sort string // printed names
	letter.Copy
	ReceivedOn, AcceptedOn, AnsweredOn calendar.Day
	PublishedOn                        calendar.Day
	Unit                               string // 答复部门
	Stars                              int    // 0 while not rated
	Level                              string
}

// PublicLetterQuery narrows the public letters.
type PublicLetterQuery struct {
	Mailbox, Sort ledger.Code
	Year          int    // of the answer
	Text          string // words of title, question or answer
	Page, Size    int    // Size is 0 for that of the list
}

// PublicLetterList is a page of them, the newest answers first.
type PublicLetterList struct {
	Rows               []PublicLetter
	Total, Page, Pages int
	Mailboxes          []letter.Mailbox
	Years              []int // in which there are answers, newest first
}

const publicLetterPage = 20

// PublicLetters lists the public letters of an organ.
func (o *Office) PublicLetters(ctx context.Context, organ ledger.ID, q PublicLetterQuery) (l PublicLetterList, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return l, err
	}
	l.Page = max(q.Page, 1)
	size := cmp.Or(q.Size, publicLetterPage)
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, total, err := tx.PublicLetters(store.CopyFilter{Organ: organ, Mailbox: q.Mailbox, Sort: q.Sort, Year: q.Year, Text: q.Text,
			Limit: size, Offset: (l.Page - 1) * size})
		if err != nil {
			return err
		}
		if l.Years, err = tx.PublicLetterYears(organ); err != nil {
			return err
		}
		l.Total, l.Pages = total, max(1, (total+size-1)/size)
		t, err := mailboxes(tx, organ, o.Today())
		if err != nil {
			return err
		}
		l.Mailboxes = t.Mailboxes
		l.Rows, err = o.publicLetters(tx, organ, t, rows)
		return err
	})
	return l, err
}

// PublicLetter reads one public letter.
func (o *Office) PublicLetter(ctx context.Context, organ, id ledger.ID) (p PublicLetter, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, _, err := tx.PublicLetters(store.CopyFilter{Organ: organ, ID: id, Limit: 1})
		if err != nil {
			return err
		}
		if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: len(rows) == 1}); err != nil {
			return err
		}
		t, err := mailboxes(tx, organ, o.Today())
		if err != nil {
			return err
		}
		all, err := o.publicLetters(tx, organ, t, rows)
		if err == nil {
			p = all[0]
		}
		return err
	})
	return p, err
}

// publicLetters sets rows as everybody reads them. No officer is named, only the
// division that answered.
func (o *Office) publicLetters(tx *store.Tx, organ ledger.ID, t letter.Table, rows []store.PublicLetter) ([]PublicLetter, error) {
	names, err := o.names(tx, organ)
	if err != nil {
		return nil, err
	}
	g, err := tx.Organ(organ)
	if err != nil {
		return nil, err
	}
	var out []PublicLetter
	for _, r := range rows {
		l := r.LetterRow.Letter
		m, _ := t.Mailbox(l.Mailbox)
		p := PublicLetter{ID: l.ID, No: l.No, Mailbox: orElse(m.Name, "来信"), Sort: letter.Name(letter.Sorts, l.Sort), Copy: r.LetterCopy.Copy,
			ReceivedOn: l.ReceivedOn, AcceptedOn: l.AcceptedOn, AnsweredOn: l.EndedOn, PublishedOn: l.PublishedOn, Unit: orElse(names[l.Unit], g.Name), Stars: l.Stars}
		if l.Stars > 0 {
			p.Level = letter.Level(l.Stars)
		}
		out = append(out, p)
	}
	return out, nil
}

// How many public letters are compared with what somebody is writing, the newest
// first, and how many are offered.
const (
	compareLetters = 2000
	maxSuggested   = 5
)

// SuggestLetters are public letters with answers that may help before a letter is
// sent (知识库): offered while somebody types, the most alike first.
func (o *Office) SuggestLetters(ctx context.Context, organ ledger.ID, text string) (out []PublicLetter, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	if r := []rune(text); len(r) > 2000 {
		text = string(r[:2000])
	}
	typed := letter.Read(text)
	if len(typed) < 3 {
		return nil, nil
	}
	type scored struct {
		row   store.PublicLetter
		score float64
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, _, err := tx.PublicLetters(store.CopyFilter{Organ: organ, Limit: compareLetters})
		if err != nil {
			return err
		}
		var found []scored
		for _, r := range rows {
			// A long question holds many words: the title alone may be what is meant.
			s := max(typed.With(letter.Read(r.LetterCopy.Title)), typed.With(letter.Read(r.LetterCopy.Title+" "+r.Question)))
			if s >= letter.Alike {
				found = append(found, scored{r, s})
			}
		}
		slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
		var best []store.PublicLetter
		for _, f := range found[:min(len(found), maxSuggested)] {
			best = append(best, f.row)
		}
		t, err := mailboxes(tx, organ, o.Today())
		if err != nil {
			return err
		}
		out, err = o.publicLetters(tx, organ, t, best)
		return err
	})
	return out, err
}

// LetterStats are the numbers of a year's letters, by the day of receipt, as the
// site shows them (统计数据, §D.2(4)).
type LetterStats struct {
	Year      int
	Total     LetterCount
	Mailboxes []LetterCount // in the order of the table
	Sorts     []LetterCount
	Months    [12]LetterCount
	Years     []int // that have letters, newest first
}

// LetterCount is a line of them.
type LetterCount struct {
	Key, Name                                      string
	Received, Answered, Ended, Open                int
	Late, Overdue                                  int // ended too late; open beyond their last day
	Unknown                                        int // ended in an earlier book, which does not say its limits
	Back                                           int // taken back by the sender: neither ended nor open
	Rated, Content, Published, Converted, Declined int
	Days                                           int // Σ calendar days of those that ended
}

// Timed is of how many letters it is known whether they ended in time.
func (c LetterCount) Timed() int { return c.Ended - c.Unknown }

// OnTime is how many of those did, in percent.
func (c LetterCount) OnTime() int { return percent(c.Timed()-c.Late, c.Timed()) }

// Satisfaction is how many of the ratings are content, in percent.
func (c LetterCount) Satisfaction() int { return percent(c.Content, c.Rated) }

// MeanDays is how long a letter took on the average, in tenths of a day.
func (c LetterCount) MeanDays() float64 {
	if c.Ended == 0 {
		return 0
	}
	return float64((c.Days*10+c.Ended/2)/c.Ended) / 10
}

func percent(n, of int) int {
	if of == 0 {
		return 0
	}
	return (n*100 + of/2) / of
}

// LetterStats counts the letters of a year. It names nobody, so that the site
// shows it.
func (o *Office) LetterStats(ctx context.Context, organ ledger.ID, year int) (s LetterStats, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return s, err
	}
	if year < 2000 || year > o.Today().Year() {
		return s, refusal.NotFound("public.read.absent")
	}
	s.Year, s.Total.Name = year, "合计"
	err = o.view(ctx, func(tx *store.Tx) error {
		t, err := mailboxes(tx, organ, o.Today())
		if err != nil {
			return err
		}
		rows, err := tx.Letters(store.LetterFilter{Organ: organ, Year: year})
		if err != nil {
			return err
		}
		if s.Years, err = tx.LetterYears(organ); err != nil {
			return err
		}
		boxes, sorts := map[ledger.Code]*LetterCount{}, map[ledger.Code]*LetterCount{}
		s.Mailboxes, s.Sorts = make([]LetterCount, len(t.Mailboxes)), make([]LetterCount, len(letter.Sorts))
		for i, m := range t.Mailboxes {
			s.Mailboxes[i], boxes[m.Key] = LetterCount{Key: string(m.Key), Name: m.Name}, &s.Mailboxes[i]
		}
		for i, x := range letter.Sorts {
			s.Sorts[i], sorts[x.Key] = LetterCount{Key: string(x.Key), Name: x.Name}, &s.Sorts[i]
		}
		for _, r := range rows {
			sheet := r.Clock(o.Today(), o.Calendar())
			for _, c := range []*LetterCount{&s.Total, boxes[r.Letter.Mailbox], sorts[r.Sort], &s.Months[r.ReceivedOn.Month()-1]} {
				if c != nil {
					c.add(r.Letter, sheet)
				}
			}
		}
		return nil
	})
	return s, err
}

func (c *LetterCount) add(l letter.Letter, s letter.Sheet) {
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	c.Received++
	if l.Back {
		c.Back++
		return
	}
	count(&c.Answered, l.Replied())
	count(&c.Ended, !l.EndedOn.IsZero())
	count(&c.Unknown, !l.EndedOn.IsZero() && l.Imported)
	count(&c.Open, l.EndedOn.IsZero())
	// Of an earlier book only the days are known, and not by which limits.
	count(&c.Late, s.Ended && s.Overdue() && !l.Imported)
	count(&c.Overdue, !s.Ended && s.Overdue())
	count(&c.Rated, l.Stars > 0)
	count(&c.Content, letter.Content(l.Stars))
	count(&c.Published, l.Public == letter.Published)
	count(&c.Converted, l.To != "")
	count(&c.Declined, l.Ground != "")
	c.Days += l.EndedDays()
}
