package report

import (
	"maps"
	"slices"
	"strings"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/register"
)

// close turns what was gathered into the form's cells and the quoted names.
func (c *counter) close() {
	for _, a := range c.articles {
		row := "T2." + string(a.kind)
		if a.public {
			c.add(row+".total", 1, a.seq)
		}
		if !c.within(a.on) || !a.public && c.within(a.withdrew) {
			continue // out in another year, or taken back within the year and not out again
		}
		c.add("published", 1, a.seq)
		c.add(row+".opened", 1, a.seq)
		if a.late {
			c.add("published.late", 1, a.seq)
		}
		switch a.kind {
		case publication.Interpretation:
			c.add("interpretations", 1, a.seq)
		case publication.ProposalReply:
			c.add("proposals.answered", 1, a.seq)
		}
	}
	c.closeRequests()
	c.closeRemedies()
	c.closeTalks()
	c.closeCases()
	c.closeWindow()
	c.closeLetters()
	c.flush()
	c.closeContracts()
	for _, names := range []map[string]string{caseNames, windowNames, visitNames} {
		for name := range names {
			c.f[name] = c.f[name].Plus(0)
		}
	}
	c.zeroLetters()
	for _, name := range slices.Concat(remedyNames, ProposalNames, ConsultationNames, InterviewNames) {
		c.f[name] = c.f[name].Plus(0)
	}
	for _, name := range []string{"published", "published.withdrawn", "published.revised", "published.late", "interpretations",
		"proposals.answered"} {
		c.f[name] = c.f[name].Plus(0)
	}
	for _, n := range register.Names {
		row := string(n.Name)
		in := c.f[row+".inforce"]
		delete(c.f, row+".inforce")
		amount := c.f["T2."+row+".fen"]
		delete(c.f, "T2."+row+".fen")
		amount.Money = true
		c.f["T2."+row+".inforce"], c.f["T2."+row+".amount"] = in, amount
		c.f[plural(row)+".items"] = in.Plus(0)
	}
	for _, name := range []string{"requests.fee_notices", "requests.fee_noticed", "requests.fee_paid", "requests.fee_received"} {
		c.f[name] = c.f[name].Plus(0)
	}
	c.state()
	c.totalLetters()
	c.carryIn()
	c.keepForm()
	c.sums()
}

// plural is the name under which the words quote a register.
func plural(row string) string {
	switch row {
	case "procurement":
		return row
	case "penalty":
		return "penalties"
	}
	return row + "s"
}

// state lets signed statements fill what no facts of the work fill. When the
// work itself is recorded later, its facts win.
func (c *counter) state() {
	for _, seq := range slices.Sorted(maps.Keys(c.statements)) {
		s := c.statements[seq]
		cell := string(s.Cell)
		c.stated[cell] = seq
		if open(c.worked, cell) {
			fig := ledger.Figure{Money: strings.HasSuffix(cell, ".amount")}
			c.f[cell] = fig.Plus(s.Value, seq)
		}
	}
	c.addOutside()
	for _, n := range Outside {
		c.f[n.Key] = c.f[n.Key].Plus(0)
	}
}

// keepForm drops the cells of table 二 that this year's form has not, so that
// the words cannot quote them, and gives every cell of the form a figure.
func (c *counter) keepForm() {
	keep := map[string]bool{}
	for _, cell := range c.in.Form.Cells() {
		keep[cell.Key] = true
		fig := c.f[cell.Key].Plus(0)
		fig.Money = cell.Money
		c.f[cell.Key] = fig
	}
	for k := range c.f {
		if strings.HasPrefix(k, "T2.") && !keep[k] {
			delete(c.f, k)
		}
	}
	// Where the form itself has the items in force, or last year's number and the
	// change, the words quote what the table says, whether counted or stated.
	for _, n := range register.Names {
		row := string(n.Name)
		if in := "T2." + row + ".inforce"; keep[in] {
			c.f[plural(row)+".items"] = c.f[in]
		}
		if prior, delta := "T2."+row+".prior", "T2."+row+".delta"; keep[delta] {
			c.f[plural(row)+".items"] = ledger.Total(c.f[prior], c.f[delta])
		}
	}
}

// sums fills the sum column and the total row of tables 三 and 四; they are
// never stated.
func (c *counter) sums() {
	app := c.in.Form.Applications
	for _, row := range app.Rows {
		for _, col := range app.Columns {
			k := law.T3(row.Key, col.Key)
			c.f[k] = c.f[k].Plus(0)
		}
	}
	outcomes := app.Rows[2 : len(app.Rows)-2]
	for _, col := range app.Columns[:6] {
		var t ledger.Figure
		for _, row := range outcomes {
			t = ledger.Total(t, c.f[law.T3(row.Key, col.Key)])
		}
		c.f[law.T3("total", col.Key)] = t
	}
	for _, row := range app.Rows {
		var t ledger.Figure
		for _, col := range app.Columns[:6] {
			t = ledger.Total(t, c.f[law.T3(row.Key, col.Key)])
		}
		c.f[law.T3(row.Key, "sum")] = t
	}
	for _, g := range c.in.Form.Remedies {
		var t ledger.Figure
		for _, col := range g.Columns[:4] {
			k := law.T4(g.Key, col.Key)
			c.f[k] = c.f[k].Plus(0)
			t = ledger.Total(t, c.f[k])
		}
		c.f[law.T4(g.Key, "sum")] = t
	}
	c.f["requests.new"] = c.f[law.T3("new", "sum")]
	c.f["requests.carry_in"] = c.f[law.T3("carry_in", "sum")]
	c.f["requests.total"] = c.f[law.T3("total", "sum")]
	c.f["requests.carry_out"] = c.f[law.T3("carry_out", "sum")]
	c.f["reviews.total"] = c.f[law.T4("review", "sum")]
	c.f["suits.total"] = ledger.Total(c.f[law.T4("suit_direct", "sum")], c.f[law.T4("suit_after_review", "sum")])
}

// rowOf is the row part of T2.<row>.<what>, T3 or T4 for a cell of tables 三 and
// 四, each of which is stated or counted as a whole, and the name itself for the
// letters of a mailbox and for visits.
func rowOf(cell string) string {
	parts := strings.Split(cell, ".")
	if len(parts) == 3 && parts[0] == "T2" {
		return parts[1]
	}
	if parts[0] == "T3" || parts[0] == "T4" {
		return parts[0]
	}
	if parts[0] == "letters" || parts[0] == "visits" {
		return cell
	}
	return ""
}
