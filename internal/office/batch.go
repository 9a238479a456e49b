package office

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// BatchForm is what the planning of a set asks for. Members are written
// article/edition.
type BatchForm struct {
	Name, At string
	Members  []string
}

// shanghai reads an instant as a form gives it.
func shanghai(field, typed string) (time.Time, error) {
	t, err := time.ParseInLocation("2006-01-02T15:04", strings.TrimSpace(typed), calendar.Shanghai)
	if err != nil {
		return t, refusal.New("form.instant", "", "typed", typed).On(field)
	}
	return t, nil
}

// candidate reads an edition that is to join a set.
func candidate(tx *store.Tx, who access.Actor, m batch.Member) (batch.Candidate, error) {
	c := batch.Candidate{Member: m}
	a, e, err := load(tx, who, access.PlanBatch, m.Article, m.Edition)
	if err != nil {
		return c, err
	}
	c.Title, c.Own = orUntitled(e.Title), wrote(who, access.PlanBatch, a, e)
	c.Ready = (e.State == publication.Scheduled || passed(e)) && a.State != publication.Withdrawn
	in, ok, err := tx.BatchOf(m.Article, m.Edition)
	if ok {
		c.In = in.Name
	}
	return c, err
}

func orUntitled(title string) string {
	if title == "" {
		return "（无标题）"
	}
	return title
}

// member reads article/edition.
func member(s string) (m batch.Member, err error) {
	id, no, _ := strings.Cut(s, "/")
	m.Article = ledger.ID(id)
	if m.Edition, err = strconv.Atoi(no); err != nil {
		return m, refusal.NotFound("access.may.absent")
	}
	return m, nil
}

// PlanBatch puts approved editions into one set that goes out together at an
// instant (编成批次).
func (o *Office) PlanBatch(ctx context.Context, who access.Actor, f BatchForm) (id ledger.ID, err error) {
	if err := may(who, access.PlanBatch); err != nil {
		return "", err
	}
	at, err := shanghai("at", f.At)
	if err != nil {
		return "", err
	}
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		var cs []batch.Candidate
		for _, s := range f.Members {
			m, err := member(s)
			if err != nil {
				return err
			}
			c, err := candidate(tx, who, m)
			if err != nil {
				return err
			}
			cs = append(cs, c)
		}
		s := batch.Batch{ID: newID(), Name: strings.Join(strings.Fields(f.Name), " "), Salt: newSalt()}
		fact, err := s.Plan(cs, at, o.now())
		if err != nil {
			return err
		}
		for _, c := range cs {
			if err := o.timed(tx, who, c.Member, at); err != nil {
				return err
			}
		}
		id = s.ID
		b := &work{o: o, tx: tx, who: who, on: o.Today(), s: s}
		if err := b.enter(fact); err != nil {
			return err
		}
		return b.schedule(at)
	})
	return id, err
}

// work is what a verb on a set works on, within one transaction.
type work struct {
	o   *Office
	tx  *store.Tx
	who access.Actor
	on  calendar.Day
	s   batch.Batch
}

// enter appends a fact of the set and applies it.
func (b *work) enter(f ledger.Fact) error {
	entry, err := b.tx.Append(b.on, b.s.ID, b.who.Officer, f)
	if err != nil {
		return err
	}
	b.s = b.s.Apply(entry, f)
	return b.tx.PutBatch(b.s)
}

// schedule writes the instant of the set into the members that still wait.
func (b *work) schedule(at time.Time) error {
	for _, m := range b.s.Members {
		if err := b.scheduleOne(m, at); err != nil {
			return err
		}
	}
	return nil
}

func (b *work) scheduleOne(m batch.Member, at time.Time) error {
	e, err := b.tx.Edition(m.Article, m.Edition)
	if err != nil || e.State != publication.Scheduled {
		return err
	}
	e.ScheduledAt = at
	return b.tx.PutEdition(e)
}

// own says whether the officer had a hand in a text of the set.
func (b *work) own() (bool, error) {
	for _, m := range b.s.Members {
		a, e, err := articleOf(b.tx, m.Article, m.Edition)
		if err != nil || wrote(b.who, access.PlanBatch, a, e) {
			return true, err
		}
	}
	return false, nil
}

// wrote says whether the actor, or the one in whose name they would act (代理),
// had a hand in the text.
func wrote(who access.Actor, v access.Verb, a publication.Article, e publication.Edition) bool {
	return slices.ContainsFunc(hands(who, v, thing(a, e)), e.Wrote)
}

// hands are whoever acts and the one in whose name, empty for nobody: what one
// of them writes is the other's as well.
func hands(who access.Actor, v access.Verb, t access.Thing) []ledger.ID {
	return []ledger.ID{who.Officer, behalf(who, v, t)}
}

// giveBack sends a text of the set back to its author (退回); field is where its
// reason was typed.
func (b *work) giveBack(m batch.Member, reason, field string) error {
	e, err := b.tx.Edition(m.Article, m.Edition)
	if err != nil || e.State != publication.Scheduled {
		return err // it left the set's hands in another way
	}
	if strings.TrimSpace(reason) == "" {
		return refusal.New("batch.leave.reason", "R-A17").On(field)
	}
	return b.o.within(b.tx, b.who, access.PublishArticle, m.Article, m.Edition, e.Rev, func(c *change) (ledger.Fact, error) {
		if err := b.o.inRound(c); err != nil {
			return nil, err
		}
		c.line = OpinionForm{Step: string(review.Release), Verdict: string(review.Return), To: string(review.Drafted), Words: reason}.line()
		c.line.By, c.line.For, c.line.Salt = b.who.Officer, behalf(b.who, access.PublishArticle, thing(c.a, c.e)), newSalt()
		return b.o.opined(c)
	})
}

// alone refuses to let out, or to time, one text of a set without the others.
func (c *change) alone() error {
	s, in, err := c.tx.BatchOf(c.a.ID, c.e.No)
	if in {
		return refusal.Clash("batch.member.alone", "", "set", s.Name)
	}
	return err
}

// onBatch loads a set, asks the policy, and lets the verb work on it.
func (o *Office) onBatch(ctx context.Context, who access.Actor, id ledger.ID, rev int64, verb func(*work) error) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		s, err := tx.Batch(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.PlanBatch, access.Thing{Organ: s.Organ}); err != nil {
			return err
		}
		if s.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		return verb(&work{o: o, tx: tx, who: who, on: o.Today(), s: s})
	})
}

// MoveBatch names another instant for a set (改时间). A set that was held is
// no longer.
func (o *Office) MoveBatch(ctx context.Context, who access.Actor, id ledger.ID, rev int64, typed string) error {
	at, err := shanghai("at", typed)
	if err != nil {
		return err
	}
	return o.onBatch(ctx, who, id, rev, func(b *work) error {
		own, err := b.own()
		if err != nil {
			return err
		}
		f, err := b.s.Move(at, o.now(), own)
		if err != nil {
			return err
		}
		if err := b.enter(f); err != nil {
			return err
		}
		return b.schedule(at)
	})
}

// JoinBatch adds an approved edition to a set (加入).
func (o *Office) JoinBatch(ctx context.Context, who access.Actor, id ledger.ID, rev int64, article string) error {
	m, err := member(article)
	if err != nil {
		return err
	}
	return o.onBatch(ctx, who, id, rev, func(b *work) error {
		c, err := candidate(b.tx, who, m)
		if err != nil {
			return err
		}
		f, err := b.s.Join(c)
		if err != nil {
			return err
		}
		if err := o.timed(b.tx, who, m, b.s.At); err != nil {
			return err
		}
		if err := b.enter(f); err != nil {
			return err
		}
		return b.scheduleOne(m, b.s.At)
	})
}

// LeaveBatch takes a text out of a set (取出): to go out alone at an instant,
// or back to its author with a reason when none is given.
func (o *Office) LeaveBatch(ctx context.Context, who access.Actor, id ledger.ID, rev int64, article ledger.ID, typed, reason string) error {
	var at time.Time
	if strings.TrimSpace(typed) != "" {
		t, err := shanghai("leave_at", typed)
		if err != nil {
			return err
		}
		at = t
	}
	return o.onBatch(ctx, who, id, rev, func(b *work) error {
		i := slices.IndexFunc(b.s.Members, func(m batch.Member) bool { return m.Article == article })
		if i < 0 {
			return refusal.NotFound("access.may.absent")
		}
		c, err := candidate(b.tx, who, b.s.Members[i])
		if err != nil {
			return err
		}
		f, err := b.s.Leave(c, at, o.now())
		if err != nil {
			return err
		}
		if err := b.enter(f); err != nil {
			return err
		}
		if at.IsZero() {
			return b.giveBack(c.Member, reason, "leave_reason")
		}
		return b.scheduleOne(c.Member, at)
	})
}

// CancelBatch ends a set before it is out; its texts go back to their authors
// with the reason (取消).
func (o *Office) CancelBatch(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.onBatch(ctx, who, id, rev, func(b *work) error {
		f, err := b.s.Cancel()
		if err != nil {
			return err
		}
		for _, m := range b.s.Members {
			if err := b.giveBack(m, reason, "reason"); err != nil {
				return err
			}
		}
		return b.enter(f)
	})
}
