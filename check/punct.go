package check

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// docNumber looks at the year of a document's number: the bureau's code, the
// year in 〔〕, the number without 第 and without zeros before it (GB/T 9704,
// 7.2.5, in force from 2012-07-01). It returns where the year ends, or 0 when this is no such number.
func (s *scan) docNumber(c rune, i, j int) int {
	if !strings.ContainsRune("([（［〔【﹝﹙", c) || j+4 > len(s.s) || !s.han(s.before(i)) {
		return 0
	}
	year := s.s[j : j+4]
	if year < "1949" || year > "2999" || strings.Trim(year, "0123456789") != "" {
		return 0
	}
	k := j + 4
	end := s.after(k)
	if !strings.ContainsRune(")]）］〕】﹞﹚", end) {
		return 0
	}
	k += utf8.RuneLen(end)
	n := k + len(s.s[k:]) - len(strings.TrimLeft(s.s[k:], " 　"))
	gap := s.s[k:n]
	ordinal := strings.HasPrefix(s.s[n:], "第")
	if ordinal {
		n += len("第")
	}
	digits := n
	for digits < len(s.s) && s.s[digits] >= '0' && s.s[digits] <= '9' {
		digits++
	}
	if digits == n || digits-n > 5 || !strings.HasPrefix(strings.TrimLeft(s.s[digits:], " "), "号") {
		return 0
	}
	number := strings.TrimLeft(s.s[n:digits], "0")
	if year < "2012" {
		ordinal, number = false, s.s[n:digits] // numbers given before the standard stay as they are
	}
	right := "〔" + year + "〕"
	switch {
	case strings.ContainsRune(openers, c) && strings.ContainsRune(closers, end) && kind(c) != kind(end):
		s.say("CH-BRACKET", Block, i, k, right, fmt.Sprintf("括号“%c”与“%c”不成对，发文字号的年份用六角括号：〔%s〕", c, end, year))
	case s.s[i:k] != right && !ordinal && gap == "" && number == s.s[n:digits]:
		s.say("CH-DOCNUMBER", Warn, i, k, right, fmt.Sprintf("发文字号的年份应当用六角括号：〔%s〕", year))
	case s.s[i:k] != right || ordinal || gap != "" || number != s.s[n:digits]:
		s.say("CH-DOCNUMBER", Warn, i, digits, right+number, "发文字号应当写成“〔年份〕序号号”：年份用六角括号，序号前不加“第”、不编虚位、不空格")
	}
	return k
}

// mark is one of 。，、；：？！: two in a row are one too many.
func (s *scan) mark(c rune, i, j int) int {
	if c != '、' && c != '：' {
		s.marks++
	}
	if c == '，' || c == '：' || c == '；' {
		s.broad++
	}
	if k := s.chars.class(s.after(j)); k != classMark && k != classHalf {
		return j
	}
	return s.doubled(i, j)
}

func (s *scan) doubled(i, j int) int {
	end := s.while(i, func(c rune) bool { return s.chars.class(c) == classMark || strings.ContainsRune(",;:?!", c) })
	run := []rune(s.s[i:end])
	if len(run) < 2 || strings.Trim(string(run), "？！?!") == "" {
		return j
	}
	suggest := string(run[0])
	for _, c := range "。；，、" {
		if strings.ContainsRune(fullMarks.Replace(string(run)), c) {
			suggest = string(c)
			break
		}
	}
	if len(run) > 2 && strings.Trim(string(run), "。") == "" {
		suggest = "……"
	}
	s.say("CH-DOUBLED", Warn, i, end, suggest, fmt.Sprintf("标点“%s”重复了，应当只用“%s”", string(run), suggest))
	return end
}

var fullMarks = strings.NewReplacer(",", "，", ";", "；", ":", "：", "?", "？", "!", "！")

// half is a half-width mark: wrong next to Chinese, right in figures, times,
// addresses and foreign words.
func (s *scan) half(c rune, i, j int) int {
	before, after := s.before(i), s.after(j)
	if c == ':' && strings.HasPrefix(s.s[j:], "//") {
		return s.while(i, func(c rune) bool { return c > ' ' && c < utf8.RuneSelf && !strings.ContainsRune("()<>\"'", c) })
	}
	if strings.ContainsRune("“”‘’", before) {
		before = s.before(i - utf8.RuneLen(before)) // quotation marks are those of English too
	}
	left, right := s.chinese(before), s.han(after)
	switch c {
	case ',', ';', '?', '!', ':':
		if !left && !right {
			return j
		}
		if c != ':' {
			s.marks++
		}
		s.halves.add(i, j, fullMarks.Replace(string(c)))
		if k := s.chars.class(after); left && (k == classMark || k == classHalf && after != '"' && after != '\'' && after != '.') {
			return s.doubled(i, j)
		}
	case '.':
		dots := s.while(i, func(c rune) bool { return c == '.' })
		switch {
		case dots-i > 2 && (left || s.han(s.after(dots))):
			s.halves.add(i, dots, "……")
		case dots-i == 1 && s.han(before) && (right || j == len(s.s)) && !s.domain(j) && !(i <= 9 && strings.ContainsRune(numerals+"十", before)):
			s.marks++
			s.halves.add(i, j, "。")
		}
		return dots
	case '"', '\'':
		if left || right {
			opens := right && (!left || s.quotes%2 == 0)
			s.quotes++
			s.halves.add(i, j, curly(c, opens))
		}
	}
	return j
}

// curly is the Chinese quotation mark for a straight one.
func curly(c rune, opens bool) string {
	switch {
	case c == '"' && opens:
		return "“"
	case c == '"':
		return "”"
	case opens:
		return "‘"
	}
	return "’"
}

// domain says whether a Chinese domain ends here: 政务.中国.
func (s *scan) domain(j int) bool {
	for _, top := range []string{"中国", "政务", "公益", "网络", "公司"} {
		if strings.HasPrefix(s.s[j:], top) {
			return true
		}
	}
	return false
}

// space is a blank between Chinese characters, or between them and figures.
// Three and more, and the wide blank, are layout; a quoted slogan may have one.
func (s *scan) space(i int) int {
	j := s.while(i, func(c rune) bool { return s.chars.class(c) == classSpace })
	s.blank = true
	if n := len(s.open); n > 0 && (s.open[n-1].char == '“' || s.open[n-1].char == '《') {
		return j
	}
	if i == 0 || j == len(s.s) || j-i > 3 || strings.ContainsAny(s.s[i:j], "　\t") || len(strings.ReplaceAll(s.s[i:j], "\u00A0", " ")) > 2 {
		return j
	}
	before, after := s.before(i), s.after(j)
	digit := func(c rune) bool { return c >= '0' && c <= '9' }
	if strings.ContainsRune("条章节编款附件图表例注、.：", before) {
		return j
	}
	if s.han(before) && (s.han(after) || digit(after)) || digit(before) && s.han(after) ||
		s.chars.class(before) == classMark && s.han(after) || s.han(before) && s.chars.class(after) == classMark {
		s.spaces.add(i, j, "")
	}
	return j
}

// punctuation tells once a paragraph of what a clerk does not want to hear of
// mark by mark.
func (s *scan) punctuation() {
	if h := s.halves; h.n > 0 {
		s.narrow += h.n
		message := fmt.Sprintf("中文里的标点应当用全角：“%s”应当是“%s”", s.s[h.at:h.end], h.suggest)
		if h.n > 1 {
			message += fmt.Sprintf("；本段共%d处半角标点", h.n)
		}
		s.say("CH-HALFWIDTH", Warn, h.at, h.end, h.suggest, message)
	}
	if p := s.spaces; p.n > 0 && s.marks > 0 {
		message := "中文之间、中文与数字之间不空格"
		if p.n > 1 {
			message += fmt.Sprintf("，本段共%d处", p.n)
		}
		s.say("CH-SPACE", Hint, p.at, p.end, "", message)
	}
}

// habit makes hints of the marks of a text that has half-width ones throughout:
// so its editor or its converter sets them, and one replacement mends them all.
// Where both stand side by side, each is an oversight.
func (s *scan) habit() {
	if s.broad > 0 || s.narrow < 20 {
		return
	}
	first := true
	for i := range s.all {
		if f := &s.all[i]; f.Rule == "CH-HALFWIDTH" {
			f.Severity = Hint
			if first {
				f.Message += fmt.Sprintf("；全文都用半角标点，共%d处，可以一次替换", s.narrow)
			}
			first = false
		}
	}
}
