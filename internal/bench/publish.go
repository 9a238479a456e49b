package bench

import (
	"context"
	"errors"
	"time"

	"gongkai/access"
	"gongkai/internal/demo"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/review"
)

// publishing compares what one publication costs in a small installation and in a
// large one, by turns: from the draft to the live page, and the last verb alone.
func publishing(ctx context.Context, e *Env) (r Result, err error) {
	ends := []int{e.Sizes[0], e.Sizes[len(e.Sizes)-1]}
	var desks [2]filler
	for i, n := range ends {
		o, end, err := e.Filled(ctx, n)
		if err != nil {
			return r, err
		}
		defer end()
		desks[i] = filler{o: o, ids: map[string]ledger.ID{}}
		if desks[i].who, err = officers(ctx, o); err != nil {
			return r, err
		}
	}
	var whole, verb [2]times
	c := NewCorpus(7, 100)
	for i := range c.Len() {
		t := c.Text(i)
		if t.Type != publication.News {
			continue
		}
		for j := range desks {
			all, last, err := desks[j].one(ctx, t)
			if err != nil {
				return r, err
			}
			whole[j], verb[j] = append(whole[j], all), append(verb[j], last)
		}
	}
	for _, x := range []struct {
		name string
		took [2]times
	}{{"一篇信息从起草到发布", whole}, {"其中发布一步", verb}} {
		small, large := x.took[0].at(0.5), x.took[1].at(0.5)
		r.Rows = append(r.Rows, Row{Name: x.name, Ours: large, Theirs: small, Unit: "毫秒", Ratio: large / small, Want: "文章最多时不到最少时的2倍"})
	}
	return r, nil
}

// one takes a text through its chain by the verbs of people.
func (f *filler) one(ctx context.Context, t Text) (all, last time.Duration, err error) {
	form := f.form(t)
	form.Formed = Today().String()
	cast := f.cast(form)
	chart, err := f.o.Chart(ctx, cast.Publisher)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	id, err := f.o.NewDraft(ctx, cast.Author, form)
	if err != nil {
		return 0, 0, err
	}
	if err := f.o.SubmitArticle(ctx, cast.Author, id, 1, 1); err != nil {
		return 0, 0, err
	}
	rev := int64(2)
	for _, step := range chart.Table.Chain(ledger.Code(t.Type), ledger.Code(t.Column)).Steps {
		said := office.OpinionForm{Step: string(step), Verdict: string(review.Approve), Words: "同意公开"}
		if step == review.Secrecy {
			said.Basis = "none"
		}
		if err := f.o.OpineArticle(ctx, cast.Reviewers[step], id, 1, rev, said); err != nil {
			return 0, 0, err
		}
		rev++
	}
	now := time.Now()
	err = f.o.PublishArticle(ctx, cast.Publisher, id, 1, rev)
	return time.Since(began), time.Since(now), err
}

// officers are the actors of a filled installation by login.
func officers(ctx context.Context, o *office.Office) (map[string]access.Actor, error) {
	who := map[string]access.Actor{}
	var all error
	for _, a := range demo.Accounts() {
		actor, err := o.Actor(ctx, office.OfficerID(demo.Token, a.Login))
		who[a.Login], all = actor, errors.Join(all, err)
	}
	return who, all
}
