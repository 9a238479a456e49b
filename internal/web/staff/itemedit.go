package staff

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Parts of the form beside the groups of the elements.
const (
	materialPart = "申请材料"
	questionPart = "填写项"
	stepPart     = "办理流程"
)

var guideParts = append(slices.Clone(catalogue.Groups), materialPart, questionPart, stepPart)

// guideEditPage is one part of a draft at a time.
type guideEditPage struct {
	Page
	G         office.GuideView
	F         form
	Tabs      []tab // N: how many elements the part lacks
	Part      int
	Name      string
	Fields    []field
	More      []field // that may stay empty
	MoreOpen  bool    // some of them are filled, or wrong
	Checks    []field // yes or no
	Materials []materialRow
	Questions []questionRow
	Editing   int // number of the material, or the question, in the form, 0 for a new one
	Steps     bool
	Last      bool
}

func (guideEditPage) template() string { return "guide_edit" }

func (s *server) editGuidePage(a *ask) error { return a.showGuideEdit(http.StatusOK, nil) }

func (a *ask) showGuideEdit(code int, typed *form) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	g, err := a.s.o.Guide(a.ctx(), a.who, a.id(), no)
	if err != nil {
		return err
	}
	if !g.Edit {
		return a.to(a.path("/items/%s/%d", escape(string(a.id())), no), "这一版现在不能改。")
	}
	part := min(a.queryInt("part"), len(guideParts)-1)
	p := guideEditPage{Page: a.page("编辑：" + g.Version.Elements.Name), G: g, Part: part, Name: guideParts[part], Last: part == len(guideParts)-1}
	for i, name := range guideParts {
		p.Tabs = append(p.Tabs, tab{name, a.path("/items/%s/%d/edit?part=%d", escape(string(a.id())), no, i), lacking(g.Missing, name), i == part})
	}
	if typed != nil {
		p.F = *typed
	}
	if p.F.Values == nil {
		p.F.Values = url.Values{}
	}
	e := g.Version.Elements
	switch p.Name {
	case materialPart:
		for i, m := range e.Materials {
			p.Materials = append(p.Materials, materialRow{m, i + 1, materialWords(m)})
		}
		p.Editing = min(a.queryInt("material"), len(e.Materials))
		p.materialForm(e, typed == nil)
	case questionPart:
		for i, q := range e.Questions {
			p.Questions = append(p.Questions, questionRow{q, i + 1, questionWords(q)})
		}
		p.Editing = min(a.queryInt("question"), len(e.Questions))
		p.questionForm(e, typed == nil)
	case stepPart:
		p.Steps = true
		if typed == nil {
			p.F.Values.Set("steps", catalogue.StepLines(e.Steps, func(id ledger.ID) string { return g.Units[id] }))
		}
	default:
		p.elementForm(e, typed == nil)
		if p.Name == "实施主体" {
			_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
			if err != nil {
				return err
			}
			if typed == nil {
				p.F.Values.Set("unit", string(g.Version.Unit))
			}
			q := question(p.F, "select", "unit", "承办科室", "")
			q.Options = first("请选择科室", unitOptions(units))
			p.Fields = append(p.Fields, q)
		}
	}
	return a.show(code, p)
}

// lacking counts the elements that a part lacks.
func lacking(gaps []catalogue.Gap, part string) (n int) {
	for _, g := range gaps {
		in := stepPart
		switch {
		case strings.HasPrefix(g.Key, "material"):
			in = materialPart
		case g.Key != "steps":
			in = catalogue.Fields[slices.IndexFunc(catalogue.Fields, func(f catalogue.Field) bool { return f.Key == g.Key })].Group
		}
		if in == part {
			n++
		}
	}
	return n
}

// elementForm asks for the elements of a part.
func (p *guideEditPage) elementForm(e catalogue.Elements, fresh bool) {
	for _, f := range catalogue.Fields {
		if f.Group != p.Name {
			continue
		}
		if v := f.Get(&e); fresh && f.Sort == catalogue.Several {
			p.F.Values[f.Key] = strings.Split(v, ",")
		} else if fresh {
			p.F.Values.Set(f.Key, v)
		}
		q := question(p.F, map[catalogue.Sort]string{catalogue.Area: "area", catalogue.Choice: "select", catalogue.Several: "boxes"}[f.Sort],
			f.Key, f.Label, f.Hint)
		q.Rows, q.Optional = 3, !f.Required
		switch f.Sort {
		case catalogue.Line, catalogue.Span, catalogue.Number:
			q.Type = "text"
		case catalogue.Choice:
			q.Options = first("请选择", termOptions(f.List))
		case catalogue.Several:
			q.Options = termOptions(f.List)
		}
		switch {
		case f.Sort == catalogue.YesNo:
			p.Checks = append(p.Checks, q)
		case f.Required || f.Sort == catalogue.Span || f.Sort == catalogue.Number:
			p.Fields = append(p.Fields, q)
		default:
			p.More, p.MoreOpen = append(p.More, q), p.MoreOpen || q.Value != "" || q.Fault != ""
		}
	}
}

// materialForm asks for one material.
func (p *guideEditPage) materialForm(e catalogue.Elements, fresh bool) {
	if fresh {
		m := catalogue.Material{Copies: 1}
		if p.Editing > 0 {
			m = e.Materials[p.Editing-1]
		}
		p.F.Values = url.Values{"name": {m.Name}, "form": {string(m.Form)}, "copies": {strconv.Itoa(m.Copies)}, "medium": {string(m.Medium)},
			"source": {string(m.Source)}, "need": {string(m.Need)}, "notes": {m.Notes}, "standard": {m.Standard}}
	}
	choose := func(name, label, list string) field {
		q := question(p.F, "select", name, label, "")
		q.Options = first("请选择", termOptions(list))
		return q
	}
	p.Fields = []field{question(p.F, "text", "name", "材料名称", ""), choose("form", "类型", "material_form"), question(p.F, "text", "copies", "份数", ""),
		choose("medium", "形式", "material_medium"), choose("source", "来源渠道", "material_source"), choose("need", "必要性", "material_need")}
	for _, x := range [][2]string{{"notes", "填报须知"}, {"standard", "受理标准"}} {
		q := question(p.F, "area", x[0], x[1], "")
		q.Rows, q.Optional = 2, true
		p.Fields = append(p.Fields, q)
	}
}

// saveGuide takes one part of the form.
func (s *server) saveGuide(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	v, err := a.values()
	if err != nil {
		return err
	}
	part := min(a.queryInt("part"), len(guideParts)-1)
	err = a.try(func() error {
		return a.changeGuide(no, v, func(g *office.GuideView) error { return takePart(g, guideParts[part], v) })
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.showGuideEdit(code, &f)
	}
	switch {
	case v.Get("then") == "stay" || guideParts[part] == materialPart || guideParts[part] == questionPart:
		return a.to(a.path("/items/%s/%d/edit?part=%d", escape(string(a.id())), no, part), "已保存。")
	case part+1 < len(guideParts):
		return a.to(a.path("/items/%s/%d/edit?part=%d", escape(string(a.id())), no, part+1), "已保存，请填下一部分。")
	}
	return a.to(a.path("/items/%s/%d", escape(string(a.id())), no), "已保存。核对以后送审。")
}

// changeGuide reads a draft, changes it and saves it under the revision that
// the form was filled in on.
func (a *ask) changeGuide(no int, v url.Values, change func(*office.GuideView) error) error {
	g, err := a.s.o.Guide(a.ctx(), a.who, a.id(), no)
	if err != nil {
		return err
	}
	if err := change(&g); err != nil {
		return err
	}
	return a.s.o.SaveGuide(a.ctx(), a.who, a.id(), no, revOf(v), g.Version.Unit, g.Version.Elements)
}

// takePart puts what was typed into the elements; every bad field is named.
func takePart(g *office.GuideView, part string, v url.Values) error {
	e := &g.Version.Elements
	switch part {
	case materialPart:
		return takeMaterial(e, v)
	case questionPart:
		return takeQuestion(e, v)
	case stepPart:
		byName := map[string]ledger.ID{"": ""}
		for id, name := range g.Units {
			byName[name] = id
		}
		steps, err := catalogue.ParseSteps(v.Get("steps"), func(name string) (ledger.ID, error) {
			id, ok := byName[name]
			if !ok {
				return "", refusal.New("form.unit", "", "unit", name).On("steps")
			}
			return id, nil
		})
		e.Steps = steps
		return err
	}
	var all refusal.All
	for _, f := range catalogue.Fields {
		if f.Group != part {
			continue
		}
		if err := f.Set(e, strings.Join(v[f.Key], ",")); err != nil {
			r, ok := refusal.As(err)
			if !ok {
				return err
			}
			all = append(all, r)
		}
	}
	if v.Has("unit") {
		g.Version.Unit = ledger.ID(v.Get("unit"))
	}
	return all.Or()
}

// takeMaterial adds a material, changes one or takes one out.
func takeMaterial(e *catalogue.Elements, v url.Values) error {
	n, _ := strconv.Atoi(v.Get("material"))
	if n < 0 || n > len(e.Materials) {
		return refusal.NotFound("access.may.absent")
	}
	e.Materials = slices.Clone(e.Materials)
	if v.Has("remove") && n > 0 {
		e.Materials = slices.Delete(e.Materials, n-1, n)
		return nil
	}
	clean := strings.NewReplacer("|", "／", "｜", "／", "\r", "", "\n", " ")
	line := make([]string, 0, 8)
	for _, name := range []string{"name", "form", "copies", "medium", "source", "need", "notes", "standard"} {
		line = append(line, clean.Replace(v.Get(name)))
	}
	ms, err := catalogue.ParseMaterials(strings.Join(line, "|"))
	if err != nil {
		return err
	}
	if len(ms) == 0 || ms[0].Name == "" {
		if n == 0 {
			n = len(e.Materials) + 1
		}
		return refusal.New("catalogue.draft.material", "§G.4", "n", strconv.Itoa(n)).On("name")
	}
	if n == 0 {
		e.Materials, e.NoMaterials = append(e.Materials, ms[0]), false
		return nil
	}
	ms[0].Blank, ms[0].Sample = e.Materials[n-1].Blank, e.Materials[n-1].Sample
	e.Materials[n-1] = ms[0]
	return nil
}

// attachGuide puts a form or a sample beside a material, or takes it away.
func (s *server) attachGuide(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	u, err := a.upload()
	if err == nil {
		err = a.try(func() error {
			at, rev := u.values.Get("at"), revOf(u.values)
			switch {
			case u.values.Has("remove"):
				return s.o.DetachGuideFile(a.ctx(), a.who, a.id(), no, rev, at)
			case u.tooBig:
				return errTooBig("file")
			case u.file == nil:
				return &webError{http.StatusUnprocessableEntity, "file", "请先选择文件。"}
			}
			return s.o.AttachGuideFile(a.ctx(), a.who, a.id(), no, rev, at, u.file.Name, u.file)
		})
	}
	if err != nil {
		f, code, err := again(u.values, err)
		if err != nil {
			return err
		}
		return a.showGuideEdit(code, &f)
	}
	return a.to(a.path("/items/%s/%d/edit?part=%d", escape(string(a.id())), no, slices.Index(guideParts, materialPart)), "已保存。")
}
