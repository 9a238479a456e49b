package public_test

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
)

// D.2(4): an opinion is filled in and sent on a phone, without scripts and by
// the keyboard alone; the pages around it at both widths and in large type.
func TestTalksInBrowser(t *testing.T) {
	ctx := testkit.Browser(t)
	w := openOn(t, "2019-05-20")
	srv := httptest.NewServer(w)
	defer srv.Close()
	base := srv.URL + "/yykjj"
	id, talk := w.asked(), w.announced()
	w.answered(t.Context())
	look := func(name string) {
		t.Helper()
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(false)) // axe is one; the page's own stay out
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
		testkit.Do(t, ctx, emulation.SetScriptExecutionDisabled(true))
	}
	heading := func(want string) {
		t.Helper()
		var got string
		testkit.Do(t, ctx, chromedp.Text("h1", &got, chromedp.ByQuery))
		if got != want {
			t.Fatalf("the page is %q, want %q", got, want)
		}
	}
	// reach goes on by Tab until the focus is there.
	reach := func(css string) {
		t.Helper()
		for range 80 {
			var there bool
			testkit.Do(t, ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(`document.activeElement.matches("`+css+`")`, &there))
			if there {
				return
			}
		}
		t.Fatalf("the keyboard does not reach %s", css)
	}
	ready := chromedp.WaitReady("footer", chromedp.ByQuery)
	testkit.Do(t, ctx, testkit.Width(375), emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(base+"/consultations"), ready)
	look("consultations")
	reach(".rows a")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(".talk .go", chromedp.ByQuery))
	look("consultation")
	reach(".go")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady("#words", chromedp.ByQuery))
	heading("提交意见")
	reach("main form button")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(".faults", chromedp.ByQuery))
	look("consultation-say-fault")
	reach("#words")
	testkit.Do(t, ctx, chromedp.KeyEvent("第一条的资助标准偏低，建议提高。"))
	reach("#name")
	testkit.Do(t, ctx, chromedp.KeyEvent("张三"))
	reach("main form button")
	look("consultation-say")
	testkit.Do(t, ctx, chromedp.KeyEvent(kb.Enter), chromedp.WaitNotPresent("main form", chromedp.ByQuery), ready)
	heading("已收到")
	look("consultation-said")
	v, err := w.o.ConsultationMatter(t.Context(), w.clerk, id)
	w.must(err)
	if len(v.Voices) != 1 || v.Voices[0].Said.Words != "第一条的资助标准偏低，建议提高。" {
		t.Fatalf("came in: %+v", v.Voices)
	}
	w.day("2019-06-19")
	w.must(w.o.SumConsultation(t.Context(), w.clerk, id, office.OutcomeForm{Rev: v.Rev, Words: "共收到意见1件。", Groups: []office.GroupForm{
		{Title: "提高资助标准", Numbers: "1", Adoption: "partly", Reason: "按财力分步提高，第一年提高到百分之十五。"}}}))
	w.must(w.o.PublishConsultation(t.Context(), w.head, id, v.Rev+1))
	testkit.Do(t, ctx, chromedp.Navigate(base+"/consultations/"+string(id)), ready)
	look("consultation-outcome")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/proposals"), ready)
	look("proposals")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/interviews/"+string(talk)), ready)
	look("interview")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/interviews"), ready)
	look("interviews")
	testkit.Do(t, ctx, chromedp.Navigate(base+"/size?to=large&back=/consultations/"+string(id)), ready)
	look("consultation-large")
}
