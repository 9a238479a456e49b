package check

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// scan goes through the characters of a text once. What belongs it passes by;
// for what may not, the table of classes calls a rule, which looks at the
// neighbours and says where to go on.
type scan struct {
	*findings
	chars *repertoire
	s     string // the part
	base  int    // where the part begins in the text
	part  Part

	open   []bracket // awaiting their other halves
	halves tally     // half-width marks among Chinese
	spaces tally     // spaces among Chinese
	marks  int       // marks that end or divide sentences, of either width
	blank  bool      // there are blanks
	narrow int       // half-width marks in all the text
	broad  int       // full-width ones
	quotes int       // straight quotation marks among Chinese
	paper  outline
	rows   outline // of tables pasted as text
	form   formReader
}

// tally counts what is told once a paragraph.
type tally struct {
	n       int
	at, end int // the first
	suggest string
}

func (t *tally) add(at, end int, suggest string) {
	if t.n == 0 || at < t.at {
		t.at, t.end, t.suggest = at, end, suggest
	}
	t.n++
}

// characters runs the rules on characters and punctuation (CH).
func (c *Checker) characters(f *findings) {
	s := &scan{findings: f, chars: c.chars}
	var before Part
	for i, p := range f.text.Parts {
		words := f.text.Words[p.At:p.End]
		if p.Kind != Body && p.Kind != Cell && p.Kind != Alt && p.Kind != Meta {
			continue
		}
		goesOn := s.goesOn(before, p)
		if !goesOn {
			s.unclosed(words)
		}
		s.s, s.base, s.part = words, p.At, p
		s.run()
		if p.Kind == Body {
			s.heading(goesOn)
			s.line()
		} else if p.Kind == Cell {
			s.row(i)
		}
		before = p
	}
	s.unclosed("")
	s.habit()
}

// goesOn says whether a line is the rest of the paragraph before it, as in a
// text whose lines were cut at a width.
func (s *scan) goesOn(before, p Part) bool {
	if before.Kind != Body || p.Kind != Body || before.Where != p.Where || before.Line+1 != p.Line || p.At == p.End || before.At == before.End {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(s.text.Words[before.At:before.End])
	return !strings.ContainsRune("。；：！？.;:!?”」）)", last) && before.End-before.At > 60
}

func (s *scan) say(rule string, v Severity, at, end int, suggest, message string) {
	s.add(rule, v, s.base+at, s.base+end, suggest, message)
}

// run goes through the part.
func (s *scan) run() {
	s.halves, s.spaces, s.marks, s.quotes, s.blank = tally{}, tally{}, 0, 0, false
	classes := s.chars.classes
	for i := 0; i < len(s.s); {
		var c rune
		n := 1
		switch b := s.s[i]; {
		case b < utf8.RuneSelf:
			c = rune(b)
		case b >= 0xE0 && b < 0xF0 && i+2 < len(s.s):
			c, n = rune(b&0xF)<<12|rune(s.s[i+1]&0x3F)<<6|rune(s.s[i+2]&0x3F), 3
		default:
			c, n = utf8.DecodeRuneInString(s.s[i:])
		}
		k := classPlain
		if c < 0x10000 {
			k = classes[c]
		} else {
			k = s.chars.class(c)
		}
		if k <= classHan {
			i += n
			continue
		}
		i = s.look(k, c, i, i+n)
	}
	if s.part.Kind != Meta {
		s.punctuation()
	}
}

// look runs the rule on a character that stands from i to j and says where to
// go on.
func (s *scan) look(k charClass, c rune, i, j int) int {
	switch k {
	case classOutside:
		s.outside(c, i, j)
	case classRadical:
		s.say("CH-RADICAL", Block, i, j, s.meant(c), fmt.Sprintf("“%c”是部首符号（U+%04X），不是汉字，搜索和读屏都认不出", c, c))
	case classCompatible:
		s.say("CH-COMPATIBLE", Block, i, j, s.meant(c), fmt.Sprintf("“%c”是兼容用的字（U+%04X），与通用的字编码不同，搜索不到", c, c))
	case classPrivate:
		s.say("CH-PRIVATE", Block, i, j, "", fmt.Sprintf("这里是造字（U+%04X），换一台电脑就看不到或者成了别的字", c))
	case classHidden:
		return s.hidden(i)
	case classGarbled:
		return s.garbled(c, i, j)
	case classWide:
		return s.wide(i)
	case classForm:
		return s.presentation(c, i, j)
	case classEnclosed:
		s.say("CH-HEADING", Hint, i, j, enclosed(c), fmt.Sprintf("“%c”是一个组合符号，序号宜用普通的字和标点", c))
	case classCombining:
		return s.combining(i)
	case classForeign:
		return s.foreign(i)
	case classKana:
		s.kana(c, i, j)
	case classZero:
		return s.zero(i, j)
	case classLetter:
		return s.letter(i, j)
	case classMark:
		return s.mark(c, i, j)
	case classHalf:
		return s.half(c, i, j)
	case classOpen:
		return s.opens(c, i, j)
	case classClose:
		s.closes(c, i, j)
	case classSpace:
		return s.space(i)
	}
	return j
}

// outside is Han that is not of the table.
func (s *scan) outside(c rune, i, j int) {
	if s.chars.may(s.s, i, c) {
		return
	}
	v := s.chars.variants[c]
	switch v.kind {
	case "繁体":
		s.say("CH-TRADITIONAL", Block, i, j, string(v.to), fmt.Sprintf("“%c”是繁体字，应当写作“%c”", c, v.to))
	case "日本":
		s.say("CH-JAPANESE", Block, i, j, string(v.to), fmt.Sprintf("“%c”是日本汉字，应当写作“%c”", c, v.to))
	case "":
		s.say("CH-REPERTOIRE", Block, i, j, "", fmt.Sprintf("“%c”不在通用规范汉字表中；确实要用的（人名、地名、专业用字），请把整个词语列入例外用字", c))
	default:
		s.say("CH-VARIANT", Block, i, j, string(v.to), fmt.Sprintf("“%c”不在通用规范汉字表中，应当是“%c”；确实要用的，请把整个词语列入例外用字", c, v.to))
	}
}

// meant is the usual form of a radical or of a compatibility ideograph.
func (s *scan) meant(c rune) string {
	if v, ok := s.chars.variants[c]; ok {
		return string(v.to)
	}
	return ""
}

// while is where the run of such characters that begins at i ends.
func (s *scan) while(i int, is func(rune) bool) int {
	for k, c := range s.s[i:] {
		if !is(c) {
			return i + k
		}
	}
	return len(s.s)
}

// han says whether a character is written as one of Chinese text.
func (s *scan) han(c rune) bool {
	k := s.chars.class(c)
	return k >= classHan && k <= classPrivate || c == '〇' || c == '○' || k == classGarbled && c > 0x4E00 && c < 0xA000
}

// chinese says whether a character belongs to Chinese text: Han, or a mark that
// only Chinese uses.
func (s *scan) chinese(c rune) bool {
	return s.han(c) || c >= 0x3001 && c <= 0x301F || c >= 0xFF01 && c <= 0xFF5E || c == '“' || c == '”' || c == '‘' || c == '’' || c == '…'
}

func (s *scan) before(i int) rune { c, _ := utf8.DecodeLastRuneInString(s.s[:i]); return c }
func (s *scan) after(j int) rune  { c, _ := utf8.DecodeRuneInString(s.s[j:]); return c }
