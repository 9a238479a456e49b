package post_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/internal/post"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/people"
)

var ctx = context.Background()

// desk is a database with one organ, and a clock.
type desk struct {
	*store.DB
	t     *testing.T
	clock *testkit.Clock
}

func open(t *testing.T, db *store.DB) *desk {
	t.Helper()
	key, err := secret.Load(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetSealer(key)
	d := &desk{db, t, testkit.NewClock(t, "2025-03-03")}
	d.update(func(tx *store.Tx) error {
		return tx.PutOrgan(people.Organ{ID: "o1", Token: "yykjj", Name: "岳阳市科学技术局", CreditCode: "11430600006387561X", Email: "yykjj@example.cn"})
	})
	return d
}

func (d *desk) update(f func(*store.Tx) error) {
	d.t.Helper()
	if err := d.Update(ctx, f); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) enqueue(to, subject string) (id ledger.ID) {
	d.t.Helper()
	d.update(func(tx *store.Tx) (err error) {
		id, err = tx.Enqueue(store.Mail{Organ: "o1", About: "r1", At: d.clock.Now(), To: to, Subject: subject, Text: "您好！\n"})
		return err
	})
	return id
}

func (d *desk) pump(s post.Sender) *post.Pump {
	return &post.Pump{DB: d.DB, Sender: s, Now: d.clock.Now, Log: slog.New(slog.NewTextHandler(d.t.Output(), nil))}
}

func (d *desk) pass(p *post.Pump, want int) {
	d.t.Helper()
	n, err := p.Pass(ctx)
	if err != nil || n != want {
		d.t.Fatalf("%d mails were sent (%v), want %d", n, err, want)
	}
}

func (d *desk) in(state store.MailState) (out []store.Mail) {
	d.t.Helper()
	if err := d.View(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.Outbox("o1", state, 0, 0)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	return out
}

func (d *desk) later(by time.Duration) { d.clock.Set(d.clock.Now().Add(by)) }

// sender is a Sender that answers what the test wants.
type sender func(ctx context.Context, m store.Mail) error

func (f sender) Send(ctx context.Context, m store.Mail) error { return f(ctx, m) }

// Nothing is lost while the mail server is dead, and all goes out, once, when
// it is back.
func TestDeadServer(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		server := testkit.StartMailServer(t)
		server.Stop()
		smtp := over(t, server)
		p := d.pump(smtp)
		d.enqueue("zhang@example.cn", "第一封")
		d.enqueue("li@example.cn", "第二封")
		d.pass(p, 0)
		d.pass(p, 0)
		d.pass(p, 0) // both wait for their next attempt
		waiting := d.in(store.MailWaiting)
		if len(waiting) != 2 || waiting[0].Tries != 1 || waiting[1].Tries != 1 {
			t.Fatalf("after three passes: %+v", waiting)
		}
		if why := waiting[0].LastError; !strings.HasPrefix(why, "连不上邮件服务器 127.0.0.1:") {
			t.Errorf("the reason is %q", why)
		}
		for range 8 {
			d.later(8 * time.Hour)
			d.pass(p, 0)
		}
		server.Start()
		d.later(6 * time.Hour)
		d.pass(p, 2) // the first success lets the other go at once
		d.later(24 * time.Hour)
		d.pass(p, 0)
		got := server.Mails(2)
		if len(got) != 2 || len(d.in(store.MailSent)) != 2 || len(d.in(store.MailWaiting)) != 0 {
			t.Errorf("%d mails have come, want each once", len(got))
		}
	})
}

// Each mail goes out once, however many pumps there are, on both databases.
func TestManyPumps(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		const mails, pumps = 40, 4
		for i := range mails {
			d.enqueue(fmt.Sprintf("p%d@example.cn", i), "通知")
		}
		var mu sync.Mutex
		times := map[ledger.ID]int{}
		count := sender(func(_ context.Context, m store.Mail) error {
			mu.Lock()
			defer mu.Unlock()
			times[m.ID]++
			return nil
		})
		var all sync.WaitGroup
		sent := make([]int, pumps)
		for i := range pumps {
			all.Go(func() {
				n, err := d.pump(count).Pass(ctx)
				if err != nil && !errors.Is(err, store.ErrBusy) {
					t.Error(err)
				}
				sent[i] = n
			})
		}
		all.Wait()
		if _, err := d.pump(count).Pass(ctx); err != nil { // what a pump left that lost a race
			t.Error(err)
		}
		for id, n := range times {
			if n != 1 {
				t.Errorf("mail %s was sent %d times", id, n)
			}
		}
		if len(times) != mails || len(d.in(store.MailSent)) != mails {
			t.Errorf("%d mails were sent, %d are noted so, want %d; by pump %v", len(times), len(d.in(store.MailSent)), mails, sent)
		}
	})
}

// A node that is killed after it sent and before it noted so leaves a mail that
// the next node sends again when the lease is over, as the same message.
func TestKilledBeforeNoting(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		server := testkit.StartMailServer(t)
		smtp := over(t, server)
		id := d.enqueue("zhang@example.cn", "答复已作出")
		d.update(func(tx *store.Tx) error {
			got, err := tx.ClaimMail(d.clock.Now(), 5*time.Minute, "dead", 9)
			if err == nil && len(got) == 1 {
				err = smtp.Send(ctx, got[0])
			}
			return err
		})
		p := d.pump(smtp)
		d.pass(p, 0)
		d.later(4 * time.Minute)
		d.pass(p, 0)
		d.later(2 * time.Minute)
		d.pass(p, 1)
		d.later(time.Hour)
		d.pass(p, 0)
		ids := 0
		for _, m := range server.Mails(2) {
			if m.Header.Get("Message-ID") == "<"+string(id)+"@example.gov.cn>" {
				ids++
			}
		}
		if ids != 2 {
			t.Errorf("%d messages with the id of the mail, want 2", ids)
		}
		// What the dead node would say, were it only slow, changes nothing.
		d.update(func(tx *store.Tx) error {
			return tx.MailFailed(id, "dead", d.clock.Now(), time.Time{}, "迟到的结果")
		})
		if sent := d.in(store.MailSent); len(sent) != 1 || sent[0].LastError != "" {
			t.Errorf("sent: %+v", sent)
		}
	})
}

// A mailbox that is not there is not asked again; one that is full is, ever
// more rarely, until three days are over. Both then wait for people.
func TestFailures(t *testing.T) {
	t.Parallel()
	server := testkit.StartMailServer(t)
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		p := d.pump(over(t, server))
		gone, full := d.enqueue("nobody@example.cn", "答复已作出"), d.enqueue("later@example.cn", "答复已作出")
		d.pass(p, 0)
		failed := d.in(store.MailFailed)
		if len(failed) != 1 || failed[0].ID != gone || failed[0].Tries != 1 || failed[0].DoneAt.IsZero() {
			t.Fatalf("failed: %+v", failed)
		}
		if why := failed[0].LastError; !strings.HasPrefix(why, "对方邮箱不存在或拒收：550 ") || strings.Contains(why, "nobody@") {
			t.Errorf("the reason is %q", why)
		}
		began := d.clock.Now()
		for len(d.in(store.MailWaiting)) > 0 {
			w := d.in(store.MailWaiting)[0]
			if pause := w.NextAt.Sub(d.clock.Now()); w.ID != full || pause > 6*time.Hour {
				t.Fatalf("waiting: %+v, pause %v", w, pause)
			}
			d.clock.Set(w.NextAt)
			d.pass(p, 0)
		}
		took := d.clock.Now().Sub(began)
		failed = d.in(store.MailFailed)
		if len(failed) != 2 || took < 66*time.Hour || took > 72*time.Hour {
			t.Fatalf("given up after %v: %+v", took, failed)
		}
		last := failed[0] // the newest first
		if last.ID != full || last.Tries < 15 || last.Tries > 25 || !strings.Contains(last.LastError, "请稍后再试：451 greylisted") {
			t.Errorf("given up: %+v", last)
		}
		// The next round begins anew.
		d.update(func(tx *store.Tx) error { return tx.RetryMail("o1", full, d.clock.Now()) })
		d.pass(p, 0)
		if w := d.in(store.MailWaiting); len(w) != 1 || w[0].Tries != 1 || w[0].NextAt.Sub(d.clock.Now()) > time.Minute {
			t.Errorf("after the retry: %+v", w)
		}
	})
}

// When the program is told to stop, the mail in hand is finished and no other
// is begun.
func TestStop(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		d.enqueue("a@example.cn", "一")
		d.enqueue("b@example.cn", "二")
		running, stop := context.WithCancel(ctx)
		p := d.pump(sender(func(ctx context.Context, m store.Mail) error {
			stop()
			select {
			case <-ctx.Done():
				t.Error("the mail in hand was cut off")
			case <-time.After(50 * time.Millisecond):
			}
			return nil
		}))
		p.Run(running, nil)
		if s, w := d.in(store.MailSent), d.in(store.MailWaiting); len(s) != 1 || len(w) != 1 || w[0].Tries != 0 {
			t.Errorf("sent %+v, waiting %+v", s, w)
		}
	})
}

// A program that is started with a mended setting does not wait for the pauses
// that the wrong one brought about.
func TestStartAnew(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		d.enqueue("a@example.cn", "一")
		d.pass(d.pump(sender(func(context.Context, store.Mail) error { return &post.Failure{Kind: post.Down, Words: "连不上"} })), 0)
		running, stop := context.WithCancel(ctx)
		d.pump(sender(func(context.Context, store.Mail) error { stop(); return nil })).Run(running, nil)
		if s := d.in(store.MailSent); len(s) != 1 || s[0].Tries != 2 {
			t.Errorf("sent: %+v", s)
		}
	})
}

// Whom a mail goes to, what it says and what the server answers stand nowhere
// in the database as they are.
func TestSealed(t *testing.T) {
	t.Parallel()
	at := testkit.Fresh(t, "sqlite")
	d := open(t, testkit.Open(t, at))
	d.enqueue("geheimnis@example.cn", "PlantedSubject")
	d.pass(d.pump(sender(func(context.Context, store.Mail) error {
		return &post.Failure{Kind: post.Permanent, Words: "PlantedReason"}
	})), 0)
	if f := d.in(store.MailFailed); len(f) != 1 || f[0].To != "geheimnis@example.cn" || f[0].LastError != "PlantedReason" {
		t.Fatalf("failed: %+v", f)
	}
	for _, tail := range []string{"", "-wal"} {
		b, err := os.ReadFile(strings.TrimPrefix(at, "sqlite:") + tail)
		if err != nil {
			t.Fatal(err)
		}
		if tail == "-wal" && !bytes.Contains(b, []byte("yykjj@example.cn")) {
			t.Error("the organ's address is not there either: the test looks at the wrong bytes")
		}
		for _, planted := range []string{"geheimnis", "PlantedSubject", "PlantedReason", "您好"} {
			if bytes.Contains(b, []byte(planted)) {
				t.Errorf("%s stands in the file%s", planted, tail)
			}
		}
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	for tries, want := range map[int]time.Duration{0: time.Minute, 1: time.Minute, 2: 2 * time.Minute, 9: 256 * time.Minute, 10: 6 * time.Hour, 999: 6 * time.Hour} {
		if got := post.Delay(tries); got != want {
			t.Errorf("after %d attempts a pause of %v, want %v", tries, got, want)
		}
	}
}
