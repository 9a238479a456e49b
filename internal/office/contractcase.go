package office

import (
	"errors"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/contract"
	"gongkai/internal/conv"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/service"
)

// The verbs of a case lead to its riders, and a rider's to those of the case, so
// that the list cannot be written down where it is declared.
func init() { caseRiders = append(caseRiders, contractRider{}) }

// contractItem is what the item of the catalogue is called whose cases have a
// technical contract beside them.
const contractItem = "技术合同认定登记"

// contractRider hangs technical contracts on the cases of that item. The clock,
// the delivery and the rating are the case's; what the contract is, stands in
// its own facts, in the same transaction where an act is both.
type contractRider struct{}

func (contractRider) form() ledger.Code { return "contract" }

func (contractRider) rides(e catalogue.Elements) bool { return FilesContract(e) }

// FilesContract says that an item is asked for by filing a technical contract,
// in steps of its own.
func FilesContract(e catalogue.Elements) bool { return strings.Contains(e.Name, contractItem) }

// decided lets a case be decided only as its contract was recognised, and
// registers or declines it.
func (contractRider) decided(w *caseWork, result ledger.Code, _ calendar.Day) error {
	r, err := w.tx.ContractOfCase(w.c.ID)
	if errors.Is(err, store.ErrNotFound) {
		return refusal.Clash("contract.decide.none", "G.5-RESULT").On("result")
	}
	if err != nil {
		return err
	}
	if r.State != contract.Recognised || r.Technical != (result == "granted") {
		return refusal.Clash("contract.decide.state", "G.5-RESULT", "state", r.State.Name()).On("result")
	}
	set, err := contractOffice(w.tx, r.Organ)
	if err != nil {
		return err
	}
	if err := access.May(w.who, access.IssueContract, contractThing(r.Organ, set)); err != nil {
		return err
	}
	c := &contractWork{o: w.o, tx: w.tx, who: w.who, set: set, r: r}
	end := c.register
	if !r.Technical {
		end = c.decline
	}
	if err := end(); err != nil {
		return err
	}
	return w.tx.PutContract(c.r)
}

// endings say how a contract ended that has no result, by what ended its case.
var endings = map[service.Verb]ledger.Code{service.WithdrawVerb: "withdrawn", service.ReturnVerb: "returned", service.TransferVerb: "transferred", service.DeclineVerb: "declined"}

// ended ends the contract with its case, so that it does not stand in the way of
// another filing (G.5-ONCE), and can be closed and erased.
func (contractRider) ended(w *caseWork, v service.Verb, words string) error {
	r, err := w.tx.ContractOfCase(w.c.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && !r.State.Pending() {
		return nil
	}
	if err != nil {
		return err
	}
	c := &contractWork{o: w.o, tx: w.tx, who: w.who, r: r}
	f, err := r.Withdraw(endings[v], c.say(words))
	if err != nil {
		return err
	}
	if err := c.enter(f); err != nil {
		return err
	}
	return w.tx.PutContract(c.r)
}

// shown are the lines that the case's page has of its contract.
func (contractRider) shown(tx *store.Tx, c service.Case) ([]CaseExtra, error) {
	r, err := tx.ContractOfCase(c.ID)
	if errors.Is(err, store.ErrNotFound) {
		return []CaseExtra{{"技术合同", "没有申报合同，请申请人在网站上申报", ""}}, nil
	}
	if err != nil {
		return nil, err
	}
	t := r.Declared
	if r.Technical {
		t = r.Verified
	}
	out := []CaseExtra{{"技术合同", r.FileNo + " " + r.Filing.Title, "contracts/" + string(r.ID)}, {"合同状态", r.State.Name(), ""}, {"合同类别", contract.SortName(t.Kind), ""},
		{"成交额", contract.Wan(t.Money.Total) + "万元", ""}, {"技术交易额", contract.Wan(t.Money.Technical) + "万元", ""}}
	if r.No != "" {
		out = append(out, CaseExtra{"登记编号", string(r.No), ""})
	}
	return out, nil
}

// result is the latest certificate, or the notice that there is none.
func (contractRider) result(tx *store.Tx, c service.Case) (*conv.Paper, error) {
	r, err := tx.ContractOfCase(c.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	papers, err := tx.ContractPapers(r.Organ, r.ID)
	if err != nil {
		return nil, err
	}
	g, err := tx.Organ(r.Organ)
	if err != nil {
		return nil, err
	}
	for _, p := range slices.Backward(papers) {
		if len(p.Body) > 0 {
			paper, err := contractSheet(g, p)
			return &paper, err
		}
	}
	return nil, nil
}

// erased takes away what names a person in the contract of an archived case.
func (contractRider) erased(w *caseWork) error {
	r, err := w.tx.ContractOfCase(w.c.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Erased {
		return nil
	}
	if err != nil {
		return err
	}
	c := &contractWork{o: w.o, tx: w.tx, who: w.who, r: r}
	if !r.Archived {
		f, err := r.Archive()
		if err != nil {
			return err
		}
		if err := c.enter(f); err != nil {
			return err
		}
	}
	blobs, err := c.erase()
	if err != nil {
		return err
	}
	w.gone = append(w.gone, blobs...)
	return w.tx.PutContract(c.r)
}

// contractTerms finds the item under which contracts are filed on a day, none
// where the organ's catalogue has none in force.
func (o *Office) contractTerms(tx *store.Tx, organ ledger.ID) (service.Terms, bool, error) {
	items, err := tx.CatalogueItems(organ)
	if err != nil {
		return service.Terms{}, false, err
	}
	for _, i := range items {
		c, err := o.caseItem(tx, organ, i.ID, o.Today())
		if _, refused := refusal.As(err); refused {
			continue
		}
		if err != nil {
			return c.Terms, false, err
		}
		if c.Terms.Form == (contractRider{}).form() {
			return c.Terms, true, nil
		}
	}
	return service.Terms{}, false, nil
}

// contractCase files the case that a contract hangs on, where the catalogue has
// the item.
func (o *Office) contractCase(tx *store.Tx, who access.Actor, r *store.ContractRow, door string) (out CaseReceipt, err error) {
	t, ok, err := o.contractTerms(tx, r.Organ)
	if err != nil || !ok {
		return out, err
	}
	s := r.Filing.Seller
	f := CaseForm{Once: string(r.ID), Item: string(t.Item), Door: door, Applicant: "legal", Name: s.Name, Credit: s.Credit, Agent: s.Contact,
		Phone: s.Phone, Email: s.Email, Address: s.Address, Matter: r.Filing.Title}
	if door == string(service.Counter) { // whoever takes it in at the window has the papers in hand
		f.TakeIn = true
		for _, m := range t.Materials {
			if m.Required {
				f.Given = append(f.Given, string(m.Code))
			}
		}
	}
	if r.Filing.Terms.Seller.Nature == "person" {
		f.Applicant, f.Credit, f.IDNo = "natural", "", s.Credit
	}
	if out, err = o.fileCase(tx, who, f, nil); err == nil {
		r.Case = out.ID
	}
	return out, err
}

// onCase does something to the case of a contract, within its transaction; a
// contract without one has nothing to be done.
func (w *contractWork) onCase(act func(*caseWork) error) error {
	if w.r.Case == "" {
		return nil
	}
	row, err := w.tx.Case(w.r.Case)
	if err != nil {
		return err
	}
	c := &caseWork{o: w.o, tx: w.tx, who: w.who, today: w.o.Today(), c: row.Case, names: row.Names}
	if err := act(c); err != nil {
		return err
	}
	if err := w.tx.PutCase(c.c); err != nil {
		return err
	}
	return c.rest()
}

// supplementDays is how long the seller has to bring what was told, in working
// days.
const supplementDays = 15

// examined takes the case through what the look at the form says: accepted with
// nothing missing, else all that is missing told (行政许可法第三十二条).
func (w *contractWork) examined(f contract.Examined, words string) error {
	return w.onCase(func(c *caseWork) error {
		var all []string
		for _, m := range c.c.Terms.Materials {
			if m.Required || len(f.Lacks) == 0 {
				all = append(all, string(m.Code))
			}
		}
		do := func(v service.Verb, a CaseAct) error {
			if err := mayCase(w.who, caseVerbs[v].may, c.c); err != nil {
				return err
			}
			return c.do(v, a, c.today)
		}
		if len(f.Lacks) > 0 {
			if c.c.AcceptedOn.IsZero() && c.c.LackedOn.IsZero() {
				what := ""
				for _, l := range f.Lacks {
					what += contract.Label("lack", l) + "；"
				}
				by := w.o.Calendar().AddWorkdays(c.today, supplementDays).Day
				return do(service.LackVerb, CaseAct{By: by.String(), Materials: all, Text: what + words})
			}
			return nil
		}
		for _, step := range []struct {
			in service.State
			v  service.Verb
		}{{service.Lacking, service.SupplementVerb}, {service.AtDoor, service.TakeInVerb}, {service.Checked, service.TakeInVerb}, {service.InHand, service.AcceptVerb}} {
			if c.c.State == step.in {
				if err := do(step.v, CaseAct{Materials: all}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// amended tells the case that what was missing has come.
func (w *contractWork) amended() error {
	return w.onCase(func(c *caseWork) error {
		if c.c.State != service.Lacking {
			return nil
		}
		var all []string
		for _, m := range c.c.Missing {
			all = append(all, string(m))
		}
		return c.do(service.SupplementVerb, CaseAct{Materials: all}, c.today)
	})
}

// advanced does the steps of the case that the recognition is: those of the
// division, as far as this officer may.
func (w *contractWork) advanced() error {
	return w.onCase(func(c *caseWork) error {
		for c.c.State == service.Working && c.c.Step < len(c.c.Terms.Steps) && mayCase(w.who, access.WorkService, c.c) == nil {
			if err := c.do(service.AdvanceVerb, CaseAct{}, c.today); err != nil {
				return err
			}
		}
		return nil
	})
}

// conclude decides the case of a contract, which registers or declines it by the
// rider; a contract without a case is registered or declined itself.
func (w *contractWork) conclude(result ledger.Code, alone func() error) error {
	if w.r.Case == "" {
		return alone()
	}
	err := w.onCase(func(c *caseWork) error {
		if err := mayCase(w.who, access.DecideService, c.c); err != nil {
			return err
		}
		a := CaseAct{Result: string(result)}
		if result == "denied" {
			a.Text = contract.Label("ground", w.r.Ground)
		}
		return c.do(service.DecideVerb, a, c.today)
	})
	if err != nil {
		return err
	}
	w.r, err = w.tx.Contract(w.r.ID)
	w.stored = true
	return err
}
