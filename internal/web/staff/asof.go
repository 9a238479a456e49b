package staff

import (
	"net/http"
	"strings"

	"gongkai/calendar"
	"gongkai/internal/office"
)

// asOfPage is an article as it stood at an instant (某一时刻的页面).
type asOfPage struct {
	Page
	F       form
	X       office.AsOf
	Rows    []row
	Preview string
	Next    calendar.Day // on which the ledger is signed again
}

func (asOfPage) template() string { return "asof" }

// asOf shows what was public of an article at the instant that the address
// names, now when it names none.
func (s *server) asOf(a *ask) error {
	q := a.r.URL.Query()
	x, err := s.o.ArticleAsOf(a.ctx(), a.who, a.id(), q.Get("at"))
	f, code, err := again(q, err)
	if err != nil {
		return err
	}
	p := asOfPage{Page: a.page(x.Title), F: f, X: x, Next: s.o.Today().AddDays(1)}
	if x.Period != nil {
		e := x.Edition
		p.Preview = a.pictures(e.Article, e.No, e.HTML)
		d := office.DeskArticle{Article: x.Then, Unit: x.Unit}
		d.Column.Name = x.Column
		p.Rows = headerRows(d, e)
	}
	p.Wide = true
	return a.show(code, p)
}

// siteAsOfPage lists what was public at an instant.
type siteAsOfPage struct {
	Page
	F     form
	S     office.SiteAsOf
	Pages []pageLink
	Ask   string // the instant, for the links to each page
}

func (siteAsOfPage) template() string { return "asof_site" }

func (s *server) siteAsOf(a *ask) error {
	q := a.r.URL.Query()
	list, err := s.o.SiteAsOf(a.ctx(), a.who, q.Get("at"), a.queryInt("page"))
	f, code, err := again(q, err)
	if err != nil {
		return err
	}
	p := siteAsOfPage{Page: a.page("某一时刻的网站"), F: f, S: list, Pages: a.paging(list.Page, list.Pages), Ask: strings.TrimSpace(q.Get("at"))}
	return a.show(code, p)
}

// proofFile sends the proof of an edition with its text.
func (s *server) proofFile(a *ask) error {
	no, err := a.no()
	if err != nil {
		return err
	}
	b, err := s.o.ProofFile(a.ctx(), a.who, a.id(), no)
	if err != nil {
		return err
	}
	h := a.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Disposition", `attachment; filename="fabu-zhengming-`+escape(string(a.id()))+"-"+a.r.PathValue("no")+`.json"`)
	_, err = a.w.Write(b)
	return err
}

// watchPage is what the watcher found on the site (网站巡查).
type watchPage struct {
	Page
	W office.Watch
}

func (watchPage) template() string { return "watch" }

func (s *server) watch(a *ask) error {
	w, err := s.o.Watch(a.ctx(), a.who)
	if err != nil {
		return err
	}
	return a.show(http.StatusOK, watchPage{a.page("网站巡查"), w})
}
