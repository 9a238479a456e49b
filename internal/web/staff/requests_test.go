package staff_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
)

// application is a form of the registration page, as typed at the window.
func application() url.Values {
	return url.Values{"press": {"save"}, "door": {"counter"}, "applicant": {"natural"}, "arrived": {"2025-03-03"}, "name": {"张三丰"}, "id_kind": {"居民身份证"},
		"id_no": {"11010519491231002X"}, "phone": {"13812345678"}, "content": {"2023年度市级重点研发计划项目立项清单及资金安排"}, "carrier": {"paper"}, "way": {"counter"}}
}

var requestPath = regexp.MustCompile(`/requests/(r[0-9a-z]+|[0-9a-z]{12})["/?]`)

// register takes an application in and answers the path of its case page.
func (p *person) register(v url.Values) string {
	p.t.Helper()
	v.Set("once", p.get("/requests/new").is(http.StatusOK).hiddenField("once"))
	a := p.post("/requests/new", v)
	if a.status == http.StatusOK && strings.Contains(a.body, "再按一次") {
		v.Set("seen", a.hiddenField("seen"))
		a = p.post("/requests/new", v)
	}
	a.is(http.StatusOK).has("已登记，编号", "查询码")
	m := requestPath.FindStringSubmatch(a.body)
	if m == nil {
		p.t.Fatalf("no case in %s", words(a.body))
	}
	return "/requests/" + m[1]
}

// act does a verb of the case page with the rev that stands on it.
func (p *person) act(at, verb string, pairs ...string) answer {
	p.t.Helper()
	v := url.Values{"rev": {p.get(at).is(http.StatusOK).hiddenField("rev")}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(verb+"_"+pairs[i], pairs[i+1])
	}
	return p.post(at+"/"+verb, v)
}

var letterPath = regexp.MustCompile(`href="/yykjj/desk(/requests/[^"]+/letters/[^"]+)"`)

// refs is the consultation that a case page offers to record the service of.
func (p *person) refs(at string) string {
	p.t.Helper()
	m := regexp.MustCompile(`name="serve_ref"[^>]*><option value="([^"]+)"`).FindStringSubmatch(p.get(at).body)
	if m == nil {
		p.t.Fatalf("%s waits for no service", at)
	}
	return html.UnescapeString(m[1])
}

// A request from the window to the archive, through the hands of the office.
func TestRequestOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	head, clerk, legal, chief := b.as(t, "zhuren"), b.as(t, "jingban"), b.as(t, "fazhi"), b.as(t, "fenguan")

	head.get("/requests").is(http.StatusOK).has("没有在办的申请", "登记申请")
	bad := application()
	bad.Set("id_no", "110105194912310021")
	bad.Set("applicant", "")
	bad.Set("once", "x")
	head.post("/requests/new", bad).is(http.StatusUnprocessableEntity).has("校验码", `href="#f-applicant"`, `value="张三丰"`, `value="110105194912310021"`, "资金安排")
	at := head.register(application())
	head.get("/requests").has("2025-0001 2023年度市级重点研发计划", "剩20天", "2025-03-31 星期一", "张**", "转办到科室", "data-queue").without("张三丰")
	head.get("").has("依申请公开", at, "转办到科室")
	clerk.get(at).is(http.StatusForbidden)

	head.act(at, "assign", "unit", "", "due", "2025-03-20").is(http.StatusUnprocessableEntity).has(`href="#f-assign_unit"`, `value="2025-03-20"`, "<details open><summary>转办</summary>")
	head.act(at, "assign", "unit", "yykjj:ghk", "due", "2025-03-20").is(http.StatusOK).has("已转办", "规划科", "科室期限 2025-03-20")

	// the applicant is masked until opened, and the opening is logged
	clerk.get(at).is(http.StatusOK).has("张**", "138****5678").without("11010519491231002X", "张三丰", "签发</button>", "登记撤回")
	clerk.post(at+"/person", nil).is(http.StatusOK).has("张三丰", "11010519491231002X", "记入访问记录")
	clerk.get(at).without("11010519491231002X")
	b.as(t, "shenji").get("/access").has("打开申请人信息", strings.TrimPrefix(at, "/requests/"))

	// a draft answer: what is missing is said, a row more is shown, all stays
	clerk.act(at, "decide", "reply", "partial", "reasons", "属于过程性信息", "text_1", "立项清单", "ground_1", "open").is(http.StatusUnprocessableEntity).
		has(`href="#f-decide_parts"`, "立项清单", "属于过程性信息")
	clerk.act(at, "decide", "more", "3", "reply", "partial", "text_1", "立项清单", "rows", "2").is(http.StatusOK).has("第3项信息", "立项清单", `value="partial" selected`)
	clerk.act(at, "decide", "reply", "d_process").is(http.StatusUnprocessableEntity).has(`href="#f-decide_reasons"`, `href="#f-decide_facts"`, "必须写明事实")
	clerk.act(at, "decide", "reply", "partial", "rows", "3", "reasons", "评审意见属于过程性信息。", "text_1", "立项清单", "ground_1", "open", "text_3", "专家评审意见",
		"ground_3", "d_process", "reason_3", "属于过程性信息").is(http.StatusOK).has("已拟答复", "（待编号）", "专家评审意见：不予公开", "待审核").without(">审核通过</button>")
	clerk.act(at, "review").is(http.StatusForbidden).has("审核")
	legal.act(at, "return", "reason", "").is(http.StatusUnprocessableEntity).has(`href="#f-return_reason"`)
	legal.act(at, "return", "reason", "请写明条例第十六条第二款").is(http.StatusOK).has("请写明条例第十六条第二款")
	clerk.get(at).has("专家评审意见", `value="partial" selected`) // the draft that was sent back fills the form
	clerk.act(at, "decide", "reply", "provided", "supply", "当面领取纸质复制件一份").is(http.StatusOK)
	legal.act(at, "review").is(http.StatusOK).has("待签发", "同意")
	legal.get(at).without(">签发</button>")
	stale := url.Values{"rev": {"1"}, "return_reason": {"请再核对提供方式"}}
	chief.post(at+"/return", stale).is(http.StatusConflict).has("别人已经办理了这件申请", "请再核对提供方式")
	signed := chief.act(at, "sign").is(http.StatusOK).has("待发出")
	letter := regexp.MustCompile(`href="/yykjj/desk(/requests/[^"]+/letters/[^"]+)">[^<]*公开复〔2025〕1号`).FindStringSubmatch(signed.body)
	if letter == nil {
		t.Fatal("the signed letter has no link")
	}
	chief.get(letter[1]).is(http.StatusOK).has("张三丰", "公开复〔2025〕1号", "提起行政诉讼", "/docx", "/pdf")
	doc := chief.get(letter[1] + "/docx").is(http.StatusOK)
	if !strings.HasPrefix(doc.body, "PK") || !strings.Contains(doc.header.Get("Content-Disposition"), ".docx") {
		t.Errorf("no Word paper: %v", doc.header)
	}
	chief.get(letter[1] + "/txt").is(http.StatusNotFound)

	head.act(at, "send", "way", "").is(http.StatusUnprocessableEntity).has(`href="#f-send_way"`)
	head.act(at, "send", "way", "counter").is(http.StatusOK).has("登记送达", "已答复")
	head.act(at, "archive").is(http.StatusConflict)
	v := url.Values{"rev": {head.get(at).hiddenField("rev")}, "deliver_proof": {"申请人签收"}}
	sent := head.send(at+"/deliver", v, "deliver_file", "签收单 扫描.html", "<script>alert(1)</script>").is(http.StatusOK).has("已登记送达", "签收单 扫描.html")
	paper := regexp.MustCompile(`href="/yykjj/desk(/requests/[^"]+/papers/[^"]+)"`).FindStringSubmatch(sent.body)
	got := head.get(paper[1]).is(http.StatusOK)
	if !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a proof is shown in the browser: %v", got.header)
	}
	head.act(at, "archive").is(http.StatusOK).has("已归档", "删除个人信息")
	head.get("/requests").without("2025-0001")
	head.get("/requests/all?year=2025").is(http.StatusOK).has("2025-0001", "予以公开", "张**")
	head.get("/requests/all?year=2024").has("没有符合这些条件的申请")
	head.get(at+"/clock").is(http.StatusOK).has("答复期限", "2025年3月31日", "第20天", "当日不计", "条例第三十三条")
	head.act(at, "erase").is(http.StatusOK).has("个人信息已删除", "申请内容已经删除").without("张**")
	head.post(at+"/nothing", nil).is(http.StatusNotFound)
	head.get("/requests/none").is(http.StatusNotFound)
	b.as(t, "anquan").get("/requests/all").is(http.StatusForbidden)
	b.verified(t)
}

// verified holds that rows and ledger say the same.
func (b *bureau) verified(t *testing.T) {
	t.Helper()
	v, err := b.office.Verify(t.Context(), "yykjj")
	if err != nil || len(v.Findings) > 0 {
		t.Errorf("verify: %v %v", err, v.Findings)
	}
}

// Same person and similar content are shown once before a second application
// is taken in; two presses of one form make one application.
func TestRequestHintsOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p := b.as(t, "zhuren")
	p.register(application())
	v := application()
	v.Set("press", "hints")
	p.post("/requests/new", v).is(http.StatusOK).has("2025-0001", "同一申请人，内容相近", `value="张三丰"`)
	v.Set("press", "save")
	v.Set("once", "again")
	a := p.post("/requests/new", v).is(http.StatusOK).has("再按一次", "2025-0001").without("查询码</dt>")
	v.Set("seen", a.hiddenField("seen"))
	p.post("/requests/new", v).is(http.StatusOK).has("已登记，编号 2025-0002", "2025年3月31日")
	l, err := b.office.Requests(t.Context(), b.actor(t, "zhuren"), office.RequestQuery{})
	if err != nil || l.Total != 2 {
		t.Errorf("%d applications, %v", l.Total, err)
	}
	p.post("/requests/new", v) // pressed twice
	if l, _ := b.office.Requests(t.Context(), b.actor(t, "zhuren"), office.RequestQuery{}); l.Total != 2 {
		t.Errorf("pressing twice made %d", l.Total)
	}
	web := application()
	web.Set("door", "fax")
	web.Set("content", "关于科技特派员选派工作的请示和批复")
	web.Set("name", "李四光")
	web.Set("phone", "13900001111")
	web.Set("id_no", "")
	at := p.register(web)
	p.get(at).has("待确认", "双方确认收到以后起算", "<details open><summary>确认收到</summary>").without("拟答复</summary>")
	p.act(at, "confirm", "on", "2025-03-02").is(http.StatusUnprocessableEntity).has(`href="#f-confirm_on"`)
	p.act(at, "confirm", "how", "phone").is(http.StatusOK).has("办理中", "剩20天")
}

// A third party is consulted over the page, the clock stands, and an
// extension is the head's alone.
func TestRequestVerbsOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p, head := b.as(t, "zhuren"), b.as(t, "fuze")
	at := p.register(application())
	p.act(at, "assign", "unit", "yykjj:ghk")
	p.get(at).without("<summary>延期</summary>")
	p.act(at, "extend", "days", "20", "text", "检索量大").is(http.StatusForbidden).has("检索量大")
	head.act(at, "extend", "days", "21", "text", "检索量大").is(http.StatusUnprocessableEntity).has(`href="#f-extend_days"`, "检索量大")
	head.act(at, "extend", "days", "15", "text", "检索量大").is(http.StatusOK).has("已延期", "公开告〔2025〕2号", "检索量大").without("<summary>延期</summary>")
	p.act(at, "consult", "party", "third", "name", "岳阳某某科技有限公司").is(http.StatusUnprocessableEntity).has(`href="#f-consult_text"`, "岳阳某某科技有限公司")
	p.act(at, "consult", "party", "third", "name", "岳阳某某科技有限公司", "text", "项目申报书").is(http.StatusOK).has("征求意见", "签收后15个工作日", "公开询〔2025〕1号")
	ref := p.refs(at)
	p.act(at, "serve", "ref", ref).is(http.StatusOK).has("2025-03-24<br>星期一")
	p.act(at, "hear", "ref", ref, "view", "none").is(http.StatusConflict).has("期限届满")
	p.act(at, "hear", "ref", ref, "view", "object", "text", "涉及商业秘密").is(http.StatusOK).has("不同意公开", "涉及商业秘密", "决定公开（条例第三十二条）")
	p.act(at, "decide", "reply", "provided", "supply", "电子邮件").is(http.StatusUnprocessableEntity).has(`href="#f-decide_override"`)
	p.act(at, "clarify", "text", "请写明年度", "by", "2025-03-20").is(http.StatusOK).has("待补正", "登记补正", "公开告〔2025〕4号")
	v := url.Values{"rev": {p.get(at).hiddenField("rev")}, "supplement_text": {"2023年"}}
	p.send(at+"/supplement", v, "supplement_file", "补正.pdf", "%PDF-1.4").is(http.StatusOK).has("答复期限重新计算", "补正.pdf", "补正材料")
	p.act(at, "charge", "tariff", "pages", "n", "57").is(http.StatusOK).has("待缴费", "收费通知书（申请人）")
	p.act(at, "pay", "amount", "269").is(http.StatusUnprocessableEntity).has(`href="#f-pay_amount"`, "270")
	p.act(at, "pay", "amount", "270").is(http.StatusOK).has("办理中")
	p.act(at, "correct", "applicant", "business", "reason", "登记时选错").is(http.StatusOK).has("商业企业")
	p.act(at, "withdraw", "text", "书面撤回").is(http.StatusOK).has("已撤回", "终止办理告知书")
	p.act(at, "reopen", "reason", "误登记").is(http.StatusOK).has("办理中", "误登记")
	p.get("/requests?state=open&unit=yykjj:ghk&q=立项").has("2025-0001")
	p.get("/requests?q=没有这样的").has("没有符合这些条件的申请")
	b.verified(t)
}

// Whoever stands in sees the queue of the one away, under their own name.
func TestDeputiesOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p, admin, clerk := b.as(t, "zhuren"), b.as(t, "anquan"), b.as(t, "jingban")
	at := p.register(application())
	p.get("/deputies").is(http.StatusForbidden)
	admin.post("/deputies", url.Values{"officer": {"yykjj.zhuren"}, "stand_in": {"yykjj.zhuren"}, "from": {"2025-03-03"}, "to": {"2025-03-05"}}).
		is(http.StatusUnprocessableEntity).has(`href="#f-stand_in"`, `value="2025-03-05"`)
	clerk.get(at).is(http.StatusForbidden)
	page := admin.post("/deputies", url.Values{"officer": {"yykjj.zhuren"}, "stand_in": {"yykjj.jingban"}, "from": {"2025-03-03"}, "to": {"2025-03-05"}}).
		is(http.StatusOK).has("已设代理", "今天代理", "zhuren同志")
	clerk.get("").is(http.StatusOK).has("今天代理：zhuren同志", "2025-0001")
	clerk.act(at, "assign", "unit", "yykjj:ghk").is(http.StatusOK).has("jingban同志")
	end := regexp.MustCompile(`/yykjj/desk(/deputies/[^"]+/end)`).FindStringSubmatch(page.body)
	admin.post(end[1], nil).is(http.StatusOK).has("代理已结束", "提前结束")
	admin.post(end[1], nil).is(http.StatusConflict)
	clerk.get("").without("今天代理")
	b.verified(t)
}

func (b *bureau) actor(t *testing.T, login string) access.Actor {
	t.Helper()
	a, err := b.office.Actor(t.Context(), office.OfficerID("yykjj", login))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// What a page offers is allowed, what it does not offer is refused in words, for
// every officer and every verb; nothing is a fault of the machine.
func TestRequestOffersOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	at := b.as(t, "zhuren").register(application())
	b.as(t, "zhuren").act(at, "assign", "unit", "yykjj:ghk")
	forms := regexp.MustCompile(`action="/yykjj/desk` + regexp.QuoteMeta(at) + `/([a-z_]+)"`)
	verbs := []string{"confirm", "assign", "clarify", "supplement", "consult", "serve", "hear", "extend", "ask", "reason", "postpone", "charge", "pay", "decide", "return",
		"review", "sign", "send", "deliver", "withdraw", "give_up", "reopen", "correct", "archive", "keep", "erase", "person"}
	for login, want := range map[string]string{
		"zhuren":  "person decide assign clarify consult ask charge keep withdraw correct",
		"fuze":    "person decide assign clarify consult extend ask charge keep withdraw correct",
		"jingban": "person decide clarify consult ask charge keep", "fazhi": "", "fenguan": "",
	} {
		p := b.as(t, login)
		page := p.get(at).is(http.StatusOK)
		offered := map[string]bool{}
		var got []string
		for _, m := range forms.FindAllStringSubmatch(page.body, -1) {
			offered[m[1]] = true
			got = append(got, m[1])
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s is offered %q, want %q", login, g, want)
		}
		if want == "" {
			page.has("现在没有需要您办理的", "在等：拟写答复")
		}
		for _, verb := range verbs {
			a := p.post(at+"/"+verb, url.Values{"rev": {"1"}}) // an old rev, so that nothing is done
			switch {
			case a.status >= 500 || a.status == http.StatusNotFound:
				t.Errorf("%s, %s: status %d", login, verb, a.status)
			case offered[verb] && a.status == http.StatusForbidden:
				t.Errorf("%s is offered %s and may not do it", login, verb)
			case verb != "person" && a.status == http.StatusOK:
				t.Errorf("%s did %s with an old rev", login, verb)
			}
		}
	}
	// the form of a session that ran out comes back filled
	p := b.person(t)
	v := application()
	v.Set("once", "lost")
	a := p.post("/requests/new", v).is(http.StatusUnauthorized).has("刚才填写的内容已为您留着")
	a = p.post("/signin", url.Values{"login": {"zhuren"}, "password": {password}, "next": {a.hiddenField("next")}, "kept": {a.hiddenField("kept")}})
	a.is(http.StatusOK).has("登录已恢复", `value="张三丰"`, "资金安排").without("已登记，编号")
}

// R-A44: what an applicant suggests to make public stands among the candidates
// until it is declined with a reason.
func TestCandidatesOnDesk(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	v := application()
	v.Set("suggest", "1")
	p := b.as(t, "zhuren")
	at := p.register(v)
	p.act(at, "decide", "reply", "provided", "supply", "网上下载").is(http.StatusOK)
	p.get(at).without("/suggest", "/decline")
	b.as(t, "fazhi").act(at, "review").is(http.StatusOK)
	b.as(t, "fenguan").act(at, "sign").is(http.StatusOK)
	p.act(at, "send", "way", "email").is(http.StatusOK).has("不转为主动公开").without(at + "/suggest")
	p.get("/requests/candidates").has("申请人建议主动公开", "2025-0001").without("张三")
	id := strings.TrimPrefix(at, "/requests/")
	no := p.post("/requests/candidates", url.Values{"request": {id}, "reason_" + id: {" "}})
	no.is(http.StatusUnprocessableEntity).has(`href="#f-reason_`+id, "请填写不转为主动公开的理由")
	p.post("/requests/candidates", url.Values{"request": {id}, "reason_" + id: {"只涉及个别企业"}}).is(http.StatusOK).has("不再列出", "现在没有这样的申请")
	p.get(at).has("审查后不转为主动公开", "只涉及个别企业").without(at + "/decline")
	b.verified(t)
}

var keptToken = regexp.MustCompile(`name="kept" value="([^"]+)" checked> ([^ ]+)`)

// Files that came with a form which is shown again are there still: at the hints
// of a registration, and on the case page. A token is its own form's alone.
func TestFilesOutliveARefusal(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 3))
	p := b.as(t, "zhuren")
	p.register(application())
	v := application()
	v.Set("once", "second")
	a := p.send("/requests/new", v, "identity", "身份证.jpg", "正反面").is(http.StatusOK).has("再按一次").without("重新选择")
	token := keptToken.FindStringSubmatch(a.body)
	if token == nil || token[2] != "身份证.jpg" {
		t.Fatalf("the scan is lost: %s", words(a.body))
	}
	v.Set("seen", a.hiddenField("seen"))
	v.Set("kept", token[1])
	at := requestPath.FindStringSubmatch(p.post("/requests/new", v).is(http.StatusOK).has("已登记，编号 2025-0002").body)
	path := "/requests/" + at[1]
	p.get(path).has("身份证.jpg", "身份证明")

	v = url.Values{"rev": {p.get(path).hiddenField("rev")}, "decide_reply": {"d_process"}}
	a = p.send(path+"/decide", v, "decide_file", "清单.pdf", "%PDF").is(http.StatusUnprocessableEntity).has(`href="#f-decide_reasons"`)
	if token = keptToken.FindStringSubmatch(a.body); token == nil || token[2] != "清单.pdf" {
		t.Fatalf("the file of the answer is lost: %s", words(a.body))
	}
	keep := url.Values{"rev": {p.get(path).hiddenField("rev")}, "kept": {token[1]}}
	p.post(path+"/keep", keep).is(http.StatusUnprocessableEntity) // not this form's
	v.Set("kept", token[1])
	v.Set("decide_reply", "provided")
	v.Set("decide_supply", "网上下载")
	p.post(path+"/decide", v).is(http.StatusOK).has("已拟答复", "清单.pdf")
	p.send(path+"/keep", url.Values{"rev": {p.get(path).hiddenField("rev")}}, "keep_file", "空.pdf", "").is(http.StatusUnprocessableEntity).has("是空的", `href="#f-keep_file"`)
	b.verified(t)
}
