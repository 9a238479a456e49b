package office

import (
	"gongkai/internal/store"
	"gongkai/ledger"
)

// compareInvitations compares the rows of invitations with the ledger, in both
// directions. The key of a link and the wrong ones tried are no facts; whom it
// names may have been erased.
func (r *replay) compareInvitations(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.AllInvitations(organ)
	if err != nil {
		return err
	}
	for _, row := range rows {
		want, known := r.invited[row.ID]
		delete(r.invited, row.ID)
		if !known {
			r.find("外部审核邀请 %s 在台账中没有记录", row.ID)
			continue
		}
		if row.Salt != "" && row.Sum() != r.guests[row.ID] {
			r.find("外部审核邀请 %s 的对象被改动过，与台账中的散列值不符", row.ID)
		}
		want.Guest, want.Salt, want.Key, want.Tries, want.Rev = row.Guest, row.Salt, row.Key, row.Tries, row.Rev
		if d := same(row, want); d != "" {
			r.find("外部审核邀请 %s：%s", row.ID, d)
		}
	}
	for _, id := range keys(r.invited) {
		r.find("台账中的外部审核邀请 %s 在数据表中没有了", id)
	}
	return nil
}
