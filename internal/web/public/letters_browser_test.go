package public_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/internal/testkit"
)

// TestLettersInBrowser writes a letter on a telephone with the keyboard alone:
// from the home page to the receipt, by its code to the answer, and to the rating.
// What stands under the text while one types is seen with scripts; all else goes
// without.
func TestLettersInBrowser(t *testing.T) {
	ctx := testkit.Browser(t)
	w := openOn(t, "2019-05-20")
	(&citizen{w, map[string]string{}}).write("科技特派员怎样报名", "请问科技特派员怎样报名，报名要什么材料？")
	public := w.answer("请在网上报名，材料见公告。", true)
	srv := httptest.NewServer(w)
	defer srv.Close()
	base := srv.URL + "/yykjj"
	look := func(name string) {
		t.Helper()
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(false)) // axe is one
		for _, px := range []int64{1280, 375} {
			testkit.Do(t, ctx, testkit.Width(px))
			for _, v := range testkit.Axe(t, ctx) {
				t.Errorf("%s at %d: %s", name, px, v)
			}
			var over bool
			testkit.Do(t, ctx, chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &over))
			if over {
				t.Errorf("%s scrolls sideways at %d", name, px)
			}
			testkit.Shot(t, ctx, name+map[int64]string{1280: "-1280", 375: "-375"}[px])
		}
	}
	// to presses Tab until the thing has the focus.
	to := func(selector string) {
		t.Helper()
		for range 60 {
			var there bool
			testkit.Do(t, ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(`document.activeElement.matches(`+"`"+selector+"`"+`)`, &there))
			if there {
				return
			}
		}
		t.Fatalf("no way by Tab to %s", selector)
	}
	press := func(selector, then string) {
		t.Helper()
		to(selector)
		testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(then, chromedp.ByQuery))
	}
	typed := func(selector, text string) {
		t.Helper()
		to(selector)
		testkit.Do(t, ctx, chromedp.KeyEvent(text))
	}

	testkit.Do(t, ctx, testkit.Width(375), chromedp.Navigate(base+"/"))
	press(`.wishes a[href$="/ask"]`, `main a[href$="/letters/write"]`)
	look("letters-ask")
	press(`main a[href$="/letters/write"]`, "#content")
	look("letters-write")
	testkit.Do(t, ctx, testkit.Width(375))
	to("#sort")
	testkit.Do(t, ctx, chromedp.KeyEvent(" "))
	typed("#title", "科技特派员报名")
	typed("#content", "想当科技特派员，请问怎样报名？")
	testkit.Do(t, ctx, chromedp.WaitReady("[data-alike-pane] details", chromedp.ByQuery))
	press("[data-alike-pane] summary", "[data-alike-pane] details[open]")
	look("letters-write-alike")
	testkit.Do(t, ctx, testkit.Width(375))
	typed("#name", "李时珍")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(".faults", chromedp.ByQuery)) // the telephone is missing
	look("letters-write-fault")
	testkit.Do(t, ctx, testkit.Width(375), emulation.SetScriptExecutionDisabled(true))
	typed("#phone", "13812345678")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(".checked", chromedp.ByQuery))
	look("letters-check")
	testkit.Do(t, ctx, testkit.Width(375), emulation.SetScriptExecutionDisabled(true))
	press(`main form[action$="/check"] button`, ".slip")
	var code string
	testkit.Do(t, ctx, chromedp.Text(".slip .code", &code, chromedp.ByQuery))
	look("letters-done")
	testkit.Do(t, ctx, testkit.Width(375))
	press("main a.go", ".steps")
	look("letters-mine")
	press(`main a[href$="/why"]`, ".steps")
	look("letters-why")
	press(`main a[href$="/follow/letter"]`, ".out")
	press(`main a[href$="/follow/back"]`, "textarea")
	look("letters-back")
	press(`main a[href$="/follow/letter"]`, ".out")
	testkit.Do(t, ctx, testkit.Width(375), emulation.SetScriptExecutionDisabled(true))
	press(".out button", "#code")
	look("letters-follow")
	testkit.Do(t, ctx, testkit.Width(375), emulation.SetScriptExecutionDisabled(true))

	w.answer("可以报名：每年六月在网上填报。\n材料：身份证明、推荐表。", false)
	typed("#code", strings.ToLower(code))
	typed("#tail", "5678")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(".rating", chromedp.ByQuery))
	look("letters-answered")
	testkit.Do(t, ctx, testkit.Width(375), emulation.SetScriptExecutionDisabled(true))
	to("#stars")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.ArrowDown)) // the second level
	typed("#text", "谢谢")
	press(".rating button", ".notice")
	var said string
	testkit.Do(t, ctx, chromedp.Text("main", &said, chromedp.ByQuery))
	if !strings.Contains(said, "谢谢您的评价") || !strings.Contains(said, "您的评价：满意") {
		t.Errorf("after the rating: %s", said)
	}
	look("letters-rated")

	for name, path := range map[string]string{"letters-list": "/letters", "letters-one": "/letters/" + string(public), "letters-stats": "/letters/stats", "letters-column": "/c/hudong"} {
		testkit.Do(t, ctx, chromedp.Navigate(base+path))
		look(name)
	}
	testkit.Do(t, ctx, chromedp.Navigate(base+"/size?to=large&back=/letters/write"))
	look("letters-write-large")
}
