package store

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"gongkai/invitation"
	"gongkai/ledger"
)

// MailState is where a mail of the outbox stands.
type MailState string

const (
	MailWaiting MailState = "waiting" // 待发
	MailSent    MailState = "sent"    // 已发
	MailFailed  MailState = "failed"  // 未能发出: somebody has to look at it
	MailDropped MailState = "dropped" // 不再发送: an officer settled it in another way
)

// Mail is an e-mail in the outbox (发件箱). Who decides something puts its mail
// there in the same transaction, so that it leaves exactly when the decision
// stands, and whether or not the mail server lives.
type Mail struct {
	ID        ledger.ID // made by Enqueue; the Message-ID of every attempt
	Organ     ledger.ID
	About     ledger.ID // the request or other matter
	Once      string    // of mails with the same word the first is written; may be empty
	At        time.Time // when it was written
	To        string
	Subject   string
	Text      string
	Files     []MailFile // after sending without their bytes
	State     MailState
	Tries     int
	FirstTry  time.Time // of the present round; none before it
	NextAt    time.Time
	DoneAt    time.Time // sent, failed or dropped
	LastError string
	OrganName string // of the organ, for the sender's line
	ReplyTo   string // the organ's public address, may be empty
}

// MailFile is an attachment.
type MailFile struct {
	Name, Type string
	Bytes      []byte `json:",omitempty"`
}

// InvitationMail begins the Once of a mail with the link of an invitation. Its
// text goes once the mail is sent or given up: the link carries a key of which
// nothing else is kept.
const InvitationMail = "invitation/"

// mailContent is what is sealed as one.
type mailContent struct {
	Text  string
	Files []MailFile `json:",omitempty"`
}

func (tx *Tx) sealContent(m Mail) ([]byte, error) {
	plain, err := json.Marshal(mailContent{m.Text, m.Files})
	if err != nil {
		return nil, err
	}
	return tx.db.Seal(plain)
}

// Enqueue puts a mail into the outbox, within the transaction that decided on
// it, and returns its id. Organ, To, Subject, Text and At are wanted. One whose
// Once is there already is not put in again, whoever did it, and has no id.
func (tx *Tx) Enqueue(m Mail) (ledger.ID, error) {
	if m.To == "" || m.Subject == "" {
		return "", errors.New("store: a mail needs a recipient and a subject")
	}
	id := ledger.ID(rand.Text())
	to, err1 := tx.db.Seal([]byte(m.To))
	subject, err2 := tx.db.Seal([]byte(m.Subject))
	content, err3 := tx.sealContent(m)
	if err := errors.Join(err1, err2, err3); err != nil {
		return "", err
	}
	n, err := tx.exec("enqueue mail", `insert into outbox (id, organ, about, at, recipient, subject, content, state, tries, first_try,
			next_at, last_error, done_at, lease_until, lease_by, once)
		values ($1, $2, $3, $4, $5, $6, $7, 'waiting', 0, 0, $4, $8, 0, 0, '', $9) on conflict (organ, once) where once <> '' do nothing`,
		id, m.Organ, m.About, m.At, to, subject, content, []byte(nil), m.Once)
	if n == 0 {
		id = ""
	}
	return id, err
}

// Written says whether a mail with this Once was put into the outbox.
func (tx *Tx) Written(organ ledger.ID, once string) (known bool, err error) {
	var n int
	err = tx.row(`select count(*) from outbox where organ = $1 and once = $2 and once <> ''`, organ, once).Scan(&n)
	return n > 0, fail("mail written", err)
}

const mailColumns = `m.id, m.organ, m.about, m.at, m.recipient, m.subject, m.state, m.tries, m.first_try, m.next_at, m.last_error,
	m.done_at, o.name, o.email`

// scanMail reads mailColumns and, where more follow, what stands after them.
func (tx *Tx) scanMail(s scanner, more ...any) (m Mail, err error) {
	var to, subject, last []byte
	var state string
	err = s.Scan(append([]any{&m.ID, &m.Organ, &m.About, instant{&m.At}, &to, &subject, &state, &m.Tries, instant{&m.FirstTry},
		instant{&m.NextAt}, &last, instant{&m.DoneAt}, &m.OrganName, &m.ReplyTo}, more...)...)
	if err != nil {
		return m, err
	}
	m.State = MailState(state)
	for _, x := range []struct {
		sealed []byte
		to     *string
	}{{to, &m.To}, {subject, &m.Subject}, {last, &m.LastError}} {
		plain, err := tx.db.Unseal(x.sealed)
		if err != nil {
			return m, err
		}
		*x.to = string(plain)
	}
	return m, nil
}

// ClaimMail takes up to n waiting mails whose time has come, for as long as the
// lease lasts. Of several nodes that ask at once each mail goes to one: who
// changes the row first has it, and the others see no row change. A node that
// dies leaves its mails to the next when the lease has run out.
func (tx *Tx) ClaimMail(now time.Time, lease time.Duration, by string, n int) ([]Mail, error) {
	ids, err := collect(tx, "due mail", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select id from outbox where state = 'waiting' and next_at <= $1 and lease_until <= $1 order by next_at, id`+page(n, 0), now)
	if err != nil {
		return nil, err
	}
	var out []Mail
	for _, id := range ids {
		got, err := tx.exec("claim mail", `update outbox set lease_until = $3, lease_by = $4
			where id = $1 and state = 'waiting' and next_at <= $2 and lease_until <= $2`, id, now, now.Add(lease), by)
		if err != nil {
			return nil, err
		}
		if got == 0 {
			continue
		}
		m, err := tx.claimed(id)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func (tx *Tx) claimed(id ledger.ID) (Mail, error) {
	var sealed []byte
	var once string
	m, err := tx.scanMail(tx.row(`select `+mailColumns+`, m.content, m.once from outbox m join organ o on o.id = m.organ where m.id = $1`, id), &sealed, &once)
	if err != nil {
		return m, fail("mail "+string(id), err)
	}
	plain, err := tx.db.Unseal(sealed)
	if err != nil {
		return m, fail("mail "+string(id), err)
	}
	var c mailContent
	if err := json.Unmarshal(plain, &c); err != nil {
		return m, fail("mail "+string(id), err)
	}
	m.Text, m.Files, m.Once = c.Text, c.Files, once
	return m, nil
}

// MailSent notes that the mail server took the mail. It counts whoever holds
// the lease, for the mail is out; one that was erased meanwhile stays erased.
// The bytes of the attachments go: the letters themselves are kept elsewhere.
func (tx *Tx) MailSent(m Mail, now time.Time) error {
	files := make([]MailFile, len(m.Files))
	for i, f := range m.Files {
		files[i] = MailFile{Name: f.Name, Type: f.Type}
	}
	m.Files = files
	if strings.HasPrefix(m.Once, InvitationMail) {
		m.Text = ""
	}
	content, err := tx.sealContent(m)
	if err != nil {
		return err
	}
	_, err = tx.exec("mail sent", `update outbox set state = 'sent', tries = tries + 1, done_at = $2, content = $3, last_error = $4,
		lease_until = 0, lease_by = '' where id = $1 and state <> 'sent'`, m.ID, now, content, []byte(nil))
	return err
}

// invites is true of the mail of an invitation.
const invites = `substr(once, 1, 11) = '` + InvitationMail + `'`

// MailFailed notes an attempt that failed, with the reason in words, and when
// to try again; no time means never. Only the holder of the lease may say so. An
// invitation that was given up is written anew: its key does not lie about.
func (tx *Tx) MailFailed(id ledger.ID, by string, now, next time.Time, why string) error {
	state, done := MailWaiting, time.Time{}
	if next.IsZero() {
		state, done = MailFailed, now
	}
	sealed, err := tx.db.Seal([]byte(why))
	if err != nil {
		return err
	}
	n, err := tx.exec("mail failed", `update outbox set state = $3, tries = tries + 1, next_at = $4, done_at = $5, last_error = $6,
			first_try = case when first_try = 0 then $7 else first_try end, lease_until = 0, lease_by = ''
		where id = $1 and lease_by = $2 and state = 'waiting'`, id, by, string(state), next, done, sealed, now)
	if err != nil || n == 0 || state == MailWaiting {
		return err
	}
	content, err := tx.sealContent(Mail{})
	if err != nil {
		return err
	}
	_, err = tx.exec("clear failed mail", `update outbox set content = $2 where id = $1 and `+invites, id, content)
	return err
}

// ReleaseMail gives a lease back before its time: nothing was tried.
func (tx *Tx) ReleaseMail(id ledger.ID, by string) error {
	_, err := tx.exec("release mail", `update outbox set lease_until = 0, lease_by = '' where id = $1 and lease_by = $2`, id, by)
	return err
}

// HastenMail lets all that wait be tried now: the mail server is back.
func (tx *Tx) HastenMail(now time.Time) error {
	_, err := tx.exec("hasten mail", `update outbox set next_at = $1 where state = 'waiting' and next_at > $1`, now)
	return err
}

// RetryMail begins a new round of attempts with a mail that failed or waits.
func (tx *Tx) RetryMail(organ, id ledger.ID, now time.Time) error {
	return tx.settle("retry mail", `update outbox set state = 'waiting', tries = 0, first_try = 0, next_at = $3, done_at = 0
		where organ = $1 and id = $2 and (state = 'waiting' or state = 'failed' and not `+invites+`) and lease_until <= $3`, organ, id, now)
}

// DropMail ends the attempts with a mail that failed.
func (tx *Tx) DropMail(organ, id ledger.ID, now time.Time) error {
	return tx.settle("drop mail", `update outbox set state = 'dropped', done_at = $3 where organ = $1 and id = $2 and state = 'failed'`,
		organ, id, now)
}

func (tx *Tx) settle(what, q string, args ...any) error {
	n, err := tx.exec(what, q, args...)
	if err == nil && n == 0 {
		err = fmt.Errorf("store: %s: %w", what, ErrConflict)
	}
	return err
}

// EndInvitationMail takes the text out of the mail of an invitation that opens
// nothing any more; what was not sent is not sent.
func (tx *Tx) EndInvitationMail(organ, invitation ledger.ID, now time.Time) error {
	content, err := tx.sealContent(Mail{})
	if err != nil {
		return err
	}
	_, err = tx.exec("end invitation mail", `update outbox set content = $3, done_at = case when state = 'sent' then done_at else $4 end,
			state = case when state = 'sent' then 'sent' else 'dropped' end
		where organ = $1 and once = $2`, organ, InvitationMail+string(invitation), content, now)
	return err
}

// EndLateInvitations takes the text out of the mails of invitations that have
// expired.
func (tx *Tx) EndLateInvitations(now time.Time) error {
	late, err := collect(tx, "late invitations' mail", tx.scanInvitation, `select `+invitationColumns+` from invitation i
		join outbox m on m.organ = i.organ and m.once = $2 || i.id
		where i.state = 'open' and i.until <= $1 and m.state in ('waiting', 'failed') order by i.id`, now, InvitationMail)
	for _, i := range late {
		if err := tx.EndInvitationMail(i.Organ, i.ID, now); err != nil {
			return err
		}
	}
	return err
}

// EraseInvited erases whom an invitation named where it stands beside its row:
// the mail, and the name in the trail, with the salt by which it could be guessed.
func (tx *Tx) EraseInvited(i invitation.Invitation) error {
	_, err1 := tx.exec("erase mail", `delete from outbox where organ = $1 and once = $2`, i.Organ, InvitationMail+string(i.ID))
	_, err2 := tx.exec("erase guest", `update review_opinion set guest_name = '', salt = '' where organ = $1 and seq = $2`, i.Organ, i.Opinion)
	return errors.Join(err1, err2)
}

// DropMailAbout erases all mail about a matter, when its person is erased.
func (tx *Tx) DropMailAbout(organ, about ledger.ID) (int64, error) {
	return tx.exec("erase mail", `delete from outbox where organ = $1 and about = $2`, organ, about)
}

// Outbox lists a body's mails of a state, newest first, without their texts.
func (tx *Tx) Outbox(organ ledger.ID, state MailState, limit, offset int) ([]Mail, error) {
	return collect(tx, "outbox", func(s scanner) (Mail, error) { return tx.scanMail(s) },
		`select `+mailColumns+` from outbox m join organ o on o.id = m.organ where m.organ = $1 and m.state = $2
			order by m.at desc, m.id`+page(limit, offset), organ, string(state))
}

// OutboxAbout lists the mails about a matter, oldest first, without their texts.
func (tx *Tx) OutboxAbout(organ, about ledger.ID) ([]Mail, error) {
	return collect(tx, "outbox about", func(s scanner) (Mail, error) {
		var once string
		m, err := tx.scanMail(s, &once)
		m.Once = once
		return m, err
	}, `select `+mailColumns+`, m.once from outbox m join organ o on o.id = m.organ where m.organ = $1 and m.about = $2 and m.about <> ''
			order by m.at, m.id`, organ, about)
}

// CountMail counts a body's mails by state: of the states that are named, or of
// all, which takes the longer the more were ever sent.
func (tx *Tx) CountMail(organ ledger.ID, states ...MailState) (map[MailState]int, error) {
	out := map[MailState]int{}
	w := where{}
	w.add("organ = ?", organ)
	in(&w, "state", strs(states))
	_, err := collect(tx, "count mail", func(s scanner) (struct{}, error) {
		var state string
		var n int
		err := s.Scan(&state, &n)
		out[MailState(state)] = n
		return struct{}{}, err
	}, `select state, count(*) from outbox where `+w.String()+` group by state order by state`, w.args...)
	return out, err
}

// MailAbout says whose a mail of ours is, and what it is about.
func (tx *Tx) MailAbout(id ledger.ID) (organ, about ledger.ID, err error) {
	err = tx.row(`select organ, about from outbox where id = $1`, id).Scan(&organ, &about)
	return organ, about, fail("mail about", err)
}
