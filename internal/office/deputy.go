package office

import (
	"context"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

// DeputyRow is a time in which one officer stands in for another, with names.
type DeputyRow struct {
	people.Deputy
	Away, In string
	Now      bool // acts today
	Open     bool // may still be ended
}

// Deputies lists who stands in for whom, the newest first (代理).
func (o *Office) Deputies(ctx context.Context, who access.Actor) (out []DeputyRow, err error) {
	if err := may(who, access.AppointOfficer); err != nil {
		return nil, err
	}
	today := o.Today()
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		all, err := tx.Deputies(who.Organ)
		for _, d := range all {
			out = append(out, DeputyRow{d, names[d.Officer], names[d.StandIn], d.On(today), d.Ended.IsZero() && !d.To.Before(today)})
		}
		return err
	})
	return out, err
}

// DeputyForm is the form of a deputy as typed.
type DeputyForm struct{ Officer, StandIn, From, To string }

// Deputize lets one officer stand in for another for some days (代理).
func (o *Office) Deputize(ctx context.Context, who access.Actor, f DeputyForm) error {
	if err := may(who, access.AppointOfficer); err != nil {
		return err
	}
	from, err := optionalDay("from", f.From)
	if err != nil {
		return err
	}
	to, err := optionalDay("to", f.To)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		away, err := officerOf(tx, who.Organ, "officer", f.Officer)
		if err != nil {
			return err
		}
		in, err := officerOf(tx, who.Organ, "stand_in", f.StandIn)
		if err != nil {
			return err
		}
		fact, err := people.Deputize(away, in, from, to)
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), newID(), who.Officer, fact)
		if err != nil {
			return err
		}
		return tx.PutDeputy(people.Deputy{}.Apply(e, fact))
	})
}

// officerOf finds an officer of the organ that a form names.
func officerOf(tx *store.Tx, organ ledger.ID, field, id string) (people.Officer, error) {
	off, err := tx.Officer(ledger.ID(id))
	if err != nil || off.Organ != organ {
		return off, refusal.New("officer.deputize.who", "").On(field)
	}
	return off, nil
}

// EndDeputy ends the standing in before its last day (结束代理); the day on
// which it is ended is no longer covered.
func (o *Office) EndDeputy(ctx context.Context, who access.Actor, id ledger.ID) error {
	if err := may(who, access.AppointOfficer); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		d, err := tx.Deputy(id)
		if err != nil || d.Organ != who.Organ {
			return store.ErrNotFound
		}
		if !d.Ended.IsZero() || d.To.Before(o.Today()) {
			return refusal.Clash("officer.deputize.over", "")
		}
		fact := people.Resumed{Officer: d.Officer}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		return tx.PutDeputy(d.Apply(e, fact))
	})
}

// principals are those whom an officer stands in for today; one who left the
// office since has nobody acting in their name.
func principals(tx *store.Tx, officer ledger.ID, today calendar.Day) (out []access.Actor, err error) {
	all, err := tx.DeputiesOf(officer)
	for _, d := range all {
		if !d.On(today) {
			continue
		}
		off, err := tx.Officer(d.Officer)
		if err != nil {
			return nil, err
		}
		if !off.Left {
			out = append(out, access.Of(off))
		}
	}
	return out, err
}

// handsOf are who did the last fact of a kind of a subject, and in whose
// name: the facts do not say it, so the deputies of that day do, with the roles
// of today.
func handsOf(tx *store.Tx, organ, subject ledger.ID, kind string, v access.Verb, t access.Thing) ([]ledger.ID, error) {
	last, err := tx.Entries(organ, store.EntryFilter{Subject: subject, Kinds: []string{kind}, Desc: true, Limit: 1})
	if err != nil || len(last) == 0 || last[0].By == ledger.System {
		return nil, err
	}
	off, err := tx.Officer(last[0].By)
	if err != nil {
		return nil, err
	}
	who := access.Of(off)
	who.For, err = principals(tx, off.ID, calendar.DayOf(last[0].At))
	return hands(who, v, t), err
}

// compareDeputies compares who stands in for whom with the ledger.
func (r *replay) compareDeputies(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Deputies(organ)
	for _, d := range rows {
		want, known := r.deputies[d.ID]
		delete(r.deputies, d.ID)
		d.Rev = 0
		if !known || d != want {
			r.find("代理 %s 与台账不符", d.ID)
		}
	}
	for _, id := range keys(r.deputies) {
		r.find("台账中的代理 %s 在数据表中没有了", id)
	}
	return err
}
