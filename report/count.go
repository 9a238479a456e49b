package report

import (
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/register"
	"gongkai/service"
)

type article struct {
	kind     publication.Kind
	on       calendar.Day
	seq      int64
	late     bool
	public   bool
	withdrew calendar.Day
}

type counter struct {
	in          Input
	first, last calendar.Day
	bags        map[string]*bag
	f           map[string]ledger.Figure
	worked      map[string]bool
	stated      map[string]int64
	articles    map[ledger.ID]*article
	statements  map[int64]Stated
	requests    map[ledger.ID]*asked
	pinned      int // the last year before this one that was frozen by now
	remedies    map[ledger.ID]*contested
	complaints  map[ledger.ID]bool // about service
	enquiries   map[ledger.ID]*enquiry
	enquired    []ledger.ID // in the order in which they came
	waited      int64       // seconds at the window, of those called
	called      int64
	proposals   map[ledger.ID]*proposed
	cases       map[ledger.ID]*handled
	letters     map[ledger.ID]*posted
}

func (c *counter) within(d calendar.Day) bool { return !d.Before(c.first) && !d.After(c.last) }

// bag gathers a figure; it is made into one when all entries were taken, so
// that a long ledger costs no more than its length.
type bag struct {
	value   int64
	entries []int64
}

func (c *counter) add(name string, n int64, seq int64) {
	b := c.bags[name]
	if b == nil {
		b = &bag{}
		c.bags[name] = b
	}
	b.value += n
	b.entries = append(b.entries, seq)
}

func (c *counter) flush() {
	for name, b := range c.bags {
		c.f[name] = ledger.Figure{}.Plus(b.value, b.entries...)
	}
}

// take counts one entry by its legal day; what happened after the year is not
// looked at, so that a sheet stays the same however late it is computed. What
// is left of a request is told by its own years (requests.go).
func (c *counter) take(e ledger.Entry, f ledger.Fact) {
	switch f := f.(type) {
	case Stated:
		if f.Year == c.in.Year {
			delete(c.statements, f.Of)
			c.statements[e.Seq] = f
		}
		return
	case Frozen:
		if f.Year < c.in.Year {
			c.pinned = max(c.pinned, f.Year)
		}
		return
	}
	if strings.HasPrefix(e.Kind, "request.") {
		c.requestFact(e, f)
		return
	}
	if e.On.After(c.last) {
		return
	}
	switch f := f.(type) {
	case publication.Published:
		c.articles[e.Subject] = &article{kind: f.Type, on: e.On, seq: e.Seq, late: f.Late, public: true}
		c.work(f.Type)
	case publication.Revised:
		if a := c.articles[e.Subject]; a != nil {
			a.public, a.kind = true, f.Type // a wrong kind is put right by the next edition
			c.work(f.Type)
		}
		if c.within(e.On) {
			c.add("published.revised", 1, e.Seq)
		}
	case publication.TakenDown:
		if a := c.articles[e.Subject]; a != nil {
			a.public, a.withdrew = false, e.On
		}
		if c.within(e.On) {
			c.add("published.withdrawn", 1, e.Seq)
		}
	case register.Listed:
		c.listed(e, f)
	case register.Delisted:
		c.delisted(e, f)
	default:
		if strings.HasPrefix(e.Kind, "remedy.") {
			c.remedyFact(e, f)
		}
		c.contractFact(e, f)
		c.proposalFact(e, f)
		c.consultationFact(e, f)
		c.interviewFact(e, f)
		c.letterFact(e, f)
		c.windowFact(e, f)
		c.visitFact(e, f)
		if service.IsKind(e.Kind) {
			c.caseFact(e, f)
		}
	}
}

// work notes that a row has facts of its own, so that it is not stated.
func (c *counter) work(k publication.Kind) {
	if k == publication.Normative || k == publication.Rule {
		c.worked[string(k)] = true
	}
}

func (c *counter) listed(e ledger.Entry, f register.Listed) {
	row := string(f.Register)
	c.worked[row] = true
	c.add(row+".inforce", 1, e.Seq)
	if !c.within(e.On) {
		c.add("T2."+row+".prior", 1, e.Seq)
		return
	}
	c.add("T2."+row+".delta", 1, e.Seq)
	c.add("T2."+row+".made", 1, e.Seq)
	c.add("T2."+row+".count", 1, e.Seq)
	c.add("T2."+row+".fen", f.Fen, e.Seq)
}

func (c *counter) delisted(e ledger.Entry, f register.Delisted) {
	row := string(f.Register)
	c.add(row+".inforce", -1, e.Seq)
	if !c.within(e.On) {
		c.add("T2."+row+".prior", -1, e.Seq)
		return
	}
	c.add("T2."+row+".delta", -1, e.Seq)
	c.add("T2."+row+".repealed", 1, e.Seq)
}
