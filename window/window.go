// Package window holds what people bring to the service window beside their
// cases: an Enquiry counted where it is asked (咨询), a Complaint about how they
// were served (投诉, GB/T 36113), a Commendation such as a silk banner (锦旗);
// and how they wait for their turn: tickets (取号) and bookings (预约).
//
//	enquiry:      open ─answer─► answered          (at the window mostly at once)
//	                └──────void─────┴──► void
//	complaint:    open ─accept─► accepted ─check─► checked ─reply─► answered
//	                │                                  ─revisit─► revisited ─file─► archived
//	                └─decline─► declined
//	commendation: recorded ⇄ released
//
// Verbs are pure functions that give a fact or a refusal; Apply is the only way
// in which a fact changes a matter. Who asks and in what words stands sealed in
// the row, bound by the sums of the facts; an enquiry at the window needs neither.
package window

import (
	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// Sort is what a matter is.
type Sort string

const (
	Enquiry      Sort = "enquiry"      // 咨询
	Complaint    Sort = "complaint"    // 投诉
	Commendation Sort = "commendation" // 表扬
)

// Name is the printed name.
func (s Sort) Name() string {
	return map[Sort]string{Enquiry: "咨询", Complaint: "投诉", Commendation: "表扬"}[s]
}

// State is where a matter stands.
type State string

const (
	Open     State = "open"      // 待答复、待受理
	Taken    State = "accepted"  // 已受理
	Found    State = "checked"   // 已核实
	Done     State = "answered"  // 已答复
	Asked    State = "revisited" // 已回访
	Refused  State = "declined"  // 不予受理
	Archived State = "archived"  // 已归档
	Recorded State = "recorded"  // 已登记
	Public   State = "released"  // 已公开
	Void     State = "void"      // 已注销
)

// Name is the printed name of a state of a matter of this sort.
func (m Matter) StateName() string {
	if m.State == Open {
		return map[Sort]string{Enquiry: "待答复", Complaint: "待受理"}[m.Sort]
	}
	return map[State]string{Taken: "已受理", Found: "已核实", Done: "已答复", Asked: "已回访", Refused: "不予受理", Archived: "已归档",
		Recorded: "已登记", Public: "已公开", Void: "已注销"}[m.State]
}

// Matter is an enquiry, a complaint or a commendation: its row, as its facts
// made it.
type Matter struct {
	ID, Organ  ledger.ID
	No         ledger.Code // 2025-0001, by sort
	Sort       Sort
	State      State
	Channel    ledger.Code // law's list window_channel
	Topic      ledger.Code // enquiry_topic, complaint_topic, praise_form
	Item       ledger.ID   // of the catalogue, where it is about one
	Unit       ledger.ID
	Against    ledger.ID // the division that a complaint is about
	Named      bool      // it was said which, or that it is about none
	On         calendar.Day
	AnsweredOn calendar.Day
	Minutes    int         // that the enquiry took
	Finding    ledger.Code // complaint_finding
	Satisfied  ledger.Code // law's list satisfaction
	Consent    bool        // the giver lets it be published
	Erased     bool
	Rev        int64
}

// Waits says what a matter waits for, empty when it is done.
func (m Matter) Waits() string {
	switch {
	case m.Sort == Enquiry && m.State == Open:
		return "答复咨询"
	case m.Sort == Complaint:
		return map[State]string{Open: "受理并告知", Taken: "核实处理", Found: "反馈", Done: "回访", Asked: "归档"}[m.State]
	}
	return ""
}

// Due is the last day to answer an enquiry from the site or a complaint.
func (m Matter) Due(cal *calendar.Calendar) (calendar.Date, bool) {
	if m.State == Recorded || m.State == Public || m.State == Void || !m.AnsweredOn.IsZero() {
		return calendar.Date{}, false
	}
	l, _ := law.On(m.On).Limit("window_" + string(m.Sort))
	return l.Due(m.On, cal), true
}

// Said is what a person said, sealed: at the window all of it may be empty.
type Said struct {
	Name, Phone, Email string
	Text               string
	Photo              string // blob of a commendation's picture, and its type
	PhotoType          string
	Day                string // on which a commendation was given, as it is printed
}

// Words are what the sum of the first fact binds.
func (s Said) Words() []string {
	return []string{s.Name, s.Phone, s.Email, s.Text, s.Photo, s.PhotoType, s.Day}
}

// Apply is the only way in which a fact changes a matter. It is total.
func (m Matter) Apply(e ledger.Entry, f ledger.Fact) Matter {
	switch f := f.(type) {
	case Received:
		m = Matter{ID: e.Subject, Organ: e.Organ, No: f.No, Sort: f.Sort, State: Open, Channel: f.Channel, Topic: f.Topic, Item: f.Item,
			Unit: f.Unit, On: e.On, Minutes: f.Minutes, Consent: f.Consent, Rev: m.Rev}
		if f.Answered {
			m.State, m.AnsweredOn = Done, e.On
		}
		if f.Sort == Commendation {
			m.State = Recorded
		}
	case Assigned:
		m.Unit = f.Unit
	case Against:
		m.Against, m.Named = f.Unit, true
	case Accepted:
		m.State = Taken
	case Declined:
		m.State, m.AnsweredOn = Refused, e.On
	case Checked:
		m.State, m.Finding = Found, f.Finding
	case Answered:
		m.State, m.AnsweredOn = Done, e.On
		m.Minutes += f.Minutes
	case Corrected:
		m.Channel, m.Topic, m.Item, m.Unit, m.Minutes = f.Channel, f.Topic, f.Item, f.Unit, f.Minutes
	case Voided:
		m.State = Void
	case Revisited:
		m.State, m.Satisfied = Asked, f.Satisfied
	case Filed:
		m.State = Archived
	case Released:
		m.State = Public
	case TakenDown:
		m.State = Recorded
	case Erased:
		m.Erased = true
	}
	return m
}
