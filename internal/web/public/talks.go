package public

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"

	"gongkai/consultation"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
)

// consultationsPage lists what the organ asks of everybody (征集调查).
type consultationsPage struct {
	Page
	Rows                              []office.ConsultationLine
	Held, Opinions, Published, Taking int
}

func (consultationsPage) template() string { return "consultations" }

func (a *ask) consultations() error {
	return a.keptToday("/consultations", func() (templated, error) {
		p, err := a.frame("征集调查", "")
		if err != nil {
			return nil, err
		}
		rows, err := a.s.o.PublicConsultations(a.r.Context(), a.organ.ID)
		page := consultationsPage{Page: p, Rows: rows, Held: len(rows)}
		for _, r := range rows {
			page.Opinions += r.Opinions
			if r.State == consultation.Published {
				page.Published++
			}
			if r.Takes(a.s.o.Today()) {
				page.Taking++
			}
		}
		return page, err
	})
}

// consultationPage is one consultation: the draft, its grounds, and what became
// of the opinions.
type consultationPage struct {
	Page
	C office.PublicConsultation
}

func (consultationPage) template() string { return "consultation" }

// adoption is what became of a group, in words.
func adoption(key ledger.Code) string {
	words, _ := law.Label("adoption", string(key))
	return words
}

// sayPage asks for an opinion or a question.
type sayPage struct {
	Page
	Form    form
	Kept    []office.Kept
	Of      string // what it is about
	Back    string
	To      string // where the form goes
	Named   bool
	Files   bool
	Words   string // what is asked for
	Hint    string
	Button  string
	No      int    // of what was said, once it was
	Outcome string // what becomes of it
}

func (sayPage) template() string { return "say" }

func (a *ask) consultation(tail string) error {
	id, what, _ := strings.Cut(tail, "/")
	switch {
	case what == "":
		return a.keptToday("/consultations/"+id, func() (templated, error) {
			c, err := a.s.o.PublicConsultation(a.r.Context(), a.organ.ID, ledger.ID(id))
			if err != nil {
				return nil, err
			}
			p, err := a.frame(c.Title, "")
			return consultationPage{p, c}, err
		})
	case what == "say":
		return a.sayOpinion(ledger.ID(id))
	case strings.HasPrefix(what, "files/"):
		f, err := a.s.o.PublicConsultationPaper(a.r.Context(), a.organ.ID, ledger.ID(id), ledger.ID(strings.TrimPrefix(what, "files/")))
		if err != nil {
			return err
		}
		return a.hand(f.Name, f.Type, f)
	}
	return a.absent()
}

// sayOpinion is the form of an opinion.
func (a *ask) sayOpinion(id ledger.ID) error {
	c, err := a.s.o.PublicConsultation(a.r.Context(), a.organ.ID, id)
	if err != nil {
		return err
	}
	p := sayPage{Of: c.Title, Back: "/consultations/" + string(id), Named: c.Named, Files: true, Words: "您的意见", Button: "提交意见",
		Hint: "写明对哪一条有什么意见、理由是什么，不超过10000字。", Outcome: "征集结束以后，采纳情况公布在这一期的页面上。意见不逐条公布，姓名和联系方式加密保存。"}
	return a.say(p, "提交意见", id, func(f office.VoiceForm) (int, error) {
		return a.s.o.GiveOpinion(a.r.Context(), a.organ.ID, id, f, a.remote())
	})
}

// say shows a form in which a citizen says something, takes it in, and answers
// with its number. What was typed stays, however wrong it is.
func (a *ask) say(p sayPage, title string, id ledger.ID, give func(office.VoiceForm) (int, error)) error {
	frame, err := a.formFrame(title, p.Back+"/say")
	if err != nil {
		return err
	}
	p.Page, p.To = frame, a.base+p.Back+"/say"
	p.Back = a.base + p.Back
	if a.r.Method != http.MethodPost {
		p.Form = form{Values: url.Values{"once": {rand.Text()}}}
		return a.personal(http.StatusOK, p)
	}
	got, papers, err := a.typed(0)
	if err != nil {
		return err
	}
	if p.Kept, err = a.s.o.KeepSpoken(a.r.Context(), a.organ.ID, id, papers, got.Values["kept"]); err != nil {
		return err
	}
	v := got.Values
	f := office.VoiceForm{Name: v.Get("name"), Contact: v.Get("contact"), Words: v.Get("words"), Once: v.Get("once")}
	for _, k := range p.Kept {
		f.Files = append(f.Files, k.Upload())
	}
	faults := got.Faults
	if len(faults) == 0 {
		if p.No, err = give(f); err == nil {
			return a.personal(http.StatusOK, p)
		}
		if faults, err = faultsOf(err); err != nil {
			return err
		}
	}
	if p.Form = got; p.Form.Values.Get("once") == "" {
		p.Form.Values.Set("once", rand.Text())
	}
	p.Form.Faults = faults
	return a.personal(http.StatusUnprocessableEntity, p)
}

// interviewsPage lists interviews (在线访谈).
type interviewsPage struct {
	Page
	Rows []office.InterviewLine
}

func (interviewsPage) template() string { return "interviews" }

func (a *ask) interviews() error {
	return a.keptToday("/interviews", func() (templated, error) {
		p, err := a.frame("在线访谈", "")
		if err != nil {
			return nil, err
		}
		rows, err := a.s.o.PublicInterviews(a.r.Context(), a.organ.ID)
		return interviewsPage{p, rows}, err
	})
}

// interviewPage is one interview: who, when, what is asked, what was said.
type interviewPage struct {
	Page
	I office.PublicInterview
}

func (interviewPage) template() string { return "interview" }

func (a *ask) interview(tail string) error {
	id, what, _ := strings.Cut(tail, "/")
	switch {
	case what == "":
		return a.keptToday("/interviews/"+id, func() (templated, error) {
			i, err := a.s.o.PublicInterview(a.r.Context(), a.organ.ID, ledger.ID(id))
			if err != nil {
				return nil, err
			}
			p, err := a.frame(i.Text.Topic, "")
			return interviewPage{p, i}, err
		})
	case what == "say":
		i, err := a.s.o.PublicInterview(a.r.Context(), a.organ.ID, ledger.ID(id))
		if err != nil {
			return err
		}
		p := sayPage{Of: i.Text.Topic, Back: "/interviews/" + id, Words: "您的问题", Button: "提交问题", Hint: "不超过10000字。不要写身份证号、电话等个人信息。",
			Outcome: "问题经审核以后显示在访谈的页面上，不显示您的姓名。"}
		return a.say(p, "我要提问", ledger.ID(id), func(f office.VoiceForm) (int, error) {
			return a.s.o.AskInterview(a.r.Context(), a.organ.ID, ledger.ID(id), f, a.remote())
		})
	case strings.HasPrefix(what, "pictures/"):
		f, err := a.s.o.PublicInterviewPicture(a.r.Context(), a.organ.ID, ledger.ID(id), ledger.ID(strings.TrimPrefix(what, "pictures/")))
		if err != nil {
			return err
		}
		a.w.Header().Set("Content-Type", f.Type) // office lets in pictures alone
		http.ServeContent(a.w, a.r, "", a.s.o.Now(), f)
		return nil
	}
	return a.absent()
}
