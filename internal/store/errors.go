package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// What the caller can act on. Errors are classified by the database's code,
// never by its words.
var (
	ErrNotFound = errors.New("no such row")
	ErrConflict = errors.New("changed by somebody else")
	ErrFull     = errors.New("disk full")
	ErrBusy     = errors.New("database busy")
)

// fail names what was done and classifies the error; nil stays nil.
func fail(what string, err error) error {
	if err == nil {
		return nil
	}
	if class := classify(err); class != nil {
		return fmt.Errorf("store: %s: %w: %w", what, class, err)
	}
	return fmt.Errorf("store: %s: %w", what, err)
}

func classify(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() {
		case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
			return ErrConflict
		}
		switch lite.Code() & 0xff {
		case lib.SQLITE_FULL:
			return ErrFull
		case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
			return ErrBusy
		}
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		switch pg.Code {
		case "23505":
			return ErrConflict
		case "53100":
			return ErrFull
		case "40001", "40P01", "55P03", "53300", "57P03":
			return ErrBusy
		}
	}
	return nil
}
