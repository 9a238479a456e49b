package service

import (
	"slices"

	"gongkai/calendar"
	"gongkai/law"
)

// Clock counts the periods of a case as they stand on a day. It is made from the
// days of the facts each time and never stored.
func (c Case) Clock(asof calendar.Day, cal *calendar.Calendar) Sheet {
	s := Sheet{AsOf: asof, Ended: !c.EndedOn.IsZero() && !c.EndedOn.After(asof), From: c.ClockFrom}
	if s.Ended {
		s.AsOf = c.EndedOn
	}
	article := c.limit("case_lack").Article
	s.why(c.FiledOn, "收到申请材料（"+Label(Doors, c.Door)+"），当日不计", "行政许可法第三十二条")
	if s.From.IsZero() && !s.Ended {
		s.From, s.Deemed = c.DeemedOn(s.AsOf, cal)
		if !s.Deemed {
			s.From = calendar.Day{}
		}
	}
	c.intake(&s, article, cal)
	if s.From.IsZero() {
		c.next(&s, asof, cal)
		return s
	}
	switch {
	case s.Deemed || c.Deemed:
		s.why(s.From, "期限内没有一次性告知需要补正的内容，自收到申请材料之日起即为受理", "行政许可法第三十二条第一款第（四）项")
	default:
		s.why(s.From, "受理，办理期限从次日起算", "行政许可法第四十二条")
	}
	s.Statutory = c.allowed(cal, s.From)
	stops := c.stops(s.AsOf)
	if c.Terms.Statutory.Unit != "" {
		s.Due = c.due(c.Terms.Statutory, s.From, stops, cal)
	}
	s.Promise = s.Due
	if c.Terms.Promised.Unit != "" {
		s.Promise = c.due(c.Terms.Promised, s.From, stops, cal)
	}
	if !s.Runs() { // no law gives a period: the promise is all there is
		s.Due = s.Promise
	}
	c.run(&s, stops, cal)
	if c.ExtendDays > 0 {
		s.why(c.ExtendedOn, "经本行政机关负责人批准，延长"+itoa(c.ExtendDays)+"个工作日", c.limit("case_extension").Article)
	}
	if c.State == Halted && !s.Ended {
		s.Due, s.Promise = calendar.Date{}, calendar.Date{} // nobody knows yet
	}
	if s.Runs() {
		if s.Promise.Day.Before(s.Due.Day) || c.Terms.Statutory.Unit == "" {
			s.why(s.Promise.Day, "承诺办结的期限届满（"+c.Terms.Promised.words()+"）", "办事指南")
		}
		if c.Terms.Statutory.Unit != "" {
			s.why(s.Due.Day, "法定办结的期限届满（"+c.Terms.Statutory.words()+"）", "行政许可法第四十二条、第八十二条")
		}
		if s.Due.Provisional {
			s.why(s.Due.Day, "涉及尚未发布放假安排的年份，按周一至周五暂估", "")
		}
	}
	c.next(&s, asof, cal)
	slices.SortStableFunc(s.Steps, func(a, b Why) int { return a.On.Compare(b.On) })
	return s
}

// intake fills what comes before the period.
func (c Case) intake(s *Sheet, article string, cal *calendar.Calendar) {
	end := s.From
	if end.IsZero() {
		end = s.AsOf
		s.TellBy = c.TellBy(cal)
		if c.LackedOn.IsZero() {
			s.why(s.TellBy.Day, "一次性告知需要补正内容的最后一日，逾期即为受理", article)
		}
	}
	if c.LackedOn.IsZero() {
		s.segment(Intake, c.FiledOn, end, "行政许可法第三十二条", cal)
		return
	}
	s.segment(Intake, c.FiledOn, c.LackedOn, "行政许可法第三十二条", cal)
	s.why(c.LackedOn, "一次性告知需要补正的全部内容，等待补正", article)
	if c.SupplementedOn.IsZero() {
		s.segment(Waiting, c.LackedOn, calendar.Day{}, "行政许可法第三十二条", cal)
		return
	}
	s.segment(Waiting, c.LackedOn, c.SupplementedOn, "行政许可法第三十二条", cal)
	s.segment(Intake, c.SupplementedOn, end, "行政许可法第三十二条", cal)
	s.why(c.SupplementedOn, "补齐全部申请材料", article)
}

// stops are the special procedures as they stand on a day; one that lasts ends on it.
func (c Case) stops(asof calendar.Day) []Stop {
	out := slices.Clone(c.Stops)
	for i := range out {
		if out[i].To.IsZero() {
			out[i].To = asof
		}
	}
	return out
}

// due is the last day of a period from a day, without the stops that began while
// it ran, and with the extension. A last day that is one of rest moves on to the
// next working day (民法典 Art. 203).
func (c Case) due(p Period, from calendar.Day, stops []Stop, cal *calendar.Calendar) calendar.Date {
	due := law.Limit{N: p.N, Unit: p.Unit}.Due(from, cal)
	for _, x := range stops {
		if x.From.After(due.Day) || !x.To.After(x.From) {
			continue
		}
		if p.Unit == law.Workdays {
			n, _ := cal.WorkdaysBetween(x.From, x.To)
			due = cal.AddWorkdays(due.Day, n)
		} else {
			due.Day = due.Day.AddDays(x.To.Sub(x.From))
		}
	}
	if c.ExtendDays > 0 {
		due = cal.AddWorkdays(due.Day, c.ExtendDays)
	}
	if p.Unit != law.Workdays && !cal.Workday(due.Day) {
		due = cal.AddWorkdays(due.Day, 1)
	}
	return due
}

// allowed is how many working days the law gives.
func (c Case) allowed(cal *calendar.Calendar, from calendar.Day) int {
	switch p := c.Terms.Statutory; p.Unit {
	case law.Workdays:
		return p.N
	case "":
		return 0
	}
	c.ExtendDays = 0
	n, _ := cal.WorkdaysBetween(from, c.due(c.Terms.Statutory, from, nil, cal).Day)
	return n
}

// run adds the running segments with the stops cut out, and counts them.
func (c Case) run(s *Sheet, stops []Stop, cal *calendar.Calendar) {
	at := s.From
	for i, x := range stops {
		if x.From.After(at) {
			s.segment(Running, at, x.From, "行政许可法第四十二条", cal)
		}
		s.segment(Stopped, later(x.From, at), c.Stops[i].To, "行政许可法第四十五条", cal)
		words := Label(Procedures, x.Procedure) + "，"
		if c.Stops[i].To.IsZero() {
			s.why(x.From, words+"所需时间不计入期限，尚未结束", "行政许可法第四十五条")
		} else {
			s.why(x.From, words+"至"+x.To.Chinese()+"不计入期限", "行政许可法第四十五条")
		}
		at = later(at, x.To)
	}
	if at.Before(s.AsOf) && !(c.State == Halted && !s.Ended) {
		s.segment(Running, at, s.AsOf, "行政许可法第四十二条", cal)
	}
	for _, g := range s.Segments {
		if g.Kind == Running {
			s.Used += g.Days
		}
	}
}

// StepDue is the last day of the present step, zero where it has none.
func (c Case) StepDue(cal *calendar.Calendar) (due calendar.Date) {
	if c.Step >= len(c.Terms.Steps) || c.Terms.Steps[c.Step].N == 0 || c.StepOn.IsZero() {
		return due
	}
	p := Period{c.Terms.Steps[c.Step].N, law.Workdays}
	c.ExtendDays = 0
	var since []Stop
	for _, x := range c.Stops {
		if !x.From.Before(c.StepOn) && !x.To.IsZero() {
			since = append(since, x)
		}
	}
	return c.due(p, c.StepOn, since, cal)
}

// next says which day must be kept now, and how many working days are left to it.
func (c Case) next(s *Sheet, asof calendar.Day, cal *calendar.Calendar) {
	switch {
	case c.Owed():
		s.Next, s.NextName = c.MendBy(cal), "差评整改回复"
	case c.State == Concluded && c.DeliveredOn.IsZero():
		s.Next, s.NextName = c.DeliverBy(cal), "送达"
	case s.Ended:
		return
	case c.State == Lacking:
		s.Next, s.NextName = calendar.Date{Day: c.SupplementBy}, "申请人补正"
	case c.State == Working:
		s.StepDue = c.StepDue(cal)
		s.Next, s.NextName = s.Promise, "承诺办结"
		if s.Late() {
			s.Next, s.NextName = s.Due, "法定办结"
		}
	case slices.Contains(before, c.State) && s.Deemed:
		s.Next, s.NextName = s.Promise, "承诺办结"
	case slices.Contains(before, c.State):
		s.Next, s.NextName = c.limit("case_lack").Due(c.Whole(), cal), "受理或者一次性告知"
	}
	if !s.Next.Day.IsZero() {
		s.Left, _ = cal.WorkdaysBetween(asof, s.Next.Day)
		if asof.After(s.Next.Day) {
			s.Left = min(s.Left, -1)
		}
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
