package bench

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Like is the search that most sites have: every word stands in title, number or
// text, the newest first.
func (c Collection) Like(typed string) ([]string, error) {
	words := strings.Fields(strings.ToLower(typed))
	var keys []string
	for i := len(c.Texts) - 1; i >= 0; i-- { // they are in the order of their days
		t := c.Texts[i]
		all := strings.ToLower(t.Title + "\n" + t.DocNo + "\n" + t.Plain())
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(all, w) }) {
			keys = append(keys, t.Key)
		}
	}
	return keys, nil
}

// Bigrams is plain BM25 over pairs of characters, title and text alike: what a
// search engine does that knows no Chinese.
func (c Collection) Bigrams() Engine {
	type posting struct{ text, n int }
	lists := map[string][]posting{}
	lengths := make([]float64, len(c.Texts))
	mean := 0.0
	for i, t := range c.Texts {
		times := map[string]int{}
		for _, g := range bigrams(t.Title + "\n" + t.DocNo + "\n" + t.Plain()) {
			times[g]++
			lengths[i]++
		}
		mean += lengths[i] / float64(len(c.Texts))
		for g, n := range times {
			lists[g] = append(lists[g], posting{i, n})
		}
	}
	const k1, b = 1.2, 0.75
	return func(typed string) ([]string, error) {
		scores := map[int]float64{}
		for _, g := range bigrams(typed) {
			l := lists[g]
			idf := math.Log(1 + (float64(len(c.Texts)-len(l))+0.5)/(float64(len(l))+0.5))
			for _, p := range l {
				n := float64(p.n)
				scores[p.text] += idf * n * (k1 + 1) / (n + k1*(1-b+b*lengths[p.text]/mean))
			}
		}
		found := make([]int, 0, len(scores))
		for i := range scores {
			found = append(found, i)
		}
		slices.SortFunc(found, func(x, y int) int { return cmp.Or(cmp.Compare(scores[y], scores[x]), cmp.Compare(x, y)) })
		keys := make([]string, len(found))
		for i, x := range found {
			keys[i] = c.Texts[x].Key
		}
		return keys, nil
	}
}

// bigrams are the pairs of neighbouring Chinese characters, and the words of
// letters and digits.
func bigrams(s string) []string {
	var out []string
	run := func(r []rune, han bool) {
		switch {
		case len(r) == 0:
		case !han || len(r) == 1:
			out = append(out, string(r))
		default:
			for i := range len(r) - 1 {
				out = append(out, string(r[i:i+2]))
			}
		}
	}
	var now []rune
	var kind int
	for _, r := range strings.ToLower(s) {
		k := 0
		switch {
		case unicode.Is(unicode.Han, r):
			k = 1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			k = 2
		}
		if k != kind {
			run(now, kind == 1)
			now, kind = now[:0], k
		}
		if k > 0 {
			now = append(now, r)
		}
	}
	run(now, kind == 1)
	return out
}
