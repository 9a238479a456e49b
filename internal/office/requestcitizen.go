package office

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/writ"
)

// FollowedLetter opens a letter to the applicant. An answer that is sent on the
// site is delivered when it is opened, which is its own proof.
func (o *Office) FollowedLetter(ctx context.Context, organ ledger.ID, pass string, paper ledger.ID) (writ.Paper, error) {
	f, err := o.Followed(ctx, organ, pass)
	if err != nil {
		return writ.Paper{}, err
	}
	i := slices.IndexFunc(f.Letters, func(p store.Paper) bool { return p.ID == paper })
	if i < 0 {
		return writ.Paper{}, refusal.NotFound("public.follow.absent")
	}
	p := f.Letters[i]
	newest := !slices.ContainsFunc(f.Letters, func(x store.Paper) bool { return isAnswer(x) && x.Seq > p.Seq })
	if f.Request.State == request.Answered && isAnswer(p) && newest {
		err := o.followed(ctx, organ, pass, func(m *matter) error {
			if m.r.State != request.Answered {
				return nil
			}
			proof := "申请人凭查询码在网站上打开" + p.No
			d, err := m.r.Deliver(m.today, m.today, proof, m.say(proof))
			if err != nil {
				return err
			}
			return m.enter(m.today, d)
		})
		if err != nil {
			return writ.Paper{}, err
		}
	}
	return readLetter(p)
}

// FollowedPaper opens a file that was supplied with the answer.
func (o *Office) FollowedPaper(ctx context.Context, organ ledger.ID, pass string, paper ledger.ID) (PaperFile, error) {
	f, err := o.Followed(ctx, organ, pass)
	if err != nil {
		return PaperFile{}, err
	}
	i := slices.IndexFunc(f.Supplied, func(p store.Paper) bool { return p.ID == paper })
	if i < 0 {
		return PaperFile{}, refusal.NotFound("public.follow.absent")
	}
	r, err := o.openSealed(f.Supplied[i].SHA)
	return PaperFile{f.Supplied[i].Name, f.Supplied[i].Type, r}, err
}

// followed carries out a verb of the applicant's on the request of a pass.
func (o *Office) followed(ctx context.Context, organ ledger.ID, pass string, verb func(*matter) error) error {
	id, err := o.holder(organ, pass)
	if err != nil {
		return err
	}
	return o.record(ctx, organ, func(tx *store.Tx) error {
		r, err := tx.Request(id)
		if err != nil {
			return err
		}
		m := &matter{o: o, tx: tx, who: access.Actor{Officer: ledger.Citizen, Organ: organ}, today: o.Today(), r: r}
		if err := verb(m); err != nil {
			return err
		}
		return m.finish()
	})
}

// SupplementFollowed takes the applicant's supplement from the site (补正).
func (o *Office) SupplementFollowed(ctx context.Context, organ ledger.ID, pass, text string, files []Upload) error {
	papers, err := o.seal(ctx, files)
	if err != nil {
		return err
	}
	return o.followed(ctx, organ, pass, func(m *matter) error {
		if err := wanted(text, "request.supplement.what", "R-A30"); err != nil {
			return err
		}
		f, err := m.r.Supplement(m.today, m.today, m.say(text))
		if err != nil {
			return err
		}
		return errors.Join(m.enter(m.today, f), m.keep(papers...))
	})
}

// ReasonFollowed takes the applicant's reasons from the site (说明理由, R-A35).
func (o *Office) ReasonFollowed(ctx context.Context, organ ledger.ID, pass, text string) error {
	return o.followed(ctx, organ, pass, func(m *matter) error {
		if err := wanted(text, "request.reason.what", "R-A35"); err != nil {
			return err
		}
		f, err := m.r.Reason(m.today, m.today, m.say(text))
		if err != nil {
			return err
		}
		return m.enter(m.today, f)
	})
}

// WithdrawFollowed takes the request back for the applicant (撤回).
func (o *Office) WithdrawFollowed(ctx context.Context, organ ledger.ID, pass, text string) error {
	return o.followed(ctx, organ, pass, func(m *matter) error {
		return m.withdraw(m.today, orElse(strings.TrimSpace(text), "申请人凭查询码在网站上撤回"))
	})
}
