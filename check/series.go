package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// mark is an ordinal at the beginning of a clause or line.
type mark struct {
	at, end int
	kind    int
	n       int
}

// kinds are the ordinals that official texts count by, the higher first.
var kinds = []struct {
	form  *regexp.Regexp
	print string // with the numeral for %s
	han   bool
}{
	{regexp.MustCompile(`(?m)^\s*第([一二三四五六七八九十百]{1,6})章[\s　]`), "第%s章", true},
	{regexp.MustCompile(`(?m)^\s*第([一二三四五六七八九十百]{1,6})条[\s　]`), "第%s条", true},
	{regexp.MustCompile(`(?m)^\s*([一二三四五六七八九十]{1,3})、`), "%s、", true},
	{regexp.MustCompile(`(?m)^\s*[（(]([一二三四五六七八九十]{1,3})[）)]`), "（%s）", true},
	{regexp.MustCompile(`(?m)^\s*(\d{1,2})[.．、](?:[^\d\s]|\s+\D)`), "%s.", false},
	{regexp.MustCompile(`(?m)^\s*[（(](\d{1,2})[）)]`), "（%s）", false},
	{regexp.MustCompile(`(?m)(?:^|[。；：，;:,\s])([一二三四五六七八九十]{1,3})是`), "%s是", true},
	{regexp.MustCompile(`(?m)(?:^|[。；：;:\s])第([一二三四五六七八九十]{1,3})，`), "第%s，", true},
}

const (
	article   = 1 // 第一条: runs on through the chapters
	bracketed = 3
	clause    = 6 // 一是 and 第一， within a section
)

// marks are the ordinals of the text in reading order.
func marks(t *Text) (out []mark) {
	for kind, k := range kinds {
		for _, m := range k.form.FindAllStringSubmatchIndex(t.Words, -1) {
			if t.At(m[2]).Table > 0 {
				continue
			}
			if n := chineseNumber(t.Words[m[2]:m[3]]); n > 0 {
				out = append(out, mark{m[2], m[3], kind, n})
			}
		}
	}
	slices.SortFunc(out, func(a, b mark) int { return a.at - b.at })
	return out
}

// series wants ordinals to run without a gap (FG-ORDER): 一是…三是 lacks 二是.
// A series begins again under each higher mark, or goes on counting through.
func series(f *findings) {
	type run struct {
		open  []int // the last number of each series not yet closed, the innermost last
		last  int   // the last number anywhere
		steps int
		gaps  []mark
		want  []int
	}
	runs := make([]run, len(kinds))
	report := func(kind int) {
		r := &runs[kind]
		if len(r.gaps) <= 1+r.steps/6 {
			for i, m := range r.gaps {
				text := f.text.Words
				f.add("FG-ORDER", Warn, m.at, m.end, "", gap(kind, r.want[i], m.n, text[m.at:m.end]))
			}
		}
		r.gaps, r.want, r.steps = nil, nil, 0
	}
	for _, m := range marks(f.text) {
		r := &runs[m.kind]
		r.steps++
		if m.kind < clause && m.kind != article {
			for lower := m.kind + 1; lower < len(kinds); lower++ {
				if lower != article {
					runs[lower].open = nil
				}
			}
		}
		next := len(r.open) - 1
		for next >= 0 && r.open[next] != m.n-1 {
			next--
		}
		switch {
		case m.n == 1:
			r.open = append(r.open[max(0, len(r.open)-6):], 1)
		case next >= 0:
			r.open = append(r.open[:next], m.n)
		case len(r.open) == 0 && m.n == r.last+1:
			r.open = []int{m.n} // goes on counting under a new heading
		case len(r.open) > 0 && m.n <= 40:
			want := r.open[len(r.open)-1] + 1
			r.gaps, r.want = append(r.gaps, m), append(r.want, want)
			r.open[len(r.open)-1] = m.n
		case len(r.open) == 0 && (m.kind >= clause || m.kind == bracketed) && m.n == 2:
			r.gaps, r.want = append(r.gaps, m), append(r.want, 1)
			r.open = []int{m.n}
		default:
			r.open = []int{m.n}
		}
		r.last = m.n
	}
	for kind := range runs {
		report(kind)
	}
}

// gap says what is wrong with a series.
func gap(kind, want, got int, words string) string {
	name := func(n int) string {
		s := fmt.Sprint(n)
		if kinds[kind].han {
			s = chinese(n)
		}
		return fmt.Sprintf(kinds[kind].print, s)
	}
	switch {
	case got == want-1:
		return fmt.Sprintf("“%s”写了两次，请核对序号。", name(got))
	case got > want:
		return fmt.Sprintf("“%s”之前缺“%s”，请核对序号。", name(got), name(want))
	}
	return fmt.Sprintf("序号应为“%s”，这里是“%s”。", name(want), strings.Replace(kinds[kind].print, "%s", words, 1))
}
