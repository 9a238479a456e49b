package staff_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/ledger"
)

// submit posts one of several forms of a page with the revision that it shows.
func (r answer) submit(p *person, at, verb string, pairs ...string) answer {
	v := url.Values{"rev": {r.hiddenField("rev")}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return p.post(at+"/"+verb, v)
}

// below is the page of a matter, below the desk.
func below(r answer) string { return strings.TrimPrefix(r.path, "/yykjj/desk") }

var aProposal = url.Values{"type": {"conference"}, "level": {"city"}, "role": {"main"}, "no": {"123"}, "session": {"八届三次会议"}, "title": {"关于加快科技成果转化的提案"},
	"members": {"张委员"}, "contact": {"13812345678"}, "on": {"2019-05-06"}, "unit": {"yykjj:bgs"}}

// 代表法第四十二条: the pages of a proposal from its registration to the article of its
// reply; a form that is refused comes back filled.
func TestProposalPages(t *testing.T) {
	t.Parallel()
	b := open(t)
	p, boss := b.as(t, "zhuren"), b.as(t, "fenguan")
	p.get("/proposals").is(http.StatusOK).has("没有要办的建议提案")
	bad := url.Values{"type": {"conference"}, "title": {"某某提案"}}
	p.post("/proposals/new", bad).is(http.StatusUnprocessableEntity).has(`href="#f-no"`, "请填写届次", "某某提案")
	page := p.send("/proposals/new", aProposal, "file", "提案.pdf", "%PDF-1.4 提案").is(http.StatusOK).has("市政协八届三次会议第123号提案", "提案.pdf", "2019-08-06", "代表法")
	at := below(page)
	page.submit(p, at, "extend").is(http.StatusUnprocessableEntity).has(`href="#f-hard"`)
	page.submit(p, at, "draft", "category", "A", "open", "full", "words", "已设立成果转化资金。").is(http.StatusOK).has("由拟复以外的同志审核")
	boss.get("").has("市政协八届三次会议第123号提案", "建议提案", "审核")
	page = boss.get(at).submit(boss, at, "return").is(http.StatusUnprocessableEntity).has(`href="#f-reason"`)
	page.submit(boss, at, "check").is(http.StatusOK)
	page = p.get(at)
	page = page.submit(p, at, "answer", "on", "2019-05-06", "proof", "当面送达").is(http.StatusOK).has("登记反馈意见", "公开答复")
	page = page.submit(p, at, "rate", "satisfaction", "satisfied", "on", "2019-05-06").is(http.StatusOK).has("反馈：满意")
	page.submit(p, at, "release", "title", "").is(http.StatusUnprocessableEntity).has("请填写公开的标题")
	page.submit(p, at, "release", "title", "对市政协八届三次会议第123号提案的答复", "column", "dongtai", "public", "已设立成果转化资金。").is(http.StatusOK).has("已起草为文章")
	p.get("/proposals?show=all").is(http.StatusOK).has("收到建议提案数", "/report/2019/cell/proposals.received")
	p.get("/report/2019/cell/proposals.received").is(http.StatusOK).has("收到政协提案第123号")
	p.get("/ledger").is(http.StatusOK).has("反馈意见：满意")
	p.get("/proposals?year=1900").is(http.StatusOK).without("1900年办理情况")
	p.post(at+"/nothing", nil).is(http.StatusNotFound)
}

var aConsultation = url.Values{"title": {"关于《成果转化办法（征求意见稿）》公开征求意见的公告"}, "draft": {"第一条 为促进科技成果转化，制定本办法。"},
	"basis": {"《中华人民共和国促进科技成果转化法》。"}, "note": {"就资助标准征求意见。"}, "from": {"2019-05-06"}, "to": {"2019-06-04"}, "named": {"yes"}, "unit": {"yykjj:bgs"}}

// 国办发〔2016〕80号, D.2(4): the pages of a consultation from its draft to its outcome.
func TestConsultationPages(t *testing.T) {
	t.Parallel()
	b := open(t)
	p, boss := b.as(t, "zhuren"), b.as(t, "fenguan")
	p.get("/consultations").is(http.StatusOK).has("还没有征集")
	p.get("/consultations/new").is(http.StatusOK)
	p.post("/consultations/new", url.Values{"title": {"某某办法"}, "from": {"2019-05-06"}, "to": {"2019-05-20"}}).is(http.StatusUnprocessableEntity).has(`href="#f-brief"`, "某某办法")
	page := p.send("/consultations/new", aConsultation, "file", "征求意见稿.pdf", "%PDF-1.4 稿").is(http.StatusOK).has("由起草以外的同志审核公布", "征求意见稿.pdf")
	at := below(page)
	boss.get("").has("审核公布")
	boss.get(at).submit(boss, at, "return", "reason", "请写明资助标准").is(http.StatusOK)
	page = p.get(at).is(http.StatusOK).has("修改后再送审", "第一条 为促进", "请写明资助标准")
	again := url.Values{"rev": {page.hiddenField("rev")}}
	for k, v := range aConsultation {
		again[k] = v
	}
	p.post(at+"/plan", again).is(http.StatusOK).has("由起草以外的同志审核公布")
	boss.get(at).submit(boss, at, "open").is(http.StatusOK).has("征集中")
	page = p.get(at)
	page.submit(p, at, "register", "door", "post", "on", "2019-05-06", "name", "某公司").is(http.StatusUnprocessableEntity).has(`href="#f-said"`, "某公司")
	page.submit(p, at, "register", "door", "post", "on", "2019-05-06", "name", "张三丰", "said", "建议分档资助").is(http.StatusOK).has("建议分档资助", "来信").without("张三丰")
	p.post(at+"/who", nil).is(http.StatusOK).has("张三丰", "记入访问记录")
	b.ahead.Store(30)
	p.get("").has("汇总意见，公布采纳情况")
	page = p.get(at).has("汇总意见", "再加一组")
	page.submit(p, at, "sum", "words", "共1件。", "title1", "分档资助", "more", "yes").is(http.StatusOK).has("第2组", "分档资助")
	page.submit(p, at, "sum", "words", "共1件。", "title1", "分档资助", "numbers1", "1", "adoption1", "rejected").is(http.StatusUnprocessableEntity).has(`href="#f-reason1"`)
	page.submit(p, at, "sum", "words", "共1件。", "title1", "分档资助", "numbers1", "1", "adoption1", "rejected", "reason1", "财力不足").is(http.StatusOK).has("由汇总以外的同志审核公布")
	boss.get(at).submit(boss, at, "publish").is(http.StatusOK).has("已公布结果", "删除个人信息")
	p.get("/consultations").is(http.StatusOK).has("征集调查收到意见数", "/report/2019/cell/consultations.opinions")
	p.get("/ledger").has("公布采纳情况：意见1件")
}

// D.2(4): the pages of an interview from its announcement to its transcript.
func TestInterviewPages(t *testing.T) {
	t.Parallel()
	b := open(t)
	p, boss := b.as(t, "zhuren"), b.as(t, "fenguan")
	p.get("/interviews").is(http.StatusOK).has("还没有访谈")
	p.post("/interviews/new", url.Values{"topic": {"贷款贴息"}}).is(http.StatusUnprocessableEntity).has(`href="#f-guest"`, "贷款贴息")
	page := p.post("/interviews/new", url.Values{"topic": {"科技型企业怎样申请贷款贴息"}, "guest": {"王处长"}, "post": {"成果科负责人"}, "held": {"2019-05-06"},
		"time": {"15:00至16:00"}, "unit": {"yykjj:bgs"}}).is(http.StatusOK).has("由起草以外的同志审核发布")
	at := below(page)
	boss.get(at).submit(boss, at, "announce").is(http.StatusOK).has("今天访谈")
	for i := range 2 {
		if _, err := b.office.AskInterview(t.Context(), "yykjj", ledger.ID(strings.TrimPrefix(at, "/interviews/")), office.VoiceForm{Name: "张三丰", Words: fmt.Sprintf("贴息多少？%d", i)}, "10.0.0.1"); err != nil {
			t.Fatal(err)
		}
	}
	p.get("").has("审核提问")
	p.get(at).has("贴息多少？0", "待审核").without("张三丰")
	p.post(at+"/show", url.Values{"no": {"1"}}).is(http.StatusOK).has("已显示")
	p.post(at+"/hide", url.Values{"no": {"2"}}).is(http.StatusUnprocessableEntity).has(`href="#f-hide2"`)
	p.post(at+"/hide", url.Values{"no": {"2"}, "hide2": {"重复"}}).is(http.StatusOK).has("重复")
	page = p.get(at)
	page.submit(p, at, "write", "transcript", "主持人：欢迎。\n王处长（问9）：好。").is(http.StatusUnprocessableEntity).has("没有这个编号", "王处长（问9）")
	page.submit(p, at, "write", "transcript", "主持人：欢迎。\n王处长（问1）：按一半。").is(http.StatusOK).has("由整理以外的同志审核发布")
	boss.get(at).submit(boss, at, "publish").is(http.StatusOK).has("已发布实录")
	p.get("/interviews").has("在线访谈期数", "/report/2019/cell/interviews.held")
}

// The pages at two widths: nothing runs over the edge, and axe-core finds
// nothing. GONGKAI_SHOTS names a folder for the pictures.
func TestTalksInBrowser(t *testing.T) {
	b := open(t)
	p, boss := b.as(t, "zhuren"), b.as(t, "fenguan")
	prop := below(p.send("/proposals/new", aProposal, "file", "提案.pdf", "%PDF-1.4 提案"))
	cons := below(p.send("/consultations/new", aConsultation, "file", "征求意见稿.pdf", "%PDF-1.4 稿"))
	boss.get(cons).submit(boss, cons, "open")
	p.get(cons).submit(p, cons, "register", "door", "post", "on", "2019-05-06", "name", "张三丰", "said", "建议分档资助，按研发投入确定比例。")
	talk := below(p.post("/interviews/new", url.Values{"topic": {"科技型企业怎样申请贷款贴息"}, "guest": {"王处长"}, "post": {"成果科负责人"}, "held": {"2019-05-06"},
		"time": {"15:00至16:00"}, "unit": {"yykjj:bgs"}}))
	boss.get(talk).submit(boss, talk, "announce")
	if _, err := b.office.AskInterview(t.Context(), "yykjj", ledger.ID(strings.TrimPrefix(talk, "/interviews/")), office.VoiceForm{Words: "贴息多少？"}, "10.0.0.1"); err != nil {
		t.Fatal(err)
	}
	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	for _, x := range []struct{ path, name string }{{"/proposals", "proposals"}, {"/proposals/new", "proposal-new"}, {prop, "proposal"}, {"/consultations", "consultations"},
		{"/consultations/new", "consultation-new"}, {cons, "consultation"}, {"/interviews", "interviews"}, {"/interviews/new", "interview-new"}, {talk, "interview"}, {"", "queue-talks"}} {
		for _, width := range []int64{375, 1280} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", x.path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", x.name, width))
		}
		testkit.Do(t, tab, chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true`, nil))
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s: %s", x.path, v)
		}
	}
}
