package people

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Opened: a body began to keep its book here (开户).
type Opened struct {
	Organ ledger.ID
}

// UnitOpened: a division or unit was set up (设立科室).
type UnitOpened struct {
	Unit ledger.ID
	Code ledger.Code
	Type UnitKind
}

// Appointed: an officer was given a unit and roles (任用). A later fact about
// the same officer replaces the roles.
type Appointed struct {
	Officer ledger.ID
	Unit    ledger.ID
	Roles   []Role
}

// Dismissed: an officer left (离岗).
type Dismissed struct {
	Officer ledger.ID
}

// Deputized: an officer stands in for another while that one is away (代理).
type Deputized struct {
	Officer  ledger.ID // who is away
	StandIn  ledger.ID
	From, To calendar.Day
}

// Resumed: the one away is back early and nobody stands in any more (提前返岗).
type Resumed struct{ Officer ledger.ID }

func (Opened) Kind() string     { return "organ.opened" }
func (UnitOpened) Kind() string { return "unit.opened" }
func (Appointed) Kind() string  { return "officer.appointed" }
func (Dismissed) Kind() string  { return "officer.dismissed" }

func (Deputized) Kind() string { return "officer.deputized" }
func (Resumed) Kind() string   { return "officer.resumed" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Opened{}, UnitOpened{}, Appointed{}, Dismissed{}, Deputized{}, Resumed{}}
}

// Apply is the only way in which a fact changes an officer.
func (o Officer) Apply(f ledger.Fact) Officer {
	switch f := f.(type) {
	case Appointed:
		o.ID, o.Unit, o.Roles, o.Left = f.Officer, f.Unit, f.Roles, false
	case Dismissed:
		o.ID, o.Left = f.Officer, true
	}
	return o
}
