package staff_test

import (
	"bytes"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/office"
)

func mailed() url.Values {
	return url.Values{"mailbox": {"mayor"}, "sort": {"consult"}, "received": {"2025-03-03"}, "their": {"SZ-12"}, "name": {"张三丰"}, "phone": {"13812345678"}, "title": {"高新技术企业补贴怎么申报"},
		"content": {"我是张三丰，电话13812345678。请问补贴怎么申报？"}, "open": {"1"}}
}

var letterAt = regexp.MustCompile(`href="/yykjj/desk(/letters/[^"/]+)">打开这封来信`)

// mailIn registers a letter and gives the address of its page.
func (p *person) mailIn(v url.Values) string {
	p.t.Helper()
	v.Set("once", p.get("/letters/new").is(http.StatusOK).hiddenField("once"))
	m := letterAt.FindStringSubmatch(p.post("/letters/new", v).is(http.StatusOK).body)
	if m == nil {
		p.t.Fatal("no receipt")
	}
	return m[1]
}

// A letter from its registration to the public copy, through the hands of the
// office (R-L1 to R-L9).
func TestLetterOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	desk, clerk, head, chief := b.as(t, "zhuren"), b.as(t, "jingban"), b.as(t, "kezhang"), b.as(t, "fuze")

	desk.get("/letters").is(http.StatusOK).has("没有在办的来信", "登记来信", "信箱表")
	bad := mailed()
	bad.Set("sort", "")
	bad.Set("phone", "12")
	desk.post("/letters/new", bad).is(http.StatusUnprocessableEntity).has(`href="#f-sort"`, `href="#f-phone"`, `value="张三丰"`, "请问补贴怎么申报")
	withMail := mailed()
	withMail.Set("email", "zhang@example.cn")
	at := desk.mailIn(withMail)
	desk.get("/letters").has("X2025-0001 高新技术企业补贴怎么申报", "市长信箱 · 咨询", "张**", "剩10天", "2025-03-17 星期一", "data-queue").without("张三丰")
	desk.get("/letters/all?mailbox=mayor&sort=consult&year=2025&state=waiting").has("X2025-0001", "待受理")
	desk.get("/letters/all?mailbox=director").has("没有符合这些条件的来信")
	desk.get("").has("来信", at, "受理或者不予受理")
	clerk.get(at).is(http.StatusForbidden)

	// the same again is refused in words, and let in when it is said to be another
	twice := mailed()
	twice.Set("once", "x2")
	first := desk.post("/letters/new", twice).is(http.StatusOK).has("相似的来信", "同一来信人，内容相近")
	twice.Set("seen", first.hiddenField("seen"))
	desk.post("/letters/new", twice).is(http.StatusConflict).has("同一个人的同样内容", "不是重复，是另一件事", `value="张三丰"`)
	twice.Set("again", "1")
	desk.post("/letters/new", twice).is(http.StatusOK).has("已登记，编号 X2025-0002")

	page := desk.get(at).has("张**", "SZ-12", "市人民政府办公室的信箱", "为什么是这一天", "<details open><summary>受理</summary>").without("138****5678张")
	page.has("138****5678")
	desk.post(at+"/person", nil).is(http.StatusOK).has("13812345678", "记入访问记录")
	desk.act(at, "decline", "ground", "", "text", "请向医保局反映").is(http.StatusUnprocessableEntity).has(`href="#f-decline_ground"`, "请向医保局反映", "<details open><summary>不予受理</summary>")
	desk.act(at, "accept", "unit", "yykjj:ghk", "due", "2025-03-10").is(http.StatusOK).has("已受理", "规划科", "科室期限 2025-03-10", "办理中")
	clerk.get("").has(at, "承办科室拟答复")

	// the draft: a file that is not what its name says is named, the text stays
	clerk.withFile(at+"/draft", "draft_file", "指南.pdf", "not a pdf", url.Values{"rev": {clerk.get(at).hiddenField("rev")}, "draft_text": {"请在每年三月申报。"}}).
		is(http.StatusUnprocessableEntity).has("附件“指南.pdf”的内容不是.pdf文件", "请在每年三月申报。")
	clerk.act(at, "draft", "text", "请在每年三月到窗口申报。").is(http.StatusOK).has("已拟答复", "待审核").without(">审核通过<")
	head.act(at, "return", "text", "写明窗口").is(http.StatusOK).has("写明窗口")
	clerk.get(at).has(">\n请在每年三月到窗口申报。</textarea>")
	clerk.act(at, "draft", "text", "请在每年三月到政务大厅三楼窗口申报。").is(http.StatusOK)
	head.act(at, "check").is(http.StatusOK).has("待审定")
	chief.act(at, "approve").is(http.StatusOK).has("待答复")
	stale := url.Values{"rev": {"1"}, "answer_on": {"2025-03-03"}}
	desk.post(at+"/answer", stale).is(http.StatusConflict).has("刚刚被他人办理过")
	desk.act(at, "answer").is(http.StatusOK).has("已答复", "写公开稿")

	// the public copy: blacked out, checked in the margin, let out by another
	form := desk.get(at+"/copy").is(http.StatusOK).has("高新技术企业补贴怎么申报", "data-check-pane", "请在每年三月到政务大厅三楼窗口申报。").without("张三丰", "13812345678")
	v := url.Values{"rev": {form.hiddenField("rev")}, "title": {"补贴怎么申报"}, "question": {"我是张三丰，请问怎么申报？"}, "answer": {"请在三月申报。"}}
	desk.post(at+"/copy", v).is(http.StatusUnprocessableEntity).has("还有来信人的姓名", `href="#f-question"`)
	v.Set("question", "身份证号11010519491231002X能不能申报？")
	desk.post(at+"/copy/check", v).is(http.StatusOK).has("data-findings", "11010519491231002X")
	desk.post(at+"/copy", v).is(http.StatusUnprocessableEntity).has("应当改正", "data-findings")
	v.Set("question", "请问怎么申报？")
	desk.post(at+"/copy", v).is(http.StatusOK).has("公开稿已保存", "待公开").without(">同意公开<")
	chief.act(at, "publish").is(http.StatusOK).has("已公开", "看网站上的页面")
	desk.act(at, "follow_up", "how", "phone", "solved", "yes", "text", "清楚了").is(http.StatusOK).has("已登记回访")
	desk.get(at).has("邮件", "您的来信（编号X2025-0001）已经答复", "待发 · z***@example.cn")
	desk.get(at+"/clock").is(http.StatusOK).has("答复期限 <b>2025年3月17日 星期一</b>", "每一天怎样计算", "第10天", `<em class="due">到期</em>`, "回到来信")
	desk.act(at, "archive").is(http.StatusOK).has("已归档")
	desk.act(at, "nonsense").is(http.StatusNotFound)
}

// The register is paged beside a letter, older and newer, with its filters kept.
func TestLetterBook(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p := b.as(t, "zhuren")
	who, err := b.office.Actor(t.Context(), "yykjj.zhuren")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 35 {
		f := office.LetterForm{Mailbox: "mayor", Sort: "consult", Received: "2025-03-03", Name: fmt.Sprintf("来信人%d", n), Title: fmt.Sprintf("第%d件事", n), Content: "内容见附件，请办理。"}
		if _, err := b.office.RegisterLetter(t.Context(), who, f, nil); err != nil {
			t.Fatal(err)
		}
	}
	link := func(a answer, words string) string {
		t.Helper()
		m := regexp.MustCompile(`href="/yykjj/desk(/letters/all[^"]+)" rel="[a-z]+">` + words).FindStringSubmatch(a.body)
		if m == nil {
			t.Fatalf("no %s", words)
		}
		return html.UnescapeString(m[1])
	}
	first := p.get("/letters/all?mailbox=mayor").is(http.StatusOK).has("共35件")
	second := p.get(link(first, "下一页")).is(http.StatusOK).has("共35件", "mailbox=mayor")
	if n := strings.Count(first.body, "<tr>") - 1; n != 30 {
		t.Errorf("%d on the first page", n)
	}
	if n := strings.Count(second.body, "<tr>") - 1; n != 5 {
		t.Errorf("%d on the second page", n)
	}
	if back := p.get(link(second, "上一页")); strings.Count(back.body, "<tr>") != strings.Count(first.body, "<tr>") {
		t.Error("the way back is another page")
	}
	p.get("/letters?page=2").is(http.StatusOK).has("共35件", `aria-current="page">2<`)
}

// withFile posts a form with a file.
func (p *person) withFile(path, field, name, content string, v url.Values) answer {
	p.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, x := range v {
		_ = w.WriteField(k, x[0])
	}
	f, _ := w.CreateFormFile(field, name)
	_, _ = f.Write([]byte(content))
	w.Close()
	r, _ := http.NewRequest("POST", p.b.URL+p.base+path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

// A letter becomes a request; both ends know it, and no day is lost (R-L5).
func TestLetterConverted(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 6))
	p := b.as(t, "zhuren")
	at := p.mailIn(mailed())
	p.act(at, "convert", "to", "petition", "text", "涉法").is(http.StatusUnprocessableEntity).has(`href="#f-convert_reference"`)
	p.act(at, "convert", "to", "service", "text", "办事").is(http.StatusUnprocessableEntity).has(`href="#f-convert_item"`)
	page := p.act(at, "convert", "to", "request", "text", "要的是文件，按申请公开办理").is(http.StatusOK).has("已转为政府信息公开申请", "2025-0001", "按申请公开办理")
	to := regexp.MustCompile(`href="/yykjj/desk(/requests/[^"]+)"`).FindStringSubmatch(page.body)
	if to == nil {
		t.Fatal("no link to the request")
	}
	p.get(to[1]).is(http.StatusOK).has("由来信转来", `href="/yykjj/desk`+at+`"`, "2025-03-31")
}

// The table of mailboxes is data (R-L11): its faults are told with their lines,
// and who edits an older one is told so.
func TestMailboxes(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p := b.as(t, "zhuren")
	page := p.get("/letters/mailboxes").is(http.StatusOK).has("局长信箱", "市人民政府办公室", "5个工作日", "随系统提供", "现行", "每人每小时3封")
	text := regexp.MustCompile(`(?s)name="text"[^>]*>\n(.*?)</textarea>`).FindStringSubmatch(page.body)[1]
	v := url.Values{"was": {page.hiddenField("was")}, "from": {"2025-04-01"}, "text": {text + "\n信箱 | 1x | 某信箱 | 本机关 | 飞鸽\n"}}
	p.post("/letters/mailboxes", v).is(http.StatusUnprocessableEntity).has("飞鸽", `href="#f-text"`)
	v.Set("text", strings.Replace(text, "每人每小时 | 3", "每人每小时 | 2", 1))
	p.post("/letters/mailboxes", v).is(http.StatusOK).has("信箱表已保存", "第1版，2025-04-01起用")
	p.post("/letters/mailboxes", v).is(http.StatusConflict).has("刚刚被他人修改过", "现在的信箱表")
	b.as(t, "jingban").get("/letters/mailboxes").is(http.StatusOK).without("保存信箱表")
	b.as(t, "jingban").post("/letters/mailboxes", v).is(http.StatusForbidden)
}
