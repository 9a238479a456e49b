package office

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/invitation"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// InvitationForm is whom to ask, as typed. Mail says that a mail server sends
// what is put into the outbox; Desk is the full address of the organ's desk, to
// which the link is added.
type InvitationForm struct {
	Sort, Organ, Name, Email, Note, Days string
	Mail                                 bool
	Desk                                 string
}

// Invited is what came of it. Link is shown once, when it was not mailed; after
// that nobody can read it again.
type Invited struct {
	ID   ledger.ID
	Link string
	To   string // masked address that it was mailed to
}

// subjectOf is a text as an invitation is checked against it.
func (o *Office) subjectOf(tx *store.Tx, a publication.Article, e publication.Edition) (invitation.Subject, error) {
	r, _, err := roundOf(tx, a, e, o.Today())
	under := r.State == review.Reviewing || r.State == review.Asking || r.State == review.Passed
	return invitation.Subject{Article: a.ID, Edition: e.No, Round: r.No, Text: e.Sum(),
		Open: e.State == publication.InReview && r.No > 0 && under && r.Rushed == "",
		Turn: r.Asked(review.Outside, ledger.Guest, "", e.Authors) == nil}, err
}

// mark is what is kept of a link's key.
func (o *Office) mark(id ledger.ID, key string) (string, error) {
	return o.db.Vouch("invitation", string(id)+"/"+key)
}

// InviteReviewer asks somebody without an account for an opinion on a text under
// review (邀请外部审核): a body that signs with us, or counsel. The link goes by
// mail where there is an address and a mail server, else it is shown once.
func (o *Office) InviteReviewer(ctx context.Context, who access.Actor, id ledger.ID, no int, f InvitationForm) (out Invited, err error) {
	i := invitation.Invitation{ID: newID(), Sort: invitation.Sort(f.Sort), Salt: newSalt(), Guest: invitation.Guest{
		Organ: strings.TrimSpace(f.Organ), Name: strings.TrimSpace(f.Name), Email: strings.TrimSpace(f.Email), Note: strings.TrimSpace(f.Note)}}
	key := rand.Text()
	if i.Key, err = o.mark(i.ID, key); err != nil {
		return out, err
	}
	out = Invited{ID: i.ID, Link: fmt.Sprintf("%s/invited/%s/%s", f.Desk, i.ID, key)}
	days, _ := strconv.Atoi(strings.TrimSpace(f.Days)) // 0 is refused
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		a, e, err := load(tx, who, access.InviteReviewer, id, no)
		if err != nil {
			return err
		}
		s, err := o.subjectOf(tx, a, e)
		if err != nil {
			return err
		}
		now := o.now()
		fact, err := i.Send(s, days, wrote(who, access.InviteReviewer, a, e), now)
		if err != nil {
			return err
		}
		if err := o.enterInvitation(tx, who.Officer, &i, fact); err != nil {
			return err
		}
		if i.Guest.Email == "" || !f.Mail {
			return nil
		}
		mail, err := o.invitationMail(tx, i, out.Link)
		if err != nil {
			return err
		}
		out.Link, out.To = "", maskAddress(mail.To)
		_, err = tx.Enqueue(mail)
		return err
	})
	return out, err
}

// enterInvitation appends a fact of an invitation and applies it.
func (o *Office) enterInvitation(tx *store.Tx, by ledger.ID, i *invitation.Invitation, f ledger.Fact) error {
	entry, err := tx.Append(o.Today(), i.ID, by, f)
	if err != nil {
		return err
	}
	*i = i.Apply(entry, f)
	if i.State != invitation.Open {
		if err := tx.EndInvitationMail(i.Organ, i.ID, o.now()); err != nil {
			return err
		}
	}
	return tx.PutInvitation(*i)
}

// invitationMail brings the link, and says nothing of the text.
func (o *Office) invitationMail(tx *store.Tx, i invitation.Invitation, link string) (store.Mail, error) {
	g, err := tx.Organ(i.Organ)
	if err != nil {
		return store.Mail{}, err
	}
	to, err := people.Email(i.Guest.Email)
	return store.Mail{Organ: g.ID, About: i.Article, Once: store.InvitationMail + string(i.ID), At: o.now(), To: to, Subject: g.Name + "请您审核一份拟公开的文稿",
		Text: fmt.Sprintf("%s%s：\n\n%s有一份拟公开的文稿，请您作为%s提出意见。请打开以下链接，查看文稿、与现行版本的差异和附件，表示同意，或者退回并写明意见：\n%s\n\n"+
			"链接只供您本人使用，可以答复一次，%s前有效。文稿有变化时链接失效。\n\n这封邮件由系统发出，不含文稿的内容。有疑问请与%s联系，电话%s。\n",
			i.Guest.Organ, i.Guest.Name, g.Name, i.Sort.Name(), link, stamp(i.Until), g.Name, orElse(g.Phone, "见本机关网站"))}, err
}

// RevokeInvitation ends an invitation before its answer (撤销邀请).
func (o *Office) RevokeInvitation(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.onInvitation(ctx, who, id, rev, func(_ *store.Tx, i invitation.Invitation, a publication.Article, e publication.Edition) (ledger.Fact, error) {
		return i.Revoke(wrote(who, access.InviteReviewer, a, e))
	})
}

// EraseInvitation takes the guest away from an invitation whose review is over,
// from its mail and from the trail (删除个人信息). What they said stays.
func (o *Office) EraseInvitation(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.onInvitation(ctx, who, id, rev, func(tx *store.Tx, i invitation.Invitation, a publication.Article, e publication.Edition) (ledger.Fact, error) {
		s, err := o.subjectOf(tx, a, e)
		if err != nil {
			return nil, err
		}
		f, err := i.Erase(s)
		if err != nil {
			return nil, err
		}
		return f, tx.EraseInvited(i)
	})
}

// onInvitation loads an invitation, asks the policy, and enters what the verb
// decides.
func (o *Office) onInvitation(ctx context.Context, who access.Actor, id ledger.ID, rev int64,
	verb func(*store.Tx, invitation.Invitation, publication.Article, publication.Edition) (ledger.Fact, error)) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		i, err := tx.Invitation(id)
		if err != nil {
			return err
		}
		a, e, err := load(tx, who, access.InviteReviewer, i.Article, i.Edition)
		if err != nil {
			return err
		}
		if i.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		f, err := verb(tx, i, a, e)
		if err != nil {
			return err
		}
		return o.enterInvitation(tx, who.Officer, &i, f)
	})
}

// awaited refuses to let out a text while somebody outside may still answer.
func (o *Office) awaited(c *change) error {
	s, err := o.subjectOf(c.tx, c.a, c.e)
	if err != nil {
		return err
	}
	all, err := c.tx.Invitations(c.a.ID)
	for _, i := range all {
		if i.Awaited(s, c.now) {
			return refusal.Clash("invitation.await.publish", "R-A17", "organ", i.Guest.Organ, "until", stamp(i.Until))
		}
	}
	return err
}

// InvitationRow is an invitation as the desk shows it.
type InvitationRow struct {
	invitation.Invitation
	InvitedBy string
	Dead      error // why its link opens nothing any more
	Erasable  bool  // the reader may erase whom it names
}

// Invitations lists whom a text was shown to outside, with what came of it.
type Invitations struct {
	Article publication.Article
	Edition publication.Edition // the newest
	Rows    []InvitationRow
	Own     bool // the reader wrote in it
	May     bool // the reader may invite now
}

// Invitations reads them for the desk.
func (o *Office) Invitations(ctx context.Context, who access.Actor, id ledger.ID) (v Invitations, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if v.Article, v.Edition, err = articleOf(tx, id, 0); err != nil {
			return err
		}
		if err := access.May(who, access.ReadDesk, thing(v.Article, v.Edition)); err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		s, err := o.subjectOf(tx, v.Article, v.Edition)
		if err != nil {
			return err
		}
		may := access.May(who, access.InviteReviewer, thing(v.Article, v.Edition)) == nil
		all, err := tx.Invitations(id)
		for _, i := range all {
			if i.Guest.Email != "" {
				i.Guest.Email = maskAddress(i.Guest.Email)
			}
			v.Rows = append(v.Rows, InvitationRow{i, names[i.By], i.Holds(s, o.now()), may && !s.Open && !i.Erased})
		}
		v.Own = wrote(who, access.InviteReviewer, v.Article, v.Edition)
		v.May = s.Open && !v.Own && may
		return err
	})
	return v, err
}

// invitationTasks puts on the desk of who may ask again what nobody answered in
// its time.
func (o *Office) invitationTasks(tx *store.Tx, who access.Actor, d *Desk) error {
	late, err := tx.LateInvitations(who.Organ, o.now())
	if err != nil {
		return err
	}
	for _, i := range late {
		a, e, err := articleOf(tx, i.Article, i.Edition)
		if err != nil {
			return err
		}
		s, err := o.subjectOf(tx, a, e)
		if err != nil {
			return err
		}
		if !s.Open || s.Round != i.Round || access.May(who, access.InviteReviewer, thing(a, e)) != nil {
			continue
		}
		t := Task{Kind: "invitation", Link: "articles/" + string(a.ID) + "/invite", Title: orUntitled(e.Title), Since: i.At, HasDue: true,
			Due: calendar.Date{Day: calendar.DayOf(i.Until)}, Next: i.Guest.Organ + "没有按时答复，请再邀请或撤销"}
		t.Left, t.Due.Provisional = o.Calendar().WorkdaysBetween(o.Today(), t.Due.Day)
		d.Tasks = append(d.Tasks, t)
	}
	return nil
}
