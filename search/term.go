package search

import (
	"strings"
	"unicode/utf8"
)

// Tokens cuts a text for the index. Of a run of Chinese characters each gives a
// token with its right neighbour, and the last one alone; a run of letters and
// digits is one token. So 政府信息 gives 政府 府信 信息 息, and a search for any
// neighbours is a search for tokens in a row; for a single character, for what
// begins with it.
func Tokens(text string) []string {
	var out []string
	var run []byte
	var before rune
	flush := func() {
		if len(run) > 0 {
			out = append(out, string(run))
			run = run[:0]
		}
		if before != 0 {
			out = append(out, string(before))
			before = 0
		}
	}
	for _, c := range text {
		c = fold(c)
		switch classOf(c) {
		case han:
			if before != 0 {
				out = append(out, string([]rune{before, c}))
			} else {
				flush()
			}
			before = c
		case word:
			if before != 0 {
				flush()
			}
			run = utf8.AppendRune(run, c)
		default:
			flush()
		}
	}
	flush()
	return out
}

// Field is where a phrase is looked for.
type Field byte

const (
	Anywhere Field = iota // title, head and text
	Sound                 // how the title is read
)

// Phrase is a row of tokens. An open one may go on after its last token.
type Phrase struct {
	Tokens []string
	Open   bool
	In     Field
	Flat   string  // what to look for in a text, for scores and marks
	Weight float64 // 1 for what was typed, less for what was not
}

// phrase makes the row that finds the words wherever they stand side by side.
func phrase(words string) Phrase {
	p := Phrase{Tokens: Tokens(words), Flat: Flat(words), Weight: 1}
	n := len(p.Tokens)
	if n == 0 {
		return p
	}
	last, _ := utf8.DecodeLastRuneInString(p.Flat)
	if classOf(last) != han {
		p.Open = last < '0' || last > '9' || len(p.Tokens[n-1]) == 1 // a number is whole, a word may be begun
		return p
	}
	// The single character at the end goes with its left neighbour, if it has one.
	if n > 1 && utf8.RuneCountInString(p.Tokens[n-2]) == 2 && strings.HasSuffix(p.Tokens[n-2], p.Tokens[n-1]) && classOf(firstOf(p.Tokens[n-2])) == han {
		p.Tokens = p.Tokens[:n-1]
	} else {
		p.Open = true
	}
	return p
}

func firstOf(s string) rune { c, _ := utf8.DecodeRuneInString(s); return c }

// han reports whether all of it is Chinese characters.
func allHan(s string) bool {
	for _, c := range s {
		if classOf(c) != han {
			return false
		}
	}
	return s != ""
}
