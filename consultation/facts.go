package consultation

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Planned: a consultation was drafted, or drafted anew after it went back (起草).
type Planned struct {
	Unit         ledger.ID
	From, To     calendar.Day
	Brief, Named bool
	Words        ledger.Sum
}

// SentBack: the draft, or the outcome, went back with a reason (退回).
type SentBack struct{ Words ledger.Sum }

// Opened: another than its author let it out (公布).
type Opened struct{ Words ledger.Sum }

// Opined: an opinion came in (收到意见); On is the day on which it did.
type Opined struct {
	No    int
	Door  ledger.Code
	Words ledger.Sum
}

// Prolonged: opinions may come for longer, with a public reason (延长期限); Was is
// the last day as it had been.
type Prolonged struct {
	Was, To calendar.Day
	Brief   bool
	Words   ledger.Sum
}

// Concluded: the outcome was drafted (汇总); the numbers are of opinions.
type Concluded struct {
	Groups, Adopted, Partly, Rejected int
	Words                             ledger.Sum
}

// Issued: another than who drafted it made the outcome public (公布采纳情况).
type Issued struct{ Opinions, Adopted, Partly, Rejected int }

// Ceased: it ended without an outcome, with a public reason (终止).
type Ceased struct{ Words ledger.Sum }

// Kept: a paper was added, of an opinion where that has a number, else to the
// draft that everybody reads (附件).
type Kept struct {
	Opinion int
	Sum     ledger.Sum
}

// Erased: who gave the opinions was erased (删除个人信息).
type Erased struct{}

func (Planned) Kind() string   { return "consultation.planned" }
func (SentBack) Kind() string  { return "consultation.returned" }
func (Opened) Kind() string    { return "consultation.opened" }
func (Opined) Kind() string    { return "consultation.opined" }
func (Prolonged) Kind() string { return "consultation.prolonged" }
func (Concluded) Kind() string { return "consultation.summed" }
func (Issued) Kind() string    { return "consultation.published" }
func (Ceased) Kind() string    { return "consultation.stopped" }
func (Kept) Kind() string      { return "consultation.kept" }
func (Erased) Kind() string    { return "consultation.erased" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Planned{}, SentBack{}, Opened{}, Opined{}, Prolonged{}, Concluded{}, Issued{}, Ceased{}, Kept{}, Erased{}}
}
