package staff

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// signInPage asks for login and password. Kept holds the fields of a form that
// was posted after the session had run out.
type signInPage struct {
	Page
	F        form
	Next     string
	Kept     string
	KeptNote string
	Accounts []DemoAccount
}

func (signInPage) template() string { return "signin" }

type keptKey struct{}

func (s *server) signInPage(a *ask) error {
	if !a.who.Public() && a.who.Organ == a.site.Organ.ID {
		return a.to(a.base(), "")
	}
	return a.showSignIn(http.StatusOK, form{}, a.query("next"), "")
}

func (a *ask) showSignIn(code int, f form, next, kept string) error {
	p := signInPage{Page: a.page("登录"), F: f, Next: a.within(next), Kept: kept}
	p.Bare = true
	if kept != "" {
		p.KeptNote = "登录时间已过。刚才填写的内容已为您留着，登录后会回到原来的表单。"
	}
	if a.site.Organ.Demo != "" && a.s.opt.DemoAccounts != nil {
		p.Accounts = a.s.opt.DemoAccounts(a.site.Organ.Token)
	}
	return a.show(code, p)
}

// askSignIn answers a request without a session. A form that was being sent is
// put into the sign-in page, so that it comes back filled afterwards; of an
// upload the text fields are kept, the file has to be chosen again.
func (a *ask) askSignIn() error {
	a.w.Header().Set("X-Sign-In", "1") // saving while typing looks for it
	if a.r.Method == http.MethodGet || a.r.Method == http.MethodHead {
		next := a.r.URL.RequestURI()
		if next == a.base() || next == a.base()+"/" {
			return a.answered(a.to(a.path("/signin"), ""))
		}
		return a.answered(a.to(a.path("/signin?next=%s", url.QueryEscape(next)), ""))
	}
	posted, err := a.upload()
	if err != nil {
		return err
	}
	kept := ""
	if !strings.HasPrefix(a.r.URL.Path, a.path("/autosave")) && !strings.HasSuffix(a.r.URL.Path, "/signout") {
		posted.values.Del("old")
		posted.values.Del("password")
		text, err := json.Marshal(posted.values)
		if err != nil {
			return err
		}
		kept = string(text)
	}
	if posted.file != nil || posted.tooBig {
		a.w.Header().Set("Connection", "close") // the file is not read to its end
	}
	return a.answered(a.showSignIn(http.StatusUnauthorized, form{}, a.r.URL.RequestURI(), kept))
}

// answered ends the way of an ask whose page is written.
func (a *ask) answered(err error) error {
	if err == nil {
		return errAnswered
	}
	return err
}

// within lets an address through only when it is on this desk.
func (a *ask) within(next string) string {
	if next == a.base() || strings.HasPrefix(next, a.base()+"/") || strings.HasPrefix(next, a.base()+"?") {
		return next
	}
	return ""
}

func (s *server) signIn(a *ask) error {
	v, err := a.values()
	if err != nil {
		return err
	}
	next, kept := a.within(v.Get("next")), v.Get("kept")
	officer, err := s.o.SignIn(a.ctx(), a.site.Organ.Token, strings.TrimSpace(v.Get("login")), v.Get("password"), address(a.r.RemoteAddr))
	if err != nil {
		f, code, err := again(url.Values{"login": {v.Get("login")}}, err)
		if err != nil {
			return err
		}
		return a.showSignIn(code, f, next, kept)
	}
	// a new name for the session, so that one planted before cannot be used
	if err := s.sessions.RenewToken(a.ctx()); err != nil {
		return err
	}
	s.sessions.Put(a.ctx(), "officer", string(officer.ID))
	if next == "" {
		return a.to(a.base(), "")
	}
	if kept == "" {
		return a.to(next, "")
	}
	return a.reopen(next, kept)
}

// reopen shows the form of a lost session as it was sent, without acting on it.
func (a *ask) reopen(next, kept string) error {
	var v url.Values
	u, err := url.Parse(next)
	if err != nil || json.Unmarshal([]byte(kept), &v) != nil {
		return a.to(a.base(), "")
	}
	r := a.r.Clone(context.WithValue(a.ctx(), keptKey{}, true))
	r.URL, r.RequestURI, r.PostForm, r.Form, r.Body = u, next, v, v, http.NoBody
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a.s.mux.ServeHTTP(a.w, r)
	return errAnswered
}

func (s *server) signOut(a *ask) error {
	if err := s.sessions.Destroy(a.ctx()); err != nil {
		return err
	}
	return a.to(a.path("/signin"), "")
}

// address drops the port.
func address(remote string) string {
	if i := strings.LastIndexByte(remote, ':'); i > 0 {
		return strings.Trim(remote[:i], "[]")
	}
	return remote
}
