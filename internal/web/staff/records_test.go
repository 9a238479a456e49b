package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/calendar"
	"gongkai/internal/testkit"
)

func wrongRecord() url.Values {
	return url.Values{"door": {"counter"}, "on": {"2025-03-03"}, "name": {"张三丰"}, "id_no": {"11010519491231002X"}, "phone": {"13812345678"},
		"record": {"2024年科技特派员名单第12行"}, "wrong": {"工作单位写作甲公司，应为乙公司"}}
}

// R-A41: the pages of a correction from the counter to its letters; who asks is
// in no list, and every opening is logged.
func TestRecordPages(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 4))
	p := b.as(t, "zhuren")
	p.get("/records").is(http.StatusOK).has("还没有更正申请", "登记更正申请")
	p.post("/records/new", wrongRecord()).is(http.StatusUnprocessableEntity).has("请写明有什么证据", `href="#f-proof"`, "张三丰")
	page := p.send("/records/new", wrongRecord(), "file", "劳动合同.pdf", "%PDF-1.4 合同").is(http.StatusOK).has("更正〔2025〕1号", "待核实", "张三丰", "劳动合同.pdf")
	at := strings.TrimPrefix(page.path, "/yykjj/desk")
	p.get("/records").has("更正〔2025〕1号").without("张三丰")

	paper := regexp.MustCompile(`href="/yykjj/desk(/records/[^"]+/papers/[^"]+)"`).FindStringSubmatch(page.body)
	if paper == nil {
		t.Fatal("the evidence has no link")
	}
	if got := p.get(paper[1]).is(http.StatusOK); got.body != "%PDF-1.4 合同" || !strings.Contains(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the evidence came as %q %v", got.body, got.header)
	}
	rev := page.hiddenField("rev")
	p.post(at+"/end", url.Values{"rev": {rev}, "how": {"transferred"}, "found": {"该记录由人社局制作"}}).is(http.StatusUnprocessableEntity).
		has(`href="#f-organ"`, "请写明有权更正的机关", "该记录由人社局制作")
	page = p.post(at+"/end", url.Values{"rev": {rev}, "how": {"transferred"}, "found": {"该记录由人社局制作"}, "organ": {"岳阳市人力资源和社会保障局"}}).
		is(http.StatusOK).has("已转送", "政府信息更正申请转送函", "政府信息更正申请处理告知书").without("办结并制发告知书")
	for _, l := range regexp.MustCompile(`href="/yykjj/desk(/records/[^"]+/letters/[^"]+)"`).FindAllStringSubmatch(page.body, -1) {
		p.get(l[1]).is(http.StatusOK).has("第四十一条", "更正〔2025〕1号")
		p.get(l[1] + "/docx").is(http.StatusOK)
		p.get(l[1] + "/odt").is(http.StatusNotFound)
	}
	p.post(at+"/end", url.Values{"rev": {rev}, "how": {"refused"}}).is(http.StatusConflict)

	clerk := b.as(t, "jingban")
	clerk.get("/records").is(http.StatusForbidden)
	clerk.get(at).is(http.StatusForbidden)
	clerk.get("/records/new").is(http.StatusForbidden)
	b.as(t, "shenji").get("/access").has("打开更正申请")
}

// The pages at two widths: nothing runs over the edge, axe-core finds nothing.
func TestRecordsInBrowser(t *testing.T) {
	b := openOn(t, calendar.NewDay(2025, 3, 4))
	p := b.as(t, "zhuren")
	open := p.send("/records/new", wrongRecord(), "file", "劳动合同.pdf", "%PDF-1.4 合同").is(http.StatusOK)
	done := p.send("/records/new", wrongRecord(), "file", "劳动合同.pdf", "%PDF-1.4 合同").is(http.StatusOK)
	at := strings.TrimPrefix(done.path, "/yykjj/desk")
	p.post(at+"/end", url.Values{"rev": {done.hiddenField("rev")}, "how": {"corrected"}, "found": {"核对劳动合同，情况属实"}, "words": {"已将工作单位更正为乙公司"}}).is(http.StatusOK)
	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	for _, x := range []struct{ path, name string }{{"/records", "records"}, {"/records/new", "record-new"},
		{strings.TrimPrefix(open.path, "/yykjj/desk"), "record"}, {at, "record-ended"}} {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", x.path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", x.name, width))
		}
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s: %s", x.path, v)
		}
	}
}
