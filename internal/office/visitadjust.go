package office

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/visit"
)

// AdjustmentForm proposes to adjust a closed day, as typed; the numbers are added
// and may be negative.
type AdjustmentForm struct{ Day, Views, Visitors, Reason string }

// ProposeAdjustment begins an adjustment of a closed day (调整); nothing changes
// before another officer confirms it.
func (o *Office) ProposeAdjustment(ctx context.Context, who access.Actor, f AdjustmentForm) (id ledger.ID, err error) {
	if err := may(who, access.AdjustVisits); err != nil {
		return "", err
	}
	on, err := formDay("day", f.Day)
	if err != nil {
		return "", err
	}
	a := visit.Adjustment{ID: newID(), Organ: who.Organ, Day: on, Reason: strings.TrimSpace(f.Reason), Salt: newSalt(), By: who.Officer}
	if a.Views, err = signed("views", f.Views); err != nil {
		return "", err
	}
	if a.Visitors, err = signed("visitors", f.Visitors); err != nil {
		return "", err
	}
	return a.ID, o.update(ctx, func(tx *store.Tx) error {
		d, err := tx.VisitDay(who.Organ, on)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err := a.Propose(d); err != nil {
			return err
		}
		return tx.PutAdjustment(a)
	})
}

// signed reads a number that may be negative; nothing typed is none.
func signed(field, typed string) (int64, error) {
	s := strings.NewReplacer(",", "", "，", "", "−", "-", "－", "-").Replace(strings.TrimSpace(typed))
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, refusal.New("form.count", "", "typed", typed).On(field)
	}
	return n, nil
}

// ConfirmAdjustment puts a proposed adjustment into force, by another officer.
func (o *Office) ConfirmAdjustment(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	if err := may(who, access.ConfirmVisits); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		a, err := adjustment(tx, who.Organ, id, rev)
		if err != nil {
			return err
		}
		standing, err := standingDay(tx, who.Organ, a.Day)
		if err != nil {
			return err
		}
		f, err := a.Confirm(standing, who.Officer)
		if err != nil {
			return err
		}
		e, err := tx.Append(a.Day, a.ID, who.Officer, f)
		if err != nil {
			return err
		}
		a.Seq, a.Confirmed = e.Seq, who.Officer
		return tx.PutAdjustment(a)
	})
}

// DropAdjustment takes a proposal back.
func (o *Office) DropAdjustment(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	if err := may(who, access.AdjustVisits); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		a, err := adjustment(tx, who.Organ, id, rev)
		if err != nil {
			return err
		}
		if a, err = a.Drop(); err != nil {
			return err
		}
		return tx.PutAdjustment(a)
	})
}

func adjustment(tx *store.Tx, organ, id ledger.ID, rev int64) (visit.Adjustment, error) {
	a, err := tx.Adjustment(id)
	switch {
	case err != nil:
		return a, err
	case a.Organ != organ:
		return a, store.ErrNotFound
	case a.Rev != rev:
		return a, store.ErrConflict
	}
	return a, nil
}

// standingDay is a day with the adjustments that are in force.
func standingDay(tx *store.Tx, organ ledger.ID, on calendar.Day) (visit.Day, error) {
	d, err := tx.VisitDay(organ, on)
	if err != nil {
		return d, err
	}
	all, err := tx.Adjustments(organ, on, on)
	for _, a := range all {
		if a.Seq > 0 {
			d.Views += a.Views
			d.Visitors += a.Visitors
		}
	}
	return d, err
}
