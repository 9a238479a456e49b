package office

import (
	"context"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/people"
	"gongkai/publication"
)

// Lists is what the forms choose from.
type Lists struct {
	Columns  []publication.Column
	Units    []people.Unit
	Policies []PublicRow // live documents that an interpretation may explain
	Coming   []PublicRow // and those that are made with it
}

// Lists reads what the forms choose from.
func (o *Office) Lists(ctx context.Context, who access.Actor) (l Lists, err error) {
	if err := may(who, access.ReadOrgan); err != nil {
		return l, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		if l.Columns, err = tx.Columns(who.Organ); err != nil {
			return err
		}
		if l.Units, err = tx.Units(who.Organ); err != nil {
			return err
		}
		officials := []publication.Kind{publication.Document, publication.Normative, publication.Rule}
		rows, _, err := tx.Articles(store.ArticleFilter{Organ: who.Organ, States: []publication.State{publication.Live}, Live: true,
			Types: officials, Limit: 500})
		if err != nil {
			return err
		}
		for _, r := range rows {
			l.Policies = append(l.Policies, publicRow(r))
		}
		rows, _, err = tx.Articles(store.ArticleFilter{Organ: who.Organ, Types: officials,
			EditionStates: []publication.State{publication.Draft, publication.InReview, publication.Scheduled}, Limit: 500})
		for _, r := range rows {
			if coming(r.Article) {
				p := publicRow(r)
				p.Title = orUntitled(p.Title)
				l.Coming = append(l.Coming, p)
			}
		}
		return err
	})
	return l, err
}
