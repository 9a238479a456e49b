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

const recordColumns = `id, organ, no, state, door, received_on, ended_on, asked, asked_salt, ending, ending_salt, how, drafter,
	decider, told_on, sent_on, erased, rev`

func (tx *Tx) scanRecord(s scanner) (r RecordRow, err error) {
	var asked, ending []byte
	if err := s.Scan(&r.ID, &r.Organ, &r.No, &r.State, &r.Door, day{&r.ReceivedOn}, day{&r.EndedOn}, &asked, &r.AskedSalt,
		&ending, &r.EndingSalt, &r.How, &r.Drafter, &r.Decider, day{&r.ToldOn}, day{&r.SentOn}, &r.Erased, &r.Rev); err != nil {
		return r, err
	}
	if err := tx.openJSON(asked, &r.Asked); err != nil {
		return r, err
	}
	return r, tx.openJSON(ending, &r.Ending)
}

// RecordFilter narrows the list of corrections; its zero value takes all of the
// organ. Waiting keeps those that still want something done.
type RecordFilter struct {
	Organ         ledger.ID
	Waiting       bool
	Limit, Offset int
}

func (f RecordFilter) where() where {
	w := where{}
	w.add("organ = ?", f.Organ)
	if f.Waiting {
		w.add("not erased and (told_on = '' or (state = 'transferred' and sent_on = ''))")
	}
	return w
}

// Records lists a page of an organ's corrections, the latest first.
func (tx *Tx) Records(f RecordFilter) ([]RecordRow, error) {
	w := f.where()
	return collect(tx, "records", tx.scanRecord, `select `+recordColumns+` from record_matter where `+w.String()+
		` order by received_on desc, id`+page(f.Limit, f.Offset), w.args...)
}

// CountRecords counts them.
func (tx *Tx) CountRecords(f RecordFilter) (n int, err error) {
	w := f.where()
	err = tx.row(`select count(*) from record_matter where `+w.String(), w.args...).Scan(&n)
	return n, fail("count records", err)
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
		`insert into record_matter (`+recordColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		`update record_matter set organ = $2, no = $3, state = $4, door = $5, received_on = $6, ended_on = $7, asked = $8,
			asked_salt = $9, ending = $10, ending_salt = $11, how = $12, drafter = $13, decider = $14, told_on = $15, sent_on = $16,
			erased = $17, rev = rev + 1 where id = $1 and rev = $18`,
		r.ID, r.Organ, r.No, string(r.State), r.Door, r.ReceivedOn, r.EndedOn, asked, r.AskedSalt, ending, r.EndingSalt,
		string(r.How), r.Drafter, r.Decider, r.ToldOn, r.SentOn, r.Erased)
}

// PutRecordWords keeps what was said beside an entry of a correction, sealed.
func (tx *Tx) PutRecordWords(organ, id ledger.ID, w Words) error {
	sealed, err := tx.sealJSON(w.Words)
	if err != nil {
		return err
	}
	return tx.insert("put record words", `insert into record_words (organ, seq, record, sealed, salt)`, "", organ, w.Seq, id, sealed, w.Salt)
}

// RecordWords reads the words of a correction, or of all of an organ for the
// empty id, in the order of the ledger.
func (tx *Tx) RecordWords(organ, id ledger.ID) ([]RecordWords, error) {
	return collect(tx, "record words", func(s scanner) (w RecordWords, err error) {
		var sealed []byte
		if err = s.Scan(&w.Record, &w.Seq, &sealed, &w.Salt); err == nil {
			err = tx.openJSON(sealed, &w.Words.Words)
		}
		return w, err
	}, `select record, seq, sealed, salt from record_words where organ = $1 and ($2 = '' or record = $2) order by seq`, organ, id)
}

// RecordWords are words with the correction that they belong to.
type RecordWords struct {
	Record ledger.ID
	Words
}

// EraseRecord takes the words and papers of a correction away, and says which
// blobs they were in; its row is stored by PutRecord.
func (tx *Tx) EraseRecord(id ledger.ID) (blobs []string, err error) {
	blobs, err = collect(tx, "record blobs", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select sha from record_paper where record = $1 and sha <> '' order by sha`, id)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`update record_words set sealed = null, salt = '' where record = $1`,
		`update record_paper set name = null, sha = '', body = null, salt = '' where record = $1`,
	} {
		if _, err := tx.exec("erase record", q, id); err != nil {
			return nil, err
		}
	}
	return blobs, nil
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
