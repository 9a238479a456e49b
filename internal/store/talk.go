package store

import "gongkai/ledger"

// Proposals, consultations and interviews keep their words and papers in the
// same tables, by their subject.

// PutTalkWords keeps what was said beside an entry, sealed.
func (tx *Tx) PutTalkWords(organ, subject ledger.ID, w Words) error {
	sealed, err := tx.sealJSON(w.Words)
	if err != nil {
		return err
	}
	return tx.insert("put talk words", `insert into talk_words (organ, seq, subject, sealed, salt)`, "", organ, w.Seq, subject, sealed, w.Salt)
}

// TalkWords are words with the subject that they belong to.
type TalkWords struct {
	Subject ledger.ID
	Words
}

// TalkWords reads the words of a subject, or of all of an organ for the empty
// id, in the order of the ledger.
func (tx *Tx) TalkWords(organ, subject ledger.ID) ([]TalkWords, error) {
	return collect(tx, "talk words", func(s scanner) (w TalkWords, err error) {
		var sealed []byte
		if err = s.Scan(&w.Subject, &w.Seq, &sealed, &w.Salt); err == nil {
			err = tx.openJSON(sealed, &w.Words.Words)
		}
		return w, err
	}, `select subject, seq, sealed, salt from talk_words where organ = $1 and ($2 = '' or subject = $2) order by seq`, organ, subject)
}

// PutTalkPaper adds a paper; its Request is the subject.
func (tx *Tx) PutTalkPaper(p Paper) error {
	return tx.putPaper(`insert into talk_paper (id, subject, `, p)
}

// TalkPapers lists the papers of a subject in order.
func (tx *Tx) TalkPapers(subject ledger.ID) ([]Paper, error) {
	return collect(tx, "talk papers", tx.scanRequestPaper, `select p.id, p.subject, `+paperRest+` from talk_paper p
		where p.subject = $1 order by p.at, p.seq, p.id`, subject)
}

// AllTalkPapers lists those of all of an organ.
func (tx *Tx) AllTalkPapers(organ ledger.ID) ([]Paper, error) {
	return collect(tx, "all talk papers", tx.scanRequestPaper, `select p.id, p.subject, `+paperRest+` from talk_paper p
		where p.subject in (select id from proposal where organ = $1 union all select id from consultation where organ = $1
			union all select id from interview where organ = $1) order by p.at, p.seq, p.id`, organ)
}
