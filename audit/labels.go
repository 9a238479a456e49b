package audit

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongkai/law"
)

// what is a column of table 二 with the form that has it.
type what struct{ label, key, form string }

var whats = []what{
	{"本年新制作数量", "made", "2019"}, {"本年新公开数量", "opened", "2019"}, {"对外公开总数量", "total", "2019"},
	{"上一年项目数量", "prior", "2019"}, {"本年增减", "delta", "2019"}, {"采购项目数量", "count", "2019"}, {"采购总金额", "amount", "2019"},
	{"本年制发件数", "made", "2021"}, {"本年废止件数", "repealed", "2021"}, {"现行有效件数", "inforce", "2021"},
	{"本年处理决定数量", "decided", "2021"}, {"本年收费金额", "amount", "2021"}, {"处理决定数量", "decided", ""},
}

// rowNames are the rows of table 二; the two forms name 规范性文件 differently.
var rowNames = []struct{ label, key string }{
	{"规章", "rule"}, {"规范性文件", "normative"}, {"行政规范性文件", "normative"}, {"行政许可", "permit"}, {"其他对外管理服务事项", "service"},
	{"行政处罚", "penalty"}, {"行政强制", "coercion"}, {"行政事业性收费", "fee"}, {"政府集中采购", "procurement"},
}

// lines of table 三, by the bones of their labels, of both forms.
var lines = func() (out []struct{ label, key string }) {
	seen := map[string]bool{}
	for _, name := range []string{"2019", "2021"} {
		form, err := law.FormNamed(name)
		if err != nil {
			panic(err)
		}
		for _, r := range form.Applications.Rows {
			if !seen[r.Key] {
				seen[r.Key] = true
				out = append(out, struct{ label, key string }{bones(r.Label), r.Key})
			}
		}
	}
	return append(out, struct{ label, key string }{"其他处理其他", "o_other"})
}()

var (
	groupName = regexp.MustCompile(`(不予公开|无法提供|不予处理|其他处理)`)
	headings  = []string{"信息内容", "申请人情况", "自然人", "法人或其他组织", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计", "合计",
		"结果维持", "结果纠正", "其他结果", "尚未审结", "行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", "三本年度办理结果", "本年度办理结果",
		"不予公开", "无法提供", "不予处理", "其他处理", "单位万元", "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和"}
)

// terms are all the words that stand in the tables, longest first.
var terms = func() []string {
	out := append([]string{}, headings...)
	for _, w := range whats {
		out = append(out, w.label)
	}
	for _, r := range rowNames {
		out = append(out, r.label)
	}
	for _, name := range []string{"2019", "2021"} {
		form, _ := law.FormNamed(name)
		for _, b := range form.Proactive {
			out = append(out, han(b.Title))
		}
		for _, r := range form.Applications.Rows {
			out = append(out, han(r.Label), han(r.Group), bones(r.Label))
		}
	}
	for i := range out {
		for j := i; j > 0 && len(out[j]) > len(out[j-1]); j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}()

// han are all Chinese characters of a text, mended.
func han(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Han, c) {
			return c
		}
		return -1
	}, mended.Replace(narrow(s)))
}

// known says whether a text is made of words of the tables and nothing else.
func known(s string) bool {
	s = han(s)
	if s == "" {
		return false
	}
	for s != "" {
		cut := ""
		for _, t := range terms {
			if t != "" && strings.HasPrefix(s, t) {
				cut = t
				break
			}
		}
		if cut == "" {
			return nearly(s)
		}
		s = s[len(cut):]
	}
	return true
}

// nearly says whether a text is a word of the tables with wrong characters.
func nearly(s string) bool {
	for _, t := range terms {
		if unlike(s, t) < 1 {
			return true
		}
	}
	return false
}

// every says whether each of the labels is so.
func every(labels []string, so func(string) bool) bool {
	return !slices.ContainsFunc(labels, func(l string) bool { return !so(l) })
}

// fragment says whether a text is a piece of a label that was broken.
func fragment(s string) bool {
	s = han(s)
	for _, t := range terms {
		if strings.Contains(t, s) {
			return true
		}
	}
	return false
}

// match finds what the last of the labels names; the score is 0 where it is
// written as the form has it, 1 where it is none of them.
func match(labels []string, among []struct{ label, key string }) (key string, score float64) {
	score = 1
	for i := range labels {
		found := bones(strings.Join(labels[i:], ""))
		if found == "" {
			continue
		}
		for _, a := range among {
			s := unlike(found, a.label)
			long := len([]rune(found)) >= 6
			switch {
			case s == 0:
			case long && strings.HasPrefix(a.label, found), len([]rune(a.label)) >= 6 && strings.HasPrefix(found, a.label):
				s = min(s, 0.05)
			case len([]rune(a.label)) >= 4 && strings.HasSuffix(found, a.label):
				s = min(s, 0.1)
			}
			if s < score {
				key, score = a.key, s
			}
		}
	}
	return key, score
}

// columnsIn lists the columns of table 二 that a line of heads names, in the
// order in which they stand there.
func columnsIn(s string) (out []what) {
	s = han(s)
	for s != "" {
		found := false
		for _, w := range whats {
			if strings.HasPrefix(s, w.label) {
				out, s, found = append(out, w), s[len(w.label):], true
				break
			}
		}
		if !found {
			_, after, _ := strings.Cut(s, string([]rune(s)[0]))
			s = after
		}
	}
	return out
}

// column is the column of table 二 that a head names.
func column(words string) (w what, ok bool) {
	best := 1.0
	for _, c := range whats {
		if s := unlike(bones(words), c.label); s < best {
			w, best = c, s
		}
	}
	return w, best < 1
}

// applicant is the column of table 三 that a head names.
func applicant(words string) string {
	b := bones(words)
	for _, a := range []struct{ label, key string }{{"自然人", "natural"}, {"商业企业", "business"}, {"科研机构", "research"}, {"社会公益组织", "welfare"},
		{"法律服务机构", "legal"}, {"其他", "other"}, {"总计", "sum"}, {"合计", "sum"}} {
		if unlike(b, a.label) < 1 {
			return a.key
		}
	}
	return ""
}
