// Package consultation holds what the organ asks of everybody before it decides
// (决策预公开、征集调查): a draft with its grounds lies open for some days, opinions
// come in, and what became of them is made public.
//
//	planned ─open─► open ──(to its last day)──► ─sum─► summed ─publish─► published
//	   ▲ │          │ ▲ └prolong                  ▲       │
//	   │ └─return   │ └───┘                       └─return┘
//	 replan         └─stop─► stopped
//
// What the public reads is drafted by one and let out by another: the draft, and
// the outcome (采纳情况), which gives every opinion a place in one group and every
// group an answer with its reason. Each verb is a pure function that returns a
// fact or a refusal, and Apply is the only way in which a fact changes a
// consultation. Words, names and papers stand sealed in rows, bound by the sums
// of the facts.
package consultation

import (
	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// State is where a consultation stands; whether its days are running is told by
// Standing.
type State string

const (
	Drafted   State = "planned"   // 待审核
	Returned  State = "returned"  // 已退回
	Open      State = "open"      // 已公布
	Summed    State = "summed"    // 结果待审核
	Published State = "published" // 已公布结果
	Stopped   State = "stopped"   // 已终止
)

// States lists the states with their printed names.
var States = []struct {
	State State
	Name  string
}{{Drafted, "待审核"}, {Returned, "已退回"}, {Open, "已公布"}, {Summed, "结果待审核"}, {Published, "已公布结果"}, {Stopped, "已终止"}}

// Name is the printed name, empty for a state that is none.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return ""
}

// Public says that everybody may read it.
func (s State) Public() bool { return s == Open || s == Summed || s == Published || s == Stopped }

// Consultation is the row of a consultation, as its facts made it.
type Consultation struct {
	ID, Organ   ledger.ID
	State       State
	Unit        ledger.ID
	From, To    calendar.Day // first and last day for opinions
	Brief       bool         // less than the usual days, with a reason
	Named       bool         // an opinion wants a name
	Author      ledger.ID
	OpenedOn    calendar.Day
	Opinions    int // that came in
	Adopted     int
	Partly      int
	Rejected    int
	Summer      ledger.ID // who drafted the outcome
	PublishedOn calendar.Day
	Erased      bool
	Rev         int64
}

// Text is what is asked: the draft, its grounds, what it is for.
type Text struct {
	Title  string
	Draft  string // 征求意见稿
	Basis  string // 依据
	Note   string // 起草说明
	How    string // 其他提交方式：地址、邮箱
	Reason string // why the days are fewer
}

// Bound are what the plan's sum binds.
func (t Text) Bound() []string { return []string{t.Title, t.Draft, t.Basis, t.Note, t.How, t.Reason} }

// Opinion is what one person says.
type Opinion struct{ Name, Contact, Words string }

// Bound are what the opinion's sum binds.
func (o Opinion) Bound() []string { return []string{o.Name, o.Contact, o.Words} }

// Group is opinions that say the same, and what became of them.
type Group struct {
	Title    string
	Opinions []int       // their numbers
	Adoption ledger.Code // law's list adoption
	Reason   string
}

// Outcome is what became of the opinions (采纳情况).
type Outcome struct {
	Words  string
	Groups []Group
}

// Standing is what the public reads on a day: 尚未开始, 征集中, 已结束 and the like.
func (c Consultation) Standing(today calendar.Day) string {
	switch {
	case c.State != Open && c.State != Summed:
		return c.State.Name()
	case today.Before(c.From):
		return "尚未开始"
	case !today.After(c.To):
		return "征集中"
	}
	return "已结束"
}

// Takes says whether an opinion may come through the site on a day.
func (c Consultation) Takes(today calendar.Day) bool {
	return c.State == Open && !today.Before(c.From) && !today.After(c.To)
}

// Due is the day by which the outcome is to be public, with the limit that says so.
func (c Consultation) Due(cal *calendar.Calendar) (law.Limit, calendar.Date) {
	l, _ := law.On(c.To).Limit("consultation_outcome")
	return l, l.Due(c.To, cal)
}

// Waits says in a few words what it waits for on a day, empty when nothing.
func (c Consultation) Waits(today calendar.Day) string {
	switch c.State {
	case Drafted:
		return "审核公布"
	case Returned:
		return "修改后再送审"
	case Summed:
		return "审核结果"
	case Open:
		if today.After(c.To) {
			return "汇总意见，公布采纳情况"
		}
	}
	return ""
}

// Apply is the only way in which a fact changes a consultation. It is total: a
// fact of another noun, or of a paper, changes nothing.
func (c Consultation) Apply(e ledger.Entry, f ledger.Fact) Consultation {
	switch f := f.(type) {
	case Planned:
		c.ID, c.Organ, c.State, c.Author = e.Subject, e.Organ, Drafted, e.By
		c.Unit, c.From, c.To, c.Brief, c.Named = f.Unit, f.From, f.To, f.Brief, f.Named
	case SentBack:
		if c.State == Drafted {
			c.State = Returned
		} else {
			c.State = Open
		}
	case Opened:
		c.State, c.OpenedOn = Open, e.On
	case Opined:
		c.Opinions = f.No
	case Prolonged:
		c.To, c.Brief = f.To, f.Brief
	case Concluded:
		c.State, c.Summer, c.Adopted, c.Partly, c.Rejected = Summed, e.By, f.Adopted, f.Partly, f.Rejected
	case Issued:
		c.State, c.PublishedOn = Published, e.On
	case Ceased:
		c.State = Stopped
	case Erased:
		c.Erased = true
	}
	return c
}

// Bound are what the outcome's sum binds.
func (o Outcome) Bound() []string {
	out := []string{o.Words}
	for _, g := range o.Groups {
		out = append(out, g.Title, Numbers(g.Opinions), string(g.Adoption), g.Reason)
	}
	return out
}
