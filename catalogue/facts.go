package catalogue

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Proposed: a version was handed on to be put in force (送审).
type Proposed struct {
	No      ledger.Code // of the item
	Version int
	Sum     ledger.Sum
}

// Returned: it went back with a reason (退回).
type Returned struct {
	Version int
	Reason  ledger.Sum
}

// Enforced: a second officer put it in force from a day (生效). Line is the
// item's line in the registers of the annual report.
type Enforced struct {
	Version             int
	From                calendar.Day
	Type, Handling      ledger.Code
	Statutory, Promised Period
	Visits              int
	Unit, Line          ledger.ID
	Sum                 ledger.Sum
}

// Halted: nothing is taken in for the item for now (暂停).
type Halted struct{ Reason ledger.Sum }

// Resumed: it is taken in again (恢复).
type Resumed struct{}

// Cancellation: the item is no longer done here (取消).
type Cancellation struct{ Reason ledger.Sum }

func (Proposed) Kind() string     { return "catalogue.proposed" }
func (Returned) Kind() string     { return "catalogue.returned" }
func (Enforced) Kind() string     { return "catalogue.enforced" }
func (Halted) Kind() string       { return "catalogue.suspended" }
func (Resumed) Kind() string      { return "catalogue.resumed" }
func (Cancellation) Kind() string { return "catalogue.cancelled" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Proposed{}, Returned{}, Enforced{}, Halted{}, Resumed{}, Cancellation{}}
}
