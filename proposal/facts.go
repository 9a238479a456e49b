package proposal

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Received: a proposal was handed over to the organ (收到交办); On is that day.
type Received struct {
	Type, Level, Role ledger.Code
	No                int
	Due               calendar.Day // of the notice, zero for none
	Words             ledger.Sum
}

// Handed: a division is to answer it (交办).
type Handed struct{ Unit ledger.ID }

// Returned: the division gave it back, or the draft went back (退回).
type Returned struct{ Words ledger.Sum }

// Extended: it gets the longer period (延期).
type Extended struct{ Words ledger.Sum }

// Proposed: a reply was drafted (拟复).
type Proposed struct {
	Category, Openness ledger.Code
	Words              ledger.Sum
}

// Passed: another than the drafter checked it (审核).
type Passed struct{ Words ledger.Sum }

// Replied: the reply was sent (答复); Due is the day by which it had to be.
type Replied struct {
	Category ledger.Code
	Due      calendar.Day
	Late     bool
	Words    ledger.Sum
}

// Heard: the member said how content it is (反馈意见).
type Heard struct {
	Satisfaction ledger.Code
	Words        ledger.Sum
}

// Released: the reply was drafted as an article (公开答复).
type Released struct{ Article ledger.ID }

// TakenBack: the member took it back, or it was handed to another organ (撤回).
type TakenBack struct{ Words ledger.Sum }

// Kept: a paper was added to the file (附卷).
type Kept struct{ Sum ledger.Sum }

// Erased: how the member is reached was taken away (删除个人信息); Words binds the
// rest of what the receipt bound.
type Erased struct{ Words ledger.Sum }

func (Received) Kind() string  { return "proposal.received" }
func (Handed) Kind() string    { return "proposal.assigned" }
func (Returned) Kind() string  { return "proposal.returned" }
func (Extended) Kind() string  { return "proposal.extended" }
func (Proposed) Kind() string  { return "proposal.drafted" }
func (Passed) Kind() string    { return "proposal.checked" }
func (Replied) Kind() string   { return "proposal.answered" }
func (Heard) Kind() string     { return "proposal.rated" }
func (Released) Kind() string  { return "proposal.released" }
func (TakenBack) Kind() string { return "proposal.withdrawn" }
func (Kept) Kind() string      { return "proposal.kept" }
func (Erased) Kind() string    { return "proposal.erased" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Received{}, Handed{}, Returned{}, Extended{}, Proposed{}, Passed{}, Replied{}, Heard{}, Released{}, TakenBack{}, Kept{}, Erased{}}
}
