package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
)

// Append adds a fact to the ledger of the Record transaction.
func (tx *Tx) Append(on calendar.Day, subject, by ledger.ID, f ledger.Fact) (ledger.Entry, error) {
	if tx.record == nil {
		return ledger.Entry{}, errors.New("store: append outside of Record")
	}
	e, err := tx.append(on, subject, by, f)
	if err != nil {
		tx.record.err = err
	}
	return e, err
}

func (tx *Tx) append(on calendar.Day, subject, by ledger.ID, f ledger.Fact) (ledger.Entry, error) {
	r := tx.record
	e, err := ledger.New(r.organ, r.seq+1, r.now, on, subject, by, f)
	if err != nil {
		return e, err
	}
	nodes, err := ledger.Nodes(e, tx.HashReader(r.organ))
	if err != nil {
		return e, err
	}
	err = tx.changing("table/ledger_entry", "fact/"+e.Kind, "subject/"+string(subject)).insert("append", `insert into ledger_entry (organ, seq, at, on_day, kind, subject, by_officer, body)`, "",
		e.Organ, e.Seq, e.At, e.On, e.Kind, e.Subject, e.By, string(e.Body))
	if err != nil {
		return e, err
	}
	for i, h := range nodes {
		at := ledger.FirstNode(e.Seq) + int64(i)
		if err := tx.insert("append node", `insert into ledger_node (organ, at, hash)`, "", r.organ, at, h[:]); err != nil {
			return e, err
		}
		r.fresh[at] = h
	}
	r.seq++
	r.prune()
	return e, nil
}

// seal writes the new head, once a transaction.
func (tx *Tx) seal() error {
	r := tx.record
	if r.seq == r.from {
		return nil
	}
	head, err := ledger.Root(r.seq, tx.HashReader(r.organ))
	if err != nil {
		return err
	}
	_, err = tx.exec("seal", `update ledger_head set seq = $1, root = $2 where organ = $3`, head.Seq, head.Root[:], r.organ)
	return err
}

// Head is the organ's ledger head.
func (tx *Tx) Head(organ ledger.ID) (ledger.Head, error) {
	var h ledger.Head
	var root []byte
	err := tx.row(`select seq, root from ledger_head where organ = $1`, organ).Scan(&h.Seq, &root)
	copy(h.Root[:], root)
	return h, fail("head", err)
}

// HashReader reads the nodes of the organ's tree.
func (tx *Tx) HashReader(organ ledger.ID) ledger.HashReader { return nodeReader{tx, organ} }

type nodeReader struct {
	tx    *Tx
	organ ledger.ID
}

func (n nodeReader) ReadHashes(at []int64) ([]ledger.Hash, error) {
	out := make([]ledger.Hash, len(at))
	for i, x := range at {
		if n.tx.record != nil && n.tx.record.organ == n.organ {
			if h, ok := n.tx.record.fresh[x]; ok {
				out[i] = h
				continue
			}
		}
		var b []byte
		if err := n.tx.row(`select hash from ledger_node where organ = $1 and at = $2`, n.organ, x).Scan(&b); err != nil {
			return nil, fail(fmt.Sprintf("node %d", x), err)
		}
		copy(out[i][:], b)
	}
	return out, nil
}

// StoredNodes reads the stored nodes of the organ's tree from one index up to
// another, for verification. One that is not a hash at all comes back as the
// zero hash.
func (tx *Tx) StoredNodes(organ ledger.ID, from, to int64) (map[int64]ledger.Hash, error) {
	out := map[int64]ledger.Hash{}
	_, err := collect(tx, "nodes", func(s scanner) (struct{}, error) {
		var at int64
		var b []byte
		err := s.Scan(&at, &b)
		var h ledger.Hash
		if len(b) == len(h) {
			h = ledger.Hash(b)
		}
		out[at] = h
		return struct{}{}, err
	}, `select at, hash from ledger_node where organ = $1 and at >= $2 and at < $3 order by at`, organ, from, to)
	return out, err
}

// StrayEntries counts the entries before the first.
func (tx *Tx) StrayEntries(organ ledger.ID) (count int, err error) {
	err = tx.row(`select count(*) from ledger_entry where organ = $1 and seq < 1`, organ).Scan(&count)
	return count, fail("stray entries", err)
}

// StrayNodes counts the nodes that no tree of n entries has.
func (tx *Tx) StrayNodes(organ ledger.ID, n int64) (count int, err error) {
	err = tx.row(`select count(*) from ledger_node where organ = $1 and (at < 0 or at >= $2)`, organ, ledger.FirstNode(n+1)).Scan(&count)
	return count, fail("stray nodes", err)
}

// EntryFilter narrows the entries; its zero value takes all.
type EntryFilter struct {
	From, To     int64 // seq, both ends included; 0 is open
	OnFrom, OnTo calendar.Day
	Kinds        []string
	NoRequests   bool // leaves out the facts of requests, by far the most
	Subject      ledger.ID
	Subjects     []ledger.ID
	Seqs         []int64
	Desc         bool
	Limit        int
	Offset       int
}

func (f EntryFilter) query(organ ledger.ID) (string, []any) {
	w := where{}
	w.add("organ = ?", organ)
	if f.From > 0 {
		w.add("seq >= ?", f.From)
	}
	if f.To > 0 {
		w.add("seq <= ?", f.To)
	}
	if !f.OnFrom.IsZero() {
		w.add("on_day >= ?", f.OnFrom)
	}
	if !f.OnTo.IsZero() {
		w.add("on_day <= ?", f.OnTo)
	}
	if f.Subject != "" {
		w.add("subject = ?", f.Subject)
	}
	in(&w, "subject", strs(f.Subjects))
	if slices.Equal(f.Kinds, []string{"publication.published"}) {
		w.add("kind = 'publication.published'") // as the index ledger_entry_published has it
	} else {
		in(&w, "kind", f.Kinds)
	}
	if f.NoRequests {
		w.add("substr(kind, 1, 8) <> 'request.'") // as the index ledger_entry_other has it
	}
	in(&w, "seq", f.Seqs)
	order := "asc"
	if f.Desc {
		order = "desc"
	}
	by := "seq"
	if len(f.Subjects) > 0 {
		by = "seq + 0" // else SQLite goes through the whole ledger, since that is in order
	}
	return `select organ, seq, at, on_day, kind, subject, by_officer, body from ledger_entry where ` +
		w.String() + ` order by ` + by + ` ` + order + page(f.Limit, f.Offset), w.args
}

// parts are what a reader of the entries depends on.
func (f EntryFilter) parts() []string {
	var parts []string
	switch {
	case f.Subject != "":
		parts = append(parts, "subject/"+string(f.Subject))
	case len(f.Subjects) > 0:
		for _, s := range f.Subjects {
			parts = append(parts, "subject/"+string(s))
		}
	case len(f.Kinds) > 0:
		for _, k := range f.Kinds {
			parts = append(parts, "fact/"+k)
		}
	default:
		parts = append(parts, "table/ledger_entry")
	}
	return append(parts, "any/ledger_entry")
}

func scanEntry(s scanner) (e ledger.Entry, err error) {
	var body string
	err = s.Scan(&e.Organ, &e.Seq, instant{&e.At}, day{&e.On}, &e.Kind, &e.Subject, &e.By, &body)
	e.Body = []byte(body)
	return e, err
}

// Entries lists the entries of a filter in order of seq.
func (tx *Tx) Entries(organ ledger.ID, f EntryFilter) ([]ledger.Entry, error) {
	q, args := f.query(organ)
	return collect(tx.of(f.parts()...), "entries", scanEntry, q, args...)
}

// CountEntries counts them.
func (tx *Tx) CountEntries(organ ledger.ID, f EntryFilter) (n int, err error) {
	f.Limit, f.Offset = 0, 0
	q, args := f.query(organ)
	err = tx.of(f.parts()...).row(`select count(*) from (`+q+`) as e`, args...).Scan(&n)
	return n, fail("count entries", err)
}

// EachEntry streams the entries of a filter, so that a long ledger needs no
// memory.
func (tx *Tx) EachEntry(organ ledger.ID, f EntryFilter, each func(ledger.Entry) error) error {
	q, args := f.query(organ)
	rows, err := tx.of(f.parts()...).query(q, args...)
	if err != nil {
		return fail("entries", err)
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return fail("entries", err)
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return fail("entries", rows.Err())
}

// where builds a condition with numbered arguments.
type where struct {
	parts []string
	args  []any
}

func (w *where) add(cond string, args ...any) {
	for _, a := range args {
		w.args = append(w.args, a)
		cond = strings.Replace(cond, "?", fmt.Sprintf("$%d", len(w.args)), 1)
	}
	w.parts = append(w.parts, cond)
}

func (w *where) String() string { return strings.Join(w.parts, " and ") }

func in[T any](w *where, column string, values []T) {
	if len(values) == 0 {
		return
	}
	marks := make([]string, len(values))
	args := make([]any, len(values))
	for i, v := range values {
		marks[i], args[i] = "?", v
	}
	w.add(column+" in ("+strings.Join(marks, ", ")+")", args...)
}

func page(limit, offset int) string {
	if limit <= 0 {
		return ""
	}
	return fmt.Sprintf(" limit %d offset %d", limit, max(offset, 0))
}

// Settled is the organ's last entry that stays whatever becomes of this
// transaction: of those that it adds itself, none.
func (tx *Tx) Settled(organ ledger.ID) (int64, error) {
	if r := tx.record; r != nil && r.organ == organ {
		return r.from, nil
	}
	head, err := tx.Head(organ)
	return head.Seq, err
}

// Touched lists the subjects of the entries from one to another whose kind
// begins so, at most as many as given.
func (tx *Tx) Touched(organ ledger.ID, from, to int64, kind string, most int) ([]ledger.ID, error) {
	return collect(tx, "touched", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select distinct subject from ledger_entry where organ = $1 and seq >= $2 and seq <= $3 and substr(kind, 1, $4) = $5 order by subject limit $6`,
		organ, from, to, len(kind), kind, most)
}
