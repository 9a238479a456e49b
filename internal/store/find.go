package store

import (
	"strings"

	"gongkai/ledger"
	"gongkai/publication"
)

// PublicText is a live edition without its html, with its words.
type PublicText struct {
	Article publication.Article
	Edition publication.Edition
	Body    string
}

// PublicTexts reads the live ones among some articles of an organ.
func (tx *Tx) PublicTexts(organ ledger.ID, ids []ledger.ID) ([]PublicText, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	w := where{}
	w.add("a.organ = ?", organ)
	w.add("a.state = ?", string(publication.Live))
	in(&w, "a.id", ids)
	return collect(tx, "public texts", func(s scanner) (p PublicText, err error) {
		err = s.Scan(append(append(articleInto(&p.Article), editionInto(&p.Edition)...), &p.Body)...)
		return p, err
	}, `select `+articleColumns+`, `+strings.Replace(editionColumns, "e.html", "''", 1)+`, coalesce(t.body, '')
		from article a join edition e on e.article = a.id and e.no = a.live left join article_text t on t.article = a.id
		where `+w.String()+` order by a.id`, w.args...)
}

// LiveMark tells the live edition of an article and its validity.
type LiveMark struct {
	Article  ledger.ID
	Live     int
	Validity ledger.Code
}

// LiveMarks lists them of some articles of an organ, of all where none is named.
func (tx *Tx) LiveMarks(organ ledger.ID, ids ...ledger.ID) ([]LiveMark, error) {
	w := where{}
	w.add("organ = ?", organ)
	w.add("state = ?", string(publication.Live))
	in(&w, "id", ids)
	return collect(tx, "live marks", func(s scanner) (m LiveMark, err error) {
		err = s.Scan(&m.Article, &m.Live, &m.Validity)
		return m, err
	}, `select id, live, validity from article where `+w.String()+` order by id`, w.args...)
}
