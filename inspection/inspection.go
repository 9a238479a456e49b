// Package inspection judges a government website as the state's inspectors do
// (网站自检): the veto items (单项否决) and the countable deductions (扣分指标) of
// 《政府网站与政务新媒体检查指标》.
//
//	what is on the site (Site) + the table in force (Table) + a day ─► Result: findings, score, days left
//
// A Site is told by the organ's own records or by a walk over any site as a
// visitor sees it; what was not looked at is said to be unseen, never passed.
// Whoever looks is not the judge: this package reads no clock and no network.
package inspection

import (
	"cmp"
	"slices"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Severity says what a finding does.
type Severity string

// The severities.
const (
	Veto   Severity = "veto"   // 单项否决: the site fails
	Deduct Severity = "deduct" // 扣分
	Soon   Severity = "soon"   // 临期: nothing yet, but in so many days
)

// Name is the severity in print.
func (s Severity) Name() string {
	return map[Severity]string{Veto: "单项否决", Deduct: "扣分", Soon: "临期"}[s]
}

// Finding is one thing that an inspector would write down.
type Finding struct {
	Rule     string // id of the indicator
	Severity Severity
	Thing    string    // what it is about: with Rule it names the finding from day to day
	Where    string    // column, item, letter in print
	Page     string    // address
	Unit     ledger.ID // division in charge, "" for the disclosure office
	Words    string
	Points   int  // what it takes, before the cap of its indicator
	Timed    bool // Left is known
	Left     int  // calendar days until it counts; below 0 since so many days
}

// Key names the finding from day to day.
func (f Finding) Key() string { return f.Rule + "|" + f.Thing }

// State is what became of an indicator.
type State string

// The states.
const (
	Passed State = "passed"
	Lost   State = "lost"   // points are lost
	Failed State = "failed" // a veto
	Unseen State = "unseen" // was not or cannot be looked at
)

// Name is the state in print.
func (s State) Name() string {
	return map[State]string{Passed: "未见问题", Lost: "扣分", Failed: "不合格", Unseen: "未检查"}[s]
}

// Score is an indicator with what was lost.
type Score struct {
	Indicator
	Lost  int
	State State
}

// Result is what an inspection says.
type Result struct {
	Day      calendar.Day
	Table    calendar.Day // from which day the table holds
	Findings []Finding
	Scores   []Score
	Points   int // of 100
	Seen     int // points that could be lost at all: the indicators that were looked at
}

// Vetoed says that a veto item is met.
func (r Result) Vetoed() bool {
	return slices.ContainsFunc(r.Scores, func(s Score) bool { return s.State == Failed })
}

// Verdict is the result in print (E.1): a veto, or fewer than 60 points, fails.
func (r Result) Verdict() string {
	if r.Vetoed() || r.Points < 60 {
		return "不合格"
	}
	return "合格"
}

// judge collects the findings of one inspection.
type judge struct {
	site  *Site
	table Table
	cal   *calendar.Calendar
	today calendar.Day
	out   []Finding
	seen  map[string]bool
}

// Inspect judges a site on a day by the table that holds then.
func Inspect(s *Site, t Table, cal *calendar.Calendar, today calendar.Day) Result {
	j := &judge{site: s, table: t, cal: cal, today: today, seen: map[string]bool{}}
	j.statements()
	j.reach()
	j.home()
	j.columns()
	j.letters()
	j.guides()
	j.talks()
	j.pages()
	return j.result()
}

// add writes a finding down.
func (j *judge) add(f Finding) { j.out = append(j.out, f) }

// look says that an indicator was looked at, and gives it.
func (j *judge) look(rule string) Indicator {
	j.seen[rule] = true
	return j.table.Indicator(rule)
}

// missing loses what a missing thing costs.
func (j *judge) missing(rule, thing, words, page string) {
	in := j.look(rule)
	j.add(Finding{Rule: rule, Severity: Deduct, Thing: thing, Where: in.Name, Page: page, Words: words, Points: in.N("missing")})
}

// result adds up: within an indicator the deductions never exceed its points (E.1).
func (j *judge) result() Result {
	r := Result{Day: j.today, Table: j.table.From, Findings: j.out}
	for _, in := range j.table.Indicators {
		s := Score{Indicator: in, State: Unseen}
		if j.seen[in.ID] {
			s.State = Passed
			r.Seen += in.Points
		}
		for _, f := range j.out {
			switch {
			case f.Rule != in.ID:
			case f.Severity == Veto:
				s.State = Failed
			case f.Severity == Deduct && s.State != Failed:
				s.Lost, s.State = min(in.Points, s.Lost+f.Points), Lost
			}
		}
		r.Points += in.Points - s.Lost
		r.Scores = append(r.Scores, s)
	}
	rank := map[Severity]int{Veto: 0, Deduct: 1, Soon: 2}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank[a.Severity], rank[b.Severity]), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Key(), b.Key()))
	})
	return r
}

// within is how many days are left of a period of days that began on a day; on
// its last day none is left.
func (j *judge) within(from calendar.Day, days int) int { return from.AddDays(days).Sub(j.today) }

// soon says whether what is left of a period is worth a word: the last fourth,
// three days at least.
func soon(left, days int) bool { return left >= 0 && left <= max(3, days/4) }

// back is the day so many months before today; where that month is too short,
// its last.
func (j *judge) back(months int) calendar.Day {
	y, m, d := j.today.Year(), j.today.Month()-time.Month(months), j.today.Date()
	return calendar.NewDay(y, m, min(d, calendar.NewDay(y, m+1, 0).Date()))
}
