package staff

import (
	"fmt"
	"net/http"
	"net/url"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/window"
)

// turnsPage is where numbers are drawn and called (排队取号).
type turnsPage struct {
	Page
	Tabs     []tab
	Q        office.Queue
	F        form
	Counters []window.Counter
	May      bool
	Mind     bool
}

func (turnsPage) template() string { return "window_queue" }

func (s *server) queueOfWindow(a *ask) error { return a.showQueue(http.StatusOK, form{}) }

func (a *ask) showQueue(code int, f form) error {
	counters, err := a.s.o.Counters(a.ctx(), a.who)
	if err != nil {
		return err
	}
	q, err := a.s.o.Queue(a.ctx(), a.who.Organ)
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{"desk": {a.s.sessions.GetString(a.ctx(), "desk")}}
	}
	return a.show(code, turnsPage{a.page("排队"), a.windowTabs("queue"), q, f, counters, a.may(access.WorkWindow), a.may(access.MindWindow)})
}

// queueVerb draws, calls, serves, passes over; or opens a counter.
func (s *server) queueVerb(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	counter, desk, done := ledger.Code(v.Get("counter")), v.Get("desk"), ""
	if desk != "" {
		s.sessions.Put(a.ctx(), "desk", desk) // the officer sits at the same desk all day
	}
	err = a.try(func() error {
		switch verb := a.r.PathValue("verb"); verb {
		case "draw":
			t, err := s.o.DrawTicket(a.ctx(), a.who, counter)
			done = "已取号：" + t.Printed()
			return err
		case "next":
			t, err := s.o.NextTicket(a.ctx(), a.who, counter, desk)
			done = fmt.Sprintf("请%s到%d号窗口", t.Printed(), t.Desk)
			return err
		case "counter":
			done = "窗口已保存。"
			return s.o.EditCounter(a.ctx(), a.who, office.CounterForm{Code: v.Get("code"), Name: v.Get("name"), Hours: v.Get("hours"), Closed: v.Get("closed"), Shut: v.Has("shut")})
		default:
			return s.o.TurnTicket(a.ctx(), a.who, ledger.ID(v.Get("ticket")), verb, desk)
		}
	})
	if err == nil {
		return a.to(a.path("/window/queue"), done)
	}
	f, code, err := again(v, err)
	if err != nil {
		return err
	}
	return a.showQueue(code, f)
}

// bookingsPage lists what is booked, and opens times that can be (预约).
type bookingsPage struct {
	Page
	Tabs     []tab
	Rows     []office.BookingLine
	Slots    []window.Slot
	F        form
	Counters []option
	Mind     bool
}

func (bookingsPage) template() string { return "window_bookings" }

func (s *server) bookings(a *ask) error { return a.showBookings(http.StatusOK, form{}) }

func (a *ask) showBookings(code int, f form) error {
	rows, slots, err := a.s.o.Bookings(a.ctx(), a.who)
	if err != nil {
		return err
	}
	counters, err := a.s.o.Counters(a.ctx(), a.who)
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{"from": {a.s.o.Today().AddDays(1).String()}, "to": {a.s.o.Today().AddDays(30).String()}, "times": {"09:00、10:00、15:00"}, "capacity": {"4"}}
	}
	p := bookingsPage{Page: a.page("预约"), Tabs: a.windowTabs("bookings"), Rows: rows, Slots: slots, F: f, Mind: a.may(access.MindWindow)}
	for _, c := range counters {
		if !c.Shut {
			p.Counters = append(p.Counters, option{string(c.Code), c.Name})
		}
	}
	return a.show(code, p)
}

func (s *server) bookingVerb(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	done := "已登记。"
	err = a.try(func() error {
		verb := a.r.PathValue("verb")
		if verb != "open" {
			return s.o.TurnBooking(a.ctx(), a.who, ledger.ID(v.Get("booking")), verb)
		}
		n, err := s.o.OpenSlots(a.ctx(), a.who, office.SlotsForm{Counter: v.Get("counter"), From: v.Get("from"), To: v.Get("to"), Times: v.Get("times"), Capacity: v.Get("capacity")})
		done = fmt.Sprintf("已开放%d个时段。", n)
		return err
	})
	if err == nil {
		return a.to(a.path("/window/bookings"), done)
	}
	f, code, err := again(v, err)
	if err != nil {
		return err
	}
	return a.showBookings(code, f)
}
