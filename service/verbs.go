package service

import (
	"slices"
	"strconv"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/refusal"
)

// Verb is what may be done to a case.
type Verb string

const (
	PrecheckVerb   Verb = "precheck"
	TakeInVerb     Verb = "take_in"
	LackVerb       Verb = "lack"
	SupplementVerb Verb = "supplement"
	AcceptVerb     Verb = "accept"
	DeclineVerb    Verb = "decline"
	ClaimVerb      Verb = "claim"
	ReleaseVerb    Verb = "release"
	AdvanceVerb    Verb = "advance"
	SendBackVerb   Verb = "send_back"
	SuspendVerb    Verb = "suspend"
	ResumeVerb     Verb = "resume"
	ExtendVerb     Verb = "extend"
	DecideVerb     Verb = "decide"
	DeliverVerb    Verb = "deliver"
	VisitVerb      Verb = "visit"
	RateVerb       Verb = "rate"
	VerifyVerb     Verb = "verify"
	MendVerb       Verb = "mend"
	AnswerVerb     Verb = "answer"
	WithdrawVerb   Verb = "withdraw"
	ReturnVerb     Verb = "return"
	TransferVerb   Verb = "transfer"
	ArchiveVerb    Verb = "archive"
	EraseVerb      Verb = "erase"
)

var (
	before   = []State{AtDoor, Checked, InHand} // received and not accepted
	ended    = []State{Concluded, Handed, NotAccepted, TakenBack, SentHome, PassedOn}
	rateable = []State{Concluded, Handed, NotAccepted, SentHome, Closed}
)

// allowed is the state table: where each verb may be done, and the rule that
// says so.
var allowed = map[Verb]struct {
	name, rule string
	states     []State
}{
	PrecheckVerb:   {"预审", "G.3", []State{AtDoor}},
	TakeInVerb:     {"收件", "行政许可法第三十二条", []State{AtDoor, Checked}},
	LackVerb:       {"一次性告知补正", "行政许可法第三十二条", before},
	SupplementVerb: {"补齐补正", "行政许可法第三十二条", []State{Lacking}},
	AcceptVerb:     {"受理", "行政许可法第三十二条", []State{InHand}},
	DeclineVerb:    {"不予受理", "行政许可法第三十二条", append(slices.Clone(before), Lacking)},
	ClaimVerb:      {"认领", "G.3", append(slices.Clone(before), Working)},
	ReleaseVerb:    {"放回", "G.3", append(slices.Clone(before), Working)},
	AdvanceVerb:    {"办结环节", "行政许可法第三十四条", []State{Working}},
	SendBackVerb:   {"退回环节", "行政许可法第三十四条", []State{Working}},
	SuspendVerb:    {"进入特别程序", "行政许可法第四十五条", []State{Working}},
	ResumeVerb:     {"结束特别程序", "行政许可法第四十五条", []State{Halted}},
	ExtendVerb:     {"延期", "行政许可法第四十二条", []State{Working}},
	DecideVerb:     {"作出决定", "行政许可法第三十八条", []State{Working}},
	DeliverVerb:    {"送达", "行政许可法第四十四条", ended},
	VisitVerb:      {"登记到现场", "G.3", slices.Concat(before, []State{Lacking, Working, Halted}, ended)},
	RateVerb:       {"评价", "国办发〔2019〕51号", rateable},
	VerifyVerb:     {"核实差评", "国办发〔2019〕51号", rateable},
	MendVerb:       {"整改差评", "国办发〔2019〕51号", rateable},
	AnswerVerb:     {"回访差评", "国办发〔2019〕51号", rateable},
	WithdrawVerb:   {"撤回", "G.3", slices.Concat(before, []State{Lacking, Working, Halted})},
	ReturnVerb:     {"退件", "G.3", append(slices.Clone(before), Lacking)},
	TransferVerb:   {"转报", "G.3", append(slices.Clone(before), Lacking)},
	ArchiveVerb:    {"归档", "G.3", ended},
	EraseVerb:      {"删除个人信息", "个人信息保护法第四十七条", []State{Closed}},
}

// Verbs lists the verbs in the order in which a life meets them.
var Verbs = []Verb{PrecheckVerb, TakeInVerb, LackVerb, SupplementVerb, AcceptVerb, DeclineVerb, ClaimVerb, ReleaseVerb, AdvanceVerb,
	SendBackVerb, SuspendVerb, ResumeVerb, ExtendVerb, DecideVerb, DeliverVerb, VisitVerb, RateVerb, VerifyVerb, MendVerb, AnswerVerb,
	WithdrawVerb, ReturnVerb, TransferVerb, ArchiveVerb, EraseVerb}

// Name is the printed name.
func (v Verb) Name() string { return allowed[v].name }

// Can lists the verbs that the state and what went before allow; what the rules
// want beside that is told when the verb is done.
func (c Case) Can() (out []Verb) {
	for _, v := range Verbs {
		if c.allow(v) == nil && c.makesSense(v) {
			out = append(out, v)
		}
	}
	return out
}

// makesSense leaves out what the state allows and would be refused in any case.
func (c Case) makesSense(v Verb) bool {
	switch v {
	case LackVerb:
		return c.LackedOn.IsZero()
	case ClaimVerb:
		return c.Handler == ""
	case ReleaseVerb:
		return c.Handler != ""
	case AdvanceVerb:
		return c.Step < len(c.Terms.Steps)
	case SendBackVerb:
		return c.Step > 0
	case ExtendVerb:
		return c.ExtendedOn.IsZero()
	case DecideVerb:
		return c.Step >= len(c.Terms.Steps)
	case DeliverVerb:
		return c.DeliveredOn.IsZero()
	case RateVerb:
		return c.Rating == 0
	case VerifyVerb:
		return c.Bad() && c.VerifyOn.IsZero()
	case MendVerb:
		return c.Bad() && c.Upheld && c.MendedOn.IsZero()
	case AnswerVerb:
		return c.Bad() && !c.VerifyOn.IsZero() && c.AnswerOn.IsZero() && (!c.Upheld || !c.MendedOn.IsZero())
	case EraseVerb:
		return !c.Erased
	}
	return true
}

// allow answers whether the verb may be done in this state.
func (c Case) allow(v Verb) error {
	if slices.Contains(allowed[v].states, c.State) {
		return nil
	}
	return refusal.Clash("service.verb.state", allowed[v].rule, "state", c.State.Name(), "verb", v.Name())
}

// step is allow for a verb with a day of its own: not before the last step, and
// not in the future.
func (c Case) step(v Verb, on, today calendar.Day) error {
	if err := c.allow(v); err != nil {
		return err
	}
	switch rule := allowed[v].rule; {
	case on.IsZero():
		return refusal.New("service.day.none", rule).On("on")
	case on.Before(c.LastOn):
		return refusal.New("service.day.before", rule, "day", on.String(), "last", c.LastOn.String()).On("on")
	case on.After(today):
		return refusal.New("service.day.future", rule, "day", on.String(), "today", today.String()).On("on")
	}
	return nil
}

// limit is a named limit as it stood on the day on which the case came.
func (c Case) limit(name string) law.Limit {
	l, _ := law.On(c.FiledOn).Limit(name)
	return l
}

func itoa(n int) string { return strconv.Itoa(n) }
