package audit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mended are characters that stand for another in real reports: look-alikes of
// an OCR or a typing slip, and the traditional ones.
var mended = strings.NewReplacer("増", "增", "碱", "减", "減", "减", "釆", "采", "採", "采", "費", "费", "単", "单", "總", "总", "計", "计",
	"數", "数", "項", "项", "許", "许", "罰", "罚", "強", "强", "規", "规", "範", "范", "開", "开", "結", "结", "轉", "转", "維", "维", "糾", "纠",
	"複", "复", "複议", "复议", "復", "复", "予已", "予以", "以已", "以", "其它", "其他", "起訴", "起诉")

// narrow writes full-width letters, digits and marks as half-width ones, and
// takes out what cannot be seen.
func narrow(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c >= '！' && c <= '～':
			b.WriteRune(c - '！' + '!')
		case c == '\u00ad' || c == '\u200b' || c == '\u200c' || c == '\u200d' || c == '\ufeff' || c == '\u2060':
		case unicode.IsSpace(c) || c == '\u3000':
			b.WriteByte(' ')
		case c == '−' || c == '–' || c == '﹣' || c == '‐' || c == '‑':
			b.WriteByte('-')
		case c == '〔' || c == '﹝' || c == '［' || c == '【' || c == '〖':
			b.WriteByte('[')
		case c == '〕' || c == '﹞' || c == '］' || c == '】' || c == '〗':
			b.WriteByte(']')
		case c >= '⑴' && c <= '⒇':
			b.WriteString("(" + string('0'+(c-'⑴')%10+1) + ")")
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// tight is narrow without any white space: a sentence as the rules of the text
// read it.
func tight(s string) string {
	return strings.Join(strings.Fields(narrow(s)), "")
}

// bones are the characters that a label is known by: without its number, its
// marks, and what stands in brackets.
func bones(s string) string {
	s = mended.Replace(narrow(s))
	var b strings.Builder
	depth := 0
	for _, c := range s {
		switch {
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth = max(depth-1, 0)
		case depth == 0 && unicode.Is(unicode.Han, c):
			b.WriteRune(c)
		}
	}
	return unnumbered(b.String(), s)
}

// unnumbered takes the number 一、 off, which is a character like others.
func unnumbered(bare, full string) string {
	full = strings.TrimSpace(full)
	for i, c := range full {
		if !strings.ContainsRune("一二三四五六七八九十", c) {
			if i > 0 && strings.ContainsRune("、.,:", c) {
				return strings.TrimPrefix(bare, full[:i])
			}
			return bare
		}
	}
	return bare
}

// apart counts the changes that make one word of the other: a character that is
// wrong, missing, too many, or has changed places with the next.
func apart(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before, last []int
	now := make([]int, len(y)+1)
	for j := range now {
		now[j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last, now = last, now, make([]int, len(y)+1)
		now[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
	}
	return now[len(y)]
}

// far is the part of a label that may be wrong.
const far = 0.3

// unlike is how much of a label is wrong, from 0; 1 where it is another one.
func unlike(found, label string) float64 {
	if found == label {
		return 0
	}
	x, y := utf8.RuneCountInString(found), utf8.RuneCountInString(label)
	n := max(x, y)
	if n < 4 || found == "" || float64(n-min(x, y)) > far*float64(n) {
		return 1
	}
	if d := float64(apart(found, label)) / float64(n); d <= far {
		return d
	}
	return 1
}
