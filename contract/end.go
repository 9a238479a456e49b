package contract

import (
	"gongkai/ledger"
	"gongkai/refusal"
)

// Withdraw ends a filing that has no result yet (终止办理, G.5-RESULT): the seller
// takes it back, or its case ends without a decision.
func (c Contract) Withdraw(how ledger.Code, words ledger.Sum) (Withdrawal, error) {
	if !c.State.Pending() {
		return Withdrawal{}, refusal.Clash("contract.withdraw.state", "G.5-RESULT", "state", c.State.Name())
	}
	if Label("ending", how) == "" {
		return Withdrawal{}, refusal.New("contract.withdraw.how", "G.5-RESULT").On("how")
	}
	return Withdrawal{How: how, Words: words}, nil
}

// Archive closes the file of a filing that has its result (归档).
func (c Contract) Archive() (Archived, error) {
	if c.State.Pending() || c.State == "" {
		return Archived{}, refusal.Clash("contract.archive.state", "G.5", "state", c.State.Name())
	}
	if c.Archived {
		return Archived{}, refusal.Clash("contract.archive.twice", "G.5")
	}
	return Archived{}, nil
}

// Erase takes the contacts and papers away from an archived file (个人信息保护法
// Art. 47); what was registered stays, with the names of the two parties.
func (c Contract) Erase() (Erased, error) {
	switch {
	case c.Erased:
		return Erased{}, refusal.Clash("contract.erase.twice", "个人信息保护法第四十七条")
	case !c.Archived:
		return Erased{}, refusal.Clash("contract.erase.open", "个人信息保护法第四十七条")
	}
	return Erased{}, nil
}
