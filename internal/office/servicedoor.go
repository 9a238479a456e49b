package office

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
	"gongkai/service"
)

// CaseItem is an item as a form of application needs it: the version in force,
// and its terms, by whose codes materials are handed in.
type CaseItem struct {
	Service
	Terms service.Terms
	Names service.Names
}

// CaseItem reads an item, by its id or its number, as it may be applied for on a
// day; today for none.
func (o *Office) CaseItem(ctx context.Context, organ, item ledger.ID, on calendar.Day) (c CaseItem, err error) {
	if err := access.May(access.Actor{}, access.AskService, access.Thing{Organ: organ, Public: true}); err != nil {
		return c, err
	}
	if on.IsZero() {
		on = o.Today()
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if c, err = o.caseItem(tx, organ, item, on); err != nil {
			return err
		}
		c.Units, err = o.names(tx, organ)
		c.UnitName = c.Units[c.Terms.Unit]
		return err
	})
	return c, err
}

// CaseHints are earlier cases of whoever the form names (同一申请人), so that
// nobody is taken in twice for one thing.
func (o *Office) CaseHints(ctx context.Context, who access.Actor, f CaseForm) (out []CaseLine, err error) {
	if err := may(who, access.FileService); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		same, err := tx.SameApplicant(who.Organ, f.person(), 6)
		for _, s := range same {
			if s.ID != caseOnce(tx, f.Once) && mayCase(who, access.ReadService, s.Case) == nil {
				out = append(out, o.caseLine(s, names))
			}
		}
		return err
	})
	return out, err
}

// caseOnce is the id of the case that a form makes, however often it is sent.
func caseOnce(tx *store.Tx, once string) ledger.ID {
	if once == "" {
		return newID()
	}
	return ledger.ID("s" + tx.Mark("once", once)[:15])
}

// shown refuses a form that lists the materials of another version than that
// which holds on the day: their codes mean something else by now.
func (f CaseForm) shown(t service.Terms) error {
	if f.Version == 0 || f.Version == t.Version {
		return nil
	}
	return refusal.Clash("service.file.changed", "G.3", "day", t.Since.Chinese()).On("materials")
}

// Renew puts a draft that was begun under another version of its item on the one
// in force. What was uploaded stays with the material of its name, an answer with
// the question of its name; what the new list has not is kept as other material.
// It says whether anything changed.
func (d *CaseDraft) Renew(c CaseItem) bool {
	if d.Version == c.Terms.Version && d.Item == string(c.ID) {
		return false
	}
	begun := d.Version != 0 && d.Item == string(c.ID)
	for i, p := range d.Papers {
		d.Papers[i].Kind = "other"
		at := slices.IndexFunc(c.Names.Materials, func(name string) bool { return name == d.Listed[p.Kind] })
		if at >= 0 {
			d.Papers[i].Kind = string(c.Terms.Materials[at].Code)
		}
	}
	answers := map[string]string{}
	for name, v := range d.Answers {
		answers[d.Listed[name]] = v
	}
	d.Item, d.Version, d.Listed, d.Answers = string(c.ID), c.Terms.Version, map[string]string{}, map[string]string{}
	for i, q := range c.Version.Elements.Questions {
		d.Listed[q.Code(i+1)] = q.Name
		if v, ok := answers[q.Name]; ok {
			d.Answers[q.Code(i+1)] = v
		}
	}
	for i, m := range c.Terms.Materials {
		d.Listed[string(m.Code)] = c.Names.Materials[i]
	}
	return begun
}

// KeepCaseScan seals a file that an officer uploads with a form of a case; its
// kind is the code of a material.
func (o *Office) KeepCaseScan(ctx context.Context, who access.Actor, form string, f Upload) (Kept, error) {
	if err := may(who, access.FileService); err != nil {
		if err := may(who, access.ReadService); err != nil {
			return Kept{}, err
		}
	}
	p, err := o.keepCase(ctx, f)
	if err != nil {
		return Kept{}, err
	}
	k, err := o.keepsake(deskForm(who, form), p)
	return k, errors.Join(err, o.hold(ctx, []Kept{k}))
}

// keepCase seals a file that is what its name says, of a sort that a case needs.
func (o *Office) keepCase(ctx context.Context, f Upload) (KeptPaper, error) {
	r := bufio.NewReaderSize(f.R, letter.Sniff)
	head, err := r.Peek(letter.Sniff)
	if err != nil && !errors.Is(err, io.EOF) {
		return KeptPaper{}, err
	}
	if len(head) > 0 { // of an empty one sealCase says so
		if err := letter.Looks(f.Name, head); err != nil {
			return KeptPaper{}, err
		}
	}
	f.R = r
	some, err := o.sealCase(ctx, []Upload{f})
	if err != nil {
		return KeptPaper{}, err
	}
	p := some[0]
	return KeptPaper{ID: p.ID, Kind: string(p.Kind), Name: p.Name, SHA: p.SHA, Type: p.Type, Salt: p.Salt, Size: p.Size}, nil
}
