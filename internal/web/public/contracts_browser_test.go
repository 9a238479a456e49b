package public_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/testkit"
	"gongkai/ledger"
)

// registers lets the organ register technical contracts.
func (w *town) registers() {
	w.t.Helper()
	w.must(w.o.SettleContracts(context.Background(), w.head, 0, contract.Office{Name: "岳阳市技术合同登记处", Unit: "yykjj:bgs", Code: "430600", Regions: []ledger.Code{"4306"},
		Pattern: contract.DefaultPattern, Others: []contract.Place{{Region: "4301", Name: "长沙市技术合同登记处"}}, Else: "其他地区的，请向卖方所在地的技术合同登记机构申请。"}))
}

// contractCredit is a credit code of a region.
func contractCredit(t testing.TB, s string) string {
	t.Helper()
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if code := s + string(last); contract.RegionOf(code) != "" {
			return code
		}
	}
	t.Fatal("no check digit")
	return ""
}

// TestContractInBrowser files a technical contract on a telephone, by the
// keyboard alone but for the choice of the file, and looks at each page.
func TestContractInBrowser(t *testing.T) {
	ctx := testkit.Browser(t)
	w := openOn(t, "2025-03-04")
	w.registers()
	srv := httptest.NewServer(w)
	defer srv.Close()
	base := srv.URL + "/yykjj"
	look := func(name string) {
		t.Helper()
		for _, v := range testkit.Axe(t, ctx) {
			t.Errorf("%s: %s", name, v)
		}
		for _, x := range []struct {
			px   int64
			name string
		}{{1280, "-1280"}, {375, "-375"}} {
			testkit.Do(t, ctx, testkit.Width(x.px))
			testkit.Shot(t, ctx, name+x.name)
			var over bool
			testkit.Do(t, ctx, chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &over))
			if over {
				t.Errorf("%s scrolls sideways at %d", name, x.px)
			}
		}
	}
	at := func(id string) {
		t.Helper()
		var here string
		for range 60 {
			testkit.Do(t, ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(`document.activeElement.id || document.activeElement.className || document.activeElement.textContent`, &here))
			if here == id {
				return
			}
		}
		t.Fatalf("the keyboard does not come to %s", id)
	}
	write := func(id, words string) {
		t.Helper()
		at(id)
		testkit.Do(t, ctx, chromedp.KeyEvent(words))
	}
	down := func(id string, n int) {
		t.Helper()
		at(id)
		for range n {
			testkit.Do(t, ctx, chromedp.KeyEvent(kb.ArrowDown))
		}
	}
	enter := func(wait string) {
		t.Helper()
		testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(wait, chromedp.ByQuery))
	}
	testkit.Do(t, ctx, testkit.Width(375), chromedp.Navigate(base+"/contracts"))
	look("contracts")
	at("go")
	enter("#oral")
	at("oral")
	testkit.Do(t, ctx, chromedp.KeyEvent(" "))
	at("kind")
	testkit.Do(t, ctx, chromedp.KeyEvent(" "))
	at("signed")
	enter(".faults")
	look("contracts-kind")
	write("signed", "02202025")
	enter("#seller_name")
	write("seller_name", "岳阳某某科技有限公司")
	down("seller_nature", 1)
	write("seller_credit", contractCredit(t, "91430600MA4L00001"))
	write("seller_contact", "张三")
	write("seller_phone", "13812345678")
	look("contracts-seller")
	at("seller_phone")
	enter("#buyer_name")
	write("buyer_name", "长沙某某农业有限公司")
	down("buyer_nature", 1)
	write("buyer_credit", contractCredit(t, "91430100MA4L00002"))
	enter("#title")
	write("title", "智能灌溉控制系统开发")
	write("matter", "开发一套按土壤湿度自动灌溉的控制系统，交付软件和技术文档。")
	write("from", "03012025")
	write("to", "02282026")
	enter("#total")
	write("total", "100")
	write("technical", "120")
	down("pay", 2)
	at("relief")
	testkit.Do(t, ctx, chromedp.KeyEvent(" "))
	enter(".faults")
	look("contracts-money")
	at("technical")
	testkit.Do(t, ctx, chromedp.KeyEvent(strings.Repeat(kb.Backspace, 3)+"80.5"))
	enter("#property")
	for _, id := range []string{"property", "field", "plan", "goal"} {
		down(id, 1)
	}
	look("contracts-class")
	at("goal")
	testkit.Do(t, ctx, chromedp.Evaluate(`document.querySelector(".go-on button").focus()`, nil))
	enter("#contract")
	var b bytes.Buffer
	if err := conv.WriteDocx(&b, conv.Paper{Title: "技术开发合同", HTML: "<p>全文</p>"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "合同.docx")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	at("contract")
	testkit.Do(t, ctx, chromedp.SetUploadFiles("#contract", []string{file}, chromedp.ByQuery), chromedp.Evaluate(`document.querySelector(".go-on button").focus()`, nil))
	enter(".checked")
	look("contracts-check")
	testkit.Do(t, ctx, chromedp.Evaluate(`document.querySelector(".go-on button").focus()`, nil))
	enter(".slip")
	look("contracts-filed")
	var code string
	testkit.Do(t, ctx, chromedp.Text(".slip .code", &code, chromedp.ByQuery))
	testkit.Do(t, ctx, chromedp.Click("main form button.second", chromedp.ByQuery), chromedp.WaitReady("#code", chromedp.ByQuery))
	write("code", strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	enter(".slip")
	var again string
	testkit.Do(t, ctx, chromedp.Text(".slip .code", &again, chromedp.ByQuery))
	if again != code {
		t.Errorf("the code %q opens %q", code, again)
	}
	testkit.Do(t, ctx, chromedp.Navigate(base+"/contracts/check?no=1&code=2"), chromedp.WaitReady(".faults", chromedp.ByQuery))
	look("contracts-standing")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/contracts/stats"))
	look("contracts-stats")
}
