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
	p.get("/records").is(http.StatusOK).has("没有要办的更正申请", "登记更正申请")
	p.post("/records/new", wrongRecord()).is(http.StatusUnprocessableEntity).has("请写明有什么证据", `href="#f-proof"`, "张三丰")
	page := p.send("/records/new", wrongRecord(), "file", "劳动合同.pdf", "%PDF-1.4 合同").is(http.StatusOK).has("更正〔2025〕1号", "待核实", "张**", "劳动合同.pdf", "剩19天").without("张三丰", "13812345678")
	at := strings.TrimPrefix(page.path, "/yykjj/desk")
	p.get("/records").has("更正〔2025〕1号").without("张三丰")

	paper := regexp.MustCompile(`href="/yykjj/desk(/records/[^"]+/papers/[^"]+)"`).FindStringSubmatch(page.body)
	if paper == nil {
		t.Fatal("the evidence has no link")
	}
	if got := p.get(paper[1]).is(http.StatusOK); got.body != "%PDF-1.4 合同" || !strings.Contains(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the evidence came as %q %v", got.body, got.header)
	}
	p.get("").has("更正〔2025〕1号", "核实并拟办")
	p.post(at+"/person", nil).is(http.StatusOK).has("张三丰", "11010519491231002X", "记入访问记录")
	rev := page.hiddenField("rev")
	p.post(at+"/propose", url.Values{"rev": {rev}, "how": {"transferred"}, "found": {"该记录由人社局制作"}}).is(http.StatusUnprocessableEntity).
		has(`href="#f-organ"`, "请写明有权更正的机关", "该记录由人社局制作")
	page = p.post(at+"/propose", url.Values{"rev": {rev}, "how": {"transferred"}, "found": {"该记录由人社局制作"}, "organ": {"岳阳市人力资源和社会保障局"}}).
		is(http.StatusOK).has("待审定", "（待编号）", "您拟办的，由另一位同志审定").without("审定并制发文书")
	p.post(at+"/end", url.Values{"rev": {page.hiddenField("rev")}}).is(http.StatusConflict).has("不能审定自己的意见")
	head := b.as(t, "fenguan")
	head.get("").has("更正〔2025〕1号", "审定")
	page = head.get(at).is(http.StatusOK).has("审定并制发文书", "转送岳阳市人力资源和社会保障局处理").without("张三丰")
	head.post(at+"/return", url.Values{"rev": {page.hiddenField("rev")}}).is(http.StatusUnprocessableEntity).has(`href="#f-reason"`)
	head.post(at+"/end", url.Values{"rev": {page.hiddenField("rev")}}).is(http.StatusOK).has("已转送", "政府信息更正申请转送函", "政府信息更正申请处理告知书")
	page = p.get(at)
	for _, l := range regexp.MustCompile(`href="/yykjj/desk(/records/[^"]+/letters/[^"]+)"`).FindAllStringSubmatch(page.body, -1) {
		p.get(l[1]).is(http.StatusOK).has("第四十一条", "更正〔2025〕1号")
		p.get(l[1] + "/docx").is(http.StatusOK)
		p.get(l[1] + "/odt").is(http.StatusNotFound)
	}
	for range 2 {
		page = p.get(at)
		letter := regexp.MustCompile(`<select id="f-paper"[^>]*><option value="([^"]+)"`).FindStringSubmatch(page.body)
		if letter == nil {
			t.Fatal("no letter to record the delivery of")
		}
		v := url.Values{"rev": {page.hiddenField("rev")}, "paper": {letter[1]}, "on": {"2025-03-04"}}
		a := p.send(at+"/deliver", v, "file", "回执.jpg", "回执").is(http.StatusUnprocessableEntity).has(`href="#f-proof"`)
		kept := keptToken.FindStringSubmatch(a.body)
		if kept == nil {
			t.Fatal("the proof has to be chosen again")
		}
		v.Set("kept", kept[1])
		v.Set("proof", "挂号信XA123")
		p.post(at+"/deliver", v).is(http.StatusOK).has("已登记送达", "回执.jpg", "挂号信XA123")
	}
	p.get("/records").has("没有要办的更正申请")
	p.get("/records?show=all").has("更正〔2025〕1号")
	p.post(at+"/erase", url.Values{"rev": {p.get(at).hiddenField("rev")}}).is(http.StatusOK).has("个人信息已经删除").without("张**", "回执.jpg")
	p.post(at+"/nothing", nil).is(http.StatusNotFound)
	b.verified(t)

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
	p.post(at+"/propose", url.Values{"rev": {done.hiddenField("rev")}, "how": {"corrected"}, "found": {"核对劳动合同，情况属实"}, "words": {"已将工作单位更正为乙公司"}}).is(http.StatusOK)
	fuze := b.as(t, "fuze")
	fuze.post(at+"/end", url.Values{"rev": {fuze.get(at).hiddenField("rev")}}).is(http.StatusOK)
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
