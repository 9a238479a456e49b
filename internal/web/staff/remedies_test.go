package staff_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/calendar"
)

// send posts a form with a file, as a browser does.
func (p *person) send(path string, v url.Values, field, name, body string) answer {
	p.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, vs := range v {
		for _, x := range vs {
			w.WriteField(k, x)
		}
	}
	f, err := w.CreateFormFile(field, name)
	if err != nil {
		p.t.Fatal(err)
	}
	f.Write([]byte(body))
	w.Close()
	r, _ := http.NewRequest("POST", p.b.URL+p.base+path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

func contested() url.Values {
	return url.Values{"kind": {"review"}, "procedure": {"ordinary"}, "act": {"denied"}, "forum": {"岳阳市人民政府"}, "file_no": {"岳政复答〔2019〕3号"},
		"acted": {"2019-04-08"}, "accepted": {"2019-04-25"}, "noticed": {"2019-05-05"}}
}

// A.6: the pages of a review from its notice to the archive, and of the suit
// after it; every form comes back as it was typed.
func TestRemedyPages(t *testing.T) {
	t.Parallel()
	b := open(t)
	p := b.as(t, "zhuren")
	p.get("/remedies").is(http.StatusOK).has("没有未结的复议、诉讼", "登记收到的案件", `<a href="/yykjj/desk/remedies" aria-current="page">复议诉讼</a>`)

	v := contested()
	v.Set("forum", "")
	v.Set("noticed", "2019-05-32")
	v.Set("why", "已电话核实")
	p.send("/remedies/new", v, "file", "通知.pdf", "x").is(http.StatusUnprocessableEntity).has("2019-05-32", "已电话核实", `href="#f-noticed"`)
	v.Set("noticed", "2019-05-05")
	p.send("/remedies/new", v, "file", "通知.pdf", "x").is(http.StatusUnprocessableEntity).has("请填写复议机关或者人民法院的名称", `href="#f-forum"`, "岳政复答〔2019〕3号")
	v.Set("forum", "岳阳市人民政府")
	page := p.send("/remedies/new", v, "file", "通知 张三.pdf", "%PDF-1.4 通知").is(http.StatusOK).
		has("岳政复答〔2019〕3号", "已登记，期限从收到通知的次日起算", "2019-05-15", "为什么是这一天", "行政复议法（1999年）第二十三条", "已电话核实", "通知 张三.pdf")
	at := strings.TrimPrefix(page.path, "/yykjj/desk")
	p.get("").has("岳政复答〔2019〕3号", "提交答复和证据", "复议诉讼")

	paper := regexp.MustCompile(`href="(/yykjj/desk/remedies/[^"]+/papers/[^"]+)"`).FindStringSubmatch(page.body)
	if paper == nil {
		t.Fatal("the paper has no link")
	}
	link := strings.TrimPrefix(paper[1], "/yykjj/desk")
	got := p.get(link).is(http.StatusOK)
	if got.body != "%PDF-1.4 通知" || got.header.Get("Cache-Control") != "no-store" || !strings.Contains(got.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the paper came as %q %v", got.body, got.header)
	}
	clerk := b.as(t, "jingban")
	clerk.get(at).is(http.StatusOK).has("岳政复答〔2019〕3号", "通知 张三.pdf").without("/papers/", "登记答复</button>")
	clerk.get(link).is(http.StatusForbidden)
	clerk.get("/remedies/new").is(http.StatusForbidden)
	b.as(t, "shenji").get("/access").has("打开复议诉讼材料", "拒绝", "成功")

	rev := url.Values{"rev": {page.hiddenField("rev")}}
	with := func(pairs ...string) url.Values {
		out := url.Values{"rev": {rev.Get("rev")}}
		for i := 0; i < len(pairs); i += 2 {
			out.Set(pairs[i], pairs[i+1])
		}
		return out
	}
	p.send(at+"/answer", with("answer_on", "2019-05-07", "answer_words", "证据七份"), "answer_file", "答复书.docx", "x").
		is(http.StatusUnprocessableEntity).has("晚于今天", `href="#f-answer_on"`, "证据七份", `value="2019-05-07"`)
	page = p.send(at+"/answer", with("answer_on", "2019-05-06"), "answer_file", "答复书.docx", "x").is(http.StatusOK).has("已按期答复", "答复书.docx")
	p.post(at+"/answer", with("answer_on", "2019-05-06")).is(http.StatusConflict).has("刚刚被他人改动")
	rev.Set("rev", page.hiddenField("rev"))
	p.post(at+"/note", with("note_event", "remark", "note_on", "2019-05-06")).is(http.StatusUnprocessableEntity).has(`href="#f-note_words"`, "请写明经过")
	page = p.post(at+"/note", with("note_event", "hearing", "note_on", "2019-05-06", "note_words", "<b>当面</b>听取意见")).is(http.StatusOK).has("听取意见、听证或者开庭", "&lt;b&gt;当面")
	rev.Set("rev", page.hiddenField("rev"))
	p.post(at+"/extend", with("extend_days", "31", "extend_on", "2019-05-06")).is(http.StatusUnprocessableEntity).has(`href="#f-extend_days"`, "最多30日")
	page = p.post(at+"/conclude", with("conclude_result", "upheld", "conclude_on", "2019-05-06")).is(http.StatusOK).has("结果维持", "申请人可以在", "登记其后的诉讼")
	rev.Set("rev", page.hiddenField("rev"))
	p.post(at+"/archive", with()).is(http.StatusConflict).has("卷内还没有决定书")
	page = p.send(at+"/note", with("note_event", "supplement", "note_on", "2019-05-06", "note_paper", "decision"), "note_file", "决定书.pdf", "y").is(http.StatusOK)
	rev.Set("rev", page.hiddenField("rev"))
	p.post(at+"/archive", with()).is(http.StatusOK).has("已归档", "归档，材料3份")
	p.get("/remedies?show=closed&year=2019").has("岳政复答〔2019〕3号", "结果维持")
	p.get("/remedies?show=open").without("岳政复答〔2019〕3号")
	p.get("/remedies?show=closed&year=2020").without("岳政复答〔2019〕3号")

	p.get("/remedies/new?kind=suit_after_review&before="+strings.TrimPrefix(at, "/remedies/")).has("岳政复答〔2019〕3号（2019-05-06 结果维持）", "selected>行政诉讼（复议后起诉）")
	suit := contested()
	suit.Set("kind", "suit_after_review")
	suit.Set("before", strings.TrimPrefix(at, "/remedies/"))
	suit.Set("file_no", "（2019）湘0602行初8号")
	suit.Set("accepted", "")
	suit.Set("noticed", "2019-05-06")
	page = p.post("/remedies/new", suit).is(http.StatusOK).has("（2019）湘0602行初8号", "此前的行政复议", "按日历日计算", "行政诉讼法第六十七条")
	p.get(at).has("申请人不服复议决定，已提起诉讼", "（2019）湘0602行初8号")
	rev.Set("rev", page.hiddenField("rev"))
	at = strings.TrimPrefix(page.path, "/yykjj/desk")
	p.post(at+"/void", with("void_why", "")).is(http.StatusUnprocessableEntity).has(`href="#f-void_why"`)
	p.post(at+"/void", with("void_why", "重复登记")).is(http.StatusOK).has("已经注销", "重复登记")
	p.get("/report/2019/cell/T4.review.upheld").is(http.StatusOK).has("行政复议·结果维持", "结案：结果维持", "岳政复答〔2019〕3号")
	p.get("/remedies/none").is(http.StatusNotFound)
	b.as(t, "anquan").get("/remedies").is(http.StatusForbidden)
}

// A.6: the number of a request links the two pages; the period for a new answer
// is recorded, and shown until the answer is sent.
func TestRemedyOfARequest(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p := b.as(t, "zhuren")
	at := p.register(application())
	p.get(at).has("登记复议、诉讼", "/remedies/new?request=2025-0001")
	p.get("/remedies/new?request=2025-0001").has(`value="2025-0001"`)
	v := contested()
	v.Set("request", "2025-0099")
	v.Set("acted", "2025-03-03")
	v.Set("accepted", "")
	v.Set("noticed", "2025-03-03")
	p.post("/remedies/new", v).is(http.StatusUnprocessableEntity).has("没有编号为“2025-0099”的申请", `href="#f-request"`)
	v.Set("request", "2025-0001")
	page := p.post("/remedies/new", v).is(http.StatusOK).has("所涉申请", `/requests/`)
	remedy := strings.TrimPrefix(page.path, "/yykjj/desk")
	p.get(at).has(remedy, "行政复议", "待答复")
	do := func(verb string, pairs ...string) answer {
		t.Helper()
		v := url.Values{"rev": {p.get(remedy).hiddenField("rev")}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(verb+"_"+pairs[i], pairs[i+1])
		}
		return p.post(remedy+"/"+verb, v)
	}
	do("conclude", "result", "corrected", "on", "2025-03-03", "served", "2025-03-03").is(http.StatusOK).has("登记重新答复的期限", "责令重新答复的，照其所写的期限登记")
	do("order", "days", "0", "unit", "workdays").is(http.StatusUnprocessableEntity).has(`href="#f-order_days"`)
	do("order", "days", "20", "unit", "workdays").is(http.StatusOK).has("剩20天", "2025-03-31", "更正重办", "责令20个工作日内重新答复")
	p.get("").has("重新答复", "岳政复答〔2019〕3号")
	p.get("/remedies?show=closed").has("前重新答复")
	p.get(at).has("须重新答复")
	do("redo", "on", "2025-03-03", "words", "岳科公开复〔2025〕9号").is(http.StatusOK).has("已登记重新答复", "岳科公开复〔2025〕9号").without("前重新答复</small>")
	do("void", "why", "登记错了").is(http.StatusOK)
	do("erase").is(http.StatusOK).has("个人信息已经删除").without("岳科公开复〔2025〕9号")
	b.verified(t)
}
