package remedy

import (
	"slices"
	"strconv"

	"gongkai/calendar"
	"gongkai/law"
)

// Why is one step of the answer to 为什么是这一天.
type Why struct {
	On      calendar.Day
	Words   string
	Article string
}

// Sheet is a case's clock as it stands on a day.
type Sheet struct {
	AsOf     calendar.Day
	Answer   calendar.Date // our answer is due
	Decision calendar.Date // they decide by then; zero while suspended and once ended
	Suit     calendar.Date // last day for a suit after the review, zero before its end
	Redo     calendar.Date // last day for a new answer, zero where none is wanted
	Steps    []Why

	Next     calendar.Date // the period that runs now, zero when none does
	Left     int           // days of it that are left, negative when overdue
	Workdays bool          // it counts working days
}

// Runs says that a period runs.
func (s Sheet) Runs() bool { return !s.Next.Day.IsZero() }

// Clock counts the periods of a case. It is made from the days of its facts
// each time and never stored.
func (c Case) Clock(asof calendar.Day, cal *calendar.Calendar) Sheet {
	s := Sheet{AsOf: asof}
	answer, decide := c.limit("answer"), c.limit("decide")
	s.why(c.NoticedOn, "收到"+c.noticeName()+"，当日不计，从次日起算", answer.Article)
	s.Answer = s.roll(answer.Due(c.NoticedOn, cal), cal)
	s.why(s.Answer.Day, "提交"+c.answerName()+"的期限届满（"+answer.Words+"）", answer.Article)
	if !c.AnsweredOn.IsZero() {
		words := "已提交" + c.answerName()
		if c.Late {
			words += "，超过期限"
		}
		s.why(c.AnsweredOn, words, answer.Article)
	}
	if c.EndedOn.IsZero() {
		s.decision(c, decide, cal)
	} else {
		s.why(c.EndedOn, "结案："+c.Result.Name(), "")
		s.suit(c, cal)
		if c.OrderDays > 0 {
			s.Redo = c.RedoDue(cal)
			s.why(s.Redo.Day, "重新答复的期限届满（自收到决定之日起"+c.OrderWords()+"内）", "决定书、裁判文书")
		}
		if !c.RedoneOn.IsZero() {
			s.why(c.RedoneOn, "已经重新答复", "")
		}
	}
	if s.Answer.Provisional || s.Decision.Provisional || s.Suit.Provisional {
		s.why(later(s.Answer.Day, s.Decision.Day), "涉及尚未发布放假安排的年份，按周一至周五暂估", "")
	}
	slices.SortStableFunc(s.Steps, func(a, b Why) int { return a.On.Compare(b.On) })
	switch c.State {
	case Noticed:
		s.next(s.Answer, answer.Unit, cal)
	case Answered:
		s.next(s.Decision, decide.Unit, cal)
	}
	if c.Redoing() {
		s.next(s.Redo, c.OrderUnit, cal)
	}
	return s
}

// decision counts the period to decide from the day of acceptance, as far as it
// is known, with extensions and without the days of suspensions.
func (s *Sheet) decision(c Case, l law.Limit, cal *calendar.Calendar) {
	from := c.AcceptedOn
	if from.IsZero() {
		from = c.NoticedOn
		s.why(from, "受理（立案）日期未登记，审理期限暂从收到通知之日起算", l.Article)
	} else {
		s.why(from, "受理（立案），审理期限从次日起算", l.Article)
	}
	due := l.Due(from, cal)
	if c.ExtendDays > 0 {
		due.Day = due.Day.AddDays(c.ExtendDays)
		s.why(c.ExtendedOn, "延长审理期限"+strconv.Itoa(c.ExtendDays)+"日", c.extension())
	}
	for _, stop := range c.Stops {
		if stop.From.After(due.Day) {
			continue
		}
		if stop.To.IsZero() {
			s.why(stop.From, "中止审理，期限停止计算，尚未恢复", c.suspension())
			return
		}
		due.Day = due.Day.AddDays(stop.To.Sub(stop.From))
		s.why(stop.From, "中止审理，至"+stop.To.Chinese()+"恢复，期间"+strconv.Itoa(stop.To.Sub(stop.From))+"日不计入期限", c.suspension())
	}
	s.Decision = s.roll(due, cal)
	s.why(s.Decision.Day, "审理期限届满（"+l.Words+"）", l.Article)
}

// suit tells how long the applicant may still sue after a review. It runs from
// the day on which the applicant got the decision, which we know only as ours.
func (s *Sheet) suit(c Case, cal *calendar.Calendar) {
	if c.Kind.Suit() {
		return
	}
	from := c.ServedOn
	if from.IsZero() {
		from = c.EndedOn
	}
	l, _ := law.On(from).Limit("suit_after_review")
	s.Suit = s.roll(l.Due(from, cal), cal)
	s.why(s.Suit.Day, "申请人不服的，起诉期限届满（"+l.Words+"；以申请人实际收到之日为准）", l.Article)
}

// roll moves the last day of a period off a day of rest (民法典 Art. 203,
// 民事诉讼法 Art. 85, which 复议法 Art. 88 and 行政诉讼法 Art. 101 refer to).
func (s *Sheet) roll(d calendar.Date, cal *calendar.Calendar) calendar.Date {
	d.Provisional = d.Provisional || !cal.Announced(d.Day.Year())
	if cal.Workday(d.Day) {
		return d
	}
	rest := d.Day
	next := cal.AddWorkdays(d.Day, 1)
	next.Provisional = next.Provisional || d.Provisional
	s.why(rest, "期限的最后一日为休息日，顺延至"+next.Day.Chinese(), "民法典第二百零三条")
	return next
}

func (s *Sheet) next(due calendar.Date, unit law.Unit, cal *calendar.Calendar) {
	if due.Day.IsZero() {
		return
	}
	s.Next, s.Workdays, s.Left = due, unit == law.Workdays, due.Day.Sub(s.AsOf)
	if s.Workdays {
		s.Left, _ = cal.WorkdaysBetween(s.AsOf, due.Day)
	}
}

func (s *Sheet) why(on calendar.Day, words, article string) {
	s.Steps = append(s.Steps, Why{on, words, article})
}

// limit is a period of the case by the law of the day on which it began, so
// that a change of the law never changes a past case.
func (c Case) limit(name string) law.Limit {
	on := c.AcceptedOn
	if on.IsZero() {
		on = c.NoticedOn
	}
	switch {
	case name == "review_extension":
	case c.Kind.Suit() && name == "answer":
		name = "suit_answer" // the same in both procedures
	case c.Kind.Suit():
		name = "suit_judgment"
	default:
		name = "review_" + name
	}
	if c.Procedure == Simple && name != "suit_answer" && name != "review_extension" {
		name += "_simple"
	}
	l, _ := law.On(on).Limit(name)
	return l
}

func (c Case) noticeName() string {
	if c.Kind.Suit() {
		return "应诉通知书"
	}
	return "行政复议答复通知书"
}

func (c Case) answerName() string {
	if c.Kind.Suit() {
		return "答辩状和证据"
	}
	return "书面答复和证据"
}

func (c Case) extension() string {
	if c.Kind.Suit() {
		return "行政诉讼法第八十一条"
	}
	return c.limit("review_extension").Article
}

func (c Case) suspension() string {
	if c.Kind.Suit() {
		return "行政诉讼法第一百零一条"
	}
	return "行政复议法第三十九条"
}

func later(a, b calendar.Day) calendar.Day {
	if a.After(b) {
		return a
	}
	return b
}
