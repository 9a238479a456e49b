package office

import (
	"context"
	"slices"
	"sync"
	"time"

	"gongkai/access"
	"gongkai/check"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
)

// checkers keeps the checker of each organ until one of its lists changes:
// building one reads every list.
type checkers struct {
	mu sync.Mutex
	of map[ledger.ID]built
}

type built struct {
	*check.Checker
	seq int64 // of the newest list
}

// checker is the organ's checker with its own lists.
func (o *Office) checker(tx *store.Tx, organ ledger.ID) (*check.Checker, error) {
	own, err := tx.CheckLists(organ)
	if err != nil {
		return nil, err
	}
	var seq int64
	lists := check.Default()
	texts := map[ledger.Code]string{}
	for _, l := range own {
		seq, texts[l.List] = l.Seq, l.Text
	}
	o.checkers.mu.Lock()
	defer o.checkers.mu.Unlock()
	if c, ok := o.checkers.of[organ]; ok && c.seq == seq {
		return c.Checker, nil
	}
	if lists, err = lists.With(texts); err != nil {
		return nil, err
	}
	c, err := check.New(lists)
	if err != nil {
		return nil, err
	}
	if o.checkers.of == nil {
		o.checkers.of = map[ledger.ID]built{}
	}
	o.checkers.of[organ] = built{c, seq}
	return c, nil
}

// OwnList is one of the organ's own lists with who saved it last.
type OwnList struct {
	check.ListKind
	Text    string
	Seq     int64 // of this text, 0 where there is none yet
	By      string
	SavedAt time.Time
}

// CheckLists are the lists that the organ keeps itself.
func (o *Office) CheckLists(ctx context.Context, who access.Actor) (out []OwnList, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		own, err := tx.CheckLists(who.Organ)
		if err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		for _, k := range check.ListKinds() {
			l := OwnList{ListKind: k}
			for _, x := range own {
				if x.List == k.Key {
					l.Text, l.Seq, l.By, l.SavedAt = x.Text, x.Seq, names[x.Officer], x.SavedAt
				}
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

// EditCheckList gives one of the organ's lists a new text (修改词表). Seq is that
// of the text that was edited: what somebody else saved meanwhile is not lost.
func (o *Office) EditCheckList(ctx context.Context, who access.Actor, list ledger.Code, seq int64, text string) error {
	if err := may(who, access.EditCheckList); err != nil {
		return err
	}
	if !slices.ContainsFunc(check.ListKinds(), func(k check.ListKind) bool { return k.Key == list }) {
		return refusal.NotFound("access.may.absent") // its key would stand in the ledger
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		own, err := tx.CheckLists(who.Organ)
		if err != nil {
			return err
		}
		texts, seqs := map[ledger.Code]string{}, map[ledger.Code]int64{}
		for _, l := range own {
			texts[l.List], seqs[l.List] = l.Text, l.Seq
		}
		if seqs[list] != seq {
			return refusal.Clash("check.list.moved", "")
		}
		if texts[list] == text {
			return refusal.New("check.list.same", "").On("text")
		}
		texts[list] = text
		if _, err := check.Default().With(texts); err != nil {
			return err
		}
		l := store.CheckList{Organ: who.Organ, List: list, Text: text, Salt: newSalt(), Officer: who.Officer, SavedAt: o.now()}
		entry, err := tx.Append(o.Today(), ledger.ID(list), who.Officer, check.Listed{List: list, Text: l.Sum()})
		if err != nil {
			return err
		}
		l.Seq, l.SavedAt = entry.Seq, entry.At
		return tx.PutCheckList(l)
	})
}
