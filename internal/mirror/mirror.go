// Package mirror writes the public site as files (静态镜像), for a front host
// that nothing but files may reach, as behind a one-way link (单向导入).
//
//	handler ─► page ─► its links ─► more pages
//	            └────► links turned to files ─► written where it differs ─► manifest
//
// It asks the site's own handler in this process and follows every link, so that
// a page in the mirror is the page of the site, but for its addresses: they lead
// to files beside it, by relative paths, and work from a disk as well as from a
// server. What needs the program leads to the live host, or to the page that says
// so. links.go names files and turns links, tree.go keeps the folder.
package mirror

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Sort says what a mirror can hold of an address.
type Sort int

// Sorts of addresses: what only the live host answers, a page, and bytes of any
// other type. Dropped are those that a page can do without.
const (
	Live Sort = iota
	Page
	File
	Dropped
)

// Part is one organ's site.
type Part struct {
	Base  string // of its addresses, "" at the root of its own domain
	Token string
}

// Site is what is mirrored.
type Site struct {
	Handler   http.Handler
	Host      string // by which it is asked
	Parts     []Part
	Sort      func(below string, query url.Values) Sort // below the base of a part
	Live      string                                    // address of the live host, "" for none
	Elsewhere string                                    // below a base: says that this is not to be had here
}

// Done is what an export did.
type Done struct {
	Pages, Files            int // in the mirror
	Written, Removed        int
	Broken                  []string // addresses that pages lead to and that answer nothing
	BrokenMore, BrokenTotal int
}

// mostNamed bounds the broken addresses that are named.
const mostNamed = 20

// writer is one export.
type writer struct {
	Site
	ctx      context.Context
	tree     *tree
	progress func(pages int)
	pages    atomic.Int64

	mu      sync.RWMutex
	targets map[string]*target // by address

	queue   []*target
	busy    int
	more    *sync.Cond
	failure error
	done    Done
}

// Write brings a folder up to date. An error that concerns the folder is a
// sentence for the administrator; when there is one, the manifest stays that of
// the last whole export.
func Write(ctx context.Context, dir string, s Site, progress func(pages int)) (Done, error) {
	t, err := open(dir)
	if err != nil {
		return Done{}, err
	}
	defer t.close()
	w := &writer{Site: s, ctx: ctx, tree: t, progress: progress, targets: map[string]*target{}}
	w.more = sync.NewCond(&sync.Mutex{})
	w.want("/")
	w.want("/robots.txt")
	w.want("/sitemap.xml")
	for _, p := range s.Parts {
		for _, below := range []string{"/", s.Elsewhere, "/map", "/feed.atom", "/rss.xml", "/sitemap.xml"} {
			w.want(p.Base + below)
		}
	}
	if err := w.lost(); err != nil {
		return Done{}, err
	}
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(w.work)
	}
	all.Wait()
	if w.failure != nil {
		return Done{}, w.failure
	}
	w.done.Pages, w.done.Files, w.done.Written = int(w.pages.Load()), t.count(), int(t.written.Load())
	slices.Sort(w.done.Broken)
	w.done.Removed, err = t.finish()
	return w.done, err
}

// want puts an address on the list, once.
func (w *writer) want(address string) *target {
	w.mu.RLock()
	x := w.targets[address]
	w.mu.RUnlock()
	if x != nil {
		return x
	}
	n := w.targetOf(address)
	w.mu.Lock()
	if x = w.targets[address]; x == nil {
		x = n
		w.targets[address] = x
	}
	w.mu.Unlock()
	if x == n && n.file != "" {
		w.more.L.Lock()
		w.queue = append(w.queue, n)
		w.more.L.Unlock()
		w.more.Signal()
	}
	return x
}

// work takes addresses from the list until there are none and nobody can find
// more.
func (w *writer) work() {
	var s scratch
	w.more.L.Lock()
	defer w.more.L.Unlock()
	for {
		for len(w.queue) == 0 && w.busy > 0 && w.failure == nil {
			w.more.Wait()
		}
		if len(w.queue) == 0 || w.failure != nil {
			w.more.Broadcast()
			return
		}
		x := w.queue[len(w.queue)-1]
		w.queue = w.queue[:len(w.queue)-1]
		w.busy++
		w.more.L.Unlock()
		err := w.ctx.Err()
		if err == nil {
			err = w.put(x, &s)
		}
		w.more.L.Lock()
		w.busy--
		if err != nil && w.failure == nil {
			w.failure = err
		}
	}
}

// scratch is what a worker uses again for each page.
type scratch struct {
	got answer
	out bytes.Buffer
}

// put fetches an address and writes its file.
func (w *writer) put(x *target, s *scratch) error {
	if err := w.fetch(http.MethodGet, x.address, &s.got); err != nil {
		return err
	}
	a := &s.got
	for range 3 { // what moved is here under its old name too: a file cannot send on
		to, ok := a.onward(x.address)
		if !ok {
			break
		}
		if y := w.want(to); y.sort != Page {
			break
		}
		if err := w.fetch(http.MethodGet, to, a); err != nil {
			return err
		}
	}
	if a.status != http.StatusOK {
		w.broken(x.address)
		return nil
	}
	body := a.body.Bytes()
	if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		s.out.Reset()
		if err := w.turn(&s.out, body, x); err != nil {
			return err
		}
		body = s.out.Bytes()
		if n := w.pages.Add(1); n%1000 == 0 {
			w.progress(int(n))
		}
	}
	return w.tree.put(x.file, body)
}

// lost writes the page for addresses that are not there.
func (w *writer) lost() error {
	var s scratch
	address := "/404"
	if len(w.Parts) == 1 {
		address = w.Parts[0].Base + "/404"
	}
	if err := w.fetch(http.MethodGet, address, &s.got); err != nil {
		return err
	}
	if err := w.turn(&s.out, s.got.body.Bytes(), &target{address: address, file: "404.html", rooted: true}); err != nil {
		return err
	}
	return w.tree.put("404.html", s.out.Bytes())
}

func (w *writer) broken(address string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done.BrokenTotal++; len(w.done.Broken) < mostNamed {
		w.done.Broken = append(w.done.Broken, address)
	} else {
		w.done.BrokenMore++
	}
}

// fetch asks the site. What it answers with 5xx is a fault: a mirror with holes
// must not take the place of a whole one.
func (w *writer) fetch(method, address string, a *answer) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("mirror: address %q: %w", address, err)
	}
	a.begin()
	r := (&http.Request{Method: method, URL: u, Host: w.Host, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: http.NoBody,
		Header: http.Header{"X-Forwarded-Proto": {"https"}}, RequestURI: address}).WithContext(w.ctx)
	w.Handler.ServeHTTP(a, r)
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if a.status >= http.StatusInternalServerError {
		return fmt.Errorf("网站答不出 %s（%d），导出没有做完；原因见上面的日志", address, a.status)
	}
	return nil
}

// answer takes what the site answers.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) begin() {
	if a.header == nil {
		a.header = http.Header{}
	}
	clear(a.header)
	a.status = 0
	a.body.Reset()
}

// Header, WriteHeader and Write are for http.ResponseWriter.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write keeps the bytes.
func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

// onward is where an answer sends its reader.
func (a *answer) onward(from string) (string, bool) {
	if a.status < 300 || a.status >= 400 {
		return "", false
	}
	to, err := url.Parse(a.header.Get("Location"))
	base, e := url.Parse(from)
	if err != nil || e != nil || to.Host != "" {
		return "", false
	}
	return base.ResolveReference(to).RequestURI(), true
}
