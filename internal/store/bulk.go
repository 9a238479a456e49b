package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"gongkai/ledger"
)

// bulk gathers the rows of a long import by table, so that many go into the
// database in one statement.
type bulk struct {
	into []*bulkTable // in the order in which they were first used: parents first
	rows int
}

type bulkTable struct {
	what, head, tail string
	width            int
	args             []any
	one              *sql.Stmt
}

// What waits is written when so many rows wait. PostgreSQL takes so many
// arguments in a statement. On SQLite there
// is no way to go, and the numbered arguments of a long statement cost the
// square of their number: there a prepared statement takes row by row.
const (
	bulkRows = 2000
	maxArgs  = 65535
)

// Bulk runs f with its inserts gathered. f reads nothing that it has written.
func (tx *Tx) Bulk(f func() error) error {
	tx.bulk = &bulk{}
	defer func() { tx.bulk = nil }()
	if err := f(); err != nil {
		return err
	}
	return tx.pour()
}

// insert adds a row: head is the statement up to its values, tail what follows.
func (tx *Tx) insert(what, head, tail string, args ...any) error {
	if tx.bulk == nil {
		_, err := tx.exec(what, head+" values "+tuples(1, len(args))+tail, args...)
		return err
	}
	tx.note(head)
	b := tx.bulk
	i := slices.IndexFunc(b.into, func(t *bulkTable) bool { return t.head == head })
	if i < 0 {
		i, b.into = len(b.into), append(b.into, &bulkTable{what: what, head: head, tail: tail, width: len(args)})
	}
	b.into[i].args = append(b.into[i].args, args...)
	b.rows++
	if b.rows < bulkRows {
		return nil
	}
	return tx.pour()
}

// pour writes what waits.
func (tx *Tx) pour() error {
	for _, t := range tx.bulk.into {
		if err := tx.pourTable(t); err != nil {
			return err
		}
		clear(t.args)
		t.args = t.args[:0]
	}
	tx.bulk.rows = 0
	return nil
}

func (tx *Tx) pourTable(t *bulkTable) error {
	n := len(t.args) / t.width
	if n == 0 {
		return nil
	}
	if tx.db.dialect.name != "sqlite" {
		for part := range slices.Chunk(t.args, maxArgs/t.width*t.width) {
			if _, err := tx.changing().exec(t.what, t.head+" values "+tuples(len(part)/t.width, t.width)+t.tail, part...); err != nil {
				return err
			}
		}
		return nil
	}
	if t.one == nil {
		var err error
		if t.one, err = tx.tx.PrepareContext(tx.ctx, t.head+" values "+tuples(1, t.width)+t.tail); err != nil {
			return fail(t.what, err) // closed with the transaction
		}
	}
	for row := range slices.Chunk(plainArgs(t.args), t.width) {
		if _, err := t.one.ExecContext(tx.ctx, row...); err != nil {
			return fail(t.what, err)
		}
	}
	return nil
}

// tuples are the numbered arguments of n rows.
func tuples(n, width int) string {
	var b strings.Builder
	for i := range n {
		for j := range width {
			sep := ","
			switch {
			case j == 0 && i == 0:
				sep = "("
			case j == 0:
				sep = ",("
			}
			fmt.Fprintf(&b, "%s$%d", sep, i*width+j+1)
		}
		b.WriteByte(')')
	}
	return b.String()
}

// prune forgets fresh nodes that no later entry and no head needs: those of
// complete subtrees inside of larger ones. What is forgotten can be read back.
func (r *recording) prune() {
	if len(r.fresh) < 4096 {
		return
	}
	keep := map[int64]ledger.Hash{}
	for _, at := range ledger.Edge(r.seq) {
		if h, ok := r.fresh[at]; ok {
			keep[at] = h
		}
	}
	r.fresh = keep
}
