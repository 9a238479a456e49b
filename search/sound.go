package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

var (
	//go:embed sound.txt
	soundText string
	//go:embed readings.txt
	readingText string
)

// sounds is how characters are read (拼音, without tones).
type sounds struct {
	of    map[rune]string
	words map[string][]string // words with a reading of their own: 银行 yin hang
	most  int                 // characters of the longest of them
	known map[string]bool     // all syllables
	begun map[string]bool     // all their beginnings
}

var readings = sync.OnceValue(func() *sounds {
	s := &sounds{of: map[rune]string{}, words: map[string][]string{}, known: map[string]bool{}, begun: map[string]bool{}}
	for f := range lines(soundText) {
		if len(f) != 2 {
			continue
		}
		s.known[f[0]] = true
		for i := range f[0] {
			s.begun[f[0][:i+1]] = true
		}
		for _, c := range f[1] {
			s.of[c] = f[0]
		}
	}
	for f := range lines(readingText) {
		if n := utf8.RuneCountInString(f[0]); n == len(f)-1 {
			s.words[f[0]] = f[1:]
			s.most = max(s.most, n)
		}
	}
	return s
})

// Sounds reads a run of Chinese characters, one syllable each; "" where a
// character has no reading.
func Sounds(run string) []string {
	s := readings()
	cs := []rune(run)
	out := make([]string, 0, len(cs))
next:
	for i := 0; i < len(cs); {
		for n := min(s.most, len(cs)-i); n > 1; n-- {
			if r, ok := s.words[string(cs[i:i+n])]; ok {
				out = append(out, r...)
				i += n
				continue next
			}
		}
		out = append(out, s.of[cs[i]])
		i++
	}
	return out
}

// initialsAt is how many initials make one token: titles share most pairs.
const initialsAt = 3

// SoundTokens is how a title is read: each run of Chinese characters as
// syllables, then by their initials, three at a time and the last ones fewer.
// A 0 tells initials from syllables.
func SoundTokens(title string) []string {
	var out []string
	for _, run := range hanRuns(Flat(title)) {
		out = append(out, Sounds(run)...)
	}
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	for _, run := range hanRuns(Flat(title)) {
		out = append(out, initialTokens(Initials(run))...)
	}
	return out
}

func initialTokens(letters string) []string {
	var out []string
	for i := range letters {
		out = append(out, "0"+letters[i:min(i+initialsAt, len(letters))])
	}
	return out
}

// Initials are the first letters of how a text is read: 政府信息公开 zfxxgk.
func Initials(text string) string {
	var b strings.Builder
	for _, run := range hanRuns(Flat(text)) {
		for _, s := range Sounds(run) {
			if s != "" {
				b.WriteByte(s[0])
			}
		}
	}
	return b.String()
}

// Pinyin is how a text is read, in one word; letters and digits stay.
func Pinyin(text string) string {
	var b strings.Builder
	run := ""
	for _, c := range Flat(text) + " " {
		if classOf(c) == han {
			run += string(c)
			continue
		}
		b.WriteString(strings.Join(Sounds(run), ""))
		run = ""
		if c != ' ' {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func hanRuns(s string) []string {
	return strings.FieldsFunc(s, func(c rune) bool { return classOf(c) != han })
}

// spoken are the ways to understand letters as the reading of a title: as
// syllables, of which the last may be begun only, and as initials.
func spoken(letters string) []Phrase {
	if len(letters) < 2 || len(letters) > 60 || strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz") != "" {
		return nil
	}
	var out []Phrase
	for _, way := range syllables(letters) {
		open := !readings().known[way[len(way)-1]]
		if len(way) > 1 || !open {
			out = append(out, Phrase{Tokens: way, Open: open, In: Sound, Flat: strings.Join(way, " "), Weight: 0.7})
		}
	}
	if t := initialTokens(letters); len(letters) <= 16 {
		p := Phrase{Tokens: t, In: Sound, Flat: "0" + letters, Weight: 0.6}
		if len(letters) >= initialsAt {
			p.Tokens = t[:len(t)-initialsAt+1]
		} else {
			p.Tokens, p.Open = t[:1], true
		}
		out = append(out, p)
	}
	return out
}

// syllables divides letters into syllables, in at most four ways, those with
// fewer syllables first; the last syllable may be a beginning.
func syllables(letters string) [][]string {
	s := readings()
	var out [][]string
	steps := 0
	var walk func(rest string, got []string)
	walk = func(rest string, got []string) {
		if steps++; steps > 2000 || len(out) >= 16 {
			return
		}
		if rest == "" {
			out = append(out, slices.Clone(got))
			return
		}
		for n := min(6, len(rest)); n > 0; n-- {
			if s.known[rest[:n]] || n == len(rest) && s.begun[rest] {
				walk(rest[n:], append(got, rest[:n]))
			}
		}
	}
	walk(letters, nil)
	slices.SortStableFunc(out, func(a, b []string) int { return len(a) - len(b) })
	return out[:min(4, len(out))]
}
