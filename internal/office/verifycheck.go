package office

import (
	"gongkai/check"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// checkFacts are the facts of what was let pass and of the organ's own lists,
// by the number of their entries.
type checkFacts struct {
	over   map[int64]check.Overridden
	second map[int64]ledger.ID // by the override's entry
	lists  map[int64]check.Listed
	by     map[int64]ledger.ID // subject of each
}

func (c checkFacts) apply(e ledger.Entry, f ledger.Fact) {
	switch f := f.(type) {
	case check.Overridden:
		c.over[e.Seq], c.by[e.Seq] = f, e.Subject
	case check.Seconded:
		c.second[f.Of] = f.By
	case check.Listed:
		c.lists[e.Seq] = f
	}
}

func (r *replay) compareChecks(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.AllOverrides(organ, 0)
	if err != nil {
		return err
	}
	for _, o := range rows {
		f, known := r.checks.over[o.Seq]
		delete(r.checks.over, o.Seq)
		switch {
		case !known || r.checks.by[o.Seq] != o.Article || f.Edition != o.Edition || f.Rule != o.Rule || f.Mark != o.Mark || f.By != o.Officer:
			r.find("放行记录（第%d号）与台账不符", o.Seq)
		case check.ReasonSum(o.Salt, o.Mark, o.Reason) != f.Reason:
			r.find("放行记录（第%d号）的理由被改动过，与台账中的散列值不符", o.Seq)
		case r.checks.second[o.Seq] != o.Second:
			r.find("放行记录（第%d号）的复核人与台账不符", o.Seq)
		}
		delete(r.checks.second, o.Seq)
	}
	for _, seq := range keys(r.checks.over) {
		r.find("台账第%d号的放行在数据表中没有了", seq)
	}
	for _, seq := range keys(r.checks.second) {
		r.find("台账第%d号的放行没有了，但有对它的复核", seq)
	}
	lists, err := tx.CheckLists(organ)
	if err != nil {
		return err
	}
	for _, l := range lists {
		f, known := r.checks.lists[l.Seq]
		delete(r.checks.lists, l.Seq)
		if !known || f.List != l.List || f.Text != l.Sum() {
			r.find("词表“%s”（第%d号）被改动过，与台账不符", l.List, l.Seq)
		}
	}
	for _, seq := range keys(r.checks.lists) {
		r.find("台账第%d号的词表在数据表中没有了", seq)
	}
	return nil
}
