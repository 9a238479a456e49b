package check

import (
	"fmt"
	"strings"
)

// dates judges the dates and times: that they exist (FG-DATE), that the weekday is
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
		if m := dayOnly.FindStringSubmatch(text[d.end:]); m != nil && d.d > 0 {
			to := date{at: d.end, end: d.end + len(m[0]), y: d.y, m: d.m, d: atoi(m[1])}
			if to.d < d.d {
				f.add("FG-PERIOD", Warn, d.at, to.end, "", "截止日早于开始日，请核对")
			} else if to.wrong() == "" {
				span(f, d, to, year)
			}
		}
		if i+1 < len(all) && all[i+1].at >= d.end && all[i+1].wrong() == "" && joined.MatchString(text[d.end:all[i+1].at]) {
			period(f, d, all[i+1])
			span(f, d, all[i+1], year)
		}
		c.future(f, d)
	}
	times(f)
	for _, d := range all {
		if m := years.FindStringSubmatch(tail(text[:d.at])); m != nil && d.y > 0 && d.m == 0 && d.y < atoi(m[1]) && !beside(text, d.at-len(m[0]), d.end) {
			f.add("FG-PERIOD", Warn, d.at-len(m[0]), d.end, "", "终止的年份早于起始的年份，请核对")
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
		severity := Warn
		if a.d > 0 && b.d > 0 {
			severity = Block
		}
		f.add("FG-PERIOD", severity, a.at, b.end, "", "期间的终止日早于起始日，请核对")
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
