package public_test

import (
	"compress/gzip"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/internal/web/public"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// town is a site with two organs and an office that publishes on it.
type town struct {
	http.Handler
	t     testing.TB
	o     *office.Office
	clock *testkit.Clock
	clerk access.Actor
	head  access.Actor
}

func open(t testing.TB) *town { return openOn(t, "2019-05-06") }

func openOn(t testing.TB, day string) *town {
	t.Helper()
	clock := testkit.NewClock(t, day)
	o := testkit.Office(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), clock.Now)
	for _, token := range []string{"yykjj", "other"} {
		err := o.Found(context.Background(), office.Founding{
			Organ: people.Organ{Token: token, Name: token + "局", CreditCode: "114306000063875", Address: "某路1号",
				Site: people.Site{IDCode: "4306000001", Domain: map[string]string{"other": "other.yueyang.gov.cn"}[token]}},
			Units:   []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}},
			Columns: publication.DefaultColumns(),
			Officers: []office.FoundingOfficer{
				{OfficerForm: office.OfficerForm{Login: "jingban", Name: "经办人", Unit: token + ":bgs", Roles: []string{"clerk"}}, Password: "x"},
				{OfficerForm: office.OfficerForm{Login: "zhuren", Name: "主任", Unit: token + ":bgs", Roles: []string{"office"}}, Password: "x"},
				{OfficerForm: office.OfficerForm{Login: "fuze", Name: "公开负责人", Unit: token + ":bgs", Roles: []string{"disclosure_hd"}}, Password: "x"},
				{OfficerForm: office.OfficerForm{Login: "fazhi", Name: "法制员", Unit: token + ":bgs", Roles: []string{"legal"}}, Password: "x"},
				{OfficerForm: office.OfficerForm{Login: "fenguan", Name: "分管领导", Unit: token + ":bgs", Roles: []string{"deputy_chief"}}, Password: "x"}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	w := &town{Handler: public.New(o, public.Options{}), t: t, o: o, clock: clock}
	w.clerk, w.head = w.actor("yykjj.jingban"), w.actor("yykjj.zhuren")
	return w
}

func (w *town) actor(id ledger.ID) access.Actor {
	w.t.Helper()
	a, err := w.o.Actor(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// draft writes and hands in a text; publish lets the other officer put it out.
func (w *town) draft(f office.ArticleForm) ledger.ID {
	w.t.Helper()
	ctx := context.Background()
	for _, d := range []struct {
		into *string
		as   string
	}{{&f.Column, "fabu/dongtai"}, {&f.Type, "article"}, {&f.Title, "工作动态一则"}, {&f.HTML, "<p>正文。</p>"},
		{&f.Source, "办公室"}, {&f.Formed, "2019-05-06"}} {
		if *d.into == "" {
			*d.into = d.as
		}
	}
	if f.Tags == nil {
		f.Tags = []string{"execution"}
	}
	id, err := w.o.NewDraft(ctx, w.clerk, f)
	if err != nil {
		w.t.Fatal(err)
	}
	e := w.newest(id)
	if err := w.o.SubmitArticle(ctx, w.clerk, id, e.No, e.Rev); err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *town) newest(id ledger.ID) publication.Edition {
	w.t.Helper()
	d, err := w.o.DeskArticle(context.Background(), w.head, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return d.Editions[0]
}

func (w *town) publish(f office.ArticleForm) ledger.ID {
	w.t.Helper()
	id := w.draft(f)
	testkit.Review(w.t, w.o, w.head.Organ, id, 1)
	e := w.newest(id)
	if err := w.o.PublishArticle(context.Background(), w.head, id, e.No, e.Rev); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// get asks for a page; pairs are header lines.
func (w *town) get(path string, pairs ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "Host" {
			r.Host = pairs[i+1]
			continue
		}
		r.Header.Set(pairs[i], pairs[i+1])
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec
}

// page wants a status and returns the body.
func (w *town) page(status int, path string, pairs ...string) string {
	w.t.Helper()
	rec := w.get(path, pairs...)
	if rec.Code != status {
		w.t.Errorf("%s: %d, want %d", path, rec.Code, status)
	}
	return rec.Body.String()
}

func has(t testing.TB, body string, want ...string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(body, s) {
			t.Errorf("no %q in %.1500s", s, body)
		}
	}
}

func hasNot(t testing.TB, body string, bad ...string) {
	t.Helper()
	for _, s := range bad {
		if strings.Contains(body, s) {
			t.Errorf("%q stands in the page", s)
		}
	}
}

// TestPages opens every kind of page, in both type sizes.
func TestPages(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.publish(office.ArticleForm{Title: "科技要闻"})
	for _, path := range []string{"", "c/fabu", "c/fabu/dongtai", "c/xxgk", "c/xxgk/fdzdgk/jgzn", "c/xxgk/fdzdgk/ldxx",
		"a/" + string(id), "search", "search?q=要闻", "search?q=没有", "map", "apply", "ask", "ledger", "leave?to=https://example.com/"} {
		for _, size := range []string{"", "large"} {
			body := w.page(http.StatusOK, "/yykjj/"+path, "Cookie", "size="+size)
			has(t, body, `<html lang="zh-CN"`, "yykjj局", `<meta name="SiteIDCode" content="4306000001">`, `href="#main"`,
				"党政机关网站", "我为政府网站找错", "站点地图")
			hasNot(t, body, "<script>", " onclick=", " style=", "ZgotmplZ")
			if strings.Contains(body, `class="large"`) != (size == "large") {
				t.Errorf("%s: size %q", path, size)
			}
		}
	}
	for path, status := range map[string]int{"/": 200, "/yykjj": 301, "/robots.txt": 200, "/sitemap.xml": 200, "/nobody/": 404,
		"/yykjj/a/none": 404, "/yykjj/c/none": 404, "/yykjj/x/y": 404, "/yykjj/c/fabu?page=99999": 200,
		"/yykjj/c/fabu?page=0&year=abc": 200, "/yykjj/a/" + strings.Repeat("x", 5000): 404, "/yykjj/f/" + strings.Repeat("0", 64) + "/x": 404,
		"/yykjj/f/../../etc/passwd": 404, "/assets/none.css": 404} {
		w.page(status, path)
	}
}

// TestMeta compares the metadata of standards.md §D.4 with what was entered.
func TestMeta(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.publish(office.ArticleForm{Title: "关于印发工作要点的通知", Type: "document", Column: "xxgk/fdzdgk/zcwj", DocNo: "岳科发〔2019〕3号",
		Genre: "tongzhi", Topic: "11", Keywords: "要点 科技", Summary: "全年工作", Unit: "yykjj:bgs"})
	body := w.page(http.StatusOK, "/yykjj/a/"+string(id))
	for name, want := range map[string]string{"SiteName": "yykjj局", "ColumnName": "政策文件（其他文件）", "ColumnType": "政策文件",
		"ArticleTitle": "关于印发工作要点的通知", "PubDate": "2019-05-06 09:00", "ContentSource": "办公室", "Keywords": "要点;科技",
		"Description": "全年工作", "Author": "办公室", "Url": "/yykjj/a/" + string(id)} {
		has(t, body, fmt.Sprintf(`<meta name="%s" content="%s">`, name, want))
	}
	has(t, body, "索引号", "114306000063875/2019-00001", "岳科发〔2019〕3号", "成文日期", "2019-05-06", "科技、教育", "通知", "主动公开")
	for _, q := range []string{"岳科发〔2019〕3号", "2019-00001", "工作要点的通知"} {
		has(t, w.page(http.StatusOK, "/yykjj/search?q="+url.QueryEscape(q)), "找到1篇", "/a/"+string(id))
	}
	paper := w.get("/yykjj/a/" + string(id) + "/docx")
	if d := paper.Header().Get("Content-Disposition"); paper.Code != 200 || paper.Body.Len() < 3000 || !strings.HasPrefix(d, "attachment; filename*=utf-8") {
		t.Errorf("the paper: %d, %d bytes, %s", paper.Code, paper.Body.Len(), d)
	}
	w.page(http.StatusNotFound, "/yykjj/a/"+string(w.publish(office.ArticleForm{}))+"/docx")
	body = w.page(http.StatusOK, "/yykjj/c/xxgk/fdzdgk/zcwj")
	has(t, body, `<meta name="ColumnDescription" content="`, `<meta name="ColumnKeywords" content="`, "岳科发〔2019〕3号")
	hasNot(t, body, "ArticleTitle")
}

// TestNothingEscapes plants markup in each field that a page shows; a title
// with markup does not even get through the check before publication.
func TestNothingEscapes(t *testing.T) {
	t.Parallel()
	w := open(t)
	evil := `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	id := w.publish(office.ArticleForm{Title: `题"'>&lt;script> <1% & 其他`, Summary: evil, Source: evil, HTML: "<p>" + evil + "</p>", Keywords: "a"})
	for _, path := range []string{"", "a/" + string(id), "c/fabu/dongtai", "search?q=" + "%3Cscript%3E", "feed.atom", "rss.xml"} {
		hasNot(t, w.page(http.StatusOK, "/yykjj/"+path), "<script>", "<img src=x", "onerror=alert(1)>")
	}
}

// TestUnpublished sees that drafts, what waits, and files of them are not there.
func TestUnpublished(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.draft(office.ArticleForm{Title: "尚未发布的内容"})
	w.page(http.StatusNotFound, "/yykjj/a/"+string(id))
	for _, path := range []string{"", "c/fabu/dongtai", "search?q=尚未发布", "feed.atom", "sitemap.xml"} {
		hasNot(t, w.page(http.StatusOK, "/yykjj/"+path), "尚未发布的内容", string(id))
	}
	live := w.publish(office.ArticleForm{Title: "甲局的文章"})
	w.page(http.StatusNotFound, "/other/a/"+string(live), "Host", "x")
}

// TestLife follows a text from publication over a new edition to withdrawal;
// each page changes at once.
func TestLife(t *testing.T) {
	t.Parallel()
	w := open(t)
	ctx := context.Background()
	hasNot(t, w.page(200, "/yykjj/c/fabu/dongtai"), "第一版标题")
	id := w.publish(office.ArticleForm{Title: "第一版标题"})
	has(t, w.page(200, "/yykjj/c/fabu/dongtai"), "第一版标题")
	has(t, w.page(200, "/yykjj/a/"+string(id)), "第一版标题")
	no, err := w.o.ReviseArticle(ctx, w.clerk, id)
	if err != nil {
		t.Fatal(err)
	}
	e := w.newest(id)
	f := office.FormOf(e)
	f.Title, f.Note = "第二版标题", "更正标题"
	if err := w.o.SaveDraft(ctx, w.clerk, id, no, e.Rev, f); err != nil {
		t.Fatal(err)
	}
	has(t, w.page(200, "/yykjj/a/"+string(id)), "第一版标题")
	if err := w.o.SubmitArticle(ctx, w.clerk, id, no, w.newest(id).Rev); err != nil {
		t.Fatal(err)
	}
	testkit.Review(t, w.o, w.head.Organ, id, no)
	if err := w.o.PublishArticle(ctx, w.head, id, no, w.newest(id).Rev); err != nil {
		t.Fatal(err)
	}
	has(t, w.page(200, "/yykjj/a/"+string(id)), "第二版标题", "本页更新过1次", "更正标题")
	has(t, w.page(200, "/yykjj/c/fabu/dongtai"), "第二版标题")
	d, err := w.o.DeskArticle(ctx, w.head, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.o.WithdrawArticle(ctx, w.head, id, d.Article.Rev, "内容有误"); err != nil {
		t.Fatal(err)
	}
	has(t, w.page(http.StatusGone, "/yykjj/a/"+string(id)), "已经撤回", "内容有误")
	for _, path := range []string{"", "c/fabu/dongtai", "search?q=标题", "feed.atom", "sitemap.xml"} {
		hasNot(t, w.page(200, "/yykjj/"+path), "第二版标题", "/a/"+string(id))
	}
}

// TestLinks sees 解读 and 原文 both ways, and that the way out is told.
func TestLinks(t *testing.T) {
	t.Parallel()
	w := open(t)
	paper := w.publish(office.ArticleForm{Title: "某办法", Type: "document", Column: "xxgk/fdzdgk/zcwj", DocNo: "岳科发〔2019〕4号", Genre: "tongzhi", Topic: "11"})
	reading := w.publish(office.ArticleForm{Title: "某办法解读", Type: "interpretation", Column: "jiedu/zcjd", Explains: string(paper),
		HTML: `<p><a href="https://www.example.com/a?b=1&amp;c=2">外</a><a href="https://www.hunan.gov.cn/">内</a></p>`})
	has(t, w.page(200, "/yykjj/a/"+string(paper)), "/yykjj/a/"+string(reading), "某办法解读")
	body := w.page(200, "/yykjj/a/"+string(reading))
	has(t, body, "/yykjj/a/"+string(paper), `/yykjj/leave?to=https%3A%2F%2Fwww.example.com%2Fa%3Fb%3D1%26c%3D2`, `href="https://www.hunan.gov.cn/"`)
	has(t, w.page(200, "/yykjj/leave?to=https%3A%2F%2Fwww.example.com%2Fa"), "www.example.com", "不是政府网站")
	for _, to := range []string{"javascript:alert(1)", "data:text/html,x", "//evil", "", "https://"} {
		w.page(404, "/yykjj/leave?to="+to)
	}
	for back, want := range map[string]string{"/c/fabu": "/yykjj/c/fabu", "//evil.com": "/yykjj/", "https://evil.com": "/yykjj/", `/\evil`: "/yykjj/"} {
		rec := w.get("/yykjj/size?to=large&back=" + strings.ReplaceAll(back, `\`, "%5C"))
		if got := rec.Header().Get("Location"); got != want {
			t.Errorf("back to %q leads to %q, want %q", back, got, want)
		}
	}
}

// TestCache looks at the answers of a page that is served from memory.
func TestCache(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.publish(office.ArticleForm{HTML: "<p>" + strings.Repeat("很长的正文。", 400) + "</p>"})
	path := "/yykjj/a/" + string(id)
	plain := w.get(path)
	etag := plain.Header().Get("Etag")
	zipped := w.get(path, "Accept-Encoding", "br, gzip")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Body.Len() > plain.Body.Len()/4 {
		t.Errorf("gzip: %v, %d of %d bytes", zipped.Header(), zipped.Body.Len(), plain.Body.Len())
	}
	z, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := io.ReadAll(z); string(b) != plain.Body.String() {
		t.Error("the packed page is another")
	}
	if rec := w.get(path, "Accept-Encoding", "gzip;q=0"); rec.Header().Get("Content-Encoding") != "" {
		t.Error("gzip was sent to one who refused it")
	}
	for _, m := range []string{etag, "W/" + etag, `"x", ` + etag} {
		if rec := w.get(path, "If-None-Match", m); rec.Code != http.StatusNotModified || rec.Body.Len() > 0 {
			t.Errorf("If-None-Match %s: %d", m, rec.Code)
		}
	}
	r := httptest.NewRequest("HEAD", path, nil)
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	if rec.Code != 200 || rec.Body.Len() != 0 || rec.Header().Get("Content-Length") != plain.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d, %v", rec.Code, rec.Header())
	}
	if rec := w.get(path+"?utm=junk", "If-None-Match", etag); rec.Code != http.StatusNotModified {
		t.Error("an unknown parameter makes another page")
	}
	r = httptest.NewRequest("POST", path, nil)
	rec = httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	if rec.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", rec.Code)
	}
}

// TestReadersDuringPublication lets many read while texts go out; when the last
// is out, nobody sees an older list.
func TestReadersDuringPublication(t *testing.T) {
	t.Parallel()
	w := open(t)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					w.get("/yykjj/c/fabu/dongtai")
				}
			}
		})
	}
	for i := range 12 {
		title := fmt.Sprintf("第%02d篇动态", i)
		w.publish(office.ArticleForm{Title: title})
		has(t, w.page(200, "/yykjj/c/fabu/dongtai"), title)
	}
	close(stop)
	wg.Wait()
}

// TestOtherProcess publishes through another office on the same database, as a
// second node would; this one sees it soon.
func TestOtherProcess(t *testing.T) {
	t.Parallel()
	at := testkit.Fresh(t, "sqlite")
	clock := testkit.NewClock(t, "2019-05-06")
	w := &town{t: t, o: testkit.Office(t, testkit.Open(t, at), clock.Now)}
	here := public.New(testkit.Office(t, testkit.Open(t, at), clock.Now), public.Options{})
	w.Handler = here
	if err := w.o.Found(context.Background(), office.Founding{Organ: people.Organ{Token: "yykjj", Name: "局", CreditCode: "1"},
		Units: []people.Unit{{Code: "bgs", Name: "办公室"}}, Columns: publication.DefaultColumns(), Officers: []office.FoundingOfficer{
			{OfficerForm: office.OfficerForm{Login: "jingban", Name: "经办人", Unit: "yykjj:bgs", Roles: []string{"clerk"}}, Password: "x"},
			{OfficerForm: office.OfficerForm{Login: "zhuren", Name: "主任", Unit: "yykjj:bgs", Roles: []string{"office"}}, Password: "x"}}}); err != nil {
		t.Fatal(err)
	}
	w.clerk, w.head = w.actor("yykjj.jingban"), w.actor("yykjj.zhuren")
	w.page(200, "/yykjj/c/fabu/dongtai")
	w.publish(office.ArticleForm{Title: "别处发布的"})
	for end := time.Now().Add(10 * time.Second); !strings.Contains(w.get("/yykjj/c/fabu/dongtai").Body.String(), "别处发布的"); {
		if time.Now().After(end) {
			t.Fatal("not seen after ten seconds")
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestDomain serves an organ at the root of its own domain.
func TestDomain(t *testing.T) {
	t.Parallel()
	w := open(t)
	has(t, w.page(200, "/c/fabu", "Host", "other.yueyang.gov.cn:8080"), "other局", `href="/c/xxgk"`)
	if rec := w.get("/other/c/fabu?page=2", "Host", "other.yueyang.gov.cn"); rec.Code != 301 || rec.Header().Get("Location") != "/c/fabu?page=2" {
		t.Errorf("two addresses for one page: %d %s", rec.Code, rec.Header().Get("Location"))
	}
	has(t, w.page(200, "/sitemap.xml", "Host", "other.yueyang.gov.cn"), "https://other.yueyang.gov.cn/c/fabu")
	has(t, w.page(200, "/", "Host", "evil.example"), "yykjj局", "other局")
}

// TestFeeds reads feeds and site maps as a program would.
func TestFeeds(t *testing.T) {
	t.Parallel()
	w := open(t)
	id := w.publish(office.ArticleForm{Title: "研发 & 投入 < 3%"})
	for _, path := range []string{"feed.atom", "rss.xml", "c/fabu/feed.atom", "sitemap.xml"} {
		body := w.page(200, "/yykjj/"+path)
		has(t, body, "http://example.com/yykjj/a/"+string(id))
		d := xml.NewDecoder(strings.NewReader(body))
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
	}
	w.page(404, "/yykjj/c/none/feed.atom")
}

var pageLink = regexp.MustCompile(`\?page=(\d+)`)

// TestPaging turns the pages of a long list: every text stands on one of them.
func TestPaging(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i := range 45 {
		w.publish(office.ArticleForm{Title: fmt.Sprintf("编号%02d的动态", i)})
	}
	seen := map[string]bool{}
	for _, page := range []string{"", "?page=2", "?page=3"} {
		body := w.page(200, "/yykjj/c/fabu/dongtai"+page)
		for _, m := range regexp.MustCompile(`编号\d\d的动态`).FindAllString(body, -1) {
			seen[m] = true
		}
	}
	if len(seen) != 45 {
		t.Errorf("%d of 45 are on the pages", len(seen))
	}
	if n := len(pageLink.FindAllString(w.page(200, "/yykjj/c/fabu/dongtai"), -1)); n == 0 {
		t.Error("no links to the other pages")
	}
	has(t, w.page(200, "/yykjj/search?q=编号4"), "<mark>编号4</mark>", "找到5篇")
	for _, q := range []string{"%25", "_", "'", "%22", "%00", "%ff", strings.Repeat("长", 100), "%3Cb%3E", "+"} {
		w.page(200, "/yykjj/search?q="+q)
	}
	hasNot(t, w.page(200, "/yykjj/search?q=%25"), "编号01")
}

// BenchmarkArticle serves an article from memory, past the network.
func BenchmarkArticle(b *testing.B) {
	w := open(b)
	path := "/yykjj/a/" + string(w.publish(office.ArticleForm{HTML: "<p>" + strings.Repeat("正文一句。", 800) + "</p>"}))
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	b.ReportAllocs()
	for b.Loop() {
		rec := httptest.NewRecorder()
		w.ServeHTTP(rec, r)
		if rec.Code != http.StatusOK {
			b.Fatal(rec.Code)
		}
	}
}
