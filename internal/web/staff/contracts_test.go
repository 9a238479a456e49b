package staff_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/internal/testkit"
)

func contractOffice() url.Values {
	return url.Values{"was": {"0"}, "name": {"岳阳市技术合同登记处"}, "unit": {"yykjj:ghk"}, "code": {"430600"}, "regions": {"4306"}, "others": {"4301 长沙市技术合同登记处"},
		"else": {"请向卖方所在地的技术合同登记机构申请。"}, "pattern": {contract.DefaultPattern}}
}

// filedContract files a contract on the site.
func (b *bureau) filedContract(t *testing.T, title string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	d := office.ContractDraft{ContractForm: office.ContractForm{Written: "yes", Kind: "dev.commissioned", Signed: "2025-02-20", From: "2025-03-01", To: "2026-02-28", Title: title,
		Matter: "开发一套按土壤湿度自动灌溉的控制系统，交付软件和技术文档。", Total: "100", Technical: "80.5", Pay: "parts", Property: "software", Field: "agriculture", Plan: "none", Goal: "farming",
		Seller: contract.Side{Name: "岳阳某某科技有限公司", Credit: creditOf("91430600MA4L00001"), Contact: "张三丰", Phone: "13812345678"}, SellerNature: "company",
		Buyer: contract.Side{Name: "长沙某某农业有限公司", Credit: creditOf("91430100MA4L00002")}, BuyerNature: "company"}}
	var docx bytes.Buffer
	must(conv.WriteDocx(&docx, conv.Paper{Title: "技术开发合同", HTML: "<p>第一条　标的：" + title + "。</p><p>第二条　研究开发经费和报酬100万元。</p>"}))
	kept, err := b.office.KeepPaper(ctx, "yykjj", "contract", title+".docx", &docx, "127.0.0.1")
	must(err)
	d.Papers = append(d.Papers, kept)
	code, err := b.office.SaveContractDraft(ctx, "yykjj", "", d)
	must(err)
	_, err = b.office.FileContract(ctx, "yykjj", code, 0, "127.0.0.1")
	must(err)
}

// G.5: the pages of a contract from the filing to the certificate, by two
// officers; the numbers of the statistics open to their entries, and the pages
// pass axe at two widths.
func TestContractPages(t *testing.T) {
	b := openOn(t, calendar.NewDay(2025, 3, 4))
	head := b.as(t, "zhuren")
	head.get("/contracts").is(http.StatusOK).has("还没有设置登记机构")
	bad := contractOffice()
	bad.Set("pattern", "{year}")
	head.post("/contracts/office", bad).is(http.StatusUnprocessableEntity).has(`href="#f-pattern"`, "岳阳市技术合同登记处")
	head.post("/contracts/office", contractOffice()).is(http.StatusOK).has("登记机构的设置已保存")
	head.post("/contracts/office", contractOffice()).is(http.StatusConflict)
	b.filedContract(t, "智能灌溉控制系统开发")
	b.filedContract(t, "土壤墒情监测平台开发")
	p := b.as(t, "jingban")
	list := p.get("/contracts").is(http.StatusOK).has("智能灌溉控制系统开发", "待形式审查", "剩30天").without("13812345678")
	at := contractAt(t, list.body, "智能灌溉控制系统开发")
	p.get("").has("形式审查")
	page := p.get(at).is(http.StatusOK).has("第二条", "80.5万元", "张**", "研究开发人").without("张三丰", "13812345678")
	p.post(at+"/person", nil).is(http.StatusOK).has("张三丰", "13812345678", "记入访问记录")
	p.post(at+"/lack", url.Values{"rev": {page.hiddenField("rev")}}).is(http.StatusUnprocessableEntity).has(`href="#f-lacks"`)
	page = p.post(at+"/pass", url.Values{"rev": {page.hiddenField("rev")}}).is(http.StatusOK).has("请认定", "第二条")
	found := url.Values{"rev": {page.hiddenField("rev")}, "kind": {"service"}, "total": {"100"}, "technical": {"120"}}
	p.post(at+"/recognise", found).is(http.StatusUnprocessableEntity).has(`href="#f-technical"`, `href="#f-reason"`, `value="120"`)
	p.post(at+"/unfit", url.Values{"rev": {page.hiddenField("rev")}}).is(http.StatusUnprocessableEntity).has(`href="#f-unfit_reason"`, `href="#f-ground"`)
	found.Set("technical", "70.000001")
	found.Set("reason", "以常规技术解决特定问题")
	page = p.post(at+"/recognise", found).is(http.StatusOK).has("待登记", "70.000001万元", "技术服务")
	p.post(at+"/register", url.Values{"rev": {page.hiddenField("rev")}}).is(http.StatusConflict).has("请另一位同志办理")
	boss := b.as(t, "fenguan")
	boss.get("").has("登记出证")
	page = boss.post(at+"/register", url.Values{"rev": {boss.get(at).hiddenField("rev")}}).is(http.StatusOK).has("2025430600000001", "技术合同登记证明")
	paper := strings.Split(strings.Split(page.body, `/certificates/`)[1], `"`)[0]
	if got := boss.get(at + "/certificates/" + paper); got.status == http.StatusOK && !strings.HasPrefix(got.body, "%PDF") {
		t.Error("the certificate is no PDF")
	} else if dir := os.Getenv("GONGKAI_SHOTS"); dir != "" && got.status == http.StatusOK {
		if err := os.WriteFile(filepath.Join(dir, "certificate.pdf"), []byte(got.body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	boss.get("/contractstats").is(http.StatusOK).has("70.000001", "/contractstats/2025/technical?kind=service")
	boss.get("/contractstats/2025/technical?kind=service").is(http.StatusOK).has("70.000001万元", "登记，编号 2025430600000001")
	boss.get("/contractstats/2025/nothing").is(http.StatusNotFound)
	if book := boss.get("/contracts/book/2025").is(http.StatusOK); !strings.HasPrefix(book.body, "PK") {
		t.Error("the book is no workbook")
	}
	boss.get("/contracts?show=all&kind=service&year=2025").has("2025430600000001").without("土壤墒情监测平台开发")
	b.as(t, "shenji").get("/access").has("打开技术合同")

	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "jingban"), chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	second := contractAt(t, list.body, "土壤墒情监测平台开发")
	p.post(second+"/pass", url.Values{"rev": {p.get(second).hiddenField("rev")}}).is(http.StatusOK)
	for _, x := range []struct{ path, name string }{{"/contracts", "contracts"}, {"/contracts?show=all", "contracts-all"}, {second, "contract"}, {"/contracts/new", "contract-new"}, {at, "contract-done"}, {"/contractstats", "contract-stats"}} {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path), chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
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

// contractAt is the address of a contract in the list.
func contractAt(t *testing.T, list, title string) string {
	t.Helper()
	before, _, ok := strings.Cut(list, "<b>"+title)
	if !ok {
		t.Fatalf("%s is not in the list", title)
	}
	i := strings.LastIndex(before, `href="`)
	return strings.TrimPrefix(strings.Split(before[i+6:], `"`)[0], "/yykjj/desk")
}
