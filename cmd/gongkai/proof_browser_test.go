package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"gongkai/internal/testkit"
)

// TestProofInBrowser goes the way of a reader who doubts a page: from its foot
// to the proof, to the signed head, and of an officer who is asked what stood
// there on a day. Without scripts.
func TestProofInBrowser(t *testing.T) {
	tab := testkit.Browser(t)
	folder := demoFolder(t)
	s := start(t, "demo", "--data", folder, "--listen", "127.0.0.1:0")
	base := s.base + "/yykjj"
	page := article(t, tab, base+"/c/xxgk/fdzdgk/zcwj")
	var words, href string
	testkit.Do(t, tab, emulation.SetScriptExecutionDisabled(true))
	for range 50 { // the head is signed just after the start
		testkit.Do(t, tab, chromedp.Navigate(base+"/ledger"), chromedp.Text(`main`, &words))
		if strings.Contains(words, "最近一次签名") {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !strings.Contains(words, "Ed25519") || !strings.Contains(words, "逐日的根值") {
		t.Errorf("the page of heads says %s", words)
	}
	testkit.Do(t, tab, chromedp.Navigate(page), chromedp.Click(`.after a[href$="/proof"]`), chromedp.WaitVisible(`dl.contact`),
		chromedp.Text(`main`, &words), chromedp.AttributeValue(`main a[href$=".json"]`, "href", &href, nil))
	if !strings.Contains(words, "现在仍在公开") || !strings.HasSuffix(href, "/proof/1.json") {
		t.Errorf("the proof page says %s, its file is at %s", words, href)
	}
	testkit.Do(t, tab, emulation.SetScriptExecutionDisabled(false))
	for _, width := range []int64{1280, 375} {
		visit(t, tab, base+"/ledger", "ledger-signed", width)
		visit(t, tab, page+"/proof", "proof", width)
	}
	testkit.Do(t, tab, chromedp.Navigate(base+"/size?to=large&back=/ledger"))
	for _, width := range []int64{1280, 375} {
		visit(t, tab, base+"/ledger", "ledger-signed-large", width)
		visit(t, tab, page+"/proof", "proof-large", width)
	}

	signInTab(t, tab, base, "zhuren")
	id := page[strings.LastIndex(page, "/"):]
	desk := base + "/desk"
	testkit.Do(t, tab, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(desk+"/articles"+id+"/asof"), chromedp.WaitVisible(`.preview`),
		chromedp.SetValue(`#f-at`, "2018-12-31T23:59"), chromedp.Click(`.when-asked button`), chromedp.WaitVisible(`.nothing`), chromedp.Text(`main`, &words))
	if !strings.Contains(words, "没有公开任何内容") || !strings.Contains(words, "第1版在 2019-") {
		t.Errorf("before its time the page was %s", words)
	}
	testkit.Do(t, tab, chromedp.Navigate(desk+"/asof?at=2019-06-30T12:00"), chromedp.Click(`.rows a`), chromedp.WaitVisible(`.preview`),
		chromedp.Text(`main`, &words), emulation.SetScriptExecutionDisabled(false))
	if !strings.Contains(words, "2019-06-30 12:00，网站上是第") || !strings.Contains(words, "与台账一致") {
		t.Errorf("on 30 June the page was %s", words)
	}
	for _, width := range []int64{1280, 375} {
		visit(t, tab, desk+"/articles"+id+"/asof", "desk-asof", width)
		visit(t, tab, desk+"/articles"+id+"/asof?at=2018-12-31T23:59", "desk-asof-none", width)
		visit(t, tab, desk+"/asof?at=2019-06-30T12:00", "desk-asof-site", width)
		visit(t, tab, desk+"/watch", "desk-watch", width)
	}

	// A text that is changed past the program stands on the desk.
	raw := testkit.Raw(t, "sqlite:"+filepath.Join(folder, "gongkai.db"))
	if _, err := raw.Exec(`update edition set title = '改过的题目' where article = $1 and state = 'live'`, id[1:]); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(binary, "watch", "--data", folder, "--url", s.base, "--pace", "0s").CombinedOutput(); err == nil {
		t.Errorf("the watcher saw nothing: %s", out)
	}
	testkit.Do(t, tab, chromedp.Navigate(desk), chromedp.Click(`.notice a[href$="/watch"]`), chromedp.WaitVisible(`.rows .hash`), chromedp.Text(`main`, &words))
	if !strings.Contains(words, "数据库里的内容被改动过") || !strings.Contains(words, "改过的题目") {
		t.Errorf("the desk says %s", words)
	}
	for _, width := range []int64{1280, 375} {
		visit(t, tab, desk+"/watch", "desk-watch-found", width)
		visit(t, tab, desk+"/articles"+id+"/asof", "desk-asof-spoilt", width)
	}
	s.cmd.Process.Kill()
}
