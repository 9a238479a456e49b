package access

import (
	"slices"

	"gongkai/ledger"
	"gongkai/people"
)

// Actor is who asks. The zero Actor is the public.
type Actor struct {
	Officer ledger.ID
	Organ   ledger.ID
	Unit    ledger.ID
	Name    string
	Roles   []people.Role
	// For are those whom the actor stands in for today (代理): each by their own
	// unit and roles. Who did it is still the actor.
	For []Actor
}

// Public says that nobody is signed in.
func (a Actor) Public() bool { return a.Officer == "" }

// Has says whether the actor holds one of the roles.
func (a Actor) Has(roles ...people.Role) bool {
	return slices.ContainsFunc(roles, func(r people.Role) bool { return slices.Contains(a.Roles, r) })
}

// Of makes the actor of an officer.
func Of(o people.Officer) Actor {
	return Actor{Officer: o.ID, Organ: o.Organ, Unit: o.Unit, Name: o.Name, Roles: o.Roles}
}

// The machine acts for an organ in timed work (定时任务). It holds just the
// grants marked for it.
func Machine(organ ledger.ID) Actor {
	return Actor{Officer: ledger.System, Organ: organ}
}

// Outside is a reviewer without an account, let in by a signed link (外部审核).
func Outside(organ ledger.ID) Actor {
	return Actor{Officer: ledger.Guest, Organ: organ}
}
