package store

import (
	"gongkai/ledger"
	"gongkai/service"
)

// PutApplicant seals the applicant of a case and keeps keyed hashes by which the
// same person is found again.
func (tx *Tx) PutApplicant(id ledger.ID, p service.Person) error {
	sealed, err := tx.sealJSON(p)
	if err != nil {
		return err
	}
	return tx.insert("put applicant", `insert into service_person (service, sealed, id_key, phone_key, code_key)`, "",
		id, sealed, tx.Mark("id", p.IDNo+p.Credit), tx.Mark("phone", p.Phone), tx.Mark("code", service.Plain(p.Code)))
}

// Applicant opens the applicant of a case; an erased one is the zero Person.
func (tx *Tx) Applicant(id ledger.ID) (p service.Person, err error) {
	var sealed []byte
	if err := tx.row(`select sealed from service_person where service = $1`, id).Scan(&sealed); err != nil {
		return p, fail("applicant", err)
	}
	return p, tx.openJSON(sealed, &p)
}

// ApplicantNames opens the names of several cases' applicants, for a list.
func (tx *Tx) ApplicantNames(ids []ledger.ID) (map[ledger.ID]string, error) {
	out := map[ledger.ID]string{}
	if len(ids) == 0 {
		return out, nil
	}
	w := where{}
	in(&w, "service", strs(ids))
	_, err := collect(tx, "applicants", func(s scanner) (struct{}, error) {
		var id ledger.ID
		var sealed []byte
		if err := s.Scan(&id, &sealed); err != nil {
			return struct{}{}, err
		}
		var p service.Person
		err := tx.openJSON(sealed, &p)
		out[id] = p.Name
		return struct{}{}, err
	}, `select service, sealed from service_person where `+w.String()+` order by service`, w.args...)
	return out, err
}

// CasesByCode finds the cases of a query code (查询码).
func (tx *Tx) CasesByCode(organ ledger.ID, code string) ([]CaseRow, error) {
	key := tx.Mark("code", service.Plain(code))
	if key == "" {
		return nil, nil
	}
	return collect(tx, "cases by code", scanCase, `select c.life, c.names, c.names_salt, c.seq, c.rev from service_case c
		join service_person p on p.service = c.id where c.organ = $1 and p.code_key = $2 order by c.id`, organ, key)
}

// SameApplicant lists the cases of an organ that the same person handed in, by
// number or telephone, newest first.
func (tx *Tx) SameApplicant(organ ledger.ID, p service.Person, limit int) ([]CaseRow, error) {
	return collect(tx, "same applicant", scanCase, `select c.life, c.names, c.names_salt, c.seq, c.rev from service_case c
		join service_person p on p.service = c.id where c.organ = $1
		and ((p.id_key <> '' and p.id_key = $2) or (p.phone_key <> '' and p.phone_key = $3)) order by c.filed desc, c.id desc`+page(limit, 0),
		organ, tx.Mark("id", p.IDNo+p.Credit), tx.Mark("phone", p.Phone))
}

// CaseWords are words with the case that they belong to.
type CaseWords struct {
	Case ledger.ID
	Words
	Gone bool // erased
}

// PutCaseWords keeps what was said beside an entry of a case, sealed.
func (tx *Tx) PutCaseWords(organ, id ledger.ID, w Words) error {
	sealed, err := tx.sealJSON(w.Words)
	if err != nil {
		return err
	}
	return tx.insert("put case words", `insert into service_words (organ, seq, service, sealed, salt)`, "", organ, w.Seq, id, sealed, w.Salt)
}

// CaseWords reads the words of a case, in the order of the ledger.
func (tx *Tx) CaseWords(organ, id ledger.ID) ([]CaseWords, error) {
	w := where{}
	w.add("organ = ?", organ)
	w.add("service = ?", id)
	return tx.caseWords(w)
}

func (tx *Tx) caseWords(w where) ([]CaseWords, error) {
	return collect(tx, "case words", func(s scanner) (c CaseWords, err error) {
		var sealed []byte
		if err := s.Scan(&c.Case, &c.Seq, &sealed, &c.Salt); err != nil {
			return c, err
		}
		// What cannot be opened any more was changed; its sum will say so.
		if err := tx.openJSON(sealed, &c.Words.Words); err != nil {
			c.Words.Words = nil
		}
		c.Gone = len(sealed) == 0
		return c, nil
	}, `select service, seq, sealed, salt from service_words where `+w.String()+` order by seq`, w.args...)
}

// PutCasePaper adds a paper; its Request is the case, its Kind the code of the
// material or what else it is.
func (tx *Tx) PutCasePaper(p Paper) error {
	return tx.putPaper(`insert into service_paper (id, service, `, p)
}

// CasePapers lists the papers of a case in order.
func (tx *Tx) CasePapers(id ledger.ID) ([]Paper, error) {
	return collect(tx, "case papers", tx.scanRequestPaper, `select p.id, p.service, `+paperRest+` from service_paper p
		where p.service = $1 order by p.at, p.seq, p.id`, id)
}

// EraseCase takes away all that names a person; it returns the blobs that nothing
// else points to.
func (tx *Tx) EraseCase(id ledger.ID) (blobs []string, err error) {
	blobs, err = collect(tx, "case blobs", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select sha from service_paper where service = $1 and sha <> '' order by sha`, id)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`update service_person set sealed = null, id_key = '', phone_key = '', code_key = '' where service = $1`,
		`update service_words set sealed = null, salt = '' where service = $1`,
		`update service_paper set name = null, sha = '', body = null, salt = '' where service = $1`,
		`update service_case set content = null where id = $1`,
	} {
		if _, err := tx.exec("erase case", q, id); err != nil {
			return nil, err
		}
	}
	return blobs, nil
}
