package report

import (
	"slices"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/service"
)

// handled is what a year wants to know of one case.
type handled struct {
	filed, accepted, taken, ended int64 // their entries within the year, 0 for none
	seq                           int64 // of the filing, whenever
	endedOn                       calendar.Day
	decided                       service.Decided
	isDecided                     bool
	visits                        []int64
	rating                        int
	rated, mended                 int64
}

// caseFact counts an entry of a case by its legal day; nothing after the year
// comes here.
func (c *counter) caseFact(e ledger.Entry, f ledger.Fact) {
	x := c.cases[e.Subject]
	if x == nil {
		x = &handled{}
		c.cases[e.Subject] = x
	}
	in := c.within(e.On)
	switch f := f.(type) {
	case service.Filed:
		x.seq = e.Seq
		if in {
			x.filed = e.Seq
		}
		if f.Door == service.Counter {
			x.visits = append(x.visits, e.Seq)
		}
	case service.TakenIn:
		if in && f.Window {
			x.taken = e.Seq
		}
	case service.Accepted:
		if in {
			x.accepted = e.Seq
		}
	case service.Visited:
		x.visits = append(x.visits, e.Seq)
	case service.Decided:
		x.endedOn, x.decided, x.isDecided = e.On, f, true
		if in {
			x.ended = e.Seq
		}
	case service.Declined, service.Withdrawn, service.Returned, service.Transferred:
		x.endedOn = e.On
	case service.Rated:
		if in {
			x.rating, x.rated = f.Level, e.Seq
		}
	case service.Mended:
		if in {
			x.mended = e.Seq
		}
	}
}

// closeCases fills the figures of the cases (standards.md §G.3) and the cells of
// Art. 20(5), 处理决定数量, which come from the cases that were decided here.
func (c *counter) closeCases() {
	var levels, visited, finished, n, good int64
	var statutory, used int64
	for _, id := range sortedIDs(c.cases) {
		x := c.cases[id]
		count := func(name string, seq int64) {
			if seq > 0 {
				c.add(name, 1, seq)
			}
		}
		count("cases.received", x.filed)
		count("cases.accepted", x.accepted)
		count("cases.at_window", x.taken)
		if x.filed > 0 || x.ended > 0 {
			c.worked["cases"] = true
		}
		if x.endedOn.IsZero() {
			c.add("cases.open", 1, x.seq)
		}
		if x.rated > 0 {
			n, levels = n+1, levels+int64(x.rating)
			c.add("ratings.count", 1, x.rated)
			if x.rating >= 3 {
				good++
				c.add("ratings.good", 1, x.rated)
			} else {
				c.add("ratings.bad", 1, x.rated)
			}
		}
		count("ratings.mended", x.mended)
		if x.ended == 0 || !x.isDecided {
			continue
		}
		finished++
		row := string(x.decided.Register)
		c.worked["decided."+row] = true
		c.add("cases.decided", 1, x.ended)
		c.add("cases.decided."+row, 1, x.ended)
		c.add("T2."+row+".decided", 1, x.ended)
		switch {
		case x.decided.Late:
			c.add("cases.late", 1, x.ended)
		case x.decided.Ahead:
			c.add("cases.ahead", 1, x.ended)
			fallthrough
		default:
			c.add("cases.on_time", 1, x.ended)
		}
		if s := int64(x.decided.Statutory); s > 0 {
			statutory, used = statutory+s, used+int64(x.decided.Used)
			c.add("cases.statutory", s, x.ended)
			c.add("cases.used", int64(x.decided.Used), x.ended)
			c.add("cases.saved", s-int64(x.decided.Used), x.ended)
			c.add("cases.speedup", 0, x.ended)
			c.add("services.speedup", 0, x.ended)
		}
		visited += int64(len(x.visits))
		for _, seq := range x.visits {
			c.add("cases.visits", 1, seq)
		}
		c.add("cases.visits_mean", 0, x.ended)
	}
	c.share("cases.speedup", 1000*(statutory-used), statutory)
	c.share("services.speedup", 100*(statutory-used), statutory)
	c.share("cases.visits_mean", 100*visited, finished)
	c.share("ratings.mean", 100*levels, n)
	c.share("ratings.good_share", 1000*good, n)
	for _, name := range []string{"ratings.mean", "ratings.good_share"} {
		c.also(name, "ratings.count")
	}
	if b := c.bags["cases.at_window"]; b != nil {
		c.bags["services.cases"] = &bag{b.value, slices.Clone(b.entries)}
	}
}

// share adds a ratio, rounded, to a name whose entries are there already.
func (c *counter) share(name string, of, all int64) {
	b := c.bags[name]
	if b == nil {
		b = &bag{}
		c.bags[name] = b
	}
	if all > 0 {
		b.value = (2*of + all) / (2 * all)
		if of < 0 {
			b.value = -((-2*of + all) / (2 * all))
		}
	}
}

// also gives a name the entries of another.
func (c *counter) also(name, other string) {
	if b := c.bags[other]; b != nil {
		c.bags[name].entries = slices.Clone(b.entries)
	}
}

func sortedIDs(m map[ledger.ID]*handled) []ledger.ID {
	out := make([]ledger.ID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// decidedElsewhere are the decisions of a year that were not made here, beside
// those that were (办理于本系统之外).
var decidedElsewhere = []string{"permit", "service"}

func outside(row string) string { return "cases.outside." + row }

// outsideOf is the cell that a statement of decisions made elsewhere is added to.
func outsideOf(name string) (cell string, ok bool) {
	for _, row := range decidedElsewhere {
		if name == outside(row) {
			return "T2." + row + ".decided", true
		}
	}
	return "", false
}

// addOutside adds what was decided elsewhere to what was decided here, so that
// both stand behind the cell.
func (c *counter) addOutside() {
	for _, row := range decidedElsewhere {
		if f, ok := c.f[outside(row)]; ok {
			c.f["T2."+row+".decided"] = ledger.Total(c.f["T2."+row+".decided"], f)
		}
	}
}

// caseNames are the names that the words may quote of the cases.
var caseNames = map[string]string{
	"cases.received": "办件收件数", "cases.accepted": "办件受理数", "cases.decided": "办件办结数", "cases.decided.permit": "行政许可办结数",
	"cases.decided.service": "其他对外管理服务事项办结数", "cases.open": "年末在办数", "cases.at_window": "窗口收件数",
	"cases.on_time": "按时办结数", "cases.ahead": "提前办结数", "cases.late": "超期办结数", "cases.statutory": "办结件法定工作日合计",
	"cases.used": "办结件实际工作日合计", "cases.saved": "办结件节约工作日合计", "cases.speedup": "办件提速（‰）",
	"cases.visits": "办结件到现场次数", "cases.visits_mean": "平均到现场次数（百分之一次）",
	"ratings.count": "评价数", "ratings.good": "好评数", "ratings.bad": "差评数", "ratings.mended": "差评整改数",
	"ratings.mean": "平均评价（百分之一级）", "ratings.good_share": "好评率（‰）",
}
