package store

import (
	"fmt"
	"time"

	"gongkai/check"
	"gongkai/ledger"
)

// CheckList is one text of an organ's own list of words (自定词表).
type CheckList struct {
	Organ   ledger.ID
	List    ledger.Code
	Text    string
	Salt    string
	Officer ledger.ID
	Seq     int64
	SavedAt time.Time
}

// Sum binds the text to its entry.
func (l CheckList) Sum() ledger.Sum { return ledger.Salted(l.Salt, string(l.List), l.Text) }

func scanCheckList(s scanner) (l CheckList, err error) {
	err = s.Scan(&l.Organ, &l.List, &l.Text, &l.Salt, &l.Officer, &l.Seq, instant{&l.SavedAt})
	return l, err
}

// CheckLists are all texts of an organ's lists in the order in which they were
// saved; the last of a list holds.
func (tx *Tx) CheckLists(organ ledger.ID) ([]CheckList, error) {
	return collect(tx, "check lists", scanCheckList, `select organ, list, text, salt, officer, seq, saved_at
		from check_list where organ = $1 order by seq`, organ)
}

// PutCheckList adds a text.
func (tx *Tx) PutCheckList(l CheckList) error {
	_, err := tx.exec("put check list", `insert into check_list (organ, list, text, salt, officer, seq, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, l.Organ, string(l.List), l.Text, l.Salt, l.Officer, l.Seq, l.SavedAt)
	return err
}

const overrideColumns = `organ, article, edition, rule, mark, found, reason, salt, officer, at, seq, second, second_at`

func scanOverride(s scanner) (o check.Override, err error) {
	err = s.Scan(&o.Organ, &o.Article, &o.Edition, &o.Rule, &o.Mark, &o.Found, &o.Reason, &o.Salt, &o.Officer, instant{&o.At},
		&o.Seq, &o.Second, instant{&o.SecondAt})
	return o, err
}

// Overrides are what was let pass in an edition.
func (tx *Tx) Overrides(article ledger.ID, edition int) ([]check.Override, error) {
	return collect(tx, "overrides", scanOverride, `select `+overrideColumns+` from check_override
		where article = $1 and edition = $2 order by seq`, article, edition)
}

// AllOverrides are those of an organ, newest first; limit 0 is all.
func (tx *Tx) AllOverrides(organ ledger.ID, limit int) ([]check.Override, error) {
	return collect(tx, "all overrides", scanOverride, `select `+overrideColumns+` from check_override
		where organ = $1 order by seq desc`+page(limit, 0), organ)
}

// OpenOverrides are those of drafts that need a second officer. One that has a
// second may want another: see check.Override.Among.
func (tx *Tx) OpenOverrides(organ ledger.ID) ([]check.Override, error) {
	return collect(tx, "open overrides", scanOverride, `select o.organ, o.article, o.edition, o.rule, o.mark, o.found, o.reason, o.salt,
		o.officer, o.at, o.seq, o.second, o.second_at from check_override o join edition e on e.article = o.article and e.no = o.edition
		where o.organ = $1 and (o.rule like 'PD-%' or o.rule like 'FL-%') and e.state = 'draft' order by o.seq`, organ)
}

// PutOverride adds one, or adds the second officer's word to it.
func (tx *Tx) PutOverride(o check.Override) error {
	n, err := tx.exec("put override", `insert into check_override (`+overrideColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		on conflict (organ, seq) do update set second = excluded.second, second_at = excluded.second_at
			where check_override.second <> excluded.second`,
		o.Organ, o.Article, o.Edition, string(o.Rule), string(o.Mark), o.Found, o.Reason, o.Salt, o.Officer, o.At, o.Seq, o.Second, o.SecondAt)
	if err == nil && n == 0 {
		return fmt.Errorf("store: put override %d: %w", o.Seq, ErrConflict)
	}
	return err
}

// PublicFinding is what the nightly check found in a live article.
type PublicFinding struct {
	Organ, Article ledger.ID
	Mark           ledger.Sum
	Edition        int
	Unit           ledger.ID
	Rule           string
	Severity       check.Severity
	Place          string // in words
	Found, Suggest string // masked
	Message        string
	FirstAt        time.Time
	Title          string // of the article
}

// FindingFilter narrows them.
type FindingFilter struct {
	Organ         ledger.ID
	Severity      check.Severity
	Rule          string
	Unit          ledger.ID
	Limit, Offset int
}

func (f FindingFilter) where() where {
	w := where{}
	w.add("f.organ = ?", f.Organ)
	if f.Severity != "" {
		w.add("f.severity = ?", string(f.Severity))
	}
	if f.Rule != "" {
		w.add("f.rule = ?", f.Rule)
	}
	if f.Unit != "" {
		w.add("f.unit = ?", f.Unit)
	}
	return w
}

// PublicFindings lists them, what blocks first, and counts them in all.
func (tx *Tx) PublicFindings(f FindingFilter) (out []PublicFinding, total int, err error) {
	w := f.where()
	if err := tx.row(`select count(*) from check_finding f where `+w.String(), w.args...).Scan(&total); err != nil {
		return nil, 0, fail("count findings", err)
	}
	out, err = collect(tx, "findings", func(s scanner) (x PublicFinding, err error) {
		err = s.Scan(&x.Organ, &x.Article, &x.Mark, &x.Edition, &x.Unit, &x.Rule, &x.Severity, &x.Place, &x.Found, &x.Suggest, &x.Message,
			instant{&x.FirstAt}, &x.Title)
		return x, err
	}, `select f.organ, f.article, f.mark, f.edition, f.unit, f.rule, f.severity, f.place, f.found, f.suggest, f.message, f.first_at, e.title
		from check_finding f join edition e on e.article = f.article and e.no = f.edition where `+w.String()+`
		order by case f.severity when 'block' then 0 when 'warn' then 1 else 2 end, f.rule, f.first_at desc, f.article, f.mark`+
		page(f.Limit, f.Offset), w.args...)
	return out, total, err
}

// FindingCount is how often a rule fired on what is public.
type FindingCount struct {
	Rule     string
	Severity check.Severity
	N        int
}

// CheckCounts sums them by rule and severity.
func (tx *Tx) CheckCounts(organ ledger.ID) ([]FindingCount, error) {
	return collect(tx, "finding counts", func(s scanner) (c FindingCount, err error) {
		err = s.Scan(&c.Rule, &c.Severity, &c.N)
		return c, err
	}, `select rule, severity, count(*) from check_finding where organ = $1 group by rule, severity
		order by case severity when 'block' then 0 when 'warn' then 1 else 2 end, count(*) desc, rule`, organ)
}

// PutFindings replaces what was found in an article; what was there before
// keeps the instant at which it was first seen.
func (tx *Tx) PutFindings(article ledger.ID, all []PublicFinding) error {
	first, err := collect(tx, "first seen", func(s scanner) (x PublicFinding, err error) {
		err = s.Scan(&x.Mark, instant{&x.FirstAt})
		return x, err
	}, `select mark, first_at from check_finding where article = $1 order by mark`, article)
	if err != nil {
		return err
	}
	seen := map[ledger.Sum]time.Time{}
	for _, x := range first {
		seen[x.Mark] = x.FirstAt
	}
	if _, err := tx.exec("drop findings", `delete from check_finding where article = $1`, article); err != nil {
		return err
	}
	for i, x := range all {
		if at, ok := seen[x.Mark]; ok {
			all[i].FirstAt = at
		}
	}
	return tx.AddFindings(article, all)
}

// AddFindings adds to what was found in an article.
func (tx *Tx) AddFindings(article ledger.ID, all []PublicFinding) error {
	for _, x := range all {
		if _, err := tx.exec("put finding", `insert into check_finding (organ, article, mark, edition, unit, rule, severity, place, found, suggest, message, first_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (article, mark) do nothing`,
			x.Organ, article, string(x.Mark), x.Edition, x.Unit, x.Rule, string(x.Severity), x.Place, x.Found, x.Suggest, x.Message, x.FirstAt); err != nil {
			return err
		}
	}
	return nil
}

// DropStaleFindings forgets what was found in articles that are not live any
// more.
func (tx *Tx) DropStaleFindings(organ ledger.ID) error {
	_, err := tx.exec("drop stale findings", `delete from check_finding where organ = $1
		and article in (select id from article where organ = $1 and state <> 'live')`, organ)
	return err
}

// LiveIDs are the live articles of an organ after one of them, by id.
func (tx *Tx) LiveIDs(organ, after ledger.ID, limit int) ([]ledger.ID, error) {
	return collect(tx, "live ids", func(s scanner) (id ledger.ID, err error) {
		err = s.Scan(&id)
		return id, err
	}, `select id from article where organ = $1 and state = 'live' and id > $2 order by id`+page(limit, 0), organ, after)
}

// CountLive counts them.
func (tx *Tx) CountLive(organ ledger.ID) (n int, err error) {
	err = tx.row(`select count(*) from article where organ = $1 and state = 'live'`, organ).Scan(&n)
	return n, fail("count live", err)
}

// CheckRun is how far the check of an organ's site has come.
type CheckRun struct {
	Organ                     ledger.ID
	AskedAt, StartedAt, EndAt time.Time
	Done, Total               int
	Last                      ledger.ID // the last article done
}

// Running says that a check has begun and not ended.
func (r CheckRun) Running() bool { return r.StartedAt.After(r.EndAt) }

// Waiting says that one was asked for and has not begun.
func (r CheckRun) Waiting() bool { return r.AskedAt.After(r.StartedAt) }

// CheckRun reads it; an organ that was never checked has the zero one.
func (tx *Tx) CheckRun(organ ledger.ID) (CheckRun, error) {
	all, err := collect(tx, "check run", func(s scanner) (r CheckRun, err error) {
		err = s.Scan(&r.Organ, instant{&r.AskedAt}, instant{&r.StartedAt}, instant{&r.EndAt}, &r.Done, &r.Total, &r.Last)
		return r, err
	}, `select organ, asked_at, started_at, ended_at, done, total, last from check_run where organ = $1 order by organ`, organ)
	if err != nil || len(all) == 0 {
		return CheckRun{Organ: organ}, err
	}
	return all[0], nil
}

// PutCheckRun stores it.
func (tx *Tx) PutCheckRun(r CheckRun) error {
	_, err := tx.exec("put check run", `insert into check_run (organ, asked_at, started_at, ended_at, done, total, last)
		values ($1, $2, $3, $4, $5, $6, $7) on conflict (organ) do update set asked_at = excluded.asked_at, started_at = excluded.started_at,
		ended_at = excluded.ended_at, done = excluded.done, total = excluded.total, last = excluded.last`,
		r.Organ, r.AskedAt, r.StartedAt, r.EndAt, r.Done, r.Total, r.Last)
	return err
}
