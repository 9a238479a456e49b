package review

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Opened: a text was handed in and its chain fixed (送审), with how it is to be
// public and, where it is not, on what ground.
type Opened struct {
	Edition, Round int
	Chain          Chain
	Table          int // version of the table, 0 for the built-in one
	Text           ledger.Sum
	Mode           ledger.Code
	Ground         ledger.Code
	Reason         ledger.Sum // of the reason in words
	Words          ledger.Sum
}

// Opined: a reviewer approved, or returned the text to an earlier step.
type Opined struct {
	Edition, Round int
	Step           Step
	For            ledger.ID
	Verdict        Verdict
	To             Step
	Basis          ledger.Code
	Words          ledger.Sum
}

// Recalled: the author took the text back before it had passed (撤回送审).
type Recalled struct {
	Edition, Round int
	Words          ledger.Sum
}

// Referred: the organ cannot decide and asks the competent department or the
// secrecy administration (送请确定, R-A17).
type Referred struct {
	Edition, Round int
	Step           Step
	For            ledger.ID
	To             ledger.Code
	Words          ledger.Sum
}

// Advised: that organ answered (答复).
type Advised struct {
	Edition, Round int
	Step           Step
	Answer         ledger.Code
	Words          ledger.Sum
}

// Rushed: the text goes out before all of its review but the secrecy step
// (先发后审), for a reason.
type Rushed struct {
	Edition, Round int
	For            ledger.ID
	Words          ledger.Sum
}

// Closed: the chain ended with the text not to be public (已定属性，不公开). Next
// is the day on which that is looked at again (R-A18).
type Closed struct {
	Edition, Round int
	Text           ledger.Sum
	Mode, Ground   ledger.Code
	Type           ledger.Code
	Column         ledger.Code
	Unit           ledger.ID
	Formed         calendar.Day
	Next           calendar.Day
}

// Reassessed: what is not public was looked at again (定期评估审查, R-A18): it
// stays so until Next, or it is to be public.
type Reassessed struct {
	Edition int
	Verdict Verdict // Keep, Open
	Next    calendar.Day
	Words   ledger.Sum
}

func (Opened) Kind() string     { return "review.opened" }
func (Opined) Kind() string     { return "review.opined" }
func (Recalled) Kind() string   { return "review.recalled" }
func (Referred) Kind() string   { return "review.referred" }
func (Advised) Kind() string    { return "review.advised" }
func (Rushed) Kind() string     { return "review.rushed" }
func (Closed) Kind() string     { return "review.closed" }
func (Reassessed) Kind() string { return "review.reassessed" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Opened{}, Opined{}, Recalled{}, Referred{}, Advised{}, Rushed{}, Closed{}, Reassessed{}, Charted{}}
}

// Said is the line of the trail that a fact stands for, without its words; ok
// is false for a fact that has none.
func Said(e ledger.Entry, f ledger.Fact) (o Opinion, ok bool) {
	o = Opinion{Article: e.Subject, Seq: e.Seq, At: e.At, By: e.By}
	switch f := f.(type) {
	case Opened:
		o.Edition, o.Round, o.Step, o.Verdict, o.To, o.Basis, o.Sum = f.Edition, f.Round, Drafted, Submit, f.Mode, f.Ground, f.Words
	case Opined:
		o.Edition, o.Round, o.Step, o.For, o.Verdict, o.To, o.Basis, o.Sum =
			f.Edition, f.Round, f.Step, f.For, f.Verdict, ledger.Code(f.To), f.Basis, f.Words
	case Recalled:
		o.Edition, o.Round, o.Step, o.Verdict, o.Sum = f.Edition, f.Round, Drafted, Recall, f.Words
	case Referred:
		o.Edition, o.Round, o.Step, o.For, o.Verdict, o.To, o.Sum = f.Edition, f.Round, f.Step, f.For, Refer, f.To, f.Words
	case Advised:
		o.Edition, o.Round, o.Step, o.Verdict, o.To, o.Sum = f.Edition, f.Round, f.Step, Advise, f.Answer, f.Words
	case Rushed:
		o.Edition, o.Round, o.Step, o.For, o.Verdict, o.Sum = f.Edition, f.Round, Release, f.For, Rush, f.Words
	case Reassessed:
		o.Edition, o.Step, o.Verdict, o.Sum = f.Edition, Release, f.Verdict, f.Words
	default:
		return Opinion{}, false
	}
	return o, true
}

// Apply is the only way in which a fact changes a round. It is total.
func (r Round) Apply(e ledger.Entry, f ledger.Fact) Round {
	switch f := f.(type) {
	case Opened:
		r = Round{Article: e.Subject, Edition: f.Edition, No: f.Round, Chain: f.Chain, State: Reviewing, Sum: f.Text, Mode: f.Mode,
			Ground: f.Ground, Reason: f.Reason, Opened: e.On}
		if len(f.Chain.Steps) > 0 {
			r.Step = f.Chain.Steps[0]
		}
	case Opined:
		r = r.opined(e, f)
	case Recalled:
		r.State, r.Step, r.Ended = Ended, "", e.On
	case Referred:
		r.State = Asking
		r.Stops = append(slices.Clone(r.Stops), Stop{From: e.On})
	case Advised:
		r.State = Reviewing
		if n := len(r.Stops); n > 0 {
			r.Stops = slices.Clone(r.Stops)
			r.Stops[n-1].To = e.On
		}
	case Rushed:
		r.Rushed, r.RushedFor, r.RushedOn = e.By, f.For, e.On
	}
	return r
}

func (r Round) opined(e ledger.Entry, f Opined) Round {
	if f.Verdict == Approve {
		r.Given = append(slices.Clone(r.Given), Given{f.Step, e.By, f.For, e.Seq})
		if f.Step != r.Step { // an outside opinion that the chain does not wait for, a secrecy review before its turn
			return r
		}
		if r.Step = r.Chain.after(f.Step); r.Step == Secrecy && r.given(Secrecy) {
			r.Step = r.Chain.after(Secrecy)
		}
		if r.Step == "" {
			r.State, r.Ended = Passed, e.On
		}
		return r
	}
	if f.To == Drafted {
		r.State, r.Step, r.Ended = Ended, "", e.On
		return r
	}
	// What was said before that step stands; it and all after it are asked anew.
	r.State, r.Step, r.Ended = Reviewing, f.To, calendar.Day{}
	r.Given = slices.DeleteFunc(slices.Clone(r.Given), func(g Given) bool { return g.Step.rank() >= f.To.rank() })
	if len(r.Given) == 0 {
		r.Given = nil
	}
	return r
}
