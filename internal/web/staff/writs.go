package staff

import (
	"net/http"
	"net/url"
	"slices"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/writ"
)

// writsPage lists the kinds of letters with the text that holds today.
type writsPage struct {
	Page
	Groups []writGroup
}

func (writsPage) template() string { return "writs" }

type writGroup struct {
	Name string
	Rows []office.TemplateRow
}

func (s *server) writs(a *ask) error {
	rows, err := s.o.Templates(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := writsPage{Page: a.page("文书模板")}
	for _, to := range []writ.Audience{writ.ToApplicant, writ.ToThird, writ.ToOrgan, writ.ToNobody} {
		g := writGroup{Name: "发给" + to.Name()}
		if to == writ.ToNobody {
			g.Name = "文书共用"
		}
		for _, r := range rows {
			if r.To == to && !r.OfCase() {
				g.Rows = append(g.Rows, r)
			}
		}
		p.Groups = append(p.Groups, g)
	}
	cases := writGroup{Name: "政务服务办件"}
	for _, r := range rows {
		if r.OfCase() {
			cases.Rows = append(cases.Rows, r)
		}
	}
	p.Groups = append(p.Groups, cases)
	return a.show(http.StatusOK, p)
}

// writPage is one text of a kind, filled with sample values, and the others.
type writPage struct {
	Page
	Kind     writ.Kind
	Here     office.TemplateVersion
	Versions []office.TemplateVersion
	Paper    writ.Paper
	Wrong    string // why it makes no letter
	May      bool
}

func (writPage) template() string { return "writ" }

func (s *server) writ(a *ask) error {
	kind := ledger.Code(a.r.PathValue("kind"))
	k, versions, err := s.o.Template(a.ctx(), a.who, kind)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(versions, func(v office.TemplateVersion) bool { return v.InForce })
	if a.r.PathValue("no") != "" {
		no, err := a.no()
		if err != nil {
			return err
		}
		at = slices.IndexFunc(versions, func(v office.TemplateVersion) bool { return v.Version == no })
		if at < 0 {
			return refusal.NotFound("access.may.absent")
		}
	}
	p := writPage{Page: a.page(k.Name), Kind: k, Versions: versions, May: a.may(access.EditWrit)}
	if at >= 0 { // a kind whose first text holds only from a later day has none yet
		p.Here = versions[at]
		if p.Paper, err = s.o.PreviewTemplate(a.ctx(), a.who, kind, p.Here.Text); err != nil {
			r, isRefusal := refusal.As(err)
			if !isRefusal {
				return err
			}
			p.Wrong = r.Words()
		}
	}
	return a.show(http.StatusOK, p)
}

// writEditPage gives a kind a new text.
type writEditPage struct {
	Page
	F         form
	Kind      writ.Kind
	Must      []string // articles and set phrases that the text has to name
	Places    []place
	PlacesAre string
	Remedy    bool // the table of remedies
	Paper     writ.Paper
	Preview   bool
}

func (writEditPage) template() string { return "writ_edit" }

// place is a placeholder as the list beside the text shows it.
type place struct {
	Mark, Meaning, Sample string
	Must                  bool
}

// places lists the placeholders, those first that the kind must have.
func places(k writ.Kind) (out []place) {
	var others []place
	for _, e := range writ.Elements() {
		x := place{"{" + e.Name + "}", e.Meaning, e.Sample, slices.ContainsFunc(k.Elements, func(m writ.Element) bool { return m.Key == e.Key })}
		if x.Must {
			out = append(out, x)
		} else {
			others = append(others, x)
		}
	}
	return append(out, others...)
}

func (s *server) editWritPage(a *ask) error {
	if !a.may(access.EditWrit) {
		return access.May(a.who, access.EditWrit, access.Thing{Organ: a.who.Organ})
	}
	_, versions, err := s.o.Template(a.ctx(), a.who, ledger.Code(a.r.PathValue("kind")))
	if err != nil {
		return err
	}
	v := url.Values{"from": {s.o.Today().String()}}
	for _, x := range versions {
		if x.InForce || v.Get("text") == "" {
			v.Set("text", x.Text)
		}
	}
	return a.writForm(http.StatusOK, form{Values: v}, false)
}

func (s *server) editWrit(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	if v.Get("do") == "preview" {
		return a.writForm(http.StatusOK, form{Values: v}, true)
	}
	kind := a.r.PathValue("kind")
	err = a.try(func() error {
		return s.o.EditTemplate(a.ctx(), a.who, ledger.Code(kind), v.Get("from"), v.Get("text"))
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.writForm(code, f, false)
	}
	return a.to(a.path("/writs/%s", escape(kind)), "已保存，自"+v.Get("from")+"起用；此前的文书不受影响。")
}

// writForm shows what was typed, with its preview where one is asked for.
func (a *ask) writForm(code int, f form, preview bool) error {
	kind := ledger.Code(a.r.PathValue("kind"))
	k, _, err := a.s.o.Template(a.ctx(), a.who, kind)
	if err != nil {
		return err
	}
	p := writEditPage{Page: a.page("修改" + k.Name), F: f, Kind: k, Must: k.Articles}
	for _, e := range k.Elements {
		if e.Key == "" {
			p.Must = append(p.Must, e.Name)
		}
	}
	p.Places, p.PlacesAre = places(k), "可用的占位符"
	if kind == writ.RemedyKind {
		p.Places, p.PlacesAre, p.Remedy = nil, "办理结果的代码", true
		for _, t := range law.Terms("ground") {
			p.Places = append(p.Places, place{Mark: t.Key, Meaning: t.Label})
		}
	}
	if preview {
		p.Paper, err = a.s.o.PreviewTemplate(a.ctx(), a.who, kind, f.Get("text"))
		if err == nil {
			p.Preview = true
		} else if p.F, code, err = again(f.Values, err); err != nil {
			return err
		}
	}
	p.Wide = true
	return a.show(code, p)
}
