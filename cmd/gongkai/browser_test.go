package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongkai/internal/demo"
	"gongkai/internal/testkit"
)

// visit opens a page at a width and sees that it does not run over the edge
// and that axe-core has nothing to say.
func visit(t *testing.T, tab context.Context, url, name string, width int64) {
	t.Helper()
	var over int64
	testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(url),
		chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
	if over > 0 {
		t.Errorf("%s at %d px runs %d px over the edge", url, width, over)
	}
	for _, v := range testkit.Axe(t, tab) {
		t.Errorf("%s at %d px: %s", url, width, v)
	}
	testkit.Shot(t, tab, fmt.Sprintf("%s-%d", name, width))
}

// article finds the first article that a page of the site links to.
func article(t *testing.T, tab context.Context, url string) string {
	t.Helper()
	var href string
	testkit.Do(t, tab, chromedp.Navigate(url), chromedp.Evaluate(`document.querySelector('main a[href*="/a/"]').href`, &href))
	return href
}

// TestSiteInBrowser looks at the public pages of the demonstration at three
// widths and in large type.
func TestSiteInBrowser(t *testing.T) {
	tab := testkit.Browser(t)
	s := start(t, "demo", "--data", demoFolder(t), "--listen", "127.0.0.1:0")
	base := s.base + "/yykjj"
	document := article(t, tab, base+"/c/xxgk/fdzdgk/zcwj")
	annual := article(t, tab, base+"/c/xxgk/nianbao")
	news := article(t, tab, base+"/c/fabu/dongtai")
	pages := []struct{ url, name string }{{base + "/", "home"}, {base + "/c/fabu", "column"}, {base + "/c/xxgk", "platform"},
		{base + "/c/xxgk/fdzdgk/zcwj", "papers"}, {base + "/c/xxgk/fdzdgk/jgzn", "organ"}, {base + "/c/xxgk/fdzdgk/ldxx", "leaders"},
		{document, "document"}, {annual, "annual"}, {news, "news"}, {base + "/search?q=%E9%AB%98%E6%96%B0", "search"},
		{base + "/search", "search-empty"}, {base + "/map", "map"}, {base + "/apply", "apply"}, {base + "/ask", "ask"},
		{base + "/leave?to=https://www.example.com/", "leave"}, {base + "/none", "absent"}, {base + "/ledger", "ledger"},
		{base + "/statistics", "statistics"}}
	for _, p := range pages {
		for _, width := range []int64{1280, 375} {
			visit(t, tab, p.url, p.name, width)
		}
	}
	visit(t, tab, base+"/", "home", 768)
	testkit.Do(t, tab, chromedp.Navigate(base+"/size?to=large&back=/"))
	for _, p := range pages[:10] {
		visit(t, tab, p.url, p.name+"-large", 1280)
		visit(t, tab, p.url, p.name+"-large", 375)
	}

	// Without scripts: search, large type off, paging.
	testkit.Do(t, tab, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(base+"/"),
		chromedp.SendKeys(`form[role=search] input[name=q]`, "科技特派员\r"), chromedp.WaitVisible(`.results mark`),
		chromedp.Click(`.tools a`), chromedp.WaitVisible(`html:not(.large) .results`),
		chromedp.Click(`.pager a[rel=next]`), chromedp.WaitVisible(`.pager a[aria-current][href*="page=2"]`),
		emulation.SetScriptExecutionDisabled(false))

	// By keyboard: the first stop leads past the head to the text.
	var at string
	testkit.Do(t, tab, chromedp.Navigate(document), chromedp.KeyEvent("\t\r"), chromedp.KeyEvent("\t"),
		chromedp.Evaluate(`document.activeElement.closest("main") ? "main" : document.activeElement.outerHTML`, &at))
	if at != "main" {
		t.Errorf("after the skip link the focus is at %s", at)
	}

	// On paper.
	var pdf []byte
	testkit.Do(t, tab, chromedp.Navigate(document), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if len(pdf) < 5000 {
		t.Errorf("the printed page has %d bytes", len(pdf))
	}
	s.cmd.Process.Kill()
}

// signInTab signs in at the desk by typing.
func signInTab(t *testing.T, tab context.Context, base, login string) {
	t.Helper()
	testkit.Do(t, tab, chromedp.Navigate(base+"/desk/signin"), chromedp.SetValue(`#f-login`, login),
		chromedp.SetValue(`#f-password`, demo.Password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu, nav[aria-label]`))
}

// TestDeskInBrowser does the work of a day: a clerk writes and hands in, each
// step of the chain approves (R-A17), the leader publishes, the citizen reads,
// the report opens down to its documents.
func TestDeskInBrowser(t *testing.T) {
	tab := testkit.Browser(t)
	s := start(t, "demo", "--data", demoFolder(t), "--listen", "127.0.0.1:0")
	base := s.base + "/yykjj"
	desk := base + "/desk"
	visit(t, tab, desk+"/signin", "desk-signin", 1280)
	signInTab(t, tab, base, "gxjs")
	visit(t, tab, desk+"/articles/new", "desk-write", 1280)
	visit(t, tab, desk+"/articles/new", "desk-write", 375)
	testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+"/articles/new"),
		chromedp.SetValue(`#f-title`, "浏览器里写的一篇动态"),
		chromedp.Evaluate(`document.querySelector("#f-html").value = "<p>在浏览器里写的正文。</p>"; document.querySelector("#f-html").dispatchEvent(new Event("input", {bubbles: true}))`, nil),
		chromedp.SetValue(`select[name=column]`, "fabu/dongtai"), chromedp.SetValue(`input[name=formed]`, "2020-01-20"),
		chromedp.Evaluate(`document.querySelector('input[name=tags][value=execution]').checked = true; document.querySelector("#f-html").value ||= "<p>在浏览器里写的正文。</p>"`, nil))
	var words string
	testkit.Do(t, tab, chromedp.Click(`button[formaction*="then=submit"]`), chromedp.WaitVisible(`.asked:not(.beside)`), chromedp.Text(`main`, &words))
	if !strings.Contains(words, "待审核") {
		t.Fatalf("not handed in: %s", words)
	}
	var at string
	testkit.Do(t, tab, chromedp.Location(&at), chromedp.Click(`form[action$="/signout"] button`), chromedp.WaitVisible(`#f-login`))
	signInTab(t, tab, base, "zhuren")
	visit(t, tab, desk, "desk-queue", 1280)
	visit(t, tab, desk, "desk-queue", 375)
	visit(t, tab, at, "desk-article", 1280)
	visit(t, tab, at, "desk-article", 375)
	id := strings.Split(strings.TrimPrefix(at, desk+"/articles/"), "/")[0]
	as := func(login string) {
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+"/password"), chromedp.Click(`form[action$="/signout"] button`), chromedp.WaitVisible(`#f-login`))
		signInTab(t, tab, base, login)
	}
	for _, step := range []struct{ login, press string }{{"kezhang", "approve"}, {"baomi", "approve"}, {"zhuren", "approve"}, {"fenguan", "publish"}} {
		as(step.login)
		if step.login == "baomi" {
			visit(t, tab, at, "desk-review", 1280)
			visit(t, tab, at, "desk-review", 375)
		}
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(at))
		if step.login == "baomi" { // nobody certifies secrecy by not choosing
			testkit.Do(t, tab, chromedp.Evaluate(`document.querySelector("#f-opine_basis").selectedIndex = 1`, nil))
		}
		testkit.Do(t, tab, chromedp.Click(`.opinion button[value=`+step.press+`]`), chromedp.WaitVisible(`.flash`))
	}
	as("zhuren")
	for _, p := range []string{"/emergencies", "/chart", "/chart/edit", "/articles/" + id + "/1/slip"} {
		visit(t, tab, desk+p, "desk-review"+strings.ReplaceAll(strings.TrimPrefix(p, "/articles/"+id), "/", "-"), 1280)
		visit(t, tab, desk+p, "desk-review"+strings.ReplaceAll(strings.TrimPrefix(p, "/articles/"+id), "/", "-"), 375)
	}
	if r, err := http.Get(base + "/a/" + id); err != nil || r.StatusCode != http.StatusOK {
		t.Errorf("the published page: %v %v", r, err)
	}
	for _, p := range []struct{ path, name string }{{"/articles", "articles"}, {"/articles?state=live&year=2019&page=2", "articles-2"},
		{"/registers", "registers"}, {"/listing/service", "listing"}, {"/statements", "statements"}, {"/statements/new", "statement-new"},
		{"/report/2019", "report"}, {"/report/2019?form=2021", "report-2021"}, {"/report/2019/cell/T2.service.decided", "cell"},
		{"/report/2020", "report-2020"}, {"/ledger", "ledger"}, {"/inspection", "inspection"}, {"/visits", "visits"}, {"/visits/2019", "visits-2019"}, {"/visits/2019/11", "visits-month"}, {"/website/2019", "website"}, {"/columns", "columns"}, {"/writs", "writs"}, {"/writs/consult", "writ"}, {"/organ", "organ"}, {"/password", "password"},
		{"/none", "absent"}} {
		visit(t, tab, desk+p.path, "desk-"+p.name, 1280)
		visit(t, tab, desk+p.path, "desk-"+p.name, 375)
	}

	// From the figure to the entry to the record.
	testkit.Do(t, tab, testkit.Width(1280), emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(desk+"/report/2019"),
		chromedp.Click(`a[href*="/cell/T2.service.decided"]`), chromedp.WaitVisible(`[data-figure]`), chromedp.Text(`main`, &words))
	if !strings.Contains(words, "406") || !strings.Contains(words, "其他对外管理服务事项") {
		t.Errorf("behind 406 stands %s", words)
	}
	testkit.Do(t, tab, chromedp.Navigate(desk+"/report/2019/cell/published"), chromedp.Text(`main`, &words))
	if !strings.Contains(words, "213") {
		t.Errorf("behind 213 stands %.300s", words)
	}
	testkit.Do(t, tab, chromedp.Click(`main a[href*="/articles/"]`), chromedp.WaitVisible(`.thing`), emulation.SetScriptExecutionDisabled(false))

	for _, login := range []string{"anquan", "shenji", "xitong"} {
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+"/password"), chromedp.Click(`form[action$="/signout"] button`), chromedp.WaitVisible(`#f-login`))
		signInTab(t, tab, base, login)
		for _, p := range map[string][]string{"anquan": {"/officers", "/officers/new", "/officers/yykjj.gxjs"}, "shenji": {"/access", "/ledger"}, "xitong": {"/organ"}}[login] {
			visit(t, tab, desk+p, "desk"+strings.ReplaceAll(p, "/", "-")+"-"+login, 1280)
			visit(t, tab, desk+p, "desk"+strings.ReplaceAll(p, "/", "-")+"-"+login, 375)
		}
	}
	s.cmd.Process.Kill()
}
