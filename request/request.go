// Package request holds the life of a request for information (依申请公开,
// 条例 chapter 4): from the door it came through to the archive.
//
// Each verb is a pure method of Request that returns a fact or a refusal, and
// Apply is the only way in which a fact changes a request:
//
//	arrived ─confirm─► open ─decide─► drafted ─review─► reviewed ─sign─► signed ─send─► answered ─deliver─► delivered ─► archived
//	                   │  ▲ └─clarify─► clarifying ─supplement─┘ (clock anew)
//	                   │  └─pay──────── charged ◄──charge── (clock anew)
//	                   └─consult … heard: the clock stands still meanwhile
//	withdrawn ends it from any state before the answer, given_up while it waits.
//
// The whole matrix state × verb stands in testdata/matrix.txt and as a diagram
// in docs/rules/request.md; both are written by the tests.
//
// Nothing that follows from the calendar is stored: a Request keeps the days
// of its facts, and Clock counts from them each time it is asked (clock.go).
// Who the applicant is lives apart, in Person, so that it can be erased
// and no figure moves. Read next: facts.go, then decide.go and clock.go.
package request

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
)

// State is where a request stands.
type State string

const (
	Arrived    State = "arrived"    // 待确认: not received in the law's sense yet (R-A31)
	Open       State = "open"       // 办理中
	Clarifying State = "clarifying" // 待补正 (R-A30)
	Charged    State = "charged"    // 待缴费 (§F.3)
	Drafted    State = "drafted"    // 待审核: the answer is drafted
	Reviewed   State = "reviewed"   // 待签发
	Signed     State = "signed"     // 待发出
	Answered   State = "answered"   // 已答复: the answer left the organ
	Delivered  State = "delivered"  // 已送达, with proof
	Withdrawn  State = "withdrawn"  // 申请人撤回
	GivenUp    State = "given_up"   // 视为放弃申请
	Archived   State = "archived"   // 已归档
)

// States lists the states in the order of a life, with their printed names.
var States = []struct {
	State State
	Name  string
}{{Arrived, "待确认"}, {Open, "办理中"}, {Clarifying, "待补正"}, {Charged, "待缴费"}, {Drafted, "待审核"}, {Reviewed, "待签发"},
	{Signed, "待发出"}, {Answered, "已答复"}, {Delivered, "已送达"}, {Withdrawn, "已撤回"}, {GivenUp, "视为放弃"}, {Archived, "已归档"}}

// Name is the printed name.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return string(s)
}

// Pending says that the request still counts as open in the report: nothing
// that ends it has left the organ.
func (s State) Pending() bool {
	return slices.Contains([]State{Open, Clarifying, Charged, Drafted, Reviewed, Signed}, s)
}

// Consult is one letter asking somebody outside (征求意见).
type Consult struct {
	Ref      ledger.ID
	Party    Party
	SentOn   calendar.Day
	ServedOn calendar.Day // the day it was received; zero while unknown
	HeardOn  calendar.Day
	View     View
}

// Part is one item of a request that is answered item by item (区分处理, Art. 37).
type Part struct {
	No     int
	Ground ledger.Code // key of law's list ground
}

// Request is the row of a request: what its facts made of it, without the
// person and without prose.
type Request struct {
	ID        ledger.ID
	Organ     ledger.ID
	No        string // 申请编号, 2025-0001
	State     State
	Door      ledger.Code // key of law's list door
	Applicant ledger.Code // key of law's list applicant
	Unit      ledger.ID   // 承办科室
	UnitDue   calendar.Day
	Imported  bool // came with the old register

	ArrivedOn  calendar.Day
	ReceivedOn calendar.Day // legal receipt (R-A31); decides row 一 and never moves

	ClarifiedOn    calendar.Day
	SupplementBy   calendar.Day
	SupplementedOn calendar.Day
	Consults       []Consult
	ExtendedOn     calendar.Day
	ExtendDays     int          // working days that it adds to the present period
	AskedOn        calendar.Day // 说明理由 (R-A35)
	ReasonsBy      calendar.Day
	ReasonedOn     calendar.Day
	PostponedOn    calendar.Day
	PostponedTo    calendar.Day // 延迟答复 (R-A35)
	ChargedOn      calendar.Day
	ChargeServedOn calendar.Day
	Tariff         Tariff
	Charge         int64 // 分
	PaidOn         calendar.Day

	Reply      ledger.Code  // key of law's list reply
	ObjectedOn calendar.Day // a third party's objection that the draft does not know of (R-A32)
	Outcome    ledger.Code  // key of law's list ground
	Parts      []Part
	Drafter    ledger.ID
	Reviewer   ledger.ID
	Signer     ledger.ID

	EndedOn     calendar.Day // the answer was sent, or the request withdrawn or given up
	DeliveredOn calendar.Day
	ArchivedOn  calendar.Day
	ReopenedOn  calendar.Day // last time
	Letter      ledger.ID    // the letter to a mailbox that it was (R-L5)
	Article     ledger.ID    // drafted for everybody (R-A44)
	SuggestedOn calendar.Day // the applicant would have it public (R-A44)
	DeclinedOn  calendar.Day // looked at and not made public; a suggestion asks anew
	Erased      bool
	Rev         int64
}

// Apply is the only way in which a fact changes a request. It is total: a fact
// of another noun changes nothing.
func (r Request) Apply(e ledger.Entry, f ledger.Fact) Request {
	switch f := f.(type) {
	case Received:
		r.ID, r.Organ, r.State, r.Door, r.Applicant, r.Unit = e.Subject, e.Organ, Arrived, f.Door, f.Applicant, f.Unit
		r.No, r.ArrivedOn = string(f.No), e.On
		if !f.Confirm {
			r.State, r.ReceivedOn = Open, e.On
		}
	case Imported:
		r.ID, r.Organ, r.Imported, r.No = e.Subject, e.Organ, true, string(f.No)
		r.Door, r.Applicant, r.Outcome, r.Reply = f.Door, f.Applicant, f.Outcome, f.Outcome
		r.State, r.ArrivedOn, r.ReceivedOn, r.EndedOn = Open, e.On, e.On, f.EndedOn
		if !f.EndedOn.IsZero() {
			r.State, r.ArchivedOn = Archived, f.EndedOn
		}
	case Confirmed:
		if r.ReceivedOn.IsZero() {
			r.State, r.ReceivedOn = Open, e.On
		}
	case Assigned:
		r.Unit, r.UnitDue = f.Unit, f.Due
	case Clarified:
		r.State, r.ClarifiedOn, r.SupplementBy = Clarifying, e.On, f.By
	case Supplemented:
		r.State, r.SupplementedOn = Open, e.On
	case Served:
		if f.Ref == FeeNotice {
			r.ChargeServedOn = e.On
		}
		r.Consults = consults(r.Consults, e, f)
	case Consulted, Heard:
		r.Consults = consults(r.Consults, e, f)
		r.ObjectedOn = later(r.ObjectedOn, r.objection(f, e.On))
	case Extended:
		r.ExtendedOn, r.ExtendDays = e.On, f.Days
	case ReasonsAsked:
		r.AskedOn, r.ReasonsBy = e.On, f.By
	case Reasoned:
		r.ReasonedOn = e.On
	case Postponed:
		r.PostponedOn, r.PostponedTo = e.On, f.To
	case Levied:
		r.State, r.ChargedOn, r.ChargeServedOn, r.Tariff, r.Charge = Charged, e.On, f.ServedOn, f.Tariff, f.Fen
	case Paid:
		// An extension of the old period does not carry over into the new one.
		r.State, r.PaidOn, r.ExtendDays = Open, e.On, 0
	case Decided:
		r.State, r.Reply, r.Outcome, r.Parts, r.Drafter = Drafted, f.Reply, f.Outcome, f.Parts, e.By
		r.Reviewer, r.Signer, r.ObjectedOn = "", "", calendar.Day{}
	case Returned:
		r.State = Open
	case Checked:
		r.State, r.Reviewer = Reviewed, e.By
	case Approved:
		r.State, r.Signer = Signed, e.By
	case Sent:
		r.State, r.EndedOn, r.ObjectedOn = Answered, e.On, calendar.Day{}
	case Delivery:
		r.DeliveredOn = e.On
		if r.State == Answered {
			r.State = Delivered
		}
	case TakenBack:
		r.State, r.EndedOn, r.Outcome, r.ObjectedOn = Withdrawn, e.On, "o_other", calendar.Day{}
	case Abandoned:
		r.State, r.EndedOn, r.Outcome = GivenUp, e.On, f.Outcome
	case Reopened:
		r.State, r.EndedOn, r.DeliveredOn, r.ArchivedOn, r.ReopenedOn = r.unended(), calendar.Day{}, calendar.Day{}, calendar.Day{}, e.On
		r.Outcome, r.Reply, r.Parts = "", "", nil
	case Corrected:
		r.Applicant = f.Applicant
	case Filed:
		r.State, r.ArchivedOn = Archived, e.On
	case Linked:
		r.Letter = f.Letter
	case Released:
		r.Article = f.Article
	case Suggested:
		r.SuggestedOn, r.DeclinedOn = e.On, calendar.Day{}
	case Declined:
		r.DeclinedOn = e.On
	case Erased:
		r.Erased = true
	}
	return r
}

// unended is the state in which a request waits that is taken up again.
func (r Request) unended() State {
	switch {
	case !r.ClarifiedOn.IsZero() && r.SupplementedOn.IsZero():
		return Clarifying
	case !r.ChargedOn.IsZero() && r.PaidOn.IsZero():
		return Charged
	}
	return Open
}
