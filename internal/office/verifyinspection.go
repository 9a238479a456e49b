package office

import (
	"gongkai/calendar"
	"gongkai/inspection"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// inspected is the replay of what the ledger knows of inspections.
type inspected struct {
	declared map[int64]declared
	done     *doneOn
}

type declared struct {
	inspection.Declared
	on calendar.Day
	by ledger.ID
}

type doneOn struct {
	on  calendar.Day
	seq int64
}

func newInspected() inspected { return inspected{map[int64]declared{}, &doneOn{}} }

// apply replays a fact; it answers false for a fact of another noun.
func (v inspected) apply(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case inspection.Declared:
		v.declared[e.Seq] = declared{f, e.On, e.By}
	case inspection.Done:
		*v.done = doneOn{e.On, e.Seq}
	default:
		return false
	}
	return true
}

// compareInspections holds statements to their facts, and the last look to the
// last of its facts.
func (r *replay) compareInspections(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.InspectionStatements(organ)
	if err != nil {
		return err
	}
	for _, row := range rows {
		f, ok := r.inspected.declared[row.Seq]
		delete(r.inspected.declared, row.Seq)
		if !ok || f.Bad != row.Bad || f.Rule != row.Rule || f.by != row.Officer || f.on != row.On || f.Words != ledger.Salted(row.Salt, row.Words) {
			r.find("网站自检的声明（台账第%d号，%s）与台账不符", row.Seq, row.On)
		}
	}
	for seq, f := range r.inspected.declared {
		r.find("台账第%d号记有%s的声明，数据库里没有", seq, f.on)
	}
	run, err := tx.Inspected(organ)
	if err == nil && run.Day != r.inspected.done.on {
		r.find("最近一次网站自检是%s，台账第%d号为%s", run.Day, r.inspected.done.seq, r.inspected.done.on)
	}
	return err
}
