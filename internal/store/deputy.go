package store

import (
	"gongkai/ledger"
	"gongkai/people"
)

const deputyColumns = `id, organ, officer, stand_in, from_day, to_day, ended, rev`

func scanDeputy(s scanner) (d people.Deputy, err error) {
	err = s.Scan(&d.ID, &d.Organ, &d.Officer, &d.StandIn, day{&d.From}, day{&d.To}, day{&d.Ended}, &d.Rev)
	return d, err
}

// Deputies lists who stands in for whom in a body, the newest first.
func (tx *Tx) Deputies(organ ledger.ID) ([]people.Deputy, error) {
	return collect(tx, "deputies", scanDeputy,
		`select `+deputyColumns+` from deputy where organ = $1 order by from_day desc, id`, organ)
}

// DeputiesOf lists the times in which an officer stands in for others.
func (tx *Tx) DeputiesOf(standIn ledger.ID) ([]people.Deputy, error) {
	return collect(tx, "deputies", scanDeputy,
		`select `+deputyColumns+` from deputy where stand_in = $1 order by from_day, id`, standIn)
}

// Deputy reads one.
func (tx *Tx) Deputy(id ledger.ID) (people.Deputy, error) {
	d, err := scanDeputy(tx.row(`select `+deputyColumns+` from deputy where id = $1`, id))
	return d, fail("deputy "+string(id), err)
}

// PutDeputy stores one.
func (tx *Tx) PutDeputy(d people.Deputy) error {
	return tx.put("put deputy "+string(d.ID), d.Rev,
		`insert into deputy (id, organ, officer, stand_in, from_day, to_day, ended, rev) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		`update deputy set organ = $2, officer = $3, stand_in = $4, from_day = $5, to_day = $6, ended = $7, rev = rev + 1
			where id = $1 and rev = $8`,
		d.ID, d.Organ, d.Officer, d.StandIn, d.From, d.To, d.Ended)
}
