package check

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	apiece = regexp.MustCompile(`^[，,：:（(\s]?(?:(其中[：:，,]?|包括[：:]?|即)|([^，,。；;0-9]{0,12})(分别)(?:是|为))`)
	// another begins a figure that is not one more part.
	another = regexp.MustCompile(`其中|共|累计|比|较|增|减|新|另|年|平均|人均`)
	// outcomes are the results of requests, which share out the whole.
	outcomes = regexp.MustCompile(`予以公开|部分公开|不予公开|无法提供|不予处理|其他处理`)
)

// partsOf wants the parts of a figure in a sentence to add up: “共10件，分别为
// 甲3件、乙4件、丙3件” (FG-PARTS). 其中 need not name every part, but no part
// is more than the whole; the outcomes of requests share out the whole.
func partsOf(f *findings, to int, all []quantity) {
	text := f.text.Words
	for i, whole := range all {
		if i+1 < len(all) && largerThan(text, whole, all[i+1]) {
			part := all[i+1]
			f.add("FG-PARTS", Warn, whole.at, part.end, "", fmt.Sprintf("其中的%s比总数%s还多，请核对", text[part.at:part.end], text[whole.at:whole.end]))
			continue
		}
		if i+2 >= len(all) || whole.unit == "%" || whole.unit == "个百分点" || loose(text, all[i:i+1]) {
			continue
		}
		between := text[whole.end:all[i+1].at]
		m := apiece.FindStringSubmatch(between)
		if m == nil || another.MatchString(m[2]) {
			continue
		}
		word := m[1] + m[3]
		sum, n, j := int64(0), 0, i+1
		decided := 0
		for ; j < len(all); j++ {
			gap := text[all[j-1].end:all[j].at]
			if all[j].unit != whole.unit || j > i+1 && !strings.ContainsAny(gap[:min(len(gap), len("、"))], "、，和,") ||
				j > i+1 && another.MatchString(gap) || loose(text, all[j:j+1]) {
				break
			}
			if outcomes.MatchString(gap) {
				decided++
			}
			sum, n = sum+all[j].n.value, n+1
		}
		end := all[i+n].end
		note := fmt.Sprintf("各项相加是%s，总数写的是%s", inUnit(sum, text[whole.at:whole.end], whole.unit), text[whole.at:whole.end])
		switch {
		case n < 2 || sum == whole.n.value || abs(sum-whole.n.value) <= int64(n+1)*whole.n.half() && whole.n.decimals > 0:
		case strings.HasPrefix(word, "分别") && n > 1 && closed(text[end:to]):
			f.add("FG-PARTS", Warn, whole.at, end, inUnit(sum, text[whole.at:whole.end], whole.unit), note)
		case decided >= 2 && decided >= n-1 && closed(text[end:to]):
			f.add("FG-PARTS", Warn, whole.at, end, "", note)
		case sum > whole.n.value && n > 2 && whole.unit == "元":
			f.add("FG-PARTS", Warn, whole.at, end, "", note) // the same money is not spent twice
		case sum > whole.n.value && n > 2:
			f.add("FG-PARTS", Hint, whole.at, end, "", note)
		case sum > whole.n.value && !strings.HasPrefix(word, "其中"):
			f.add("FG-PARTS", Hint, whole.at, end, "", note)
		}
	}
}

var (
	among   = regexp.MustCompile(`^[，,（(]?其中[：:，,]?[^，,。；;、0-9]{0,16}$`)
	average = regexp.MustCompile(`平均|人均|户均|每|各|均|月|季度|超过|不少于|以上|至少`)
)

// largerThan says whether the first part of a figure, 其中…, is more than all
// of it.
func largerThan(text string, whole, part quantity) bool {
	from, _ := sentence(text, whole.at, whole.at)
	return part.unit == whole.unit && whole.unit != "%" && whole.unit != "个百分点" && part.n.value > whole.n.value &&
		among.MatchString(text[whole.end:part.at]) && !another.MatchString(strings.TrimPrefix(strings.TrimLeft(text[whole.end:part.at], "，,（("), "其中")) &&
		!average.MatchString(text[from:whole.at]) && !loose(text, []quantity{whole, part})
}

// closed says whether the list of parts ends with the sentence, or with a
// clause that is not one more part.
func closed(rest string) bool {
	return !strings.HasPrefix(rest, "、") && !strings.HasPrefix(strings.TrimSpace(rest), "等")
}

var (
	altogether = regexp.MustCompile(`^[，,、；;\s]?(?:以上|上述)?(?:(?:各|[两二三四五六七八九十]{1,2})[项家个类笔批户人县市区组年期]?(?:单位|企业|公司|部门|项目|县区)?)?(?:合计|总计|共计)(?:为|达|约)?[^，。；0-9]{0,6}$`)
	ofThem     = regexp.MustCompile(`^[，,、；;\s]?(?:以上|上述)?$`) // 3家 before 共计, which counts the parts
)

// addedUp wants “甲10万元，乙20万元，合计30万元” to add up (FG-PARTS).
func addedUp(f *findings, all []quantity) {
	text := f.text.Words
	for i := 2; i < len(all); i++ {
		total, last := all[i], i-1
		if n := all[last]; last > 1 && n.unit != total.unit && altogether.MatchString(text[n.end:total.at]) && ofThem.MatchString(text[all[last-1].end:n.at]) {
			last--
		}
		if !altogether.MatchString(text[all[i-1].end:total.at]) || total.unit == "%" || loose(text, all[i:i+1]) {
			continue
		}
		sum, half, fits, first := int64(0), total.n.half(), false, last+1
		for j := last; j >= 0 && all[j].unit == total.unit; j-- {
			if j < last {
				if gap := text[all[j].end:all[j+1].at]; another.MatchString(gap) || len(gap) > 60 {
					break
				}
			}
			if loose(text, all[j:j+1]) {
				fits = true // about so much: nothing can be said
			}
			sum, half, first = sum+all[j].n.value, half+all[j].n.half(), j
			fits = fits || last-j > 0 && (sum == total.n.value || total.n.decimals > 0 && abs(sum-total.n.value) <= half)
		}
		if !fits && last-first > 0 {
			right := inUnit(sum, text[total.at:total.end], total.unit)
			f.add("FG-PARTS", Warn, total.at, total.end, right, fmt.Sprintf("前面各项相加是%s，合计写的是%s", right, text[total.at:total.end]))
		}
	}
}

// inUnit prints a sum as the words print the figure that it is compared with:
// in 万 or 亿 where they do.
func inUnit(sum int64, words, unit string) string {
	for _, scale := range []struct {
		word string
		of   int64
	}{{"亿", 1e8}, {"万", 1e4}} {
		if strings.HasSuffix(words, scale.word+unit) {
			return number{value: sum / scale.of}.String() + scale.word + unit
		}
	}
	return number{value: sum}.String() + unit
}
