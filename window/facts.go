package window

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Received: somebody asked, complained or praised (登记). Answered is true of an
// enquiry that was answered on the spot.
type Received struct {
	No       ledger.Code
	Sort     Sort
	Channel  ledger.Code
	Topic    ledger.Code
	Item     ledger.ID
	Unit     ledger.ID
	Minutes  int
	Answered bool
	Consent  bool
	Words    ledger.Sum
}

// Assigned: another division is to deal with it (转办).
type Assigned struct{ Unit ledger.ID }

// Against: which division a complaint is about (被投诉科室), by the item or the
// case that it names, or as the office says; none for one about no division.
type Against struct {
	Unit ledger.ID
	Case ledger.ID
}

// Accepted: a complaint was taken up, and the person told so (受理告知).
type Accepted struct{ Words ledger.Sum }

// Declined: it was not, and the person told why (不予受理).
type Declined struct{ Words ledger.Sum }

// Checked: what happened was looked into and put right (核实处理).
type Checked struct {
	Finding ledger.Code
	Words   ledger.Sum
}

// Answered: an enquiry was answered, or the person told what came of the
// complaint (答复、反馈).
type Answered struct {
	Minutes int
	Words   ledger.Sum
}

// Noted: what was answered on the spot is kept (记录答复).
type Noted struct{ Words ledger.Sum }

// Corrected: an enquiry had been counted wrongly (更正); these take the place of
// what was counted.
type Corrected struct {
	Channel ledger.Code
	Topic   ledger.Code
	Item    ledger.ID
	Unit    ledger.ID
	Minutes int
	Words   ledger.Sum
}

// Voided: an enquiry was none, or was counted twice (注销).
type Voided struct{ Words ledger.Sum }

// Revisited: the person was asked whether that will do (回访).
type Revisited struct {
	Satisfied ledger.Code
	Words     ledger.Sum
}

// Filed: the complaint's papers are closed (归档).
type Filed struct{}

// Released: a commendation is shown on the site (公开); TakenDown: no more.
type Released struct{}

// TakenDown: see Released.
type TakenDown struct{}

// Erased: who asked, and in what words, was erased (删除个人信息).
type Erased struct{}

// Drawn: somebody took a number (取号).
type Drawn struct {
	Counter ledger.Code
	Number  int
}

// Called: the number was called to a desk, after so many seconds (叫号).
type Called struct {
	Desk   int
	Waited int
}

// Served: it was dealt with, in so many seconds (办结).
type Served struct{ Took int }

// Left: nobody came (过号).
type Left struct{}

// Booked: a turn was booked beforehand (预约).
type Booked struct {
	No      ledger.Code
	Counter ledger.Code
	Day     calendar.Day
	Start   ledger.Code // 09:00
	Item    ledger.ID
	Words   ledger.Sum
}

// Cancelled: the booking was given up (取消预约).
type Cancelled struct{}

// Came: whoever booked came (赴约); Missed: did not (失约).
type Came struct{}

// Missed: see Came.
type Missed struct{}

func (Received) Kind() string  { return "window.received" }
func (Assigned) Kind() string  { return "window.assigned" }
func (Against) Kind() string   { return "window.against" }
func (Accepted) Kind() string  { return "window.accepted" }
func (Declined) Kind() string  { return "window.declined" }
func (Checked) Kind() string   { return "window.checked" }
func (Answered) Kind() string  { return "window.answered" }
func (Noted) Kind() string     { return "window.noted" }
func (Corrected) Kind() string { return "window.corrected" }
func (Voided) Kind() string    { return "window.voided" }
func (Revisited) Kind() string { return "window.revisited" }
func (Filed) Kind() string     { return "window.filed" }
func (Released) Kind() string  { return "window.released" }
func (TakenDown) Kind() string { return "window.takendown" }
func (Erased) Kind() string    { return "window.erased" }
func (Drawn) Kind() string     { return "window.drawn" }
func (Called) Kind() string    { return "window.called" }
func (Served) Kind() string    { return "window.served" }
func (Left) Kind() string      { return "window.left" }
func (Booked) Kind() string    { return "window.booked" }
func (Cancelled) Kind() string { return "window.cancelled" }
func (Came) Kind() string      { return "window.came" }
func (Missed) Kind() string    { return "window.missed" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Received{}, Assigned{}, Against{}, Accepted{}, Declined{}, Checked{}, Answered{}, Noted{}, Corrected{}, Voided{}, Revisited{}, Filed{}, Released{}, TakenDown{},
		Erased{}, Drawn{}, Called{}, Served{}, Left{}, Booked{}, Cancelled{}, Came{}, Missed{}}
}
