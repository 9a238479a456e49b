package calendar

import (
	"bufio"
	"fmt"
	"slices"
	"strings"
)

// Span is a run of days off, both ends included.
type Span struct{ From, To Day }

// Year is what one notice announced. With Amends it changes only the holidays
// that it names (调整、延长); a span without From then prolongs the holiday
// before it.
type Year struct {
	Year     int
	Notice   string // number or content id of the notice
	Off      []Span
	Work     []Day // make-up days
	Workdays int   // working days from 1 January to 31 December
	Amends   bool
}

// named maps the days that the notice names to what it makes of them.
func (y Year) named() map[Day]Kind {
	out := map[Day]Kind{}
	for _, s := range y.Off {
		for d := s.From; !d.After(s.To); d = d.AddDays(1) {
			out[d] = Holiday
		}
	}
	for _, d := range y.Work {
		out[d] = MakeUp
	}
	return out
}

// Days lists the days off and the make-up days in order.
func (y Year) Days() (off, work []Day) {
	for d, k := range y.named() {
		if k == Holiday {
			off = append(off, d)
		} else {
			work = append(work, d)
		}
	}
	slices.SortFunc(off, Day.Compare)
	slices.SortFunc(work, Day.Compare)
	return off, work
}

// String is the year as ParseYear reads it.
func (y Year) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "year %d\nnotice %s\n", y.Year, y.Notice)
	for _, s := range y.Off {
		fmt.Fprintf(&b, "off  %s", s.From)
		if s.To != s.From {
			fmt.Fprintf(&b, " %s", s.To)
		}
		b.WriteByte('\n')
	}
	for _, d := range y.Work {
		fmt.Fprintf(&b, "work %s\n", d)
	}
	return b.String()
}

// Amend is the year as a later notice changed it: a span takes the place of
// those that it meets, and a make-up day inside of it falls away.
func (y Year) Amend(by Year) (Year, error) {
	out := Year{Year: y.Year, Notice: y.Notice + " + " + by.Notice, Off: slices.Clone(y.Off), Amends: y.Amends}
	for _, s := range by.Off {
		for _, x := range y.Off {
			if s.From.IsZero() && !x.From.After(s.To) && s.To.Sub(x.To) <= 31 {
				s.From = x.From
			}
		}
		if s.From.IsZero() {
			return Year{}, Doubts{fmt.Sprintf("延长至%s的是哪个假期，在%d年已录入的安排里没有找到。", s.To.Chinese(), y.Year)}
		}
		out.Off = slices.DeleteFunc(out.Off, func(x Span) bool { return !x.To.Before(s.From) && !x.From.After(s.To) })
		out.Off = append(out.Off, s)
	}
	slices.SortFunc(out.Off, func(a, b Span) int { return a.From.Compare(b.From) })
	off := Year{Off: out.Off}.named()
	for _, d := range slices.Concat(y.Work, by.Work) {
		if off[d] != Holiday && !slices.Contains(out.Work, d) {
			out.Work = append(out.Work, d)
		}
	}
	slices.SortFunc(out.Work, Day.Compare)
	return out, nil
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
