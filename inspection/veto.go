package inspection

import (
	"fmt"
	"time"

	"gongkai/calendar"
)

// statements judges V1 (安全、泄密事故等严重问题): no machine sees it, so an officer
// states it, for a time.
func (j *judge) statements() {
	in := j.table.Indicator("V1")
	var last Statement
	for _, s := range j.site.Stated {
		if s.Rule == "V1" && !s.On.Before(last.On) {
			last = s
		}
	}
	left := j.within(last.On, in.N("days"))
	switch {
	case last.On.IsZero() || left < 0:
		return // unseen: never passed silently
	case last.Bad:
		j.look("V1")
		j.add(Finding{Rule: "V1", Severity: Veto, Thing: "site", Where: in.Name, Words: last.On.Chinese() + "的声明：有严重问题，尚未声明已经消除"})
	default:
		j.look("V1")
		if soon(left, in.N("days")) {
			j.add(Finding{Rule: "V1", Severity: Soon, Thing: "site", Where: in.Name, Timed: true, Left: left,
				Words: fmt.Sprintf("%s的声明再过%d天到期，请重新核对后声明", last.On.Chinese(), left)})
		}
	}
}

// reach judges V2 (站点无法访问): of the visits of the last week, twenty a day at
// least, those that took fifteen seconds or failed may not be five in a hundred.
func (j *judge) reach() {
	in := j.table.Indicator("V2")
	since := j.today.AddDays(1 - in.N("days")).Start()
	n, bad := 0, 0
	days := map[calendar.Day]int{}
	for _, t := range j.site.Tries {
		if t.At.Before(since) {
			continue
		}
		n++
		days[calendar.DayOf(t.At)]++
		if !t.OK || t.Took >= time.Duration(in.N("seconds"))*time.Second {
			bad++
		}
	}
	full := 0 // days on which it was looked at often enough
	for _, k := range days {
		if k >= in.N("least") {
			full++
		}
	}
	if full == 0 {
		return
	}
	j.look("V2")
	if bad*100 >= n*in.N("percent") && bad > 0 {
		j.add(Finding{Rule: "V2", Severity: Veto, Thing: "site", Where: in.Name, Page: j.site.Home,
			Words: fmt.Sprintf("最近%d天访问%d次，%d次打不开或者超过%d秒，占%.1f%%（达到%d%%即不合格）", in.N("days"), n, bad, in.N("seconds"), 100*float64(bad)/float64(n), in.N("percent"))})
	}
}

// home judges V3 (首页不更新).
func (j *judge) home() {
	if !j.site.HomeSeen {
		return
	}
	in := j.look("V3")
	f := Finding{Rule: "V3", Thing: "home", Where: "首页", Page: j.site.Home, Timed: true, Left: j.within(j.site.HomeOn, in.N("days"))}
	switch {
	case j.site.HomeOn.IsZero():
		f.Severity, f.Timed, f.Left, f.Words = Veto, false, 0, "首页上没有标明时间的内容，视为不更新"
	case f.Left < 0:
		f.Severity, f.Words = Veto, fmt.Sprintf("首页最近的内容是%s，已超过%d天没有更新", j.site.HomeOn.Chinese(), in.N("days"))
	case soon(f.Left, in.N("days")):
		f.Severity, f.Words = Soon, fmt.Sprintf("首页最近的内容是%s，再过%d天没有更新即不合格", j.site.HomeOn.Chinese(), f.Left)
	default:
		return
	}
	j.add(f)
}

// freshness judges V4 (栏目不更新) from what the columns lost: too many columns of
// news and documents not updated, too many stale, too many empty.
func (j *judge) freshness(fast, stale, empty int) {
	in := j.look("V4")
	for _, x := range []struct {
		thing, what string
		n, most     int
	}{
		{"together", fmt.Sprintf("%d天未更新的动态、要闻类栏目和%d天未更新的通知公告、政策文件类栏目", in.N("news"), in.N("notice")), fast, in.N("together")},
		{"stale", "应更新未更新的栏目", stale, in.N("stale")},
		{"empty", "空白栏目", empty, in.N("empty")},
	} {
		if x.n >= x.most {
			j.add(Finding{Rule: "V4", Severity: Veto, Thing: x.thing, Where: in.Name, Page: j.site.Home,
				Words: fmt.Sprintf("%s有%d个（达到%d个即不合格）", x.what, x.n, x.most)})
		}
	}
}

// useless judges V6 (服务不实用): guides that lack four of the vital elements in
// five items, or in all of fewer than five.
func (j *judge) useless(bad int) {
	in := j.look("V6")
	n := len(j.site.Guides)
	switch {
	case n == 0 && j.site.Catalogue != nil && !*j.site.Catalogue:
		j.add(Finding{Rule: "V6", Severity: Veto, Thing: "none", Where: in.Name, Page: j.site.Home, Words: "没有办事服务"})
	case bad >= in.N("items") || n > 0 && n < in.N("items") && bad == n:
		j.add(Finding{Rule: "V6", Severity: Veto, Thing: "guides", Where: in.Name, Page: j.site.Home,
			Words: fmt.Sprintf("%d个事项的办事指南缺少%d类以上重点要素（%d个即不合格；不足%d个事项的，全部如此即不合格）", bad, in.N("elements"), in.N("items"), in.N("items"))})
	}
}
