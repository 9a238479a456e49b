package post

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"sync"
	"time"

	"gongkai/internal/store"
)

const (
	attempt = 2 * time.Minute  // what one mail may take
	lease   = 5 * time.Minute  // longer than an attempt, the clocks of two nodes apart
	grace   = 10 * time.Second // what the mail in hand gets when the program is stopped
)

// Pump empties the outbox. Several may run on one database.
type Pump struct {
	DB     *store.DB
	Sender Sender
	Now    func() time.Time
	Log    *slog.Logger

	once sync.Once
	name string // of this pump, in the leases
	down bool   // the last attempt found no server
}

// Run sends what is due, at start and at every tick, until ctx ends. At start
// all that waits is due, since to start anew is how a wrong setting is mended.
// At the end the mail in hand is finished, unless that takes too long.
func (p *Pump) Run(ctx context.Context, tick <-chan time.Time) {
	if err := p.DB.Update(ctx, func(tx *store.Tx) error { return tx.HastenMail(p.Now()) }); err != nil && ctx.Err() == nil {
		p.Log.Error("mail", "err", err)
	}
	for {
		n, err := p.Pass(ctx)
		if err != nil && ctx.Err() == nil {
			p.Log.Error("mail", "err", err)
		}
		if n > 0 {
			p.Log.Info("mail", "sent", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
	}
}

// Pass sends what is due now, one mail after the other, and says how many went
// out. It ends early when the server is down: the rest would fail alike.
func (p *Pump) Pass(ctx context.Context) (sent int, err error) {
	p.once.Do(func() { p.name = rand.Text() })
	for ctx.Err() == nil {
		var claimed []store.Mail
		err := p.DB.Update(ctx, func(tx *store.Tx) (err error) {
			claimed, err = tx.ClaimMail(p.Now(), lease, p.name, 1)
			return err
		})
		if err != nil || len(claimed) == 0 {
			return sent, err
		}
		ok, err := p.one(ctx, claimed[0])
		if ok {
			sent++
		}
		if err != nil || p.down {
			return sent, err
		}
	}
	return sent, ctx.Err()
}

// one sends a mail that is claimed and notes the result.
func (p *Pump) one(ctx context.Context, m store.Mail) (sent bool, err error) {
	trying, cancel := context.WithTimeout(context.WithoutCancel(ctx), attempt)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	failed := p.Sender.Send(trying, m)
	now := p.Now()
	var f *Failure
	switch {
	case failed == nil:
		back := p.down
		p.down = false
		return true, p.note(ctx, func(tx *store.Tx) error {
			if err := tx.MailSent(m, now); err != nil || !back {
				return err
			}
			return tx.HastenMail(now)
		})
	case ctx.Err() != nil && trying.Err() != nil: // stopped in the middle: nobody's fault
		return false, p.note(ctx, func(tx *store.Tx) error { return tx.ReleaseMail(m.ID, p.name) })
	case !errors.As(failed, &f):
		f = &Failure{Temporary, "系统内部错误，没有发出", failed}
	}
	p.down = f.Kind == Down
	first := m.FirstTry
	if first.IsZero() {
		first = now
	}
	next := now.Add(Delay(m.Tries + 1))
	if f.Kind == Permanent || next.Sub(first) > GiveUp {
		next = time.Time{}
	}
	p.Log.Warn("mail not sent", "id", m.ID, "tries", m.Tries+1, "why", f.Words, "again", next)
	return false, p.note(ctx, func(tx *store.Tx) error { return tx.MailFailed(m.ID, p.name, now, next, f.Words) })
}

// note stores a result, even while the program is stopped, and patiently: a
// mail that is out and not noted as sent would go out again.
func (p *Pump) note(ctx context.Context, f func(*store.Tx) error) (err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	for range 3 {
		if err = p.DB.Update(ctx, f); !errors.Is(err, store.ErrBusy) {
			return err
		}
	}
	return err
}
