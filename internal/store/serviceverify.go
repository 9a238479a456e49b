package store

import (
	"encoding/json"

	"gongkai/ledger"
)

// CheckedCase is a case's row with its key and its list columns as one text,
// which say again what stands in its life.
type CheckedCase struct {
	CaseRow
	Key     ledger.ID
	Columns string
}

// CheckedCases reads the cases of an organ.
func (tx *Tx) CheckedCases(organ ledger.ID) ([]CheckedCase, error) {
	return collect(tx, "checked cases", func(s scanner) (r CheckedCase, err error) {
		var life, names string
		var rev int64
		if err := s.Scan(&r.Key, &life, &names, &r.NamesSalt, &r.Seq, &rev, &r.Columns); err != nil {
			return r, err
		}
		if err := json.Unmarshal([]byte(life), &r.Case); err != nil {
			return r, err
		}
		r.Rev = rev
		return r, json.Unmarshal([]byte(names), &r.Names)
	}, `select id, life, names, names_salt, seq, rev, no || '|' || state || '|' || item || '|' || unit || '|' || home || '|' || door || '|' || filed || '|' ||
		ended || '|' || title || '|' || rating || '|' || case when owed then '1' else '0' end
		from service_case where organ = $1 order by id`, organ)
}

// CheckedCaseWords reads all words of the cases of an organ.
func (tx *Tx) CheckedCaseWords(organ ledger.ID) ([]CaseWords, error) {
	w := where{}
	w.add("organ = ?", organ)
	return tx.caseWords(w)
}

// CheckedCasePapers reads all papers of the cases of an organ.
func (tx *Tx) CheckedCasePapers(organ ledger.ID) ([]Paper, error) {
	return collect(tx, "checked case papers", func(s scanner) (Paper, error) {
		p, err := tx.scanRequestPaper(s)
		if err != nil {
			p.Name, p.Body = "", nil // it was changed, and its sum will say so
		}
		return p, nil
	}, `select p.id, p.service, `+paperRest+` from service_paper p join service_case c on c.id = p.service
		where c.organ = $1 order by p.service, p.seq, p.id`, organ)
}
