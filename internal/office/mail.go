package office

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
)

// MailList is a page of the outbox (发件箱) as the desk shows it.
type MailList struct {
	Rows                           []MailRow
	State                          string // waiting, sent, failed or dropped
	Waiting, Sent, Failed, Dropped int
	Total, Page, Pages             int
}

// MailRow is a mail without its text; the recipient is masked.
type MailRow struct {
	store.Mail
	Matter string // what it is about
}

// Mails lists the organ's mails of a state, newest first.
func (o *Office) Mails(ctx context.Context, who access.Actor, state string, page int) (l MailList, err error) {
	if err := may(who, access.ReadMail); err != nil {
		return l, err
	}
	l.State, l.Page = state, max(page, 1)
	err = o.view(ctx, func(tx *store.Tx) error {
		n, err := tx.CountMail(who.Organ)
		if err != nil {
			return err
		}
		l.Waiting, l.Sent, l.Failed, l.Dropped = n[store.MailWaiting], n[store.MailSent], n[store.MailFailed], n[store.MailDropped]
		l.Total = n[store.MailState(state)]
		l.Pages = (l.Total + deskPage - 1) / deskPage
		mails, err := tx.Outbox(who.Organ, store.MailState(state), deskPage, (l.Page-1)*deskPage)
		for _, m := range mails {
			r := MailRow{m, string(m.About)}
			r.To = maskAddress(m.To)
			if a, err := tx.Article(m.About); err == nil {
				if e, err := tx.Edition(a.ID, a.Latest); err == nil {
					r.Matter = e.Title
				}
			} else if !errors.Is(err, store.ErrNotFound) {
				return err
			} else if q, err := tx.Request(m.About); err == nil {
				r.Matter = "依申请公开 " + q.No
			} else if x, err := tx.Letter(m.About); err == nil {
				r.Matter = "来信 " + x.No
			}
			l.Rows = append(l.Rows, r)
		}
		return err
	})
	return l, err
}

// maskAddress shows enough of an e-mail address to recognise it by.
func maskAddress(s string) string {
	name, host, _ := strings.Cut(s, "@")
	return name[:min(1, len(name))] + "***@" + host
}

// RetryMail lets a mail that failed, or waits for its next attempt, go out as
// soon as may be (重新发送).
func (o *Office) RetryMail(ctx context.Context, who access.Actor, id ledger.ID) error {
	return o.settleMail(ctx, who, id, "mail.retry", (*store.Tx).RetryMail)
}

// DropMail ends the attempts with a mail that failed (不再发送): the person was
// told in another way.
func (o *Office) DropMail(ctx context.Context, who access.Actor, id ledger.ID) error {
	return o.settleMail(ctx, who, id, "mail.drop", (*store.Tx).DropMail)
}

func (o *Office) settleMail(ctx context.Context, who access.Actor, id ledger.ID, verb string,
	settle func(tx *store.Tx, organ, id ledger.ID, now time.Time) error) error {
	if err := may(who, access.RetryMail); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		now := o.now()
		err := settle(tx, who.Organ, id, now)
		if errors.Is(err, store.ErrConflict) {
			return refusal.Clash("mail.retry.state", "")
		}
		if err != nil {
			return err
		}
		return tx.LogAccess(store.AccessLine{At: now, Organ: who.Organ, Officer: who.Officer, Verb: verb, Thing: string(id), Result: "ok"})
	})
}

// mailTask puts mails that could not be sent on the desk of who may send them
// again.
func (o *Office) mailTask(tx *store.Tx, who access.Actor, d *Desk) error {
	if may(who, access.RetryMail) != nil {
		return nil
	}
	n, err := tx.CountMail(who.Organ, store.MailFailed)
	if failed := n[store.MailFailed]; failed > 0 {
		d.Tasks = append(d.Tasks, Task{Kind: "mail", Link: "mail?state=failed", Title: fmt.Sprintf("%d封邮件没有发出", failed), Next: "查看原因并处理"})
	}
	return err
}
