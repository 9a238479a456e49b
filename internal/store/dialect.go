package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // driver "sqlite"
)

// dialect is all that differs between the two databases.
type dialect struct {
	name       string
	readOnlyTx bool // BEGIN READ ONLY is understood
}

// patience is how long a writer waits for another before it is told that the
// database is busy. Transactions last milliseconds; only a mistake lasts longer.
const patience = 10 * time.Second

// connect opens the pools. SQLite has one connection that writes and takes the
// lock when it begins, so that two writers wait and never fail, and a pool that
// can only read beside it.
func connect(at string) (*DB, error) {
	if path, ok := strings.CutPrefix(at, "sqlite:"); ok {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("建不了数据文件夹：%w", err)
		}
		pragmas := "_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
		w, err := sql.Open("sqlite", "file:"+uri(path)+"?"+pragmas+"&_txlock=immediate")
		if err != nil {
			return nil, err
		}
		w.SetMaxOpenConns(1)
		r, err := sql.Open("sqlite", "file:"+uri(path)+"?"+pragmas+"&_pragma=query_only(1)")
		if err != nil {
			return nil, err
		}
		r.SetMaxOpenConns(8)
		return &DB{write: w, read: r, turn: make(chan struct{}, 1), patience: patience, dialect: dialect{name: "sqlite"}}, nil
	}
	if strings.HasPrefix(at, "postgres://") || strings.HasPrefix(at, "postgresql://") {
		c, err := pgx.ParseConfig(at)
		if err != nil {
			return nil, fmt.Errorf("数据库地址 %s 不对，应为 postgres://用户：密码@主机：端口/库名", redact(at))
		}
		if _, given := c.RuntimeParams["lock_timeout"]; !given {
			c.RuntimeParams["lock_timeout"] = fmt.Sprint(patience.Milliseconds())
		}
		p := stdlib.OpenDB(*c)
		p.SetMaxOpenConns(16)
		return &DB{write: p, read: p, dialect: dialect{name: "postgres", readOnlyTx: true}}, nil
	}
	return nil, fmt.Errorf("不认识的数据库地址 %s:应以 sqlite: 或 postgres:// 开头", redact(at))
}

// uri escapes what would end the path of a file: URI.
func uri(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// redact hides the password of a URL.
func redact(at string) string {
	if u, err := url.Parse(at); err == nil {
		return u.Redacted()
	}
	// What cannot be read may still hold a password: all before the last @ goes.
	if i, j := strings.Index(at, "://"), strings.LastIndex(at, "@"); i >= 0 && j > i {
		return at[:i+3] + "xxxxx" + at[j:]
	}
	return at
}

// Backup writes a consistent copy of a SQLite database.
func (db *DB) Backup(ctx context.Context, path string) error {
	if db.dialect.name != "sqlite" {
		return fmt.Errorf("PostgreSQL 数据库请用 pg_dump 备份")
	}
	// A reader's connection, so that nobody waits; but one that may only query
	// may not write the copy either.
	c, err := db.read.Conn(ctx)
	if err != nil {
		return fail("backup", err)
	}
	defer c.Close()
	if _, err := c.ExecContext(ctx, `pragma query_only = 0`); err != nil {
		return fail("backup", err)
	}
	_, err = c.ExecContext(ctx, `vacuum into $1`, path)
	_, back := c.ExecContext(context.WithoutCancel(ctx), `pragma query_only = 1`)
	return fail("backup", errors.Join(err, back))
}
