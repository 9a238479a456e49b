package store_test

import (
	"errors"
	"testing"
	"time"

	"gongkai/internal/store"
	"gongkai/ledger"
)

func (b *base) mails(state store.MailState) (out []store.Mail) {
	b.t.Helper()
	b.view(func(tx *store.Tx) (err error) {
		out, err = tx.Outbox("o1", state, 0, 0)
		return err
	})
	return out
}

func (b *base) claim(at time.Time, by string) (out []store.Mail) {
	b.t.Helper()
	b.update(func(tx *store.Tx) (err error) {
		out, err = tx.ClaimMail(at, time.Minute, by, 10)
		return err
	})
	return out
}

// A mail goes through the outbox as it was written, and only if the decision
// that it tells of stands.
func TestOutbox(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		written := store.Mail{Organ: "o1", About: "r1", At: now, To: "zhang@example.cn", Subject: hard, Text: hard + "\n",
			Files: []store.MailFile{{Name: "答复书.pdf", Type: "application/pdf", Bytes: []byte{0, 0xff}}}}
		no := errors.New("no")
		if err := b.Record(ctx, "o1", now, func(tx *store.Tx) error {
			_, err := tx.Enqueue(written)
			return errors.Join(err, no)
		}); !errors.Is(err, no) {
			t.Fatal(err)
		}
		if got := b.mails(store.MailWaiting); len(got) != 0 {
			t.Fatalf("mail of a decision that fell through: %+v", got)
		}
		b.record("o1", func(tx *store.Tx) (err error) {
			written.ID, err = tx.Enqueue(written)
			return err
		})
		written.State, written.NextAt, written.OrganName = store.MailWaiting, now, "岳阳市科学技术局"
		if early := b.claim(now.Add(-time.Millisecond), "x"); len(early) != 0 {
			t.Errorf("claimed before its time: %+v", early)
		}
		same(t, "claimed", []store.Mail{written}, b.claim(now, "x"))
		if again := b.claim(now.Add(59*time.Second), "y"); len(again) != 0 {
			t.Errorf("claimed twice: %+v", again)
		}
		b.update(func(tx *store.Tx) error { return tx.ReleaseMail(written.ID, "y") }) // not y's to release
		if again := b.claim(now, "y"); len(again) != 0 {
			t.Errorf("released by another: %+v", again)
		}
		same(t, "claimed after the lease", []store.Mail{written}, b.claim(now.Add(time.Minute), "y"))
		b.update(func(tx *store.Tx) error { return tx.ReleaseMail(written.ID, "y") })
		same(t, "claimed after release", []store.Mail{written}, b.claim(now.Add(time.Minute), "z"))

		at := now.Add(time.Minute)
		b.update(func(tx *store.Tx) error {
			return errors.Join(tx.MailFailed(written.ID, "y", at, time.Time{}, "y has no say"),
				tx.MailFailed(written.ID, "z", at, at.Add(time.Hour), "慢"))
		})
		row := written
		row.Text, row.Files, row.Tries, row.FirstTry, row.NextAt, row.LastError = "", nil, 1, at, at.Add(time.Hour), "慢"
		same(t, "after an attempt", []store.Mail{row}, b.mails(store.MailWaiting))
		b.update(func(tx *store.Tx) error { return tx.HastenMail(at) })
		got := b.claim(at, "z")
		if len(got) != 1 || got[0].Text != written.Text {
			t.Fatalf("hastened: %+v", got)
		}
		b.update(func(tx *store.Tx) error { return tx.MailFailed(written.ID, "z", at, time.Time{}, "没有这个邮箱") })
		row.Tries, row.State, row.NextAt, row.DoneAt, row.LastError = 2, store.MailFailed, time.Time{}, at, "没有这个邮箱"
		same(t, "failed", []store.Mail{row}, b.mails(store.MailFailed))

		for what, f := range map[string]func(tx *store.Tx) error{
			"a retry by another organ":        func(tx *store.Tx) error { return tx.RetryMail("o2", written.ID, at) },
			"a retry of nothing":              func(tx *store.Tx) error { return tx.RetryMail("o1", "no", at) },
			"dropping a mail of another body": func(tx *store.Tx) error { return tx.DropMail("o2", written.ID, at) },
		} {
			if err := b.Update(ctx, f); !errors.Is(err, store.ErrConflict) {
				t.Errorf("%s: %v", what, err)
			}
		}
		b.update(func(tx *store.Tx) error { return tx.RetryMail("o1", written.ID, at) })
		if got = b.claim(at, "z"); len(got) != 1 || got[0].Tries != 0 || !got[0].FirstTry.IsZero() {
			t.Fatalf("retried: %+v", got)
		}
		if err := b.Update(ctx, func(tx *store.Tx) error { return tx.RetryMail("o1", written.ID, at) }); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a retry of what is being sent: %v", err)
		}
		b.update(func(tx *store.Tx) error { return tx.MailSent(got[0], at) })
		b.update(func(tx *store.Tx) error { return tx.MailSent(got[0], at.Add(time.Hour)) }) // a slow other node
		if sent := b.mails(store.MailSent); len(sent) != 1 || sent[0].LastError != "" || !sent[0].DoneAt.Equal(at) || sent[0].Tries != 1 {
			t.Errorf("sent: %+v", sent)
		}
		if err := b.Update(ctx, func(tx *store.Tx) error { return tx.RetryMail("o1", written.ID, at) }); !errors.Is(err, store.ErrConflict) {
			t.Errorf("a retry of what is sent: %v", err)
		}
	})
}

// Erasing a person takes the mail about the matter along, sent or not, and a
// result that comes late brings none of it back.
func TestEraseMail(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.update(func(tx *store.Tx) (err error) {
			for _, about := range []ledger.ID{"r1", "r1", "r2"} {
				_, err2 := tx.Enqueue(store.Mail{Organ: "o1", About: about, At: now, To: "zhang@example.cn", Subject: "通知"})
				err = errors.Join(err, err2)
			}
			return err
		})
		got := b.claim(now, "x")
		b.update(func(tx *store.Tx) error {
			n, err := tx.DropMailAbout("o2", "r1")
			m, err2 := tx.DropMailAbout("o1", "r1")
			same(t, "erased", []int64{0, 2}, []int64{n, m})
			return errors.Join(err, err2)
		})
		b.update(func(tx *store.Tx) (err error) {
			for _, m := range got {
				err = errors.Join(err, tx.MailSent(m, now))
			}
			return err
		})
		b.view(func(tx *store.Tx) error {
			n, err := tx.CountMail("o1")
			same(t, "left", map[store.MailState]int{store.MailSent: 1}, n)
			return err
		})
		bare, err := store.Open(ctx, b.at)
		if err != nil {
			t.Fatal(err)
		}
		defer bare.Close()
		if err := bare.Update(ctx, func(tx *store.Tx) error {
			_, err := tx.Enqueue(store.Mail{Organ: "o1", At: now, To: "zhang@example.cn", Subject: "通知"})
			return err
		}); err == nil {
			t.Error("a mail was stored without a key")
		}
	})
}
