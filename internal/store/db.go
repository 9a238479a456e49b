// Package store holds all SQL.
//
// The same text runs on SQLite (modernc.org/sqlite, no cgo) and PostgreSQL
// (pgx through database/sql); what differs stands in dialect.go and in pairs of
// schema files. Three ways in: View reads a snapshot, Update changes what is
// not a fact (drafts, sessions, buffers), Record appends facts. Record takes
// the organ's head row first, which gives PostgreSQL the same one-writer
// meaning that SQLite has, and writes the new head once, at commit.
//
// No rule of the trade stands here: rows go in and out as the nouns' structs.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
)

// DB is the open database. Its methods may be called at once.
type DB struct {
	write, read *sql.DB       // the same pool on PostgreSQL
	turn        chan struct{} // SQLite: holds one token while somebody writes; nil on PostgreSQL
	patience    time.Duration // how long a writer waits for its turn
	dialect     dialect
	sealer      Sealer

	hearing sync.Mutex
	hear    []func(Change)
}

// Sealer encrypts personal data at rest.
type Sealer interface {
	Seal([]byte) []byte
	Open([]byte) ([]byte, error)
	// Mark is a keyed hash: equal words have equal marks, and nobody without the
	// key can try words out.
	Mark(purpose, words string) string
}

// SetSealer gives the key for personal data; without one it cannot be stored.
func (db *DB) SetSealer(s Sealer) { db.sealer = s }

var errNoKey = errors.New("store: no key for personal data")

// Seal encrypts what is personal, for rows and for files alike.
func (db *DB) Seal(plain []byte) ([]byte, error) {
	if db.sealer == nil {
		return nil, errNoKey
	}
	return db.sealer.Seal(plain), nil
}

// Unseal opens what Seal made.
func (db *DB) Unseal(sealed []byte) ([]byte, error) {
	if db.sealer == nil {
		return nil, errNoKey
	}
	return db.sealer.Open(sealed)
}

// Vouch is the keyed hash of something that we said ourselves. That a seal is
// ours does not tell: what others hand in is sealed by the same key.
func (db *DB) Vouch(purpose, said string) (string, error) {
	if db.sealer == nil {
		return "", errNoKey
	}
	return db.sealer.Mark(purpose, said), nil
}

// Dialect is "sqlite" or "postgres".
func (db *DB) Dialect() string { return db.dialect.name }

// Open connects. The URL is "sqlite:PATH" or "postgres://…". An error is a
// sentence for the administrator.
func Open(ctx context.Context, url string) (*DB, error) {
	db, err := connect(url)
	if err != nil {
		return nil, err
	}
	ping, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := db.write.PingContext(ping); err != nil {
		db.Close()
		return nil, fmt.Errorf("打不开数据库 %s:%w。请核对地址、账号与权限", redact(url), err)
	}
	return db, nil
}

// Close ends all connections.
func (db *DB) Close() error {
	if db.read == db.write {
		return db.write.Close()
	}
	return errors.Join(db.read.Close(), db.write.Close())
}

// Tx is a transaction; it is valid only inside the function that got it.
type Tx struct {
	tx     *sql.Tx
	ctx    context.Context
	db     *DB
	record *recording
	bulk   *bulk // set within Bulk
	reads  *Reads
	writes writes
}

// recording is what a Record transaction adds to one organ's ledger.
type recording struct {
	organ ledger.ID
	now   time.Time
	seq   int64
	fresh map[int64]ledger.Hash
	from  int64
	err   error // of an Append that failed; what it left half done must not be committed
}

// View runs f on a read-only snapshot.
func (db *DB) View(ctx context.Context, f func(*Tx) error) error {
	opts := &sql.TxOptions{ReadOnly: db.dialect.readOnlyTx}
	if db.dialect.readOnlyTx {
		opts.Isolation = sql.LevelRepeatableRead
	}
	return db.run(ctx, db.read, opts, func(tx *Tx) error { return f(tx) })
}

// Update runs f in a transaction for what is not a fact.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) (err error) {
	release, err := db.await(ctx)
	if err != nil {
		return err
	}
	var c Change
	defer func() {
		release() // first: who hears of it may want to write
		if err == nil {
			db.announce(c)
		}
	}()
	return db.run(ctx, db.write, nil, func(tx *Tx) error {
		tx.writes = writes{}
		err := f(tx)
		c.Parts = slices.Sorted(maps.Keys(tx.writes))
		if r := tx.record; r != nil {
			c.Organ, c.From, c.To = r.organ, r.from, r.seq
		}
		return err
	})
}

// await waits for the one writer's turn on SQLite. It gives up after a while,
// as PostgreSQL does by lock_timeout, so that a transaction that is opened
// inside of another, a mistake of the program, fails and does not hang.
func (db *DB) await(ctx context.Context) (release func(), err error) {
	if db.turn == nil {
		return func() {}, nil
	}
	t := time.NewTimer(db.patience)
	defer t.Stop()
	select {
	case db.turn <- struct{}{}:
		return func() { <-db.turn }, nil
	case <-ctx.Done():
		return nil, fail("begin", ctx.Err())
	case <-t.C:
		return nil, fmt.Errorf("store: begin: another transaction has not ended: %w", ErrBusy)
	}
}

// Record runs f in a transaction that may append facts to the organ's ledger.
// Rows and facts are committed together or not at all.
func (db *DB) Record(ctx context.Context, organ ledger.ID, now time.Time, f func(*Tx) error) error {
	return db.Update(ctx, func(tx *Tx) error {
		r := &recording{organ: organ, now: now, fresh: map[int64]ledger.Hash{}}
		err := tx.row(`update ledger_head set touched = touched + 1 where organ = $1 returning seq`, organ).Scan(&r.seq)
		if err != nil {
			return fail("take head of "+string(organ), err)
		}
		r.from = r.seq
		tx.record = r
		if err := f(tx); err != nil {
			return err
		}
		if r.err != nil {
			return r.err
		}
		return tx.seal()
	})
}

func (db *DB) run(ctx context.Context, pool *sql.DB, opts *sql.TxOptions, f func(*Tx) error) error {
	sqlTx, err := pool.BeginTx(ctx, opts)
	if err != nil {
		return fail("begin", err)
	}
	// Does nothing after a commit. It also ends the transaction of a function
	// that panics, which would keep every later writer out otherwise. The first
	// error is the one that tells.
	defer sqlTx.Rollback()
	reads, _ := ctx.Value(readsKey{}).(*Reads)
	if err := f(&Tx{tx: sqlTx, ctx: ctx, db: db, reads: reads}); err != nil {
		return stopped(ctx, err)
	}
	return stopped(ctx, fail("commit", sqlTx.Commit()))
}

// stopped says that a transaction failed because its caller went away; the
// drivers say it in words of their own.
func stopped(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		return fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	return err
}

func (tx *Tx) query(q string, args ...any) (*sql.Rows, error) {
	tx.note(q)
	return tx.tx.QueryContext(tx.ctx, q, plainArgs(args)...)
}

func (tx *Tx) row(q string, args ...any) *sql.Row {
	tx.note(q)
	return tx.tx.QueryRowContext(tx.ctx, q, plainArgs(args)...)
}

func (tx *Tx) exec(what, q string, args ...any) (int64, error) {
	tx.note(q)
	res, err := tx.tx.ExecContext(tx.ctx, q, plainArgs(args)...)
	if err != nil {
		return 0, fail(what, err)
	}
	n, err := res.RowsAffected()
	return n, fail(what, err)
}

// put inserts a row that was never stored (rev 0), or changes the one that
// still has that rev. Both queries take the rev as their last argument.
func (tx *Tx) put(what string, rev int64, insert, update string, args ...any) error {
	if rev == 0 && tx.bulk != nil {
		head, _, _ := strings.Cut(insert, "values (")
		return tx.insert(what, head, "", append(args, 1)...)
	}
	if rev == 0 {
		_, err := tx.exec(what, insert, append(args, 1)...)
		return err
	}
	n, err := tx.exec(what, update, append(args, rev)...)
	if err == nil && n == 0 {
		err = fmt.Errorf("store: %s: %w", what, ErrConflict)
	}
	return err
}

// collect reads all rows of a query.
func collect[T any](tx *Tx, what string, scan func(scanner) (T, error), q string, args ...any) ([]T, error) {
	rows, err := tx.query(q, args...)
	if err != nil {
		return nil, fail(what, err)
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fail(what, err)
		}
		out = append(out, v)
	}
	return out, fail(what, rows.Err())
}

type scanner interface{ Scan(...any) error }

// plainArgs turns the nouns' types into what both drivers take.
func plainArgs(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case calendar.Day:
			out[i] = a.String()
		case time.Time:
			out[i] = millis(a)
		case ledger.ID:
			out[i] = string(a)
		case ledger.Code:
			out[i] = string(a)
		case ledger.Sum:
			out[i] = string(a)
		default:
			out[i] = a
		}
	}
	return out
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// day, instant and list read a column into a noun's field.
type day struct{ to *calendar.Day }

func (d day) Scan(v any) error {
	s, err := text(v)
	if err != nil {
		return err
	}
	return d.to.UnmarshalText([]byte(s))
}

type instant struct{ to *time.Time }

func (i instant) Scan(v any) error {
	ms, ok := v.(int64)
	if !ok {
		return fmt.Errorf("instant is %T", v)
	}
	*i.to = time.Time{}
	if ms != 0 {
		*i.to = time.UnixMilli(ms).In(calendar.Shanghai)
	}
	return nil
}

func text(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("text is %T", v)
}
