package mailin_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/access"
	"gongkai/internal/mailin"
	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
)

// desk is an office whose mailbox is on a real IMAP server.
type desk struct {
	*office.Office
	t           *testing.T
	db          *store.DB
	clock       *testkit.Clock
	server      *testkit.Mailboxes
	clerk, boss access.Actor
}

func open(t *testing.T, db *store.DB) *desk {
	t.Helper()
	d := &desk{t: t, db: db, clock: testkit.NewClock(t, "2026-11-23"), server: testkit.StartMailboxes(t)}
	d.Office = testkit.Office(t, db, d.clock.Now)
	officer := func(login, role string) office.FoundingOfficer {
		return office.FoundingOfficer{Password: "Demo-2019-gongkai", OfficerForm: office.OfficerForm{Login: login, Name: login, Unit: "yykjj:bgs", Roles: []string{role}}}
	}
	d.must(d.Found(t.Context(), office.Founding{Organ: people.Organ{Token: "yykjj", Name: "岳阳市科学技术局", CreditCode: "11430600006387561X"},
		Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}}, Columns: publication.DefaultColumns(),
		Officers: []office.FoundingOfficer{officer("jingban", "clerk"), officer("zhuren", "office"), officer("xitong", "system_admin")}}))
	for login, into := range map[string]*access.Actor{"jingban": &d.clerk, "zhuren": &d.boss} {
		a, err := d.Actor(t.Context(), office.OfficerID("yykjj", login))
		d.must(err)
		*into = a
	}
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// form is the mailbox of the test's server, over STARTTLS.
func (d *desk) form() office.InboxForm {
	host, port, err := net.SplitHostPort(d.server.Addr)
	d.must(err)
	return office.InboxForm{Mailbox: "director", Host: host, Port: port, Secure: office.InboxSTARTTLS, Account: testkit.MailUser,
		Password: testkit.MailPassword, Folder: "INBOX", Done: office.InboxLeave, Older: true, Active: true}
}

func (d *desk) save(f office.InboxForm) ledger.ID {
	d.t.Helper()
	id, err := d.SaveInbox(d.t.Context(), d.boss, "", f)
	d.must(err)
	return id
}

func (d *desk) reader() *mailin.Reader {
	return &mailin.Reader{Office: d.Office, Roots: d.server.Roots, Log: slog.New(slog.NewTextHandler(d.t.Output(), nil))}
}

// pass lets the pauses go by and reads.
func (d *desk) pass(r *mailin.Reader, want int) {
	d.t.Helper()
	d.later(time.Hour)
	n, err := r.Pass(d.t.Context())
	if err != nil || n != want {
		rows, _ := d.Inboxes(d.t.Context(), d.boss)
		d.t.Fatalf("%d mails were taken (%v), want %d; %+v", n, err, want, rows.Rows)
	}
}

func (d *desk) later(by time.Duration) { d.clock.Set(d.clock.Now().Add(by)) }

func (d *desk) mails(fate store.Fate) []office.InMailRow {
	d.t.Helper()
	l, err := d.InMails(d.t.Context(), d.boss, string(fate), 1)
	d.must(err)
	return l.Rows
}

func (d *desk) row(id ledger.ID) office.InboxRow {
	d.t.Helper()
	r, err := d.Inbox(d.t.Context(), d.boss, id)
	d.must(err)
	return r
}

// post is a small mail.
func post(n int, head, text string) []byte {
	return fmt.Appendf(nil, "From: Zhang <zhang%d@example.cn>\r\nSubject: letter %d\r\nMessage-ID: <m%d@example.cn>\r\n%s\r\n%s\r\n", n, n, n, head, text)
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "eml", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// R-L13, R-L14: whatever real mail comes into the mailbox is a letter once, or
// aside with its reason; nothing is lost, and nothing in the mailbox changes.
func TestReads(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		names, err := filepath.Glob("../eml/testdata/*.eml")
		d.must(err)
		for _, name := range names {
			d.server.Deliver("INBOX", sample(t, filepath.Base(name)))
		}
		d.server.Deliver("INBOX", sample(t, "html.eml")) // the same again
		id := d.save(d.form())
		r := d.reader()
		d.pass(r, len(names)+1)
		d.pass(r, 0)
		var aside []string
		for _, m := range d.mails(store.MailAside) {
			aside = append(aside, m.Reason+" "+m.Words)
		}
		slices.Sort(aside)
		if want := []string{"群发邮件 ", "自动回复 ", "退信 ", "邮件服务器标为垃圾邮件 "}; !slices.Equal(aside, want) {
			t.Errorf("aside: %q", aside)
		}
		if got := len(d.mails(store.MailLetter)); got != len(names)-4 {
			t.Errorf("%d letters of %d mails", got, len(names))
		}
		if got := len(d.mails(store.MailTwice)); got != 1 {
			t.Errorf("%d came twice", got)
		}
		if b := d.row(id); b.GoodAt.IsZero() || b.LastError != "" || b.Password != "" || b.UID == 0 {
			t.Errorf("the mailbox: %+v", b)
		}
		for _, flags := range d.server.Held("INBOX") {
			if flags != "" {
				t.Errorf("a mail has the flags %q", flags)
			}
		}
	})
}

// R-L13: what came is known again when the server numbers anew, and what was
// there before is left alone unless it is wanted.
func TestFromNowOn(t *testing.T) {
	t.Parallel()
	d := open(t, testkit.Open(t, testkit.Fresh(t, "sqlite")))
	d.server.Deliver("INBOX", post(1, "", "from before"))
	f := d.form()
	f.Older = false
	id := d.save(f)
	r := d.reader()
	d.pass(r, 0)
	d.server.Deliver("INBOX", post(2, "", "from now on"))
	d.pass(r, 1)
	before := d.row(id).Validity
	d.server.Renumber("INBOX")
	d.server.Deliver("INBOX", post(3, "", "after that"))
	d.pass(r, 3) // two of them are known, or from before
	if b := d.row(id); b.Validity == before {
		t.Fatal("the server did not number anew")
	}
	d.pass(r, 0)
}

// R-L13: a mail that was taken in is marked or moved where that is wanted, also
// after a kill in between, and never deleted.
func TestMarks(t *testing.T) {
	t.Parallel()
	d := open(t, testkit.Open(t, testkit.Fresh(t, "sqlite")))
	d.server.Folder("done")
	for i, done := range []string{office.InboxSeen, office.InboxMove} {
		folder := fmt.Sprintf("box%d", i)
		d.server.Folder(folder)
		d.server.Deliver(folder, post(10*i+1, "", "first mail"))
		f := d.form()
		f.Folder, f.Done, f.DoneFolder, f.Secure, f.Port = folder, done, "done", office.InboxTLS, ""
		_, f.Port, _ = net.SplitHostPort(d.server.TLSAddr)
		id := d.save(f)
		d.pass(d.reader(), 1)
		// Another process takes the next one in and dies before it tells the server.
		d.server.Deliver(folder, post(10*i+2, "", "second mail"))
		b, err := d.TryInbox(t.Context(), d.boss, id, "dead")
		d.must(err)
		_, err = d.TakeMail(t.Context(), b, "dead", office.ArrivedMail{UID: b.UID + 1, At: time.Now(), Raw: post(10*i+2, "", "second mail"), Size: 9, Whole: true})
		d.must(err)
		if _, err := d.reader().Pass(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := d.row(id); !got.TriedAt.Before(b.NextAt.Add(time.Minute)) {
			t.Error("the mailbox was read although another had it")
		}
		d.pass(d.reader(), 0)
		if done == office.InboxSeen {
			if got := d.server.Held(folder); !slices.Equal(got, []string{"S", "S"}) {
				t.Errorf("flags %q", got)
			}
			continue
		}
		if left, moved := d.server.Held(folder), d.server.Held("done"); len(left) != 0 || len(moved) != 2 {
			t.Errorf("%d are left, %d were moved", len(left), len(moved))
		}
	}
	if got := len(d.mails(store.MailLetter)); got != 4 {
		t.Errorf("%d letters", got)
	}
}

// R-L13: a server that is away is asked again, more and more rarely but within
// the hour; the desk says why, and after a day without a reading everybody who
// can mend it is told (§D.2(4)).
func TestAway(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		id := d.save(d.form())
		r := d.reader()
		d.pass(r, 0)
		d.server.Deliver("INBOX", post(1, "", "waits for the server"))
		d.server.Stop()
		var pauses []time.Duration
		for range 9 {
			d.clock.Set(d.row(id).NextAt)
			if n, err := r.Pass(t.Context()); n != 0 || err != nil {
				t.Fatalf("%d, %v", n, err)
			}
			b := d.row(id)
			pauses = append(pauses, b.NextAt.Sub(b.TriedAt).Round(time.Minute))
		}
		if !slices.IsSorted(pauses) || pauses[0] != time.Minute || pauses[8] != time.Hour {
			t.Errorf("pauses %v", pauses)
		}
		if b := d.row(id); !strings.HasPrefix(b.LastError, "邮件服务器 127.0.0.1:") || !strings.Contains(b.LastError, "拒绝连接") || b.Stale {
			t.Errorf("the mailbox: %+v", b)
		}
		told := func() bool {
			desk, err := d.Desk(t.Context(), d.boss)
			d.must(err)
			return slices.ContainsFunc(desk.Notices, func(w office.Warning) bool {
				return strings.Contains(w.Words, "局长信箱的邮箱已经一天以上没有收成邮件")
			})
		}
		if told() {
			t.Error("told on the first day")
		}
		d.later(25 * time.Hour)
		if !told() {
			t.Error("nobody is told after a day")
		}
		d.server.Start()
		d.pass(r, 1)
		if told() || d.row(id).LastError != "" {
			t.Error("it is still said to be wrong")
		}
	})
}

// R-L13: several processes read one mailbox, and each mail is one letter.
func TestManyReaders(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		const mails = 25
		for i := range mails {
			d.server.Deliver("INBOX", post(i, "", "one of many"))
		}
		d.save(d.form())
		d.later(time.Hour)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := d.reader().Pass(t.Context()); err != nil {
					if _, busy := refusal.As(err); !busy {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		d.pass(d.reader(), 0)
		if got := d.inAll(store.MailLetter); got != mails {
			t.Errorf("%d letters of %d mails", got, mails)
		}
	})
}

func (d *desk) inAll(fate store.Fate) int {
	d.t.Helper()
	l, err := d.InMails(d.t.Context(), d.boss, string(fate), 1)
	d.must(err)
	return l.Total
}

// R-L13: told to stop, the reader ends, and the next begins where it was. On a
// machine that is quick or busy a reader may be done before it hears of it; then
// as many mails again come in.
func TestStop(t *testing.T) {
	t.Parallel()
	const some = 60
	d := open(t, testkit.Open(t, testkit.Fresh(t, "sqlite")))
	id, all := d.save(d.form()), 0
	for stopped := false; !stopped; {
		if all == 10*some {
			t.Fatal("the reader was never stopped on its way")
		}
		for i := range some {
			d.server.Deliver("INBOX", post(all+i, "", "some mail"))
		}
		d.later(time.Hour)
		ctx, stop := context.WithCancel(t.Context())
		heard, enough := make(chan struct{}), all+3
		go func() {
			defer close(heard)
			for ctx.Err() == nil && d.inAll(store.MailLetter) < enough {
				time.Sleep(time.Millisecond)
			}
			stop()
		}()
		first, err := d.reader().Pass(ctx)
		told := ctx.Err() != nil
		stop()
		<-heard
		if err != nil && !told {
			t.Fatal(err)
		}
		if b := d.row(id); b.LastError != "" || b.Tries != 0 {
			t.Errorf("the stop is said to be a failure: %+v", b.Inbox)
		}
		stopped = told && first < some
		all += some
	}
	_, err := d.reader().Pass(t.Context())
	d.must(err)
	if got := d.inAll(store.MailLetter); got != all {
		t.Errorf("%d letters of %d mails", got, all)
	}
}

// A mail that is too large is not read into memory: its head is put aside and
// the mail stays in the mailbox, unmarked. R-L14.
func TestLarge(t *testing.T) {
	t.Parallel()
	d := open(t, testkit.Open(t, testkit.Fresh(t, "sqlite")))
	d.server.Deliver("INBOX", post(1, "", strings.Repeat(strings.Repeat("x", 76)+"\r\n", 420_000)))
	d.server.Deliver("INBOX", post(2, "", "a small one"))
	f := d.form()
	f.Done = office.InboxSeen
	id := d.save(f)
	d.pass(d.reader(), 2)
	aside := d.mails(store.MailAside)
	if len(aside) != 1 || aside[0].Why != "large" || aside[0].Subject != "letter 1" || aside[0].Size < office.MostMail {
		t.Fatalf("aside: %+v", aside)
	}
	if got := d.server.Held("INBOX"); !slices.Contains(got, "") || !slices.Contains(got, "S") {
		t.Errorf("flags %q", got)
	}
	// Nor do mails that the server cannot give hold up others, or hide each other.
	b, err := d.TryInbox(t.Context(), d.boss, id, "test")
	d.must(err)
	for uid := uint32(91); uid < 93; uid++ {
		fate, err := d.TakeMail(t.Context(), b, "test", office.ArrivedMail{UID: uid})
		d.must(err)
		if fate != store.MailAside {
			t.Errorf("mail %d: %s", uid, fate)
		}
	}
}

// What is wrong with the settings is said in words, at once.
func TestWords(t *testing.T) {
	t.Parallel()
	d := open(t, testkit.Open(t, testkit.Fresh(t, "sqlite")))
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	d.must(err)
	d.must(silent.Close())
	_, closed, _ := net.SplitHostPort(silent.Addr().String())
	_, tlsPort, _ := net.SplitHostPort(d.server.TLSAddr)
	for name, x := range map[string]struct {
		change func(*office.InboxForm)
		roots  bool
		want   string
	}{
		"good":      {func(*office.InboxForm) {}, true, "连接成功，没有新邮件。"},
		"tls":       {func(f *office.InboxForm) { f.Secure, f.Port = office.InboxTLS, tlsPort }, true, "连接成功，没有新邮件。"},
		"plain":     {func(f *office.InboxForm) { f.Secure = office.InboxPlain }, true, "连接成功，没有新邮件。"},
		"name":      {func(f *office.InboxForm) { f.Host = "nosuch.invalid" }, true, "找不到邮件服务器 nosuch.invalid，请核对主机名"},
		"refused":   {func(f *office.InboxForm) { f.Port = closed }, true, "邮件服务器 127.0.0.1:" + closed + " 拒绝连接，请核对端口"},
		"password":  {func(f *office.InboxForm) { f.Password = "falsch" }, true, "账号或密码不对，或者没有开通 IMAP"},
		"folder":    {func(f *office.InboxForm) { f.Folder = "来信" }, true, "邮箱里没有文件夹“来信”，或者不能打开"},
		"to folder": {func(f *office.InboxForm) { f.Done, f.DoneFolder = office.InboxMove, "已收" }, true, "邮箱里没有文件夹“已收”，或者不能移入"},
		"untrusted": {func(*office.InboxForm) {}, false, "的证书不可信或与主机名不符"},
		"wrong way": {func(f *office.InboxForm) { f.Secure = office.InboxTLS }, true, "建立不了加密连接"},
	} {
		t.Run(name, func(t *testing.T) {
			f := d.form()
			x.change(&f)
			id, err := d.SaveInbox(t.Context(), d.boss, "", f)
			if err != nil {
				t.Fatal(err)
			}
			r := d.reader()
			if !x.roots {
				r.Roots = nil
			}
			said, err := r.Try(t.Context(), d.boss, id)
			if err != nil || !strings.Contains(said, x.want) {
				t.Errorf("%q (%v), want %q", said, err, x.want)
			}
			b := d.row(id)
			if good := strings.HasPrefix(x.want, "连接成功"); good != (b.LastError == "") || !good && b.LastError != said {
				t.Errorf("noted: %q", b.LastError)
			}
			b.Active = false
			f.Rev, f.Active = b.Rev, false
			f.Host = "off-" + strings.ReplaceAll(name, " ", "-") + ".example.cn"
			if f.Secure == office.InboxPlain {
				f.Secure = office.InboxTLS
			}
			if _, err := d.SaveInbox(t.Context(), d.boss, id, f); err != nil {
				t.Error(err)
			}
		})
	}
	if _, err := d.reader().Try(t.Context(), d.clerk, "x"); err == nil {
		t.Error("a clerk may try")
	}
}

// The account and its password, and what people write, stand nowhere as they
// are.
func TestSealed(t *testing.T) {
	t.Parallel()
	at := testkit.Fresh(t, "sqlite")
	d := open(t, testkit.Open(t, at))
	d.server.Deliver("INBOX", post(77, "X-Spam-Flag: YES\r\n", "PlantedText"))
	d.save(d.form())
	d.pass(d.reader(), 1)
	for _, tail := range []string{"", "-wal"} {
		b, err := os.ReadFile(strings.TrimPrefix(at, "sqlite:") + tail)
		d.must(err)
		for _, planted := range []string{testkit.MailPassword, "zhang77", "PlantedText", "letter 77"} {
			if bytes.Contains(b, []byte(planted)) {
				t.Errorf("%s stands in the file%s", planted, tail)
			}
		}
	}
}
