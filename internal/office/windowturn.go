package office

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/window"
)

// Counters lists the counters of the organ.
func (o *Office) Counters(ctx context.Context, who access.Actor) (out []window.Counter, err error) {
	if err := may(who, access.ReadWindow); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		out, err = tx.Counters(who.Organ)
		return err
	})
	return out, err
}

// CounterForm is a counter as typed: Hours as 09:00-12:00、13:30-17:00, Closed as
// days.
type CounterForm struct {
	Code, Name, Hours, Closed string
	Shut                      bool
}

// EditCounter opens a counter, renames it or shuts it, says when it is open. It is no fact: the
// numbers that were drawn there are.
func (o *Office) EditCounter(ctx context.Context, who access.Actor, f CounterForm) (err error) {
	if err := may(who, access.MindWindow); err != nil {
		return err
	}
	c := window.Counter{Organ: who.Organ, Code: ledger.Code(strings.TrimSpace(f.Code)), Name: strings.TrimSpace(f.Name), Shut: f.Shut}
	if c.Hours, err = window.ParseHours(f.Hours); err != nil {
		return err
	}
	if c.Closed, err = window.ParseDays(f.Closed); err != nil {
		return err
	}
	if err := c.Valid(); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.PutCounter(c) })
}

// openCounter finds a counter that is not shut.
func openCounter(tx *store.Tx, organ ledger.ID, code ledger.Code) (window.Counter, error) {
	all, err := tx.Counters(organ)
	if err != nil {
		return window.Counter{}, err
	}
	for _, c := range all {
		if c.Code == code && !c.Shut {
			return c, nil
		}
	}
	return window.Counter{}, refusal.New("window.draw.counter", "§G.3").On("counter")
}

// DrawTicket gives out the next number of today at a counter (取号).
func (o *Office) DrawTicket(ctx context.Context, who access.Actor, counter ledger.Code) (t window.Ticket, err error) {
	if err := may(who, access.WorkWindow); err != nil {
		return t, err
	}
	return t, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		if _, err := openCounter(tx, who.Organ, counter); err != nil {
			return err
		}
		today := o.Today()
		n, err := tx.NextSerial(who.Organ, "ticket/"+string(counter), today.Year()*10000+int(today.Month())*100+today.Date())
		if err != nil {
			return err
		}
		f := window.Drawn{Counter: counter, Number: n}
		e, err := tx.Append(today, newID(), who.Officer, f)
		if err != nil {
			return err
		}
		t = t.Apply(e, f)
		return tx.PutTicket(t)
	})
}

// NextTicket calls the longest waiting number of a counter to a desk (叫号).
func (o *Office) NextTicket(ctx context.Context, who access.Actor, counter ledger.Code, desk string) (t window.Ticket, err error) {
	if err := may(who, access.WorkWindow); err != nil {
		return t, err
	}
	n, _ := strconv.Atoi(strings.TrimSpace(desk)) // 0 is refused
	return t, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		all, err := tx.Tickets(who.Organ, o.Today())
		if err != nil {
			return err
		}
		for _, x := range all {
			if x.Counter == counter && x.State == window.Waiting {
				f, err := x.Call(n, o.now())
				if err != nil {
					return err
				}
				t, err = o.ticketFact(tx, who, x, f)
				return err
			}
		}
		return refusal.Clash("window.call.none", "§G.3").On("counter")
	})
}

// TurnTicket carries out a verb of one number: call, serve or leave.
func (o *Office) TurnTicket(ctx context.Context, who access.Actor, id ledger.ID, verb, desk string) error {
	if err := may(who, access.WorkWindow); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		t, err := tx.Ticket(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.WorkWindow, access.Thing{Organ: t.Organ, Unit: who.Unit}); err != nil {
			return err
		}
		var f ledger.Fact
		switch verb {
		case "call":
			n, _ := strconv.Atoi(strings.TrimSpace(desk))
			f, err = t.Call(n, o.now())
		case "serve":
			f, err = t.Serve(o.now())
		case "leave":
			f, err = t.Leave()
		default:
			err = refusal.NotFound("access.may.absent")
		}
		if err != nil {
			return err
		}
		_, err = o.ticketFact(tx, who, t, f)
		return err
	})
}

func (o *Office) ticketFact(tx *store.Tx, who access.Actor, t window.Ticket, f ledger.Fact) (window.Ticket, error) {
	e, err := tx.Append(o.Today(), t.ID, who.Officer, f)
	if err != nil {
		return t, err
	}
	t = t.Apply(e, f)
	return t, tx.PutTicket(t)
}

// Queue is how people wait now, for the desk and for a display.
type Queue struct {
	Counters []QueueCounter
	Called   []window.Ticket // those at the desks, the latest first
}

// QueueCounter is a counter with its numbers of today.
type QueueCounter struct {
	window.Counter
	Waiting []window.Ticket
	Passed  []window.Ticket // 过号, that may be called again
	Served  int
}

// Queue reads how people wait today. It holds numbers and no person, and is
// public.
func (o *Office) Queue(ctx context.Context, organ ledger.ID) (q Queue, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return q, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		counters, err := tx.Counters(organ)
		if err != nil {
			return err
		}
		tickets, err := tx.Tickets(organ, o.Today())
		for _, c := range counters {
			x := QueueCounter{Counter: c}
			for _, t := range tickets {
				switch {
				case t.Counter != c.Code:
				case t.State == window.Waiting:
					x.Waiting = append(x.Waiting, t)
				case t.State == window.Gone:
					x.Passed = append(x.Passed, t)
				case t.State == window.Ended:
					x.Served++
				}
			}
			if !c.Shut || len(x.Waiting) > 0 {
				q.Counters = append(q.Counters, x)
			}
		}
		for _, t := range tickets {
			if t.State == window.Calling {
				at := 0
				for at < len(q.Called) && !q.Called[at].CalledAt.Before(t.CalledAt) {
					at++
				}
				q.Called = append(q.Called[:at], append([]window.Ticket{t}, q.Called[at:]...)...)
			}
		}
		return err
	})
	return q, err
}

// SlotsForm opens times that can be booked: on every working day between two
// days, at each of the times, for so many people.
type SlotsForm struct{ Counter, From, To, Times, Capacity string }

var clockTime = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// OpenSlots opens times that can be booked (预约时段); a time that is open already
// takes the new number. It is no fact: the bookings are.
func (o *Office) OpenSlots(ctx context.Context, who access.Actor, f SlotsForm) (n int, err error) {
	if err := may(who, access.MindWindow); err != nil {
		return 0, err
	}
	from, err := formDay("from", f.From)
	if err != nil {
		return 0, err
	}
	to, err := formDay("to", f.To)
	if err != nil {
		return 0, err
	}
	var times []ledger.Code
	for _, t := range strings.FieldsFunc(strings.ReplaceAll(f.Times, "：", ":"), func(r rune) bool { return strings.ContainsRune("、,，; \t\n", r) }) {
		if !clockTime.MatchString(t) {
			return 0, refusal.New("window.slots.times", "§G.3", "typed", t).On("times")
		}
		times = append(times, ledger.Code(t))
	}
	capacity, err := strconv.Atoi(strings.TrimSpace(f.Capacity))
	switch {
	case err != nil || capacity < 1 || capacity > 99:
		return 0, refusal.New("window.slots.capacity", "§G.3").On("capacity")
	case len(times) == 0:
		return 0, refusal.New("window.slots.times", "§G.3", "typed", f.Times).On("times")
	case from.Before(o.Today()) || to.Before(from) || from.AddDays(90).Before(to):
		return 0, refusal.New("window.slots.days", "§G.3").On("from")
	}
	return n, o.update(ctx, func(tx *store.Tx) error {
		c, err := openCounter(tx, who.Organ, ledger.Code(f.Counter))
		if err != nil {
			return err
		}
		for d := from; !d.After(to); d = d.AddDays(1) {
			for _, t := range times {
				if !c.Serves(d, t, o.Calendar()) {
					continue
				}
				if err := tx.PutSlot(window.Slot{Organ: who.Organ, Counter: ledger.Code(f.Counter), Day: d, Start: t, Capacity: capacity}); err != nil {
					return err
				}
				n++
			}
		}
		if n == 0 {
			return refusal.New("window.slots.none", "§G.3").On("from")
		}
		return nil
	})
}

// BookingLine is a booking as the desk lists it; the telephone is masked.
type BookingLine struct {
	window.Booking
	Name, Phone, ItemName string
}

// Bookings lists what is booked from today on, with the places of each time.
func (o *Office) Bookings(ctx context.Context, who access.Actor) (rows []BookingLine, slots []window.Slot, err error) {
	if err := may(who, access.WorkWindow); err != nil {
		return nil, nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		all, err := tx.Bookings(who.Organ, o.Today())
		if err != nil {
			return err
		}
		items, _, err := itemNames(tx, who.Organ)
		if err != nil {
			return err
		}
		for _, b := range all {
			p := maskedSaid(b.Said)
			rows = append(rows, BookingLine{b.Booking, p.Name, p.Phone, items[b.Item]})
		}
		slots, err = tx.Slots(who.Organ, o.Today(), o.Today().AddDays(90))
		return err
	})
	return rows, slots, err
}

// TurnBooking carries out a verb of a booking: come, miss, cancel; erase takes
// away who booked.
func (o *Office) TurnBooking(ctx context.Context, who access.Actor, id ledger.ID, verb string) error {
	need := access.WorkWindow
	if verb == "erase" {
		need = access.MindWindow
	}
	if err := may(who, need); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		b, err := tx.Booking(id)
		if err != nil {
			return err
		}
		if err := access.May(who, need, access.Thing{Organ: b.Organ, Unit: who.Unit}); err != nil {
			return err
		}
		var f ledger.Fact
		switch verb {
		case "come":
			f, err = b.Come(o.Today())
		case "miss":
			f, err = b.Miss(o.Today())
		case "cancel":
			f, err = b.Cancel()
		case "erase":
			f, err = b.Erase()
			b.Said, b.Salt = window.Said{}, ""
		default:
			err = refusal.NotFound("access.may.absent")
		}
		if err != nil {
			return err
		}
		return o.bookingFact(tx, who.Officer, b, f)
	})
}

func (o *Office) bookingFact(tx *store.Tx, by ledger.ID, b store.BookingRow, f ledger.Fact) error {
	e, err := tx.Append(o.Today(), b.ID, by, f)
	if err != nil {
		return err
	}
	b.Booking = b.Apply(e, f)
	return tx.PutBooking(b)
}

// bookingNo is the printed number of a booking.
func bookingNo(year, n int) ledger.Code { return ledger.Code(fmt.Sprintf("%d-%04d", year, n)) }
