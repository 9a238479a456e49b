package office

import (
	"slices"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/request"
)

// reminder says from how many working days before the due day a matter is put
// on whose desk, beside those whose turn it is, and told to them by mail.
type reminder struct {
	left int
	role people.Role
}

// reminders go first to the officers of the division, then to its head, then to
// the leader in charge (催办).
var reminders = []reminder{{5, people.Clerk}, {2, people.UnitHead}, {0, people.DeputyChief}}

// requestTasks are the requests that wait for this officer, or that they must
// be reminded of.
func (o *Office) requestTasks(tx *store.Tx, who access.Actor, names map[ledger.ID]string) (out []Task, err error) {
	lines, err := o.queued(tx, who, RequestQuery{})
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		turn := o.turn(who, l)
		remind := reminded(who, l)
		if !turn && !remind {
			continue
		}
		t := Task{Kind: "request", ID: string(l.Request.ID), Link: "requests/" + string(l.Request.ID), Title: l.Request.No + " " + l.Subject,
			Next: l.Waits, Due: l.Sheet.Due, Left: l.Sheet.Shown(), HasDue: l.Request.State.Pending() && l.Sheet.Runs(), Unit: names[l.Request.Unit],
			Since: l.Request.ArrivedOn.Start()}
		if !turn {
			t.Next = "催办：" + l.Waits
		}
		if d := l.Request.UnitDue; !d.IsZero() && l.Request.State == request.Open && d.Before(l.Sheet.Due.Day) && slices.Contains(standsFor(who), l.Request.Unit) {
			t.Due.Day, t.Due.Provisional = d, false
			t.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), d)
		}
		out = append(out, t)
	}
	return out, nil
}

// turn says whether the next step is this officer's.
func (o *Office) turn(who access.Actor, l RequestLine) bool {
	r := l.Request
	may := func(v access.Verb) bool { return access.May(who, v, requestThing(r)) == nil }
	switch r.State {
	case request.Arrived:
		return may(access.RegisterRequest)
	case request.Open:
		if r.Unit == "" {
			return may(access.RegisterRequest)
		}
		return may(access.WorkRequest) && slices.Contains(standsFor(who), r.Unit)
	case request.Clarifying:
		return may(access.WorkRequest) && l.Sheet.AsOf.After(r.SupplementBy)
	case request.Charged:
		return may(access.WorkRequest) && l.Sheet.AsOf.After(r.PayBy(o.Calendar()).Day)
	case request.Drafted, request.Reviewed, request.Signed:
		if !r.ObjectedOn.IsZero() { // whoever may send it back
			return may(access.ReviewRequest) || may(access.SignRequest)
		}
	}
	switch r.State {
	case request.Drafted:
		return may(access.ReviewRequest) && !slices.Contains(hands(who, access.ReviewRequest, requestThing(r)), r.Drafter)
	case request.Reviewed:
		signs := hands(who, access.SignRequest, requestThing(r))
		return may(access.SignRequest) && !slices.Contains(signs, r.Drafter) && !slices.Contains(signs, r.Reviewer)
	case request.Signed, request.Answered:
		return may(access.SendRequest)
	case request.Withdrawn, request.GivenUp:
		if r.DeliveredOn.IsZero() && !r.ReceivedOn.IsZero() {
			return may(access.SendRequest)
		}
	}
	return may(access.CloseRequest)
}

// standsFor are the units that the actor works for: the own one and those of
// whom they stand in for, where each may read requests.
func standsFor(who access.Actor) (out []ledger.ID) {
	for _, a := range hats(who) {
		if access.May(a, access.ReadRequest, access.Thing{Organ: a.Organ, Unit: a.Unit}) == nil {
			out = append(out, a.Unit)
		}
	}
	return out
}

// hats are the actor alone and each of those for whom they stand in.
func hats(who access.Actor) []access.Actor {
	alone := who
	alone.For = nil
	return append([]access.Actor{alone}, who.For...)
}

func reminded(who access.Actor, l RequestLine) bool {
	return slices.ContainsFunc(reminders, func(r reminder) bool { return r.reaches(who, l.pressing()) })
}

// pressing is a matter as its reminders see it: whose it is, whether its last day
// runs, and how many working days are left.
type pressing struct {
	unit ledger.ID
	runs bool
	left int
}

func (l RequestLine) pressing() pressing {
	return pressing{l.Request.Unit, l.Request.State.Pending() && l.Sheet.Runs(), l.Sheet.Left}
}

// reaches says whether the reminder of a matter is due and is for this officer,
// or for one whom they stand in for.
func (r reminder) reaches(who access.Actor, p pressing) bool {
	return p.runs && p.left <= r.left && slices.ContainsFunc(hats(who), func(a access.Actor) bool {
		return a.Has(r.role) && (r.role == people.DeputyChief || a.Unit == p.unit) ||
			p.unit == "" && r.role == people.Clerk && a.Has(people.Office) // nobody else has it yet
	})
}
