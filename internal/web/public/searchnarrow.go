package public

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/search"
)

// facet is one way to narrow an answer; what goes beyond a few values stands
// behind 更多.
type facet struct {
	Name       string
	Items, All []facetItem
}

type facetItem struct {
	Name, Href string
	N          int
	Here       bool
}

// chip is something that narrows the answer, with the way to take it off.
type chip struct{ Name, Value, Href string }

// fewValues of a facet stand open.
const fewValues = 6

// narrowings are the facets in the order in which they are shown, with what
// they are called.
var narrowings = []struct{ key, name string }{
	{office.FacetColumn, "栏目"}, {office.FacetYear, "年份"}, {office.FacetUnit, "科室"}, {office.FacetValidity, "效力"}, {office.FacetTag, "五公开"},
}

// narrowed lists what narrows a question, by the names in its address.
func narrowed(q office.FindQuestion) (out []hidden) {
	year := ""
	if q.Year > 0 {
		year = strconv.Itoa(q.Year)
	}
	for _, h := range []hidden{{office.FacetKind, q.Kind}, {office.FacetColumn, q.Column}, {office.FacetUnit, q.Unit}, {office.FacetValidity, q.Validity},
		{office.FacetTag, q.Tag}, {office.FacetYear, year}} {
		if h.Value != "" {
			out = append(out, h)
		}
	}
	return out
}

// with is a question narrowed by one value more, or "" for one less.
func with(q office.FindQuestion, facet, value string) office.FindQuestion {
	q.Page = 1
	switch facet {
	case office.FacetKind:
		q.Kind = value
	case office.FacetColumn:
		q.Column = value
	case office.FacetUnit:
		q.Unit = value
	case office.FacetValidity:
		q.Validity = value
	case office.FacetTag:
		q.Tag = value
	case office.FacetYear:
		q.Year, _ = strconv.Atoi(value) // values come from a list, or are empty
	}
	return q
}

// narrow fills in what narrows an answer and how it is sorted.
func (a *ask) narrow(p *searchPage, q office.FindQuestion) {
	to := func(facet, value string) string { return findAddress(a.base, with(q, facet, value)) }
	chosen := map[string]string{}
	plain := q
	for _, h := range narrowed(q) {
		chosen[h.Name] = h.Value
		plain = with(plain, h.Name, "")
		if h.Name != office.FacetKind {
			up := ""
			if h.Name == office.FacetColumn { // one step up the tree
				up = h.Value[:max(strings.LastIndexByte(h.Value, '/'), 0)]
			}
			i := slices.IndexFunc(narrowings, func(n struct{ key, name string }) bool { return n.key == h.Name })
			p.Chosen = append(p.Chosen, chip{narrowings[i].name, a.valueName(p, h), to(h.Name, up)})
		}
	}
	if len(chosen) > 0 {
		p.Without = findAddress(a.base, plain)
	}
	total := 0
	if q.Kind == "" {
		total = p.F.Total
	}
	p.Kinds = []facetItem{{"全部", to(office.FacetKind, ""), total, q.Kind == ""}}
	for _, k := range p.F.Facets[office.FacetKind] {
		p.Kinds = append(p.Kinds, facetItem{k.Label, to(office.FacetKind, k.Value), k.N, k.Value == q.Kind})
	}
	if len(p.Kinds) == 1 && q.Kind != "" {
		p.Kinds = append(p.Kinds, facetItem{office.FindKindLabel(q.Kind), to(office.FacetKind, q.Kind), 0, true})
	}
	for _, n := range narrowings {
		x := facet{Name: n.name}
		for _, v := range p.F.Facets[n.key] {
			if n.key == office.FacetColumn && parent(v.Value) != chosen[n.key] || n.key != office.FacetColumn && chosen[n.key] != "" {
				continue
			}
			x.All = append(x.All, facetItem{Name: v.Label, Href: to(n.key, v.Value), N: v.N})
		}
		// One value that all of them have narrows nothing.
		if len(x.All) > 1 || len(x.All) == 1 && x.All[0].N < p.F.Total {
			few := min(len(x.All), fewValues)
			if len(x.All) == fewValues+1 {
				few++
			}
			x.Items, x.All = x.All[:few], x.All[few:]
			p.Narrow = append(p.Narrow, x)
		}
	}
	if p.F.Total > 1 && !p.F.Plain {
		best, newest := q, q
		best.ByDate, newest.ByDate = false, true
		best.Page, newest.Page = 1, 1
		p.Sorts = []navItem{{"按相关程度", findAddress(a.base, best), !q.ByDate}, {"按日期", findAddress(a.base, newest), q.ByDate}}
	}
}

func parent(column string) string { return column[:max(strings.LastIndexByte(column, '/'), 0)] }

// valueName is what a chosen value is called, found or not.
func (a *ask) valueName(p *searchPage, h hidden) string {
	for _, v := range p.F.Facets[h.Name] {
		if v.Value == h.Value {
			return v.Label
		}
	}
	name := ""
	switch h.Name {
	case office.FacetColumn:
		c, _ := p.Site.Column(ledger.Code(h.Value))
		name = c.Name
	case office.FacetUnit:
		for _, u := range p.Site.Units {
			if string(u.ID) == h.Value {
				name = u.Name
			}
		}
	case office.FacetValidity:
		name, _ = law.ValidityName(h.Value)
	case office.FacetTag:
		name, _ = law.FiveTagName(h.Value)
	case office.FacetYear:
		name = h.Value + "年"
	}
	return cmp.Or(name, h.Value)
}

// validityBadge is the word before a title of what is not in force any more.
func validityBadge(v ledger.Code) string {
	if v == "" || v == "valid" {
		return ""
	}
	name, _ := law.ValidityName(string(v))
	return name
}

// places are the pages of the site that people look for by what they do there,
// with other words for it.
var places = []struct{ name, at, words string }{
	{"我要申请（依申请公开）", "/apply", "依申请公开 申请公开 信息公开申请 政府信息公开申请 申请表"},
	{"查询申请的办理进度", "/follow", "办理进度 进度查询 查询申请 查询码"},
	{"写信", "/letters/write", "写信 局长信箱 领导信箱 信箱 投诉 举报 建议 咨询"},
	{"来信和答复", "/letters", "来信 来信选登 来信公开 信件"},
	{"查办件", "/services/follow", "查办件 办件查询 办件进度"},
	{"办事服务", "/services", "办事 办事指南 办事服务 在线办理 服务事项"},
	{"技术合同认定登记", "/contracts", "技术合同 合同登记 技术合同登记 技术合同认定登记"},
	{"窗口预约", "/appointment", "预约 窗口预约 取号"},
	{"征集调查", "/consultations", "征集 意见征集 征求意见 调查 征集调查"},
	{"在线访谈", "/interviews", "访谈 在线访谈"},
	{"建议提案办理情况", "/proposals", "建议提案 人大建议 政协提案 提案办理"},
	{"答复期限计算", "/calc", "答复期限 期限计算 多少天答复"},
	{"访问统计", "/statistics", "访问统计 访问量 浏览量"},
}

// mostWays bounds what stands above the answer.
const mostWays = 3

// ways are the pages and columns that bear the name that was typed.
func (a *ask) ways(site office.Site, q search.Query) (out []link) {
	typed := search.Flat(q.Text)
	if len(typed) < len("两字") {
		return nil
	}
	add := func(l link) {
		if len(out) < mostWays && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	for _, p := range places {
		if slices.Contains(strings.Fields(search.Flat(p.name)+" "+p.words), typed) {
			add(link{p.name, a.base + p.at})
		}
	}
	var walk func([]office.ColumnNode)
	walk = func(nodes []office.ColumnNode) {
		for _, c := range nodes {
			if search.Flat(c.Name) == typed {
				add(link{"栏目：" + c.Name, a.base + "/c/" + string(c.Path)})
			}
			walk(c.Children)
		}
	}
	walk(site.Columns)
	return out
}

// nextSteps are what somebody may do who found nothing.
type nextSteps struct {
	Near  []link // shorter words that find something
	Words string // to be carried along
	Boxes bool   // letters are taken
}

// mostNear bounds the searches that one without an answer makes.
const mostNear = 3

// nextSteps looks for the single words of what was typed, and whether letters
// are taken.
func (a *ask) nextSteps(f office.FindAnswer, typed string) (*nextSteps, error) {
	n := &nextSteps{Words: typed}
	var near []string
	for _, t := range f.Query.Terms {
		for _, p := range append(t.Parts, t) {
			if p.Words != search.Flat(typed) && !slices.Contains(near, p.Words) {
				near = append(near, p.Words)
			}
		}
	}
	for _, w := range near[:min(len(near), mostNear)] {
		l, err := a.s.o.Find(a.r.Context(), a.organ.ID, office.FindQuestion{Typed: w, Page: 1, Size: 1})
		if err != nil {
			return nil, err
		}
		if l.Total > 0 && l.Fixed == "" {
			n.Near = append(n.Near, link{fmt.Sprintf("%s（%d条）", w, l.Total), findAddress(a.base, office.FindQuestion{Typed: w})})
		}
	}
	boxes, err := a.s.o.PublicMailboxes(a.r.Context(), a.organ.ID)
	n.Boxes = len(boxes) > 0
	return n, err
}
