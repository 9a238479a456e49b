package check

import (
	"fmt"
	"regexp"

	"gongkai/calendar"
)

var (
	daysAfter  = regexp.MustCompile(`^(?:止)?(?:期间)?\s*(?:[（(]|，|、|,)?(?:公示期|会期|期限|时间|工期)?(?:共|共计|为期|计|合计|为)?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})个?(工作日|自然日|天)`)
	daysBefore = regexp.MustCompile(`(\d{1,3}|[一二三四五六七八九十]{1,3})个?(工作日|自然日|天)[（(：:，,]{0,1}(?:自|从|即|即自)?$`)
	clock      = regexp.MustCompile(`^(\d{1,2})[:：](\d{2})`)
)

// span wants a period to be as long as it is said to be: 9月2日至9月6日，共5个
// 工作日 (FG-PERIOD). The first day may be counted or not.
func span(f *findings, a, b date, year int) {
	if a.y == 0 {
		a.y = year
	}
	if b.y == 0 {
		b.y = a.y
	}
	if a.y == 0 || a.m == 0 || b.m == 0 || a.d == 0 || b.d == 0 {
		return
	}
	text := f.text.Words
	m := daysAfter.FindStringSubmatch(text[b.end:min(len(text), b.end+60)])
	if m == nil {
		if m = daysBefore.FindStringSubmatch(tail(text[:a.at])); m == nil {
			return
		}
	}
	said, n := readNumeral(m[1]), 0
	from, to := a.day(), b.day()
	if to.Sub(from) < 0 || to.Sub(from) > 400 {
		return
	}
	unit := m[2]
	china := calendar.China()
	for d := from; !d.After(to); d = d.AddDays(1) {
		if unit == "工作日" && !china.Announced(d.Year()) {
			return
		}
		if unit != "工作日" || china.Workday(d) {
			n++
		}
	}
	if said != n && said != n-1 {
		f.add("FG-PERIOD", Warn, a.at, b.end, "", fmt.Sprintf("这段时间有%d个%s，写的是%s个", n, unit, m[1]))
	}
}

// times judges the time of the day after a date or 上午, 下午 (FG-DATE).
func times(f *findings) {
	text := f.text.Words
	for at := 0; at < len(text); at++ {
		if c := text[at]; c < '0' || c > '9' || at > 0 && text[at-1] >= '0' && text[at-1] <= '9' {
			continue
		}
		m := clock.FindStringSubmatchIndex(text[at:min(len(text), at+12)])
		if m == nil || at+m[1] < len(text) && (text[at+m[1]] >= '0' && text[at+m[1]] <= '9' || text[at+m[1]] == '.') {
			continue
		}
		half := halfDay.FindStringSubmatch(tail(text[:at]))
		if half == nil {
			continue
		}
		hour, minute := atoi(text[at+m[2]:at+m[3]]), atoi(text[at+m[4]:at+m[5]])
		switch {
		case hour > 24 || minute > 59 || hour == 24 && minute > 0:
			f.add("FG-DATE", Block, at, at+m[1], "", fmt.Sprintf("没有“%s”这个时间", text[at:at+m[1]]))
		case half[1] == "上午" && hour > 12 || half[1] == "凌晨" && hour > 6:
			f.add("FG-DATE", Warn, at, at+m[1], "", fmt.Sprintf("“%s”不是%s，请核对", text[at:at+m[1]], half[1]))
		}
	}
}

// halfDay is what stands before a time of the day, and before no ratio.
var halfDay = regexp.MustCompile(`(?:(上午|下午|晚上|凌晨|中午)|\d日(?:[（(](?:星期|周)[一二三四五六日天][）)])?)\s*$`)
