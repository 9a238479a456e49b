package check

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// growth recomputes “由A增长到B，增长X%” (FG-GROWTH).
func growth(f *findings, text string, from, to int, all []quantity) {
	for i, x := range all {
		before := text[from:x.at]
		if i > 0 {
			before = text[all[i-1].end:x.at]
		}
		before = tail(before)
		word := change.FindStringSubmatch(before)
		if word == nil || has(before, []string{"年均", "平均", "复合", "累计"}) || rounded.MatchString(before) || strings.HasPrefix(text[x.end:], "以上") || strings.HasPrefix(text[x.end:], "左右") {
			continue
		}
		a, b, ok := pair(text, from, all[:i], x)
		if !ok {
			continue
		}
		if falls(word[1]) != (b.n.value < a.n.value) && a.n.value != b.n.value && x.n.value != 0 {
			f.add("FG-GROWTH", Warn, x.at, x.end, "", fmt.Sprintf("由%s到%s不是%s，请核对", a.n, b.n, word[1]))
			continue
		}
		gap := abs(b.n.value - a.n.value)
		right, slack := float64(gap)/one, float64(a.n.half()+b.n.half())/one*2
		suggest := number{value: gap, decimals: max(a.n.decimals, b.n.decimals)}.String() + x.unit
		if x.unit == "%" && a.unit != "%" {
			if a.n.value == 0 {
				continue
			}
			right = right * 100 / a.n.float()
			slack = 100*float64(a.n.half()+b.n.half())/float64(a.n.value)*2 + float64(x.n.half())/one*2
			suggest = strconv.FormatFloat(right, 'f', max(x.n.decimals, 1), 64) + "%"
		} else if x.unit == "%" {
			continue // a rate that grew by percent of itself is rarely meant
		}
		if math.Abs(right-x.n.float()) > slack+1e-9 {
			f.add("FG-GROWTH", Warn, x.at, x.end, suggest, fmt.Sprintf("由%s到%s，应为%s", a.n, b.n, suggest))
		}
	}
}

// pair finds the two figures that a change is told of: 由A增长到B, or a figure
// of the year before beside the only other one of its unit.
func pair(text string, from int, before []quantity, x quantity) (a, b quantity, ok bool) {
	unit := func(u string) bool {
		return u == x.unit || x.unit == "%" || x.unit == "个百分点" && u == "%"
	}
	n := len(before)
	if n >= 2 && before[n-2].unit == before[n-1].unit && unit(before[n-1].unit) &&
		toward.MatchString(text[before[n-2].end:before[n-1].at]) && fromTo.MatchString(tail(text[from:before[n-2].at])) && !loose(text, before[n-2:]) {
		return before[n-2], before[n-1], true
	}
	if n != 2 || before[0].unit != before[1].unit || !unit(before[0].unit) || before[0].unit == "%" || loose(text, before) {
		return a, b, false
	}
	if m := moved.FindStringSubmatch(tail(text[before[0].end:before[1].at])); m != nil {
		return shifted(before[0], before[1], falls(m[1])), before[0], x.unit == "%"
	}
	if m := change.FindStringSubmatch(tail(text[before[0].end:before[1].at])); m != nil {
		if !lastYear.MatchString(tail(text[from:before[0].at])) {
			return a, b, false
		}
		return before[0], shifted(before[0], before[1], !falls(m[1])), true // 较上年的250件增加50件
	}
	if y, z := yearBefore(text[from:before[0].at]), yearBefore(text[before[0].end:before[1].at]); y > 0 && z > 0 && y != z {
		if y < z {
			return before[0], before[1], true
		}
		return before[1], before[0], true
	}
	first, second := lastYear.MatchString(tail(text[from:before[0].at])), lastYear.MatchString(tail(text[before[0].end:before[1].at]))
	switch {
	case first && !second:
		return before[0], before[1], true
	case second && !first:
		return before[1], before[0], true
	}
	return a, b, false
}

// shifted is the figure of the year before, from that of this year and the
// difference.
func shifted(now, by quantity, fell bool) quantity {
	if !fell {
		by.n.value = -by.n.value
	}
	now.n.value += by.n.value
	now.n.decimals = min(now.n.decimals, by.n.decimals)
	return now
}

// tail is the last thirty characters or so: what a figure is said to be stands
// just before it.
func tail(s string) string {
	at := max(0, len(s)-90)
	for at < len(s) && s[at]&0xc0 == 0x80 {
		at++
	}
	return s[at:]
}

// yearBefore is the year that a clause gives its figure for, 0 for none:
// 2023年受理120件，2022年100件.
func yearBefore(words string) int {
	if m := ofYear.FindStringSubmatch(tail(words)); m != nil {
		return atoi(m[1])
	}
	return 0
}

var ofYear = regexp.MustCompile(`(?:^|[，。；：、（(,;:])((?:19|20)\d\d)年(?:度)?[^，。；0-9]{0,16}$`)
