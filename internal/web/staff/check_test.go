package staff_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/testkit"
)

// anID is a number of nobody that has a right date and check digit.
const anID = "11010519491231002X"

var editForm = regexp.MustCompile(`action="[^"]*/articles/([a-z0-9]+)/1/edit"`)

var markField = regexp.MustCompile(`name="mark" value="([0-9a-f]+)"`)

// What blocks keeps a text at its writer, words kept; masked or let pass with a
// reason, and for a person's number with a second officer's word, it goes on.
func TestFindings(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, other, head := b.as(t, "jingban"), b.as(t, "tongshi"), b.as(t, "kezhang")
	v := draft("拟立项目公示")
	v.Set("html", "<p>负责人身份证号"+anID+"。</p><p>釆购结果如下。</p>")
	a := clerk.post("/articles/new?then=submit", v)
	a.has("发布前检查发现2处应当改正", anID, "釆购结果如下")
	at := "/articles/" + editForm.FindStringSubmatch(a.body)[1]

	clerk.post("/checkform", v).is(200).has("2处须改正", "PD-ID", "CH-VARIANT").without("放行这一处")
	a = clerk.get(at+"/1").is(200).has("一键遮盖个人信息", "无误，放行")
	mark := markField.FindAllStringSubmatch(a.body, -1)
	if len(mark) != 2 {
		t.Fatalf("%d findings can be let pass", len(mark))
	}
	clerk.post(at+"/1/pass", url.Values{"mark": {mark[0][1]}, "reason": {"短"}}).is(422).has("至少4个字", "短")
	for _, m := range mark {
		clerk.post(at+"/1/pass", url.Values{"mark": {m[1]}, "reason": {"依法应当公开，已核对"}}).is(200).has("已放行")
	}
	a = clerk.get(at + "/1").has("待第二人复核").without("同意放行")
	clerk.post(at+"/1/submit", url.Values{"rev": {a.hiddenField("rev")}}).is(422).has("发布前检查发现1处")
	head.get("").is(200).has("复核放行检查发现的问题", "拟立项目公示")
	seq := head.get(at + "/1").has("同意放行").hiddenField("seq")
	other.post(at+"/1/second", url.Values{"seq": {seq}}).is(403)
	head.post(at+"/1/second", url.Values{"seq": {seq}}).is(200).has("已复核放行", "kezhang同志复核")
	a = clerk.get(at + "/1")
	clerk.post(at+"/1/submit", url.Values{"rev": {a.hiddenField("rev")}}).is(200).has("已提交审核")

	// one click masks the number in another text
	v.Set("title", "另一篇公示")
	v.Set("html", "<p>负责人身份证号"+anID+"。</p>")
	at = "/articles/" + articleID(t, clerk.post("/articles/new", v).is(200).path)
	a = clerk.get(at + "/1").has("一键遮盖个人信息")
	clerk.post(at+"/1/mask", url.Values{"rev": {a.hiddenField("rev")}}).is(200).has("110***********002X").without(anID)
	a = clerk.get(at + "/1")
	clerk.post(at+"/1/submit", url.Values{"rev": {a.hiddenField("rev")}}).is(200).has("已提交审核")
}

// The organ's own words: a line that cannot be read comes back with what was
// typed and the line's number; a good one is used at once.
func TestCheckLists(t *testing.T) {
	t.Parallel()
	b := open(t)
	boss, clerk := b.as(t, "zhuren"), b.as(t, "jingban")
	clerk.get("/checks/lists").is(200).has("例外用字", "还没有").without("保存自定用语")
	clerk.post("/checks/lists/words", url.Values{"words": {"市科委 | 市科技局"}}).is(403)
	boss.post("/checks/lists/words", url.Values{"seq": {"0"}, "words": {"市科委 | 市科技局\n委 | 局"}}).is(422).has("第2行", "市科委 | 市科技局")
	boss.post("/checks/lists/words", url.Values{"seq": {"0"}, "words": {"市科委 | 市科技局 | 拦截"}}).is(200).has("词表已保存")
	boss.post("/checks/lists/words", url.Values{"seq": {"0"}, "words": {"后来的人写的"}}).is(409).has("刚由别人保存过", "后来的人写的",
		"现在的自定用语", "<pre class=\"list\" tabindex=\"0\">市科委 | 市科技局 | 拦截</pre>") // what the next save would replace
	v := draft("通知")
	v.Set("html", "<p>由市科委办理。</p>")
	clerk.post("/checkform", v).is(200).has("市科技局", "WD-OWN")
	boss.post("/checks", nil).is(200).has("已排队")
	clerk.post("/checks", nil).is(403)
}

// While one types the margin fills, and the pages are sound at both widths.
func TestFindingsInBrowser(t *testing.T) {
	b := open(t)
	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "jingban"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`),
		testkit.Width(1280), chromedp.Navigate(desk+"/articles/new"), chromedp.WaitVisible(`.surface`),
		chromedp.SendKeys(`#f-title`, "拟立项目公示"), chromedp.SendKeys(`.surface`, "负责人身份证号"+anID+"。釆购结果如下。"),
		chromedp.WaitVisible(`.findings li.block`))
	var said string
	var marked int
	testkit.Do(t, tab, chromedp.Text(`.findings`, &said), chromedp.Evaluate(`CSS.highlights.get("finding").size`, &marked))
	if !strings.Contains(said, "2处须改正") || marked != 2 {
		t.Errorf("while typing: %q, %d places marked", said, marked)
	}
	look := func(name string) {
		t.Helper()
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", name, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", name, width))
		}
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true`, nil))
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s: %s", name, v)
		}
	}
	look("findings-writing")
	testkit.Do(t, tab, chromedp.Click(`.bar button:last-child`), chromedp.WaitVisible(`.faults`))
	look("findings-refused")
	testkit.Do(t, tab, chromedp.Click(`.findings .hint a`), chromedp.WaitVisible(`.matter .findings details`))
	look("findings-article")
	testkit.Do(t, tab, chromedp.Navigate(desk+"/checks"), chromedp.WaitVisible(`h1`))
	look("checks")
	testkit.Do(t, tab, chromedp.Navigate(desk+"/checks/lists"), chromedp.WaitVisible(`h1`))
	look("check-lists")
}
