package letter

import (
	"slices"

	"gongkai/calendar"
)

// Sheet is what the clock says on a day (期限单).
type Sheet struct {
	ReceivedOn calendar.Day
	From       calendar.Day  // 起算日, which is not counted; zero while nothing runs
	AcceptBy   calendar.Date // 受理期限, zero once it was accepted or ended
	Due        calendar.Date // of the next thing that is owed: accepting, or the answer
	Term       Term          // what Due counts, with the extension
	Given      bool          // the last day was given, not counted
	Accepting  bool          // Due is that of accepting
	Used, Left int           // in the unit of Term; Left < 0 is overdue
	AsOf       calendar.Day  // the day judged: asof, or the end
	Ended      bool
	Steps      []Why
}

// Why is one step of the answer to 为什么是这一天.
type Why struct {
	On    calendar.Day
	Words string
	Rule  string // where it stands
}

// Runs says that there is a last day.
func (s Sheet) Runs() bool { return !s.Due.Day.IsZero() }

// Overdue says that the last day has passed.
func (s Sheet) Overdue() bool { return s.Runs() && s.AsOf.After(s.Due.Day) }

// Unit is what the days are counted in.
func (s Sheet) Unit() string {
	if s.calendarDays() {
		return "天"
	}
	return "个工作日"
}

// Clock counts the period of a letter as it stands on a day (R-L6). It is made
// from the days of the facts each time and never stored, so that a holiday
// notice that comes late moves the last days of open letters.
func (l Letter) Clock(asof calendar.Day, cal *calendar.Calendar) Sheet {
	s := Sheet{ReceivedOn: l.ReceivedOn, AsOf: asof, Ended: !l.EndedOn.IsZero() && !l.EndedOn.After(asof)}
	if s.Ended {
		s.AsOf = l.EndedOn
	}
	if l.ReceivedOn.IsZero() {
		return s
	}
	s.why(l.ReceivedOn, "收到来信，当日不计，从次日起算", "信箱表")
	waits := l.AcceptedOn.IsZero() || l.AcceptedOn.After(asof)
	switch {
	case waits:
		s.AcceptBy = l.Terms.Accept.Due(l.ReceivedOn, cal)
	case l.AcceptedOn != l.ReceivedOn:
		s.why(l.AcceptedOn, "受理", "信箱表")
	}
	switch {
	case !l.Given.IsZero():
		s.given(l, cal)
	case waits && l.Terms.FromAccepted:
		// The answer's time has not begun; accepting is what is owed.
		s.From, s.Term, s.Due, s.Accepting = l.ReceivedOn, l.Terms.Accept, s.AcceptBy, true
		s.why(s.Due.Day, "受理期限届满："+s.Term.String(), "信箱表")
	default:
		s.answer(l, cal)
	}
	s.Used, s.Left = s.count(s.From, s.AsOf, cal), s.count(s.AsOf, s.Due.Day, cal)
	if s.Due.Provisional {
		s.why(s.Due.Day, "涉及尚未发布放假安排的年份，按周一至周五暂估", "")
	}
	slices.SortStableFunc(s.Steps, func(a, b Why) int { return a.On.Compare(b.On) })
	return s
}

// answer counts the time of the answer by the mailbox's table.
func (s *Sheet) answer(l Letter, cal *calendar.Calendar) {
	s.From, s.Term = l.ReceivedOn, l.Terms.Answer
	if l.Terms.FromAccepted {
		s.From = l.AcceptedOn
	}
	if l.ExtendDays > 0 {
		s.why(l.ExtendedOn, "经批准延期"+Term{l.ExtendDays, s.Term.Calendar}.String(), "信箱表")
		s.Term.N += l.ExtendDays
	}
	s.Due = s.Term.Due(s.From, cal)
	s.why(s.Due.Day, "答复期限届满：共"+s.Term.String(), "信箱表")
}

// given takes the day that the mailbox's own body set.
func (s *Sheet) given(l Letter, cal *calendar.Calendar) {
	s.From, s.Given, s.Due = l.ReceivedOn, true, calendar.Date{Day: l.Given}
	if !l.ExtendTo.IsZero() {
		s.why(l.ExtendedOn, "经批准延期至"+l.ExtendTo.Chinese(), "来信单位重定的日期")
		s.Due.Day = l.ExtendTo
	}
	s.why(s.Due.Day, "答复期限届满，由来信单位限定", "来信单位的来函")
}

// count is how many days lie between two, in the sheet's unit.
func (s *Sheet) count(from, to calendar.Day, cal *calendar.Calendar) int {
	if s.calendarDays() {
		return to.Sub(from)
	}
	n, _ := cal.WorkdaysBetween(from, to)
	return n
}

// calendarDays says that every day counts, whatever sort of day it is.
func (s *Sheet) calendarDays() bool { return s.Term.Calendar || s.Given }

func (s *Sheet) why(on calendar.Day, words, rule string) {
	s.Steps = append(s.Steps, Why{on, words, rule})
}

// Waits says in words what the letter waits for.
func (l Letter) Waits(s Sheet) string {
	switch l.State {
	case Waiting:
		return "受理或者不予受理"
	case Accepted:
		return "转给承办科室"
	case Assigned:
		return "承办科室拟答复"
	case Drafted:
		return "科室负责人审核"
	case Checked:
		return "局办公室审定"
	case Approved:
		return "发出答复"
	case Answered, Declined, Converted, Retracted:
		if l.Public == Prepared {
			return "另一位同志同意公开"
		}
		return "归档"
	}
	if l.Public == Prepared {
		return "另一位同志同意公开"
	}
	return ""
}
