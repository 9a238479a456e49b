package staff_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/conv"
)

// windowFiling is what the window types of a contract.
func windowFiling(once string) url.Values {
	return url.Values{"once": {once}, "title": {"智能灌溉控制系统开发"}, "kind": {"dev.commissioned"}, "signed": {"2025-02-20"}, "from": {"2025-03-01"}, "to": {"2026-02-28"},
		"matter": {"开发一套按土壤湿度自动灌溉的控制系统，交付软件和技术文档。"}, "total": {"100"}, "technical": {"80.5"}, "pay": {"parts"}, "property": {"software"}, "field": {"agriculture"},
		"plan": {"none"}, "goal": {"farming"}, "seller_name": {"岳阳某某科技有限公司"}, "seller_nature": {"company"}, "seller_credit": {creditOf("91430600MA4L00001")},
		"seller_contact": {"张三丰"}, "seller_phone": {"13812345678"}, "buyer_name": {"长沙某某农业有限公司"}, "buyer_nature": {"company"}, "buyer_credit": {creditOf("91430100MA4L00002")}}
}

// A contract is filed at the window (G.5-SELLER): each fault is named under its
// field and nothing typed or uploaded is lost; sent twice it is one filing; what the
// office told is put right there for the seller.
func TestContractAtWindow(t *testing.T) {
	t.Parallel()
	b := openOn(t, calendar.NewDay(2025, 3, 4))
	head := b.as(t, "zhuren")
	head.post("/contracts/office", contractOffice()).is(http.StatusOK)
	head.get("/contracts/new").is(http.StatusForbidden)
	p := b.as(t, "jingban")
	p.get("/contracts").is(http.StatusOK).has("窗口申报")
	once := p.get("/contracts/new").is(http.StatusOK).has("统计分类", "研究开发人申报").hiddenField("once")
	var docx bytes.Buffer
	if err := conv.WriteDocx(&docx, conv.Paper{Title: "技术开发合同", HTML: "<p>第一条　标的：智能灌溉。</p>"}); err != nil {
		t.Fatal(err)
	}
	bad := windowFiling(once)
	for name, value := range map[string]string{"technical": "120", "signed": "2025-04-01", "seller_credit": "91430600MA4L000011", "seller_phone": "12", "matter": "短<script>", "kind": ""} {
		bad.Set(name, value)
	}
	a := p.send("/contracts/new", bad, "contract", "合同.docx", docx.String()).is(http.StatusUnprocessableEntity).
		has(`href="#f-technical"`, `href="#f-signed"`, `href="#f-seller_credit"`, `href="#f-seller_phone"`, `href="#f-matter"`, `href="#f-kind"`, "合同.docx", "短&lt;script&gt;", `value="120"`)
	good := windowFiling(once)
	p.post("/contracts/new", good).is(http.StatusUnprocessableEntity).has(`href="#f-contract"`)
	kept := keptToken.FindStringSubmatch(a.body)
	if kept == nil {
		t.Fatal("the uploaded text is not kept")
	}
	good.Set("kept", kept[1])
	p.post("/contracts/new", good).is(http.StatusOK).has("已收下申报", "技合〔2025〕1号")
	p.post("/contracts/new", good).is(http.StatusOK).has("技合〔2025〕1号") // pressed twice
	list := p.get("/contracts").is(http.StatusOK).without("技合〔2025〕2号")
	at := contractAt(t, list.body, "智能灌溉控制系统开发")
	page := p.get(at).is(http.StatusOK).has("代申请人补正", "智能灌溉").without("13812345678")
	page = p.post(at+"/lack", url.Values{"rev": {page.hiddenField("rev")}, "lacks": {"money"}}).is(http.StatusOK).has("待补正")

	amend := strings.Replace(at, "/contracts/", "/contractamend/", 1)
	form := p.get(amend).is(http.StatusOK).has(`value="13812345678"`, `value="80.5"`, "已经交过的文件不用再交")
	v := windowFiling(once)
	v.Set("rev", form.hiddenField("rev"))
	v.Set("equipment", "30")
	p.post(amend, v).is(http.StatusUnprocessableEntity).has(`href="#f-equipment"`, `value="30"`)
	v.Set("equipment", "19.5")
	p.post(amend, v).is(http.StatusOK).has("已补正", "19.5万元", "待形式审查")
	p.post(amend, v).is(http.StatusConflict)
	b.as(t, "shenji").get("/access").has("打开技术合同")
	if strings.Contains(page.body, "<script>") {
		t.Error("a script got through")
	}
}

// creditOf puts a check digit to a code.
func creditOf(s string) string {
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if contract.RegionOf(s+string(last)) != "" {
			return s + string(last)
		}
	}
	return ""
}
