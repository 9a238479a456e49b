package post_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/internal/post"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
)

const from = "gongkai@example.gov.cn"

// over is our Sender through the test's mail server, signed in, with STARTTLS.
func over(t *testing.T, s *testkit.MailServer) *post.SMTP {
	t.Helper()
	return at(t, s, "smtp://"+testkit.MailUser+":"+testkit.MailPassword+"@"+s.Addr)
}

func at(t *testing.T, s *testkit.MailServer, url string) *post.SMTP {
	t.Helper()
	smtp, err := post.NewSMTP(url, from, "")
	if err != nil {
		t.Fatal(err)
	}
	if s != nil {
		smtp.Roots = s.Roots
	}
	return smtp
}

func letter(to string) store.Mail {
	return store.Mail{ID: "M123", Organ: "o1", At: time.Date(2025, 3, 3, 9, 0, 0, 0, time.FixedZone("", 8*3600)), To: to,
		OrganName: "岳阳市科学技术局", ReplyTo: "yykjj@example.cn",
		Subject: strings.Repeat("关于您申请公开科技计划项目经费信息的答复，", 6), Text: "您好！\n.\n" + strings.Repeat("长", 3000) + "\n..end\n",
		Files: []store.MailFile{{Name: "答复书 (1);=\"x\".pdf", Type: "application/pdf", Bytes: bytes.Repeat([]byte{0, 0xff, '\r', '\n', '.', '\n'}, 9000)},
			{Name: "空.txt", Type: "bad type\r\nX-Evil: 1", Bytes: nil}}}
}

// A mail arrives whole at a real mail server, however the connection is secured.
func TestArrives(t *testing.T) {
	t.Parallel()
	server := testkit.StartMailServer(t)
	account := testkit.MailUser + ":" + testkit.MailPassword + "@"
	for i, url := range []string{"smtp://" + server.Addr, "smtp://" + account + server.Addr, "smtps://" + account + server.TLSAddr,
		"smtp://" + server.Addr + "?tls=off"} {
		sent := letter("zhang.san@example.cn")
		if err := at(t, server, url).Send(ctx, sent); err != nil {
			t.Fatalf("%s: %v: %v", url, err, errors.Unwrap(err))
		}
		m := server.Mails(i + 1)[i]
		if s, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || s != sent.Subject {
			t.Errorf("subject %q (%v)", s, err)
		}
		if a, err := m.Header.AddressList("From"); err != nil || a[0].Name != sent.OrganName || a[0].Address != from {
			t.Errorf("from %v (%v)", a, err)
		}
		for name, want := range map[string]string{"To": "<zhang.san@example.cn>", "Reply-To": "<yykjj@example.cn>", "Message-Id": "<M123@example.gov.cn>",
			"Date": "Mon, 03 Mar 2025 09:00:00 +0800", "Auto-Submitted": "auto-generated", "X-Evil": ""} {
			if got := m.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		parts := multipart.NewReader(m.Body, params["boundary"])
		for j, want := range []struct {
			name  string
			bytes []byte
		}{{"", []byte(strings.ReplaceAll(sent.Text, "\n", "\r\n"))}, {sent.Files[0].Name, sent.Files[0].Bytes}, {sent.Files[1].Name, nil}} {
			p, err := parts.NextRawPart()
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
			if err != nil || !bytes.Equal(got, want.bytes) {
				t.Errorf("%s part %d: %d bytes (%v), want %d", url, j, len(got), err, len(want.bytes))
			}
			if _, d, _ := mime.ParseMediaType(p.Header.Get("Content-Disposition")); d["filename"] != want.name {
				t.Errorf("part %d is called %q, want %q", j, d["filename"], want.name)
			}
		}
		if _, err := parts.NextPart(); err != io.EOF {
			t.Errorf("after the last part: %v", err)
		}
	}
	for what, x := range map[string]struct{ url, want string }{
		"a wrong password":     {"smtp://office:falsch@" + server.Addr, "不接受所配置的账号和密码：535"},
		"TLS to a plain port":  {"smtps://" + server.Addr, "加密连接"},
		"a name of another":    {"smtp://localhost:" + strings.Split(server.Addr, ":")[1], "证书不可信或与主机名不符"},
		"AUTH that is not off": {"smtp://" + account + server.Addr + "?tls=off", "不接受用账号密码登录"},
	} {
		fails(t, what, at(t, server, x.url).Send(ctx, letter("zhang@example.cn")), post.Down, x.want)
	}
	stranger := at(t, nil, "smtp://"+server.Addr)
	fails(t, "a certificate of nobody", stranger.Send(ctx, letter("zhang@example.cn")), post.Down, "证书不可信")
}

func fails(t *testing.T, what string, err error, kind post.Kind, words string) {
	t.Helper()
	var f *post.Failure
	if !errors.As(err, &f) || f.Kind != kind || !strings.Contains(f.Words, words) || strings.Contains(f.Words, "zhang@") {
		t.Errorf("%s: %#v (%v), want kind %d with %q", what, f, errors.Unwrap(err), kind, words)
	}
}

// Nothing that stands in a mail can begin a new header or end the message.
func TestNoInjection(t *testing.T) {
	t.Parallel()
	server := testkit.StartMailServer(t)
	m := letter("zhang@example.cn")
	m.Subject = "答复\r\nBcc: evil@example.cn\r\n\r\nbody"
	m.OrganName = "局\r\nBcc: evil@example.cn"
	m.ReplyTo = "a@example.cn>\r\nBcc: evil@example.cn"
	m.Text = "一\r\n.\r\nMAIL FROM:<evil@example.cn>\r\n"
	m.Files[0].Name = "a\r\nBcc: evil@example.cn\r\n.pdf"
	if err := at(t, server, "smtp://"+server.Addr).Send(ctx, m); err != nil {
		t.Fatal(err)
	}
	got := server.Mails(1)
	if len(got) != 1 || got[0].Header.Get("Bcc") != "" || got[0].Header.Get("Reply-To") != "" {
		t.Errorf("%d mails, the first with %v", len(got), got[0].Header)
	}
	if s, _ := new(mime.WordDecoder).DecodeHeader(got[0].Header.Get("Subject")); s != "答复  Bcc: evil@example.cn    body" {
		t.Errorf("subject %q", s)
	}
	for _, to := range []string{"a@example.cn>\r\nRCPT TO:<evil@example.cn", "a@example.cn, b@example.cn", "张三@example.cn", "", "a@b@example.cn"} {
		m.To = to
		fails(t, to, at(t, server, "smtp://"+server.Addr).Send(ctx, m), post.Permanent, "收件地址的写法不对")
	}
}

// odd is a server that misbehaves: it answers each verb as told, and drops the
// line or says nothing more where it is told that.
type odd struct {
	answers map[string]string // verb, or "." for the message → answer; "drop", "hang"
	taken   atomic.Int32
}

func (o *odd) listen(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { close(done); l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go o.talk(c, done)
		}
	}()
	return l.Addr().String()
}

func (o *odd) talk(c net.Conn, done chan struct{}) {
	defer c.Close()
	say := func(verb, usual string) bool {
		a := o.answers[verb]
		switch a {
		case "":
			a = usual
		case "drop":
			return false
		case "hang":
			<-done
			return false
		}
		_, err := io.WriteString(c, strings.ReplaceAll(a, "\n", "\r\n")+"\r\n")
		return err == nil
	}
	if !say("", "220 odd") {
		return
	}
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		verb := strings.ToUpper(strings.Fields(lines.Text() + " ?")[0])
		usual := map[string]string{"EHLO": "250-odd\n250 8BITMIME", "DATA": "354 go on", "QUIT": "221 bye"}[verb]
		if usual == "" {
			usual = "250 ok"
		}
		if !say(verb, usual) {
			return
		}
		if verb == "DATA" && !strings.HasPrefix(o.answers["DATA"], "4") && !strings.HasPrefix(o.answers["DATA"], "5") {
			for lines.Scan() && lines.Text() != "." {
				if o.answers["line"] == "drop" {
					return
				}
			}
			if o.answers["."] == "" {
				o.taken.Add(1)
			}
			if !say(".", "250 taken") {
				return
			}
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for what, x := range map[string]struct {
		answers map[string]string
		kind    post.Kind
		want    string
	}{
		"refuses to greet":      {map[string]string{"": "554 no"}, post.Down, "连不上邮件服务器"},
		"busy":                  {map[string]string{"": "421 later"}, post.Down, "421 later"},
		"hangs before greeting": {map[string]string{"": "hang"}, post.Down, "没有应答"},
		"drops before greeting": {map[string]string{"": "drop"}, post.Down, "连不上邮件服务器"},
		"a sender it dislikes":  {map[string]string{"MAIL": "553 5.7.1 not you"}, post.Down, "不接受发件地址 " + from + "：553"},
		"no such mailbox":       {map[string]string{"RCPT": "550 5.1.1 <ZHANG@example.cn> unknown"}, post.Permanent, "对方邮箱不存在或拒收：550 5.1.1 <***> unknown"},
		"a full mailbox":        {map[string]string{"RCPT": "452 4.2.2 full"}, post.Temporary, "请稍后再试：452"},
		"closing":               {map[string]string{"RCPT": "421 4.3.2 closing"}, post.Down, "421"},
		"refuses DATA":          {map[string]string{"DATA": "554 no"}, post.Permanent, "拒收这封邮件：554"},
		"refuses the message":   {map[string]string{".": "552 too big"}, post.Permanent, "拒收这封邮件：552"},
		"the message later":     {map[string]string{".": "451 scanner"}, post.Temporary, "请稍后再试：451"},
		"drops in DATA":         {map[string]string{"line": "drop"}, post.Temporary, "发送途中连接断开"},
		"drops after DATA":      {map[string]string{".": "drop"}, post.Temporary, "发送途中连接断开"},
		"never answers DATA":    {map[string]string{".": "hang"}, post.Temporary, "没有应答"},
		"answers nonsense":      {map[string]string{"RCPT": "??"}, post.Temporary, "发送途中连接断开"},
		"offers TLS in vain":    {map[string]string{"EHLO": "250-odd\n250 STARTTLS", "STARTTLS": "454 no"}, post.Down, "建立不了加密连接：454"},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			short, cancel := context.WithTimeout(ctx, 500*time.Millisecond)
			defer cancel()
			o := &odd{answers: x.answers}
			fails(t, what, at(t, nil, "smtp://"+o.listen(t)).Send(short, letter("zhang@example.cn")), x.kind, x.want)
		})
	}
}

// What happens after the server's yes is no failure: the mail is theirs.
func TestTakenIsTaken(t *testing.T) {
	t.Parallel()
	for _, quit := range []string{"drop", "500 what?"} {
		o := &odd{answers: map[string]string{"QUIT": quit}}
		if err := at(t, nil, "smtp://"+o.listen(t)).Send(ctx, letter("zhang@example.cn")); err != nil || o.taken.Load() != 1 {
			t.Errorf("QUIT answered with %s: %v, %d taken", quit, err, o.taken.Load())
		}
	}
}

// AUTH LOGIN is spoken where a server knows only that.
func TestLogin(t *testing.T) {
	t.Parallel()
	prompt := base64.StdEncoding.EncodeToString
	o := &odd{answers: map[string]string{"EHLO": "250-odd\n250 AUTH LOGIN", "AUTH": "334 " + prompt([]byte("Username:")),
		strings.ToUpper(prompt([]byte("user"))): "334 " + prompt([]byte("Password:")), strings.ToUpper(prompt([]byte("pass word"))): "235 welcome"}}
	smtp, err := post.NewSMTP("smtp://user@"+o.listen(t), from, "pass word")
	if err != nil {
		t.Fatal(err)
	}
	if err := smtp.Send(ctx, letter("zhang@example.cn")); err != nil || o.taken.Load() != 1 {
		t.Errorf("%v: %v", err, errors.Unwrap(err))
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ url, from, want string }{
		{"mail.example.cn", from, "邮件服务器地址不对"},
		{"http://mail.example.cn", from, "邮件服务器地址不对"},
		{"smtp://", from, "邮件服务器地址不对"},
		{"smtp://u:geheim%zz@h", from, "邮件服务器地址不对"},
		{"smtp://mail.example.cn", "局办公室", "--mail-from"},
		{"smtps://mail.example.cn?tls=off", from, "tls=off"},
		{"smtp://u:geheim@mail.example.cn?tls=off", from, "密码不能不加密"},
	} {
		if _, err := post.NewSMTP(x.url, x.from, ""); err == nil || !strings.Contains(err.Error(), x.want) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v, want %q", x.url, err, x.want)
		}
	}
	for url, want := range map[string]string{"smtp://u:p@mail.example.cn": "mail.example.cn:587", "smtps://mail.example.cn": "mail.example.cn:465",
		"smtp://10.0.0.1:25?tls=off": "10.0.0.1:25"} {
		if s, err := post.NewSMTP(url, from, ""); err != nil || s.Server() != want {
			t.Errorf("%s: %v %v, want %s", url, s, err, want)
		}
	}
}
