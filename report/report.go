// Package report computes the annual report (政府信息公开工作年度报告) from the
// ledger: every cell of tables 二, 三 and 四, and every number that its words
// quote, is a ledger.Figure that names the entries behind it.
//
//	entries ≤ seq ─► Compute ─► Sheet{Cells, Figures} ─► Check, Render, JSON, HTML
//
// Nobody types a number. What was born outside the system enters as a signed
// statement (Stated), and is refused once facts of the work itself exist for
// that row and year (MayState). The words hold marks {{name}} where numbers
// stand (Render); FirstDraft writes them from the figures. A frozen report is
// computed again from the entries up to its seq, to the digit; Diff shows what
// later facts would change.
//
// Forms come from package law; rule ids (T3-BAL …) are those of
// docs/rules/report.md.
package report

import (
	"slices"
	"time"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// Body is the organ that reports.
type Body struct {
	Code string // token
	Name string // 规范名称
	// Region is the seat, for sentences such as 市委市政府; may be empty.
	Region string
}

// Input is what a sheet is computed from. Entries are in order of seq and none
// is after Head.Seq; entries of requests that ended before the year may be left
// out, and so may those of requests that came after it. Frozen is last year's
// frozen sheet, where that year was frozen here with a stated table 三.
type Input struct {
	Body    Body
	Year    int
	Form    law.Form
	Head    ledger.Head
	Entries []ledger.Entry
	Codec   ledger.Codec
	Frozen  *Sheet
}

// Sheet is the computed report of one year. Cells has every cell of the form
// by its key; Figures has every name that the words may quote, cells included.
type Sheet struct {
	Body    Body
	Year    int
	Form    law.Form
	Head    ledger.Head
	Figures map[string]ledger.Figure
	worked  map[string]bool // rows for which facts of the work exist
	stated  map[string]int64
}

// Cell is the figure of a cell or a name; a zero figure when nothing happened.
func (s Sheet) Cell(key string) ledger.Figure { return s.Figures[key] }

// Has says whether the name is one that the words may quote.
func (s Sheet) Has(name string) bool {
	_, ok := s.Figures[name]
	return ok
}

// Names lists the names in order.
func (s Sheet) Names() []string {
	out := make([]string, 0, len(s.Figures))
	for n := range s.Figures {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// Compute counts. It fails only on an entry that it cannot read.
func Compute(in Input) (Sheet, error) {
	c := counter{in: in, first: calendar.NewDay(in.Year, time.January, 1), last: calendar.NewDay(in.Year, time.December, 31),
		bags: map[string]*bag{}, f: map[string]ledger.Figure{}, worked: map[string]bool{}, stated: map[string]int64{},
		requests: map[ledger.ID]*asked{}, remedies: map[ledger.ID]*contested{}, proposals: map[ledger.ID]*proposed{}, cases: map[ledger.ID]*handled{}, complaints: map[ledger.ID]bool{}, enquiries: map[ledger.ID]*enquiry{}, letters: map[ledger.ID]*posted{}, articles: map[ledger.ID]*article{}, statements: map[int64]Stated{}}
	for _, e := range in.Entries {
		f, err := in.Codec.Decode(e)
		if err != nil {
			return Sheet{}, err
		}
		c.take(e, f)
	}
	c.close()
	return Sheet{Body: in.Body, Year: in.Year, Form: in.Form, Head: in.Head, Figures: c.f, worked: c.worked, stated: c.stated}, nil
}
