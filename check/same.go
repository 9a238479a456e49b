package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// statement is a clause that ends in a figure: 主动公开政府信息213篇.
type statement struct {
	at, end int // of the figure
	phrase  string
	unit    string
	value   int64
	year    string
}

var (
	// stated is a clause up to its first figure.
	stated = regexp.MustCompile(`^((?:\p{Han}|[“”‘’]|(?:19|20)\d\d年)*\p{Han}{4,24})$`)
	// periods are words of time and sum that a clause may begin with.
	periods = regexp.MustCompile(`^(?:(?:19|20)\d\d年(?:度)?|今年|本年度?|全年|年内|一年来|截至年底|累计|共计|一共|总共|共|我局|本局|本机关|市科技局|局机关|全局|全市|我市|共有|现有|拥有|达到|有|已|，)+`)
	counted = []string{"篇", "条", "件", "项", "次", "人次", "人", "家", "份", "场", "起", "期", "元"}
	year    = regexp.MustCompile(`((?:19|20)\d\d)年`)
	acts    = regexp.MustCompile(`公开|受理|办理|办结|发布|收到|答复|开展|组织|举办|培训|登记|认定|兑现|拨付|印发|制发|接待|回复|报送|推送|投入|安排|立项|培育|引进|完成|实现|下达|获批|申报|备案|达到|达`)
	narrow  = regexp.MustCompile(`其中|上年|去年|上一年|同期|较|比|以来|月|季度|分别|占|另|各|每|第|新增|再|还|又`)
)

// sameFigures wants a figure that is told twice to be the same each time
// (FG-SAME). Only whole clauses of the same words, of the same year, are held
// to each other: 市本级受理12件 and 全市受理40件 are different things.
func sameFigures(f *findings, all []table) {
	text := f.text.Words
	var seen []statement
	first := map[statement]int{} // by what they are about
	usual := ""                  // the year of the text is the first that it names
	if y := year.FindStringSubmatch(text); y != nil {
		usual = y[1]
	}
	for _, p := range f.text.Parts {
		if p.Table > 0 {
			continue
		}
		current := usual
		for _, q := range measured(text, p.At, p.End) {
			if !slices.Contains(counted, q.unit) {
				continue
			}
			raw := clauseBefore(text[p.At:q.at])
			if !stated.MatchString(raw) {
				continue
			}
			phrase := strings.TrimRight(periods.ReplaceAllString(raw, ""), "共计总累有达为到")
			if utf8.RuneCountInString(phrase) < 5 || narrow.MatchString(raw) || strings.ContainsAny(phrase, "0123456789") {
				continue
			}
			if from, _ := sentence(text, q.at, q.at); narrow.MatchString(text[from : q.at-len(raw)]) {
				continue
			}
			if y := year.FindAllStringSubmatch(text[max(p.At, q.at-longestSentence):q.at], -1); y != nil {
				current = y[len(y)-1][1]
			}
			s := statement{q.at, q.end, phrase, q.unit, q.n.value, current}
			about := statement{phrase: s.phrase, unit: s.unit, year: s.year}
			if i, told := first[about]; !told {
				first[about] = len(seen)
				seen = append(seen, s)
			} else if was := seen[i]; was.value != s.value && utf8.RuneCountInString(phrase) > 5 && acts.MatchString(phrase) {
				f.add("FG-SAME", Warn, s.at, s.end, "", fmt.Sprintf("“%s”前面写的是%s，这里是%s，请核对", s.phrase, text[was.at:was.end], text[s.at:s.end]))
			}
		}
	}
	inTables(f, all, seen)
	announced(f, all)
}

// clauseBefore is the clause that ends with the words, "" if it is longer than
// clauses are.
func clauseBefore(words string) string {
	near := tail(words)
	i := strings.LastIndexAny(near, "，。；：、,;:()（）\n \t")
	if i < 0 {
		if len(near) < len(words) {
			return ""
		}
		return near
	}
	_, size := utf8.DecodeRuneInString(near[i:])
	return near[i+size:]
}
