package office_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/internal/testkit"
	"gongkai/ledger"
)

// TestVerifyBatchesAndInvitations: who changes a set or an invitation past the
// program is found, and what is no fact may change.
func TestVerifyBatchesAndInvitations(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			c := chambers(t, testkit.Open(t, at), "2019-05-06")
			one, two := c.approved("甲", "2019-05-07T09:00"), c.approved("乙", "2019-05-07T09:00")
			set := c.set("一批", "2019-05-08T09:00", one, two)
			asked, _ := c.submitted(news("会签的一篇"))
			link := c.invite(asked, "某律师事务所")
			c.sound()
			raw := testkit.Raw(t, at)
			in := func(id ledger.ID) string { return fmt.Sprintf("'%s'", id) }
			for _, x := range []struct{ what, do, undo, find string }{
				{"the instant", `update batch set at = at + 60000 where id = ` + in(set), `update batch set at = at - 60000 where id = ` + in(set), "At"},
				{"the name", `update batch set name = '另一批' where id = ` + in(set), `update batch set name = '一批' where id = ` + in(set), "名称"},
				{"a member", `update batch_member set ord = 9 where batch = ` + in(set) + ` and article = ` + in(one),
					`update batch_member set ord = 0 where batch = ` + in(set) + ` and article = ` + in(one), "Members"},
				{"that it is held", `update batch set held = '[{"Article":"a","Code":"x","Words":"y"}]' where id = ` + in(set), `update batch set held = '[]' where id = ` + in(set), ""},
				{"the hour of a link", `update invitation set until = until + 60000 where id = ` + in(link.ID), `update invitation set until = until - 60000 where id = ` + in(link.ID), "Until"},
				{"an answer that nobody gave", `update invitation set state = 'answered' where id = ` + in(link.ID), `update invitation set state = 'open' where id = ` + in(link.ID), "State"},
				{"whom it names", `update invitation set salt = 'x' || salt where id = ` + in(link.ID), `update invitation set salt = substr(salt, 2) where id = ` + in(link.ID), "对象"},
				{"wrong keys", `update invitation set tries = 3 where id = ` + in(link.ID), `update invitation set tries = 0 where id = ` + in(link.ID), ""},
			} {
				if _, err := raw.Exec(x.do); err != nil {
					t.Fatalf("%s: %v", x.what, err)
				}
				v, err := c.Verify(t.Context(), "yykjj")
				c.must(err)
				if got := strings.Join(v.Findings, "；"); x.find == "" && got != "" || !strings.Contains(got, x.find) {
					t.Errorf("%s: found %q, want %q", x.what, got, x.find)
				}
				if _, err := raw.Exec(x.undo); err != nil {
					t.Fatalf("%s: %v", x.what, err)
				}
			}
			c.sound()
		})
	}
}
