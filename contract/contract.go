// Package contract holds the recognition and registration of technical
// contracts (技术合同认定登记, standards §G.5; 国科发政字〔2000〕063号,
// 国科发政字〔2001〕253号).
//
// The seller (卖方) files a written contract with the registration office of its
// own place, once. The office looks at the form of the filing and tells all that
// is missing at once; recognises whether this is a technical contract, and of
// which kind; and verifies how much of the price is income from technology, on
// which a tax relief may rest. Another than who recognised it registers it under
// a number that is never used again, and issues the certificate (登记证明); or
// declines it with the reason and the remedies told.
//
//	filed ─check─► checked ─recognise─► recognised ─register─► registered ─cancel─► cancelled
//	  │ ▲             ▲                      │  │                 correct, reissue
//	  ▼ │amend        └───────return─────────┘  └─decline─► declined
//	lacking      end: from each state without a result      archive: from each end
//
// The clock of the filing is that of its case (办件); here stand the facts about
// the contract. Money is in 分; days are the contract's own. Names, addresses and
// reasons stand sealed in the rows, bound by the sums of the facts.
//
// Read next: terms.go for what is filed, kinds.txt and lists.txt for the closed
// lists, verbs.go for the rules, count.go for the statistics.
package contract

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// State is where a filing stands.
type State string

const (
	Filed      State = "filed"      // 待形式审查
	Lacking    State = "lacking"    // 待补正
	Checked    State = "checked"    // 待认定
	Recognised State = "recognised" // 待登记
	Registered State = "registered" // 已登记
	Declined   State = "declined"   // 未予登记
	Cancelled  State = "cancelled"  // 已注销
	Ended      State = "ended"      // 已终止, without a result
)

// States lists the states with their printed names.
var States = []struct {
	State State
	Name  string
}{{Filed, "待形式审查"}, {Lacking, "待补正"}, {Checked, "待认定"}, {Recognised, "待登记"}, {Registered, "已登记"},
	{Declined, "未予登记"}, {Cancelled, "已注销"}, {Ended, "已终止"}}

// Name is the printed name, empty for a state that is none.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return ""
}

// Pending says that the filing has no result yet.
func (s State) Pending() bool { return s == Filed || s == Lacking || s == Checked || s == Recognised }

// Contract is the row of a filing, as its facts made it.
type Contract struct {
	ID, Organ  ledger.ID
	Case       ledger.ID // the case that it hangs on, empty for none
	State      State
	FiledOn    calendar.Day
	Declared   Terms         // as filed
	Verified   Terms         // as recognised, and corrected since
	Technical  bool          // recognised as a technical contract
	Ground     ledger.Code   // why it is none
	Lacks      []ledger.Code // what is still missing
	Told       []ledger.Code // what was told to be missing, once and completely
	Recogniser ledger.ID
	Issuer     ledger.ID
	Figured    ledger.ID   // who set the figures in force: the recogniser, then who corrected
	No         ledger.Code // 登记编号
	Entry      int64       // that the figures in force rest on
	EndedOn    calendar.Day
	Version    int // of the certificate
	CancelOn   calendar.Day
	Archived   bool
	Erased     bool
	Rev        int64
}

// Waits says in a few words what a filing waits for, empty when it is done.
func (c Contract) Waits() string {
	switch c.State {
	case Filed:
		return "形式审查"
	case Lacking:
		return "申请人补正"
	case Checked:
		return "认定"
	case Recognised:
		if c.Technical {
			return "登记出证"
		}
		return "决定不予登记"
	}
	if !c.Archived && c.State != "" {
		return "归档"
	}
	return ""
}

// Apply is the only way in which a fact changes a contract. It is total: a fact
// of another noun, or of a paper, changes nothing.
func (c Contract) Apply(e ledger.Entry, f ledger.Fact) Contract {
	switch f := f.(type) {
	case Submitted:
		c.ID, c.Organ, c.Case, c.State, c.FiledOn, c.Declared = e.Subject, e.Organ, f.Case, Filed, e.On, f.Terms
	case Amended:
		c.State, c.Declared = Filed, f.Terms
	case Examined:
		c.Lacks, c.State = f.Lacks, Checked
		if len(f.Lacks) > 0 {
			c.State = Lacking
		}
		if len(c.Told) == 0 {
			c.Told = f.Lacks
		}
	case Recognition:
		c.State, c.Technical, c.Ground, c.Recogniser = Recognised, f.Technical, f.Ground, e.By
		c.Figured = e.By
		c.Verified = c.Declared
		c.Verified.Kind, c.Verified.Money = f.Type, f.Money
		if !f.Technical {
			c.Verified = Terms{}
		}
	case Returned:
		c.State, c.Technical, c.Ground, c.Recogniser, c.Figured, c.Verified = Checked, false, "", "", "", Terms{}
	case Registration:
		c.State, c.No, c.EndedOn, c.Issuer, c.Entry = Registered, f.No, e.On, e.By, e.Seq
	case Refusal:
		c.State, c.EndedOn, c.Issuer = Declined, e.On, e.By
	case Certified:
		c.Version = f.Version
	case Corrected:
		c.Verified.Kind, c.Verified.Money, c.Entry = f.Type, f.Money, e.Seq
		c.Figured = e.By
	case Cancellation:
		c.State, c.CancelOn = Cancelled, e.On
	case Withdrawal:
		c.State, c.EndedOn = Ended, e.On
	case Archived:
		c.Archived = true
	case Erased:
		c.Erased = true
	}
	return c
}
