package office

import (
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/proof"
)

// compareHeads checks what was signed: each signature, that the ledger still
// has that root at that length, and that each head continues the former one.
// So entries that were cut off together with their rows are missed here.
func (r *replay) compareHeads(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.SignedHeads(organ, 0, 0)
	if err != nil {
		return err
	}
	keys, err := signingKeys(tx, organ)
	if err != nil {
		return err
	}
	r.v.Signed = len(rows)
	var former *proof.Head
	for i := len(rows) - 1; i >= 0; i-- { // oldest first
		row := rows[i]
		h, _, err := proof.Keys(secret.Verifier).Open(row.Note, keys)
		if err != nil {
			r.find("%s 签名的根值：%v", row.Day, err)
			continue
		}
		if h.Organ != organ || h.Seq != row.Seq || h.Day() != row.Day {
			r.find("%s 签名的根值所在的行与签名的内容不符", row.Day)
			continue
		}
		if h.Seq > r.v.Head.Seq {
			r.find("%s 签名时台账有%d条，现在只有%d条，其后的记录被删去了", row.Day, h.Seq, r.v.Head.Seq)
			continue
		}
		if now, err := ledger.Root(h.Seq, &r.tree); err != nil || now != h.Head {
			r.find("%s 签名的根值与台账前%d条不符，签名以后台账被改写过", row.Day, h.Seq)
			continue
		}
		if former != nil {
			if err := h.Follows(*former, &r.tree); err != nil {
				r.find("%s 签名的根值不是接着%s的：%v", row.Day, former.Day(), err)
			}
		}
		former = &h
	}
	return nil
}
