package service

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// The facts. The legal day of each is the entry's On; what stands in words or
// names a person is in rows beside it, bound by a salted sum.

// Filed: a case was handed in (提交). From is the letter that it was made of.
type Filed struct {
	No        ledger.Code
	Door      ledger.Code
	Applicant ledger.Code
	From      ledger.ID
	Terms     Terms
	Names     ledger.Sum // of the printed names of the terms
	Words     ledger.Sum // of what is asked
}

// Prechecked: it was looked through before the applicant comes (预审).
type Prechecked struct{ Words ledger.Sum }

// TakenIn: the materials were taken in against a slip (收件). Window says that a
// window did it.
type TakenIn struct {
	Materials []ledger.Code
	Window    bool
}

// Lacked: the applicant was told, once and wholly, what is missing (一次性告知).
type Lacked struct {
	Materials []ledger.Code
	By        calendar.Day
	Words     ledger.Sum
}

// Supplemented: all that was told has come (补齐补正).
type Supplemented struct {
	Materials []ledger.Code
	Words     ledger.Sum
}

// Accepted: the organ accepted it, or the law did (受理). From is the day after
// which the period counts, Due the day told.
type Accepted struct {
	From   calendar.Day
	Deemed bool
	Due    calendar.Day
}

// Declined: it was not accepted (不予受理).
type Declined struct {
	Ground ledger.Code
	Words  ledger.Sum
}

// Claimed and Released: an officer took the case in hand (认领), or let it go.
type (
	Claimed  struct{}
	Released struct{}
)

// Advanced: a step of the examination was done (办理环节), by these hands; the
// entry's officer and whom they stood in for.
type Advanced struct {
	Step, To int
	Hands    []ledger.ID
	Late     bool
	Words    ledger.Sum
}

// SentBack: it goes back to an earlier step (退回环节).
type SentBack struct {
	Step, To int
	Words    ledger.Sum
}

// Suspended: a special procedure began (特别程序), which is not counted; Days
// is what the applicant was told of it. Resumed: it is over.
type (
	Suspended struct {
		Procedure ledger.Code
		Days      int
		Words     ledger.Sum
	}
	Resumed struct{}
)

// Extended: the head of the organ extended the period (延期); To is the day told.
type Extended struct {
	Days  int
	To    calendar.Day
	Words ledger.Sum
}

// Decided: the case was decided (作出决定、办结). Statutory and Used are working
// days, from which the speed-up is counted; Late and Ahead are against the promise.
type Decided struct {
	Result    ledger.Code
	Register  ledger.Code
	Statutory int
	Used      int
	Late      bool
	Ahead     bool
	Words     ledger.Sum
}

// Delivered: the result reached the applicant (送达), with proof.
type Delivered struct {
	Way   ledger.Code
	Late  bool
	Proof ledger.Sum
}

// Visited: the applicant came to the counter once more (到现场).
type Visited struct{}

// Rated: the applicant rated the service (好差评), 5 to 1.
type Rated struct {
	Level  int
	Online bool
	Scores []Score
	Words  ledger.Sum
}

// Score is the level of one dimension.
type Score struct {
	Dimension ledger.Code
	Level     int
}

// Verified, Mended, Answered: a bad rating was looked into (核实), what it is
// about put right (整改), and the applicant called back (回访回复).
type (
	Verified struct {
		Upheld bool
		Words  ledger.Sum
	}
	Mended struct {
		Late  bool
		Words ledger.Sum
	}
	Answered struct {
		Late  bool
		Words ledger.Sum
	}
)

// Withdrawn, Returned, Transferred: the applicant took it back (撤回), the organ
// gave it back (退件), or another organ has it now (转报).
type (
	Withdrawn   struct{ Words ledger.Sum }
	Returned    struct{ Words ledger.Sum }
	Transferred struct{ Words ledger.Sum }
)

// Archived: the file is in the archive (归档). Erased: the person was erased.
type (
	Archived struct{ Papers int }
	Erased   struct{}
)

// Kept: a paper was added to the file (附卷): a material by its code, or one of
// Papers.
type Kept struct {
	Paper ledger.Code
	Sum   ledger.Sum
}

// Lettered: a notice of the case was made (制发文书), numbered and bound by its sum.
type Lettered struct {
	Writ    ledger.Code
	Version int
	No      ledger.Code
	Sum     ledger.Sum
}

func (Filed) Kind() string        { return "service.filed" }
func (Prechecked) Kind() string   { return "service.prechecked" }
func (TakenIn) Kind() string      { return "service.taken_in" }
func (Lacked) Kind() string       { return "service.lacked" }
func (Supplemented) Kind() string { return "service.supplemented" }
func (Accepted) Kind() string     { return "service.accepted" }
func (Declined) Kind() string     { return "service.declined" }
func (Claimed) Kind() string      { return "service.claimed" }
func (Released) Kind() string     { return "service.released" }
func (Advanced) Kind() string     { return "service.advanced" }
func (SentBack) Kind() string     { return "service.sent_back" }
func (Suspended) Kind() string    { return "service.suspended" }
func (Resumed) Kind() string      { return "service.resumed" }
func (Extended) Kind() string     { return "service.extended" }
func (Decided) Kind() string      { return "service.decided" }
func (Delivered) Kind() string    { return "service.delivered" }
func (Visited) Kind() string      { return "service.visited" }
func (Rated) Kind() string        { return "service.rated" }
func (Verified) Kind() string     { return "service.verified" }
func (Mended) Kind() string       { return "service.mended" }
func (Answered) Kind() string     { return "service.answered" }
func (Withdrawn) Kind() string    { return "service.withdrawn" }
func (Returned) Kind() string     { return "service.returned" }
func (Transferred) Kind() string  { return "service.transferred" }
func (Archived) Kind() string     { return "service.archived" }
func (Erased) Kind() string       { return "service.erased" }
func (Kept) Kind() string         { return "service.kept" }
func (Lettered) Kind() string     { return "service.lettered" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Filed{}, Prechecked{}, TakenIn{}, Lacked{}, Supplemented{}, Accepted{}, Declined{}, Claimed{}, Released{},
		Advanced{}, SentBack{}, Suspended{}, Resumed{}, Extended{}, Decided{}, Delivered{}, Visited{}, Rated{}, Verified{}, Mended{},
		Answered{}, Withdrawn{}, Returned{}, Transferred{}, Archived{}, Erased{}, Kept{}, Lettered{}}
}
