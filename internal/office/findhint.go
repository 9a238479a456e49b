package office

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/request"
	"gongkai/search"
)

const (
	compareArticles = 3000 // the newest, where there is no index to ask
	comparedHits    = 20
	leastHint       = 4 // characters that say something
)

// PublicHints are what is public already and may answer what somebody is about to
// ask for: all that was ever published, where the search can be asked. They decide
// nothing; what is only a guess is not among them.
func (o *Office) PublicHints(ctx context.Context, organ ledger.ID, content string) (out []FoundHit, err error) {
	if utf8.RuneCountInString(search.Flat(content)) < leastHint {
		return nil, nil
	}
	f, err := o.Find(ctx, organ, FindQuestion{Typed: content, Size: comparedHits})
	if err != nil {
		return nil, err
	}
	if f.Plain || f.Total == 0 {
		return o.alikeArticles(ctx, organ, content)
	}
	for _, h := range f.Hits {
		whole := !f.Loose && f.Fixed == ""
		if whole || request.Similar(content, h.Title+" "+h.DocNo+" "+h.Passage) >= request.Alike {
			out = append(out, h)
		}
	}
	return out[:min(len(out), maxHints)], nil
}

// alikeArticles compares with the newest articles one by one.
func (o *Office) alikeArticles(ctx context.Context, organ ledger.ID, content string) (out []FoundHit, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, _, err := tx.Articles(store.ArticleFilter{Organ: organ, States: []publication.State{publication.Live}, Live: true, Limit: compareArticles})
		if err != nil {
			return err
		}
		type scored struct {
			row   store.ArticleRow
			score float64
		}
		var found []scored
		for _, r := range rows {
			if s := request.Similar(content, r.Edition.Title+" "+r.Edition.DocNo+" "+r.Edition.Summary); s >= request.Alike {
				found = append(found, scored{r, s})
			}
		}
		slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
		for _, f := range found[:min(len(found), maxHints)] {
			out = append(out, articleHit(publicRow(f.row), search.Query{}))
		}
		return nil
	})
	return out, err
}

// articleHit is an article of a list as something that was found.
func articleHit(r PublicRow, q search.Query) FoundHit {
	return FoundHit{Kind: kindOfArticle(r.Type), ID: r.ID, Path: "a/" + string(r.ID), Title: r.Title, DocNo: r.DocNo,
		Day: calendar.DayOf(r.At), Column: r.Column, Validity: r.Validity, Passage: search.Passage(r.Summary, q, foundAround)}
}
