package office

import (
	"context"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/window"
)

// maxAsked bounds what comes from one address within the window of attempts, so
// that nobody floods the desk; a household or an office stays far below it.
const maxAsked = 20

// WindowReceipt is what a citizen takes away: the number and the query code.
type WindowReceipt struct {
	No, Code string
	Due      calendar.Date
}

func maskedSaid(s window.Said) window.Said {
	p := request.Person{Name: s.Name, Phone: s.Phone, Email: s.Email}.Masked()
	return window.Said{Name: p.Name, Phone: p.Phone, Email: p.Email}
}

// windowCode makes a query code long enough to stand alone.
func windowCode() string {
	id := strings.ToUpper(string(newID()))
	return id[:4] + "-" + id[4:8] + "-" + id[8:]
}

// unflooded counts what comes from an address.
func (o *Office) unflooded(ctx context.Context, organ ledger.ID, address string) error {
	key := "window/" + string(organ) + "/from/" + address
	return o.update(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(key, o.now().Add(-lockWindow))
		if err != nil {
			return err
		}
		if n >= maxAsked {
			return refusal.Clash("window.receive.flood", "§G.3")
		}
		return tx.PutAttempt(key, o.now())
	})
}

// AskWindow takes an enquiry or a complaint from the site.
func (o *Office) AskWindow(ctx context.Context, organ ledger.ID, f WindowForm, address string) (r WindowReceipt, err error) {
	if err := access.May(access.Actor{}, access.AskWindow, access.Thing{Organ: organ, Public: true}); err != nil {
		return r, err
	}
	if f.Sort != string(window.Enquiry) && f.Sort != string(window.Complaint) {
		return r, refusal.NotFound("access.may.absent")
	}
	if err := o.unflooded(ctx, organ, address); err != nil {
		return r, err
	}
	f = WindowForm{Sort: f.Sort, Channel: "online", Topic: f.Topic, Item: f.Item, Name: f.Name, Phone: f.Phone, Email: f.Email, Text: f.Text}
	r.Code = windowCode()
	citizen := access.Actor{Officer: ledger.Citizen, Organ: organ}
	id, no, err := o.receiveWindow(ctx, citizen, f, f.said(), false, request.Plain(r.Code))
	if err != nil {
		return r, err
	}
	r.No = string(no)
	return r, o.view(ctx, func(tx *store.Tx) error {
		m, err := tx.WindowMatter(id)
		r.Due, _ = m.Due(o.Calendar())
		return err
	})
}

// WindowFound is what a query code opens: a matter with what was answered, or a
// booking.
type WindowFound struct {
	Matter  *window.Matter
	Booking *window.Booking
	Text    string
	Steps   []FollowStep
	Due     calendar.Date
	HasDue  bool
	Counter string // of a booking
}

// FindWindow opens what has this query code. Codes cannot be guessed one after
// the other from one address.
func (o *Office) FindWindow(ctx context.Context, organ ledger.ID, code, address string) (f WindowFound, err error) {
	key := "window/" + string(organ) + "/find/" + address
	err = o.update(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(key, o.now().Add(-lockWindow))
		if err != nil {
			return err
		}
		if n >= maxGuesses {
			return refusal.Denied("public.follow.locked")
		}
		if f, err = o.found(tx, organ, request.Plain(code)); err != nil || f.Matter != nil || f.Booking != nil {
			return err
		}
		return tx.PutAttempt(key, o.now())
	})
	if err != nil {
		return f, err
	}
	if err := access.May(access.Actor{}, access.FollowWindow, access.Thing{Organ: organ, Holder: f.Matter != nil || f.Booking != nil}); err != nil {
		return f, refusal.New("window.find.absent", "§G.3").On("code")
	}
	return f, nil
}

func (o *Office) found(tx *store.Tx, organ ledger.ID, code string) (f WindowFound, err error) {
	rows, err := tx.WindowByCode(organ, code)
	if err != nil {
		return f, err
	}
	if len(rows) > 0 {
		m := rows[0].Matter
		f.Matter, f.Text = &m, rows[0].Said.Text
		f.Due, f.HasDue = m.Due(o.Calendar())
		f.Steps, err = toldSteps(tx, m)
		return f, err
	}
	bookings, err := tx.BookingByCode(organ, code)
	if err != nil || len(bookings) == 0 {
		return f, err
	}
	b := bookings[0].Booking
	f.Booking = &b
	counters, err := tx.Counters(organ)
	if i := slices.IndexFunc(counters, func(c window.Counter) bool { return c.Code == b.Counter }); i >= 0 {
		f.Counter = counters[i].Name
	}
	return f, err
}

// toldSteps are what a person is told of a matter: what the office says to it,
// not what it finds for itself.
func toldSteps(tx *store.Tx, m window.Matter) (out []FollowStep, err error) {
	words, err := tx.WindowWords(m.Organ, m.ID)
	if err != nil {
		return nil, err
	}
	said := map[int64]string{}
	for _, w := range words {
		said[w.Seq] = strings.Join(w.Words.Words, "\n")
	}
	entries, err := tx.Entries(m.Organ, store.EntryFilter{Subject: m.ID})
	if err != nil {
		return nil, err
	}
	codec := Codec()
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		switch f.(type) {
		case window.Received:
			out = append(out, FollowStep{On: e.On, What: "已收到"})
		case window.Accepted:
			out = append(out, FollowStep{On: e.On, What: "已受理", Said: said[e.Seq]})
		case window.Declined:
			out = append(out, FollowStep{On: e.On, What: "不予受理", Said: said[e.Seq]})
		case window.Checked:
			out = append(out, FollowStep{On: e.On, What: "已核实"})
		case window.Answered:
			out = append(out, FollowStep{On: e.On, What: "已答复", Said: said[e.Seq]})
		}
	}
	return out, nil
}

// FreeSlots are the times that can be booked from tomorrow on.
func (o *Office) FreeSlots(ctx context.Context, organ ledger.ID) (slots []window.Slot, counters []window.Counter, err error) {
	if err := access.May(access.Actor{}, access.AskWindow, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if counters, err = tx.Counters(organ); err != nil {
			return err
		}
		slots, err = tx.Slots(organ, o.Today().AddDays(1), o.Today().AddDays(30))
		open := map[ledger.Code]bool{}
		for _, c := range counters {
			open[c.Code] = !c.Shut
		}
		slots = slices.DeleteFunc(slots, func(s window.Slot) bool { return s.Free() == 0 || !open[s.Counter] })
		return err
	})
	return slots, counters, err
}

// BookForm books a turn; Slot is counter, day and time as "A/2025-03-05/09:00".
type BookForm struct{ Slot, Item, Name, Phone string }

// BookTurn books a turn at a counter (预约).
func (o *Office) BookTurn(ctx context.Context, organ ledger.ID, f BookForm, address string) (r WindowReceipt, b window.Booking, err error) {
	if err := access.May(access.Actor{}, access.AskWindow, access.Thing{Organ: organ, Public: true}); err != nil {
		return r, b, err
	}
	if err := o.unflooded(ctx, organ, address); err != nil {
		return r, b, err
	}
	r.Code = windowCode()
	row := store.BookingRow{Said: window.Said{Name: strings.TrimSpace(f.Name), Phone: strings.TrimSpace(f.Phone)}, Salt: newSalt(), Code: request.Plain(r.Code)}
	err = o.record(ctx, organ, func(tx *store.Tx) error {
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
			return slot.Book(no, item, row.Said, o.Today(), ledger.Salted(row.Salt, row.Said.Words()...))
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
		e, err := tx.Append(o.Today(), newID(), ledger.Citizen, fact)
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
