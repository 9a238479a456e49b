package store

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/ledger"
	"gongkai/publication"
)

// ArticleFilter narrows a list of articles; its zero value takes all of every
// body, so callers always give the Organ.
type ArticleFilter struct {
	Organ         ledger.ID
	Under         ledger.Code // a column and all below it
	States        []publication.State
	EditionStates []publication.State // of the edition listed
	Types         []publication.Kind
	Unit, Author  ledger.ID
	Year          int    // of first publication
	Query         string // occurs in title, 文号 or 索引号
	Text          string // every word occurs in title, 文号, 索引号 or text
	Tag           string // 五公开
	Live          bool   // list the live edition, else the newest
	Oldest        bool
	Limit, Offset int
}

// ArticleRow is an article with the edition listed.
type ArticleRow struct {
	Article publication.Article
	Edition publication.Edition
}

func (f ArticleFilter) where() where {
	w := where{}
	w.add("a.organ = ?", f.Organ)
	if f.Under != "" {
		below := string(f.Under) + "/"
		w.add("(a.column_path = ? or substr(a.column_path, 1, ?) = ?)", f.Under, len([]rune(below)), below)
	}
	in(&w, "a.state", strs(f.States))
	in(&w, "e.state", strs(f.EditionStates))
	in(&w, "a.type", strs(f.Types))
	if f.Unit != "" {
		w.add("a.unit = ?", f.Unit)
	}
	if f.Author != "" {
		w.add("e.authors like ? escape '!'", `%"`+like(string(f.Author))+`"%`)
	}
	if f.Tag != "" {
		w.add("e.tags like ? escape '!'", `%"`+like(f.Tag)+`"%`)
	}
	if f.Year > 0 {
		w.add("a.published_on >= ? and a.published_on <= ?", fmt.Sprintf("%04d-01-01", f.Year), fmt.Sprintf("%04d-12-31", f.Year))
	}
	if f.Query != "" {
		p := "%" + like(f.Query) + "%"
		w.add("("+named+")", p, p, p)
	}
	words := strings.Fields(f.Text)
	for _, word := range words[:min(len(words), 20)] {
		p := "%" + like(word) + "%"
		w.add("("+named+" or lower(t.body) like lower(?) escape '!')", p, p, p, p)
	}
	return w
}

// named finds an article by what people call it: its title, 文号 or 索引号.
const named = "lower(e.title) like lower(?) escape '!' or lower(e.doc_no) like lower(?) escape '!' or lower(a.index_no) like lower(?) escape '!'"

func (f ArticleFilter) from() string {
	no := "a.latest"
	if f.Live {
		no = "a.live"
	}
	from := ` from article a join edition e on e.article = a.id and e.no = ` + no
	if f.Text != "" {
		from += ` left join article_text t on t.article = a.id`
	}
	return from
}

// lineColumns are an edition's without the text itself: lists never show it, and
// it is most of the row.
var lineColumns = strings.Replace(editionColumns, "e.html", "''", 1)

func scanArticleRow(s scanner) (r ArticleRow, err error) {
	err = s.Scan(append(articleInto(&r.Article), editionInto(&r.Edition)...)...)
	return r, err
}

// Articles lists a page of articles and says how many there are in all.
func (tx *Tx) Articles(f ArticleFilter) ([]ArticleRow, int, error) {
	w := f.where()
	if slices.Equal(f.States, []publication.State{publication.Live}) && f.Live {
		tx = tx.of(append(listReads(f.Under), "table/article_text")...)
	}
	var total int
	if err := tx.row(`select count(*)`+f.from()+` where `+w.String(), w.args...).Scan(&total); err != nil {
		return nil, 0, fail("count articles", err)
	}
	order := "desc"
	if f.Oldest {
		order = "asc"
	}
	q := `select ` + articleColumns + `, ` + lineColumns + f.from() + ` where ` + w.String() +
		` order by case when a.published_at > 0 then a.published_at else e.saved_at end ` + order + `, a.id ` + order +
		page(f.Limit, f.Offset)
	rows, err := collect(tx, "articles", scanArticleRow, q, w.args...)
	return rows, total, err
}

// longest bounds what is looked for, in characters: SQLite refuses a pattern of
// 50000 bytes, and nobody types more.
const longest = 500

// like escapes what LIKE would read as a pattern, and drops what is no text:
// PostgreSQL refuses NUL and broken UTF-8. Upper and lower case are made equal
// in SQL on both sides, since the databases know fewer letters than Go does.
func like(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest])
	}
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

func strs[S ~string](in []S) []string {
	out := make([]string, len(in))
	for i, s := range in {
		out[i] = string(s)
	}
	return out
}
