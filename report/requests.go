package report

import (
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

// asked is what a year wants to know of one request.
type asked struct {
	received  calendar.Day // legal receipt; decides row 一 and never moves
	seq       int64        // the entry of it
	applicant ledger.Code  // as recorded by the end of the year of receipt
	until     int          // the year to whose end a correction of it counts
	ended     bool
	endOn     calendar.Day
	end       int64 // the entry of the end
	outcome   ledger.Code
	gone      bool // its end was counted in a year that was over when it was reopened
	frozen    frozen
}

// frozen is where a request stood when last year's report was frozen.
type frozen struct{ known, ended bool }

// requestFact counts an entry of a request. Entries come in order of seq and
// none after the year, so that what is left at the end is the last day's state.
func (c *counter) requestFact(e ledger.Entry, f ledger.Fact) {
	a := c.requests[e.Subject]
	if a == nil {
		a = &asked{}
		c.requests[e.Subject] = a
	}
	switch f := f.(type) {
	case request.Received:
		a.applicant, a.until = f.Applicant, e.On.Year()
		if !f.Confirm {
			a.receive(e)
		}
	case request.Confirmed:
		if a.received.IsZero() {
			a.receive(e)
		}
	case request.Imported:
		a.applicant = f.Applicant
		a.receive(e)
		a.until = max(a.until, calendar.DayOf(e.At).Year())
		if !f.EndedOn.IsZero() && !f.EndedOn.After(c.last) {
			a.finish(f.EndedOn, e.Seq, f.Outcome)
		}
	case request.Corrected:
		// The column in which a year counted it stays: else row 二 of the next
		// year would not be row 四 of this one, column by column (XY-CARRY).
		if a.received.IsZero() || e.On.Year() <= a.until {
			a.applicant = f.Applicant
		}
	case request.Sent:
		a.finish(e.On, e.Seq, f.Outcome)
	case request.TakenBack:
		a.finish(e.On, e.Seq, "o_other")
	case request.Abandoned:
		a.finish(e.On, e.Seq, f.Outcome)
	case request.Reopened:
		if a.ended && a.endOn.Year() < e.On.Year() {
			a.gone = true
		} else {
			a.ended = false
		}
	case request.Levied:
		c.fee("requests.fee_notices", "requests.fee_noticed", e, f.Fen)
	case request.Paid:
		c.fee("requests.fee_paid", "requests.fee_received", e, f.Fen)
	}
	if c.in.Frozen != nil && e.Seq <= c.in.Frozen.Head.Seq && !a.received.IsZero() && a.received.Before(c.first) {
		a.frozen = frozen{true, a.gone || a.ended && a.endOn.Before(c.first)}
	}
}

func (a *asked) receive(e ledger.Entry) {
	a.received, a.seq, a.until = e.On, e.Seq, max(a.until, e.On.Year())
}

func (a *asked) finish(on calendar.Day, seq int64, outcome ledger.Code) {
	if !a.gone {
		a.ended, a.endOn, a.end, a.outcome = true, on, seq, outcome
	}
}

func (c *counter) fee(count, sum string, e ledger.Entry, fen int64) {
	if c.within(e.On) {
		c.add(count, 1, e.Seq)
		c.add(sum, fen, e.Seq)
	}
}

// closeRequests fills table 三. What last year's frozen report says of a
// request holds: one that it carried over comes in however late its answer was
// recorded, and one that it did not know, since its letter was found after the
// freeze, is counted as new in the first year that is still open.
func (c *counter) closeRequests() {
	rows := map[string]bool{}
	for _, r := range c.in.Form.Applications.Rows {
		rows[r.Key] = true
	}
	for _, a := range c.requests {
		row := c.enters(a)
		if row == "" {
			continue
		}
		col := string(a.applicant)
		c.worked["T3"] = true
		c.add(law.T3(row, col), 1, a.seq)
		if !a.ended {
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

// enters is the row by which a request comes into the year: new, carry_in, or
// none.
func (c *counter) enters(a *asked) string {
	switch {
	case a.received.IsZero():
		return ""
	case c.within(a.received):
		return "new"
	case c.in.Frozen != nil && !a.frozen.known:
		return "new"
	case c.in.Frozen != nil && a.frozen.ended, c.in.Frozen == nil && (a.gone || a.ended && a.endOn.Before(c.first)):
		return ""
	}
	return "carry_in"
}

// carryIn puts last year's frozen carry-over in place of the derived one: what
// was printed as going over is what comes in (XY-CARRY).
func (c *counter) carryIn() {
	if c.in.Frozen == nil {
		return
	}
	for _, col := range c.in.Form.Applications.Columns[:6] {
		c.f[law.T3("carry_in", col.Key)] = c.in.Frozen.Cell(law.T3("carry_out", col.Key))
	}
}
