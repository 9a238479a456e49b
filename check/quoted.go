package check

import (
	"fmt"
	"regexp"
	"strings"
)

// quoted wants the figures that the text of an annual report quotes to be those
// of its tables (TX-NUM). Where a word may mean several cells, any will do.
func (form reportForm) quoted(f *findings) {
	if len(form.proactive)+len(form.applications)+len(form.remedies) == 0 {
		return
	}
	text := f.text.Words
	sentences(f.text, func(from, to int) {
		s := text[from:to]
		if elsewhere.MatchString(s) {
			return
		}
		for _, q := range quotes {
			for _, m := range q.form.FindAllStringSubmatchIndex(s, -1) {
				said, ok := parseNumber(s[m[2]:m[3]])
				right := q.cells(form)
				if !ok || len(right) == 0 || holds(right, said.value) {
					continue
				}
				f.add("FG-FORM", Warn, from+m[2], from+m[3], number{value: right[0]}.String(),
					fmt.Sprintf("正文“%s”与表格不一致，表格里是%s", s[m[0]:m[1]], number{value: right[0]}))
			}
		}
	})
}

// elsewhere marks sentences that speak of another year or of several organs.
var elsewhere = regexp.MustCompile(`上年度|上一年|去年|同期|同比|以来|各县|各区|全市共|累计|清理|审查|备案|取消|下放|承接|精简`)

func holds(right []int64, v int64) bool {
	for _, r := range right {
		if r == v {
			return true
		}
	}
	return false
}

// quote is a way in which reports quote a cell.
type quote struct {
	form  *regexp.Regexp
	cells func(reportForm) []int64
}

var quotes = []quote{
	{regexp.MustCompile(`规章(\d+)件`), proactiveCells("规章")},
	{regexp.MustCompile(`规范性文件(\d+)件`), proactiveCells("规范性文件", "行政规范性文件")},
	{regexp.MustCompile(`行政许可(?:事项)?(\d+)[项件]`), proactiveCells("行政许可")},
	{regexp.MustCompile(`其他对外管理服务事项(\d+)[项件]`), proactiveCells("其他对外管理服务事项")},
	{regexp.MustCompile(`行政处罚(?:决定|事项)?(\d+)[项件宗起]`), proactiveCells("行政处罚")},
	{regexp.MustCompile(`行政强制(?:事项)?(\d+)[项件宗起]`), proactiveCells("行政强制")},
	{regexp.MustCompile(`行政事业性收费(?:项目)?(\d+)项`), proactiveCells("行政事业性收费")},
	{regexp.MustCompile(`政府集中采购(?:项目)?(\d+)[项个]`), proactiveCells("政府集中采购")},
	{regexp.MustCompile(`(?:新收|收到|受理)(?:到)?(?:的)?(?:依申请公开)?(?:政府信息公开)?(?:的)?(?:依申请公开|信息公开申请|申请)(?:事项)?(?:共)?(\d+)件`), received},
	{regexp.MustCompile(`予以公开(\d+)件`), applicationCells("open")},
	{regexp.MustCompile(`部分公开(\d+)件`), applicationCells("partial")},
	{regexp.MustCompile(`不予公开(\d+)件`), applicationCells("d_secret", "d_law", "d_3s1w", "d_third", "d_internal", "d_process", "d_casefile", "d_query")},
	{regexp.MustCompile(`无法提供(\d+)件`), applicationCells("u_none", "u_make", "u_unclear")},
	{regexp.MustCompile(`不予处理(\d+)件`), applicationCells("n_petition", "n_repeat", "n_publication", "n_massive", "n_confirm")},
	{regexp.MustCompile(`结转下(?:一)?年度(?:继续办理)?(?:的)?(?:申请)?(\d+)件`), applicationCells("carry_out")},
	{regexp.MustCompile(`行政复议(?:案件)?(\d+)件`), remedyCells(4)},
	{regexp.MustCompile(`行政诉讼(?:案件)?(\d+)件`), remedyCells(9, 14)},
}

// proactiveCells are the cells of table 二 that a number beside the label may
// mean: in the form of 2019 the items of this year, which are last year's and
// the change, or the decisions.
func proactiveCells(names ...string) func(reportForm) []int64 {
	return func(form reportForm) (out []int64) {
		for _, name := range names {
			r, ok := form.proactive[name]
			if !ok {
				continue
			}
			if strings.Contains(r.heads, "上一年项目数量") && len(r.cells) >= 2 {
				out = append(out, r.value(0)+r.value(1))
				out = append(out, values(r.cells[2:])...)
				continue
			}
			out = append(out, values(r.cells)...)
		}
		return out
	}
}

func values(cells []cell) (out []int64) {
	for _, c := range cells {
		out = append(out, c.n.value)
	}
	return out
}

// applicationCells is the sum of rows of table 三 in the column 总计.
func applicationCells(keys ...string) func(reportForm) []int64 {
	return func(form reportForm) []int64 {
		sum := int64(0)
		for _, k := range keys {
			r, ok := form.applications[k]
			if !ok {
				return nil
			}
			sum += r.value(6)
		}
		return []int64{sum}
	}
}

// received may mean the new requests or those carried over as well.
func received(form reportForm) []int64 {
	fresh, ok := form.applications["new"]
	in, has := form.applications["carry_in"]
	switch {
	case !ok:
		return nil
	case !has:
		return []int64{fresh.value(6)}
	}
	return []int64{fresh.value(6), fresh.value(6) + in.value(6)}
}

func remedyCells(at ...int) func(reportForm) []int64 {
	return func(form reportForm) []int64 {
		if len(form.remedies) != 15 {
			return nil
		}
		sum := int64(0)
		var out []int64
		for _, i := range at {
			sum += form.remedies[i].n.value
			out = append(out, form.remedies[i].n.value)
		}
		return append([]int64{sum}, out...)
	}
}
