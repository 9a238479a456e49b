package office

import (
	"context"
	"strings"

	"gongkai/access"
	"gongkai/check"
	"gongkai/internal/extract"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// CheckAnswer is the personal data in the files that an answer gives (提供的信息),
// and what of them could not be read. It keeps nothing from going out: what is
// given may be the applicant's own; reviewer and signer see it before they do
// their part (条例 Art. 15).
func (o *Office) CheckAnswer(ctx context.Context, who access.Actor, id ledger.ID) (c Check, err error) {
	var checker *check.Checker
	var papers []store.Paper
	if err := o.view(ctx, func(tx *store.Tx) error {
		r, err := tx.Request(id)
		if err != nil {
			return err
		}
		if err := access.May(who, access.ReadRequest, requestThing(r)); err != nil {
			return err
		}
		if checker, err = o.checker(tx, r.Organ); err != nil {
			return err
		}
		papers, err = tx.Papers(id)
		return err
	}); err != nil {
		return c, err
	}
	var all []Found
	for _, p := range papers {
		if p.Kind != "supplied" || p.SHA == "" {
			continue
		}
		r, err := o.openSealed(p.SHA)
		if err != nil {
			return c, err
		}
		text, err := extract.Read(p.Name, r, r.Size())
		if err != nil {
			return c, err
		}
		for _, f := range foundIn(checker, string(id), text, Found{Field: "file", File: p.Name}) {
			if strings.HasPrefix(f.Rule, "PD-") || strings.HasPrefix(f.Rule, "FL-") {
				f.Found, f.Before, f.After = f.Shown(), "", "" // who opens the paper itself is logged
				all = append(all, f)
			}
		}
	}
	c.add(all)
	return c, nil
}
