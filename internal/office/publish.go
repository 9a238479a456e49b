package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/register"
	"gongkai/report"
	"gongkai/review"
)

// change is what a verb works on, within one transaction.
type change struct {
	tx  *store.Tx
	who access.Actor
	now time.Time
	on  calendar.Day
	a   publication.Article
	e   publication.Edition

	r      review.Round   // of the edition, for verbs of the review; see review.go
	line   review.Opinion // the words of the line that the fact writes
	before func() error   // what must be written first
	after  []ledger.Fact  // what the fact brings with it
	lines  []review.Opinion
	text   *string // of the page that goes live, for search
}

// write appends a fact and applies it to what it concerns.
func (c *change) write(by ledger.ID, f ledger.Fact, words review.Opinion) error {
	entry, err := c.tx.Append(c.on, c.a.ID, by, f)
	if err != nil {
		return err
	}
	c.a, c.r = c.a.Apply(entry, f), c.r.Apply(entry, f)
	if line, ok := review.Said(entry, f); ok {
		line.Guest, line.Words, line.Salt = words.Guest, words.Words, words.Salt
		c.lines = append(c.lines, line)
	}
	return nil
}

// decide is the one place where the pieces of an article's verb meet: load,
// ask the policy, let the verb decide, append the fact, apply it, store.
func (o *Office) decide(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, no int, rev int64,
	verb func(*change) (ledger.Fact, error)) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		return o.within(tx, who, v, id, no, rev, verb)
	})
}

// within is decide in a transaction that others share.
func (o *Office) within(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID, no int, rev int64,
	verb func(*change) (ledger.Fact, error)) error {
	now := o.now()
	a, err := tx.Article(id)
	if err != nil {
		return err
	}
	if no == 0 {
		no = a.Live
	}
	e, err := tx.Edition(id, no)
	if err != nil {
		return err
	}
	if err := access.May(who, v, thing(a, e)); err != nil {
		return err
	}
	if rev != e.Rev {
		return refusal.Clash("publication.save.conflict", "", "at", stamp(e.SavedAt))
	}
	c := &change{tx: tx, who: who, now: now, on: calendar.DayOf(now), a: a, e: e}
	f, err := verb(c)
	if err != nil {
		return err
	}
	if c.before != nil {
		if err := c.before(); err != nil {
			return err
		}
	}
	for _, f := range append([]ledger.Fact{f}, c.after...) {
		if err := c.write(who.Officer, f, c.line); err != nil {
			return err
		}
	}
	return c.keep()
}

// keep writes the rows.
func (c *change) keep() error {
	if err := c.tx.PutArticle(c.a); err != nil {
		return err
	}
	if err := c.tx.PutEdition(c.e); err != nil {
		return err
	}
	for _, line := range c.lines {
		if err := c.tx.PutOpinion(c.a.Organ, line); err != nil {
			return err
		}
	}
	if c.text != nil {
		if err := c.tx.PutText(c.a.ID, *c.text); err != nil {
			return err
		}
	}
	if c.r.No == 0 {
		return nil
	}
	return c.tx.PutRound(c.r)
}

// SubmitArticle hands a draft in for approval (提交审核). Whoever does so answers
// for the text like its author, and has no say on it afterwards (R-A17).
func (o *Office) SubmitArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64) error {
	found, err := o.foundBefore(ctx, who, id, no)
	if err != nil {
		return err
	}
	return o.decide(ctx, who, access.SubmitArticle, id, no, rev, func(c *change) (ledger.Fact, error) {
		f, err := c.a.Submit(c.e, who.Officer, c.on)
		if err != nil {
			return nil, err
		}
		if n := conv.ImagesWithoutAlt(c.e.HTML); n > 0 {
			return nil, refusal.New("publication.check.alt", "§D.3", "n", fmt.Sprint(n)).On("html")
		}
		if err := blocked(c.tx, c.e, found); err != nil {
			return nil, err
		}
		c.e.State, c.e.SubmittedAt, c.e.Remark, c.e.Passed = publication.InReview, c.now, "", ""
		c.e.Authors = c.e.By(hands(who, access.SubmitArticle, thing(c.a, c.e))...)
		if err := known(c.tx, who.Organ, c.e); err != nil {
			return nil, err
		}
		opened, err := opened(c)
		c.after = append(c.after, opened)
		return f, err
	})
}

// PublishArticle makes an edition the live page now (发布).
func (o *Office) PublishArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64) error {
	cal := o.Calendar()
	return o.decide(ctx, who, access.PublishArticle, id, no, rev, func(c *change) (ledger.Fact, error) {
		if err := errors.Join(c.apart(), c.alone(), o.awaited(c)); err != nil {
			return nil, err
		}
		return c.out(who.Officer, func(l law.Limit) (ledger.Fact, error) {
			return c.a.Publish(c.e, who.Officer, c.on, l, cal, c.indexNo)
		})
	})
}

// apart refuses to let a text out in the name of one who wrote in it (代理); of
// who acts themselves, publication asks.
func (c *change) apart() error {
	if c.e.Wrote(behalf(c.who, access.PublishArticle, thing(c.a, c.e))) {
		return refusal.Clash("publication.publish.behalf", "R-A17")
	}
	return nil
}

// out makes c.e the live page by a verb that wants the limit of R-A26.
func (c *change) out(approver ledger.ID, verb func(law.Limit) (ledger.Fact, error)) (ledger.Fact, error) {
	l, err := limit(c.tx, c.a, c.e, c.on)
	if err != nil {
		return nil, err
	}
	if err := explained(c.tx, c.e, nil); err != nil {
		return nil, err
	}
	first := c.a.Live == 0
	f, err := verb(l)
	if err != nil {
		return nil, err
	}
	if first {
		if f, err = c.registered(f); err != nil {
			return nil, err
		}
	}
	return f, c.goLive(approver)
}

// explained refuses an interpretation whose document is neither public nor goes
// out with it.
func explained(tx *store.Tx, e publication.Edition, with []batch.Member) error {
	for _, id := range e.Explains {
		a, err := tx.Article(id)
		if err != nil {
			return err
		}
		if !a.Public() && !slices.ContainsFunc(with, func(m batch.Member) bool { return m.Article == id }) {
			return refusal.Clash("publication.publish.explains", "§D.2(2)")
		}
	}
	return nil
}

// indexNo gives the next index number (索引号): credit code / year - serial.
func (c *change) indexNo() (string, error) {
	organ, err := c.tx.Organ(c.a.Organ)
	if err != nil {
		return "", err
	}
	n, err := c.tx.NextIndex(c.a.Organ, c.on.Year())
	return fmt.Sprintf("%s/%d-%05d", organ.CreditCode, c.on.Year(), n), err
}

// goLive makes c.e the live edition, the former one past, and has the text kept
// for search.
func (c *change) goLive(approver ledger.ID) error {
	if c.a.Live > 0 && c.a.Live != c.e.No {
		old, err := c.tx.Edition(c.a.ID, c.a.Live)
		if err != nil {
			return err
		}
		old.State = publication.Past
		if err := c.tx.PutEdition(old); err != nil {
			return err
		}
	}
	c.e.State, c.e.Approver, c.e.PublishedAt = publication.Live, approver, c.now
	text := conv.Text(c.e.HTML)
	c.text = &text
	return c.issued()
}

// registered lists a normative document or rule in its register when no item
// of the register was chosen, so that 制作 is never less than 公开.
func (c *change) registered(f ledger.Fact) (ledger.Fact, error) {
	p, ok := f.(publication.Published)
	if !ok || p.Type != publication.Normative && p.Type != publication.Rule || p.Item != "" {
		return f, nil
	}
	item := register.Item{ID: newID(), Organ: c.a.Organ, Register: register.Name(p.Type), Title: c.e.Title,
		Basis: c.e.DocNo, Unit: c.e.Unit, Listed: c.e.Formed, Salt: newSalt()}
	if err := list(c.tx, item, c.on, c.who.Officer); err != nil {
		return nil, err
	}
	p.Item, c.a.Item = item.ID, item.ID
	return p, nil
}

// issued records that the annual report is out when its article goes live.
func (c *change) issued() error {
	if c.e.Type != publication.Annual {
		return nil
	}
	reports, err := c.tx.Reports(c.a.Organ)
	if err != nil {
		return err
	}
	for _, r := range reports {
		if r.Article != c.a.ID || r.State == report.Out {
			continue
		}
		f := report.Issued{Year: r.Year, Article: c.a.ID}
		entry, err := c.tx.Append(c.on, reportID(r.Year), c.who.Officer, f)
		if err != nil {
			return err
		}
		return c.tx.PutReport(r.Apply(entry, f))
	}
	return nil
}

// ScheduleArticle approves an edition for a later instant (定时发布); at is
// 2006-01-02T15:04 in Shanghai.
func (o *Office) ScheduleArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, at string) error {
	t, err := time.ParseInLocation("2006-01-02T15:04", at, calendar.Shanghai)
	if err != nil {
		return refusal.New("form.instant", "", "typed", at).On("scheduled_at")
	}
	return o.decide(ctx, who, access.PublishArticle, id, no, rev, func(c *change) (ledger.Fact, error) {
		if c.e.State == publication.Scheduled { // one that was called back waits for its set again
			if err := c.alone(); err != nil {
				return nil, err
			}
		}
		return o.approveFor(c, t)
	})
}

// WithdrawArticle takes the live page away; its address then says why (撤回).
func (o *Office) WithdrawArticle(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.decideLive(ctx, who, access.WithdrawArticle, id, rev, func(c *change) (ledger.Fact, error) {
		f, err := c.a.Withdraw(reason, c.e.ReasonSum(reason))
		c.a.Reason, c.e.State = reason, publication.Withdrawn
		return f, err
	})
}

// RateArticle sets the validity (有效性) of a document. One that is repealed or
// expired leaves its register on the same day.
func (o *Office) RateArticle(ctx context.Context, who access.Actor, id ledger.ID, rev int64, validity, by string) error {
	return o.decideLive(ctx, who, access.ValidityArticle, id, rev, func(c *change) (ledger.Fact, error) {
		f, err := c.a.Rate(ledger.Code(validity), ledger.ID(by))
		if err != nil {
			return nil, err
		}
		if by != "" {
			if s, err := c.tx.Article(ledger.ID(by)); err != nil || s.Organ != c.a.Organ || !s.Public() {
				return nil, refusal.New("publication.validity.successor", "§H.4").On("replaced_by")
			}
		}
		if c.a.Item != "" && (validity == "repealed" || validity == "expired") {
			name, _ := law.ValidityName(validity)
			if err := delist(c.tx, c.a.Item, c.on, c.on, name, who.Officer); err != nil {
				if r, ok := refusal.As(err); !ok || r.Code != "item.delist.twice" {
					return nil, err
				}
			}
		}
		return f, nil
	})
}

// MoveArticle sends readers of a withdrawn article on to another (转址).
func (o *Office) MoveArticle(ctx context.Context, who access.Actor, id ledger.ID, rev int64, to string) error {
	return o.decideLive(ctx, who, access.LinkArticle, id, rev, func(c *change) (ledger.Fact, error) {
		target, err := c.tx.Article(ledger.ID(to))
		if err != nil {
			target = publication.Article{}
		}
		return c.a.Move(target)
	})
}

// decideLive is decide for verbs on the article as such; rev is the article's.
func (o *Office) decideLive(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64,
	verb func(*change) (ledger.Fact, error)) error {
	var e publication.Edition
	err := o.view(ctx, func(tx *store.Tx) error {
		a, err := tx.Article(id)
		if err != nil {
			return err
		}
		e, err = tx.Edition(id, max(a.Live, 1))
		return err
	})
	if err != nil {
		return err
	}
	return o.decide(ctx, who, v, id, e.No, e.Rev, func(c *change) (ledger.Fact, error) {
		if c.a.Rev != rev {
			return nil, refusal.Clash("publication.save.conflict", "", "at", stamp(c.e.SavedAt))
		}
		return verb(c)
	})
}
