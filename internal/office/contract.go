package office

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/internal/extract"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/request"
)

// ContractLine is a technical contract as lists show it.
type ContractLine struct {
	contract.Contract
	FileNo, Title, Seller, Buyer string
	Due                          calendar.Date // of the result
	Left                         int           // working days, of one that has none yet
	Waits                        string
}

// ContractQuery narrows the list; Show is waiting or all.
type ContractQuery struct {
	Waiting  bool
	Kind, No string
	Year     int
	Page     int
}

// ContractList is a page of contracts; Waiting of All still want something done.
type ContractList struct {
	Rows                             []ContractLine
	All, Waiting, Found, Page, Pages int
	Set                              bool // where and how to register is set
	File                             bool // may take one in
}

// ContractView is everything that the page of a contract shows. Contacts are
// masked; the two parties are named, since the certificate names them.
type ContractView struct {
	ContractLine
	Filing       contract.Filing
	Office       contract.Office
	Papers       []store.Paper
	Steps        []RequestStep
	Recogniser   string
	Issuer       string
	Like         []contract.Before // that may be the same contract
	Certificates []Certificate
	Text         []ContractText

	Examine, Amend, Recognise, Return, Register, Decline, Certify, Correct, Withdraw, Archive, Erase, Open bool
	Same                                                                                                   bool // what is to be decided is this officer's own
}

// Certificate is a certificate of registration, or the notice that there will be
// none, as it was issued.
type Certificate struct {
	store.Paper
	Version int // 0 of a notice
}

// ContractText is the text of a contract as far as it can be read, to be read
// beside the fields.
type ContractText struct {
	Name  string
	Words []string
	Why   string // why it cannot
}

// contractOffice is the setting in force, the zero Office where there is none.
func contractOffice(tx *store.Tx, organ ledger.ID) (contract.Office, error) {
	all, err := tx.ContractOffices(organ)
	if err != nil || len(all) == 0 {
		return contract.Office{}, err
	}
	return all[0].Office, nil
}

// contractThing is what the policy asks about a contract: it belongs to the
// division that registers.
func contractThing(organ ledger.ID, f contract.Office) access.Thing {
	return access.Thing{Organ: organ, Unit: f.Unit}
}

// mayContract asks the policy about contracts at large.
func mayContract(tx *store.Tx, who access.Actor, v access.Verb) (contract.Office, error) {
	f, err := contractOffice(tx, who.Organ)
	if err != nil {
		return f, err
	}
	return f, access.May(who, v, contractThing(who.Organ, f))
}

func (o *Office) contractLine(r store.ContractRow) ContractLine {
	l := ContractLine{Contract: r.Contract, FileNo: r.FileNo, Title: r.Filing.Title, Seller: r.Filing.Seller.Name, Buyer: r.Filing.Buyer.Name, Waits: r.Waits()}
	if limit, ok := law.On(r.FiledOn).Limit("contract"); ok {
		l.Due = limit.Due(r.FiledOn, o.Calendar())
		l.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), l.Due.Day)
	}
	return l
}

// Contracts lists the organ's technical contracts, the latest first.
func (o *Office) Contracts(ctx context.Context, who access.Actor, q ContractQuery) (l ContractList, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		set, err := mayContract(tx, who, access.ReadContract)
		if err != nil {
			return err
		}
		l.Set = set.Set()
		l.File = l.Set && access.May(who, access.WorkContract, contractThing(who.Organ, set)) == nil
		f := store.ContractFilter{Organ: who.Organ, Waiting: q.Waiting, Kind: ledger.Code(q.Kind), Year: q.Year, No: strings.TrimSpace(q.No)}
		if l.All, err = tx.CountContracts(store.ContractFilter{Organ: who.Organ}); err != nil {
			return err
		}
		if l.Waiting, err = tx.CountContracts(store.ContractFilter{Organ: who.Organ, Waiting: true}); err != nil {
			return err
		}
		if l.Found, err = tx.CountContracts(f); err != nil {
			return err
		}
		l.Pages = max(1, (l.Found+requestPage-1)/requestPage)
		l.Page = min(max(q.Page, 1), l.Pages)
		f.Limit, f.Offset = requestPage, (l.Page-1)*requestPage
		rows, err := tx.Contracts(f)
		for _, r := range rows {
			l.Rows = append(l.Rows, o.contractLine(r))
		}
		return err
	})
	return l, err
}

// contractTasks are the contracts that wait for this officer.
func (o *Office) contractTasks(tx *store.Tx, who access.Actor, d *Desk) error {
	set, err := contractOffice(tx, who.Organ)
	if err != nil || !set.Set() {
		return err
	}
	t := contractThing(who.Organ, set)
	work, issue := access.May(who, access.WorkContract, t) == nil, access.May(who, access.IssueContract, t) == nil
	if !work && !issue {
		return nil
	}
	mine := hands(who, access.IssueContract, t)
	rows, err := tx.Contracts(store.ContractFilter{Organ: who.Organ, Waiting: true})
	for _, r := range rows {
		if r.State == contract.Recognised && (!issue || slices.Contains(mine, r.Figured)) || r.State != contract.Recognised && !work || r.State == contract.Lacking {
			continue
		}
		l := o.contractLine(r)
		d.Tasks = append(d.Tasks, Task{Kind: "contract", ID: string(r.ID), Link: "contracts/" + string(r.ID), Title: r.FileNo + " " + l.Title, Next: l.Waits, Due: l.Due,
			Left: l.Left, HasDue: r.State.Pending()})
	}
	return err
}

// contractOf loads a contract that the actor may do this to.
func contractOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (store.ContractRow, contract.Office, error) {
	r, err := tx.Contract(id)
	if err != nil {
		return r, contract.Office{}, err
	}
	set, err := contractOffice(tx, r.Organ)
	if err != nil {
		return r, set, err
	}
	return r, set, access.May(who, v, contractThing(r.Organ, set))
}

// Contract reads a contract with its contacts masked; OpenContract shows them.
func (o *Office) Contract(ctx context.Context, who access.Actor, id ledger.ID) (v ContractView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, set, err := contractOf(tx, who, access.ReadContract, id)
		if err != nil {
			return err
		}
		v.ContractLine, v.Filing, v.Office = o.contractLine(r), maskedFiling(r.Filing), set
		names, err := o.names(tx, r.Organ)
		if err != nil {
			return err
		}
		v.Recogniser, v.Issuer = names[r.Recogniser], names[r.Issuer]
		if r.State.Pending() {
			before, err := tx.ContractsLike(r.Organ, r.Filing, r.TextKey)
			if err != nil {
				return err
			}
			for _, b := range before {
				if b.ID != r.ID && (b.Same(r.Filing) || b.Like(r.Filing)) {
					v.Like = append(v.Like, b)
				}
			}
		}
		v.may(who, r, contractThing(r.Organ, set))
		return v.file(o, tx, r)
	})
	if err == nil && v.Open && (v.State == contract.Checked || v.State == contract.Filed) {
		if v.Text = o.contractTexts(v.Papers); len(v.Text) > 0 { // as if its file were opened
			err = o.logged(ctx, o.opening(who, access.ReadContract, "contract/"+string(id)+"/text", ""), nil)
		}
	}
	return v, err
}

// may says what this officer may do now.
func (v *ContractView) may(who access.Actor, r store.ContractRow, t access.Thing) {
	work, issue := access.May(who, access.WorkContract, t) == nil, access.May(who, access.IssueContract, t) == nil
	v.Same = slices.Contains(hands(who, access.IssueContract, t), r.Figured) && r.Figured != ""
	other := issue && !v.Same
	v.Examine, v.Amend = work && r.State == contract.Filed, work && (r.State == contract.Filed || r.State == contract.Lacking)
	v.Recognise, v.Return = work && r.State == contract.Checked, issue && r.State == contract.Recognised
	v.Register, v.Decline = other && r.State == contract.Recognised && r.Technical, other && r.State == contract.Recognised && !r.Technical
	v.Certify, v.Correct = issue && r.State == contract.Registered, other && r.State == contract.Registered
	v.Withdraw = work && r.State.Pending()
	_, archive := r.Archive()
	_, erase := r.Erase()
	v.Archive, v.Erase, v.Open = work && archive == nil, work && erase == nil, work && !r.Erased
}

// maskedFiling is a filing without how its parties are reached.
func maskedFiling(f contract.Filing) contract.Filing {
	f.Seller, f.Buyer = maskedSide(f.Seller, f.Terms.Seller.Nature), maskedSide(f.Buyer, f.Terms.Buyer.Nature)
	return f
}

func maskedSide(s contract.Side, nature ledger.Code) contract.Side {
	p := request.Person{Name: s.Contact, IDNo: s.Credit, Phone: s.Phone, Address: s.Address, Email: s.Email}.Masked()
	s.Contact, s.Phone, s.Address, s.Email = p.Name, p.Phone, p.Address, p.Email
	if nature == "person" {
		s.Credit = p.IDNo
	}
	return s
}

// file reads what hangs on the row.
func (v *ContractView) file(o *Office, tx *store.Tx, r store.ContractRow) (err error) {
	papers, err := tx.ContractPapers(r.Organ, r.ID)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if len(p.Body) > 0 {
			c, err := readCertificate(p)
			if err != nil {
				return err
			}
			v.Certificates = append(v.Certificates, Certificate{p, c.Version})
		} else {
			v.Papers = append(v.Papers, p)
		}
	}
	words, err := tx.ContractWords(r.Organ, r.ID)
	if err != nil {
		return err
	}
	said := map[int64][]string{}
	for _, w := range words {
		said[w.Seq] = w.Words.Words
	}
	entries, err := tx.Entries(r.Organ, store.EntryFilter{Subject: r.ID})
	if err != nil {
		return err
	}
	views, err := o.entryViews(tx, r.Organ, entries)
	for _, e := range views {
		v.Steps = append(v.Steps, RequestStep{EntryView: e, At: e.Entry.At, Words: said[e.Seq]})
	}
	return err
}

// folio is the number of a page, which stands among the words of a file.
var folio = regexp.MustCompile(`^[—–\s-]*\d{1,3}[—–\s-]*$`)

// contractTexts reads the words of the contract's texts for the page on which
// it is recognised; a scan has none.
func (o *Office) contractTexts(papers []store.Paper) (out []ContractText) {
	for _, p := range papers {
		if p.Kind != "contract" || p.SHA == "" {
			continue
		}
		t := ContractText{Name: p.Name}
		f, err := o.openSealed(p.SHA)
		if err == nil {
			read, e := extract.Read(p.Name, f, f.Size())
			err = e
			for line := range strings.Lines(read.Words) {
				if line = strings.TrimSpace(line); line != "" && !folio.MatchString(line) {
					t.Words = append(t.Words, line)
				}
			}
			if len(t.Words) == 0 && len(read.Unread) > 0 {
				t.Why = read.Unread[0].Words
			}
		}
		if err != nil || len(t.Words) == 0 && t.Why == "" {
			t.Why = "读不出文字，多半是扫描件，请打开文件看"
		}
		out = append(out, t)
	}
	return out
}

// OpenContract shows how the parties are reached; every opening is logged.
func (o *Office) OpenContract(ctx context.Context, who access.Actor, id ledger.ID, address string) (f contract.Filing, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, _, err := contractOf(tx, who, access.WorkContract, id)
		f = r.Filing
		return err
	})
	if err != nil {
		return contract.Filing{}, err
	}
	return f, o.logged(ctx, o.opening(who, access.ReadContract, "contract/"+string(id), address), nil)
}

// ContractPaper opens a paper of a contract that was handed in; the opening is
// logged.
func (o *Office) ContractPaper(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	p, err := o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		r, _, err := contractOf(tx, who, access.WorkContract, id)
		if err != nil {
			return nil, err
		}
		return tx.ContractPapers(r.Organ, id)
	})
	if err != nil {
		return PaperFile{}, err
	}
	return o.openPaper(ctx, p, o.opening(who, access.ReadContract, "contract/"+string(id)+"/paper/"+string(paper), address))
}

// ContractOffices lists the settings of the registration office, the newest
// first.
func (o *Office) ContractOffices(ctx context.Context, who access.Actor) (out []store.ContractOffice, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		_, read := mayContract(tx, who, access.ReadContract)
		_, settle := mayContract(tx, who, access.SettleContract)
		if read != nil && settle != nil {
			return read
		}
		out, err = tx.ContractOffices(who.Organ)
		return err
	})
	return out, err
}

// SettleContracts sets where and how the organ registers technical contracts
// (登记机构设置); was is the version that the form showed, 0 for none.
func (o *Office) SettleContracts(ctx context.Context, who access.Actor, was int, next contract.Office) error {
	if err := may(who, access.SettleContract); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		now, err := contractOffice(tx, who.Organ)
		if err != nil {
			return err
		}
		if now.Version != was {
			return refusal.Clash("office.save.conflict", "")
		}
		units, err := tx.Units(who.Organ)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(units, func(u people.Unit) bool { return u.ID == next.Unit }) {
			next.Unit = ""
		}
		set, f, err := now.Settle(next, newSalt())
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), "contract", who.Officer, f)
		if err != nil {
			return err
		}
		set.Seq = e.Seq
		return tx.PutContractOffice(who.Organ, store.ContractOffice{Office: set, Officer: who.Officer, SavedAt: e.At})
	})
}
