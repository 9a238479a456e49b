package store

import (
	"gongkai/ledger"
	"gongkai/record"
)

// RecordRow is a correction with what stands sealed beside its facts.
type RecordRow struct {
	record.Matter
	Asked      record.Asked
	AskedSalt  string
	Ending     record.Ending
	EndingSalt string
}

const recordColumns = `id, organ, no, state, door, received_on, ended_on, asked, asked_salt, ending, ending_salt, rev`

func (tx *Tx) scanRecord(s scanner) (r RecordRow, err error) {
	var asked, ending []byte
	if err := s.Scan(&r.ID, &r.Organ, &r.No, &r.State, &r.Door, day{&r.ReceivedOn}, day{&r.EndedOn}, &asked, &r.AskedSalt,
		&ending, &r.EndingSalt, &r.Rev); err != nil {
		return r, err
	}
	if err := tx.openJSON(asked, &r.Asked); err != nil {
		return r, err
	}
	return r, tx.openJSON(ending, &r.Ending)
}

// Records lists an organ's corrections, the latest first.
func (tx *Tx) Records(organ ledger.ID) ([]RecordRow, error) {
	return collect(tx, "records", tx.scanRecord, `select `+recordColumns+` from record_matter where organ = $1
		order by received_on desc, id`, organ)
}

// Record reads a correction.
func (tx *Tx) Record(id ledger.ID) (RecordRow, error) {
	r, err := tx.scanRecord(tx.row(`select `+recordColumns+` from record_matter where id = $1`, id))
	return r, fail("record "+string(id), err)
}

// PutRecord stores a correction.
func (tx *Tx) PutRecord(r RecordRow) error {
	asked, err := tx.sealJSON(r.Asked)
	if err != nil {
		return err
	}
	ending, err := tx.sealJSON(r.Ending)
	if err != nil {
		return err
	}
	return tx.put("put record "+string(r.ID), r.Rev,
		`insert into record_matter (`+recordColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		`update record_matter set organ = $2, no = $3, state = $4, door = $5, received_on = $6, ended_on = $7, asked = $8,
			asked_salt = $9, ending = $10, ending_salt = $11, rev = rev + 1 where id = $1 and rev = $12`,
		r.ID, r.Organ, r.No, string(r.State), r.Door, r.ReceivedOn, r.EndedOn, asked, r.AskedSalt, ending, r.EndingSalt)
}

// PutRecordPaper adds a paper; its Request is the correction.
func (tx *Tx) PutRecordPaper(p Paper) error {
	return tx.putPaper(`insert into record_paper (id, record, `, p)
}

// RecordPapers lists the papers of a correction in order.
func (tx *Tx) RecordPapers(id ledger.ID) ([]Paper, error) {
	return collect(tx, "record papers", tx.scanRequestPaper, `select p.id, p.record, `+paperRest+` from record_paper p
		where p.record = $1 order by p.at, p.seq, p.id`, id)
}
