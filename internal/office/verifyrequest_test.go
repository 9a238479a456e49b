package office_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/request"
)

// Whatever is changed of requests behind the program's back is found, also
// where they are more than are read at once, and the finding names the request.
func TestVerifyRequests(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.Fresh(t, kind)
			d := newDesk(t, testkit.Open(t, at), "2025-03-03")
			ctx := t.Context()
			var rows []request.Old
			for i := range 2100 {
				rows = append(rows, oldRow(i+2, fmt.Sprintf("依申请%d号", i+1), "2024-05-06", "2024-05-20", "open"))
			}
			_, err := d.ImportRequests(ctx, "kjj", rows, func(int) {})
			d.must(err)
			f := application()
			f.Door, f.Arrived = "counter", "2025-03-03"
			got, err := d.RegisterRequest(ctx, d.who["lisi"], f, []office.Upload{{Kind: "application", Name: "申请表.pdf", R: strings.NewReader("%PDF")}})
			d.must(err)
			d.must(d.AssignRequest(ctx, d.who["lisi"], got.ID, d.act("lisi", got.ID, office.RequestAct{Unit: "kjj:cgk"})))
			d.verified()
			raw := testkit.Raw(t, at)
			do := func(q string) {
				t.Helper()
				if _, err := raw.Exec(q); err != nil {
					t.Fatalf("%s: %v", q, err)
				}
			}
			ours := "'" + string(got.ID) + "'"
			for _, x := range []struct{ do, undo, names string }{
				{`update request set unit = 'kjj:bgs' where id = ` + ours, `update request set unit = 'kjj:cgk' where id = ` + ours, "列表字段"},
				{`update request set life = replace(life, '"State":"open"', '"State":"archived"') where id = ` + ours,
					`update request set life = replace(life, '"State":"archived"', '"State":"open"') where id = ` + ours, "State"},
				{`update request set seq = seq - 1 where id = ` + ours, `update request set seq = seq + 1 where id = ` + ours, "台账已记到"},
				{`update request_words set salt = salt || 'x' where request = ` + ours, `update request_words set salt = substr(salt, 1, length(salt) - 1) where request = ` + ours, "被改动过"},
				{`update request_words set seq = seq + 1000000 where request = ` + ours, `update request_words set seq = seq - 1000000 where request = ` + ours, "没有依据"},
				{`update request_paper set sha = '0' || sha where request = ` + ours, `update request_paper set sha = substr(sha, 2) where request = ` + ours, "申请表.pdf"},
				{`update request_paper set seq = seq + 1000000 where request = ` + ours, `update request_paper set seq = seq - 1000000 where request = ` + ours, "没有依据"},
				{`update request set old_no = old_no || 'x' where old_no = '依申请2100号'`, `update request set old_no = '依申请2100号' where old_no = '依申请2100号x'`, "原台账编号"},
				{`insert into request select 'zz', organ, 'zz', state, unit, arrived, received, ended, outcome, life, subject, content, salt, seq, rev, old_no from request where id = ` + ours,
					`delete from request where id = 'zz'`, "zz"},
			} {
				do(x.do)
				v, err := d.Verify(ctx, "kjj")
				d.must(err)
				if !strings.Contains(strings.Join(v.Findings, "\n"), x.names) {
					t.Errorf("%s: found %v, want %s", x.do, v.Findings, x.names)
				}
				do(x.undo)
			}
			d.verified()
			for _, table := range []string{"request_person", "request_words", "request_paper"} {
				do(`delete from ` + table + ` where request = ` + ours)
			}
			do(`delete from request where id = ` + ours)
			if v, err := d.Verify(ctx, "kjj"); err != nil || len(v.Findings) == 0 || !strings.Contains(v.Findings[0], string(got.ID)) {
				t.Errorf("a removed request: %v, %v", v.Findings, err)
			}
		})
	}
}
