package service

import "gongkai/calendar"

// Why a segment of the clock is there.
const (
	Intake  = "intake"     // not accepted yet
	Waiting = "supplement" // waits for the supplement
	Running = "run"        // the period runs
	Stopped = "stop"       // a special procedure, not counted
)

// Segment is a stretch of the clock. From is not counted and To is (民法典 Art.
// 201); To is zero while it lasts.
type Segment struct {
	Kind     string
	From, To calendar.Day
	Days     int // working days in it
	Rule     string
}

// Why is one step of the answer to 为什么是这一天.
type Why struct {
	On      calendar.Day
	Words   string
	Article string
}

// Sheet is what the clock of a case says on a day (期限单).
type Sheet struct {
	AsOf      calendar.Day // the day judged, or that of the end
	Ended     bool
	Deemed    bool // the law has accepted it, the organ has not yet
	From      calendar.Day
	TellBy    calendar.Date // last day to tell what is missing; zero once accepted
	Due       calendar.Date // by law; zero while nothing runs
	Promise   calendar.Date // by promise, that of the law where none was made
	StepDue   calendar.Date // of the present step
	Statutory int           // working days that the law gives, without an extension
	Used      int           // working days that ran
	Left      int           // to Next, negative when overdue
	Next      calendar.Date // what must be kept now
	NextName  string
	Segments  []Segment
	Steps     []Why
}

// Runs says that the period to decide runs.
func (s Sheet) Runs() bool { return !s.Due.Day.IsZero() }

// Late says that the promise was not kept, or is not any more.
func (s Sheet) Late() bool { return s.Runs() && s.AsOf.After(s.Promise.Day) }

// Ahead says that it was done before the last day of the promise.
func (s Sheet) Ahead() bool { return s.Runs() && s.AsOf.Before(s.Promise.Day) }
