package store

import (
	"context"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"gongkai/ledger"
)

// A part is a piece of the data that pages are made of: "table/letter" is the
// table, "article/ID" one article, "articles/COLUMN" what is live in a column
// and below it, "fact/KIND" the entries of a kind, "subject/ID" those about a
// thing. What a statement reads or changes is found from its text, so that
// nothing can be forgotten; the few functions that know better say so with of.
// A page that read a part is made again when a commit changed it.

// Reads gathers what is read under a context.
type Reads struct {
	mu    sync.Mutex
	parts map[string]bool
}

type readsKey struct{}

// Reading returns a context under which transactions note what they read.
func Reading(ctx context.Context) (context.Context, *Reads) {
	r := &Reads{parts: map[string]bool{}}
	return context.WithValue(ctx, readsKey{}, r), r
}

// Unnoted is the context without that.
func Unnoted(ctx context.Context) context.Context {
	return context.WithValue(ctx, readsKey{}, (*Reads)(nil))
}

// Note adds parts that a caller knows of.
func Note(ctx context.Context, parts ...string) {
	if r, _ := ctx.Value(readsKey{}).(*Reads); r != nil {
		r.add(parts...)
	}
}

// Parts lists them, in order.
func (r *Reads) Parts() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.parts))
}

func (r *Reads) add(parts ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range parts {
		r.parts[p] = true
	}
}

// Change is what a commit changed. From and To are where the organ's ledger
// stood before and after; both are 0, and Organ is empty, where no fact could be
// written.
type Change struct {
	Organ    ledger.ID
	From, To int64
	Parts    []string
}

// OnCommit registers a function that is called after each commit of this
// process that changed something. What another process does it never hears.
func (db *DB) OnCommit(f func(Change)) {
	db.hearing.Lock()
	defer db.hearing.Unlock()
	db.hear = append(db.hear, f)
}

func (db *DB) announce(c Change) {
	if len(c.Parts) == 0 {
		return
	}
	db.hearing.Lock()
	hear := db.hear
	db.hearing.Unlock()
	for _, f := range hear {
		f(c)
	}
}

// writes gathers the parts that a transaction changes.
type writes map[string]bool

// of is the transaction for statements whose parts the caller names, for
// reading.
func (tx *Tx) of(parts ...string) *Tx {
	if tx.reads == nil {
		return tx
	}
	tx.reads.add(parts...)
	t := *tx
	t.reads = nil
	return &t
}

// changing is the same for writing.
func (tx *Tx) changing(parts ...string) *Tx {
	t := *tx
	t.writes = nil
	tx.mark(parts...)
	return &t
}

func (tx *Tx) mark(parts ...string) {
	if tx.writes == nil {
		return
	}
	for _, p := range parts {
		tx.writes[p] = true
	}
}

// note finds the parts of a statement that names none itself.
func (tx *Tx) note(q string) {
	if tx.reads == nil && tx.writes == nil {
		return
	}
	if table := written(q); table != "" {
		tx.mark("table/" + table)
		if keyed[table] {
			tx.mark("any/" + table)
		}
	}
	if tx.reads != nil {
		for _, word := range identifier.FindAllString(q, -1) {
			if tables()[word] {
				tx.reads.add("table/" + word)
			}
		}
	}
}

// keyed are the tables that are read by finer parts. Whoever reads these also
// depends on "any/TABLE", which a statement changes that names no finer part.
var keyed = map[string]bool{"article": true, "edition": true, "article_explains": true, "article_count": true, "ledger_entry": true,
	"visit_day": true, "visit_sum": true}

var identifier = regexp.MustCompile(`[a-z_]+`)

// written is the table that a statement changes, "" for none.
func written(q string) string {
	q = strings.TrimLeft(q, " \t\n")
	for _, verb := range []string{"insert into ", "update ", "delete from "} {
		if rest, ok := strings.CutPrefix(q, verb); ok {
			return identifier.FindString(rest)
		}
	}
	return ""
}

// tables are the names of all tables, as the schema has them. A column that is
// called like a table makes a page depend on too much, never on too little.
var tables = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	made := regexp.MustCompile(`create table ([a-z_]+)`)
	files, err := fs.Glob(schema, "schema/*.sql")
	for _, name := range files {
		text, e := schema.ReadFile(name)
		if e != nil {
			err = e
		}
		for _, m := range made.FindAllSubmatch(text, -1) {
			out[string(m[1])] = true
		}
	}
	if err != nil {
		panic("store: embedded schema: " + err.Error())
	}
	return out
})

// articlePart and the others are the finer parts.
func articlePart(id ledger.ID) string { return "article/" + string(id) }

// listParts are the lists that an article of a column stands in.
func listParts(column ledger.Code) []string {
	parts := []string{"articles/"}
	for i := range len(column) {
		if column[i] == '/' {
			parts = append(parts, "articles/"+string(column[:i]))
		}
	}
	return append(parts, "articles/"+string(column))
}

// articleReads are what a reader of an article depends on.
func articleReads(id ledger.ID) []string {
	return []string{articlePart(id), "any/article", "any/edition", "any/article_explains"}
}

func listReads(under ledger.Code) []string {
	return []string{"articles/" + string(under), "any/article", "any/edition", "any/article_count"}
}
