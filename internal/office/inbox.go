package office

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
)

// Inbox is a mailbox of a mail server that is read (收信邮箱).
type Inbox = store.Inbox

// How the line to the server is secured.
const (
	InboxTLS      = "tls"      // from the first byte, port 993
	InboxSTARTTLS = "starttls" // port 143
	InboxPlain    = "none"     // this machine alone
)

// What is done with a mail that was taken in. It is never deleted.
const (
	InboxLeave = "leave"
	InboxSeen  = "seen"
	InboxMove  = "move"
)

// InboxForm is a mailbox as typed. An empty password leaves the one that is
// there.
type InboxForm struct {
	Mailbox, Host, Port, Secure, Account, Password, Folder string
	Done, DoneFolder                                       string
	Older, Active                                          bool
	Rev                                                    int64
}

// InboxRow is a mailbox as the desk shows it, without its password.
type InboxRow struct {
	Inbox
	Name  string // of the letter's mailbox
	Stale bool   // a day went by without a reading (§D.2(4))
}

// staleAfter is how long a mailbox may go unread: e-mail boxes are read daily
// (§D.2(4)).
const staleAfter = 24 * time.Hour

// Inboxes is the page of the mailboxes that are read.
type Inboxes struct {
	Rows                         []InboxRow
	Mailboxes                    []letter.Mailbox // that take e-mail
	Aside, More, Letters, Closed int
	Edit, Mail                   bool
}

// Inboxes lists the organ's mailboxes with how their reading goes.
func (o *Office) Inboxes(ctx context.Context, who access.Actor) (out Inboxes, err error) {
	if err := may(who, access.ReadInbox); err != nil {
		return out, err
	}
	out.Edit, out.Mail = may(who, access.EditInbox) == nil, may(who, access.SettleMail) == nil
	err = o.view(ctx, func(tx *store.Tx) error {
		if out.Rows, out.Mailboxes, err = o.inboxRows(tx, who.Organ); err != nil {
			return err
		}
		n, err := tx.CountInMails(who.Organ)
		out.Aside, out.More, out.Letters, out.Closed = n[store.MailAside], n[store.MailMore], n[store.MailLetter], n[store.MailClosed]
		return err
	})
	return out, err
}

func (o *Office) inboxRows(tx *store.Tx, organ ledger.ID) (rows []InboxRow, boxes []letter.Mailbox, err error) {
	t, err := mailboxes(tx, organ, o.Today())
	if err != nil {
		return nil, nil, err
	}
	all, err := tx.Inboxes(organ)
	for _, b := range all {
		m, _ := t.Mailbox(b.Mailbox)
		rows = append(rows, InboxRow{b.Hidden(), m.Name, o.stale(b)})
	}
	return rows, t.At(letter.DoorEmail), err
}

// stale says that a day went by without a reading that went well.
func (o *Office) stale(b Inbox) bool {
	return b.Active && !b.BadSince.IsZero() && o.now().Sub(latest(b.GoodAt, b.Since)) >= staleAfter
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Inbox reads one mailbox, without its password.
func (o *Office) Inbox(ctx context.Context, who access.Actor, id ledger.ID) (r InboxRow, err error) {
	if err := may(who, access.ReadInbox); err != nil {
		return r, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, _, err := o.inboxRows(tx, who.Organ)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(rows, func(x InboxRow) bool { return x.ID == id })
		if i < 0 {
			return refusal.NotFound("access.may.absent")
		}
		r = rows[i]
		return nil
	})
	return r, err
}

// SaveInbox stores where a mailbox is (设置收信邮箱, R-L13); id is empty for a new
// one. It begins with the mail that comes from now on, unless older mail is
// wanted; another place begins anew. The password is kept sealed.
func (o *Office) SaveInbox(ctx context.Context, who access.Actor, id ledger.ID, f InboxForm) (ledger.ID, error) {
	if err := may(who, access.EditInbox); err != nil {
		return "", err
	}
	now := o.now()
	err := o.update(ctx, func(tx *store.Tx) error {
		old := Inbox{ID: newID(), Organ: who.Organ}
		if id != "" {
			var err error
			if old, err = tx.Inbox(id); err != nil {
				return err
			}
			if old.Organ != who.Organ {
				return refusal.NotFound("access.may.absent")
			}
		}
		t, err := mailboxes(tx, who.Organ, o.Today())
		if err != nil {
			return err
		}
		b, err := f.read(old, t)
		if err != nil {
			return err
		}
		all, err := tx.Inboxes(who.Organ)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(x Inbox) bool { return x.ID != b.ID && x.Place() == b.Place() }) {
			return refusal.Clash("inbox.save.twice", "R-L13").On("account")
		}
		if b.Place() != old.Place() || id == "" || b.Older && !old.Older {
			b.Validity, b.UID, b.Since = 0, 0, now
		}
		b.Rev, b.NextAt = f.Rev, now
		id = b.ID
		if err := tx.PutInbox(b); err != nil {
			return err
		}
		return tx.LogAccess(store.AccessLine{At: now, Organ: who.Organ, Officer: who.Officer, Verb: "inbox.save", Thing: string(id), Result: "ok"})
	})
	return id, err
}

// read checks a form, over what was there.
func (f InboxForm) read(b Inbox, t letter.Table) (Inbox, error) {
	var all refusal.All
	no := func(field, code string, args ...string) {
		all = append(all, refusal.New(code, "R-L13", args...).On(field))
	}
	b.Mailbox, b.Host, b.Account = ledger.Code(f.Mailbox), strings.ToLower(strings.TrimSpace(f.Host)), strings.TrimSpace(f.Account)
	b.Folder, b.DoneFolder = strings.TrimSpace(f.Folder), strings.TrimSpace(f.DoneFolder)
	b.Secure, b.Done, b.Older, b.Active = f.Secure, f.Done, f.Older, f.Active
	if m, ok := t.Mailbox(b.Mailbox); !ok || !m.At(letter.DoorEmail) {
		no("mailbox", "inbox.save.mailbox")
	}
	if b.Host == "" || len(b.Host) > 253 || strings.ContainsFunc(b.Host, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("/@[]?#", r) }) {
		no("host", "inbox.save.host")
	}
	if !slices.Contains([]string{InboxTLS, InboxSTARTTLS, InboxPlain}, b.Secure) {
		no("secure", "inbox.save.secure")
	} else if b.Secure == InboxPlain && !loopback(b.Host) {
		no("secure", "inbox.save.plain")
	}
	b.Port = map[string]int{InboxTLS: 993}[b.Secure]
	if b.Port == 0 {
		b.Port = 143
	}
	if s := strings.TrimSpace(f.Port); s != "" {
		if _, err := fmt.Sscanf(s, "%d", &b.Port); err != nil || fmt.Sprint(b.Port) != s || b.Port < 1 || b.Port > 65535 {
			no("port", "inbox.save.port")
		}
	}
	if b.Account == "" || len(b.Account) > 254 || strings.ContainsFunc(b.Account, control) {
		no("account", "inbox.save.account")
	}
	if f.Password != "" {
		b.Password = f.Password
	}
	if b.Password == "" || len(b.Password) > 500 || strings.ContainsFunc(b.Password, control) {
		no("password", "inbox.save.password")
	}
	if b.Folder == "" {
		b.Folder = "INBOX"
	}
	if !slices.Contains([]string{InboxLeave, InboxSeen, InboxMove}, b.Done) {
		no("done", "inbox.save.done")
	}
	if b.Done != InboxMove {
		b.DoneFolder = ""
	} else if b.DoneFolder == "" || b.DoneFolder == b.Folder {
		no("done_folder", "inbox.save.done_folder")
	}
	for field, s := range map[string]string{"folder": b.Folder, "done_folder": b.DoneFolder} {
		if len(s) > 250 || strings.ContainsFunc(s, control) {
			no(field, "inbox.save.folder")
		}
	}
	return b, all.Or()
}

func control(r rune) bool { return r < ' ' || r == 0x7f }

// loopback says that a server is on this machine, where nobody listens in.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// inboxNotices say that a day went by without a reading.
func (o *Office) inboxNotices(tx *store.Tx, who access.Actor) (out []Warning, err error) {
	if may(who, access.ReadInbox) != nil {
		return nil, nil
	}
	rows, _, err := o.inboxRows(tx, who.Organ)
	for _, r := range rows {
		if r.Stale {
			out = append(out, Warning{fmt.Sprintf("%s的邮箱已经一天以上没有收成邮件：%s。", r.Name, r.LastError), "/inboxes", "看收信邮箱"})
		}
	}
	return out, err
}

// inboxTasks puts on the desk what came by mail and waits for somebody: mail that
// is no letter yet, and what senders wrote to letters that are here.
func (o *Office) inboxTasks(tx *store.Tx, who access.Actor, d *Desk) error {
	if may(who, access.SettleMail) == nil {
		n, err := tx.CountInMails(who.Organ)
		if err != nil {
			return err
		}
		if aside := n[store.MailAside]; aside > 0 {
			d.Tasks = append(d.Tasks, Task{Kind: "mail", Link: "inboxes/mails", Title: fmt.Sprintf("%d封来邮没有作为来信", aside), Next: "看原因，决定是否收作来信"})
		}
	}
	more, err := tx.UnseenMails(who.Organ)
	if err != nil {
		return err
	}
	for _, m := range more {
		l, err := tx.Letter(m.About)
		if err != nil {
			return err
		}
		if may(who, access.SettleMail) == nil && l.Unit == "" || who.Unit == l.Unit && access.May(who, access.ReadLetter, access.Thing{Organ: l.Organ, Unit: l.Unit}) == nil {
			d.Tasks = append(d.Tasks, Task{Kind: "mail", Link: "inboxes/mails/" + string(m.ID), Title: "来信" + l.No + "的来信人又来邮件", Next: "查看后续邮件", Since: m.At})
		}
	}
	return nil
}
