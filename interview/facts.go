package interview

import (
	"gongkai/calendar"
	"gongkai/ledger"
)

// Planned: an interview was drafted, or drafted anew after it went back (起草预告).
type Planned struct {
	Unit   ledger.ID
	HeldOn calendar.Day
	Words  ledger.Sum
}

// SentBack: the announcement, or the transcript, went back with a reason (退回).
type SentBack struct{ Words ledger.Sum }

// Opened: another than its author announced it (预告).
type Opened struct{}

// Asked: a citizen asked (网民提问).
type Asked struct {
	No    int
	Words ledger.Sum
}

// Moderated: an officer looked at a question and shows it, or does not and says
// why (审核提问).
type Moderated struct {
	No    int
	Shown bool
	Words ledger.Sum
}

// Transcribed: the transcript was drafted (整理实录); Answered are the citizens'
// questions that it answers.
type Transcribed struct {
	Turns, Answered int
	Words           ledger.Sum
}

// Issued: another than who drafted it made the transcript public (发布实录), which
// is the day by which the interview counts.
type Issued struct{ Questions, Answered int }

// CalledOff: it does not take place, with a public reason (取消).
type CalledOff struct{ Words ledger.Sum }

// Kept: a picture was added (图片).
type Kept struct{ Sum ledger.Sum }

// Erased: who asked was erased (删除个人信息).
type Erased struct{}

func (Planned) Kind() string     { return "interview.planned" }
func (SentBack) Kind() string    { return "interview.returned" }
func (Opened) Kind() string      { return "interview.announced" }
func (Asked) Kind() string       { return "interview.asked" }
func (Moderated) Kind() string   { return "interview.moderated" }
func (Transcribed) Kind() string { return "interview.written" }
func (Issued) Kind() string      { return "interview.published" }
func (CalledOff) Kind() string   { return "interview.cancelled" }
func (Kept) Kind() string        { return "interview.kept" }
func (Erased) Kind() string      { return "interview.erased" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Planned{}, SentBack{}, Opened{}, Asked{}, Moderated{}, Transcribed{}, Issued{}, CalledOff{}, Kept{}, Erased{}}
}
