// Package staff is the desk (工作台): the pages on which officers of one organ
// work. It parses a form, asks office, and shows the answer; no rule of the
// trade stands here, and nothing here decides who may do what.
//
//	request ─► guard (headers, origin, size) ─► session ─► enter (site, actor) ─► handler ─► page struct ─► template
//
// Two promises hold for every form. What was typed comes back: after a
// refusal, after a session that ran out (see signin.go), after a conflict with
// a colleague. And a page works without JavaScript; the scripts only add an
// editing surface, saving while one types, and figures opening in place.
//
// Read next: ask.go for what a handler gets, form.go for fields and their
// faults, draft.go for the longest form.
package staff

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// Options are what the desk needs besides the office.
type Options struct {
	Log    *slog.Logger // faults go here once, with the number that the page shows
	Store  scs.Store    // of sessions; kept in memory when nil
	Secure bool         // the cookie travels on https only
	Mail   bool         // a mail server is configured
	// ReadInbox reads a mailbox now and says in words how that went; nil where
	// no reader runs.
	ReadInbox func(ctx context.Context, who access.Actor, id ledger.ID) (string, error)
	// DemoAccounts are shown on the sign-in page of an organ whose data is a
	// demonstration.
	DemoAccounts func(token string) []DemoAccount
}

// DemoAccount is an account of the demonstration that anybody may use.
type DemoAccount struct {
	Login, Password, Name, Does string
}

// Limits of what a request may carry, in bytes.
const (
	maxText   = 8 << 20
	maxUpload = 100 << 20
)

type server struct {
	o        *office.Office
	opt      Options
	sessions *scs.SessionManager
	mux      *http.ServeMux
	pages    *pages
	assets   *assets
}

// New returns the handler of everything under /{token}/desk.
func New(o *office.Office, opt Options) http.Handler {
	if opt.Log == nil {
		opt.Log = slog.Default()
	}
	s := &server{o: o, opt: opt, assets: theAssets(), pages: thePages()}
	s.sessions = newSessions(opt)
	s.mux = http.NewServeMux()
	s.routes()

	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(s.crossOrigin))
	desk := cross.Handler(s.sessions.LoadAndSave(s.mux))

	outer := http.NewServeMux()
	outer.HandleFunc("GET /{token}/desk/assets/{name}", s.assets.serve)
	outer.Handle("/", desk)
	return headers(outer)
}

// headers says the same on every page: nothing is fetched from elsewhere, no
// inline script or style runs, and no desk page is kept by a cache.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; object-src 'none'; "+
			"base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// newSessions sets the limits of GB/T 22239-2019 8.1.4.1: idle thirty minutes,
// never longer than a working day.
func newSessions(opt Options) *scs.SessionManager {
	m := scs.New()
	m.IdleTimeout = 30 * time.Minute
	m.Lifetime = 12 * time.Hour
	m.Cookie.Name = "gongkai_desk"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = opt.Secure
	m.Cookie.Persist = false
	if opt.Store != nil {
		m.Store = opt.Store
	}
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		number := requestNumber()
		opt.Log.Error("desk session", "number", number, "path", r.URL.Path, "err", err)
		http.Error(w, "登录信息无法读写，编号 "+number+"。请稍后重试；仍不行时，把编号告诉系统管理员。", http.StatusInternalServerError)
	}
	return m
}
