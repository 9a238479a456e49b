package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// outline is the headings seen so far: of each level the numbers of the lists
// that are still open, as a list may stand within another.
type outline [5][]int

// heading looks at the mark that a paragraph begins with: 一、（一）1.（1）
// (GB/T 9704, 7.3.3), and whether its number follows the one before. A line that
// goes on is a heading only if its number follows. The rows of a table that was
// pasted as text are counted by themselves, and nothing is said of them.
func (s *scan) heading(goesOn bool) {
	text := strings.TrimLeft(s.s, " 　\u00A0")
	at := len(s.s) - len(text)
	if strings.HasPrefix(text, "附件") || strings.HasPrefix(text, "附：") {
		s.paper = outline{}
		return
	}
	h, ok := s.headed(text)
	if !ok {
		return
	}
	if f := strings.Fields(s.s); len(f) > 2 && numeric(f[len(f)-1]) && numeric(f[len(f)-2]) {
		return // of the report's table 三, whose 四、 is not the text's
	}
	if last := strings.LastIndexAny(s.s, " \t"); last > at+h.end && numeric(s.s[last+1:]) {
		s.rows.follow(h.level, h.n)
		return
	}
	follows := s.paper.next(h.level, h.n)
	switch {
	case goesOn && follows:
		s.paper.follow(h.level, h.n)
		return
	case goesOn:
		return
	case !follows && s.rows.next(h.level, h.n): // the head of a group of rows
		s.rows.follow(h.level, h.n)
		return
	case h.level == 1:
		s.rows = outline{}
	}
	if h.suggest != "" {
		s.say("CH-HEADING", Hint, at, at+h.end, h.suggest, fmt.Sprintf("标题序号应当写作“%s”（一、（一）1.（1）四级，括号后不加标点）", h.suggest))
	}
	if want, why := s.paper.follow(h.level, h.n); why != "" {
		s.say("CH-SEQUENCE", Warn, at, at+h.end, headingMark(h.level, want), fmt.Sprintf("标题序号%s：这里是“%s”，前面的是“%s”", why, s.s[at:at+h.end], headingMark(h.level, want-1)))
	}
}

// headed is a heading's mark.
type headed struct {
	level, n, end int
	suggest       string // the right form, if this is not it
}

// headed reads the mark at the beginning of a paragraph.
func (s *scan) headed(text string) (headed, bool) {
	inner := text
	open, size := utf8.DecodeRuneInString(text)
	bracket := open == '（' || open == '('
	if bracket {
		inner = text[size:]
	}
	digits := strings.IndexFunc(inner, func(c rune) bool { return c < '0' || c > '9' })
	if digits < 0 {
		return headed{}, false
	}
	var h headed
	k := digits
	if digits > 0 && digits <= 2 {
		h.n, _ = strconv.Atoi(inner[:digits])
		h.level = 3
	} else if digits == 0 {
		if k = strings.IndexFunc(inner, func(c rune) bool { return !strings.ContainsRune(numerals+"十", c) }); k <= 0 || k > 9 {
			return headed{}, false
		}
		h.n, h.level = chineseNumbers[inner[:k]], 1
	}
	if h.n == 0 {
		return headed{}, false
	}
	next, size := utf8.DecodeRuneInString(inner[k:])
	rest := inner[k+size:]
	following, width := utf8.DecodeRuneInString(rest)
	closes := next == '）' || next == ')'
	h.end = len(text) - len(rest)
	switch {
	case bracket && closes:
		h.level++
		if strings.ContainsRune("、，.．", following) && rest != "" {
			h.end += width
			h.suggest = headingMark(h.level, h.n)
		}
	case bracket:
		return headed{}, false
	case h.level == 1 && next == '、':
	case h.level == 1 && strings.ContainsRune("，,.．", next) && s.han(following):
		h.suggest = headingMark(1, h.n)
	case h.level == 1 && closes:
		h.level = 2
		h.suggest = headingMark(2, h.n)
	case h.level == 3 && next == '.' && (following < '0' || following > '9') && s.chinese(skipSpace(rest)):
	case h.level == 3 && (next == '、' || next == '．') && s.chinese(skipSpace(rest)):
		h.suggest = headingMark(3, h.n)
	default:
		return headed{}, false
	}
	return h, true
}

func skipSpace(s string) rune {
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " 　"))
	return c
}

// next says whether a number follows one that was seen.
func (o *outline) next(level, n int) bool { return n > 1 && slices.Contains(o[level], n-1) }

// follow takes a heading down. Where its number does not follow, it says which
// would and what is wrong.
func (o *outline) follow(level, n int) (want int, why string) {
	for l := level + 1; l < len(o); l++ {
		o[l] = nil
	}
	open := o[level]
	if n == 1 || len(open) == 0 {
		o[level] = append(open, n)
		return 0, ""
	}
	for k, last := range slices.Backward(open) {
		if last == n-1 {
			o[level] = open[:k+1]
			o[level][k] = n
			return 0, ""
		}
	}
	last := open[len(open)-1]
	open[len(open)-1] = n
	switch {
	case n == last:
		why = "重复"
	case n > last:
		why = "跳过了一个"
		if n > last+2 {
			why = "不连续"
		}
	default:
		why = "倒退"
	}
	return last + 1, why
}

// headingMark is the mark of a level.
func headingMark(level, n int) string {
	switch level {
	case 1:
		return chineseNumber(n) + "、"
	case 2:
		return "（" + chineseNumber(n) + "）"
	case 3:
		return strconv.Itoa(n) + "."
	}
	return "（" + strconv.Itoa(n) + "）"
}

var hanFigures = []rune("〇" + numerals)

// chineseNumber writes 1 to 99.
func chineseNumber(n int) string {
	if n < 10 {
		return string(hanFigures[n])
	}
	tens, ones := "", ""
	if n >= 20 {
		tens = string(hanFigures[n/10%10])
	}
	if n%10 > 0 {
		ones = string(hanFigures[n%10])
	}
	return tens + "十" + ones
}

// chineseNumbers reads 一 to 九十九.
var chineseNumbers = func() map[string]int {
	out := map[string]int{}
	for n := 1; n < 100; n++ {
		out[chineseNumber(n)] = n
	}
	return out
}()
