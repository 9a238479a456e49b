// Package public is the site that citizens read (政府网站).
//
// Every page is made on the server and works without a script; the few there are
// offer titles while one types, letters like one's own, the print button.
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
	"gongkai/internal/web/wire"
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

	finders   chan struct{} // who searches at the moment
	directory atomic.Pointer[directory]
	looking   atomic.Bool
}

// directory lists the organs as they were a moment ago.
type directory struct {
	organs []people.Organ
	at     time.Time
}

// New returns the handler of all public pages.
func New(o *office.Office, opt Options) http.Handler {
	s := &server{o: o, log: opt.Log, secure: opt.Secure, cross: http.NewCrossOriginProtection(), assets: loadAssets(), cache: newCache(64 << 20), visits: opt.Visits,
		finders: make(chan struct{}, mostFinders())}
	if s.log == nil {
		s.log = slog.Default()
	}
	s.pages = loadPages(s.assets)
	o.OnCommit(s.cache.changed)
	return http.HandlerFunc(s.serve)
}

// serve finds what is asked for. An organ's pages lie below its token, or at
// the root of its own domain.
func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	if s.ready(w, r) {
		return
	}
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
	if g := byDomain(organs, r.Host); g != nil {
		if rest, ok := strings.CutPrefix(path, "/"+g.Token+"/"); ok { // both addresses are one
			http.Redirect(w, r, (&url.URL{Path: "/" + rest, RawQuery: r.URL.RawQuery}).String(), http.StatusMovedPermanently)
			return
		}
		s.organ(w, r, g, "", path, now)
		return
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
	if g, base := byToken(organs, path); g != nil {
		if base == path {
			http.Redirect(w, r, base+"/", http.StatusMovedPermanently)
			return
		}
		s.organ(w, r, g, base, path[len(base):], now)
		return
	}
	s.lost(w, r)
}

// byDomain is the organ whose own domain the reader came by.
func byDomain(organs []people.Organ, host string) *people.Organ {
	host, _, _ = strings.Cut(host, ":")
	for i := range organs {
		if d := organs[i].Site.Domain; d != "" && strings.EqualFold(d, host) {
			return &organs[i]
		}
	}
	return nil
}

// byToken is the organ whose token stands first in the path, with what is before
// its pages.
func byToken(organs []people.Organ, path string) (g *people.Organ, base string) {
	token, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	for i := range organs {
		if organs[i].Token == token {
			return &organs[i], path[:len(token)+1]
		}
	}
	return nil, ""
}

// ready answers for a page that lies ready, in one piece, and counts it. Whatever is
// out of the ordinary goes the long way.
func (s *server) ready(w http.ResponseWriter, r *http.Request) bool {
	d, now := s.directory.Load(), time.Now()
	if d == nil || now.Sub(d.at) >= recheck || r.URL.RawQuery != "" || !wire.Can(r) || len(r.Header["If-None-Match"]) > 0 {
		return false
	}
	path := r.URL.Path
	g, base := byDomain(d.organs, r.Host), ""
	if g != nil && strings.HasPrefix(path, "/"+g.Token+"/") {
		return false
	}
	if g == nil {
		if g, base = byToken(d.organs, path); g == nil {
			return false
		}
	}
	here := path[len(base):]
	p := s.cache.hit(g.ID, key{base, enlarged(r), here}, now)
	if p == nil || p.status != http.StatusOK {
		return false
	}
	head, body := p.packed(r)
	if !wire.Answer(w, r, head, body) {
		return false
	}
	if p.isPage() {
		s.visits.Hit(r, g.ID, g.Site.Domain, here, p.column, p.status, s.o.Now())
	}
	return true
}

// enlarged says whether the reader chose the large-type version.
func enlarged(r *http.Request) bool {
	if len(r.Header["Cookie"]) == 0 {
		return false
	}
	c, err := r.Cookie("size")
	return err == nil && c.Value == "large"
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
	if d := s.directory.Load(); !s.looking.CompareAndSwap(false, true) && d != nil && len(d.organs) > 0 {
		return d.organs, nil // another looks already
	}
	defer s.looking.Store(false)
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
	large := enlarged(r)
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
	case rest == "search/suggest":
		return a.suggest()
	case rest == "opensearch.xml":
		return a.openSearch()
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
