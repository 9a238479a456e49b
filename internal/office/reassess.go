package office

import (
	"context"
	"fmt"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/review"
)

// nextReview is the day on which what is not public is looked at again (R-A18):
// by the organ's own table where that sets a period, else by law's.
func (o *Office) nextReview(c *change) (calendar.Day, error) {
	l, ok := law.On(c.on).Limit("reassess")
	if !ok {
		return calendar.Day{}, fmt.Errorf("office: no limit for the look at what is not public")
	}
	table, _, err := chains(c.tx, c.a.Organ, c.on)
	if table.Months > 0 {
		l.N, l.Unit = table.Months, law.Months
	}
	return l.Due(c.on, o.Calendar()).Day, err
}

// ReassessArticle records a look at what is not public (定期评估审查, R-A18):
// verdict keep leaves it so until the next, open starts the edition that is to
// be public, which goes through the chain like any other. Whoever opened it is one
// of its authors: that it is to be public is theirs, and not theirs to approve.
func (o *Office) ReassessArticle(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, verdict, words string) error {
	return o.decide(ctx, who, access.ReassessArticle, id, no, rev, func(c *change) (ledger.Fact, error) {
		if no != c.a.Latest {
			return nil, refusal.Clash("publication.reassess.state", "R-A18", "state", c.e.State.Name())
		}
		next, err := o.nextReview(c)
		if err != nil {
			return nil, err
		}
		c.line = review.Opinion{Verdict: review.Verdict(verdict), Words: strings.TrimSpace(words), Salt: newSalt()}
		f, err := c.a.Reassess(c.e, c.line, next)
		if err != nil || f.Verdict == review.Keep {
			return f, err
		}
		e := c.e.Disclose(hands(who, access.ReassessArticle, thing(c.a, c.e)), newSalt(), c.now)
		c.a.Latest = e.No
		if c.a.Live == 0 {
			c.a.Mode = e.Mode
		}
		return f, c.tx.PutEdition(e)
	})
}
