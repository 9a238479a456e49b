package public_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/service"
)

// TestApplyCaseByKeyboard files, supplements and rates a case on a phone with
// the keyboard alone: what is to be pressed must be reached by Tab. Each page is
// looked at at both widths.
func TestApplyCaseByKeyboard(t *testing.T) {
	ctx := testkit.Browser(t)
	w := openOn(t, "2025-03-03")
	no := string(w.inForce(permit(), "2025-01-02"))
	srv := httptest.NewServer(w)
	defer srv.Close()
	base := srv.URL + "/yykjj"
	file := filepath.Join(t.TempDir(), "场地证明.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.4 证明"), 0o600); err != nil {
		t.Fatal(err)
	}
	press := func(keys string) { t.Helper(); testkit.Do(t, ctx, chromedp.KeyEvent(keys)) }
	tabTo := func(selector string) {
		t.Helper()
		for range 90 {
			var there bool
			testkit.Do(t, ctx, chromedp.Evaluate(fmt.Sprintf(`document.activeElement.matches(%q)`, selector), &there))
			if there {
				return
			}
			press(kb.Tab)
		}
		t.Fatalf("Tab does not reach %s", selector)
	}
	typed := func(selector, text string) { t.Helper(); tabTo(selector); press(text) }
	enter := func(selector, then string) {
		t.Helper()
		tabTo(selector)
		press(kb.Enter)
		testkit.Do(t, ctx, chromedp.WaitReady(then, chromedp.ByQuery))
	}
	look := func(name string) {
		t.Helper()
		for _, v := range testkit.Axe(t, ctx) {
			t.Errorf("%s: %s", name, v)
		}
		for _, px := range []int64{1280, 375} {
			var over bool
			testkit.Do(t, ctx, testkit.Width(px), chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &over))
			if over {
				t.Errorf("%s scrolls sideways at %d", name, px)
			}
			testkit.Shot(t, ctx, fmt.Sprintf("%s-%d", name, px))
		}
	}
	act := func(login string, v service.Verb, a office.CaseAct) {
		t.Helper()
		l, err := w.o.Cases(t.Context(), w.head, office.CaseQuery{})
		w.must(err)
		a.Rev = l.Rows[0].Case.Rev
		w.must(w.o.ActCase(t.Context(), w.actor(ledger.ID("yykjj."+login)), l.Rows[0].Case.ID, v, a))
	}
	testkit.Do(t, ctx, testkit.Width(375), chromedp.Navigate(base+"/services"))
	look("services")
	enter(`a[href$="/services/`+no+`"]`, ".guide")
	enter(`a[href$="/apply"].go`, "#applicant")
	look("case-start")
	tabTo("#applicant")
	press(kb.ArrowDown + kb.ArrowUp + kb.ArrowDown)
	enter("form[action$='/start'] .go-on button", "#credit")
	typed("#name", "岳阳某某生物公司")
	enter("form[action$='/who'] .go-on button", ".faults")
	look("case-who-fault")
	typed("#credit", "91350100M000100Y43")
	typed("#phone", "07308881234")
	press(kb.Enter) // goes on, as the button does
	testkit.Do(t, ctx, chromedp.WaitReady("#matter", chromedp.ByQuery))
	typed("#matter", "新建动物房，饲养小鼠。")
	tabTo("#m1")
	testkit.Do(t, ctx, chromedp.SetUploadFiles("#m1", []string{file}, chromedp.ByQuery))
	enter("button[name=upload]", ".kept")
	look("case-what")
	enter("form[action$='/what'] .go-on button", ".checked")
	look("case-check")
	enter("form[action$='/submit'] button", ".slip")
	look("case-done")
	var code string
	testkit.Do(t, ctx, chromedp.Text(".slip .code", &code, chromedp.ByQuery))

	act("zhuren", service.TakeInVerb, office.CaseAct{})
	act("zhuren", service.LackVerb, office.CaseAct{Materials: []string{"m2"}, By: "2025-03-20", Text: "产权证或者租赁合同"})
	testkit.Do(t, ctx, chromedp.Navigate(base+"/services/follow"))
	look("casefollow")
	typed("#code", strings.ToLower(code))
	typed("#tail", "1234")
	press(kb.Enter)
	testkit.Do(t, ctx, chromedp.WaitReady(".steps", chromedp.ByQuery))
	look("casefollow-lacking")
	enter(`a[href$="/follow/supplement"]`, "#m2")
	enter("form[action$='/supplement'] .go-on button", ".faults")
	look("casefollow-supplement-fault")
	tabTo("#m2")
	testkit.Do(t, ctx, chromedp.SetUploadFiles("#m2", []string{file}, chromedp.ByQuery))
	enter("form[action$='/supplement'] .go-on button", ".notice")

	act("zhuren", service.AcceptVerb, office.CaseAct{})
	act("jingban", service.AdvanceVerb, office.CaseAct{Text: "合格"})
	act("fenguan", service.DecideVerb, office.CaseAct{Result: "granted", Text: "符合条件", Files: []office.Upload{{Kind: "result", Name: "许可证.pdf", R: strings.NewReader("%PDF-1.4 证")}}})
	testkit.Do(t, ctx, chromedp.Navigate(base+"/services/follow/case"))
	look("casefollow-decided")
	enter(`a[href$="/follow/why"]`, ".steps")
	look("casefollow-why")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/services/follow/case"))
	enter(`a[href$="/follow/rate"]`, "#level")
	look("casefollow-rate")
	tabTo("#level")
	press(" ")
	enter("form[action$='/rate'] .go-on button", ".notice")
	var said string
	testkit.Do(t, ctx, chromedp.Text("main", &said, chromedp.ByQuery))
	if !strings.Contains(said, "您的评价：非常满意") {
		t.Errorf("after the rating: %s", said)
	}
	testkit.Do(t, ctx, chromedp.Navigate(base+"/services/statistics"))
	look("casestats")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/size?to=large&back=/services/follow/case"))
	look("casefollow-large")
}
