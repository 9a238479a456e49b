package office

import (
	"context"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/contract"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/service"
)

// ReadsContracts says whether technical contracts are this officer's to read: of
// clerks and heads, only where their division registers.
func (o *Office) ReadsContracts(ctx context.Context, who access.Actor) bool {
	return o.view(ctx, func(tx *store.Tx) error {
		_, err := mayContract(tx, who, access.ReadContract)
		return err
	}) == nil
}

// WorksContracts says whether filings are this officer's to take in and look at.
func (o *Office) WorksContracts(ctx context.Context, who access.Actor) bool {
	return o.view(ctx, func(tx *store.Tx) error {
		_, err := mayContract(tx, who, access.WorkContract)
		return err
	}) == nil
}

// ContractFinding is the form of a recognition or a correction, as typed; money
// in 万元.
type ContractFinding struct {
	Rev                          int64
	Technical                    string // yes or no
	Kind                         string
	Total, Technology, Equipment string
	Ground, Reason               string
}

func (f ContractFinding) finding() (contract.Finding, error) {
	var all refusal.All
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
	return contract.Finding{Technical: f.Technical != "no", Type: ledger.Code(f.Kind), Ground: ledger.Code(f.Ground), Reason: f.Reason,
		Money: contract.Money{Total: wan("total", f.Total), Technical: wan("technical", f.Technology), Equipment: wan("equipment", f.Equipment)}}, all.Or()
}

// contractWork is a contract in the hands of a verb, within one transaction.
type contractWork struct {
	o     *Office
	tx    *store.Tx
	who   access.Actor
	set   contract.Office
	r     store.ContractRow
	words store.Words

	stored bool // by the case's decision
}

// say keeps words for the next fact and gives the sum that binds them.
func (w *contractWork) say(words string) (sum ledger.Sum) {
	w.words, sum = saying(words)
	return sum
}

// enter appends a fact with what was said beside it, and applies it.
func (w *contractWork) enter(f ledger.Fact) error {
	e, err := w.tx.Append(w.o.Today(), w.r.ID, w.who.Officer, f)
	if err != nil {
		return err
	}
	w.r.Contract = w.r.Apply(e, f)
	if w.words.Salt == "" {
		return nil
	}
	w.words.Seq = e.Seq
	said := w.words
	w.words = store.Words{}
	return w.tx.PutContractWords(w.r.Organ, w.r.ID, said)
}

// hands are whoever acts and in whose name.
func (w *contractWork) hands() []ledger.ID {
	return hands(w.who, access.IssueContract, contractThing(w.r.Organ, w.set))
}

// made are who set the figures in force, likewise: who recognised, and since a
// correction who corrected.
func (w *contractWork) made() ([]ledger.ID, error) {
	kind, v := contract.Recognition{}.Kind(), access.WorkContract
	if w.r.Figured != w.r.Recogniser {
		kind, v = contract.Corrected{}.Kind(), access.IssueContract
	}
	return handsOf(w.tx, w.r.Organ, w.r.ID, kind, v, contractThing(w.r.Organ, w.set))
}

// decideContract is where the pieces of a contract's verb meet: load, ask the
// policy, let the verb decide and append its facts, store.
func (o *Office) decideContract(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64, verb func(*contractWork) error) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, set, err := contractOf(tx, who, v, id)
		if err != nil {
			return err
		}
		if r.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		w := &contractWork{o: o, tx: tx, who: who, set: set, r: r}
		if err := verb(w); err != nil || w.stored {
			return err
		}
		return tx.PutContract(w.r)
	})
}

// ExamineContract looks at the form of a filing (形式审查): with nothing missing it
// goes to recognition, else all that is missing is told once (G.5-CHECK).
func (o *Office) ExamineContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64, lacks []string, words string) error {
	return o.decideContract(ctx, who, access.WorkContract, id, rev, func(w *contractWork) error {
		var missing []ledger.Code
		for _, l := range lacks {
			missing = append(missing, ledger.Code(l))
		}
		f, err := w.r.Examine(missing, w.say(words))
		if err != nil {
			return err
		}
		if err := w.enter(f); err != nil {
			return err
		}
		return w.examined(f, words)
	})
}

// AmendContract puts a filing right at the window for the seller (补正); files
// that it has already need not come again.
func (o *Office) AmendContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64, form ContractForm, files []Upload) error {
	papers, err := o.seal(ctx, files)
	if err != nil {
		return err
	}
	f, read := form.filing()
	var sum string
	if f.Files, sum, err = o.contractFiles(papers); err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, _, err := contractOf(tx, who, access.WorkContract, id)
		if err != nil {
			return err
		}
		if r.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		return o.amendContract(tx, who, r, f, read, papers, sum)
	})
}

// RecogniseContract says whether it is a technical contract, of which kind, and
// how much is income from technology (认定, G.5-RESULT).
func (o *Office) RecogniseContract(ctx context.Context, who access.Actor, id ledger.ID, f ContractFinding) error {
	found, read := f.finding()
	return o.decideContract(ctx, who, access.WorkContract, id, f.Rev, func(w *contractWork) error {
		fact, err := w.r.Recognise(found, w.say(f.Reason))
		if err != nil || read != nil {
			return typed(read, err)
		}
		if err := w.enter(fact); err != nil {
			return err
		}
		return w.advanced()
	})
}

// ReturnContract sends a recognition back with a reason (退回).
func (o *Office) ReturnContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.decideContract(ctx, who, access.IssueContract, id, rev, func(w *contractWork) error {
		f, err := w.r.Return(reason, w.say(reason))
		if err != nil {
			return err
		}
		return w.enter(f)
	})
}

// RegisterContract gives a recognised contract its number and its certificate
// (登记, 出具登记证明), by another than who recognised it (G.5-EYES).
func (o *Office) RegisterContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideContract(ctx, who, access.IssueContract, id, rev, func(w *contractWork) error { return w.conclude("granted", w.register) })
}

func (w *contractWork) register() error {
	made, err := w.made()
	if err != nil {
		return err
	}
	if _, err := w.r.Register(w.hands(), made, ""); err != nil {
		return err
	}
	n, err := w.tx.NextSerial(w.r.Organ, "contract/register", w.o.Today().Year())
	if err != nil {
		return err
	}
	f, err := w.r.Register(w.hands(), made, w.set.Number(w.o.Today().Year(), n))
	if err != nil {
		return err
	}
	if err := w.enter(f); err != nil {
		return err
	}
	return w.certify(false)
}

// DeclineContract ends a filing that is not to be registered with a notice that
// says why, and the remedies (未予登记, G.5-RESULT).
func (o *Office) DeclineContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideContract(ctx, who, access.IssueContract, id, rev, func(w *contractWork) error { return w.conclude("denied", w.decline) })
}

func (w *contractWork) decline() error {
	made, err := w.made()
	if err != nil {
		return err
	}
	f, err := w.r.Decline(w.hands(), made)
	if err != nil {
		return err
	}
	if err := w.enter(f); err != nil {
		return err
	}
	return w.notify()
}

// CertifyContract issues the certificate again, without anything changed (补发).
func (o *Office) CertifyContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideContract(ctx, who, access.IssueContract, id, rev, func(w *contractWork) error { return w.certify(true) })
}

// CorrectContract puts kind or verified money right and issues another
// certificate, by another than who set them (更正).
func (o *Office) CorrectContract(ctx context.Context, who access.Actor, id ledger.ID, f ContractFinding) error {
	found, read := f.finding()
	return o.decideContract(ctx, who, access.IssueContract, id, f.Rev, func(w *contractWork) error {
		made, err := w.made()
		if err != nil {
			return err
		}
		fact, err := w.r.Correct(found, w.hands(), made, w.say(f.Reason))
		if err != nil || read != nil {
			return typed(read, err)
		}
		if err := w.enter(fact); err != nil {
			return err
		}
		return w.certify(false)
	})
}

// CancelContract takes a contract out of the register (注销).
func (o *Office) CancelContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64, ground, reason string) error {
	return o.decideContract(ctx, who, access.IssueContract, id, rev, func(w *contractWork) error {
		made, err := w.made()
		if err != nil {
			return err
		}
		f, err := w.r.Cancel(ledger.Code(ground), reason, w.hands(), made, w.say(reason))
		if err != nil {
			return err
		}
		return w.enter(f)
	})
}

// ArchiveContract closes the file (归档).
func (o *Office) ArchiveContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideContract(ctx, who, access.WorkContract, id, rev, func(w *contractWork) error {
		f, err := w.r.Archive()
		if err != nil {
			return err
		}
		return w.enter(f)
	})
}

// EraseContract takes contacts, words and handed-in papers away from a closed
// file (删除个人信息); the register and the certificates stay.
func (o *Office) EraseContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	var blobs []string
	err := o.decideContract(ctx, who, access.WorkContract, id, rev, func(w *contractWork) (err error) {
		blobs, err = w.erase()
		return err
	})
	if err != nil {
		return err
	}
	return o.letGo(ctx, blobs...)
}

// erase takes the contacts from the row, and says which blobs are to go.
func (w *contractWork) erase() ([]string, error) {
	f, err := w.r.Erase()
	if err != nil {
		return nil, err
	}
	w.r.Filing = contract.Filing{Title: w.r.Filing.Title, Seller: contract.Side{Name: w.r.Filing.Seller.Name}, Buyer: contract.Side{Name: w.r.Filing.Buyer.Name}}
	w.r.Salt, w.r.TextKey = "", ""
	if err := w.enter(f); err != nil {
		return nil, err
	}
	if w.r.Case != "" { // whose mails went to the seller
		if _, err := w.tx.DropMailAbout(w.r.Organ, w.r.Case); err != nil {
			return nil, err
		}
	}
	blobs, err := w.tx.EraseContract(w.r.ID)
	return slices.Compact(blobs), err
}

// WithdrawContract ends a filing that the seller takes back before it has a
// result (撤回), and its case with it.
func (o *Office) WithdrawContract(ctx context.Context, who access.Actor, id ledger.ID, rev int64, words string) error {
	return o.decideContract(ctx, who, access.WorkContract, id, rev, func(w *contractWork) error {
		if w.r.Case == "" || !w.r.State.Pending() {
			f, err := w.r.Withdraw("withdrawn", w.say(words))
			if err != nil {
				return err
			}
			return w.enter(f)
		}
		w.stored = true // by its case
		return w.onCase(func(c *caseWork) error {
			if err := mayCase(w.who, caseVerbs[service.WithdrawVerb].may, c.c); err != nil {
				return err
			}
			return c.do(service.WithdrawVerb, CaseAct{Text: words}, c.today)
		})
	})
}
