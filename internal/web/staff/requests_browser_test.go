package staff_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/calendar"
	"gongkai/internal/testkit"
)

// The pages of information requests at two widths: nothing runs over the edge,
// and axe-core finds nothing. GONGKAI_SHOTS names a folder for the pictures.
func TestRequestsInBrowser(t *testing.T) {
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p, clerk := b.as(t, "zhuren"), b.as(t, "jingban")
	drafted := p.register(application())
	p.act(drafted, "assign", "unit", "yykjj:ghk", "due", "2025-03-14")
	clerk.act(drafted, "consult", "party", "third", "name", "岳阳某某科技有限公司", "text", "2023年度项目申报书", "address", "岳阳市南湖大道1号")
	ref := p.refs(drafted)
	clerk.act(drafted, "serve", "ref", ref)
	clerk.act(drafted, "hear", "ref", ref, "view", "object", "text", "申报书含本公司配方，属于商业秘密，请不要公开。")
	v := application()
	v.Set("door", "fax")
	v.Set("name", "岳阳市巴陵法律服务所")
	v.Set("applicant", "legal")
	v.Set("id_no", "")
	v.Set("content", "关于印发岳阳市科技特派员管理办法的通知及其起草说明")
	waiting := p.register(v)
	v = application()
	v.Set("name", "李四光")
	v.Set("arrived", "2025-01-20")
	v.Set("content", "岳阳市科学技术局2024年培训费、会议费支出明细")
	late := p.register(v)
	p.act(late, "assign", "unit", "yykjj:ghk")
	clerk.act(late, "decide", "reply", "partial", "rows", "2", "facts", "经检索，保存在规划科2024年财务案卷。", "reasons", "意见底稿属于讨论记录，公开会影响评审专家独立发表意见。", "text_1", "培训费、会议费支出明细",
		"ground_1", "open", "text_2", "评审专家的意见底稿", "ground_2", "d_process", "reason_2", "属于讨论记录").is(http.StatusOK)

	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	pages := []struct{ path, name string }{{"/requests", "requests"}, {"/requests/all", "request-book"}, {"/requests/new", "request-new"}, {drafted, "request-consulted"},
		{waiting, "request-waiting"}, {late, "request-late"}, {late + "/clock", "request-clock"}, {"", "queue-requests"}}
	if l := letterPath.FindStringSubmatch(p.get(drafted).body); l != nil {
		pages = append(pages, struct{ path, name string }{l[1], "request-letter"})
	}
	for _, x := range pages {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", x.path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", x.name, width))
		}
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true`, nil))
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s: %s", x.path, v)
		}
	}
	// A kind of answer puts away what only others need, and a fault brings it back.
	testkit.Do(t, tab, chromedp.Navigate(desk+drafted), chromedp.SetValue(`#f-decide_reply`, "partial"),
		chromedp.Evaluate(`document.querySelector("#f-decide_reply").dispatchEvent(new Event("change"))`, nil))
	var earlier, parts bool
	testkit.Do(t, tab, chromedp.Evaluate(`document.querySelector("#f-decide_earlier").closest("[data-for]").hidden`, &earlier),
		chromedp.Evaluate(`document.querySelector("#f-decide_parts").closest("[data-for]").hidden`, &parts))
	if !earlier || parts {
		t.Errorf("for a part release the earlier answer is hidden %v, the items %v", earlier, parts)
	}
	testkit.Do(t, tab, chromedp.SetValue(`#f-decide_reasons`, "属于商业秘密"), chromedp.Click(`form[action$="/decide"] .buttons button:not(.unseen)`), chromedp.WaitVisible(`.faults`))
	testkit.Shot(t, tab, "desk-request-fault-1280")
	testkit.Do(t, tab, testkit.Width(375))
	testkit.Shot(t, tab, "desk-request-fault-375")

	testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+"/signin"), chromedp.Evaluate(`document.querySelector('form[action$="/signout"]').submit()`, nil), chromedp.WaitVisible(`#f-login`),
		chromedp.SetValue(`#f-login`, "anquan"), chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`),
		chromedp.Navigate(desk+"/deputies"))
	for _, v := range testkit.Axe(t, tab) {
		t.Errorf("deputies: %s", v)
	}
	testkit.Shot(t, tab, "desk-deputies-1280")
}
