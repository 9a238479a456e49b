package office

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/catalogue"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/window"
)

// decideWindow is where the pieces of a matter's verb meet: load, ask the
// policy, let the verb decide, append its fact with its words, store.
func (o *Office) decideWindow(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64,
	verb func(tx *store.Tx, r *store.WindowRow) (ledger.Fact, store.Words, error)) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := windowOf(tx, who, v, id)
		if err != nil {
			return err
		}
		if r.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		fact, words, err := verb(tx, &r)
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Matter = r.Apply(e, fact)
		if err := tx.PutWindow(r); err != nil {
			return err
		}
		if words.Salt == "" {
			return nil
		}
		words.Seq = e.Seq
		return tx.PutWindowWords(r.Organ, id, words)
	})
}

// WindowAct is the form of a verb of a matter.
type WindowAct struct {
	Rev                             int64
	Words, Unit, Finding, Satisfied string
	Against, Case                   string // the division complained of, "none" for none, or a case of it
	Minutes, Channel, Topic, Item   string
}

// WindowVerb carries out a verb of a matter by its name: assign, accept,
// decline, against, check, answer, revisit, file, correct, void, release, takedown.
func (o *Office) WindowVerb(ctx context.Context, who access.Actor, id ledger.ID, verb string, f WindowAct) error {
	need := access.MindWindow
	if slices.Contains([]string{"check", "answer", "correct", "void"}, verb) {
		need = access.WorkWindow
	}
	return o.decideWindow(ctx, who, need, id, f.Rev, func(tx *store.Tx, r *store.WindowRow) (fact ledger.Fact, w store.Words, err error) {
		if strings.TrimSpace(f.Words) != "" {
			w, _ = saying(f.Words)
		}
		sum := ledger.Salted(w.Salt, w.Words...)
		if w.Salt == "" {
			sum = ""
		}
		switch verb {
		case "assign":
			if _, err := unit(tx, r.Organ, ledger.ID(f.Unit)); f.Unit != "" && err != nil {
				return nil, w, err
			}
			w = store.Words{}
			if r.Sort == window.Complaint && !r.Named {
				if err := o.nameDivision(tx, who, r, f); err != nil {
					return nil, w, err
				}
			}
			fact, err = r.Assign(ledger.ID(f.Unit))
		case "against":
			w = store.Words{}
			fact, err = o.about(tx, r.Matter, f)
		case "accept":
			fact, err = r.Accept(f.Words, sum)
		case "decline":
			fact, err = r.Decline(f.Words, sum)
		case "check":
			if err := access.May(who, access.OpenComplaint, windowThing(r.Matter)); r.Sort == window.Complaint && err != nil {
				return nil, w, err
			}
			fact, err = r.Check(ledger.Code(f.Finding), f.Words, unitsOf(who, access.WorkWindow, windowThing(r.Matter)), sum)
		case "correct":
			fact, err = o.correctWindow(tx, r.Matter, f, sum)
		case "void":
			fact, err = r.Cancel(f.Words, sum)
		case "answer":
			if r.Sort == window.Complaint {
				if err := access.May(who, access.MindWindow, windowThing(r.Matter)); err != nil {
					return nil, w, err
				}
			}
			minutes, wrong := strconv.Atoi(orElse(strings.TrimSpace(f.Minutes), "0"))
			if wrong != nil {
				minutes = -1
			}
			fact, err = r.Answer(f.Words, minutes, sum)
		case "revisit":
			fact, err = r.Revisit(ledger.Code(f.Satisfied), sum)
		case "file":
			w = store.Words{}
			fact, err = r.File()
		case "release":
			w = store.Words{}
			if err := o.fit(tx, r.Organ, writing{"", "表扬人", r.Said.Name}, writing{"", "表扬的内容", r.Said.Text}); err != nil {
				return nil, w, err
			}
			t := windowThing(r.Matter)
			recorded, err := handsOf(tx, r.Organ, id, window.Received{}.Kind(), access.MindWindow, t)
			if err != nil {
				return nil, w, err
			}
			fact, err := r.Release(hands(who, access.MindWindow, t), recorded)
			return fact, w, err
		case "takedown":
			w = store.Words{}
			fact, err = r.TakeDown()
		default:
			return nil, w, refusal.NotFound("access.may.absent")
		}
		return fact, w, err
	})
}

// about reads which division the form says that a complaint is about.
func (o *Office) about(tx *store.Tx, m window.Matter, f WindowAct) (window.Against, error) {
	if f.Against == "none" {
		return m.About("", "", true)
	}
	a, err := o.complainedOf(tx, m.Organ, WindowForm{Sort: string(m.Sort), Case: strings.TrimSpace(f.Case), Against: f.Against})
	if err != nil {
		return window.Against{}, err
	}
	return m.About(a.unit, a.of, false)
}

// nameDivision enters it as a fact of its own, before the one that needs it.
func (o *Office) nameDivision(tx *store.Tx, who access.Actor, r *store.WindowRow, f WindowAct) error {
	fact, err := o.about(tx, r.Matter, f)
	if err != nil {
		return err
	}
	e, err := tx.Append(o.Today(), r.ID, who.Officer, fact)
	r.Matter = r.Apply(e, fact)
	return err
}

// correctWindow reads what an enquiry should have been counted as; Item is a
// number of the catalogue.
func (o *Office) correctWindow(tx *store.Tx, m window.Matter, f WindowAct, sum ledger.Sum) (window.Corrected, error) {
	as := m
	as.Channel, as.Topic, as.Item = ledger.Code(f.Channel), ledger.Code(f.Topic), ""
	var wrong error
	if as.Minutes, wrong = strconv.Atoi(orElse(strings.TrimSpace(f.Minutes), "0")); wrong != nil {
		as.Minutes = -1
	}
	if f.Unit != "" {
		as.Unit = ledger.ID(f.Unit)
	}
	if _, err := unit(tx, m.Organ, as.Unit); as.Unit != "" && err != nil {
		return window.Corrected{}, err
	}
	if f.Item != "" {
		i, err := tx.CatalogueItemByNo(m.Organ, ledger.Code(f.Item))
		if err != nil {
			return window.Corrected{}, err
		}
		as.Item = i.ID
	}
	return m.Correct(as, f.Words, sum)
}

// EraseWindow takes away who asked and in what words (删除个人信息).
func (o *Office) EraseWindow(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	photo := ""
	err := o.decideWindow(ctx, who, access.MindWindow, id, rev, func(tx *store.Tx, r *store.WindowRow) (ledger.Fact, store.Words, error) {
		f, err := r.Matter.Erase()
		if err != nil {
			return nil, store.Words{}, err
		}
		photo, r.Said, r.Salt = r.Said.Photo, window.Said{}, ""
		return f, store.Words{}, tx.EraseWindow(id)
	})
	if err != nil || photo == "" {
		return err
	}
	return o.letGo(ctx, photo)
}

func photoOf(s window.Said) catalogue.File {
	return catalogue.File{Name: "照片", Type: s.PhotoType, SHA: s.Photo}
}
