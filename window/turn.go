package window

import (
	"fmt"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Turn is where a ticket or a booking stands.
type Turn string

const (
	Waiting Turn = "waiting"   // 等候
	Calling Turn = "called"    // 已叫号
	Ended   Turn = "served"    // 已办
	Gone    Turn = "gone"      // 过号
	Held    Turn = "booked"    // 已预约
	GivenUp Turn = "cancelled" // 已取消
	Kept    Turn = "came"      // 已到
	Absent  Turn = "missed"    // 未到
)

// Name is the printed name.
func (t Turn) Name() string {
	return map[Turn]string{Waiting: "等候", Calling: "已叫号", Ended: "已办", Gone: "过号", Held: "已预约", GivenUp: "已取消", Kept: "已到", Absent: "未到"}[t]
}

// Ticket is a number of a day at a counter (排队号).
type Ticket struct {
	ID, Organ                  ledger.ID
	Counter                    ledger.Code
	Number, Desk               int
	On                         calendar.Day
	State                      Turn
	DrawnAt, CalledAt, EndedAt time.Time
	Rev                        int64
}

// Printed is the number as it is printed and called: A012.
func (t Ticket) Printed() string { return fmt.Sprintf("%s%03d", t.Counter, t.Number) }

// Call calls the number to a desk (叫号); a number that was passed over may be
// called again.
func (t Ticket) Call(desk int, now time.Time) (Called, error) {
	switch {
	case t.State != Waiting && t.State != Gone:
		return Called{}, refusal.Clash("window.call.state", "§G.3", "state", t.State.Name())
	case desk < 1 || desk > 99:
		return Called{}, refusal.New("window.call.desk", "§G.3").On("desk")
	}
	return Called{Desk: desk, Waited: seconds(t.DrawnAt, now)}, nil
}

// Serve ends the turn of a number that was called (办结).
func (t Ticket) Serve(now time.Time) (Served, error) {
	if t.State != Calling {
		return Served{}, refusal.Clash("window.serve.state", "§G.3", "state", t.State.Name())
	}
	return Served{Took: seconds(t.CalledAt, now)}, nil
}

// Leave passes over a number that was called and nobody came for (过号).
func (t Ticket) Leave() (Left, error) {
	if t.State != Calling {
		return Left{}, refusal.Clash("window.serve.state", "§G.3", "state", t.State.Name())
	}
	return Left{}, nil
}

func seconds(from, to time.Time) int { return max(0, int(to.Sub(from)/time.Second)) }

// Apply is the only way in which a fact changes a ticket.
func (t Ticket) Apply(e ledger.Entry, f ledger.Fact) Ticket {
	switch f := f.(type) {
	case Drawn:
		t.ID, t.Organ, t.Counter, t.Number, t.On, t.State, t.DrawnAt = e.Subject, e.Organ, f.Counter, f.Number, e.On, Waiting, e.At
	case Called:
		t.State, t.Desk, t.CalledAt = Calling, f.Desk, e.At
	case Served:
		t.State, t.EndedAt = Ended, e.At
	case Left:
		t.State, t.EndedAt = Gone, e.At
	}
	return t
}

// Slot is a time at a counter that can be booked (预约时段).
type Slot struct {
	Organ    ledger.ID
	Counter  ledger.Code
	Day      calendar.Day
	Start    ledger.Code // 09:00
	Capacity int
	Taken    int
}

// Free says how many more may book.
func (s Slot) Free() int { return max(0, s.Capacity-s.Taken) }

// Booking is a turn that was booked (预约).
type Booking struct {
	ID, Organ   ledger.ID
	No, Counter ledger.Code
	Day         calendar.Day
	Start       ledger.Code
	Item        ledger.ID
	State       Turn
	Erased      bool
	Rev         int64
}

// Book takes one place of a slot at its counter, for whoever leaves a name and a
// telephone. A time that was opened and then fell on a holiday, or into hours in
// which the counter is shut, is none.
func (s Slot) Book(c Counter, no ledger.Code, item ledger.ID, said Said, today calendar.Day, cal *calendar.Calendar, words ledger.Sum) (Booked, error) {
	var all refusal.All
	for _, w := range []struct{ field, code, value string }{{"name", "window.book.name", said.Name}, {"phone", "window.book.phone", said.Phone}} {
		if w.value == "" {
			all = append(all, refusal.New(w.code, "§G.3").On(w.field))
		}
	}
	if s.Capacity == 0 || s.Day.Before(today) {
		all = append(all, refusal.New("window.book.slot", "§G.3").On("slot"))
	} else if !c.Serves(s.Day, s.Start, cal) {
		all = append(all, refusal.Clash("window.book.shut", "§G.3", "day", s.Day.Chinese(), "start", string(s.Start)).On("slot"))
	} else if s.Free() == 0 {
		all = append(all, refusal.Clash("window.book.full", "§G.3").On("slot"))
	}
	return Booked{No: no, Counter: s.Counter, Day: s.Day, Start: s.Start, Item: item, Words: words}, all.Or()
}

// Cancel gives the booking up (取消预约).
func (b Booking) Cancel() (Cancelled, error) { return Cancelled{}, b.held() }

// Come notes that whoever booked came (赴约), on the day itself.
func (b Booking) Come(today calendar.Day) (Came, error) {
	if b.Day.After(today) {
		return Came{}, refusal.New("window.come.early", "§G.3", "day", b.Day.String())
	}
	return Came{}, b.held()
}

// Miss notes that nobody came (失约).
func (b Booking) Miss(today calendar.Day) (Missed, error) {
	if b.Day.After(today) {
		return Missed{}, refusal.New("window.come.early", "§G.3", "day", b.Day.String())
	}
	return Missed{}, b.held()
}

// Erase takes away who booked, once the turn is over (删除个人信息).
func (b Booking) Erase() (Erased, error) {
	if b.Erased || b.State == Held {
		return Erased{}, refusal.Clash("window.erase.state", "个人信息保护法第四十七条", "state", b.State.Name())
	}
	return Erased{}, nil
}

func (b Booking) held() error {
	if b.State != Held {
		return refusal.Clash("window.booking.state", "§G.3", "state", b.State.Name())
	}
	return nil
}

// Apply is the only way in which a fact changes a booking.
func (b Booking) Apply(e ledger.Entry, f ledger.Fact) Booking {
	switch f := f.(type) {
	case Booked:
		b.ID, b.Organ, b.No, b.Counter, b.Day, b.Start, b.Item, b.State = e.Subject, e.Organ, f.No, f.Counter, f.Day, f.Start, f.Item, Held
	case Cancelled:
		b.State = GivenUp
	case Came:
		b.State = Kept
	case Missed:
		b.State = Absent
	case Erased:
		b.Erased = true
	}
	return b
}
