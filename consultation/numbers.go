package consultation

import (
	"fmt"
	"strconv"
	"strings"
)

// Numbers prints numbers of opinions, runs as 3-5.
func Numbers(in []int) string {
	var out []string
	for i := 0; i < len(in); {
		j := i
		for j+1 < len(in) && in[j+1] == in[j]+1 {
			j++
		}
		if j > i {
			out = append(out, fmt.Sprintf("%d-%d", in[i], in[j]))
		} else {
			out = append(out, strconv.Itoa(in[i]))
		}
		i = j + 1
	}
	return strings.Join(out, "、")
}

// ParseNumbers reads what Numbers prints, and what people type in its place. A
// run longer than there can be opinions is none.
func ParseNumbers(typed string) (out []int, ok bool) {
	for _, x := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("、,，;； \n\r\t", r) }) {
		first, last, run := strings.Cut(strings.NewReplacer("－", "-", "—", "-", "至", "-", "~", "-").Replace(x), "-")
		if !run {
			last = first
		}
		from, err := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err != nil || err2 != nil || to < from || to-from > 100000 {
			return nil, false
		}
		for n := from; n <= to; n++ {
			out = append(out, n)
		}
	}
	return out, true
}
