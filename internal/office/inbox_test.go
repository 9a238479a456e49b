package office_test

import (
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/store"
	"gongkai/internal/testkit"
)

// R-L13: after a day without a reading that went well the desk says so, with the
// reason, to those whose business it is; one good reading ends it, and so does
// switching the mailbox off.
func TestInboxSilence(t *testing.T) {
	t.Parallel()
	testkit.EachDB(t, func(t *testing.T, db *store.DB) {
		h, ctx := newHall(t, db, "2025-03-03"), t.Context()
		f := office.InboxForm{Mailbox: "director", Host: "imap.example.cn", Secure: office.InboxTLS, Account: "kjj@example.cn", Password: "x", Folder: "INBOX",
			Done: office.InboxSeen, Active: true}
		id, err := h.SaveInbox(ctx, h.who["lisi"], "", f)
		h.must(err)
		read := func(why string) {
			t.Helper()
			b, ok, err := h.ClaimInbox(ctx, "reader")
			if err != nil || !ok {
				t.Fatalf("no turn: %t, %v", ok, err)
			}
			h.must(h.EndInbox(ctx, b, "reader", why))
		}
		warned := func(who string) bool {
			t.Helper()
			d, err := h.Desk(ctx, h.who[who])
			h.must(err)
			for _, w := range d.Notices {
				if strings.Contains(w.Words, "一天以上没有收成邮件：连不上服务器") && w.Path == "/inboxes" {
					return true
				}
			}
			return false
		}
		for _, x := range []struct {
			day, why string
			want     bool
		}{{"", "连不上服务器", false}, {"2025-03-05", "连不上服务器", true}, {"2025-03-06", "", false}, {"2025-03-08", "连不上服务器", true}} {
			if x.day != "" {
				h.day(x.day)
			}
			read(x.why)
			if got := warned("lisi"); got != x.want {
				t.Errorf("%s: warned %t, want %t", x.day, got, x.want)
			}
		}
		if warned("wangwu") {
			t.Error("a clerk is told whose business it is not")
		}
		b, err := h.Inbox(ctx, h.who["lisi"], id)
		h.must(err)
		f.Password, f.Active, f.Rev = "", false, b.Rev
		_, err = h.SaveInbox(ctx, h.who["lisi"], id, f)
		h.must(err)
		if warned("lisi") {
			t.Error("a mailbox that is switched off is said to fail")
		}
	})
}
