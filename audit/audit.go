// Package audit reads an annual report that somebody else wrote (各单位报来的政府
// 信息公开工作年度报告) and holds it to the rules that a report must keep
// (standards.md §B.7).
//
//	check.Text ─► Read ─► Report{Body, Year, Cells, Sections} ─► Audit ─► []Finding
//
// The words come from internal/extract, whatever the file was: a page, a
// document, a workbook, lines that were copied from a browser. What real
// reports do to the form is expected, not refused: wrong characters and broken
// lines in labels, units, dashes and notes in cells, rows of their own, columns
// in another order, tables that go on on the next page, last year's table. A
// cell has the key that package report gives it (T2.permit.decided,
// T3.new.natural, T4.review.sum).
//
// Rule ids are those of docs/rules/audit.md.
package audit

import (
	"strings"

	"gongkai/calendar"
	"gongkai/check"
	"gongkai/law"
)

// Report is what was read of a report.
type Report struct {
	Body string // 名称, as signed where the signature says it in full
	Year int    // 0 where it says none
	Form law.Form
	// Tables are the forms that its three tables are printed in; nil for one
	// that the report lacks.
	Proactive, Applications, Remedies *law.Form
	Cells                             map[string]Value
	Own                               []string // rows of table 三 that no form has
	Intro                             string   // before section 一
	Sections                          [6]Section
	IssuedOn                          calendar.Day // zero where no day is said
	Unread                            []string
	short                             []string // rows of table 三 that hold fewer numbers than columns
}

// Section is one of the six, without its tables.
type Section struct {
	Title string // as it stands there, "" where the section is not there
	Words string
	at    int // its place among the headings
}

// Severity is how heavy a finding is.
type Severity string

const (
	Hard  Severity = "hard"  // must be mended before publication
	Soft  Severity = "soft"  // should be looked at
	Alert Severity = "alert" // a date, or what could not be compared
)

// Finding is what a rule says of a place, in words that can be returned to the
// body (退回修改).
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Where    string   `json:"where"`
	Message  string   `json:"message"`
	Expected string   `json:"expected"`
	Found    string   `json:"found"`
}

// Read reads a report.
func Read(t check.Text) Report {
	r := Report{Cells: map[string]Value{}}
	for _, u := range t.Unread {
		r.Unread = append(r.Unread, u.Words)
	}
	if len(r.Unread) == 0 && !worded(t) {
		r.Unread = append(r.Unread, "文件里没有文字，可能是扫描的图片，读不出；请报送文字可以复制的文件")
	}
	rows := rowsOf(t)
	tables := newTables(&r)
	prose := tables.read(rows)
	r.sections(prose)
	r.head(t, prose)
	tables.close()
	return r
}

// worded says whether there are words to read.
func worded(t check.Text) bool {
	for _, p := range t.Parts {
		if (p.Kind == check.Body || p.Kind == check.Cell) && strings.TrimSpace(t.Words[p.At:p.End]) != "" {
			return true
		}
	}
	return false
}

// lacks says whether nothing of a report was found in it.
func (r Report) lacks() bool {
	if r.Proactive != nil || r.Applications != nil || r.Remedies != nil {
		return false
	}
	for _, s := range r.Sections {
		if s.Title != "" {
			return false
		}
	}
	return true
}

// Audit applies every rule. previous is the same body's report of the year
// before, nil where there is none.
func Audit(r Report, previous *Report) []Finding {
	a := &auditor{r: r, previous: previous, out: []Finding{}}
	for _, w := range r.Unread {
		severity := Alert
		if r.lacks() {
			severity = Hard
		}
		a.add("FL-UNREAD", severity, "全文", w, "能够读出文字的文件", "读不出")
	}
	if r.lacks() {
		if len(r.Unread) == 0 {
			a.add("ST-SEC", Hard, "全文", "没有找到年度报告的六个部分和表格，这可能不是年度报告", "六个部分", "没有")
		}
		return a.out
	}
	a.sections()
	a.tables()
	a.applications()
	a.remedies()
	a.proactive()
	a.years()
	a.text()
	a.cites()
	a.fees()
	a.dates()
	a.alike()
	return a.out
}

// Failed counts the findings that must be mended.
func Failed(all []Finding) (n int) {
	for _, f := range all {
		if f.Severity == Hard {
			n++
		}
	}
	return n
}

type auditor struct {
	r        Report
	previous *Report
	out      []Finding
}

func (a *auditor) add(rule string, severity Severity, where, message, expected, found string) {
	a.out = append(a.out, Finding{rule, severity, where, message, expected, found})
}
