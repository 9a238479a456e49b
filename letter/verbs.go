package letter

import (
	"slices"

	"gongkai/calendar"
	"gongkai/refusal"
)

// Verb is what may be done to a letter.
type Verb string

const (
	AcceptVerb   Verb = "accept"
	DeclineVerb  Verb = "decline"
	AssignVerb   Verb = "assign"
	HandBackVerb Verb = "hand_back"
	ConvertVerb  Verb = "convert"
	TakeBackVerb Verb = "take_back"
	ExtendVerb   Verb = "extend"
	DraftVerb    Verb = "draft"
	ReturnVerb   Verb = "return"
	CheckVerb    Verb = "check"
	ApproveVerb  Verb = "approve"
	AnswerVerb   Verb = "answer"
	PrepareVerb  Verb = "prepare"
	PublishVerb  Verb = "publish"
	WithdrawVerb Verb = "withdraw"
	RateVerb     Verb = "rate"
	FollowVerb   Verb = "follow_up"
	CorrectVerb  Verb = "correct"
	ReopenVerb   Verb = "reopen"
	ArchiveVerb  Verb = "archive"
	EraseVerb    Verb = "erase"
)

var (
	open    = []State{Waiting, Accepted, Assigned, Drafted, Checked, Approved}
	works   = []State{Accepted, Assigned, Drafted, Checked, Approved}
	drafted = []State{Drafted, Checked, Approved}
	ended   = []State{Answered, Declined, Converted, Retracted, Archived}
	told    = []State{Answered, Archived}
)

// allowed is the state table: where each verb may be done, and the rule that
// says so.
var allowed = map[Verb]struct {
	name, rule string
	states     []State
}{
	AcceptVerb:   {"受理", "R-L3", []State{Waiting}},
	DeclineVerb:  {"不予受理", "R-L3", []State{Waiting, Accepted}},
	AssignVerb:   {"转办", "R-L4", []State{Accepted, Assigned}},
	HandBackVerb: {"退办", "R-L4", []State{Assigned}},
	ConvertVerb:  {"转其他程序", "R-L5", []State{Waiting, Accepted, Assigned}},
	TakeBackVerb: {"撤回来信", "R-L16", open},
	ExtendVerb:   {"延期", "R-L6", works},
	DraftVerb:    {"拟答复", "R-L7", []State{Assigned}},
	ReturnVerb:   {"退回", "R-L7", drafted},
	CheckVerb:    {"审核", "R-L7", []State{Drafted}},
	ApproveVerb:  {"审定", "R-L7", []State{Checked}},
	AnswerVerb:   {"答复", "R-L7", []State{Approved}},
	PrepareVerb:  {"拟公开", "R-L8", told},
	PublishVerb:  {"公开", "R-L8", told},
	WithdrawVerb: {"撤回公开", "R-L8", told},
	RateVerb:     {"评价", "R-L9", told},
	FollowVerb:   {"回访", "R-L9", told},
	CorrectVerb:  {"更正", "R-L10", append(slices.Clone(open), ended...)},
	ReopenVerb:   {"更正重办", "R-L10", ended},
	ArchiveVerb:  {"归档", "R-L10", []State{Answered, Declined, Converted, Retracted}},
	EraseVerb:    {"删除个人信息", "个人信息保护法第四十七条", []State{Archived}},
}

// Verbs lists the verbs in the order in which a life meets them.
var Verbs = []Verb{AcceptVerb, DeclineVerb, AssignVerb, HandBackVerb, ConvertVerb, TakeBackVerb, ExtendVerb, DraftVerb, ReturnVerb, CheckVerb, ApproveVerb,
	AnswerVerb, PrepareVerb, PublishVerb, WithdrawVerb, RateVerb, FollowVerb, CorrectVerb, ReopenVerb, ArchiveVerb, EraseVerb}

// Name is the printed name.
func (v Verb) Name() string { return allowed[v].name }

// Can lists the verbs that the letter's states allow; what the rules want beside
// them is told when the verb is done.
func (l Letter) Can() []Verb {
	var out []Verb
	for _, v := range Verbs {
		if l.allow(v) == nil {
			out = append(out, v)
		}
	}
	return out
}

// allow answers whether the verb may be done in this state.
func (l Letter) allow(v Verb) error {
	if !slices.Contains(allowed[v].states, l.State) {
		return refusal.Clash("letter.verb.state", allowed[v].rule, "state", l.State.Name(), "verb", v.Name())
	}
	switch {
	case !l.Replied() && slices.Contains([]Verb{PrepareVerb, RateVerb, FollowVerb}, v):
		return refusal.Clash("letter.verb.unanswered", allowed[v].rule, "verb", v.Name())
	case v == PublishVerb && l.Public != Prepared, v == WithdrawVerb && l.Public != Published && l.Public != Prepared, v == PrepareVerb && l.Public == Published:
		return refusal.Clash("letter.verb.public", "R-L8", "state", l.Public.Name(), "verb", v.Name())
	case v == RateVerb && !l.RatedOn.IsZero():
		return refusal.Clash("letter.rate.twice", "R-L9", "day", l.RatedOn.Chinese())
	case l.Erased && slices.Contains([]Verb{EraseVerb, PrepareVerb, RateVerb, FollowVerb, ReopenVerb}, v):
		return refusal.Clash("letter.verb.erased", "个人信息保护法第四十七条", "verb", v.Name())
	case v == EraseVerb && l.Public == Prepared:
		return refusal.Clash("letter.erase.prepared", "个人信息保护法第四十七条")
	}
	return nil
}

// Replied says that the letter's end was an answer.
func (l Letter) Replied() bool { return !l.EndedOn.IsZero() && l.Ground == "" && l.To == "" && !l.Back }

// step is allow for a verb with a day of its own.
func (l Letter) step(v Verb, on, today calendar.Day) error {
	if err := l.allow(v); err != nil {
		return err
	}
	return dated(allowed[v].rule, l.last(), on, today)
}

// last is the day of the last step that moved the clock, before which no later
// step can lie.
func (l Letter) last() calendar.Day {
	last := l.ReceivedOn
	for _, d := range []calendar.Day{l.AcceptedOn, l.ExtendedOn, l.AgreedOn, l.EndedOn, l.ReopenedOn} {
		last = later(last, d)
	}
	return last
}

func later(a, b calendar.Day) calendar.Day {
	if b.After(a) {
		return b
	}
	return a
}

// dated refuses a day before the one that must precede it, or in the future.
func dated(rule string, last, on, today calendar.Day) error {
	switch {
	case on.IsZero():
		return refusal.New("letter.day.none", rule).On("on")
	case on.Before(last):
		return refusal.New("letter.day.before", rule, "day", on.String(), "last", last.String()).On("on")
	case on.After(today):
		return refusal.New("letter.day.future", rule, "day", on.String(), "today", today.String()).On("on")
	}
	return nil
}

// wanted refuses an empty text that the other side will read.
func wanted(text, code, rule, field string) error {
	if blank(text) {
		return refusal.New(code, rule).On(field)
	}
	return nil
}
