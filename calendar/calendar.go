// Package calendar knows which days are working days (工作日) in mainland
// China, make-up days (调休上班) included.
//
// A weekday is worked unless the State Council's yearly notice gives it off; a
// Saturday or Sunday is not, unless the notice calls it a make-up day. Systems
// that know the holidays but not the make-up days date one statutory deadline
// in three too late. The notices come out between October and December for the
// year after; until then a year is not announced, days in it are counted
// Monday to Friday, and every date that depends on them is marked provisional
// (暂估). Nothing is guessed silently.
//
// The data are text files, one a year (cn/2019.txt …), each with its notice,
// so that an official can check them. The next year is added at run time from
// the notice's own words (ParseNotice) and laid over them (Calendar.With).
package calendar

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"time"
)

//go:embed cn/*.txt
var cn embed.FS

var china = func() *Calendar {
	c, err := Load(cn)
	if err != nil {
		panic("calendar: embedded data: " + err.Error()) // tested
	}
	return c
}()

// China is the calendar of the embedded notices.
func China() *Calendar { return china }

// Kind is what sort of day it is.
type Kind int

const (
	Workday Kind = iota // a weekday that is worked
	Weekend             // 周末
	Holiday             // 放假
	MakeUp              // 调休上班
)

// Name is the kind's printed name.
func (k Kind) Name() string { return [...]string{"工作日", "周末", "放假", "调休上班"}[k] }

// Calendar answers for the announced years.
type Calendar struct {
	years []Year
	kinds map[Day]Kind // only days that a notice names
	index index
}

// Load reads every .txt file below cn in the file system.
func Load(fsys fs.FS) (*Calendar, error) {
	names, err := fs.Glob(fsys, "cn/*.txt")
	if err != nil {
		return nil, err
	}
	var years []Year
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		y, err := ParseYear(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		years = append(years, y)
	}
	return new(Calendar).With(years...), nil
}

// With is the calendar with those years announced, in place of what it knew of
// them; c itself stays as it is.
func (c *Calendar) With(years ...Year) *Calendar {
	out := &Calendar{years: slices.Clone(c.years), kinds: map[Day]Kind{}}
	for _, y := range years {
		out.years = slices.DeleteFunc(out.years, func(x Year) bool { return x.Year == y.Year })
		out.years = append(out.years, y)
	}
	slices.SortFunc(out.years, func(a, b Year) int { return a.Year - b.Year })
	for _, y := range out.years {
		for d, k := range y.named() {
			out.kinds[d] = k
		}
	}
	for i := range out.years {
		y := out.years[i].Year
		out.years[i].Workdays, _ = out.WorkdaysBetween(NewDay(y-1, time.December, 31), NewDay(y, time.December, 31))
	}
	return out
}

// Kind says what sort of day it is, and whether its year is announced.
func (c *Calendar) Kind(d Day) (Kind, bool) {
	if k, named := c.kinds[d]; named {
		return k, true
	}
	k := Workday
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		k = Weekend
	}
	return k, c.Announced(d.Year())
}

// Workday says whether the day is worked, as far as is known.
func (c *Calendar) Workday(d Day) bool {
	k, _ := c.Kind(d)
	return k == Workday || k == MakeUp
}

// Announced says whether the year's notice is in the data.
func (c *Calendar) Announced(year int) bool {
	_, ok := c.Year(year)
	return ok
}

// Through is the last announced year.
func (c *Calendar) Through() int {
	if len(c.years) == 0 {
		return 0
	}
	return c.years[len(c.years)-1].Year
}

// Missing is the year whose notice is awaited: from 1 November on, the year
// after the last announced one. 0 while nothing is missing.
func (c *Calendar) Missing(today Day) int {
	through := c.Through()
	if through > today.Year() || through == today.Year() && today.Month() < time.November {
		return 0
	}
	return through + 1
}

// Year is what was announced for a year.
func (c *Calendar) Year(year int) (Year, bool) {
	i, ok := slices.BinarySearchFunc(c.years, year, func(y Year, n int) int { return y.Year - n })
	if !ok {
		return Year{}, false
	}
	return c.years[i], true
}

// Years lists the announced years in order.
func (c *Calendar) Years() []Year { return slices.Clone(c.years) }

// AddWorkdays is the n-th working day strictly after d (before it, for a
// negative n); the day itself is not counted (民法典 Art. 201). For n = 0 it is
// d itself, worked or not.
func (c *Calendar) AddWorkdays(d Day, n int) Date {
	x := c.ready()
	if i := x.at(d); i >= 0 {
		if found, ok := x.add(i, n); ok {
			return found
		}
	}
	step, provisional := 1, !c.Announced(d.Year()) && n == 0
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		k, known := c.Kind(d)
		provisional = provisional || !known
		if k == Workday || k == MakeUp {
			n--
		}
	}
	return Date{d, provisional}
}

// WorkdaysBetween counts the working days after from up to and including to;
// it is negative when to lies before from.
func (c *Calendar) WorkdaysBetween(from, to Day) (n int, provisional bool) {
	if to.Before(from) {
		n, provisional = c.WorkdaysBetween(to, from)
		return -n, provisional
	}
	x := c.ready()
	if i, j := x.at(from), x.at(to); i >= 0 && j >= 0 {
		return x.between(i, j)
	}
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		k, known := c.Kind(d)
		provisional = provisional || !known
		if k == Workday || k == MakeUp {
			n++
		}
	}
	return n, provisional
}
