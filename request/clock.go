package request

import (
	"slices"

	"gongkai/calendar"
	"gongkai/law"
)

// Why a segment of the clock is there.
const (
	Running        = "run"        // the period runs
	Stopped        = "stop"       // 征求意见, not counted (R-A33)
	Unconfirmed    = "confirm"    // not received yet (R-A31)
	WaitSupplement = "supplement" // waiting for the supplement (R-A30)
	WaitPayment    = "payment"    // waiting for the payment (F.3)
)

// Segment is a stretch of the clock. From is not counted and To is, as the law
// counts (民法典 Art. 201); To is zero while it lasts.
type Segment struct {
	Kind string       `json:"kind"`
	From calendar.Day `json:"from"`
	To   calendar.Day `json:"to"`
	Days int          `json:"days"` // working days in it
	Rule string       `json:"rule"`
}

// Sheet is what the clock says on a day (期限单).
type Sheet struct {
	ReceivedOn calendar.Day
	From       calendar.Day  // 起算日: the day after which days are counted
	Due        calendar.Date // zero while nothing runs
	Base       calendar.Date // due without the stops
	Allowed    int           // working days allowed, 20 and the extension
	Used, Left int           // working days used and left; Left < 0 is overdue
	AsOf       calendar.Day  // the day judged: asof, or the end
	Ended      bool
	Segments   []Segment
	Steps      []Why
}

// Why is one step of the answer to 为什么是这一天.
type Why struct {
	On    calendar.Day
	Words string
	Rule  string // article
}

// Runs says that there is a due day.
func (s Sheet) Runs() bool { return !s.Due.Day.IsZero() }

// Overdue says that the due day has passed without an answer.
func (s Sheet) Overdue() bool { return s.Runs() && s.AsOf.After(s.Due.Day) }

// Clock counts the period of a request as it stands on a day, which does not
// lie before the last of its facts. It is made from the days of the facts each
// time and never stored, so that a holiday notice that comes late moves the due
// days of open requests.
func (r Request) Clock(asof calendar.Day, cal *calendar.Calendar) Sheet {
	s := Sheet{ReceivedOn: r.ReceivedOn, AsOf: asof, Ended: !r.EndedOn.IsZero() && !r.EndedOn.After(asof)}
	if s.Ended {
		s.AsOf = r.EndedOn
	}
	if !r.ArrivedOn.IsZero() && r.ArrivedOn != r.ReceivedOn {
		s.segment(Unconfirmed, r.ArrivedOn, r.ReceivedOn, "R-A31", cal)
		s.why(r.ArrivedOn, "申请到达，须经双方确认才算收到", "条例第三十一条")
	}
	if r.ReceivedOn.IsZero() {
		return s
	}
	s.why(r.ReceivedOn, "收到申请（"+r.receiptWords()+"），当日不计，从次日起算", r.receiptArticle())
	answer := r.limit("answer")
	s.From, s.Allowed = r.ReceivedOn, answer.N+r.ExtendDays
	if r.ExtendDays > 0 {
		s.why(r.ExtendedOn, "经公开工作机构负责人批准，延长"+itoa(r.ExtendDays)+"个工作日", law.Printed(r.limit("extension").Article))
	}
	all := r.stops(s.AsOf, cal)
	for _, w := range r.waits() {
		s.run(s.From, w.from, joined(all), cal)
		s.segment(w.kind, w.from, w.to, w.rule, cal)
		s.why(w.from, w.begins, w.article)
		if w.to.IsZero() {
			s.count()
			return s
		}
		s.From = w.to
		s.why(w.to, w.ends, w.article)
	}
	s.Base = cal.AddWorkdays(s.From, s.Allowed)
	due, stops := s.due(all, cal)
	for _, c := range stops {
		s.why(c.from, "征求意见，至"+c.to.Chinese()+"不计入期限", law.Printed(answer.Article))
	}
	s.Due = due
	if r.PostponedTo.After(due.Day) {
		s.Due = calendar.Date{Day: r.PostponedTo}
		s.why(r.PostponedOn, "理由合理，确定延迟答复的期限为"+r.PostponedTo.Chinese(), "条例第三十五条")
	}
	s.run(s.From, s.AsOf, stops, cal)
	s.Left, _ = cal.WorkdaysBetween(s.AsOf, s.Due.Day)
	s.count()
	if s.Due.Provisional {
		s.why(s.Due.Day, "涉及尚未发布放假安排的年份，按周一至周五暂估", "")
	}
	s.why(s.Due.Day, "答复期限届满", law.Printed(answer.Article))
	return s
}

// count sums the days that run since the clock began last, and puts the steps
// in the order of their days.
func (s *Sheet) count() {
	for _, g := range s.Segments {
		if g.Kind == Running && !g.From.Before(s.From) {
			s.Used += g.Days
		}
	}
	slices.SortStableFunc(s.Steps, func(a, b Why) int { return a.On.Compare(b.On) })
}

// due moves the base by the working days of each stop that began while the
// period ran, and names those stops; one sent on the due day itself still
// stops it, one sent later finds nothing to stop.
func (s *Sheet) due(all []stretch, cal *calendar.Calendar) (calendar.Date, []stretch) {
	var kept []stretch
	due := s.Base
	for _, c := range all {
		c.from = later(c.from, s.From)
		if c.from.After(due.Day) {
			break
		}
		if !c.to.After(c.from) {
			continue
		}
		kept = join(kept, c)
		n := s.Allowed
		for _, k := range kept {
			d, _ := cal.WorkdaysBetween(k.from, k.to)
			n += d
		}
		due = cal.AddWorkdays(s.From, n)
	}
	return due, kept
}

// run adds the running segments of a stretch with the stops cut out.
func (s *Sheet) run(from, to calendar.Day, stops []stretch, cal *calendar.Calendar) {
	at := from
	for _, c := range stops {
		if !c.to.After(at) || !c.from.Before(to) {
			continue
		}
		if c.from.After(at) {
			s.segment(Running, at, c.from, "R-A33", cal)
		}
		end := c.to
		if end.After(to) {
			end = to
		}
		s.segment(Stopped, later(c.from, at), end, "R-A33", cal)
		at = end
	}
	if at.Before(to) {
		s.segment(Running, at, to, "R-A33", cal)
	}
}

// segment adds a stretch; one that lasts ends with the request.
func (s *Sheet) segment(kind string, from, to calendar.Day, rule string, cal *calendar.Calendar) {
	end := to
	if end.IsZero() {
		end = later(s.AsOf, from)
		if s.Ended {
			to = end
		}
	}
	n, _ := cal.WorkdaysBetween(from, end)
	s.Segments = append(s.Segments, Segment{kind, from, to, n, rule})
}

func (s *Sheet) why(on calendar.Day, words, article string) {
	s.Steps = append(s.Steps, Why{on, words, article})
}
