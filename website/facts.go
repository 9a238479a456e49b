package website

import (
	"strconv"
	"time"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// Stated: an officer said what a line of the form holds and no entry of the work
// does (填报). Value counts, is 1 for 是 and 0 for 否, or is the number of a kind of
// site; the words of a line of words stay in the row, bound by Words together with
// the document. Of is the entry that this one corrects, 0 for none.
type Stated struct {
	Year  int
	Cell  ledger.Code
	Value int64
	Words ledger.Sum
	Of    int64
}

// Seconded: a second officer compared what was said with its document (复核).
// Until then it counts nowhere.
type Seconded struct {
	Year int
	Of   int64
}

// Frozen: the year's form was pinned to the ledger as it stood (冻结). Root is the
// head's root in hex.
type Frozen struct {
	Year int
	Form ledger.Code
	Seq  int64
	Root ledger.Code
}

// Issued: the frozen form went out as an article (公布网站报表).
type Issued struct {
	Year    int
	Article ledger.ID
}

func (Stated) Kind() string   { return "website.stated" }
func (Seconded) Kind() string { return "website.seconded" }
func (Frozen) Kind() string   { return "website.frozen" }
func (Issued) Kind() string   { return "website.issued" }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Stated{}, Seconded{}, Frozen{}, Issued{}} }

// Statement is the row of what was said: the words, and the document behind them.
type Statement struct {
	ID      ledger.ID
	Organ   ledger.ID
	Year    int
	Cell    ledger.Code
	Value   int64
	Text    string       // of a line of words
	On      calendar.Day // day of the document
	Name    string       // file name of the document
	SHA     string       // of its bytes, names the blob
	Salt    string       // of the sum in the ledger
	Note    string       // where it comes from
	Officer ledger.ID
	Of      int64 // entry that it corrects
	Seq     int64 // its own entry
}

// Sum is the salted hash over the words and what they rest on.
func (s Statement) Sum() ledger.Sum { return ledger.Salted(s.Salt, s.Text, s.SHA, s.Name, s.Note) }

// Typed is what was said as it would be typed.
func (s Statement) Typed(r law.WebsiteRow) string {
	if r.Sort == "words" {
		return s.Text
	}
	return strconv.FormatInt(s.Value, 10)
}

// State is where the year's form stands.
type State string

const (
	Drafting State = "draft"  // 填报中
	Pinned   State = "frozen" // 已冻结
	Out      State = "issued" // 已公布
)

// Return is the row of a year's form (网站报表). It holds no number and no words:
// they are computed from the ledger up to Seq.
type Return struct {
	Organ    ledger.ID
	Year     int
	Form     string
	State    State
	Seq      int64 // entries counted once frozen
	Root     string
	FrozenOn calendar.Day
	Article  ledger.ID // the article it was published as
	Rev      int64
	SavedAt  time.Time
}

// Apply is the only way in which a fact changes a form.
func (r Return) Apply(e ledger.Entry, f ledger.Fact) Return {
	switch f := f.(type) {
	case Frozen:
		r.Organ, r.Year, r.Form, r.State, r.Seq, r.Root, r.FrozenOn = e.Organ, f.Year, string(f.Form), Pinned, f.Seq, string(f.Root), e.On
	case Issued:
		r.State, r.Article = Out, f.Article
	}
	return r
}
