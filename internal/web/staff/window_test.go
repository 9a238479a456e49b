package staff_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/calendar"
)

// §G.3, GB/T 36113: the window's pages: an enquiry in two clicks, a complaint to
// its end, a banner, a number, a time to book.
func TestWindowPages(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 4))
	p, head := b.as(t, "jingban"), b.as(t, "zhuren")
	p.get("/window").is(http.StatusOK).has("登记一次咨询", "办事流程和条件", "还没有咨询")
	p.post("/window/enquiry", url.Values{"topic": {"procedure"}, "channel": {"window"}}).is(http.StatusOK).has("已登记咨询", "今天：现场1次", "2025-0001", "已答复")
	p.post("/window/enquiry", url.Values{"channel": {"phone"}, "text": {"怎样登记？"}}).is(http.StatusUnprocessableEntity).has("请从列表中选择主题", "怎样登记？", `value="phone" checked`)
	p.post("/window/enquiry", url.Values{"topic": {"contract"}, "channel": {"phone"}, "text": {"怎样登记？"}, "later": {"yes"}}).is(http.StatusOK).has("待答复", "电话1次")
	id := func(a answer, name string) string {
		m := regexp.MustCompile(`href="/yykjj/desk(/window/[0-9a-z]{12})"><b>` + name).FindStringSubmatch(a.body)
		if m == nil {
			t.Fatalf("no %s in %.2000s", name, a.body)
		}
		return m[1]
	}
	with := func(a answer, pairs ...string) url.Values {
		v := url.Values{"rev": {a.hiddenField("rev")}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	at := id(p.get("/window/enquiry?show=open"), "怎样登记")
	page := p.get(at).is(http.StatusOK).has("答复咨询", "剩5天")
	p.post(at+"/answer", with(page)).is(http.StatusUnprocessableEntity).has("请写答复内容")
	p.post(at+"/answer", with(page, "words", "请看办事指南", "minutes", "3")).is(http.StatusOK).has("已答复。", "请看办事指南", "3分钟")

	p.post("/window/complaint", url.Values{"topic": {"attitude"}, "channel": {"phone"}, "text": {"态度生硬"}}).is(http.StatusUnprocessableEntity).has("请留下电话")
	at = id(p.post("/window/complaint", url.Values{"topic": {"attitude"}, "channel": {"phone"}, "text": {"态度生硬"}, "name": {"张三丰"}, "phone": {"13812345678"}}).is(http.StatusOK).without("态度生硬"), "服务态度")
	p.get(at).is(http.StatusOK).has("待受理").without("13812345678", "投诉人凭查询码能看到", "张三丰", "态度生硬", "查看投诉内容")
	page = head.get(at).has("受理并告知")
	head.post(at+"/person", nil).is(http.StatusOK).has("13812345678", "态度生硬", "记入访问记录")
	head.post(at+"/decline", with(page)).is(http.StatusUnprocessableEntity).has("请写明不予受理的理由")
	page = head.post(at+"/accept", with(page, "words", "已打电话告知")).is(http.StatusOK).has("已受理")
	head.post(at+"/against", with(page)).is(http.StatusUnprocessableEntity).has("请先写明投诉的是哪个科室")
	page = head.post(at+"/against", with(page, "against", "none")).is(http.StatusOK).has("不涉及具体科室")
	page = head.post(at+"/assign", with(page, "unit", "yykjj:bgs")).is(http.StatusOK).has("局办公室")
	page = head.post(at+"/check", with(page, "finding", "founded", "words", "已批评教育")).is(http.StatusOK).has("已核实", "反馈处理结果")
	page = head.post(at+"/answer", with(page, "words", "已经改正")).is(http.StatusOK).has("登记回访")
	page = head.post(at+"/revisit", with(page, "satisfied", "satisfied")).is(http.StatusOK).has("归档</button>")
	page = head.post(at+"/file", with(page)).is(http.StatusOK).has("已归档")
	head.post(at+"/erase", with(page)).is(http.StatusOK).has("个人信息已经删除").without("态度生硬")

	p.post("/window/commendation", url.Values{"topic": {"banner"}, "name": {"某公司"}, "text": {"热情服务"}}).is(http.StatusForbidden)
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
	head.send("/window/commendation", url.Values{"topic": {"banner"}, "name": {"某公司"}, "text": {"热情服务"}}, "photo", "x.pdf", "%PDF-1.4").is(http.StatusUnprocessableEntity).has("照片应是图片文件")
	at = id(head.send("/window/commendation", url.Values{"topic": {"banner"}, "name": {"某公司"}, "text": {"热情服务"}, "day": {"2025-03-03"}, "consent": {"yes"}}, "photo", "x.png", png).is(http.StatusOK), "热情服务")
	page = head.get(at).is(http.StatusOK).has("在网站公开", "2025-03-03")
	if a := head.get(at + "/photo").is(http.StatusOK); !strings.HasPrefix(a.header.Get("Content-Type"), "image/png") {
		t.Errorf("%v", a.header)
	}
	head.post(at+"/release", with(page)).is(http.StatusConflict).has("由另一位同事核对")
	page = b.as(t, "fuze").post(at+"/release", with(page)).is(http.StatusOK).has("不再公开")
	head.post(at+"/takedown", with(page)).is(http.StatusOK).has("已登记")

	p.get("/window/queue").is(http.StatusOK).has("还没有排队的窗口").without("窗口设置")
	head.post("/window/queue/counter", url.Values{"code": {"a"}}).is(http.StatusUnprocessableEntity).has("一个大写字母")
	head.post("/window/queue/counter", url.Values{"code": {"A"}, "name": {"综合受理"}}).is(http.StatusOK).has("A 综合受理")
	p.post("/window/queue/draw", url.Values{"counter": {"A"}}).is(http.StatusOK).has("已取号：A001", "等候1人")
	p.post("/window/queue/next", url.Values{"counter": {"A"}}).is(http.StatusUnprocessableEntity).has("1到99的窗口号")
	page = p.post("/window/queue/next", url.Values{"counter": {"A"}, "desk": {"2"}}).is(http.StatusOK).has("请A001到2号窗口", `value="2"`)
	ticket := regexp.MustCompile(`name="ticket" value="([^"]+)"`).FindStringSubmatch(page.body)[1]
	p.post("/window/queue/leave", url.Values{"ticket": {ticket}}).is(http.StatusOK).has("A001过号，再叫")
	p.post("/window/queue/call", url.Values{"ticket": {ticket}, "desk": {"2"}}).is(http.StatusOK).has("正在办")
	p.post("/window/queue/serve", url.Values{"ticket": {ticket}}).is(http.StatusOK).has("已办1人")

	p.get("/window/bookings").is(http.StatusOK).has("今天以后还没有预约").without("开放时段")
	slots := url.Values{"counter": {"A"}, "from": {"2025-03-05"}, "to": {"2025-03-05"}, "times": {"9点"}, "capacity": {"4"}}
	head.post("/window/bookings/open", slots).is(http.StatusUnprocessableEntity).has("时段“9点”读不懂")
	slots.Set("times", "09:00")
	head.post("/window/bookings/open", slots).is(http.StatusOK).has("已开放1个时段", "09:00")
	head.get("/ledger").has("叫号到2号窗口")
}
