// Package testkit is what tests share: databases of both kinds, a clock that
// is set, an office over them, and a real browser with axe-core.
//
// A test that needs something which is not on the machine is skipped, unless
// GONGKAI_NEED=all says that everything has to be there, as in make test.
package testkit

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/files"
	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/internal/store"
)

// Missing skips the test, or fails it where everything has to be there.
func Missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("GONGKAI_NEED") == "all" {
		t.Fatalf("%s is missing; scripts/needs installs it", what)
	}
	t.Skipf("%s is missing", what)
}

// Slow says whether long runs are wanted.
func Slow() bool { return os.Getenv("GONGKAI_SLOW") != "" }

// Clock is a clock that a test sets.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock stands at nine o'clock of the day, in Shanghai.
func NewClock(t testing.TB, day string) *Clock {
	t.Helper()
	d, err := calendar.ParseDay(day)
	if err != nil {
		t.Fatal(err)
	}
	return &Clock{at: d.Start().Add(9 * time.Hour)}
}

// Now is the clock's instant; each look moves it a millisecond, so that acts
// keep their order.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(time.Millisecond)
	return c.at
}

// Set moves the clock.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// Kinds are the databases that everything runs on.
var Kinds = []string{"sqlite", "postgres"}

// URL makes an empty database of its own for the test, dropped at its end.
func URL(t testing.TB, kind string) string {
	t.Helper()
	if kind == "sqlite" {
		return "sqlite:" + filepath.Join(t.TempDir(), "gongkai.db")
	}
	return database(t, "template0 lc_collate 'C' lc_ctype 'C'")
}

// Open opens and migrates a database.
func Open(t testing.TB, at string) *store.DB {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetSealer(Key(t))
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	return db
}

// Key is the key for personal data that all tests use, so that a database which
// is opened again can be read.
func Key(t testing.TB) *secret.Key {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "data.key"), make([]byte, 32), 0o600); err != nil {
		t.Fatal(err)
	}
	key, err := secret.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// EachDB runs f on both databases, as subtests.
func EachDB(t *testing.T, f func(t *testing.T, db *store.DB)) {
	for _, kind := range Kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			f(t, Open(t, Fresh(t, kind)))
		})
	}
}

// Office makes an office over the database with a folder of its own.
func Office(t testing.TB, db *store.DB, now func() time.Time) *office.Office {
	t.Helper()
	folder, err := files.Open(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	return office.New(office.Config{DB: db, Files: folder, Now: now})
}

// Raw opens the database past the program, as somebody with the file or the
// server's password would.
func Raw(t testing.TB, at string) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", at
	if path, ok := strings.CutPrefix(at, "sqlite:"); ok {
		driver, dsn = "sqlite", fmt.Sprintf("file:%s?_pragma=busy_timeout(10000)", path)
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
