package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/testkit"
	"gongkai/ledger"
)

var latestEdition = regexp.MustCompile(`/articles/[a-z0-9]+/([0-9]+)/(?:submit|publish|schedule)`)

// handIn writes a text and hands it in; pass takes it through its chain;
// schedule approves it for an instant.
func handIn(t *testing.T, clerk *person, v url.Values) string {
	t.Helper()
	at := "/articles/" + articleID(t, clerk.post("/articles/new", v).is(http.StatusOK).path)
	clerk.post(at+"/1/submit", url.Values{"rev": {clerk.get(at).hiddenField("rev")}}).is(http.StatusOK)
	return at
}

func pass(t *testing.T, b *bureau, at string, no int) string {
	t.Helper()
	testkit.Review(t, b.office, "yykjj", ledger.ID(strings.TrimPrefix(at, "/articles/")), no)
	return at
}

func schedule(t *testing.T, boss *person, at, instant string) {
	t.Helper()
	page := boss.get(at)
	no := latestEdition.FindStringSubmatch(page.body)[1]
	boss.post(at+"/"+no+"/schedule", url.Values{"rev": {page.hiddenField("rev")}, "scheduled_at": {instant}}).is(http.StatusOK)
}

// twoEditions is a live text whose second edition waits for approval.
func twoEditions(t *testing.T, b *bureau, clerk, boss *person) string {
	t.Helper()
	v := draft("科技特派员补助标准")
	v.Set("html", `<h2>一、补助对象</h2><p>在本市注册的申报单位。</p><p>同一单位限报1项。</p><p>往年已获补助的不重复申报。</p><p>材料应当真实、完整。</p><p>申报材料一式三份。</p><p>由县市区科技局初审。</p><p>逾期不予受理。</p><h2>二、补助标准</h2>
		<table><tr><th>类别</th><th>数量</th><th>金额</th></tr><tr><td>市级</td><td>12个</td><td>3万元</td></tr><tr><td>县级</td><td>30个</td><td>1万元</td></tr></table><p>联系电话0730-8880000。</p>`)
	at := pass(t, b, handIn(t, clerk, v), 1)
	boss.post(at+"/1/publish", url.Values{"rev": {boss.get(at).hiddenField("rev")}}).is(http.StatusOK)
	clerk.post(at+"/revise", nil).is(http.StatusOK)
	v.Set("title", "科技特派员补助标准（修订）")
	v.Set("html", strings.NewReplacer("申报单位。", "申报单位或者个人。", "3万元", "5万元", "逾期不予受理。", "逾期不予受理，材料不退。").Replace(v.Get("html"))+"<p>本标准自公布之日起施行。</p>")
	v.Set("rev", clerk.get(at+"/2/edit").hiddenField("rev"))
	clerk.post(at+"/2/edit", v).is(http.StatusOK)
	clerk.post(at+"/2/submit", url.Values{"rev": {clerk.get(at).hiddenField("rev")}}).is(http.StatusOK)
	return at
}

// TestCompare: by default the live edition against the one that waits, changed
// numbers first; an old one is restored as a draft.
func TestCompare(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, boss := b.as(t, "jingban"), b.as(t, "zhuren")
	at := twoEditions(t, b, clerk, boss)
	a := boss.get(at + "/compare").is(http.StatusOK)
	a.has("数字有变化", "表1第1行“金额”由 3万元 改为 5万元", "标题由“科技特派员补助标准”改为", "<del>", "<ins>", "增加“二、补助标准”部分第二段", "没有变化）").without("恢复为新草稿")
	a.has(`<option value="1" selected>`, `<option value="2" selected>`)
	if strings.Index(a.body, "3万元 改为") > strings.Index(a.body, "标题由") {
		t.Error("the changed number does not come first")
	}
	boss.get(at + "/compare?from=2&to=2").is(http.StatusOK).has("两版的内容完全一样")
	boss.get(at + "/compare?from=1&to=9").is(http.StatusNotFound)
	b.as(t, "anquan").get(at + "/compare?from=1&to=2").is(http.StatusForbidden)

	clerk.post(at+"/1/restore", nil).is(http.StatusConflict).has("已有一个未完成的版本")
	boss.get(at).has("与现在公开的第1版相比", "由 3万元 改为 5万元")
	pass(t, b, at, 2)
	boss.post(at+"/2/publish", url.Values{"rev": {boss.get(at).hiddenField("rev")}}).is(http.StatusOK)
	clerk.get(at + "/compare?from=1&to=2").has("把第1版恢复为新草稿")
	clerk.post(at+"/1/restore", nil).is(http.StatusOK).has("第3版草稿", "科技特派员补助标准")
	clerk.get(at).has("第3版", "草稿")
}

// TestBatchPages: a set is planned, changed and cancelled by plain forms.
func TestBatchPages(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, boss := b.as(t, "jingban"), b.as(t, "zhuren")
	boss.get("/batches/new").has("现在没有可以编入批次的稿件")
	var ids []string
	for _, title := range []string{"办法", "解读", "问答"} {
		at := pass(t, b, handIn(t, clerk, draft(title)), 1)
		schedule(t, boss, at, "2019-05-07T09:00")
		ids = append(ids, strings.TrimPrefix(at, "/articles/"))
	}
	v := url.Values{"name": {""}, "at": {"2019-05-06T08:00"}, "members": {ids[0] + "/1"}}
	boss.post("/batches/new", v).is(http.StatusUnprocessableEntity).has("请给发布批次起个名称", "已经过去", "至少要有两篇", `value="`+ids[0]+`/1" checked`)
	clerk.post("/batches/new", v).is(http.StatusForbidden)
	v = url.Values{"name": {"成果转化政策"}, "at": {"2019-05-08T09:00"}, "members": {ids[0] + "/1", ids[1] + "/1"}}
	set := boss.post("/batches/new", v).is(http.StatusOK).has("已编成批次", "定于 2019-05-08 09:00", "2篇")
	at := strings.TrimPrefix(set.path, "/yykjj/desk")
	boss.get("/articles/"+ids[0]).has("这篇稿件在发布批次", "一起发布")
	boss.get("/batches").has("成果转化政策", "批次，2篇：办法、解读", "○ 待发布", "问答")
	clerk.get(at).has("现在没有需要您办理的").without("改时间</summary>")
	rev := func() string { return boss.get(at).hiddenField("rev") }
	boss.post(at+"/join", url.Values{"rev": {rev()}, "members": {ids[2] + "/1"}}).is(http.StatusOK).has("3篇")
	boss.post(at+"/move", url.Values{"rev": {rev()}, "at": {"2019-05-01T09:00"}}).is(http.StatusUnprocessableEntity).has("已经过去", `value="2019-05-01T09:00"`)
	boss.post(at+"/move", url.Values{"rev": {rev()}, "at": {"2019-06-03T09:00"}}).is(http.StatusOK).has("定于 2019-06-03 09:00")
	boss.post(at+"/leave", url.Values{"rev": {rev()}, "article": {ids[2]}}).is(http.StatusUnprocessableEntity).has("退回起草人要写明理由")
	boss.post(at+"/leave", url.Values{"rev": {rev()}, "article": {ids[2]}, "leave_at": {"2019-05-20T09:00"}}).is(http.StatusOK).has("2篇", "单独定于 2019-05-20 09:00")
	boss.get("/batches?month=2019-06").has("成果转化政策").without("问答")
	boss.post(at+"/cancel", url.Values{"rev": {rev()}, "reason": {"政策暂缓"}}).is(http.StatusOK).has("批次已取消", "已取消")
	clerk.get("").has("按退回意见修改：政策暂缓")
	boss.get("/ledger").has("编成发布批次，2篇", "取消发布批次", "成果转化政策")
	boss.get("/batches/none").is(http.StatusNotFound)
}

// The pages of comparison and timed release at two widths: nothing runs over
// the edge, and axe-core finds nothing. GONGKAI_SHOTS names a folder for the
// pictures.
func TestReleasesInBrowser(t *testing.T) {
	b := open(t)
	clerk, boss := b.as(t, "jingban"), b.as(t, "zhuren")
	compared := twoEditions(t, b, clerk, boss)
	var members []string
	for _, title := range []string{"岳阳市促进科技成果转化若干措施", "《岳阳市促进科技成果转化若干措施》解读", "一问一答：成果转化怎么申报"} {
		at := pass(t, b, handIn(t, clerk, draft(title)), 1)
		schedule(t, boss, at, "2019-05-20T09:00")
		members = append(members, strings.TrimPrefix(at, "/articles/")+"/1")
	}
	set := boss.post("/batches/new", url.Values{"name": {"成果转化政策及解读"}, "at": {"2019-05-08T09:00"}, "members": members[:2]}).is(http.StatusOK)
	at := strings.TrimPrefix(set.path, "/yykjj/desk")
	back := "/articles/" + strings.TrimSuffix(members[1], "/1")
	boss.post(back+"/1/return", url.Values{"rev": {boss.get(back).hiddenField("rev")}, "return_to": {"drafted"}, "return_words": {"数字有误"}}).is(http.StatusOK)
	clock := testkit.NewClock(t, "2019-05-08")
	if n, err := testkit.Office(t, b.db, clock.Now).ReleaseDue(t.Context()); n != 0 || err != nil {
		t.Fatalf("%d went out, %v", n, err)
	}

	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	for _, x := range []struct{ path, name string }{{compared + "/compare?from=1&to=2", "compare"}, {"/batches", "batches"}, {at, "batch-held"}, {"/batches/new", "batch-new"}, {"", "queue-batch"}} {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", x.path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", x.name, width))
			testkit.Do(t, tab, chromedp.Evaluate(`for (const d of document.querySelectorAll("main details")) d.open = true`, nil))
			for _, v := range testkit.Axe(t, tab) {
				t.Errorf("%s at %d px: %s", x.path, width, v)
			}
		}
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+x.path), chromedp.Evaluate(`document.documentElement.style.fontSize = "22px"`, nil))
		testkit.Shot(t, tab, fmt.Sprintf("desk-%s-large", x.name))
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s in large type: %s", x.path, v)
		}
	}
}

// TestTogether: the page of a text that waits in a set says that it goes out
// with the set, and offers nothing that the set would refuse.
func TestTogether(t *testing.T) {
	t.Parallel()
	b := open(t)
	clerk, boss := b.as(t, "jingban"), b.as(t, "zhuren")
	var members []string
	for _, title := range []string{"办法", "问答"} {
		members = append(members, strings.TrimPrefix(pass(t, b, handIn(t, clerk, draft(title)), 1), "/articles/")+"/1")
	}
	if body := boss.get("/batches/new").is(http.StatusOK).body; strings.Count(body, "审核已通过") != 2 {
		t.Fatalf("texts that passed their review cannot be put into a set: %.1500s", body)
	}
	boss.post("/batches/new", url.Values{"name": {"一批"}, "at": {"2019-05-08T09:00"}, "members": members}).is(http.StatusOK)
	body := boss.get("/articles/" + strings.TrimSuffix(members[0], "/1")).is(http.StatusOK).body
	if !strings.Contains(body, "随发布批次“<a href=") || strings.Contains(body, "现在发布") || strings.Contains(body, "到时发布") {
		t.Errorf("a text of a set offers to go out alone: %s", body)
	}
}
