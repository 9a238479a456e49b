package people

import (
	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Deputy is an officer who stands in for another for some days (代理). Drafter,
// reviewer and signer of a letter are still three persons: what counts there is
// who acts, not for whom.
type Deputy struct {
	ID       ledger.ID
	Organ    ledger.ID
	Officer  ledger.ID // who is away
	StandIn  ledger.ID
	From, To calendar.Day // both included
	Ended    calendar.Day // ended early on this day, which is no longer covered
	Rev      int64
}

// On says whether the deputy acts on a day.
func (d Deputy) On(day calendar.Day) bool {
	return !day.Before(d.From) && !day.After(d.To) && (d.Ended.IsZero() || day.Before(d.Ended))
}

// Deputize lets one officer stand in for another. Administrators cannot be
// stood in for, nor can they stand in: their three offices stay apart (三员分立).
func Deputize(away, in Officer, from, to calendar.Day) (Deputized, error) {
	switch {
	case away.ID == in.ID:
		return Deputized{}, refusal.New("officer.deputize.self", "").On("stand_in")
	case away.Left || in.Left:
		return Deputized{}, refusal.New("officer.deputize.left", "").On("stand_in")
	case from.IsZero() || to.Before(from):
		return Deputized{}, refusal.New("officer.deputize.days", "").On("to")
	}
	if err := Separate(append(append([]Role{}, away.Roles...), in.Roles...)); err != nil {
		return Deputized{}, err
	}
	for _, r := range append(append([]Role{}, away.Roles...), in.Roles...) {
		if r == SystemAdmin || r == SecurityAdmin || r == AuditAdmin {
			return Deputized{}, refusal.New("officer.appoint.separate", "GB/T 22239-2019 8.1.5").On("stand_in")
		}
	}
	return Deputized{Officer: away.ID, StandIn: in.ID, From: from, To: to}, nil
}

// Apply is the only way in which a fact changes a deputy.
func (d Deputy) Apply(e ledger.Entry, f ledger.Fact) Deputy {
	switch f := f.(type) {
	case Deputized:
		d.ID, d.Organ, d.Officer, d.StandIn, d.From, d.To = e.Subject, e.Organ, f.Officer, f.StandIn, f.From, f.To
	case Resumed:
		d.Ended = e.On
	}
	return d
}
