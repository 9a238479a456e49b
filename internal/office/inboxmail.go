package office

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"gongkai/access"
	"gongkai/internal/eml"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
)

// MailFate is what became of a mail that came.
type MailFate = store.Fate

// asides say why a mail is no letter.
var asides = map[ledger.Code]string{
	ledger.Code(eml.Auto): "自动回复", ledger.Code(eml.Bounce): "退信", ledger.Code(eml.List): "群发邮件", ledger.Code(eml.Spam): "邮件服务器标为垃圾邮件",
	ledger.Code(eml.Loop): "本机关自己发出的邮件", asideLarge: "超过30 MB，只收了信头，全文在邮箱里", asideFlood: "同一来邮人来邮过多",
	asideReply: "回复的是来信以外的邮件", asideRefused: "不能作为来信", asideFault: "系统没有处理成功",
	asideUnread: "邮件服务器给不出这封邮件，请到邮箱里看",
}

// InMailRow is a mail that came as lists show it.
type InMailRow struct {
	store.InMail
	Reason string // of what is aside
	Letter string // the number of its letter
}

// InMailList is a page of them.
type InMailList struct {
	Rows               []InMailRow
	Fate               string
	N                  map[string]int
	Total, Page, Pages int
}

// InMails lists the mails that came, by what became of them (来邮, R-L14): those
// that wait for somebody to look at them first.
func (o *Office) InMails(ctx context.Context, who access.Actor, fate string, page int) (l InMailList, err error) {
	if err := may(who, access.SettleMail); err != nil {
		return l, err
	}
	l.Fate, l.Page, l.N = fate, max(page, 1), map[string]int{}
	err = o.view(ctx, func(tx *store.Tx) error {
		n, err := tx.CountInMails(who.Organ)
		if err != nil {
			return err
		}
		for k, v := range n {
			l.N[string(k)] = v
		}
		l.Total = l.N[fate]
		l.Pages = (l.Total + deskPage - 1) / deskPage
		mails, err := tx.InMails(who.Organ, store.Fate(fate), deskPage, (l.Page-1)*deskPage)
		if err != nil {
			return err
		}
		for _, m := range mails {
			r, err := inMailRow(tx, m)
			if err != nil {
				return err
			}
			if r.Address != "" {
				r.Address = maskAddress(r.Address)
			}
			l.Rows = append(l.Rows, r)
		}
		return nil
	})
	return l, err
}

func inMailRow(tx *store.Tx, m store.InMail) (r InMailRow, err error) {
	r.InMail, r.Reason = m, asides[m.Why]
	if m.About != "" {
		l, err := tx.Letter(m.About)
		r.Letter = l.No
		return r, err
	}
	return r, nil
}

// LetterMails are the mails of a letter: what came, the letter itself and what its
// sender wrote after (R-L15), and what was sent to them.
type LetterMails struct {
	Came []InMailRow
	Sent []store.Mail // the recipient masked
	Open bool         // those that came may be opened by this officer
}

// LetterMails lists them, oldest first.
func (o *Office) LetterMails(ctx context.Context, who access.Actor, id ledger.ID) (out LetterMails, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		l, err := tx.Letter(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.ReadLetter, letterThing(l)); err != nil {
			return err
		}
		out.Open = may(who, access.SettleMail) == nil || access.May(who, access.OpenSender, letterThing(l)) == nil
		came, err := tx.MailsAbout(l.Organ, id)
		if err != nil {
			return err
		}
		for _, m := range came {
			m.Name, m.Address = "", ""
			out.Came = append(out.Came, InMailRow{InMail: m, Letter: l.No})
		}
		sent, err := tx.OutboxAbout(l.Organ, id)
		for _, m := range sent {
			if strings.HasPrefix(m.Once, "remind/") {
				continue // to officers
			}
			m.To = maskAddress(m.To)
			out.Sent = append(out.Sent, m)
		}
		return err
	})
	return out, err
}

// OpenedMail is a mail as it is read.
type OpenedMail struct {
	InMailRow
	Text   string
	Files  []eml.File
	Kept   bool // the mail as it came is there
	Settle bool // waits for a word
}

// OpenInMail reads a mail (查看来邮). Each opening is logged.
func (o *Office) OpenInMail(ctx context.Context, who access.Actor, id ledger.ID) (m OpenedMail, err error) {
	raw, m, err := o.inMail(ctx, who, id)
	if err != nil || len(raw) == 0 {
		return m, err
	}
	read := eml.Read(raw)
	m.Text, m.Files, m.Kept = read.Text, read.Files, true
	return m, nil
}

func (o *Office) inMail(ctx context.Context, who access.Actor, id ledger.ID) (raw []byte, m OpenedMail, err error) {
	err = o.update(ctx, func(tx *store.Tx) error {
		row, err := tx.InMail(id)
		if err != nil {
			return err
		}
		if row.Organ != who.Organ {
			return refusal.NotFound("access.may.absent")
		}
		if err := may(who, access.SettleMail); err != nil {
			l, absent := tx.Letter(row.About)
			if absent != nil || access.May(who, access.OpenSender, letterThing(l)) != nil { // it names the sender
				return err
			}
		}
		m.InMailRow, err = inMailRow(tx, row)
		m.Settle = row.Fate == store.MailAside && may(who, access.SettleMail) == nil
		if err != nil {
			return err
		}
		if err := tx.SeeInMail(id, who.Officer); err != nil {
			return err
		}
		return tx.LogAccess(store.AccessLine{At: o.now(), Organ: who.Organ, Officer: who.Officer, Verb: "inbox.open", Thing: string(id), Result: "ok"})
	})
	if err != nil || m.SHA == "" {
		return nil, m, err
	}
	r, err := o.openSealed(m.SHA)
	if err != nil {
		return nil, m, err
	}
	raw, err = io.ReadAll(r)
	return raw, m, err
}

// InMailFile opens an attachment of a mail, the first being 1, or for 0 the mail
// as it came.
func (o *Office) InMailFile(ctx context.Context, who access.Actor, id ledger.ID, n int) (name, kind string, r *bytes.Reader, err error) {
	raw, m, err := o.inMail(ctx, who, id)
	if err != nil {
		return "", "", nil, err
	}
	if n == 0 && len(raw) > 0 {
		return cleanName(cut(strings.TrimSpace(m.Subject), 40) + ".eml"), "message/rfc822", bytes.NewReader(raw), nil
	}
	files := eml.Read(raw).Files
	if n < 1 || n > len(files) {
		return "", "", nil, refusal.NotFound("access.may.absent")
	}
	f := files[n-1]
	return cleanName(f.Name), f.Type, bytes.NewReader(f.Bytes), nil
}

// TakeInMail makes a letter of a mail that was aside (收作来信, R-L14).
func (o *Office) TakeInMail(ctx context.Context, who access.Actor, id ledger.ID) (no string, err error) {
	if err := may(who, access.SettleMail); err != nil {
		return "", err
	}
	raw, m, err := o.inMail(ctx, who, id)
	if err != nil {
		return "", err
	}
	if m.Fate != store.MailAside || len(raw) == 0 {
		return "", refusal.Clash("inbox.settle.state", "R-L14")
	}
	var mailbox ledger.Code
	if err := o.view(ctx, func(tx *store.Tx) error {
		b, err := tx.Inbox(m.Inbox)
		mailbox = b.Mailbox
		return err
	}); err != nil {
		return "", err
	}
	got, err := o.ReceiveMailLetter(ctx, who.Organ, mailLetter(mailbox, m.At, eml.Read(raw)))
	if err != nil {
		return "", err
	}
	row := m.InMail
	row.Fate, row.About = store.MailLetter, got.ID
	return got.No, o.settleInMail(ctx, who, row, "inbox.take")
}

// CloseInMail lets a mail be that is no letter (不作来信, R-L14). What it said is
// taken away here; in the mailbox it stays.
func (o *Office) CloseInMail(ctx context.Context, who access.Actor, id ledger.ID) error {
	if err := may(who, access.SettleMail); err != nil {
		return err
	}
	_, m, err := o.inMail(ctx, who, id)
	if err != nil {
		return err
	}
	if m.Fate != store.MailAside {
		return refusal.Clash("inbox.settle.state", "R-L14")
	}
	row := m.InMail
	row.Fate, row.Name, row.Address, row.Subject, row.Words, row.SHA = store.MailClosed, "", "", "", "", ""
	if err := o.settleInMail(ctx, who, row, "inbox.close"); err != nil {
		return err
	}
	if m.SHA == "" {
		return nil
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.NoteLoose(m.SHA, o.now()) })
}

func (o *Office) settleInMail(ctx context.Context, who access.Actor, row store.InMail, verb string) error {
	row.SettledBy = who.Officer
	return o.update(ctx, func(tx *store.Tx) error {
		if err := tx.SettleInMail(row); err != nil {
			return err
		}
		return tx.LogAccess(store.AccessLine{At: o.now(), Organ: who.Organ, Officer: who.Officer, Verb: verb, Thing: string(row.ID), Result: "ok"})
	})
}

// InboxWords says in a line what a reading brought.
func InboxWords(n map[MailFate]int) string {
	total := 0
	for _, k := range n {
		total += k
	}
	if total == 0 {
		return "连接成功，没有新邮件。"
	}
	words := fmt.Sprintf("连接成功，收到%d封：", total)
	var parts []string
	for _, x := range []struct {
		fate store.Fate
		name string
	}{{store.MailLetter, "成为来信"}, {store.MailMore, "归入原来信"}, {store.MailAside, "待人工查看"}, {store.MailTwice, "重复"}} {
		if n[x.fate] > 0 {
			parts = append(parts, fmt.Sprintf("%s%d封", x.name, n[x.fate]))
		}
	}
	return words + strings.Join(parts, "，") + "。"
}
