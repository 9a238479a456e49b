package office

import (
	"cmp"
	"context"
	"slices"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
)

// LetterLine is a letter as lists show it.
type LetterLine struct {
	Letter  letter.Letter
	Subject string
	Sender  string // masked
	Mailbox string // its name
	Unit    string
	Sheet   letter.Sheet
	Waits   string // what it waits for, in words
}

// LetterQuery narrows a list of letters.
type LetterQuery struct {
	State   letter.State
	Mailbox ledger.Code
	Sort    ledger.Code
	Unit    ledger.ID
	Text    string // words of the title, or the number
	Year    int
	Page    int // of the queue

	Older, Newer ledger.ID // of the register: the page that begins, or ends, beside this letter
}

// LetterList is a page of letters; the queue is by days left, the register by day
// of receipt.
type LetterList struct {
	Rows               []LetterLine
	Total, Page, Pages int
	Late, Soon         int // among those that are open, of all pages
	Mailboxes          []letter.Mailbox

	Beside // of the register
}

// LetterQueue lists what is not in the archive, by days left. The last days are
// counted anew each time; nothing that is open is ever absent.
func (o *Office) LetterQueue(ctx context.Context, who access.Actor, q LetterQuery) (l LetterList, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := o.letterQueue(tx, who, q)
		if err != nil {
			return err
		}
		for _, r := range rows {
			switch {
			case !r.Letter.State.Pending():
			case r.Sheet.Overdue():
				l.Late++
			case r.Sheet.Runs() && r.Sheet.Left <= soon:
				l.Soon++
			}
		}
		l.Total, l.Pages = len(rows), max(1, (len(rows)+requestPage-1)/requestPage)
		l.Page = min(max(q.Page, 1), l.Pages)
		l.Rows = rows[min((l.Page-1)*requestPage, len(rows)):min(l.Page*requestPage, len(rows))]
		t, err := mailboxes(tx, who.Organ, o.Today())
		if err != nil {
			return err
		}
		l.Mailboxes = t.Mailboxes
		return o.namedSenders(tx, l.Rows)
	})
	return l, err
}

// letterQueue are the letters outside the archive that the officer may read: what
// runs first, by days left, then what only wants its filing.
func (o *Office) letterQueue(tx *store.Tx, who access.Actor, q LetterQuery) ([]LetterLine, error) {
	f := store.LetterFilter{Organ: who.Organ, Waiting: true, Mailbox: q.Mailbox, Sort: q.Sort, Unit: q.Unit, Text: q.Text, Year: q.Year, Oldest: true}
	if q.State != "" {
		f.States = []letter.State{q.State}
	}
	all, err := tx.Letters(f)
	if err != nil {
		return nil, err
	}
	lines, err := o.letterLines(tx, who.Organ, slices.DeleteFunc(all, func(r store.LetterRow) bool {
		return access.May(who, access.ReadLetter, letterThing(r.Letter)) != nil
	}))
	ended := func(l LetterLine) int {
		if l.Letter.State.Pending() {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(lines, func(a, b LetterLine) int {
		return cmp.Or(cmp.Compare(ended(a), ended(b)), cmp.Compare(a.Sheet.Left, b.Sheet.Left), a.Letter.ReceivedOn.Compare(b.Letter.ReceivedOn))
	})
	return lines, err
}

// letterLines sets rows as lists show them, without the senders.
func (o *Office) letterLines(tx *store.Tx, organ ledger.ID, rows []store.LetterRow) ([]LetterLine, error) {
	names, err := o.names(tx, organ)
	if err != nil {
		return nil, err
	}
	boxes, err := mailboxes(tx, organ, o.Today())
	if err != nil {
		return nil, err
	}
	out := make([]LetterLine, 0, len(rows))
	cal, today := o.Calendar(), o.Today()
	for _, r := range rows {
		s := r.Clock(today, cal)
		m, _ := boxes.Mailbox(r.Letter.Mailbox)
		out = append(out, LetterLine{Letter: r.Letter, Subject: r.Subject, Mailbox: orElse(m.Name, string(r.Letter.Mailbox)), Unit: names[r.Unit], Sheet: s, Waits: r.Waits(s)})
	}
	return out, nil
}

// namedSenders puts the masked names of senders to lines.
func (o *Office) namedSenders(tx *store.Tx, rows []LetterLine) error {
	ids := make([]ledger.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.Letter.ID
	}
	names, err := tx.SenderNames(ids)
	for i := range rows {
		rows[i].Sender = letter.Sender{Name: names[rows[i].Letter.ID]}.Masked().Name
	}
	return err
}

// Letters is the register of letters (来信登记簿): all of them, the newest first. A
// page begins beside a letter and is not counted to.
func (o *Office) Letters(ctx context.Context, who access.Actor, q LetterQuery) (l LetterList, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		f := store.LetterFilter{Organ: who.Organ, Mailbox: q.Mailbox, Sort: q.Sort, Unit: q.Unit, Text: q.Text, Year: q.Year}
		if access.May(who, access.ReadLetter, access.Thing{Organ: who.Organ}) != nil {
			if err := may(who, access.ReadLetter); err != nil {
				return err
			}
			f.Units = letterUnits(who) // a division sees its own
		}
		if q.State != "" {
			f.States = []letter.State{q.State}
		}
		t, err := mailboxes(tx, who.Organ, o.Today())
		if err != nil {
			return err
		}
		l.Mailboxes = t.Mailboxes
		rows, total, at, err := letterBook(tx, f).turn(q.Older, q.Newer)
		if err != nil {
			return err
		}
		l.Total, l.Beside = total, at
		if l.Rows, err = o.letterLines(tx, who.Organ, rows); err != nil {
			return err
		}
		return o.namedSenders(tx, l.Rows)
	})
	return l, err
}

// letterUnits are the units that the actor works for, their own and those of whom
// they stand in for, where each may read letters.
func letterUnits(who access.Actor) (out []ledger.ID) {
	for _, a := range hats(who) {
		if access.May(a, access.ReadLetter, access.Thing{Organ: a.Organ, Unit: a.Unit}) == nil {
			out = append(out, a.Unit)
		}
	}
	return out
}

// letterBook is the register that a filter narrows.
func letterBook(tx *store.Tx, f store.LetterFilter) book[store.LetterRow] {
	return book[store.LetterRow]{
		place: func(id ledger.ID) (at store.Place, err error) {
			r, err := tx.Letter(id)
			if r.Organ == f.Organ {
				at = store.Place{Arrived: r.ReceivedOn, ID: r.ID}
			}
			return at, err
		},
		list: func(older, newer store.Place, oldest bool, limit int) ([]store.LetterRow, error) {
			f := f
			f.Older, f.Newer, f.Oldest, f.Limit = older, newer, oldest, limit
			return tx.Letters(f)
		},
		count: func(most int) (int, error) { return tx.CountLetters(f, most) },
		id:    func(r store.LetterRow) ledger.ID { return r.ID },
	}
}
