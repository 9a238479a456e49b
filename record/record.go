// Package record holds what people ask about their own records: that the organ
// correct what it holds wrongly about them (更正申请, 条例 Art. 41, R-A41).
//
// Such a matter is no request for information and counts nowhere in the annual
// report. It comes in with its evidence, is looked into by one officer, decided
// by another, and ends in one of four ways, each told to the person with proof:
//
//	received ─propose─► proposed ─end─► corrected    更正并告知
//	    ▲                  │           transferred  转送有权更正的机关并告知
//	    └──────return──────┘           told         告知向谁提出
//	                                   refused      不予更正：所提供的证据不足
//
// Each verb is a pure function that returns a fact or a refusal, and Apply is
// the only way in which a fact changes a matter. Who asks and what about stands
// sealed in the row, bound by the sums of the facts.
package record

import (
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// State is where a matter stands; past the first it is how it ended.
type State string

const (
	Open        State = "received"    // 待核实
	Drafted     State = "proposed"    // 待审定
	Corrected   State = "corrected"   // 已更正
	Transferred State = "transferred" // 已转送
	Told        State = "told"        // 已告知向谁提出
	Refused     State = "refused"     // 不予更正
)

// States lists the states with their printed names.
var States = []struct {
	State State
	Name  string
}{{Open, "待核实"}, {Drafted, "待审定"}, {Corrected, "已更正"}, {Transferred, "已转送"}, {Told, "已告知向谁提出"}, {Refused, "不予更正"}}

// Name is the printed name, empty for a state that is none.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return ""
}

// Proposal is an end as a draft of it is called: 更正, not yet 已更正.
func (s State) Proposal() string { return strings.TrimPrefix(s.Name(), "已") }

// Ends are the states in which a matter may end.
var Ends = []State{Corrected, Transferred, Told, Refused}

// Pending says that the matter has not ended.
func (s State) Pending() bool { return s == Open || s == Drafted }

// Matter is the row of a correction, as its facts made it.
type Matter struct {
	ID, Organ  ledger.ID
	No         string // 更正〔2025〕1号
	State      State
	Door       ledger.Code // law's list door
	ReceivedOn calendar.Day
	How        State // the end that is proposed
	Drafter    ledger.ID
	Decider    ledger.ID
	EndedOn    calendar.Day
	ToldOn     calendar.Day // the person has the letter
	SentOn     calendar.Day // the competent organ has its own
	Erased     bool
	Rev        int64
}

// Due is the last day to end the matter. Art. 41 sets none; the organ takes the
// one that answers have.
func (m Matter) Due(cal *calendar.Calendar) calendar.Date {
	l, _ := law.On(m.ReceivedOn).Limit("correction")
	return l.Due(m.ReceivedOn, cal)
}

// Waits says in a few words what a matter waits for, empty when it is done.
func (m Matter) Waits() string {
	switch {
	case m.State == Open:
		return "核实并拟办"
	case m.State == Drafted:
		return "审定"
	case m.Erased:
		return ""
	case m.ToldOn.IsZero():
		return "登记告知书送达"
	case m.State == Transferred && m.SentOn.IsZero():
		return "登记转送函送达"
	}
	return ""
}

// Asked is who asks, and what is wrong with the record.
type Asked struct {
	Name, IDNo, Phone, Address string
	Record                     string // which record
	Wrong                      string // what it says, and what would be right
	Proof                      string // what shows it
}

// Words are what the receipt's sum binds, the number with it.
func (a Asked) Words(no string) []string {
	return []string{no, a.Name, a.IDNo, a.Phone, a.Address, a.Record, a.Wrong, a.Proof}
}

// Ending is what the letter of the end says.
type Ending struct {
	Found   string // what was found on looking into it
	Words   string // what was corrected to what; why not
	Organ   string // the competent one
	Contact string // of that organ
}

// Bound are what the end's sum binds.
func (e Ending) Bound() []string { return []string{e.Found, e.Words, e.Organ, e.Contact} }

// Result is how the letter to the person puts what was corrected, or sent on;
// the other ends have letters of their own.
func (e Ending) Result(how State) string {
	if how != Transferred {
		return e.Words
	}
	s := "该信息属于" + e.Organ + "职能范围，本机关已将您（单位）的申请及所附材料转送" + e.Organ + "处理"
	if e.Contact != "" {
		s += "（" + e.Contact + "）"
	}
	return s
}

// Apply is the only way in which a fact changes a matter. It is total: a fact
// of another noun, or of a paper, changes nothing.
func (m Matter) Apply(e ledger.Entry, f ledger.Fact) Matter {
	switch f := f.(type) {
	case Received:
		m.ID, m.Organ, m.State, m.Door, m.ReceivedOn = e.Subject, e.Organ, Open, f.Door, e.On
	case Proposed:
		m.State, m.How, m.Drafter = Drafted, f.How, e.By
	case Returned:
		m.State, m.How = Open, ""
	case Ended:
		m.State, m.How, m.Decider, m.EndedOn = f.How, f.How, e.By, e.On
	case Delivered:
		if f.Organ {
			m.SentOn = e.On
		} else {
			m.ToldOn = e.On
		}
	case Erased:
		m.Erased = true
	}
	return m
}
