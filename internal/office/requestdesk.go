package office

import (
	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/request"
)

// reminders says from how many working days before the due day a request is
// put on whose desk, beside those whose turn it is: first the officers of the
// division, then its head, then the leader in charge.
var reminders = []struct {
	left int
	role people.Role
}{{5, people.Clerk}, {2, people.UnitHead}, {0, people.DeputyChief}}

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
		if d := l.Request.UnitDue; !d.IsZero() && l.Request.State == request.Open && d.Before(l.Sheet.Due.Day) && l.Request.Unit == who.Unit {
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
		return may(access.WorkRequest) && standsIn(who, r.Unit)
	case request.Clarifying:
		return may(access.WorkRequest) && l.Sheet.AsOf.After(r.SupplementBy)
	case request.Charged:
		return may(access.WorkRequest) && l.Sheet.AsOf.After(r.PayBy(o.Calendar()).Day)
	case request.Drafted:
		return may(access.ReviewRequest) && r.Drafter != who.Officer
	case request.Reviewed:
		return may(access.SignRequest) && r.Drafter != who.Officer && r.Reviewer != who.Officer
	case request.Signed, request.Answered:
		return may(access.SendRequest)
	case request.Withdrawn, request.GivenUp:
		if r.DeliveredOn.IsZero() && !r.ReceivedOn.IsZero() {
			return may(access.SendRequest)
		}
	}
	return may(access.CloseRequest)
}

// standsIn says whether a unit is the actor's own or that of somebody for whom
// they stand in.
func standsIn(who access.Actor, unit ledger.ID) bool {
	for _, a := range append([]access.Actor{who}, who.For...) {
		if a.Unit == unit {
			return true
		}
	}
	return false
}

func reminded(who access.Actor, l RequestLine) bool {
	if !l.Request.State.Pending() || !l.Sheet.Runs() {
		return false
	}
	for _, r := range reminders {
		if l.Sheet.Left <= r.left && who.Has(r.role) && (r.role == people.DeputyChief || standsIn(who, l.Request.Unit)) {
			return true
		}
	}
	return false
}
