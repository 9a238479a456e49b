package request

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Party is who is asked: a third party whose rights are touched (Art. 32) or
// an organ that made the information too (Art. 34).
type Party string

const (
	ThirdParty Party = "third"      // 第三方
	CoProducer Party = "coproducer" // 共同制作机关
)

// View is what the party answered.
type View string

const (
	Agrees  View = "agree"  // 同意公开
	Objects View = "object" // 不同意公开
	Partly  View = "part"   // 部分同意
	Silent  View = "none"   // 逾期未答复
)

func consults(cs []Consult, e ledger.Entry, f ledger.Fact) []Consult {
	cs = slices.Clone(cs)
	set := func(ref ledger.ID, f func(*Consult)) {
		for i := range cs {
			if cs[i].Ref == ref {
				f(&cs[i])
			}
		}
	}
	switch f := f.(type) {
	case Consulted:
		return append(cs, Consult{Ref: f.Ref, Party: f.Party, SentOn: e.On})
	case Served:
		set(f.Ref, func(c *Consult) { c.ServedOn = e.On })
	case Heard:
		set(f.Ref, func(c *Consult) { c.HeardOn, c.View = e.On, f.View })
	}
	return cs
}

func (r Request) consult(ref ledger.ID) (Consult, bool) {
	for _, c := range r.Consults {
		if c.Ref == ref {
			return c, true
		}
	}
	return Consult{}, false
}

// Consult asks a third party or a co-producing organ in writing (征求意见,
// R-A32, R-A34). The time until the answer is not counted (R-A33).
func (r Request) Consult(ref ledger.ID, party Party, on, today calendar.Day, words ledger.Sum) (Consulted, error) {
	if err := r.allow(ConsultVerb); err != nil {
		return Consulted{}, err
	}
	if err := r.after("on", on, today); err != nil {
		return Consulted{}, err
	}
	if party != ThirdParty && party != CoProducer {
		return Consulted{}, refusal.New("request.consult.party", "R-A32").On("party")
	}
	if on.Before(r.ReceivedOn) {
		return Consulted{}, refusal.New("request.day.before", "R-A32", "day", on.String(), "received", r.ReceivedOn.String()).On("on")
	}
	if c, ok := r.consult(ref); ok {
		return Consulted{}, refusal.Clash("request.consult.twice", "R-A32", "day", c.SentOn.String())
	}
	return Consulted{Ref: ref, Party: party, Words: words}, nil
}

// Serve records the day on which the party received the letter; its 15 working
// days run from there.
func (r Request) Serve(ref ledger.ID, on, today calendar.Day) (Served, error) {
	if err := r.allow(ServeVerb); err != nil {
		return Served{}, err
	}
	c, ok := r.consult(ref)
	switch {
	case !ok:
		return Served{}, refusal.New("request.hear.none", "R-A32").On("ref")
	case on.Before(c.SentOn):
		return Served{}, refusal.New("request.serve.before", "R-A32", "day", c.SentOn.String()).On("on")
	case on.After(today):
		return Served{}, refusal.New("request.day.future", "R-A32", "day", on.String(), "today", today.String()).On("on")
	}
	return Served{Ref: ref}, nil
}

// Hear records the answer of a consultation (反馈). Silence may be noted only
// after the 15 working days: a third party's leaves the decision to the organ,
// a co-producer's is consent.
func (r Request) Hear(ref ledger.ID, view View, on, today calendar.Day, words ledger.Sum, cal *calendar.Calendar) (Heard, error) {
	if err := r.allow(HearVerb); err != nil {
		return Heard{}, err
	}
	c, ok := r.consult(ref)
	switch {
	case !ok:
		return Heard{}, refusal.Clash("request.hear.none", "R-A32")
	case !c.HeardOn.IsZero():
		return Heard{}, refusal.Clash("request.hear.twice", "R-A32", "day", c.HeardOn.String())
	case on.Before(c.SentOn):
		return Heard{}, refusal.New("request.hear.before", "R-A32", "day", c.SentOn.String()).On("on")
	case on.After(today):
		return Heard{}, refusal.New("request.day.future", "R-A32", "day", on.String(), "today", today.String()).On("on")
	case !slices.Contains([]View{Agrees, Objects, Partly, Silent}, view):
		return Heard{}, refusal.New("request.hear.view", "R-A32").On("view")
	}
	if end := r.Silence(c, cal); view == Silent && (end.IsZero() || !on.After(end)) {
		return Heard{}, refusal.Clash("request.hear.early", "R-A32", "last", end.Chinese())
	}
	return Heard{Ref: ref, View: view, Words: words}, nil
}

// waiting says whether a consultation with a third party may still be answered.
func (r Request) waiting(on calendar.Day, cal *calendar.Calendar) bool {
	return slices.ContainsFunc(r.Consults, func(c Consult) bool {
		end := r.Silence(c, cal)
		return c.HeardOn.IsZero() && (end.IsZero() || !on.After(end))
	})
}

// objected says whether a third party does not agree.
func (r Request) objected() bool {
	return slices.ContainsFunc(r.Consults, func(c Consult) bool { return c.Party == ThirdParty && c.View == Objects })
}

// thirdHeard says whether a third party was asked at all.
func (r Request) thirdHeard() bool {
	return slices.ContainsFunc(r.Consults, func(c Consult) bool { return c.Party == ThirdParty })
}
