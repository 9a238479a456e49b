package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/internal/testkit"
)

// TestPostgres does the administrator's round on PostgreSQL: build, report,
// verify, and each tampering found.
func TestPostgres(t *testing.T) {
	t.Parallel()
	url := testkit.URL(t, "postgres")
	dir := filepath.Join(t.TempDir(), "d")
	gongkai := func(want int, args ...string) string {
		t.Helper()
		cmd := exec.Command(binary, append(args, "--data", dir, "--database", url)...)
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Fatalf("gongkai %s: exit %d, want %d\n%s", strings.Join(args, " "), got, want, out)
		}
		return string(out)
	}
	gongkai(1, "verify")
	gongkai(0, "demo", "--build", "--listen", "127.0.0.1:0")
	if out := gongkai(0, "report", "--year", "2019"); !strings.Contains(out, "其他对外管理服务事项\t28\t-7\t406") || !strings.Contains(out, "published\t213") {
		t.Errorf("the report is another:\n%s", out)
	}
	gongkai(0, "verify")
	raw := testkit.Raw(t, url)
	for _, tamper := range []struct{ name, do, undo string }{
		{"row", `update item set title = title || '改'  where id = (select id from item order by id limit 1)`,
			`update item set title = replace(title, '改', '') where title like '%改'`},
		{"orphan", `insert into item select 'orphan', organ, register, title, type, basis, unit, listed, delisted, fen, reason, salt, rev from item limit 1`,
			`delete from item where id = 'orphan'`},
		{"entry", `alter table ledger_entry disable trigger all; update ledger_entry set on_day = '2019-12-31' where seq = 100`, ``},
	} {
		if _, err := raw.Exec(tamper.do); err != nil {
			t.Fatalf("%s: %v", tamper.name, err)
		}
		if out := gongkai(1, "verify"); !strings.Contains(out, "第一处") {
			t.Errorf("%s: %s", tamper.name, out)
		}
		if tamper.undo == "" {
			continue
		}
		if _, err := raw.Exec(tamper.undo); err != nil {
			t.Fatal(err)
		}
		gongkai(0, "verify")
	}
}
