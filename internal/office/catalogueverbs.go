package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/register"
)

// guideThing is what access is asked about of a version.
func guideThing(i catalogue.Item, v catalogue.Version) access.Thing {
	t := access.Thing{Organ: i.Organ, Unit: v.Unit}
	if len(v.Authors) > 0 {
		t.Author = v.Authors[0]
	}
	return t
}

// guideOf loads an item with a version that the actor may do this to.
func guideOf(tx *store.Tx, who access.Actor, verb access.Verb, id ledger.ID, no int) (i catalogue.Item, v catalogue.Version, err error) {
	if i, err = tx.CatalogueItem(id); err != nil {
		return i, v, err
	}
	if v, err = tx.CatalogueVersion(id, no); err != nil {
		return i, v, err
	}
	return i, v, access.May(who, verb, guideThing(i, v))
}

// DraftGuide begins an item with the draft of its first version (起草).
func (o *Office) DraftGuide(ctx context.Context, who access.Actor, unitID ledger.ID, e catalogue.Elements) (ledger.ID, error) {
	if err := access.May(who, access.EditGuide, access.Thing{Organ: who.Organ, Unit: unitID, Author: who.Officer}); err != nil {
		return "", err
	}
	if err := e.Check(); err != nil {
		return "", err
	}
	i := catalogue.Item{ID: newID(), Organ: who.Organ, State: catalogue.New, Latest: 1}
	v := catalogue.Version{Item: i.ID, No: 1, Stage: catalogue.Draft, Unit: unitID, Elements: e, Salt: newSalt()}
	v.Authors = v.By(hands(who, access.EditGuide, guideThing(i, v))...)
	return i.ID, o.record(ctx, who.Organ, func(tx *store.Tx) error { return o.beginGuide(tx, i, v) })
}

// beginGuide stores a new item under the next number.
func (o *Office) beginGuide(tx *store.Tx, i catalogue.Item, v catalogue.Version) error {
	if _, err := unit(tx, i.Organ, v.Unit); v.Unit != "" && err != nil {
		return err
	}
	n, err := tx.NextSerial(i.Organ, "catalogue", 0)
	if err != nil {
		return err
	}
	i.No = ledger.Code(fmt.Sprintf("%03d", n))
	return errors.Join(tx.PutCatalogueItem(i), tx.PutCatalogueVersion(v))
}

// ReviseGuide begins the next version as a copy of the newest; what is in force
// stays until the new one is.
func (o *Office) ReviseGuide(ctx context.Context, who access.Actor, id ledger.ID) (no int, err error) {
	return no, o.update(ctx, func(tx *store.Tx) error {
		i, err := tx.CatalogueItem(id)
		if err != nil {
			return err
		}
		i, v, err := guideOf(tx, who, access.EditGuide, id, i.Latest)
		if err != nil {
			return err
		}
		v, err = nextGuide(i, v)
		if err != nil {
			return err
		}
		no, i.Latest = v.No, v.No
		v.Authors = v.By(hands(who, access.EditGuide, guideThing(i, v))...)
		return errors.Join(tx.PutCatalogueItem(i), tx.PutCatalogueVersion(v))
	})
}

func nextGuide(i catalogue.Item, v catalogue.Version) (catalogue.Version, error) {
	if i.State == catalogue.Cancelled {
		return v, refusal.Clash("catalogue.propose.cancelled", "§G.4", "day", i.CancelledOn.String())
	}
	if v.Stage != catalogue.Approved {
		return v, refusal.Clash("catalogue.draft.open", "§G.4", "n", strconv.Itoa(v.No))
	}
	return catalogue.Version{Item: i.ID, No: v.No + 1, Stage: catalogue.Draft, Unit: v.Unit, Elements: v.Elements, Salt: newSalt()}, nil
}

// SaveGuide takes the whole text of a draft.
func (o *Office) SaveGuide(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, unitID ledger.ID, e catalogue.Elements) error {
	return o.editGuide(ctx, who, id, no, rev, func(tx *store.Tx, v *catalogue.Version) error {
		if _, err := unit(tx, who.Organ, unitID); unitID != "" && err != nil {
			return err
		}
		v.Unit, v.Elements = unitID, e
		return e.Check()
	})
}

// AttachGuideFile puts a file into a draft: the empty form or the sample of a
// material, as "blank.2" or "sample.2", or the sample of the result, "result".
func (o *Office) AttachGuideFile(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, at, name string, r io.Reader) error {
	if err := may(who, access.UploadFile); err != nil {
		return err
	}
	b, err := o.put(ctx, name, r)
	if err != nil {
		return err
	}
	f := catalogue.File{Name: cleanName(name), Type: b.Type, Size: b.Size, SHA: b.SHA}
	return o.editGuide(ctx, who, id, no, rev, func(_ *store.Tx, v *catalogue.Version) error { return setGuideFile(&v.Elements, at, f) })
}

// DetachGuideFile takes it out again.
func (o *Office) DetachGuideFile(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, at string) error {
	return o.editGuide(ctx, who, id, no, rev, func(_ *store.Tx, v *catalogue.Version) error {
		return setGuideFile(&v.Elements, at, catalogue.File{})
	})
}

func setGuideFile(e *catalogue.Elements, at string, f catalogue.File) error {
	what, number, _ := strings.Cut(at, ".")
	n, _ := strconv.Atoi(number)
	e.Materials = slices.Clone(e.Materials)
	switch {
	case at == "result":
		e.ResultSample = f
	case what == "blank" && n >= 1 && n <= len(e.Materials):
		e.Materials[n-1].Blank = f
	case what == "sample" && n >= 1 && n <= len(e.Materials):
		e.Materials[n-1].Sample = f
	default:
		return refusal.New("catalogue.draft.file", "§G.4").On("at")
	}
	return nil
}

// editGuide changes a draft; a draft is no fact.
func (o *Office) editGuide(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, edit func(*store.Tx, *catalogue.Version) error) error {
	return o.update(ctx, func(tx *store.Tx) error {
		i, v, err := guideOf(tx, who, access.EditGuide, id, no)
		if err != nil {
			return err
		}
		if v.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		if v.Stage != catalogue.Draft {
			return refusal.Clash("catalogue.draft.stage", "§G.4", "stage", v.Stage.Name())
		}
		if err := edit(tx, &v); err != nil {
			return err
		}
		v.Authors = v.By(hands(who, access.EditGuide, guideThing(i, v))...)
		return tx.PutCatalogueVersion(v)
	})
}

// decideGuide is where the pieces of a catalogue verb meet.
func (o *Office) decideGuide(ctx context.Context, who access.Actor, verb access.Verb, id ledger.ID, no int, rev int64,
	decide func(tx *store.Tx, i *catalogue.Item, v catalogue.Version) (ledger.Fact, store.CatalogueWords, error)) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		i, v, err := guideOf(tx, who, verb, id, no)
		if err != nil {
			return err
		}
		if i.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		f, words, err := decide(tx, &i, v)
		if err != nil {
			return err
		}
		return o.guideFact(tx, who, o.Today(), i, v, f, words)
	})
}

// guideFact enters a fact with its words and stores what it makes of the item
// and the version.
func (o *Office) guideFact(tx *store.Tx, who access.Actor, on calendar.Day, i catalogue.Item, v catalogue.Version, f ledger.Fact, words store.CatalogueWords) error {
	e, err := tx.Append(on, i.ID, who.Officer, f)
	if err != nil {
		return err
	}
	if words.Salt != "" {
		words.Item, words.Seq = i.ID, e.Seq
		if err := tx.PutCatalogueWords(i.Organ, words); err != nil {
			return err
		}
	}
	return errors.Join(tx.PutCatalogueItem(i.Apply(e, f)), tx.PutCatalogueVersion(v.Apply(e, f)))
}

// reason are words beside a fact of an item, with the sum that binds them.
func reason(words string) (store.CatalogueWords, ledger.Sum) {
	w := store.CatalogueWords{Words: strings.TrimSpace(words), Salt: newSalt()}
	return w, ledger.Salted(w.Salt, w.Words)
}

// ProposeGuide hands a draft on to be put in force (送审).
func (o *Office) ProposeGuide(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64) error {
	return o.decideGuide(ctx, who, access.EditGuide, id, no, rev, func(_ *store.Tx, i *catalogue.Item, v catalogue.Version) (ledger.Fact, store.CatalogueWords, error) {
		f, err := i.Propose(v)
		return f, store.CatalogueWords{}, err
	})
}

// ReturnGuide sends it back to its author with a reason (退回).
func (o *Office) ReturnGuide(ctx context.Context, who access.Actor, id ledger.ID, no int, rev int64, words string) error {
	return o.decideGuide(ctx, who, access.EnforceGuide, id, no, rev, func(_ *store.Tx, i *catalogue.Item, v catalogue.Version) (ledger.Fact, store.CatalogueWords, error) {
		w, sum := reason(words)
		f, err := i.Return(v, words, sum)
		return f, w, err
	})
}

// EnforceForm puts a version in force from a day. Line is a line of the
// registers that the item takes up; empty, one of the same name is taken up,
// and where there is none a new one is listed.
type EnforceForm struct {
	Rev        int64
	From, Line string
}

// EnforceGuide puts a version in force (生效). With the first, the item stands in
// its register of the annual report (§B.3), in the same transaction.
func (o *Office) EnforceGuide(ctx context.Context, who access.Actor, id ledger.ID, no int, f EnforceForm) error {
	from, err := openDay("from", f.From)
	if err != nil {
		return err
	}
	return o.decideGuide(ctx, who, access.EnforceGuide, id, no, f.Rev, func(tx *store.Tx, i *catalogue.Item, v catalogue.Version) (ledger.Fact, store.CatalogueWords, error) {
		proposed, err := handsOf(tx, i.Organ, id, catalogue.Proposed{}.Kind(), access.EditGuide, guideThing(*i, v))
		if err != nil {
			return nil, store.CatalogueWords{}, err
		}
		written := v
		written.Authors = v.By(proposed...)
		by := hands(who, access.EnforceGuide, guideThing(*i, v))
		fact, err := i.Enforce(written, from, o.Today(), by, i.Line)
		if err != nil {
			return nil, store.CatalogueWords{}, err
		}
		if i.Line == "" {
			fact.Line, err = o.takeLine(tx, who, *i, v, from, ledger.ID(f.Line))
		}
		return fact, store.CatalogueWords{}, err
	})
}

// takeLine finds or lists the register's line of an item (列入).
func (o *Office) takeLine(tx *store.Tx, who access.Actor, i catalogue.Item, v catalogue.Version, from calendar.Day, chosen ledger.ID) (ledger.ID, error) {
	free, err := freeLines(tx, i.Organ, v.Elements.Kind)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(free, func(l register.Item) bool {
		return l.ID == chosen || chosen == "" && l.Title == v.Elements.Name
	})
	if at >= 0 {
		return free[at].ID, nil
	}
	if chosen != "" {
		return "", refusal.New("catalogue.enforce.line", "§B.3").On("line")
	}
	kind, _ := law.Label("item_kind", string(v.Elements.Kind))
	l := register.Item{ID: newID(), Organ: i.Organ, Register: register.Name(catalogue.Register(v.Elements.Kind)), Title: v.Elements.Name,
		Type: kind, Basis: v.Elements.Basis, Unit: v.Unit, Listed: from, Salt: newSalt()}
	return l.ID, list(tx, l, o.Today(), who.Officer)
}

// freeLines are the lines in force of the register for a kind of item that no
// item has taken up.
func freeLines(tx *store.Tx, organ ledger.ID, kind ledger.Code) ([]register.Item, error) {
	name := catalogue.Register(kind)
	if name == "" {
		return nil, nil
	}
	lines, err := tx.Items(organ, register.Name(name))
	if err != nil {
		return nil, err
	}
	items, err := tx.CatalogueItems(organ)
	taken := map[ledger.ID]bool{}
	for _, i := range items {
		taken[i.Line] = true
	}
	return slices.DeleteFunc(lines, func(l register.Item) bool { return !l.Delisted.IsZero() || taken[l.ID] }), err
}

// HaltItem stops taking in for an item for now (暂停).
func (o *Office) HaltItem(ctx context.Context, who access.Actor, id ledger.ID, rev int64, words string) error {
	return o.decideItem(ctx, who, id, rev, func(_ *store.Tx, i *catalogue.Item, _ catalogue.Version) (ledger.Fact, store.CatalogueWords, error) {
		w, sum := reason(words)
		f, err := i.Halt(words, sum)
		return f, w, err
	})
}

// ResumeItem takes in again (恢复).
func (o *Office) ResumeItem(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideItem(ctx, who, id, rev, func(_ *store.Tx, i *catalogue.Item, _ catalogue.Version) (ledger.Fact, store.CatalogueWords, error) {
		f, err := i.Resume()
		return f, store.CatalogueWords{}, err
	})
}

// decideItem is decideGuide for a verb of the item as a whole.
func (o *Office) decideItem(ctx context.Context, who access.Actor, id ledger.ID, rev int64,
	decide func(tx *store.Tx, i *catalogue.Item, v catalogue.Version) (ledger.Fact, store.CatalogueWords, error)) error {
	var no int
	if err := o.view(ctx, func(tx *store.Tx) error {
		i, err := tx.CatalogueItem(id)
		no = i.Latest
		return err
	}); err != nil {
		return err
	}
	return o.decideGuide(ctx, who, access.EnforceGuide, id, no, rev, decide)
}

// CancelItem takes an item out of the catalogue (取消), and its line out of the
// register of the annual report in the same transaction (§B.3).
func (o *Office) CancelItem(ctx context.Context, who access.Actor, id ledger.ID, rev int64, day, words string) error {
	on, err := formDay("on", day)
	if err != nil {
		return err
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		i, err := tx.CatalogueItem(id)
		if err != nil {
			return err
		}
		i, v, err := guideOf(tx, who, access.EnforceGuide, id, i.Latest)
		if err != nil {
			return err
		}
		if i.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		w, sum := reason(words)
		f, err := i.Cancel(on, o.Today(), words, sum)
		if err != nil {
			return err
		}
		line, err := tx.Item(i.Line)
		if err != nil {
			return err
		}
		if line.Delisted.IsZero() {
			if err := delist(tx, i.Line, on, o.Today(), words, who.Officer); err != nil {
				return err
			}
		}
		return o.guideFact(tx, who, on, i, v, f, w)
	})
}
