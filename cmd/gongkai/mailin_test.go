package main

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gongkai/internal/testkit"
)

var inboxLink = regexp.MustCompile(`/desk/inboxes/([0-9a-z]{12})"`)

// TestInboxesInBrowser sets a mailbox on a telephone's screen, sees that it is
// read, and makes a letter of a mail that was put aside.
func TestInboxesInBrowser(t *testing.T) {
	tab := testkit.Browser(t)
	mail := testkit.StartMailboxes(t)
	for _, name := range []string{"gb2312", "html", "files", "bounce", "spam", "auto"} {
		raw, err := os.ReadFile("../../internal/eml/testdata/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		if name == "files" {
			raw = append([]byte("X-Spam-Flag: YES\r\n"), raw...)
		}
		mail.Deliver("INBOX", raw)
	}
	s := start(t, "serve", "--data", demoFolder(t), "--listen", "127.0.0.1:0")
	base := s.base + "/yykjj"
	in := base + "/desk/inboxes"
	_, port, _ := net.SplitHostPort(mail.Addr)
	testkit.Do(t, tab, testkit.Width(375))
	signInTab(t, tab, base, "zhuren")
	visit(t, tab, in, "inboxes-none", 375)
	visit(t, tab, in+"/new", "inbox-new", 1280)
	visit(t, tab, in+"/new", "inbox-new", 375)
	testkit.Do(t, tab, chromedp.SetValue(`#f-mailbox`, "director"), chromedp.SendKeys(`#f-host`, "127.0.0.1"), chromedp.SendKeys(`#f-port`, port),
		chromedp.SetValue(`#f-secure`, "none"), chromedp.SendKeys(`#f-account`, testkit.MailUser), chromedp.Click(`input[name=older]`),
		chromedp.SendKeys(`#f-password`, "falsch\r"), chromedp.WaitVisible(`.mails .why`))
	visit(t, tab, in, "inboxes-wrong", 375)
	visit(t, tab, in, "inboxes-wrong", 1280)
	testkit.Do(t, tab, chromedp.Click(`.mails a`), chromedp.WaitVisible(`#f-host`), chromedp.SendKeys(`#f-password`, testkit.MailPassword+"\r"),
		chromedp.WaitVisible(`.flash`))
	var said string
	testkit.Do(t, tab, chromedp.Text(`.flash`, &said))
	if want := "连接成功，收到6封：成为来信2封，待人工查看4封。"; !strings.Contains(said, want) {
		t.Errorf("said %q, want %q", said, want)
	}
	visit(t, tab, in, "inboxes", 1280)
	visit(t, tab, base+"/desk/mail", "mail-in", 1280)
	for _, width := range []int64{1280, 375} {
		visit(t, tab, in+"/mails", "in-mails", width)
	}
	var href string
	testkit.Do(t, tab, chromedp.Evaluate(`[...document.querySelectorAll('.mails a')].find(a => a.textContent.includes('项目验收')).href`, &href))
	for _, width := range []int64{1280, 375} {
		visit(t, tab, href, "in-mail", width)
	}
	testkit.Do(t, tab, chromedp.Click(`form[action$="/take"] button`), chromedp.WaitVisible(`.flash`), chromedp.Text(`.flash`, &said))
	if !strings.HasPrefix(said, "已收作来信") {
		t.Errorf("said %q", said)
	}
	s.cmd.Process.Kill()
}

// TestServeReads sets a mailbox at the desk of the running program, and what is
// delivered to the mail server becomes letters, also after a kill, each once.
// R-L13.
func TestServeReads(t *testing.T) {
	t.Parallel()
	mail := testkit.StartMailboxes(t)
	sample := func(name string) {
		t.Helper()
		raw, err := os.ReadFile("../../internal/eml/testdata/" + name + ".eml")
		if err != nil {
			t.Fatal(err)
		}
		mail.Deliver("INBOX", raw)
	}
	dir := demoFolder(t)
	s := start(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	head := s.signIn(t, "zhuren")
	_, port, _ := net.SplitHostPort(mail.Addr)
	sample("gb2312")
	page := func(r *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	form := url.Values{"mailbox": {"director"}, "host": {"127.0.0.1"}, "port": {port}, "secure": {"none"}, "account": {testkit.MailUser},
		"password": {"falsch"}, "folder": {"INBOX"}, "done": {"seen"}, "older": {"1"}, "active": {"1"}}
	at := s.base + "/yykjj/desk/inboxes"
	if got := page(head.PostForm(at+"/new", form)); !strings.Contains(got, "账号或密码不对") {
		t.Fatalf("a wrong password: %s", got)
	}
	m := inboxLink.FindStringSubmatch(page(head.Get(at)))
	if m == nil {
		t.Fatal("the mailbox is not listed")
	}
	id := m[1]
	form.Set("password", testkit.MailPassword)
	form.Set("rev", "1")
	if got := page(head.PostForm(at+"/"+id, form)); !strings.Contains(got, "连接成功，收到1封：成为来信1封。") {
		t.Fatalf("the right one: %s", got)
	}
	s.stop(t, syscall.SIGKILL)
	sample("html")
	sample("bounce")
	s = start(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	head = s.signIn(t, "zhuren")
	at = s.base + "/yykjj/desk/inboxes"
	if got := page(head.PostForm(at+"/"+id+"/try", nil)); !strings.Contains(got, "连接成功") && !strings.Contains(got, "正在收信") {
		t.Errorf("after the kill: %s", got)
	}
	var list string
	for range 100 {
		if list = page(head.Get(at + "/mails?fate=letter")); strings.Contains(list, "求助") {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if strings.Count(list, "咨询高新技术企业认定") != 1 || strings.Count(list, "求助") != 1 {
		t.Errorf("the letters: %s", list)
	}
	if got := page(head.Get(at + "/mails")); !strings.Contains(got, "退信") {
		t.Errorf("aside: %s", got)
	}
	for _, flags := range mail.Held("INBOX") {
		if flags != "S" {
			t.Errorf("a mail has the flags %q", flags)
		}
	}
	s.stop(t, os.Interrupt)
}
