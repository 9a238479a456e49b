package report

import (
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Stated: a number that was born outside entered with a signed document
// (数字说明). Cell is a cell of the form (law) or a figure of the narrative;
// Value counts, or is money in 分. Of is the entry that this one corrects, 0
// for none.
type Stated struct {
	Year     int
	Cell     ledger.Code
	Value    int64
	Document ledger.Sum
	Of       int64
}

// Frozen: the year's report was pinned to the ledger as it stood (冻结). Root
// is the head's root in hex.
type Frozen struct {
	Year int
	Form ledger.Code
	Seq  int64
	Root ledger.Code
	Text ledger.Sum // of the words, salted; see Report.Sum
}

// Issued: the frozen report went out as an article (公布年报).
type Issued struct {
	Year    int
	Article ledger.ID
}

func (Stated) Kind() string { return "report.stated" }
func (Frozen) Kind() string { return "report.frozen" }
func (Issued) Kind() string { return "report.issued" }

// Sum is the salted hash over the words of the report.
func (r Report) Sum() ledger.Sum { return ledger.Salted(r.Salt, r.Sections...) }

// Sum is the salted hash over what the statement rests on.
func (s Statement) Sum() ledger.Sum { return ledger.Salted(s.Salt, s.SHA, s.Name, s.Note) }

// Facts lists the prototypes for the codec.
func Facts() []ledger.Fact { return []ledger.Fact{Stated{}, Frozen{}, Issued{}} }

// Statement is the row of a stated number: who signed what for it.
type Statement struct {
	ID      ledger.ID
	Organ   ledger.ID
	Year    int
	Cell    ledger.Code
	Value   int64
	On      calendar.Day // day of the document
	Name    string       // file name of the document
	SHA     string       // of its bytes, names the blob
	Salt    string       // of the sum in the ledger, see Statement.Sum
	Note    string       // what the number is and where it comes from
	Officer ledger.ID
	Of      int64 // entry that it corrects
	Seq     int64 // its own entry
}

// State is where the year's report stands.
type State string

const (
	Drafting State = "draft"  // 起草
	Pinned   State = "frozen" // 已冻结
	Out      State = "issued" // 已公布
)

// Report is the row of a year's report (年度报告): its words. Its numbers are
// never stored; they are computed from the ledger up to Seq.
type Report struct {
	Organ    ledger.ID
	Year     int
	Form     string // name of the form, "2019" or "2021"
	State    State
	Sections []string // the words of the six sections, with marks {{figure}}
	Seq      int64    // entries counted once frozen
	Root     string
	Article  ledger.ID // the article it was published as
	Salt     string    // of the sum in the ledger
	Rev      int64
	SavedAt  time.Time
}

// Apply is the only way in which a fact changes a report.
func (r Report) Apply(e ledger.Entry, f ledger.Fact) Report {
	switch f := f.(type) {
	case Frozen:
		r.Organ, r.Year, r.Form, r.State, r.Seq, r.Root = e.Organ, f.Year, string(f.Form), Pinned, f.Seq, string(f.Root)
	case Issued:
		r.State, r.Article = Out, f.Article
	}
	return r
}
