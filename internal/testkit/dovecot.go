package testkit

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Mailboxes is Dovecot, an IMAP server as offices run it, on a port of this
// machine and with a folder for its mail. It is run by an ordinary user, and
// knows the account of MailServer. STARTTLS is offered on Addr, TLS from the
// first byte on TLSAddr.
type Mailboxes struct {
	Addr, TLSAddr string
	Roots         *x509.CertPool

	t        testing.TB
	dir      string
	run      *exec.Cmd
	uid, gid int
	put      int
}

const dovecotConf = `
protocols = imap
base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/log
listen = 127.0.0.1
default_internal_user = %[2]s
default_login_user = %[2]s
default_internal_group = %[3]s
ssl = yes
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
mail_location = maildir:%[1]s/mail/%%u
mailbox_list_index = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = scheme=plain username_format=%%u %[1]s/users
}
userdb {
  driver = static
  args = uid=%[4]d gid=%[5]d home=%[1]s/home/%%u allow_all_users=yes
}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = %[6]s
  }
  inet_listener imaps {
    port = %[7]s
    ssl = yes
  }
}
`

// StartMailboxes starts one that ends with the test.
func StartMailboxes(t testing.TB) *Mailboxes {
	t.Helper()
	if _, err := exec.LookPath("/usr/sbin/dovecot"); err != nil {
		Missing(t, "dovecot (dovecot-imapd)")
	}
	// Not t.TempDir: the paths of sockets are short, and its user must look in.
	dir, err := os.MkdirTemp("", "dovecot-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &Mailboxes{t: t, dir: dir}
	owner, err := user.Current()
	if err == nil && owner.Uid == "0" {
		owner, err = user.Lookup("nobody")
	}
	if err != nil {
		t.Fatal(err)
	}
	group, err := user.LookupGroupId(owner.Gid)
	if err != nil {
		t.Fatal(err)
	}
	ports := freePorts(t)
	s.Addr, s.TLSAddr = "127.0.0.1:"+ports[0], "127.0.0.1:"+ports[1]
	_, err1 := fmt.Sscan(owner.Uid, &s.uid)
	_, err2 := fmt.Sscan(owner.Gid, &s.gid)
	s.Roots, err = certificate(dir)
	err = errors.Join(err, err1, err2,
		os.WriteFile(filepath.Join(dir, "users"), []byte(MailUser+":"+MailPassword+"\n"), 0o600),
		os.WriteFile(filepath.Join(dir, "conf"), fmt.Appendf(nil, dovecotConf, dir, owner.Username, group.Name, s.uid, s.gid, ports[0], ports[1]), 0o644))
	for _, sub := range []string{"run", "state", "mail", "home"} {
		err = errors.Join(err, os.Mkdir(filepath.Join(dir, sub), 0o700))
	}
	if err = errors.Join(err, s.own()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop() })
	s.Start()
	return s
}

// own gives all files to the server's user.
func (s *Mailboxes) own() error {
	return filepath.WalkDir(s.dir, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			err = os.Lchown(path, s.uid, s.gid)
		}
		if errors.Is(err, fs.ErrNotExist) { // a file of the server's, gone meanwhile
			return nil
		}
		return err
	})
}

// Start starts it, also again after Stop, on the same port.
func (s *Mailboxes) Start() {
	s.t.Helper()
	var said bytes.Buffer
	s.run = exec.Command("/usr/sbin/dovecot", "-F", "-c", filepath.Join(s.dir, "conf"))
	s.run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() == 0 {
		s.run.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(s.uid), Gid: uint32(s.gid)}
	}
	s.run.Dir = s.dir
	s.run.Stdout, s.run.Stderr = &said, &said
	if err := s.run.Start(); err != nil {
		s.t.Fatal(err)
	}
	for range 300 {
		if c, err := net.Dial("tcp", s.Addr); err == nil {
			c.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	s.Stop()
	log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	s.t.Fatalf("dovecot does not listen: %s\n%s", said.String(), log)
}

// Stop ends it with all its processes.
func (s *Mailboxes) Stop() {
	if s.run != nil && s.run.Process != nil && s.run.ProcessState == nil {
		_ = syscall.Kill(-s.run.Process.Pid, syscall.SIGKILL)
		_ = s.run.Wait()
		_ = os.RemoveAll(filepath.Join(s.dir, "run")) // sockets and the pid of who is dead
		_ = os.Mkdir(filepath.Join(s.dir, "run"), 0o700)
		_ = s.own()
	}
}

// Deliver puts a mail into a folder as a delivery agent does: a file of new.
func (s *Mailboxes) Deliver(folder string, raw []byte) {
	s.t.Helper()
	box := s.Folder(folder)
	s.put++
	name := fmt.Sprintf("%d.M%06dP1.test", time.Now().Unix(), s.put)
	tmp := filepath.Join(box, "tmp", name)
	if err := errors.Join(os.WriteFile(tmp, raw, 0o600), os.Lchown(tmp, s.uid, s.gid), os.Rename(tmp, filepath.Join(box, "new", name))); err != nil {
		s.t.Fatal(err)
	}
}

// Folder makes a folder where it is not there, and says where.
func (s *Mailboxes) Folder(folder string) string {
	s.t.Helper()
	box := filepath.Join(s.dir, "mail", MailUser)
	if folder != "INBOX" {
		box = filepath.Join(box, "."+folder)
	}
	for _, sub := range []string{"tmp", "new", "cur"} {
		if err := os.MkdirAll(filepath.Join(box, sub), 0o700); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.own(); err != nil {
		s.t.Fatal(err)
	}
	return box
}

// Held are the mails of a folder, by their flags as Maildir writes them: "" for
// one that nobody saw, "S" for one that was.
func (s *Mailboxes) Held(folder string) (flags []string) {
	s.t.Helper()
	for _, sub := range []string{"new", "cur"} {
		names, err := filepath.Glob(filepath.Join(s.Folder(folder), sub, "*"))
		if err != nil {
			s.t.Fatal(err)
		}
		for _, name := range names {
			_, f, _ := strings.Cut(filepath.Base(name), ":2,")
			flags = append(flags, f)
		}
	}
	return flags
}

// Renumber lets the server forget its numbers of a folder, as after a restore:
// UIDVALIDITY changes, and every mail has a new UID.
func (s *Mailboxes) Renumber(folder string) {
	s.t.Helper()
	s.Stop()
	names, _ := filepath.Glob(filepath.Join(s.Folder(folder), "dovecot*"))
	for _, name := range names {
		if err := os.Remove(name); err != nil {
			s.t.Fatal(err)
		}
	}
	time.Sleep(1100 * time.Millisecond) // UIDVALIDITY is a second
	s.Start()
}
