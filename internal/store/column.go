package store

import (
	"time"

	"gongkai/ledger"
	"gongkai/publication"
)

const columnColumns = `organ, path, name, category, max_age, limit_name, art20, tags, description, keywords, ord, rev`

func scanColumn(s scanner) (c publication.Column, err error) {
	err = s.Scan(&c.Organ, &c.Path, &c.Name, &c.Category, &c.MaxAge, &c.Limit, &c.Art20, list[string]{&c.Tags},
		&c.Description, list[string]{&c.Keywords}, &c.Order, &c.Rev)
	return c, err
}

// Columns lists the columns of a body in tree order.
func (tx *Tx) Columns(organ ledger.ID) ([]publication.Column, error) {
	return collect(tx, "columns", scanColumn,
		`select `+columnColumns+` from site_column where organ = $1 order by ord, path`, organ)
}

// Column reads a column.
func (tx *Tx) Column(organ ledger.ID, path ledger.Code) (publication.Column, error) {
	c, err := scanColumn(tx.row(`select `+columnColumns+` from site_column where organ = $1 and path = $2`, organ, path))
	return c, fail("column "+string(path), err)
}

// PutColumn stores a column.
func (tx *Tx) PutColumn(c publication.Column) error {
	return tx.put("put column "+string(c.Path), c.Rev,
		`insert into site_column (organ, path, name, category, max_age, limit_name, art20, tags, description, keywords,
			ord, rev) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		`update site_column set name = $3, category = $4, max_age = $5, limit_name = $6, art20 = $7, tags = $8,
			description = $9, keywords = $10, ord = $11, rev = rev + 1 where organ = $1 and path = $2 and rev = $12`,
		c.Organ, c.Path, c.Name, c.Category, c.MaxAge, c.Limit, c.Art20, asList(c.Tags), c.Description,
		asList(c.Keywords), c.Order)
}

// ColumnCount says how many live articles a column has itself and when the
// newest of them went out.
type ColumnCount struct {
	Path   ledger.Code
	N      int
	Newest time.Time
}

// CountsByColumn counts the live articles of every column.
func (tx *Tx) CountsByColumn(organ ledger.ID) (map[ledger.Code]ColumnCount, error) {
	rows, err := collect(tx, "counts by column", func(s scanner) (c ColumnCount, err error) {
		err = s.Scan(&c.Path, &c.N, instant{&c.Newest})
		return c, err
	}, `select column_path, count(*), max(published_at) from article where organ = $1 and state = 'live'
		group by column_path order by column_path`, organ)
	out := map[ledger.Code]ColumnCount{}
	for _, c := range rows {
		out[c.Path] = c
	}
	return out, err
}

// NextIndex gives the next serial of a year's index numbers (索引号). It is
// never given twice, whatever becomes of the article.
func (tx *Tx) NextIndex(organ ledger.ID, year int) (n int, err error) {
	err = tx.row(`insert into index_serial (organ, year, last) values ($1, $2, 1)
		on conflict (organ, year) do update set last = index_serial.last + 1 returning last`, organ, year).Scan(&n)
	return n, fail("next index", err)
}
