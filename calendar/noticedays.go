package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// One day as the notices write it, with what stands in brackets behind it, and
// a run of days.
const (
	oneDay = `(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?`
	oneRun = oneDay + `(?:至` + oneDay + `)?`
)

var (
	run     = regexp.MustCompile(oneRun)
	weekday = regexp.MustCompile(`(?:周|星期)([一二三四五六日天])`)
)

// clauses cuts at commas that stand outside of brackets.
func clauses(s string) (out []string) {
	depth, from := 0, 0
	for i, c := range s {
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case '，', ',':
			if depth == 0 {
				out = append(out, s[from:i])
				from = i + len(string(c))
			}
		}
	}
	return append(out, s[from:])
}

// spans reads the days of a clause. A day takes its year and month from the
// one before it where it names none; the first takes the year of the notice.
func (r *reading) spans(clause string, year, month *int) (out []Span, ok bool) {
	for _, m := range run.FindAllStringSubmatch(clause, -1) {
		from, good := r.day(m[1:5], year, month)
		if !good {
			return nil, false
		}
		to := from
		if m[7] != "" {
			if y, _ := strconv.Atoi(m[6]); m[5] == "" && m[1] != "" && y > 0 && y < *month {
				*year++ // 2022年12月31日至1月2日
			}
			if to, good = r.day(m[5:9], year, month); !good {
				return nil, false
			}
		}
		if to.Before(from) || to.Sub(from) > 31 {
			r.doubt("“%s”的起止颠倒或者太长，请核对。", m[0])
			return nil, false
		}
		out = append(out, Span{from, to})
	}
	return out, true
}

// day reads year, month, date and what stands in brackets.
func (r *reading) day(m []string, year, month *int) (Day, bool) {
	if m[0] != "" {
		*year, _ = strconv.Atoi(m[0])
	}
	if m[1] != "" {
		*month, _ = strconv.Atoi(m[1])
	}
	date, _ := strconv.Atoi(m[2])
	if *month == 0 {
		r.doubt("“%d日”没有写明月份。", date)
		return Day{}, false
	}
	d, err := ParseDay(fmt.Sprintf("%04d-%02d-%02d", *year, *month, date))
	if err != nil {
		r.doubt("没有%d年%d月%d日这一天。", *year, *month, date)
		return Day{}, false
	}
	if d.Year() != r.Year.Year && d.Before(NewDay(r.Year.Year-1, time.December, 1)) || d.Year() > r.Year.Year {
		r.doubt("%s不在%d年的安排以内。", d.Chinese(), r.Year.Year)
		return Day{}, false
	}
	if w := weekday.FindStringSubmatch(m[3]); w != nil {
		if said := strings.Replace(w[1], "天", "日", 1); !strings.HasSuffix(d.WeekdayChinese(), said) {
			r.doubt("%s是%s，通知里写的是星期%s，请核对。", d.Chinese(), d.WeekdayChinese(), said)
		}
	}
	return d, true
}

// withWeekend is the span with the weekend that it touches.
func (s Span) withWeekend() Span {
	weekend := func(d Day) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }
	for weekend(s.From.AddDays(-1)) {
		s.From = s.From.AddDays(-1)
	}
	for weekend(s.To.AddDays(1)) {
		s.To = s.To.AddDays(1)
	}
	return s
}
