// Package watch walks over the site as a visitor sees it and compares what is
// served with what was approved (巡查).
//
//	ledger ─► what must be there ─► rendered afresh ─┐
//	                                                 compare, byte for byte ─► finding ─► desk
//	site   ─► fetched over HTTP ─────────────────────┘
//
// It looks at every page that is or was public: the whole of it, from the scripts
// and tags of its head to the links of its foot, but for what may vary; each
// attachment by its SHA-256; and whether what was withdrawn is really gone. It is light: one
// request at a time with a pause between, and a round that was cut off goes on
// where it stopped. What changes while it looks is looked at again, so that a
// publication in the middle of a round raises no alarm.
//
// The requests name the watcher in their User-Agent: whoever counts visits
// leaves them out.
package watch

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// Agent is the User-Agent of the watcher.
const Agent = "gongkai-watch"

// Render is how the page of a live article must look below a base address.
type Render func(ctx context.Context, organ people.Organ, base string, id ledger.ID) ([]byte, error)

// Watcher watches one site.
type Watcher struct {
	office *office.Office
	render Render
	site   *url.URL
	pace   time.Duration
	settle time.Duration
	name   string // of this process, for the lease
	client *http.Client
	log    *slog.Logger
}

// Options are how a Watcher goes about it; their zero values have defaults.
type Options struct {
	Pace   time.Duration // between two requests
	Settle time.Duration // before it looks again at what seems wrong: longer than the site keeps a page
	Log    *slog.Logger
}

// New makes a watcher of the site at an address such as http://127.0.0.1:8080
// or the public one in front of it. An error is a sentence for the administrator.
func New(o *office.Office, render Render, site string, opt Options) (*Watcher, error) {
	u, err := url.Parse(strings.TrimRight(site, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
		return nil, fmt.Errorf("网站地址 %s 不对，请写成 http://127.0.0.1:8080 或 https://www.example.gov.cn 这样的形式", site)
	}
	w := &Watcher{office: o, render: render, site: u, pace: opt.Pace, settle: opt.Settle, name: rand.Text(), log: opt.Log}
	if w.settle == 0 {
		w.settle = 3 * time.Second
	}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	w.client = &http.Client{Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return w, nil
}

// Run walks over the sites of all organs, each as often as said, until ctx ends.
func (w *Watcher) Run(ctx context.Context, every time.Duration, tick <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
		organs, err := w.office.Sites(ctx)
		for _, g := range organs {
			if err == nil {
				_, _, err = w.Round(ctx, g.ID, every)
			}
		}
		if err != nil && ctx.Err() == nil {
			w.log.Error("watching the site", "err", err)
		}
	}
}

// Round walks over one organ's site: a new round, or the rest of one that was cut
// off, when it is time. With every 0 it is always a new one. It says how many
// addresses it looked at and what it found; walked is false when it was not time
// or another process is at it.
func (w *Watcher) Round(ctx context.Context, organ ledger.ID, every time.Duration) (found Findings, walked bool, err error) {
	r, walked, err := w.office.BeginWatch(ctx, organ, w.name, every)
	if err != nil || !walked {
		return found, walked, err
	}
	whole := false
	defer func() {
		// A round that was told to stop still has to let go.
		end := w.office.EndWatch(context.WithoutCancel(ctx), r, w.name, whole)
		err = errors.Join(err, end)
	}()
	for {
		t, ok, err := w.office.NextWatch(ctx, r)
		if err != nil {
			return found, true, err
		}
		if !ok {
			whole = true
			return found, true, nil
		}
		err = w.look(ctx, t, &found)
		if errors.Is(err, errAway) && ctx.Err() == nil {
			return found, true, nil // the rest of the site would not answer either
		}
		if err != nil {
			return found, true, err
		}
		r.After = t.Article.ID
		if err := w.office.KeepWatch(ctx, r, w.name); err != nil {
			return found, true, err
		}
	}
}

// Findings are what a round saw.
type Findings struct {
	Looked int // addresses
	Found  []office.WatchFinding
}

// errAway says that the site does not answer.
var errAway = errors.New("watch: the site does not answer")

// Base is the address that is watched.
func (w *Watcher) Base() string { return w.site.String() }

// base is the address of the organ's site, and the path below which its links go.
func (w *Watcher) base(g people.Organ) (address, path string) {
	if g.Site.Domain != "" && strings.EqualFold(w.site.Hostname(), g.Site.Domain) {
		return w.site.String(), ""
	}
	return w.site.String() + "/" + g.Token, "/" + g.Token
}

// look sees to everything that belongs to an article.
func (w *Watcher) look(ctx context.Context, t office.WatchTarget, found *Findings) error {
	address, _ := w.base(t.Organ)
	page := address + "/a/" + url.PathEscape(string(t.Article.ID))
	if err := w.settleOn(ctx, t, page, found, w.page); err != nil {
		return err
	}
	files := t.Gone
	if t.Live {
		files = t.Edition.Files
	}
	for _, f := range files {
		at := address + "/f/" + f.SHA + "/" + url.PathEscape(f.Name)
		err := w.settleOn(ctx, t, at, found, func(ctx context.Context, t office.WatchTarget, at string) (verdict, error) {
			return w.file(ctx, t, f, at)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// verdict is what a look says; Kind is empty when all is right.
type verdict struct{ kind, expected, found string }

// settleOn looks at an address, and at one that seems wrong again after a while:
// only what is wrong twice, while nothing happened to the article, is a finding.
func (w *Watcher) settleOn(ctx context.Context, t office.WatchTarget, at string, found *Findings,
	look func(context.Context, office.WatchTarget, string) (verdict, error)) error {
	found.Looked++
	site, _ := w.base(t.Organ)
	for try := range 4 {
		if err := pause(ctx, w.pace); err != nil {
			return err
		}
		v, err := look(ctx, t, at)
		if errors.Is(err, errAway) && ctx.Err() == nil {
			f := office.WatchFinding{Organ: t.Organ.ID, Kind: "unreachable", URL: site + "/"}
			found.Found = append(found.Found, f)
			return errors.Join(errAway, w.office.Alarm(ctx, f))
		}
		if err != nil {
			return err
		}
		if try == 0 {
			if err := w.office.AllRight(ctx, t.Organ.ID, site+"/"); err != nil { // it answers
				return err
			}
		}
		if v.kind == "" {
			return w.office.AllRight(ctx, t.Organ.ID, at)
		}
		again, err := w.office.WatchAgain(ctx, t)
		if err != nil {
			return err
		}
		if try > 0 && again.Same(t) {
			f := office.WatchFinding{Organ: t.Organ.ID, Kind: v.kind, Article: t.Article.ID, URL: at, Expected: v.expected, Found: v.found}
			found.Found = append(found.Found, f)
			w.log.Warn("the site differs from what was approved", "kind", f.Kind, "url", f.URL, "expected", f.Expected, "found", f.Found)
			return w.office.Alarm(ctx, f)
		}
		t = again
		if err := pause(ctx, w.settle); err != nil {
			return err
		}
	}
	return nil // it changes faster than one can look; the next round comes
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// maxPage bounds a page: a text of 4 MB and what is around it.
const maxPage = 16 << 20

// page compares the page of an article. A row that is not what was approved is
// a finding whatever the page shows.
func (w *Watcher) page(ctx context.Context, t office.WatchTarget, at string) (verdict, error) {
	var body bytes.Buffer
	status, err := w.fetch(ctx, at, maxPage, &body)
	if err != nil {
		return verdict{}, err
	}
	found := hash(steady(body.Bytes()))
	switch {
	case !t.Live && status == http.StatusOK:
		return verdict{"withdrawn", "HTTP 410", found}, nil
	case t.Wrong != "":
		return verdict{"row", string(t.Want), t.Wrong}, nil
	case !t.Live:
		return verdict{}, nil
	}
	_, base := w.base(t.Organ)
	want, err := w.render(ctx, t.Organ, base, t.Article.ID)
	if err != nil {
		return verdict{}, err
	}
	switch expected := hash(steady(want)); {
	case status != http.StatusOK:
		return verdict{"missing", expected, fmt.Sprintf("HTTP %d", status)}, nil
	case found != expected:
		return verdict{"page", expected, found}, nil
	}
	return verdict{}, nil
}

// varying is what two right copies of a page may have otherwise, by name. Pages
// carry no clock and no nonce; what else comes in must be named here. Only the
// digits of a count may differ, so that nothing hides in its place.
var varying = map[string]*regexp.Regexp{
	"浏览次数, as of when the page was made":                          regexp.MustCompile(`/views\.json">[0-9]+</span>`),
	"the ledger's head in the foot, as of when the page was made": regexp.MustCompile(`台账存证：第[0-9]+号</a>`),
}

// steady is a page without what may vary.
func steady(page []byte) []byte {
	for name, x := range varying {
		page = x.ReplaceAllLiteral(page, []byte("<!-- "+name+" -->"))
	}
	return page
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// file compares an attachment or a picture by the hash of its bytes.
func (w *Watcher) file(ctx context.Context, t office.WatchTarget, f publication.File, at string) (verdict, error) {
	h := sha256.New()
	status, err := w.fetch(ctx, at, f.Size+1, h)
	found := hex.EncodeToString(h.Sum(nil))
	switch {
	case err != nil:
		return verdict{}, err
	case !t.Live && status == http.StatusOK:
		return verdict{"withdrawn", "HTTP 404", found}, nil
	case !t.Live:
		return verdict{}, nil
	case status != http.StatusOK:
		return verdict{"missing", f.SHA, fmt.Sprintf("HTTP %d", status)}, nil
	case found != f.SHA:
		return verdict{"file", f.SHA, found}, nil
	}
	return verdict{}, nil
}

// fetch reads an address as a visitor does, at most limit bytes of it. A front
// host that says that nobody is behind it counts as no answer.
func (w *Watcher) fetch(ctx context.Context, at string, limit int64, into io.Writer) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return 0, err
	}
	r.Header.Set("User-Agent", Agent)
	res, err := w.client.Do(r)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errAway, err)
	}
	defer res.Body.Close()
	if _, err = io.Copy(into, io.LimitReader(res.Body, limit)); err != nil {
		return 0, fmt.Errorf("%w: %w", errAway, err)
	}
	switch res.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return 0, fmt.Errorf("%w: HTTP %d", errAway, res.StatusCode)
	}
	return res.StatusCode, nil
}
