package office

import (
	"errors"
	"time"

	"gongkai/access"
	"gongkai/batch"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// passed says whether a text is through its review and only waits to be let out.
func passed(e publication.Edition) bool {
	return e.State == publication.InReview && e.Passed == e.Sum()
}

// approveFor approves the text for a later instant (定时发布).
func (o *Office) approveFor(c *change, at time.Time) (ledger.Fact, error) {
	if err := errors.Join(c.apart(), o.awaited(c)); err != nil {
		return nil, err
	}
	f, err := c.a.Approve(c.e, c.who.Officer, at, c.now)
	c.e.State, c.e.ScheduledAt, c.e.Approver = publication.Scheduled, at, c.who.Officer
	return f, err
}

// timed approves a text that joins a set for the instant of the set, where it
// had no instant of its own: the set is planned in one step, and for each text
// the ledger says who let it out (R-A17).
func (o *Office) timed(tx *store.Tx, who access.Actor, m batch.Member, at time.Time) error {
	e, err := tx.Edition(m.Article, m.Edition)
	if err != nil || !passed(e) {
		return err
	}
	err = o.within(tx, who, access.PublishArticle, m.Article, m.Edition, e.Rev, func(c *change) (ledger.Fact, error) {
		return o.approveFor(c, at)
	})
	if r, ok := refusal.As(err); ok && r.Class != refusal.Hidden {
		return r.On("members")
	}
	return err
}
