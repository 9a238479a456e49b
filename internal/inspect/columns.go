package inspect

import (
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/inspection"
	"gongkai/internal/crawl"
)

// named knows columns by their names; the first that fits is it.
var named = []struct {
	kind  inspection.Kind
	age   int
	words []string
}{
	{"guide", 365, []string{"公开指南", "公开制度", "公开年报", "年度报告", "工作年报"}},
	{inspection.Explains, 183, []string{"解读"}},
	{inspection.Notice, 183, []string{"通知", "公告", "公示"}},
	{inspection.News, 14, []string{"动态", "要闻", "新闻", "快讯"}},
	{inspection.PolicyOf, 183, []string{"政策文件", "规范性文件", "文件"}},
	{inspection.Leaders, 0, []string{"领导", "负责人"}},
	{inspection.Organ, 0, []string{"机构职能", "机构设置", "内设机构", "机构信息", "部门职责", "单位职能"}},
	{inspection.Overview, 0, []string{"概况", "简介"}},
	{"plan", 365, []string{"规划", "计划"}},
	{"finance", 365, []string{"预算", "决算", "财政"}},
	{"personnel", 365, []string{"人事"}},
}

// kindOf is what a column is by its name, and after how many days it is stale.
func kindOf(name string) (inspection.Kind, int) {
	for _, x := range named {
		if slices.ContainsFunc(x.words, func(w string) bool { return strings.Contains(name, w) }) {
			return x.kind, x.age
		}
	}
	return "", 0
}

// columns reads the columns that the navigation of the home page leads to: the
// lists of links with days. What all pages link to is their frame, not a list.
func (v *visit) columns(s *inspection.Site, home *crawl.Page) {
	v.known = v.frame()
	s.Columns = []inspection.Column{}
	seen := map[string]bool{home.URL: true}
	for _, p := range v.w.Pages[1:] {
		title := orElse(p.Tags["columnname"], linked(v.w.Pages, p.URL))
		kind, age := kindOf(title)
		declared := p.Tags["columnname"] != "" && p.Tags["articletitle"] == ""
		if seen[p.URL] || paged(p.URL) || !declared && (kind == "" || p.Tags["articletitle"] != "" || v.content(&p) && kind != inspection.Organ && kind != inspection.Leaders && kind != inspection.Overview) {
			continue
		}
		seen[p.URL], v.isColumn[p.URL] = true, true
		items, newest := v.items(&p)
		if items == 0 && len([]rune(p.Main)) > 120 {
			items = 1 // the column is a page of its own: 机构职能, 公开指南
			if age = 0; kind == inspection.News || kind == inspection.Notice {
				items = 0
			}
		}
		if age > 0 && newest.IsZero() && items > 0 && !slices.Contains([]inspection.Kind{inspection.News, inspection.Notice, inspection.PolicyOf, inspection.Explains}, kind) {
			age = 0 // a list without days of what changes seldom
		}
		s.Columns = append(s.Columns, inspection.Column{Path: short(p.URL), Name: orElse(title, p.Title), Page: p.URL, Kind: kind, MaxAge: age, Items: items, Newest: newest})
	}
}

// paged says that an address is a further page or another order of a list that
// was seen at its first.
func paged(at string) bool {
	return strings.ContainsAny(short(at), "?") || strings.Contains(at, "_2.") || strings.Contains(at, "feed") || strings.Contains(at, "index_")
}

// frame are the links that nearly every page has.
func (v *visit) frame() map[string]bool {
	n := map[string]int{}
	for _, p := range v.w.Pages {
		here := map[string]bool{}
		for _, l := range p.Links {
			if !here[l.URL] {
				here[l.URL] = true
				n[l.URL]++
			}
		}
	}
	out := map[string]bool{}
	for at, k := range n {
		if len(v.w.Pages) >= 4 && k*10 >= len(v.w.Pages)*8 {
			out[at] = true
		}
	}
	return out
}

// items counts the entries of a list and finds the newest day: in the line of
// each entry, else on the page behind it.
func (v *visit) items(p *crawl.Page) (n int, newest calendar.Day) {
	for _, l := range p.Links {
		if l.Nav || v.known[l.URL] || len([]rune(l.Text)) < 5 {
			continue
		}
		day := crawl.Newest(l.Line, v.today)
		if behind := v.pages[l.URL]; behind != nil {
			if behind.Tags["columnname"] != "" && behind.Tags["articletitle"] == "" {
				continue // a column below
			}
			if on := crawl.Newest(behind.Tags["pubdate"], v.today); day.IsZero() {
				day = on
			}
		} else if day.IsZero() {
			continue // perhaps a way out
		}
		n++
		v.listed[l.URL] = true
		if day.After(newest) {
			newest = day
		}
	}
	return n, newest
}

// linked is what other pages call a page.
func linked(pages []crawl.Page, at string) string {
	for _, p := range pages {
		for _, l := range p.Links {
			if l.URL == at && l.Text != "" && len([]rune(l.Text)) <= 16 {
				return l.Text
			}
		}
	}
	return ""
}

// elements are the 重点要素 of a guide by words that stand before them.
var elements = []struct {
	name  string
	words []string
}{
	{"事项名称", []string{"事项名称"}},
	{"设定依据", []string{"设定依据", "办理依据", "法律依据", "实施依据"}},
	{"申请条件", []string{"申请条件", "受理条件", "办理条件"}},
	{"办理材料", []string{"申请材料", "办理材料", "申报材料", "所需材料"}},
	{"办理地点", []string{"办理地点", "办公地址", "受理地点", "办理窗口"}},
	{"办理时间", []string{"办理时间", "办公时间", "工作时间"}},
	{"联系电话", []string{"联系电话", "咨询电话", "咨询方式", "咨询"}},
	{"办理流程", []string{"办理流程", "办事流程", "办理程序"}},
}

// service reads what a visitor sees of services and of asking.
func (v *visit) service(s *inspection.Site) {
	catalogue, channel := false, false
	for _, p := range v.w.Pages {
		title := orElse(linked(v.w.Pages, p.URL), p.Title)
		switch {
		case strings.Contains(title, "办事") || strings.Contains(title, "服务事项") || strings.Contains(title, "政务服务"):
			catalogue = true
		case strings.Contains(title, "信箱") || strings.Contains(title, "咨询") || strings.Contains(title, "留言") || strings.Contains(title, "来信") || strings.Contains(title, "写信"):
			channel = true
		}
		if !guide(&p) {
			continue
		}
		g := inspection.Guide{ID: short(p.URL), Name: orElse(p.Tags["articletitle"], p.Title), Page: p.URL}
		for _, e := range elements {
			if e.name != "事项名称" && !slices.ContainsFunc(e.words, func(w string) bool { return strings.Contains(p.Main, w) }) {
				g.Lacks = append(g.Lacks, e.name)
				g.Vital++
			}
		}
		s.Guides = append(s.Guides, g)
	}
	for _, l := range v.w.Pages[0].Links { // one may lead to the platform of the province
		catalogue = catalogue || strings.Contains(l.Text, "办事") || strings.Contains(l.Text, "政务服务")
		channel = channel || strings.Contains(l.Text, "信箱") || strings.Contains(l.Text, "咨询") || strings.Contains(l.Text, "互动") || strings.Contains(l.Text, "留言")
	}
	s.Catalogue, s.Channel = &catalogue, &channel
}

// guide says that a page is the guide of one item: three of its elements stand there.
func guide(p *crawl.Page) bool {
	n := 0
	for _, e := range elements {
		if slices.ContainsFunc(e.words[:1], func(w string) bool { return strings.Contains(p.Main, w) }) {
			n++
		}
	}
	return n >= 3
}
