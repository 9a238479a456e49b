package store

import (
	"time"

	"gongkai/calendar"
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

// CountsByColumn says how many live articles every column has.
func (tx *Tx) CountsByColumn(organ ledger.ID) (map[ledger.Code]ColumnCount, error) {
	rows, err := collect(tx.of(listReads("")...), "counts by column", func(s scanner) (c ColumnCount, err error) {
		err = s.Scan(&c.Path, &c.N, instant{&c.Newest})
		return c, err
	}, `select column_path, cast(sum(n) as bigint), max(newest) from article_count where organ = $1 and n > 0
		group by column_path order by column_path`, organ)
	out := map[ledger.Code]ColumnCount{}
	for _, c := range rows {
		out[c.Path] = c
	}
	return out, err
}

// count keeps the counts when an article goes out, moves or is withdrawn.
func (tx *Tx) count(was, a publication.Article) error {
	out, in := was.State == publication.Live, a.State == publication.Live
	if out {
		tx.mark(listParts(was.Column)...)
	}
	if in {
		tx.mark(listParts(a.Column)...)
	}
	if out && in && was.Column == a.Column && was.PublishedOn == a.PublishedOn && was.PublishedAt.Equal(a.PublishedAt) {
		return nil
	}
	if out {
		if err := tx.countOne(was, -1); err != nil {
			return err
		}
	}
	if in {
		return tx.countOne(a, 1)
	}
	return nil
}

func (tx *Tx) countOne(a publication.Article, by int) error {
	month := monthOf(a.PublishedOn)
	t := tx.changing("table/article_count")
	if _, err := t.exec("count article", `insert into article_count (organ, column_path, month, n, newest) values ($1, $2, $3, 0, 0)
		on conflict (organ, column_path, month) do nothing`, a.Organ, a.Column, month); err != nil {
		return err
	}
	if by > 0 { // without a look at the articles: in a long import they are still gathered
		_, err := t.exec("count article", `update article_count set n = n + 1, newest = case when newest < $4 then $4 else newest end
			where organ = $1 and column_path = $2 and month = $3`, a.Organ, a.Column, month, a.PublishedAt)
		return err
	}
	_, err := t.exec("uncount article", `update article_count set n = n - 1, newest = coalesce((select max(a.published_at) from article a
			where a.organ = $1 and a.state = 'live' and a.column_path = $2 and a.published_on >= $4 and a.published_on <= $5), 0)
		where organ = $1 and column_path = $2 and month = $3`, a.Organ, a.Column, month, month+"-01", month+"-31")
	return err
}

func monthOf(d calendar.Day) string { return d.String()[:7] }

// MiscountedColumns names the columns whose kept counts are not what the
// articles give, for verification.
func (tx *Tx) MiscountedColumns(organ ledger.ID) ([]ledger.Code, error) {
	return collect(tx, "miscounted columns", func(s scanner) (c ledger.Code, err error) {
		err = s.Scan(&c)
		return c, err
	}, `select distinct path from (
			select organ, column_path as path, month, n, newest from article_count where organ = $1 and n > 0
			union all
			select organ, column_path, substr(published_on, 1, 7), count(*), max(published_at) from article
				where organ = $1 and state = 'live' group by organ, column_path, substr(published_on, 1, 7)) as counted
		group by path, month, n, newest having count(*) <> 2 order by path`, organ)
}

// NextIndex gives the next serial of a year's index numbers (索引号). It is
// never given twice, whatever becomes of the article.
func (tx *Tx) NextIndex(organ ledger.ID, year int) (n int, err error) {
	err = tx.row(`insert into index_serial (organ, year, last) values ($1, $2, 1)
		on conflict (organ, year) do update set last = index_serial.last + 1 returning last`, organ, year).Scan(&n)
	return n, fail("next index", err)
}
