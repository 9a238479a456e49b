package check

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// quantity is a figure of a sentence with its unit.
type quantity struct {
	at, end int
	n       number
	unit    string // 万元, 件, %; the scale 万, 亿 is taken into the value
}

const measures = `亿元|万元|元|亿件|万件|件|万人次|人次|万人|人|万家|家|项|个百分点|个|篇|条|万次|次|万份|份|名|宗|起|户|本|台|套|批|期|场|万吨|吨|公顷|亩|平方米|公里|千米|万字|字`

var quantities = regexp.MustCompile(`(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,4})?\s*(%|％|` + measures + `)`)

// measured is the quantities of a sentence.
func measured(text string, from, to int) (out []quantity) {
	for _, m := range quantities.FindAllStringSubmatchIndex(text[from:to], -1) {
		s := text[from:to]
		if m[0] > 0 && (s[m[0]-1] == '.' || s[m[0]-1] == '-' || s[m[0]-1] >= '0' && s[m[0]-1] <= '9') {
			continue
		}
		fraction := ""
		if m[4] >= 0 {
			fraction = s[m[4]:m[5]]
		}
		q := quantity{at: from + m[0], end: from + m[1], unit: strings.Replace(s[m[6]:m[7]], "％", "%", 1)}
		q.n = makeNumber("", s[m[2]:m[3]], fraction, q.unit == "%", q.unit)
		for _, scale := range []struct {
			word string
			of   int64
		}{{"亿", 1e8}, {"万", 1e4}} {
			if rest, ok := strings.CutPrefix(q.unit, scale.word); ok && rest != "" && q.n.value < math.MaxInt64/scale.of {
				q.unit, q.n.value, q.n.decimals = rest, q.n.value*scale.of, q.n.decimals-len(strconv.FormatInt(scale.of, 10))+1
			}
		}
		out = append(out, q)
	}
	return out
}

// sentences calls f with the bounds of every sentence of prose that has a
// figure in it, and that is no longer than sentences are.
func sentences(t *Text, f func(from, to int)) {
	call := func(from, to int) {
		if to-from < 2*longestSentence && strings.ContainsAny(t.Words[from:to], "0123456789") {
			f(from, to)
		}
	}
	for _, p := range t.Parts {
		if p.Table > 0 {
			continue
		}
		from := p.At
		for i, r := range t.Words[p.At:p.End] {
			if strings.ContainsRune("。！？；", r) {
				call(from, p.At+i)
				from = p.At + i + len("")
			}
		}
		call(from, max(from, p.End))
	}
}

var (
	fromTo   = regexp.MustCompile(`(?:由|从)[^，。；0-9]{0,24}$`)
	toward   = regexp.MustCompile(`^[^，。；0-9]{0,16}(增加|增长|上升|提高|提升|扩大|减少|下降|降低|降|升|增)(?:到|至|为)[^，。；0-9]{0,6}$`)
	change   = regexp.MustCompile(`(增长|上升|提高|提升|增幅为|增幅达|增幅|增加|下降|减少|降低|降幅为|降幅达|降幅)(?:了|约|达|为)?$`)
	lastYear = regexp.MustCompile(`(上年|去年|上一年|上年度|去年同期|上年同期|同期|前一年)(?:同期)?(?:的|为|是|共|仅|仅为)?[^，。；0-9增减升降提]{0,8}$`)
	moved    = regexp.MustCompile(`(?:比|较)(?:上年|去年|上一年|上年度|去年同期|上年同期)(?:度)?(增加|减少|增长|下降|提高|降低)了?$`)
	rounded  = regexp.MustCompile(`(近|约|超过|超|逾|多于|不足|突破|达到近|余)$`)
)

func falls(word string) bool { return strings.ContainsAny(word, "降减") }

// rateOf judges the figures of one sentence that can be computed from each
// other: a growth between two figures, a share of a total, parts of a hundred.
func rateOf(f *findings, from, to int) {
	text := f.text.Words
	all := measured(text, from, to)
	growth(f, text, from, to, all)
	share(f, text, all)
	hundred(f, text, from, to, all)
}

// growth recomputes “由A增长到B，增长X%” (FG-GROWTH).
func growth(f *findings, text string, from, to int, all []quantity) {
	for i, x := range all {
		before := text[from:x.at]
		if i > 0 {
			before = text[all[i-1].end:x.at]
		}
		word := change.FindStringSubmatch(before)
		if word == nil || rounded.MatchString(before) || strings.HasPrefix(text[x.end:], "以上") || strings.HasPrefix(text[x.end:], "左右") {
			continue
		}
		a, b, ok := pair(text, from, all[:i], x)
		if !ok {
			continue
		}
		if falls(word[1]) != (b.n.value < a.n.value) && a.n.value != b.n.value && x.n.value != 0 {
			f.add("FG-GROWTH", Warn, x.at, x.end, "", fmt.Sprintf("由%s到%s不是%s，请核对", a.n, b.n, word[1]))
			continue
		}
		gap := abs(b.n.value - a.n.value)
		right, slack := float64(gap)/one, float64(a.n.half()+b.n.half())/one*2
		suggest := number{value: gap, decimals: max(a.n.decimals, b.n.decimals)}.String() + x.unit
		if x.unit == "%" && a.unit != "%" {
			if a.n.value == 0 {
				continue
			}
			right = right * 100 / a.n.float()
			slack = 100*float64(a.n.half()+b.n.half())/float64(a.n.value)*2 + float64(x.n.half())/one*2
			suggest = strconv.FormatFloat(right, 'f', max(x.n.decimals, 1), 64) + "%"
		} else if x.unit == "%" {
			continue // a rate that grew by percent of itself is rarely meant
		}
		if math.Abs(right-x.n.float()) > slack+1e-9 {
			f.add("FG-GROWTH", Warn, x.at, x.end, suggest, fmt.Sprintf("由%s到%s，应为%s", a.n, b.n, suggest))
		}
	}
}

// pair finds the two figures that a change is told of: 由A增长到B, or a figure
// of the year before beside the only other one of its unit.
func pair(text string, from int, before []quantity, x quantity) (a, b quantity, ok bool) {
	unit := func(u string) bool {
		return u == x.unit || x.unit == "%" || x.unit == "个百分点" && u == "%"
	}
	n := len(before)
	if n >= 2 && before[n-2].unit == before[n-1].unit && unit(before[n-1].unit) &&
		toward.MatchString(text[before[n-2].end:before[n-1].at]) && fromTo.MatchString(text[from:before[n-2].at]) && !loose(text, before[n-2:]) {
		return before[n-2], before[n-1], true
	}
	if n != 2 || before[0].unit != before[1].unit || !unit(before[0].unit) || before[0].unit == "%" || loose(text, before) {
		return a, b, false
	}
	if m := moved.FindStringSubmatch(text[before[0].end:before[1].at]); m != nil {
		return shifted(before[0], before[1], falls(m[1])), before[0], x.unit == "%"
	}
	first, second := lastYear.MatchString(text[from:before[0].at]), lastYear.MatchString(text[before[0].end:before[1].at])
	switch {
	case first && !second:
		return before[0], before[1], true
	case second && !first:
		return before[1], before[0], true
	}
	return a, b, false
}

// shifted is the figure of the year before, from that of this year and the
// difference.
func shifted(now, by quantity, fell bool) quantity {
	if !fell {
		by.n.value = -by.n.value
	}
	now.n.value += by.n.value
	now.n.decimals = min(now.n.decimals, by.n.decimals)
	return now
}

// loose says whether one of the figures is only about so much.
func loose(text string, all []quantity) bool {
	for _, q := range all {
		if rounded.MatchString(text[max(0, q.at-12):q.at]) || strings.HasPrefix(text[q.end:], "多") || strings.HasPrefix(text[q.end:], "余") ||
			strings.HasPrefix(text[q.end:], "以上") || strings.HasPrefix(text[q.end:], "左右") {
			return true
		}
	}
	return false
}

var shareOf = regexp.MustCompile(`^，?(?:约)?占(?:比|总数|总量|总额|全部|全市|全省|全年|总[^，。；0-9]{1,8}|)(?:的|为|达)?(?:比例|比重)?(?:为|达|约为)?$`)

// share recomputes “120件，其中办结90件，占75%” (FG-SHARE).
func share(f *findings, text string, all []quantity) {
	for i, x := range all {
		if x.unit != "%" || i < 2 || x.n.value > 100*one {
			continue
		}
		part := all[i-1]
		if part.unit == "%" || loose(text, all[i-1:i+1]) || !shareOf.MatchString(text[part.end:x.at]) {
			continue
		}
		fits, bases := false, 0
		var base quantity
		for _, q := range all[:i-1] {
			if q.unit != part.unit || q.n.value < part.n.value || q.n.value == 0 || loose(text, []quantity{q}) {
				continue
			}
			bases, base = bases+1, q
			if d := 100*float64(part.n.value)/float64(q.n.value) - x.n.float(); math.Abs(d) <= 2*float64(x.n.half())/one+200*float64(part.n.half())/float64(q.n.value)+1e-9 {
				fits = true
			}
		}
		if fits || bases != 1 || !strings.Contains(text[base.end:part.at], "其中") {
			continue
		}
		right := strconv.FormatFloat(100*float64(part.n.value)/float64(base.n.value), 'f', max(x.n.decimals, 1), 64) + "%"
		f.add("FG-SHARE", Warn, x.at, x.end, right, fmt.Sprintf("%s占%s的%s，这里是%s", text[part.at:part.end], text[base.at:base.end], right, text[x.at:x.end]))
	}
}

var (
	capped = regexp.MustCompile(`(占比|占总数的|占总量的|占全部的|占|满意率|合格率|办结率|按时办结率|覆盖率|及格率|到位率|参与率|知晓率|公开率|答复率|回复率)(?:为|达|达到|约|的)?$`)
	apart  = regexp.MustCompile(`^(?:和|与|、|，|以及|及)$`)
	listed = regexp.MustCompile(`分别(?:占|为)[^，。；0-9]{0,12}$`)
)

// hundred wants shares of one whole to add to a hundred (FG-PCT).
func hundred(f *findings, text string, from, to int, all []quantity) {
	for i, q := range all {
		if q.unit == "%" && q.n.value > 100*one && capped.MatchString(text[max(from, q.at-30):q.at]) {
			f.add("FG-PCT", Warn, q.at, q.end, "", fmt.Sprintf("占比、%s不会超过100%%", "满意率一类的比率"))
		}
		if q.unit != "%" || !strings.Contains(text[from:q.at], "占") || !listed.MatchString(text[from:q.at]) {
			continue
		}
		sum, slack, j := q.n.value, q.n.half(), i+1
		for ; j < len(all) && all[j].unit == "%" && apart.MatchString(text[all[j-1].end:all[j].at]); j++ {
			sum, slack = sum+all[j].n.value, slack+all[j].n.half()
		}
		gap := sum - 100*one
		switch {
		case j-i < 2:
		case gap > slack:
			f.add("FG-PCT", Warn, q.at, all[j-1].end, "", fmt.Sprintf("各占比相加是%s%%，超过了100%%", number{value: sum}))
		case j-i > 2 && gap < -slack && gap > -10*one:
			f.add("FG-PCT", Warn, q.at, all[j-1].end, "", fmt.Sprintf("各占比相加是%s%%，不是100%%", number{value: sum}))
		}
	}
}
