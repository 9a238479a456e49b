package difference

import "slices"

// maxTable bounds the table of an exact comparison; a longer stretch without
// any unique piece is taken as wholly changed.
const maxTable = 250_000

// matches pairs the equal pieces of two lists, in order: what both begin and
// end with, then around pieces that occur once in each (patience), then exactly.
func matches(a, b []string) (out [][2]int) {
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
		out = append(out, [2]int{lo, lo})
		lo++
	}
	ha, hb := len(a), len(b)
	for ha > lo && hb > lo && a[ha-1] == b[hb-1] {
		ha, hb = ha-1, hb-1
	}
	if ha > lo && hb > lo {
		for _, m := range middle(a[lo:ha], b[lo:hb]) {
			out = append(out, [2]int{m[0] + lo, m[1] + lo})
		}
	}
	for ; ha < len(a); ha, hb = ha+1, hb+1 {
		out = append(out, [2]int{ha, hb})
	}
	return out
}

func middle(a, b []string) (out [][2]int) {
	if len(a)*len(b) <= maxTable {
		return exact(a, b)
	}
	anchors := unique(a, b)
	if len(anchors) == 0 {
		return nil
	}
	i, j := 0, 0
	for _, m := range append(anchors, [2]int{len(a), len(b)}) {
		for _, x := range matches(a[i:m[0]], b[j:m[1]]) {
			out = append(out, [2]int{x[0] + i, x[1] + j})
		}
		if m[0] < len(a) {
			out = append(out, m)
		}
		i, j = m[0]+1, m[1]+1
	}
	return out
}

// exact is the longest common subsequence.
func exact(a, b []string) (out [][2]int) {
	w := len(b) + 1
	t := make([]int32, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				t[i*w+j] = t[(i+1)*w+j+1] + 1
			} else {
				t[i*w+j] = max(t[(i+1)*w+j], t[i*w+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case t[(i+1)*w+j] >= t[i*w+j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// unique pairs the pieces that occur once in each list, as many as keep their
// order.
func unique(a, b []string) [][2]int {
	type count struct{ a, b, at int }
	seen := map[string]*count{}
	for _, s := range a {
		if seen[s] == nil {
			seen[s] = &count{}
		}
		seen[s].a++
	}
	for j, s := range b {
		if c := seen[s]; c != nil {
			c.b, c.at = c.b+1, j
		}
	}
	var pairs [][2]int
	for i, s := range a {
		if c := seen[s]; c.a == 1 && c.b == 1 {
			pairs = append(pairs, [2]int{i, c.at})
		}
	}
	var tails []int // index into pairs of the smallest end of a run of each length
	before := make([]int, len(pairs))
	for k, p := range pairs {
		n, _ := slices.BinarySearchFunc(tails, p[1], func(t, at int) int { return pairs[t][1] - at })
		before[k] = -1
		if n > 0 {
			before[k] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, k)
		} else {
			tails[n] = k
		}
	}
	if len(tails) == 0 {
		return nil
	}
	var out [][2]int
	for k := tails[len(tails)-1]; k >= 0; k = before[k] {
		out = append(out, pairs[k])
	}
	slices.Reverse(out)
	return out
}

// alike pairs pieces of a gap that are versions of one another: the pairs in
// order whose likeness adds up to most. In a long gap a piece looks only near.
func alike(n, m int, like func(i, j int) float64) (out [][2]int) {
	if n*m > 20_000 {
		for i, next := 0, 0; i < n; i++ {
			best, at := 0.0, -1
			for j := next; j < min(m, next+12); j++ {
				if l := like(i, j); l > best {
					best, at = l, j
				}
			}
			if at >= 0 {
				out = append(out, [2]int{i, at})
				next = at + 1
			}
		}
		return out
	}
	sum := make([][]float64, n+1)
	likes := make([][]float64, n+1)
	for i := range sum {
		sum[i], likes[i] = make([]float64, m+1), make([]float64, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			sum[i][j] = max(sum[i+1][j], sum[i][j+1])
			if l := like(i, j); l > 0 && l+sum[i+1][j+1] >= sum[i][j] {
				likes[i][j], sum[i][j] = l, l+sum[i+1][j+1]
			}
		}
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case likes[i][j] > 0:
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case sum[i+1][j] >= sum[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// walk calls for every piece of both lists in reading order: a pair, or one
// that stands alone (-1 for the other), what is gone before what is new.
func walk(n, m int, pairs [][2]int, each func(i, j int)) {
	i, j := 0, 0
	for _, p := range append(slices.Clone(pairs), [2]int{n, m}) {
		for ; i < p[0]; i++ {
			each(i, -1)
		}
		for ; j < p[1]; j++ {
			each(-1, j)
		}
		if i < n && j < m {
			each(i, j)
		}
		i, j = i+1, j+1
	}
}
