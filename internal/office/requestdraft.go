package office

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Application is an application on its way through the steps of the site. It is
// kept sealed under a token that only the applicant's browser holds, so that
// nothing personal stands in an address or a cookie and the way back is open.
type Application struct {
	RequestForm
	Papers  []KeptPaper
	Receipt Receipt // once it is handed in; the form is empty then
}

// KeptPaper is an upload that is sealed already and waits for its application.
type KeptPaper struct {
	ID              ledger.ID
	Kind, Name      string
	SHA, Type, Salt string
	Size            int64
}

const (
	// An application that is left alone is forgotten after this time.
	applicationFor = 2 * time.Hour
	// Uploads that one address may leave within an hour.
	maxKept = 200
)

func draftKey(organ ledger.ID, token string) string { return "apply/" + string(organ) + "/" + token }

// Application reads what was filled in so far; there may be nothing.
func (o *Office) Application(ctx context.Context, organ ledger.ID, token string) (a Application, err error) {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil || token == "" {
		return a, err
	}
	err = o.view(ctx, func(tx *store.Tx) error { return tx.Draft(draftKey(organ, token), o.now(), &a) })
	return a, err
}

// SaveApplication keeps it and says under which token.
func (o *Office) SaveApplication(ctx context.Context, organ ledger.ID, token string, a Application) (string, error) {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil {
		return "", err
	}
	if token == "" {
		token = rand.Text()
	}
	if a.Once == "" && a.Receipt.ID == "" {
		a.Once = rand.Text()
	}
	return token, o.update(ctx, func(tx *store.Tx) error {
		var held []string
		for _, p := range a.Papers {
			held = append(held, p.SHA)
		}
		if err := tx.HoldLoose(held, o.now().Add(looseFor)); err != nil {
			return err
		}
		return tx.PutDraft(draftKey(organ, token), a, o.now(), o.now().Add(applicationFor))
	})
}

// DropApplication forgets it and what was uploaded with it.
func (o *Office) DropApplication(ctx context.Context, organ ledger.ID, token string) error {
	a, err := o.Application(ctx, organ, token)
	if err != nil {
		return err
	}
	if err := o.update(ctx, func(tx *store.Tx) error { return tx.DropDraft(draftKey(organ, token)) }); err != nil {
		return err
	}
	for _, p := range a.Papers {
		if err := o.letGo(ctx, p.SHA); err != nil {
			return err
		}
	}
	return nil
}

// KeepPaper seals an upload at once, so that it outlives a refusal of what else
// the form holds.
func (o *Office) KeepPaper(ctx context.Context, organ ledger.ID, kind, name string, r io.Reader, address string) (KeptPaper, error) {
	if err := access.May(access.Actor{}, access.AskRequest, access.Thing{Organ: organ, Public: true}); err != nil {
		return KeptPaper{}, err
	}
	if err := o.paced(ctx, "keep/"+string(organ)+"/"+address, maxKept, "request.apply.many"); err != nil {
		return KeptPaper{}, err
	}
	some, err := o.seal(ctx, []Upload{{Kind: kind, Name: name, R: r}})
	if err != nil {
		return KeptPaper{}, err
	}
	p := some[0]
	return KeptPaper{ID: p.ID, Kind: string(p.Kind), Name: p.Name, SHA: p.SHA, Type: p.Type, Salt: p.Salt, Size: p.Size}, nil
}

// paced lets so many of something through within an hour.
func (o *Office) paced(ctx context.Context, key string, most int, code string) error {
	return o.update(ctx, func(tx *store.Tx) error {
		n, err := tx.Attempts(key, o.now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if n >= most {
			return refusal.Clash(code, "")
		}
		return tx.PutAttempt(key, o.now())
	})
}

// HandIn turns the application into a request (ApplyRequest) and leaves its
// receipt in its place, so that a second press, or a look back, finds that. The
// pass opens the applicant's page, whose query code was just given.
func (o *Office) HandIn(ctx context.Context, organ ledger.ID, token, address string) (Receipt, string, error) {
	a, err := o.Application(ctx, organ, token)
	if err != nil {
		return Receipt{}, "", err
	}
	if a.Receipt.ID == "" {
		var files []Upload
		for _, p := range a.Papers {
			files = append(files, Upload{Kept: &p})
		}
		got, err := o.ApplyRequest(ctx, organ, a.RequestForm, files, address)
		if err != nil {
			return got, "", err
		}
		a = Application{Receipt: got}
		if _, err := o.SaveApplication(ctx, organ, token, a); err != nil {
			return got, "", err
		}
	}
	pass, err := o.pass(a.Receipt.ID, organ)
	return a.Receipt, pass, err
}
