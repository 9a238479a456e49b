package public

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// ask is one request for a page of an organ.
type ask struct {
	s     *server
	w     http.ResponseWriter
	r     *http.Request
	organ people.Organ
	base  string // "" on the organ's own domain, else "/token"
	large bool
	here  string // address of the page below base, as far as it is understood

	in    ledger.Code // the column that the page lies in, "" for none
	shown string      // address of a page that is the same for everybody
}

// Page is what every page shows around its own matter.
type Page struct {
	Title   string // of the page, without the site's name
	Site    office.Site
	Organ   people.Organ
	Base    string
	Here    string // path of the page below Base, for the size switch
	Large   bool
	Nav     []navItem
	Trail   []link
	Meta    []meta
	Feed    string
	Finds   bool // has the search field in its own text, and none in its head
	NoIndex bool
}

type navItem struct {
	Name, Href string
	Here       bool
}

type link struct{ Name, Href string }

type meta struct{ Name, Content string }

// site is the organ's frame; asking for it notices what another process did.
func (a *ask) site() (office.Site, error) {
	return a.s.cache.site(a.organ.ID, time.Now(), a.s.o.Today(), func() (office.Site, error) {
		// For all readers: that one goes away does not matter, and it is no part
		// of the page that one of them makes.
		return a.s.o.Site(office.Unnoted(context.WithoutCancel(a.r.Context())), a.organ.Token)
	})
}

// page is the address by which the answer is counted. What is made for one reader may
// bear a code in its address: of that only the first part is known.
func (a *ask) page() string {
	if a.shown != "" {
		return a.shown
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(a.r.URL.Path[len(a.base):], "/"), "/")
	return "/" + first
}

// frame fills what is around a page that lies in a column, "" for none.
func (a *ask) frame(title string, column ledger.Code) (Page, error) {
	site, err := a.site()
	if err != nil {
		return Page{}, err
	}
	a.in = column
	p := Page{Title: title, Site: site, Organ: site.Organ, Base: a.base, Large: a.large, Here: a.here}
	if p.Here == "" {
		p.Here = "/"
	}
	for _, c := range site.Columns {
		p.Nav = append(p.Nav, navItem{c.Name, a.base + "/c/" + string(c.Path), c.Column.Path == column || strings.HasPrefix(string(column), string(c.Path)+"/")})
	}
	for _, c := range site.Trail(column) {
		p.Trail = append(p.Trail, link{c.Name, a.base + "/c/" + string(c.Path)})
	}
	p.Meta = []meta{{"SiteName", site.Organ.Name}, {"SiteDomain", site.Organ.Site.Domain}, {"SiteIDCode", site.Organ.Site.IDCode}}
	return p, nil
}

// columnMeta adds the tags of a column (standards.md §D.4).
func (p *Page) columnMeta(c publication.Column, content bool) {
	p.Meta = append(p.Meta, meta{"ColumnName", c.Name}, meta{"ColumnType", categoryName(c.Category)})
	if !content {
		p.Meta = append(p.Meta, meta{"ColumnDescription", c.Description}, meta{"ColumnKeywords", strings.Join(c.Keywords, ";")})
	}
}

// kept serves a page from memory; here is its address with what it understands
// of the query, so that made-up queries do not fill the memory.
func (a *ask) kept(here string, render func() (templated, error)) error {
	return a.keptAs(here, here, render)
}

// keptToday is kept for a page that says what is so today: at midnight it is made
// anew.
func (a *ask) keptToday(here string, render func() (templated, error)) error {
	return a.keptAs(here, here+"#"+a.s.o.Today().String(), render)
}

func (a *ask) keptAs(here, as string, render func() (templated, error)) error {
	a.here = here
	path, _, _ := strings.Cut(here, "?")
	if _, err := a.site(); err != nil {
		return err
	}
	p, err := a.made(key{a.base, a.large, as}, func() (*page, error) {
		t, err := render()
		if err != nil {
			return nil, err
		}
		p, err := a.s.pages.page(http.StatusOK, t)
		if err == nil {
			p.column = a.in
		}
		return p, err
	})
	if err != nil {
		return err
	}
	a.in, a.shown = p.column, path // another reader may have had it made
	p.write(a.w, a.r)
	return nil
}

// made is the kept page, or makes it, noting what it is made of.
func (a *ask) made(k key, render func() (*page, error)) (*page, error) {
	r := a.r
	defer func() { a.r = r }()
	return a.s.cache.get(r.Context(), a.organ.ID, k, func(ctx context.Context) (*page, error) {
		a.r = r.WithContext(ctx)
		return render()
	})
}

// counts says that the page shows how much is in the columns.
func (a *ask) counts() { office.Note(a.r.Context(), "articles/") }

// show serves a page that is not kept.
func (a *ask) show(status int, t templated) error {
	p, err := a.s.pages.page(status, t)
	if err != nil {
		return err
	}
	p.write(a.w, a.r)
	return nil
}

// number reads a page or year of the query; 0 for none or nonsense.
func (a *ask) number(name string, most int) int {
	n, err := strconv.Atoi(a.r.URL.Query().Get(name))
	if err != nil || n < 0 || n > most {
		return 0
	}
	return n
}

// size sets the large-type version (适老版) and goes back to the page.
func (a *ask) size() error {
	value, age := "", -1
	if a.r.URL.Query().Get("to") == "large" {
		value, age = "large", 365*24*3600
	}
	path := a.base + "/"
	if a.base == "" {
		path = "/"
	}
	http.SetCookie(a.w, &http.Cookie{Name: "size", Value: value, MaxAge: age, Path: path, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	a.w.Header().Set("Cache-Control", "no-store")
	http.Redirect(a.w, a.r, a.base+within(a.r.URL.Query().Get("back")), http.StatusSeeOther)
	return nil
}

// within keeps a way back on this site.
func within(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.Contains(back, "\\") {
		return "/"
	}
	return back
}

// absent says that there is nothing here, and where to look.
func (a *ask) absent() error {
	p, err := a.frame("没有找到这个页面", "")
	if err != nil {
		return err
	}
	p.NoIndex = true
	return a.show(http.StatusNotFound, absentPage{p})
}

type absentPage struct{ Page }

func (absentPage) template() string { return "absent" }

// lost answers for an address that belongs to no organ.
func (s *server) lost(w http.ResponseWriter, r *http.Request) {
	p, err := s.pages.page(http.StatusNotFound, bareAbsentPage{})
	if err != nil {
		s.fault(w, r, err)
		return
	}
	p.write(w, r)
}

type bareAbsentPage struct{}

func (bareAbsentPage) template() string { return "lost" }

// fault is logged once, with the number that the reader is told.
func (s *server) fault(w http.ResponseWriter, r *http.Request, err error) {
	number := strings.ToLower(rand.Text()[:8])
	s.log.Error("site", "number", number, "path", r.URL.Path, "err", err)
	var b bytes.Buffer
	if e := s.pages.execute(&b, faultPage{number}); e != nil {
		http.Error(w, "系统内部错误", http.StatusInternalServerError)
		return
	}
	finish(http.StatusInternalServerError, html, b.Bytes()).write(w, r)
}

type faultPage struct{ Number string }

func (faultPage) template() string { return "fault" }
