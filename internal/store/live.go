package store

import (
	"fmt"

	"gongkai/ledger"
	"gongkai/publication"
)

// LiveFilter narrows a list of what is public now, newest first.
type LiveFilter struct {
	Organ         ledger.ID
	Under         ledger.Code      // a column and all below it
	Year          int              // of first publication
	Type          publication.Kind // then nobody counts
	Limit, Offset int
}

// Month is how many articles are live that first went out in it.
type Month struct {
	Month  string // 2006-01
	N      int
	Newest int64
}

// Months lists the months in which something went out that is live, newest
// first.
func (tx *Tx) Months(f LiveFilter) ([]Month, error) {
	w := f.where()
	return collect(tx.of(listReads(f.Under)...), "months", func(s scanner) (m Month, err error) {
		err = s.Scan(&m.Month, &m.N, &m.Newest)
		return m, err
	}, `select c.month, cast(sum(c.n) as bigint), max(c.newest) from article_count c where `+w.String()+`
		group by c.month order by c.month desc`, w.args...)
}

func (f LiveFilter) where() where {
	w := where{}
	w.add("c.organ = ?", f.Organ)
	w.add("c.n > 0")
	if f.Under != "" {
		below := string(f.Under) + "/"
		w.add("(c.column_path = ? or substr(c.column_path, 1, ?) = ?)", f.Under, len([]rune(below)), below)
	}
	if f.Year > 0 {
		w.add("c.month >= ? and c.month <= ?", fmt.Sprintf("%04d-01", f.Year), fmt.Sprintf("%04d-12", f.Year))
	}
	return w
}

// LiveArticles lists a page of what is public and says how many there are in
// all. The months tell where the page lies, so that a page deep in a long list
// costs no more than the first.
func (tx *Tx) LiveArticles(f LiveFilter) (rows []ArticleRow, months []Month, err error) {
	if months, err = tx.Months(f); err != nil {
		return nil, nil, err
	}
	first, skipped := 0, 0
	for first < len(months) && skipped+months[first].N <= f.Offset {
		skipped += months[first].N
		first++
	}
	if first == len(months) {
		return nil, months, nil
	}
	last, within := first, skipped+months[first].N
	for last+1 < len(months) && within < f.Offset+f.Limit {
		last++
		within += months[last].N
	}
	columns, err := tx.columnsWith(f)
	if err != nil {
		return nil, nil, err
	}
	for {
		rows, err = tx.between(f, columns, months[last].Month, months[first].Month, f.Offset-skipped)
		if err != nil || f.Type == "" || len(rows) == f.Limit || last == len(months)-1 {
			return rows, months, err
		}
		last = min(first+2*(last-first+1), len(months)-1) // too few of this kind: look further back
	}
}

// columnsWith lists the columns in which something is live.
func (tx *Tx) columnsWith(f LiveFilter) ([]string, error) {
	f.Year = 0
	w := f.where()
	return collect(tx.of(listReads(f.Under)...), "columns with articles", func(s scanner) (c string, err error) {
		err = s.Scan(&c)
		return c, err
	}, `select distinct c.column_path from article_count c where `+w.String()+` order by c.column_path`, w.args...)
}

// between lists what went out from one month to another.
func (tx *Tx) between(f LiveFilter, columns []string, from, to string, offset int) ([]ArticleRow, error) {
	w := where{}
	w.add("a.organ = ?", f.Organ)
	w.add("a.state = 'live'")
	in(&w, "a.column_path", columns)
	w.add("a.published_on >= ? and a.published_on <= ?", from+"-01", to+"-31")
	if f.Type != "" {
		w.add("a.type = ?", string(f.Type))
	}
	// The text itself is left out, as in Articles.
	return collect(tx.of(listReads(f.Under)...), "live articles", scanArticleRow, `select `+articleColumns+`, `+lineColumns+`
		from article a join edition e on e.article = a.id and e.no = a.live where `+w.String()+`
		order by a.published_on desc, a.published_at desc, a.id desc`+page(f.Limit, offset), w.args...)
}
