// Package remedy holds the cases that people bring against what the organ
// answered to a request for information (救济): 行政复议 before the reviewing
// organ and 行政诉讼 before a court (条例 Art. 51, standards.md §A.6).
//
// Others decide such a case; the organ records what reaches it, hands in its
// own answer in time, and counts the case in table 四 of the annual report.
// Each verb is a pure method of Case that returns a fact or a refusal, and
// Apply is the only way in which a fact changes a case:
//
//	noticed ─answer─► answered ─conclude─► concluded ─archive─► archived
//	   │ note, extend    │ note, extend        │ note; reopen undoes the end
//	   └──────conclude───┴──► (withdrawn before we answered)
//	void takes a case that was recorded by mistake out of every count.
//
// A suit after a review names the review before it; both are cases of their
// own, in groups of their own in table 四. Which period runs, to which day and
// by which article, is derived each time from the days of the facts and never
// stored (clock.go). Read next: facts.go, verbs.go, clock.go.
package remedy

import (
	"slices"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// Kind is the group of table 四 in which the case counts; the form's keys.
type Kind string

const (
	Review     Kind = "review"            // 行政复议
	DirectSuit Kind = "suit_direct"       // 未经复议直接起诉
	LaterSuit  Kind = "suit_after_review" // 复议后起诉
)

// Procedure is how the case is heard.
type Procedure string

const (
	Ordinary Procedure = "ordinary" // 普通程序
	Simple   Procedure = "simple"   // 简易程序 (复议法 Art. 53(4), 行政诉讼法 Art. 82)
)

// Act is what the case attacks; for the first two a review has to come before
// a suit since 2024 (复议前置, 复议法 Art. 23).
type Act string

const (
	Denied Act = "denied" // 不予公开
	Silent Act = "silent" // 逾期未答复
	Other  Act = "other"  // 其他答复
)

// Result is how the case ended; the columns of table 四.
type Result string

const (
	Upheld    Result = "upheld"    // 结果维持
	Corrected Result = "corrected" // 结果纠正
	Otherwise Result = "other"     // 其他结果
)

// Event is what happened on the way.
type Event string

const (
	Hearing    Event = "hearing"    // 听取意见、听证或者开庭
	Suspended  Event = "suspended"  // 中止
	Resumed    Event = "resumed"    // 恢复审理
	ToOrdinary Event = "ordinary"   // 转为普通程序
	Appealed   Event = "appealed"   // 上诉
	Remark     Event = "remark"     // 其他
	Mediation  Event = "mediation"  // 调解
	Supplied   Event = "supplement" // 补充材料
)

// State is where a case stands.
type State string

const (
	Noticed   State = "noticed"   // 待答复
	Answered  State = "answered"  // 已答复
	Concluded State = "concluded" // 已结案
	Archived  State = "archived"  // 已归档
	Voided    State = "voided"    // 已注销
)

// Term is a word of a closed list with its printed name and a hint.
type Term struct{ Key, Label, Note string }

// The closed lists, in the order in which forms show them.
var (
	Kinds = []Term{{string(Review), "行政复议", ""}, {string(DirectSuit), "行政诉讼（未经复议直接起诉）", ""},
		{string(LaterSuit), "行政诉讼（复议后起诉）", ""}}
	Procedures = []Term{{string(Ordinary), "普通程序", ""}, {string(Simple), "简易程序", ""}}
	Acts       = []Term{{string(Denied), "不予公开", ""}, {string(Silent), "逾期未答复", ""},
		{string(Other), "其他答复（含部分公开、无法提供、不予处理）", ""}}
	Results = []Term{{string(Upheld), "结果维持", "维持、驳回复议申请或者诉讼请求"},
		{string(Corrected), "结果纠正", "撤销、变更、确认违法或者无效、责令履行"}, {string(Otherwise), "其他结果", "终止、撤回、准许撤诉、调解、驳回起诉等"}}
	Events = []Term{{string(Hearing), "听取意见、听证或者开庭", ""}, {string(Supplied), "补充材料", ""}, {string(Mediation), "调解", ""},
		{string(Suspended), "中止审理", ""}, {string(Resumed), "恢复审理", ""}, {string(ToOrdinary), "转为普通程序", ""},
		{string(Appealed), "上诉", ""}, {string(Remark), "其他", ""}}
	States = []Term{{string(Noticed), "待答复", ""}, {string(Answered), "已答复", ""}, {string(Concluded), "已结案", ""},
		{string(Archived), "已归档", ""}, {string(Voided), "已注销", ""}}
)

func label[K ~string](list []Term, k K) string {
	for _, t := range list {
		if t.Key == string(k) {
			return t.Label
		}
	}
	return ""
}

// Name is the printed name, empty for a word that is not of the list.
func (k Kind) Name() string      { return label(Kinds, k) }
func (p Procedure) Name() string { return label(Procedures, p) }
func (a Act) Name() string       { return label(Acts, a) }
func (r Result) Name() string    { return label(Results, r) }
func (e Event) Name() string     { return label(Events, e) }
func (s State) Name() string     { return label(States, s) }

// Suit says that a court hears the case.
func (k Kind) Suit() bool { return k != Review }

// Pending says that the case is not decided yet (尚未审结).
func (s State) Pending() bool { return s == Noticed || s == Answered }

// Stop is a suspension (中止); To is zero while it lasts.
type Stop struct{ From, To calendar.Day }

// Case is the row of a review or a suit: what its facts made of it, with the
// names that stand beside the ledger. Who brought it is not kept here.
type Case struct {
	ID        ledger.ID
	Organ     ledger.ID
	Kind      Kind
	State     State
	Procedure Procedure
	Act       Act
	Before    ledger.ID // the review before a suit, empty for none

	ActedOn    calendar.Day // of the answer, or of the day by which it was due
	AcceptedOn calendar.Day // 受理、立案; zero while unknown
	NoticedOn  calendar.Day // the notice reached us; the case counts from this day
	AnsweredOn calendar.Day
	Late       bool // our answer
	Stops      []Stop
	ExtendedOn calendar.Day
	ExtendDays int
	Result     Result
	EndedOn    calendar.Day // of the decision
	EndSeq     int64        // its entry
	ServedOn   calendar.Day // the decision reached us
	ArchivedOn calendar.Day
	OrderDays  int // the decision wants a new answer within these
	OrderUnit  law.Unit
	RedoneOn   calendar.Day // the new answer was sent
	RequestID  ledger.ID    // the request in this book, empty for an older matter
	Erased     bool

	Request string // 申请编号, empty for an older matter
	Forum   string // 复议机关 or 法院
	FileNo  string // 文号 or 案号
	Rev     int64
}

// Title is how lists call the case: its number, or else who hears it.
func (c Case) Title() string {
	if c.FileNo != "" {
		return c.FileNo
	}
	return c.Forum + "·" + c.Kind.Name()
}

// Apply is the only way in which a fact changes a case. It is total: a fact of
// another noun changes nothing.
func (c Case) Apply(e ledger.Entry, f ledger.Fact) Case {
	switch f := f.(type) {
	case Opened:
		c.ID, c.Organ, c.State, c.Kind, c.Procedure, c.Act = e.Subject, e.Organ, Noticed, f.Type, f.Procedure, f.Act
		c.NoticedOn, c.ActedOn, c.AcceptedOn, c.Before = e.On, f.ActedOn, f.AcceptedOn, f.Before
	case Replied:
		c.State, c.AnsweredOn, c.Late = Answered, e.On, f.Late
	case Noted:
		c = c.noted(f.Event, e.On)
	case Extended:
		c.ExtendedOn, c.ExtendDays = e.On, c.ExtendDays+f.Days
	case Decided:
		c.State, c.Result, c.EndedOn, c.EndSeq, c.ServedOn = Concluded, f.Result, e.On, e.Seq, f.ServedOn
	case Reopened:
		c.State, c.Result, c.EndSeq = Noticed, "", 0
		if !c.AnsweredOn.IsZero() {
			c.State = Answered
		}
		c.EndedOn, c.ServedOn, c.ArchivedOn = calendar.Day{}, calendar.Day{}, calendar.Day{}
		c.OrderDays, c.OrderUnit, c.RedoneOn = 0, "", calendar.Day{}
	case Linked:
		c.RequestID = f.Request
	case Ordered:
		c.OrderDays, c.OrderUnit = f.N, f.Unit
	case Redone:
		c.RedoneOn = e.On
	case Erased:
		c.Erased = true
	case Filed:
		c.State, c.ArchivedOn = Archived, e.On
	case Cancelled:
		c.State = Voided
	}
	return c
}

func (c Case) noted(ev Event, on calendar.Day) Case {
	switch n := len(c.Stops); ev {
	case Suspended:
		c.Stops = append(slices.Clone(c.Stops), Stop{From: on})
	case Resumed:
		c.Stops = slices.Clone(c.Stops)
		if n > 0 && c.Stops[n-1].To.IsZero() {
			c.Stops[n-1].To = on
		}
	case ToOrdinary:
		c.Procedure = Ordinary
	}
	return c
}

// Suspended says that the case stands still.
func (c Case) Suspended() bool {
	n := len(c.Stops)
	return n > 0 && c.Stops[n-1].To.IsZero()
}
