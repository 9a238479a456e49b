package bench

import (
	"context"
	"fmt"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/demo"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/review"
)

// filler fills an installation with a corpus by the demonstration's officers.
type filler struct {
	o    *office.Office
	who  map[string]access.Actor
	many *office.Many
	ids  map[string]ledger.ID // by key, of what is public
}

// Fill founds a bureau and publishes a corpus in it, each text on its day, by
// the verbs that people use; its clock stands on the day after the last. It
// answers with the articles by key.
func Fill(ctx context.Context, o *office.Office, clock *demo.Clock, c *Corpus, progress func(done, of int)) (map[string]ledger.ID, error) {
	f := filler{o: o, ids: make(map[string]ledger.ID, c.Len())}
	clock.Set(first.AddDays(-1).Start().Add(9 * time.Hour))
	if err := o.Found(ctx, demo.Founding()); err != nil {
		return nil, err
	}
	var err error
	if f.who, err = officers(ctx, o); err != nil {
		return nil, err
	}
	if f.many, err = o.PublishMany(ctx, demo.Token, f.cast); err != nil {
		return nil, err
	}
	var repealed, batch []Text
	hour := 9
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		clock.Set(batch[0].Formed.Start().Add(time.Duration(hour) * time.Hour))
		err := f.publish(ctx, batch)
		hour = 9 + (hour-8)%9
		batch = batch[:0]
		return err
	}
	for i := range c.Len() {
		t := c.Text(i)
		_, there := f.ids[t.Explains]
		if len(batch) > 0 && batch[0].Formed != t.Formed {
			if err := flush(); err != nil {
				return nil, err
			}
			hour = 9
			progress(i, c.Len())
		}
		if t.Explains != "" && !there {
			if err := flush(); err != nil {
				return nil, err
			}
		}
		if batch = append(batch, t); t.Repealed {
			repealed = append(repealed, t)
		}
	}
	if err := flush(); err != nil {
		return nil, err
	}
	clock.Run(last.AddDays(1).Start().Add(10 * time.Hour))
	for _, t := range repealed {
		if err := o.RateArticle(ctx, f.who["fazhi"], f.ids[t.Key], 1, "repealed", ""); err != nil {
			return nil, fmt.Errorf("%s %s: %w", t.Key, t.Title, err)
		}
	}
	progress(c.Len(), c.Len())
	return f.ids, nil
}

// publish lets out the texts of one instant.
func (f *filler) publish(ctx context.Context, texts []Text) error {
	forms := make([]office.ArticleForm, len(texts))
	for i, t := range texts {
		forms[i] = f.form(t)
	}
	ids, err := f.many.Publish(ctx, forms)
	for i, id := range ids {
		f.ids[texts[i].Key] = id
	}
	return err
}

func (f *filler) form(t Text) office.ArticleForm {
	form := office.ArticleForm{Column: t.Column, Type: string(t.Type), Unit: string(office.UnitID(demo.Token, ledger.Code(t.Unit))), Title: t.Title,
		HTML: t.HTML(), Summary: conv.Excerpt(t.HTML(), 90), DocNo: t.DocNo, Genre: t.Genre, Topic: "11", Source: "岳阳市科学技术局",
		Keywords: t.Topic + " " + t.Phase, Mode: "proactive", Formed: t.Formed.String(), Tags: []string{"execution"}, Explains: string(f.ids[t.Explains])}
	if t.DocNo != "" {
		form.Exempt = "条文浅显，由承办科室答复咨询"
	}
	return form
}

// cast is the clerk and the head of the text's division, and those who have the
// later steps.
func (f *filler) cast(form office.ArticleForm) office.Cast {
	unit := form.Unit[len(demo.Token)+1:]
	return office.Cast{Author: f.who[unit], Publisher: f.who["zhuren"], Reviewers: map[review.Step]access.Actor{
		review.Unit: f.who[demo.HeadOf(unit)], review.Secrecy: f.who["baomi"], review.Legal: f.who["fazhi"],
		review.Office: f.who["zhuren"], review.Leader: f.who["fenguan"]}}
}

// Today is the day on which a filled installation stands.
func Today() calendar.Day { return last.AddDays(1) }
