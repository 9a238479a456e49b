package proposal

import (
	"gongkai/calendar"
	"gongkai/law"
)

// Clock is the period within which the reply is owed, and its last day: that of
// the notice, or three months from the day of handing over, six where the
// matter is wide or hard (代表法 Art. 42; for 提案 the rules of the conference say
// the same), and one month more for a member who is not content.
func (p Proposal) Clock(cal *calendar.Calendar) (law.Limit, calendar.Date) {
	name, from := "proposal", p.HandedOn
	switch {
	case p.Again > 0:
		name, from = "proposal_again", p.RatedOn
	case p.Long:
		name = "proposal_long"
	case !p.DueOn.IsZero():
		l, _ := law.On(from).Limit(name)
		l.Words = "交办通知载明的期限"
		return l, calendar.Date{Day: p.DueOn, Provisional: !cal.Announced(p.DueOn.Year())}
	}
	l, _ := law.On(from).Limit(name)
	return l, l.Due(from, cal)
}
