package office

import (
	"slices"

	"gongkai/contract"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// contracts is the replay of what the ledger knows of technical contracts.
type contracts struct {
	rows    map[ledger.ID]contract.Contract
	filings map[ledger.ID]ledger.Sum
	papers  map[int64]bound
	words   map[int64]bound
	offices map[int]settled
}

type settled struct {
	contract.Settled
	seq int64
	by  ledger.ID
}

func newContracts() contracts {
	return contracts{map[ledger.ID]contract.Contract{}, map[ledger.ID]ledger.Sum{}, map[int64]bound{}, map[int64]bound{}, map[int]settled{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (c contracts) apply(e ledger.Entry, f ledger.Fact) bool {
	said := func(s ledger.Sum) { c.words[e.Seq] = bound{request: e.Subject, sum: s} }
	paper := func(s ledger.Sum) { c.papers[e.Seq] = bound{request: e.Subject, sum: s} }
	switch f := f.(type) {
	case contract.Settled:
		c.offices[f.Version] = settled{f, e.Seq, e.By}
		return true
	case contract.Submitted:
		c.filings[e.Subject] = f.Words
	case contract.Amended:
		c.filings[e.Subject] = f.Words
	case contract.Examined:
		said(f.Words)
	case contract.Recognition:
		said(f.Words)
	case contract.Returned:
		said(f.Words)
	case contract.Corrected:
		said(f.Words)
	case contract.Cancellation:
		said(f.Words)
	case contract.Withdrawal:
		said(f.Words)
	case contract.Kept:
		paper(f.Sum)
	case contract.Certified:
		paper(f.Sum)
	case contract.Registration, contract.Refusal, contract.Archived, contract.Erased:
	default:
		return false
	}
	c.rows[e.Subject] = c.rows[e.Subject].Apply(e, f)
	return true
}

// compareContracts compares the rows of contracts, what was said and their
// papers with the ledger, in both directions.
func (r *replay) compareContracts(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Contracts(store.ContractFilter{Organ: organ})
	if err != nil {
		return err
	}
	erased := map[ledger.ID]bool{}
	for _, row := range rows {
		want, known := r.contracts.rows[row.ID]
		delete(r.contracts.rows, row.ID)
		if !known {
			r.find("技术合同 %s 在台账中没有记录", row.ID)
			continue
		}
		want.Rev = row.Rev
		if d := same(row.Contract, want); d != "" {
			r.find("技术合同 %s：%s", row.FileNo, d)
		}
		if erased[row.ID] = want.Erased; want.Erased {
			if row.Salt != "" || row.Filing.Seller.Phone+row.Filing.Seller.Contact+row.Filing.Buyer.Contact != "" {
				r.find("技术合同 %s 的个人信息已删除，行里却还有", row.FileNo)
			}
			continue
		}
		if ledger.Salted(row.Salt, row.Filing.Words(row.FileNo)...) != r.contracts.filings[row.ID] {
			r.find("技术合同 %s 的申报内容被改动过", row.FileNo)
		}
	}
	for _, id := range keys(r.contracts.rows) {
		r.find("台账中的技术合同 %s 在数据表中没有了", id)
	}
	if err := r.compareContractPapers(tx, organ, erased); err != nil {
		return err
	}
	if err := r.compareContractWords(tx, organ, erased); err != nil {
		return err
	}
	return r.compareContractOffices(tx, organ)
}

func (r *replay) compareContractPapers(tx *store.Tx, organ ledger.ID, erased map[ledger.ID]bool) error {
	papers, err := tx.ContractPapers(organ, "")
	if err != nil {
		return err
	}
	for _, p := range papers {
		want := r.contracts.papers[p.Seq]
		delete(r.contracts.papers, p.Seq)
		if erased[p.Request] && want.request == p.Request && len(p.Body) == 0 {
			if p.SHA != "" || p.Name != "" {
				r.find("技术合同 %s 的个人信息已删除，材料 %s 却还在", p.Request, p.ID)
			}
			continue
		}
		if sum, err := contractPaperSum(p); err != nil || want != (bound{request: p.Request, sum: sum}) {
			r.find("技术合同 %s 的材料《%s》被改动过，与台账第%d号不符", p.Request, p.Name, p.Seq)
		}
	}
	for _, seq := range keys(r.contracts.papers) {
		r.find("技术合同 %s 的材料（台账第%d号）不在了", r.contracts.papers[seq].request, seq)
	}
	return nil
}

func (r *replay) compareContractWords(tx *store.Tx, organ ledger.ID, erased map[ledger.ID]bool) error {
	words, err := tx.ContractWords(organ, "")
	if err != nil {
		return err
	}
	for _, w := range words {
		want := r.contracts.words[w.Seq]
		delete(r.contracts.words, w.Seq)
		switch {
		case want.request != w.Contract || erased[w.Contract] != (w.Salt == ""):
			r.find("技术合同 %s 的记载（台账第%d号）没有依据，或者应当删去而没有删", w.Contract, w.Seq)
		case !erased[w.Contract] && ledger.Salted(w.Salt, w.Words.Words...) != want.sum:
			r.find("技术合同 %s 的记载（台账第%d号）被改动过", w.Contract, w.Seq)
		}
	}
	for _, seq := range keys(r.contracts.words) {
		r.find("技术合同 %s 的记载（台账第%d号）不在了", r.contracts.words[seq].request, seq)
	}
	return nil
}

func (r *replay) compareContractOffices(tx *store.Tx, organ ledger.ID) error {
	all, err := tx.ContractOffices(organ)
	for _, x := range all {
		want, known := r.contracts.offices[x.Version]
		delete(r.contracts.offices, x.Version)
		if !known || want.seq != x.Seq || want.by != x.Officer || want.Unit != x.Unit || !slices.Equal(want.Regions, x.Regions) ||
			want.Words != ledger.Salted(x.Salt, x.Words()...) {
			r.find("技术合同登记机构的第%d版设置与台账不符", x.Version)
		}
	}
	for _, v := range keys(r.contracts.offices) {
		r.find("台账中技术合同登记机构的第%d版设置在数据表中没有了", v)
	}
	return err
}
