// Package mailin reads the mailboxes of mail servers (收信) and hands each mail
// over to the office, once:
//
//	office.ClaimInbox ─► connect ─► new UIDs ─► fetch one ─► office.TakeMail ─► tell the server ─► … ─► office.EndInbox
//
// What came is remembered by UIDVALIDITY and UID, and by the sum of the mail
// itself, so that a kill at any point, a second process and a server that
// numbers anew make nothing twice and lose nothing. Nothing is ever deleted. A
// server that is away is asked again after pauses that grow; the desk says why.
//
// Read next: session.go for what is said to the server, failure.go for what is
// said to people when that fails. What becomes of a mail, office decides.
package mailin

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"log/slog"
	"sync"
	"time"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

const (
	most   = 200              // mails in one reading; the rest follow at once
	round  = 15 * time.Minute // what one reading may take
	oneAct = 2 * time.Minute  // what one exchange with the server may take
)

// Reader reads all mailboxes that are due. Several may run on one database.
type Reader struct {
	Office *office.Office
	Log    *slog.Logger
	Roots  *x509.CertPool // who may vouch for servers; the machine's when nil

	once sync.Once
	name string // of this reader, in the leases
}

func (r *Reader) by() string {
	r.once.Do(func() { r.name = rand.Text() })
	return r.name
}

// Run reads what is due, at start and at every tick, until ctx ends.
func (r *Reader) Run(ctx context.Context, tick <-chan time.Time) {
	for {
		if n, err := r.Pass(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("reading mail", "err", err)
		} else if n > 0 {
			r.Log.Info("reading mail", "taken", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
	}
}

// Pass reads each mailbox that is due, one after the other, and says how many
// mails were taken in.
func (r *Reader) Pass(ctx context.Context) (taken int, err error) {
	for range 1000 {
		if ctx.Err() != nil {
			return taken, ctx.Err()
		}
		b, ok, err := r.Office.ClaimInbox(ctx, r.by())
		if err != nil || !ok {
			return taken, err
		}
		got, err := r.read(ctx, b, r.by())
		for _, n := range got {
			taken += n
		}
		if err != nil {
			return taken, err
		}
	}
	return taken, nil
}

// Try reads a mailbox now and says in words how that went.
func (r *Reader) Try(ctx context.Context, who access.Actor, id ledger.ID) (string, error) {
	by := rand.Text() // not that of Pass, which may be at it
	b, err := r.Office.TryInbox(ctx, who, id, by)
	if err != nil {
		return "", err
	}
	got, failed := r.attempt(ctx, b, by)
	if err := r.end(ctx, b, by, failed); err != nil {
		return "", err
	}
	if failed != nil {
		return words(b, failed), nil
	}
	return office.InboxWords(got), nil
}

// read reads a mailbox that was claimed and notes how it went. What is wrong
// with the server is no error of ours.
func (r *Reader) read(ctx context.Context, b office.Inbox, by string) (map[office.MailFate]int, error) {
	got, failed := r.attempt(ctx, b, by)
	if failed != nil && ctx.Err() == nil && !errors.Is(failed, office.ErrInboxLost) {
		r.Log.Warn("mailbox not read", "inbox", b.ID, "tries", b.Tries+1, "why", words(b, failed), "err", failed)
	}
	return got, r.end(ctx, b, by, failed)
}

func (r *Reader) end(ctx context.Context, b office.Inbox, by string, failed error) error {
	if errors.Is(failed, office.ErrInboxLost) {
		return nil
	}
	stopped := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if stopped { // nobody's fault
		return r.Office.DropInbox(ctx, b, by)
	}
	why := ""
	if failed != nil {
		why = words(b, failed)
	}
	return r.Office.EndInbox(ctx, b, by, why)
}

// attempt is one reading.
func (r *Reader) attempt(ctx context.Context, b office.Inbox, by string) (got map[office.MailFate]int, err error) {
	ctx, cancel := context.WithTimeout(ctx, round)
	defer cancel()
	got = map[office.MailFate]int{}
	s, err := open(ctx, b, r.Roots)
	if err != nil {
		return got, err
	}
	defer s.close()
	if err := r.settlePlace(ctx, s, &b, by); err != nil {
		return got, err
	}
	left, err := r.Office.UnmarkedMails(ctx, b)
	if err != nil {
		return got, err
	}
	if err := r.mark(ctx, s, b, left...); err != nil {
		return got, err
	}
	uids, err := s.after(b.UID)
	if err != nil {
		return got, err
	}
	for _, uid := range uids[:min(len(uids), most)] {
		if err := ctx.Err(); err != nil {
			return got, err
		}
		m, ok, err := s.fetch(uid)
		if err != nil {
			return got, err
		}
		if !ok || s.renumbered && m.At.Before(b.Since.Add(-time.Hour)) && !b.Older { // gone meanwhile, or from before our time
			continue
		}
		fate, err := r.Office.TakeMail(ctx, b, by, m)
		if err != nil {
			return got, err
		}
		got[fate]++
		b.UID = uid
		if m.Whole {
			if err := r.mark(ctx, s, b, uid); err != nil {
				return got, err
			}
		}
	}
	return got, nil
}

// settlePlace finds where the reading of the folder begins. In a folder that was
// never read it is the mail that comes from now on, unless older mail is wanted;
// in one that the server numbers anew it is the beginning, and what was taken in
// before is known by its sum.
func (r *Reader) settlePlace(ctx context.Context, s *session, b *office.Inbox, by string) error {
	if b.Validity == s.validity {
		return nil
	}
	first := b.Validity == 0
	s.renumbered = !first
	b.Validity, b.UID = s.validity, 0
	if first && !b.Older {
		b.UID = s.next - 1
	}
	return r.Office.PlaceInbox(ctx, *b, by)
}

// mark does with mails that were taken in what the mailbox is set to.
func (r *Reader) mark(ctx context.Context, s *session, b office.Inbox, uids ...uint32) error {
	if b.Done == office.InboxLeave || len(uids) == 0 {
		return nil
	}
	if err := s.mark(b, uids); err != nil {
		return err
	}
	return r.Office.MarkMails(ctx, b, uids[len(uids)-1])
}

// busy are refusals of the office that pass: the disk is full, others write.
func busy(err error) (string, bool) {
	if r, ok := refusal.As(err); ok {
		return r.Words(), true
	}
	return "", false
}
