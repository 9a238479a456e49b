package main

import (
	"context"
	"io"
	"mime"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/demo"
	"gongkai/internal/office"
	"gongkai/internal/post"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/people"
)

func TestSender(t *testing.T) {
	t.Parallel()
	file := func(text string) string {
		at := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	const at, from = "smtp://gongkai@mail.example.cn", "gongkai@example.cn"
	for _, x := range []struct {
		postbox
		want string
	}{
		{postbox{MailFrom: from}, "要用 --smtp 写明邮件服务器"},
		{postbox{SMTP: at}, "要用 --mail-from 写明发件地址"},
		{postbox{SMTP: at, MailFrom: "岳阳"}, "--mail-from"},
		{postbox{SMTP: at, MailFrom: from, SMTPPassword: "none"}, "读不了邮件密码文件"},
		{postbox{SMTP: at, MailFrom: from, SMTPPassword: file("\n")}, "是空的"},
	} {
		if s, err := x.sender(); s != nil || err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%+v: %v, want %q", x.postbox, err, x.want)
		}
	}
	if s, err := (postbox{}).sender(); s != nil || err != nil {
		t.Errorf("nothing configured: %v %v", s, err)
	}
	if s, err := (postbox{at, from, file("geheim\n")}).sender(); err != nil || s.Server() != "mail.example.cn:587" {
		t.Errorf("%v %v", s, err)
	}
}

// What stood in the outbox while no mail server was configured goes out when
// the program is started with one, from a process of its own.
func TestServeSendsMail(t *testing.T) {
	t.Parallel()
	mails, ctx := testkit.StartMailServer(t), context.Background()
	dir := filepath.Join(t.TempDir(), "data")
	quiet := streams{io.Discard, io.Discard}
	h, err := (place{Data: dir}).create(ctx, quiet, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := found(ctx, h, quiet, "default"); err != nil {
		t.Fatal(err)
	}
	g, err := h.organ(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.db.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.Enqueue(store.Mail{Organ: g.ID, At: time.Now(), To: "zhang@example.cn", Subject: "Receipt", Text: "您的申请已经收到。\n"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	start(t, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--smtp", "smtp://"+mails.Addr+"?tls=off", "--mail-from", "gongkai@example.gov.cn")
	if got := mails.Mails(1); got[0].Header.Get("Subject") != "Receipt" || got[0].Header.Get("To") != "<zhang@example.cn>" {
		t.Errorf("came: %v", got[0].Header)
	}
}

// The serving program reminds by its own clock, through the mail server, each
// officer once.
func TestServeReminds(t *testing.T) {
	t.Parallel()
	mails, quiet := testkit.StartMailServer(t), streams{io.Discard, io.Discard}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	clock := testkit.NewClock(t, "2025-03-03")
	h, err := (place{Data: filepath.Join(t.TempDir(), "data")}).create(ctx, quiet, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := found(ctx, h, quiet, "default"); err != nil {
		t.Fatal(err)
	}
	unit := office.UnitID("default", "bgs")
	var who access.Actor
	if err := h.db.Update(ctx, func(tx *store.Tx) error {
		off := people.Officer{ID: "f1", Organ: "default", Unit: unit, Login: "jingban", Name: "经办", Email: "jingban@example.gov.cn", Roles: []people.Role{people.Office, people.Clerk}}
		who = access.Of(off)
		return tx.PutOfficer(off)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.office.RegisterRequest(ctx, who, office.RequestForm{Door: "counter", Arrived: "2025-03-03", Unit: string(unit), Applicant: "natural", Name: "张三",
		IDNo: "11010519491231002X", Phone: "13812345678", Content: "2023年度项目立项清单", Carrier: "paper", Way: "counter"}, nil); err != nil {
		t.Fatal(err)
	}
	clock.Set(time.Date(2025, 3, 24, 9, 0, 0, 0, calendar.Shanghai))
	smtp, err := post.NewSMTP("smtp://"+mails.Addr+"?tls=off", "gongkai@example.gov.cn", "")
	if err != nil {
		t.Fatal(err)
	}
	l, err := listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error)
	go func() { served <- h.serve(ctx, l, service{mail: smtp}) }()
	for sent := 0; sent == 0 && t.Context().Err() == nil; time.Sleep(50 * time.Millisecond) { // the second look at the outbox may be the first to find it
		if err := h.db.View(ctx, func(tx *store.Tx) error {
			n, err := tx.CountMail("default", store.MailSent)
			sent = n[store.MailSent]
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	got := mails.Mails(1)
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(got[0].Header.Get("Subject"))
	if err != nil || subject != "催办：依申请公开2025-0001，还剩5个工作日" || got[0].Header.Get("To") != "<jingban@example.gov.cn>" {
		t.Errorf("came: %q, %v, %v", subject, got[0].Header, err)
	}
}

// TestMailInBrowser looks at the outbox of an office whose mail server refuses
// one mail and does not answer for another.
func TestMailInBrowser(t *testing.T) {
	tab := testkit.Browser(t)
	dir, ctx := demoFolder(t), context.Background()
	h, err := (place{Data: dir}).open(ctx, streams{io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	g, err := h.organ(ctx, demo.Token)
	if err != nil {
		t.Fatal(err)
	}
	now := h.office.Now()
	for subject, x := range map[string]struct {
		why  string
		next time.Time
	}{
		"您的政府信息公开申请已受理（编号2020-17）":         {"对方邮箱不存在或拒收：550 5.1.1 <***>: Recipient address rejected: User unknown in virtual mailbox table", time.Time{}},
		"关于您申请公开高新技术企业认定补贴发放明细的答复已经作出，请查收": {"连不上邮件服务器 mail.yueyang.gov.cn:465", now.Add(16 * time.Minute)},
	} {
		if err := h.db.Update(ctx, func(tx *store.Tx) error {
			id, err := tx.Enqueue(store.Mail{Organ: g.ID, At: now, To: "zhangsan@example.cn", Subject: subject})
			if err != nil {
				return err
			}
			if _, err = tx.ClaimMail(now, time.Minute, "p", 9); err != nil {
				return err
			}
			return tx.MailFailed(id, "p", now, x.next, x.why)
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	s := start(t, "demo", "--data", dir, "--listen", "127.0.0.1:0")
	base := s.base + "/yykjj"
	signInTab(t, tab, base, "zhuren")
	for _, width := range []int64{1280, 375} {
		visit(t, tab, base+"/desk", "desk-queue-mail", width)
		visit(t, tab, base+"/desk/mail", "desk-mail", width)
		visit(t, tab, base+"/desk/mail?state=failed", "desk-mail-failed", width)
		visit(t, tab, base+"/desk/mail?state=sent", "desk-mail-none", width)
	}
	var words string
	testkit.Do(t, tab, chromedp.Navigate(base+"/desk/mail?state=failed"), chromedp.Click(`form[action$="/retry"] button`),
		chromedp.WaitVisible(`.flash`), chromedp.Text(`main`, &words))
	if !strings.Contains(words, "您的政府信息公开申请已受理") || !strings.Contains(words, "等候发送") {
		t.Errorf("after the retry: %s", words)
	}
}
