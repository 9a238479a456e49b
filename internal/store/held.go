package store

import "gongkai/ledger"

// Held is why a text alone did not go out at its instant.
type Held struct {
	Article     ledger.ID
	Edition     int
	Code, Words string
}

// stuck is true of an edition that was refused at the instant it waits for.
const stuck = `exists (select 1 from release_held h where h.article = e.article and h.edition = e.no and h.at = e.scheduled_at)`

// HoldRelease keeps why an edition was refused at the instant it waits for.
func (tx *Tx) HoldRelease(h Held) error {
	_, err := tx.exec("hold release of "+string(h.Article), `insert into release_held (article, edition, at, code, words)
		select e.article, e.no, e.scheduled_at, $3, $4 from edition e where e.article = $1 and e.no = $2
		on conflict (article, edition) do update set at = excluded.at, code = excluded.code, words = excluded.words`,
		h.Article, h.Edition, h.Code, h.Words)
	return err
}

// HeldReleases lists what a body's texts that wait in no set were refused for.
func (tx *Tx) HeldReleases(organ ledger.ID) ([]Held, error) {
	return collect(tx, "held releases", func(s scanner) (h Held, err error) {
		err = s.Scan(&h.Article, &h.Edition, &h.Code, &h.Words)
		return h, err
	}, `select h.article, h.edition, h.code, h.words from release_held h
		join edition e on e.article = h.article and e.no = h.edition and e.scheduled_at = h.at
		join article a on a.id = e.article
		where a.organ = $1 and e.state = 'scheduled' and `+alone+` order by h.at, h.article`, organ)
}
