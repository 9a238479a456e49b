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

	"gongkai/internal/testkit"
)

var inboxLink = regexp.MustCompile(`/desk/inboxes/([0-9a-z]{12})"`)

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
