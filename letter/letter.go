// Package letter holds the life of a letter to a mailbox (来信: 省长信箱, 市长信箱,
// 局长信箱, 12345, 网民留言; §G.1, §G.2, §D.2(4)): from the door that it came
// through to the archive.
//
// Each verb is a pure method of Letter that returns a fact or a refusal, and
// Apply is the only way in which a fact changes a letter:
//
//	waiting ─accept─► accepted ─assign─► assigned ─draft─► drafted ─check─► checked ─approve─► approved ─answer─► answered ─► archived
//	   │                  ▲ └─hand back─────┘  ▲ └──────────── return ─────────────────┘
//	   ├─decline─► declined                    extend: once, before the day
//	   ├─convert─► converted (into a request, a case, a petition: no day is lost)
//	   └─take back─► retracted (by the sender, while there is no answer)
//
// Beside it, what was answered may be rated, followed up, and a copy of it,
// without the person, made public by two officers.
//
// The whole matrix state × verb stands in testdata/matrix.txt and as a diagram
// in docs/rules/letter.md; both are written by the tests.
//
// The limits are data: each organ's table of mailboxes (mailbox.go) gives them
// by mailbox and kind, and the fact of receipt carries those of its day, so that
// no later table changes a past letter. The last day follows from the calendar
// and is never stored (clock.go). Who wrote lives apart, in Sender, and can be
// erased without moving a figure.
package letter

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
)

// State is where a letter stands.
type State string

const (
	Waiting   State = "waiting"   // 待受理
	Accepted  State = "accepted"  // 待转办
	Assigned  State = "assigned"  // 办理中
	Drafted   State = "drafted"   // 待审核: the head of the division reads the draft
	Checked   State = "checked"   // 待审定: the office reads it
	Approved  State = "approved"  // 待答复
	Answered  State = "answered"  // 已答复
	Declined  State = "declined"  // 不予受理
	Converted State = "converted" // 已转其他程序
	Retracted State = "retracted" // 已撤回: by the sender
	Archived  State = "archived"  // 已归档
)

// States lists the states in the order of a life, with their printed names.
var States = []struct {
	State State
	Name  string
}{{Waiting, "待受理"}, {Accepted, "待转办"}, {Assigned, "办理中"}, {Drafted, "待审核"}, {Checked, "待审定"}, {Approved, "待答复"},
	{Answered, "已答复"}, {Declined, "不予受理"}, {Converted, "已转其他程序"}, {Retracted, "来信人已撤回"}, {Archived, "已归档"}}

// Name is the printed name.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return string(s)
}

// Pending says that the letter has neither an answer nor another end.
func (s State) Pending() bool {
	return slices.Contains([]State{Waiting, Accepted, Assigned, Drafted, Checked, Approved}, s)
}

// Public is where the copy for everybody stands (公开状态).
type Public string

const (
	Unpublished Public = ""          // 未公开
	Prepared    Public = "prepared"  // 待公开: written, a second officer has not agreed
	Published   Public = "published" // 已公开
	Withdrawn   Public = "withdrawn" // 已撤回
)

// Name is the printed name.
func (p Public) Name() string {
	return map[Public]string{Unpublished: "未公开", Prepared: "待公开", Published: "已公开", Withdrawn: "已撤回"}[p]
}

// Letter is the row of a letter: what its facts made of it, without the person
// and without prose.
type Letter struct {
	ID       ledger.ID
	Organ    ledger.ID
	No       string // 信件编号, X2025-0001
	State    State
	Mailbox  ledger.Code
	Sort     ledger.Code // 咨询, 求助 …: key of Sorts
	Door     ledger.Code // key of Doors
	Open     bool        // the sender agrees to a public answer
	Terms    Terms
	Given    calendar.Day // the last day that the mailbox's own body gave
	Imported bool

	Unit    ledger.ID
	UnitDue calendar.Day

	ReceivedOn calendar.Day
	AcceptedOn calendar.Day
	ExtendedOn calendar.Day
	ExtendDays int
	ExtendTo   calendar.Day // of a given day

	Drafter  ledger.ID
	Checker  ledger.ID
	Approver ledger.ID
	AgreedOn calendar.Day // the office let the answer pass; none leaves earlier

	EndedOn calendar.Day // answered, declined, converted or taken back
	Ground  ledger.Code  // of declining
	To      ledger.Code  // what it was converted to
	Into    ledger.ID    // the request or case that it became
	Back    bool         // the sender took it back

	Public      Public
	Preparer    ledger.ID
	PublishedOn calendar.Day
	Stars       int // 5 非常满意 … 1 非常不满意, 0 not rated
	RatedOn     calendar.Day
	FollowedOn  calendar.Day
	Solved      bool // as said in the follow-up
	ArchivedOn  calendar.Day
	ReopenedOn  calendar.Day
	Erased      bool
	Rev         int64
}

// Apply is the only way in which a fact changes a letter. It is total: a fact of
// another noun changes nothing.
func (l Letter) Apply(e ledger.Entry, f ledger.Fact) Letter {
	switch f := f.(type) {
	case Received:
		l.ID, l.Organ, l.State, l.No, l.ReceivedOn = e.Subject, e.Organ, Waiting, string(f.No), e.On
		l.Mailbox, l.Sort, l.Door, l.Open, l.Terms, l.Given = f.Mailbox, f.Sort, f.Door, f.Open, f.Terms, f.Given
	case Imported:
		l.ID, l.Organ, l.Imported, l.No, l.ReceivedOn, l.AcceptedOn = e.Subject, e.Organ, true, string(f.No), e.On, e.On
		l.Mailbox, l.Sort, l.Door, l.Terms, l.State = f.Mailbox, f.Sort, DoorImport, f.Terms, Accepted
		if !f.AnsweredOn.IsZero() {
			l.State, l.EndedOn, l.ArchivedOn = Archived, f.AnsweredOn, f.AnsweredOn
		}
	case Taken:
		l.State, l.AcceptedOn = Accepted, e.On
	case Refused:
		l.State, l.EndedOn, l.Ground = Declined, e.On, f.Ground
	case Handed:
		l.Unit, l.UnitDue = f.Unit, f.Due
		if l.State == Accepted {
			l.State = Assigned
		}
	case HandedBack:
		l.State, l.Unit, l.UnitDue = Accepted, "", calendar.Day{}
	case Turned:
		l.State, l.EndedOn, l.To, l.Into = Converted, e.On, f.To, f.Into
	case TakenBack:
		l.State, l.EndedOn, l.Back = Retracted, e.On, true
	case Extended:
		l.ExtendedOn, l.ExtendDays, l.ExtendTo = e.On, f.Days, f.Until
	case Written:
		l.State, l.Drafter, l.Checker, l.Approver, l.AgreedOn = Drafted, e.By, "", "", calendar.Day{}
	case SentBack:
		l.State = Assigned
	case Passed:
		l.State, l.Checker = Checked, e.By
	case Agreed:
		l.State, l.Approver, l.AgreedOn = Approved, e.By, e.On
	case Replied:
		l.State, l.EndedOn = Answered, e.On
	case Copied:
		l.Public, l.Preparer = Prepared, e.By
	case Opened:
		l.Public, l.PublishedOn = Published, e.On
	case Closed:
		l.Public, l.PublishedOn = Withdrawn, calendar.Day{}
	case Rated:
		l.Stars, l.RatedOn = f.Stars, e.On
	case FollowedUp:
		l.FollowedOn, l.Solved = e.On, f.Solved
	case Corrected:
		l.Mailbox, l.Sort, l.Terms = f.Mailbox, f.Sort, f.Terms
	case Reopened:
		l.State, l.EndedOn, l.ArchivedOn, l.ReopenedOn = l.unended(), calendar.Day{}, calendar.Day{}, e.On
		l.Ground, l.To, l.Back, l.Stars, l.RatedOn = "", "", false, 0, calendar.Day{}
	case Filed:
		l.State, l.ArchivedOn = Archived, e.On
	case Erased:
		l.Erased = true
	}
	return l
}

// unended is the state in which a letter waits that is taken up again.
func (l Letter) unended() State {
	switch {
	case l.Unit != "":
		return Assigned
	case !l.AcceptedOn.IsZero():
		return Accepted
	}
	return Waiting
}
