package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mark is an ordinal at the beginning of a clause or line.
type mark struct {
	at, end int
	kind    int
	n       int
}

// ordinals are what official texts count by, the higher first. The headings
// 一、（一）are the business of CH; here they only begin a new section.
var ordinals = []struct {
	form  *regexp.Regexp // at the beginning of a line
	print string         // with the numeral for %s
}{
	{regexp.MustCompile(`^第([一二三四五六七八九十百]{1,6})章[\s　]`), "第%s章"},
	{regexp.MustCompile(`^第([一二三四五六七八九十百]{1,6})条[\s　]`), "第%s条"},
	{regexp.MustCompile(`^([一二三四五六七八九十]{1,3})、`), ""},
	{regexp.MustCompile(`^[（(]([一二三四五六七八九十]{1,3})[）)]`), ""},
	{regexp.MustCompile(`(?:(?:^|[。；：，;:,\s])([一二三四五六七八九十]{1,3})|[^之唯统第](一))是$`), "%s是"}, // 主要原因一是…，二是…
	{regexp.MustCompile(`(?:^|[。；：;:\s])第([一二三四五六七八九十]{1,3})，$`), "第%s，"},
}

const (
	article = 1 // runs on through the chapters
	clause  = 4 // 一是 and 第一， within a section
)

// marks are the ordinals of the text in reading order.
func marks(t *Text) (out []mark) {
	text := t.Words
	note := func(kind, base int, m []int) {
		if m == nil {
			return
		}
		if m[2] < 0 {
			m = m[2:]
		}
		if n := readNumeral(text[base+m[2] : base+m[3]]); n > 0 {
			out = append(out, mark{base + m[2], base + m[3], kind, n})
		}
	}
	for _, p := range t.Parts {
		if p.Table > 0 {
			continue
		}
		line := text[p.At:p.End]
		start := p.At + len(line) - len(strings.TrimLeft(line, " \t　\u00a0"))
		for kind := range clause {
			note(kind, start, ordinals[kind].form.FindStringSubmatchIndex(text[start:min(p.End, start+40)]))
		}
		for kind, sign := range map[int]string{clause: "是", clause + 1: "，"} {
			for from := p.At; ; {
				i := strings.Index(text[from:p.End], sign)
				if i < 0 {
					break
				}
				end := from + i + len(sign)
				from = end
				if r, _ := utf8.DecodeLastRuneInString(text[p.At : end-len(sign)]); !strings.ContainsRune("一二三四五六七八九十", r) {
					continue
				}
				at := p.At + len(text[p.At:end]) - len(tail(text[p.At:end]))
				note(kind, at, ordinals[kind].form.FindStringSubmatchIndex(text[at:end]))
			}
		}
	}
	slices.SortFunc(out, func(a, b mark) int { return a.at - b.at })
	return out
}

// series wants ordinals to run without a gap (FG-ORDER): 一是…三是 lacks 二是.
// A series begins again under each higher mark, or goes on counting through.
func series(f *findings) {
	runs := make([]counting, len(ordinals))
	for _, m := range marks(f.text) {
		r := &runs[m.kind]
		if m.kind < clause && m.kind != article {
			for kind := clause; kind < len(ordinals); kind++ {
				runs[kind].open = nil
			}
		}
		if ordinals[m.kind].print != "" {
			r.next(m)
		}
	}
	for kind, r := range runs {
		if len(r.gaps) > 1+r.steps/6 {
			continue // numbers that are no series, such as articles explained one by one
		}
		for i, m := range r.gaps {
			f.add("FG-ORDER", Warn, m.at, m.end, "", missing(kind, r.want[i], m.n))
		}
	}
}

// counting is how far a kind of ordinals has come.
type counting struct {
	open  []int // the last number of each series not yet closed, the innermost last
	steps int
	gaps  []mark
	want  []int // at each gap
}

// next goes on to the mark: a new series, the next of an open one, or a gap.
func (r *counting) next(m mark) {
	r.steps++
	at := len(r.open) - 1
	for at >= 0 && r.open[at] != m.n-1 {
		at--
	}
	switch {
	case m.n == 1:
		r.open = append(r.open[max(0, len(r.open)-6):], 1)
		return
	case at >= 0:
		r.open = r.open[:at]
	case len(r.open) > 0:
		last := len(r.open) - 1
		want := r.open[last] + 1
		r.gaps, r.want = append(r.gaps, m), append(r.want, want)
		if m.n == want-1 { // written twice: what follows may count on from either
			r.open = append(r.open, want)
			return
		}
		r.open = r.open[:last]
	case m.kind >= clause && m.n == 2:
		r.gaps, r.want = append(r.gaps, m), append(r.want, 1)
	}
	r.open = append(r.open, m.n)
}

// missing says what is wrong with a series.
func missing(kind, want, got int) string {
	name := func(n int) string {
		if n > 99 {
			return fmt.Sprintf(ordinals[kind].print, strconv.Itoa(n))
		}
		return fmt.Sprintf(ordinals[kind].print, chineseNumber(n))
	}
	switch {
	case got == want-1:
		return fmt.Sprintf("“%s”写了两次，请核对序号", name(got))
	case got > want:
		return fmt.Sprintf("“%s”之前缺“%s”，请核对序号", name(got), name(want))
	}
	return fmt.Sprintf("序号应为“%s”，这里是“%s”", name(want), name(got))
}

// serials wants the numbers in a column 序号 to run without a gap (FG-ORDER).
func serials(f *findings, all []table) {
	for _, g := range all {
		var at []cell
		if squeeze(g[0][0].words) != "序号" {
			continue
		}
		for _, r := range g[1:] {
			if len(r) > 1 && r[0].numeric && r[0].n.decimals == 0 {
				at = append(at, r[0])
			}
		}
		if len(at) < 3 || at[0].n.value != one {
			continue
		}
		var gaps []int
		for i := 1; i < len(at); i++ {
			if at[i].n.value != at[i-1].n.value+one && at[i].n.value != one {
				gaps = append(gaps, i)
			}
		}
		if len(gaps) == 1 {
			c := at[gaps[0]]
			right := number{value: at[gaps[0]-1].n.value + one}.String()
			f.add("FG-ORDER", Warn, c.at, c.end, right, fmt.Sprintf("序号应为%s，这里是%s", right, c.n))
		}
	}
}
