package report

import (
	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/interview"
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

// proposalFact counts an entry of a proposal.
func (c *counter) proposalFact(e ledger.Entry, f ledger.Fact) {
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

// ConsultationNames and InterviewNames are the names by which the words, and the
// yearly form of the site (§D.5), quote them: how often, what came in, what
// became of it.
var (
	ConsultationNames = []string{"consultations.held", "consultations.opinions", "consultations.published", "consultations.adopted",
		"consultations.partly", "consultations.rejected"}
	InterviewNames = []string{"interviews.held", "interviews.questions", "interviews.answered"}
)

// consultationFact counts a consultation by the day on which it was let out,
// each opinion by its own, and the outcome by the day on which it was.
func (c *counter) consultationFact(e ledger.Entry, f ledger.Fact) {
	if !c.within(e.On) {
		return
	}
	switch f := f.(type) {
	case consultation.Opened:
		c.add("consultations.held", 1, e.Seq)
	case consultation.Opined:
		c.add("consultations.opinions", 1, e.Seq)
	case consultation.Issued:
		c.add("consultations.published", 1, e.Seq)
		c.add("consultations.adopted", int64(f.Adopted), e.Seq)
		c.add("consultations.partly", int64(f.Partly), e.Seq)
		c.add("consultations.rejected", int64(f.Rejected), e.Seq)
	}
}

// interviewFact counts an interview by the day on which its transcript went out.
func (c *counter) interviewFact(e ledger.Entry, f ledger.Fact) {
	if f, ok := f.(interview.Issued); ok && c.within(e.On) {
		c.add("interviews.held", 1, e.Seq)
		c.add("interviews.questions", int64(f.Questions), e.Seq)
		c.add("interviews.answered", int64(f.Answered), e.Seq)
	}
}
