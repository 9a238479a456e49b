package office

import (
	"context"
	"crypto/rand"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// LetterDraft is a letter on its way through the pages of the site, kept sealed
// under a token that only the sender's browser holds, so that nothing is lost
// when a form comes back.
type LetterDraft struct {
	LetterForm
	Files   []KeptPaper
	Receipt LetterReceipt // once it is handed in; the form is empty then
}

func letterDraftKey(organ ledger.ID, token string) string {
	return "letter/" + string(organ) + "/" + token
}

// LetterInHand reads what was written so far; there may be nothing.
func (o *Office) LetterInHand(ctx context.Context, organ ledger.ID, token string) (d LetterDraft, err error) {
	if err := access.May(access.Actor{}, access.WriteLetter, access.Thing{Organ: organ, Public: true}); err != nil || token == "" {
		return d, err
	}
	err = o.view(ctx, func(tx *store.Tx) error { return tx.Draft(letterDraftKey(organ, token), o.now(), &d) })
	return d, err
}

// SaveLetterInHand keeps it and says under which token.
func (o *Office) SaveLetterInHand(ctx context.Context, organ ledger.ID, token string, d LetterDraft) (string, error) {
	if err := access.May(access.Actor{}, access.WriteLetter, access.Thing{Organ: organ, Public: true}); err != nil {
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
		for _, p := range d.Files {
			held = append(held, p.SHA)
		}
		if err := tx.HoldLoose(held, o.now().Add(looseFor)); err != nil {
			return err
		}
		return tx.PutDraft(letterDraftKey(organ, token), d, o.now(), o.now().Add(applicationFor))
	})
}

// HandInLetter turns it into a letter (WriteLetter) and leaves its receipt in its
// place, so that a second press, or a look back, finds that. The pass opens the
// sender's page, whose query code was just given.
func (o *Office) HandInLetter(ctx context.Context, organ ledger.ID, token, address string) (LetterReceipt, string, error) {
	d, err := o.LetterInHand(ctx, organ, token)
	if err != nil {
		return LetterReceipt{}, "", err
	}
	if d.Receipt.ID == "" {
		var files []Upload
		for _, p := range d.Files {
			files = append(files, Upload{Kept: &p})
		}
		got, err := o.WriteLetter(ctx, organ, d.LetterForm, files, address)
		if err != nil {
			return got, "", err
		}
		d = LetterDraft{Receipt: got}
		if _, err := o.SaveLetterInHand(ctx, organ, token, d); err != nil {
			return got, "", err
		}
	}
	pass, err := o.pass(d.Receipt.ID, organ)
	return d.Receipt, pass, err
}
