package testkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gongkai/internal/store"
)

// Fresh makes a database of this program's schema for the test, dropped at its
// end. It is a copy of one that was migrated once: some two dozen schema files,
// read and run anew for each of a thousand tests, took a fifth of the suite.
func Fresh(t testing.TB, kind string) string {
	t.Helper()
	if kind != "sqlite" {
		return database(t, pattern(t))
	}
	b, err := blank()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "gongkai.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// blank is the file of a migrated SQLite database with nothing in it.
var blank = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "gongkai-blank")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "gongkai.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// migrate brings an empty database to this program's schema and lets go of it.
func migrate(at string) error {
	ctx := context.Background()
	db, err := store.Open(ctx, at)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		db.Close()
		return err
	}
	return db.Close()
}

var patterns sync.Mutex

// pattern names the server's migrated database that others are copied from.
// It is shared by all test programs of a run, hence its name tells the schema.
func pattern(t testing.TB) string {
	t.Helper()
	patterns.Lock()
	defer patterns.Unlock()
	name := "schema_" + schemaSum(t)
	ctx := context.Background()
	conn, err := server(t).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	exec := func(q string) {
		if _, err := conn.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	// One test program makes it, the others wait.
	exec(`select pg_advisory_lock(20190515)`)
	defer conn.ExecContext(ctx, `select pg_advisory_unlock(20190515)`)
	var made bool
	if err := conn.QueryRowContext(ctx, `select exists (select 1 from pg_database where datname = $1)`, name).Scan(&made); err != nil {
		t.Fatal(err)
	}
	if made {
		return name
	}
	making := name + "_making"
	exec(`drop database if exists ` + making + ` with (force)`)
	exec(`create database ` + making + ` template template0 lc_collate 'C' lc_ctype 'C'`)
	if err := migrate(at(t, making)); err != nil {
		t.Fatal(err)
	}
	exec(`alter database ` + making + ` rename to ` + name)
	return name
}

// schemaSum tells one state of the schema files from another.
func schemaSum(t testing.TB) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(Root(), "internal", "store", "schema", "*.sql"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no schema files: %v", err)
	}
	sum := sha256.New()
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(sum, "%s %d\n%s", filepath.Base(name), len(b), b)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// server is the tests' PostgreSQL.
func server(t testing.TB) *sql.DB {
	t.Helper()
	if os.Getenv("GONGKAI_TEST_POSTGRES") == "" {
		Missing(t, "a PostgreSQL server in GONGKAI_TEST_POSTGRES")
	}
	db, err := sql.Open("pgx", os.Getenv("GONGKAI_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// database makes one on the server after a pattern, dropped when the test ends.
func database(t testing.TB, pattern string) string {
	t.Helper()
	admin := server(t)
	name := "test_" + strings.ToLower(rand.Text()[:16])
	if _, err := admin.Exec(`create database ` + name + ` template ` + pattern); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(`drop database ` + name + ` with (force)`); err != nil {
			t.Error(err)
		}
	})
	return at(t, name)
}

// at is the address of a database on the server.
func at(t testing.TB, name string) string {
	t.Helper()
	u, err := url.Parse(os.Getenv("GONGKAI_TEST_POSTGRES"))
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}
