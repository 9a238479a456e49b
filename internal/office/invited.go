package office

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"gongkai/access"
	"gongkai/check"
	"gongkai/internal/store"
	"gongkai/invitation"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// Link is what a guest shows: the invitation and its key, and whence they come.
type Link struct {
	Organ   ledger.ID
	ID      ledger.ID
	Key     string
	Address string
}

// InvitedView is what a guest sees of the text.
type InvitedView struct {
	Invitation invitation.Invitation
	Article    publication.Article
	Edition    publication.Edition
	Column     publication.Column
	Unit       string
	Comparison *Comparison // with the live edition; nil for a first one
	Check      Check       // what the checks found
}

// AnswerForm is what a guest answers, as typed.
type AnswerForm struct {
	Verdict     string // approve, return
	Words       string
	Name, Organ string
}

// OpenInvitation opens the text to a guest; every look stands in the access log.
func (o *Office) OpenInvitation(ctx context.Context, l Link) (v InvitedView, err error) {
	var found look
	var passed []check.Override
	err = o.invited(ctx, l, "invitation.open", func(tx *store.Tx, i invitation.Invitation, a publication.Article, e publication.Edition) (err error) {
		if found, err = o.look(tx, a.Organ, e); err != nil {
			return err
		}
		if passed, err = tx.Overrides(a.ID, e.No); err != nil {
			return err
		}
		v = InvitedView{Invitation: i, Article: a, Edition: e}
		if v.Column, err = tx.Column(a.Organ, e.Column); err != nil {
			return err
		}
		names, err := o.names(tx, a.Organ)
		if err != nil {
			return err
		}
		v.Unit = names[e.Unit]
		if a.Live == 0 || a.Live == e.No {
			return nil
		}
		editions, err := tx.Editions(a.ID)
		if err != nil {
			return err
		}
		c, err := compare(tx, a, editions, a.Live, e.No)
		v.Comparison = &c
		return err
	})
	if err != nil {
		return v, err
	}
	all, err := o.inEdition(found, v.Edition)
	v.Check.add(passing(v.Edition, all, passed))
	return v, err
}

// InvitedFile opens an attachment or a picture of the text to a guest.
func (o *Office) InvitedFile(ctx context.Context, l Link, sha string) (f FileContent, err error) {
	var file publication.File
	err = o.invited(ctx, l, "invitation.file", func(tx *store.Tx, _ invitation.Invitation, _ publication.Article, e publication.Edition) error {
		for _, x := range e.Files {
			if x.SHA == sha {
				file = x
				return nil
			}
		}
		return refusal.NotFound("access.may.absent")
	})
	if err != nil {
		return f, err
	}
	return o.open(file)
}

// invited lets a guest with a link in, or counts a wrong key, and logs either.
// What they see is read in the view that found the link to hold; only the count
// and the line of the log are written, and nothing for what does not exist.
func (o *Office) invited(ctx context.Context, l Link, verb string,
	f func(*store.Tx, invitation.Invitation, publication.Article, publication.Edition) error) error {
	if len(l.ID) != idLength {
		return refusal.NotFound("invitation.open.absent")
	}
	from := "invited/" + string(l.Organ) + "/from/" + l.Address
	said := o.view(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(from, o.now().Add(-lockWindow))
		if err != nil {
			return err
		}
		if n >= maxAddressGuesses {
			return refusal.Denied("invitation.open.often", "minutes", fmt.Sprint(int(lockWindow.Minutes())))
		}
		i, a, e, err := o.guest(tx, l)
		if err != nil {
			return err
		}
		return f(tx, i, a, e)
	})
	result := "ok"
	if r, ok := refusal.As(said); ok {
		result = r.Code
	} else if said != nil {
		return said
	}
	if result == "invitation.open.absent" || result == "invitation.open.often" {
		return said
	}
	if err := o.update(ctx, func(tx *store.Tx) error {
		if result == "invitation.open.key" {
			if err := o.wrongKey(tx, l.ID, from); err != nil {
				return err
			}
		}
		return o.logGuest(tx, l, verb, result)
	}); err != nil {
		return err
	}
	return said // the log is kept whatever it is
}

// wrongKey counts a wrong key against the link and against the address.
func (o *Office) wrongKey(tx *store.Tx, id ledger.ID, from string) error {
	if err := tx.PutAttempt(from, o.now()); err != nil {
		return err
	}
	i, err := tx.Invitation(id)
	if err != nil || i.Tries >= invitation.MaxTries {
		return err
	}
	i.Tries++
	return tx.PutInvitation(i)
}

func (o *Office) logGuest(tx *store.Tx, l Link, verb, result string) error {
	return tx.LogAccess(store.AccessLine{At: o.now(), Organ: l.Organ, Officer: ledger.Guest, Verb: verb, Thing: string(l.ID), Address: l.Address, Result: result})
}

// guest finds what a link opens. A link of another body, or of none, is not
// there; a wrong key is answered in the same words.
func (o *Office) guest(tx *store.Tx, l Link) (i invitation.Invitation, a publication.Article, e publication.Edition, err error) {
	if i, err = tx.Invitation(l.ID); errors.Is(err, store.ErrNotFound) || err == nil && i.Organ != l.Organ {
		return i, a, e, refusal.NotFound("invitation.open.absent")
	}
	if err != nil {
		return i, a, e, err
	}
	mark, err := o.mark(i.ID, l.Key)
	if err != nil {
		return i, a, e, err
	}
	if subtle.ConstantTimeCompare([]byte(mark), []byte(i.Key)) != 1 {
		return i, a, e, refusal.NotFound("invitation.open.key")
	}
	if a, e, err = articleOf(tx, i.Article, i.Edition); err != nil {
		return i, a, e, err
	}
	if err := access.May(access.Outside(l.Organ), access.ReviewOutside, thing(a, e)); err != nil {
		return i, a, e, err
	}
	s, err := o.subjectOf(tx, a, e)
	if err != nil {
		return i, a, e, err
	}
	return i, a, e, i.Holds(s, o.now())
}

// AnswerInvitation takes the guest's opinion, once: it goes into the trail of the
// text like those from within, and the link is spent.
func (o *Office) AnswerInvitation(ctx context.Context, l Link, f AnswerForm) error {
	for _, x := range []struct{ field, said string }{{"name", f.Name}, {"organ", f.Organ}, {"words", f.Words}} {
		if utf8.RuneCountInString(x.said) > 2000 {
			return refusal.New("invitation.answer.long", "").On(x.field)
		}
	}
	if err := o.invited(ctx, l, "invitation.post", func(*store.Tx, invitation.Invitation, publication.Article, publication.Edition) error { return nil }); err != nil {
		return err // a wrong key counts, whatever becomes of the answer
	}
	who := access.Outside(l.Organ)
	return o.record(ctx, l.Organ, func(tx *store.Tx) error {
		i, a, e, err := o.guest(tx, l)
		if err != nil {
			return err
		}
		s, err := o.subjectOf(tx, a, e)
		if err != nil {
			return err
		}
		var opinion int64
		err = o.within(tx, who, access.ReviewOutside, a.ID, e.No, e.Rev, func(c *change) (ledger.Fact, error) {
			if err := o.inRound(c); err != nil {
				return nil, err
			}
			c.line = OpinionForm{Step: string(review.Outside), Verdict: f.Verdict, To: string(review.Drafted), Words: f.Words}.line()
			c.line.Guest = review.Guest{Name: strings.TrimSpace(f.Name), Organ: strings.TrimSpace(f.Organ)}
			c.line.By, c.line.Salt = who.Officer, newSalt()
			return o.opined(c)
		})
		if err != nil {
			return err
		}
		lines, err := tx.Opinions(a.ID)
		if err != nil {
			return err
		}
		for _, x := range lines {
			opinion = x.Seq // the last is the one just given
		}
		fact, err := i.Answer(s, opinion, o.now())
		if err != nil {
			return err
		}
		if err := o.enterInvitation(tx, who.Officer, &i, fact); err != nil {
			return err
		}
		return o.logGuest(tx, l, "invitation.answer", "ok")
	})
}
