package check

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The brackets and quotation marks, each at the place of its other half.
const (
	openers = "([{（［｛〔【《〈「『〖“‘"
	closers = ")]}）］｝〕】》〉」』〗”’"
)

// kinds and widths of the brackets, in the same order: the same letter is the
// same bracket, whatever its width.
const kinds = "abcabcdefghijkl"

// bracket is an opening one.
type bracket struct {
	char    rune
	at, end int // in the text
	chinese bool
}

// kind is what a bracket is, whatever its width or side.
func kind(c rune) byte {
	i, n := strings.IndexRune(openers, c), 0
	side := openers
	if i < 0 {
		i, side = strings.IndexRune(closers, c), closers
	}
	n = utf8.RuneCountInString(side[:i])
	return kinds[n]
}

// other is the other half of a bracket.
func other(c rune) string {
	from, to := []rune(openers), []rune(closers)
	for i := range from {
		if from[i] == c {
			return string(to[i])
		}
		if to[i] == c {
			return string(from[i])
		}
	}
	return ""
}

func halfWidth(c rune) bool { return c < utf8.RuneSelf }

// full is a bracket in full width.
func full(c rune) string {
	if i := strings.IndexRune("([{)]}", c); i >= 0 {
		return string([]rune("（［｛）］｝")[i])
	}
	return string(c)
}

func (s *scan) opens(c rune, i, j int) int {
	if end := s.docNumber(c, i, j); end > 0 {
		return end
	}
	if s.part.Kind == Meta || c == '‘' && s.letterBefore(i) {
		return j
	}
	if n := len(s.open); c == '《' && n > 0 && s.open[n-1].char == '《' {
		s.say("CH-NESTED", Hint, i, j, "〈", "书名号里面再用书名号，里面的一层应当用〈〉")
	}
	s.open = append(s.open, bracket{c, s.base + i, s.base + j, s.chinese(s.before(i)) || s.han(s.after(j))})
	return j
}

func (s *scan) letterBefore(i int) bool {
	c := s.before(i)
	return c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9')
}

func (s *scan) closes(c rune, i, j int) {
	if s.part.Kind == Meta || c == '’' && s.letterBefore(i) {
		return
	}
	n := len(s.open) - 1
	at := n
	for at >= 0 && n-at < 8 && kind(s.open[at].char) != kind(c) {
		at--
	}
	if at < 0 || n-at >= 8 {
		s.unpaired(c, i, j)
		return
	}
	for _, o := range s.open[at+1:] {
		s.alone(o)
	}
	o := s.open[at]
	s.open = s.open[:at]
	chinese := o.chinese || s.han(s.before(i)) || s.chinese(s.after(j))
	switch {
	case halfWidth(o.char) != halfWidth(c) && halfWidth(c):
		s.say("CH-WIDTH", Warn, i, j, full(c), fmt.Sprintf("前半个括号“%c”是全角，后半个“%c”是半角", o.char, c))
	case halfWidth(o.char) != halfWidth(c):
		s.add("CH-WIDTH", Warn, o.at, o.end, full(o.char), fmt.Sprintf("前半个括号“%c”是半角，后半个“%c”是全角", o.char, c))
	case c == ')' && chinese:
		if o.at >= s.base {
			s.halves.add(o.at-s.base, o.end-s.base, "（")
		}
		s.halves.add(i, j, "）")
	}
}

// unpaired is a closing bracket that closes none: with the one before it if
// that is of another kind, else by itself.
func (s *scan) unpaired(c rune, i, j int) {
	if n := len(s.open) - 1; n >= 0 {
		o := s.open[n]
		s.open = s.open[:n]
		inner := s.text.Words[o.end : s.base+i]
		switch {
		case kind(o.char) <= 'b' && kind(c) <= 'b' && interval(inner):
			return
		case len(inner) <= 60:
			suggest := string(o.char) + inner + other(o.char)
			if kind(o.char) == 'b' || kind(c) == 'a' {
				suggest = "（" + inner + "）"
			}
			s.add("CH-BRACKET", Block, o.at, s.base+j, suggest, fmt.Sprintf("前面用的是“%c”，后面用的是“%c”，不是一对，请改成同一种", o.char, c))
		default:
			s.say("CH-BRACKET", Block, i, j, other(o.char), fmt.Sprintf("前面用的是“%c”，这里用的是“%c”，不是一对，请改成同一种", o.char, c))
		}
		return
	}
	if s.listMark(i) || halfWidth(c) && !s.chinese(s.before(i)) && !s.chinese(s.after(j)) {
		return
	}
	s.say("CH-BRACKET", Warn, i, j, "", fmt.Sprintf("这一段里只有后半个“%c”，没有前半个“%s”，请补上或者删去", c, other(c)))
}

// interval is what may stand in [10,20).
func interval(s string) bool {
	return s != "" && len(s) <= 24 && strings.Trim(s, "0123456789.,%∞+-~， abxyn") == "" && strings.ContainsAny(s, ",，")
}

// listMark says whether what stands before a closing bracket makes it a list's
// mark: 1) a) 一）.
func (s *scan) listMark(i int) bool {
	k := i
	for n := 0; n < 3 && k > 0; n++ {
		c, size := utf8.DecodeLastRuneInString(s.s[:k])
		if !(c < utf8.RuneSelf && s.letterBefore(k)) && !strings.ContainsRune(numerals+"十", c) && s.chars.class(c) != classWide {
			break
		}
		k -= size
	}
	if k == i {
		return false
	}
	c := s.before(k)
	return k == 0 || c == ' ' || c == '　' || s.chars.class(c) == classMark || s.chars.class(c) == classHalf || s.chars.class(c) == classOpen
}

// alone is an opening bracket without its other half.
func (s *scan) alone(o bracket) {
	if halfWidth(o.char) && !o.chinese {
		return
	}
	s.add("CH-BRACKET", Warn, o.at, o.end, "", fmt.Sprintf("这一段里只有前半个“%c”，没有后半个“%s”，请补上或者删去", o.char, other(o.char)))
}

// unclosed ends a paragraph. A quotation of several paragraphs opens each of
// them anew.
func (s *scan) unclosed(next string) {
	if strings.HasSuffix(strings.TrimSpace(s.s), "…") {
		s.open = s.open[:0] // an excerpt ends where it was cut
		return
	}
	for i, o := range s.open {
		switch {
		case o.char == '“' && i > 0 && s.open[i-1].char == '“':
			s.add("CH-BRACKET", Warn, o.at, o.end, "”", "引号的方向反了：前面已有“，这里应当是”")
		case o.char == '“' && i+1 < len(s.open) && s.open[i+1].char == '“':
		case (o.char == '“' || o.char == '「') && strings.HasPrefix(strings.TrimLeft(next, " 　"), string(o.char)):
		default:
			s.alone(o)
		}
	}
	s.open = s.open[:0]
}
