package office

import (
	"context"
	"time"

	"gongkai/access"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/proof"
	"gongkai/publication"
	"gongkai/refusal"
)

// Period is the time in which one edition of an article was public (公开期间),
// as the ledger has it.
type Period struct {
	No        int
	Sum       ledger.Sum
	Began     ledger.Entry
	Ended     ledger.Entry // Seq 0 while it is public
	Withdrawn bool         // by a withdrawal, else by the next edition
}

// At says whether the edition was public at an instant. An edition that took
// another's place did so at the instant at which that one ended.
func (p Period) At(t time.Time) bool {
	return !t.Before(p.Began.At) && (p.Ended.Seq == 0 || t.Before(p.Ended.At))
}

// periods reads from the ledger when which edition was public, oldest first.
func periods(tx *store.Tx, organ, article ledger.ID) ([]Period, error) {
	entries, err := tx.Entries(organ, store.EntryFilter{Subject: article, Kinds: publicKinds})
	if err != nil {
		return nil, err
	}
	codec := Codec()
	var out []Period
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		out = appendPeriod(out, e, f)
	}
	return out, nil
}

// publicKinds are the facts that make something public or end that.
var publicKinds = []string{publication.Published{}.Kind(), publication.Revised{}.Kind(), publication.TakenDown{}.Kind()}

// appendPeriod carries an article's periods on by one fact.
func appendPeriod(ps []Period, e ledger.Entry, f ledger.Fact) []Period {
	end := func(withdrawn bool) {
		if n := len(ps); n > 0 && ps[n-1].Ended.Seq == 0 {
			ps[n-1].Ended, ps[n-1].Withdrawn = e, withdrawn
		}
	}
	switch f := f.(type) {
	case publication.Published:
		return append(ps, Period{No: f.Edition, Sum: f.Sum, Began: e})
	case publication.Revised:
		end(false)
		return append(ps, Period{No: f.Edition, Sum: f.Sum, Began: e})
	case publication.TakenDown:
		end(true)
	}
	return ps
}

// EditionProof is a period with what proves it.
type EditionProof struct {
	Period
	Text   publication.Edition
	Shown  bool        // the text is public today, so that the file holds it
	Erased bool        // the salt is gone: the sum fits nothing any more
	Spoilt bool        // the row is not what the ledger says; nothing is proved of it
	Hash   string      // of the entry's leaf
	Head   *proof.Head // over the entry; nil before the next signature
	EndHas bool        // the head is over the end as well
}

// ArticleProof is an article with the proof of each edition that was public.
type ArticleProof struct {
	Article publication.Article
	Title   string
	Periods []EditionProof // newest first
}

// PublicProof reads what was public of an article and when (发布证明).
func (o *Office) PublicProof(ctx context.Context, organ, id ledger.ID) (p ArticleProof, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if p.Article, err = publicOnce(tx, organ, id); err != nil {
			return err
		}
		p, err = articleProof(tx, p.Article)
		return err
	})
	return p, err
}

// publicOnce reads an article that is or was public.
func publicOnce(tx *store.Tx, organ, id ledger.ID) (publication.Article, error) {
	a, err := tx.Article(id)
	if err != nil {
		return a, err
	}
	seen := a.Public() || a.State == publication.Withdrawn
	return a, access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: seen && a.Organ == organ})
}

func articleProof(tx *store.Tx, a publication.Article) (p ArticleProof, err error) {
	p.Article = a
	ps, err := periods(tx, a.Organ, a.ID)
	if err != nil {
		return p, err
	}
	for i := len(ps) - 1; i >= 0; i-- {
		e, err := tx.Edition(a.ID, ps[i].No)
		if err != nil {
			return p, err
		}
		if i == len(ps)-1 {
			p.Title = e.Title
		}
		x := EditionProof{Period: ps[i], Text: e, Erased: e.Salt == ""}
		x.Spoilt = !x.Erased && e.Sum() != x.Sum
		x.Shown = a.Public() && e.No == a.Live && !x.Erased && !x.Spoilt
		f, head, err := proofFile(tx, a.Organ, x.Period)
		if r, ok := refusal.As(err); ok && r.Code == "proof.file.unsigned" {
			err = nil
		} else if err == nil {
			x.Head, x.EndHas = &head, f.Ended != nil
		}
		if err != nil {
			return p, err
		}
		x.Hash = f.Public.Hash
		p.Periods = append(p.Periods, x)
	}
	return p, nil
}

// proofFile proves a period under a signed head: the first that is over its
// end too, else the first over its beginning. Before that one there is nothing
// to give.
func proofFile(tx *store.Tx, organ ledger.ID, p Period) (f proof.File, head proof.Head, err error) {
	f.Format = proof.Format
	over, err := headOver(tx, organ, max(p.Began.Seq, p.Ended.Seq))
	if err == nil && over == nil {
		over, err = headOver(tx, organ, p.Began.Seq)
	}
	if err != nil {
		return f, head, err
	}
	if over == nil {
		top, err := tx.Head(organ)
		if err != nil {
			return f, head, err
		}
		if f.Public, err = proof.StandOf(p.Began, top, tx.HashReader(organ)); err != nil {
			return f, head, err
		}
		return f, head, refusal.Clash("proof.file.unsigned", "PF-FILE")
	}
	keys, err := signingKeys(tx, organ)
	if err != nil {
		return f, head, err
	}
	f.Head = over.Note
	if head, f.Keys, err = proof.Keys(secret.Verifier).Open(over.Note, keys); err != nil {
		return f, head, err
	}
	nodes := tx.HashReader(organ)
	if f.Public, err = proof.StandOf(p.Began, head.Head, nodes); err != nil {
		return f, head, err
	}
	if p.Ended.Seq > 0 && p.Ended.Seq <= head.Seq {
		end, err := proof.StandOf(p.Ended, head.Head, nodes)
		if err != nil {
			return f, head, err
		}
		f.Ended = &end
	}
	return f, head, nil
}

// headOver finds the first signed head over an entry, nil when there is none yet.
func headOver(tx *store.Tx, organ ledger.ID, seq int64) (*store.SignedHead, error) {
	h, err := tx.HeadOver(organ, seq)
	if r, ok := refusal.As(words(err)); ok && r.Class == refusal.Hidden {
		return nil, nil
	}
	return &h, err
}

// PublicProofFile is the proof file of an edition as anybody may have it: the
// text is in it only while that edition is public.
func (o *Office) PublicProofFile(ctx context.Context, organ, id ledger.ID, no int) (file []byte, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		a, err := publicOnce(tx, organ, id)
		if err != nil {
			return err
		}
		file, err = editionProof(tx, a, no, a.Public() && no == a.Live)
		return err
	})
	return file, err
}

// ProofFile is the proof file of an edition with its text, for the files of the
// bureau.
func (o *Office) ProofFile(ctx context.Context, who access.Actor, id ledger.ID, no int) (file []byte, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		a, _, err := load(tx, who, access.ReadDesk, id, no)
		if err != nil {
			return err
		}
		file, err = editionProof(tx, a, no, true)
		return err
	})
	return file, err
}

// editionProof makes the file of the last period in which the edition was public.
func editionProof(tx *store.Tx, a publication.Article, no int, withText bool) ([]byte, error) {
	ps, err := periods(tx, a.Organ, a.ID)
	if err != nil {
		return nil, err
	}
	for i := len(ps) - 1; i >= 0; i-- {
		if ps[i].No != no {
			continue
		}
		e, err := tx.Edition(a.ID, no)
		if err != nil {
			return nil, err
		}
		if e.Salt != "" && e.Sum() != ps[i].Sum {
			return nil, refusal.Clash("proof.file.row", "PF-FILE")
		}
		f, _, err := proofFile(tx, a.Organ, ps[i])
		if err != nil {
			return nil, err
		}
		if withText && e.Salt != "" {
			f.Edition = proof.EditionOf(e)
		}
		return f.Encode()
	}
	return nil, refusal.NotFound("public.read.absent")
}
