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

// measures are the units that figures are compared in, the longer first where
// one begins with the other.
var measures = []string{"%", "％", "个百分点", "元", "件", "人次", "人", "家", "项", "个", "篇", "条", "次", "份", "名", "宗", "起", "户", "本", "台", "套", "批",
	"期", "场", "吨", "公顷", "公里", "亩", "平方米", "千米", "字"}

// measured is the quantities of a sentence.
func measured(text string, from, to int) (out []quantity) {
	s := text[:to]
	for i := from; i < to; {
		if c := s[i]; c < '0' || c > '9' {
			i++
			continue
		}
		at, end := i, i
		for end < to && (s[end] >= '0' && s[end] <= '9' || (s[end] == ',' || s[end] == '.') && end+1 < to && s[end+1] >= '0' && s[end+1] <= '9') {
			end++
		}
		i = end
		whole, fraction, _ := strings.Cut(s[at:end], ".")
		n := makeNumber("", whole, "."+fraction, false, "")
		if len(whole) > 15 || len(fraction) > 6 || strings.Contains(fraction, ".") || at > from && (s[at-1] == '.' || s[at-1] == '-') {
			continue
		}
		if q, ok := measure(quantity{at: at, n: n}, s, end); ok {
			out = append(out, q)
			i = q.end
		}
	}
	return out
}

// measure reads the unit that follows a figure.
func measure(q quantity, s string, end int) (quantity, bool) {
	for end < len(s) && s[end] == ' ' {
		end++
	}
	for _, scale := range []struct {
		word string
		of   int64
	}{{"亿", 1e8}, {"万", 1e4}} {
		if strings.HasPrefix(s[end:], scale.word) && abs(q.n.value) < math.MaxInt64/scale.of {
			q.n.value, q.n.decimals = q.n.value*scale.of, q.n.decimals-len(strconv.FormatInt(scale.of, 10))+1
			end += len(scale.word)
			break
		}
	}
	for _, unit := range measures {
		if strings.HasPrefix(s[end:], unit) {
			q.end, q.unit = end+len(unit), strings.Replace(unit, "％", "%", 1)
			q.n.percent = q.unit == "%"
			return q, true
		}
	}
	return q, false
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
				from = p.At + i + len("。")
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
	moved    = regexp.MustCompile(`(?:(?:比|较)(?:上年|去年|上一年|上年度|去年同期|上年同期)(?:度)?|同比)(增加|减少|增长|下降|提高|降低)了?$`)
	rounded  = regexp.MustCompile(`(近|约|超过|超|逾|多于|不足|突破|达到近|余)$`)
)

func falls(word string) bool { return strings.ContainsAny(word, "降减") }

// rateOf judges the figures of one sentence that can be computed from each
// other: a growth between two figures, a share of a total, parts of a hundred.
func rateOf(f *findings, from, to int, all []quantity) {
	text := f.text.Words
	growth(f, text, from, to, all)
	share(f, text, all)
	hundred(f, text, from, to, all)
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

var shareOf = regexp.MustCompile(`^[，,]?(?:约)?占(?:比|总数|总量|总额|全部|全市|全省|全年|总[^，。；0-9]{1,8}|)(?:的|为|达)?(?:比例|比重)?(?:为|达|约为)?$`)

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
	capped = regexp.MustCompile(`(占比|占总数的|占总量的|占全部的|占|满意率|满意度|合格率|办结率|按时办结率|覆盖率|及格率|参与率|知晓率|公开率|答复率|回复率)(?:为|达|达到|约|的)?$`)
	apart  = regexp.MustCompile(`^(?:和|与|、|，|,|以及|及)$`)
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
