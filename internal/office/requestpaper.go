package office

import (
	"context"
	"encoding/json"
	"io"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/writ"
)

// Who a letter goes to.
const (
	toApplicant = "applicant" // 申请人
	toThird     = "third"     // 第三方
	toOrgan     = "organ"     // 共同制作机关
)

// seal keeps uploads before the transaction: what is refused later leaves a
// sealed blob that nothing points to, which tells nobody anything and is swept.
func (o *Office) seal(ctx context.Context, files []Upload) ([]store.Paper, error) {
	var out []store.Paper
	for _, f := range files {
		if k := f.Kept; k != nil {
			if !o.files.Has(k.SHA) {
				return nil, refusal.Clash("file.upload.gone", "", "name", k.Name).On("file")
			}
			out = append(out, store.Paper{ID: k.ID, Kind: ledger.Code(k.Kind), Name: k.Name, SHA: k.SHA, Size: k.Size, Type: k.Type, Salt: k.Salt})
			continue
		}
		s, err := o.putSealed(ctx, f.Name, f.R, MaxScan)
		if err != nil {
			return nil, err
		}
		kind := ledger.Code(f.Kind)
		if _, ok := law.Label("paper", f.Kind); !ok {
			kind = "other"
		}
		out = append(out, store.Paper{ID: newID(), Kind: kind, Name: cleanName(f.Name), SHA: s.SHA, Size: s.Size, Type: s.Type, Salt: newSalt()})
	}
	return out, nil
}

// paperSum binds what a paper is to its fact.
func paperSum(p store.Paper) ledger.Sum {
	if len(p.Body) > 0 {
		return ledger.Salted(p.Salt, string(p.Body))
	}
	return ledger.Salted(p.Salt, p.SHA, p.Name)
}

// keep adds papers to the file (附卷).
func (m *matter) keep(papers ...store.Paper) error {
	for _, p := range papers {
		if err := m.file(m.today, request.Kept{Paper: p.Kind, Sum: paperSum(p)}, p); err != nil {
			return err
		}
	}
	return nil
}

// file enters the fact of a paper and puts its row aside for the end.
func (m *matter) file(on calendar.Day, f ledger.Fact, p store.Paper) error {
	e, err := m.tx.Append(on, m.r.ID, m.who.Officer, f)
	if err != nil {
		return err
	}
	m.r = m.r.Apply(e, f)
	p.Request, p.Seq, p.On, p.At = m.r.ID, e.Seq, on, m.o.now()
	m.later = append(m.later, func() error { return m.tx.PutPaper(p) })
	return nil
}

// Paper is a letter, a scan or a proof in the file of a request.
type Paper = store.Paper

// PaperFile is an opened paper of a request.
type PaperFile struct {
	Name, Type string
	io.ReadSeeker
}

// RequestPaper opens a paper of a request that was handed in or supplied.
// Papers hold personal data: every opening is logged.
func (o *Office) RequestPaper(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	p, err := o.paper(ctx, who, access.OpenPerson, id, paper)
	if err != nil {
		return PaperFile{}, err
	}
	return o.openPaper(ctx, p, o.opening(who, access.OpenPerson, "request/"+string(id)+"/paper/"+string(paper), address))
}

// RequestLetter reads a letter of a request, to be shown, printed or sent. It
// names its addressee, so that the opening is logged as that of a person is.
func (o *Office) RequestLetter(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (writ.Paper, error) {
	p, err := o.paper(ctx, who, access.ReadRequest, id, paper)
	if err != nil {
		return writ.Paper{}, err
	}
	return o.openLetter(ctx, p, o.opening(who, access.ReadRequest, "request/"+string(id)+"/letter/"+string(paper), address))
}

func (o *Office) paper(ctx context.Context, who access.Actor, v access.Verb, id, paper ledger.ID) (store.Paper, error) {
	return o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		r, err := tx.Request(id)
		if err != nil {
			return nil, err
		}
		if err := access.May(who, v, requestThing(r)); err != nil {
			return nil, err
		}
		return tx.Papers(id)
	})
}

// paperIn finds a paper of a file that read opens.
func (o *Office) paperIn(ctx context.Context, paper ledger.ID, read func(*store.Tx) ([]store.Paper, error)) (p store.Paper, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		all, err := read(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(x store.Paper) bool { return x.ID == paper })
		if i < 0 {
			return store.ErrNotFound
		}
		p = all[i]
		return nil
	})
	return p, err
}

// openPaper unseals what was handed in or supplied, and logs that.
func (o *Office) openPaper(ctx context.Context, p store.Paper, line store.AccessLine) (PaperFile, error) {
	if p.SHA == "" {
		return PaperFile{}, refusal.NotFound("access.may.absent")
	}
	r, err := o.openSealed(p.SHA)
	if err != nil {
		return PaperFile{}, err
	}
	return PaperFile{p.Name, p.Type, r}, o.logged(ctx, line, nil)
}

// openLetter reads a letter, and logs that.
func (o *Office) openLetter(ctx context.Context, p store.Paper, line store.AccessLine) (writ.Paper, error) {
	w, err := readLetter(p)
	if err != nil {
		return w, err
	}
	return w, o.logged(ctx, line, nil)
}

func readLetter(p store.Paper) (w writ.Paper, err error) {
	if len(p.Body) == 0 {
		return w, refusal.NotFound("access.may.absent")
	}
	return w, json.Unmarshal(p.Body, &w)
}

// opening is the line of the access log that an officer opened something of a
// person's, from an address.
func (o *Office) opening(who access.Actor, v access.Verb, thing, address string) store.AccessLine {
	return store.AccessLine{At: o.now(), Organ: who.Organ, Officer: who.Officer, Verb: string(v), Thing: thing, Address: address, Result: "ok"}
}
