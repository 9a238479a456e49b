package staff

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/service"
)

// casePage is one case on one screen: left what is asked, by whom, what was
// handed in, how far it is and when it must be done, what happened; right the
// forms of what this officer may do now.
type casePage struct {
	Page
	F        form
	V        office.CaseView
	Person   *service.Person // the applicant unmasked, when just opened
	Ask      service.Ask     // likewise
	Facts    []row           // of the applicant
	Steps    []caseStep
	Notices  []office.NoticeLine
	Boxes    []box
	Standing days
	Door     string
	Level    string // of the rating
	Nothing  bool   // is asked of this officer
}

func (casePage) template() string { return "case" }

// caseStep is an entry of the thread, with what was said.
type caseStep struct {
	office.RequestStep
	Said []string
}

// caseBack is what a refused form brings back to the case's page.
type caseBack struct {
	F      form
	Asked  service.Verb
	Person *service.Person
	Ask    service.Ask
}

func (s *server) caseMatter(a *ask) error { return a.showCase(http.StatusOK, caseBack{}) }

func (a *ask) showCase(code int, c caseBack) error {
	v, err := a.s.o.CaseMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if c.F.Values == nil {
		c.F.Values = url.Values{}
	}
	p := casePage{F: c.F, V: v, Person: c.Person, Ask: v.Ask, Standing: caseStanding(v.CaseLine), Door: service.Label(service.Doors, v.Case.Door),
		Level: service.Label(service.Levels, ledger.Code(strconv.Itoa(v.Case.Rating)))}
	who := v.Person
	if c.Person != nil {
		who, p.Ask = *c.Person, c.Ask
	}
	p.Facts = applicantRows(v.Case, who)
	for _, x := range v.Timeline {
		p.Steps = append(p.Steps, caseStep{x, said(x)})
	}
	if v.Open { // they name the applicant, so that each is opened, and logged, by itself
		p.Notices = v.Notices
	}
	a.fillCase(&p, c.Asked)
	p.Page = a.page(v.Case.No + " " + v.Names.Item)
	p.Wide = true
	return a.show(code, p)
}

// fillCase sets the forms of what this officer may do, the likeliest open. A form
// that was just refused is shown even when a colleague's act has taken its verb
// away, so that nothing typed is lost.
func (a *ask) fillCase(p *casePage, asked service.Verb) {
	today := a.s.o.Today()
	open := asked
	if open == "" {
		open = likelyOf(p.V)
	}
	for _, cf := range caseForms {
		if !p.V.Can[cf.verb] && cf.verb != asked {
			continue
		}
		cf.defaults(p.F.Values, p.V, today, a.s.o.Calendar())
		b := box{Verb: string(cf.verb), Name: cf.verb.Name(), Hint: cf.hint, Button: cf.button, Danger: cf.danger, Paper: cf.paperName(),
			Fields: cf.asks(p.F, p.V), Fault: p.F.Fault(string(cf.verb) + "_file"), Open: cf.verb == open}
		if cf.verb == asked {
			b.Kept = p.F.Kept
		}
		p.Boxes = append(p.Boxes, b)
	}
	slices.SortStableFunc(p.Boxes, func(x, y box) int { // what comes next stands first
		switch {
		case x.Open == y.Open:
			return 0
		case x.Open:
			return -1
		}
		return 1
	})
	p.Nothing = open == ""
}

// likelyOf is the verb that most probably comes next.
func likelyOf(v office.CaseView) service.Verb {
	try := []service.Verb{service.DeliverVerb, service.ArchiveVerb}
	switch c := v.Case; {
	case c.Owed():
		try = []service.Verb{service.VerifyVerb, service.MendVerb, service.AnswerVerb}
	case c.State == service.AtDoor || c.State == service.Checked:
		try = []service.Verb{service.TakeInVerb}
	case c.State == service.InHand && len(absent(v)) > 0 && c.LackedOn.IsZero() && !v.Sheet.Deemed:
		try = []service.Verb{service.LackVerb, service.AcceptVerb}
	case c.State == service.InHand:
		try = []service.Verb{service.AcceptVerb}
	case c.State == service.Lacking && v.Sheet.Left < 0:
		try = []service.Verb{service.DeclineVerb}
	case c.State == service.Lacking:
		try = []service.Verb{service.SupplementVerb}
	case c.State == service.Working:
		try = []service.Verb{service.AdvanceVerb, service.DecideVerb}
	case c.State == service.Halted:
		try = []service.Verb{service.ResumeVerb}
	case c.State == service.TakenBack, c.State == service.SentHome, c.State == service.PassedOn:
		try = []service.Verb{service.ArchiveVerb}
	}
	for _, verb := range try {
		if v.Can[verb] {
			return verb
		}
	}
	return ""
}

// absent are the required materials that have not come.
func absent(v office.CaseView) (out []string) {
	for _, m := range v.Materials {
		if m.Required && !m.Given {
			out = append(out, m.Code)
		}
	}
	return out
}

func applicantRows(c service.Case, p service.Person) []row {
	all := []row{{"类型", service.Label(service.Applicants, c.Applicant)}, {"姓名或者名称", p.Name}, {"公民身份号码", p.IDNo}, {"统一社会信用代码", p.Credit},
		{"法定代表人（负责人）", p.Head}, {"经办人", p.Agent}, {"经办人证件", p.AgentID}, {"电话", p.Phone}, {"电子邮箱", p.Email}, {"地址", p.Address}, {"查询码", p.Code}}
	return slices.DeleteFunc(all, func(x row) bool { return x.Value == "" })
}

// openApplicant shows the applicant unmasked, on this answer alone; the opening is
// in the access log.
func (s *server) openApplicant(a *ask) error {
	var c caseBack
	err := a.try(func() error {
		p, asked, err := s.o.OpenCaseApplicant(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
		c.Person, c.Ask = &p, asked
		return err
	})
	if err != nil && !a.kept {
		return err
	}
	return a.showCase(http.StatusOK, c)
}

// caseNotice hands a notice over as a Word or PDF file.
func (s *server) caseNotice(a *ask) error {
	all, err := s.o.CaseNotices(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	n, err := office.NoticeNamed(all, a.r.PathValue("key"))
	if err != nil {
		return err
	}
	switch a.r.PathValue("as") {
	case "docx":
		return a.file(n.Name+".docx", n.Docx)
	case "pdf":
		b, err := n.PDF(a.ctx())
		if err != nil {
			return err
		}
		return a.file(n.Name+".pdf", func(w io.Writer) error { _, err := bytes.NewReader(b).WriteTo(w); return err })
	}
	return refusal.NotFound("access.may.absent")
}

// casePaper hands over what was handed in or supplied, never shown in the
// browser; the opening is logged.
func (s *server) casePaper(a *ask) error {
	f, err := s.o.CasePaper(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", a.s.o.Now(), f)
	return nil
}

// caseClockPage is why a case is due on its day: by segments, and step by step
// with the articles. It prints.
type caseClockPage struct {
	Page
	V        office.CaseView
	Segments []segment
	Back     string
	Today    string
}

func (caseClockPage) template() string { return "case_clock" }

func (s *server) caseClock(a *ask) error {
	v, err := s.o.CaseMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	p := caseClockPage{Page: a.page("期限单：" + v.Case.No), V: v, Back: a.path("/cases/%s", escape(string(a.id()))), Today: s.o.Today().String()}
	for _, g := range v.Sheet.Segments {
		x := segment{office.CaseSegment(g.Kind), g.From.String(), "至今", g.Days}
		if !g.To.IsZero() {
			x.To = g.To.String()
		}
		p.Segments = append(p.Segments, x)
	}
	return a.show(http.StatusOK, p)
}

// caseVerb carries out a verb of the case's page. Refused, the page comes back
// with that form open and filled.
func (s *server) caseVerb(a *ask) error {
	verb := service.Verb(a.r.PathValue("verb"))
	cf, ok := caseFormOf(verb)
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.caseScans("case/"+string(a.id())+"/"+string(verb), func(string) string { return cf.paper })
	if err == nil && verb == service.VerifyVerb && v.Get("verify_upheld") == "" { // no box stands for "unfounded"
		err = &webError{http.StatusUnprocessableEntity, "upheld", "请选择核实的结果：属实，或者不属实。"}
	}
	if err == nil {
		err = a.try(func() error {
			act := caseActOf(verb, v)
			if verb == service.EraseVerb {
				return s.o.EraseCase(a.ctx(), a.who, a.id(), act.Rev)
			}
			return s.o.ActCase(a.ctx(), a.who, a.id(), verb, act)
		})
	}
	if err == nil {
		return a.to(a.path("/cases/%s", escape(string(a.id()))), cf.done)
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	for i, x := range f.Faults {
		if x.Field != "" && !strings.HasPrefix(x.Field, string(verb)+"_") {
			f.Faults[i].Field = string(verb) + "_" + x.Field
		}
	}
	if code == http.StatusRequestEntityTooLarge {
		a.w.Header().Set("Connection", "close")
	}
	return a.showCase(code, caseBack{F: v.back(f), Asked: verb})
}

// caseScans is scans for a form of a case, where a file is of one of the item's
// own materials.
func (a *ask) caseScans(name string, kind func(field string) string) (scanned, error) {
	return a.scansBy(a.s.o.KeepCaseScan, func(url.Values) string { return name }, kind)
}
