// Package post brings what the outbox holds to the mail server.
//
//	tx.Enqueue ─► outbox ─► Pump: claim, send, note the result ─► Sender (SMTP)
//
// Mail is put into the outbox inside of the transaction that decides on it, and
// sent outside of any. A dead mail server loses nothing: the mail waits, is
// tried again, more and more rarely, and after three days becomes a task for
// people. A node that is killed between sending and noting so leaves a mail
// that the next one sends again: at least once, never knowingly twice, and with
// the same Message-ID, by which the receiver can tell.
package post

import (
	"context"
	"time"

	"gongkai/internal/store"
)

// Sender hands one mail to the world. It returns nil only when the other side
// took it; every other result is a *Failure.
type Sender interface {
	Send(ctx context.Context, m store.Mail) error
}

// Kind says what a failure means for the mail.
type Kind int

const (
	Temporary Kind = iota // this mail, for now
	Permanent             // this mail, for good: no such mailbox, refused as spam, too large
	Down                  // no mail at all for now: the server is away or does not let us in
)

// Failure is an attempt that failed.
type Failure struct {
	Kind  Kind
	Words string // for the desk, without the recipient's address
	Err   error  // for the log
}

func (f *Failure) Error() string { return f.Words }
func (f *Failure) Unwrap() error { return f.Err }

// GiveUp is how long a mail is tried, from its first attempt on.
const GiveUp = 72 * time.Hour

// Delay is the pause after so many attempts: one minute, doubled each time, six
// hours at most.
func Delay(tries int) time.Duration {
	return min(time.Minute<<min(max(tries, 1)-1, 9), 6*time.Hour)
}
