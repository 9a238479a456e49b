package search

import (
	"cmp"
	_ "embed"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	//go:embed synonyms.txt
	synonymText string
	//go:embed words.txt
	wordText string
	//go:embed idle.txt
	idleText string
)

// Lexicon is what a search knows about words: which mean the same (同义词),
// which belong together (用户词典), and which say nothing (虚词).
type Lexicon struct {
	same    map[string][]string
	words   map[string]bool
	idle    map[string]bool
	trims   []string            // the idle ones of several characters, the longest first
	read    map[string][]string // words by their pinyin, and by their initials where these are not too few
	longest int                 // characters of the longest word
	mark    string
}

// NewLexicon lays an installation's own lines over the tables of this release;
// its forms are those of synonyms.txt and words.txt.
func NewLexicon(synonyms, words string) *Lexicon {
	x := &Lexicon{same: map[string][]string{}, words: map[string]bool{}, idle: map[string]bool{}, read: map[string][]string{}}
	sum := fnv.New64a()
	for _, text := range []string{wordText, words} {
		for f := range lines(text) {
			for _, w := range f {
				x.word(Flat(w))
			}
		}
	}
	for _, text := range []string{synonymText, synonyms} {
		for f := range lines(text) {
			for i, w := range f {
				f[i] = Flat(w)
				x.word(f[i])
			}
			for i, w := range f {
				x.same[w] = append(append(x.same[w], f[:i]...), f[i+1:]...)
			}
		}
	}
	for f := range lines(idleText) {
		for _, w := range f {
			x.idle[Flat(w)] = true
		}
	}
	for w := range x.idle {
		if utf8.RuneCountInString(w) > 1 {
			x.trims = append(x.trims, w)
		}
	}
	slices.SortFunc(x.trims, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	sum.Write([]byte(soundText + readingText))
	x.mark = strconv.FormatUint(sum.Sum64(), 36)
	return x
}

// Mark changes when an index made with the former tables is out of date.
func (x *Lexicon) Mark() string { return x.mark }

func (x *Lexicon) word(w string) {
	if n := utf8.RuneCountInString(w); n > 1 && !x.words[w] {
		if allHan(w) {
			x.read[Pinyin(w)] = append(x.read[Pinyin(w)], w)
			if n > initialsAt {
				x.read[Initials(w)] = append(x.read[Initials(w)], w)
			}
		}
		x.words[w] = true
		x.longest = max(x.longest, n)
	}
}

// part is a piece of a query; a known one is in the dictionary.
type part struct {
	s     string
	known bool
}

// cut divides a run of Chinese characters into words, the longest first. What
// no word covers stays together; idle words fall away.
func (x *Lexicon) cut(run string) []part {
	cs := []rune(run)
	var out []part
	loose := 0 // where what is not covered begins
	end := func(i int) {
		if loose < i {
			out = append(out, part{s: string(cs[loose:i])})
		}
	}
next:
	for i := 0; i < len(cs); {
		for n := min(x.longest, len(cs)-i); n > 0; n-- {
			w := string(cs[i : i+n])
			if x.idle[w] || n > 1 && x.words[w] {
				end(i)
				if !x.idle[w] {
					out = append(out, part{w, true})
				}
				i += n
				loose = i
				continue next
			}
		}
		i++
	}
	end(len(cs))
	return out
}
