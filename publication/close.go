package publication

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/review"
)

// Close ends the chain of a text that is not to be public (已定属性，不公开): its
// attribute was fixed at drafting and has passed the review. It is looked at
// again on the day next (R-A18).
func (a Article) Close(e Edition, round int, next calendar.Day) review.Closed {
	return review.Closed{Edition: e.No, Round: round, Text: e.Sum(), Mode: e.Mode, Ground: e.Basis, Type: ledger.Code(e.Type),
		Column: e.Column, Unit: e.Unit, Formed: e.Formed, Next: next}
}

// Reassess records a look at what is not public (定期评估审查, Art. 18: 对不予公开
// 的政府信息进行定期评估审查，对因情势变化可以公开的政府信息应当公开, R-A18): it
// stays so, with the next day of a look, or it is to be public. It may be made
// before its day.
func (a Article) Reassess(e Edition, o review.Opinion, next calendar.Day) (review.Reassessed, error) {
	if e.State != Closed {
		return review.Reassessed{}, refusal.Clash("publication.reassess.state", "R-A18", "state", e.State.Name())
	}
	var all refusal.All
	if o.Verdict != review.Keep && o.Verdict != review.Open {
		all = append(all, refusal.New("publication.reassess.result", "R-A18").On("verdict"))
	}
	if strings.TrimSpace(o.Words) == "" {
		all = append(all, refusal.New("publication.reassess.words", "R-A18").On("words"))
	}
	if o.Verdict == review.Open {
		next = calendar.Day{}
	}
	return review.Reassessed{Edition: e.No, Verdict: o.Verdict, Next: next, Words: o.Bound()}, all.Or()
}
