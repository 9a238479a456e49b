// Package crawl walks over a website as a visitor sees it, within bounds.
//
//	start ─► fetch ─► page: title, tags, links, days, words ─► the next address of the same host …
//
// It is polite: one request at a time with a pause between, robots.txt is kept,
// and its User-Agent names it. It is bounded: by pages, bytes of a page, time of
// an answer and of the whole walk; what a bound cut off is said. A site that never
// answers ends the walk with an error, a page that does not is told of.
package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
)

// Agent is the User-Agent of a walk.
const Agent = "gongkai-inspect"

// Options bound a walk; their zero values have defaults.
type Options struct {
	Pages   int           // at most so many pages, 300
	Bytes   int64         // of one page, 4 MB
	Wait    time.Duration // for one answer, 15 s
	Pace    time.Duration // between two requests, 200 ms; below 0 none
	Client  *http.Client  // nil: a plain one
	Each    func(done, known int)
	Outside bool // links to other hosts are tried too
}

func (o Options) filled() Options {
	if o.Pages == 0 {
		o.Pages = 300
	}
	if o.Bytes == 0 {
		o.Bytes = 4 << 20
	}
	if o.Wait == 0 {
		o.Wait = 15 * time.Second
	}
	if o.Pace == 0 {
		o.Pace = 200 * time.Millisecond
	}
	if o.Client == nil {
		o.Client = &http.Client{}
	}
	if o.Each == nil {
		o.Each = func(int, int) {}
	}
	return o
}

// Walk is what a walk saw.
type Walk struct {
	Start string // after redirects
	Pages []Page // in the order of the walk: those near the start first
	Tried int    // addresses
	Cut   bool   // a bound ended it: more is there
	Shut  int    // addresses that robots.txt keeps from us
	// Answers is what each address answered, 0 for no answer at all.
	Answers map[string]int
}

// errSilent says that nothing answered at the start.
var errSilent = errors.New("crawl: the site does not answer")

// Silent says whether a walk ended because the site never answered.
func Silent(err error) bool { return errors.Is(err, errSilent) }

type walker struct {
	Options
	robots *robotstxt.Group
	home   *url.URL
	walk   Walk
	depth  map[string]int
	queue  []string
}

// Over walks over the site at an address.
func Over(ctx context.Context, start string, opt Options) (Walk, error) {
	home, err := url.Parse(strings.TrimSpace(start))
	if err != nil || home.Scheme != "http" && home.Scheme != "https" || home.Host == "" {
		return Walk{}, fmt.Errorf("网址 %s 不对，请写成 https://www.example.gov.cn/ 这样的形式", start)
	}
	if home.Path == "" {
		home.Path = "/"
	}
	w := &walker{Options: opt.filled(), home: home, depth: map[string]int{}}
	w.walk.Answers = map[string]int{}
	first, err := w.fetch(ctx, home.String())
	if err != nil {
		return w.walk, fmt.Errorf("%w: %w", errSilent, err)
	}
	if at, err := url.Parse(first.URL); err == nil {
		w.home = at // a redirect from the bare name to www is the same site
	}
	w.walk.Start = w.home.String()
	w.depth[home.String()], w.depth[w.walk.Start] = 0, 0
	w.robots = w.rules(ctx)
	w.keep(first, 0)
	for len(w.queue) > 0 && len(w.walk.Pages) < w.Pages && ctx.Err() == nil {
		at := w.queue[0]
		w.queue = w.queue[1:]
		w.next(ctx, at)
		w.Each(w.walk.Tried, w.walk.Tried+len(w.queue))
	}
	w.walk.Cut = len(w.queue) > 0
	return w.walk, ctx.Err()
}

// next opens one address.
func (w *walker) next(ctx context.Context, at string) {
	if u, err := url.Parse(at); err != nil || w.robots != nil && !w.robots.Test(u.EscapedPath()) {
		w.walk.Shut++
		return
	}
	if w.Pace > 0 {
		t := time.NewTimer(w.Pace)
		defer t.Stop()
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
	p, err := w.fetch(ctx, at)
	if err != nil {
		w.walk.Answers[at] = 0
		return
	}
	w.keep(p, w.depth[at])
}

// keep notes a page and puts its links into the queue.
func (w *walker) keep(p Page, depth int) {
	p.Depth = depth
	if !p.HTML || p.Status != http.StatusOK {
		return
	}
	w.walk.Pages = append(w.walk.Pages, p)
	for _, l := range p.Links {
		if _, known := w.depth[l.URL]; known || !w.Outside && !w.Own(l.URL) {
			continue
		}
		w.depth[l.URL] = depth + 1
		w.queue = append(w.queue, l.URL)
	}
}

// Own says whether an address is of the site that is walked over.
func (w *walker) Own(at string) bool { return SameSite(w.home.String(), at) }

// SameSite says whether two addresses are of one host and, where the first lies
// in a folder, of that folder.
func SameSite(home, at string) bool {
	h, err1 := url.Parse(home)
	u, err2 := url.Parse(at)
	if err1 != nil || err2 != nil || !strings.EqualFold(h.Host, u.Host) {
		return false
	}
	folder := h.Path[:strings.LastIndexByte(h.Path, '/')+1]
	return strings.HasPrefix(u.Path, folder)
}

// fetch reads an address as a visitor does.
func (w *walker) fetch(ctx context.Context, at string) (Page, error) {
	w.walk.Tried++
	ctx, cancel := context.WithTimeout(ctx, w.Wait)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return Page{}, err
	}
	r.Header.Set("User-Agent", Agent)
	begun := time.Now()
	res, err := w.Client.Do(r)
	if err != nil {
		return Page{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, w.Bytes))
	if err != nil {
		return Page{}, err
	}
	w.walk.Answers[at] = res.StatusCode
	p := Page{URL: res.Request.URL.String(), Status: res.StatusCode, Took: time.Since(begun)}
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if kind == "text/html" || kind == "application/xhtml+xml" || kind == "" && strings.HasPrefix(http.DetectContentType(body), "text/html") {
		p.HTML = true
		p.read(body, res.Header.Get("Content-Type"))
	}
	return p, nil
}

// rules reads robots.txt; a site without one, or whose file cannot be read,
// forbids nothing.
func (w *walker) rules(ctx context.Context) *robotstxt.Group {
	at := *w.home
	at.Path, at.RawPath, at.RawQuery, at.Fragment = "/robots.txt", "", "", ""
	ctx, cancel := context.WithTimeout(ctx, w.Wait)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil
	}
	r.Header.Set("User-Agent", Agent)
	res, err := w.Client.Do(r)
	if err != nil {
		return nil
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, 512<<10))
	if err != nil {
		return nil
	}
	data, err := robotstxt.FromBytes(body)
	if err != nil {
		return nil
	}
	return data.FindGroup(Agent)
}
