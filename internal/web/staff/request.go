package staff

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/request"
)

// requestPage is one matter on one screen: left what is asked, by whom, the
// clock, who is consulted, what happened, the papers and the draft answer;
// right the forms of what this officer may do now.
type requestPage struct {
	Page
	F        form
	V        office.RequestView
	Person   *request.Person // the applicant unmasked, when just opened
	Facts    []row           // of the applicant
	Steps    []step
	Letters  []office.Paper
	Papers   []office.Paper // scans, proofs, what was supplied
	Boxes    []box
	Answer   *answerForm
	Standing days
	Nothing  bool     // is asked of this officer
	Release  bool     // what was given may become an article
	Given    findings // personal data in what the answer gives
}

func (requestPage) template() string { return "request" }

// step is an entry of the thread, with what was said and the paper made.
type step struct {
	office.RequestStep
	Said  []string
	Paper office.Paper
}

// box is the form of a verb as the page shows it.
type box struct {
	Verb, Name, Hint, Paper, Button string
	Fields                          []field
	Fault                           string // of its files
	Kept                            []office.Kept
	Open, Danger                    bool
	After                           *answerForm // the draft answer, where this box comes before it
}

// caseAsk is what a refused form brings back to the case page.
type caseAsk struct {
	F      form
	Asked  request.Verb
	Person *request.Person
}

func (s *server) request(a *ask) error { return a.showRequest(http.StatusOK, caseAsk{}) }

func (a *ask) showRequest(code int, c caseAsk) error {
	v, err := a.s.o.RequestMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	_, units, _, err := a.s.o.Organ(a.ctx(), a.who)
	if err != nil {
		return err
	}
	if c.F.Values == nil {
		c.F.Values = url.Values{}
	}
	p := requestPage{F: c.F, V: v, Person: c.Person, Standing: standing(v.RequestLine), Release: v.Can[request.ReleaseVerb]}
	if v.Open {
		if p.Given.Check, err = a.s.o.CheckAnswer(a.ctx(), a.who, a.id()); err != nil {
			return err
		}
	}
	a.fillForms(&p, c.Asked, units)
	who := v.Person
	if c.Person != nil {
		who = *c.Person
	}
	p.Facts = personRows(v.Request, who)
	papers := map[int64]office.Paper{}
	for _, x := range v.Papers {
		papers[x.Seq] = x
		if x.Kind == "letter" {
			p.Letters = append(p.Letters, x)
		} else {
			p.Papers = append(p.Papers, x)
		}
	}
	for _, x := range v.Steps {
		p.Steps = append(p.Steps, step{x, said(x), papers[x.Seq]})
	}
	p.Page = a.page(v.Request.No + " " + v.Subject)
	p.Wide = true
	return a.show(code, p)
}

// said are the words of a step that people wrote.
func said(s office.RequestStep) []string {
	return slices.DeleteFunc(slices.Clone(s.Words), func(w string) bool { return strings.TrimSpace(w) == "" })
}

// fillForms sets the forms of what this officer may do, the most likely next
// one open. A form that was just refused is shown even when a colleague's act
// has meanwhile taken its verb away, so that nothing typed is lost.
func (a *ask) fillForms(p *requestPage, asked request.Verb, units []people.Unit) {
	today := a.s.o.Today().String()
	may := func(verb request.Verb) bool {
		switch verb {
		case keepVerb:
			return p.V.Work && p.V.Request.State != request.Archived
		case eraseVerb:
			return p.V.Close && p.V.Request.State == request.Archived && !p.V.Request.Erased
		case request.ServeVerb, request.HearVerb:
			rf, _ := formOf(verb)
			return p.V.Can[verb] && len(rf.blanks[0].options(p.V, units)) > 0
		case request.ReasonVerb:
			return p.V.Can[verb] && !p.V.Request.AskedOn.IsZero() && p.V.Request.ReasonedOn.IsZero()
		case request.PostponeVerb:
			return p.V.Can[verb] && !p.V.Request.ReasonedOn.IsZero() && p.V.Request.PostponedTo.IsZero()
		case request.AskVerb:
			return p.V.Can[verb] && p.V.Request.AskedOn.IsZero()
		case request.ChargeVerb:
			return p.V.Can[verb] && p.V.Request.ChargedOn.IsZero()
		}
		return p.V.Can[verb]
	}
	open := asked
	if open == "" {
		open = likely(p.V, may)
	}
	if may(request.DecideVerb) || asked == request.DecideVerb {
		x := a.answer(p.F, p.V)
		if x.Open = open == request.DecideVerb; asked == request.DecideVerb {
			x.Kept = p.F.Kept
		}
		p.Answer = &x
	}
	for _, rf := range requestForms {
		if !may(rf.verb) && rf.verb != asked {
			continue
		}
		if on := string(rf.verb) + "_on"; !p.F.Values.Has(on) {
			p.F.Values.Set(on, today)
		}
		b := box{Verb: string(rf.verb), Name: rf.name, Hint: rf.hint, Button: rf.button, Danger: rf.danger, Fields: rf.asks(p.F, p.V, units),
			Fault: p.F.Fault(string(rf.verb) + "_file"), Open: rf.verb == open}
		if rf.verb == asked {
			b.Kept = p.F.Kept
		}
		if b.Name == "" {
			b.Name = rf.verb.Name()
		}
		if rf.verb == request.ChargeVerb && p.V.Fee > 0 {
			b.Hint += fmt.Sprintf("这是同一申请人当月的第%d件。", p.V.Fee)
		}
		if rf.paper != "" {
			b.Paper = nameOf("paper", ledger.Code(rf.paper))
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
	p.Nothing = len(p.Boxes) == 0 && p.Answer == nil
	if p.Answer != nil && !p.Answer.Open && len(p.Boxes) > 0 && p.Boxes[0].Open {
		p.Boxes[0].After, p.Answer = p.Answer, nil
	}
}

// likely is the verb that most probably comes next.
func likely(v office.RequestView, may func(request.Verb) bool) request.Verb {
	try := []request.Verb{request.ConfirmVerb, request.SupplementVerb, request.PayVerb, request.ReviewVerb, request.SignVerb, request.SendVerb,
		request.DeliverVerb, request.ArchiveVerb}
	r := v.Request
	switch {
	case r.State == request.Clarifying && v.Sheet.AsOf.After(r.SupplementBy):
		try = []request.Verb{request.GiveUpVerb}
	case r.State == request.Open && r.Unit == "":
		try = []request.Verb{request.AssignVerb}
	case r.State == request.Open:
		try = []request.Verb{request.ServeVerb, request.HearVerb, request.ReasonVerb, request.DecideVerb}
	case (r.State == request.Withdrawn || r.State == request.GivenUp) && !r.DeliveredOn.IsZero():
		try = []request.Verb{request.ArchiveVerb}
	}
	for _, verb := range try {
		if may(verb) {
			return verb
		}
	}
	return ""
}

func personRows(r request.Request, p request.Person) []row {
	all := []row{{"类型", nameOf("applicant", r.Applicant)}, {"姓名或者名称", p.Name}, {p.IDKind, p.IDNo}, {"统一社会信用代码", p.Credit}, {"负责人", p.Head},
		{"工作单位", p.WorkUnit}, {"联系人", p.Contact}, {"电话", p.Phone}, {"电子邮箱", p.Email}, {"通信地址", p.Address}, {"邮政编码", p.Postcode},
		{"传真", p.Fax}, {"代理人", p.Proxy}, {"代理人证件", p.ProxyID}, {"查询码", p.Code}}
	return slices.DeleteFunc(all, func(x row) bool { return x.Value == "" })
}

// openPerson shows the applicant unmasked, on this answer alone; the opening is
// in the access log.
func (s *server) openPerson(a *ask) error {
	var c caseAsk
	err := a.try(func() error {
		p, err := s.o.OpenPerson(a.ctx(), a.who, a.id(), address(a.r.RemoteAddr))
		c.Person = &p
		return err
	})
	if err != nil && !a.kept {
		return err
	}
	return a.showRequest(http.StatusOK, c)
}
