package website

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/report"
)

// Context is what the checks look at beside the sheet.
type Context struct {
	Previous *Sheet // last year's form, nil when last year has none
	Today    calendar.Day
	IssuedOn calendar.Day // zero while not published
	Odd      []string     // days whose visits should be looked at first, in words
}

// jump is how many times last year's visits a year may have, or be less than,
// before somebody should look.
const jump = 3

// Checks applies every rule to the form; hard ones must hold before it is frozen.
func Checks(s Sheet, c Context) []report.Check {
	var out []report.Check
	add := func(rule string, ok bool, severity, detail string) {
		out = append(out, report.Check{Rule: rule, OK: ok, Severity: severity, Detail: detail})
	}
	missing, waiting := s.Missing(), s.Waiting()
	switch {
	case len(missing) > 0:
		add("WS-SAID", false, "hard", fmt.Sprintf("还有%d项没有数据：%s", len(missing), s.byPart(missing)))
	case len(waiting) > 0:
		add("WS-SAID", false, "hard", fmt.Sprintf("还有%d项等待第二人复核：%s", len(waiting), s.byPart(waiting)))
	default:
		add("WS-SAID", true, "hard", "各项都有数据，填报的都经第二人复核")
	}
	v := func(key string) int64 { return s.Cell(key).Value }
	most := func(rule string, small, large string, extra int64) {
		if !s.Known(small) || !s.Known(large) {
			return // what is missing is told above
		}
		a, b := s.row(small), s.row(large)
		words := fmt.Sprintf("“%s”%d，“%s”%d", a.Printed(), v(small), b.Printed(), v(large))
		if extra > 0 {
			words += fmt.Sprintf("，另有上年结转%d", extra)
		}
		add(rule, v(small) <= v(large)+extra, "hard", words+"，前者应不大于后者")
	}
	sum := func(rule, total string, parts ...string) {
		var n int64
		for _, p := range parts {
			if !s.Known(p) {
				return
			}
			n += v(p)
		}
		add(rule, n == v(total), "hard", fmt.Sprintf("“%s”%d，各分项之和%d", s.row(total).Printed(), v(total), n))
	}
	most("WS-UV", "visits.visitors", "visits.views", 0)
	parts := v("info.overview") + v("info.news") + v("info.catalogue")
	add("WS-INFO", parts <= v("info.total"), "hard", fmt.Sprintf("信息发布总数%d，三类更新量之和%d，后者应不大于前者", v("info.total"), parts))
	most("WS-TOPIC", "topics.opened", "topics.kept", 0)
	sum("WS-READ", "reading.total", "reading.materials", "reading.products", "reading.comments")
	most("WS-ITEM", "service.online", "service.items", 0)
	sum("WS-CASE", "service.cases", "service.natural", "service.legal")
	most("WS-MAIL", "letters.finished", "letters.received", s.Carried.Value)
	most("WS-TALK", "interviews.answered", "interviews.questions", 0)
	most("WS-SAFE", "safe.mended", "safe.found", 0)
	s.media(add)
	if zero := s.Silent(); len(zero) > 0 {
		add("WS-ZERO", false, "soft", "下列项目本年没有记录，按零计；确有在别处办理的，请填报："+labels(zero))
	}
	if p := c.Previous; p != nil {
		for _, key := range []string{"visits.visitors", "visits.views"} {
			if !s.Known(key) || !p.Known(key) {
				continue
			}
			was, now := p.Cell(key).Value, v(key)
			add("WS-JUMP", now <= jump*was && was <= jump*now, "soft", fmt.Sprintf("“%s”上年%d，本年%d", s.row(key).Label, was, now))
		}
	}
	for _, words := range c.Odd {
		add("VI-WARN", false, "soft", words)
	}
	last := calendar.NewDay(s.Year+1, time.January, 31)
	switch {
	case !c.IssuedOn.IsZero():
		add("DL-0131", !c.IssuedOn.After(last), "alert", "应于"+last.Chinese()+"前公布，实际公布于"+c.IssuedOn.Chinese())
	case c.Today.After(last):
		add("DL-0131", false, "alert", "应于"+last.Chinese()+"前公布，尚未公布")
	default:
		add("DL-0131", true, "alert", fmt.Sprintf("应于%s前公布，还有%d天", last.Chinese(), last.Sub(c.Today)))
	}
	return out
}

func (s Sheet) row(key string) law.WebsiteRow {
	r, _ := s.Form.Row(key)
	return r
}

// media holds the accounts to the answer whether there are any.
func (s Sheet) media(add func(string, bool, string, string)) {
	if !s.Known("media.any") {
		return
	}
	named := s.Known("weibo.name") || s.Known("wechat.name") || s.Known("media.other")
	switch any := s.Cell("media.any").Value == 1; {
	case any && !named:
		add("WS-MEDIA", false, "hard", "有移动新媒体，却没有写出微博、微信或其他账号的名称")
	case !any && named:
		add("WS-MEDIA", false, "hard", "没有移动新媒体，却写了账号的名称")
	default:
		add("WS-MEDIA", true, "hard", "有无移动新媒体与所填账号一致")
	}
}

func labels(rows []law.WebsiteRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Printed())
	}
	return strings.Join(out, "、")
}

// byPart counts rows by the part where they are filled in.
func (s Sheet) byPart(rows []law.WebsiteRow) string {
	var out []string
	for _, p := range s.Form.Parts {
		n := 0
		for _, r := range rows {
			if slices.Contains(p.Rows, r) {
				n++
			}
		}
		if n > 0 {
			out = append(out, fmt.Sprintf("%s%d项", p.Title, n))
		}
	}
	return strings.Join(out, "、")
}
