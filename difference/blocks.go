package difference

// blocks aligns the blocks of two texts: equal ones first, then those that are
// versions of one another.
func blocks(old, new []Block) (out []BlockChange) {
	keys := func(bs []Block) []string {
		out := make([]string, len(bs))
		for i, b := range bs {
			out[i] = b.key()
		}
		return out
	}
	x, y := grams{}, grams{}
	var pairs [][2]int
	i, j := 0, 0
	for _, m := range append(matches(keys(old), keys(new)), [2]int{len(old), len(new)}) {
		n, k := m[0]-i, m[1]-j
		for _, p := range alike(n, k, func(a, b int) float64 {
			return likeness(old[i+a], new[j+b], x.of(i+a, old), y.of(j+b, new), n == 1 && k == 1)
		}) {
			pairs = append(pairs, [2]int{i + p[0], j + p[1]})
		}
		if m[0] < len(old) {
			pairs = append(pairs, m)
		}
		i, j = m[0]+1, m[1]+1
	}
	walk(len(old), len(new), pairs, func(i, j int) {
		c := BlockChange{OldAt: i, NewAt: j, MovedTo: -1, MovedFrom: -1}
		switch {
		case j < 0:
			c.Op, c.Old = Removed, old[i]
		case i < 0:
			c.Op, c.New = Added, new[j]
		default:
			c.Old, c.New = old[i], new[j]
			if c.Old.key() != c.New.key() {
				c.Op = Changed
				c.Spans = Words(c.Old.Text, c.New.Text)
				if c.Old.Kind == Row {
					c.Cells = cells(c.Old.Cells, c.New.Cells)
				}
			}
		}
		out = append(out, c)
	})
	moves(out)
	return out
}

// moves finds what was taken from one place and put whole into another.
func moves(cs []BlockChange) {
	const short = 8 // characters; a shorter block may well stand twice
	gone := map[string]int{}
	for k, c := range cs {
		if c.Op == Removed && len([]rune(c.Old.Text)) >= short {
			gone[c.Old.key()] = k
		}
	}
	for k, c := range cs {
		if g, ok := gone[c.New.key()]; ok && c.Op == Added {
			cs[k].MovedFrom, cs[g].MovedTo = cs[g].OldAt, c.NewAt
			delete(gone, c.New.key())
		}
	}
}

// grams are the pairs of characters of each block, with their number.
type grams map[int]map[string]int

func (g grams) of(i int, bs []Block) map[string]int {
	if g[i] == nil {
		g[i] = pairsOf(bs[i].Text)
	}
	return g[i]
}

func pairsOf(s string) map[string]int {
	r := []rune("^" + s + "$")
	out := make(map[string]int, len(r))
	for i := range len(r) - 1 {
		out[string(r[i:i+2])]++
	}
	return out
}

// dice is the share of pairs that two texts have in common.
func dice(a, b map[string]int) float64 {
	both, all := 0, 0
	for p, n := range a {
		both += min(n, b[p])
		all += n
	}
	for _, n := range b {
		all += n
	}
	return 2 * float64(both) / float64(max(all, 1))
}

// likeness says how much two blocks are versions of one another, 0 for not at
// all. What stands alone between equal neighbours is taken for one more easily.
func likeness(a, b Block, x, y map[string]int, alone bool) float64 {
	tabular := func(k Kind) bool { return k == Row || k == Caption || k == Line }
	if (tabular(a.Kind) || tabular(b.Kind)) && a.Kind != b.Kind || a.Head != b.Head {
		return 0
	}
	l := dice(x, y)
	if a.Kind == Row && len(a.Cells) > 0 && len(b.Cells) > 0 && a.Cells[0] == b.Cells[0] && a.Cells[0] != "" {
		l = max(l, .6)
	}
	if len(a.Pictures) > 0 && a.Text == b.Text && len(b.Pictures) > 0 {
		l = max(l, .6)
	}
	least := .4
	if alone {
		least = .15
	}
	if l < least {
		return 0
	}
	return l
}

// cells aligns the cells of two rows, so that a new column is one and not a
// change of every cell behind it.
func cells(old, new []string) (out []Cell) {
	var pairs [][2]int
	if len(old) == len(new) {
		for i := range old {
			pairs = append(pairs, [2]int{i, i})
		}
	} else {
		i, j := 0, 0
		for _, m := range append(matches(old, new), [2]int{len(old), len(new)}) {
			for k := range min(m[0]-i, m[1]-j) {
				pairs = append(pairs, [2]int{i + k, j + k})
			}
			if m[0] < len(old) {
				pairs = append(pairs, m)
			}
			i, j = m[0]+1, m[1]+1
		}
	}
	walk(len(old), len(new), pairs, func(i, j int) {
		c := Cell{OldAt: i, NewAt: j}
		switch {
		case j < 0:
			c.Op, c.Spans = Removed, []Span{{Removed, old[i]}}
		case i < 0:
			c.Op, c.Spans = Added, []Span{{Added, new[j]}}
		case old[i] == new[j]:
			c.Spans = []Span{{Same, new[j]}}
		default:
			c.Op, c.Spans = Changed, Words(old[i], new[j])
		}
		out = append(out, c)
	})
	return out
}
