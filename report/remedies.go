package report

import (
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/remedy"
)

// contested is what a year wants to know of one review or suit.
type contested struct {
	kind   remedy.Kind
	on     calendar.Day // the notice reached us
	seq    int64
	ended  calendar.Day // zero while pending
	end    int64
	result remedy.Result
	voided bool
}

// remedyFact counts an entry of a review or a suit. A correction has the legal
// day of what it corrects, so that it puts the years right in which that counted.
func (c *counter) remedyFact(e ledger.Entry, f ledger.Fact) {
	x := c.remedies[e.Subject]
	if x == nil {
		x = &contested{}
		c.remedies[e.Subject] = x
	}
	switch f := f.(type) {
	case remedy.Opened:
		x.kind, x.on, x.seq = f.Type, e.On, e.Seq
	case remedy.Decided:
		x.ended, x.end, x.result = e.On, e.Seq, f.Result
	case remedy.Reopened:
		x.ended = calendar.Day{}
	case remedy.Cancelled:
		x.voided = true
	}
}

// closeRemedies fills table 四 (§B.6): each group has the cases that ended in
// the year under their result, and those that were pending on its last day; a
// case that was carried over is counted in the next year again.
func (c *counter) closeRemedies() {
	for _, x := range c.remedies {
		if x.voided || !x.ended.IsZero() && x.ended.Before(c.first) {
			continue
		}
		c.worked["T4"] = true
		kind, name := string(x.kind), "reviews"
		if x.kind.Suit() {
			name = "suits"
		}
		if c.within(x.on) {
			c.add(name+".new", 1, x.seq)
		} else {
			c.add(name+".carry_in", 1, x.seq)
		}
		if x.ended.IsZero() {
			c.add(law.T4(kind, "pending"), 1, x.seq)
			continue
		}
		c.add(law.T4(kind, string(x.result)), 1, x.end)
	}
}

// remedyNames are the names that the fourth section quotes beside the table.
var remedyNames = []string{"reviews.new", "reviews.carry_in", "suits.new", "suits.carry_in"}

// fourth writes the fourth section: what came in, what was carried, and how it
// ended, as far as there is something to say.
func (s Sheet) fourth() string {
	n := func(name string) int64 { return s.Cell(name).Value }
	if n("reviews.total")+n("suits.total") == 0 {
		return "本机关未因政府信息公开工作产生行政复议、行政诉讼案件。"
	}
	carried := func(name string) string {
		if n(name+".carry_in") == 0 {
			return ""
		}
		return "（含上年结转{{" + name + ".carry_in}}件）"
	}
	results := func(g law.RemedyGroup) string {
		var out []string
		for _, col := range g.Columns[:4] {
			if key := law.T4(g.Key, col.Key); n(key) > 0 {
				out = append(out, col.Label+"{{"+key+"}}件")
			}
		}
		return strings.Join(out, "、")
	}
	review, suits := s.Form.Remedies[0], s.Form.Remedies[1:]
	out := "因政府信息公开工作被申请行政复议{{reviews.total}}件" + carried("reviews")
	if n("reviews.total") > 0 {
		out += "，其中" + results(review)
	}
	out += "；被提起行政诉讼{{suits.total}}件" + carried("suits")
	for _, g := range suits {
		if sum := law.T4(g.Key, "sum"); n(sum) > 0 {
			out += "，其中" + law.Printed(g.Label) + "{{" + sum + "}}件（" + results(g) + "）"
		}
	}
	return out + "。"
}
