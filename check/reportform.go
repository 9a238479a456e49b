package check

import (
	"fmt"
	"regexp"
	"strings"

	"gongkai/law"
)

// reportForm is what the tables of an annual report say (年度报告), found by
// the official labels of their rows, in a file's tables or in lines of text.
type reportForm struct {
	proactive    map[string]formRow // by the label of 第二十条's rows
	applications map[string]formRow // by the key of table 三
	keys         []string           // of table 三, in their order
	remedies     []cell             // the fifteen cells of table 四
}

// formRow is the figures of a row, under the heads of their columns.
type formRow struct {
	cells []cell
	heads string
}

func (r formRow) value(i int) int64 { return r.cells[i].n.value }

// unmarked folds the characters and marks in which the form is often miswritten,
// so that a row is known all the same.
var unmarked = strings.NewReplacer("（", "(", "）", ")", "[", "(", "，", ",", "：", ":", "増", "增", "碱", "减", "費", "费", "釆", "采", "“", "", "”", "", "\"", "", "", "")

func folding(s string) string { return unmarked.Replace(squeeze(s)) }

// appRows are the rows of table 三 of every form, the longer labels first
// where one ends with the other.
var appRows = func() (out []law.AppRow) {
	seen := map[string]bool{}
	for _, year := range []int{2021, 2019} {
		form, err := law.FormFor(year)
		if err != nil {
			panic("check: " + err.Error()) // tested in law
		}
		for _, r := range form.Applications.Rows {
			if r.Label = folding(r.Label); !seen[r.Label] {
				seen[r.Label] = true
				out = append(out, r)
			}
		}
	}
	return out
}()

var proactiveLabels = []string{"规章", "规范性文件", "行政规范性文件", "行政许可", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购"}

var formTitle = regexp.MustCompile(`第二十条第[(（\[]`)

// isForm says whether a table is one of the annual report's.
func isForm(g table) bool {
	for _, r := range g {
		s := folding(r.label())
		if strings.HasSuffix(s, "本年新收政府信息公开申请数量") || formTitle.MatchString(s) || strings.Count(s, "结果维持") > 1 ||
			strings.HasPrefix(s, "信息内容") {
			return true
		}
	}
	return false
}

func readForm(all []table) reportForm {
	form := reportForm{proactive: map[string]formRow{}, applications: map[string]formRow{}}
	for _, g := range all {
		heads := ""
		for _, r := range g {
			label := folding(r.label())
			figures := r.tail()
			switch {
			case len(figures) == 0:
				heads = label
				continue
			case len(figures) == 15 && strings.Contains(heads, "结果维持"):
				form.remedies = figures
				continue
			case len(figures) >= 7:
				form.application(label, figures[len(figures)-7:])
			}
			for _, known := range proactiveLabels {
				if label == known && strings.HasPrefix(heads, "信息内容") {
					form.proactive[known] = formRow{figures, heads}
				}
			}
		}
	}
	return form
}

func (form *reportForm) application(label string, figures []cell) {
	for _, known := range appRows {
		if _, taken := form.applications[known.Key]; !taken && strings.HasSuffix(label, known.Label) {
			form.applications[known.Key] = formRow{cells: figures}
			form.keys = append(form.keys, known.Key)
			return
		}
	}
}

// tail is the figures at the end of the row, empty cells among them as noughts.
func (r row) tail() []cell {
	for len(r) > 0 && r[len(r)-1].left {
		r = r[:len(r)-1]
	}
	i := len(r)
	for i > 0 && (r[i-1].numeric || r[i-1].empty) {
		i--
	}
	for i < len(r) && !r[i].numeric && strings.TrimSpace(r[i].words) == "" {
		i++ // an empty label
	}
	return r[i:]
}

// forms holds the tables of an annual report to the relations of its form
// (勾稽, FG-FORM), and its text to the tables.
func (c *Checker) forms(f *findings, all []table) {
	form := readForm(all)
	form.table2(f)
	form.table3(f)
	form.table4(f)
	form.quoted(f)
	reportYear(f)
}

func wrong(f *findings, s Severity, at cell, right int64, format string, args ...any) {
	f.add("FG-FORM", s, at.at, at.end, number{value: right}.String(), fmt.Sprintf(format, args...))
}

// table2 is T2-2019-A, T2-2019-B and T2-2021-A.
func (form reportForm) table2(f *findings) {
	for _, label := range proactiveLabels {
		r, ok := form.proactive[label]
		switch {
		case !ok:
		case strings.Contains(r.heads, "上一年项目数量") && len(r.cells) >= 2:
			if r.value(0)+r.value(1) < 0 {
				f.add("FG-FORM", Block, r.cells[1].at, r.cells[1].end, "", fmt.Sprintf("%s：上一年项目数量加本年增/减小于0", label))
			}
		case strings.Contains(r.heads, "本年新公开数量") && len(r.cells) == 3 && r.value(1) > r.value(2):
			f.add("FG-FORM", Warn, r.cells[1].at, r.cells[1].end, "", fmt.Sprintf("%s：本年新公开数量大于对外公开总数量", label))
		case strings.Contains(r.heads, "本年制发件数") && len(r.cells) == 3 && r.value(0) > r.value(1)+r.value(2):
			f.add("FG-FORM", Warn, r.cells[0].at, r.cells[0].end, "", fmt.Sprintf("%s：本年制发件数大于现行有效件数与废止件数之和", label))
		}
	}
}

var columnNames = []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"}

// table3 is T3-ROW, T3-COL and T3-BAL.
func (form reportForm) table3(f *findings) {
	for _, key := range form.keys {
		r, sum := form.applications[key], int64(0)
		for i := range 6 {
			sum += r.value(i)
		}
		if sum != r.value(6) {
			wrong(f, Block, r.cells[6], sum, "总计应等于本行各类申请人之和%s", number{value: sum})
		}
	}
	total, has := form.applications["total"]
	if !has {
		return
	}
	fresh, isNew := form.applications["new"]
	in, isIn := form.applications["carry_in"]
	out, isOut := form.applications["carry_out"]
	for i, name := range columnNames {
		sum, n := int64(0), 0
		for _, key := range form.keys {
			if key != "new" && key != "carry_in" && key != "carry_out" && key != "total" {
				sum, n = sum+form.applications[key].value(i), n+1
			}
		}
		if n >= 19 && sum != total.value(i) {
			wrong(f, Block, total.cells[i], sum, "“%s”一列：（七）总计应等于各种办理结果之和%s", name, number{value: sum})
		}
		if isNew && isIn && isOut && fresh.value(i)+in.value(i) != total.value(i)+out.value(i) {
			right := fresh.value(i) + in.value(i) - total.value(i)
			wrong(f, Block, out.cells[i], right, "“%s”一列：第一项加第二项之和应等于第三项加第四项之和，结转应为%s", name, number{value: right})
		}
	}
}

// table4 is T4-SUM.
func (form reportForm) table4(f *findings) {
	for i := 0; i+5 <= len(form.remedies); i += 5 {
		sum, total := int64(0), form.remedies[i+4]
		for _, c := range form.remedies[i : i+4] {
			sum += c.n.value
		}
		if sum != total.n.value {
			wrong(f, Block, total, sum, "总计应等于结果维持、结果纠正、其他结果、尚未审结之和%s", number{value: sum})
		}
	}
}

var (
	reportTitle = regexp.MustCompile(`((?:19|20)\d\d)年?度?政府信息公开(?:工作)?年度报告`)
	statistics  = regexp.MustCompile(`(?:统计|所列数据)[^。；\n]{0,24}?((?:19|20)\d\d)年1月1日[^。；\n]{0,12}?(?:((?:19|20)\d\d)年)?12月31日`)
)

// reportYear wants the period of the statistics to be the report's year (TX-PERIOD).
func reportYear(f *findings) {
	text := f.text.Words
	if !strings.Contains(text, "年度报告") {
		return
	}
	title := reportTitle.FindStringSubmatch(text[:min(len(text), 4*longestSentence)])
	at := strings.Index(text, "统计")
	if i := strings.Index(text, "所列数据"); i >= 0 {
		at = i
	}
	if title == nil || at < 0 {
		return
	}
	text = text[:min(len(text), at+longestSentence)]
	m := statistics.FindStringSubmatchIndex(text[at:])
	if m == nil {
		return
	}
	for i := range m {
		if m[i] >= 0 {
			m[i] += at
		}
	}
	year, a := atoi(title[1]), atoi(text[m[2]:m[3]])
	b := a
	if m[4] >= 0 {
		b = atoi(text[m[4]:m[5]])
	}
	if a != year || b != year {
		f.add("FG-FORM", Block, m[2], m[1], "", fmt.Sprintf("报告是%d年度的，统计期限写成了%d年至%d年", year, a, b))
	}
}
