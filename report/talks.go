package report

import (
	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/proposal"
)

// proposed is what a year wants to know of one proposal.
type proposed struct {
	on        calendar.Day // handed over
	seq       int64
	replied   calendar.Day // the first reply
	reply     int64
	late      bool
	rated     calendar.Day
	rating    int64
	said      ledger.Code
	article   ledger.ID
	withdrawn bool
}

// ProposalNames are the names by which the words quote proposals. What is public
// of them, proposals.answered, is counted by the articles.
var ProposalNames = []string{"proposals.received", "proposals.replied", "proposals.ontime", "proposals.published", "proposals.satisfied",
	"proposals.fairly", "proposals.dissatisfied"}

// talkFact counts an entry of a proposal.
func (c *counter) talkFact(e ledger.Entry, f ledger.Fact) {
	x := c.proposals[e.Subject]
	switch f := f.(type) {
	case proposal.Received:
		c.proposals[e.Subject] = &proposed{on: e.On, seq: e.Seq}
	case proposal.Replied:
		if x != nil && x.replied.IsZero() {
			x.replied, x.reply, x.late = e.On, e.Seq, f.Late
		}
	case proposal.Heard:
		if x != nil {
			x.rated, x.rating, x.said = e.On, e.Seq, f.Satisfaction
		}
	case proposal.Released:
		if x != nil {
			x.article = f.Article
		}
	case proposal.TakenBack:
		if x != nil {
			x.withdrawn = true
		}
	}
}

// closeTalks counts each proposal in the year in which it was handed over,
// first answered, last rated, and made public.
func (c *counter) closeTalks() {
	for _, x := range c.proposals {
		if c.within(x.on) && !x.withdrawn {
			c.add("proposals.received", 1, x.seq)
		}
		if c.within(x.replied) {
			c.add("proposals.replied", 1, x.reply)
			if !x.late {
				c.add("proposals.ontime", 1, x.reply)
			}
		}
		if c.within(x.rated) {
			c.add("proposals."+string(x.said), 1, x.rating)
		}
		if a := c.articles[x.article]; a != nil && a.public && c.within(a.on) {
			c.add("proposals.published", 1, a.seq)
		}
	}
}
