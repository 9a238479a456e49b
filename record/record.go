// Package record holds what people ask about their own records: that the organ
// correct what it holds wrongly about them (更正申请, 条例 Art. 41, R-A41).
//
// Such a matter is no request for information and counts nowhere in the annual
// report. It comes in with its evidence, is looked into, and ends in one of
// four ways, each told to the person:
//
//	received ─end─► corrected    更正并告知
//	               transferred  转送有权更正的机关并告知
//	               told         告知向谁提出
//	               refused      不予更正：所提供的证据不足
//
// Each verb is a pure function that returns a fact or a refusal, and Apply is
// the only way in which a fact changes a matter. Who asks and what about stands
// sealed in the row, bound by the sums of the facts.
package record

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// State is where a matter stands; past the first it is how it ended.
type State string

const (
	Open        State = "received"    // 待核实
	Corrected   State = "corrected"   // 已更正
	Transferred State = "transferred" // 已转送
	Told        State = "told"        // 已告知向谁提出
	Refused     State = "refused"     // 不予更正
)

// States lists the states with their printed names.
var States = []struct {
	State State
	Name  string
}{{Open, "待核实"}, {Corrected, "已更正"}, {Transferred, "已转送"}, {Told, "已告知向谁提出"}, {Refused, "不予更正"}}

// Name is the printed name, empty for a state that is none.
func (s State) Name() string {
	for _, x := range States {
		if x.State == s {
			return x.Name
		}
	}
	return ""
}

// Matter is the row of a correction, as its facts made it.
type Matter struct {
	ID, Organ  ledger.ID
	No         string // 更正〔2025〕1号
	State      State
	Door       ledger.Code // law's list door
	ReceivedOn calendar.Day
	EndedOn    calendar.Day
	Rev        int64
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

// Received: a person asked for the correction of a record (收到更正申请).
type Received struct {
	Door  ledger.Code
	Words ledger.Sum
}

// Ended: the matter was looked into and ended (办结).
type Ended struct {
	How   State
	Words ledger.Sum
}

// Kept: evidence was added to the file (附卷).
type Kept struct{ Sum ledger.Sum }

// Lettered: a letter of the matter was made (制发文书).
type Lettered struct {
	Writ    ledger.Code
	Version int
	No      ledger.Code // year/serial
	Sum     ledger.Sum
}

func (Received) Kind() string { return "record.received" }
func (Ended) Kind() string    { return "record.ended" }
func (Kept) Kind() string     { return "record.kept" }
func (Lettered) Kind() string { return "record.lettered" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Received{}, Ended{}, Kept{}, Lettered{}} }

// Doors are where a correction may come in: by post or at the counter, where
// the person shows who it is.
func Doors() []law.Term {
	return slices.DeleteFunc(slices.Clone(law.Terms("door")), func(t law.Term) bool {
		return !slices.Contains([]string{"counter", "post-signed", "post", "oral"}, t.Key)
	})
}

// Receive takes a correction in (R-A41): it is about the person itself, names
// the record and what is wrong with it, and brings evidence; proofs is the
// number of files that came with it.
func Receive(door ledger.Code, a Asked, proofs int, on, today calendar.Day, words ledger.Sum) (Received, error) {
	var all refusal.All
	want := func(field, value, code string) {
		if strings.TrimSpace(value) == "" {
			all = append(all, refusal.New(code, "R-A41").On(field))
		}
	}
	if !slices.ContainsFunc(Doors(), func(t law.Term) bool { return t.Key == string(door) }) {
		all = append(all, refusal.New("record.receive.door", "R-A41").On("door"))
	}
	if on.IsZero() || on.After(today) {
		all = append(all, refusal.New("record.receive.day", "R-A41", "today", today.String()).On("on"))
	}
	want("name", a.Name, "record.receive.name")
	want("phone", a.Phone+a.Address, "record.receive.reach")
	want("record", a.Record, "record.receive.record")
	want("wrong", a.Wrong, "record.receive.wrong")
	if proofs == 0 {
		want("proof", a.Proof, "record.receive.proof")
	}
	return Received{Door: door, Words: words}, all.Or()
}

// End says how the matter ended (R-A41): corrected, sent on to the organ that
// may correct it, told where to go, or refused with a reason.
func (m Matter) End(how State, e Ending, words ledger.Sum) (Ended, error) {
	if m.State != Open {
		return Ended{}, refusal.Clash("record.end.twice", "R-A41", "state", m.State.Name())
	}
	var all refusal.All
	want := func(field, value, code string) {
		if strings.TrimSpace(value) == "" {
			all = append(all, refusal.New(code, "R-A41").On(field))
		}
	}
	want("found", e.Found, "record.end.found")
	switch how {
	case Corrected:
		want("words", e.Words, "record.end.corrected")
	case Refused:
		want("words", e.Words, "record.end.reason")
	case Transferred, Told:
		want("organ", e.Organ, "record.end.organ")
	default:
		all = append(all, refusal.New("record.end.how", "R-A41").On("how"))
	}
	return Ended{How: how, Words: words}, all.Or()
}

// Result is how the letter to the person puts the end.
func (e Ending) Result(how State) string {
	switch how {
	case Transferred:
		return "该信息属于" + e.Organ + "职能范围，本机关已将您（单位）的申请及所附材料转送" + e.Organ + "处理" + e.at()
	case Told:
		return "该信息不属于本机关职能范围，您（单位）可以向" + e.Organ + "提出" + e.at()
	case Refused:
		return "本机关不予更正，理由是：" + e.Words
	}
	return e.Words
}

func (e Ending) at() string {
	if e.Contact == "" {
		return ""
	}
	return "（" + e.Contact + "）"
}

// Apply is the only way in which a fact changes a matter. It is total: a fact
// of another noun, or of a paper, changes nothing.
func (m Matter) Apply(e ledger.Entry, f ledger.Fact) Matter {
	switch f := f.(type) {
	case Received:
		m.ID, m.Organ, m.State, m.Door, m.ReceivedOn = e.Subject, e.Organ, Open, f.Door, e.On
	case Ended:
		m.State, m.EndedOn = f.How, e.On
	}
	return m
}
