package office

import (
	"context"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
)

// mailboxes is the organ's table of mailboxes of a day. It was whole when it was
// saved.
func mailboxes(tx *store.Tx, organ ledger.ID, on calendar.Day) (letter.Table, error) {
	all, err := tx.MailboxTables(organ)
	if err != nil {
		return letter.Table{}, err
	}
	return letter.Parse(letter.Pick(all, on).Text)
}

// PublicMailboxes lists the mailboxes to which the public may write on the site.
func (o *Office) PublicMailboxes(ctx context.Context, organ ledger.ID) (out []letter.Mailbox, err error) {
	if err := access.May(access.Actor{}, access.WriteLetter, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		t, err := mailboxes(tx, organ, o.Today())
		out = t.At(letter.DoorWeb)
		return err
	})
	return out, err
}

// MailboxesOf is the table in force, for whoever holds the data folder (the
// command line).
func (o *Office) MailboxesOf(ctx context.Context, organ ledger.ID) (t letter.Table, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		t, err = mailboxes(tx, organ, o.Today())
		return err
	})
	return t, err
}

// Mailboxes is the table of mailboxes as the desk shows it.
type Mailboxes struct {
	Now      letter.Stored
	Table    letter.Table
	Newest   int              // version of the newest, which the form gives back
	Versions []MailboxVersion // the newest first
	Edit     bool
}

// MailboxVersion is a table with who saved it; the built-in one has neither
// person nor time.
type MailboxVersion struct {
	letter.Stored
	By      string
	SavedAt time.Time
	InForce bool
}

// Mailboxes reads the table of mailboxes in force, and those before and to come
// (信箱表).
func (o *Office) Mailboxes(ctx context.Context, who access.Actor) (b Mailboxes, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return b, err
	}
	b.Edit = may(who, access.EditMailboxes) == nil
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		all, err := tx.MailboxTables(who.Organ)
		if err != nil {
			return err
		}
		b.Now = letter.Pick(all, o.Today())
		for _, x := range append([]letter.Stored{{Text: letter.Builtin()}}, all...) {
			b.Newest = x.Version
			b.Versions = append(b.Versions, MailboxVersion{Stored: x, By: names[x.Officer], SavedAt: x.SavedAt, InForce: x.Version == b.Now.Version})
		}
		slices.Reverse(b.Versions)
		b.Table, err = letter.Parse(b.Now.Text)
		return err
	})
	return b, err
}

// EditMailboxes gives the organ a new table of mailboxes from a day on
// (修改信箱表, R-L11). Letters that came before keep their limits. was is the newest
// version when the form was opened, 0 for none.
func (o *Office) EditMailboxes(ctx context.Context, who access.Actor, was int, from, text string) error {
	if err := may(who, access.EditMailboxes); err != nil {
		return err
	}
	on, err := formDay("from", from)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		all, err := tx.MailboxTables(who.Organ)
		if err != nil {
			return err
		}
		if len(all) != was {
			return refusal.Clash("letter.table.moved", "R-L11")
		}
		used, err := tx.UsedMailboxes(who.Organ)
		if err != nil {
			return err
		}
		s, f, err := letter.Enact(all, used, on, o.Today(), text, newSalt())
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), "mailboxes", who.Officer, f)
		if err != nil {
			return err
		}
		s.Organ, s.Officer, s.Seq, s.SavedAt = who.Organ, who.Officer, e.Seq, e.At
		return tx.PutMailboxTable(s)
	})
}
