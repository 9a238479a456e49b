package check

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// numerals are the Chinese figures that a year or a room is written with.
const numerals = "一二三四五六七八九"

// zeros are what is typed for 〇.
const zeros = "〇○◯0Oo０ＯｏОоΟο"

// zero looks at a zero among Chinese figures: 二〇一九, not 二○一九 or 二0一九.
func (s *scan) zero(i, j int) int {
	if i > 0 && s.s[i-1] < utf8.RuneSelf && (j == len(s.s) || s.s[j] < utf8.RuneSelf) {
		return j
	}
	figure := func(c rune) bool { return strings.ContainsRune(numerals, c) }
	part := func(c rune) bool { return figure(c) || strings.ContainsRune(zeros, c) }
	if !part(s.before(i)) && !figure(s.after(j)) {
		return j
	}
	begin := i
	for n := 0; begin > 0 && n < 16 && part(s.before(begin)); n++ {
		begin -= utf8.RuneLen(s.before(begin))
	}
	end := s.while(i, part)
	n, figures, right := 0, 0, true
	for _, c := range s.s[begin:end] {
		n++
		if figure(c) {
			figures++
		} else if c != '〇' {
			right = false
		}
	}
	if right || n < 3 || figures < 2 && !(figures == 1 && strings.ContainsRune("年月日", s.after(end))) || s.ascii(s.before(begin)) || s.ascii(s.after(end)) {
		return j
	}
	suggest := strings.Map(func(c rune) rune {
		if figure(c) {
			return c
		}
		return '〇'
	}, s.s[begin:end])
	s.say("CH-ZERO", Warn, begin, end, suggest, fmt.Sprintf("汉字数字里的零应当写作“〇”：%s", suggest))
	return end
}

func (s *scan) ascii(c rune) bool {
	return c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9') || c == '.' || c == '%'
}

// letter looks at O, o, l and I, which are typed for 0 and 1: 2O19, 1l日.
func (s *scan) letter(i, j int) int {
	if s.s[i]|0x20 == 'o' && i > 0 && strings.ContainsRune(numerals, s.before(i)) {
		if end := s.zero(i, j); end > j {
			return end
		}
	}
	digit := func(k int) bool { return k >= 0 && k < len(s.s) && s.s[k] >= '0' && s.s[k] <= '9' }
	if !digit(i-1) && !digit(j) {
		return j
	}
	token := func(k int) bool {
		return k >= 0 && k < len(s.s) && (digit(k) || strings.IndexByte("OolI", s.s[k]) >= 0)
	}
	begin, end := i, j
	for token(begin-1) && i-begin < 20 {
		begin--
	}
	for token(end) && end-j < 20 {
		end++
	}
	before, after := s.before(begin), s.after(end)
	if s.ascii(before) || s.ascii(after) || strings.ContainsRune("/_=&?@#+\\:", before) || strings.ContainsRune("/_=&?@#+\\", after) {
		return j
	}
	within := digit(i-1) && (digit(j) || token(j) && digit(end-1))
	counted := strings.ContainsRune("年月日号世届次期件项个名人篇份批元万亿", after) && digit(begin)
	if !within && !counted {
		return j
	}
	suggest := strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1").Replace(s.s[begin:end])
	s.say("CH-LOOKALIKE", Block, begin, end, suggest, fmt.Sprintf("数字里混有字母，应当是“%s”", suggest))
	return end
}

// alikes are letters of other scripts, and what they are taken for.
var alikes = map[rune]rune{
	'А': 'A', 'В': 'B', 'Е': 'E', 'Ѕ': 'S', 'І': 'I', 'Ј': 'J', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X',
	'а': 'a', 'е': 'e', 'і': 'i', 'ј': 'j', 'о': 'o', 'р': 'p', 'с': 'c', 'ѕ': 's', 'у': 'y', 'х': 'x', 'З': '3', 'з': '3', 'б': '6',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X', 'ο': 'o', 'ν': 'v',
}

// foreign looks at letters of other scripts: words in them are words, but one
// of them among Latin letters or figures, or a Cyrillic one alone, is a disguise.
func (s *scan) foreign(i int) int {
	j := s.while(i, func(c rune) bool { return s.chars.class(c) == classForeign })
	run := []rune(s.s[i:j])
	latin := func(c rune) bool { return c < utf8.RuneSelf && s.ascii(c) && c != '.' && c != '%' }
	begin, end := i, j
	for begin > 0 && i-begin < 20 && latin(rune(s.s[begin-1])) {
		begin--
	}
	for end < len(s.s) && end-j < 20 && latin(rune(s.s[end])) {
		end++
	}
	if begin == i && end == j {
		if figure := strings.ContainsRune(numerals, s.before(i)) && strings.ContainsRune("ОоΟο", run[0]); figure && len(run) == 1 {
			return s.zero(i, j)
		}
		if len(run) > 1 && digitOf(run[0]) == 0 || run[0] >= 0x370 && run[0] <= 0x3FF {
			return j
		}
	}
	figures := strings.Trim(s.s[begin:i]+s.s[j:end], "0123456789") == "" && (begin < i || end > j)
	fit := true
	suggest := strings.Map(func(c rune) rune {
		if c < utf8.RuneSelf {
			return c
		}
		if d := digitOf(c); d != 0 {
			return d
		}
		to, ok := alikes[c]
		fit = fit && ok
		if figures && to|0x20 == 'o' {
			return '0'
		}
		return to
	}, s.s[begin:end])
	if fit {
		s.say("CH-LOOKALIKE", Block, begin, end, suggest, fmt.Sprintf("“%s”里混有形似的外文字母或数字，应当是“%s”", s.s[begin:end], suggest))
		return end
	}
	return j
}

// digitOf is the figure of another script as one of ours, 0 for letters.
func digitOf(c rune) rune {
	switch {
	case c >= 0x660 && c <= 0x669:
		return '0' + c - 0x660
	case c >= 0x6F0 && c <= 0x6F9:
		return '0' + c - 0x6F0
	case c >= 0x1D7CE && c <= 0x1D7FF:
		return '0' + (c-0x1D7CE)%10
	}
	return 0
}

// kanas are Japanese and phonetic letters that look like Han.
var kanas = map[rune]rune{'ニ': '二', 'ハ': '八', 'カ': '力', 'ロ': '口', 'タ': '夕', 'ト': '卜', 'エ': '工', 'ー': '一', 'ㄧ': '一', 'ㄚ': '丫', '・': '·'}

// kana looks at a single Japanese letter among Han.
func (s *scan) kana(c rune, i, j int) {
	alone := s.chars.class(s.before(i)) != classKana && s.chars.class(s.after(j)) != classKana
	if to, ok := kanas[c]; ok && alone && (s.han(s.before(i)) || s.han(s.after(j))) {
		s.say("CH-LOOKALIKE", Block, i, j, string(to), fmt.Sprintf("“%c”是形似的假名或符号（U+%04X），应当是“%c”", c, c, to))
	} else if c == 'の' && alone {
		s.say("CH-JAPANESE", Block, i, j, "的", "“の”是日文，应当写作“的”")
	}
}

// wide is a run of full-width letters and figures.
func (s *scan) wide(i int) int {
	if before := s.before(i); strings.ContainsRune(zeros, s.after(i)) && strings.ContainsRune(numerals, before) {
		if end := s.zero(i, i+utf8.RuneLen(s.after(i))); end > i+3 {
			return end
		}
	}
	j := s.while(i, func(c rune) bool {
		return s.chars.class(c) == classWide || strings.ContainsRune("．－％", c)
	})
	run := strings.TrimRight(s.s[i:j], "．－")
	suggest := strings.Map(func(c rune) rune { return c - 0xFEE0 }, run)
	s.say("CH-FULLWIDTH", Warn, i, i+len(run), suggest, fmt.Sprintf("数字和字母应当用半角：%s", suggest))
	return i + len(run)
}
