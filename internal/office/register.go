package office

import (
	"context"
	"errors"
	"math"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/register"
)

// ItemForm is the form of a register's item as typed; Amount is in yuan.
type ItemForm struct{ Register, Title, Type, Basis, Unit, Listed, Amount string }

// Items lists a register, or all of them for the empty name.
func (o *Office) Items(ctx context.Context, who access.Actor, reg register.Name) (items []register.Item, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		items, err = tx.Items(who.Organ, reg)
		return err
	})
	return items, err
}

// Item reads one item.
func (o *Office) Item(ctx context.Context, who access.Actor, id ledger.ID) (i register.Item, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if i, err = tx.Item(id); err != nil {
			return err
		}
		return access.May(who, access.ReadDesk, access.Thing{Organ: i.Organ, Unit: i.Unit})
	})
	return i, err
}

// ListItem enters an item into a register (列入).
func (o *Office) ListItem(ctx context.Context, who access.Actor, f ItemForm) (ledger.ID, error) {
	if err := may(who, access.ListItem); err != nil {
		return "", err
	}
	i := register.Item{ID: newID(), Organ: who.Organ, Register: register.Name(f.Register), Title: strings.TrimSpace(f.Title),
		Type: strings.TrimSpace(f.Type), Basis: strings.TrimSpace(f.Basis), Unit: ledger.ID(f.Unit), Salt: newSalt()}
	var err error
	if i.Listed, err = formDay("listed", f.Listed); err != nil {
		return "", err
	}
	if i.Fen, err = Fen(f.Amount); err != nil {
		return "", err
	}
	return i.ID, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		if _, err := unit(tx, who.Organ, i.Unit); i.Unit != "" && err != nil {
			return err
		}
		return list(tx, i, o.Today(), who.Officer)
	})
}

// DelistItem takes an item out of its register (取消).
func (o *Office) DelistItem(ctx context.Context, who access.Actor, id ledger.ID, rev int64, day, reason string) error {
	on, err := formDay("delisted", day)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		i, err := tx.Item(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.ListItem, access.Thing{Organ: i.Organ, Unit: i.Unit}); err != nil {
			return err
		}
		if i.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		held, err := tx.CatalogueItemByLine(i.Organ, id)
		if err == nil {
			return refusal.Clash("item.delist.catalogue", "§B.3", "no", string(held.No))
		}
		if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return delist(tx, id, on, o.Today(), reason, who.Officer)
	})
}

func list(tx *store.Tx, i register.Item, today calendar.Day, by ledger.ID) error {
	f, err := i.List(today)
	if err != nil {
		return err
	}
	e, err := tx.Append(i.Listed, i.ID, by, f)
	if err != nil {
		return err
	}
	return tx.PutItem(i.Apply(e, f))
}

func delist(tx *store.Tx, id ledger.ID, on, today calendar.Day, reason string, by ledger.ID) error {
	i, err := tx.Item(id)
	if err != nil {
		return err
	}
	f, err := i.Delist(on, today, strings.TrimSpace(reason))
	if err != nil {
		return err
	}
	e, err := tx.Append(on, id, by, f)
	if err != nil {
		return err
	}
	i.Reason = strings.TrimSpace(reason)
	return tx.PutItem(i.Apply(e, f))
}

// formDay reads a day that must be there.
func formDay(field, s string) (calendar.Day, error) {
	d, err := calendar.ParseDay(strings.TrimSpace(s))
	if err != nil {
		return d, refusal.New("form.day", "", "typed", s).On(field)
	}
	return d, nil
}

// Fen reads an amount in yuan with at most two decimals, such as 251000 or
// 27,393.71, into 分. Nothing typed is nothing.
func Fen(s string) (int64, error) {
	s = strings.NewReplacer(",", "", "，", "", " ", "").Replace(strings.TrimSpace(s))
	if s == "" {
		return 0, nil
	}
	whole, cents, _ := strings.Cut(s, ".")
	yuan, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || len(cents) > 2 || yuan < 0 || yuan > math.MaxInt64/1000 || strings.HasPrefix(whole, "+") {
		return 0, refusal.New("form.amount", "", "typed", s).On("amount")
	}
	fen, err := strconv.ParseUint((cents + "00")[:2], 10, 8)
	if err != nil {
		return 0, refusal.New("form.amount", "", "typed", s).On("amount")
	}
	return yuan*100 + int64(fen), nil
}
