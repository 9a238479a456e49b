package staff_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/office"
)

const clicks = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36"

// importVisits brings a log of two days along: three views by two people, one robot.
func (b *bureau) importVisits(t *testing.T) {
	t.Helper()
	log := `198.18.0.1 - - [01/Mar/2019:10:00:00 +0800] "GET /yykjj/ HTTP/1.1" 200 5 "https://www.baidu.com/s" "` + clicks + `"
198.18.0.1 - - [02/Mar/2019:10:00:00 +0800] "GET /yykjj/c/dongtai HTTP/1.1" 200 5 "-" "` + clicks + `"
198.18.0.2 - - [02/Mar/2019:10:00:00 +0800] "GET /yykjj/c/dongtai HTTP/1.1" 200 5 "-" "` + clicks + `"
198.18.0.3 - - [02/Mar/2019:10:00:00 +0800] "GET /yykjj/ HTTP/1.1" 200 5 "-" "Baiduspider/2.0"
`
	_, err := b.office.ImportVisits(t.Context(), "yykjj", office.VisitLog{Name: "access.log", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(log)), nil }}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// §D.5: the yearly form of the site over the desk's pages: figures open down to their
// entries, what only people know is said with a document and seconded by another, and
// findings stand in the way of the freeze.
func TestWebsitePages(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2020, 1, 8))
	b.importVisits(t)
	head, lead := b.as(t, "zhuren"), b.as(t, "fuze")
	head.get("/website").is(http.StatusOK).has("2019年网站报表", "网站总访问量", "还没有数据", "必须改", `href="/yykjj/desk/website/2019/cell/visits.views"`).without("冻结报表")
	head.get("/website/2019/cell/visits.visitors").is(http.StatusOK).has("2个", "由下面2条台账记录得出", "2019年网站报表")
	head.get("/website/2019/cell/none").is(http.StatusNotFound)
	head.get("/website/2018").is(http.StatusUnprocessableEntity)
	lead.post("/website/2019/freeze", url.Values{"rev": {"0"}}).is(http.StatusConflict).has("必须成立的校验没有通过")

	part := "/website/2019/parts/safe"
	head.get("/website/2019/parts/none").is(http.StatusNotFound)
	page := head.get(part).is(http.StatusOK).has("安全检测评估次数（次）", "是否开展应急演练", `<option value="1">是</option>`, "依据文件")
	v := url.Values{"rev": {page.hiddenField("rev")}, "safe.tests": {"2"}, "safe.drill": {"1"}, "day": {"2020-01-06"}, "note": {"等级测评报告"}}
	head.post(part, v).is(http.StatusUnprocessableEntity).has(`href="#f-document"`, `value="2"`, "等级测评报告")
	v.Set("safe.tests", "两次")
	head.send(part, v, "document", "报告.txt", "测评").is(http.StatusUnprocessableEntity).has(`href="#f-safe.tests"`, `value="两次"`, `<option value="1" selected>是</option>`)
	v.Set("safe.tests", "2")
	head.send(part, v, "document", "报告.txt", "测评").is(http.StatusOK).has("已记入台账，等待另一位同志复核", "待复核")
	head.send(part, v, "document", "报告.txt", "测评").is(http.StatusConflict).has("刚刚被他人改动", `value="2"`)
	own := head.get(part).is(http.StatusOK).has("本人填报的，由另一位同志复核", "报告.txt").without("复核</button>")
	file := regexp.MustCompile(`/website/2019/files/\d+`).FindString(own.body)
	head.get(file).is(http.StatusOK).has("测评")
	head.get("/website/2019/files/1").is(http.StatusNotFound)
	other := lead.get(part).is(http.StatusOK).has("与文件核对无误，复核")
	lead.post(part+"/second", url.Values{"rev": {"1"}}).is(http.StatusConflict)
	lead.post(part+"/second", url.Values{"rev": {other.hiddenField("rev")}}).is(http.StatusOK).has("已复核，数字计入报表", "2019/cell/safe.tests")
	lead.post(part+"/second", url.Values{"rev": {other.hiddenField("rev")}}).is(http.StatusConflict).has("没有等待复核的内容")

	b.as(t, "jingban").get("/website/2019").is(http.StatusOK).without("填报和复核")
	b.as(t, "jingban").get(part).is(http.StatusOK).has("✓ 已复核").without("记入台账</button>")
	if a := head.get("/website/2019/xlsx").is(http.StatusOK); !strings.HasPrefix(a.body, "PK") || !strings.Contains(a.header.Get("Content-Disposition"), "xlsx") {
		t.Errorf("no workbook: %v", a.header)
	}
	head.get("/website/2019/json").is(http.StatusOK).has(`"visits.views"`, `"value": 3`)
	head.get("/ledger?kind=website").is(http.StatusOK).has("填报2019年网站报表", "/website/2019")
	stranger := b.person(t)
	stranger.base = "/other/desk"
	stranger.post("/signin", map[string][]string{"login": {"zhuren"}, "password": {password}}).is(200)
	stranger.get(file).is(http.StatusNotFound)
}

// VI-ADJ, VI-PUB: the dashboard of a year, a month and a day, each with its table,
// and an adjustment by two.
func TestVisitPages(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2019, 6, 3))
	head, lead := b.as(t, "zhuren"), b.as(t, "fuze")
	head.get("/visits").is(http.StatusOK).has("还没有日结的访问统计", "gongkai import visits")
	b.importVisits(t)
	head.get("/visits/2019").is(http.StatusOK).has("2019年访问统计", "<dd>3<i>次", "<dd>2<i>个", "各月访问量的柱形图，全年3次", `href="/yykjj/desk/visits/2019/3">3月`, "工作动态", "www.baidu.com", "爬虫和程序", "没有查不到的词", "access.log")
	head.get("/visits/2019/3").is(http.StatusOK).has("2019年3月访问统计", `href="/yykjj/desk/visits/2019/3/2">2日`, "各日访问量的柱形图，共3次")
	at := "/visits/2019/3/2"
	head.get(at).is(http.StatusOK).has("2019年3月2日访问统计", "<dd>2<i>次", "提出调整这一天", "日结").without("独立用户约")
	for _, none := range []string{"/visits/2019/13", "/visits/2019/2/29", "/visits/2019/3/32", "/visits/x"} {
		head.get(none).is(http.StatusNotFound)
	}
	head.post(at, url.Values{"views": {"-1"}, "visitors": {"多"}, "reason": {"漏判<b>"}}).is(http.StatusUnprocessableEntity).has(`href="#f-visitors"`, `value="多"`, "漏判&lt;b&gt;")
	page := head.post(at, url.Values{"views": {"-1"}, "reason": {"漏判的爬虫"}}).is(http.StatusOK).has("另一位同志确认后生效", "漏判的爬虫", "撤销").without("确认这项调整")
	confirm := strings.Replace(regexp.MustCompile(`/visits/adjustments/[0-9a-z]+/drop`).FindString(page.body), "drop", "confirm", 1)
	v := url.Values{"rev": {page.hiddenField("rev")}, "day": {"2019-03-02"}}
	head.post(confirm, v).is(http.StatusConflict).has("不能自己确认")
	lead.get("").has("2019年3月2日的访问统计有一项调整等待确认", at)
	lead.get(at).is(http.StatusOK).has("确认这项调整")
	lead.post(strings.Replace(confirm, "confirm", "undo", 1), v).is(http.StatusNotFound)
	lead.post(confirm, v).is(http.StatusOK).has("记入台账", "zhuren同志", "fuze同志").without("确认这项调整")
	head.get("/visits/2019").is(http.StatusOK).has("调整后的访问量", "-1")
	head.get("/ledger?kind=visit").is(http.StatusOK).has("日结")
	b.as(t, "jingban").get(at).is(http.StatusOK).without("提出调整这一天")
	b.as(t, "xitong").get("/visits/2019").is(http.StatusOK)
}
