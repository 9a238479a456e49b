package inspect

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"gongkai/inspection"
	"gongkai/internal/crawl"
	"gongkai/internal/office"
	"gongkai/people"
)

// Inspector looks at the organ's own site.
type Inspector struct {
	Office *office.Office
	Site   http.Handler // the public site; its pages are looked at without a network
	Log    *slog.Logger
	Pages  int // at most so many pages, 400 by default
}

// inside answers a client from a handler in this process.
type inside struct{ site http.Handler }

func (t inside) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != host {
		return nil, io.EOF // the walk stays inside
	}
	w := httptest.NewRecorder()
	r = r.Clone(r.Context())
	r.RemoteAddr, r.RequestURI = "127.0.0.1:0", r.URL.RequestURI()
	t.site.ServeHTTP(w, r)
	res := w.Result()
	res.Request = r
	return res, nil
}

// host is the name by which the walk asks for the site in this process; no organ
// has it for its domain.
const host = "site.invalid"

// Own looks at an organ's site: its records, and its pages as a visitor sees them.
func (i Inspector) Own(ctx context.Context, g people.Organ, each func(done, known int)) (inspection.Result, error) {
	s, err := i.Office.InspectionSite(ctx, g.ID)
	if err != nil {
		return inspection.Result{}, err
	}
	pages := i.Pages
	if pages == 0 {
		pages = 400
	}
	root := "http://" + host
	seen, _, err := Outside(ctx, root+s.Home, i.Office.Today(), crawl.Options{Pages: pages, Pace: -1, Each: each,
		Client: &http.Client{Transport: inside{i.Site}}})
	if err != nil {
		return inspection.Result{}, err
	}
	s.Footer, s.Search = seen.Footer, seen.Search
	for _, p := range seen.Pages {
		p.URL = strings.TrimPrefix(p.URL, root)
		for k := range p.Dead {
			p.Dead[k] = strings.TrimPrefix(p.Dead[k], root)
		}
		s.Pages = append(s.Pages, p)
	}
	today := i.Office.Today()
	res := inspection.Inspect(s, inspection.On(inspection.Tables(), today), i.Office.Calendar(), today)
	return res, nil
}

// Run looks at every organ's site when it is time, until ctx ends.
func (i Inspector) Run(ctx context.Context) (n int, err error) {
	organs, err := i.Office.Sites(ctx)
	if err != nil {
		return 0, err
	}
	for _, g := range organs {
		due, err := i.Office.DueInspection(ctx, g.ID)
		if err != nil {
			return n, err
		}
		if !due {
			continue
		}
		r, err := i.Own(ctx, g, nil)
		if err != nil {
			return n, err
		}
		if err := i.Office.KeepInspection(ctx, g.ID, r); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Probe visits the home page of every organ's site as a visitor does, over the
// network, and notes how it answered (V2). base is the address below which the
// sites lie.
type Probe struct {
	Office *office.Office
	Base   string
	Client *http.Client
}

// Wait is how long the probe waits for an answer: longer than what counts as slow.
const Wait = 20 * time.Second

// Try visits every site once.
func (p Probe) Try(ctx context.Context) (n int, err error) {
	organs, err := p.Office.Sites(ctx)
	if err != nil {
		return 0, err
	}
	for _, g := range organs {
		t := inspection.Try{At: p.Office.Now()}
		begun := time.Now()
		t.OK = p.answers(ctx, strings.TrimRight(p.Base, "/")+"/"+g.Token+"/")
		if t.Took = time.Since(begun); ctx.Err() != nil {
			return n, nil
		}
		if err := p.Office.NoteTry(ctx, g.ID, t); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (p Probe) answers(ctx context.Context, at string) bool {
	ctx, cancel := context.WithTimeout(ctx, Wait)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return false
	}
	r.Header.Set("User-Agent", crawl.Agent)
	res, err := p.Client.Do(r)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(res.Body, 8<<20))
	return err == nil && res.StatusCode == http.StatusOK
}
