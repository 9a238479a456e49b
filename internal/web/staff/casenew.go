package staff

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/service"
)

// newCasePage takes a case in at the window (一窗受理): first the item, then its
// form, with what the applicant asked before beside it.
type newCasePage struct {
	Page
	F          form
	Items      []caseChoice // to choose from
	Item       office.CaseItem
	Chosen     bool
	Materials  []caseAsked
	Questions  []field // of the item's own
	Doors      []option
	Applicants []option
	Results    []option
	Hints      []office.CaseLine
	Looked     bool // hints were asked for
}

func (newCasePage) template() string { return "case_new" }

// caseChoice is an item that may be applied for.
type caseChoice struct{ ID, Name, Facts string }

// caseAsked is a material of the item's version in force.
type caseAsked struct {
	Code, Name, Facts string
	Required          bool
}

func (s *server) newCasePage(a *ask) error {
	v := url.Values{"door": {"counter"}, "on": {s.o.Today().String()}, "applicant": {"legal"}, "result": {"done"}, "item": {a.query("item")}, "once": {rand.Text()}}
	return a.intake(http.StatusOK, form{Values: v}, nil, false)
}

func (a *ask) intake(code int, f form, hints []office.CaseLine, looked bool) error {
	if !a.may(access.FileService) {
		return refusal.Denied("access.may.role", "verb", string(access.FileService))
	}
	p := newCasePage{F: f, Hints: hints, Looked: looked}
	if item := f.Get("item"); item != "" {
		on, _ := calendar.ParseDay(f.Get("on")) // a day that cannot be read is refused when it is handed in
		c, err := a.s.o.CaseItem(a.ctx(), a.who.Organ, ledger.ID(item), on)
		no, refused := refusal.As(err)
		switch {
		case err == nil:
			p.Item, p.Chosen = c, true
		case refused:
			if len(p.F.Faults) == 0 {
				p.F.Faults, code = []fault{{no.Field, no.Words()}}, http.StatusUnprocessableEntity
			}
		default:
			return err
		}
	}
	if !p.Chosen {
		list, err := a.s.o.Services(a.ctx(), a.who.Organ, office.ServiceFilter{Query: strings.TrimSpace(a.query("q"))})
		if err != nil {
			return err
		}
		for _, x := range list {
			p.Items = append(p.Items, caseChoice{string(x.ID), x.Version.Elements.Name, x.UnitName})
		}
		p.F.Values.Set("q", a.query("q"))
		p.Page = a.page("窗口收件")
		return a.show(code, p)
	}
	version := strconv.Itoa(p.Item.Terms.Version)
	if was := f.Get("version"); was != "" && was != version { // the boxes meant another list
		p.F.Values.Del("given")
		for i := range p.Item.Version.Elements.Questions {
			p.F.Values.Del(catalogue.Question{}.Code(i + 1))
		}
		p.F.Kept = nil
	}
	p.F.Values.Set("version", version)
	for i, m := range p.Item.Terms.Materials {
		x := caseAsked{Code: string(m.Code), Name: p.Item.Names.Materials[i], Required: m.Required}
		if all := p.Item.Version.Elements.Materials; i < len(all) {
			x.Facts = materialFacts(all[i].Form, all[i].Copies, all[i].Medium)
		}
		p.Materials = append(p.Materials, x)
	}
	for i, q := range p.Item.Version.Elements.Questions {
		p.Questions = append(p.Questions, asked(p.F, q.Code(i+1), q))
	}
	for _, t := range service.Doors {
		if t.Key == string(service.Counter) || t.Key == "post" {
			p.Doors = append(p.Doors, option{t.Key, t.Label})
		}
	}
	p.Applicants, p.Results = ofTerms(service.Applicants, "请选择")(office.CaseView{}), ofTerms(service.Results, "请选择")(office.CaseView{})
	p.Page = a.page("窗口收件：" + p.Item.Names.Item)
	p.Wide = true
	return a.show(code, p)
}

// asked is a question of the item's own form as the window asks it.
func asked(f form, code string, q catalogue.Question) field {
	typ := map[string]string{"date": "date", "phone": "tel", "area": "area", "choice": "select", "yes": "select"}[string(q.Sort)]
	if typ == "" {
		typ = "text"
	}
	x := question(f, typ, code, q.Label(), q.Hint)
	x.Optional, x.Rows = !q.Required, 3
	choices := q.Choices
	if q.Sort == "yes" {
		choices = []string{"是", "否"}
	}
	for _, c := range choices {
		x.Options = append(x.Options, option{c, c})
	}
	if typ == "select" {
		x.Options = first("请选择", x.Options)
	}
	return x
}

func materialFacts(form ledger.Code, copies int, medium ledger.Code) string {
	var out []string
	for _, x := range []struct {
		list string
		key  ledger.Code
	}{{"material_form", form}, {"material_medium", medium}} {
		if x.key != "" {
			out = append(out, nameOf(x.list, x.key))
		}
	}
	if copies > 0 {
		out = append(out, strconv.Itoa(copies)+"份")
	}
	return strings.Join(out, "，")
}

// newCaseOf reads the application as it was typed.
func newCaseOf(v url.Values) office.CaseForm {
	version, _ := strconv.Atoi(v.Get("version"))
	answers := map[string]string{}
	for name := range v {
		if strings.HasPrefix(name, "q") {
			answers[name] = v.Get(name)
		}
	}
	return office.CaseForm{Once: v.Get("once"), Item: v.Get("item"), Version: version, Door: v.Get("door"), Applicant: v.Get("applicant"), On: v.Get("on"), Name: v.Get("name"),
		IDNo: v.Get("id_no"), Credit: v.Get("credit"), Head: v.Get("head"), Agent: v.Get("agent"), AgentID: v.Get("agent_id"), Phone: v.Get("phone"),
		Email: v.Get("email"), Address: v.Get("address"), Matter: v.Get("matter"), Answers: answers, Given: v["given"], TakeIn: true, Accept: v.Get("press") == "accept"}
}

func (s *server) fileCase(a *ask) error {
	v, err := a.scansBy(s.o.KeepCaseScan, func(v url.Values) string { return "case/" + v.Get("once") }, func(field string) string { return field })
	cf := newCaseOf(v.Values)
	var hints []office.CaseLine
	if err == nil {
		if hints, err = s.o.CaseHints(a.ctx(), a.who, cf); err != nil {
			return err
		}
		seen := caseMark(hints)
		asked := v.Get("press") == "hints"
		if !a.kept && (asked || seen != "" && v.Get("seen") != seen) {
			f := v.back(form{Values: v.Values})
			if !asked {
				f.Notice = "这位申请人以前办过事，列在“同一申请人”里，请先看一看是不是同一件。仍要收件的，再按一次按钮。"
			}
			v.Set("seen", seen)
			return a.intake(http.StatusOK, f, hints, true)
		}
	}
	var got office.CaseReceipt
	if err == nil {
		err = a.try(func() error {
			if v.Get("press") == "instant" {
				got, err = s.o.InstantCase(a.ctx(), a.who, cf, office.CaseAct{Result: v.Get("result"), Text: v.Get("text"), Files: v.files()})
			} else {
				got, err = s.o.FileCase(a.ctx(), a.who, cf, v.files())
			}
			return err
		})
	}
	if err != nil {
		f, code, err := again(v.Values, err)
		if err != nil {
			return err
		}
		return a.intake(code, v.back(f), hints, len(hints) > 0)
	}
	// no redirect: the query code is on this answer and on the slip alone. Sending
	// the form again makes no second case (Once).
	_, err = s.o.CaseMatter(a.ctx(), a.who, got.ID)
	if _, refused := refusal.As(err); err != nil && !refused {
		return err
	}
	return a.show(http.StatusOK, caseReceiptPage{Page: a.page("已收件"), Got: got, Item: v.Get("item"), Reads: err == nil})
}

// caseMark names a set of hints, so that a second press is known to have seen it.
func caseMark(hints []office.CaseLine) string {
	ids := make([]string, len(hints))
	for i, h := range hints {
		ids[i] = string(h.Case.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// caseReceiptPage is what the applicant takes home (收件凭证).
type caseReceiptPage struct {
	Page
	Got   office.CaseReceipt
	Item  string // to take in another one of it
	Reads bool   // may open the case
}

func (caseReceiptPage) template() string { return "case_receipt" }
