package main

import (
	"database/sql"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"
)

// binary is the program as it is shipped: one static file, without cgo and
// without the race detector, whose packages have race tests of their own.
var binary string

func TestMain(m *testing.M) { os.Exit(withBinary(m)) }

func withBinary(m *testing.M) int {
	dir, err := os.MkdirTemp("", "gongkai-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "gongkai")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("go build: %v\n%s", err, out))
	}
	return m.Run()
}

// built is a demonstration that tests copy, since to make one takes seconds.
var built = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(filepath.Dir(binary), "demo")
	out, err := exec.Command(binary, "demo", "--build", "--data", dir, "--listen", "127.0.0.1:0").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

func copyDemo(to string) error {
	from, err := built()
	if err != nil {
		return err
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	if err := os.Chmod(filepath.Join(to, "keys"), 0o700); err != nil {
		return err
	}
	return os.Chmod(filepath.Join(to, "keys", "data.key"), 0o600)
}

// demoFolder is a data folder with the demonstration.
func demoFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "d")
	if err := copyDemo(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestScripts runs the command line as an administrator types it, each script
// in an empty folder.
func TestScripts(t *testing.T) {
	t.Parallel()
	cmds := map[string]func(*testscript.TestScript, bool, []string){"sql": runSQL, "mode": checkMode, "size": checkSize,
		"spoil": spoil, "demo": func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(copyDemo(ts.MkAbs(args[0]))) },
		"gongkai": func(ts *testscript.TestScript, neg bool, args []string) {
			err := ts.Exec(binary, args...)
			if neg == (err == nil) {
				ts.Fatalf("gongkai %s: %v", strings.Join(args, " "), err)
			}
		}}
	maps.Copy(cmds, proofCmds())
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Values[running{}] = new(func())
			e.Setenv("TMPDIR", e.Getenv("WORK"))
			e.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: cmds,
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
