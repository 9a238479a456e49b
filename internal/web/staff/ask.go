package staff

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/refusal"
)

// ask is one request on its way to a handler: the organ whose desk it is, and
// who asks.
type ask struct {
	s    *server
	w    http.ResponseWriter
	r    *http.Request
	site office.Site
	who  access.Actor
	kept bool // the form of a session that ran out: show it filled, do nothing
}

// handler answers an ask; an error that it returns becomes a page of its own.
type handler func(*ask) error

func (s *server) open(method, path string, h handler)  { s.route(method, path, h, false) }
func (s *server) staff(method, path string, h handler) { s.route(method, path, h, true) }

func (s *server) route(method, path string, h handler, signedIn bool) {
	s.mux.HandleFunc(method+" /{token}/desk"+path, func(w http.ResponseWriter, r *http.Request) {
		a := &ask{s: s, w: w, r: r}
		_, a.kept = r.Context().Value(keptKey{}).(bool)
		err := a.enter(signedIn)
		if err == nil {
			err = h(a)
		}
		if err != nil && !errors.Is(err, errAnswered) {
			a.fail(err)
		}
	})
}

// errAnswered says that the page was written on the way.
var errAnswered = errors.New("answered")

// enter finds the organ and, where one is wanted, the actor. The officer is
// read again at every request, so that a role taken away is gone at once.
func (a *ask) enter(signedIn bool) error {
	site, err := a.s.o.Site(a.ctx(), a.r.PathValue("token"))
	if err != nil {
		return err
	}
	a.site = site
	officer := ledger.ID(a.s.sessions.GetString(a.ctx(), "officer"))
	if officer != "" {
		a.who, err = a.s.o.Actor(a.ctx(), officer)
		if err != nil {
			if _, isRefusal := refusal.As(err); !isRefusal {
				return err
			}
			a.who = access.Actor{} // left the office since
		}
	}
	if !signedIn {
		return nil
	}
	if a.who.Public() {
		return a.askSignIn()
	}
	if a.who.Organ != site.Organ.ID {
		a.who = access.Actor{}
		return refusal.NotFound("access.may.absent")
	}
	return nil
}

func (a *ask) ctx() context.Context { return a.r.Context() }

// base is the address of this organ's desk, without a slash at the end.
func (a *ask) base() string { return "/" + a.site.Organ.Token + "/desk" }

func (a *ask) path(format string, args ...any) string {
	return a.base() + fmt.Sprintf(format, args...)
}

// to sends the reader on after a verb that succeeded, with a line that says
// what was done.
func (a *ask) to(path, flash string) error {
	if flash != "" {
		a.s.sessions.Put(a.ctx(), "flash", flash)
	}
	http.Redirect(a.w, a.r, path, http.StatusSeeOther)
	return nil
}

// id and no read the address.
func (a *ask) id() ledger.ID { return ledger.ID(a.r.PathValue("id")) }

func (a *ask) no() (int, error) { return a.number("no") }

func (a *ask) number(name string) (int, error) {
	n, err := strconv.Atoi(a.r.PathValue(name))
	if err != nil || n < 1 || n > 9999 {
		return 0, refusal.NotFound("access.may.absent")
	}
	return n, nil
}

func (a *ask) query(name string) string { return a.r.URL.Query().Get(name) }

func (a *ask) queryInt(name string) int {
	n, err := strconv.Atoi(a.query(name))
	if err != nil || n < 0 {
		return 0 // a filter that cannot be read filters nothing
	}
	return n
}

// with is the present address with some of its query replaced; a value of ""
// removes the name.
func (a *ask) with(pairs ...string) string {
	q := a.r.URL.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	u := url.URL{Path: a.r.URL.Path, RawQuery: q.Encode()}
	return u.String()
}

// may says whether a menu line or a button is worth showing. Office asks the
// same policy again when the button is pressed.
func (a *ask) may(v access.Verb) bool {
	own := func(x access.Actor) bool {
		return access.May(x, v, access.Thing{Organ: x.Organ, Unit: x.Unit, Author: x.Officer}) == nil
	}
	return own(a.who) || slices.ContainsFunc(a.who.For, own)
}

func (s *server) nothing(a *ask) error { return refusal.NotFound("access.may.absent") }
