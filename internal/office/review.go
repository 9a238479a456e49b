package office

import (
	"context"
	"errors"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// reviewVerbs is what the policy is asked about for each step of the chain.
var reviewVerbs = map[review.Step]access.Verb{review.Unit: access.ReviewUnit, review.Secrecy: access.ReviewSecrecy,
	review.Legal: access.ReviewLegal, review.Outside: access.ReviewOutside, review.Office: access.ReviewOffice,
	review.Leader: access.ReviewLeader, review.Release: access.PublishArticle}

// OpinionForm is the opinion as typed.
type OpinionForm struct {
	Step    string // a review.Step: unit, secrecy, legal, outside, office, leader, release
	Verdict string // approve, return
	To      string // where a return goes: drafted, or an earlier step
	Basis   string // law's list basis; the secrecy review must name one
	Words   string
}

func (f OpinionForm) line() review.Opinion {
	if f.Verdict == string(review.Return) {
		f.Basis = "" // what clears a text does not stand beside its return
	}
	return review.Opinion{Step: review.Step(f.Step), Verdict: review.Verdict(f.Verdict), To: ledger.Code(f.To),
		Basis: ledger.Code(f.Basis), Words: strings.TrimSpace(f.Words)}
}

// OpineArticle gives the opinion of a step on a text under review (审核意见). The
// last approval makes the text publishable, or ends the matter where it is not
// to be public. A return to the author makes it a draft again. What somebody
// outside says comes by AnswerInvitation.
func (o *Office) OpineArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, f OpinionForm) error {
	return o.decideReview(ctx, who, id, no, rev, f.line(), o.opined)
}

// ReturnArticle sends what has passed, or is scheduled, back before it is out
// (退回): to the author, or to an earlier step.
func (o *Office) ReturnArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, to, reason string) error {
	return o.OpineArticle(ctx, who, id, no, rev, OpinionForm{Step: string(review.Release), Verdict: string(review.Return), To: to, Words: reason})
}

// opined gives the opinion of the line.
func (o *Office) opined(c *change) (ledger.Fact, error) {
	if c.r.Rushed == "" && c.e.State != publication.InReview && c.e.State != publication.Scheduled { // it went out after it had passed
		return nil, refusal.Clash("review.opine.state", "R-A17", "state", c.e.State.Name())
	}
	f, err := c.r.Opine(c.line, c.e.Sum(), c.e.Authors)
	if err != nil {
		return nil, err
	}
	next := c.r.Apply(ledger.Entry{On: c.on, By: c.who.Officer}, f)
	c.e.Passed = ""
	switch {
	case next.State == review.Passed:
		c.e.Passed = next.Sum
		if next.Mode != "proactive" {
			day, err := o.nextReview(c)
			if err != nil {
				return nil, err
			}
			c.e.State = publication.Closed
			c.after = append(c.after, c.a.Close(c.e, next.No, day))
		}
	case f.Verdict == review.Return && next.Rushed == "": // a page that is out stays until it is withdrawn
		c.e.State, c.e.Approver, c.e.ScheduledAt = publication.InReview, "", time.Time{}
		if f.To == review.Drafted {
			c.e.State, c.e.Remark = publication.Draft, c.line.Words
		}
	}
	return f, nil
}

// decideReview is decide for the verbs of a round: it has the round, and the
// line with who says it in whose name.
func (o *Office) decideReview(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, line review.Opinion,
	verb func(*change) (ledger.Fact, error)) error {
	v, known := reviewVerbs[line.Step]
	switch line.Verdict {
	case review.Recall:
		v, known = access.SubmitArticle, true
	case review.Advise:
		v, known = access.AdviseArticle, true
	case review.Rush:
		v, known = access.RushArticle, true
	}
	if !known {
		return refusal.New("review.opine.step", "R-A17").On("step")
	}
	return o.decide(ctx, who, v, id, no, rev, func(c *change) (ledger.Fact, error) {
		if err := o.inRound(c); err != nil {
			return nil, err
		}
		c.line = line
		c.line.By, c.line.For, c.line.Salt = who.Officer, behalf(who, v, thing(c.a, c.e)), newSalt()
		return verb(c)
	})
}

// behalf is in whose name an actor does what their own roles do not let them
// do (代理), empty for one's own.
func behalf(who access.Actor, v access.Verb, t access.Thing) ledger.ID {
	own := who
	own.For = nil
	if access.May(own, v, t) == nil {
		return ""
	}
	for _, p := range who.For {
		if access.May(p, v, t) == nil {
			return p.Officer
		}
	}
	return ""
}

// inRound loads the round of the edition. What was handed in before there were
// chains gets its round now, by the machine.
func (o *Office) inRound(c *change) (err error) {
	var opened *review.Opened
	if c.r, opened, err = roundOf(c.tx, c.a, c.e, c.on); err != nil {
		return err
	}
	if c.r.No == 0 {
		return refusal.Clash("review.opine.state", "R-A17", "state", c.e.State.Name())
	}
	if opened != nil {
		words := review.Opinion{Words: c.e.Ground, Salt: newSalt()}
		opened.Words = words.Bound()
		c.before = func() error { return c.write(ledger.System, *opened, words) }
	}
	return nil
}

// roundOf is the round of an edition, zero where it was never handed in; opened
// is what makes it where it was handed in before there were chains.
func roundOf(tx *store.Tx, a publication.Article, e publication.Edition, on calendar.Day) (r review.Round, opened *review.Opened, err error) {
	r, err = tx.Round(a.ID, e.No)
	if !errors.Is(err, store.ErrNotFound) || e.State != publication.InReview {
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return r, nil, err
	}
	f, err := newRound(tx, a, e, 1, on)
	return review.Round{}.Apply(ledger.Entry{Subject: a.ID, On: on}, f), &f, err
}

// newRound opens a round by the table of the day.
func newRound(tx *store.Tx, a publication.Article, e publication.Edition, no int, on calendar.Day) (review.Opened, error) {
	table, version, err := chains(tx, a.Organ, on)
	return review.Opened{Edition: e.No, Round: no, Chain: table.Chain(ledger.Code(e.Type), e.Column), Table: version,
		Text: e.Sum(), Mode: e.Mode, Ground: e.Basis, Reason: e.ClosedSum()}, err
}

// opened makes the round of a text that is handed in.
func opened(c *change) (review.Opened, error) {
	last, err := c.tx.Round(c.a.ID, c.e.No)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return review.Opened{}, err
	}
	f, err := newRound(c.tx, c.a, c.e, last.No+1, c.on)
	c.line.Words, c.line.Salt = c.e.Ground, newSalt()
	f.Words = c.line.Bound()
	return f, err
}

// RecallArticle takes a text back before it has passed (撤回送审).
func (o *Office) RecallArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, words string) error {
	line := review.Opinion{Step: review.Drafted, Verdict: review.Recall, Words: strings.TrimSpace(words)}
	return o.decideReview(ctx, who, id, no, rev, line, func(c *change) (ledger.Fact, error) {
		f, err := c.r.Recall(c.line, c.e.Authors)
		c.e.State, c.e.Passed = publication.Draft, ""
		return f, err
	})
}

// ReferArticle asks the competent department or the secrecy administration
// whether the text may be public (R-A17); step is whose turn it is, to a key of
// law's list competent.
func (o *Office) ReferArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, step, to, words string) error {
	line := review.Opinion{Step: review.Step(step), Verdict: review.Refer, To: ledger.Code(to), Words: strings.TrimSpace(words)}
	return o.decideReview(ctx, who, id, no, rev, line, func(c *change) (ledger.Fact, error) {
		c.e.Passed = "" // nothing goes out while another organ is asked
		return c.r.Refer(c.line, c.e.Sum(), c.e.Authors)
	})
}

// AdviseArticle records what it answered; answer is a key of law's list advice.
func (o *Office) AdviseArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, answer, words string) error {
	line := review.Opinion{Verdict: review.Advise, To: ledger.Code(answer), Words: strings.TrimSpace(words)}
	return o.decideReview(ctx, who, id, no, rev, line, func(c *change) (ledger.Fact, error) {
		return c.r.Advise(c.line)
	})
}

// EmergencyPublish lets a text out before its review (先发后审), for a written
// reason, once the secrecy officer has agreed. It stands marked on the desk until others have gone through its chain
// with OpineArticle; see Emergencies.
func (o *Office) EmergencyPublish(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, reason string) error {
	cal := o.Calendar()
	line := review.Opinion{Step: review.Release, Verdict: review.Rush, Words: strings.TrimSpace(reason)}
	return o.decideReview(ctx, who, id, no, rev, line, func(c *change) (ledger.Fact, error) {
		if err := c.alone(); err != nil {
			return nil, err
		}
		f, err := c.r.Rush(c.line, c.e.Sum(), c.e.Authors)
		if err != nil {
			return nil, err
		}
		published, err := c.out(who.Officer, func(l law.Limit) (ledger.Fact, error) {
			return c.a.Rush(c.e, who.Officer, c.on, l, cal, c.indexNo)
		})
		c.after = append(c.after, published)
		return f, err
	})
}
