package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"gongkai/ledger"
	"gongkai/search"
)

// Put takes texts in, in one transaction; one that is there already is
// replaced.
func (x *Index) Put(ctx context.Context, docs ...Doc) error {
	return x.change(ctx, func(tx *sql.Tx) error {
		doc, err := tx.PrepareContext(ctx, `insert into doc (row, organ, id, stamp, day, void, title, docno, lead, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`)
		if err != nil {
			return err
		}
		fts, err := tx.PrepareContext(ctx, `insert into fts (rowid, title, lead, body, sound, facet) values ($1, $2, $3, $4, $5, $6)`)
		if err != nil {
			return err
		}
		name, err := tx.PrepareContext(ctx, `insert or ignore into name (organ, key, row) values ($1, $2, $3)`)
		if err != nil {
			return err
		}
		for _, d := range docs {
			if err := drop(ctx, tx, d.Organ, d.ID); err != nil {
				return err
			}
			f := facets{d.Kind, string(d.Column), d.Unit, d.Validity, d.Tags}
			row, err := x.row(ctx, tx, d, f)
			if err != nil {
				return err
			}
			void := 0
			if d.Void {
				void = 1
			}
			if _, err := doc.ExecContext(ctx, row, d.Organ, d.ID, d.Stamp, d.Day.String(), void, d.Title, d.DocNo, d.Lead, packer.EncodeAll([]byte(d.Text), nil)); err != nil {
				return err
			}
			if _, err := fts.ExecContext(ctx, row, tokens(d.Title), tokens(d.DocNo+"\n"+d.Lead), tokens(d.Text),
				strings.Join(search.SoundTokens(d.Title), " "), f.tokens()); err != nil {
				return err
			}
			for _, k := range names(d.Title) {
				if _, err := name.ExecContext(ctx, d.Organ, k, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func tokens(s string) string { return strings.Join(search.Tokens(s), " ") }

// row finds a free number.
func (x *Index) row(ctx context.Context, tx *sql.Tx, d Doc, f facets) (int64, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	organ, err := x.organ(ctx, tx, d.Organ)
	if err != nil {
		return 0, err
	}
	combo, known := x.number[f.String()]
	if !known {
		combo = int64(max(len(x.combos), 1))
		if combo >= 1<<comboBits {
			return 0, fmt.Errorf("index: more than %d combinations of facets", combo)
		}
		if _, err := tx.ExecContext(ctx, `insert into combo (n, facets) values ($1, $2) on conflict do nothing`, combo, f.String()); err != nil {
			return 0, err
		}
		x.remember(combo, f.String())
	}
	for day := dayNumber(d.Day); ; day-- {
		if day < 0 {
			return 0, fmt.Errorf("index: no free number for %s", d.ID)
		}
		from := organ<<organAt | day<<dayAt
		var last sql.NullInt64
		if err := tx.QueryRowContext(ctx, `select max(row) from doc where row between $1 and $2`, from, from|(1<<dayAt-1)).Scan(&last); err != nil {
			return 0, err
		}
		serial := int64(0)
		if last.Valid {
			serial = (last.Int64>>comboBits)&(1<<serialBits-1) + 1
		}
		if serial < 1<<serialBits {
			return from | serial<<comboBits | combo, nil
		}
	}
}

// organ is the number of an organ, given when it is first seen.
func (x *Index) organ(ctx context.Context, tx *sql.Tx, id ledger.ID) (int64, error) {
	if n, ok := x.organs[id]; ok {
		return n, nil
	}
	n := int64(len(x.organs) + 1)
	if n >= 1<<11 {
		return 0, fmt.Errorf("index: more than %d organs", n)
	}
	if _, err := tx.ExecContext(ctx, `insert into organ (n, id) values ($1, $2)`, n, id); err != nil {
		return 0, err
	}
	x.organs[id] = n
	return n, nil
}

// Drop takes a text out.
func (x *Index) Drop(ctx context.Context, organ ledger.ID, ids ...string) error {
	return x.change(ctx, func(tx *sql.Tx) error {
		for _, id := range ids {
			if err := drop(ctx, tx, organ, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func drop(ctx context.Context, tx *sql.Tx, organ ledger.ID, id string) error {
	var row int64
	var title string
	err := tx.QueryRowContext(ctx, `delete from doc where organ = $1 and id = $2 returning row, title`, organ, id).Scan(&row, &title)
	if err == sql.ErrNoRows {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `delete from fts where rowid = $1`, row); err != nil {
		return err
	}
	for _, k := range names(title) {
		if _, err := tx.ExecContext(ctx, `delete from name where organ = $1 and key = $2 and row = $3`, organ, k, row); err != nil {
			return err
		}
	}
	return nil
}

// change runs one writer at a time. What it remembered of a change that did
// not come about is read again.
func (x *Index) change(ctx context.Context, f func(*sql.Tx) error) error {
	x.turn.Lock()
	defer x.turn.Unlock()
	if x.building {
		return x.build(ctx, f)
	}
	tx, err := x.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("index: begin: %w", err)
	}
	defer tx.Rollback()
	if err = x.again(ctx, tx); err == nil {
		err = f(tx)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		tx.Rollback()
		x.mu.Lock()
		x.organs, x.combos, x.number = map[ledger.ID]int64{}, nil, map[string]int64{}
		again := x.load(context.WithoutCancel(ctx))
		x.mu.Unlock()
		if again != nil {
			return fmt.Errorf("index: change: %w (%w)", err, again)
		}
		return fmt.Errorf("index: change: %w", err)
	}
	return nil
}

// again reads the numbers that another process may have given since.
func (x *Index) again(ctx context.Context, tx *sql.Tx) error {
	var version int64
	if err := tx.QueryRowContext(ctx, `pragma data_version`).Scan(&version); err != nil || version == x.version {
		return err
	}
	x.version = version
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.load(ctx)
}

// changesAtOnce is how many changes of a build share a transaction: FTS5 writes
// a segment at each commit, and merging many costs more than making them.
const changesAtOnce = 20

// build makes a change of an index that nobody reads yet.
func (x *Index) build(ctx context.Context, f func(*sql.Tx) error) (err error) {
	if x.batch == nil {
		if x.batch, err = x.write.BeginTx(context.WithoutCancel(ctx), nil); err != nil {
			return fmt.Errorf("index: begin: %w", err)
		}
	}
	if err := f(x.batch); err != nil {
		return fmt.Errorf("index: build: %w", err)
	}
	if x.changes++; x.changes%changesAtOnce > 0 {
		return nil
	}
	return x.commit()
}

func (x *Index) commit() error {
	if x.batch == nil {
		return nil
	}
	err := x.batch.Commit()
	if x.batch = nil; err != nil {
		return fmt.Errorf("index: build: %w", err)
	}
	return nil
}

// Finish ends a build: what many changes left behind is merged, and the file is
// made one that may be read while it is written.
func (x *Index) Finish(ctx context.Context) error {
	x.turn.Lock()
	defer x.turn.Unlock()
	if err := x.commit(); err != nil {
		return err
	}
	for _, q := range []string{`insert into fts (fts) values ('optimize')`, `insert into fts (fts, rank) values ('hashsize', 1048576)`} {
		if _, err := x.write.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("index: finish: %w", err)
		}
	}
	if err := errors.Join(x.write.Close(), x.sync()); err != nil {
		return fmt.Errorf("index: finish: %w", err)
	}
	x.building, x.write = false, nil
	return x.pools()
}

// sync makes the file outlive a loss of power.
func (x *Index) sync() error {
	f, err := os.OpenFile(x.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Place is how far an index follows an organ's ledger: the entry's number and
// what tells that entry from another of the same number.
type Place struct {
	Seq  int64
	Mark string
}

// Place reads it; the zero Place means that nothing is in yet.
func (x *Index) Place(ctx context.Context, organ ledger.ID) (p Place, err error) {
	err = x.read.QueryRowContext(ctx, `select seq, mark from organ where id = $1`, organ).Scan(&p.Seq, &p.Mark)
	if err == sql.ErrNoRows {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("index: place: %w", err)
	}
	return p, err
}

// SetPlace writes it.
func (x *Index) SetPlace(ctx context.Context, organ ledger.ID, p Place) error {
	return x.change(ctx, func(tx *sql.Tx) error {
		x.mu.Lock()
		_, err := x.organ(ctx, tx, organ)
		x.mu.Unlock()
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `update organ set seq = $1, mark = $2 where id = $3`, p.Seq, p.Mark, organ)
		return err
	})
}

// Stamps lists what is in, by id, with the stamps it was put with.
func (x *Index) Stamps(ctx context.Context, organ ledger.ID) (map[string]string, error) {
	if x.building { // an organ is put in once
		return nil, nil
	}
	rows, err := x.read.QueryContext(ctx, `select id, stamp from doc where organ = $1 order by id`, organ)
	if err != nil {
		return nil, fmt.Errorf("index: stamps: %w", err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var id, stamp string
		if err := rows.Scan(&id, &stamp); err != nil {
			return nil, fmt.Errorf("index: stamps: %w", err)
		}
		out[id] = stamp
	}
	return out, rows.Err()
}

// Count is how many texts are in.
func (x *Index) Count(ctx context.Context, organ ledger.ID) (n int, err error) {
	err = x.read.QueryRowContext(ctx, `select count(*) from doc where organ = $1`, organ).Scan(&n)
	return n, err
}

// names are the forms by which a title is suggested: from its beginning and
// from what follows 关于, as characters, as pinyin and by initials.
func names(title string) []string {
	f := search.Flat(title)
	starts := []string{f}
	if _, rest, ok := strings.Cut(f, "关于"); ok && len(rest) >= 6 {
		starts = append(starts, rest)
	}
	var out []string
	for _, s := range starts {
		for _, k := range []string{s, search.Pinyin(s), search.Initials(s)} {
			if k = cut(k, nameLength); k != "" && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// nameLength is how much of a title is compared while somebody types, in bytes.
const nameLength = 36

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
