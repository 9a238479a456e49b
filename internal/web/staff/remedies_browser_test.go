package staff_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/testkit"
)

// The pages of reviews and suits at two widths: nothing runs over the edge, and
// axe-core finds nothing. GONGKAI_SHOTS names a folder for the pictures.
func TestRemediesInBrowser(t *testing.T) {
	b := open(t)
	p := b.as(t, "zhuren")
	v := contested()
	v.Set("why", "复议机关来电核实送达时间，已说明。")
	review := p.send("/remedies/new", v, "file", "行政复议答复通知书.pdf", "%PDF-1.4 通知")
	at := strings.TrimPrefix(review.path, "/yykjj/desk")
	ended := contested()
	ended.Set("file_no", "岳政复答〔2019〕1号")
	ended.Set("noticed", "2019-04-25")
	done := p.send("/remedies/new", ended, "file", "行政复议答复通知书.pdf", "%PDF-1.4 通知")
	old := strings.TrimPrefix(done.path, "/yykjj/desk")
	done = p.send(old+"/answer", url.Values{"rev": {done.hiddenField("rev")}, "answer_on": {"2019-04-30"}, "answer_words": {"证据七份，专人送交。"}},
		"answer_file", "行政复议答复书.docx", "x")
	p.send(old+"/conclude", url.Values{"rev": {done.hiddenField("rev")}, "conclude_result": {"upheld"}, "conclude_on": {"2019-05-06"}, "conclude_served": {"2019-05-06"}},
		"conclude_file", "行政复议决定书.pdf", "%PDF-1.4 决定")
	suit := contested()
	for k, x := range map[string]string{"kind": "suit_after_review", "before": strings.TrimPrefix(old, "/remedies/"), "file_no": "（2019）湘0602行初8号",
		"forum": "岳阳市岳阳楼区人民法院", "accepted": "", "noticed": "2019-05-06"} {
		suit.Set(k, x)
	}
	p.post("/remedies/new", suit)

	tab := testkit.Browser(t)
	desk := b.URL + "/yykjj/desk"
	testkit.Do(t, tab, chromedp.Navigate(desk+"/signin"), chromedp.SetValue(`#f-login`, "zhuren"),
		chromedp.SetValue(`#f-password`, password), chromedp.Click(`form button`), chromedp.WaitVisible(`.menu`))
	pages := []struct{ path, name string }{{"/remedies", "remedies"}, {"/remedies?show=all", "remedies-all"}, {"/remedies/new", "remedy-new"},
		{at, "remedy"}, {old, "remedy-ended"}, {"", "queue-remedy"}}
	for _, x := range pages {
		for _, width := range []int64{1280, 375} {
			var over int64
			testkit.Do(t, tab, testkit.Width(width), chromedp.Navigate(desk+x.path),
				chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d px runs %d px over the edge", x.path, width, over)
			}
			testkit.Shot(t, tab, fmt.Sprintf("desk-%s-%d", x.name, width))
		}
	}
	// With the fault of a field: the form comes back open and filled.
	testkit.Do(t, tab, testkit.Width(375), chromedp.Navigate(desk+at), chromedp.SetValue(`#f-answer_on`, "2019-05-09"),
		chromedp.SetValue(`#f-answer_words`, "证据七份"), chromedp.Click(`form[action$="/answer"] button`), chromedp.WaitVisible(`.faults`))
	testkit.Shot(t, tab, "desk-remedy-fault-375")
	for _, x := range pages {
		testkit.Do(t, tab, testkit.Width(1280), chromedp.Navigate(desk+x.path),
			chromedp.Evaluate(`for (const d of document.querySelectorAll("details")) d.open = true`, nil))
		for _, v := range testkit.Axe(t, tab) {
			t.Errorf("%s: %s", x.path, v)
		}
	}
}
