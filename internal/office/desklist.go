package office

import (
	"context"
	"gongkai/access"
	"gongkai/batch"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
)

// DeskQuery narrows the desk's list of articles.
type DeskQuery struct {
	Under      ledger.Code
	State      publication.State
	Type       publication.Kind
	Unit       ledger.ID
	Text       string
	Year, Page int
	Mine       bool
}

// DeskList is a page of it.
type DeskList struct {
	Rows               []DeskRow
	Total, Page, Pages int
	Years              []int
}

// DeskRow is a line of it.
type DeskRow struct {
	Article      publication.Article
	Edition      publication.Edition
	Unit, Author string
	Due          calendar.Date
	Left         int
	HasDue       bool
	Owed         bool   // let out before its review, which is not through
	Turn         string // whose turn it is, of what is under review
}

const deskPage = 30

// DeskList lists the articles of the organ with their newest editions.
func (o *Office) DeskList(ctx context.Context, who access.Actor, q DeskQuery) (l DeskList, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return l, err
	}
	l.Page = max(q.Page, 1)
	f := store.ArticleFilter{Organ: who.Organ, Under: q.Under, Unit: q.Unit, Year: q.Year, Query: q.Text,
		Limit: deskPage, Offset: (l.Page - 1) * deskPage}
	if q.State != "" {
		f.EditionStates = []publication.State{q.State}
	}
	if q.Type != "" {
		f.Types = []publication.Kind{q.Type}
	}
	if q.Mine {
		f.Author = who.Officer
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, total, err := tx.Articles(f)
		if err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		rounds, err := tx.RoundsWaiting(who.Organ)
		if err != nil {
			return err
		}
		for _, r := range rows {
			d := DeskRow{Article: r.Article, Edition: r.Edition, Unit: names[r.Article.Unit]}
			if len(r.Edition.Authors) > 0 {
				d.Author = names[r.Edition.Authors[0]]
			}
			d.Due, d.Left, d.HasDue = o.dueOf(tx, r.Article, r.Edition)
			for _, x := range rounds {
				if x.Article == r.Article.ID {
					d.Owed = d.Owed || x.Edition == r.Article.Live && x.Owed()
					d.Turn = turnName(x)
				}
			}
			l.Rows = append(l.Rows, d)
		}
		l.Total, l.Pages = total, (total+deskPage-1)/deskPage
		months, err := tx.Months(store.LiveFilter{Organ: who.Organ, Under: q.Under})
		l.Years = yearsOf(months)
		return err
	})
	return l, err
}

// DeskArticle is one matter: left the thing, right what may be done to it.
type DeskArticle struct {
	Article  publication.Article
	Editions []publication.Edition // newest first
	Column   publication.Column
	Unit     string
	Names    map[ledger.ID]string
	Due      calendar.Date
	Left     int
	HasDue   bool
	Entries  []EntryView
	Review   ReviewView
	Batch    batch.Batch // that the newest edition waits in, zero for none
	Can      map[access.Verb]bool
}

// DeskArticle reads an article with all its editions and entries.
func (o *Office) DeskArticle(ctx context.Context, who access.Actor, id ledger.ID) (d DeskArticle, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if d.Article, err = tx.Article(id); err != nil {
			return err
		}
		if d.Editions, err = tx.Editions(id); err != nil {
			return err
		}
		t := thing(d.Article, d.Editions[0])
		if err := access.May(who, access.ReadDesk, t); err != nil {
			return err
		}
		if d.Names, err = o.names(tx, who.Organ); err != nil {
			return err
		}
		if c, err := tx.Column(who.Organ, d.Editions[0].Column); err == nil {
			d.Column = c // a draft may have none yet
		}
		d.Unit = d.Names[d.Article.Unit]
		d.Due, d.Left, d.HasDue = o.dueOf(tx, d.Article, d.Editions[0])
		if d.Batch, _, err = tx.BatchOf(id, d.Editions[0].No); err != nil {
			return err
		}
		if d.Review, err = o.reviewOf(tx, who, d.Article, d.Editions, d.Names); err != nil {
			return err
		}
		d.Can = map[access.Verb]bool{}
		for _, v := range []access.Verb{access.EditArticle, access.SubmitArticle, access.PublishArticle, access.WithdrawArticle,
			access.ValidityArticle, access.ReassessArticle, access.UploadFile, access.SecondFinding} {
			d.Can[v] = access.May(who, v, t) == nil
		}
		entries, err := tx.Entries(who.Organ, store.EntryFilter{Subject: id, Desc: true, Limit: 200})
		if err != nil {
			return err
		}
		d.Entries, err = o.entryViews(tx, who.Organ, entries)
		return err
	})
	return d, err
}
