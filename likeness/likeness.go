// Package likeness says how alike two texts are, by pairs of characters: who
// wrote the same twice, what was asked before, what an earlier answer may help
// with. It is a hint for a person, never a decision, and needs no dictionary.
package likeness

import (
	"strings"
	"unicode"
)

// Alike is the likeness from which two texts are shown side by side.
const Alike = 0.5

// Of says how much of the shorter text stands in the longer one, from 0 to 1.
// The filler takes out what every text of its sort has; it may be nil.
func Of(a, b string, filler *strings.Replacer) float64 {
	return Read(a, filler).With(Read(b, filler))
}

// Text is a text that was read for comparison, so that one may be held against
// many.
type Text map[[2]rune]bool

// Read takes a text apart.
func Read(s string, filler *strings.Replacer) Text {
	s = strings.ToLower(s)
	if filler != nil {
		s = filler.Replace(s)
	}
	out := Text{}
	var last rune
	for _, r := range s {
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

// With is the likeness of two texts; one that says too little is like none.
func (x Text) With(y Text) float64 {
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
