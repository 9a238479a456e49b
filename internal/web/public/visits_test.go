package public_test

import (
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/internal/visits"
	"gongkai/internal/web/public"
	"gongkai/internal/web/wire"
	"gongkai/visit"
)

const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36"

// VI-VIEW, VI-PUB: pages count from memory and made anew, reloads and 304 too, and
// nothing else does; 浏览次数 and the statistics page show it.
func TestVisits(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.publish(office.ArticleForm{Column: "fabu/dongtai", Type: "news", Title: "座谈会召开", HTML: "<p>正文</p>"})
	c := visits.New(w.o, nil, slog.New(slog.DiscardHandler))
	w.Handler = public.New(w.o, public.Options{Visits: c})
	at := "/yykjj/a/" + string(id)
	for range 3 {
		w.page(200, at, "User-Agent", browser)
	}
	etag := w.get(at, "User-Agent", browser).Header().Get("Etag")
	w.page(304, at, "User-Agent", browser, "If-None-Match", etag)
	w.page(200, at, "User-Agent", "Mozilla/5.0 (compatible; Baiduspider/2.0)")
	w.page(200, at, "User-Agent", browser, "Sec-Purpose", "prefetch;prerender")
	w.page(404, "/yykjj/a/none", "User-Agent", browser)
	for _, none := range []string{"/yykjj/feed.atom", "/yykjj/search?q=无人机", at + "/views.json", "/yykjj", "/yykjj/robots.txt"} {
		w.get(none, "User-Agent", browser)
	}
	w.page(200, "/yykjj/follow", "User-Agent", browser)
	w.page(200, "/yykjj/", "User-Agent", strings.Replace(browser, "120", "121", 1))
	if _, err := c.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	has(t, w.page(200, at+"/views.json"), `{"views":5}`)
	w.clock.Set(w.clock.Now().AddDate(0, 0, 1))
	if n, err := w.o.CloseVisits(t.Context()); err != nil || n < 1 {
		t.Fatalf("closed %d, %v", n, err)
	}
	y, err := w.o.PublicVisits(t.Context(), "yykjj", 2019)
	if err != nil || y.Views != 7 || y.Visitors != 2 || y.Excluded[visit.Bot] != 1 || y.Excluded[visit.Prefetch] != 1 || y.Excluded[visit.Failed] != 1 {
		t.Errorf("%d views, %d visitors, excluded %v, %v", y.Views, y.Visitors, y.Excluded, err)
	}
	has(t, w.page(200, at), `浏览次数：<span data-views="`+at+`/views.json">5</span>`)
	has(t, w.page(200, "/yykjj/statistics"), "网站总访问量<b>7</b>次", "独立用户访问总量<b>2</b>个", "<b>3</b>次网页请求不计入访问", "爬虫和程序", "不保存来访地址")
	words, err := w.o.VisitSlices(t.Context(), access.Actor{Officer: w.head.Officer, Organ: "yykjj", Roles: w.head.Roles}, visit.ByWord, calendar.NewDay(2019, 1, 1), calendar.NewDay(2019, 12, 31), 5)
	if err != nil || len(words) != 1 || words[0].Name != "无人机" {
		t.Errorf("searched without result: %v, %v", words, err)
	}
}

// What lies ready goes out with the header lines of every other answer, and counts
// as it does.
func TestReady(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.publish(office.ArticleForm{Column: "fabu/dongtai", Type: "news", Title: "座谈会召开", HTML: "<p>正文</p>"})
	c := visits.New(w.o, nil, slog.New(slog.DiscardHandler))
	srv := httptest.NewUnstartedServer(public.New(w.o, public.Options{Visits: c}))
	srv.Config.ConnContext, srv.Listener = wire.Context, wire.Listener{Listener: srv.Listener}
	srv.Start()
	defer srv.Close()
	ask := func(path string, pairs ...string) (http.Header, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+path, nil)
		w.must(err)
		req.Header.Set("User-Agent", browser)
		for i := 0; i < len(pairs); i += 2 {
			req.Header.Set(pairs[i], pairs[i+1])
		}
		res, err := srv.Client().Do(req)
		w.must(err)
		defer res.Body.Close()
		b, err := io.ReadAll(res.Body)
		w.must(err)
		if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusGone || res.Header.Get("Date") == "" {
			t.Fatal(path, res.Status, res.Header)
		}
		res.Header.Del("Date")
		return res.Header, string(b)
	}
	n := int64(0)
	for _, path := range []string{"/yykjj/", "/yykjj/a/" + string(id), "/yykjj/sitemap.xml", "/yykjj/c/fabu"} {
		for _, coding := range []string{"gzip", "identity"} {
			ask(path, "Accept-Encoding", coding)
			long, body := ask(path, "Accept-Encoding", coding, "If-None-Match", `"other"`)
			short, same := ask(path, "Accept-Encoding", coding)
			if !maps.EqualFunc(long, short, slices.Equal) || body != same {
				t.Errorf("%s %s: %v, %v", path, coding, long, short)
			}
			if n += 3; path == "/yykjj/sitemap.xml" {
				n -= 3
			}
		}
	}
	d, err := w.o.DeskArticle(t.Context(), w.head, id)
	w.must(err)
	w.must(w.o.WithdrawArticle(t.Context(), w.head, id, d.Article.Rev, "内容有误"))
	if _, body := ask("/yykjj/a/"+string(id), "Accept-Encoding", "identity"); !strings.Contains(body, "撤回") {
		t.Error("a withdrawn article is shown:", body)
	}
	if _, err := c.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	y, err := w.o.Visits(t.Context(), w.head, 2019)
	if err != nil || y.Today.Views != n {
		t.Errorf("%d views, want %d, %v", y.Today.Views, n, err)
	}
}
