package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/review"
)

// Cast is who does what with a text on its way: who drafts it and hands it in,
// who has the say of each step, who lets it out.
type Cast struct {
	Author    access.Actor
	Reviewers map[review.Step]access.Actor
	Publisher access.Actor
}

// Many publishes texts by the thousand (成批发布), for filling an installation.
type Many struct {
	o      *Office
	organ  ledger.ID
	cast   func(ArticleForm) Cast
	ground *ground
}

// PublishMany prepares it: what texts are checked by is read once, and learns of
// each document that goes out.
func (o *Office) PublishMany(ctx context.Context, organ ledger.ID, cast func(ArticleForm) Cast) (m *Many, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		checker, err := o.checker(tx, organ)
		if err != nil {
			return err
		}
		docs := newIssued() // of its own, since it runs ahead
		err = docs.follow(tx, organ)
		m = &Many{o, organ, cast, &ground{checker, docs, docs.tokens()}}
		return err
	})
	return m, err
}

// Publish takes texts from their draft through their chains to the live page, all
// or none, and answers with their articles in order. The verbs are those of one
// text, each asks the policy, and the ledger has each of their facts (R-A17):
// nothing is spared but that a row is written between two of them.
func (m *Many) Publish(ctx context.Context, forms []ArticleForm) (ids []ledger.ID, err error) {
	cal, now := m.o.Calendar(), m.o.now()
	err = m.o.record(ctx, m.organ, func(tx *store.Tx) error {
		return tx.Bulk(func() error {
			for _, f := range forms {
				w := way{change: change{tx: tx, now: now, on: calendar.DayOf(now)}, ground: m.ground, cal: cal, cast: m.cast(f)}
				for _, verb := range []func() error{func() error { return w.draft(f) }, w.submit, w.opine, w.publish, w.keep} {
					if err := verb(); err != nil {
						return fmt.Errorf("%s: %w", f.Title, err)
					}
				}
				ids = append(ids, w.a.ID)
			}
			return nil
		})
	})
	if err == nil {
		m.ground.learn(ids, forms)
	}
	return ids, err
}

// learn takes in the documents that went out, before they are read again: only
// this filling looks at them meanwhile.
func (g *ground) learn(ids []ledger.ID, forms []ArticleForm) {
	for i, f := range forms {
		if f.DocNo == "" {
			continue
		}
		g.docs.add(store.Issued{Article: ids[i], No: f.DocNo, Validity: "valid"})
		if token, _, ok := strings.Cut(f.DocNo, "〔"); ok && !slices.Contains(g.tokens, token) {
			g.tokens = append(g.tokens, token)
		}
	}
}

// way is one text on its way, kept in memory until it is out.
type way struct {
	change
	ground *ground
	cal    *calendar.Calendar
	cast   Cast
}

// as lets an actor do the next verb, if the policy agrees.
func (w *way) as(who access.Actor, v access.Verb) error {
	w.who = who
	return access.May(who, v, thing(w.a, w.e))
}

func (w *way) draft(f ArticleForm) (err error) {
	who := w.cast.Author
	if w.e, err = f.into(publication.Edition{}); err != nil {
		return err
	}
	w.a = publication.Article{ID: newID(), Organ: who.Organ, State: publication.Draft, Latest: 1}
	w.e.Article, w.e.No, w.e.Salt, w.e.SavedAt = w.a.ID, 1, newSalt(), w.now
	w.e.State = publication.Draft
	follow(&w.a, w.e, f)
	if err := w.as(who, access.DraftArticle); err != nil {
		return err
	}
	w.e.Authors = w.e.By(who.Officer)
	return known(w.tx, w.a.Organ, w.e)
}

// submit hands the text in, unless the checks hold it.
func (w *way) submit() error {
	who := w.cast.Author
	if err := w.as(who, access.SubmitArticle); err != nil {
		return err
	}
	f, err := w.a.Submit(w.e, who.Officer, w.on)
	if err != nil {
		return err
	}
	fresh := w.e
	fresh.Article = "" // nobody can explain yet what nobody has seen
	l, err := w.ground.look(w.tx, fresh, w.on)
	if err != nil {
		return err
	}
	if err := blocked(w.tx, w.e, inText(l, w.e)); err != nil {
		return err
	}
	w.e.State, w.e.SubmittedAt = publication.InReview, w.now
	opened, err := newRound(w.tx, w.a, w.e, 1, w.on)
	if err != nil {
		return err
	}
	words := review.Opinion{Salt: newSalt()}
	opened.Words = words.Bound()
	return errors.Join(w.write(who.Officer, f, review.Opinion{}), w.write(who.Officer, opened, words))
}

// opine has the say of each step, one after the other.
func (w *way) opine() error {
	for w.r.State == review.Reviewing {
		step := w.r.Step
		who := w.cast.Reviewers[step]
		if err := w.as(who, reviewVerbs[step]); err != nil {
			return err
		}
		line := review.Opinion{Step: step, By: who.Officer, Verdict: review.Approve, Words: "同意公开", Salt: newSalt()}
		if step == review.Secrecy {
			line.Basis = "none"
		}
		f, err := w.r.Opine(line, w.e.Sum(), w.e.Authors)
		if err != nil {
			return err
		}
		if err := w.write(who.Officer, f, line); err != nil {
			return err
		}
	}
	w.e.Passed = w.r.Sum
	return nil
}

func (w *way) publish() error {
	who := w.cast.Publisher
	if err := w.as(who, access.PublishArticle); err != nil {
		return err
	}
	f, err := w.out(who.Officer, func(l law.Limit) (ledger.Fact, error) {
		return w.a.Publish(w.e, who.Officer, w.on, l, w.cal, w.indexNo)
	})
	if err != nil {
		return err
	}
	return w.write(who.Officer, f, review.Opinion{})
}
