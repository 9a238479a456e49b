package inspect_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/calendar"
	"gongkai/inspection"
	"gongkai/internal/crawl"
	"gongkai/internal/inspect"
)

// foreign is a small site of another body, as such sites are: some pages in GBK,
// a column that is empty, one that is old, a dead link, tags that say null, no
// entrance for errors, and a corner that robots.txt closes.
func foreign(t *testing.T) *httptest.Server {
	t.Helper()
	frame := func(head, main string) string {
		return `<!doctype html><html><head><meta charset="utf-8"><title>某市某局</title><meta name="SiteName" content="某市某局">` + head + `</head><body>
<div id="header"><form action="/search"><input type="text" name="q"><button>搜索</button></form>
<ul><li><a href="/">首页</a></li><li><a href="/dt/">工作动态</a></li><li><a href="/tz/">通知公告</a></li><li><a href="/wj/">政策文件</a></li><li><a href="/jg/">机构职能</a></li><li><a href="/ld/">领导信息</a></li><li><a href="/zx/">咨询投诉</a></li><li><a href="/bs/">办事指南</a></li></ul></div>
` + main + `<div class="footer"><p>主办单位：某市某局　联系电话：0730-0000000　网站标识码：4306000001　湘ICP备00000001号</p><p><a href="/map/">网站地图</a></p></div></body></html>`
	}
	pages := map[string]string{
		"/": frame("", `<ul><li><a href="/dt/1.html">全市科技工作会议召开了</a> 2025-06-10</li></ul>`),
		"/dt/": frame(`<meta name="ColumnName" content="工作动态"><meta name="ColumnType" content="动态要闻"><meta name="ColumnDescription" content="x"><meta name="ColumnKeywords" content="x">`,
			`<ul><li><a href="1.html">全市科技工作会议召开了</a><span>2025年6月10日</span></li><li><a href="2.html">这一篇已经不在了呀</a><span>2025.6.1</span></li></ul>`),
		"/dt/1.html": frame(`<meta name="ColumnName" content="工作动态"><meta name="ColumnType" content="动态要闻"><meta name="ArticleTitle" content="会议"><meta name="PubDate" content="2025-06-10 10:00"><meta name="ContentSource" content="null">`,
			`<p>`+strings.Repeat("会议强调要抓好落实。", 40)+`</p>`),
		"/tz/":       frame("", `<ul><li><a href="/tz/1.html">关于某项工作的通知通知</a> 2024-01-10</li></ul>`),
		"/tz/1.html": frame("", `<p>`+strings.Repeat("现将有关事项通知如下。", 40)+`</p>`),
		"/wj/":       frame("", `<p>暂无内容</p>`),
		"/jg/":       frame("", `<p>`+strings.Repeat("负责全市科技工作的统筹协调。", 20)+`</p>`),
		"/ld/":       frame("", `<p>`+strings.Repeat("局长某某，主持全面工作。", 20)+`</p>`),
		"/zx/":       frame("", `<form action="/zx/send"><textarea name="t"></textarea></form>`),
		"/bs/":       frame("", `<ul><li><a href="/bs/1.html">某某认定的办事指南</a></li></ul>`),
		"/bs/1.html": frame("", `<table><tr><th>设定依据</th><td>某条例</td></tr><tr><th>申请条件</th><td>依法登记</td></tr><tr><th>申请材料</th><td>申请表</td></tr></table>`),
		"/map/":      frame("", `<p>地图</p>`),
	}
	var shut bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		switch {
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /map/\n")
			return
		case r.URL.Path == "/map/":
			shut = true
		case !ok:
			http.NotFound(w, r)
			return
		}
		if r.URL.Path == "/tz/1.html" {
			body = strings.Replace(body, "utf-8", "gbk", 1)
			b, err := simplifiedchinese.GBK.NewEncoder().String(body)
			if err != nil {
				t.Error(err)
			}
			body = b
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, body)
	}))
	t.Cleanup(func() {
		s.Close()
		if shut {
			t.Error("the walk went where robots.txt forbids")
		}
	})
	return s
}

// §D.3, §D.4: a foreign site is judged by what a visitor sees of it.
func TestOutside(t *testing.T) {
	t.Parallel()
	today, err := calendar.ParseDay("2025-06-16")
	if err != nil {
		t.Fatal(err)
	}
	site, walk, err := inspect.Outside(t.Context(), foreign(t).URL, today, crawl.Options{Pace: -1})
	if err != nil {
		t.Fatal(err)
	}
	r := inspection.Inspect(site, inspection.On(inspection.Tables(), today), calendar.China(), today)
	got := map[string]string{}
	for _, f := range r.Findings {
		got[f.Rule] += f.Where + "：" + f.Words + "\n"
	}
	for rule, want := range map[string]string{
		"E3-EMPTY":   "通知公告：最近的内容是2024年1月10日",
		"E3-POLICY":  "没有“政策文件”的内容",
		"E3-EXPLAIN": "没有“政策解读”的内容",
		"E3-LINKS":   "/dt/2.html",
		"E3-REPORT":  "找错",
		"E3-MARK":    "公安机关备案标识",
		"E3-TAGS":    "ContentSource",
		"E3-GUIDE":   "办理地点",
		"V6":         "1个事项",
	} {
		if !strings.Contains(got[rule], want) {
			t.Errorf("%s says %q, want %q", rule, got[rule], want)
		}
	}
	for _, rule := range []string{"E3-NEWS", "E3-ORGAN", "E3-LEADERS", "E3-SEARCH", "E3-CHANNEL", "E3-ITEMS", "V3", "V4", "V5"} {
		if got[rule] != "" {
			t.Errorf("%s is wrong: %s", rule, got[rule])
		}
	}
	if site.Name != "某市某局" || walk.Shut != 1 || walk.Cut || !strings.Contains(got["E3-EMPTY"], "空白栏目") {
		t.Errorf("%q, %d shut, cut %v, %s", site.Name, walk.Shut, walk.Cut, got["E3-EMPTY"])
	}
}

// A walk is bounded, and a site that never answers is said to be silent.
func TestBounds(t *testing.T) {
	t.Parallel()
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<p><a href="%sx/">更多</a></p>`, r.URL.Path)
	}))
	defer endless.Close()
	w, err := crawl.Over(t.Context(), endless.URL, crawl.Options{Pages: 7, Pace: -1})
	if err != nil || len(w.Pages) != 7 || !w.Cut {
		t.Errorf("%d pages, cut %v, %v", len(w.Pages), w.Cut, err)
	}
	release := make(chan struct{})
	mute := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer mute.Close()
	defer close(release)
	if _, err := crawl.Over(t.Context(), mute.URL, crawl.Options{Wait: 50 * time.Millisecond}); !crawl.Silent(err) {
		t.Errorf("a site that never answers gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := crawl.Over(ctx, endless.URL, crawl.Options{}); err == nil {
		t.Error("a walk that was told to stop says nothing")
	}
	if _, err := crawl.Over(t.Context(), "ftp://x", crawl.Options{}); err == nil || !strings.Contains(err.Error(), "https://") {
		t.Errorf("a bad address gives %v", err)
	}
}
