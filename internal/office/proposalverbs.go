package office

import (
	"context"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/proposal"
	"gongkai/publication"
	"gongkai/refusal"
)

// ProposalForm is a proposal as it was handed over, as typed.
type ProposalForm struct {
	Type, Level, Role, No, On, Due string
	Unit                           string // may hand it out at once
	proposal.Text
}

// ProposalAct is a form about a proposal, as typed: each verb reads its own part.
type ProposalAct struct {
	Rev                     int64
	On, Unit, Reason, Proof string
	Category, Open          string
	Satisfaction            string
	Title, Words, Column    string // of the article
	Reply                   proposal.Reply
}

// ReceiveProposal registers a proposal with the scans that came with it, and
// hands it out at once where the form names a division.
func (o *Office) ReceiveProposal(ctx context.Context, who access.Actor, f ProposalForm, files []Upload) (ledger.ID, error) {
	if err := may(who, access.KeepProposal); err != nil {
		return "", err
	}
	on, err := openDay("on", f.On)
	if err != nil {
		return "", err
	}
	due, err := openDay("due", f.Due)
	if err != nil {
		return "", err
	}
	for _, s := range []*string{&f.Session, &f.Title, &f.Members, &f.Contact, &f.Content} {
		*s = strings.TrimSpace(*s)
	}
	no, _ := strconv.Atoi(strings.TrimSpace(f.No)) // what is no number is none that a proposal has
	received := proposal.Received{Type: ledger.Code(f.Type), Level: ledger.Code(f.Level), Role: ledger.Code(f.Role), No: no, Due: due}
	if _, err := proposal.Receive(received, f.Text, on, o.Today()); err != nil {
		return "", err
	}
	papers, err := o.seal(ctx, files)
	if err != nil {
		return "", err
	}
	r := store.ProposalRow{Proposal: proposal.Proposal{ID: newID(), Organ: who.Organ}, Text: f.Text, TextSalt: newSalt()}
	return r.ID, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		all, err := tx.Proposals(store.ProposalFilter{Organ: who.Organ})
		if err != nil {
			return err
		}
		for _, x := range all {
			if x.Type == received.Type && x.Level == received.Level && x.No == no && x.Text.Session == f.Session {
				return refusal.Clash("proposal.receive.twice", "代表法第四十二条", "name", x.Name(x.Text)).On("no")
			}
		}
		received.Words = ledger.Salted(r.TextSalt, f.Text.Bound()...)
		e, err := tx.Append(on, r.ID, who.Officer, received)
		if err != nil {
			return err
		}
		r.Proposal = r.Apply(e, received)
		if f.Unit != "" {
			if _, err := unit(tx, who.Organ, ledger.ID(f.Unit)); err != nil {
				return err
			}
			fact, err := r.Assign(ledger.ID(f.Unit))
			if err != nil {
				return err
			}
			if e, err = tx.Append(o.Today(), r.ID, who.Officer, fact); err != nil {
				return err
			}
			r.Proposal = r.Apply(e, fact)
		}
		if err := tx.PutProposal(r); err != nil {
			return err
		}
		for _, p := range papers {
			if err := o.talkPaper(tx, who.Officer, r.ID, proposal.Kept{Sum: paperSum(p)}, p); err != nil {
				return err
			}
		}
		return nil
	})
}

var proposalKind = talkKind[store.ProposalRow]{
	load:  proposalOf,
	rev:   func(r store.ProposalRow) int64 { return r.Rev },
	apply: func(r *store.ProposalRow, e ledger.Entry, f ledger.Fact) { r.Proposal = r.Apply(e, f) },
	put:   (*store.Tx).PutProposal,
	kept:  func(sum ledger.Sum) ledger.Fact { return proposal.Kept{Sum: sum} },
}

// decideProposal carries out a verb of a proposal, and files the papers that came
// with the form.
func (o *Office) decideProposal(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64, files []Upload, verb talkVerb[store.ProposalRow]) error {
	papers, err := o.seal(ctx, files)
	if err != nil {
		return err
	}
	return proposalKind.decide(ctx, o, who, v, id, rev, papers, verb)
}

// AssignProposal hands a proposal out to a division (交办).
func (o *Office) AssignProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct) error {
	return o.decideProposal(ctx, who, access.KeepProposal, id, a.Rev, nil, func(tx *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		if a.Unit != "" {
			if _, err := unit(tx, r.Organ, ledger.ID(a.Unit)); err != nil {
				return o.Today(), nil, store.Words{}, err
			}
		}
		f, err := r.Assign(ledger.ID(a.Unit))
		return o.Today(), f, store.Words{}, err
	})
}

// ReturnProposal sends a draft back to the division, or by the division the
// proposal back to the office (退回).
func (o *Office) ReturnProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct) error {
	return o.decideProposal(ctx, who, access.ReadProposal, id, a.Rev, nil, func(_ *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		v := access.WorkProposal
		if r.State == proposal.Drafted {
			v = access.CheckProposal
		}
		if err := access.May(who, v, unitThing(r.Organ, r.Unit)); err != nil {
			return o.Today(), nil, store.Words{}, err
		}
		w, sum := saying(a.Reason)
		f, err := r.Return(a.Reason, sum)
		return o.Today(), f, w, err
	})
}

// ExtendProposal gives a proposal the longer period (延期).
func (o *Office) ExtendProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct) error {
	return o.decideProposal(ctx, who, access.KeepProposal, id, a.Rev, nil, func(_ *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		w, sum := saying(a.Reason)
		f, err := r.Extend(a.Reason, o.Today(), o.Calendar(), sum)
		return o.Today(), f, w, err
	})
}

// DraftProposal drafts the reply with its category, and says whether it may be
// public (拟复).
func (o *Office) DraftProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct, files []Upload) error {
	return o.decideProposal(ctx, who, access.WorkProposal, id, a.Rev, files, func(_ *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		for _, s := range []*string{&a.Reply.DocNo, &a.Reply.Words, &a.Reply.Why} {
			*s = strings.TrimSpace(*s)
		}
		r.Reply, r.ReplySalt = a.Reply, newSalt()
		f, err := r.Draft(ledger.Code(a.Category), ledger.Code(a.Open), a.Reply, ledger.Salted(r.ReplySalt, a.Reply.Bound()...))
		return o.Today(), f, store.Words{}, err
	})
}

// CheckProposal passes the drafted reply (审核).
func (o *Office) CheckProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct) error {
	return o.decideProposal(ctx, who, access.CheckProposal, id, a.Rev, nil, func(tx *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		t := unitThing(r.Organ, r.Unit)
		drafted, err := handsOf(tx, r.Organ, id, proposal.Proposed{}.Kind(), access.WorkProposal, t)
		if err != nil {
			return o.Today(), nil, store.Words{}, err
		}
		f, err := r.Check(hands(who, access.CheckProposal, t), drafted, ledger.Salted(r.ReplySalt, r.Reply.Bound()...))
		return o.Today(), f, store.Words{}, err
	})
}

// AnswerProposal records that the reply was sent, with what proves it.
func (o *Office) AnswerProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct, files []Upload) error {
	on, err := openDay("on", a.On)
	if err != nil {
		return err
	}
	return o.decideProposal(ctx, who, access.KeepProposal, id, a.Rev, files, func(_ *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		w, sum := saying(a.Proof)
		f, err := r.Answer(on, o.Today(), o.Calendar(), sum)
		return on, f, w, err
	})
}

// RateProposal records what the member thinks of the reply (反馈意见).
func (o *Office) RateProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct, files []Upload) error {
	on, err := openDay("on", a.On)
	if err != nil {
		return err
	}
	return o.decideProposal(ctx, who, access.KeepProposal, id, a.Rev, files, func(_ *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		w, sum := saying(a.Reason)
		f, err := r.Rate(ledger.Code(a.Satisfaction), on, o.Today(), sum)
		return on, f, w, err
	})
}

// WithdrawProposal ends a proposal without a reply (撤回).
func (o *Office) WithdrawProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct) error {
	return o.decideProposal(ctx, who, access.KeepProposal, id, a.Rev, nil, func(_ *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		w, sum := saying(a.Reason)
		f, err := r.Withdraw(a.Reason, sum)
		return o.Today(), f, w, err
	})
}

// EraseProposal takes away how the member is reached (删除个人信息).
func (o *Office) EraseProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct) error {
	return o.decideProposal(ctx, who, access.KeepProposal, id, a.Rev, nil, func(_ *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		r.Text.Contact, r.TextSalt = "", newSalt()
		f, err := r.Erase(ledger.Salted(r.TextSalt, r.Text.Bound()...))
		return o.Today(), f, store.Words{}, err
	})
}

// ReleaseProposal drafts the reply as an article of the kind 建议提案答复, whole or
// as a summary (公开答复), by the division that answered. From here it goes the way of every article: checked,
// reviewed, published; once public, the list of proposals links to it.
func (o *Office) ReleaseProposal(ctx context.Context, who access.Actor, id ledger.ID, a ProposalAct) (ledger.ID, error) {
	t := unitThing(who.Organ, who.Unit)
	if err := access.May(who, access.DraftArticle, t); err != nil {
		return "", err
	}
	form := ArticleForm{Column: a.Column, Type: string(publication.ProposalReply), Unit: string(who.Unit), Title: a.Title,
		HTML: paragraphs(a.Words), Mode: "proactive"}
	article := publication.Article{ID: newID(), Organ: who.Organ, State: publication.Draft, Latest: 1}
	return article.ID, o.decideProposal(ctx, who, access.WorkProposal, id, a.Rev, nil, func(tx *store.Tx, r *store.ProposalRow) (calendar.Day, ledger.Fact, store.Words, error) {
		if strings.TrimSpace(a.Title) == "" {
			return o.Today(), nil, store.Words{}, refusal.New("proposal.release.title", "国办发〔2014〕46号").On("title")
		}
		fact, err := r.Release(article.ID)
		if err != nil {
			return o.Today(), fact, store.Words{}, err
		}
		g, err := tx.Organ(r.Organ)
		if err != nil {
			return o.Today(), fact, store.Words{}, err
		}
		if c, err := tx.Column(r.Organ, ledger.Code(a.Column)); err == nil {
			form.Tags = c.Tags
		}
		form.DocNo, form.Formed, form.Source = r.Reply.DocNo, r.AnsweredOn.String(), g.Name
		e, err := form.into(publication.Edition{})
		if err != nil {
			return o.Today(), fact, store.Words{}, err
		}
		e.Article, e.No, e.State, e.Salt = article.ID, 1, publication.Draft, newSalt()
		e.Authors, e.SavedAt = e.By(hands(who, access.DraftArticle, t)...), o.now()
		follow(&article, e, form)
		return o.Today(), fact, store.Words{}, putDraft(tx, article, e)
	})
}
