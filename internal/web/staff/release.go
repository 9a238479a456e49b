package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
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

// candidatesPage lists what several people asked for and got.
type candidatesPage struct {
	Page
	Groups []office.Candidate
}

func (candidatesPage) template() string { return "request_candidates" }

func (s *server) candidates(a *ask) error {
	groups, err := s.o.ReleaseCandidates(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, candidatesPage{Page: a.page("可转为主动公开的申请"), Groups: groups})
}

// mayRelease says whether the officer sees the way to the candidates.
func (a *ask) mayRelease() bool { return a.may(access.CloseRequest) }
