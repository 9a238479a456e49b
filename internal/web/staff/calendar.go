package staff

import (
	"net/http"
	"strconv"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
)

// calendarPage is a year of working days (工作日历) with the notice that it
// comes from. The system administrator pastes the next notice here and sees
// the days that it yields before anything is kept.
type calendarPage struct {
	Page
	F       form
	Year    office.CalendarYear
	Known   bool
	Years   []tab
	Months  []calendarMonth
	Missing int // the year that is awaited, 0 for none
	May     bool
	Preview *office.NoticePreview
}

func (calendarPage) template() string { return "calendar" }

// calendarMonth is a month in weeks that begin on Monday; days outside of it
// are zero.
type calendarMonth struct {
	Name     string
	Workdays int
	Weeks    [][7]calendarDay
}

type calendarDay struct {
	Day     calendar.Day
	Kind    calendar.Kind
	Changed bool
}

// Look names the kind of day, for its colour.
func (d calendarDay) Look() string { return [...]string{"work", "weekend", "off", "makeup"}[d.Kind] }

func calendarMonths(cal *calendar.Calendar, year int, changed map[calendar.Day]bool) []calendarMonth {
	out := make([]calendarMonth, 12)
	for m := range out {
		first := calendar.NewDay(year, time.Month(m+1), 1)
		c := &out[m]
		c.Name = strconv.Itoa(m+1) + "月"
		for d := first; d.Month() == first.Month(); d = d.AddDays(1) {
			at := (int(d.Weekday()) + 6) % 7
			if len(c.Weeks) == 0 || at == 0 {
				c.Weeks = append(c.Weeks, [7]calendarDay{})
			}
			k, _ := cal.Kind(d)
			if cal.Workday(d) {
				c.Workdays++
			}
			c.Weeks[len(c.Weeks)-1][at] = calendarDay{d, k, changed[d]}
		}
	}
	return out
}

func (s *server) calendar(a *ask) error { return a.showCalendar(http.StatusOK, form{}, nil) }

func (a *ask) showCalendar(code int, f form, preview *office.NoticePreview) error {
	years, cal, err := a.s.o.CalendarYears(a.ctx(), a.who)
	if err != nil {
		return err
	}
	today := a.s.o.Today()
	p := calendarPage{Page: a.page("工作日历"), F: f, May: a.may(access.EditCalendar), Missing: cal.Missing(today), Preview: preview}
	year, changed := a.queryInt("year"), map[calendar.Day]bool{}
	if preview != nil {
		cal, year = preview.Calendar, preview.Year.Year
		for _, c := range preview.Changes {
			changed[c.Day] = true
		}
	}
	if year < 1000 || year > 9999 {
		year = today.Year()
	}
	p.Year.Year.Year = year
	for _, y := range years {
		if y.Year.Year == year {
			p.Year, p.Known = y, true
		}
		p.Years = append(p.Years, tab{Name: strconv.Itoa(y.Year.Year) + "年", Href: a.path("/calendar?year=%d", y.Year.Year), N: y.Workdays, Here: y.Year.Year == year})
	}
	p.Months = calendarMonths(cal, year, changed)
	p.Wide = true
	return a.show(code, p)
}

// enterNotice previews a pasted notice, and saves it on the second button.
func (s *server) enterNotice(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var p office.NoticePreview
	err = a.try(func() error {
		if v.Get("do") != "save" {
			p, err = s.o.PreviewNotice(a.ctx(), a.who, v.Get("notice"))
			return err
		}
		p.Year, err = s.o.SaveNotice(a.ctx(), a.who, v.Get("notice"))
		return err
	})
	switch {
	case err != nil:
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showCalendar(code, f, nil)
	case v.Get("do") == "save":
		return a.to(a.path("/calendar?year=%d", p.Year.Year), strconv.Itoa(p.Year.Year)+"年节假日安排已录入，各项期限即按此计算。")
	}
	return a.showCalendar(http.StatusOK, form{Values: v}, &p)
}
