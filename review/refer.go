package review

import (
	"strings"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Refer asks another organ whether the text may be public (R-A17: 不能确定政府
// 信息是否可以公开的，报有关主管部门或者保密行政管理部门确定). The clock of the
// review stops, that of R-A26 does not. Only whose turn it is in the chain asks:
// whoever lets out returns what they doubt, and who is asked outside answers.
func (r Round) Refer(o Opinion, text ledger.Sum, authors []ledger.ID) (Referred, error) {
	if o.Step == Release || o.Step == Outside {
		return Referred{}, refusal.Clash("review.refer.step", "R-A17", "step", o.Step.Name())
	}
	if err := r.askedOn(o, text, authors); err != nil {
		return Referred{}, err
	}
	var all refusal.All
	if _, known := law.Label("competent", string(o.To)); !known {
		all = append(all, refusal.New("review.refer.organ", "R-A17").On("to"))
	}
	if strings.TrimSpace(o.Words) == "" {
		all = append(all, refusal.New("review.refer.words", "R-A17").On("words"))
	}
	return Referred{Edition: r.Edition, Round: r.No, Step: o.Step, For: o.For, To: o.To, Words: o.Bound()}, all.Or()
}

// Advise takes in what that organ answered; the step that asked goes on.
func (r Round) Advise(o Opinion) (Advised, error) {
	if r.State != Asking {
		return Advised{}, refusal.Clash("review.advise.state", "R-A17", "state", r.State.Name())
	}
	var all refusal.All
	if _, known := law.Label("advice", string(o.To)); !known {
		all = append(all, refusal.New("review.advise.answer", "R-A17").On("to"))
	}
	if strings.TrimSpace(o.Words) == "" {
		all = append(all, refusal.New("review.advise.words", "R-A17").On("words"))
	}
	return Advised{Edition: r.Edition, Round: r.No, Step: r.Step, Answer: o.To, Words: o.Bound()}, all.Or()
}
