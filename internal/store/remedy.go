package store

import (
	"fmt"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/remedy"
)

const remedyColumns = `id, organ, kind, state, procedure, act, before_case, acted_on, accepted_on, noticed_on, answered_on,
	late, stops, extended_on, extend_days, result, ended_on, end_seq, served_on, archived_on, request_no, forum, file_no,
	order_days, order_unit, redone_on, request_id, erased, rev`

func scanRemedy(s scanner) (c remedy.Case, err error) {
	err = s.Scan(&c.ID, &c.Organ, &c.Kind, &c.State, &c.Procedure, &c.Act, &c.Before, day{&c.ActedOn}, day{&c.AcceptedOn},
		day{&c.NoticedOn}, day{&c.AnsweredOn}, &c.Late, list[remedy.Stop]{&c.Stops}, day{&c.ExtendedOn}, &c.ExtendDays,
		&c.Result, day{&c.EndedOn}, &c.EndSeq, day{&c.ServedOn}, day{&c.ArchivedOn}, &c.Request, &c.Forum, &c.FileNo,
		&c.OrderDays, &c.OrderUnit, day{&c.RedoneOn}, &c.RequestID, &c.Erased, &c.Rev)
	return c, err
}

// RemedyFilter narrows the list of cases. Year keeps those that table 四 of the
// year counts; a Pending and Ended ask for one sort of state.
type RemedyFilter struct {
	Organ          ledger.ID
	Pending, Ended bool
	Year           int
	Before         ledger.ID // suits that follow this review
	Request        ledger.ID // about this request
	Redoing        bool      // a new answer is owed
}

// Remedies lists cases, the latest notice first.
func (tx *Tx) Remedies(f RemedyFilter) ([]remedy.Case, error) {
	w := where{}
	w.add("organ = ?", f.Organ)
	if f.Pending {
		w.add("state in ('noticed', 'answered')")
	}
	if f.Ended {
		w.add("state in ('concluded', 'archived')")
	}
	if f.Year > 0 {
		w.add("state <> 'voided'")
		w.add("noticed_on <= ?", calendar.NewDay(f.Year, 12, 31))
		w.add("(ended_on = '' or ended_on >= ?)", calendar.NewDay(f.Year, 1, 1))
	}
	if f.Before != "" {
		w.add("state <> 'voided'")
		w.add("before_case = ?", f.Before)
	}
	if f.Request != "" {
		w.add("state <> 'voided'")
		w.add("request_id = ?", f.Request)
	}
	if f.Redoing {
		w.add("order_days > 0 and redone_on = '' and state in ('concluded', 'archived')")
	}
	return collect(tx, "remedies", scanRemedy,
		`select `+remedyColumns+` from remedy_case where `+w.String()+` order by noticed_on desc, id`, w.args...)
}

// Remedy reads a case.
func (tx *Tx) Remedy(id ledger.ID) (remedy.Case, error) {
	c, err := scanRemedy(tx.row(`select `+remedyColumns+` from remedy_case where id = $1`, id))
	return c, fail("remedy "+string(id), err)
}

// PutRemedy stores a case.
func (tx *Tx) PutRemedy(c remedy.Case) error {
	return tx.put("put remedy "+string(c.ID), c.Rev,
		`insert into remedy_case (`+remedyColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
			$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)`,
		`update remedy_case set organ = $2, kind = $3, state = $4, procedure = $5, act = $6, before_case = $7, acted_on = $8,
			accepted_on = $9, noticed_on = $10, answered_on = $11, late = $12, stops = $13, extended_on = $14,
			extend_days = $15, result = $16, ended_on = $17, end_seq = $18, served_on = $19, archived_on = $20,
			request_no = $21, forum = $22, file_no = $23, order_days = $24, order_unit = $25, redone_on = $26, request_id = $27,
			erased = $28, rev = rev + 1 where id = $1 and rev = $29`,
		c.ID, c.Organ, string(c.Kind), string(c.State), string(c.Procedure), string(c.Act), c.Before, c.ActedOn, c.AcceptedOn,
		c.NoticedOn, c.AnsweredOn, c.Late, asList(c.Stops), c.ExtendedOn, c.ExtendDays, string(c.Result), c.EndedOn, c.EndSeq,
		c.ServedOn, c.ArchivedOn, c.Request, c.Forum, c.FileNo, c.OrderDays, string(c.OrderUnit), c.RedoneOn, c.RequestID, c.Erased)
}

// RemedyWords lists what the entries of a case say in words, or of all cases of
// the organ for the empty id, in the order of the ledger, with their papers.
func (tx *Tx) RemedyWords(organ, id ledger.ID) ([]remedy.Words, error) {
	all, err := collect(tx, "remedy words", func(s scanner) (w remedy.Words, err error) {
		var sealed []byte
		if err = s.Scan(&w.Case, &w.Seq, &sealed, &w.Salt); err == nil {
			w.Text, err = tx.unsealed(sealed)
		}
		return w, err
	}, `select remedy, seq, words, salt from remedy_words where organ = $1 and ($2 = '' or remedy = $2) order by seq`, organ, id)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	for i, w := range all {
		at[w.Seq] = i
	}
	type paper struct {
		remedy.Paper
		seq int64
	}
	papers, err := collect(tx, "remedy papers", func(s scanner) (p paper, err error) {
		p.Paper, p.seq, err = tx.scanPaper(s)
		return p, err
	}, `select `+paperColumns+` from remedy_paper p join remedy_words w on w.organ = p.organ and w.seq = p.seq
		where p.organ = $1 and ($2 = '' or w.remedy = $2) order by p.seq, p.no`, organ, id)
	for _, p := range papers {
		i, ok := at[p.seq]
		if !ok {
			return nil, fmt.Errorf("store: remedy paper %s belongs to no entry", p.ID)
		}
		all[i].Papers = append(all[i].Papers, p.Paper)
	}
	return all, err
}

const paperColumns = `p.id, p.seq, p.kind, p.on_day, p.name, p.sha, p.plain, p.size, p.type`

func (tx *Tx) scanPaper(s scanner) (p remedy.Paper, seq int64, err error) {
	var sealed []byte
	err = s.Scan(&p.ID, &seq, &p.Kind, day{&p.On}, &sealed, &p.SHA, &p.Plain, &p.Size, &p.Type)
	if err == nil {
		p.Name, err = tx.unsealed(sealed)
	}
	return p, seq, err
}

// AddRemedyWords stores what an entry says in words, and its papers, sealed.
func (tx *Tx) AddRemedyWords(organ ledger.ID, w remedy.Words) error {
	sealed, err := tx.db.Seal([]byte(w.Text))
	if err != nil {
		return err
	}
	if _, err := tx.exec("add remedy words", `insert into remedy_words (organ, seq, remedy, words, salt) values ($1, $2, $3, $4, $5)`,
		organ, w.Seq, w.Case, sealed, w.Salt); err != nil {
		return err
	}
	for i, p := range w.Papers {
		name, err := tx.db.Seal([]byte(p.Name))
		if err != nil {
			return err
		}
		if err := tx.bindLoose(p.SHA); err != nil {
			return err
		}
		if _, err := tx.exec("add remedy paper", `insert into remedy_paper (id, organ, seq, no, kind, on_day, name, sha, plain, size, type)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			p.ID, organ, w.Seq, i+1, string(p.Kind), p.On, name, p.SHA, p.Plain, p.Size, p.Type); err != nil {
			return err
		}
	}
	return nil
}

// EraseRemedy takes the words of a case and its papers away, and says which
// blobs they were in.
func (tx *Tx) EraseRemedy(id ledger.ID) (blobs []string, err error) {
	blobs, err = collect(tx, "remedy blobs", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select p.sha from remedy_paper p join remedy_words w on w.organ = p.organ and w.seq = p.seq where w.remedy = $1 and p.sha <> '' order by p.sha`, id)
	if err != nil {
		return nil, err
	}
	if _, err := tx.exec("erase remedy papers", `update remedy_paper set name = '', sha = '', plain = '' where exists (
		select 1 from remedy_words w where w.organ = remedy_paper.organ and w.seq = remedy_paper.seq and w.remedy = $1)`, id); err != nil {
		return nil, err
	}
	_, err = tx.exec("erase remedy words", `update remedy_words set words = null, salt = '' where remedy = $1`, id)
	return blobs, err
}

func (tx *Tx) unsealed(sealed []byte) (string, error) {
	if len(sealed) == 0 {
		return "", nil
	}
	plain, err := tx.db.Unseal(sealed)
	return string(plain), err
}
