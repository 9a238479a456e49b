package report

import (
	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/request"
)

// asked is what a year wants to know of one request.
type asked struct {
	received  calendar.Day // legal receipt; decides row 一 and never moves
	seq       int64        // the entry of it
	applicant ledger.Code
	ended     bool
	end       int64 // the entry of the end
	outcome   ledger.Code
	endedOld  bool // it had ended before the year began
}

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
		a.applicant = f.Applicant
		if !f.Confirm {
			a.received, a.seq = e.On, e.Seq
		}
	case request.Confirmed:
		if a.received.IsZero() {
			a.received, a.seq = e.On, e.Seq
		}
	case request.Imported:
		a.applicant, a.received, a.seq = f.Applicant, e.On, e.Seq
		if !f.EndedOn.IsZero() && !f.EndedOn.After(c.last) {
			c.end(a, f.EndedOn, e.Seq, f.Outcome)
		}
	case request.Corrected:
		a.applicant = f.Applicant
	case request.Sent:
		c.end(a, e.On, e.Seq, f.Outcome)
	case request.TakenBack:
		c.end(a, e.On, e.Seq, "o_other")
	case request.Abandoned:
		c.end(a, e.On, e.Seq, f.Outcome)
	case request.Reopened:
		a.ended = false
		if e.On.Before(c.first) {
			a.endedOld = false
		}
	case request.Levied:
		c.fee("requests.fee_notices", "requests.fee_noticed", e, f.Fen)
	case request.Paid:
		c.fee("requests.fee_paid", "requests.fee_received", e, f.Fen)
	}
}

func (c *counter) fee(count, sum string, e ledger.Entry, fen int64) {
	if c.within(e.On) {
		c.add(count, 1, e.Seq)
		c.add(sum, fen, e.Seq)
	}
}

func (c *counter) end(a *asked, on calendar.Day, seq int64, outcome ledger.Code) {
	a.ended, a.end, a.outcome = true, seq, outcome
	if on.Before(c.first) {
		a.endedOld = true
	}
}

// closeRequests fills table 三. A request that had ended before the year does
// not come back into it, even when it was reopened since: it was counted.
func (c *counter) closeRequests() {
	rows := map[string]bool{}
	for _, r := range c.in.Form.Applications.Rows {
		rows[r.Key] = true
	}
	for _, a := range c.requests {
		if a.received.IsZero() || a.endedOld {
			continue
		}
		col := string(a.applicant)
		c.worked["T3"] = true
		if c.within(a.received) {
			c.add(law.T3("new", col), 1, a.seq)
		} else {
			c.add(law.T3("carry_in", col), 1, a.seq)
		}
		if !a.ended {
			c.add(law.T3("carry_out", col), 1, a.seq)
			continue
		}
		row := string(a.outcome)
		if !rows[row] {
			row = "other" // the form of 2019 has one row for (六)
		}
		c.add(law.T3(row, col), 1, a.end)
	}
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
