package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/check"
)

// folds and classes are fold and classOf of the characters up to U+FFFF, since
// each query reads some ten thousand of them.
var folds, classes = tables()

func tables() (*[1 << 16]rune, *[1 << 16]class) {
	var f [1 << 16]rune
	var k [1 << 16]class
	for c := range rune(1 << 16) {
		f[c], k[c] = foldOne(c), classOne(c)
	}
	return &f, &k
}

func fold(c rune) rune {
	if uint32(c) < 1<<16 {
		return folds[c]
	}
	return foldOne(c)
}

func classOf(c rune) class {
	if uint32(c) < 1<<16 {
		return classes[c]
	}
	return classOne(c)
}

// foldOne makes characters equal that mean the same: full and half width (全角、
// 半角), traditional and simplified (繁体、简体), upper and lower case.
func foldOne(c rune) rune {
	switch {
	case c < utf8.RuneSelf:
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		return c
	case c >= 0xFF01 && c <= 0xFF5E:
		return foldOne(c - 0xFEE0)
	case c == '○' || c == '◯':
		return '〇'
	}
	return unicode.ToLower(check.Usual(c))
}

// class says what a folded character is to a search.
type class byte

const (
	mark class = iota // divides words, and is not looked for
	han               // a word or a part of one
	word              // a letter or digit: part of a word
)

func classOne(c rune) class {
	switch {
	case c < utf8.RuneSelf:
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
			return word
		}
		return mark
	case unicode.Is(unicode.Han, c):
		return han
	case unicode.IsLetter(c) || unicode.IsDigit(c):
		return word
	}
	return mark
}

// flat is a text as searches see it: folded, without marks, with a blank where
// two words of letters would run into one. It knows where each byte came from.
type flat struct {
	s  string
	at []int32 // for each byte of s, where its character begins in the text
	to []int32 // and where it ends
}

func flatten(text string, places bool) flat {
	var f flat
	var b strings.Builder
	b.Grow(len(text))
	last, gap := mark, false
	put := func(c rune, from, to int) {
		n := b.Len()
		b.WriteRune(c)
		if places {
			for range b.Len() - n {
				f.at, f.to = append(f.at, int32(from)), append(f.to, int32(to))
			}
		}
	}
	for i, c := range text {
		n := utf8.RuneLen(c)
		if c == utf8.RuneError {
			n = 1
		}
		c = fold(c)
		k := classOf(c)
		if k == mark {
			gap = true
			continue
		}
		if gap && k == word && last == word {
			put(' ', i, i)
		}
		put(c, i, i+n)
		last, gap = k, false
	}
	f.s = b.String()
	return f
}

// Flat is the form in which texts are compared: “岳科发［２０１９］１２號” and
// “岳科发〔2019〕12号” have the same.
func Flat(text string) string { return flatten(text, false).s }
