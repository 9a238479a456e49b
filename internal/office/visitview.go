package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/axiomhq/hyperloglog"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/visit"
	"gongkai/website"
)

// VisitYear is what a year's pages show of visits. The totals are sums of the closed
// days; what was adjusted stands beside them and is not in them.
type VisitYear struct {
	Year                            int
	Days                            []visit.Day // closed, in order
	Months                          [12]VisitMonth
	Views, Visitors                 int64
	AdjustedViews, AdjustedVisitors int64 // to be added
	Excluded                        map[visit.Reason]int64
	Adjustments                     []AdjustmentLine
	Warnings                        []visit.Warning
	Today                           visit.Day // so far; its visitors are not known before it is closed
	Imports                         []store.VisitImport
	Years                           []int
	Totals                          []VisitTotal // of every year, the oldest first
	Forgotten                       bool         // the secret of the year is destroyed
	Form                            ledger.ID    // article of the year's form of the site, "" while it is not public
	CanAdjust, CanConfirm           bool
}

// VisitTotal is a year's totals of its closed days.
type VisitTotal struct {
	Year            int
	Views, Visitors int64
}

// VisitMonth is a month's totals.
type VisitMonth struct{ Views, Visitors, Excluded int64 }

// AdjustmentLine is an adjustment with the names of its officers.
type AdjustmentLine struct {
	visit.Adjustment
	Proposer, Confirmer string
}

// Standing are the figures that a report states: counted and adjusted.
func (y VisitYear) Standing() (views, visitors int64) {
	return y.Views + y.AdjustedViews, y.Visitors + y.AdjustedVisitors
}

// Visits reads a year for the desk.
func (o *Office) Visits(ctx context.Context, who access.Actor, year int) (VisitYear, error) {
	if err := may(who, access.ReadVisits); err != nil {
		return VisitYear{}, err
	}
	y, err := o.visits(ctx, who.Organ, year, (*store.Tx).AllVisitDays)
	y.CanAdjust, y.CanConfirm = may(who, access.AdjustVisits) == nil, may(who, access.ConfirmVisits) == nil
	return y, err
}

// PublicVisits reads a year for the public statistics page: no adjustment that is
// only proposed, no warnings, no names.
func (o *Office) PublicVisits(ctx context.Context, organ ledger.ID, year int) (VisitYear, error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return VisitYear{}, err
	}
	y, err := o.visits(ctx, organ, year, (*store.Tx).ClosedVisitDays)
	if err != nil {
		return y, err
	}
	y.Warnings, y.Imports = nil, nil
	y.Adjustments = slices.DeleteFunc(y.Adjustments, func(a AdjustmentLine) bool { return a.Seq == 0 })
	for i := range y.Adjustments {
		y.Adjustments[i].Proposer, y.Adjustments[i].Confirmer = "", ""
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := websiteReturn(tx, organ, year)
		if r.State == website.Out {
			y.Form = r.Article
		}
		return err
	})
	return y, err
}

func (o *Office) visits(ctx context.Context, organ ledger.ID, year int, read func(*store.Tx, ledger.ID) ([]visit.Day, error)) (y VisitYear, err error) {
	y.Year, y.Excluded = year, map[visit.Reason]int64{}
	first, last := calendar.NewDay(year, time.January, 1), calendar.NewDay(year, time.December, 31)
	err = o.view(ctx, func(tx *store.Tx) error {
		days, err := read(tx, organ)
		if err != nil {
			return err
		}
		for _, d := range days {
			if n := d.Day.Year(); len(y.Years) == 0 || y.Years[0] != n {
				y.Years = slices.Insert(y.Years, 0, n)
				y.Totals = append(y.Totals, VisitTotal{Year: n})
			}
			if t := &y.Totals[len(y.Totals)-1]; d.Closed {
				t.Views += d.Views
				t.Visitors += d.FirstInYear
			}
			switch {
			case d.Day == o.Today():
				y.Today = d
			case d.Closed && d.Day.Year() == year:
				y.add(d)
			}
		}
		y.Warnings = visit.Warnings(y.Days)
		names, err := o.names(tx, organ)
		if err != nil {
			return err
		}
		all, err := tx.Adjustments(organ, first, last)
		if err != nil {
			return err
		}
		for _, a := range all {
			y.Adjustments = append(y.Adjustments, AdjustmentLine{a, names[a.By], names[a.Confirmed]})
			if a.Seq > 0 {
				y.AdjustedViews += a.Views
				y.AdjustedVisitors += a.Visitors
			}
		}
		secrets, err := tx.VisitYears(organ)
		if err != nil {
			return err
		}
		for _, s := range secrets {
			y.Forgotten = y.Forgotten || s.Year == year && s.Forgotten
		}
		y.Imports, err = tx.VisitImports(organ)
		return err
	})
	return y, err
}

func (y *VisitYear) add(d visit.Day) {
	y.Days = append(y.Days, d)
	m := &y.Months[d.Day.Month()-1]
	m.Views += d.Views
	m.Visitors += d.FirstInMonth
	y.Views += d.Views
	y.Visitors += d.FirstInYear
	for _, x := range d.Excluded {
		m.Excluded += x.N
		y.Excluded[x.Reason] += x.N
	}
}

// VisitSlice is one line of a slice: a page, a column, a referrer or a word, with
// its printed name. Visitors is an estimate, of columns alone.
type VisitSlice struct {
	Name, Title     string
	Views, Visitors int64
}

// VisitSlices lists the most seen of a kind between two days, today included. What
// went beyond a day's limit stands as 其他.
func (o *Office) VisitSlices(ctx context.Context, who access.Actor, kind visit.Kind, from, to calendar.Day, limit int) (out []VisitSlice, err error) {
	if err := may(who, access.ReadVisits); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		sums, err := tx.TopVisits(who.Organ, kind, from, to, limit)
		if err != nil {
			return err
		}
		estimates := map[ledger.Code]*hyperloglog.Sketch{}
		if kind == visit.ByColumn {
			err = tx.Sketches(who.Organ, month(from), month(to), func(col ledger.Code, raw []byte) error {
				var s hyperloglog.Sketch
				if err := s.UnmarshalBinary(raw); err != nil {
					return err
				}
				if estimates[col] == nil {
					estimates[col] = &s
					return nil
				}
				return estimates[col].Merge(&s)
			})
			if err != nil {
				return err
			}
		}
		for _, s := range sums {
			line := VisitSlice{Name: s.Name, Title: visitTitle(tx, who.Organ, kind, s.Name), Views: s.N}
			if e := estimates[ledger.Code(s.Name)]; e != nil && kind == visit.ByColumn {
				line.Visitors = int64(e.Estimate())
			}
			out = append(out, line)
		}
		return nil
	})
	return out, err
}

// sitePages are the pages that are no column and no article, as they are headed.
var sitePages = map[string]string{"/": "首页", "/apply": "我要申请", "/ask": "我要问", "/calc": "答复期限计算", "/consultations": "征集调查", "/contracts": "技术合同认定登记", "/follow": "查询办理进度",
	"/interviews": "在线访谈", "/ledger": "台账存证", "/letters": "来信和答复", "/letters/statistics": "来信办理统计", "/map": "站点地图", "/praise": "锦旗和感谢信", "/proposals": "建议提案办理情况",
	"/search": "搜索", "/services": "办事服务", "/services/statistics": "办事统计", "/statistics": "访问统计"}

// LostWord is what was searched for without a result, and how often.
type LostWord struct {
	Words string
	N     int64
}

// LostWords lists what the readers of a year did not find, the most wanted first
// (VI-WORD). What was looked for but once is not among them: it may be a name.
func (o *Office) LostWords(ctx context.Context, who access.Actor, year int) (out []LostWord, err error) {
	l, err := o.VisitSlices(ctx, who, visit.ByWord, calendar.NewDay(year, time.January, 1), calendar.NewDay(year, time.December, 31), mostLost)
	for _, s := range l {
		if s.Name != visit.Else && s.Views > 1 {
			out = append(out, LostWord{s.Name, s.Views})
		}
	}
	return out, err
}

const mostLost = 50

// visitTitle is what people call a page or a column; all else is its own name.
func visitTitle(tx *store.Tx, organ ledger.ID, kind visit.Kind, name string) string {
	if name == visit.Else {
		return "其他"
	}
	code, isColumn := strings.CutPrefix(name, "/c/")
	switch {
	case kind == visit.ByReason:
		return visit.Reason(name).Label()
	case kind == visit.ByColumn:
		code, isColumn = name, true
	case kind != visit.ByPage:
		return name
	case sitePages[name] != "":
		return sitePages[name]
	}
	if isColumn {
		if c, err := tx.Column(organ, ledger.Code(strings.TrimSuffix(code, "/"))); err == nil {
			return c.Name
		}
	}
	if id, ok := strings.CutPrefix(name, "/a/"); ok {
		if a, err := tx.Article(ledger.ID(id)); err == nil && a.Organ == organ {
			if e, err := tx.Edition(a.ID, max(a.Live, 1)); err == nil {
				return e.Title
			}
		}
	}
	return name
}

// PageViews is how often a page was seen (浏览次数): as of the last closing, or to
// this moment.
func (o *Office) PageViews(ctx context.Context, organ ledger.ID, page string, closed bool) (n int64, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return 0, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		n, err = tx.PageVisits(organ, page, closed)
		return err
	})
	return n, err
}
