package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// itemsPage is the catalogue (办事事项): what stands in it, and what its guides
// lack.
type itemsPage struct {
	Page
	L      office.GuideList
	F      form // of the import
	Faults []catalogue.Fault
	May    bool
	Import bool
}

func (itemsPage) template() string { return "items" }

func (s *server) items(a *ask) error { return a.showItems(http.StatusOK, form{}, nil) }

func (a *ask) showItems(code int, f form, faults []catalogue.Fault) error {
	l, err := a.s.o.Catalogue(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, itemsPage{a.page("办事事项"), l, f, faults, a.may(access.EditGuide), a.may(access.EnforceGuide)})
}

// itemsTemplate sends the empty spreadsheet.
func (s *server) itemsTemplate(a *ask) error {
	if !a.may(access.ReadDesk) {
		return refusal.NotFound("access.may.absent")
	}
	b, err := office.GuideTemplate()
	if err != nil {
		return err
	}
	a.w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	a.w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape("办事事项.xlsx"))
	_, err = a.w.Write(b)
	return err
}

// importItems takes a filled spreadsheet in, all rows or none.
func (s *server) importItems(a *ask) error {
	u, err := a.upload()
	var done office.GuideImport
	if err == nil {
		err = a.try(func() error {
			switch {
			case u.tooBig:
				return errTooBig("file")
			case u.file == nil:
				return &webError{http.StatusUnprocessableEntity, "file", "请选择填好的表格。"}
			}
			done, err = s.o.ImportGuides(a.ctx(), a.who, u.file.Name, u.file)
			return err
		})
	}
	if err != nil {
		f, code, err := again(u.values, err)
		if err != nil {
			return err
		}
		return a.showItems(code, f, nil)
	}
	if len(done.Faults) > 0 {
		return a.showItems(http.StatusUnprocessableEntity, form{}, done.Faults)
	}
	return a.to(a.path("/items"), "已导入："+strconv.Itoa(done.New)+"项新事项，"+strconv.Itoa(done.Changed)+"项改动，"+strconv.Itoa(done.Same)+"项没有变化。请逐项核对后送审。")
}

// newGuidePage begins an item.
type newGuidePage struct {
	Page
	F            form
	Kinds, Units []option
}

func (newGuidePage) template() string { return "guide_new" }

func (s *server) newGuidePage(a *ask) error {
	return a.newGuideForm(http.StatusOK, form{Values: url.Values{"unit": {string(a.who.Unit)}}})
}

func (a *ask) newGuideForm(code int, f form) error {
	if !a.may(access.EditGuide) {
		return refusal.Denied("access.may.role", "verb", string(access.EditGuide))
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, newGuidePage{a.page("新办事事项"), f, first("请选择类型", termOptions("item_kind")), first("请选择科室", unitOptions(units))})
}

func (s *server) newGuide(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var id ledger.ID
	err = a.try(func() error {
		e := catalogue.Elements{Kind: ledger.Code(v.Get("kind")), Body: a.site.Organ.Name, BodyCode: a.site.Organ.CreditCode, Phone: a.site.Organ.Phone,
			Place: a.site.Organ.Address, Hours: a.site.Organ.Hours}
		if !law.ValidCredit(e.BodyCode) {
			e.BodyCode = ""
		}
		f := catalogue.Fields[slices.IndexFunc(catalogue.Fields, func(f catalogue.Field) bool { return f.Key == "name" })]
		if err := f.Set(&e, v.Get("name")); err != nil {
			return err
		}
		id, err = s.o.DraftGuide(a.ctx(), a.who, ledger.ID(v.Get("unit")), e)
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.newGuideForm(code, f)
	}
	return a.to(a.path("/items/%s/1/edit", escape(string(id))), "已建立草稿。请逐部分填写，随时可以保存。")
}

// guidePage is an item: left its guide, right what is asked for.
type guidePage struct {
	Page
	G         office.GuideView
	F         form
	Asked     string
	Groups    []guideGroup
	Materials []materialRow
	Questions []questionRow
	Steps     []stepRow
	Lines     []option // of the register, that it could take up
}

func (guidePage) template() string { return "guide" }

type guideGroup struct {
	Name string
	Rows []row
}

type materialRow struct {
	catalogue.Material
	No    int
	Words string // its facts in short
}

type stepRow struct {
	catalogue.Step
	UnitName string
}

func (s *server) guide(a *ask) error { return a.showGuide(http.StatusOK, form{}, "") }

// guideNo is the version of the address, 0 for the newest.
func (a *ask) guideNo() (int, error) {
	if a.r.PathValue("no") == "" {
		return 0, nil
	}
	return a.no()
}

func (a *ask) showGuide(code int, f form, asked string) error {
	no, err := a.guideNo()
	if err != nil {
		return err
	}
	g, err := a.s.o.Guide(a.ctx(), a.who, a.id(), no)
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{}
	}
	for _, name := range []string{"from", "on"} {
		if !f.Values.Has(name) {
			f.Values.Set(name, a.s.o.Today().String())
		}
	}
	if g.Approved > 0 && asked != "enforce" {
		f.Values.Set("from", a.s.o.Today().AddDays(1).String())
	}
	e := g.Version.Elements
	p := guidePage{Page: a.page(e.Name), G: g, F: f, Asked: asked, Lines: []option{{"", "按名称对应，没有的新列入"}}}
	for _, name := range catalogue.Groups {
		p.Groups = append(p.Groups, guideGroup{name, printed(e, name)})
	}
	for i, m := range e.Materials {
		p.Materials = append(p.Materials, materialRow{m, i + 1, materialWords(m)})
	}
	for i, q := range e.Questions {
		p.Questions = append(p.Questions, questionRow{q, i + 1, questionWords(q)})
	}
	for _, st := range e.Steps {
		p.Steps = append(p.Steps, stepRow{st, g.Units[st.Unit]})
	}
	for _, l := range g.Lines {
		p.Lines = append(p.Lines, option{string(l.ID), l.Title})
	}
	p.Wide = true
	return a.show(code, p)
}

// printed are the filled elements of a part.
func printed(e catalogue.Elements, group string) (out []row) {
	for _, f := range catalogue.Fields {
		if f.Group == group && f.Get(&e) != "" {
			out = append(out, row{f.Label, f.Print(&e)})
		}
	}
	return out
}

func materialWords(m catalogue.Material) string {
	out := nameOf("material_form", m.Form)
	for _, w := range []string{strconv.Itoa(m.Copies) + "份", nameOf("material_medium", m.Medium), nameOf("material_source", m.Source), nameOf("material_need", m.Need)} {
		if w != "" {
			out += " · " + w
		}
	}
	return out
}

// guideForms are the verbs of an item and of a version.
var guideForms = map[string]struct {
	done string
	do   func(s *server, a *ask, no int, v url.Values) error
}{
	"propose": {"已送审，请另一位同志审核生效。", func(s *server, a *ask, no int, v url.Values) error {
		return s.o.ProposeGuide(a.ctx(), a.who, a.id(), no, revOf(v))
	}},
	"return": {"已退回起草人。", func(s *server, a *ask, no int, v url.Values) error {
		return s.o.ReturnGuide(a.ctx(), a.who, a.id(), no, revOf(v), v.Get("reason"))
	}},
	"enforce": {"已生效，办事指南已在网站公开。", func(s *server, a *ask, no int, v url.Values) error {
		return s.o.EnforceGuide(a.ctx(), a.who, a.id(), no, office.EnforceForm{Rev: revOf(v), From: v.Get("from"), Line: v.Get("line")})
	}},
	"suspend": {"已暂停，办事指南上写明了理由。", func(s *server, a *ask, _ int, v url.Values) error {
		return s.o.HaltItem(a.ctx(), a.who, a.id(), revOf(v), v.Get("reason"))
	}},
	"resume": {"已恢复办理。", func(s *server, a *ask, _ int, v url.Values) error {
		return s.o.ResumeItem(a.ctx(), a.who, a.id(), revOf(v))
	}},
	"cancel": {"已取消，登记簿里的这一项也已移出。", func(s *server, a *ask, _ int, v url.Values) error {
		return s.o.CancelItem(a.ctx(), a.who, a.id(), revOf(v), v.Get("on"), v.Get("reason"))
	}},
}

func (s *server) guideVerb(a *ask) error {
	verb := a.r.PathValue("verb")
	x, ok := guideForms[verb]
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	no, err := a.guideNo()
	if err != nil {
		return err
	}
	v, err := a.values()
	if err == nil {
		err = a.try(func() error { return x.do(s, a, no, v) })
	}
	if err == nil {
		return a.to(a.path("/items/%s", escape(string(a.id()))), x.done)
	}
	f, code, err := again(v, err)
	if err != nil {
		return err
	}
	return a.showGuide(code, f, verb)
}

// reviseGuide begins the next version.
func (s *server) reviseGuide(a *ask) error {
	var no int
	err := a.try(func() (err error) { no, err = s.o.ReviseGuide(a.ctx(), a.who, a.id()); return err })
	if err != nil {
		f, code, err := again(url.Values{}, err)
		if err != nil {
			return err
		}
		return a.showGuide(code, f, "revise")
	}
	return a.to(a.path("/items/%s/%d/edit", escape(string(a.id())), no), "已另起新的一版，现行的一版在新版生效前不变。")
}

func (s *server) guideFile(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	f, err := s.o.GuideFile(a.ctx(), a.who, a.id(), no, a.r.PathValue("sha"))
	if err != nil {
		return err
	}
	return a.send(f)
}
