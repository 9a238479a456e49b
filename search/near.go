package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Slips are ways to find titles that a term of Chinese characters may have
// meant: what sounds the same (高薪技术 for 高新技术), and what is the same but for
// one character (错别字、多字、漏字).
func (t Term) Slips() []Need {
	n := utf8.RuneCountInString(t.Words)
	if t.Exact || n < 2 || n > 20 || !allHan(t.Words) {
		return nil
	}
	var out []Need
	if s := Sounds(t.Words); !slices.Contains(s, "") {
		out = append(out, Need{{Tokens: s, In: Sound}})
	}
	cs := []rune(t.Words)
	for i := range cs {
		var both Need
		for _, side := range []string{string(cs[:i]), string(cs[i+1:])} {
			if utf8.RuneCountInString(side) > 1 {
				both = append(both, phrase(side))
			}
		}
		if len(both) > 0 {
			out = append(out, both)
		}
	}
	return out
}

// Need is phrases that must all be there.
type Need []Phrase

// Near finds in a title what a term may have meant: as many characters, or one
// more or less, that sound the same or differ in one place. It is "" where
// nothing does.
func (t Term) Near(title string) string {
	want, sound := []rune(t.Words), Sounds(t.Words)
	best, cost := "", 3
	for _, run := range hanRuns(Flat(title)) {
		cs, read := []rune(run), Sounds(run)
		for n := max(len(want)-1, 2); n <= len(want)+1; n++ {
			for i := 0; i+n <= len(cs); i++ {
				c := 3
				switch {
				case n == len(want) && slices.Equal(read[i:i+n], sound):
					c = 1
				case len(want) >= 3 && oneOff(cs[i:i+n], want):
					c = 2
				}
				if c < cost {
					best, cost = string(cs[i:i+n]), c
				}
			}
		}
	}
	return best
}

// oneOff reports whether one character put in, left out or exchanged, or two
// neighbours in the wrong order, make one of the other.
func oneOff(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if i == len(a) {
		return false // the same
	}
	return slices.Equal(a[i+1:], b[i+1:]) || i+2 <= len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

// Instead is the query with one term in the place of another.
func (q Query) Instead(i int, words string, x *Lexicon) Query {
	text := q.Terms[i].Words
	out := make([]string, 0, len(q.Terms))
	for j, t := range q.Terms {
		switch {
		case j == i:
			out = append(out, words)
		case t.Exact:
			out = append(out, "“"+t.Words+"”")
		default:
			out = append(out, t.Words)
		}
	}
	fixed := Parse(strings.Join(out, " "), x)
	if strings.Contains(q.Text, text) {
		fixed.Text = strings.Replace(q.Text, text, words, 1)
	}
	return fixed
}
