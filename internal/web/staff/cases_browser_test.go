package staff_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/calendar"
	"gongkai/internal/testkit"
)

// The pages of cases at two widths: nothing runs over the edge, and axe-core finds
// nothing. GONGKAI_SHOTS names a folder for the pictures.
func TestCasesInBrowser(t *testing.T) {
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	item := b.inForce(t, permit(), "2025-01-02")
	quick := permit()
	quick.Name, quick.Handling, quick.Steps, quick.Promised.N = "科技型中小企业信息查询", "instant", nil, 1
	instant := b.inForce(t, quick, "2025-01-02")
	clerk := b.as(t, "jingban")
	v := counterForm()
	v.Set("matter", "新建动物房，饲养小鼠，用于药效学实验。")
	working := clerk.takeIn(item, v)
	clerk.act(working, "lack", "materials", "m2", "by", "2025-03-20", "text", "产权证或者租赁合同").is(http.StatusOK)
	clerk.act(working, "supplement", "materials", "m2").is(http.StatusOK)
	clerk.act(working, "accept").is(http.StatusOK)
	v = counterForm()
	v.Set("credit", "")
	v.Set("name", "湖南另一家公司")
	v.Set("phone", "13812345678")
	v.Set("on", "2025-02-20")
	inHand := clerk.takeIn(item, v)
	v = counterForm()
	v.Set("press", "instant")
	v.Set("result", "granted")
	rated := clerk.takeIn(instant, v)
	clerk.act(rated, "rate", "level", "2", "text", "等了很久").is(http.StatusOK)

	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "kezhang"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	look := func(path, name string) {
		t.Helper()
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", name, width))
		}
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true`, nil))
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s: %s", path, v)
		}
	}
	for _, x := range []struct{ path, name string }{{"/cases", "cases"}, {"/cases/new", "case-choose"}, {"/cases/new?item=" + string(item), "case-new"},
		{"/cases/new?item=" + string(instant), "case-instant"}, {working, "case-working"}, {inHand, "case-in-hand"}, {rated, "case-rated"}, {working + "/clock", "case-clock"}, {"", "queue-cases"}} {
		testkit.Do(t, tab, chromedp.Navigate(desk+x.path))
		look(x.path, x.name)
	}
	testkit.Do(t, tab, chromedp.Navigate(desk+"/cases/new?item="+string(item)), chromedp.SendKeys("#f-name", "某某公司"), chromedp.SendKeys("#f-credit", "1\r"), chromedp.WaitVisible(".faults"))
	look("/cases/new", "case-new-fault")
	testkit.Do(t, tab, chromedp.Navigate(desk+"/cases/new?item="+string(item)), chromedp.SendKeys("#f-name", "某某公司"), chromedp.SendKeys("#f-phone", "13900001111\r"), chromedp.WaitVisible(".slip"))
	look("/cases/new", "case-receipt")
}
