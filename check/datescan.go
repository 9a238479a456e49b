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
	dateForm = regexp.MustCompile(`^(?:(` + dgt + `{4})\s*年(?:\s*(` + dgt + `{1,2})\s*月(?:份)?(?:\s*(` + dgt + `{1,3})\s*日)?)?|(` +
		dgt + `{1,2})\s*月\s*(` + dgt + `{1,3})\s*日|((?:19|20)\d\d)(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})))`)
	hanDate = regexp.MustCompile(`^([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?`)
	weekday = regexp.MustCompile(`^\s*[（(]?\s*(?:星期|周|礼拜)([一二三四五六日天])`)
	joined  = regexp.MustCompile(`^(?:（[^（）]{1,12}）|\([^()]{1,12}\))?\s*(?:\d{1,2}[:：]\d{2})?\s*起?\s*(?:(?:施行|实施|执行|生效|试行)，(?:有效期限?)?(?:为?[一二两三四五六七八九十\d]{1,3}年，)?)?(?:截?至|到|—+|－|–|-|~|～|─+)\s*$`)
	dayOnly = regexp.MustCompile(`^\s*(?:至|到|—+|－|–|-|~|～)\s*(\d{1,2})\s*日`)
	years   = regexp.MustCompile(`((?:19|20)\d\d)\s*(?:—+|－|–|-|~|～|至|到)\s*$`)
	did     = regexp.MustCompile(`^[^，。；！？\n]{0,24}(召开了|举行了|举办了|印发了|发布了|完成了|通过了)`)
)

func atoi(s string) int { n, _ := strconv.Atoi(digits.Replace(s)); return n }

// dates are the dates that the text names, in reading order.
func dates(text string) (out []date) {
	for at := 0; at < len(text); {
		if !dated(text, at) {
			at++
			continue
		}
		m := dateForm.FindStringSubmatchIndex(text[at:min(len(text), at+80)])
		if m == nil {
			at = figureEnd(text, at)
			continue
		}
		part := func(i int) int {
			if m[2*i] < 0 {
				return 0
			}
			if n := atoi(text[at+m[2*i] : at+m[2*i+1]]); n > 0 {
				return n
			}
			return -1 // a nought, which no month or day has
		}
		d := date{at: at, end: at + m[1], y: part(1), m: part(2) + part(4), d: part(3) + part(5)}
		if part(6) > 0 {
			d.y, d.m, d.d, d.numerals = part(6), part(7)+part(9), part(8)+part(10), true
		}
		if !beside(text, d.at, d.end) {
			out = append(out, d)
		}
		at = d.end
	}
	return append(out, hanDates(text)...)
}

// dated says whether a figure begins at the byte that 年, 月 or a stroke
// follows.
func dated(text string, at int) bool {
	c := text[at]
	if !(c >= '0' && c <= '9' || c == 0xef) || at > 0 && text[at-1] >= '0' && text[at-1] <= '9' {
		return false
	}
	end := figureEnd(text, at)
	if end == at {
		return false
	}
	rest := strings.TrimLeft(text[end:min(len(text), end+12)], " \t　")
	return strings.HasPrefix(rest, "年") || strings.HasPrefix(rest, "月") || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "/")
}

// figureEnd goes past digits of either width.
func figureEnd(text string, at int) int {
	for at < len(text) {
		_, size, ok := digitAt(text, at)
		if !ok {
			break
		}
		at += size
	}
	return at
}

// hanDates are those in 〇一二.
func hanDates(text string) (out []date) {
	for from := 0; ; {
		i := strings.Index(text[from:], "年")
		if i < 0 {
			return out
		}
		at := from + i - 4*len("年")
		from += i + len("年")
		if at < 0 {
			continue
		}
		m := hanDate.FindStringSubmatchIndex(text[at:min(len(text), at+80)])
		if m == nil {
			continue
		}
		y := 0
		for _, r := range text[at+m[2] : at+m[3]] {
			y = y*10 + max(0, readNumeral(string(r)))
		}
		d := date{at: at, end: at + m[1], y: y, m: readNumeral(text[at+m[4] : at+m[5]])}
		if m[6] >= 0 {
			d.d = readNumeral(text[at+m[6] : at+m[7]])
		}
		out = append(out, d)
	}
}

// beside says whether a digit or a letter touches the date: it is then part of
// a longer number.
func beside(text string, at, end int) bool {
	touch := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' || c == '/'
	}
	return at > 0 && touch(text[at-1]) && !(text[at-1] == '-' && years.MatchString(tail(text[:at]))) || end < len(text) && text[end] >= '0' && text[end] <= '9'
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
