package request

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// The facts. The legal day of each is the entry's On; what stands in words or
// names a person is in rows beside it, bound by a salted sum.

// Received: a request came in (收到). Confirm says that the law counts it as
// received only when both sides have confirmed it (R-A31).
type Received struct {
	No        ledger.Code
	Door      ledger.Code
	Applicant ledger.Code
	Unit      ledger.ID
	Confirm   bool
	Words     ledger.Sum
}

// Imported: a request of the old register (旧台账导入); On is its day of
// receipt, EndedOn and Outcome are empty while it is open.
type Imported struct {
	No        ledger.Code
	Door      ledger.Code
	Applicant ledger.Code
	Outcome   ledger.Code
	EndedOn   calendar.Day
	Words     ledger.Sum
}

// Confirmed: both sides confirmed the receipt (确认收到, R-A31).
type Confirmed struct{ How ledger.Code }

// Assigned: a division has it now, with its own day (转办).
type Assigned struct {
	Unit ledger.ID
	Due  calendar.Day
}

// Clarified: the applicant was told once what is missing (补正告知, R-A30); By
// is the last day of the reasonable period.
type Clarified struct {
	By    calendar.Day
	Words ledger.Sum
}

// Supplemented: the supplement came (补正), the clock starts anew.
type Supplemented struct{ Words ledger.Sum }

// Consulted: somebody outside was asked (征求意见, R-A32, R-A34).
type Consulted struct {
	Ref   ledger.ID
	Party Party
	Words ledger.Sum
}

// Served: the letter of a consultation reached its addressee (签收).
type Served struct{ Ref ledger.ID }

// Heard: they answered, or the organ noted their silence (反馈).
type Heard struct {
	Ref   ledger.ID
	View  View
	Words ledger.Sum
}

// Extended: the period was extended (延期, R-A33); To is the day told.
type Extended struct {
	Days     int
	To       calendar.Day
	Approver ledger.ID
	Words    ledger.Sum
}

// ReasonsAsked and Reasoned: reasons for the number or frequency were asked
// for and given (说明理由, R-A35).
type ReasonsAsked struct {
	By    calendar.Day
	Words ledger.Sum
}
type Reasoned struct{ Words ledger.Sum }

// Postponed: a reasonable later day was set and told (延迟答复, R-A35).
type Postponed struct {
	To    calendar.Day
	Words ledger.Sum
}

// Levied: a fee was asked for (收费通知, §F); N is the number of items or pages.
type Levied struct {
	Tariff   Tariff
	N        int
	Fen      int64
	ServedOn calendar.Day
}

// Paid: the fee was paid in full (缴费), the clock starts anew.
type Paid struct{ Fen int64 }

// Decided: an answer was drafted (拟答复) with its forced row of table 三.
type Decided struct {
	Reply   ledger.Code
	Outcome ledger.Code
	Parts   []Part
	Words   ledger.Sum
}

// Returned, Checked, Approved: the draft went back, passed review, was signed.
type (
	Returned struct{ Words ledger.Sum }
	Checked  struct{ Words ledger.Sum }
	Approved struct {
		No    ledger.Code // 文号 as year/serial
		Words ledger.Sum
	}
)

// Sent: the answer left the organ (发出). Its legal day decides the year of the
// outcome; Due is the day by which it had to.
type Sent struct {
	Outcome ledger.Code
	Way     ledger.Code // key of law's list way
	Due     calendar.Day
	Late    bool
}

// Delivery: it reached the applicant (送达), with proof.
type Delivery struct{ Proof ledger.Sum }

// TakenBack: the applicant withdrew (撤回).
type TakenBack struct{ Words ledger.Sum }

// Abandoned: the law takes the request as given up (视为放弃): no supplement or
// no payment in time.
type Abandoned struct{ Outcome ledger.Code }

// Reopened: the end was undone by correction (更正重办); Of is its entry.
type Reopened struct {
	Of    int64
	Words ledger.Sum
}

// Corrected: the kind of applicant was recorded wrongly (更正).
type Corrected struct {
	Applicant ledger.Code
	Was       ledger.Code
	Words     ledger.Sum
}

// Filed: the file is in the archive (归档). Erased: the person was erased (删除个人信息).
type (
	Filed  struct{ Papers int }
	Erased struct{}
)

func (Received) Kind() string     { return "request.received" }
func (Imported) Kind() string     { return "request.imported" }
func (Confirmed) Kind() string    { return "request.confirmed" }
func (Assigned) Kind() string     { return "request.assigned" }
func (Clarified) Kind() string    { return "request.clarified" }
func (Supplemented) Kind() string { return "request.supplemented" }
func (Consulted) Kind() string    { return "request.consulted" }
func (Served) Kind() string       { return "request.served" }
func (Heard) Kind() string        { return "request.heard" }
func (Extended) Kind() string     { return "request.extended" }
func (ReasonsAsked) Kind() string { return "request.reasons_asked" }
func (Reasoned) Kind() string     { return "request.reasoned" }
func (Postponed) Kind() string    { return "request.postponed" }
func (Levied) Kind() string       { return "request.charged" }
func (Paid) Kind() string         { return "request.paid" }
func (Decided) Kind() string      { return "request.decided" }
func (Returned) Kind() string     { return "request.returned" }
func (Checked) Kind() string      { return "request.reviewed" }
func (Approved) Kind() string     { return "request.signed" }
func (Sent) Kind() string         { return "request.sent" }
func (Delivery) Kind() string     { return "request.delivered" }
func (TakenBack) Kind() string    { return "request.withdrawn" }
func (Abandoned) Kind() string    { return "request.given_up" }
func (Reopened) Kind() string     { return "request.reopened" }
func (Corrected) Kind() string    { return "request.corrected" }
func (Filed) Kind() string        { return "request.archived" }
func (Erased) Kind() string       { return "request.erased" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Received{}, Imported{}, Confirmed{}, Assigned{}, Clarified{}, Supplemented{}, Consulted{}, Served{},
		Heard{}, Extended{}, ReasonsAsked{}, Reasoned{}, Postponed{}, Levied{}, Paid{}, Decided{}, Returned{}, Checked{},
		Approved{}, Sent{}, Delivery{}, TakenBack{}, Abandoned{}, Reopened{}, Corrected{}, Filed{}, Erased{}, Lettered{}, Kept{}, Released{},
		Suggested{}, Declined{}, Linked{}}
}
