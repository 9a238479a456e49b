package audit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/law"
)

// n is the number of a cell; ok is false where the report does not give it.
func (r Report) n(key string) (int64, bool) {
	v, ok := r.Cells[key]
	return v.N, ok && v.Wrong == ""
}

// sum adds cells; ok is false where one of them is not given.
func (r Report) sum(keys ...string) (total int64, ok bool) {
	ok = true
	for _, k := range keys {
		v, given := r.n(k)
		total, ok = total+v, ok && given
	}
	return total, ok
}

// same compares what a rule computes with what the report prints.
func (a *auditor) same(rule string, severity Severity, where, message string, want, got int64) {
	if want != got {
		a.add(rule, severity, where, fmt.Sprintf(message, want, got), strconv.FormatInt(want, 10), strconv.FormatInt(got, 10))
	}
}

// sections wants all six in order, none empty, and honest words in the fifth.
func (a *auditor) sections() {
	last := 0
	for i, s := range a.r.Sections {
		title := "第" + string([]rune("一二三四五六")[i]) + "部分“" + sectionNames[i] + "”"
		if s.Title == "" {
			a.add("ST-SEC", Hard, "全文", "缺少"+title, sectionNames[i], "")
			continue
		}
		if s.at < last {
			a.add("ST-SEC", Hard, s.Title, title+"的次序不对，应按格式的次序排列", strconv.Itoa(i+1), strconv.Itoa(s.at))
		}
		last = max(last, s.at)
		words := strings.Trim(tight(s.Words), "。.;,、 ")
		table := []bool{false, a.r.Proactive != nil, a.r.Applications != nil, a.r.Remedies != nil, false, false}[i]
		switch {
		case words == "" && !table:
			a.add("ST-SEC", Hard, s.Title, title+"是空的", "有内容", "空")
		case i == 4 && nothing(words):
			a.add("ST-SEC", Hard, s.Title, "第五部分（存在的主要问题及改进情况）不能写“无”", "问题和改进措施", words)
		}
	}
}

// place names a section, also one that is not there.
func (a *auditor) place(i int) string {
	if t := a.r.Sections[i].Title; t != "" {
		return t
	}
	return string([]rune("一二三四五六")[i]) + "、" + sectionNames[i]
}

// nothing says whether a section says that there is nothing to say.
func nothing(words string) bool {
	switch words {
	case "无", "暂无", "没有", "无问题", "无存在问题", "暂无问题", "不存在问题", "没有问题", "无内容", "无此项", "略", "-", "/", "无。":
		return true
	}
	return false
}

// tables wants all three, with every row, in the form of the year.
func (a *auditor) tables() {
	year, err := law.FormFor(a.r.Year)
	for i, t := range []*law.Form{a.r.Proactive, a.r.Applications, a.r.Remedies} {
		name := "表" + string([]rune("二三四")[i])
		if t == nil {
			severity, message := Hard, "没有找到"+name
			if i > 0 && a.r.denies(i+1) {
				severity, message = Soft, message+"，只写了没有发生；没有发生的也应当印出全表，填0"
			}
			a.add("ST-TABLE", severity, name, message, name, "")
			continue
		}
		a.lacking(name, *t)
		if err == nil && i < 2 && t.Name != year.Name {
			a.add("TX-CITE", Soft, name, fmt.Sprintf("%d年度应当用%s的表格，%s用的是%s年格式", a.r.Year, year.Notice, name, t.Name), year.Name, t.Name)
		}
	}
	for _, w := range a.r.Own {
		a.add("ST-TABLE", Soft, "表三", "“"+w+"”一行是格式里没有的", "", w)
	}
}

// denies says whether a section says that nothing happened.
func (r Report) denies(section int) bool {
	words := tight(r.Sections[section].Words)
	return noRequests.MatchString(words) || noRemedies.MatchString(words) || nothing(strings.Trim(words, "。")) ||
		section == 2 && noRequests.MatchString(tight(r.Sections[0].Words))
}

// keys are the cells of a table of a form, by its name.
func keys(name string, f law.Form) (out []string) {
	switch name {
	case "表二":
		for _, c := range f.Cells() {
			out = append(out, c.Key)
		}
	case "表三":
		for _, r := range f.Applications.Rows {
			for _, c := range f.Applications.Columns {
				out = append(out, law.T3(r.Key, c.Key))
			}
		}
	case "表四":
		for _, g := range f.Remedies {
			for _, c := range g.Columns {
				out = append(out, law.T4(g.Key, c.Key))
			}
		}
	}
	return out
}

// lacking tells of cells that are not there, are blank, or hold no number.
func (a *auditor) lacking(name string, f law.Form) {
	rule := map[string]string{"表二": "T2-INT", "表三": "T3-INT", "表四": "T4-INT"}[name]
	var missing, blank []string
	money := map[string]bool{}
	signs := map[string]bool{}
	for _, c := range f.Cells() {
		money[c.Key], signs[c.Key] = c.Money, c.Signed
	}
	all := keys(name, f)
	for _, k := range all {
		v, ok := a.r.Cells[k]
		label := label(f, k)
		switch {
		case slices.ContainsFunc(a.r.short, func(row string) bool { return strings.HasPrefix(k, row) }):
			if strings.HasSuffix(k, ".sum") {
				severity := Hard
				if ok {
					severity = Soft
				}
				a.add(rule, severity, name+"·"+label, "这一行的数字不足七个，分不清各是哪一列的；没有的应当填0", "7", "")
			}
		case !ok:
			missing = append(missing, label)
		case v.Wrong != "":
			a.add(rule, Hard, name+"·"+label, "“"+v.Wrong+"”不是数字", "数字", v.Wrong)
		case v.N < 0 && !signs[k]:
			a.add(rule, Hard, name+"·"+label, "不能是负数", "非负数", v.Raw)
		case v.Blank:
			blank = append(blank, label)
		}
	}
	if len(missing) > 0 {
		a.add("ST-TABLE", Hard, name, fmt.Sprintf("%s有%d格没有找到或者分不清属于哪一列：%s", name, len(missing), few(missing)), strconv.Itoa(len(all)), strconv.Itoa(len(all)-len(missing)))
	}
	if len(blank) > 0 {
		a.add(rule, Soft, name, fmt.Sprintf("%s有%d格是空白或者短横，应当填0：%s", name, len(blank), few(blank)), "0", "")
	}
}

// few names the first of many.
func few(all []string) string {
	if len(all) > 6 {
		return strings.Join(all[:6], "、") + "等"
	}
	return strings.Join(all, "、")
}

// label is the printed name of a cell.
func label(f law.Form, key string) string {
	for _, b := range f.Proactive {
		for _, r := range b.Rows {
			for i, c := range r.Cells {
				if c.Key == key {
					return r.Label + "·" + b.Columns[i+1]
				}
			}
		}
	}
	for _, r := range f.Applications.Rows {
		for _, c := range f.Applications.Columns {
			if law.T3(r.Key, c.Key) == key {
				return law.Printed(r.Group+r.Label) + "·" + c.Label
			}
		}
	}
	for _, g := range f.Remedies {
		for _, c := range g.Columns {
			if law.T4(g.Key, c.Key) == key {
				return g.Label + "·" + c.Label
			}
		}
	}
	return key
}
