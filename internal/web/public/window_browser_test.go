package public_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/catalogue"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
)

// TestWindowInBrowser finds an item, asks about it, complains and books a turn,
// in Chromium, without scripts, with the keyboard alone, on a phone.
func TestWindowInBrowser(t *testing.T) {
	ctx := testkit.Browser(t)
	w := openOn(t, "2019-05-20")
	w.service(guide(), "合同空表.docx")
	other := guide()
	other.Name, other.Kind, other.Handling, other.Promised, other.Steps, other.Bookable = "科技成果登记", "20", "instant", catalogue.Period{}, nil, true
	w.service(other, "")
	w.must(w.o.EditCounter(context.Background(), w.head, office.CounterForm{Code: "A", Name: "综合受理"}))
	_, err := w.o.OpenSlots(context.Background(), w.head, office.SlotsForm{Counter: "A", From: "2019-05-21", To: "2019-05-22", Times: "09:00、10:00", Capacity: "2"})
	w.must(err)
	for range 3 {
		_, err = w.o.DrawTicket(context.Background(), w.clerk, "A")
		w.must(err)
	}
	_, err = w.o.NextTicket(context.Background(), w.clerk, "A", "3")
	w.must(err)
	srv := httptest.NewServer(w)
	defer srv.Close()
	base := srv.URL + "/yykjj"
	look := func(name string) {
		t.Helper()
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(false)) // axe is one; the page's own stay out
		for _, v := range testkit.Axe(t, ctx) {
			t.Errorf("%s: %s", name, v)
		}
		for _, x := range []struct {
			px   int64
			name string
		}{{1280, "-1280"}, {375, "-375"}} { // the phone is what goes on
			testkit.Do(t, ctx, testkit.Width(x.px))
			testkit.Shot(t, ctx, name+x.name)
			var over bool
			testkit.Do(t, ctx, chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &over))
			if over {
				t.Errorf("%s scrolls sideways at %d", name, x.px)
			}
		}
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(true))
	}
	heading := func(want string) {
		t.Helper()
		var got string
		testkit.Do(t, ctx, chromedp.Text("h1", &got, chromedp.ByQuery))
		if got != want {
			t.Fatalf("the page is %q, want %q", got, want)
		}
	}
	// tab goes on from the skip link to a field, as a person without a mouse does.
	tab := func(to string) {
		t.Helper()
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(false))
		defer testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(true))
		for range 60 {
			var here bool
			testkit.Do(t, ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(`document.activeElement.matches(`+"`"+to+"`"+`)`, &here))
			if here {
				return
			}
		}
		t.Fatalf("the keyboard does not reach %s", to)
	}
	keys := func(s string) { t.Helper(); testkit.Do(t, ctx, chromedp.KeyEvent(s)) }
	ready := chromedp.WaitReady("footer", chromedp.ByQuery)
	testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(true), testkit.Width(375), chromedp.Navigate(base+"/services"), ready)
	look("services")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/services/001"), ready)
	look("service")
	tab(`a[href$="enquiry?item=001"]`)
	keys(kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady("#text", chromedp.ByQuery))
	heading("在线咨询")
	tab(`main form button`)
	keys(kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady(".faults", chromedp.ByQuery))
	look("enquiry-fault")
	tab("#text")
	keys("合同要原件吗？")
	tab("#topic")
	keys(" ")
	tab(`main form button`)
	keys(kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady(".slip", chromedp.ByQuery))
	heading("已收到您的咨询")
	look("enquiry-done")
	var code string
	testkit.Do(t, ctx, chromedp.Text(".slip .code", &code, chromedp.ByQuery), chromedp.Navigate(base+"/asked"), chromedp.WaitReady("#code", chromedp.ByQuery))
	look("asked")
	tab("#code")
	keys(code + kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady(".steps", chromedp.ByQuery))
	look("asked-enquiry")

	testkit.Do(t, ctx, chromedp.Navigate(base+"/complaint"), chromedp.WaitReady("#text", chromedp.ByQuery))
	look("complaint")
	tab("#text")
	keys("窗口上午没有人")
	tab("#topic")
	keys(" ")
	tab("#phone")
	keys("13812345678" + kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady(".slip", chromedp.ByQuery))
	heading("已收到您的投诉")

	testkit.Do(t, ctx, chromedp.Navigate(base+"/appointment"), chromedp.WaitReady("#slot", chromedp.ByQuery))
	look("appointment")
	tab("#name")
	keys("张三")
	tab("#phone")
	keys("13812345678")
	tab("#slot")
	keys(" " + kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady(".slip", chromedp.ByQuery))
	heading("已预约")
	look("appointment-done")
	testkit.Do(t, ctx, chromedp.Text(".slip .code", &code, chromedp.ByQuery), chromedp.Navigate(base+"/asked"), chromedp.WaitReady("#code", chromedp.ByQuery))
	tab("#code")
	keys(code + kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady(".second", chromedp.ByQuery))
	look("asked-booking")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/praise"), ready)
	look("praise")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/window/display"), chromedp.WaitReady(".display", chromedp.ByQuery))
	look("display")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/size?to=large&back=/services/001"), ready)
	look("service-large")
}
