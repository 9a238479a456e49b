package store

import (
	"encoding/json"
	"time"

	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/ledger"
)

// ContractRow is a contract with what stands sealed beside its facts.
type ContractRow struct {
	contract.Contract
	FileNo  string // of the filing: 技合〔2025〕1号
	Filing  contract.Filing
	Salt    string
	TextKey string // keyed hash of the text's content
}

const contractColumns = `life, no, filing, salt, text_key, rev`

func (tx *Tx) scanContract(s scanner) (r ContractRow, err error) {
	var life string
	var filing []byte
	var rev int64
	if err := s.Scan(&life, &r.FileNo, &filing, &r.Salt, &r.TextKey, &rev); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(life), &r.Contract); err != nil {
		return r, err
	}
	r.Rev = rev
	err = tx.openJSON(filing, &r.Filing)
	r.Filing.Terms = r.Declared
	return r, err
}

// ContractFilter narrows the list of contracts; its zero value takes all of the
// organ.
type ContractFilter struct {
	Organ         ledger.ID
	States        []contract.State
	Waiting       bool // something is still to be done
	Kind          ledger.Code
	Year          int    // of registration
	No            string // of filing or register
	Limit, Offset int
}

func (f ContractFilter) where() where {
	w := where{}
	w.add("organ = ?", f.Organ)
	if len(f.States) > 0 {
		in(&w, "state", strs(f.States))
	}
	if f.Waiting {
		w.add("not archived")
	}
	if f.Kind != "" {
		w.add("kind = ?", string(f.Kind))
	}
	if f.Year > 0 {
		w.add("reg_no <> '' and ended_on >= ?", calendar.NewDay(f.Year, time.January, 1))
		w.add("ended_on <= ?", calendar.NewDay(f.Year, time.December, 31))
	}
	if f.No != "" {
		w.add("(no = ? or reg_no = ?)", f.No, f.No)
	}
	return w
}

// Contracts lists a page of an organ's contracts, the latest first.
func (tx *Tx) Contracts(f ContractFilter) ([]ContractRow, error) {
	w := f.where()
	return collect(tx, "contracts", tx.scanContract, `select `+contractColumns+` from contract where `+w.String()+
		` order by filed_on desc, id desc`+page(f.Limit, f.Offset), w.args...)
}

// CountContracts counts them.
func (tx *Tx) CountContracts(f ContractFilter) (n int, err error) {
	w := f.where()
	err = tx.row(`select count(*) from contract where `+w.String(), w.args...).Scan(&n)
	return n, fail("count contracts", err)
}

// Contract reads a contract.
func (tx *Tx) Contract(id ledger.ID) (ContractRow, error) {
	r, err := tx.scanContract(tx.row(`select `+contractColumns+` from contract where id = $1`, id))
	return r, fail("contract "+string(id), err)
}

// ContractByNo reads a contract by its number in the register, whatever marks
// stand between.
func (tx *Tx) ContractByNo(organ ledger.ID, no ledger.Code) (ContractRow, error) {
	r, err := tx.scanContract(tx.row(`select `+contractColumns+` from contract where organ = $1 and reg_no <> ''
		and replace(upper(reg_no), '-', '') = $2 order by id limit 1`, organ, contract.PlainCode(string(no))))
	return r, fail("contract by no", err)
}

// ContractOfCase reads the contract of a case.
func (tx *Tx) ContractOfCase(id ledger.ID) (ContractRow, error) {
	r, err := tx.scanContract(tx.row(`select `+contractColumns+` from contract where case_id = $1 order by id limit 1`, id))
	return r, fail("contract of case", err)
}

// ContractsLike lists filings that may be of the same contract: of the same
// seller, or with the same text.
func (tx *Tx) ContractsLike(organ ledger.ID, f contract.Filing, textKey string) ([]contract.Before, error) {
	seller, own := tx.Mark("seller", f.Seller.Credit), tx.ownKey(f)
	return collect(tx, "contracts like", func(s scanner) (b contract.Before, err error) {
		var life, seen, text, number string
		var filing []byte
		if err := s.Scan(&life, &b.No, &filing, &seen, &text, &number); err != nil {
			return b, err
		}
		var c contract.Contract
		var f contract.Filing
		if err := json.Unmarshal([]byte(life), &c); err != nil {
			return b, err
		}
		if err := tx.openJSON(filing, &f); err != nil {
			return b, err
		}
		if c.No != "" {
			b.No = string(c.No)
		}
		b.ID, b.State, b.Title, b.Signed, b.Total = c.ID, c.State, f.Title, c.Declared.Signed, c.Declared.Money.Total
		b.Seller, b.SameText, b.SameOwnNo = seller != "" && seen == seller, textKey != "" && text == textKey, own != "" && number == own
		return b, nil
	}, `select life, no, filing, seller_key, text_key, own_key from contract where organ = $1
		and ((seller_key <> '' and seller_key = $2) or (text_key <> '' and text_key = $3)) order by filed_on desc, id desc`, organ, seller, textKey)
}

// ownKey is the keyed hash of a seller with the number of their own.
func (tx *Tx) ownKey(f contract.Filing) string {
	if contract.PlainCode(f.OwnNo) == "" {
		return ""
	}
	return tx.Mark("own", f.Seller.Credit+"/"+f.OwnNo)
}

// PutContract stores a contract.
func (tx *Tx) PutContract(r ContractRow) error {
	f := r.Filing
	f.Terms, f.Files = contract.Terms{}, contract.Files{}
	filing, err := tx.sealJSON(f)
	if err != nil {
		return err
	}
	c := r.Contract
	c.Rev = 0
	life, err := json.Marshal(c)
	if err != nil {
		return err
	}
	kind := c.Verified.Kind
	if kind == "" {
		kind = c.Declared.Kind
	}
	return tx.put("put contract "+string(r.ID), r.Rev,
		`insert into contract (id, organ, no, state, kind, filed_on, ended_on, reg_no, case_id, archived, life, filing, salt, seller_key, text_key,
			own_key, rev) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		`update contract set organ = $2, no = $3, state = $4, kind = $5, filed_on = $6, ended_on = $7, reg_no = $8, case_id = $9, archived = $10,
			life = $11, filing = $12, salt = $13, seller_key = $14, text_key = $15, own_key = $16, rev = rev + 1 where id = $1 and rev = $17`,
		r.ID, r.Organ, r.FileNo, string(r.State), string(kind), r.FiledOn, r.EndedOn, string(r.No), r.Case, r.Archived, string(life), filing, r.Salt,
		tx.Mark("seller", f.Seller.Credit), r.TextKey, tx.ownKey(f))
}

// ContractWords are words with the contract that they belong to.
type ContractWords struct {
	Contract ledger.ID
	Words
}

// PutContractWords keeps what was said beside an entry of a contract, sealed.
func (tx *Tx) PutContractWords(organ, id ledger.ID, w Words) error {
	sealed, err := tx.sealJSON(w.Words)
	if err != nil {
		return err
	}
	return tx.insert("put contract words", `insert into contract_words (organ, seq, contract, sealed, salt)`, "", organ, w.Seq, id, sealed, w.Salt)
}

// ContractWords reads the words of a contract, or of all of an organ for the
// empty id, in the order of the ledger.
func (tx *Tx) ContractWords(organ, id ledger.ID) ([]ContractWords, error) {
	return collect(tx, "contract words", func(s scanner) (w ContractWords, err error) {
		var sealed []byte
		if err = s.Scan(&w.Contract, &w.Seq, &sealed, &w.Salt); err == nil {
			err = tx.openJSON(sealed, &w.Words.Words)
		}
		return w, err
	}, `select contract, seq, sealed, salt from contract_words where organ = $1 and ($2 = '' or contract = $2) order by seq`, organ, id)
}

// PutContractPaper adds a paper; its Request is the contract.
func (tx *Tx) PutContractPaper(p Paper) error {
	return tx.putPaper(`insert into contract_paper (id, contract, `, p)
}

// ContractPapers lists the papers of a contract in order, of all of an organ's
// for the empty id.
func (tx *Tx) ContractPapers(organ, id ledger.ID) ([]Paper, error) {
	return collect(tx, "contract papers", tx.scanRequestPaper, `select p.id, p.contract, `+paperRest+` from contract_paper p
		join contract c on c.id = p.contract where c.organ = $1 and ($2 = '' or c.id = $2) order by p.at, p.seq, p.id`, organ, id)
}

// EraseContract takes the words and the papers of others away, and says which
// blobs they were in. Certificates and notices stay.
func (tx *Tx) EraseContract(id ledger.ID) (blobs []string, err error) {
	blobs, err = collect(tx, "contract blobs", func(s scanner) (sha string, err error) {
		err = s.Scan(&sha)
		return sha, err
	}, `select sha from contract_paper where contract = $1 and sha <> '' order by sha`, id)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`update contract_words set sealed = null, salt = '' where contract = $1`,
		`update contract_paper set name = null, sha = '', salt = '' where contract = $1 and body is null`,
		`update contract set text_key = '', own_key = '' where id = $1`,
	} {
		if _, err := tx.exec("erase contract", q, id); err != nil {
			return nil, err
		}
	}
	return blobs, nil
}

// ContractOffice is a setting of the registration office with who saved it.
type ContractOffice struct {
	contract.Office
	Officer ledger.ID
	SavedAt time.Time
}

// ContractOffices lists the settings of an organ's registration office, the
// newest first.
func (tx *Tx) ContractOffices(organ ledger.ID) ([]ContractOffice, error) {
	return collect(tx, "contract offices", func(s scanner) (x ContractOffice, err error) {
		var text, salt string
		var version int
		var seq int64
		if err = s.Scan(&version, &text, &salt, &x.Officer, &seq, instant{&x.SavedAt}); err == nil {
			err = json.Unmarshal([]byte(text), &x.Office)
		}
		x.Version, x.Salt, x.Seq = version, salt, seq
		return x, err
	}, `select version, setting, salt, officer, seq, saved_at from contract_office where organ = $1 order by version desc`, organ)
}

// PutContractOffice adds a setting. Settings are never changed.
func (tx *Tx) PutContractOffice(organ ledger.ID, x ContractOffice) error {
	o := x.Office
	o.Version, o.Salt, o.Seq = 0, "", 0
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = tx.exec("put contract office", `insert into contract_office (organ, version, setting, salt, officer, seq, saved_at)
		values ($1, $2, $3, $4, $5, $6, $7)`, organ, x.Version, string(text), x.Salt, x.Officer, x.Seq, x.SavedAt)
	return err
}
