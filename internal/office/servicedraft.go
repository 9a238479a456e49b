package office

import (
	"context"
	"crypto/rand"
	"io"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// CaseDraft is an application on its way through the steps of the site (暂存). It
// is kept sealed under a token that only the applicant's browser holds.
type CaseDraft struct {
	CaseForm
	Papers  []KeptPaper
	Listed  map[string]string // materials and questions of the version that the form showed, by code
	Receipt CaseReceipt       // once it is handed in; the form is empty then
}

func caseDraftKey(organ ledger.ID, token string) string { return "case/" + string(organ) + "/" + token }

// CaseDraft reads what was filled in so far; there may be nothing.
func (o *Office) CaseDraft(ctx context.Context, organ ledger.ID, token string) (d CaseDraft, err error) {
	if err := access.May(access.Actor{}, access.AskService, access.Thing{Organ: organ, Public: true}); err != nil || token == "" {
		return d, err
	}
	err = o.view(ctx, func(tx *store.Tx) error { return tx.Draft(caseDraftKey(organ, token), o.now(), &d) })
	return d, err
}

// SaveCaseDraft keeps it and says under which token.
func (o *Office) SaveCaseDraft(ctx context.Context, organ ledger.ID, token string, d CaseDraft) (string, error) {
	if err := access.May(access.Actor{}, access.AskService, access.Thing{Organ: organ, Public: true}); err != nil {
		return "", err
	}
	if token == "" {
		token = rand.Text()
	}
	if d.Once == "" && d.Receipt.ID == "" {
		d.Once = rand.Text()
	}
	return token, o.update(ctx, func(tx *store.Tx) error {
		var held []string
		for _, p := range d.Papers {
			held = append(held, p.SHA)
		}
		if err := tx.HoldLoose(held, o.now().Add(looseFor)); err != nil {
			return err
		}
		return tx.PutDraft(caseDraftKey(organ, token), d, o.now(), o.now().Add(applicationFor))
	})
}

// DropCaseDraft forgets it and what was uploaded with it.
func (o *Office) DropCaseDraft(ctx context.Context, organ ledger.ID, token string) error {
	d, err := o.CaseDraft(ctx, organ, token)
	if err != nil {
		return err
	}
	if err := o.update(ctx, func(tx *store.Tx) error { return tx.DropDraft(caseDraftKey(organ, token)) }); err != nil {
		return err
	}
	for _, p := range d.Papers {
		if err := o.letGo(ctx, p.SHA); err != nil {
			return err
		}
	}
	return nil
}

// KeepCasePaper seals an upload at once, so that it outlives a refusal of what
// else the form holds; kind is the code of a material.
func (o *Office) KeepCasePaper(ctx context.Context, organ ledger.ID, kind, name string, r io.Reader, address string) (KeptPaper, error) {
	if err := access.May(access.Actor{}, access.AskService, access.Thing{Organ: organ, Public: true}); err != nil {
		return KeptPaper{}, err
	}
	if err := o.paced(ctx, "keep/"+string(organ)+"/"+address, maxKept, "service.apply.many"); err != nil {
		return KeptPaper{}, err
	}
	return o.keepCase(ctx, Upload{Kind: kind, Name: name, R: r})
}

// HandInCase turns the draft into a case (ApplyCase) and leaves its receipt in
// its place, so that a second press, or a look back, finds that. The pass opens
// the applicant's page.
func (o *Office) HandInCase(ctx context.Context, organ ledger.ID, token, address string) (CaseReceipt, string, error) {
	d, err := o.CaseDraft(ctx, organ, token)
	if err != nil {
		return CaseReceipt{}, "", err
	}
	if d.Receipt.ID == "" {
		var files []Upload
		for _, p := range d.Papers {
			files = append(files, Upload{Kept: &p})
		}
		got, err := o.ApplyCase(ctx, organ, d.CaseForm, files, address)
		if err != nil {
			return got, "", err
		}
		d = CaseDraft{Receipt: got}
		if _, err := o.SaveCaseDraft(ctx, organ, token, d); err != nil {
			return got, "", err
		}
	}
	pass, err := o.pass(d.Receipt.ID, organ)
	return d.Receipt, pass, err
}
