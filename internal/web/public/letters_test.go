package public_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/letter"
)

// mail is a letter as a citizen types it.
func mail(title, content string) []string {
	return []string{"mailbox", "director", "sort", "consult", "title", title, "content", content, "name", "张三丰", "phone", "13812345678", "open", "yes"}
}

// write sends a letter from the form to the receipt and gives its query code.
func (c *citizen) write(title, content string) (code string) {
	c.t.Helper()
	c.goes("letters/check", "letters/write", mail(title, content)...)
	c.goes("letters/done", "letters/check")
	return regexp.MustCompile(`class="code">([^<]+)`).FindStringSubmatch(c.open("letters/done"))[1]
}

// letterAct is a verb of office on a letter.
func (w *town) letterAct(id ledger.ID, who access.Actor, a office.LetterAct, verb func(access.Actor, office.LetterAct) error) {
	w.t.Helper()
	v, err := w.o.LetterMatter(w.t.Context(), w.head, id)
	w.must(err)
	a.Rev = v.Letter.Rev
	w.must(verb(who, a))
}

// answer takes the letter that waits to its answer, and out in public where asked.
func (w *town) answer(text string, public bool) ledger.ID {
	w.t.Helper()
	ctx, chief := w.t.Context(), w.actor("yykjj.fenguan")
	l, err := w.o.LetterQueue(ctx, w.head, office.LetterQuery{State: letter.Waiting})
	w.must(err)
	id, by := l.Rows[0].Letter.ID, func(verb func(o *office.Office, who access.Actor, a office.LetterAct) error) func(access.Actor, office.LetterAct) error {
		return func(who access.Actor, a office.LetterAct) error { return verb(w.o, who, a) }
	}
	for _, x := range []struct {
		who  access.Actor
		act  office.LetterAct
		verb func(o *office.Office, who access.Actor, a office.LetterAct) error
	}{
		{w.head, office.LetterAct{Unit: "yykjj:bgs"}, func(o *office.Office, who access.Actor, a office.LetterAct) error {
			return o.AcceptLetter(ctx, who, id, a)
		}},
		{w.clerk, office.LetterAct{Text: text}, func(o *office.Office, who access.Actor, a office.LetterAct) error {
			return o.DraftLetter(ctx, who, id, a)
		}},
		{chief, office.LetterAct{}, func(o *office.Office, who access.Actor, a office.LetterAct) error {
			return o.CheckLetter(ctx, who, id, a)
		}},
		{w.head, office.LetterAct{}, func(o *office.Office, who access.Actor, a office.LetterAct) error {
			return o.ApproveLetter(ctx, who, id, a)
		}},
		{w.head, office.LetterAct{}, func(o *office.Office, who access.Actor, a office.LetterAct) error {
			return o.AnswerLetter(ctx, who, id, a)
		}},
	} {
		w.letterAct(id, x.who, x.act, by(x.verb))
	}
	if public {
		d, err := w.o.LetterCopyDraft(ctx, w.clerk, id)
		w.must(err)
		w.letterAct(id, w.clerk, office.LetterAct{Title: d.Copy.Title, Question: d.Copy.Question, Answer: d.Copy.Answer}, func(who access.Actor, a office.LetterAct) error {
			return w.o.PrepareLetter(ctx, who, id, a)
		})
		w.letterAct(id, w.head, office.LetterAct{}, func(who access.Actor, a office.LetterAct) error { return w.o.PublishLetter(ctx, who, id, a) })
	}
	return id
}

// A letter from the form to the rating, and its copy for everybody (R-L1, R-L7 to
// R-L9, §D.2(4)).
func TestLetters(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	has(t, c.page(200, "/yykjj/"), "/yykjj/ask")
	has(t, c.page(200, "/yykjj/ask"), "/yykjj/letters/write", "/yykjj/letters/follow", "/yykjj/letters/stats")
	has(t, c.page(200, "/yykjj/c/hudong"), "/yykjj/letters/write", "/yykjj/letters")
	has(t, c.page(200, "/yykjj/letters"), "还没有公开的来信")
	has(t, c.page(200, "/yykjj/letters/stats"), "2019年还没有来信")
	has(t, c.open("letters/write"), "局长信箱", "收到以后5个工作日以内答复", `accept=".pdf`)

	const evil = `我是张三丰，电话13812345678。<script>alert(1)</script>请问高新技术企业补贴怎么申报？`
	code := c.write("高新技术企业补贴怎么申报", evil)
	first := c.open("letters/done")
	c.goes("letters/done", "letters/check") // pressed twice
	if c.open("letters/done") != first {
		t.Error("a second press leads to another receipt")
	}
	has(t, first, "X2019-0001", "2019年5月27日（星期一）", code)
	page := c.open("letters/follow/letter")
	has(t, page, "待受理", "最迟在2019年5月27日", "&lt;script&gt;", `name="robots" content="noindex"`)
	hasNot(t, page, "<script>alert", "满意吗")
	has(t, c.open("letters/follow/why"), "为什么是这一天", "收到来信，当日不计", "共5个工作日", "每一天怎样计算", "第5天", "打印本页")
	has(t, c.open("letters/follow/letter"), "撤回这封信")
	has(t, c.open("letters/follow/back"), "不撤回")
	if _, status, _ := c.send("letters/follow/rate", "stars", "5"); status != http.StatusUnprocessableEntity {
		t.Errorf("rated before the answer: %d", status)
	}
	c.goes("letters/follow?out=1", "letters/follow/out")
	has(t, c.open("letters/follow/letter"), "请先输入查询码")
	_, status, body := c.send("letters/follow", "code", code, "tail", "0000")
	if has(t, body, "还可以试4次"); status != http.StatusUnprocessableEntity {
		t.Errorf("a wrong tail: %d", status)
	}
	_, _, body = c.send("letters/follow")
	has(t, body, `href="#code"`, `href="#tail"`)
	c.goes("letters/follow/letter", "letters/follow", "code", strings.ToLower(strings.ReplaceAll(code, "-", "")), "tail", "5678")

	id := c.answer("请在每年三月到政务大厅窗口申报，联系人李四，电话13900001111。", false)
	has(t, c.open("letters/follow/letter"), "已答复", "请在每年三月", "非常满意", "非常不满意")
	_, _, body = c.send("letters/follow/rate", "text", "答得快")
	has(t, body, "请选择评价", "答得快")
	c.goes("letters/follow/letter?rated=1", "letters/follow/rate", "stars", "5", "text", "答得快")
	has(t, c.open("letters/follow/letter?rated=1"), "谢谢您的评价", "您的评价：<b>非常满意</b>")
	hasNot(t, c.open("letters/follow/letter"), "提交评价")
	hasNot(t, c.page(200, "/yykjj/letters"), "高新技术企业")
	c.page(404, "/yykjj/letters/"+string(id))

	c.jar = map[string]string{}
	c.write("科技特派员怎样报名", "请问科技特派员怎样报名，报名要什么材料？")
	id = c.answer("请在网上报名，材料见公告。", true)
	list := c.page(200, "/yykjj/letters")
	has(t, list, "科技特派员怎样报名", "共1件", "/yykjj/letters/"+string(id))
	for q, want := range map[string]string{"?q=特派员": "找到1件", "?q=补贴": "没有找到", "?mailbox=director&sort=consult&year=2019": "找到1件", "?sort=complaint": "没有找到",
		"?q=" + strings.Repeat("长", 61): "太长"} {
		has(t, c.page(200, "/yykjj/letters"+strings.ReplaceAll(q, q[strings.LastIndex(q, "=")+1:], url.QueryEscape(q[strings.LastIndex(q, "=")+1:]))), want)
	}
	for _, path := range []string{"feed.atom", "rss.xml", "sitemap.xml"} { // everywhere that articles are
		has(t, c.page(200, "/yykjj/"+path), "/yykjj/letters/"+string(id)+"<")
	}
	has(t, c.page(200, "/yykjj/feed.atom"), "来信答复：科技特派员怎样报名", "请在网上报名，材料见公告。")
	hasNot(t, c.page(200, "/yykjj/c/fabu/feed.atom"), "/letters/")
	one := c.page(200, "/yykjj/letters/"+string(id))
	has(t, one, "受理日期", "2019-05-20", "答复部门", "办公室", "请在网上报名")
	hasNot(t, one, "张三丰", "13812345678", "经办人")
	stats := c.page(200, "/yykjj/letters/stats?year=2019")
	has(t, stats, "2019年来信</dt><dd>2<i>", "局长信箱", "5月", "<svg", "满意率</dt><dd>100<i>%", "<caption>按月份")
	c.page(404, "/yykjj/letters/stats?year=1999")

	// while somebody writes the like, and on the page before sending
	_, _, body = c.send("letters/alike", "text", "想当科技特派员怎么报名")
	has(t, body, "有人问过类似的事", "请在网上报名", "data-alike")
	_, _, body = c.send("letters/alike", "text", "路灯坏了没有人修理")
	has(t, body, "没有找到类似")
	c.goes("letters/check", "letters/write", mail("科技特派员报名", "科技特派员怎样报名")...)
	has(t, c.open("letters/check"), "这些答复可能有用", "请在网上报名", "张三丰")
	c.goes("ask", "letters/clear")
	hasNot(t, c.open("letters/write"), "张三丰")

	// one is taken back by its sender (R-L16)
	c.jar = map[string]string{}
	c.write("窗口几点开门", "请问政务大厅的窗口几点开门？")
	c.goes("letters/follow/letter", "letters/follow/back", "text", "已经问到了")
	has(t, c.open("letters/follow/letter"), "来信人已撤回", "已按您的要求终止办理", "您撤回了这封信", "已经问到了")
	if _, status, _ := c.send("letters/follow/back", "text", ""); status != http.StatusUnprocessableEntity {
		t.Errorf("taken back twice: %d", status)
	}
}

// attach sends the form with a file.
func (c *citizen) attach(name, content string, pairs ...string) *httptest.ResponseRecorder {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	f, _ := w.CreateFormFile("file", name)
	_, _ = f.Write([]byte(content))
	w.Close()
	r := httptest.NewRequest("POST", "/yykjj/letters/write", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return c.do(r)
}

// TestLetterFaults gives the form what it cannot take; what was typed stays (R-L1,
// R-L2).
func TestLetterFaults(t *testing.T) {
	t.Parallel()
	c := &citizen{openOn(t, "2019-05-20"), map[string]string{}}
	if to, _, _ := c.send("letters/check"); to != "letters/write?lost=1" {
		t.Errorf("nothing was written, and it leads to %q", to)
	}
	_, status, body := c.send("letters/write", "mailbox", "director", "title", "路")
	has(t, body, `href="#title"`, `href="#content"`, `href="#name"`, `href="#phone"`, `href="#sort"`, `value="路"`)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	long := strings.Repeat("长", letter.MostContent+5)
	_, _, body = c.send("letters/write", mail("很长的信", long)...)
	has(t, body, "正文有10005个字，最多10000个字", long, "您写的都在页面上")
	huge := strings.Repeat("长", 200_000)
	rec := c.attach("说明.txt", "说明", mail("很长的信", huge)...)
	has(t, rec.Body.String(), "正文有200000个字", huge, "张三丰", "说明.txt")
	c.goes("letters/write", "letters/write", "content", "写短一些", "remove", regexp.MustCompile(`name="remove" value="([^"]+)"`).FindStringSubmatch(rec.Body.String())[1])
	rec = c.attach("照片.jpg", "MZ\x90\x00 a program", mail("路灯坏了", "门前的路灯坏了三天")...)
	has(t, rec.Body.String(), `href="#file"`, "附件“照片.jpg”的内容不是.jpg文件", "门前的路灯坏了三天")
	rec = c.attach("程序.exe", "MZ", mail("路灯坏了", "门前的路灯坏了三天")...)
	has(t, rec.Body.String(), "附件“程序.exe”的类型不收")
	rec = c.attach("申请.pdf", "%PDF-1.7", mail("路灯坏了", "门前的路灯坏了三天")...)
	if to := rec.Header().Get("Location"); to != "/yykjj/letters/check" {
		t.Errorf("leads to %q", to)
	}
	has(t, c.open("letters/check"), "申请.pdf")
	c.goes("letters/done", "letters/check")
	page := c.open("letters/follow/letter")
	file := regexp.MustCompile(`letters/follow/file/[^"]+`).FindString(page)
	if got := c.do(httptest.NewRequest("GET", "/yykjj/"+file, nil)); got.Body.String() != "%PDF-1.7" || !strings.HasPrefix(got.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %q %v", got.Body, got.Header())
	}

	// the same letter again, and too many of them: in words, with all that was typed
	c.goes("letters/check", "letters/write", mail("路灯坏了", "门前的路灯坏了三天")...)
	_, _, body = c.send("letters/check")
	has(t, body, "同一个人的同样内容", "门前的路灯坏了三天", `action="/yykjj/letters/write"`)
	for n := 0; ; n++ {
		c.goes("letters/check", "letters/write", mail("第几件事", fmt.Sprintf("这是第%d件事，与前面的都不同", n))...)
		to, status, body := c.send("letters/check")
		if to == "letters/done" && n < 9 {
			continue
		}
		if status != http.StatusUnprocessableEntity || n == 0 {
			t.Errorf("letter %d: %d", n, status)
		}
		has(t, body, "短时间里已经提交了多封", "这是第")
		break
	}
	for _, path := range []string{"sitemap.xml", "feed.atom"} {
		hasNot(t, c.page(200, "/yykjj/"+path), "/letters/write", "/letters/follow")
	}
}
