package store_test

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/internal/store"
	"gongkai/internal/testkit"
	"gongkai/ledger"
)

var newGolden = flag.Bool("new-golden", false, "write testdata anew, after a new migration; never after a change of an old one")

func golden(t *testing.T, name, got string) {
	t.Helper()
	at := filepath.Join("testdata", name)
	if *newGolden {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(at, []byte(got), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	same(t, at, string(want), got)
}

// A migration that stands in somebody's database is never changed; a new one
// is added to the list.
func TestMigrationFilesStay(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	files, err := fs.Glob(os.DirFS("schema"), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(files)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join("schema", f))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(b), f)
	}
	golden(t, "schema.sha256", list.String())
}

// dumped is the schema as the database tells it.
func (b *base) dumped() string {
	b.t.Helper()
	queries := []string{`select type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, '') from sqlite_master
		where name not like 'goose%' and name not like 'sqlite_%' and tbl_name not like 'goose%' order by type, name`}
	if b.Dialect() == "postgres" {
		queries = []string{
			`select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable from information_schema.columns
				where table_schema = 'public' and table_name not like 'goose%' order by table_name, ordinal_position`,
			`select indexdef from pg_indexes where schemaname = 'public' and tablename not like 'goose%' order by indexname`,
			`select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
				where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'goose%'
				order by conrelid::regclass::text collate "C", pg_get_constraintdef(oid) collate "C"`,
			`select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal order by tgname`,
		}
	}
	db := testkit.Raw(b.t, b.at)
	var out strings.Builder
	for _, q := range queries {
		rows, err := db.Query(q)
		if err != nil {
			b.t.Fatal(err)
		}
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				b.t.Fatal(err)
			}
			out.WriteString(strings.Join(strings.Fields(s), " ") + "\n")
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			b.t.Fatal(err)
		}
	}
	return out.String()
}

// A fresh database and one that was brought up step by step have the schema
// that the golden file says; migrating again does nothing.
func TestMigrate(t *testing.T) {
	t.Parallel()
	for _, kind := range testkit.Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			at := testkit.URL(t, kind)
			bare, err := store.Open(ctx, at)
			if err != nil {
				t.Fatal(err)
			}
			defer bare.Close()
			from, to, err := bare.Pending(ctx)
			if err != nil || from != 0 || to < 2 {
				t.Errorf("an empty database is at %d of %d (%v)", from, to, err)
			}
			if err := bare.MigrateTo(ctx, 1); err != nil {
				t.Fatal(err)
			}
			if from, _, err := bare.Pending(ctx); err != nil || from != 1 {
				t.Errorf("after the first file it is at %d (%v)", from, err)
			}
			stepped := found(t, at)
			fresh := found(t, testkit.URL(t, kind))
			same(t, "schema brought up step by step", fresh.dumped(), stepped.dumped())
			golden(t, "schema."+kind+".txt", fresh.dumped())
			fresh.facts("o1", 2)
			if err := fresh.Migrate(ctx); err != nil {
				t.Errorf("migrated again: %v", err)
			}
			if from, to, err := fresh.Pending(ctx); err != nil || from != to {
				t.Errorf("after migrating it is at %d of %d (%v)", from, to, err)
			}
			if n := fresh.check("o1"); n != 2 {
				t.Errorf("%d entries are left of 2", n)
			}
			// A database of a later release is left alone.
			if err := fresh.raw(`insert into goose_db_version (version_id, is_applied) values (99, true)`); err != nil {
				t.Fatal(err)
			}
			if err := fresh.Migrate(ctx); err == nil || !strings.Contains(err.Error(), "新版程序") {
				t.Errorf("a newer schema: %v", err)
			}
		})
	}
}

func TestBackup(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		b.facts("o1", 3)
		to := filepath.Join(t.TempDir(), "copy'1.db")
		err := b.Backup(ctx, to)
		if b.Dialect() == "postgres" {
			if err == nil || !strings.Contains(err.Error(), "pg_dump") {
				t.Errorf("backup of PostgreSQL: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		b.facts("o1", 1) // the copy is of then
		c := &base{testkit.Open(t, "sqlite:"+to), t, "sqlite:" + to}
		if n := c.check("o1"); n != 3 {
			t.Errorf("the copy has %d entries, want 3", n)
		}
		same(t, "schema of the copy", b.dumped(), c.dumped())
		if err := b.Backup(ctx, to); err == nil {
			t.Error("a backup was written over another")
		}
	})
}

// A full disk is told as such; nothing half done stays, and once there is room
// the work goes on.
func TestFull(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.URL(t, "sqlite"))
	b.facts("o1", 1)
	if err := b.LimitPages(40); err != nil { // the schema alone has more: no page can be added
		t.Fatal(err)
	}
	var err error
	done := int64(1)
	for range 5000 {
		if err = b.Record(ctx, "o1", now, func(tx *store.Tx) error {
			for range 20 {
				if _, err := fact(tx, "a1"); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			break
		}
		done += 20
	}
	if !errors.Is(err, store.ErrFull) {
		t.Fatalf("after %d entries: %v, want ErrFull", done, err)
	}
	if n := b.check("o1"); n != done {
		t.Errorf("%d entries, %d were acknowledged", n, done)
	}
	if err := b.LimitPages(1 << 30); err != nil {
		t.Fatal(err)
	}
	b.facts("o1", 1)
	if n := b.check("o1"); n != done+1 {
		t.Errorf("%d entries after there was room again, want %d", n, done+1)
	}
}

// Somebody else's program holds the file: the writer is told, and may try again.
func TestBusy(t *testing.T) {
	t.Parallel()
	b := found(t, testkit.URL(t, "sqlite"))
	if err := b.BusyTimeout(100 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	other, err := testkit.Raw(t, b.at).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.ExecContext(ctx, `begin immediate`); err != nil {
		t.Fatal(err)
	}
	if err := b.Record(ctx, "o1", now, func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrBusy) {
		t.Errorf("%v, want ErrBusy", err)
	}
	b.check("o1") // readers go on
	if _, err := other.ExecContext(ctx, `rollback`); err != nil {
		t.Fatal(err)
	}
	b.facts("o1", 1)
}

// TestMain lets the test binary be the program that is killed.
func TestMain(m *testing.M) {
	if at := os.Getenv("GONGKAI_TEST_APPEND"); at != "" {
		appendForEver(at)
	}
	os.Exit(m.Run())
}

func appendForEver(at string) {
	db, err := store.Open(ctx, at)
	for err == nil {
		var e ledger.Entry
		if err = db.Record(ctx, "o1", now, func(tx *store.Tx) error { e, err = fact(tx, "a1"); return err }); err == nil {
			fmt.Println(e.Seq)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// A process that is killed at any moment loses nothing that it acknowledged
// and leaves nothing half done.
func TestKilled(t *testing.T) {
	each(t, func(t *testing.T, b *base) {
		rounds := 3
		if testkit.Slow() {
			rounds = 40
		}
		var last int64
		for range rounds {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), "GONGKAI_TEST_APPEND="+b.at)
			child.Stderr = t.Output()
			out, err := child.StdoutPipe()
			if err == nil {
				err = child.Start()
			}
			if err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			first := true
			var timer *time.Timer
			for lines.Scan() {
				seq, err := strconv.ParseInt(lines.Text(), 10, 64)
				if err != nil {
					break // the line that was being written
				}
				if first {
					timer = time.AfterFunc(rand.N(80*time.Millisecond), func() { child.Process.Kill() })
				}
				// At the most the one fact before was written and not told.
				if first && seq > last+2 || !first && seq != last+1 {
					t.Errorf("number %d after %d", seq, last)
				}
				first, last = false, seq
			}
			child.Process.Kill()
			child.Wait()
			if first {
				t.Fatal("the child acknowledged nothing")
			}
			timer.Stop()
			n := b.check("o1")
			if n != last && n != last+1 {
				t.Errorf("%d entries, %d were acknowledged", n, last)
			}
		}
		b.facts("o1", 1)
		b.check("o1")
	})
}
