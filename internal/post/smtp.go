package post

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"gongkai/internal/store"
	"gongkai/people"
)

// SMTP is the Sender over the organ's mail server. Each mail has a connection
// of its own: an office sends dozens a day, and a line that is kept open is a
// line that dies unseen.
type SMTP struct {
	From  string         // the sender's address, for all organs of the installation
	Roots *x509.CertPool // who may vouch for the server; the machine's when nil

	host, port, user, password string
	implicit, clear            bool // TLS from the first byte; no TLS at all
}

// NewSMTP reads the server's address: smtp://user:password@host:587 (STARTTLS)
// or smtps://user:password@host:465 (TLS from the start). For a relay of the
// inner network that knows no TLS, smtp://host:25?tls=off says so. A password
// that is given apart goes before the one in the address.
func NewSMTP(at, from, password string) (*SMTP, error) {
	u, err := url.Parse(at)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("邮件服务器地址不对，应为 smtp://账号:密码@主机:端口 或 smtps://账号:密码@主机:端口；密码里的特殊符号要写成 %40 这样的形式，或另用 --smtp-password-file")
	}
	s := &SMTP{host: u.Hostname(), port: u.Port(), user: u.User.Username(), implicit: u.Scheme == "smtps",
		clear: u.Query().Get("tls") == "off"}
	if s.From, err = people.Email(from); err != nil {
		return nil, fmt.Errorf("发件地址（--mail-from）不对：%w", err)
	}
	if s.password, _ = u.User.Password(); password != "" {
		s.password = password
	}
	switch {
	case s.clear && s.implicit:
		return nil, errors.New("smtps:// 就是加密的，不能同时写 tls=off")
	case s.clear && s.user != "" && !s.near():
		return nil, errors.New("写了 tls=off 就不能带账号和密码：密码不能不加密地经过网络")
	}
	if s.port == "" {
		s.port = map[bool]string{true: "465", false: "587"}[s.implicit]
	}
	return s, nil
}

// near says that the server is on this machine, where nobody listens in.
func (s *SMTP) near() bool {
	ip := net.ParseIP(s.host)
	return s.host == "localhost" || ip != nil && ip.IsLoopback()
}

// Server names the server, without account and password.
func (s *SMTP) Server() string { return net.JoinHostPort(s.host, s.port) }

// step is how far an attempt came.
type step int

const (
	connecting step = iota
	securing
	signingIn
	addressing // MAIL FROM
	naming     // RCPT TO
	sending    // DATA
)

// Send delivers one mail. It returns nil when the server has answered the whole
// mail with yes, whatever happens to the line after that.
func (s *SMTP) Send(ctx context.Context, m store.Mail) error {
	if _, err := people.Email(m.To); err != nil {
		return &Failure{Permanent, "收件地址的写法不对", err}
	}
	at, err := s.deliver(ctx, m)
	if err == nil {
		return nil
	}
	return s.failure(at, m.To, err)
}

func (s *SMTP) deliver(ctx context.Context, m store.Mail) (step, error) {
	conn, err := (&net.Dialer{Timeout: 30 * time.Second}).DialContext(ctx, "tcp", s.Server())
	if err != nil {
		return connecting, err
	}
	defer conn.Close()
	raw := conn
	// The one deadline of the attempt holds for every line of it, and ending the
	// context ends what waits.
	if d, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(d); err != nil {
			return connecting, err
		}
	}
	defer context.AfterFunc(ctx, func() { _ = raw.SetDeadline(time.Now()) })()
	secure := &tls.Config{ServerName: s.host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	if s.implicit {
		t := tls.Client(conn, secure)
		if err := t.HandshakeContext(ctx); err != nil {
			return securing, err
		}
		conn = t
	}
	c, err := smtp.NewClient(conn, s.host)
	if err != nil {
		return connecting, err
	}
	if err := c.Hello(helo()); err != nil {
		return connecting, err
	}
	if !s.implicit && !s.clear {
		if ok, _ := c.Extension("STARTTLS"); ok {
			if err := c.StartTLS(secure); err != nil {
				return securing, err
			}
		} else if !s.near() {
			return securing, errNoTLS
		}
	}
	if s.user != "" {
		if err := s.signIn(c); err != nil {
			return signingIn, err
		}
	}
	if err := s.mailFrom(c); err != nil {
		return addressing, err
	}
	if err := c.Rcpt(m.To); err != nil {
		return naming, err
	}
	w, err := c.Data()
	if err != nil {
		return sending, err
	}
	if _, err := w.Write(message(m, s.From)); err != nil {
		return sending, err
	}
	if err := w.Close(); err != nil {
		return sending, err
	}
	_ = raw.SetDeadline(time.Now().Add(5 * time.Second))
	_ = c.Quit() // the mail is theirs; how they part does not matter
	return sending, nil
}

// mailFrom is not c.Mail, which asks for SMTPUTF8 wherever it is offered: the
// mail is plain ASCII and must get past servers that do not know it.
func (s *SMTP) mailFrom(c *smtp.Client) error {
	id, err := c.Text.Cmd("MAIL FROM:<%s>", s.From)
	if err != nil {
		return err
	}
	c.Text.StartResponse(id)
	defer c.Text.EndResponse(id)
	_, _, err = c.Text.ReadResponse(250)
	return err
}

var errNoTLS, errNoAuth = errors.New("no STARTTLS"), errors.New("neither PLAIN nor LOGIN")

func (s *SMTP) signIn(c *smtp.Client) error {
	_, offered := c.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(offered))
	switch {
	case slices.Contains(ways, "PLAIN"):
		return c.Auth(smtp.PlainAuth("", s.user, s.password, s.host))
	case slices.Contains(ways, "LOGIN"):
		return c.Auth(&login{s.user, s.password, s.near()})
	}
	return errNoAuth
}

// login is AUTH LOGIN, which no standard describes and many servers want.
type login struct {
	user, password string
	near           bool
}

func (l *login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS && !l.near {
		return "", nil, errNoTLS
	}
	return "LOGIN", nil, nil
}

func (l *login) Next(prompt []byte, more bool) ([]byte, error) {
	switch ask := strings.ToLower(string(prompt)); {
	case !more:
		return nil, nil
	case strings.HasPrefix(ask, "user"):
		return []byte(l.user), nil
	case strings.HasPrefix(ask, "pass"):
		return []byte(l.password), nil
	}
	return nil, errNoAuth
}

// hostName is what may stand in HELO.
var hostName = regexp.MustCompile(`^[A-Za-z0-9.-]+$`)

func helo() string {
	if h, err := os.Hostname(); err == nil && hostName.MatchString(h) {
		return h
	}
	return "localhost"
}

// failure says what an error means for the mail, and says it in words. What
// happens before the recipient is named concerns the server or our account with
// it, whatever its code: the mail itself is not at fault and is kept.
func (s *SMTP) failure(at step, to string, err error) *Failure {
	var answer *textproto.Error
	answered := errors.As(err, &answer)
	f := &Failure{Kind: Temporary, Err: err}
	if at < naming || answered && answer.Code == 421 {
		f.Kind = Down
	} else if answered && answer.Code/100 == 5 {
		f.Kind = Permanent
	}
	said := ""
	if answered {
		said = fmt.Sprintf("：%d %s", answer.Code, scrub(answer.Msg, to))
	}
	var timeout net.Error
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errNoTLS):
		f.Words = "邮件服务器 " + s.Server() + " 不支持加密连接，没有发送。确为内网服务器的，在 --smtp 的地址后面写 ?tls=off"
	case errors.Is(err, errNoAuth):
		f.Words = "邮件服务器 " + s.Server() + " 不接受用账号密码登录"
	case errors.As(err, &untrusted):
		f.Words = "邮件服务器 " + s.Server() + " 的证书不可信或与主机名不符"
	case errors.As(err, &timeout) && timeout.Timeout():
		f.Words = "邮件服务器 " + s.Server() + " 没有应答"
	case at == connecting:
		f.Words = "连不上邮件服务器 " + s.Server() + said
	case at == securing:
		f.Words = "与邮件服务器 " + s.Server() + " 建立不了加密连接" + said
	case at == signingIn:
		f.Words = "邮件服务器不接受所配置的账号和密码" + said
	case at == addressing:
		f.Words = "邮件服务器不接受发件地址 " + s.From + said
	case f.Kind == Permanent && at == naming:
		f.Words = "对方邮箱不存在或拒收" + said
	case f.Kind == Permanent:
		f.Words = "邮件服务器拒收这封邮件" + said
	case answered:
		f.Words = "邮件服务器请稍后再试" + said
	default:
		f.Words = "发送途中连接断开"
	}
	return f
}

// scrub takes the recipient's address out of what a server says, for the log,
// and makes it one short line.
func scrub(said, to string) string {
	said = line(said, 300)
	return regexp.MustCompile(`(?i)`+regexp.QuoteMeta(to)).ReplaceAllString(said, "***")
}
