package public_test

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/internal/testkit"
)

// TestApplyInBrowser goes through the steps in Chromium, without scripts, back
// and forth, at both widths and in large type.
func TestApplyInBrowser(t *testing.T) {
	ctx := testkit.Browser(t)
	srv := httptest.NewServer(openOn(t, "2019-05-20"))
	defer srv.Close()
	base := srv.URL + "/yykjj"
	heading := func(want string) {
		t.Helper()
		var got string
		testkit.Do(t, ctx, chromedp.Text("h1", &got, chromedp.ByQuery))
		if got != want {
			t.Fatalf("the page is %q, want %q", got, want)
		}
	}
	look := func(name string) {
		t.Helper()
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(false)) // axe is one; the page's own stay out
		for _, v := range testkit.Axe(t, ctx) {
			t.Errorf("%s: %s", name, v)
		}
		for _, w := range []struct {
			px   int64
			name string
		}{{375, "-375"}, {1280, "-1280"}} {
			testkit.Do(t, ctx, testkit.Width(w.px))
			testkit.Shot(t, ctx, name+w.name)
			var over bool
			testkit.Do(t, ctx, chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &over))
			if over {
				t.Errorf("%s scrolls sideways at %d", name, w.px)
			}
		}
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(true))
	}
	press := func() chromedp.Action { return chromedp.Click("main form .go-on button", chromedp.ByQuery) }
	ready := chromedp.WaitReady("footer", chromedp.ByQuery)
	testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(base+"/apply"))
	look("apply")
	testkit.Do(t, ctx, chromedp.Click("a.go", chromedp.ByQuery), ready)
	heading("您要什么信息")
	testkit.Do(t, ctx, press(), chromedp.WaitReady(".faults", chromedp.ByQuery))
	look("apply-what-fault")
	testkit.Do(t, ctx, chromedp.SendKeys("#content", "2018年度市级科技计划项目立项清单及资金安排"), press(), chromedp.WaitReady("#applicant", chromedp.ByQuery))
	heading("谁来申请")
	look("apply-kind")
	testkit.Do(t, ctx, chromedp.Click("#applicant", chromedp.ByQuery), press(), chromedp.WaitReady("#id_no", chromedp.ByQuery))
	testkit.Do(t, ctx, chromedp.SendKeys("#name", "张三"), chromedp.Click("#id_kind", chromedp.ByQuery), chromedp.SendKeys("#id_no", "11010519491231002X"),
		chromedp.SendKeys("#phone", "13812345678"))
	look("apply-who")
	testkit.Do(t, ctx, press(), chromedp.WaitReady("#carrier", chromedp.ByQuery))
	testkit.Do(t, ctx, chromedp.NavigateBack(), chromedp.WaitReady("#id_no", chromedp.ByQuery))
	heading("身份和联系方式")
	testkit.Do(t, ctx, chromedp.SendKeys("#name", kb.Enter), chromedp.WaitReady("#carrier", chromedp.ByQuery), // Enter goes on
		chromedp.Click("#carrier-email", chromedp.ByQuery), chromedp.Click("#way", chromedp.ByQuery))
	look("apply-how")
	testkit.Do(t, ctx, press(), chromedp.WaitReady(".checked", chromedp.ByQuery))
	look("apply-check")
	testkit.Do(t, ctx, press(), chromedp.WaitReady(".slip", chromedp.ByQuery))
	look("apply-done")
	testkit.Do(t, ctx, chromedp.Click("a.go", chromedp.ByQuery), chromedp.WaitReady(".steps", chromedp.ByQuery))
	look("follow-request")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/follow/why"))
	look("follow-why")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/follow/request"), chromedp.Click(".kept a", chromedp.ByQuery), chromedp.WaitReady(".letter", chromedp.ByQuery))
	look("follow-letter")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/size?to=large&back=/follow/request"))
	look("follow-request-large")
	testkit.Do(t, ctx, chromedp.Click(".out button", chromedp.ByQuery), chromedp.WaitReady("#code", chromedp.ByQuery))
	look("follow")
}
