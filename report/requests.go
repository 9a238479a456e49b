package report

import (
	"cmp"
	"slices"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/request"
)

// RequestKinds are the kinds of facts of a request that a report counts; the
// others need not be read.
func RequestKinds() []string {
	var out []string
	for _, f := range []ledger.Fact{request.Received{}, request.Imported{}, request.Confirmed{}, request.Corrected{}, request.Sent{},
		request.TakenBack{}, request.Abandoned{}, request.Reopened{}, request.Levied{}, request.Paid{}} {
		out = append(out, f.Kind())
	}
	return out
}

// asked is what a year wants to know of one request: the year in whose row 一 it
// stands and the year whose outcome it is. Both are fixed by the legal days
// (§A.4.1), save that nothing moves in a year that was frozen: what its report
// did not know of belongs to the first year that is still open.
type asked struct {
	received  calendar.Day // legal receipt
	seq       int64        // the entry of it
	applicant ledger.Code  // the column: as recorded by the end of the year entered
	entered   int          // the year of row 一, 0 while not received in the law's sense
	until     int          // the last year in which a correction of the column counts
	left      int          // the year of the outcome, 0 while open
	end       int64        // the entry of the outcome
	outcome   ledger.Code
	gone      bool // reopened after the year of its outcome was over: counted there, and no more
	imported  bool
}

// requestFact takes an entry of a request, in order of seq. The years that it
// fixes are compared with the sheet's own at the end, so that every sheet sees
// the same life.
func (c *counter) requestFact(e ledger.Entry, f ledger.Fact) {
	a := c.requests[e.Subject]
	if a == nil {
		a = &asked{}
		c.requests[e.Subject] = a
	}
	switch f := f.(type) {
	case request.Received:
		a.applicant = f.Applicant
		if !f.Confirm {
			c.receive(a, e)
		}
	case request.Confirmed:
		c.receive(a, e)
	case request.Imported:
		c.imported(a, e, f)
	case request.Corrected:
		// The column in which a year counted it stays: else row 二 of the next
		// year would not be row 四 of this one, column by column (XY-CARRY).
		if a.entered == 0 || e.On.Year() <= a.until && a.entered > c.pinned {
			a.applicant = f.Applicant
		}
	case request.Sent:
		c.finish(a, e.On, e.Seq, f.Outcome)
	case request.TakenBack:
		c.finish(a, e.On, e.Seq, "o_other")
	case request.Abandoned:
		c.finish(a, e.On, e.Seq, f.Outcome)
	case request.Reopened:
		switch {
		case a.left == 0:
		case e.On.Year() > a.left || a.left <= c.pinned:
			a.gone = true
		default:
			a.left = 0
		}
	case request.Levied:
		c.fee("requests.fee_notices", "requests.fee_noticed", e, f.Fen)
	case request.Paid:
		c.fee("requests.fee_paid", "requests.fee_received", e, f.Fen)
	}
}

func (c *counter) receive(a *asked, e ledger.Entry) {
	if a.entered == 0 {
		a.received, a.seq, a.entered = e.On, e.Seq, max(e.On.Year(), c.pinned+1)
		a.until = a.entered
	}
}

// imported takes a row of the old register. One that ended in a year that was
// frozen here stands in that year's report, or on its paper. A wrong column may
// be put right for every year until the year of the import is over.
func (c *counter) imported(a *asked, e ledger.Entry, f request.Imported) {
	if !f.EndedOn.IsZero() && f.EndedOn.Year() <= c.pinned {
		return
	}
	a.applicant, a.imported = f.Applicant, true
	c.receive(a, e)
	a.until = max(a.until, calendar.DayOf(e.At).Year())
	if !f.EndedOn.IsZero() {
		c.finish(a, f.EndedOn, e.Seq, f.Outcome)
	}
}

func (c *counter) finish(a *asked, on calendar.Day, seq int64, outcome ledger.Code) {
	if a.left == 0 {
		a.left, a.end, a.outcome = max(on.Year(), a.entered, c.pinned+1), seq, outcome
	}
}

// fee counts a notice of fee or a payment. The tariffs are in whole yuan, and
// so is what section 六 says of them (§F.5).
func (c *counter) fee(count, sum string, e ledger.Entry, fen int64) {
	if c.within(e.On) {
		c.add(count, 1, e.Seq)
		c.add(sum, fen/100, e.Seq)
	}
}

// closeRequests fills table 三. Each request that entered by this year and left
// in none before it comes in by row 一 or 二 and goes out by its outcome or by
// row 四, all in one column (T3-BAL).
func (c *counter) closeRequests() {
	rows := map[string]bool{}
	for _, r := range c.in.Form.Applications.Rows {
		rows[r.Key] = true
	}
	var here []*asked
	for _, a := range c.requests {
		if a.entered > 0 && a.entered <= c.in.Year && (a.left == 0 || a.left >= c.in.Year) {
			here = append(here, a)
		}
	}
	slices.SortFunc(here, func(a, b *asked) int { return cmp.Compare(a.seq, b.seq) })
	room := c.room()
	for _, a := range here {
		col, in := string(a.applicant), "carry_in"
		if a.entered == c.in.Year {
			in = "new"
		}
		if in == "new" && a.imported && a.received.Before(c.first) && room[col] > 0 {
			in = "carry_in" // one of those that last year's stated number carried over
			room[col]--
		}
		c.worked["T3"] = true
		c.add(law.T3(in, col), 1, a.seq)
		if a.left == 0 || a.left > c.in.Year {
			c.add(law.T3("carry_out", col), 1, a.seq)
			continue
		}
		out := string(a.outcome)
		if !rows[out] {
			out = "other" // the form of 2019 has one row for (六)
		}
		c.add(law.T3(out, col), 1, a.end)
	}
}

// room is, by column, what last year's frozen report carried over by stated
// numbers alone: nothing where facts of its requests were counted.
func (c *counter) room() map[string]int64 {
	out := map[string]int64{}
	if f := c.in.Frozen; f != nil && !f.worked["T3"] {
		for _, col := range c.in.Form.Applications.Columns[:6] {
			out[col.Key] = f.Cell(law.T3("carry_out", col.Key)).Value
		}
	}
	return out
}

// carryIn puts last year's frozen number in place of what was found: what was
// printed as going over is what comes in (XY-CARRY). Where facts made last
// year's number, they make this one too.
func (c *counter) carryIn() {
	for col, n := range c.room() {
		k := law.T3("carry_in", col)
		c.f[k] = ledger.Figure{}.Plus(n, append(c.in.Frozen.Cell(law.T3("carry_out", col)).Entries, c.f[k].Entries...)...)
	}
}
