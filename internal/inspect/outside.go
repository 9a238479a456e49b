// Package inspect looks at a website and has package inspection judge it
// (网站自检).
//
//	Outside: a walk over any site as a visitor sees it            ─┐
//	Own:     the organ's own records and a walk over its own pages ─┴► inspection.Site ─► Result
//
// A visitor sees less than the records tell: from outside, unanswered letters and
// what a probe of a week would say stay unseen.
package inspect

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/inspection"
	"gongkai/internal/crawl"
)

// Outside looks at any site as a visitor sees it.
func Outside(ctx context.Context, start string, today calendar.Day, opt crawl.Options) (*inspection.Site, crawl.Walk, error) {
	w, err := crawl.Over(ctx, start, opt)
	if err != nil || len(w.Pages) == 0 {
		return nil, w, err
	}
	v := visit{w: w, today: today, pages: map[string]*crawl.Page{}, listed: map[string]bool{}, isColumn: map[string]bool{}}
	for i := range w.Pages {
		v.pages[w.Pages[i].URL] = &w.Pages[i]
	}
	home := &w.Pages[0]
	s := &inspection.Site{Name: name(home), Home: home.URL, HomeSeen: true, HomeOn: crawl.Newest(home.Main, today)}
	if u, err := url.Parse(home.URL); err == nil && !numeric(u.Hostname()) {
		s.Domain = u.Hostname()
	}
	v.columns(s, home)
	v.service(s)
	s.Footer = foot(home)
	s.Search = &home.Search
	for i := range w.Pages {
		s.Pages = append(s.Pages, inspection.Page{URL: w.Pages[i].URL, Name: orElse(w.Pages[i].Title, w.Pages[i].URL),
			Tags: v.lacks(&w.Pages[i]), Dead: v.dead(&w.Pages[i])})
	}
	return s, w, nil
}

// visit is a walk that is being read.
type visit struct {
	w     crawl.Walk
	today calendar.Day
	pages map[string]*crawl.Page
	known map[string]bool // links that every page has
	// Entries of lists, which have a day in their line, and columns.
	listed, isColumn map[string]bool
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// name is what the site calls itself.
func name(home *crawl.Page) string {
	return orElse(home.Tags["sitename"], home.Title)
}

// numeric says that a host is a bare number of a machine, which is no domain that
// one could judge.
func numeric(host string) bool {
	return host == "localhost" || strings.Contains(host, ":") || strings.Trim(host, "0123456789.") == ""
}

// marks are words by which elements of the foot are known.
var marks = map[string][]string{
	"党政机关网站标识": {"党政机关", "dzzz", "bszs.conac"},
	"网站标识码":    {"标识码"},
	"ICP备案编号":  {"icp备"},
	"公安机关备案标识": {"公网安备", "公安备案", "公安机关备案"},
	"主办单位":     {"主办"},
	"联系方式":     {"电话", "联系方式", "联系我们", "联系电话"},
	"站点地图":     {"站点地图", "网站地图"},
	"我为政府网站找错": {"政府网站找错"},
}

// foot says which elements of §D.3 the home page shows: in its words, or behind
// its links, since a mark is often only a picture.
func foot(home *crawl.Page) map[string]bool {
	var b strings.Builder
	b.WriteString(home.Text)
	for _, l := range home.Links {
		b.WriteString("\n" + l.Text + "\n" + l.URL)
		if strings.Contains(l.URL, "zfwzgl.www.gov.cn/exposure") || strings.Contains(l.URL, "jiucuo") {
			b.WriteString("政府网站找错")
		}
	}
	text, out := strings.ToLower(b.String()), map[string]bool{}
	for mark, words := range marks {
		out[mark] = slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	out["网站标识码"] = out["网站标识码"] || home.Tags["siteidcode"] != ""
	return out
}

// lacks are the tags of §D.4 that a page must have and has not. What kind of page
// it is, its own tags and its place say.
func (v *visit) lacks(p *crawl.Page) (out []string) {
	want := []string{"SiteName", "SiteDomain", "SiteIDCode"}
	switch {
	case p.URL == v.w.Start:
	case p.Tags["articletitle"] != "" || v.listed[p.URL] && !p.Form && v.content(p):
		want = append(want, "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource")
	case p.Tags["columnname"] != "" || v.isColumn[p.URL]:
		want = append(want, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
	}
	for _, name := range want {
		if c := p.Tags[strings.ToLower(name)]; c == "" || c == "null" || c == "undefined" {
			out = append(out, name)
		}
	}
	return out
}

// content says that a page shows one item: many words, few links among them.
func (v *visit) content(p *crawl.Page) bool {
	inside := 0
	for _, l := range p.Links {
		if !l.Nav {
			inside += len([]rune(l.Text))
		}
	}
	n := len([]rune(p.Main))
	return n > 300 && inside*3 < n
}

// dead are the links of a page that do not answer or answer that nothing is there.
func (v *visit) dead(p *crawl.Page) (out []string) {
	for _, l := range p.Links {
		status, tried := v.w.Answers[l.URL]
		if tried && (status == 0 || status == 404 || status == 410 || status >= 500) && !slices.Contains(out, l.URL) {
			out = append(out, l.URL)
		}
	}
	return out
}

// short is an address below the site's root.
func short(at string) string {
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	return u.RequestURI()
}
