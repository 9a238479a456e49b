package store

import (
	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/window"
)

// Counters lists the counters of an organ by their letters.
func (tx *Tx) Counters(organ ledger.ID) ([]window.Counter, error) {
	return collect(tx, "counters", func(s scanner) (c window.Counter, err error) {
		err = s.Scan(&c.Organ, &c.Code, &c.Name, &c.Shut, list[window.Hours]{&c.Hours}, list[calendar.Day]{&c.Closed})
		return c, err
	}, `select organ, code, name, shut, hours, closed from window_counter where organ = $1 order by code`, organ)
}

// PutCounter stores a counter.
func (tx *Tx) PutCounter(c window.Counter) error {
	_, err := tx.exec("put counter", `insert into window_counter (organ, code, name, shut, hours, closed) values ($1, $2, $3, $4, $5, $6)
		on conflict (organ, code) do update set name = excluded.name, shut = excluded.shut, hours = excluded.hours, closed = excluded.closed`,
		c.Organ, c.Code, c.Name, c.Shut, asList(c.Hours), asList(c.Closed))
	return err
}

const ticketColumns = `id, organ, counter, number, desk, on_day, state, drawn_at, called_at, ended_at, rev`

func scanTicket(s scanner) (t window.Ticket, err error) {
	err = s.Scan(&t.ID, &t.Organ, &t.Counter, &t.Number, &t.Desk, day{&t.On}, &t.State, instant{&t.DrawnAt}, instant{&t.CalledAt}, instant{&t.EndedAt}, &t.Rev)
	return t, err
}

// Tickets lists the numbers of a day in the order in which they were drawn, or
// of all days for the zero day.
func (tx *Tx) Tickets(organ ledger.ID, on calendar.Day) ([]window.Ticket, error) {
	return collect(tx, "tickets", scanTicket, `select `+ticketColumns+` from window_ticket where organ = $1 and ($2 = '' or on_day = $2)
		order by on_day, drawn_at, counter, number`, organ, on)
}

// Ticket reads a number.
func (tx *Tx) Ticket(id ledger.ID) (window.Ticket, error) {
	t, err := scanTicket(tx.row(`select `+ticketColumns+` from window_ticket where id = $1`, id))
	return t, fail("ticket "+string(id), err)
}

// PutTicket stores a number.
func (tx *Tx) PutTicket(t window.Ticket) error {
	return tx.put("put ticket "+string(t.ID), t.Rev,
		`insert into window_ticket (`+ticketColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		`update window_ticket set organ = $2, counter = $3, number = $4, desk = $5, on_day = $6, state = $7, drawn_at = $8, called_at = $9,
			ended_at = $10, rev = rev + 1 where id = $1 and rev = $11`,
		t.ID, t.Organ, t.Counter, t.Number, t.Desk, t.On, string(t.State), t.DrawnAt, t.CalledAt, t.EndedAt)
}

// Slots lists the times that can be booked between two days, with how many
// places are taken.
func (tx *Tx) Slots(organ ledger.ID, from, to calendar.Day) ([]window.Slot, error) {
	return collect(tx, "slots", func(s scanner) (x window.Slot, err error) {
		err = s.Scan(&x.Organ, &x.Counter, day{&x.Day}, &x.Start, &x.Capacity, &x.Taken)
		return x, err
	}, `select s.organ, s.counter, s.day, s.start, s.capacity, (select count(*) from window_booking b where b.organ = s.organ and b.counter = s.counter
			and b.day = s.day and b.start = s.start and b.state <> 'cancelled')
		from window_slot s where s.organ = $1 and s.day >= $2 and s.day <= $3 order by s.day, s.start, s.counter`, organ, from, to)
}

// PutSlot opens a time, or changes how many it takes.
func (tx *Tx) PutSlot(s window.Slot) error {
	_, err := tx.exec("put slot", `insert into window_slot (organ, counter, day, start, capacity) values ($1, $2, $3, $4, $5)
		on conflict (organ, counter, day, start) do update set capacity = excluded.capacity`, s.Organ, s.Counter, s.Day, s.Start, s.Capacity)
	return err
}

// BookingRow is a booking with who made it, sealed.
type BookingRow struct {
	window.Booking
	Said window.Said
	Salt string
	Code string // the query code; given when the row is made, never read back
}

const bookingColumns = `id, organ, no, counter, day, start, item, state, said, salt, erased, rev`

func (tx *Tx) scanBooking(s scanner) (b BookingRow, err error) {
	var said []byte
	if err := s.Scan(&b.ID, &b.Organ, &b.No, &b.Counter, day{&b.Day}, &b.Start, &b.Item, &b.State, &said, &b.Salt, &b.Erased, &b.Rev); err != nil {
		return b, err
	}
	return b, tx.openJSON(said, &b.Said)
}

// Bookings lists the bookings from a day on, in the order of their times, or
// all for the zero day.
func (tx *Tx) Bookings(organ ledger.ID, from calendar.Day) ([]BookingRow, error) {
	return collect(tx, "bookings", tx.scanBooking, `select `+bookingColumns+` from window_booking where organ = $1 and day >= $2 order by day, start, counter, id`, organ, from)
}

// Booking reads a booking.
func (tx *Tx) Booking(id ledger.ID) (BookingRow, error) {
	b, err := tx.scanBooking(tx.row(`select `+bookingColumns+` from window_booking where id = $1`, id))
	return b, fail("booking "+string(id), err)
}

// BookingByCode finds the booking of a query code.
func (tx *Tx) BookingByCode(organ ledger.ID, code string) ([]BookingRow, error) {
	key := tx.Mark("window", code)
	if key == "" {
		return nil, nil
	}
	return collect(tx, "booking by code", tx.scanBooking, `select `+bookingColumns+` from window_booking where organ = $1 and code_key = $2 order by id`, organ, key)
}

// PutBooking stores a booking. The code is kept as its hash, when the row is
// made, and goes with the person.
func (tx *Tx) PutBooking(b BookingRow) error {
	said, err := tx.sealJSON(b.Said)
	if b.Said == (window.Said{}) {
		said = nil
	}
	if err != nil {
		return err
	}
	return tx.put("put booking "+string(b.ID), b.Rev,
		`insert into window_booking (id, organ, no, counter, day, start, item, state, said, salt, erased, code_key, rev) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		`update window_booking set organ = $2, no = $3, counter = $4, day = $5, start = $6, item = $7, state = $8, said = $9, salt = $10, erased = $11,
			code_key = case when $11 then '' when $12 = '' then code_key else $12 end, rev = rev + 1 where id = $1 and rev = $13`,
		b.ID, b.Organ, b.No, b.Counter, b.Day, b.Start, b.Item, string(b.State), said, b.Salt, b.Erased, tx.Mark("window", b.Code))
}
