package store

import (
	"gongkai/consultation"
	"gongkai/ledger"
)

// ConsultationRow is a consultation with what stands sealed beside its facts.
type ConsultationRow struct {
	consultation.Consultation
	Text        consultation.Text
	TextSalt    string
	Outcome     consultation.Outcome
	OutcomeSalt string
}

const consultationColumns = `id, organ, state, unit, from_on, to_on, brief, named, author, opened_on, opinions, adopted, partly, rejected,
	summer, published_on, erased, text, text_salt, outcome, outcome_salt, rev`

func (tx *Tx) scanConsultation(s scanner) (r ConsultationRow, err error) {
	var words, outcome []byte
	if err := s.Scan(&r.ID, &r.Organ, &r.State, &r.Unit, day{&r.From}, day{&r.To}, &r.Brief, &r.Named, &r.Author, day{&r.OpenedOn}, &r.Opinions,
		&r.Adopted, &r.Partly, &r.Rejected, &r.Summer, day{&r.PublishedOn}, &r.Erased, &words, &r.TextSalt, &outcome, &r.OutcomeSalt, &r.Rev); err != nil {
		return r, err
	}
	if err := tx.openJSON(words, &r.Text); err != nil {
		return r, err
	}
	return r, tx.openJSON(outcome, &r.Outcome)
}

// Consultations lists an organ's consultations, the latest first; public ones
// alone where that is asked.
func (tx *Tx) Consultations(organ ledger.ID, public bool) ([]ConsultationRow, error) {
	return collect(tx, "consultations", tx.scanConsultation, `select `+consultationColumns+` from consultation
		where organ = $1 and ($2 = '' or opened_on <> '') order by from_on desc, id`, organ, flag(public))
}

// flag is a condition that a query reads as text on both databases.
func flag(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

// Consultation reads a consultation.
func (tx *Tx) Consultation(id ledger.ID) (ConsultationRow, error) {
	r, err := tx.scanConsultation(tx.row(`select `+consultationColumns+` from consultation where id = $1`, id))
	return r, fail("consultation "+string(id), err)
}

// PutConsultation stores a consultation.
func (tx *Tx) PutConsultation(r ConsultationRow) error {
	words, err := tx.sealJSON(r.Text)
	if err != nil {
		return err
	}
	outcome, err := tx.sealJSON(r.Outcome)
	if err != nil {
		return err
	}
	return tx.put("put consultation "+string(r.ID), r.Rev,
		`insert into consultation (`+consultationColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
			$17, $18, $19, $20, $21, $22)`,
		`update consultation set organ = $2, state = $3, unit = $4, from_on = $5, to_on = $6, brief = $7, named = $8, author = $9,
			opened_on = $10, opinions = $11, adopted = $12, partly = $13, rejected = $14, summer = $15, published_on = $16, erased = $17,
			text = $18, text_salt = $19, outcome = $20, outcome_salt = $21, rev = rev + 1 where id = $1 and rev = $22`,
		r.ID, r.Organ, string(r.State), r.Unit, r.From, r.To, r.Brief, r.Named, r.Author, r.OpenedOn, r.Opinions, r.Adopted, r.Partly,
		r.Rejected, r.Summer, r.PublishedOn, r.Erased, words, r.TextSalt, outcome, r.OutcomeSalt)
}
