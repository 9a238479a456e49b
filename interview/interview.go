// Package interview holds what a guest of the organ tells the public (在线访谈):
// the announcement, questions by citizens that are looked at before they are
// shown, and the transcript.
//
//	planned ─announce─► announced ─write─► written ─publish─► published
//	   ▲ │                 │      ▲            │
//	   │ └─return          └─cancel└──return───┘
//	 replan
//
// The announcement and the transcript are drafted by one and let out by another.
// Each verb is a pure function that returns a fact or a refusal, and Apply is
// the only way in which a fact changes an interview. Words, names and pictures
// stand sealed in rows, bound by the sums of the facts.
package interview

import (
	"strconv"

	"gongkai/calendar"
	"gongkai/ledger"
)

// State is where an interview stands.
type State string

const (
	Drafted   State = "planned"   // 待审核
	Returned  State = "returned"  // 已退回
	Announced State = "announced" // 已预告
	Written   State = "written"   // 实录待审核
	Published State = "published" // 已发布实录
	Cancelled State = "cancelled" // 已取消
)

// States lists the states with their printed names.
var States = []struct {
	State State
	Name  string
}{{Drafted, "待审核"}, {Returned, "已退回"}, {Announced, "已预告"}, {Written, "实录待审核"}, {Published, "已发布实录"}, {Cancelled, "已取消"}}

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
func (s State) Public() bool {
	return s == Announced || s == Written || s == Published || s == Cancelled
}

// Interview is the row of an interview, as its facts made it.
type Interview struct {
	ID, Organ   ledger.ID
	State       State
	Unit        ledger.ID
	HeldOn      calendar.Day
	Author      ledger.ID
	AnnouncedOn calendar.Day
	Questions   int // that came in
	Turns       int // of the transcript
	Answered    int // questions that it answers
	Writer      ledger.ID
	PublishedOn calendar.Day
	Erased      bool
	Rev         int64
}

// Text is the announcement.
type Text struct {
	Topic, Guest, Post string // 主题, 嘉宾, 职务
	Time, About        string // 几点至几点, 内容简介
}

// Bound are what the plan's sum binds.
func (t Text) Bound() []string { return []string{t.Topic, t.Guest, t.Post, t.Time, t.About} }

// Question is what one citizen asks.
type Question struct{ Name, Contact, Words string }

// Bound are what the question's sum binds.
func (q Question) Bound() []string { return []string{q.Name, q.Contact, q.Words} }

// Turn is what one speaker said; Question is the number of the citizen's
// question that it asks or answers, 0 for none.
type Turn struct {
	Speaker, Words string
	Question       int
}

// Transcript is what was said (访谈实录).
type Transcript []Turn

// Bound are what the transcript's sum binds.
func (t Transcript) Bound() []string {
	out := []string{strconv.Itoa(len(t))}
	for _, x := range t {
		out = append(out, x.Speaker, x.Words, strconv.Itoa(x.Question))
	}
	return out
}

// Standing is what the public reads on a day.
func (i Interview) Standing(today calendar.Day) string {
	switch {
	case i.State != Announced && i.State != Written:
		return i.State.Name()
	case today.Before(i.HeldOn):
		return "预告"
	case today == i.HeldOn:
		return "今天访谈"
	}
	return "正在整理实录"
}

// Takes says whether a question may come on a day: from the announcement to the
// end of the day itself.
func (i Interview) Takes(today calendar.Day) bool {
	return i.State == Announced && !today.After(i.HeldOn)
}

// Waits says in a few words what it waits for on a day, empty when nothing.
func (i Interview) Waits(today calendar.Day) string {
	switch i.State {
	case Drafted:
		return "审核预告"
	case Returned:
		return "修改后再送审"
	case Written:
		return "审核实录"
	case Announced:
		if !today.Before(i.HeldOn) {
			return "整理实录"
		}
	}
	return ""
}

// Apply is the only way in which a fact changes an interview. It is total: a
// fact of another noun, or of a paper, changes nothing.
func (i Interview) Apply(e ledger.Entry, f ledger.Fact) Interview {
	switch f := f.(type) {
	case Planned:
		i.ID, i.Organ, i.State, i.Author, i.Unit, i.HeldOn = e.Subject, e.Organ, Drafted, e.By, f.Unit, f.HeldOn
	case SentBack:
		if i.State == Drafted {
			i.State = Returned
		} else {
			i.State = Announced
		}
	case Opened:
		i.State, i.AnnouncedOn = Announced, e.On
	case Asked:
		i.Questions = f.No
	case Transcribed:
		i.State, i.Writer, i.Turns, i.Answered = Written, e.By, f.Turns, f.Answered
	case Issued:
		i.State, i.PublishedOn = Published, e.On
	case CalledOff:
		i.State = Cancelled
	case Erased:
		i.Erased = true
	}
	return i
}
