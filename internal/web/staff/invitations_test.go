package staff_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/testkit"
)

var linkText = regexp.MustCompile(`<p class="link">http://[^/]+/yykjj/desk([^<]+)</p>`)

// invite asks counsel and returns the path of the link.
func invite(t *testing.T, boss *person, at string, no int) string {
	t.Helper()
	a := boss.post(fmt.Sprintf("%s/%d/invite", at, no), url.Values{"sort": {"counsel"}, "organ": {"湖南某律师事务所"}, "name": {"某律师"}, "days": {"7"},
		"note": {"请重点看补助对象一段。"}}).is(http.StatusOK).has("链接只在这里显示这一次", "等待答复")
	m := linkText.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("no link in %s", words(a.body))
	}
	return html.UnescapeString(m[1])
}

// TestInvitePages: an officer invites, the guest reads and answers without an
// account, and the answer stands in the trail and on the approval slip.
func TestInvitePages(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, boss, guest := b.as(t, "jingban"), b.as(t, "zhuren"), b.person(t)
	at := twoEditions(t, b, clerk, boss)
	clerk.get(at + "/invite").has("外部审核人请由另一位同志邀请").without("发出邀请")
	boss.get(at).has("请外单位审核")
	boss.post(at+"/2/invite", url.Values{"sort": {""}, "organ": {""}, "name": {"某律师"}, "email": {"lawyer"}, "days": {"99"}}).is(http.StatusUnprocessableEntity).
		has("会签单位还是法律顾问", "对方单位的名称", "应有一个“@”", "请填1至30", `value="某律师"`)
	link := invite(t, boss, at, 2)
	boss.get(at+"/invite").without(link, "链接只在这里显示这一次")
	boss.get(at).has("等湖南某律师事务所 某律师答复", "请外单位审核")
	clerk.get(at).has("等湖南某律师事务所 某律师答复").without("请外单位审核")

	guest.get(link + "x").is(http.StatusNotFound).has("打不开任何文稿")
	a := guest.get(link).is(http.StatusOK).has("湖南某律师事务所某律师", "请您作为法律顾问提出意见", "请重点看补助对象一段", "检查", "由 3万元 改为 5万元", "在本市注册的申报单位或者个人", `name="organ" type="text" value="湖南某律师事务所"`, `value="某律师"`).without("菜单", "登录工作台")
	if h := a.header.Get("Referrer-Policy"); h != "no-referrer" {
		t.Errorf("Referrer-Policy %q", h)
	}
	guest.post(link, url.Values{"verdict": {"return"}, "organ": {"湖南某律师事务所"}, "name": {""}}).is(http.StatusUnprocessableEntity).has(`value="湖南某律师事务所"`)
	guest.post(link, url.Values{"verdict": {"approve"}, "organ": {"湖南某律师事务所"}, "name": {"某律师"}, "words": {"没有法律问题"}}).is(http.StatusOK).has("意见已提交")
	guest.get(link).is(http.StatusConflict).has("意见已经提交，这个链接不再有效").without("回到待办")
	guest.post(link, url.Values{"verdict": {"return"}, "organ": {"湖南某律师事务所"}, "name": {"某律师"}, "words": {"反悔"}}).is(http.StatusConflict)
	boss.get(at).has("外部审核：同意", "湖南某律师事务所 某律师", "没有法律问题")
	boss.get(at+"/2/slip").has("湖南某律师事务所", "没有法律问题", "<li>外部审核（湖南某律师事务所 某律师）")
	boss.get(at + "/invite").has("✓ 已答复")
	b.as(t, "shenji").get("/access").has("invitation.open", "invitation.answer")

	second := invite(t, boss, at, 2)
	revoke := regexp.MustCompile(`/invitations/[a-z0-9]+/revoke`).FindString(boss.get(at + "/invite").body)
	boss.post(at+revoke, url.Values{"rev": {"99"}}).is(http.StatusConflict)
	boss.post(at+revoke, url.Values{"rev": {"1"}}).is(http.StatusOK).has("邀请已撤销")
	guest.get(second).is(http.StatusConflict).has("已撤销这份邀请")
}

// The pages of an invitation at two widths and in large type.
func TestInvitationInBrowser(t *testing.T) {
	b := open(t)
	clerk, boss := b.as(t, "jingban"), b.as(t, "zhuren")
	at := twoEditions(t, b, clerk, boss)
	link := invite(t, boss, at, 2)
	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	look := func(path, name string) {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", name, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", name, width))
			for _, v := range testkit.Axe(t, tab) {
				t.Errorf("%s at %d px: %s", name, width, v)
			}
		}
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Evaluate(`document.documentElement.style.fontSize = "22px"`, nil))
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s in large type: %s", name, v)
		}
	}
	look(link, "invited")
	testkit.Do(t, tab, testkit.Width(375), chromedp.Navigate(desk+link), chromedp.Click(`button[value="return"]`), chromedp.WaitVisible(`.faults`))
	testkit.Shot(t, tab, "desk-invited-fault-375")
	testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	look(at+"/invite", "invite")
	look(at, "article-in-review")
	var shown string
	testkit.Do(t, tab, chromedp.Navigate(desk+at+"/invite"), chromedp.SetValue(`#f-organ`, "岳阳市财政局"), chromedp.SetValue(`#f-name`, "张某"),
		chromedp.Click(`form[action$="/2/invite"] button`), chromedp.Text(`.link`, &shown))
	if !strings.Contains(shown, "/desk/invited/") {
		t.Errorf("the link is %s", shown)
	}
	testkit.Shot(t, tab, "desk-invite-link-1280")
}
