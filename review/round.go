package review

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// State is where a round stands.
type State string

const (
	Reviewing State = "reviewing" // 审核中
	Asking    State = "asking"    // 送有关部门确定
	Passed    State = "passed"    // 审核通过
	Ended     State = "ended"     // 本轮结束: returned to the author or recalled
)

// Name is the state's printed name.
func (s State) Name() string {
	return map[State]string{Reviewing: "审核中", Asking: "送有关部门确定", Passed: "审核通过", Ended: "本轮结束"}[s]
}

// Stop is days on which the review waited for another organ; To is zero while
// it does.
type Stop struct{ From, To calendar.Day }

// Round is one passage of an edition through its chain (一轮审核).
type Round struct {
	Article     ledger.ID
	Edition, No int
	Chain       Chain
	State       State
	Step        Step        // whose turn it is, empty when nobody's
	Sum         ledger.Sum  // of the text that was handed in
	Mode        ledger.Code // law's list mode
	Ground      ledger.Code // law's list closed, for what is not to be public
	Reason      ledger.Sum
	Opened      calendar.Day
	Given       []Given // the approvals that stand
	Stops       []Stop
	Rushed      ledger.ID // who let it out before the review, empty for nobody
	RushedFor   ledger.ID // in whose name
	RushedOn    calendar.Day
	Ended       calendar.Day
	Rev         int64
}

// Owed says that the text was let out before its review, and that no other
// officer has approved it since (先发后审，待补审).
func (r Round) Owed() bool { return r.Rushed != "" && r.State != Passed }

// Earlier lists where the text may be returned to from a step. An outside
// opinion that the chain does not wait for reaches as far back as the present
// step.
func (r Round) Earlier(s Step) []Step {
	if !slices.Contains(r.Chain.Steps, s) && s != Release {
		s = r.Step
	}
	return r.Chain.before(s)
}

// Due is the day by which the chain should be through; days with another organ
// do not count. It is no limit of R-A26, which runs on.
func (r Round) Due(today calendar.Day, c *calendar.Calendar) calendar.Date {
	n := r.Chain.Days
	for _, s := range r.Stops {
		to := s.To
		if to.IsZero() {
			to = today
		}
		waited, _ := c.WorkdaysBetween(s.From, to)
		n += waited
	}
	return c.AddWorkdays(r.Opened, n)
}

// barred refuses who may not have a say: authors, whoever acts in an author's
// name, and those who let the text out before its review (R-A17).
func (r Round) barred(by, behalf ledger.ID, authors []ledger.ID) error {
	switch {
	case slices.Contains(authors, by):
		return refusal.Clash("review.opine.own", "R-A17")
	case behalf != "" && slices.Contains(authors, behalf):
		return refusal.Clash("review.opine.behalf", "R-A17")
	case r.Rushed != "" && (r.Rushed == by || r.Rushed == behalf || r.RushedFor != "" && (r.RushedFor == by || r.RushedFor == behalf)):
		return refusal.Clash("review.opine.rushed", "R-A17")
	}
	return nil
}

// turn refuses a say out of turn.
func (r Round) turn(s Step) error {
	switch {
	case r.State == Asking:
		return refusal.Clash("review.opine.asking", "R-A17")
	case (s == Release || s == Outside) && r.State == Passed && r.Rushed == "": // whoever was asked outside may come late
		return nil
	case r.State != Reviewing:
		return refusal.Clash("review.opine.state", "R-A17", "state", r.State.Name())
	case s == Secrecy && r.ahead():
		return nil
	case s != r.Step && (s != Outside || slices.Contains(r.Chain.Steps, Outside) && !r.given(Outside)):
		return refusal.Clash("review.opine.turn", "R-A17", "step", s.Name(), "next", r.Step.Name())
	}
	return nil
}

// ahead says that the secrecy review may be given before its turn: what is
// urgent may go out once it is there (先发后审).
func (r Round) ahead() bool {
	return r.Rushed == "" && !r.given(Secrecy) && slices.Contains(r.Chain.Steps, Secrecy) && r.Step.rank() < Secrecy.rank()
}

// Cleared says that the secrecy officer has agreed to the text.
func (r Round) Cleared() bool { return r.given(Secrecy) }

// given says whether a step was taken; of several asked outside, the first takes
// it for all, and the others still have their say.
func (r Round) given(s Step) bool {
	return slices.ContainsFunc(r.Given, func(g Given) bool { return g.Step == s })
}

// Asked answers whether a step is asked of somebody now: it is that step's turn,
// the person has no hand in the text, and has taken no step that the chain
// keeps apart from it. Who acts counts, and in whose name (代理).
func (r Round) Asked(s Step, by, behalf ledger.ID, authors []ledger.ID) error {
	if err := r.turn(s); err != nil {
		return err
	}
	if err := r.barred(by, behalf, authors); err != nil {
		return err
	}
	for _, g := range r.Given {
		if g.same(by, behalf) && r.Chain.parted(g.Step, s) {
			return refusal.Clash("review.opine.twice", "R-A17", "step", s.Name(), "other", g.Step.Name())
		}
	}
	return nil
}

// askedOn is Asked for an opinion on a text: one that was changed since it was
// handed in goes through the chain anew.
func (r Round) askedOn(o Opinion, text ledger.Sum, authors []ledger.ID) error {
	if err := r.Asked(o.Step, o.By, o.For, authors); err != nil {
		return err
	}
	if r.Sum != text {
		return refusal.Clash("review.opine.changed", "R-A17")
	}
	return nil
}

// Opine gives an opinion on the text (审核意见): approve, or return to an
// earlier step or the author, with a reason (R-A17). Release may only return:
// to let out is a verb of its own.
func (r Round) Opine(o Opinion, text ledger.Sum, authors []ledger.ID) (Opined, error) {
	if err := r.askedOn(o, text, authors); err != nil {
		return Opined{}, err
	}
	var all refusal.All
	no := func(field, code string, args ...string) {
		all = append(all, refusal.New(code, "R-A17", args...).On(field))
	}
	if o.Step == Outside && (strings.TrimSpace(o.Guest.Name) == "" || strings.TrimSpace(o.Guest.Organ) == "") {
		no("name", "review.opine.guest")
	}
	if _, known := law.Label("basis", string(o.Basis)); o.Basis != "" && !known {
		no("basis", "review.opine.basis_unknown")
	}
	switch o.Verdict {
	case Approve:
		if o.Step == Release {
			no("verdict", "review.opine.verdict")
		}
		if o.Step == Secrecy && o.Basis == "" {
			no("basis", "review.opine.basis")
		}
		o.To = ""
	case Return:
		if !slices.Contains(r.Earlier(o.Step), Step(o.To)) {
			no("to", "review.opine.to")
		}
		if strings.TrimSpace(o.Words) == "" {
			no("words", "review.opine.reason")
		}
	default:
		no("verdict", "review.opine.verdict")
	}
	return Opined{Edition: r.Edition, Round: r.No, Step: o.Step, For: o.For, Verdict: o.Verdict, To: Step(o.To), Basis: o.Basis,
		Words: o.Bound()}, all.Or()
}

// Recall takes the text back (撤回送审): by one of its authors, while the last
// opinion is not given.
func (r Round) Recall(o Opinion, authors []ledger.ID) (Recalled, error) {
	switch {
	case r.State != Reviewing && r.State != Asking || r.Rushed != "":
		return Recalled{}, refusal.Clash("review.recall.state", "R-A17", "state", r.State.Name())
	case !slices.Contains(authors, o.By):
		return Recalled{}, refusal.Denied("review.recall.author")
	}
	return Recalled{Edition: r.Edition, Round: r.No, Words: o.Bound()}, nil
}

// Rush lets the text out before its review (先发后审), with a written reason and
// by nobody who wrote in it. What is out cannot be made secret again, so the
// secrecy review is there before, by another person (保密法, 条例 Art. 17); the
// round stays open until others went through the rest.
func (r Round) Rush(o Opinion, text ledger.Sum, authors []ledger.ID) (Rushed, error) {
	switch {
	case r.State != Reviewing || r.Rushed != "":
		return Rushed{}, refusal.Clash("review.rush.state", "R-A17", "state", r.State.Name())
	case r.Sum != text:
		return Rushed{}, refusal.Clash("review.opine.changed", "R-A17")
	case r.Mode != "proactive":
		return Rushed{}, refusal.Clash("publication.publish.mode", "Art. 13")
	}
	if err := r.barred(o.By, o.For, authors); err != nil {
		return Rushed{}, err
	}
	if !r.Cleared() {
		return Rushed{}, refusal.Clash("review.rush.secrecy", "R-A17")
	}
	if slices.ContainsFunc(r.Given, func(g Given) bool { return g.Step == Secrecy && g.same(o.By, o.For) }) {
		return Rushed{}, refusal.Clash("review.rush.alone", "R-A17")
	}
	if strings.TrimSpace(o.Words) == "" {
		return Rushed{}, refusal.New("review.rush.reason", "R-A17").On("words")
	}
	return Rushed{Edition: r.Edition, Round: r.No, For: o.For, Words: o.Bound()}, nil
}
