// Package proposal holds what deputies and members of the consultative
// conference propose to the organ (人大代表建议、政协提案), from the day on which
// it is handed over to the reply and what the member thinks of it.
//
//	received ─assign─► assigned ─draft─► drafted ─check─► checked ─answer─► answered ─rate─► rated
//	   ▲                │  ▲                │                                                  │
//	   └────return──────┘  └────return──────┘                                                  │
//	                       ▲                                                                   │
//	                       └───────────────── 不满意：answer again ─────────────────────────────┘
//
// The reply is to be sent within the period of the law or of the notice that
// handed the proposal over (clock.go), drafted by one and checked by another. A
// reply that may be public becomes an article of its own (Release), which goes
// the way of every article. Each verb is a pure function that returns a fact or
// a refusal, and Apply is the only way in which a fact changes a proposal. Words
// and names stand sealed in the row, bound by the sums of the facts.
package proposal

import (
	"strconv"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// State is where a proposal stands.
type State string

const (
	Open      State = "received"  // 待交办
	Assigned  State = "assigned"  // 办理中
	Drafted   State = "drafted"   // 待审核
	Checked   State = "checked"   // 待发出
	Answered  State = "answered"  // 已答复
	Rated     State = "rated"     // 已反馈
	Withdrawn State = "withdrawn" // 已撤回
)

// States lists the states with their printed names.
var States = []struct {
	State State
	Name  string
}{{Open, "待交办"}, {Assigned, "办理中"}, {Drafted, "待审核"}, {Checked, "待发出"}, {Answered, "已答复"}, {Rated, "已反馈"}, {Withdrawn, "已撤回"}}

// Name is the printed name, empty for a state that is none.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return ""
}

// Pending says that a reply is owed.
func (s State) Pending() bool {
	return s == Open || s == Assigned || s == Drafted || s == Checked
}

// What the closed lists of package law call it: the congress's sort, the part of
// the organ that does not answer the member, what a reply may not be.
const (
	Deputies ledger.Code = "deputies"     // 人大建议
	Joint    ledger.Code = "joint"        // 会办: the opinion goes to the organ that answers
	Secret   ledger.Code = "none"         // 不宜公开
	Unhappy  ledger.Code = "dissatisfied" // 不满意
)

// Proposal is the row of a proposal, as its facts made it.
type Proposal struct {
	ID, Organ    ledger.ID
	State        State
	Type         ledger.Code // law's list proposal
	Level        ledger.Code // law's list proposal_level
	Role         ledger.Code // law's list proposal_role
	No           int         // 第…号
	HandedOn     calendar.Day
	DueOn        calendar.Day // what the notice says, zero where the law's period holds
	Long         bool         // extended to the longer period
	Unit         ledger.ID
	Drafter      ledger.ID
	Category     ledger.Code  // law's list proposal_category
	Openness     ledger.Code  // law's list proposal_open
	FirstOn      calendar.Day // the first reply was sent
	AnsweredOn   calendar.Day // the latest
	Late         bool         // the first came after its day
	Again        int          // how often the member was not content
	Satisfaction ledger.Code  // law's list satisfaction
	RatedOn      calendar.Day
	Article      ledger.ID // by which the reply is public
	Erased       bool
	Rev          int64
}

// Text is the proposal in words: of which session, by whom, about what.
type Text struct {
	Session string // 八届三次会议
	Title   string // 案由
	Members string // 领衔代表、提案人
	Contact string
	Content string
}

// Bound are what the receipt's sum binds.
func (t Text) Bound() []string { return []string{t.Session, t.Title, t.Members, t.Contact, t.Content} }

// Reply is what is answered (答复函).
type Reply struct {
	DocNo string // 文号
	Words string
	Why   string // why it is not to be public
}

// Bound are what the draft's sum binds.
func (r Reply) Bound() []string { return []string{r.DocNo, r.Words, r.Why} }

// Name is how the proposal is cited, 市政协八届三次会议第123号提案.
func (p Proposal) Name(t Text) string {
	level, _ := law.Label("proposal_level", string(p.Level))
	if p.Type == Deputies {
		return level + "人大" + t.Session + "第" + strconv.Itoa(p.No) + "号建议"
	}
	return level + "政协" + t.Session + "第" + strconv.Itoa(p.No) + "号提案"
}

// Waits says in a few words what a proposal waits for, empty when nothing.
func (p Proposal) Waits() string {
	switch p.State {
	case Open:
		return "交办"
	case Assigned:
		if p.Again > 0 {
			return "重新办理并拟复"
		}
		return "拟复"
	case Drafted:
		return "审核"
	case Checked:
		return "发出答复"
	case Answered:
		if p.Role != Joint {
			return "登记反馈意见"
		}
	}
	return ""
}

// Apply is the only way in which a fact changes a proposal. It is total: a fact
// of another noun, or of a paper, changes nothing.
func (p Proposal) Apply(e ledger.Entry, f ledger.Fact) Proposal {
	switch f := f.(type) {
	case Received:
		p.ID, p.Organ, p.State, p.HandedOn = e.Subject, e.Organ, Open, e.On
		p.Type, p.Level, p.Role, p.No, p.DueOn = f.Type, f.Level, f.Role, f.No, f.Due
	case Handed:
		p.State, p.Unit = Assigned, f.Unit
	case Returned:
		if p.State == Assigned {
			p.State, p.Unit = Open, ""
		} else {
			p.State = Assigned
		}
	case Extended:
		p.Long = true
	case Proposed:
		p.State, p.Drafter, p.Category, p.Openness = Drafted, e.By, f.Category, f.Openness
	case Passed:
		p.State = Checked
	case Replied:
		p.State, p.AnsweredOn = Answered, e.On
		if p.FirstOn.IsZero() {
			p.FirstOn, p.Late = e.On, f.Late
		}
	case Heard:
		p.State, p.RatedOn, p.Satisfaction = Rated, e.On, f.Satisfaction
		if f.Satisfaction == Unhappy {
			p.State, p.Again = Assigned, p.Again+1
		}
	case Released:
		p.Article = f.Article
	case TakenBack:
		p.State = Withdrawn
	case Erased:
		p.Erased = true
	}
	return p
}
