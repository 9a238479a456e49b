package office

import (
	"context"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// ReleaseDue publishes what was approved for an instant that has come. It is
// called by the clock and depends on nobody's session; each article is its own
// transaction, so that one that cannot go out holds up none. What waits in a set
// goes out with its set.
func (o *Office) ReleaseDue(ctx context.Context) (n int, err error) {
	var due []publication.Edition
	if err := o.view(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.DueReleases(o.now())
		return err
	}); err != nil {
		return 0, err
	}
	for _, e := range due {
		var organ ledger.ID
		if err := o.view(ctx, func(tx *store.Tx) error {
			a, err := tx.Article(e.Article)
			organ = a.Organ
			return err
		}); err != nil {
			return n, err
		}
		cal := o.Calendar()
		err := o.decide(ctx, access.Machine(organ), access.ReleaseArticle, e.Article, e.No, e.Rev, func(c *change) (ledger.Fact, error) {
			return c.out(c.e.Approver, func(l law.Limit) (ledger.Fact, error) {
				return c.a.Release(c.e, c.now, l, cal, c.indexNo)
			})
		})
		if r, ok := refusal.As(err); ok {
			o.log.Warn("scheduled release refused", "article", e.Article, "edition", e.No, "code", r.Code)
			if err := o.holdRelease(ctx, organ, e, store.Held{Article: e.Article, Edition: e.No, Code: r.Code, Words: err.Error()}); err != nil {
				return n, err
			}
			continue
		}
		if err != nil {
			return n, err
		}
		n++
	}
	sets, err := o.releaseBatches(ctx)
	return n + sets, err
}

// holdRelease keeps why an edition did not go out, for the desk; it is not tried
// again until somebody acts. Nothing happened, so no fact says it; the attempt
// stands in the log. That somebody changed the edition meanwhile, or another
// node let it out, is no reason to hold it.
func (o *Office) holdRelease(ctx context.Context, organ ledger.ID, due publication.Edition, why store.Held) error {
	return o.update(ctx, func(tx *store.Tx) error {
		e, err := tx.Edition(due.Article, due.No)
		if err != nil || e.Rev != due.Rev {
			return err
		}
		if err := tx.LogAccess(store.AccessLine{At: o.now(), Organ: organ, Officer: ledger.System, Verb: string(access.ReleaseArticle),
			Thing: string(e.Article), Result: why.Code}); err != nil {
			return err
		}
		return tx.HoldRelease(why)
	})
}
