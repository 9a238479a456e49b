package report

import (
	"gongkai/ledger"
	"gongkai/visit"
)

// visitNames are the names by which the words quote who reads the site. The first
// two are what the yearly forms state: counted and adjusted (VI-UV).
var visitNames = map[string]string{
	"visits.views.adjusted": "其中调整的访问量（次）", "visits.visitors.adjusted": "其中调整的独立用户（个）", "visits.excluded": "不计入的网页请求（次）",
}

// visitFact counts a closed day, or an adjustment of one. A year's visitors are
// those that were new to the year on their day.
func (c *counter) visitFact(e ledger.Entry, f ledger.Fact) {
	if !c.within(e.On) {
		return
	}
	switch f := f.(type) {
	case visit.Counted:
		c.worked["visits.views"], c.worked["visits.visitors"] = true, true
		c.add("visits.views", f.Views, e.Seq)
		c.add("visits.visitors", f.FirstInYear, e.Seq)
		for _, x := range f.Excluded {
			c.add("visits.excluded", x.N, e.Seq)
		}
	case visit.Adjusted:
		for _, name := range []string{"visits.views", "visits.views.adjusted"} {
			c.add(name, f.Views, e.Seq)
		}
		for _, name := range []string{"visits.visitors", "visits.visitors.adjusted"} {
			c.add(name, f.Visitors, e.Seq)
		}
	}
}
