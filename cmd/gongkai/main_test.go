package main

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"
)

// TestMain lets the test binary stand for the program, in scripts and as a
// process that is killed.
func TestMain(m *testing.M) {
	if os.Getenv("GONGKAI_MAIN") != "" {
		main()
	}
	testscript.Main(m, map[string]func(){
		"gongkai": func() { os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdout, os.Stderr})) },
	})
}

// TestScripts runs the command line as an administrator types it, each script
// in an empty folder.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: func(e *testscript.Env) error { e.Setenv("TMPDIR", e.Getenv("WORK")); return nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"sql": runSQL, "mode": checkMode,
			"size": checkSize, "spoil": spoil},
	})
}

// runSQL changes the data behind the program's back: sql FILE STATEMENT….
func runSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: sql FILE STATEMENT...")
	}
	db, err := sql.Open("sqlite", "file:"+ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	for _, s := range args[1:] {
		r, err := db.Exec(s)
		if err != nil {
			ts.Fatalf("%s: %v", s, err)
		}
		if n, _ := r.RowsAffected(); n == 0 && !strings.HasPrefix(s, "drop") {
			ts.Fatalf("%s: changed nothing", s)
		}
	}
}

// checkMode compares permission bits: mode 600 FILE.
func checkMode(ts *testscript.TestScript, neg bool, args []string) {
	i, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", i.Mode().Perm()); (got == args[0]) == neg {
		ts.Fatalf("%s has mode %s", args[1], got)
	}
}

// checkSize wants a file of at least so many bytes: size N FILE.
func checkSize(ts *testscript.TestScript, neg bool, args []string) {
	i, err := os.Stat(filepath.Clean(ts.MkAbs(args[1])))
	ts.Check(err)
	if got := fmt.Sprint(i.Size()); (len(got) < len(args[0])) != neg {
		ts.Fatalf("%s has %s bytes", args[1], got)
	}
}

// spoil changes a byte of the first file below a folder: spoil DIR.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	done := false
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil || done || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil || len(b) == 0 {
			return err
		}
		done = true
		b[0] ^= 1
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o600)
	}))
	if !done {
		ts.Fatalf("no file below %s", args[0])
	}
}
