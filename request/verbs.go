package request

import (
	"slices"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/refusal"
)

// Verb is what may be done to a request.
type Verb string

const (
	ConfirmVerb    Verb = "confirm"
	AssignVerb     Verb = "assign"
	ClarifyVerb    Verb = "clarify"
	SupplementVerb Verb = "supplement"
	ConsultVerb    Verb = "consult"
	ServeVerb      Verb = "serve"
	HearVerb       Verb = "hear"
	ExtendVerb     Verb = "extend"
	AskVerb        Verb = "ask"
	ReasonVerb     Verb = "reason"
	PostponeVerb   Verb = "postpone"
	ChargeVerb     Verb = "charge"
	PayVerb        Verb = "pay"
	DecideVerb     Verb = "decide"
	ReturnVerb     Verb = "return"
	ReviewVerb     Verb = "review"
	SignVerb       Verb = "sign"
	SendVerb       Verb = "send"
	DeliverVerb    Verb = "deliver"
	WithdrawVerb   Verb = "withdraw"
	GiveUpVerb     Verb = "give_up"
	ReopenVerb     Verb = "reopen"
	CorrectVerb    Verb = "correct"
	ArchiveVerb    Verb = "archive"
	ReleaseVerb    Verb = "release"
	SuggestVerb    Verb = "suggest"
	DeclineVerb    Verb = "decline"
)

var (
	before = []State{Arrived, Open, Clarifying, Charged, Drafted, Reviewed, Signed}
	works  = []State{Open, Drafted, Reviewed, Signed}
	ended  = []State{Answered, Delivered, Withdrawn, GivenUp, Archived}
	told   = []State{Answered, Delivered, Archived}
)

// allowed is the state table: where each verb may be done, and the rule that
// says so.
var allowed = map[Verb]struct {
	name, rule string
	states     []State
}{
	ConfirmVerb:    {"确认收到", "R-A31", []State{Arrived}},
	AssignVerb:     {"转办", "R-A45", before},
	ClarifyVerb:    {"告知补正", "R-A30", []State{Open}},
	SupplementVerb: {"登记补正", "R-A30", []State{Clarifying}},
	ConsultVerb:    {"征求意见", "R-A32", before[1:]},
	ServeVerb:      {"登记签收", "R-A32", before[1:]},
	HearVerb:       {"登记反馈", "R-A32", before[1:]},
	ExtendVerb:     {"延期", "R-A33", works},
	AskVerb:        {"要求说明理由", "R-A35", []State{Open}},
	ReasonVerb:     {"登记理由", "R-A35", works},
	PostponeVerb:   {"延迟答复", "R-A35", works},
	ChargeVerb:     {"通知缴费", "F.3", []State{Open}},
	PayVerb:        {"登记缴费", "F.3", []State{Charged}},
	DecideVerb:     {"拟答复", "R-A36", []State{Open}},
	ReturnVerb:     {"退回", "R-A45", []State{Drafted, Reviewed, Signed}},
	ReviewVerb:     {"审核", "R-A45", []State{Drafted}},
	SignVerb:       {"签发", "R-A45", []State{Reviewed}},
	SendVerb:       {"发出", "R-A33", []State{Signed}},
	DeliverVerb:    {"登记送达", "R-A45", []State{Answered, Withdrawn, GivenUp}},
	WithdrawVerb:   {"撤回", "A.4.2", before},
	GiveUpVerb:     {"视为放弃", "R-A30", []State{Clarifying, Charged}},
	ReopenVerb:     {"更正重办", "R-A45", ended},
	CorrectVerb:    {"更正申请人类型", "R-A45", append(append([]State{}, before...), ended...)},
	ReleaseVerb:    {"转主动公开", "R-A44", told},
	SuggestVerb:    {"建议主动公开", "R-A44", append(append([]State{}, before...), told...)},
	DeclineVerb:    {"不转主动公开", "R-A44", told},
	ArchiveVerb:    {"归档", "R-A45", []State{Delivered, Withdrawn, GivenUp}},
}

// Verbs lists the verbs in the order in which a life meets them.
var Verbs = []Verb{ConfirmVerb, AssignVerb, ClarifyVerb, SupplementVerb, ConsultVerb, ServeVerb, HearVerb, ExtendVerb, AskVerb,
	ReasonVerb, PostponeVerb, ChargeVerb, PayVerb, DecideVerb, ReturnVerb, ReviewVerb, SignVerb, SendVerb, DeliverVerb,
	WithdrawVerb, GiveUpVerb, ReopenVerb, CorrectVerb, ArchiveVerb, ReleaseVerb, SuggestVerb, DeclineVerb}

// Name is the printed name.
func (v Verb) Name() string { return allowed[v].name }

// Can lists the verbs that the state allows; what the rules want beside the
// state is told when the verb is done.
func (r Request) Can() []Verb {
	var out []Verb
	for _, v := range Verbs {
		if r.allow(v) == nil {
			out = append(out, v)
		}
	}
	return out
}

// allow answers whether the verb may be done in this state.
func (r Request) allow(v Verb) error {
	if slices.Contains(allowed[v].states, r.State) {
		return nil
	}
	return refusal.Clash("request.verb.state", allowed[v].rule, "state", r.State.Name(), "verb", v.Name())
}

// step is allow for a verb with a day of its own.
func (r Request) step(v Verb, on, today calendar.Day) error {
	if err := r.allow(v); err != nil {
		return err
	}
	return dated(allowed[v].rule, r.last(), on, today)
}

// end is step for what ends a request, or drafts its end: it does not lie before
// the day on which an earlier end was undone (更正重办). What came in before that
// day and was overlooked, a supplement or a payment, keeps its own day.
func (r Request) end(v Verb, on, today calendar.Day) error {
	if err := r.step(v, on, today); err != nil {
		return err
	}
	if on.Before(r.ReopenedOn) {
		return refusal.New("request.day.reopened", "R-A45", "day", on.String(), "reopened", r.ReopenedOn.String()).On("on")
	}
	return nil
}

// drafts says that the draft of an answer stands.
func (r Request) drafts() bool { return slices.Contains([]State{Drafted, Reviewed, Signed}, r.State) }

// last is the day of the last step that moved the clock, before which no
// later step can lie.
func (r Request) last() calendar.Day {
	last := r.ArrivedOn
	for _, d := range []calendar.Day{r.ReceivedOn, r.ClarifiedOn, r.SupplementedOn, r.ChargedOn, r.PaidOn, r.EndedOn} {
		last = later(last, d)
	}
	return last
}

// dated refuses a day before the one that must precede it, or in the future.
func dated(rule string, last, on, today calendar.Day) error {
	switch {
	case on.IsZero():
		return refusal.New("request.day.none", rule).On("on")
	case on.Before(last):
		return refusal.New("request.day.before", rule, "day", on.String(), "last", last.String()).On("on")
	case on.After(today):
		return refusal.New("request.day.future", rule, "day", on.String(), "today", today.String()).On("on")
	}
	return nil
}

// limit is a named limit as it stood on the day of receipt, so that a change
// of the law never changes a past case.
func (r Request) limit(name string) law.Limit {
	on := r.ReceivedOn
	if on.IsZero() {
		on = r.ArrivedOn
	}
	l, _ := law.On(on).Limit(name)
	return l
}
