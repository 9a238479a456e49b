// Package public is the site that citizens read (政府网站).
//
// Every page is made on the server and works without a script; the only one
// shows the print button of an article.
// A page is rendered once and then served from memory, plain and compressed,
// until something of its organ is published, revised or withdrawn; see cache.go.
//
//	request ─► headers ─► which organ (token or domain) ─► page kind ─► cache ─► office ─► struct ─► template
//
// What may be read decides access, asked by office; nothing unpublished passes
// through here. The rules of the pages are those of 政府网站发展指引
// (standards.md §D): metadata, footer, the notice before leaving.
package public

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"gongkai/internal/office"
	"gongkai/internal/visits"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/visit"
	"gongkai/window"
)

// Options are what the site needs besides the office.
type Options struct {
	Log    *slog.Logger    // faults go here once, with the number that the page shows
	Secure bool            // cookies of the forms travel on https only
	Visits *visits.Counter // nil counts nothing
}

type server struct {
	o      *office.Office
	log    *slog.Logger
	secure bool
	cross  *http.CrossOriginProtection
	pages  *pages
	assets *assets
	cache  *cache
	visits *visits.Counter
	mirror bool // is asked for a mirror

	directory atomic.Pointer[directory]
}

// directory lists the organs as they were a moment ago.
type directory struct {
	organs []people.Organ
	at     time.Time
}

// New returns the handler of all public pages.
func New(o *office.Office, opt Options) http.Handler {
	s := &server{o: o, log: opt.Log, secure: opt.Secure, cross: http.NewCrossOriginProtection(), assets: loadAssets(), cache: newCache(64 << 20), visits: opt.Visits}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.pages = loadPages(s.assets)
	o.OnChange(s.cache.drop)
	return http.HandlerFunc(s.serve)
}

// serve finds what is asked for. An organ's pages lie below its token, or at
// the root of its own domain.
func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Content-Security-Policy"] = policy
	h["X-Content-Type-Options"] = nosniff
	h["X-Frame-Options"] = sameOrigin
	h["Referrer-Policy"] = referrer
	path := r.URL.Path
	if read := r.Method == http.MethodGet || r.Method == http.MethodHead; !read {
		if r.Method != http.MethodPost || !takesForms(path) {
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "这个页面只供阅读。", http.StatusMethodNotAllowed)
			return
		}
		if err := s.cross.Check(r); err != nil {
			http.Error(w, "这次提交来自其他网站，已拒绝。请从本网站的页面上重新操作。", http.StatusForbidden)
			return
		}
	}
	if name, ok := strings.CutPrefix(path, "/assets/"); ok {
		s.assets.serve(w, r, name)
		return
	}
	now := time.Now()
	organs, err := s.sites(r, now)
	if err != nil {
		s.fault(w, r, err)
		return
	}
	host, _, _ := strings.Cut(r.Host, ":")
	for i := range organs {
		g := &organs[i]
		if g.Site.Domain != "" && strings.EqualFold(g.Site.Domain, host) {
			if rest, ok := strings.CutPrefix(path, "/"+g.Token+"/"); ok { // both addresses are one
				http.Redirect(w, r, (&url.URL{Path: "/" + rest, RawQuery: r.URL.RawQuery}).String(), http.StatusMovedPermanently)
				return
			}
			s.organ(w, r, g, "", path, now)
			return
		}
	}
	switch path {
	case "/":
		s.front(w, r, organs)
		return
	case "/robots.txt":
		s.robots(w, r, organs)
		return
	case "/sitemap.xml":
		s.sitemaps(w, r, organs)
		return
	}
	token, _, slash := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	for i := range organs {
		if organs[i].Token != token {
			continue
		}
		if !slash {
			http.Redirect(w, r, "/"+token+"/", http.StatusMovedPermanently)
			return
		}
		base := path[:len(token)+1]
		s.organ(w, r, &organs[i], base, path[len(base):], now)
		return
	}
	s.lost(w, r)
}

var (
	policy     = []string{"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"}
	nosniff    = []string{"nosniff"}
	sameOrigin = []string{"SAMEORIGIN"}
	referrer   = []string{"strict-origin-when-cross-origin"}
)

// sites lists the organs; the list is looked at again every two seconds.
func (s *server) sites(r *http.Request, now time.Time) ([]people.Organ, error) {
	if d := s.directory.Load(); d != nil && len(d.organs) > 0 && now.Sub(d.at) < recheck {
		return d.organs, nil
	}
	organs, err := s.o.Sites(r.Context())
	if err != nil {
		return nil, err
	}
	s.directory.Store(&directory{organs, now})
	return organs, nil
}

// organ answers for one organ's site; here is the path below its base. What is
// kept goes out at once.
func (s *server) organ(w http.ResponseWriter, r *http.Request, g *people.Organ, base, here string, now time.Time) {
	large := false
	if cookies := r.Header["Cookie"]; len(cookies) > 0 {
		c, err := r.Cookie("size")
		large = err == nil && c.Value == "large"
	}
	if r.URL.RawQuery == "" && r.Method != http.MethodPost {
		if p := s.cache.hit(g.ID, key{base, large, here}, now); p != nil {
			status := p.write(w, r)
			if p.isPage() {
				s.visits.Hit(r, g.ID, g.Site.Domain, here, p.column, status, s.o.Now())
			}
			return
		}
	}
	seen := &answer{ResponseWriter: w}
	a := &ask{s: s, w: seen, r: r, organ: *g, base: base, large: large}
	defer func() {
		if _, asked := visit.PageOf(here, ""); asked && seen.isPage() {
			s.visits.Hit(r, g.ID, g.Site.Domain, a.page(), a.in, seen.status, s.o.Now())
		}
	}()
	w = seen
	err := a.route(strings.TrimPrefix(here, "/"))
	if err == nil {
		return
	}
	if refused, ok := refusal.As(err); ok && refused.Class == refusal.Hidden {
		err = a.absent()
	}
	if err != nil && r.Context().Err() == nil {
		s.fault(w, r, err)
	}
}

// route is the table of contents of a site.
func (a *ask) route(rest string) error {
	first, tail, _ := strings.Cut(rest, "/")
	switch {
	case rest == "":
		return a.home()
	case first == "c" && strings.HasSuffix(tail, "/feed.atom"):
		return a.feed(strings.TrimSuffix(tail, "/feed.atom"), atomFeed)
	case first == "c" && tail != "":
		return a.column(strings.TrimSuffix(tail, "/"))
	case first == "a" && strings.HasSuffix(tail, "/views.json"):
		return a.views(strings.TrimSuffix(tail, "/views.json"))
	case first == "a" && strings.HasSuffix(tail, "/docx"):
		return a.paper(strings.TrimSuffix(tail, "/docx"))
	case first == "a" && strings.Contains(tail, "/proof"):
		return a.proof(tail)
	case first == "a" && tail != "" && !strings.Contains(tail, "/"):
		return a.article(tail)
	case first == "f" && tail != "":
		return a.file(tail)
	case rest == "search":
		return a.search()
	case rest == "apply":
		return a.apply()
	case rest == "apply/form.docx":
		return a.applyForm()
	case first == "apply":
		return a.applyStep(tail)
	case first == "contracts":
		return a.contracts(tail)
	case first == "follow":
		return a.follow(tail)
	case rest == "enquiry":
		return a.askWindow(window.Enquiry)
	case rest == "complaint":
		return a.askWindow(window.Complaint)
	case rest == "asked" || rest == "asked/cancel":
		return a.find(tail)
	case rest == "appointment":
		return a.book()
	case first == "praise":
		return a.praise(tail)
	case rest == "window/display" || rest == "window/display.json":
		return a.display(tail)
	case first == "letters":
		return a.letters(tail)
	case rest == "consultations":
		return a.consultations()
	case first == "consultations":
		return a.consultation(tail)
	case rest == "interviews":
		return a.interviews()
	case first == "interviews":
		return a.interview(tail)
	case rest == "services":
		return a.services()
	case first == "services" && tail != "":
		return a.servicePath(tail)
	case rest == "proposals":
		return a.proposals()
	case rest == "ask":
		return a.wish()
	case rest == "calc":
		return a.calc()
	case rest == "statistics":
		return a.statistics()
	case "/"+rest == Elsewhere && a.s.mirror:
		return a.elsewhere()
	case rest == "map":
		return a.siteMap()
	case rest == "ledger":
		return a.ledger()
	case first == "ledger":
		return a.ledgerFile(tail)
	case rest == "leave":
		return a.leave()
	case rest == "size":
		return a.size()
	case rest == "feed.atom":
		return a.feed("", atomFeed)
	case rest == "rss.xml":
		return a.feed("", rssFeed)
	case rest == "sitemap.xml":
		return a.sitemapXML()
	case rest == "robots.txt" && a.base == "":
		a.s.robots(a.w, a.r, []people.Organ{a.organ})
		return nil
	}
	return a.absent()
}
