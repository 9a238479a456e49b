package store

import (
	"time"

	"gongkai/batch"
	"gongkai/ledger"
	"gongkai/publication"
)

const batchColumns = `r.id, r.organ, r.state, r.at, r.by_officer, r.released_at, r.name, r.salt, r.held, r.rev`

func scanBatch(s scanner) (r batch.Batch, err error) {
	err = s.Scan(&r.ID, &r.Organ, &r.State, instant{&r.At}, &r.By, instant{&r.ReleasedAt}, &r.Name, &r.Salt,
		list[batch.Hold]{&r.Held}, &r.Rev)
	return r, err
}

// withMembers fills in what sets consist of.
func (tx *Tx) withMembers(sets []batch.Batch, err error) ([]batch.Batch, error) {
	for i := range sets {
		if err != nil {
			break
		}
		sets[i].Members, err = collect(tx, "batch members", func(s scanner) (m batch.Member, err error) {
			err = s.Scan(&m.Article, &m.Edition)
			return m, err
		}, `select article, edition from batch_member where batch = $1 order by ord`, sets[i].ID)
	}
	return sets, err
}

// Batch reads one.
func (tx *Tx) Batch(id ledger.ID) (batch.Batch, error) {
	s, err := scanBatch(tx.row(`select `+batchColumns+` from batch r where r.id = $1`, id))
	if err != nil {
		return s, fail("batch "+string(id), err)
	}
	sets, err := tx.withMembers([]batch.Batch{s}, nil)
	return sets[0], err
}

// AllBatches lists every set of a body in order of id, for verification.
func (tx *Tx) AllBatches(organ ledger.ID) ([]batch.Batch, error) {
	return tx.withMembers(collect(tx, "all batches", scanBatch, `select `+batchColumns+` from batch r
		where r.organ = $1 order by r.id`, organ))
}

// WaitingBatches lists a body's sets that are not out yet, by instant.
func (tx *Tx) WaitingBatches(organ ledger.ID) ([]batch.Batch, error) {
	return tx.withMembers(collect(tx, "waiting batches", scanBatch, `select `+batchColumns+` from batch r
		where r.organ = $1 and r.state = 'planned' order by r.at, r.id`, organ))
}

// DueBatches lists the sets of all bodies whose instant has come and that are not
// held.
func (tx *Tx) DueBatches(now time.Time) ([]batch.Batch, error) {
	return collect(tx, "due batches", scanBatch, `select `+batchColumns+` from batch r
		where r.state = 'planned' and r.at <= $1 and r.held = '[]' order by r.at, r.id`, now)
}

// BatchOf is the set in which an edition waits; ok is false when there is none.
func (tx *Tx) BatchOf(article ledger.ID, edition int) (s batch.Batch, ok bool, err error) {
	sets, err := tx.withMembers(collect(tx, "batch of "+string(article), scanBatch, `select `+batchColumns+` from batch r
		join batch_member m on m.batch = r.id
		where r.state = 'planned' and m.article = $1 and m.edition = $2 order by r.id`, article, edition))
	if err != nil || len(sets) == 0 {
		return s, false, err
	}
	return sets[0], true, nil
}

// PutBatch stores a set with its members.
func (tx *Tx) PutBatch(s batch.Batch) error {
	err := tx.put("put batch "+string(s.ID), s.Rev,
		`insert into batch (id, organ, state, at, by_officer, released_at, name, salt, held, rev)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		`update batch set organ = $2, state = $3, at = $4, by_officer = $5, released_at = $6, name = $7, salt = $8,
			held = $9, rev = rev + 1 where id = $1 and rev = $10`,
		s.ID, s.Organ, string(s.State), s.At, s.By, s.ReleasedAt, s.Name, s.Salt, asList(s.Held))
	if err != nil {
		return err
	}
	if _, err := tx.exec("batch members", `delete from batch_member where batch = $1`, s.ID); err != nil {
		return err
	}
	for i, m := range s.Members {
		if _, err := tx.exec("batch member", `insert into batch_member (batch, article, edition, ord)
			values ($1, $2, $3, $4)`, s.ID, m.Article, m.Edition, i); err != nil {
			return err
		}
	}
	return nil
}

// BatchLine is a text of a body's calendar: one that is to go out, or that went.
type BatchLine struct {
	Article ledger.ID
	Edition int
	Title   string
	Unit    ledger.ID
	At      time.Time
	Out     bool
	Set     ledger.ID // that it goes or went out with, empty for one alone
}

// BatchLines lists what goes out or went out in a span of time, by instant.
func (tx *Tx) BatchLines(organ ledger.ID, from, to time.Time) ([]BatchLine, error) {
	return collect(tx, "batch lines", func(s scanner) (l BatchLine, err error) {
		err = s.Scan(&l.Article, &l.Edition, &l.Title, &l.Unit, instant{&l.At}, &l.Out, &l.Set)
		return l, err
	}, `select x.article, x.no, x.title, x.unit, x.at, x.gone, coalesce((select m.batch from batch_member m
			join batch r on r.id = m.batch where m.article = x.article and m.edition = x.no
			and r.state = case when x.gone then 'released' else 'planned' end order by r.id limit 1), '')
		from (select e.article, e.no, e.title, e.unit, e.scheduled_at as at, false as gone from edition e join article a on a.id = e.article
				where a.organ = $1 and e.state = 'scheduled' and e.scheduled_at >= $2 and e.scheduled_at < $3
			union all
			select e.article, e.no, e.title, e.unit, e.published_at as at, true as gone from edition e join article a on a.id = e.article
				where a.organ = $1 and e.published_at >= $2 and e.published_at < $3 and e.published_at > 0) x
		order by x.at, x.article, x.no`, organ, from, to)
}

// ScheduledAlone lists a body's approved editions that wait in no set, by
// instant.
func (tx *Tx) ScheduledAlone(organ ledger.ID) ([]publication.Edition, error) {
	return collect(tx, "scheduled alone", scanEdition, `select `+editionColumns+` from edition e join article a on a.id = e.article
		where a.organ = $1 and e.state = 'scheduled' and `+alone+` order by e.scheduled_at, e.article`, organ)
}

// alone is true of an edition that waits in no set.
const alone = `not exists (select 1 from batch_member m join batch r on r.id = m.batch
	where m.article = e.article and m.edition = e.no and r.state = 'planned')`
