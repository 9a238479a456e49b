package public

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
)

// servicesPage is what can be got done here (办事服务), by subject and by whom.
type servicesPage struct {
	Page
	Groups   []serviceGroup
	Subjects []navItem
	Served   []navItem
	Word     string // what was searched for
	Asked    bool   // the list is narrowed
	N        int
}

func (servicesPage) template() string { return "services" }

// serviceGroup are the items of a subject.
type serviceGroup struct {
	Name string
	Rows []serviceRow
}

// serviceRow is an item with its facts in short.
type serviceRow struct {
	Name, Href, Apply string
	Facts             []string
	Halted            bool
}

func (a *ask) services() error {
	q := a.r.URL.Query()
	f := office.ServiceFilter{Subject: q.Get("subject"), Served: q.Get("served"), Query: strings.ToValidUTF8(strings.TrimSpace(q.Get("q")), "")}
	a.here = "/services"
	if len(q) > 0 {
		a.here += "?" + q.Encode()
	}
	frame, err := a.frame("办事服务", "")
	if err != nil {
		return err
	}
	list, err := a.s.o.Services(a.r.Context(), a.organ.ID, f)
	if err != nil {
		return err
	}
	p := servicesPage{Page: frame, Word: f.Query, Asked: f != office.ServiceFilter{}, N: len(list)}
	p.NoIndex = p.Asked
	p.Subjects, p.Served = a.facet("subject", "item_subject", f.Subject), a.facet("served", "item_served", f.Served)
	for _, t := range append(law.Terms("item_subject"), law.Term{Label: "其他事项"}) {
		g := serviceGroup{Name: t.Label}
		for _, s := range list {
			if e := s.Version.Elements; len(e.Subject) > 0 && e.Subject[0] == t.Key || len(e.Subject) == 0 && t.Key == "" {
				g.Rows = append(g.Rows, a.serviceRow(s))
			}
		}
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return a.show(http.StatusOK, p)
}

// facet are the choices of one list, with all first.
func (a *ask) facet(name, list, chosen string) []navItem {
	to := func(key string) string {
		q := url.Values{}
		for _, n := range []string{"subject", "served", "q"} {
			if v := a.r.URL.Query().Get(n); v != "" {
				q.Set(n, v)
			}
		}
		if q.Del(name); key != "" {
			q.Set(name, key)
		}
		if len(q) == 0 {
			return a.base + "/services"
		}
		return a.base + "/services?" + q.Encode()
	}
	out := []navItem{{Name: "全部", Href: to(""), Here: chosen == ""}}
	for _, t := range law.Terms(list) {
		out = append(out, navItem{Name: t.Label, Href: to(t.Key), Here: t.Key == chosen})
	}
	return out
}

func (a *ask) serviceRow(s office.Service) serviceRow {
	e := s.Version.Elements
	r := serviceRow{Name: e.Name, Href: a.base + "/services/" + string(s.No), Apply: a.applyOnline(s), Halted: s.State == catalogue.Suspended}
	r.Facts = append(r.Facts, label("item_kind", string(e.Kind)), promiseOf(e))
	if e.Visits == 0 {
		r.Facts = append(r.Facts, "不用到现场")
	}
	if !e.Fee {
		r.Facts = append(r.Facts, "不收费")
	}
	r.Facts = slices.DeleteFunc(append(r.Facts, s.UnitName), func(f string) bool { return f == "" })
	return r
}

// applyOnline is where an item is applied for (在线办理), empty when it cannot
// be on this site now.
func (a *ask) applyOnline(s office.Service) string {
	if !s.Version.Elements.Online || s.State != catalogue.Active {
		return ""
	}
	return a.base + "/services/" + string(s.No) + "/apply"
}

func label(list, key string) string {
	l, _ := law.Label(list, key)
	return l
}

// promiseOf is how long it takes, in a few words.
func promiseOf(e catalogue.Elements) string {
	switch {
	case e.Handling == "instant":
		return "当场办结"
	case e.Promised.N > 0:
		return e.Promised.String() + "办结"
	}
	return ""
}

// servicePage is the guide of an item (办事指南), whole, for a phone and for
// paper.
type servicePage struct {
	Page
	Trail     []navItem
	S         office.Service
	E         catalogue.Elements
	Promise   string
	Apply     string
	Groups    []guideGroup
	Materials []guideMaterial
	Steps     []guideStep
	Result    *guideFile
}

func (servicePage) template() string { return "service" }

// guideGroup is a part of the guide; Brief parts stand open.
type guideGroup struct {
	Name  string
	Rows  []guideRow
	Brief bool
}

type guideRow struct{ Name, Value string }

type guideFile struct {
	Name, Href, Say string
	Size            int64
}

type guideMaterial struct {
	catalogue.Material
	Facts []string
	Files []guideFile
}

type guideStep struct {
	catalogue.Step
	UnitName string
	Time     string
}

func (a *ask) service(no string) error {
	s, err := a.s.o.Service(a.r.Context(), a.organ.ID, ledger.Code(no))
	if err != nil {
		return err
	}
	a.here = "/services/" + no
	frame, err := a.frame(s.Version.Elements.Name, "")
	if err != nil {
		return err
	}
	e := s.Version.Elements
	p := servicePage{Page: frame, S: s, E: e, Promise: promiseOf(e), Apply: a.applyOnline(s),
		Trail: []navItem{{Name: "办事服务", Href: a.base + "/services"}}}
	for _, name := range catalogue.Groups {
		g := guideGroup{Name: name, Brief: slices.Contains([]string{"办理对象和条件", "联系和救济"}, name)}
		for _, f := range catalogue.Fields {
			if f.Group != name || f.Key == "name" || f.Key == "no_materials" || f.Key == "online" {
				continue
			}
			if v := f.Print(&e); f.Get(&e) != "" || f.Key == "fee" || f.Key == "visits" {
				g.Rows = append(g.Rows, guideRow{f.Label, v})
			}
			if f.Key == "body_code" && s.UnitName != "" {
				g.Rows = append(g.Rows, guideRow{"承办科室", s.UnitName})
			}
		}
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	file := func(f catalogue.File, say string) guideFile {
		return guideFile{f.Name, a.base + "/services/" + no + "/files/" + f.SHA + "/" + url.PathEscape(f.Name), say, f.Size}
	}
	for _, m := range e.Materials {
		p.Materials = append(p.Materials, materialOf(m, file))
	}
	for _, st := range e.Steps {
		g := guideStep{Step: st, UnitName: s.Units[st.Unit]}
		if st.Days > 0 {
			g.Time = catalogue.Period{N: st.Days, Unit: e.Promised.Unit}.String()
		}
		p.Steps = append(p.Steps, g)
	}
	if e.ResultSample.SHA != "" {
		f := file(e.ResultSample, "结果样本")
		p.Result = &f
	}
	return a.show(http.StatusOK, p)
}

func materialOf(m catalogue.Material, file func(catalogue.File, string) guideFile) guideMaterial {
	g := guideMaterial{Material: m}
	for _, f := range []string{label("material_form", string(m.Form)), copies(m.Copies), label("material_medium", string(m.Medium)),
		label("material_source", string(m.Source)), label("material_need", string(m.Need))} {
		if f != "" {
			g.Facts = append(g.Facts, f)
		}
	}
	if m.Blank.SHA != "" {
		g.Files = append(g.Files, file(m.Blank, "空表"))
	}
	if m.Sample.SHA != "" {
		g.Files = append(g.Files, file(m.Sample, "样表"))
	}
	return g
}

func copies(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n) + "份"
}

// serviceFile sends a form or a sample of a guide.
func (a *ask) serviceFile(no, sha, name string) error {
	f, err := a.s.o.ServiceFile(a.r.Context(), a.organ.ID, ledger.Code(no), sha)
	if err != nil {
		return err
	}
	defer f.Close()
	h := a.w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	http.ServeContent(a.w, a.r, path.Base(name), time.Time{}, io.ReadSeeker(f))
	return nil
}

// servicePath answers for what lies below /services.
func (a *ask) servicePath(tail string) error {
	parts := strings.Split(tail, "/")
	switch {
	case parts[0] == "follow":
		return a.followCase(strings.TrimPrefix(strings.TrimPrefix(tail, "follow"), "/"))
	case tail == "statistics":
		return a.caseStatistics()
	case len(parts) >= 2 && len(parts) <= 3 && parts[1] == "apply":
		return a.applyCase(parts[0], strings.Join(parts[2:], ""))
	case a.r.Method == http.MethodPost:
		return a.absent()
	case len(parts) == 1:
		return a.service(parts[0])
	case len(parts) == 4 && parts[1] == "files":
		return a.serviceFile(parts[0], parts[2], parts[3])
	}
	return a.absent()
}
