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

// WindowReceipt is what a citizen takes away: the number and the query code, and
// what was booked.
type WindowReceipt struct {
	No, Code string
	Due      calendar.Date
	Booking  *window.Booking
}

func maskedSaid(s window.Said) window.Said {
	p := request.Person{Name: s.Name, Phone: s.Phone, Email: s.Email}.Masked()
	return window.Said{Name: p.Name, Phone: p.Phone, Email: p.Email}
}

// windowCode makes a query code long enough to stand alone: of a form that has a
// key always the same one, so that its receipt can be shown again to whoever
// holds the key, and to nobody else.
func (o *Office) windowCode(ctx context.Context, once string) (string, error) {
	id := string(newID())
	if once != "" {
		if err := o.view(ctx, func(tx *store.Tx) error {
			id = tx.Mark("window-code", once)[:idLength]
			return nil
		}); err != nil {
			return "", err
		}
	}
	id = strings.ToUpper(id)
	return id[:4] + "-" + id[4:8] + "-" + id[8:], nil
}

// WindowReceipt is the receipt of the form that has this key: of an enquiry, a
// complaint or a booking.
func (o *Office) WindowReceipt(ctx context.Context, organ ledger.ID, once string) (r WindowReceipt, err error) {
	if r.Code, err = o.windowCode(ctx, once); err != nil {
		return r, err
	}
	holder := false
	err = o.view(ctx, func(tx *store.Tx) error {
		f, err := o.found(tx, organ, request.Plain(r.Code))
		switch {
		case err != nil:
			return err
		case f.Matter != nil:
			holder, r.No, r.Due = true, string(f.Matter.No), f.Due
		case f.Booking != nil:
			holder, r.No, r.Booking = true, string(f.Booking.No), f.Booking
		}
		return nil
	})
	if err != nil {
		return WindowReceipt{}, err
	}
	return r, access.May(access.Actor{}, access.FollowWindow, access.Thing{Organ: organ, Holder: holder})
}

// unflooded counts what comes from an address; a second press of one form is not
// counted.
func (o *Office) unflooded(ctx context.Context, organ ledger.ID, once, address string) error {
	key := "window/" + string(organ) + "/from/" + address
	return o.update(ctx, func(tx *store.Tx) error {
		if once != "" {
			code := request.Plain(tx.Mark("window-code", once)[:idLength])
			if f, err := o.found(tx, organ, code); err != nil || f.Matter != nil || f.Booking != nil {
				return err
			}
		}
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
	if err := o.unflooded(ctx, organ, f.Once, address); err != nil {
		return r, err
	}
	f = WindowForm{Once: f.Once, Case: f.Case, Sort: f.Sort, Channel: "online", Topic: f.Topic, Item: f.Item, Name: f.Name, Phone: f.Phone, Email: f.Email, Text: f.Text}
	if r.Code, err = o.windowCode(ctx, f.Once); err != nil {
		return r, err
	}
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
