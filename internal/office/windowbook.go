package office

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/window"
)

// FreeSlots are the times that can be booked from tomorrow on; where there are
// none, why says the reason.
func (o *Office) FreeSlots(ctx context.Context, organ ledger.ID) (slots []window.Slot, counters []window.Counter, why string, err error) {
	if err := access.May(access.Actor{}, access.AskWindow, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, nil, "", err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if counters, err = tx.Counters(organ); err != nil {
			return err
		}
		all, err := tx.Slots(organ, o.Today().AddDays(1), o.Today().AddDays(30))
		open := 0
		for _, s := range all {
			if !counterOf(counters, s.Counter).Serves(s.Day, s.Start, o.Calendar()) {
				continue
			}
			if open++; s.Free() > 0 {
				slots = append(slots, s)
			}
		}
		switch {
		case len(slots) > 0:
		case open > 0:
			why = "今后30天开放的时段都已经约满"
		case len(all) > 0:
			why = "今后30天开放的时段里，窗口都不办公"
		default:
			why = "今后30天还没有开放可以预约的时段"
		}
		return err
	})
	return slots, counters, why, err
}

// counterOf finds a counter; one that is none is shut.
func counterOf(all []window.Counter, code ledger.Code) window.Counter {
	if i := slices.IndexFunc(all, func(c window.Counter) bool { return c.Code == code }); i >= 0 {
		return all[i]
	}
	return window.Counter{Shut: true}
}

// BookForm books a turn; Slot is counter, day and time as "A/2025-03-05/09:00".
// Once names the form that was filled in.
type BookForm struct{ Once, Slot, Item, Name, Phone string }

// BookTurn books a turn at a counter (预约). Two presses of one form are one
// booking.
func (o *Office) BookTurn(ctx context.Context, organ ledger.ID, f BookForm, address string) (r WindowReceipt, b window.Booking, err error) {
	if err := access.May(access.Actor{}, access.AskWindow, access.Thing{Organ: organ, Public: true}); err != nil {
		return r, b, err
	}
	if err := o.unflooded(ctx, organ, f.Once, address); err != nil {
		return r, b, err
	}
	if r.Code, err = o.windowCode(ctx, f.Once); err != nil {
		return r, b, err
	}
	row := store.BookingRow{Said: window.Said{Name: strings.TrimSpace(f.Name), Phone: strings.TrimSpace(f.Phone)}, Salt: newSalt(), Code: request.Plain(r.Code)}
	err = o.record(ctx, organ, func(tx *store.Tx) error {
		id := newID()
		if f.Once != "" {
			id = ledger.ID("b" + tx.Mark("once", f.Once)[:15])
			before, err := tx.Booking(id)
			if r.No, b = string(before.No), before.Booking; err == nil || !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		counters, err := tx.Counters(organ)
		if err != nil {
			return err
		}
		slots, err := tx.Slots(organ, o.Today().AddDays(1), o.Today().AddDays(30))
		if err != nil {
			return err
		}
		var slot window.Slot
		for _, s := range slots {
			if strings.Join([]string{string(s.Counter), s.Day.String(), string(s.Start)}, "/") == f.Slot {
				slot = s
			}
		}
		item := ledger.ID("")
		if f.Item != "" {
			i, err := tx.CatalogueItemByNo(organ, ledger.Code(f.Item))
			if err != nil {
				return err
			}
			item = i.ID
		}
		book := func(no ledger.Code) (window.Booked, error) {
			return slot.Book(counterOf(counters, slot.Counter), no, item, row.Said, o.Today(), o.Calendar(), ledger.Salted(row.Salt, row.Said.Words()...))
		}
		if _, err := book(""); err != nil {
			return err
		}
		n, err := tx.NextSerial(organ, "window/booking", o.Today().Year())
		if err != nil {
			return err
		}
		fact, err := book(bookingNo(o.Today().Year(), n))
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, ledger.Citizen, fact)
		if err != nil {
			return err
		}
		row.Booking = window.Booking{}.Apply(e, fact)
		r.No, b = string(fact.No), row.Booking
		return tx.PutBooking(row)
	})
	return r, b, err
}

// CancelTurn gives a booking up by its query code.
func (o *Office) CancelTurn(ctx context.Context, organ ledger.ID, code, address string) error {
	f, err := o.FindWindow(ctx, organ, code, address)
	if err != nil {
		return err
	}
	if f.Booking == nil {
		return refusal.New("window.find.absent", "§G.3").On("code")
	}
	if err := access.May(access.Actor{}, access.FollowWindow, access.Thing{Organ: organ, Holder: true}); err != nil {
		return err
	}
	return o.record(ctx, organ, func(tx *store.Tx) error {
		b, err := tx.Booking(f.Booking.ID)
		if err != nil {
			return err
		}
		fact, err := b.Cancel()
		if err != nil {
			return err
		}
		return o.bookingFact(tx, ledger.Citizen, b, fact)
	})
}
