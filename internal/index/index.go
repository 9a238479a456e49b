// Package index keeps what the public may read in a form that is quickly
// searched: SQLite's FTS5 in a file of its own, whatever the main database is.
//
// The file holds nothing that cannot be made anew. It is fed by office, with
// what the policy lets the public see; package search cuts the texts and judges
// the answers.
//
//	Put ─► doc (head, compressed text) + fts (tokens, without the text) + name (for suggestions)
//	Search ─► tokens in a row ─► newest candidates, capped ─► search.Score ─► the page
//
// The number of a row says when the text is from and which facets it has, so
// that the newest come first out of FTS5 without sorting, and counting facets
// reads nothing but row numbers:
//
//	organ (11 bits) · day since 1970 (16) · serial (16) · combination of facets (20)
package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
	"modernc.org/sqlite"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/search"
)

// Doc is a text that the public may read.
type Doc struct {
	Organ    ledger.ID
	ID       string // unique within the organ: kind and id of the thing
	Kind     string // article, letter, service … as the facet names it
	Column   ledger.Code
	Unit     string
	Validity string
	Tags     []string // 五公开
	Day      calendar.Day
	Title    string
	DocNo    string
	Lead     string // summary, index number, source: what stands at its head
	Text     string // all the rest, with what its attachments say
	Stamp    string // changes when the text does
	Void     bool   // 失效 or 废止
}

// form is the shape of the file. Another one is made anew.
const form = "2"

const schema = `
create table meta (key text primary key, value text not null);
create table organ (n integer primary key, id text not null unique, seq integer not null default 0, mark text not null default '');
create table combo (n integer primary key, facets text not null unique);
create table doc (row integer primary key, organ text not null, id text not null, stamp text not null, day text not null, void integer not null,
  title text not null, docno text not null, lead text not null, body blob not null, unique (organ, id));
create table name (organ text not null, key text not null, row integer not null, primary key (organ, key, row)) without rowid;
create virtual table fts using fts5(title, lead, body, sound, facet, content='', contentless_delete=1, tokenize='ascii');
insert into fts (fts, rank) values ('secure-delete', 1), ('hashsize', 33554432);
`

// Index is an open file. Its methods may be called at once.
type Index struct {
	path        string
	lex         *search.Lexicon
	write, read *sql.DB
	turn        sync.Mutex // one writer
	building    bool       // nobody reads it yet, and it is thrown away when something fails
	batch       *sql.Tx    // of the build, with so many changes in it
	changes     int
	version     int64 // of the file, as far as this process wrote it

	mu     sync.RWMutex
	organs map[ledger.ID]int64
	combos []facets // by number
	number map[string]int64
}

var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0))
)

// connect opens the file: for a build by one writer alone and without a journal,
// else for readers beside a writer.
func connect(path string, lex *search.Lexicon, fresh bool) (*Index, error) {
	x := &Index{path: path, lex: lex, building: fresh, organs: map[ledger.ID]int64{}, number: map[string]int64{}}
	return x, x.pools()
}

func (x *Index) pools() (err error) {
	at := "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(x.path) + "?_pragma=busy_timeout(5000)&_pragma=secure_delete(1)"
	if x.building {
		at += "&_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)"
	} else {
		at += "&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)"
		if x.read, err = sql.Open("sqlite", at+"&_pragma=query_only(1)&_pragma=cache_size(-16000)"); err != nil {
			return err
		}
		x.read.SetMaxOpenConns(4)
	}
	if x.write, err = sql.Open("sqlite", at+"&_txlock=immediate&_pragma=cache_size(-64000)"); err != nil {
		return err
	}
	x.write.SetMaxOpenConns(1)
	return nil
}

// Create begins an index; it can be read and outlives a crash once Finish was
// called. There must be no file yet.
func Create(ctx context.Context, path string, lex *search.Lexicon) (*Index, error) {
	if _, err := os.Stat(path); err == nil {
		return nil, fmt.Errorf("index: %s is there already", path)
	}
	x, err := connect(path, lex, true)
	if err != nil {
		return nil, err
	}
	if _, err := x.write.ExecContext(ctx, schema); err != nil {
		return nil, errors.Join(fmt.Errorf("index: create %s: %w", path, err), x.Close())
	}
	if _, err := x.write.ExecContext(ctx, `insert into meta (key, value) values ('form', $1)`, form+" "+lex.Mark()); err != nil {
		return nil, errors.Join(fmt.Errorf("index: create %s: %w", path, err), x.Close())
	}
	return x, nil
}

// ErrStale says that a file was made by other rules; it is to be made anew.
var ErrStale = errors.New("index: made by other rules")

// Open opens what Create made. A file that is lost, damaged or of other rules
// is an error, and no reason to stop: it is made anew.
func Open(ctx context.Context, path string, lex *search.Lexicon) (*Index, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	x, err := connect(path, lex, false)
	if err != nil {
		return nil, err
	}
	if err := x.load(ctx); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

func (x *Index) load(ctx context.Context) error {
	var made string
	if err := x.read.QueryRowContext(ctx, `select value from meta where key = 'form'`).Scan(&made); err != nil {
		return fmt.Errorf("index: open: %w", err)
	}
	if made != form+" "+x.lex.Mark() {
		return ErrStale
	}
	rows, err := x.read.QueryContext(ctx, `select 0, n, id from organ union all select 1, n, facets from combo order by 1, 2`)
	if err != nil {
		return fmt.Errorf("index: open: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind, n int64
		var s string
		if err := rows.Scan(&kind, &n, &s); err != nil {
			return fmt.Errorf("index: open: %w", err)
		}
		if kind == 0 {
			x.organs[ledger.ID(s)] = n
		} else {
			x.remember(n, s)
		}
	}
	return rows.Err()
}

// remember keeps a combination of facets by its number.
func (x *Index) remember(n int64, s string) {
	for int64(len(x.combos)) <= n {
		x.combos = append(x.combos, facets{})
	}
	x.combos[n] = readFacets(s)
	x.number[s] = n
}

// Close ends all connections.
func (x *Index) Close() error {
	if x.batch != nil {
		x.batch.Rollback()
	}
	var err error
	for _, pool := range []*sql.DB{x.read, x.write} {
		if pool != nil {
			err = errors.Join(err, pool.Close())
		}
	}
	return err
}

// Size is what the index takes on the disk, in bytes.
func (x *Index) Size() (n int64) {
	for _, end := range []string{"", "-wal"} {
		if i, err := os.Stat(x.path + end); err == nil {
			n += i.Size()
		}
	}
	return n
}

// Check reads the whole file and reports whether it is one.
func (x *Index) Check(ctx context.Context) error {
	var said string
	if err := x.read.QueryRowContext(ctx, `pragma quick_check(1)`).Scan(&said); err != nil {
		return fmt.Errorf("index: check: %w", err)
	}
	if said != "ok" {
		return fmt.Errorf("index: check: %s", said)
	}
	return nil
}

// Damaged reports whether an error says that the file is no good.
func Damaged(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case 10, 11, 14, 26: // i/o, corrupt, cannot open, not a database
		return true
	case 1: // no such table: somebody emptied it
		return strings.Contains(e.Error(), "no such table") || strings.Contains(e.Error(), "vtable")
	}
	return false
}

// facets are the values by which hits are counted and narrowed.
type facets struct {
	kind, column, unit, validity string
	tags                         []string
}

func (f facets) String() string {
	return strings.Join([]string{f.kind, f.column, f.unit, f.validity, strings.Join(f.tags, "\x1e")}, "\x1f")
}

func readFacets(s string) facets {
	p := strings.Split(s, "\x1f")
	if len(p) != 5 {
		return facets{}
	}
	f := facets{kind: p[0], column: p[1], unit: p[2], validity: p[3]}
	if p[4] != "" {
		f.tags = strings.Split(p[4], "\x1e")
	}
	return f
}

// The bits of a row number.
const (
	comboBits, serialBits, dayBits = 20, 16, 16
	dayAt                          = comboBits + serialBits
	organAt                        = dayAt + dayBits
)

var epoch = calendar.NewDay(1970, 1, 1)

func dayNumber(d calendar.Day) int64 {
	if d.IsZero() {
		return 0
	}
	return int64(min(max(d.Sub(epoch), 0), 1<<dayBits-1))
}

// token makes a facet's value a token of its own.
func token(kind byte, value string) string {
	var b strings.Builder
	b.WriteByte(kind)
	for i := range len(value) {
		b.WriteString(strconv.FormatUint(uint64(value[i])|0x100, 16)[1:])
	}
	return b.String()
}

// The facets by the letter of their tokens.
const (
	kindToken, columnToken, unitToken, validityToken, tagToken = 'k', 'c', 'u', 'v', 't'
)

func (f facets) tokens() string {
	out := []string{token(kindToken, f.kind), token(unitToken, f.unit), token(validityToken, f.validity)}
	for path := f.column; path != ""; {
		out = append(out, token(columnToken, path))
		i := strings.LastIndexByte(path, '/')
		path = path[:max(i, 0)]
	}
	for _, t := range f.tags {
		out = append(out, token(tagToken, t))
	}
	return strings.Join(out, " ")
}
