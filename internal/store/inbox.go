package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gongkai/ledger"
)

// Inbox is a mailbox of a mail server that is read (收信邮箱): where it is, what
// is done with what was taken in, and where the reading stands.
type Inbox struct {
	ID, Organ         ledger.ID
	Mailbox           ledger.Code // the letter's mailbox (信箱) that its mail is for
	Host              string
	Port              int
	Secure            string // tls, starttls, or none, which is for this machine alone
	Account, Password string
	Folder            string
	Done, DoneFolder  string // what was taken in: leave, seen, or move into a folder
	Older             bool   // takes in what was there before
	Active            bool
	Rev               int64

	Validity, UID uint32    // UIDVALIDITY of the folder, and up to where it was taken in
	Since         time.Time // from when mail counts
	NextAt        time.Time
	Tries         int // in a row that failed
	TriedAt       time.Time
	GoodAt        time.Time // the last reading that went well
	BadSince      time.Time // none while it goes well
	LastError     string
}

// Hidden is the mailbox without its password.
func (b Inbox) Hidden() Inbox {
	b.Password = ""
	return b
}

// Place names whose mail it is: numbers of mails hold for one place alone.
func (b Inbox) Place() string {
	return fmt.Sprintf("%s:%d/%s/%s", b.Host, b.Port, b.Account, b.Folder)
}

const inboxColumns = `id, organ, mailbox, host, port, secure, account, password, folder, done, done_folder, older, active, rev,
	validity, uid, since, next_at, tries, tried_at, good_at, bad_since, last_error`

func (tx *Tx) scanInbox(s scanner) (b Inbox, err error) {
	var account, password, last []byte
	err = s.Scan(&b.ID, &b.Organ, &b.Mailbox, &b.Host, &b.Port, &b.Secure, &account, &password, &b.Folder, &b.Done, &b.DoneFolder, &b.Older,
		&b.Active, &b.Rev, &b.Validity, &b.UID, instant{&b.Since}, instant{&b.NextAt}, &b.Tries, instant{&b.TriedAt}, instant{&b.GoodAt},
		instant{&b.BadSince}, &last)
	for _, x := range []struct {
		sealed []byte
		to     *string
	}{{account, &b.Account}, {password, &b.Password}, {last, &b.LastError}} {
		if err != nil {
			return b, err
		}
		var plain []byte
		plain, err = tx.db.Unseal(x.sealed)
		*x.to = string(plain)
	}
	return b, err
}

// Inboxes lists an organ's mailboxes.
func (tx *Tx) Inboxes(organ ledger.ID) ([]Inbox, error) {
	return collect(tx, "inboxes", tx.scanInbox, `select `+inboxColumns+` from inbox where organ = $1 order by mailbox, id`, organ)
}

// Inbox reads one.
func (tx *Tx) Inbox(id ledger.ID) (Inbox, error) {
	b, err := tx.scanInbox(tx.row(`select `+inboxColumns+` from inbox where id = $1`, id))
	return b, fail("inbox "+string(id), err)
}

// PutInbox stores where a mailbox is, and where its reading begins. Whoever is
// reading it loses it.
func (tx *Tx) PutInbox(b Inbox) error {
	account, err1 := tx.db.Seal([]byte(b.Account))
	password, err2 := tx.db.Seal([]byte(b.Password))
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return tx.put("put inbox "+string(b.ID), b.Rev,
		`insert into inbox (id, organ, mailbox, host, port, secure, account, password, folder, done, done_folder, older, active,
				validity, uid, since, next_at, rev, tries, tried_at, good_at, bad_since, last_error, lease_until, lease_by)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, 0, 0, 0, null, 0, '')`,
		`update inbox set mailbox = $3, host = $4, port = $5, secure = $6, account = $7, password = $8, folder = $9, done = $10, done_folder = $11,
				older = $12, active = $13, validity = $14, uid = $15, since = $16, next_at = $17, tries = 0, bad_since = 0, last_error = null, lease_until = 0,
				lease_by = '', rev = rev + 1
			where id = $1 and organ = $2 and rev = $18`,
		b.ID, b.Organ, b.Mailbox, b.Host, b.Port, b.Secure, account, password, b.Folder, b.Done, b.DoneFolder, b.Older, b.Active,
		int64(b.Validity), int64(b.UID), b.Since, b.NextAt)
}

// ClaimInbox takes the mailbox that is due for as long as the lease lasts: of
// several processes that ask at once it goes to one.
func (tx *Tx) ClaimInbox(now time.Time, lease time.Duration, by string) (b Inbox, ok bool, err error) {
	ids, err := collect(tx, "due inboxes", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select id from inbox where active and next_at <= $1 and lease_until <= $1 order by next_at, id`+page(20, 0), now)
	if err != nil {
		return b, false, err
	}
	for _, id := range ids {
		if b, ok, err = tx.TakeInbox(id, now, lease, by); err != nil || ok {
			return b, ok, err
		}
	}
	return b, false, nil
}

// TakeInbox takes a mailbox whether or not it is due. It answers false when
// another has it.
func (tx *Tx) TakeInbox(id ledger.ID, now time.Time, lease time.Duration, by string) (b Inbox, ok bool, err error) {
	n, err := tx.exec("take inbox", `update inbox set lease_until = $3, lease_by = $4 where id = $1 and (lease_until <= $2 or lease_by = $4)`,
		id, now, now.Add(lease), by)
	if err != nil || n == 0 {
		return b, false, err
	}
	b, err = tx.Inbox(id)
	return b, true, err
}

// HoldInbox lengthens the lease, and says whether it is still ours: another
// process may have taken it up, or the mailbox was changed.
func (tx *Tx) HoldInbox(b Inbox, by string, until time.Time) (bool, error) {
	n, err := tx.exec("hold inbox", `update inbox set lease_until = $3 where id = $1 and lease_by = $2 and rev = $4`, b.ID, by, until, b.Rev)
	return n > 0, err
}

// PutInboxPlace notes up to where a folder was taken in.
func (tx *Tx) PutInboxPlace(b Inbox) error {
	_, err := tx.exec("put inbox place", `update inbox set validity = $2, uid = $3, since = $4 where id = $1 and rev = $5`,
		b.ID, int64(b.Validity), int64(b.UID), b.Since, b.Rev)
	return err
}

// EndInbox lets a mailbox go, with how the reading went: why it failed, "" when
// it went well.
func (tx *Tx) EndInbox(id ledger.ID, by string, now, next time.Time, why string) error {
	sealed, err := tx.db.Seal([]byte(why))
	if err != nil {
		return err
	}
	_, err = tx.exec("end inbox", `update inbox set lease_until = 0, lease_by = '', next_at = $4, tried_at = $3, last_error = $5,
			tries = case when $6 then 0 else tries + 1 end, good_at = case when $6 then $3 else good_at end,
			bad_since = case when $6 then 0 when bad_since = 0 then $3 else bad_since end
		where id = $1 and lease_by = $2`, id, by, now, next, sealed, why == "")
	return err
}

// ReleaseInbox lets it go without a word.
func (tx *Tx) ReleaseInbox(id ledger.ID, by string) error {
	_, err := tx.exec("release inbox", `update inbox set lease_until = 0, lease_by = '' where id = $1 and lease_by = $2`, id, by)
	return err
}

// Fate is what became of a mail.
type Fate string

const (
	MailLetter Fate = "letter" // 成为来信
	MailMore   Fate = "more"   // 来信的后续邮件
	MailAside  Fate = "aside"  // 搁置: an officer has to look at it
	MailClosed Fate = "closed" // 不作来信: an officer looked at it
	MailTwice  Fate = "twice"  // 重复: it was here already
)

// InMail is a mail that came (来邮).
type InMail struct {
	ID, Organ, Inbox       ledger.ID
	Validity, UID          uint32
	SumKey, FromKey        string // keyed hashes: of the mail, and of who wrote it
	At, TakenAt            time.Time
	Fate                   Fate
	Why                    ledger.Code // of what is aside
	Name, Address, Subject string
	Words                  string    // more of the reason, as a sentence
	About                  ledger.ID // the letter
	SHA                    string    // the mail as it came, sealed
	Size                   int64
	Marked                 bool
	SettledBy              ledger.ID
}

type inMailSaid struct{ Name, Address, Subject, Words string }

const inMailColumns = `id, organ, inbox, validity, uid, sum_key, from_key, at, taken_at, fate, why, said, about, sha, size, marked, settled_by`

func (tx *Tx) scanInMail(s scanner) (m InMail, err error) {
	var sealed []byte
	var fate string
	if err := s.Scan(&m.ID, &m.Organ, &m.Inbox, &m.Validity, &m.UID, &m.SumKey, &m.FromKey, instant{&m.At}, instant{&m.TakenAt}, &fate, &m.Why,
		&sealed, &m.About, &m.SHA, &m.Size, &m.Marked, &m.SettledBy); err != nil {
		return m, err
	}
	m.Fate = Fate(fate)
	plain, err := tx.db.Unseal(sealed)
	if err != nil || len(plain) == 0 {
		return m, err
	}
	var said inMailSaid
	err = json.Unmarshal(plain, &said)
	m.Name, m.Address, m.Subject, m.Words = said.Name, said.Address, said.Subject, said.Words
	return m, err
}

func (tx *Tx) sealSaid(m InMail) ([]byte, error) {
	plain, err := json.Marshal(inMailSaid{m.Name, m.Address, m.Subject, m.Words})
	if err != nil {
		return nil, err
	}
	return tx.db.Seal(plain)
}

// AddInMail notes a mail with what became of it.
func (tx *Tx) AddInMail(m InMail) error {
	said, err := tx.sealSaid(m)
	if err != nil {
		return err
	}
	if err := tx.bindLoose(m.SHA); err != nil {
		return err
	}
	_, err = tx.exec("add in mail", `insert into inbox_mail (`+inMailColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		m.ID, m.Organ, m.Inbox, int64(m.Validity), int64(m.UID), m.SumKey, m.FromKey, m.At, m.TakenAt, string(m.Fate), m.Why,
		said, m.About, m.SHA, m.Size, m.Marked, m.SettledBy)
	return err
}

// InMail reads one.
func (tx *Tx) InMail(id ledger.ID) (InMail, error) {
	m, err := tx.scanInMail(tx.row(`select `+inMailColumns+` from inbox_mail where id = $1`, id))
	return m, fail("in mail "+string(id), err)
}

// KnownMail says whether a mail came before, by its sum.
func (tx *Tx) KnownMail(organ ledger.ID, sumKey string) (bool, error) {
	var n int
	err := tx.row(`select count(*) from inbox_mail where organ = $1 and sum_key = $2 and sum_key <> ''`, organ, sumKey).Scan(&n)
	return n > 0, fail("known mail", err)
}

// MailsFrom counts what one sender has sent since.
func (tx *Tx) MailsFrom(organ ledger.ID, fromKey string, since time.Time) (n int, err error) {
	err = tx.row(`select count(*) from inbox_mail where organ = $1 and from_key = $2 and from_key <> '' and taken_at > $3`,
		organ, fromKey, since).Scan(&n)
	return n, fail("mails from", err)
}

// InMails lists an organ's mails of a fate, the newest first.
func (tx *Tx) InMails(organ ledger.ID, fate Fate, limit, offset int) ([]InMail, error) {
	return collect(tx, "in mails", tx.scanInMail, `select `+inMailColumns+` from inbox_mail where organ = $1 and fate = $2
		order by at desc, id`+page(limit, offset), organ, string(fate))
}

// CountInMails counts an organ's mails by what became of them.
func (tx *Tx) CountInMails(organ ledger.ID) (map[Fate]int, error) {
	out := map[Fate]int{}
	_, err := collect(tx, "count in mails", func(s scanner) (struct{}, error) {
		var fate string
		var n int
		err := s.Scan(&fate, &n)
		out[Fate(fate)] = n
		return struct{}{}, err
	}, `select fate, count(*) from inbox_mail where organ = $1 group by fate order by fate`, organ)
	return out, err
}

// MailsAbout lists the mails of a letter, the oldest first.
func (tx *Tx) MailsAbout(organ, about ledger.ID) ([]InMail, error) {
	return collect(tx, "mails about", tx.scanInMail, `select `+inMailColumns+` from inbox_mail where organ = $1 and about = $2 and about <> ''
		order by at, id`, organ, about)
}

// SettleInMail says what became of a mail that was aside. One who settles it
// too late is told.
func (tx *Tx) SettleInMail(m InMail) error {
	said, err := tx.sealSaid(m)
	if err != nil {
		return err
	}
	return tx.settle("settle in mail", `update inbox_mail set fate = $3, why = $4, said = $5, about = $6, sha = $7, settled_by = $8
		where organ = $1 and id = $2 and fate = 'aside'`, m.Organ, m.ID, string(m.Fate), m.Why, said, m.About, m.SHA, m.SettledBy)
}

// SeeInMail notes who looked first at a mail that belongs to a letter.
func (tx *Tx) SeeInMail(id, by ledger.ID) error {
	_, err := tx.exec("see in mail", `update inbox_mail set settled_by = $2 where id = $1 and fate = 'more' and settled_by = ''`, id, by)
	return err
}

// UnseenMails lists the letters to which mail came that nobody looked at, each
// with its oldest such mail.
func (tx *Tx) UnseenMails(organ ledger.ID) ([]InMail, error) {
	return collect(tx, "unseen mails", tx.scanInMail, `select `+inMailColumns+` from inbox_mail where organ = $1 and fate = 'more' and settled_by = ''
		order by at, id`+page(100, 0), organ)
}

// UnmarkedMails lists what the server was not told of yet.
func (tx *Tx) UnmarkedMails(b Inbox) ([]uint32, error) {
	return collect(tx, "unmarked mails", func(s scanner) (uid uint32, err error) {
		err = s.Scan(&uid)
		return uid, err
	}, `select uid from inbox_mail where inbox = $1 and validity = $2 and not marked order by uid`, b.ID, int64(b.Validity))
}

// MarkMails notes that the server was told, of all mails up to a UID.
func (tx *Tx) MarkMails(b Inbox, uid uint32) error {
	_, err := tx.exec("mark mails", `update inbox_mail set marked = true where inbox = $1 and validity = $2 and uid <= $3 and not marked`,
		b.ID, int64(b.Validity), int64(uid))
	return err
}

// DropMailsAbout takes away what names a person in the mails of a letter, when
// that person is erased, and returns the files that nothing else points to.
func (tx *Tx) DropMailsAbout(organ, about ledger.ID) (blobs []string, err error) {
	mails, err := tx.MailsAbout(organ, about)
	if err != nil {
		return nil, err
	}
	for _, m := range mails {
		if m.SHA != "" {
			blobs = append(blobs, m.SHA)
		}
	}
	_, err = tx.exec("erase in mails", `update inbox_mail set said = null, sha = '', from_key = '' where organ = $1 and about = $2 and about <> ''`,
		organ, about)
	return blobs, err
}
