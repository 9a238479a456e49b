package store

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/request"
)

// PutPerson seals the applicant of a request and keeps keyed hashes by which
// the same person is found again.
func (tx *Tx) PutPerson(id ledger.ID, p request.Person) error {
	sealed, err := tx.sealJSON(p)
	if err != nil {
		return err
	}
	return tx.insert("put person", `insert into request_person (request, sealed, id_key, phone_key, name_key, code_key)`,
		` on conflict (request) do update set sealed = excluded.sealed, id_key = excluded.id_key,
			phone_key = excluded.phone_key, name_key = excluded.name_key, code_key = excluded.code_key`,
		id, sealed, tx.Mark("id", p.IDNo+p.Credit), tx.Mark("phone", p.Phone), tx.Mark("name", p.Name), tx.Mark("code", p.Code))
}

// Mark is the keyed hash of words; nothing has none. Spaces, marks and case do
// not count.
func (tx *Tx) Mark(purpose, words string) string {
	words = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -+()（）　", r) {
			return -1
		}
		return r
	}, strings.ToUpper(words))
	if words == "" || tx.db.sealer == nil {
		return ""
	}
	return tx.db.sealer.Mark(purpose, words)
}

// Person opens the applicant of a request; an erased one is the zero Person.
func (tx *Tx) Person(id ledger.ID) (p request.Person, err error) {
	var sealed []byte
	if err := tx.row(`select sealed from request_person where request = $1`, id).Scan(&sealed); err != nil {
		return p, fail("person", err)
	}
	return p, tx.openJSON(sealed, &p)
}

// PersonNames opens the names of several requests' applicants, for a list.
func (tx *Tx) PersonNames(ids []ledger.ID) (map[ledger.ID]string, error) {
	out := map[ledger.ID]string{}
	for len(ids) > 0 {
		n := min(len(ids), 200)
		w := where{}
		in(&w, "request", strs(ids[:n]))
		ids = ids[n:]
		_, err := collect(tx, "names", func(s scanner) (struct{}, error) {
			var id ledger.ID
			var sealed []byte
			if err := s.Scan(&id, &sealed); err != nil {
				return struct{}{}, err
			}
			var p request.Person
			err := tx.openJSON(sealed, &p)
			out[id] = p.Name
			return struct{}{}, err
		}, `select request, sealed from request_person where `+w.String()+` order by request`, w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// PersonMarks are the keyed hashes by which the applicants of several requests
// are told apart without opening who they are.
func (tx *Tx) PersonMarks(ids []ledger.ID) (map[ledger.ID]string, error) {
	out := map[ledger.ID]string{}
	for len(ids) > 0 {
		n := min(len(ids), 200)
		w := where{}
		in(&w, "request", strs(ids[:n]))
		ids = ids[n:]
		_, err := collect(tx, "marks", func(s scanner) (struct{}, error) {
			var id ledger.ID
			var no, phone, name string
			err := s.Scan(&id, &no, &phone, &name)
			out[id] = cmp.Or(no, phone, name)
			return struct{}{}, err
		}, `select request, id_key, phone_key, name_key from request_person where `+w.String()+` order by request`, w.args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SamePerson lists requests of an organ whose applicant has the same number,
// telephone or name, newest first.
func (tx *Tx) SamePerson(organ ledger.ID, p request.Person, limit int) ([]RequestRow, error) {
	return collect(tx, "same person", scanRequest, `select r.life, r.subject, r.rev, r.old_no from request r join request_person p on p.request = r.id
		where r.organ = $1 and ((p.id_key <> '' and p.id_key = $2) or (p.phone_key <> '' and p.phone_key = $3) or (p.name_key <> '' and p.name_key = $4))
		order by r.arrived desc, r.id desc`+page(limit, 0), organ, tx.Mark("id", p.IDNo+p.Credit), tx.Mark("phone", p.Phone), tx.Mark("name", p.Name))
}

// CountSame counts the requests of the same person, by number or telephone,
// that came within a calendar month; fees by item are counted so (§F.2).
func (tx *Tx) CountSame(organ ledger.ID, p request.Person, from, to calendar.Day) (n int, err error) {
	err = tx.row(`select count(*) from request r join request_person p on p.request = r.id
		where r.organ = $1 and r.received >= $2 and r.received <= $3
		and ((p.id_key <> '' and p.id_key = $4) or (p.id_key = '' and p.phone_key <> '' and p.phone_key = $5))`,
		organ, from, to, tx.Mark("id", p.IDNo+p.Credit), tx.Mark("phone", p.Phone)).Scan(&n)
	return n, fail("count same person", err)
}

// RequestsByCode finds the request of a query code (查询码).
func (tx *Tx) RequestsByCode(organ ledger.ID, code string) ([]RequestRow, error) {
	key := tx.Mark("code", code)
	if key == "" {
		return nil, nil
	}
	return collect(tx, "by code", scanRequest, `select r.life, r.subject, r.rev, r.old_no from request r join request_person p on p.request = r.id
		where r.organ = $1 and p.code_key = $2 order by r.id`, organ, key)
}

// Words are what was said beside a fact of a request.
type Words struct {
	Seq   int64
	Words []string
	Salt  string
}

// PutRequestWords keeps the words of an entry, sealed.
func (tx *Tx) PutRequestWords(organ, id ledger.ID, w Words) error {
	sealed, err := tx.sealJSON(w.Words)
	if err != nil {
		return err
	}
	return tx.insert("put words", `insert into request_words (organ, seq, request, sealed, salt)`, "", organ, w.Seq, id, sealed, w.Salt)
}

// RequestWords reads the words of a request by their entries.
func (tx *Tx) RequestWords(id ledger.ID) (map[int64]Words, error) {
	w := where{}
	w.add("request = ?", id)
	return tx.words(w)
}

func (tx *Tx) words(where where) (map[int64]Words, error) {
	out := map[int64]Words{}
	_, err := collect(tx, "words", func(s scanner) (struct{}, error) {
		var w Words
		var sealed []byte
		if err := s.Scan(&w.Seq, &sealed, &w.Salt); err != nil {
			return struct{}{}, err
		}
		err := tx.openJSON(sealed, &w.Words)
		out[w.Seq] = w
		return struct{}{}, err
	}, `select seq, sealed, salt from request_words where `+where.String()+` order by seq`, where.args...)
	return out, err
}

// WordsOf reads the words of some entries of an organ.
func (tx *Tx) WordsOf(organ ledger.ID, seqs []int64) (map[int64]Words, error) {
	w := where{}
	w.add("organ = ?", organ)
	in(&w, "seq", seqs)
	return tx.words(w)
}

// Paper is a paper of a request's file: a letter of ours, a scan, a proof, what
// was supplied. A letter has its body as JSON; all else is a sealed blob.
type Paper struct {
	ID, Request ledger.ID
	Seq         int64
	Kind        ledger.Code // law's list paper
	Name        string
	SHA         string // of the sealed blob, empty for a letter
	Size        int64
	Type        string
	Writ        ledger.Code // kind of the letter
	No          string      // 文号 as printed
	Addressee   string      // applicant, third, organ
	On          calendar.Day
	Body        json.RawMessage
	Salt        string
	At          time.Time
}

// PutPaper adds a paper.
func (tx *Tx) PutPaper(p Paper) error {
	return tx.putPaper(`insert into request_paper (id, request, `, p)
}

// putPaper adds a paper to the table that insert names with its first columns.
func (tx *Tx) putPaper(insert string, p Paper) error {
	name, err := tx.sealJSON(p.Name)
	if err != nil {
		return err
	}
	if err := tx.bindLoose(p.SHA); err != nil {
		return err
	}
	var body []byte
	if len(p.Body) > 0 {
		if body, err = tx.sealJSON(p.Body); err != nil {
			return err
		}
	}
	_, err = tx.exec("put paper", insert+`seq, kind, name, sha, size, type, writ, no, addressee, on_day, body, salt, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		p.ID, p.Request, p.Seq, p.Kind, name, p.SHA, p.Size, p.Type, p.Writ, p.No, p.Addressee, p.On, body, p.Salt, p.At)
	return err
}

const (
	requestPaperColumns = `p.id, p.request, ` + paperRest
	paperRest           = `p.seq, p.kind, p.name, p.sha, p.size, p.type, p.writ, p.no, p.addressee, p.on_day, p.body, p.salt, p.at`
)

func (tx *Tx) scanRequestPaper(s scanner) (p Paper, err error) {
	var name, body []byte
	if err := s.Scan(&p.ID, &p.Request, &p.Seq, &p.Kind, &name, &p.SHA, &p.Size, &p.Type, &p.Writ, &p.No, &p.Addressee,
		day{&p.On}, &body, &p.Salt, instant{&p.At}); err != nil {
		return p, err
	}
	if err := tx.openJSON(name, &p.Name); err != nil {
		return p, err
	}
	return p, tx.openJSON(body, &p.Body)
}

// Papers lists the papers of a request in order.
func (tx *Tx) Papers(id ledger.ID) ([]Paper, error) {
	return collect(tx, "papers", tx.scanRequestPaper, `select `+requestPaperColumns+` from request_paper p where p.request = $1 order by p.at, p.id`, id)
}

// EraseRequest takes away all that names a person: the applicant, the words,
// the letters' bodies, the names of files. It returns the blobs that nothing
// else points to.
func (tx *Tx) EraseRequest(id ledger.ID) (blobs []string, err error) {
	blobs, err = collect(tx, "blobs", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select sha from request_paper where request = $1 and sha <> '' order by sha`, id)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`update request_person set sealed = null, id_key = '', phone_key = '', name_key = '', code_key = '' where request = $1`,
		`update request_words set sealed = null, salt = '' where request = $1`,
		`update request_paper set name = null, sha = '', body = null, salt = '' where request = $1`,
		`update request set subject = '', content = null, salt = '' where id = $1`,
	} {
		if _, err := tx.exec("erase", q, id); err != nil {
			return nil, err
		}
	}
	return blobs, nil
}
