package mailin_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
	"gongkai/refusal"
)

func (d *desk) letters() []office.InMailRow { return d.mails(store.MailLetter) }

// R-L15: what answers a mail of ours, or names the number from the sender's own
// address, comes to that letter; what only looks so is a letter of its own.
func TestFollows(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		d.save(d.form())
		r := d.reader()
		d.server.Deliver("INBOX", post(1, "", "please tell me when the office is open"))
		d.pass(r, 1)
		first := d.letters()[0]
		// The office told the sender that the letter has come.
		out, err := d.Mails(t.Context(), d.boss, "waiting", 1)
		d.must(err)
		if len(out.Rows) != 1 || out.Rows[0].About != first.About {
			t.Fatalf("the outbox: %+v", out.Rows)
		}
		ours := string(out.Rows[0].ID) + "@example.gov.cn"
		d.server.Deliver("INBOX", []byte("From: elsewhere@example.cn\r\nSubject: Re: yes\r\nMessage-ID: <f1@x.cn>\r\nIn-Reply-To: <"+ours+">\r\n\r\nand on Saturdays?\r\n"))
		d.server.Deliver("INBOX", []byte("From: zhang1@example.cn\r\nSubject: about "+first.Letter+"\r\nMessage-ID: <f2@x.cn>\r\n\r\nstill waiting for it\r\n"))
		d.server.Deliver("INBOX", []byte("From: li@example.cn\r\nSubject: about "+first.Letter+"\r\nMessage-ID: <f3@x.cn>\r\n\r\nI am somebody else here\r\n"))
		d.server.Deliver("INBOX", []byte("From: loop@example.cn\r\nSubject: loop\r\nMessage-ID: <"+ours+">\r\n\r\nyour own mail\r\n"))
		d.pass(r, 4)
		more := d.mails(store.MailMore)
		if len(more) != 2 || more[0].About != first.About || more[1].About != first.About || len(d.letters()) != 2 {
			t.Fatalf("more: %+v, letters %+v", more, d.letters())
		}
		if aside := d.mails(store.MailAside); len(aside) != 1 || aside[0].Reason != "本机关自己发出的邮件" {
			t.Errorf("aside: %+v", aside)
		}
		tasks := func() (n int) {
			desk, err := d.Desk(t.Context(), d.boss)
			d.must(err)
			for _, x := range desk.Tasks {
				if strings.Contains(x.Title, "又来邮件") {
					n++
				}
			}
			return n
		}
		if n := tasks(); n != 2 {
			t.Errorf("%d tasks", n)
		}
		opened, err := d.OpenInMail(t.Context(), d.boss, more[0].ID)
		d.must(err)
		if !strings.Contains(opened.Text, "still waiting") && !strings.Contains(opened.Text, "Saturdays") || tasks() != 1 {
			t.Errorf("opened: %q, %d tasks left", opened.Text, tasks())
		}
		all, err := d.LetterMails(t.Context(), d.boss, first.About)
		d.must(err)
		if len(all.Came) != 3 {
			t.Errorf("%d mails of the letter", len(all.Came))
		}
	})
}

// R-L14: what is aside is read, with its files, made a letter of, or let be;
// twice is told. One sender's flood holds up nobody else (R-L2).
func TestSettle(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		d := open(t, db)
		d.save(d.form())
		r := d.reader()
		d.server.Deliver("INBOX", sample(t, "spam.eml"))
		d.server.Deliver("INBOX", sample(t, "bounce.eml"))
		d.pass(r, 2)
		by := map[ledger.Code]office.InMailRow{}
		for _, m := range d.mails(store.MailAside) {
			by[m.Why] = m
		}
		no, err := d.TakeInMail(t.Context(), d.boss, by["spam"].ID)
		d.must(err)
		if got := d.letters(); len(got) != 1 || got[0].Letter != no {
			t.Errorf("letters: %+v, number %s", got, no)
		}
		d.must(d.CloseInMail(t.Context(), d.boss, by["bounce"].ID))
		for _, id := range []ledger.ID{by["spam"].ID, by["bounce"].ID} {
			_, err := d.TakeInMail(t.Context(), d.boss, id)
			if f, ok := refusal.As(err); !ok || f.Code != "inbox.settle.state" {
				t.Errorf("settled twice: %v", err)
			}
		}
		if m, err := d.OpenInMail(t.Context(), d.boss, by["bounce"].ID); err != nil || m.Kept || m.Subject != "" {
			t.Errorf("what was let be says %+v (%v)", m, err)
		}
		if _, err := d.OpenInMail(t.Context(), d.clerk, by["spam"].ID); err == nil {
			t.Error("a clerk of another matter opens it")
		}
		d.server.Deliver("INBOX", sample(t, "files.eml"))
		for i := range 6 {
			d.server.Deliver("INBOX", fmt.Appendf(nil, "From: flood@example.cn\r\nSubject: flood %d\r\nMessage-ID: <fl%d@x.cn>\r\n\r\nnumber %d of a flood\r\n", i, i, i))
		}
		d.server.Deliver("INBOX", post(9, "", "an ordinary sender"))
		d.pass(r, 8)
		flooded := 0
		for _, m := range d.mails(store.MailAside) {
			if m.Why == "flood" {
				flooded++
			}
		}
		if flooded != 3 || len(d.letters()) != 1+1+3+1 {
			t.Errorf("%d are held back, %d letters", flooded, len(d.letters()))
		}
		for _, m := range d.letters() {
			if m.Subject != "投诉：项目验收" {
				continue
			}
			opened, err := d.OpenInMail(t.Context(), d.boss, m.ID)
			d.must(err)
			name, kind, f, err := d.InMailFile(t.Context(), d.boss, m.ID, 1)
			d.must(err)
			bytes, err := io.ReadAll(f)
			d.must(err)
			if len(opened.Files) != 4 || name != "验收材料.pdf" || kind != "application/pdf" || len(bytes) == 0 {
				t.Errorf("files: %d, %s %s", len(opened.Files), name, kind)
			}
			_, _, raw, err := d.InMailFile(t.Context(), d.boss, m.ID, 0)
			d.must(err)
			whole, err := io.ReadAll(raw)
			d.must(err)
			if string(whole) != string(sample(t, "files.eml")) {
				t.Error("the mail as it came is another")
			}
			l, err := d.LetterMatter(t.Context(), d.boss, m.About)
			d.must(err)
			if len(l.Files) != 2 || !strings.Contains(l.Text.Content, "附件“情况说明.doc”没有收进来信。") {
				t.Errorf("the letter has %d files and says %q", len(l.Files), l.Text.Content)
			}
		}
	})
}
