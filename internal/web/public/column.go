package public

import (
	"fmt"
	"net/url"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
)

const pageSize = 20

// row is a line of a list.
type row struct {
	office.PublicRow
	Href     string
	Column   string // its name, where a list mixes columns
	Validity string // 废止, 失效 …; empty while valid
	Official bool
}

func (a *ask) rows(site office.Site, in []office.PublicRow) []row {
	out := make([]row, len(in))
	for i, r := range in {
		out[i] = row{PublicRow: r, Href: a.base + "/a/" + string(r.ID), Official: r.Type.Official()}
		if c, ok := site.Column(r.Column); ok {
			out[i].Column = c.Name
		}
		out[i].Validity = validityBadge(r.Validity)
	}
	return out
}

// columnPage is a list of a column with what lies beside and below it. The
// platform 政府信息公开 has its own navigation and search (国办公开办函〔2019〕61号).
type columnPage struct {
	Page
	Column   office.ColumnNode
	Side     []sideItem
	SideName string
	Platform string // the column that is the platform, when this one is part of it
	Rows     []row
	Mixed    bool // several columns in one list: name them
	Papers   bool // documents: show number and index number
	Total    int
	Pager    pager
	Years    []navItem
	Leaders  []people.Leader
	Units    []people.Unit
	More     []link // pages that tell the state of what the column is about
}

func (columnPage) template() string { return "column" }

type sideItem struct {
	Name, Href string
	Depth      int
	Count      int
	Here       bool
}

func (a *ask) column(path string) error {
	year, no := a.number("year", 9999), max(a.number("page", 100000), 1)
	here := "/c/" + path
	q := url.Values{}
	if year > 0 {
		q.Set("year", fmt.Sprint(year))
	}
	if no > 1 {
		q.Set("page", fmt.Sprint(no))
	}
	if len(q) > 0 {
		here += "?" + q.Encode()
	}
	a.here = here
	site, err := a.site()
	if err != nil {
		return err
	}
	c, ok := site.Column(ledger.Code(path))
	if !ok {
		return a.absent()
	}
	return a.kept(here, func() (templated, error) {
		a.counts()
		p, err := a.frame(c.Name, c.Path)
		if err != nil {
			return nil, err
		}
		p.columnMeta(c.Column, false)
		p.Feed = a.base + "/c/" + path + "/feed.atom"
		if c, ok = p.Site.Column(c.Path); !ok { // since we looked
			return nil, refusal.NotFound("public.read.absent")
		}
		page := columnPage{Page: p, Column: c, Mixed: len(c.Children) > 0}
		l, err := a.s.o.PublicList(a.r.Context(), a.organ.ID, office.ListQuery{Under: c.Path, Year: year, Page: no, Size: pageSize})
		if err != nil {
			return nil, err
		}
		page.Rows, page.Total = a.rows(p.Site, l.Rows), l.Total
		page.Pager = pages4(a.base+"/c/"+path, year, l.Page, l.Pages)
		page.Years = years(a.base+"/c/"+path, year, l.Years)
		page.Papers = c.Category == "policy"
		switch c.Category {
		case "consult":
			page.More = []link{{"写信", a.base + "/letters/write"}, {"来信和答复", a.base + "/letters"}, {"查询我的来信", a.base + "/letters/follow"},
				{"征集调查", a.base + "/consultations"}, {"在线访谈", a.base + "/interviews"}}
		case "proposal":
			page.More = []link{{"建议提案办理情况", a.base + "/proposals"}}
		case "leaders":
			page.Leaders = p.Site.Leaders
		case "organ":
			page.Units = p.Site.Units
		}
		a.side(&page)
		return page, nil
	})
}

// side lists the columns of the same top column.
func (a *ask) side(p *columnPage) {
	top, _ := p.Site.Column(ledger.Code(strings.SplitN(string(p.Column.Path), "/", 2)[0]))
	p.SideName = top.Name
	if top.Category == "statutory" {
		p.Platform = string(top.Path)
	}
	var walk func([]office.ColumnNode, int)
	walk = func(nodes []office.ColumnNode, depth int) {
		for _, n := range nodes {
			p.Side = append(p.Side, sideItem{n.Name, a.base + "/c/" + string(n.Path), depth, n.Count, n.Path == p.Column.Path})
			walk(n.Children, depth+1)
		}
	}
	walk(top.Children, 0)
}

// years are links that narrow a list to one year.
func years(base string, chosen int, in []int) []navItem {
	if len(in) < 2 && chosen == 0 {
		return nil
	}
	out := []navItem{{"全部", base, chosen == 0}}
	for _, y := range in {
		out = append(out, navItem{fmt.Sprintf("%d年", y), fmt.Sprintf("%s?year=%d", base, y), y == chosen})
	}
	return out
}

// pager is the numbered way through a long list; a gap is a number 0.
type pager struct {
	Page, Pages int
	Prev, Next  string
	Numbers     []pageNo
}

type pageNo struct {
	No   int
	Href string
}

func pages4(base string, year, page, count int) pager {
	return pagerOf(page, count, func(n int) string {
		q := url.Values{}
		if year > 0 {
			q.Set("year", fmt.Sprint(year))
		}
		if n > 1 {
			q.Set("page", fmt.Sprint(n))
		}
		if len(q) == 0 {
			return base
		}
		return base + "?" + q.Encode()
	})
}

// pagerOf shows the first, the last and two to each side of the current page.
func pagerOf(page, count int, href func(int) string) pager {
	p := pager{Page: page, Pages: count}
	last := 0
	for n := 1; n <= count; n++ {
		if n != 1 && n != count && (n < page-2 || n > page+2) {
			continue
		}
		if n > last+1 {
			p.Numbers = append(p.Numbers, pageNo{})
		}
		p.Numbers = append(p.Numbers, pageNo{n, href(n)})
		last = n
	}
	if page > 1 && page <= count {
		p.Prev = href(page - 1)
	}
	if page < count {
		p.Next = href(page + 1)
	}
	return p
}

// categoryName prints a ColumnType for the metadata.
func categoryName(c ledger.Code) string {
	if n, ok := categories[c]; ok {
		return n
	}
	return string(c)
}

var categories = map[ledger.Code]string{
	"news": "政务动态", "notice": "通知公告", "policy": "政策文件", "interpretation": "政策解读", "overview": "概况信息",
	"organ": "机构职能", "leaders": "领导信息", "guide": "信息公开指南", "system": "信息公开制度", "statutory": "信息公开",
	"annual": "信息公开年报", "plan": "规划计划", "finance": "财政信息", "personnel": "人事信息", "data": "数据发布",
	"proposal": "建议提案", "response": "回应关切", "project": "科技项目", "service": "办事服务", "consult": "征集调查",
	"special": "专栏专题",
}
