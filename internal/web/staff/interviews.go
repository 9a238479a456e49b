package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/refusal"
)

// interviewsPage lists interviews (在线访谈), with how the year went.
type interviewsPage struct {
	Page
	L   office.InterviewList
	May bool
}

func (interviewsPage) template() string { return "interviews" }

// Figure is the page of the entries of a figure.
func (p interviewsPage) Figure(key string) string { return p.figure(p.L.Year, key) }

func (s *server) interviews(a *ask) error {
	l, err := s.o.Interviews(a.ctx(), a.who, a.queryInt("year"))
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, interviewsPage{a.page("在线访谈"), l, a.may(access.WorkTalk)})
}

// newInterviewPage drafts an announcement.
type newInterviewPage struct {
	Page
	F     form
	Units []option
}

func (newInterviewPage) template() string { return "interview_new" }

func (s *server) newInterviewPage(a *ask) error {
	return a.interviewForm(http.StatusOK, form{Values: url.Values{"unit": {string(a.who.Unit)}}})
}

func (a *ask) interviewForm(code int, f form) error {
	if !a.may(access.WorkTalk) {
		return refusal.Denied("access.may.role", "verb", string(access.WorkTalk))
	}
	l, err := a.s.o.Lists(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(code, newInterviewPage{a.page("起草访谈预告"), f, unitOptions(l.Units)})
}

func announced(v url.Values) office.InterviewForm {
	return office.InterviewForm{Rev: revOf(v), Held: v.Get("held"), Unit: v.Get("unit"), Text: interview.Text{Topic: v.Get("topic"), Guest: v.Get("guest"),
		Post: v.Get("post"), Time: v.Get("time"), About: v.Get("about")}}
}

func (s *server) planInterview(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var id ledger.ID
	err = a.try(func() error {
		id, err = s.o.PlanInterview(a.ctx(), a.who, "", announced(v))
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.interviewForm(code, f)
	}
	return a.to(a.path("/interviews/%s", escape(string(id))), "已起草，请另一位同志审核发布。")
}

// interviewPage is one interview: left what is asked and said, right what is to
// be done.
type interviewPage struct {
	Page
	F     form
	V     office.InterviewView
	Asked string
	Units []option
}

func (interviewPage) template() string { return "interview" }

func (s *server) interview(a *ask) error { return a.showInterview(http.StatusOK, form{}, "") }

func (a *ask) showInterview(code int, f form, asked string) error {
	v, err := a.s.o.InterviewMatter(a.ctx(), a.who, a.id())
	if err != nil {
		return err
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
		for name, value := range map[string]string{"topic": v.Text.Topic, "guest": v.Text.Guest, "post": v.Text.Post, "time": v.Text.Time, "about": v.Text.About,
			"held": v.HeldOn.String(), "unit": string(v.Unit)} {
			set(name, value)
		}
	}
	if v.Write {
		set("transcript", v.Transcript.Typed())
	}
	p := interviewPage{Page: a.page(v.Text.Topic), F: f, V: v, Asked: asked, Units: unitOptions(v.Units)}
	p.Wide = true
	return a.show(code, p)
}

// interviewForms are the verbs of an interview.
var interviewForms = map[string]struct {
	done string
	do   func(s *server, a *ask, v scanned) error
}{
	"plan": {"已修改，请另一位同志审核发布。", func(s *server, a *ask, v scanned) error {
		_, err := s.o.PlanInterview(a.ctx(), a.who, a.id(), announced(v.Values))
		return err
	}},
	"announce": {"已发布预告，网民可以提问。", func(s *server, a *ask, v scanned) error {
		return s.o.AnnounceInterview(a.ctx(), a.who, a.id(), revOf(v.Values))
	}},
	"return": {"已退回。", func(s *server, a *ask, v scanned) error {
		return s.o.ReturnInterview(a.ctx(), a.who, a.id(), revOf(v.Values), v.Get("reason"))
	}},
	"write": {"已整理，请另一位同志审核发布。", func(s *server, a *ask, v scanned) error {
		return s.o.WriteInterview(a.ctx(), a.who, a.id(), revOf(v.Values), v.Get("transcript"), v.files())
	}},
	"publish": {"已发布实录。", func(s *server, a *ask, v scanned) error {
		return s.o.PublishInterview(a.ctx(), a.who, a.id(), revOf(v.Values))
	}},
	"cancel": {"已取消。", func(s *server, a *ask, v scanned) error {
		return s.o.CancelInterview(a.ctx(), a.who, a.id(), revOf(v.Values), v.Get("why"))
	}},
	"erase": {"个人信息已删除。", func(s *server, a *ask, v scanned) error {
		return s.o.EraseInterview(a.ctx(), a.who, a.id(), revOf(v.Values))
	}},
	"show": {"已显示。", func(s *server, a *ask, v scanned) error {
		return s.o.ModerateQuestion(a.ctx(), a.who, a.id(), numberOf(v.Values), true, "")
	}},
	"hide": {"不显示，理由已记下。", func(s *server, a *ask, v scanned) error {
		return s.o.ModerateQuestion(a.ctx(), a.who, a.id(), numberOf(v.Values), false, v.Get("hide"+v.Get("no")))
	}},
}

// numberOf is the number of a question, 0 for none.
func numberOf(v url.Values) int {
	n, _ := strconv.Atoi(v.Get("no"))
	return n
}

func (s *server) interviewAct(a *ask) error {
	verb := a.r.PathValue("verb")
	x, ok := interviewForms[verb]
	if !ok {
		return refusal.NotFound("access.may.absent")
	}
	v, err := a.scans(func(url.Values) string { return "interview/" + string(a.id()) + "/" + verb }, func(string) string { return "other" })
	if err == nil {
		err = a.try(func() error { return x.do(s, a, v) })
	}
	if err == nil {
		return a.to(a.path("/interviews/%s", escape(string(a.id()))), x.done)
	}
	f, code, err := again(v.Values, err)
	if err != nil {
		return err
	}
	own := map[string]map[string]string{"cancel": {"reason": "why"}, "hide": {"reason": "hide" + v.Get("no")}, "show": {"question": "q" + v.Get("no")}}
	return a.showInterview(code, v.back(fieldsOf(f, own[verb])), verb)
}

// interviewPicture hands over a picture; it is never shown in the browser.
func (s *server) interviewPicture(a *ask) error {
	f, err := s.o.InterviewPicture(a.ctx(), a.who, a.id(), a.paper(), address(a.r.RemoteAddr))
	if err != nil {
		return err
	}
	a.attach(f.Type, f.Name)
	http.ServeContent(a.w, a.r, "", s.o.Now(), f)
	return nil
}
