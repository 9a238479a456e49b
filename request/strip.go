package request

import (
	"slices"

	"gongkai/calendar"
)

// What the clock says of a day beyond the kinds of its segments.
const (
	Void = "void" // counted, until a supplement or a payment began the count anew
	Late = "late" // after the due day
)

// StripDay is one day of the answer to 为什么是这一天: what sort of day it is,
// and what the clock says of it.
type StripDay struct {
	Day   calendar.Day
	Kind  calendar.Kind
	Known bool     // the holidays of its year are announced
	Clock string   // Running, Stopped, Unconfirmed, WaitSupplement, WaitPayment, Void, Late, or "" for the day that is not counted
	N     int      // Running: its number among the counted days; Late: working days overdue; 0 for a day off
	Marks []string // 到达, 收到, 重新起算, 到期, 今天 or 办结
}

// A strip ends where nobody reads on: a request that waits for years, or is
// late by years, would fill the page.
const (
	longest = 400 // days
	tail    = 92  // days after the due day
)

// Strip is every day from the arrival to the due day, or to the day judged
// where that is later.
func (s Sheet) Strip(cal *calendar.Calendar) []StripDay {
	first, last := s.ReceivedOn, s.AsOf
	if len(s.Segments) > 0 && (first.IsZero() || s.Segments[0].From.Before(first)) {
		first = s.Segments[0].From
	}
	if s.Runs() {
		last = later(last, s.Due.Day)
		if end := s.Due.Day.AddDays(tail); last.After(end) {
			last = end
		}
	}
	if first.IsZero() {
		return nil
	}
	var out []StripDay
	for d := first; !d.After(last) && len(out) < longest; d = d.AddDays(1) {
		out = append(out, s.stripDay(d, first, cal))
	}
	return out
}

func (s Sheet) stripDay(d, first calendar.Day, cal *calendar.Calendar) StripDay {
	x := StripDay{Day: d}
	x.Kind, x.Known = cal.Kind(d)
	x.N, x.Clock = s.Counted(d, cal)
	switch {
	case s.Runs() && d.After(s.Due.Day):
		x.Clock = Late
		x.N, _ = cal.WorkdaysBetween(s.Due.Day, d)
	case slices.ContainsFunc(s.Segments, func(g Segment) bool {
		return g.Kind == Running && g.From.Before(s.From) && d.After(g.From) && !d.After(g.To)
	}):
		x.Clock = Void
	}
	if !cal.Workday(d) {
		x.N = 0
	}
	mark := func(on calendar.Day, word string) {
		if d == on {
			x.Marks = append(x.Marks, word)
		}
	}
	if first != s.ReceivedOn {
		mark(first, "到达")
	}
	mark(s.ReceivedOn, "收到")
	if s.From != s.ReceivedOn {
		mark(s.From, "重新起算")
	}
	if s.Ended {
		mark(s.AsOf, "办结")
	} else {
		mark(s.AsOf, "今天")
	}
	mark(s.Due.Day, "到期")
	return x
}

// Worked says whether it is a working day, make-up days included.
func (d StripDay) Worked() bool { return d.Kind == calendar.Workday || d.Kind == calendar.MakeUp }

// Look names the kind of day, for its colour.
func (d StripDay) Look() string { return d.Kind.Look() }

// Words is what the clock says of the day, empty where the kind of day says it.
func (d StripDay) Words() string {
	if !d.Worked() {
		return ""
	}
	switch d.Clock {
	case Running:
		return "第" + itoa(d.N) + "天"
	case Late:
		return "逾期" + itoa(d.N) + "天"
	}
	return clockWords[d.Clock].word
}

var clockWords = map[string]struct{ word, meaning string }{
	Running:        {"第几天", "计入期限的工作日，收到或者重新起算的当日不计"},
	Stopped:        {"停", "征求意见期间，不计入期限"},
	Unconfirmed:    {"待确认", "双方还没有确认收到，没有起算"},
	WaitSupplement: {"待补正", "等申请人补正，期限停止"},
	WaitPayment:    {"待缴费", "等申请人缴费，期限停止"},
	Void:           {"不再计", "补正或者缴费以后重新计算，此前的不再计"},
	Late:           {"逾期几天", "已过期限"},
}

// Reckoning is the answer to 为什么是这一天 as a page shows it: a sheet of the
// calendar, month by month with the weeks beginning on Monday, the words that
// stand in it, and the steps with their articles.
type Reckoning struct {
	Caption string
	Months  []calendar.Month[StripDay]
	Legend  []Meaning
	Steps   []Why
}

// Meaning explains a word of the strip.
type Meaning struct{ Word, Means string }

// Reckoning sets the strip for a page.
func (s Sheet) Reckoning(cal *calendar.Calendar) Reckoning {
	days := s.Strip(cal)
	r := Reckoning{Months: calendar.Months(days, func(d StripDay) calendar.Day { return d.Day }), Steps: slices.Clone(s.Steps)}
	slices.SortStableFunc(r.Steps, func(a, b Why) int { return a.On.Compare(b.On) })
	if len(days) == 0 {
		return r
	}
	r.Caption = days[0].Day.Chinese() + "至" + days[len(days)-1].Day.Chinese() + "，每一天怎样计算"
	seen := func(f func(StripDay) bool) bool { return slices.ContainsFunc(days, f) }
	for _, k := range []string{Running, Unconfirmed, WaitSupplement, WaitPayment, Stopped, Void, Late} {
		if seen(func(d StripDay) bool { return d.Clock == k && d.Worked() }) {
			r.Legend = append(r.Legend, Meaning{clockWords[k].word, clockWords[k].meaning})
		}
	}
	for _, k := range []struct {
		kind  calendar.Kind
		means string
	}{{calendar.Holiday, "国务院办公厅通知放假，不计"}, {calendar.MakeUp, "周末调为工作日，照计"}} {
		if seen(func(d StripDay) bool { return d.Kind == k.kind }) {
			r.Legend = append(r.Legend, Meaning{k.kind.Name(), k.means})
		}
	}
	if seen(func(d StripDay) bool { return !d.Known }) {
		r.Legend = append(r.Legend, Meaning{"暂估", "该年的放假安排还没有发布，按周一至周五计"})
	}
	return r
}
