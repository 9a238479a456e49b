package check

import (
	"unicode"
	"unicode/utf8"
)

// automaton finds many expressions in one pass (Aho–Corasick over characters).
// Its steps stand in one open-addressed table; steps from the root, which
// nearly every character takes, in an array.
type automaton struct {
	codes [1 << 16]uint16 // of a character in use, from 1
	root  []int32         // by code
	steps []step
	mask  uint64
	fail  []int32
	ends  []int32 // the nearest state, itself or along fail, at which an expression ends; 0 none
	word  []int32 // the expression that ends at the state, -1 none
	size  []int32 // its characters
}

type step struct {
	key uint64 // state and code; 0 free
	to  int32
}

// newAutomaton builds the search for the expressions, each given once.
// Characters beyond the basic plane are not in dictionaries and end every walk.
func newAutomaton(words []string) *automaton {
	a := &automaton{root: []int32{0}, fail: []int32{0}, ends: []int32{0}, word: []int32{-1}, size: []int32{0}}
	total := 0
	for _, w := range words {
		total += utf8.RuneCountInString(w)
	}
	n := uint64(16)
	for n < uint64(total)*3 {
		n *= 2
	}
	a.steps, a.mask = make([]step, n), n-1
	var edges []edge
	for i, w := range words {
		s := int32(0)
		for _, r := range w {
			c := a.code(r)
			to := a.step(s, c)
			if to == 0 {
				to = a.grow()
				a.put(s, c, to)
				edges = append(edges, edge{s, to, c})
			}
			s = to
		}
		a.word[s], a.size[s] = int32(i), int32(utf8.RuneCountInString(w))
	}
	a.link(edges)
	return a
}

type edge struct {
	from, to int32
	code     uint16
}

func (a *automaton) code(r rune) uint16 {
	if r >= 1<<16 {
		return 0
	}
	if a.codes[r] == 0 {
		a.root = append(a.root, 0)
		a.codes[r] = uint16(len(a.root) - 1)
	}
	return a.codes[r]
}

func (a *automaton) grow() int32 {
	a.fail, a.ends = append(a.fail, 0), append(a.ends, 0)
	a.word, a.size = append(a.word, -1), append(a.size, 0)
	return int32(len(a.fail) - 1)
}

// link sets where a walk goes on when no step fits, nearest states first.
func (a *automaton) link(edges []edge) {
	next := map[int32][]edge{}
	for _, e := range edges {
		next[e.from] = append(next[e.from], e)
	}
	queue := []int32{0}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if a.word[s] >= 0 {
			a.ends[s] = s
		} else {
			a.ends[s] = a.ends[a.fail[s]]
		}
		for _, e := range next[s] {
			if s != 0 {
				a.fail[e.to] = a.walk(a.fail[s], e.code)
			}
			queue = append(queue, e.to)
		}
	}
}

func slot(s int32, c uint16) (key, hash uint64) {
	key = uint64(s)<<16 | uint64(c)
	hash = key * 0x9e3779b97f4a7c15
	return key, hash ^ hash>>32
}

func (a *automaton) put(s int32, c uint16, to int32) {
	if s == 0 {
		a.root[c] = to
		return
	}
	key, h := slot(s, c)
	for ; a.steps[h&a.mask].key != 0; h++ {
	}
	a.steps[h&a.mask] = step{key, to}
}

// step is the state after the code, 0 where the trie has none.
func (a *automaton) step(s int32, c uint16) int32 {
	if s == 0 {
		return a.root[c]
	}
	key, h := slot(s, c)
	for ; ; h++ {
		switch e := &a.steps[h&a.mask]; e.key {
		case key:
			return e.to
		case 0:
			return 0
		}
	}
}

func (a *automaton) walk(s int32, c uint16) int32 {
	for {
		if to := a.step(s, c); to != 0 || s == 0 {
			return to
		}
		s = a.fail[s]
	}
}

// search calls found with each expression that stands in the text, in the
// order of their ends. A line end within a Chinese sentence does not break an
// expression: text copied from a PDF is full of them.
func (a *automaton) search(text string, found func(at, end int, word int32)) {
	const keep = 2 * longestWord // a power of two
	var starts [keep]int
	s, n := int32(0), 0
	for at := 0; at < len(text); {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		if r == '\n' && s != 0 && folded(text, at) {
			at++
			continue
		}
		c := uint16(0)
		if r < 1<<16 {
			c = a.codes[r]
		}
		if c == 0 {
			s = 0
			at += size
			continue
		}
		starts[n%keep] = at
		n++
		at += size
		s = a.walk(s, c)
		for e := a.ends[s]; e != 0; e = a.ends[a.fail[e]] {
			found(starts[(n-int(a.size[e]))%keep], at, a.word[e])
		}
	}
}

// folded says whether the line end stands between two Chinese characters.
func folded(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return unicode.Is(unicode.Han, before) && unicode.Is(unicode.Han, after)
}
