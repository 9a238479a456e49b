// Package catalogue holds what people can get done at the organ: the items of
// its catalogue (政务服务事项), the elements that the state wants of each
// (standards.md §G.4), and the guide (办事指南) that is made of them.
//
// An Item is the thing with its number; what it asks, costs and takes stands in
// its Versions, each with the day from which it holds. One version is in force
// on a day; a changed list of materials is a new version, and a case that came
// in under an older one keeps it.
//
//	draft ─propose─► proposed ─enforce─► approved, in force from its day
//	   ▲                │                    (until the next one's day)
//	   └─────return─────┘
//	item: new ─enforce─► active 在用 ⇄ suspended 暂停 ─► cancelled 取消
//
// Whoever drafted a version does not put it in force. Verbs are pure functions
// that give a fact or a refusal; Apply is the only way in which a fact changes
// an item. That an item in force stands in a register of the annual report
// (package register) is seen to by the office, in the same transaction.
package catalogue

import (
	"slices"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// State is where an item stands (状态).
type State string

const (
	New       State = "new"       // 未生效
	Active    State = "active"    // 在用
	Suspended State = "suspended" // 暂停
	Cancelled State = "cancelled" // 取消
)

// Name is the state's printed name.
func (s State) Name() string {
	return map[State]string{New: "未生效", Active: "在用", Suspended: "暂停", Cancelled: "取消"}[s]
}

// Stage is how far a version has come.
type Stage string

const (
	Draft    Stage = "draft"    // 草稿
	InReview Stage = "proposed" // 待审核
	Approved Stage = "approved" // 已审核
)

// Name is the stage's printed name.
func (s Stage) Name() string {
	return map[Stage]string{Draft: "草稿", InReview: "待审核", Approved: "已审核"}[s]
}

// Item is something people can get done (事项): its row, as its facts made it.
type Item struct {
	ID, Organ   ledger.ID
	No          ledger.Code // 001: stands in addresses, never used again
	State       State
	Kind        ledger.Code // 事项类型, law's list item_kind; set by the first version in force
	Line        ledger.ID   // its line in the registers of the annual report
	Latest      int         // number of the newest version
	Approved    int         // number of the newest that was put in force
	From        calendar.Day
	CancelledOn calendar.Day
	Rev         int64
}

// Version is one text of an item (版本).
type Version struct {
	Item     ledger.ID
	No       int // from 1
	Stage    Stage
	From     calendar.Day // in force from this day on
	Unit     ledger.ID    // 承办科室
	Authors  []ledger.ID  // who wrote it
	Elements Elements
	Salt     string // of the sum in the ledger
	Rev      int64
}

// Sum binds every word of the version.
func (v Version) Sum() ledger.Sum { return ledger.Salted(v.Salt, v.Elements.Words()...) }

// By adds those who had a hand in the text.
func (v Version) By(hands ...ledger.ID) []ledger.ID {
	out := slices.Clone(v.Authors)
	for _, h := range hands {
		if h != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// InForce picks the version that holds on a day: of those put in force the one
// with the latest day that has come. It answers false when none had.
func InForce(versions []Version, on calendar.Day) (found Version, ok bool) {
	for _, v := range versions {
		if v.Stage == Approved && !v.From.After(on) && (!ok || v.From.After(found.From)) {
			found, ok = v, true
		}
	}
	return found, ok
}

// Register is the annual report's register that items of a kind stand in.
func Register(kind ledger.Code) string {
	for _, t := range law.Terms("item_kind") {
		if t.Key == string(kind) {
			return t.Note
		}
	}
	return ""
}

// Apply is the only way in which a fact changes an item. It is total.
func (i Item) Apply(e ledger.Entry, f ledger.Fact) Item {
	switch f := f.(type) {
	case Proposed:
		i.ID, i.Organ, i.No = e.Subject, e.Organ, f.No
		if i.State == "" {
			i.State = New
		}
	case Enforced:
		if i.State == New {
			i.State = Active
		}
		i.Kind, i.Line, i.Approved, i.From = f.Type, f.Line, f.Version, f.From
	case Halted:
		i.State = Suspended
	case Resumed:
		i.State = Active
	case Cancellation:
		i.State, i.CancelledOn = Cancelled, e.On
	}
	return i
}

// Apply is how a fact of its item changes a version.
func (v Version) Apply(e ledger.Entry, f ledger.Fact) Version {
	switch f := f.(type) {
	case Proposed:
		if f.Version == v.No {
			v.Stage = InReview
		}
	case Returned:
		if f.Version == v.No {
			v.Stage = Draft
		}
	case Enforced:
		if f.Version == v.No {
			v.Stage, v.From = Approved, f.From
		}
	}
	return v
}
