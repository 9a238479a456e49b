package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Narrow is a cell without spaces and with half-width digits, letters and signs.
func Narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			return -1
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
}

var numbers = regexp.MustCompile(`^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})(?:日|号)?(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$`)

// AnyDay reads a date as people and spreadsheets write it: 2025-03-03,
// 2025/3/3, 2025年3月3日, 2025.3.3, 20250303, each with or without a time of
// day, or a spreadsheet's day number.
func AnyDay(s string) (Day, bool) {
	// A space parts the day from the time; where it is gone, so is the border.
	if d, clock, ok := strings.Cut(strings.TrimSpace(s), " "); ok && strings.Contains(clock, ":") {
		s = d + "T" + clock
	}
	s = Narrow(s)
	if m := numbers.FindStringSubmatch(s); m != nil {
		return exact(m[1], m[2], m[3])
	}
	if len(s) == 8 && strings.Trim(s, "0123456789") == "" {
		return exact(s[:4], s[4:6], s[6:])
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 36526 && f < 73051 { // 2000 to 2099
		return NewDay(1899, 12, 30).AddDays(int(f)), true
	}
	return Day{}, false
}

func exact(y, m, d string) (Day, bool) {
	day, err := ParseDay(fmt.Sprintf("%s-%02s-%02s", y, m, d))
	return day, err == nil
}
