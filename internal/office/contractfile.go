package office

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
)

// ContractForm is a filing as typed (申报): days as 2025-03-01, money in 万元,
// yes for a box that is ticked.
type ContractForm struct {
	Once                        string // names a form of the desk
	Written                     string // no for a contract by word of mouth
	Kind, Signed, From, To      string
	Title, OwnNo, Matter        string
	Total, Technical, Equipment string
	Pay, Property, Field, Plan  string
	Goal, Related, Relief       string
	Seller, Buyer               contract.Side
	SellerNature, SellerRegion  string
	BuyerNature, BuyerRegion    string
}

// Filings that one address may hand in within an hour.
const maxFilings = 60

// filing reads the form; what cannot be read stands in the refusals under its
// field.
func (f ContractForm) filing() (out contract.Filing, err error) {
	var all refusal.All
	day := func(field, typed string) calendar.Day {
		d, e := openDay(field, typed)
		if r, ok := refusal.As(e); ok {
			all = append(all, r)
		}
		return d
	}
	wan := func(field, typed string) int64 {
		if strings.TrimSpace(typed) == "" {
			return 0
		}
		n, ok := contract.ParseWan(typed)
		if !ok {
			all = append(all, refusal.New("contract.file.amount", "G.5-MONEY", "typed", clipped(typed)).On(field))
		}
		return n
	}
	code := func(s string) ledger.Code { return ledger.Code(strings.TrimSpace(s)) }
	t := contract.Terms{Kind: code(f.Kind), Signed: day("signed", f.Signed), From: day("from", f.From), To: day("to", f.To),
		Money: contract.Money{Total: wan("total", f.Total), Technical: wan("technical", f.Technical), Equipment: wan("equipment", f.Equipment)},
		Pay:   code(f.Pay), Property: code(f.Property), Field: code(f.Field), Plan: code(f.Plan), Goal: code(f.Goal),
		Seller: contract.Party{Nature: code(f.SellerNature), Region: code(f.SellerRegion)}, Buyer: contract.Party{Nature: code(f.BuyerNature), Region: code(f.BuyerRegion)},
		Related: f.Related == "yes", Relief: f.Relief == "yes"}
	out = contract.Filing{Title: oneLine(f.Title), OwnNo: oneLine(f.OwnNo), Matter: strings.TrimSpace(f.Matter), Oral: f.Written == "no", Terms: t,
		Seller: trimmedSide(f.Seller), Buyer: trimmedSide(f.Buyer)}
	if out.Terms.Seller.Region == "" {
		out.Terms.Seller.Region = contract.RegionOf(out.Seller.Credit)
	}
	if out.Terms.Buyer.Region == "" {
		out.Terms.Buyer.Region = contract.RegionOf(out.Buyer.Credit)
	}
	return out, all.Or()
}

func trimmedSide(s contract.Side) contract.Side {
	for _, x := range []*string{&s.Name, &s.Address, &s.Contact, &s.Phone, &s.Email} {
		*x = oneLine(*x)
	}
	s.Credit = strings.ToUpper(strings.Join(strings.Fields(s.Credit), ""))
	return s
}

// typed puts what could not be read before what the rules say of the same
// fields.
func typed(read, rules error) error {
	var all, more refusal.All
	if errors.As(read, &all); errors.As(rules, &more) {
		for _, r := range more {
			if !slices.ContainsFunc(all, func(x *refusal.Refusal) bool { return x.Field == r.Field }) {
				all = append(all, r)
			}
		}
		return all.Or()
	}
	return errors.Join(rules, all.Or())
}

// contractFiles looks at what the files of a filing really are, and gives the
// hash of the text's content.
func (o *Office) contractFiles(papers []store.Paper) (n contract.Files, sum string, err error) {
	for _, p := range papers {
		if p.Kind != "contract" {
			n.Annexes++
			continue
		}
		f, err := o.openSealed(p.SHA)
		if err != nil {
			return n, "", err
		}
		if !written(p.Type, f, f.Size()) {
			n.Bad = p.Name
			continue
		}
		n.Texts++
		if sum != "" {
			continue
		}
		h := sha256.New()
		if _, err = f.Seek(0, io.SeekStart); err == nil {
			_, err = io.Copy(h, f)
		}
		if err != nil {
			return n, "", fmt.Errorf("office: read a contract: %w", err)
		}
		sum = hex.EncodeToString(h.Sum(nil))
	}
	return n, sum, nil
}

// written says that a file is a PDF or a Word file, by its content.
func written(media string, r io.ReaderAt, size int64) bool {
	if media == "application/pdf" {
		return true
	}
	z, err := zip.NewReader(r, size)
	return err == nil && slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "word/document.xml" })
}

func keptPapers(kept []KeptPaper) (out []store.Paper) {
	for _, k := range kept {
		out = append(out, store.Paper{ID: k.ID, Kind: ledger.Code(k.Kind), Name: k.Name, SHA: k.SHA, Size: k.Size, Type: k.Type, Salt: k.Salt})
	}
	return out
}

// CheckContract says what is wrong with a draft, under the fields of its steps.
func (o *Office) CheckContract(ctx context.Context, organ ledger.ID, d ContractDraft) error {
	if err := mayFile(organ); err != nil {
		return err
	}
	f, read := d.filing()
	var err error
	if f.Files, _, err = o.contractFiles(keptPapers(d.Papers)); err != nil {
		return err
	}
	return o.view(ctx, func(tx *store.Tx) error {
		set, err := contractOffice(tx, organ)
		if err != nil {
			return err
		}
		return typed(read, f.Check(set, o.Today()))
	})
}

// FileContract files the draft of a code (申报). Filed already, it puts right what
// was filed (补正): rev is that of the filing that the seller looked at. Without
// one it is a second press, which finds the receipt and changes nothing.
func (o *Office) FileContract(ctx context.Context, organ ledger.ID, code string, rev int64, address string) (ContractReceipt, error) {
	d, err := o.ContractDraft(ctx, organ, code)
	if err != nil {
		return ContractReceipt{}, err
	}
	if d.Once == "" {
		return ContractReceipt{}, refusal.Clash("contract.file.gone", "")
	}
	if d.Receipt.ID != "" && rev == 0 {
		return d.Receipt, nil
	}
	if err := o.CheckContract(ctx, organ, d); err != nil {
		return ContractReceipt{}, err
	}
	key := "contract/file/" + string(organ) + "/" + address
	if err := o.update(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(key, o.now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if n >= maxFilings {
			return refusal.Clash("contract.file.many", "")
		}
		return tx.PutAttempt(key, o.now())
	}); err != nil {
		return ContractReceipt{}, err
	}
	who := access.Actor{Officer: ledger.Citizen, Organ: organ}
	had := d.Receipt
	if d.Receipt, err = o.fileContract(ctx, who, d.Once, rev, d.ContractForm, keptPapers(d.Papers), "web"); err != nil {
		return d.Receipt, err
	}
	if d.Receipt.Query == "" { // filed again: the case and its query code stay what they were
		d.Receipt.CaseNo, d.Receipt.Query = had.CaseNo, had.Query
	}
	_, err = o.SaveContractDraft(context.WithoutCancel(ctx), organ, code, d) // it is filed, whoever has gone away
	return d.Receipt, err
}

// ReceiveContract takes a filing in at the window, with its files. Once names the
// form that was filled in: pressed twice, it is one filing.
func (o *Office) ReceiveContract(ctx context.Context, who access.Actor, f ContractForm, files []Upload) (ContractReceipt, error) {
	if err := o.view(ctx, func(tx *store.Tx) error {
		_, err := mayContract(tx, who, access.WorkContract)
		return err
	}); err != nil {
		return ContractReceipt{}, err
	}
	papers, err := o.seal(ctx, files)
	if err != nil {
		return ContractReceipt{}, err
	}
	id := newID()
	if f.Once != "" {
		if err := o.view(ctx, func(tx *store.Tx) error {
			id = ledger.ID("k" + tx.Mark("once", string(who.Organ)+"/contract/"+f.Once)[:15])
			return nil
		}); err != nil {
			return ContractReceipt{}, err
		}
	}
	return o.fileContract(ctx, who, id, 0, f, papers, "counter")
}

// fileContract takes a filing in under an id, or amends the revision of it that
// was looked at.
func (o *Office) fileContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64, form ContractForm, papers []store.Paper, door string) (out ContractReceipt, err error) {
	f, read := form.filing()
	var sum string
	if f.Files, sum, err = o.contractFiles(papers); err != nil {
		return out, err
	}
	for _, p := range papers {
		if !o.files.Has(p.SHA) {
			return out, refusal.Clash("file.upload.gone", "", "name", p.Name).On("contract")
		}
	}
	err = o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := tx.Contract(id)
		switch {
		case err == nil && r.Organ == who.Organ:
			switch out = receiptOf(r); {
			case rev == 0: // pressed twice
				return nil
			case r.State != contract.Filed && r.State != contract.Lacking:
				return refusal.Clash("contract.amend.state", "G.5-CHECK", "state", r.State.Name())
			case r.Rev != rev:
				return refusal.Clash("contract.amend.moved", "G.5-CHECK", "no", r.FileNo, "state", r.State.Name())
			}
			return o.amendContract(tx, who, r, f, read, papers, sum)
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		set, before, key, err := o.compared(tx, who.Organ, f, sum, id)
		if err != nil {
			return err
		}
		r = store.ContractRow{Contract: contract.Contract{ID: id, Organ: who.Organ}, Filing: f, Salt: newSalt(), TextKey: key}
		if _, err := contract.Submit(f, set, before, "", o.Today(), ""); err != nil || read != nil {
			return typed(read, err)
		}
		receipt, err := o.contractCase(tx, who, &r, door)
		if err != nil {
			return err
		}
		n, err := tx.NextSerial(who.Organ, "contract", o.Today().Year())
		if err != nil {
			return err
		}
		r.FileNo = fmt.Sprintf("技合〔%d〕%d号", o.Today().Year(), n)
		fact, err := contract.Submit(f, set, before, r.Case, o.Today(), ledger.Salted(r.Salt, f.Words(r.FileNo)...))
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Contract = r.Apply(e, fact)
		if err := tx.PutContract(r); err != nil {
			return err
		}
		out = receiptOf(r)
		out.CaseNo, out.Query = receipt.No, receipt.Code
		return o.contractPapers(tx, who, r, papers)
	})
	return out, err
}

func receiptOf(r store.ContractRow) ContractReceipt {
	return ContractReceipt{ID: r.ID, No: r.FileNo, On: r.FiledOn.String()}
}

// compared reads what a filing is compared with, the filing itself left out.
func (o *Office) compared(tx *store.Tx, organ ledger.ID, f contract.Filing, sum string, own ledger.ID) (set contract.Office, before []contract.Before, key string, err error) {
	if set, err = contractOffice(tx, organ); err != nil {
		return set, nil, "", err
	}
	if sum != "" {
		key = tx.Mark("contract", sum)
	}
	before, err = tx.ContractsLike(organ, f, key)
	return set, slices.DeleteFunc(before, func(b contract.Before) bool { return b.ID == own }), key, err
}

// amendContract puts a filing right; files that it has already stay.
func (o *Office) amendContract(tx *store.Tx, who access.Actor, r store.ContractRow, f contract.Filing, read error, papers []store.Paper, sum string) error {
	have, err := tx.ContractPapers(r.Organ, r.ID)
	if err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(papers), func(p store.Paper) bool {
		return slices.ContainsFunc(have, func(h store.Paper) bool { return h.SHA == p.SHA })
	})
	if f.Files.Texts == 0 && f.Files.Bad == "" && slices.ContainsFunc(have, func(h store.Paper) bool { return h.Kind == "contract" }) {
		f.Files.Texts = 1
	}
	set, before, key, err := o.compared(tx, r.Organ, f, sum, r.ID)
	if err != nil {
		return err
	}
	if key == "" {
		key = r.TextKey
	}
	r.Filing, r.Salt, r.TextKey = f, newSalt(), key
	fact, err := r.Amend(f, set, before, o.Today(), ledger.Salted(r.Salt, f.Words(r.FileNo)...))
	if err != nil || read != nil {
		return typed(read, err)
	}
	e, err := tx.Append(o.Today(), r.ID, who.Officer, fact)
	if err != nil {
		return err
	}
	r.Contract = r.Apply(e, fact)
	if err := tx.PutContract(r); err != nil {
		return err
	}
	if err := (&contractWork{o: o, tx: tx, who: who, set: set, r: r}).amended(); err != nil {
		return err
	}
	return o.contractPapers(tx, who, r, fresh)
}

// contractPapers enters papers that came with a filing.
func (o *Office) contractPapers(tx *store.Tx, who access.Actor, r store.ContractRow, papers []store.Paper) error {
	for _, p := range papers {
		if err := o.contractPaper(tx, who, r, contract.Kept{Paper: p.Kind, Sum: paperSum(p)}, p); err != nil {
			return err
		}
	}
	return nil
}

// contractPaper enters the fact of a paper and stores it.
func (o *Office) contractPaper(tx *store.Tx, who access.Actor, r store.ContractRow, f ledger.Fact, p store.Paper) error {
	e, err := tx.Append(o.Today(), r.ID, who.Officer, f)
	if err != nil {
		return err
	}
	p.Request, p.Seq, p.On, p.At = r.ID, e.Seq, o.Today(), o.now()
	return tx.PutContractPaper(p)
}
