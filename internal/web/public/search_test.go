package public_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"gongkai/access"
	"gongkai/internal/files"
	"gongkai/internal/index"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/internal/visits"
	"gongkai/internal/web/public"
	"gongkai/search"
)

// searchable is a site with an index.
func searchable(t testing.TB, day string) *town {
	t.Helper()
	clock, dir := testkit.NewClock(t, day), t.TempDir()
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	shelf := index.At(filepath.Join(dir, "search"), search.NewLexicon("", ""))
	t.Cleanup(func() { shelf.Close() })
	db := testkit.Open(t, testkit.Fresh(t, "sqlite"))
	return founded(t, office.New(office.Config{DB: db, Files: folder, Now: clock.Now, Index: shelf}), clock)
}

func (w *town) fed() {
	w.t.Helper()
	_, err := w.o.FeedIndex(w.t.Context())
	w.must(err)
}

// find opens the page of a search; more is what stands in the address beside it.
func (w *town) find(typed, more string) string {
	w.t.Helper()
	return w.page(http.StatusOK, "/yykjj/search?q="+url.QueryEscape(typed)+more)
}

// policies are what the searches of these tests look through.
func (w *town) policies() {
	w.t.Helper()
	paper := office.ArticleForm{Title: "关于印发高新技术企业培育办法的通知", Type: "document", Column: "xxgk/fdzdgk/zcwj", DocNo: "岳科发〔2019〕3号",
		Genre: "tongzhi", Topic: "11", Unit: "yykjj:bgs", HTML: "<p>企业在库培育期为三年。</p>", Tags: []string{"decision"}}
	id := w.publish(paper)
	d, err := w.o.DeskArticle(w.t.Context(), w.head, id)
	w.must(err)
	w.must(w.o.RateArticle(w.t.Context(), w.head, id, d.Article.Rev, "repealed", ""))
	for i := range 12 {
		w.publish(office.ArticleForm{Title: fmt.Sprintf("走访高新技术企业第%02d家", i), HTML: "<p>座谈，看车间。</p>"})
	}
	w.fed()
}

// TestSearch opens the answer, narrows it, sorts it and turns its pages.
func TestSearch(t *testing.T) {
	t.Parallel()
	w := searchable(t, "2019-05-06")
	w.policies()
	page := w.find("高新技术企业", "")
	has(t, page, "找到13条", "<mark>高新技术企业</mark>", `value="高新技术企业"`, `name="robots" content="noindex"`, `rel="next"`,
		`aria-label="按类型"`, "缩小范围", "<h3>栏目</h3>", "<h3>效力</h3>", "<h3>五公开</h3>", ">按日期</a>", "没有要找的？")
	links := map[string]string{}
	for _, m := range regexp.MustCompile(`<a href="([^"]+)" rel="nofollow"[^>]*>([^<]+)`).FindAllStringSubmatch(page, -1) {
		links[strings.TrimSpace(m[2])] = html.UnescapeString(m[1])
	}
	for name, want := range map[string][]string{
		"文件":     {"找到1条", `<em class="validity">废止</em>`, "<mark>高新技术企业</mark>培育办法", "岳科发〔2019〕3号", `aria-current="true">文件`},
		"政府信息公开": {"找到1条", "栏目：政府信息公开", "取消这个条件"},
		"废止":     {"找到1条", "效力：废止"},
		"决策公开":   {"找到1条", "五公开：决策公开"},
		"按日期":    {"找到13条", "<b>按日期</b>"},
		"信息":     {"找到12条"},
	} {
		if links[name] == "" {
			t.Errorf("no way to %s", name)
			continue
		}
		has(t, w.page(http.StatusOK, links[name]), want...)
	}
	second := w.find("高新技术企业", "&page=2")
	if n := strings.Count(second, "<h2>"); n < 3 || strings.Contains(second, `rel="next"`) {
		t.Errorf("%d on the last page", n)
	}
	has(t, w.find("高新技术企业", "&page=77"), "结果只有2页", "从第一页看")
	has(t, w.find("岳科发[2019]3号", ""), "找到1条")
	has(t, w.find("高薪技术企业", ""), "您是不是要找", "高新技术企业", `value="高薪技术企业"`)
	has(t, w.find("企业三年培育期", ""), "含有其中词语")
	has(t, w.find("政府信息公开", "&kind=news&column=xxgk/zhinan&unit=x&validity=repealed&tag=execution&year=2001"),
		"没有找到符合条件的", "去掉条件，在全站找", "栏目：政府信息公开指南", "科室：x", "效力：废止", "五公开：执行公开", "年份：2001年", `/yykjj/c/xxgk"`)
	has(t, w.find("写信", ""), `href="/yykjj/letters/write">写信`)
	has(t, w.find("通知公告", ""), "栏目：通知公告")
}

// TestSearchTakesAnything asks with what is no words at all.
func TestSearchTakesAnything(t *testing.T) {
	t.Parallel()
	w := searchable(t, "2019-05-06")
	w.policies()
	for _, q := range []string{"", " ", "%", "_", "'", "\"", "*", "(", "a\x00b", "\xff\xfe", "' or 1=1 --", `") OR fts MATCH ("a`, "title:高新", "NEAR(高 新)", ".*", "(?i)", "{{.}}",
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "。。。", strings.Repeat("长", 10000), strings.Repeat("高 ", 10000), strings.Repeat(" ", 10000)} {
		for _, more := range []string{"", "&page=-1&year=x&sort=%00", "&kind=%3Cscript%3E&column=%22%3E%3Cimg&unit='&validity=%ff&tag=" + strings.Repeat("x", 200)} {
			page := w.find(q, more)
			hasNot(t, page, "<script>", "<img", "onerror=alert(1)>", "ZgotmplZ")
			if len(page) > 60_000 {
				t.Errorf("%.20q answers with %d bytes", q, len(page))
			}
		}
	}
	has(t, w.find(strings.Repeat("长", 10000), ""), "要找的词太长了", `value="`+strings.Repeat("长", search.Longest)+`"`)
	has(t, w.find("。。。", ""), "没有可以查找的字")
	has(t, w.page(http.StatusOK, "/yykjj/search"), "我要查", "也可以按栏目查")
}

// TestSearchGoesOn sees what is offered to who found nothing, that the words are
// carried into the forms, and what is counted of it (VI-WORD).
func TestSearchGoesOn(t *testing.T) {
	t.Parallel()
	w := searchable(t, "2019-05-06")
	w.policies()
	count := visits.New(w.o, nil, slog.New(slog.DiscardHandler))
	w.Handler = public.New(w.o, public.Options{Visits: count})
	about := "about=%e6%97%a0%e4%ba%ba%e6%9c%ba%e9%9b%86%e7%be%a4"
	for _, agent := range []string{browser, browser, "Mozilla/5.0 (compatible; Baiduspider/2.0)"} {
		for _, more := range []string{"", "&kind=letter", "&page=2"} {
			page := w.page(http.StatusOK, "/yykjj/search?q=无人机集群"+more, "User-Agent", agent)
			has(t, page, "没有找到", "/yykjj/apply?"+about, "写信", "站点地图")
		}
	}
	w.page(http.StatusOK, "/yykjj/search?q=13812345678", "User-Agent", browser)
	_, err := count.Flush(t.Context())
	w.must(err)
	lost, err := w.o.LostWords(t.Context(), access.Actor{Officer: w.head.Officer, Organ: "yykjj", Roles: w.head.Roles}, 2019)
	w.must(err)
	if len(lost) != 1 || lost[0] != (office.LostWord{Words: "无人机集群", N: 2}) {
		t.Errorf("counted %v", lost)
	}
	has(t, w.page(http.StatusOK, "/yykjj/apply?"+about), "/yykjj/apply/new/what?"+about)
	has(t, w.page(http.StatusOK, "/yykjj/apply/new/what?"+about), "无人机集群</textarea>")
	has(t, w.page(http.StatusOK, "/yykjj/letters/write?"+about), `value="无人机集群"`)
	has(t, w.page(http.StatusOK, "/yykjj/apply/new/what?about=%3Cscript%3E"), "&lt;script&gt;</textarea>")
	hasNot(t, w.page(http.StatusOK, "/yykjj/apply"), "about=")

	// Before somebody asks for it, the search says what is there, however old.
	hints, err := w.o.PublicHints(t.Context(), "yykjj", "申请公开高新技术企业培育办法")
	w.must(err)
	if len(hints) == 0 || hints[0].DocNo != "岳科发〔2019〕3号" {
		t.Errorf("hints %+v", hints)
	}
	if hints, err := w.o.PublicHints(t.Context(), "yykjj", "我家门口的路灯坏了三个月没人修"); err != nil || len(hints) > 0 {
		t.Errorf("hints %+v, %v", hints, err)
	}
}

// TestSuggest asks for titles as a browser and as the script does, by characters,
// pinyin and initials.
func TestSuggest(t *testing.T) {
	t.Parallel()
	w := searchable(t, "2019-05-06")
	w.policies()
	for _, typed := range []string{"高新", "gaoxinjishu", "gxjs", "走访高新", "無", "", `"<script>`, strings.Repeat("长", 9999)} {
		rec := w.get("/yykjj/search/suggest?q=" + url.QueryEscape(typed))
		var got []any
		if err := json.Unmarshal(rec.Body.Bytes(), &got); rec.Code != http.StatusOK || err != nil || len(got) != 2 {
			t.Fatalf("%.20s: %d %s %v", typed, rec.Code, rec.Body, err)
		}
		words := got[1].([]any)
		if want := strings.ContainsAny(typed, "高gx"); want != (len(words) > 0) || len(words) > 8 {
			t.Errorf("%.20s: %v", typed, words)
		}
		hasNot(t, rec.Body.String(), "<script>")
	}
	var about struct {
		Name string `xml:"ShortName"`
		URLs []struct {
			Type     string `xml:"type,attr"`
			Template string `xml:"template,attr"`
		} `xml:"Url"`
	}
	if err := xml.Unmarshal([]byte(w.page(http.StatusOK, "/yykjj/opensearch.xml")), &about); err != nil || about.Name != "yykjj局" || len(about.URLs) != 2 ||
		about.URLs[0].Template != "http://example.com/yykjj/search?q={searchTerms}" {
		t.Errorf("%+v, %v", about, err)
	}
	has(t, w.page(http.StatusOK, "/yykjj/"), `href="/yykjj/opensearch.xml"`, `data-suggest="/yykjj/search/suggest"`)
	has(t, w.page(http.StatusOK, "/opensearch.xml", "Host", "other.yueyang.gov.cn"), "https://other.yueyang.gov.cn/search?q={searchTerms}")
}

// TestSearchStorm lets many search at once: each gets an answer or a calm word,
// and the other pages stay.
func TestSearchStorm(t *testing.T) {
	t.Parallel()
	w := searchable(t, "2019-05-06")
	w.policies()
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			rec := w.get(fmt.Sprintf("/yykjj/search?q=%d高新", i))
			if rec.Code != http.StatusOK && (rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "现在搜索的人很多")) {
				t.Errorf("%d", rec.Code)
			}
		})
	}
	w.page(http.StatusOK, "/yykjj/c/fabu")
	all.Wait()
}
