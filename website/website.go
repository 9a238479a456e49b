// Package website computes the yearly form of the site (政府网站工作年度报表,
// standards.md §D.5) from the ledger, beside the annual report: the numbers that
// both state are the same figure, taken from the report's sheet.
//
//	entries ≤ seq + report.Sheet ─► Compute ─► Sheet ─► Checks, HTML, JSON, Rows
//
// A line is counted from the facts of the work, or said by an officer with a
// document and seconded by another (Stated, Seconded). What nobody said is missing
// and named; it is never zero because nobody spoke. Where the work of a year has
// entries, they win over what was said.
//
// The form's lines come from package law; rule ids (WS-UV …) are those of
// docs/rules/website.md.
package website

import (
	"strconv"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/report"
)

// Input is what a form is computed from: the year's report over the same entries,
// the entries themselves, and the words that were said by their entry.
type Input struct {
	Report   report.Sheet
	Form     law.WebsiteForm
	Entries  []ledger.Entry
	Codec    ledger.Codec
	Words    map[int64]string
	FrozenOn calendar.Day // zero while it is not
}

// Sheet is the computed form of one year.
type Sheet struct {
	Body     report.Body
	Year     int
	Form     law.WebsiteForm
	Head     ledger.Head
	FrozenOn calendar.Day
	Figures  map[string]ledger.Figure // by the row's key
	Words    map[string]string        // of the rows of words
	Said     map[string]Said          // what stands as said, by the row's key
	Carried  ledger.Figure            // letters open when the year began
	worked   map[string]bool          // rows that entries of the work count
}

// Said is what an officer said of a row and whether it was seconded.
type Said struct {
	Seq      int64
	By       ledger.ID
	Value    int64
	Seconded int64 // the entry, 0 while it waits
}

// Cell is the figure of a row.
func (s Sheet) Cell(key string) ledger.Figure { return s.Figures[key] }

// Known tells that a row has its value: counted, or said and seconded.
func (s Sheet) Known(key string) bool {
	r, ok := s.Form.Row(key)
	switch {
	case !ok:
		return false
	case r.Sort == "day":
		return !s.FrozenOn.IsZero()
	case s.Said[key].Seconded > 0 && !s.worked[key]:
		return true
	case measured[key]:
		return s.worked[key]
	}
	return r.Whence == "counted"
}

// Counted tells that entries of the work stand behind a row.
func (s Sheet) Counted(key string) bool { return s.worked[key] }

// measured are the rows that are counted day by day: without an entry they were
// not measured, which is not zero.
var measured = map[string]bool{"visits.visitors": true, "visits.views": true}

// Print is a row's value as printed, "" where there is none.
func (s Sheet) Print(key string) string {
	r, _ := s.Form.Row(key)
	if !s.Known(key) {
		return ""
	}
	if r.Sort == "day" {
		return s.FrozenOn.Chinese()
	}
	return Tell(r, s.Cell(key).Value, s.Words[key])
}

// Tell is what a row holds as printed.
func Tell(r law.WebsiteRow, value int64, words string) string {
	switch r.Sort {
	case "words":
		return words
	case "yes":
		if value == 1 {
			return "是"
		}
		return "否"
	case "site":
		if value > 0 && int(value) < len(law.WebsiteSites) {
			return law.WebsiteSites[value]
		}
		return ""
	}
	return strconv.FormatInt(value, 10)
}

// needed tells that a row must be filled. What belongs to an account is needed
// where the account has a name.
func (s Sheet) needed(r law.WebsiteRow) bool {
	switch r.Key {
	case "weibo.posts", "weibo.followers":
		return s.Known("weibo.name")
	case "wechat.posts", "wechat.followers":
		return s.Known("wechat.name")
	}
	return r.Whence == "said" || r.Whence == "counted"
}

// Missing lists the rows that must be filled and are not, in order.
func (s Sheet) Missing() []law.WebsiteRow {
	var out []law.WebsiteRow
	for _, r := range s.Form.Rows() {
		if s.needed(r) && !s.Known(r.Key) && s.Said[r.Key].Seq == 0 {
			out = append(out, r)
		}
	}
	return out
}

// Waiting lists the rows that were said and wait for the second officer.
func (s Sheet) Waiting() []law.WebsiteRow {
	var out []law.WebsiteRow
	for _, r := range s.Form.Rows() {
		if x := s.Said[r.Key]; x.Seq > 0 && x.Seconded == 0 && !s.worked[r.Key] {
			out = append(out, r)
		}
	}
	return out
}

// Silent lists the rows that are zero because the year has no entry of that work.
func (s Sheet) Silent() []law.WebsiteRow {
	var out []law.WebsiteRow
	for _, r := range s.Form.Rows() {
		if r.Whence == "counted" && s.Known(r.Key) && s.Said[r.Key].Seq == 0 && len(s.Cell(r.Key).Entries) == 0 {
			out = append(out, r)
		}
	}
	return out
}

// Diff lists the rows that a frozen form states otherwise than the entries now do.
func Diff(was, now Sheet) []report.Difference {
	var out []report.Difference
	for _, r := range now.Form.Rows() {
		if a, b := was.Print(r.Key), now.Print(r.Key); a != b {
			out = append(out, report.Difference{Key: r.Key, Label: r.Printed(), Was: a, Now: b})
		}
	}
	return out
}
