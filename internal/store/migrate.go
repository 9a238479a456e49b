package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed schema/*.sql
var schema embed.FS

// provider gathers the shared files and this dialect's half of each pair.
func (db *DB) provider() (*goose.Provider, error) {
	files := fstest.MapFS{}
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		base := strings.TrimPrefix(name, "schema/")
		for _, d := range []string{"sqlite", "postgres"} {
			if rest, ok := strings.CutSuffix(base, "."+d+".sql"); ok {
				base = rest + ".sql"
				if d != db.dialect.name {
					base = ""
				}
				break
			}
		}
		if base == "" {
			continue
		}
		b, err := schema.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files[base] = &fstest.MapFile{Data: b}
	}
	if db.dialect.name == "sqlite" {
		return goose.NewProvider(goose.DialectSQLite3, db.write, files)
	}
	// Two nodes that start at once must not migrate at once.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.write, files, goose.WithSessionLocker(locker))
}

// Pending is the schema version of the database and of this program; from 0
// means an empty database.
func (db *DB) Pending(ctx context.Context) (from, to int64, err error) {
	p, err := db.provider()
	if err != nil {
		return 0, 0, err
	}
	from, to, err = p.GetVersions(ctx)
	return from, to, fail("schema version", err)
}

// Migrate brings the schema up to this program's. A schema that is newer is
// refused.
func (db *DB) Migrate(ctx context.Context) error {
	from, to, err := db.Pending(ctx)
	if err != nil {
		return err
	}
	if from > to {
		return fmt.Errorf("数据库的结构（第%d版）比本程序（第%d版）新，请换用新版程序", from, to)
	}
	if from == to {
		return nil
	}
	p, err := db.provider()
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return fail("migrate", err)
}
