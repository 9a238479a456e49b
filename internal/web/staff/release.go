package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// releasePage turns what was given to one applicant into a draft for everybody
// (转为主动公开, R-A44).
type releasePage struct {
	Page
	F       form
	R       office.Release
	Columns []option
	Files   []option
}

func (releasePage) template() string { return "request_release" }

func (s *server) releasePage(a *ask) error {
	return a.releaseForm(http.StatusOK, form{})
}

func (a *ask) releaseForm(code int, f form) error {
	r, err := a.s.o.ReleaseDraft(a.ctx(), a.who, a.id())
	if err != nil {
		return err
	}
	if f.Values == nil {
		f.Values = url.Values{"title": {r.Form.Title}, "summary": {r.Form.Summary}, "body": {r.Form.Text}, "rev": {strconv.FormatInt(r.Form.Rev, 10)}}
	}
	p := releasePage{Page: a.page("转为主动公开"), F: f, R: r, Columns: first("请选择栏目", columnOptions(r.Columns))}
	for _, x := range r.Supplied {
		p.Files = append(p.Files, option{string(x.ID), x.Name})
	}
	return a.show(code, p)
}

func (s *server) release(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var article string
	err = a.try(func() error {
		rev, _ := strconv.ParseInt(v.Get("rev"), 10, 64) // 0 conflicts with every request
		id, err := s.o.ReleaseRequest(a.ctx(), a.who, a.id(), office.ReleaseForm{Rev: rev, Title: v.Get("title"), Summary: v.Get("summary"),
			Text: v.Get("body"), Column: v.Get("column"), Files: v["files"]})
		article = string(id)
		return err
	})
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		return a.releaseForm(code, f)
	}
	return a.to(a.path("/articles/%s/1/edit", escape(article)), "已起草为文章。看过附件里没有个人信息，再提交审核。")
}

// candidatesPage lists what several people asked for and got, and what somebody
// suggests to make public.
type candidatesPage struct {
	Page
	F      form
	Groups []candidateGroup
}

// candidateGroup is a group with the form that declines it; Reason is the name
// of its field, so that a page with many has each name once.
type candidateGroup struct {
	office.Candidate
	F      form
	Reason string
	Open   bool
}

func (candidatesPage) template() string { return "request_candidates" }

func (s *server) candidates(a *ask) error { return a.candidates(http.StatusOK, form{}, "") }

func (a *ask) candidates(code int, f form, asked string) error {
	groups, err := a.s.o.ReleaseCandidates(a.ctx(), a.who)
	if err != nil {
		return err
	}
	p := candidatesPage{Page: a.page("可转为主动公开的申请"), F: f}
	for _, c := range groups {
		g := candidateGroup{Candidate: c, Reason: "reason_" + string(c.Lines[0].Request.ID)}
		if g.Open = asked == g.Reason; g.Open {
			g.F = f
		}
		p.Groups = append(p.Groups, g)
	}
	return a.show(code, p)
}

// declineRelease leaves a group at the answers that were given.
func (s *server) declineRelease(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	var ids []ledger.ID
	for _, id := range v["request"] {
		ids = append(ids, ledger.ID(id))
	}
	field := "reason_"
	if len(ids) > 0 {
		field += string(ids[0])
	}
	err = a.try(func() error { return s.o.DeclineRelease(a.ctx(), a.who, ids, v.Get(field)) })
	if err != nil {
		f, code, err := again(v, err)
		if err != nil {
			return err
		}
		for i, x := range f.Faults {
			if x.Field == "reason" {
				f.Faults[i].Field = field
			}
		}
		return a.candidates(code, f, field)
	}
	return a.to(a.path("/requests/candidates"), "已记下理由，这组申请不再列出。")
}

// mayRelease says whether the officer sees the way to the candidates.
func (a *ask) mayRelease() bool { return a.may(access.CloseRequest) }
