package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"gongkai/access"
	"gongkai/consultation"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// consultationsPage lists what is asked of the public before a decision
// (征集调查), with how the year went.
type consultationsPage struct {
	Page
	L   office.ConsultationList
	May bool
}

func (consultationsPage) template() string { return "consultations" }

// Figure is the page of the entries of a figure.
func (p consultationsPage) Figure(key string) string { return p.figure(p.L.Year, key) }

func (p Page) figure(year int, key string) string {
	return p.Base + "/report/" + strconv.Itoa(year) + "/cell/" + url.PathEscape(key)
}

func (s *server) consultations(a *ask) error {
	l, err := s.o.Consultations(a.ctx(), a.who, a.queryInt("year"))
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, consultationsPage{a.page("征集调查"), l, a.may(access.WorkTalk)})
}

// newConsultationPage drafts a consultation.
type newConsultationPage struct {
	Page
	F     form
	Units []option
}

func (newConsultationPage) template() string { return "consultation_new" }

func (s *server) newConsultationPage(a *ask) error {
	today := s.o.Today()
	return a.consultationForm(http.StatusOK, form{Values: url.Values{"from": {today.AddDays(1).String()}, "to": {today.AddDays(30).String()}, "unit": {string(a.who.Unit)}}})
}

func (a *ask) consultationForm(code int, f form) error {
	if !a.may(access.WorkTalk) {
		return refusal.Denied("access.may.role", "verb", string(access.WorkTalk))
	}
	l, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, newConsultationPage{a.page("起草征集"), f, unitOptions(l.Units)})
}

// planned reads the form of a consultation.
func planned(v url.Values) office.ConsultationForm {
	return office.ConsultationForm{Rev: revOf(v), From: v.Get("from"), To: v.Get("to"), Unit: v.Get("unit"), Named: v.Get("named") != "", Text: consultation.Text{
		Title: v.Get("title"), Draft: v.Get("draft"), Basis: v.Get("basis"), Note: v.Get("note"), How: v.Get("how"), Reason: v.Get("brief")}}
}

// fieldsOf points a refusal at the fields by which a page calls them.
func fieldsOf(f form, names map[string]string) form {
	for i, x := range f.Faults {
		if own := names[x.Field]; own != "" {
			f.Faults[i].Field = own
		}
	}
	return f
}

func (s *server) planConsultation(a *ask) error {
	v, err := a.scans(func(url.Values) string { return "consultation" }, func(string) string { return "other" })
	var id ledger.ID
	if err == nil {
		err = a.try(func() error {
			id, err = s.o.PlanConsultation(a.ctx(), a.who, "", planned(v.Values), v.files())
			return err
		})
	}
	if err != nil {
		f, code, err := again(v.Values, err)
		if err != nil {
			return err
		}
		return a.consultationForm(code, v.back(fieldsOf(f, map[string]string{"reason": "brief"})))
	}
	return a.to(a.path("/consultations/%s", escape(string(id))), "已起草，请另一位同志审核公布。")
}

// consultationPage is one consultation: left what is asked and said, right what
// is to be done.
type consultationPage struct {
	Page
	F                       form
	V                       office.ConsultationView
	Asked                   string
	Units, Doors, Adoptions []option
	Groups                  []int // the numbers of the groups that the form has
	Standing                days
}

func (consultationPage) template() string { return "consultation" }

func (s *server) consultation(a *ask) error {
	return a.showConsultation(http.StatusOK, form{}, "", false)
}

// openOpinions shows who gave the opinions; the opening is in the access log.
func (s *server) openOpinions(a *ask) error {
	if a.kept {
		return a.showConsultation(http.StatusOK, form{}, "", false)
	}
	return a.showConsultation(http.StatusOK, form{}, "", true)
}

func (a *ask) showConsultation(code int, f form, asked string, open bool) error {
	var v office.ConsultationView
	var err error
	if open {
		v, err = a.s.o.OpenOpinions(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
	} else {
		v, err = a.s.o.ConsultationMatter(a.ctx(), a.who, a.id())
	}
	if err != nil {
		return err
	}
	p := consultationPage{Page: a.page(v.Title), V: v, Asked: asked, Units: unitOptions(v.Units), Adoptions: first("请选择", terms("adoption"))}
	for _, o := range first("请选择", terms("opinion_door")) {
		if o.Value != "web" {
			p.Doors = append(p.Doors, o)
		}
	}
	if f.Values == nil {
		f.Values = url.Values{}
	}
	set := func(name, value string) {
		if !f.Values.Has(name) {
			f.Values.Set(name, value)
		}
	}
	if v.Plan {
		for name, value := range map[string]string{"title": v.Text.Title, "draft": v.Text.Draft, "basis": v.Text.Basis, "note": v.Text.Note, "how": v.Text.How,
			"brief": v.Text.Reason, "from": v.From.String(), "to": v.To.String(), "unit": string(v.Unit)} {
			set(name, value)
		}
		if v.Named {
			set("named", "yes")
		}
	}
	if v.Register {
		set("on", min(a.s.o.Today().String(), v.To.String()))
	}
	if v.Sum {
		set("words", v.Outcome.Words)
		for i, g := range v.Outcome.Groups { // what was sent back is the draft of the next
			no := strconv.Itoa(i + 1)
			for name, value := range map[string]string{"title": g.Title, "numbers": consultation.Numbers(g.Opinions), "adoption": string(g.Adoption), "reason": g.Reason} {
				set(name+no, value)
			}
		}
		n := max(groupsIn(f.Values), 1)
		if asked == "more" || f.Values.Get("more") != "" {
			n++
		}
		for i := range min(n, maxGroups) {
			p.Groups = append(p.Groups, i+1)
		}
	}
	p.F = f
	if v.Waits != "" {
		p.Standing = left(v.Left, true)
	}
	p.Wide = true
	return a.show(code, p)
}

// maxGroups is how many groups of opinions a form may have.
const maxGroups = 60

// groupsIn counts the groups that a form has: those up to the last with a title,
// numbers or an answer.
func groupsIn(v url.Values) (n int) {
	for i := 1; i <= maxGroups; i++ {
		no := strconv.Itoa(i)
		if v.Get("title"+no)+v.Get("numbers"+no)+v.Get("adoption"+no)+v.Get("reason"+no) != "" {
			n = i
		}
	}
	return n
}

// summed reads the form of the outcome.
func summed(v url.Values) office.OutcomeForm {
	f := office.OutcomeForm{Rev: revOf(v), Words: v.Get("words")}
	for i := range groupsIn(v) {
		no := strconv.Itoa(i + 1)
		f.Groups = append(f.Groups, office.GroupForm{Title: v.Get("title" + no), Numbers: v.Get("numbers" + no), Adoption: v.Get("adoption" + no), Reason: v.Get("reason" + no)})
	}
	return f
}

// consultationForms are the verbs of a consultation.
var consultationForms = map[string]struct {
	done string
	do   func(s *server, a *ask, v scanned) error
}{
	"plan": {"已修改，请另一位同志审核公布。", func(s *server, a *ask, v scanned) error {
		_, err := s.o.PlanConsultation(a.ctx(), a.who, a.id(), planned(v.Values), v.files())
		return err
	}},
	"open": {"已公布，到开始日期即可提交意见。", func(s *server, a *ask, v scanned) error {
		return s.o.OpenConsultation(a.ctx(), a.who, a.id(), revOf(v.Values))
	}},
	"return": {"已退回。", func(s *server, a *ask, v scanned) error {
		return s.o.ReturnConsultation(a.ctx(), a.who, a.id(), revOf(v.Values), v.Get("reason"))
	}},
	"register": {"已登记。", func(s *server, a *ask, v scanned) error {
		_, err := s.o.RegisterOpinion(a.ctx(), a.who, a.id(), office.VoiceForm{Door: v.Get("door"), On: v.Get("on"), Name: v.Get("name"), Contact: v.Get("contact"),
			Words: v.Get("said"), Files: v.files()})
		return err
	}},
	"prolong": {"已延长，网站上已经写明。", func(s *server, a *ask, v scanned) error {
		return s.o.ProlongConsultation(a.ctx(), a.who, a.id(), revOf(v.Values), v.Get("until"), v.Get("longer"))
	}},
	"sum": {"已汇总，请另一位同志审核公布。", func(s *server, a *ask, v scanned) error {
		return s.o.SumConsultation(a.ctx(), a.who, a.id(), summed(v.Values))
	}},
	"publish": {"已公布采纳情况。", func(s *server, a *ask, v scanned) error {
		return s.o.PublishConsultation(a.ctx(), a.who, a.id(), revOf(v.Values))
	}},
	"stop": {"已终止。", func(s *server, a *ask, v scanned) error {
		return s.o.StopConsultation(a.ctx(), a.who, a.id(), revOf(v.Values), v.Get("why"))
	}},
	"erase": {"个人信息已删除。", func(s *server, a *ask, v scanned) error {
		return s.o.EraseConsultation(a.ctx(), a.who, a.id(), revOf(v.Values))
	}},
}

func (s *server) consultationAct(a *ask) error {
	verb := a.r.PathValue("verb")
	x, ok := consultationForms[verb]
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.scans(func(url.Values) string { return "consultation/" + string(a.id()) + "/" + verb }, func(string) string { return "other" })
	if err == nil && v.Get("more") != "" { // one more group, nothing is handed in
		return a.showConsultation(http.StatusOK, form{Values: v.Values}, verb, false)
	}
	if err == nil {
		err = a.try(func() error { return x.do(s, a, v) })
	}
	if err == nil {
		return a.to(a.path("/consultations/%s", escape(string(a.id()))), x.done)
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	return a.showConsultation(code, v.back(fieldsOf(f, map[string]map[string]string{"stop": {"reason": "why"}, "prolong": {"reason": "longer", "to": "until"}, "register": {"words": "said"}, "plan": {"reason": "brief"}}[verb])), verb, false)
}

// consultationPaper hands over a paper; it is never shown in the browser.
func (s *server) consultationPaper(a *ask) error {
	f, err := s.o.ConsultationPaper(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", s.o.Now(), f)
	return nil
}
