package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"gongkai/ledger"
	"gongkai/publication"
)

const articleColumns = `a.id, a.organ, a.column_path, a.type, a.unit, a.state, a.index_no, a.live, a.live_sum,
	a.formed, a.due, a.late, a.published_on, a.published_at, a.mode, a.validity, a.replaced_by, a.moved_to, a.item,
	a.explains, a.withdrawn_on, a.next_review, a.latest, a.reason, a.rev`

func articleInto(a *publication.Article) []any {
	return []any{&a.ID, &a.Organ, &a.Column, &a.Type, &a.Unit, &a.State, &a.IndexNo, &a.Live, &a.LiveSum,
		day{&a.Formed}, day{&a.Due}, &a.Late, day{&a.PublishedOn}, instant{&a.PublishedAt}, &a.Mode, &a.Validity,
		&a.ReplacedBy, &a.MovedTo, &a.Item, list[ledger.ID]{&a.Explains}, day{&a.WithdrawnOn}, day{&a.NextReview}, &a.Latest,
		&a.Reason, &a.Rev}
}

func scanArticle(s scanner) (a publication.Article, err error) {
	err = s.Scan(articleInto(&a)...)
	return a, err
}

// Article reads an article.
func (tx *Tx) Article(id ledger.ID) (publication.Article, error) {
	a, err := scanArticle(tx.of(articleReads(id)...).row(`select `+articleColumns+` from article a where a.id = $1`, id))
	return a, fail("article "+string(id), err)
}

// AllArticles lists every article of a body in order of id, for verification.
func (tx *Tx) AllArticles(organ ledger.ID) ([]publication.Article, error) {
	return collect(tx, "all articles", scanArticle,
		`select `+articleColumns+` from article a where a.organ = $1 order by a.id`, organ)
}

// PutArticle stores an article with the documents that it explains.
func (tx *Tx) PutArticle(a publication.Article) error {
	was, err := tx.before(a)
	if err != nil {
		return err
	}
	tx.mark("table/article", "table/article_explains", articlePart(a.ID))
	for _, id := range slices.Concat(was.Explains, a.Explains) { // their pages name it
		tx.mark(articlePart(id))
	}
	t := tx.changing()
	err = t.put("put article "+string(a.ID), a.Rev,
		`insert into article (id, organ, column_path, type, unit, state, index_no, live, live_sum, formed, due, late,
			published_on, published_at, mode, validity, replaced_by, moved_to, item, explains, withdrawn_on, latest,
			reason, next_review, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
		`update article set organ = $2, column_path = $3, type = $4, unit = $5, state = $6, index_no = $7, live = $8,
			live_sum = $9, formed = $10, due = $11, late = $12, published_on = $13, published_at = $14, mode = $15,
			validity = $16, replaced_by = $17, moved_to = $18, item = $19, explains = $20, withdrawn_on = $21,
			latest = $22, reason = $23, next_review = $24, rev = rev + 1 where id = $1 and rev = $25`,
		a.ID, a.Organ, a.Column, string(a.Type), a.Unit, string(a.State), a.IndexNo, a.Live, a.LiveSum, a.Formed, a.Due,
		a.Late, a.PublishedOn, a.PublishedAt, a.Mode, a.Validity, a.ReplacedBy, a.MovedTo, a.Item, asList(a.Explains),
		a.WithdrawnOn, a.Latest, a.Reason, a.NextReview)
	if err != nil {
		return err
	}
	if err := tx.count(was, a); err != nil {
		return err
	}
	if a.Rev > 0 {
		if _, err := t.exec("links", `delete from article_explains where article = $1`, a.ID); err != nil {
			return err
		}
	}
	for _, p := range a.Explains {
		if err := t.insert("link", `insert into article_explains (article, policy)`, "", a.ID, p); err != nil {
			return err
		}
	}
	return nil
}

// before is an article as it is stored, the zero value for a new one.
func (tx *Tx) before(a publication.Article) (publication.Article, error) {
	if a.Rev == 0 {
		return publication.Article{}, nil
	}
	was, err := tx.Article(a.ID)
	if errors.Is(err, ErrNotFound) {
		return publication.Article{}, fmt.Errorf("store: put article %s: %w", a.ID, ErrConflict)
	}
	return was, err
}

// ExplainedBy lists the live interpretations of a policy document.
func (tx *Tx) ExplainedBy(policy ledger.ID) ([]ledger.ID, error) {
	return collect(tx.of(articleReads(policy)...), "explained by", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select x.article from article_explains x join article a on a.id = x.article
		where x.policy = $1 and a.state = 'live' order by a.published_at, a.id`, policy)
}

const editionColumns = `e.article, e.no, e.state, e.title, e.summary, e.html, e.doc_no, e.genre, e.topic, e.source,
	e.keywords, e.tags, e.column_path, e.type, e.unit, e.mode, e.ground, e.formed, e.explains, e.valid_from,
	e.valid_to, e.note, e.files, e.authors, e.approver, e.scheduled_at, e.submitted_at, e.published_at, e.remark,
	e.salt, e.saved_at, e.basis, e.passed, e.exempt, e.rev`

func editionInto(e *publication.Edition) []any {
	return []any{&e.Article, &e.No, &e.State, &e.Title, &e.Summary, &e.HTML, &e.DocNo, &e.Genre, &e.Topic, &e.Source,
		list[string]{&e.Keywords}, list[string]{&e.Tags}, &e.Column, &e.Type, &e.Unit, &e.Mode, &e.Ground,
		day{&e.Formed}, list[ledger.ID]{&e.Explains}, day{&e.ValidFrom}, day{&e.ValidTo}, &e.Note,
		list[publication.File]{&e.Files}, list[ledger.ID]{&e.Authors}, &e.Approver, instant{&e.ScheduledAt},
		instant{&e.SubmittedAt}, instant{&e.PublishedAt}, &e.Remark, &e.Salt, instant{&e.SavedAt}, &e.Basis,
		&e.Passed, &e.Exempt, &e.Rev}
}

func scanEdition(s scanner) (e publication.Edition, err error) {
	err = s.Scan(editionInto(&e)...)
	return e, err
}

// Edition reads one edition.
func (tx *Tx) Edition(article ledger.ID, no int) (publication.Edition, error) {
	e, err := scanEdition(tx.of(articleReads(article)...).row(`select `+editionColumns+` from edition e where e.article = $1 and e.no = $2`, article, no))
	return e, fail("edition of "+string(article), err)
}

// Editions lists the editions of an article, newest first.
func (tx *Tx) Editions(article ledger.ID) ([]publication.Edition, error) {
	return collect(tx.of(articleReads(article)...), "editions", scanEdition,
		`select `+editionColumns+` from edition e where e.article = $1 order by e.no desc`, article)
}

// EachEdition streams every edition of a body in order, for verification.
func (tx *Tx) EachEdition(organ ledger.ID, each func(publication.Edition) error) error {
	rows, err := tx.query(`select `+editionColumns+` from edition e
		join article a on a.id = e.article where a.organ = $1 order by e.article, e.no`, organ)
	if err != nil {
		return fail("each edition", err)
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEdition(rows)
		if err != nil {
			return fail("each edition", err)
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return fail("each edition", rows.Err())
}

// DueReleases lists what was approved for an instant that has come, waits in no
// set and was not refused at that instant.
func (tx *Tx) DueReleases(now time.Time) ([]publication.Edition, error) {
	return collect(tx, "due releases", scanEdition, `select `+editionColumns+` from edition e
		where e.state = 'scheduled' and e.scheduled_at <= $1 and `+alone+` and not `+stuck+` order by e.scheduled_at, e.article`, now)
}

// PutEdition stores an edition; the files of a live one can be fetched.
func (tx *Tx) PutEdition(e publication.Edition) error {
	tx.mark("table/edition", articlePart(e.Article))
	if e.State == publication.Live { // its words stand in the lists
		tx.mark(listParts(e.Column)...)
	}
	err := tx.changing().put("put edition of "+string(e.Article), e.Rev,
		`insert into edition (article, no, state, title, summary, html, doc_no, genre, topic, source, keywords, tags,
			column_path, type, unit, mode, ground, formed, explains, valid_from, valid_to, note, files, authors,
			approver, scheduled_at, submitted_at, published_at, remark, salt, saved_at, basis, passed, exempt, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
			$23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)`,
		`update edition set state = $3, title = $4, summary = $5, html = $6, doc_no = $7, genre = $8, topic = $9,
			source = $10, keywords = $11, tags = $12, column_path = $13, type = $14, unit = $15, mode = $16,
			ground = $17, formed = $18, explains = $19, valid_from = $20, valid_to = $21, note = $22, files = $23,
			authors = $24, approver = $25, scheduled_at = $26, submitted_at = $27, published_at = $28, remark = $29,
			salt = $30, saved_at = $31, basis = $32, passed = $33, exempt = $34, rev = rev + 1
		where article = $1 and no = $2 and rev = $35`,
		e.Article, e.No, string(e.State), e.Title, e.Summary, e.HTML, e.DocNo, e.Genre, e.Topic, e.Source,
		asList(e.Keywords), asList(e.Tags), e.Column, string(e.Type), e.Unit, e.Mode, e.Ground, e.Formed,
		asList(e.Explains), e.ValidFrom, e.ValidTo, e.Note, asList(e.Files), asList(e.Authors), e.Approver,
		e.ScheduledAt, e.SubmittedAt, e.PublishedAt, e.Remark, e.Salt, e.SavedAt,
		e.Basis, e.Passed, e.Exempt)
	for _, f := range e.Files {
		err = errors.Join(err, tx.bindLoose(f.SHA))
	}
	if err != nil || e.State != publication.Live && e.State != publication.Withdrawn {
		return err
	}
	if e.Rev > 0 {
		if _, err := tx.exec("files", `delete from article_file where article = $1`, e.Article); err != nil {
			return err
		}
	}
	if e.State == publication.Withdrawn {
		return nil
	}
	for _, f := range e.Files {
		if err := tx.insert("file", `insert into article_file (article, sha, name)`, ` on conflict (article, sha, name) do nothing`,
			e.Article, f.SHA, f.Name); err != nil {
			return err
		}
	}
	return nil
}

// LiveFile finds a file in a live edition of the body.
func (tx *Tx) LiveFile(organ ledger.ID, sha string) (publication.File, bool, error) {
	ids, err := collect(tx, "live file", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select f.article from article_file f join article a on a.id = f.article
		where a.organ = $1 and f.sha = $2 and a.state = 'live' order by f.article limit 1`, organ, sha)
	if err != nil || len(ids) == 0 {
		return publication.File{}, false, err
	}
	a, err := tx.Article(ids[0])
	if err != nil {
		return publication.File{}, false, err
	}
	e, err := tx.Edition(a.ID, a.Live)
	for _, f := range e.Files {
		if f.SHA == sha {
			return f, true, err
		}
	}
	return publication.File{}, false, err
}

// PutText keeps the plain text of the live edition for search.
func (tx *Tx) PutText(article ledger.ID, body string) error {
	return tx.insert("put text", `insert into article_text (article, body)`, ` on conflict (article) do update set body = excluded.body`,
		article, body)
}

// Issued is a document that an organ made public.
type Issued struct {
	Article      ledger.ID
	No, Validity string
	ReplacedBy   ledger.ID
}

// Issued lists the organ's live documents that have a number, among some
// articles or, where none is named, all.
func (tx *Tx) Issued(organ ledger.ID, among ...ledger.ID) ([]Issued, error) {
	w := where{}
	w.add("a.organ = ?", organ)
	w.add("a.state = 'live'")
	w.add("e.doc_no <> ''")
	in(&w, "a.id", strs(among))
	return collect(tx, "issued", func(s scanner) (x Issued, err error) {
		err = s.Scan(&x.Article, &x.No, &x.Validity, &x.ReplacedBy)
		return x, err
	}, `select a.id, e.doc_no, a.validity, a.replaced_by from article a join edition e on e.article = a.id and e.no = a.live
		where `+w.String()+` order by a.id`, w.args...)
}
