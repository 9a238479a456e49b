package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
)

// choices are what the selects of the writing page offer.
type choices struct {
	Columns, Units, Kinds, Genres, Topics, Tags, Modes, Closed, Policies, Explains []option
}

func choicesOf(l office.Lists) choices {
	c := choices{Columns: first("请选择栏目", columnOptions(l.Columns)), Units: first("请选择科室", unitOptions(l.Units)),
		Kinds: kindOptions(), Genres: first("（不属于公文）", termOptions("genre")),
		Topics: first("（不分类）", termOptions("topic")), Tags: termOptions("five"), Modes: termOptions("mode"),
		Closed: closedOptions()}
	c.Policies = policyOptions(l.Policies, "")
	c.Explains = append(policyOptions(l.Coming, "（尚未公开）"), c.Policies...)
	return c
}

func policyOptions(rows []office.PublicRow, mark string) (out []option) {
	for _, p := range rows {
		name := p.Title
		if p.DocNo != "" {
			name += " " + p.DocNo
		}
		out = append(out, option{string(p.ID), name + mark})
	}
	return out
}

// articleForm reads the writing page as it was typed.
func articleForm(v url.Values) office.ArticleForm {
	return office.ArticleForm{Column: v.Get("column"), Type: v.Get("type"), Unit: v.Get("unit"),
		Title: v.Get("title"), Summary: v.Get("summary"), HTML: v.Get("html"), DocNo: v.Get("doc_no"),
		Genre: v.Get("genre"), Topic: v.Get("topic"), Source: v.Get("source"), Keywords: v.Get("keywords"),
		Mode: v.Get("mode"), Basis: v.Get("basis"), Ground: v.Get("ground"), Formed: v.Get("formed"), ValidFrom: v.Get("valid_from"),
		ValidTo: v.Get("valid_to"), Explains: strings.Join(v["explains"], " "), Note: v.Get("note"), Exempt: v.Get("exempt"),
		Item: v.Get("item"), Tags: v["tags"]}
}

// valuesOf fills the writing page from a saved edition.
func valuesOf(e publication.Edition) url.Values {
	f := office.FormOf(e)
	v := url.Values{"rev": {strconv.FormatInt(e.Rev, 10)}, "tags": f.Tags, "explains": strings.Fields(f.Explains)}
	for name, value := range map[string]string{"column": f.Column, "type": f.Type, "unit": f.Unit, "title": f.Title,
		"summary": f.Summary, "html": f.HTML, "doc_no": f.DocNo, "genre": f.Genre, "topic": f.Topic,
		"source": f.Source, "keywords": f.Keywords, "mode": f.Mode, "basis": f.Basis, "ground": f.Ground, "formed": f.Formed,
		"valid_from": f.ValidFrom, "valid_to": f.ValidTo, "note": f.Note, "exempt": f.Exempt} {
		v.Set(name, value)
	}
	return v
}

// conflictPage stands between two clerks who wrote in one draft: both texts
// side by side, nothing lost, the later one decides.
type conflictPage struct {
	Page
	F      form   // what this clerk typed, with the revision of the other's save
	Words  string // who saved when
	Theirs publication.Edition
	By     string
	Fields []fieldDiff
	Left   []line // the other's text
	Right  []line // this clerk's text
	Action string
	Back   string
}

func (conflictPage) template() string { return "conflict" }

// fieldDiff is a field that the two filled differently.
type fieldDiff struct{ Label, Theirs, Yours string }

// line is a paragraph of a text; Only marks one that the other text lacks.
type line struct {
	Text string
	Only bool
}

func (a *ask) conflict(no int, mine url.Values, r *refusal.Refusal) error {
	d, err := a.s.o.DeskArticle(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(d.Editions, func(e publication.Edition) bool { return e.No == no })
	if i < 0 {
		return refusal.NotFound("access.may.absent")
	}
	theirs := d.Editions[i]
	p := conflictPage{Words: r.Words(), Theirs: theirs, Action: a.path("/articles/%s/%d/edit", escape(string(a.id())), no),
		Back: a.path("/articles/%s/%d/edit", escape(string(a.id())), no)}
	var names []string
	for _, id := range theirs.Authors {
		if id != a.who.Officer && d.Names[id] != "" {
			names = append(names, d.Names[id])
		}
	}
	p.By = strings.Join(names, "、")
	kept := url.Values{}
	for k, v := range mine {
		kept[k] = v
	}
	kept.Set("rev", strconv.FormatInt(theirs.Rev, 10))
	p.F = form{Values: kept}
	lists, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p.Fields = differ(valuesOf(theirs), mine, choicesOf(lists))
	p.Left, p.Right = compare(paragraphs(theirs.HTML), paragraphs(mine.Get("html")))
	// a closed window must not lose it either
	if err := a.s.o.Autosave(a.ctx(), a.who, autoKey(a.id(), no), kept.Encode()); err != nil {
		return err
	}
	p.Page = a.page("两人同时修改了这份草稿")
	p.Wide = true
	return a.show(http.StatusConflict, p)
}

var draftLabels = []option{{"title", "标题"}, {"summary", "内容概述"}, {"column", "栏目"}, {"type", "类型"}, {"unit", "责任科室"},
	{"doc_no", "文号"}, {"genre", "体裁"}, {"topic", "主题分类"}, {"source", "来源"}, {"keywords", "关键词"}, {"tags", "五公开"},
	{"mode", "公开方式"}, {"basis", "不主动公开的理由"}, {"ground", "理由说明"}, {"formed", "成文日期"}, {"valid_from", "施行日期"}, {"valid_to", "有效期至"},
	{"explains", "解读的文件"}, {"exempt", "不作解读的理由"}, {"note", "修改说明"}}

// differ lists the fields that two fillings of the form disagree about, with
// the names that the form shows and not its codes.
func differ(theirs, mine url.Values, c choices) []fieldDiff {
	lists := map[string][]option{"column": c.Columns, "type": c.Kinds, "unit": c.Units, "genre": c.Genres,
		"topic": c.Topics, "tags": c.Tags, "mode": c.Modes, "basis": c.Closed, "explains": c.Explains}
	say := func(field string, values []string) string {
		var out []string
		for _, v := range values {
			if i := slices.IndexFunc(lists[field], func(o option) bool { return o.Value == v }); v != "" && i >= 0 {
				v = strings.TrimSpace(lists[field][i].Name)
			}
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, v)
			}
		}
		if len(out) == 0 {
			return "（空）"
		}
		return strings.Join(out, "、")
	}
	var out []fieldDiff
	for _, l := range draftLabels {
		if t, m := say(l.Value, theirs[l.Value]), say(l.Value, mine[l.Value]); t != m {
			out = append(out, fieldDiff{l.Name, t, m})
		}
	}
	return out
}

// compare marks the paragraphs that only one of two texts has.
func compare(left, right []string) (l, r []line) {
	for _, s := range left {
		l = append(l, line{s, !slices.Contains(right, s)})
	}
	for _, s := range right {
		r = append(r, line{s, !slices.Contains(left, s)})
	}
	return l, r
}

func unitOptions(units []people.Unit) []option {
	out := make([]option, 0, len(units))
	for _, u := range units {
		out = append(out, option{string(u.ID), u.Name})
	}
	return out
}

// closedOptions are the grounds on which a text is not to be public, each with
// the mode that it is for.
func closedOptions() []option {
	out := []option{{"", "（主动公开）"}}
	for _, t := range law.Terms("closed") {
		mode, _ := law.Label("mode", t.Note)
		out = append(out, option{t.Key, mode + "：" + t.Label + "（" + t.Article + "）"})
	}
	return out
}

// termOptions are the lines of a closed list of the law.
func termOptions(list string) []option {
	var out []option
	for _, t := range law.Terms(list) {
		out = append(out, option{t.Key, t.Label})
	}
	return out
}
