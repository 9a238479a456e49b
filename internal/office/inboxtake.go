package office

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/internal/eml"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/people"
	"gongkai/refusal"
)

// MostMail is how large a mail may be that is taken in whole, in bytes.
const MostMail = 30 << 20

const (
	inboxEvery = 5 * time.Minute  // between readings that go well
	inboxPause = time.Hour        // at most, after readings that failed
	inboxLease = 10 * time.Minute // longer than one mail takes
)

func mayFetch(organ ledger.ID) error {
	return access.May(access.Machine(organ), access.FetchLetters, access.Thing{Organ: organ})
}

// ErrInboxLost says that a mailbox was changed, or taken up by another process,
// while it was read.
var ErrInboxLost = errors.New("office: the mailbox is another's now")

// ClaimInbox takes the mailbox that is due next, whosever it is, and keeps it
// from other processes for a while.
func (o *Office) ClaimInbox(ctx context.Context, by string) (b Inbox, ok bool, err error) {
	if err := mayFetch(""); err != nil {
		return b, false, err
	}
	err = o.update(ctx, func(tx *store.Tx) error {
		b, ok, err = tx.ClaimInbox(o.now(), inboxLease, by)
		return err
	})
	return b, ok, err
}

// TryInbox takes a mailbox for a reading now (立即试收).
func (o *Office) TryInbox(ctx context.Context, who access.Actor, id ledger.ID, by string) (b Inbox, err error) {
	if err := may(who, access.EditInbox); err != nil {
		return b, err
	}
	err = o.update(ctx, func(tx *store.Tx) error {
		if b, err = tx.Inbox(id); err != nil {
			return err
		}
		if b.Organ != who.Organ {
			return refusal.NotFound("access.may.absent")
		}
		taken, ok, err := tx.TakeInbox(id, o.now(), inboxLease, by)
		if err == nil && !ok {
			return refusal.Clash("inbox.read.busy", "R-L13")
		}
		b = taken
		return err
	})
	return b, err
}

// PlaceInbox notes where the reading of a folder stands.
func (o *Office) PlaceInbox(ctx context.Context, b Inbox, by string) error {
	if err := mayFetch(b.Organ); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		if err := o.holdInbox(tx, b, by); err != nil {
			return err
		}
		return tx.PutInboxPlace(b)
	})
}

func (o *Office) holdInbox(tx *store.Tx, b Inbox, by string) error {
	ok, err := tx.HoldInbox(b, by, o.now().Add(inboxLease))
	if err == nil && !ok {
		err = ErrInboxLost
	}
	return err
}

// EndInbox lets a mailbox go until its next turn; why is what went wrong, as a
// sentence, or empty. The pauses grow while it goes wrong, and stay short enough
// for a daily reading (§D.2(4)).
func (o *Office) EndInbox(ctx context.Context, b Inbox, by, why string) error {
	if err := mayFetch(b.Organ); err != nil {
		return err
	}
	now := o.now()
	next := now.Add(inboxEvery)
	if why != "" {
		next = now.Add(min(time.Minute<<min(b.Tries, 6), inboxPause))
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.EndInbox(b.ID, by, now, next, why) })
}

// DropInbox lets a mailbox go without a word: the program was stopped.
func (o *Office) DropInbox(ctx context.Context, b Inbox, by string) error {
	if err := mayFetch(b.Organ); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.ReleaseInbox(b.ID, by) })
}

// UnmarkedMails are those of which the server was not told that they were taken
// in: somebody pulled the plug in between.
func (o *Office) UnmarkedMails(ctx context.Context, b Inbox) (uids []uint32, err error) {
	if err := mayFetch(b.Organ); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		uids, err = tx.UnmarkedMails(b)
		return err
	})
	return uids, err
}

// MarkMails notes that the server was told of all up to a UID.
func (o *Office) MarkMails(ctx context.Context, b Inbox, uid uint32) error {
	if err := mayFetch(b.Organ); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.MarkMails(b, uid) })
}

// ArrivedMail is a mail as the server gave it.
type ArrivedMail struct {
	UID   uint32
	At    time.Time // when it came into the mailbox
	Raw   []byte    // empty where the server could not give it
	Size  int64
	Whole bool // else Raw is its head: it is too large
}

// Why a mail is aside, besides what eml sees.
const (
	asideLarge   = ledger.Code("large")   // larger than MostMail
	asideFlood   = ledger.Code("flood")   // one sender sends too many (R-L2)
	asideReply   = ledger.Code("reply")   // answers a mail of ours that is about no letter
	asideRefused = ledger.Code("refused") // the letter was refused
	asideFault   = ledger.Code("fault")   // the program could not do it
	asideUnread  = ledger.Code("unread")  // the server could not give it
)

// TakeMail takes a mail in, once, and says what became of it (R-L13): a letter,
// more to a letter that is here, aside with a reason (R-L14), or nothing, since
// it came before. The mail as it came is kept sealed whatever becomes of it.
// Killed at any point it begins anew: the letter of a mail is found by its sum.
func (o *Office) TakeMail(ctx context.Context, b Inbox, by string, a ArrivedMail) (MailFate, error) {
	if err := mayFetch(b.Organ); err != nil {
		return "", err
	}
	m := eml.Read(a.Raw)
	if now := o.now(); a.At.After(now) || a.At.IsZero() { // their clock is not ours
		a.At = now
	}
	row := store.InMail{ID: newID(), Organ: b.Organ, Inbox: b.ID, Validity: b.Validity, UID: a.UID, At: a.At, Size: a.Size,
		Name: m.Name, Address: m.Address, Subject: m.Subject, Marked: b.Done == InboxLeave || !a.Whole}
	if err := o.update(ctx, func(tx *store.Tx) error {
		if err := o.holdInbox(tx, b, by); err != nil {
			return err
		}
		return o.judge(tx, b.Mailbox, &row, m, a)
	}); err != nil {
		return "", err
	}
	if row.Fate != store.MailTwice && len(a.Raw) > 0 {
		s, err := o.putSealed(ctx, "邮件", bytes.NewReader(a.Raw), MostMail)
		if err != nil {
			return "", err
		}
		row.SHA = s.SHA
	}
	if row.Fate == store.MailLetter {
		if err := o.become(ctx, b.Mailbox, &row, m); err != nil {
			return "", err
		}
	}
	return row.Fate, o.update(ctx, func(tx *store.Tx) error {
		if err := o.holdInbox(tx, b, by); err != nil {
			return err
		}
		row.TakenAt = o.now()
		if err := tx.AddInMail(row); err != nil {
			return err
		}
		b.UID = max(b.UID, a.UID)
		return tx.PutInboxPlace(b)
	})
}

// judge decides what a mail is to become.
func (o *Office) judge(tx *store.Tx, mailbox ledger.Code, row *store.InMail, m eml.Message, a ArrivedMail) error {
	if len(a.Raw) == 0 {
		row.Fate, row.Why = store.MailAside, asideUnread
		return nil
	}
	row.SumKey, row.FromKey = tx.Mark("mail sum", m.Sum), tx.Mark("email", m.Address)
	if known, err := tx.KnownMail(row.Organ, row.SumKey); err != nil || known {
		row.Fate, row.Name, row.Address, row.Subject, row.FromKey = store.MailTwice, "", "", "", ""
		return err
	}
	about, ours, err := o.aboutOf(tx, row.Organ, m)
	if err != nil {
		return err
	}
	t, err := mailboxes(tx, row.Organ, o.Today())
	if err != nil {
		return err
	}
	// Another body sends the letters of its mailbox from one address.
	perHour, perDay := t.Flood.SenderHour, t.Flood.SenderDay
	if box, ok := t.Mailbox(mailbox); ok && !box.Ours() {
		perHour, perDay = t.Flood.AddressHour, t.Flood.AddressDay
	}
	hour, err1 := tx.MailsFrom(row.Organ, row.FromKey, o.now().Add(-time.Hour))
	day, err2 := tx.MailsFrom(row.Organ, row.FromKey, o.now().Add(-24*time.Hour))
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	row.Fate = store.MailAside
	switch {
	case !a.Whole:
		row.Why = asideLarge
	case ours:
		row.Why = ledger.Code(eml.Loop)
	case m.Aside != eml.Person:
		row.Why = ledger.Code(m.Aside)
	case hour >= perHour, day >= perDay:
		row.Why = asideFlood
	case about.letter != "":
		row.Fate, row.About = store.MailMore, about.letter
	case about.other:
		row.Why = asideReply
	default:
		row.Fate = store.MailLetter
	}
	return nil
}

// subjectNo is the printed number of a letter within a subject.
var subjectNo = regexp.MustCompile(`X[0-9]{4}-[0-9]{4,6}`)

// belongs is what a mail is about.
type belongs struct {
	letter ledger.ID
	other  bool // something of ours that is no letter
}

// aboutOf finds what a mail answers (R-L15): a mail of ours by its Message-ID,
// which nobody can guess; or, from the address of a letter's sender alone, the
// number of that letter in the subject. ours says that the mail itself is one
// that we sent.
func (o *Office) aboutOf(tx *store.Tx, organ ledger.ID, m eml.Message) (a belongs, ours bool, err error) {
	mine := func(id string) (ledger.ID, bool, error) {
		name, _, _ := strings.Cut(id, "@")
		at, matter, err := tx.MailAbout(ledger.ID(name))
		if errors.Is(err, store.ErrNotFound) || err == nil && at != organ {
			return "", false, nil
		}
		return matter, err == nil, err
	}
	if _, ours, err = mine(m.ID); err != nil || ours {
		return a, ours, err
	}
	for _, id := range m.Answers[:min(len(m.Answers), 20)] {
		matter, ok, err := mine(id)
		if err != nil {
			return a, false, err
		}
		if !ok {
			continue
		}
		a.other = true
		l, err := tx.Letter(matter)
		if err == nil && l.Organ == organ {
			return belongs{letter: l.ID}, false, nil
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return a, false, err
		}
	}
	no := subjectNo.FindString(m.Subject)
	if no == "" || m.Address == "" {
		return a, false, nil
	}
	ids, err := tx.LettersByNo(organ, []string{no})
	if err != nil || ids[no] == "" {
		return a, false, err
	}
	s, err := tx.Sender(ids[no])
	if err == nil && strings.EqualFold(s.Email, m.Address) {
		a.letter = ids[no]
	}
	return a, false, err
}

// become makes a letter of a mail, or puts it aside with the refusal's words.
// The sum stands for the Message-ID: that is chosen by whoever writes, and two
// mails under one id would be one letter.
func (o *Office) become(ctx context.Context, mailbox ledger.Code, row *store.InMail, m eml.Message) error {
	got, err := o.ReceiveMailLetter(ctx, row.Organ, mailLetter(mailbox, row.At, m))
	if err == nil {
		row.Fate, row.About = store.MailLetter, got.ID
		return nil
	}
	if ctx.Err() != nil {
		return err
	}
	row.Fate, row.Why = store.MailAside, asideRefused
	if r, ok := refusal.As(err); ok {
		if strings.HasPrefix(r.Code, "office.") { // the disk is full, or others write: later
			return err
		}
		row.Words = r.Words()
		return nil
	}
	o.log.Error("a mail could not become a letter", "mail", row.ID, "err", err)
	row.Why = asideFault
	return nil
}

// mailLetter shapes a mail into a letter that no bound refuses (R-L1): what does
// not fit is named, and stands in the mail that is kept.
func mailLetter(mailbox ledger.Code, at time.Time, m eml.Message) MailLetter {
	out := MailLetter{MessageID: m.Sum, Mailbox: string(mailbox), Subject: m.Subject, At: at, Name: cut(m.Name, 40)}
	var notes []string
	if address, err := people.Email(m.Address); err == nil {
		out.From = address
	} else {
		out.Name = cmp.Or(out.Name, "来邮人")
		if m.Address != "" {
			notes = append(notes, "来邮地址写作“"+cut(m.Address, 100)+"”，不能直接回复。")
		}
	}
	if out.Name == "" {
		out.Name, _, _ = strings.Cut(out.From, "@")
		out.Name = cut(out.Name, 40)
	}
	switch n := len([]rune(m.Subject)); {
	case n == 1:
		out.Subject = "来邮：" + m.Subject
	case n > letter.MostTitle:
		notes = append(notes, "完整的标题："+cut(m.Subject, 300))
	}
	for _, f := range m.Files {
		if len(out.Files) >= letter.MostFiles || len(f.Bytes) > letter.MostFile || letter.Looks(f.Name, f.Bytes[:min(len(f.Bytes), letter.Sniff)]) != nil {
			if len(notes) < 12 {
				notes = append(notes, "附件“"+cut(f.Name, 60)+"”没有收进来信。")
			}
			continue
		}
		out.Files = append(out.Files, Upload{Name: f.Name, R: bytes.NewReader(f.Bytes)})
	}
	if m.Broken {
		notes = append(notes, "这封邮件有读不出的部分。")
	}
	text := strings.TrimSpace(m.Text)
	if text == "" {
		text = "（邮件没有正文。）"
	}
	if n := len([]rune(text)); n < 4 {
		text += "\n（正文完）"
	} else if n > letter.MostContent {
		notes = append(notes, fmt.Sprintf("正文共%d个字，这里只有前面的部分。", n))
	}
	tail := ""
	if len(notes) > 0 {
		tail = "\n\n（" + strings.Join(notes, "") + "请看原邮件。）"
	}
	out.Text = cut(text, letter.MostContent-len([]rune(tail))) + tail
	return out
}

// cut keeps the beginning of a text, at most n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(slices.Concat(r[:n-1], []rune("…"))))
	}
	return s
}
