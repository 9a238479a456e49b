package letter

import (
	"slices"

	"gongkai/calendar"
)

// What the clock says of a day; the words are those of a request's strip, so that
// both look alike.
const (
	Running    = "run"
	Unaccepted = "confirm" // received, and counted from acceptance
	Late       = "late"    // after the last day
)

// StripDay is one day of the answer to 为什么是这一天.
type StripDay struct {
	Day   calendar.Day
	Kind  calendar.Kind
	Known bool     // the holidays of its year are announced
	Clock string   // Running, Unaccepted, Late, or "" for the day that is not counted
	N     int      // its number among the counted days, or of the days overdue; 0 for a day that does not count
	Marks []string // 收到, 受理, 到期, 今天 or 办结
}

// A strip ends where nobody reads on.
const (
	longest = 400 // days
	beyond  = 92  // days after the last day
)

// Strip is every day from the receipt to the last day, or to the day judged where
// that is later.
func (s Sheet) Strip(cal *calendar.Calendar) (out []StripDay) {
	if s.ReceivedOn.IsZero() {
		return nil
	}
	last := s.AsOf
	if s.Runs() {
		last = later(last, s.Due.Day)
		if end := s.Due.Day.AddDays(beyond); last.After(end) {
			last = end
		}
	}
	for d := s.ReceivedOn; !d.After(last) && len(out) < longest; d = d.AddDays(1) {
		out = append(out, s.stripDay(d, cal))
	}
	return out
}

func (s Sheet) stripDay(d calendar.Day, cal *calendar.Calendar) StripDay {
	x := StripDay{Day: d}
	x.Kind, x.Known = cal.Kind(d)
	counts := s.calendarDays() || cal.Workday(d)
	switch {
	case !s.Runs() || d == s.ReceivedOn:
	case !d.After(s.From):
		x.Clock = Unaccepted
	case d.After(s.Due.Day):
		x.Clock, x.N = Late, s.count(s.Due.Day, d, cal)
	default:
		x.Clock, x.N = Running, s.count(s.From, d, cal)
	}
	if !counts {
		x.N = 0
	}
	mark := func(on calendar.Day, word string) {
		if d == on {
			x.Marks = append(x.Marks, word)
		}
	}
	mark(s.ReceivedOn, "收到")
	if s.From != s.ReceivedOn {
		mark(s.From, "受理")
	}
	if s.Ended {
		mark(s.AsOf, "办结")
	} else {
		mark(s.AsOf, "今天")
	}
	mark(s.Due.Day, "到期")
	return x
}

// Look names the kind of day, for its colour.
func (d StripDay) Look() string { return d.Kind.Look() }

// Words is what the clock says of the day, empty where it does not count.
func (d StripDay) Words() string {
	switch {
	case d.Clock == Unaccepted:
		return "待受理"
	case d.N == 0:
		return ""
	case d.Clock == Late:
		return "逾期" + itoa(d.N) + "天"
	}
	return "第" + itoa(d.N) + "天"
}

// Reckoning is the answer to 为什么是这一天 as a page shows it: the days month by
// month, the words that stand in them, and the steps.
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
	r := Reckoning{Months: calendar.Months(days, func(d StripDay) calendar.Day { return d.Day }), Steps: s.Steps}
	if len(days) == 0 {
		return r
	}
	r.Caption = days[0].Day.Chinese() + "至" + days[len(days)-1].Day.Chinese() + "，每一天怎样计算"
	counted := "计入期限的工作日，收到或者受理的当日不计"
	if s.calendarDays() {
		counted = "计入期限的日子，节假日照计，当日不计"
	}
	explain := func(word, means string, of func(StripDay) bool) {
		if slices.ContainsFunc(days, of) {
			r.Legend = append(r.Legend, Meaning{word, means})
		}
	}
	explain("第几天", counted, func(d StripDay) bool { return d.Clock == Running && d.N > 0 })
	explain("待受理", "收到而没有受理，答复的期限没有起算", func(d StripDay) bool { return d.Clock == Unaccepted })
	explain("逾期几天", "已过期限", func(d StripDay) bool { return d.Clock == Late && d.N > 0 })
	if !s.calendarDays() {
		explain(calendar.Holiday.Name(), "国务院办公厅通知放假，不计", func(d StripDay) bool { return d.Kind == calendar.Holiday })
		explain(calendar.MakeUp.Name(), "周末调为工作日，照计", func(d StripDay) bool { return d.Kind == calendar.MakeUp })
		explain("暂估", "该年的放假安排还没有发布，按周一至周五计", func(d StripDay) bool { return !d.Known })
	}
	return r
}
