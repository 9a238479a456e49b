package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Span is a stretch of a text, in bytes.
type Span struct{ At, End int }

// Mark finds what was looked for in a text, without overlaps, in order.
func Mark(text string, q Query) []Span {
	f := flatten(text, true)
	var out []Span
	for _, w := range q.wanted() {
		for from := 0; len(out) < 1000; {
			i := strings.Index(f.s[from:], w)
			if i < 0 {
				break
			}
			i += from
			out = append(out, Span{int(f.at[i]), int(f.to[i+len(w)-1])})
			from = i + len(w)
		}
	}
	slices.SortFunc(out, func(a, b Span) int { return cmp.Or(a.At-b.At, b.End-a.End) })
	kept := out[:0]
	for _, s := range out {
		if n := len(kept); n > 0 && s.At <= kept[n-1].End {
			kept[n-1].End = max(kept[n-1].End, s.End)
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// wanted are the words to mark: of each term what was typed and what means the
// same, and its parts.
func (q Query) wanted() []string {
	var out []string
	var add func(t Term)
	add = func(t Term) {
		for _, p := range t.Forms {
			if p.In == Anywhere && p.Flat != "" && !slices.Contains(out, p.Flat) {
				out = append(out, p.Flat)
			}
		}
		for _, p := range t.Parts {
			add(p)
		}
	}
	for _, t := range q.Terms {
		add(t)
	}
	return out
}

// Passage cuts about n characters out of a text, where most of the query
// stands, at the beginning of a sentence where one is near.
func Passage(text string, q Query, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	spans := Mark(text, q)
	width := n * 3 // bytes, about
	best, most := 0, 0
	for i := range spans {
		seen := map[string]bool{}
		for _, s := range spans[i:] {
			if s.End > spans[i].At+width*3/4 {
				break
			}
			seen[Flat(text[s.At:s.End])] = true
		}
		weight := 0
		for w := range seen {
			weight += len(w)
		}
		if weight > most {
			best, most = spans[i].At, weight
		}
	}
	from := 0
	if best > width/4 {
		from = best - width/4
		for from > 0 && !utf8.RuneStart(text[from]) {
			from--
		}
		if i := strings.LastIndexAny(text[from:best], "。；！？\n"); i >= 0 {
			_, size := utf8.DecodeRuneInString(text[from+i:])
			from += i + size
		}
	}
	end, count := len(text), 0
	for i := range text[from:] {
		if count++; count > n {
			end = from + i
			break
		}
	}
	s := strings.Join(strings.Fields(text[from:end]), " ")
	if from > 0 {
		s = "…" + s
	}
	if end < len(text) {
		s += "…"
	}
	return s
}
