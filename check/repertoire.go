package check

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

// The table, what is meant by characters outside it, and the words that may be
// written all the same: docs/adr/0013 says where each comes from.
var (
	//go:embed standard.txt
	standardText string
	//go:embed variants.txt
	variantsText string
	//go:embed characters.txt
	exceptionsText string
)

// charClass is what the scan does with a character. Up to classHan it goes on.
type charClass uint8

const (
	classPlain   charClass = iota // letters, digits, what no rule speaks of
	classHan                      // of the table
	classOutside                  // Han, not of the table
	classRadical
	classCompatible
	classPrivate
	classHidden
	classGarbled
	classWide     // full-width letters and digits
	classForm     // presentation forms
	classEnclosed // ㈠ ⑴ ⒈
	classCombining
	classForeign // Cyrillic and Greek letters, digits of other scripts
	classKana
	classZero // 〇 ○ 0 among Chinese numerals
	classLetter
	classMark // 。，、；：？！
	classHalf // , ; : ? ! . " '
	classOpen
	classClose
	classSpace
)

// variant is what is meant by a character outside the table.
type variant struct {
	kind string // 繁体, 日本, 异体, 兼容, 部首
	to   rune
}

// repertoire knows each character.
type repertoire struct {
	classes  *[0x10000]charClass
	beyond   map[rune]bool // of the table, outside the BMP
	variants map[rune]variant
	allowed  map[rune][]string // words with this character, which may be written
}

// newRepertoire adds a bureau's exceptions to those of the program.
func newRepertoire(exceptions string) (*repertoire, error) {
	r := *standard()
	r.allowed = map[rune][]string{}
	if err := r.allow(exceptionsText); err != nil {
		return nil, err
	}
	if err := r.allow(exceptions); err != nil {
		return nil, err
	}
	return &r, nil
}

// allow reads lines “word | reason”.
func (r *repertoire) allow(text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, reason, ok := strings.Cut(line, "|")
		if word = strings.TrimSpace(word); !ok || word == "" || strings.TrimSpace(reason) == "" {
			return fmt.Errorf("例外用字第%d行应写成“词语 | 理由”：%s", n, line)
		}
		outside := false
		for _, c := range word {
			if r.class(c) != classHan {
				outside = true
				r.allowed[c] = append(r.allowed[c], word)
			}
		}
		if !outside {
			return fmt.Errorf("例外用字第%d行的字都在通用规范汉字表中，不必列入：%s", n, word)
		}
	}
	return nil
}

// may says whether the character at a byte stands in a word of the exceptions.
func (r *repertoire) may(s string, at int, c rune) bool {
	for _, w := range r.allowed[c] {
		for i := 0; i < len(w); {
			j := strings.IndexRune(w[i:], c)
			if j < 0 {
				break
			}
			if begin := at - i - j; begin >= 0 && strings.HasPrefix(s[begin:], w) {
				return true
			}
			i += j + utf8.RuneLen(c)
		}
	}
	return false
}

func (r *repertoire) class(c rune) charClass {
	switch {
	case c < 0x10000:
		return r.classes[c]
	case r.beyond[c]:
		return classHan
	case c >= 0x20000 && c < 0x2F800 || c > 0x2FA1F && c < 0x40000:
		return classOutside
	case c >= 0x2F800 && c <= 0x2FA1F:
		return classCompatible
	case c >= 0xE0000 && c < 0xF0000:
		return classHidden
	case c >= 0xF0000:
		return classPrivate
	case c >= 0x1D7CE && c <= 0x1D7FF:
		return classForeign
	}
	return classPlain
}

// standard is the table of 8105 characters, read once.
var standard = sync.OnceValue(func() *repertoire {
	r := &repertoire{classes: &[0x10000]charClass{}, beyond: map[rune]bool{}, variants: map[rune]variant{}}
	for _, s := range []struct {
		from, to rune
		class    charClass
	}{
		{0x00, 0x1F, classHidden}, {0x7F, 0x9F, classHidden}, {0xAD, 0xAD, classHidden}, {0xC2, 0xF4, classGarbled},
		{0x0300, 0x036F, classCombining}, {0x034F, 0x034F, classHidden}, {0x0370, 0x052F, classForeign}, {0x061C, 0x061C, classHidden},
		{0x0660, 0x0669, classForeign}, {0x06F0, 0x06F9, classForeign}, {0x115F, 0x1160, classHidden}, {0x180E, 0x180E, classHidden},
		{0x1AB0, 0x1AFF, classCombining}, {0x1DC0, 0x1DFF, classCombining}, {0x200B, 0x200F, classHidden}, {0x2028, 0x202E, classHidden},
		{0x2060, 0x206F, classHidden}, {0x20D0, 0x20DF, classCombining}, {0x20E4, 0x20FF, classCombining}, {0x2474, 0x249B, classEnclosed},
		{0x2E80, 0x2FFF, classRadical}, {0x302A, 0x302F, classCombining}, {0x3041, 0x30FF, classKana}, {0x3105, 0x312F, classKana},
		{0x31C0, 0x31EF, classRadical}, {0x3220, 0x3229, classEnclosed}, {0x3400, 0x4DBF, classOutside}, {0x4E00, 0x9FFF, classOutside},
		{0xE000, 0xF8FF, classPrivate}, {0xF900, 0xFAFF, classCompatible}, {0xFE00, 0xFE0F, classHidden}, {0xFE10, 0xFE19, classForm},
		{0xFE20, 0xFE2F, classCombining}, {0xFE30, 0xFE6B, classForm}, {0xFEFF, 0xFEFF, classHidden}, {0xFF10, 0xFF19, classWide},
		{0xFF21, 0xFF3A, classWide}, {0xFF41, 0xFF5A, classWide}, {0xFF61, 0xFF64, classForm}, {0xFFF9, 0xFFFC, classHidden}, {0xFFFD, 0xFFFD, classGarbled},
	} {
		for c := s.from; c <= s.to; c++ {
			r.classes[c] = s.class
		}
	}
	// Twelve of the block of compatibility ideographs are none.
	for _, c := range "\uFA0E\uFA0F\uFA11\uFA13\uFA14\uFA1F\uFA21\uFA23\uFA24\uFA27\uFA28\uFA29" {
		r.classes[c] = classOutside
	}
	for chars, k := range map[string]charClass{"\n\r": classPlain, "\t \u00A0\u3000": classSpace, "。，、；：？！": classMark, ",;:?!.\"'": classHalf,
		"0○◯〇": classZero, "OolI": classLetter, openers: classOpen, closers: classClose} {
		for _, c := range chars {
			r.classes[c] = k
		}
	}
	for line := range strings.Lines(standardText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, c := range strings.TrimSpace(line) {
			if c > 0xFFFF {
				r.beyond[c] = true
			} else {
				r.classes[c] = classHan
			}
		}
	}
	kind := ""
	for line := range strings.Lines(variantsText) {
		if k, ok := strings.CutPrefix(line, "# "); ok {
			kind = strings.TrimSpace(k)
			continue
		}
		for pair := range strings.FieldsSeq(line) {
			from, n := utf8.DecodeRuneInString(pair)
			to, _ := utf8.DecodeRuneInString(pair[n:])
			r.variants[from] = variant{kind, to}
		}
	}
	// Two of the table that show themselves where bytes were read wrongly.
	r.classes['锟'], r.classes['烫'], r.classes['屯'] = classGarbled, classGarbled, classGarbled
	return r
})

// Usual is the character of the table that is meant by one outside of it: a
// traditional, variant or foreign form (費→费, 増→增). Others are given back.
func Usual(c rune) rune {
	if v, ok := standard().variants[c]; ok {
		return v.to
	}
	return c
}
