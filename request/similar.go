package request

import (
	"strings"
	"unicode"
)

// filler are words that every application has; they say nothing of what is
// asked for.
var filler = strings.NewReplacer("申请公开", "", "申请获取", "", "政府信息", "", "信息公开", "", "申请", "", "公开", "", "有关", "", "关于", "",
	"相关", "", "请提供", "", "提供", "", "贵局", "", "你局", "", "我", "", "的", "", "以及", "", "和", "", "及", "")

// Similar says how much of the shorter text stands in the longer one, from 0 to
// 1, by pairs of characters. It is a hint for a person, never a decision.
func Similar(a, b string) float64 {
	x, y := pairs(a), pairs(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) < 3 {
		return 0
	}
	n := 0
	for p := range x {
		if y[p] {
			n++
		}
	}
	return float64(n) / float64(len(x))
}

// Alike is the likeness from which two applications are shown side by side.
const Alike = 0.5

func pairs(s string) map[[2]rune]bool {
	out := map[[2]rune]bool{}
	var last rune
	for _, r := range filler.Replace(strings.ToLower(s)) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			last = 0
			continue
		}
		if last != 0 {
			out[[2]rune{last, r}] = true
		}
		last = r
	}
	return out
}
