// Package service holds the life of a case (办件): what somebody asked the organ
// to do under an item of its catalogue, from the counter, the site or the post to
// the archive (standards.md §G.3; 行政许可法 chapter 4).
//
// Each verb is a pure method of Case that returns a fact or a refusal, and Apply
// is the only way in which a fact changes a case:
//
//	filed ─precheck─► prechecked ─take_in─► taken_in ─accept─► accepted ─decide─► decided ─deliver─► delivered ─► archived
//	                                        │  ▲               │  ▲
//	                            lack (once) ▼  │ supplement    ▼  │ resume
//	                                       lacking            suspended: the clock stands still
//	not accepted, returned and transferred end it before it is accepted, withdrawn before it is decided.
//
// What the applicant was not told within its days counts as complete: the case is
// then accepted from the day of receipt, whatever the organ does (Deemed). A case
// keeps the Terms of the version of its item that held on its day, so that a list
// of materials that changes later changes no case.
//
// Nothing that follows from the calendar is stored but what people were told;
// Clock counts from the days of the facts each time it is asked. Who the applicant
// is lives apart, in Person, so that it can be erased and no figure moves.
// The matrix state × verb stands in testdata/matrix.txt. Read next: terms.go,
// intake.go and clock.go.
package service

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
)

// State is where a case stands.
type State string

const (
	AtDoor      State = "filed"        // 已提交
	Checked     State = "prechecked"   // 预审通过
	InHand      State = "taken_in"     // 已收件
	Lacking     State = "lacking"      // 待补正
	Working     State = "accepted"     // 审查中: accepted
	Halted      State = "suspended"    // 特别程序: the clock stands still
	Concluded   State = "decided"      // 已决定
	Handed      State = "delivered"    // 已送达
	NotAccepted State = "not_accepted" // 不予受理
	TakenBack   State = "withdrawn"    // 申请人撤回
	SentHome    State = "returned"     // 已退件
	PassedOn    State = "transferred"  // 已转报
	Closed      State = "archived"     // 已归档
)

// States lists the states in the order of a life, with their printed names.
var States = []struct {
	State State
	Name  string
}{{AtDoor, "已提交"}, {Checked, "预审通过"}, {InHand, "已收件"}, {Lacking, "待补正"}, {Working, "审查中"}, {Halted, "特别程序"},
	{Concluded, "已决定"}, {Handed, "已送达"}, {NotAccepted, "不予受理"}, {TakenBack, "已撤回"}, {SentHome, "已退件"},
	{PassedOn, "已转报"}, {Closed, "已归档"}}

// Name is the printed name.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return string(s)
}

// Pending says that the applicant still waits for the end.
func (s State) Pending() bool {
	return slices.Contains([]State{AtDoor, Checked, InHand, Lacking, Working, Halted}, s)
}

// Stop is a special procedure (特别程序); To is zero while it lasts.
type Stop struct {
	Procedure ledger.Code // key of Procedures
	From, To  calendar.Day
	Days      int // that it was said to take, working days
}

// Case is the row of a case: what its facts made of it, without the person and
// without prose.
type Case struct {
	ID, Organ ledger.ID
	No        string // 办件编号, 2019-00001
	State     State
	Door      ledger.Code // key of Doors
	Applicant ledger.Code // key of Applicants
	From      ledger.ID   // the letter that it was made of
	Terms     Terms
	Unit      ledger.ID // whose step it is
	Handler   ledger.ID // who took it in hand

	FiledOn        calendar.Day
	TakenInOn      calendar.Day
	AtWindow       bool // taken in by a window
	LackedOn       calendar.Day
	SupplementBy   calendar.Day
	Missing        []ledger.Code // materials that were told
	SupplementedOn calendar.Day
	AcceptedOn     calendar.Day // the act
	ClockFrom      calendar.Day // from which the period runs
	Deemed         bool         // accepted by the law, not by the organ
	Told           calendar.Day // the due day that the applicant was told
	Step           int          // of Terms.Steps
	StepOn         calendar.Day
	Examiners      []ledger.ID
	Stops          []Stop
	ExtendedOn     calendar.Day
	ExtendDays     int
	Result         ledger.Code // key of Results, Grounds
	Decider        ledger.ID
	EndedOn        calendar.Day // decided, or ended otherwise
	DeliveredOn    calendar.Day
	ArchivedOn     calendar.Day

	Visits    int // times the applicant came
	VisitedOn calendar.Day
	Rating    int // 1 to 5
	RatedOn   calendar.Day
	VerifyOn  calendar.Day
	Upheld    bool // the bad rating had a reason
	MendedOn  calendar.Day
	AnswerOn  calendar.Day

	LastOn calendar.Day // of the last step; the next does not lie before it
	Erased bool
	Rev    int64
}

// Apply is the only way in which a fact changes a case. It is total: a fact of
// another noun changes nothing.
func (c Case) Apply(e ledger.Entry, f ledger.Fact) Case {
	switch f.(type) {
	case Claimed, Released, Kept, Lettered, Visited, Archived, Erased:
	default:
		c.LastOn = later(c.LastOn, e.On)
	}
	switch f := f.(type) {
	case Filed:
		c.ID, c.Organ, c.State, c.No, c.Door, c.Applicant, c.From = e.Subject, e.Organ, AtDoor, string(f.No), f.Door, f.Applicant, f.From
		c.Terms, c.Unit, c.FiledOn = f.Terms, f.Terms.Unit, e.On
		if f.Door == Counter {
			c.Visits, c.VisitedOn = 1, e.On
		}
	case Prechecked:
		c.State = Checked
	case TakenIn:
		c.State, c.TakenInOn, c.AtWindow = InHand, e.On, f.Window
	case Lacked:
		c.State, c.LackedOn, c.SupplementBy, c.Missing = Lacking, e.On, f.By, f.Materials
	case Supplemented:
		c.State, c.SupplementedOn = InHand, e.On
		if c.TakenInOn.IsZero() {
			c.TakenInOn = e.On
		}
	case Accepted:
		c.State, c.AcceptedOn, c.ClockFrom, c.Deemed, c.Told, c.StepOn, c.Handler = Working, e.On, f.From, f.Deemed, f.Due, e.On, ""
		c.Unit = c.Terms.unit(0)
	case Declined:
		c.State, c.EndedOn, c.Result = NotAccepted, e.On, f.Ground
	case Claimed:
		c.Handler = e.By
	case Released:
		c.Handler = ""
	case Advanced:
		c.Step, c.StepOn, c.Handler = f.To, e.On, ""
		c.Unit, c.Examiners = c.Terms.unit(f.To), with(c.Examiners, f.Hands)
	case SentBack:
		c.Step, c.StepOn, c.Handler, c.Unit = f.To, e.On, "", c.Terms.unit(f.To)
	case Suspended:
		c.State, c.Stops = Halted, append(slices.Clone(c.Stops), Stop{Procedure: f.Procedure, From: e.On, Days: f.Days})
	case Resumed:
		c.State, c.Stops = Working, slices.Clone(c.Stops)
		c.Stops[len(c.Stops)-1].To = e.On
	case Extended:
		c.ExtendedOn, c.ExtendDays, c.Told = e.On, f.Days, f.To
	case Decided:
		c.State, c.EndedOn, c.Result, c.Decider = Concluded, e.On, f.Result, e.By
	case Delivered:
		c.DeliveredOn = e.On
		if c.State == Concluded {
			c.State = Handed
		}
	default:
		c = c.applyEnd(e, f)
	}
	return c
}

// applyEnd applies what comes beside or after the end.
func (c Case) applyEnd(e ledger.Entry, f ledger.Fact) Case {
	switch f := f.(type) {
	case Visited:
		c.Visits, c.VisitedOn = c.Visits+1, e.On
	case Rated:
		c.Rating, c.RatedOn = f.Level, e.On
	case Verified:
		c.VerifyOn, c.Upheld = e.On, f.Upheld
	case Mended:
		c.MendedOn = e.On
	case Answered:
		c.AnswerOn = e.On
	case Withdrawn:
		c.State, c.EndedOn = TakenBack, e.On
	case Returned:
		c.State, c.EndedOn = SentHome, e.On
	case Transferred:
		c.State, c.EndedOn = PassedOn, e.On
	case Archived:
		c.State, c.ArchivedOn = Closed, e.On
	case Erased:
		c.Erased = true
	}
	return c
}

func with(all, more []ledger.ID) []ledger.ID {
	out := slices.Clone(all)
	for _, x := range more {
		if x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func later(a, b calendar.Day) calendar.Day {
	if a.After(b) {
		return a
	}
	return b
}
