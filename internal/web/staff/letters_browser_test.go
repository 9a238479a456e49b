package staff_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/calendar"
	"gongkai/internal/testkit"
)

// The pages of letters at two widths: nothing runs over the edge, and axe-core
// finds nothing. A letter is turned into a request with the keyboard, and each end
// leads to the other.
func TestLettersInBrowser(t *testing.T) {
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	office, clerk, head, chief := b.as(t, "zhuren"), b.as(t, "jingban"), b.as(t, "kezhang"), b.as(t, "fuze")
	answered := office.mailIn(mailed())
	office.act(answered, "accept", "unit", "yykjj:ghk").is(http.StatusOK)
	clerk.act(answered, "draft", "text", "请在每年三月到政务大厅三楼窗口申报。\n材料见办事指南。").is(http.StatusOK)
	head.act(answered, "check").is(http.StatusOK)
	chief.act(answered, "approve").is(http.StatusOK)
	office.act(answered, "answer").is(http.StatusOK)
	v := mailed()
	v.Set("title", "路灯坏了")
	v.Set("content", "门前的路灯坏了三天，请派人修理。")
	v.Set("name", "李时珍")
	v.Set("phone", "13900001111")
	v.Set("received", "2025-02-10")
	late := office.mailIn(v)
	v.Set("title", "要2024年科技经费分配表")
	v.Set("content", "请提供2024年市级科技经费的分配表和项目清单。")
	v.Set("name", "王五同")
	v.Set("phone", "13900002222")
	v.Set("received", "2025-03-03")
	turned := office.mailIn(v)

	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	for _, x := range []struct{ path, name string }{{"/letters", "letters"}, {"/letters/all", "letter-book"}, {"/letters/new", "letter-new"}, {late, "letter-late"},
		{answered, "letter-answered"}, {answered + "/copy", "letter-copy"}, {late + "/clock", "letter-clock"}, {"/letters/mailboxes", "mailboxes"}} {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", x.path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", x.name, width))
			testkit.Do(t, tab, chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true`, nil))
			for _, v := range testkit.Axe(t, tab) {
				t.Errorf("%s at %d: %s", x.path, width, v)
			}
		}
	}

	// what is written into the public copy is checked beside it
	testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+answered+"/copy"), chromedp.SendKeys(`#f-question`, "身份证号11010519491231002X"),
		chromedp.WaitVisible(`[data-check-pane] li[data-found="11010519491231002X"]`, chromedp.ByQuery))
	testkit.Shot(t, tab, "desk-letter-copy-found-1280")

	to := func(selector string) {
		t.Helper()
		for range 80 {
			var there bool
			testkit.Do(t, tab, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate("document.activeElement.matches(`"+selector+"`)", &there))
			if there {
				return
			}
		}
		t.Fatalf("no way by Tab to %s", selector)
	}
	has := func(selector string, want ...string) {
		t.Helper()
		var got string
		testkit.Do(t, tab, chromedp.Text(selector, &got, chromedp.ByQuery))
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("no %q in %.600s", w, got)
			}
		}
	}
	testkit.Do(t, tab, testkit.Width(375), chromedp.Navigate(desk+turned),
		chromedp.Evaluate(`for (const d of document.querySelectorAll(".asked details")) d.open = true`, nil))
	to("#f-convert_to")
	testkit.Do(t, tab, chromedp.KeyEvent(kb.ArrowDown))
	to("#f-convert_text")
	testkit.Do(t, tab, chromedp.KeyEvent("要的是政府信息"))
	to(`form[action$="/convert"] button`)
	testkit.Do(t, tab, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(`.flash`, chromedp.ByQuery))
	has("main", "已转为政府信息公开申请", "2025-0001", "要的是政府信息")
	testkit.Shot(t, tab, "desk-letter-turned-375")
	to(`main a[href*="/requests/"]`)
	testkit.Do(t, tab, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(`a[href$="`+turned+`"]`, chromedp.ByQuery))
	has("main", "由来信转来", "2025-03-31")
	testkit.Shot(t, tab, "desk-letter-request-375")
}
