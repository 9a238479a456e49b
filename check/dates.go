package check

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
)

// date is a date of the text; what it does not name is 0.
type date struct {
	at, end  int
	y, m, d  int
	numerals bool // 2019-02-30, which may be a number of something else
}

const dgt = `[0-9０-９]`

var (
	dateForm = regexp.MustCompile(`(` + dgt + `{4})\s*年(?:\s*(` + dgt + `{1,2})\s*月(?:份)?(?:\s*(` + dgt + `{1,3})\s*日)?)?|(` +
		dgt + `{1,2})\s*月\s*(` + dgt + `{1,3})\s*日|((?:19|20)\d\d)(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2}))`)
	hanDate = regexp.MustCompile(`([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?`)
	weekday = regexp.MustCompile(`^\s*[（(]?\s*(?:星期|周|礼拜)([一二三四五六日天])`)
	joined  = regexp.MustCompile(`^(?:（[^（）]{1,12}）|\([^()]{1,12}\))?\s*(?:\d{1,2}[:：]\d{2})?\s*起?\s*(?:至|到|—+|－|–|-|~|～|─+)\s*$`)
	dayOnly = regexp.MustCompile(`^\s*(?:至|到|—+|－|–|-|~|～)\s*(\d{1,2})\s*日`)
	years   = regexp.MustCompile(`((?:19|20)\d\d)年?\s*(?:—+|－|–|-|~|～|至|到)\s*((?:19|20)\d\d)年`)
	did     = regexp.MustCompile(`^[^，。；！？\n]{0,24}(召开了|举行了|举办了|印发了|发布了|完成了|通过了)`)
)

func atoi(s string) int { n, _ := strconv.Atoi(digits.Replace(s)); return n }

// dates are the dates that the text names, in reading order.
func dates(text string) (out []date) {
	for _, m := range dateForm.FindAllStringSubmatchIndex(text, -1) {
		part := func(i int) int {
			if m[2*i] < 0 {
				return 0
			}
			if n := atoi(text[m[2*i]:m[2*i+1]]); n > 0 {
				return n
			}
			return -1 // a nought, which no month or day has
		}
		d := date{at: m[0], end: m[1], y: part(1), m: part(2) + part(4), d: part(3) + part(5)}
		if part(6) > 0 {
			d.y, d.m, d.d, d.numerals = part(6), part(7)+part(9), part(8)+part(10), true
		}
		if beside(text, m[0], m[1]) {
			continue
		}
		out = append(out, d)
	}
	for _, m := range hanDate.FindAllStringSubmatchIndex(text, -1) {
		y := 0
		for _, r := range text[m[2]:m[3]] {
			y = y*10 + max(0, readNumeral(string(r)))
		}
		d := date{at: m[0], end: m[1], y: y, m: readNumeral(text[m[4]:m[5]])}
		if m[6] >= 0 {
			d.d = readNumeral(text[m[6]:m[7]])
		}
		out = append(out, d)
	}
	return out
}

// beside says whether a digit or a letter touches the date: it is then part of
// a longer number.
func beside(text string, at, end int) bool {
	touch := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '/'
	}
	return at > 0 && touch(text[at-1]) || end < len(text) && text[end] >= '0' && text[end] <= '9'
}

// wrong says what keeps the date from existing, "" if it does.
func (d date) wrong() string {
	switch {
	case d.m < 0 || d.m > 12:
		return "一年只有12个月"
	case d.d < 0 || d.d > 31:
		return "一个月最多31天"
	case d.m == 0 || d.d == 0:
		return ""
	}
	y := d.y
	if y == 0 {
		y = 2000 // a leap year, when the year is not named
	}
	if last := time.Date(y, time.Month(d.m)+1, 0, 0, 0, 0, 0, time.UTC).Day(); d.d > last {
		if d.y > 0 {
			return fmt.Sprintf("%d年%d月只有%d天", d.y, d.m, last)
		}
		return fmt.Sprintf("%d月最多%d天", d.m, last)
	}
	return ""
}

// day is the day of a date that names all three parts.
func (d date) day() calendar.Day { return calendar.NewDay(d.y, time.Month(d.m), d.d) }

// dates judges the dates: that they exist (FG-DATE), that the weekday is
// theirs (FG-WEEKDAY), that a period ends after it begins (FG-PERIOD), and
// that what is told as done does not lie ahead (FG-FUTURE).
func (c *Checker) dates(f *findings) {
	text := f.text.Words
	all := dates(text)
	year := soleYear(all)
	for i, d := range all {
		if why := d.wrong(); why != "" {
			severity := Block
			if d.numerals {
				severity = Warn
			}
			if !lunar(text[:d.at]) {
				f.add("FG-DATE", severity, d.at, d.end, "", fmt.Sprintf("没有“%s”这一天：%s", text[d.at:d.end], why))
			}
			continue
		}
		c.weekday(f, d, year)
		if m := dayOnly.FindStringSubmatch(text[d.end:]); m != nil && d.d > 0 && atoi(m[1]) < d.d {
			end := d.end + len(dayOnly.FindString(text[d.end:]))
			f.add("FG-PERIOD", Warn, d.at, end, "", "截止日早于开始日，请核对")
		}
		if i+1 < len(all) && all[i+1].at >= d.end && all[i+1].wrong() == "" && joined.MatchString(text[d.end:all[i+1].at]) {
			period(f, d, all[i+1])
		}
		c.future(f, d)
	}
	for _, m := range years.FindAllStringSubmatchIndex(text, -1) {
		if a, b := atoi(text[m[2]:m[3]]), atoi(text[m[4]:m[5]]); b < a && !beside(text, m[0], m[1]) {
			f.add("FG-PERIOD", Warn, m[0], m[1], "", "终止的年份早于起始的年份，请核对")
		}
	}
}

func lunar(before string) bool {
	tail := before[max(0, len(before)-24):]
	return strings.Contains(tail, "农历") || strings.Contains(tail, "阴历")
}

// soleYear is the year that all full dates of the text are of, 0 if there is
// none such.
func soleYear(all []date) (year int) {
	for _, d := range all {
		if d.y > 0 && d.d > 0 {
			if year > 0 && d.y != year {
				return 0
			}
			year = d.y
		}
	}
	return year
}

func (c *Checker) weekday(f *findings, d date, year int) {
	text := f.text.Words
	m := weekday.FindStringSubmatchIndex(text[d.end:])
	if m == nil || d.d == 0 || d.m == 0 || strings.HasPrefix(text[d.end+m[1]:], "均") {
		return
	}
	severity, guessed := Block, d.y == 0
	if guessed {
		if year == 0 {
			return
		}
		severity, d.y = Warn, year
	}
	said := text[d.end+m[2] : d.end+m[3]]
	if said == "天" {
		said = "日"
	}
	right := d.day().WeekdayChinese()
	next := date{y: d.y + 1, m: d.m, d: d.d}
	if strings.HasSuffix(right, said) || guessed && d.m <= 2 && strings.HasSuffix(next.day().WeekdayChinese(), said) {
		return
	}
	f.add("FG-WEEKDAY", severity, d.at, d.end+m[1], right, fmt.Sprintf("%s是%s", d.day().Chinese(), right))
}

// period judges two dates with 至 between them.
func period(f *findings, a, b date) {
	before := func(x, y date) bool { return y.m < x.m || y.m == x.m && y.d > 0 && x.d > 0 && y.d < x.d }
	switch {
	case a.y > 0 && b.y > 0 && (b.y < a.y || b.y == a.y && a.m > 0 && b.m > 0 && before(a, b)):
		f.add("FG-PERIOD", Block, a.at, b.end, "", "期间的终止日早于起始日，请核对")
	case a.y > 0 && b.y == 0 && b.m > 0 && a.m > b.m:
		f.add("FG-PERIOD", Hint, a.at, b.end, "", "期间如果跨年，请在终止日写明年份；如果不跨年，终止日早于起始日")
	case b.y == 0 && a.m == b.m && before(a, b):
		f.add("FG-PERIOD", Warn, a.at, b.end, "", "期间的终止日早于起始日，请核对")
	}
}

// future gives a hint where something is told as done on a day to come.
func (c *Checker) future(f *findings, d date) {
	if c.on.IsZero() || d.y == 0 || d.m == 0 || d.d == 0 || !d.day().After(c.on) {
		return
	}
	text := f.text.Words
	if strings.HasSuffix(text[:d.at], "已于") || strings.HasSuffix(text[:d.at], "已在") || did.MatchString(text[d.end:]) {
		f.add("FG-FUTURE", Hint, d.at, d.end, "", fmt.Sprintf("%s尚未到，却写成已经发生，请核对年份", d.day().Chinese()))
	}
}
