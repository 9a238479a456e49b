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

// Clock counts the period of a request as it stands on a day. It is made from
// the days of its facts each time and never stored, so that a holiday notice
// that comes late moves the due days of open requests.
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
	s.From, s.Allowed = r.ReceivedOn, r.limit("answer").N
	stops := r.stops(s.AsOf, cal)
	if !r.ClarifiedOn.IsZero() {
		s.why(r.ClarifiedOn, "一次性告知补正", "条例第三十条")
		s.run(r.ReceivedOn, r.ClarifiedOn, stops, cal)
		s.segment(WaitSupplement, r.ClarifiedOn, r.SupplementedOn, "R-A30", cal)
		if r.SupplementedOn.IsZero() {
			return s
		}
		s.From = r.SupplementedOn
		s.why(s.From, "收到补正，答复期限自此重新计算", "条例第三十条")
	}
	if !r.ChargedOn.IsZero() {
		s.why(r.ChargedOn, "发出收费通知，期限停止", "国办函〔2020〕109号")
		s.run(s.From, r.ChargedOn, stops, cal)
		s.segment(WaitPayment, r.ChargedOn, r.PaidOn, "F.3", cal)
		if r.PaidOn.IsZero() {
			return s
		}
		s.From = r.PaidOn
		s.why(s.From, "缴费完成，答复期限自次日起重新计算", "国办函〔2020〕109号")
	}
	if r.ExtendDays > 0 && !(r.PaidOn.After(r.ExtendedOn) || r.PaidOn == r.ExtendedOn) {
		s.Allowed += r.ExtendDays
		s.why(r.ExtendedOn, "经公开工作机构负责人批准，延长"+itoa(r.ExtendDays)+"个工作日", "条例第三十三条")
	}
	s.Base = cal.AddWorkdays(s.From, s.Allowed)
	s.Due = s.due(stops, cal)
	for _, c := range stops {
		if c.to.After(s.From) && !c.from.After(s.Due.Day) {
			s.why(later(c.from, s.From), "征求意见，至"+c.to.Chinese()+"不计入期限", "条例第三十三条")
		}
	}
	if !r.PostponedTo.IsZero() && r.PostponedTo.After(s.Due.Day) {
		s.Due = calendar.Date{Day: r.PostponedTo}
		s.why(r.PostponedOn, "理由合理，确定延迟答复的期限为"+r.PostponedTo.Chinese(), "条例第三十五条")
	}
	s.run(s.From, s.AsOf, stops, cal)
	s.Used = s.Allowed - s.left(cal)
	if r.PostponedTo.IsZero() {
		s.Used = max(s.Used, 0)
	}
	s.Left = s.left(cal)
	if s.Due.Provisional {
		s.why(s.Due.Day, "涉及尚未发布放假安排的年份，按周一至周五暂估", "")
	}
	s.why(s.Due.Day, "答复期限届满", r.limit("answer").Article)
	return s
}

func (s *Sheet) left(cal *calendar.Calendar) int {
	n, _ := cal.WorkdaysBetween(s.AsOf, s.Due.Day)
	return n
}

// due moves the base by the working days of each stop that began while the
// period ran; one sent on the due day itself still stops it.
func (s *Sheet) due(stops []stretch, cal *calendar.Calendar) calendar.Date {
	n := s.Allowed
	due := cal.AddWorkdays(s.From, n)
	for _, c := range stops {
		if !c.to.After(s.From) {
			continue
		}
		if c.from.After(due.Day) {
			break
		}
		d, _ := cal.WorkdaysBetween(later(c.from, s.From), c.to)
		n += d
		due = cal.AddWorkdays(s.From, n)
	}
	return due
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

func (s *Sheet) segment(kind string, from, to calendar.Day, rule string, cal *calendar.Calendar) {
	end := to
	if end.IsZero() {
		end = later(s.AsOf, from)
	}
	n, _ := cal.WorkdaysBetween(from, end)
	s.Segments = append(s.Segments, Segment{kind, from, to, n, rule})
}

func (s *Sheet) why(on calendar.Day, words, article string) {
	s.Steps = append(s.Steps, Why{on, words, article})
}

// stretch is a run of days, from not counted and to counted.
type stretch struct{ from, to calendar.Day }

// stops are the consultations as merged stretches: from the day of sending,
// which counts, to the day of the answer, which does not, or the end of the
// time to answer; while neither has come, to the day judged.
func (r Request) stops(asof calendar.Day, cal *calendar.Calendar) []stretch {
	var all []stretch
	for _, c := range r.Consults {
		to := asof
		if end := r.Silence(c, cal); !end.IsZero() && end.Before(to) {
			to = end
		}
		if !c.HeardOn.IsZero() && c.HeardOn.Before(to) {
			to = c.HeardOn
		}
		if to.After(c.SentOn) {
			all = append(all, stretch{c.SentOn, to})
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return a.from.Compare(b.from) })
	var out []stretch
	for _, c := range all {
		if n := len(out); n > 0 && !c.from.After(out[n-1].to) {
			out[n-1].to = later(out[n-1].to, c.to)
			continue
		}
		out = append(out, c)
	}
	return out
}

// Silence is the last day to answer a consultation; after it the silence of a
// third party leaves the decision to the organ (R-A32), that of a co-producer
// means consent (R-A34). Zero while the day of service is unknown.
func (r Request) Silence(c Consult, cal *calendar.Calendar) calendar.Day {
	if c.ServedOn.IsZero() {
		return calendar.Day{}
	}
	name := "consult"
	if c.Party == CoProducer {
		name = "coproducer"
	}
	l, _ := law.On(c.SentOn).Limit(name)
	return l.Due(c.ServedOn, cal).Day
}

func later(a, b calendar.Day) calendar.Day {
	if a.After(b) {
		return a
	}
	return b
}

// Counted says what a day is to the clock: its number among the counted days,
// or 0 and the kind of the segment that it lies in.
func (s Sheet) Counted(d calendar.Day, cal *calendar.Calendar) (n int, kind string) {
	for _, g := range s.Segments {
		end := g.To
		if end.IsZero() {
			end = later(s.AsOf, g.From)
		}
		if g.Kind == Running && g.From.Before(s.From) {
			continue // before the clock began anew
		}
		if d.After(g.From) && !d.After(end) {
			if g.Kind != Running {
				return 0, g.Kind
			}
			k, _ := cal.WorkdaysBetween(g.From, d)
			return n + k, Running
		}
		if g.Kind == Running && end.Before(d) {
			n += g.Days
		}
	}
	if s.Runs() && d.After(s.AsOf) && !d.After(s.Due.Day) {
		k, _ := cal.WorkdaysBetween(s.AsOf, d)
		return n + k, Running
	}
	return 0, ""
}
