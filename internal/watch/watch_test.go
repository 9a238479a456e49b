package watch_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/internal/watch"
	"gongkai/internal/web/public"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// town is a site that is served on loopback behind a proxy that tampers.
type town struct {
	*office.Office
	t           *testing.T
	db          *store.DB
	at          string // of the database
	clerk, boss access.Actor
	front       *httptest.Server
	mu          sync.Mutex
	spoil       func(path string, status *int, body []byte) []byte
	before      func(path string)
	agents      map[string]int
	live, gone  ledger.ID
}

func open(t *testing.T, kind string) *town {
	t.Helper()
	w := &town{t: t, at: testkit.Fresh(t, kind), agents: map[string]int{}}
	w.db = testkit.Open(t, w.at)
	clock := testkit.NewClock(t, "2019-05-06")
	w.Office = testkit.Office(t, w.db, clock.Now)
	officer := func(login, role string) office.FoundingOfficer {
		return office.FoundingOfficer{Password: "Demo-2019-gongkai", OfficerForm: office.OfficerForm{Login: login, Name: login, Unit: "yykjj:bgs", Roles: []string{role}}}
	}
	w.must(w.Found(t.Context(), office.Founding{Organ: people.Organ{Token: "yykjj", Name: "岳阳市科学技术局", CreditCode: "11430600006387561X"},
		Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}}, Columns: publication.DefaultColumns(),
		Officers: []office.FoundingOfficer{officer("jingban", "clerk"), officer("zhuren", "office"), officer("xitong", "system_admin")}}))
	for login, into := range map[string]*access.Actor{"jingban": &w.clerk, "zhuren": &w.boss} {
		a, err := w.Actor(t.Context(), office.OfficerID("yykjj", login))
		w.must(err)
		*into = a
	}
	w.live = w.publish("科技特派员下乡", "附件正文")
	w.gone = w.publish("错发的通知", "错发的附件")
	a, err := w.DeskArticle(t.Context(), w.boss, w.gone)
	w.must(err)
	w.must(w.WithdrawArticle(t.Context(), w.boss, w.gone, a.Article.Rev, "内容有误"))

	back := httptest.NewServer(public.New(w.Office, public.Options{}))
	t.Cleanup(back.Close)
	to, err := url.Parse(back.URL)
	w.must(err)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }, ModifyResponse: func(r *http.Response) error {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.spoil != nil && r.Header.Get("Content-Encoding") == "" {
			body = w.spoil(r.Request.URL.Path, &r.StatusCode, body)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.ContentLength = int64(len(body))
		r.Header.Set("Content-Length", fmt.Sprint(len(body)))
		return nil
	}}
	w.front = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		before := w.before
		w.agents[r.UserAgent()]++
		w.mu.Unlock()
		if before != nil {
			before(r.URL.Path)
		}
		r.Header.Del("Accept-Encoding")
		proxy.ServeHTTP(rw, r)
	}))
	t.Cleanup(w.front.Close)
	return w
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// publish writes, attaches and publishes a text.
func (w *town) publish(title, attached string) ledger.ID {
	w.t.Helper()
	ctx := w.t.Context()
	id, err := w.NewDraft(ctx, w.clerk, office.ArticleForm{Column: "fabu/dongtai", Type: "article", Unit: "yykjj:bgs", Title: title,
		HTML: `<p>` + title + `的正文，见<a href="https://www.example.com/">外站</a>。</p>`, Source: "办公室", Formed: "2019-05-05", Tags: []string{"execution"}})
	w.must(err)
	if attached != "" {
		_, err = w.AttachFile(ctx, w.clerk, id, 1, "附件 一.txt", "", false, strings.NewReader(attached))
		w.must(err)
	}
	w.out(id, 1)
	return id
}

func (w *town) out(id ledger.ID, no int) {
	w.t.Helper()
	ctx := w.t.Context()
	rev := func() int64 {
		d, err := w.DeskArticle(ctx, w.boss, id)
		w.must(err)
		return d.Editions[0].Rev
	}
	w.must(w.SubmitArticle(ctx, w.clerk, id, no, rev()))
	testkit.Review(w.t, w.Office, "yykjj", id, no)
	w.must(w.PublishArticle(ctx, w.boss, id, no, rev()))
}

// round walks over the site and returns what the desk shows as open, by kind.
func (w *town) round() map[string]office.WatchFinding {
	w.t.Helper()
	x, err := watch.New(w.Office, public.Approved(w.Office, slog.New(slog.DiscardHandler)), w.front.URL, watch.Options{Settle: 20 * time.Millisecond})
	w.must(err)
	_, walked, err := x.Round(w.t.Context(), "yykjj", 0)
	w.must(err)
	if !walked {
		w.t.Fatal("another one is at it")
	}
	seen, err := w.Watch(w.t.Context(), w.boss)
	w.must(err)
	out := map[string]office.WatchFinding{}
	for _, f := range seen.Open {
		out[f.Kind] = f
	}
	return out
}

func (w *town) tamper(f func(path string, status *int, body []byte) []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spoil = f
}

// PF-WATCH: what is served is compared with what was approved, byte for byte.
func TestWatch(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := open(t, kind)
			if got := w.round(); len(got) != 0 {
				t.Fatalf("a clean site: %v", got)
			}
			if w.agents[watch.Agent] == 0 || len(w.agents) != 1 {
				t.Errorf("the watcher called itself %v", w.agents)
			}
			page := "/yykjj/a/" + string(w.live)
			cases := []struct {
				why, kind, part string
				spoil           func(path string, status *int, body []byte) []byte
			}{
				{"one byte of the text", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = bytes.Replace(body, []byte("的正文，见"), []byte("的正文。见"), 1)
					}
					return body
				}},
				{"one letter of a link", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = bytes.Replace(body, []byte("www.example.com"), []byte("www.exampIe.com"), 1)
					}
					return body
				}},
				{"a script in the text", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = bytes.Replace(body, []byte("</h1>"), []byte("</h1><script src=x></script>"), 1)
					}
					return body
				}},
				{"another title of the window", "page", page, func(path string, _ *int, body []byte) []byte {
					return bytes.Replace(body, []byte("<title>科技"), []byte("<title>科枝"), 1)
				}},
				{"a script in the head", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = bytes.Replace(body, []byte("</head>"), []byte(`<script src="https://x.example/m.js"></script></head>`), 1)
					}
					return body
				}},
				{"another stylesheet", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = bytes.Replace(body, []byte(`href="/assets/site.`), []byte(`href="/assets/sitë.`), 1)
					}
					return body
				}},
				{"a link of the navigation bent", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = bytes.Replace(body, []byte(`href="/yykjj/c/`), []byte(`href="https://x.example/c/`), 1)
					}
					return body
				}},
				{"a link in the foot", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = bytes.Replace(body, []byte("</footer>"), []byte(`<a href="https://x.example/">彩票</a></footer>`), 1)
					}
					return body
				}},
				{"something behind the page", "page", page, func(path string, _ *int, body []byte) []byte {
					if path == page {
						body = append(body, "<iframe src=x></iframe>"...)
					}
					return body
				}},
				{"an attachment exchanged", "file", "/yykjj/f/", func(path string, _ *int, body []byte) []byte {
					if strings.Contains(path, "/f/") && len(body) > 0 {
						body = []byte("别的内容")
					}
					return body
				}},
				{"an attachment with something behind it", "file", "/yykjj/f/", func(path string, _ *int, body []byte) []byte {
					if strings.Contains(path, "/f/") && string(body) == "附件正文" {
						body = append(body, '!')
					}
					return body
				}},
				{"a withdrawn page that is served", "withdrawn", "/yykjj/a/" + string(w.gone), func(path string, status *int, body []byte) []byte {
					if strings.HasSuffix(path, string(w.gone)) {
						*status, body = http.StatusOK, []byte("<title>错发的通知</title><main>错发的通知的正文</main>")
					}
					return body
				}},
				{"an attachment of a withdrawn page", "withdrawn", "/yykjj/f/", func(path string, status *int, body []byte) []byte {
					if strings.Contains(path, "/f/") && *status == http.StatusNotFound {
						*status, body = http.StatusOK, []byte("错发的附件")
					}
					return body
				}},
				{"a page that is not there", "missing", page, func(path string, status *int, body []byte) []byte {
					if path == page {
						*status = http.StatusNotFound
					}
					return body
				}},
				{"a front host with nobody behind it", "unreachable", "/yykjj/", func(_ string, status *int, body []byte) []byte {
					*status = http.StatusBadGateway
					return body
				}},
			}
			for _, x := range cases {
				w.tamper(x.spoil)
				got := w.round()
				f, ok := got[x.kind]
				if !ok || len(got) != 1 || !strings.Contains(f.URL, x.part) || f.Expected == f.Found && x.kind != "unreachable" || f.Since.IsZero() {
					t.Errorf("%s: %+v", x.why, got)
				}
				w.tamper(nil)
				if got := w.round(); len(got) != 0 {
					t.Errorf("%s, and right again: %+v", x.why, got)
				}
			}
			w.tamper(func(_ string, _ *int, body []byte) []byte { // a page from before the last entry
				return regexp.MustCompile(`台账存证：第[0-9]+号`).ReplaceAll(body, []byte("台账存证：第1号"))
			})
			if got := w.round(); len(got) != 0 {
				t.Errorf("an older head in the foot: %+v", got)
			}
			seen, err := w.Watch(t.Context(), w.boss)
			w.must(err)
			if len(seen.Past) != len(cases) || seen.Past[0].Cleared.IsZero() || seen.Round.Ended.IsZero() {
				t.Errorf("%d past findings, the round %+v", len(seen.Past), seen.Round)
			}
			desk, err := w.Desk(t.Context(), w.boss)
			w.must(err)
			if len(desk.Notices) > 0 && desk.Notices[0].Path == "/watch" {
				t.Errorf("the desk still warns: %v", desk.Notices)
			}
		})
	}
}

// PF-WATCH: a row changed behind the program's back is served as it is, and
// named all the same.
func TestWatchRow(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := open(t, kind)
			raw := testkit.Raw(t, w.at)
			change := func(q string, args ...any) {
				t.Helper()
				_, err := raw.Exec(q, args...)
				w.must(err)
			}
			change(`update edition set html = '<p>假的正文</p>' where article = $1`, string(w.live))
			got := w.round()
			if f := got["row"]; len(got) != 1 || f.Article != w.live || f.Expected == f.Found {
				t.Errorf("a changed text: %+v", got)
			}
			desk, err := w.Desk(t.Context(), w.boss)
			w.must(err)
			if len(desk.Notices) == 0 || desk.Notices[0].Path != "/watch" {
				t.Errorf("the desk says %v", desk.Notices)
			}
			clerk, err := w.Desk(t.Context(), w.clerk)
			w.must(err)
			for _, n := range clerk.Notices {
				if n.Path == "/watch" {
					t.Error("a clerk was warned")
				}
			}

			// What was withdrawn is made public again past the ledger.
			change(`update article set state = 'live' where id = $1`, string(w.gone))
			if f := w.round()["withdrawn"]; f.Article != w.gone {
				t.Errorf("a page that came back by itself: %+v", f)
			}
		})
	}
}

// PF-WATCH: a text that is revised while the watcher looks raises no alarm, and
// a round that was cut off goes on where it stopped.
func TestWatchWhilePublishing(t *testing.T) {
	t.Parallel()
	w := open(t, "sqlite")
	ctx := t.Context()
	var once sync.Once
	w.mu.Lock()
	w.before = func(path string) {
		if path != "/yykjj/a/"+string(w.live) {
			return
		}
		once.Do(func() { // after the watcher read the row, before the page is served
			no, err := w.ReviseArticle(ctx, w.clerk, w.live)
			w.must(err)
			d, err := w.DeskArticle(ctx, w.clerk, w.live)
			w.must(err)
			f := office.FormOf(d.Editions[0])
			f.Title = "改过的题目"
			w.must(w.SaveDraft(ctx, w.clerk, w.live, no, d.Editions[0].Rev, f))
			w.out(w.live, no)
		})
	}
	w.mu.Unlock()
	if got := w.round(); len(got) != 0 {
		t.Errorf("a publication in the middle of the round: %+v", got)
	}

	for i := range 3 {
		w.publish(fmt.Sprintf("第%d篇", i), "")
	}
	x, err := watch.New(w.Office, public.Approved(w.Office, slog.New(slog.DiscardHandler)), w.front.URL, watch.Options{Settle: 20 * time.Millisecond})
	w.must(err)
	part, stop := context.WithCancel(ctx)
	seen := 0
	w.mu.Lock()
	w.before = func(path string) {
		if seen++; seen == 4 {
			stop()
		}
	}
	w.mu.Unlock()
	if _, _, err := x.Round(part, "yykjj", time.Nanosecond); err == nil {
		t.Error("a round that was told to stop went on")
	}
	w.mu.Lock()
	w.before = nil
	w.mu.Unlock()
	found, walked, err := x.Round(ctx, "yykjj", time.Nanosecond)
	w.must(err)
	if all := 5 + 2; !walked || found.Looked >= all || len(found.Found) != 0 {
		t.Errorf("the rest of the round: %+v, %v", found, walked)
	}
	if _, walked, err := x.Round(ctx, "yykjj", time.Hour); err != nil || walked {
		t.Errorf("a round before its time: %v, %v", walked, err)
	}
}

func TestNewRefusesAddress(t *testing.T) {
	t.Parallel()
	for _, at := range []string{"", "127.0.0.1:8080", "ftp://a", "http://", "http://a/?q=1"} {
		if _, err := watch.New(nil, nil, at, watch.Options{}); err == nil {
			t.Errorf("%q was taken", at)
		}
	}
}
