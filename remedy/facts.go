package remedy

import (
	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// The facts. The legal day of each is the entry's On; what stands in words,
// and the papers that came with it, are in rows beside it, bound by Words.

// Opened: the notice of a case reached the organ (收到答复通知、应诉通知).
type Opened struct {
	Type       Kind
	Procedure  Procedure
	Act        Act
	ActedOn    calendar.Day
	AcceptedOn calendar.Day
	Before     ledger.ID
	Words      ledger.Sum
}

// Replied: our answer with its evidence was handed in (答复、答辩); Due is the
// day by which it had to.
type Replied struct {
	Due   calendar.Day
	Late  bool
	Words ledger.Sum
}

// Noted: something happened on the way (听证、开庭、中止 …).
type Noted struct {
	Event Event
	Words ledger.Sum
}

// Extended: the period to decide was extended (延期).
type Extended struct {
	Days  int
	Words ledger.Sum
}

// Decided: the case ended (结案). Its legal day, that of the decision, decides
// the year of the result.
type Decided struct {
	Result   Result
	ServedOn calendar.Day
	Words    ledger.Sum
}

// Reopened: the end was recorded wrongly (更正). Its legal day is that of the
// end which it undoes, so that the year in which it counted is put right.
type Reopened struct {
	Of    int64
	Words ledger.Sum
}

// Cancelled: the case was recorded by mistake (注销), on the day from which it
// had counted.
type Cancelled struct{ Words ledger.Sum }

// Linked: the case is about a request that stands in this book.
type Linked struct{ Request ledger.ID }

// Ordered: the decision wants a new answer within N days of its service
// (责令重新答复); Unit says of which kind.
type Ordered struct {
	N     int
	Unit  law.Unit
	Words ledger.Sum
}

// Redone: the new answer left the organ (重新答复).
type Redone struct{ Words ledger.Sum }

// Filed: the file is in the archive (归档). Erased: what was said in words, and
// the papers, were erased (删除个人信息).
type (
	Filed  struct{ Papers int }
	Erased struct{}
)

func (Opened) Kind() string    { return "remedy.opened" }
func (Replied) Kind() string   { return "remedy.answered" }
func (Noted) Kind() string     { return "remedy.noted" }
func (Extended) Kind() string  { return "remedy.extended" }
func (Decided) Kind() string   { return "remedy.concluded" }
func (Reopened) Kind() string  { return "remedy.reopened" }
func (Cancelled) Kind() string { return "remedy.voided" }
func (Filed) Kind() string     { return "remedy.archived" }
func (Linked) Kind() string    { return "remedy.linked" }
func (Ordered) Kind() string   { return "remedy.ordered" }
func (Redone) Kind() string    { return "remedy.redone" }
func (Erased) Kind() string    { return "remedy.erased" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact {
	return []ledger.Fact{Opened{}, Replied{}, Noted{}, Extended{}, Decided{}, Reopened{}, Cancelled{}, Filed{},
		Linked{}, Ordered{}, Redone{}, Erased{}}
}

// Words is what an entry says in words, with the papers that came with it. It
// stands in a row of its own.
type Words struct {
	Case   ledger.ID
	Seq    int64 // of the entry
	Text   string
	Salt   string
	Papers []Paper
}

// PaperKind is what a paper is.
type PaperKind string

const (
	Notice     PaperKind = "notice"   // 通知书
	Answer     PaperKind = "answer"   // 答复书、答辩状及证据
	Decision   PaperKind = "decision" // 决定书、裁判文书
	OtherPaper PaperKind = "other"    // 其他材料
)

// Papers lists the kinds of papers.
var Papers = []Term{{string(Notice), "通知书", ""}, {string(Answer), "答复书、答辩状及证据", ""}, {string(Decision), "决定书、裁判文书", ""},
	{string(OtherPaper), "其他材料", ""}}

// Name is the printed name.
func (k PaperKind) Name() string { return label(Papers, k) }

// Paper is a file of the case. Its blob is sealed; SHA names the sealed bytes
// and Plain is the sum of what was handed in.
type Paper struct {
	ID         ledger.ID
	Kind       PaperKind
	On         calendar.Day
	Name       string
	SHA, Plain string
	Size       int64
	Type       string // media type
}

// Sum is the salted hash over the words and the papers; the opening also binds
// the names that the row of the case keeps.
func (w Words) Sum(names ...string) ledger.Sum {
	all := append(names, w.Text)
	for _, p := range w.Papers {
		all = append(all, p.Name, p.Plain)
	}
	return ledger.Salted(w.Salt, all...)
}

// Names are what the opening binds beside its words.
func (c Case) Names() []string { return []string{c.Forum, c.FileNo, c.Request} }
