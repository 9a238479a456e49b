package letter

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
)

// The facts. The legal day of each is the entry's On; what stands in words or
// names a person is in rows beside it, bound by a salted sum.

// Received: a letter came in (收到来信), with the limits of its mailbox and kind
// as they stood on that day.
type Received struct {
	No      ledger.Code
	Mailbox ledger.Code
	Sort    ledger.Code
	Door    ledger.Code
	Open    bool
	Terms   Terms
	Given   calendar.Day // last day, as the mailbox's own body gave it
	Words   ledger.Sum
}

// Imported: a letter of an earlier book (旧台账导入); AnsweredOn is zero while it
// is open.
type Imported struct {
	No         ledger.Code
	Mailbox    ledger.Code
	Sort       ledger.Code
	Terms      Terms
	AnsweredOn calendar.Day
	Words      ledger.Sum
}

// Taken: the organ takes the letter on (受理).
type Taken struct{}

// Refused: it does not, for a ground and with a reason (不予受理).
type Refused struct {
	Ground ledger.Code
	Words  ledger.Sum
}

// Handed: a division has it now, with its own day (转办).
type Handed struct {
	Unit ledger.ID
	Due  calendar.Day
}

// HandedBack: the division gives it back with a reason (退办).
type HandedBack struct{ Words ledger.Sum }

// Turned: the matter goes another way (转其他程序); Into is the request or the
// case that it became, empty for a petition, which leaves the system.
type Turned struct {
	To    ledger.Code // key of Exits
	Into  ledger.ID
	Words ledger.Sum // why, the other body's reference, and that the sender was told
}

// TakenBack: the sender took the letter back (撤回来信); Words are what they said.
type TakenBack struct{ Words ledger.Sum }

// Extended: the answer takes longer (延期). Until is set where the day was given.
type Extended struct {
	Days     int
	Until    calendar.Day
	To       calendar.Day // the last day told
	Approver ledger.ID
	Words    ledger.Sum
}

// Written: an answer was drafted (拟答复); SentBack: it was returned (退回);
// Passed: the head of the division let it pass (审核); Agreed: the office did
// (审定).
type (
	Written  struct{ Words ledger.Sum }
	SentBack struct{ Words ledger.Sum }
	Passed   struct{ Words ledger.Sum }
	Agreed   struct{ Words ledger.Sum }
)

// Replied: the answer left the organ (答复). Due is the day by which it had to.
type Replied struct {
	Way  ledger.Code // email, or code: read by the query code alone
	Due  calendar.Day
	Late bool
}

// Copied: a copy without the person was written for everybody (拟公开). Opened: a
// second officer let it out (公开). Closed: it was taken back (撤回公开).
type (
	Copied struct{ Words ledger.Sum }
	Opened struct{ Words ledger.Sum }
	Closed struct{ Words ledger.Sum }
)

// Rated: the sender said how content they are (评价): 5 非常满意 to 1 非常不满意.
type Rated struct {
	Stars int
	Words ledger.Sum
}

// FollowedUp: the organ asked the sender afterwards (回访).
type FollowedUp struct {
	How    ledger.Code // phone, visit, email
	Solved bool
	Words  ledger.Sum
}

// Corrected: the mailbox or the kind was recorded wrongly (更正).
type Corrected struct {
	Mailbox, Sort       ledger.Code
	WasMailbox, WasSort ledger.Code
	Terms               Terms
	Words               ledger.Sum
}

// Reopened: the end was undone by correction (更正重办); Of is its entry.
type Reopened struct {
	Of    int64
	Words ledger.Sum
}

// Kept: a file that came with the letter, or leaves with the answer (附件).
type Kept struct {
	Paper ledger.Code // letter or answer
	Sum   ledger.Sum
}

// Filed: the letter is in the archive (归档). Erased: the person was erased
// (删除个人信息).
type (
	Filed  struct{}
	Erased struct{}
)

// Tabled: the organ gave itself another table of mailboxes (修改信箱表).
type Tabled struct {
	Version int
	From    calendar.Day
	Text    ledger.Sum
}

func (Received) Kind() string   { return "letter.received" }
func (Imported) Kind() string   { return "letter.imported" }
func (Taken) Kind() string      { return "letter.accepted" }
func (Refused) Kind() string    { return "letter.declined" }
func (Handed) Kind() string     { return "letter.assigned" }
func (HandedBack) Kind() string { return "letter.handed_back" }
func (Turned) Kind() string     { return "letter.converted" }
func (TakenBack) Kind() string  { return "letter.taken_back" }
func (Extended) Kind() string   { return "letter.extended" }
func (Written) Kind() string    { return "letter.drafted" }
func (SentBack) Kind() string   { return "letter.returned" }
func (Passed) Kind() string     { return "letter.checked" }
func (Agreed) Kind() string     { return "letter.approved" }
func (Replied) Kind() string    { return "letter.answered" }
func (Copied) Kind() string     { return "letter.prepared" }
func (Opened) Kind() string     { return "letter.published" }
func (Closed) Kind() string     { return "letter.unpublished" }
func (Rated) Kind() string      { return "letter.rated" }
func (FollowedUp) Kind() string { return "letter.followed_up" }
func (Corrected) Kind() string  { return "letter.corrected" }
func (Reopened) Kind() string   { return "letter.reopened" }
func (Kept) Kind() string       { return "letter.kept" }
func (Filed) Kind() string      { return "letter.archived" }
func (Erased) Kind() string     { return "letter.erased" }
func (Tabled) Kind() string     { return "letter.tabled" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Received{}, Imported{}, Taken{}, Refused{}, Handed{}, HandedBack{}, Turned{}, TakenBack{}, Extended{}, Written{}, SentBack{},
		Passed{}, Agreed{}, Replied{}, Copied{}, Opened{}, Closed{}, Rated{}, FollowedUp{}, Corrected{}, Reopened{}, Kept{}, Filed{}, Erased{}, Tabled{}}
}

// IsKind says whether a kind of fact is one of a letter or of its table.
func IsKind(kind string) bool { return strings.HasPrefix(kind, "letter.") }

// Bound is the sum by which a fact binds words that stand beside it.
func Bound(f ledger.Fact) ledger.Sum {
	switch f := f.(type) {
	case Received:
		return f.Words
	case Imported:
		return f.Words
	case Refused:
		return f.Words
	case HandedBack:
		return f.Words
	case Turned:
		return f.Words
	case TakenBack:
		return f.Words
	case Extended:
		return f.Words
	case Written:
		return f.Words
	case SentBack:
		return f.Words
	case Passed:
		return f.Words
	case Agreed:
		return f.Words
	case Copied:
		return f.Words
	case Opened:
		return f.Words
	case Closed:
		return f.Words
	case Rated:
		return f.Words
	case FollowedUp:
		return f.Words
	case Corrected:
		return f.Words
	case Reopened:
		return f.Words
	}
	return ""
}
