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

func (c Consult) objects() bool { return c.View == Objects || c.View == Partly }

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
	if err := dated("R-A32", r.ReceivedOn, on, today); err != nil {
		return Consulted{}, err
	}
	if party != ThirdParty && party != CoProducer {
		return Consulted{}, refusal.New("request.consult.party", "R-A32").On("party")
	}
	if c, ok := r.consult(ref); ok {
		return Consulted{}, refusal.Clash("request.consult.twice", "R-A32", "day", c.SentOn.String())
	}
	return Consulted{Ref: ref, Party: party, Words: words}, nil
}

// FeeNotice stands for the notice of a fee where Serve wants the letter.
const FeeNotice ledger.ID = "fee"

// Serve records the day on which a letter reached whom it asks: the party of a
// consultation, whose 15 working days run from there, or the applicant who is
// to pay (FeeNotice), whose 20 do (R-A32, F.3).
func (r Request) Serve(ref ledger.ID, on, today calendar.Day) (Served, error) {
	if err := r.allow(ServeVerb); err != nil {
		return Served{}, err
	}
	if ref == FeeNotice && r.State == Charged {
		return Served{Ref: ref}, dated("F.3", r.ChargedOn, on, today)
	}
	c, ok := r.consult(ref)
	if !ok {
		return Served{}, refusal.New("request.hear.none", "R-A32").On("ref")
	}
	return Served{Ref: ref}, dated("R-A32", c.SentOn, on, today)
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
	case !slices.Contains([]View{Agrees, Objects, Partly, Silent}, view):
		return Heard{}, refusal.New("request.hear.view", "R-A32").On("view")
	}
	if err := dated("R-A32", later(c.SentOn, c.ServedOn), on, today); err != nil {
		return Heard{}, err
	}
	if end := r.Silence(c, cal); view == Silent && (end.IsZero() || !on.After(end)) {
		return Heard{}, refusal.Clash("request.hear.early", "R-A32", "last", end.Chinese())
	}
	return Heard{Ref: ref, View: view, Words: words}, nil
}

// waiting says whether a consultation may still be answered.
func (r Request) waiting(on calendar.Day, cal *calendar.Calendar) bool {
	return slices.ContainsFunc(r.Consults, func(c Consult) bool {
		end := r.Silence(c, cal)
		return c.HeardOn.IsZero() && (end.IsZero() || !on.After(end))
	})
}

// objected says whether a third party does not agree, wholly or in part.
func (r Request) objected() bool {
	return r.third(Consult.objects)
}

// objection is the day of an answer by which a third party objects to what the
// standing draft gives out.
func (r Request) objection(f ledger.Fact, on calendar.Day) calendar.Day {
	h, ok := f.(Heard)
	if ok && r.drafts() && discloses(r.Reply) && r.third(func(c Consult) bool { return c.Ref == h.Ref && c.objects() }) {
		return on
	}
	return calendar.Day{}
}

// agreed says that the third parties were asked and all of them agree, which
// leaves nothing of theirs to protect (Art. 15).
func (r Request) agreed() bool {
	return r.third(func(Consult) bool { return true }) && !r.third(func(c Consult) bool { return c.View != Agrees })
}

// third says whether a consultation with a third party is so.
func (r Request) third(so func(Consult) bool) bool {
	return slices.ContainsFunc(r.Consults, func(c Consult) bool { return c.Party == ThirdParty && so(c) })
}
