package staff

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/plot"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/visit"
)

// visitsPage is the dashboard of visits (访问统计) of a year, a month or a day.
type visitsPage struct {
	Page
	F        form
	Y        office.VisitYear
	Month    int          // 0 for the whole year
	Day      calendar.Day // zero for more than one
	Heading  string
	Up       tab // the year or the month above
	Figures  []visitFigure
	Plots    []visitPlot
	Lists    []visitList
	Lines    []visitLine // months of a year, days of a month
	LineName string
	Warnings []visitWarning
	Waiting  []visitAdjustment
	Past     []visitAdjustment
	Years    []tab
	Entries  []office.EntryView
	Adjust   bool
	Public   string // the statistics that everybody reads
}

func (visitsPage) template() string { return "visits" }

// visitFigure is a number with its name, set large.
type visitFigure struct{ Name, N, Unit string }

// visitPlot is a plot with the sentence above it.
type visitPlot struct {
	Title string
	plot.Columns
}

// visitLine is a month or a day.
type visitLine struct {
	Name, Href                string
	Views, Visitors, Excluded int64
}

// visitList is a slice as a table with its bars.
type visitList struct {
	Title, Name, Hint, None string
	Rows                    []visitRow
	Visitors                bool // with an estimate of them
}

type visitRow struct {
	Title       string
	N, Visitors int64
	Share       int
	Href        string
}

type visitWarning struct{ Day, Words, Href string }

// visitAdjustment is an adjustment with what this officer may do.
type visitAdjustment struct {
	office.AdjustmentLine
	Confirm, Drop bool
}

// visits shows a year, one of its months or one of its days, by the address.
func (s *server) visits(a *ask) error {
	if a.r.PathValue("year") != "" {
		return a.showVisits(http.StatusOK, form{})
	}
	now := s.o.Today().Year()
	y, err := s.o.Visits(a.ctx(), a.who, now)
	if err != nil {
		return err
	}
	if len(y.Years) > 0 && !slices.Contains(y.Years, now) {
		now = y.Years[0]
	}
	return a.to(a.path("/visits/%d", now), "")
}

// span reads the address: a year, with a month, with a day.
func (a *ask) span() (year, month, date int, err error) {
	if year, err = a.year(); err != nil {
		return 0, 0, 0, err
	}
	if a.r.PathValue("month") == "" {
		return year, 0, 0, nil
	}
	if month, err = a.number("month"); err != nil || month > 12 {
		return 0, 0, 0, refusal.NotFound("access.may.absent")
	}
	if a.r.PathValue("day") == "" {
		return year, month, 0, nil
	}
	date, err = a.number("day")
	if err != nil || date > daysIn(year, month) {
		return 0, 0, 0, refusal.NotFound("access.may.absent")
	}
	return year, month, date, nil
}

// daysIn is how many days a month has.
func daysIn(year, month int) int {
	return firstOf(year+month/12, month%12+1).Sub(firstOf(year, month))
}

func firstOf(year, month int) calendar.Day { return calendar.NewDay(year, time.Month(month), 1) }

func (a *ask) showVisits(code int, f form) error {
	year, month, date, err := a.span()
	if err != nil {
		return err
	}
	y, err := a.s.o.Visits(a.ctx(), a.who, year)
	if err != nil {
		return err
	}
	p := visitsPage{F: f, Y: y, Month: month, Public: "/" + a.site.Organ.Token + "/statistics?year=" + strconv.Itoa(year)}
	from, to := calendar.NewDay(year, time.January, 1), calendar.NewDay(year, time.December, 31)
	switch {
	case date > 0:
		p.Day = firstOf(year, month).AddDays(date - 1)
		from, to = p.Day, p.Day
		p.Heading, p.Up = p.Day.Chinese(), tab{Name: fmt.Sprintf("%d年%d月", year, month), Href: a.path("/visits/%d/%d", year, month)}
	case month > 0:
		from, to = firstOf(year, month), firstOf(year, month).AddDays(daysIn(year, month)-1)
		p.Heading, p.Up = fmt.Sprintf("%d年%d月", year, month), tab{Name: fmt.Sprintf("%d年", year), Href: a.path("/visits/%d", year)}
	default:
		p.Heading = fmt.Sprintf("%d年", year)
		for _, n := range y.Years {
			p.Years = append(p.Years, tab{Name: strconv.Itoa(n), Href: a.path("/visits/%d", n), Here: n == year})
		}
	}
	p.Adjust = y.CanAdjust && date > 0
	p.count(a, from, to)
	if p.Lists, err = a.visitLists(y, from, to); err != nil {
		return err
	}
	for _, w := range y.Warnings {
		if !w.Day.Before(from) && !w.Day.After(to) {
			words := fmt.Sprintf("%s（访问%d次、独立用户%d个", w.What.Words(), w.Views, w.Visitors)
			if w.Usual > 0 {
				words += fmt.Sprintf("，平时约%d次", w.Usual)
			}
			p.Warnings = append(p.Warnings, visitWarning{w.Day.Chinese(), words + "）", a.dayPath(w.Day)})
		}
	}
	for _, x := range y.Adjustments {
		if x.Day.Before(from) || x.Day.After(to) {
			continue
		}
		if x.Seq > 0 || x.Dropped {
			p.Past = append(p.Past, visitAdjustment{AdjustmentLine: x})
		} else {
			p.Waiting = append(p.Waiting, visitAdjustment{x, y.CanConfirm && x.By != a.who.Officer, y.CanAdjust})
		}
	}
	if i := slices.IndexFunc(y.Days, func(d visit.Day) bool { return d.Day == p.Day }); i >= 0 {
		if p.Entries, _, _, err = a.s.o.Entries(a.ctx(), a.who, office.EntryFilter{Seqs: []int64{y.Days[i].Seq}}); err != nil {
			return err
		}
	}
	p.Page = a.page(p.Heading + "访问统计")
	p.Wide = true
	return a.show(code, p)
}

func (a *ask) dayPath(d calendar.Day) string {
	return a.path("/visits/%d/%d/%d", d.Year(), int(d.Month()), d.Date())
}

// count sums the closed days of the span and plots them.
func (p *visitsPage) count(a *ask, from, to calendar.Day) {
	var views, visitors, excluded int64
	var days []plot.Column
	closed := map[calendar.Day]visit.Day{}
	for _, d := range p.Y.Days {
		closed[d.Day] = d
	}
	for d := from; !d.After(to); d = d.AddDays(1) {
		name := strconv.Itoa(d.Date())
		if p.Month == 0 {
			name = fmt.Sprintf("%d月", d.Month())
			if d.Date() > 1 {
				name = ""
			}
		}
		c := plot.Column{Name: name}
		if x, known := closed[d]; known {
			line := visitLine{Name: fmt.Sprintf("%d日", d.Date()), Href: a.dayPath(d), Views: x.Views, Visitors: x.Visitors}
			for _, e := range x.Excluded {
				line.Excluded += e.N
			}
			c.N, c.Part = int(x.Views), int(x.Visitors)
			views, excluded = views+x.Views, excluded+line.Excluded
			switch {
			case !p.Day.IsZero():
				visitors = x.Visitors
			case p.Month > 0:
				visitors += x.FirstInMonth
				p.Lines = append(p.Lines, line)
			default:
				visitors += x.FirstInYear
			}
		}
		days = append(days, c)
	}
	p.Figures = []visitFigure{{"访问量", grouped(views), "次"}, {"独立用户", grouped(visitors), "个"}, {"不计入", grouped(excluded), "次"}}
	if v, u := p.Y.Standing(); p.Month == 0 && (v != p.Y.Views || u != p.Y.Visitors) {
		p.Figures = append(p.Figures, visitFigure{"调整后的访问量", grouped(v), "次"}, visitFigure{"调整后的独立用户", grouped(u), "个"})
	}
	if views == 0 && excluded == 0 {
		return
	}
	switch {
	case !p.Day.IsZero():
	case p.Month > 0:
		p.LineName = "日期"
		p.Plots = []visitPlot{{"各日访问量，深色为其中的独立用户", plot.Of(days, fmt.Sprintf("%s各日访问量的柱形图，共%d次，数字见下面的表", p.Heading, views))}}
	default:
		p.months(a, days)
	}
}

// months plots a year by years, by months and by days.
func (p *visitsPage) months(a *ask, days []plot.Column) {
	var years, months []plot.Column
	for _, t := range p.Y.Totals {
		if t.Views > 0 {
			years = append(years, plot.Column{Name: strconv.Itoa(t.Year), N: int(t.Views), Part: int(t.Visitors)})
		}
	}
	if len(years) > 1 {
		p.Plots = append(p.Plots, visitPlot{"历年访问量，深色为其中的独立用户", plot.Of(years, "历年访问量的柱形图")})
	}
	p.LineName = "月份"
	for i, m := range p.Y.Months {
		name := fmt.Sprintf("%d月", i+1)
		months = append(months, plot.Column{Name: name, N: int(m.Views), Part: int(m.Visitors)})
		if m != (office.VisitMonth{}) {
			p.Lines = append(p.Lines, visitLine{name, a.path("/visits/%d/%d", p.Y.Year, i+1), m.Views, m.Visitors, m.Excluded})
		}
	}
	p.Plots = append(p.Plots, visitPlot{"各月访问量，深色为其中的独立用户", plot.Of(months, fmt.Sprintf("%d年各月访问量的柱形图，全年%d次，数字见下面的表", p.Y.Year, p.Y.Views))},
		visitPlot{"各日访问量，深色为其中的独立用户", plot.Of(days, fmt.Sprintf("%d年每一天访问量的柱形图，数字在各月的页面", p.Y.Year))})
}

// listed is how many lines of a slice are shown.
const listed = 15

// visitLists are the slices of the span.
func (a *ask) visitLists(y office.VisitYear, from, to calendar.Day) ([]visitList, error) {
	lists := []visitList{
		{Title: "栏目", Name: "栏目", None: "还没有栏目的访问。", Visitors: from != to},
		{Title: "看得最多的页面", Name: "页面", None: "还没有页面的访问。"},
		{Title: "从哪里来", Name: "来源网站", Hint: "只记来源网站的域名；直接输入地址和站内跳转的不在内。", None: "没有从别的网站来的访问。"},
		{Title: "没有结果的检索词", Name: "检索词", Hint: "有人查、网站上却没有的，可以考虑公开或者改用群众的说法。长的词、像号码的词和只查过一次的词不列。", None: "没有查不到的词。"},
		{Title: "不计入访问的请求", Name: "原因", None: "没有不计入的请求。"},
	}
	base := "/" + a.site.Organ.Token
	for i, kind := range []visit.Kind{visit.ByColumn, visit.ByPage, visit.ByReferrer, visit.ByWord, visit.ByReason} {
		slice, err := a.s.o.VisitSlices(a.ctx(), a.who, kind, from, to, listed)
		if err != nil {
			return nil, err
		}
		var most int64
		for _, x := range slice {
			most = max(most, x.Views)
		}
		for _, x := range slice {
			if kind == visit.ByWord && x.Views < 2 {
				continue // looked for but once: it may be a name
			}
			row := visitRow{Title: x.Title, N: x.Views, Visitors: x.Visitors, Share: plot.Share(x.Views, most)}
			switch {
			case x.Name == visit.Else:
			case kind == visit.ByPage:
				row.Href = base + x.Name
			case kind == visit.ByColumn:
				row.Href = base + "/c/" + x.Name
			}
			lists[i].Rows = append(lists[i].Rows, row)
		}
	}
	return lists, nil
}

// grouped prints a number in groups of three.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// adjustVisits proposes to adjust the day of the address.
func (s *server) adjustVisits(a *ask) error {
	year, month, date, err := a.span()
	if err != nil {
		return err
	}
	v, err := a.values()
	if err != nil {
		return err
	}
	day := firstOf(year, month).AddDays(date - 1)
	err = a.try(func() error {
		_, err := s.o.ProposeAdjustment(a.ctx(), a.who, office.AdjustmentForm{Day: day.String(), Views: v.Get("views"), Visitors: v.Get("visitors"), Reason: v.Get("reason")})
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showVisits(code, f)
	}
	return a.to(a.dayPath(day), "调整已提出，由另一位同志确认后生效。")
}

// settleAdjustment confirms an adjustment or takes it back.
func (s *server) settleAdjustment(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // a wrong one conflicts
	do, told := s.o.ConfirmAdjustment, "调整已确认，记入台账。"
	switch a.r.PathValue("verb") {
	case "confirm":
	case "drop":
		do, told = s.o.DropAdjustment, "调整已撤销。"
	default:
		return refusal.NotFound("access.may.absent")
	}
	day, err := calendar.ParseDay(v.Get("day"))
	if err != nil {
		return refusal.NotFound("access.may.absent")
	}
	a.r.SetPathValue("year", strconv.Itoa(day.Year()))
	a.r.SetPathValue("month", strconv.Itoa(int(day.Month())))
	a.r.SetPathValue("day", strconv.Itoa(day.Date()))
	if err := a.try(func() error { return do(a.ctx(), a.who, ledger.ID(a.r.PathValue("id")), rev) }); err != nil {
		f, code, err := again(url.Values{}, err)
		if err != nil {
			return err
		}
		return a.showVisits(code, f)
	}
	return a.to(a.dayPath(day), told)
}
