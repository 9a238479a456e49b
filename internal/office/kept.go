package office

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// Kept is an upload that is sealed already while its form comes back with
// something to mend. The form carries the token; nothing is kept anywhere else.
type Kept struct {
	KeptPaper
	Token string
}

// Upload hands it in with the form.
func (k Kept) Upload() Upload { return Upload{Kind: k.Kind, Name: k.Name, Kept: &k.KeptPaper} }

// keepsake is what a token holds: the paper, and the one form that it is for. It
// is ours only with its mark, since uploads are sealed by the same key.
type keepsake struct {
	Form  string
	Paper KeptPaper
	Mark  string
}

func (o *Office) markOf(s keepsake) (string, error) {
	s.Mark = ""
	b, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	return o.db.Vouch("kept", string(b))
}

// keptFor is how long a form may lie with what was uploaded for it.
const keptFor = 24 * time.Hour

// hold keeps the sweeping away from what a form still carries.
func (o *Office) hold(ctx context.Context, kept []Kept) error {
	if len(kept) == 0 {
		return nil
	}
	var shas []string
	for _, k := range kept {
		shas = append(shas, k.SHA)
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.HoldLoose(shas, o.now().Add(keptFor)) })
}

func (o *Office) keepsake(form string, p KeptPaper) (Kept, error) {
	s := keepsake{Form: form, Paper: p}
	var err error
	if s.Mark, err = o.markOf(s); err != nil {
		return Kept{}, err
	}
	b, err := json.Marshal(s)
	if err != nil {
		return Kept{}, err
	}
	sealed, err := o.db.Seal(b)
	return Kept{p, base64.RawURLEncoding.EncodeToString(sealed)}, err
}

// recall reads the tokens of a form; one that is not ours, or is another form's,
// is none. A paper gets a new id each time, so that no two files share one.
func (o *Office) recall(form string, tokens []string) (out []Kept, err error) {
	for _, t := range tokens {
		var s keepsake
		sealed, err := base64.RawURLEncoding.DecodeString(t)
		if err != nil {
			continue
		}
		b, err := o.db.Unseal(sealed)
		if err != nil || json.Unmarshal(b, &s) != nil {
			continue
		}
		mark, err := o.markOf(s)
		if err != nil {
			return nil, err
		}
		if s.Form == form && hmac.Equal([]byte(s.Mark), []byte(mark)) {
			s.Paper.ID = newID()
			out = append(out, Kept{s.Paper, t})
		}
	}
	return out, nil
}

// deskForm names a form of the desk for the one who fills it in.
func deskForm(who access.Actor, form string) string {
	return "desk/" + string(who.Officer) + "/" + form
}

// KeepScan seals a file that an officer uploads with a form, at once, so that it
// outlives a refusal of what else the form holds.
func (o *Office) KeepScan(ctx context.Context, who access.Actor, form string, f Upload) (Kept, error) {
	if err := may(who, access.ReadDesk); err != nil {
		return Kept{}, err
	}
	some, err := o.seal(ctx, []Upload{f})
	if err != nil {
		return Kept{}, err
	}
	p := some[0]
	k, err := o.keepsake(deskForm(who, form), KeptPaper{ID: p.ID, Kind: string(p.Kind), Name: p.Name, SHA: p.SHA, Type: p.Type, Salt: p.Salt, Size: p.Size})
	return k, errors.Join(err, o.hold(ctx, []Kept{k}))
}

// KeptScans are those of the tokens that this officer's form kept before.
func (o *Office) KeptScans(ctx context.Context, who access.Actor, form string, tokens []string) ([]Kept, error) {
	if err := may(who, access.ReadDesk); err != nil {
		return nil, err
	}
	out, err := o.recall(deskForm(who, form), tokens)
	return out, errors.Join(err, o.hold(ctx, out))
}

// KeepFollowed gives tokens for what the applicant of a pass uploaded with a
// supplement, and reads those that the form kept before.
func (o *Office) KeepFollowed(ctx context.Context, organ ledger.ID, pass string, papers []KeptPaper, tokens []string) ([]Kept, error) {
	id, err := o.holder(organ, pass)
	if err != nil {
		return nil, err
	}
	form := "follow/" + string(id)
	out, err := o.recall(form, tokens)
	for _, p := range papers {
		k, e := o.keepsake(form, p)
		out, err = append(out, k), errors.Join(err, e)
	}
	return out, errors.Join(err, o.hold(ctx, out))
}
