package inspection

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// columns judges the columns: those that must be there, those that are empty,
// and those that were not updated in their time.
func (j *judge) columns() {
	if j.site.Columns == nil {
		return
	}
	has := map[Kind]int{}
	fast, stale, empty := 0, 0, 0
	v4 := j.table.Indicator("V4")
	j.look("E3-EMPTY")
	for _, c := range j.site.Columns {
		has[c.Kind] += c.Items
		rule, days := j.ageOf(c)
		left := j.within(c.Newest, days)
		f := Finding{Rule: rule, Severity: Deduct, Thing: "column/" + c.Path, Where: c.Name, Page: c.Page, Unit: c.Unit, Timed: true, Left: left}
		switch {
		case c.Items == 0:
			empty++
			f.Rule, f.Timed, f.Left, f.Words, f.Points = "E3-EMPTY", false, 0, "空白栏目", j.table.Indicator("E3-EMPTY").N("each")
		case days == 0:
			continue
		case c.Newest.IsZero():
			stale++
			f.Timed, f.Left, f.Words, f.Points = false, 0, "内容没有标明发布时间，视为不更新", j.lose(rule)
		case left < 0:
			f.Words, f.Points = fmt.Sprintf("最近的内容是%s，超过%d天没有更新", c.Newest.Chinese(), days), j.lose(rule)
			if c.Kind == News && days <= v4.N("news") || (c.Kind == Notice || c.Kind == PolicyOf) && days <= v4.N("notice") {
				fast++
			} else {
				stale++
			}
		case soon(left, days):
			f.Severity, f.Words = Soon, fmt.Sprintf("最近的内容是%s，再过%d天没有更新即扣分", c.Newest.Chinese(), left)
		default:
			continue
		}
		j.add(f)
	}
	for _, x := range []struct {
		kind Kind
		rule string
	}{{Overview, "E3-OVERVIEW"}, {Organ, "E3-ORGAN"}, {Leaders, "E3-LEADERS"}, {News, "E3-NEWS"}, {PolicyOf, "E3-POLICY"}, {Explains, "E3-EXPLAIN"}} {
		in := j.look(x.rule)
		if x.kind == Overview && has[Organ] > 0 { // a division of a government tells of itself under 机构职能
			continue
		}
		if has[x.kind] == 0 {
			j.missing(x.rule, "kind/"+string(x.kind), "没有“"+in.Name+"”的内容", j.site.Home)
		}
	}
	j.freshness(fast, stale, empty)
	j.policies()
}

// ageOf is by which indicator a column is judged and after how many days.
func (j *judge) ageOf(c Column) (rule string, days int) {
	switch c.Kind {
	case News:
		return "E3-NEWS", c.MaxAge
	case PolicyOf:
		return "E3-POLICY", c.MaxAge
	case Explains:
		return "E3-EXPLAIN", c.MaxAge
	}
	return "E3-EMPTY", c.MaxAge
}

// lose is what a stale column costs by an indicator.
func (j *judge) lose(rule string) int {
	in := j.table.Indicator(rule)
	if rule == "E3-EXPLAIN" {
		return in.N("stale")
	}
	return in.N("each")
}

// policies judges that a document and its interpretation lead to each other.
func (j *judge) policies() {
	for _, p := range j.site.Policies {
		if !p.Linked {
			j.add(Finding{Rule: "E3-EXPLAIN", Severity: Deduct, Thing: "policy/" + p.ID, Where: p.Name, Page: p.Page, Unit: p.Unit,
				Words: "文件与解读没有互相链接", Points: j.table.Indicator("E3-EXPLAIN").N("each")})
		}
	}
}

// guides judges the items people can get done.
func (j *judge) guides() {
	if j.site.Catalogue != nil {
		j.look("E3-ITEMS")
		if !*j.site.Catalogue {
			j.missing("E3-ITEMS", "catalogue", "没有办事服务事项目录", j.site.Home)
		}
	}
	if j.site.Guides != nil || j.site.Catalogue != nil && !*j.site.Catalogue {
		each, forms, bad := j.look("E3-GUIDE").N("each"), j.look("E3-FORMS").N("each"), 0
		vital := j.table.Indicator("V6").N("elements")
		for _, g := range j.site.Guides {
			if len(g.Lacks) > 0 {
				j.add(Finding{Rule: "E3-GUIDE", Severity: Deduct, Thing: "guide/" + g.ID, Where: g.Name, Page: g.Page, Unit: g.Unit,
					Words: "办事指南缺少：" + strings.Join(g.Lacks, "、"), Points: each * len(g.Lacks)})
			}
			if g.Forms > 0 {
				j.add(Finding{Rule: "E3-FORMS", Severity: Deduct, Thing: "forms/" + g.ID, Where: g.Name, Page: g.Page, Unit: g.Unit,
					Words: strconv.Itoa(g.Forms) + "种材料没有表格或者填写样表可以下载", Points: forms * g.Forms})
			}
			if g.Vital >= vital {
				bad++
			}
		}
		j.useless(bad)
	}
	if j.site.StatsOn != nil {
		in := j.look("E3-STATS")
		f := Finding{Rule: "E3-STATS", Severity: Deduct, Thing: "stats", Where: in.Name, Page: j.site.Home, Timed: true,
			Left: j.within(*j.site.StatsOn, in.N("days")), Points: in.N("each")}
		switch {
		case j.site.StatsOn.IsZero():
			f.Timed, f.Left, f.Words = false, 0, "没有办事统计"
		case f.Left < 0:
			f.Words = fmt.Sprintf("最近一次办事统计发布于%s，超过%d天没有更新", j.site.StatsOn.Chinese(), in.N("days"))
		case soon(f.Left, in.N("days")):
			f.Severity, f.Points, f.Words = Soon, 0, fmt.Sprintf("最近一次办事统计发布于%s，再过%d天没有更新即扣分", j.site.StatsOn.Chinese(), f.Left)
		default:
			return
		}
		j.add(f)
	}
}

// pages judges what each page must have (§D.3, §D.4).
func (j *judge) pages() {
	if j.site.Search != nil {
		j.look("E3-SEARCH")
		if !*j.site.Search {
			j.missing("E3-SEARCH", "search", "没有站内搜索", j.site.Home)
		}
	}
	if j.site.Footer != nil {
		in := j.look("E3-MARK")
		for _, name := range Footers {
			if !j.site.Footer[name] {
				j.add(Finding{Rule: "E3-MARK", Severity: Deduct, Thing: "foot/" + name, Where: "页脚", Page: j.site.Home, Words: "页脚没有" + name, Points: in.N("each")})
			}
		}
		j.look("E3-REPORT")
		if !j.site.Footer["我为政府网站找错"] {
			j.missing("E3-REPORT", "report", "没有“我为政府网站找错”的入口", j.site.Home)
		}
	}
	if host := strings.ToLower(j.site.Domain); host != "" {
		in := j.look("E3-DOMAIN")
		if !strings.HasSuffix(host, ".gov.cn") {
			j.add(Finding{Rule: "E3-DOMAIN", Severity: Deduct, Thing: "domain", Where: host, Page: j.site.Home, Words: "域名不是 .gov.cn", Points: in.N("each")})
		}
	}
	if j.site.Pages == nil {
		return
	}
	j.tags()
	links := j.look("E3-LINKS").N("each")
	for _, p := range j.site.Pages {
		for _, l := range p.Dead {
			j.add(Finding{Rule: "E3-LINKS", Severity: Deduct, Thing: "link/" + p.URL + " " + l, Where: p.Name, Page: p.URL, Unit: p.Unit,
				Words: "链接打不开：" + l, Points: links})
		}
	}
}

// tags judges the tags of §D.4: one finding for each tag, with how many pages lack
// it, since they come from a template.
func (j *judge) tags() {
	each := j.look("E3-TAGS").N("each")
	type gap struct {
		tag   string
		n     int
		first Page
	}
	var gaps []gap
	for _, p := range j.site.Pages {
		for _, tag := range p.Tags {
			i := slices.IndexFunc(gaps, func(g gap) bool { return g.tag == tag })
			if i < 0 {
				gaps, i = append(gaps, gap{tag: tag, first: p}), len(gaps)
			}
			gaps[i].n++
		}
	}
	for _, g := range gaps {
		j.add(Finding{Rule: "E3-TAGS", Severity: Deduct, Thing: "tag/" + g.tag, Where: g.first.Name, Page: g.first.URL, Unit: g.first.Unit,
			Words: fmt.Sprintf("%d个网页缺少网页标签%s", g.n, g.tag), Points: each})
	}
}
