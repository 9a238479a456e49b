package difference

import (
	"slices"
	"strings"
	"unicode"
)

// units are what may follow a number and belongs to it.
var units = func() (out [][]rune) {
	for _, u := range []string{"个工作日", "平方米", "平方公里", "立方米", "万元", "亿元", "百万", "千万", "万", "亿", "元", "角", "分钟", "小时", "工作日", "个月",
		"周岁", "岁", "天", "日", "月", "年度", "年", "季度", "周", "号文", "号", "人", "名", "户", "家", "个", "项", "份", "件", "次", "条", "款", "章", "页", "期", "届",
		"倍", "分", "公里", "公斤", "千克", "吨", "克", "米", "台", "套", "批", "场", "篇", "字", "级", "位", "折", "度", "%", "％", "‰", "个百分点"} {
		out = append(out, []rune(u))
	}
	return out
}()

const (
	digits  = "0123456789０１２３４５６７８９"
	inside  = ".．,，:：" // between two digits they belong to the number
	hanzi   = "〇零一二三四五六七八九十百千万亿两"
	longest = 12       // numerals that a number has at most
	vague   = "分度位字级角" // after a Chinese numeral they make words such as 十分
)

// token is a piece that is never split.
type token struct {
	text   string
	figure bool
}

// tokens cuts a text into characters, numbers with their unit, and Latin words.
func tokens(s string) (out []token) {
	r := []rune(s)
	for i := 0; i < len(r); {
		n := number(r[i:])
		if n > 0 {
			out = append(out, token{string(r[i : i+n]), true})
			i += n
			continue
		}
		n = 1
		for latin(r[i]) && i+n < len(r) && (latin(r[i+n]) || strings.ContainsRune(digits, r[i+n])) {
			n++
		}
		out = append(out, token{string(r[i : i+n]), false})
		i += n
	}
	return out
}

func latin(r rune) bool { return r < 0x3000 && unicode.IsLetter(r) }

// number is the length of the number that a text begins with, its unit
// included; one in Chinese numerals needs a unit to be one.
func number(r []rune) int {
	n := 0
	for n < len(r) && (strings.ContainsRune(digits, r[n]) ||
		n > 0 && n+1 < len(r) && strings.ContainsRune(inside, r[n]) && strings.ContainsRune(digits, r[n+1])) {
		n++
	}
	if n > 0 {
		return n + unit(r[n:])
	}
	for n < len(r) && n <= longest && strings.ContainsRune(hanzi, r[n]) {
		n++
	}
	if n == 0 || n > longest {
		return 0
	}
	if u := unit(r[n:]); u > 0 && !strings.ContainsRune(vague, r[n]) {
		return n + u
	}
	if n > 2 && strings.ContainsRune("万亿百千", r[n-1]) {
		return n
	}
	return 0
}

func unit(r []rune) int {
	best := 0
	for _, u := range units {
		if len(u) > best && len(u) <= len(r) && slices.Equal(u, r[:len(u)]) {
			best = len(u)
		}
	}
	return best
}

// figured says whether a text holds a number.
func figured(s string) bool {
	return slices.ContainsFunc(tokens(s), func(t token) bool { return t.figure })
}

// Words compares two texts. The spans that are not Added make the old one, the
// ones that are not Removed the new one. Words that have next to nothing in
// common are one replacement.
func Words(old, new string) []Span {
	if old == new {
		return join([]Span{{Same, old}})
	}
	a, b := tokens(old), tokens(new)
	texts := func(ts []token) []string {
		out := make([]string, len(ts))
		for i, t := range ts {
			out[i] = t.text
		}
		return out
	}
	x, y := texts(a), texts(b)
	pairs := matches(x, y)
	if 5*len(pairs) < max(len(x), len(y)) {
		return join([]Span{{Removed, old}, {Added, new}})
	}
	var spans []Span
	walk(len(x), len(y), pairs, func(i, j int) {
		switch {
		case j < 0:
			spans = append(spans, Span{Removed, x[i]})
		case i < 0:
			spans = append(spans, Span{Added, y[j]})
		default:
			spans = append(spans, Span{Same, x[i]})
		}
	})
	return slide(islands(join(spans)))
}

// join puts runs of one kind together, and within a change what is gone before
// what is new.
func join(spans []Span) (out []Span) {
	var gone, come, same strings.Builder
	flush := func() {
		for _, s := range []struct {
			op Op
			b  *strings.Builder
		}{{Removed, &gone}, {Added, &come}} {
			if s.b.Len() > 0 {
				out = append(out, Span{s.op, s.b.String()})
				s.b.Reset()
			}
		}
	}
	for _, s := range spans {
		switch s.Op {
		case Removed, Added:
			if same.Len() > 0 {
				out = append(out, Span{Same, same.String()})
				same.Reset()
			}
			if s.Op == Removed {
				gone.WriteString(s.Text)
			} else {
				come.WriteString(s.Text)
			}
		default:
			flush()
			same.WriteString(s.Text)
		}
	}
	flush()
	if same.Len() > 0 {
		out = append(out, Span{Same, same.String()})
	}
	return out
}

// islands gives up a character or two that two changes happen to have between
// them: a rewritten phrase reads better whole.
func islands(spans []Span) []Span {
	size := func(s string) int { return len([]rune(s)) }
	around := func(i, step int) (n int) {
		for i += step; i >= 0 && i < len(spans) && spans[i].Op != Same; i += step {
			n += size(spans[i].Text)
		}
		return n
	}
	var out []Span
	for i, s := range spans {
		if s.Op == Same && size(s.Text) <= 2 && !figured(s.Text) && !strings.ContainsAny(s.Text, "，。；：、\n") &&
			around(i, -1) >= 2*size(s.Text) && around(i, 1) >= 2*size(s.Text) {
			out = append(out, Span{Removed, s.Text}, Span{Added, s.Text})
			continue
		}
		out = append(out, s)
	}
	return join(out)
}

// slide moves a lone insertion or removal to where a phrase begins: of
// “、县、县” the reader sees “、县” come, not “县、”.
func slide(spans []Span) []Span {
	for i := 1; i+1 < len(spans); i++ {
		if spans[i].Op == Same || spans[i-1].Op != Same || spans[i+1].Op != Same {
			continue
		}
		all := []rune(spans[i-1].Text + spans[i].Text + spans[i+1].Text)
		at, n := len([]rune(spans[i-1].Text)), len([]rune(spans[i].Text))
		from, to := at, at // the change may begin anywhere between the two
		for from > 0 && all[from-1] == all[from-1+n] {
			from--
		}
		for to+n < len(all) && all[to] == all[to+n] {
			to++
		}
		if from == to {
			continue
		}
		cuts, best, score := cuts(string(all)), at, edge(all, at)
		for k := from; k <= to; k++ {
			if s := edge(all, k); s > score && cuts[k] && cuts[k+n] {
				best, score = k, s
			}
		}
		spans[i-1].Text, spans[i].Text, spans[i+1].Text = string(all[:best]), string(all[best:best+n]), string(all[best+n:])
	}
	return join(slices.DeleteFunc(spans, func(s Span) bool { return s.Text == "" }))
}

// cuts are the places, in characters, where no piece is split.
func cuts(s string) map[int]bool {
	out, at := map[int]bool{0: true}, 0
	for _, t := range tokens(s) {
		at += len([]rune(t.text))
		out[at] = true
	}
	return out
}

// edge is how well a change that begins there stands apart from what goes before.
func edge(all []rune, at int) int {
	const stops = "。；！？\n"
	const pauses = "，、：（《“ \t"
	switch {
	case at == 0 || strings.ContainsRune(stops, all[at-1]):
		return 3
	case at < len(all) && strings.ContainsRune(pauses, all[at]):
		return 2
	case strings.ContainsRune(pauses, all[at-1]):
		return 1
	}
	return 0
}
