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
// so that an official can check them and add the next.
package calendar

import (
	"bufio"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
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

// Span is a run of days off, both ends included.
type Span struct{ From, To Day }

// Year is what one notice announced.
type Year struct {
	Year     int
	Notice   string // number or content id of the notice
	Off      []Span
	Work     []Day // make-up days
	Workdays int   // working days from 1 January to 31 December
}

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
	c := &Calendar{kinds: map[Day]Kind{}}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		y, err := ParseYear(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c.years = append(c.years, y)
		for _, s := range y.Off {
			for d := s.From; !d.After(s.To); d = d.AddDays(1) {
				c.kinds[d] = Holiday
			}
		}
		for _, d := range y.Work {
			c.kinds[d] = MakeUp
		}
	}
	slices.SortFunc(c.years, func(a, b Year) int { return a.Year - b.Year })
	for i := range c.years {
		y := c.years[i].Year
		c.years[i].Workdays, _ = c.WorkdaysBetween(NewDay(y-1, time.December, 31), NewDay(y, time.December, 31))
	}
	return c, nil
}

// ParseYear reads one year's file: lines "year 2019", "notice …",
// "off FROM [TO]", "work DAY"; # starts a comment.
func ParseYear(text string) (Year, error) {
	var y Year
	n := 0
	for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
		n++
		line, _, _ := strings.Cut(s.Text(), "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		bad := func(why string) (Year, error) { return Year{}, fmt.Errorf("第%d行 %q:%s", n, s.Text(), why) }
		var days []Day
		if f[0] == "off" || f[0] == "work" {
			for _, w := range f[1:] {
				d, err := ParseDay(w)
				if err != nil {
					return bad(err.Error())
				}
				days = append(days, d)
			}
		}
		switch {
		case f[0] == "year" && len(f) == 2:
			if _, err := fmt.Sscanf(f[1], "%d", &y.Year); err != nil {
				return bad("年份不是数字")
			}
		case f[0] == "notice" && len(f) > 1:
			y.Notice = strings.Join(f[1:], " ")
		case f[0] == "off" && len(days) == 1:
			y.Off = append(y.Off, Span{days[0], days[0]})
		case f[0] == "off" && len(days) == 2 && !days[1].Before(days[0]):
			y.Off = append(y.Off, Span{days[0], days[1]})
		case f[0] == "work" && len(days) > 0:
			y.Work = append(y.Work, days...)
		default:
			return bad("应以 year、notice、off 或 work 开头，日期先后不能颠倒")
		}
	}
	if y.Year == 0 || y.Notice == "" {
		return Year{}, fmt.Errorf("缺少年份（year）或通知文号（notice）")
	}
	return y, nil
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
	_, ok := slices.BinarySearchFunc(c.years, year, func(y Year, n int) int { return y.Year - n })
	return ok
}

// Through is the last announced year.
func (c *Calendar) Through() int {
	if len(c.years) == 0 {
		return 0
	}
	return c.years[len(c.years)-1].Year
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
