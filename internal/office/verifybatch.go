package office

import (
	"gongkai/internal/store"
	"gongkai/ledger"
)

// compareBatches compares the rows of sets with the ledger, in both
// directions. That one is held is no fact.
func (r *replay) compareBatches(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.AllBatches(organ)
	if err != nil {
		return err
	}
	for _, row := range rows {
		want, known := r.batches[row.ID]
		delete(r.batches, row.ID)
		if !known {
			r.find("发布批次 %s《%s》在台账中没有记录", row.ID, row.Name)
			continue
		}
		if row.Sum() != r.named[row.ID] {
			r.find("发布批次 %s《%s》的名称被改动过，与台账中的散列值不符", row.ID, row.Name)
		}
		want.Name, want.Salt, want.Held, want.Rev = row.Name, row.Salt, row.Held, row.Rev
		if d := same(row, want); d != "" {
			r.find("发布批次 %s：%s", row.ID, d)
		}
	}
	for _, id := range keys(r.batches) {
		r.find("台账中的发布批次 %s 在数据表中没有了", id)
	}
	return nil
}
