package testkit

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

// MailServer is Exim, a mail server as offices run it, on a port of this
// machine and with a folder for its data. It takes mail for everybody into one
// maildir, but refuses nobody@… for good and later@… for now. STARTTLS and AUTH
// PLAIN and LOGIN work for the account office with the password geheim.
type MailServer struct {
	Addr, TLSAddr string         // with STARTTLS; with TLS from the first byte
	Roots         *x509.CertPool // vouch for its certificate

	t   testing.TB
	dir string
	run *exec.Cmd
}

// Its account.
const (
	MailUser     = "office"
	MailPassword = "geheim"
)

const eximConf = `
primary_hostname = mail.example.cn
qualify_domain = example.cn
spool_directory = %[1]s/spool
log_file_path = %[1]s/log/%%slog
pid_file_path = %[1]s/log/pid
exim_user = %[2]s
exim_group = %[3]s
deliver_drop_privilege = true
local_interfaces = 127.0.0.1
daemon_smtp_ports = %[4]s : %[5]s
tls_on_connect_ports = %[5]s
tls_advertise_hosts = *
tls_certificate = %[1]s/cert.pem
tls_privatekey = %[1]s/key.pem
acl_smtp_rcpt = rcpt
acl_smtp_data = data
keep_environment =
begin acl
rcpt:
  deny local_parts = nobody
       message = <$local_part@$domain>: no such user
  defer local_parts = later
        message = greylisted
  accept
data:
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = %[1]s/mail
  maildir_format
  user = %[2]s
  group = %[3]s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_advertise_condition = ${if def:tls_in_cipher}
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{office}}{eq{$auth3}{geheim}}}}
login:
  driver = plaintext
  public_name = LOGIN
  server_advertise_condition = ${if def:tls_in_cipher}
  server_prompts = Username:: : Password::
  server_condition = ${if and{{eq{$auth1}{office}}{eq{$auth2}{geheim}}}}
`

// StartMailServer starts one that ends with the test.
func StartMailServer(t testing.TB) *MailServer {
	t.Helper()
	binary, err := exec.LookPath("/usr/sbin/exim4")
	if err != nil {
		Missing(t, "exim4 (exim4-daemon-light)")
	}
	// Not t.TempDir, into which the mail server's user cannot look.
	dir, err := os.MkdirTemp("", "exim-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &MailServer{t: t, dir: dir}
	owner, err := user.Current()
	if err == nil && owner.Uid == "0" { // which Exim refuses to deliver as
		owner, err = user.Lookup("nobody")
	}
	if err != nil {
		t.Fatal(err)
	}
	ports := freePorts(t)
	s.Addr, s.TLSAddr = "127.0.0.1:"+ports[0], "127.0.0.1:"+ports[1]
	var uid, gid int
	_, err1 := fmt.Sscan(owner.Uid, &uid)
	_, err2 := fmt.Sscan(owner.Gid, &gid)
	s.Roots, err = certificate(dir)
	err = errors.Join(err, err1, err2, os.Chmod(dir, 0o755),
		os.WriteFile(filepath.Join(dir, "conf"), fmt.Appendf(nil, eximConf, dir, owner.Uid, owner.Gid, ports[0], ports[1]), 0o644))
	for _, sub := range []string{"spool", "log", "mail"} {
		err = errors.Join(err, os.Mkdir(filepath.Join(dir, sub), 0o700))
	}
	for _, name := range []string{"spool", "log", "mail", "key.pem"} {
		err = errors.Join(err, os.Chown(filepath.Join(dir, name), uid, gid))
	}
	if err != nil {
		t.Fatal(err)
	}
	s.run = exec.Command(binary, "-C", filepath.Join(dir, "conf"), "-bdf")
	t.Cleanup(func() { s.Stop() })
	s.Start()
	return s
}

// Start starts it, also again after Stop, on the same port.
func (s *MailServer) Start() {
	s.t.Helper()
	var said bytes.Buffer
	s.run = exec.Command(s.run.Path, s.run.Args[1:]...)
	s.run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with the processes that deliver
	s.run.Stdout, s.run.Stderr = &said, &said
	if err := s.run.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 200 {
		if c, err := net.Dial("tcp", s.Addr); err == nil {
			c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.Stop()
	s.t.Fatalf("exim does not listen: %s", said.String())
}

// Stop kills it.
func (s *MailServer) Stop() {
	if s.run.Process != nil && s.run.ProcessState == nil {
		_ = syscall.Kill(-s.run.Process.Pid, syscall.SIGKILL)
		_ = s.run.Wait()
	}
}

// Mails waits until at least n mails have come and returns all, the oldest
// first.
func (s *MailServer) Mails(n int) []*mail.Message {
	s.t.Helper()
	var names []string
	for range 500 {
		names, _ = filepath.Glob(filepath.Join(s.dir, "mail", "new", "*"))
		if len(names) >= n {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if len(names) < n {
		log, _ := os.ReadFile(filepath.Join(s.dir, "log", "mainlog"))
		s.t.Fatalf("%d mails have come, want %d\n%s", len(names), n, log)
	}
	slices.Sort(names)
	var out []*mail.Message
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			s.t.Fatal(err)
		}
		m, err := mail.ReadMessage(bytes.NewReader(text))
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func freePorts(t testing.TB) (out [2]string) {
	t.Helper()
	for i := range out {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		_, out[i], _ = net.SplitHostPort(l.Addr().String())
	}
	return out
}

// certificate makes a key and a certificate for this machine in a folder, and
// who vouches for it.
func certificate(dir string) (*x509.CertPool, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.example.cn"}, NotBefore: now.Add(-time.Hour),
		NotAfter: now.Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	return roots, errors.Join(os.WriteFile(filepath.Join(dir, "cert.pem"), cert, 0o644),
		os.WriteFile(filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}
