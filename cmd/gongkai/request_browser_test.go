package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongkai/internal/testkit"
)

// here looks at the page that the tab shows, at both widths.
func here(t *testing.T, tab context.Context, name string) {
	t.Helper()
	for _, width := range []int64{1280, 375} {
		var over int64
		testkit.Do(t, tab, testkit.Width(width), chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
		if over > 0 {
			t.Errorf("%s at %d px runs %d px over the edge", name, width, over)
		}
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s at %d px: %s", name, width, v)
		}
		testkit.Shot(t, tab, fmt.Sprintf("%s-%d", name, width))
	}
}

// TestRequestInBrowser goes the applicant's whole way without scripts: the
// steps with a mistake in them, the receipt, the own page; meanwhile the desk
// hands it on, drafts, reviews, signs and sends; then the letter, the file, the
// remedies. Each page is looked at on a phone and on a desktop.
func TestRequestInBrowser(t *testing.T) {
	tab := testkit.Browser(t)
	s := start(t, "demo", "--data", demoFolder(t), "--listen", "127.0.0.1:0")
	base := s.base + "/yykjj"
	desk := base + "/desk"
	card := filepath.Join(t.TempDir(), "身份证.png")
	if err := os.WriteFile(card, []byte("\x89PNG\r\n\x1a\n card"), 0o600); err != nil {
		t.Fatal(err)
	}
	// look shows the page with scripts on, since axe-core is one; the forms
	// themselves are sent with scripts off.
	click := func(sel string, next string) {
		t.Helper()
		testkit.Do(t, tab, emulation.SetScriptExecutionDisabled(true), chromedp.Click(sel, chromedp.ByQuery), chromedp.WaitVisible(next, chromedp.ByQuery),
			emulation.SetScriptExecutionDisabled(false))
	}
	on := "main form .go-on button"
	testkit.Do(t, tab, chromedp.Navigate(base+"/apply"))
	click(`a.go`, `#content`)
	click(on, `.faults`) // nothing typed
	testkit.Do(t, tab, chromedp.SendKeys(`#content`, "高新技术企业认定申报通知和名单"))
	click(on, `a.go`) // something like it is public
	here(t, tab, "apply-seen")
	click(`a.go`, `#applicant`)
	testkit.Do(t, tab, chromedp.Click(`#applicant`, chromedp.ByQuery))
	click(on, `#id_no`)
	testkit.Do(t, tab, chromedp.SendKeys(`#name`, "王小明"), chromedp.Click(`#id_kind`, chromedp.ByQuery), chromedp.SendKeys(`#id_no`, "110105194912310021"),
		chromedp.SendKeys(`#phone`, "13812345678"), chromedp.SetUploadFiles(`input[type=file]`, []string{card}, chromedp.ByQuery))
	click(on, `.kept`) // a wrong check digit: the file is kept all the same
	here(t, tab, "apply-who-wrong")
	testkit.Do(t, tab, chromedp.SetValue(`#id_no`, "11010519491231002X"))
	click(on, `#carrier`)
	testkit.Do(t, tab, chromedp.Click(`#carrier-email`, chromedp.ByQuery), chromedp.Click(`#way`, chromedp.ByQuery))
	click(on, `.checked`)
	here(t, tab, "apply-check")
	var code, no string
	click(on, `.slip`)
	testkit.Do(t, tab, chromedp.Text(`.slip .code`, &code), chromedp.Text(`.slip dd`, &no))
	testkit.Do(t, tab, chromedp.Navigate(base+"/calc?channel=web&received=2020-01-02&confirmed=2020-01-02"))
	here(t, tab, "calc")
	testkit.Do(t, tab, chromedp.Navigate(base+"/follow/request"))
	click(`.out button`, `#code`)
	testkit.Do(t, tab, chromedp.SendKeys(`#code`, code), chromedp.SendKeys(`#tail`, "0000"))
	click(on, `.faults`)
	here(t, tab, "follow-wrong")

	// The desk, in the hands of four.
	var matter string
	as := func(login string) {
		t.Helper()
		signInTab(t, tab, base, login)
		if matter != "" {
			testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(matter))
		}
	}
	out := func() {
		t.Helper()
		testkit.Do(t, tab, chromedp.Click(`form[action$="/signout"] button`), chromedp.WaitVisible(`#f-login`))
	}
	open := func() { // every form is shown, so that it can be filled in
		t.Helper()
		testkit.Do(t, tab, chromedp.Evaluate(`document.querySelectorAll("details").forEach(d => d.open = true)`, nil))
	}
	as("zhuren")
	testkit.Do(t, tab, chromedp.Navigate(desk+"/requests?q="+no), chromedp.Click(`ol.queue a, .queue li a`, chromedp.ByQuery), chromedp.WaitVisible(`.matter`), chromedp.Location(&matter))
	open()
	here(t, tab, "desk-request")
	testkit.Do(t, tab, testkit.Width(1280), chromedp.SetValue(`form[action$="/assign"] select`, "yykjj:ghcw"), chromedp.Click(`form[action$="/assign"] button`), chromedp.WaitVisible(`.flash`))
	out()
	as("ghcw")
	open()
	testkit.Do(t, tab, chromedp.SetValue(`#f-decide_reply`, "provided"), chromedp.Evaluate(`document.querySelectorAll("[data-for]").forEach(d => d.hidden = false)`, nil),
		chromedp.SetValue(`[name=decide_supply]`, "在查询页面下载"), chromedp.SetUploadFiles(`#f-decide_file`, []string{card}),
		chromedp.Click(`form[action$="/decide"] .buttons button`), chromedp.WaitVisible(`.flash`))
	out()
	for _, x := range [][2]string{{"fazhi", "review"}, {"fenguan", "sign"}, {"zhuren", "send"}} {
		as(x[0])
		open()
		here(t, tab, "desk-request-"+x[1])
		if x[1] == "send" {
			testkit.Do(t, tab, chromedp.SetValue(`form[action$="/send"] select`, "web"))
		}
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Click(`form[action$="/`+x[1]+`"] .buttons button`), chromedp.WaitVisible(`.flash`))
		if x[1] != "send" {
			out()
		}
	}
	for _, p := range []string{"/requests", "/requests/all", "/requests/new", "/requests/candidates", "/remedies", "/calendar", "/mail"} {
		visit(t, tab, desk+p, "desk"+strings.ReplaceAll(p, "/", "-"), 1280)
		visit(t, tab, desk+p, "desk"+strings.ReplaceAll(p, "/", "-"), 375)
	}
	visit(t, tab, matter+"/release", "desk-request-release", 1280)

	// The answer, read by the applicant.
	var words string
	testkit.Do(t, tab, chromedp.Navigate(base+"/follow"), chromedp.SetValue(`#code`, strings.ToLower(code)), chromedp.SetValue(`#tail`, "5678"))
	click(on, `.steps`)
	here(t, tab, "followed-answered")
	testkit.Do(t, tab, chromedp.Text(`main`, &words))
	for _, want := range []string{"予以公开", "政府信息公开申请答复书", "身份证.png", "申请行政复议", "提起行政诉讼"} {
		if !strings.Contains(words, want) {
			t.Errorf("the applicant's page lacks %s:\n%s", want, words)
		}
	}
	testkit.Do(t, tab, chromedp.Evaluate(`[...document.querySelectorAll(".kept a")].find(a => a.textContent.includes("答复书")).click()`, nil), chromedp.WaitVisible(`.letter`))
	here(t, tab, "followed-letter")
	var pdf []byte
	testkit.Do(t, tab, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}), chromedp.Navigate(base+"/follow/request"), chromedp.Text(`main`, &words))
	if len(pdf) < 5000 {
		t.Errorf("the printed letter has %d bytes", len(pdf))
	}
	if !strings.Contains(words, "答复已送达") {
		t.Errorf("reading the answer is no delivery: %s", words)
	}
	testkit.Do(t, tab, chromedp.Navigate(base+"/size?to=large&back=/follow/request"))
	here(t, tab, "followed-large")
	s.cmd.Process.Kill()
}
