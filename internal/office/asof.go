package office

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
)

// AsOf is an article as it stood at an instant (某一时刻的页面), by the ledger.
type AsOf struct {
	At      time.Time
	Article publication.Article // as it is today
	Then    publication.Article // as it was then: its validity and all that facts change
	Title   string
	Column  string // of the edition, by name
	Unit    string
	Period  *Period             // of the edition that was public; nil when nothing was
	Edition publication.Edition // of that period
	Signed  bool                // a signed head is over its beginning, so that it can be proved
	Spoilt  bool                // the row is not what the ledger says
	Erased  bool                // the salt is gone: nobody can say any more whether the row is right
	Before  *Period             // the last one that had ended by then
	After   *Period             // the next one
}

// moment reads the instant of a form, in Shanghai; its end, when only the
// minute is known, since an act within that minute had been done.
func (o *Office) moment(at string) (time.Time, error) {
	at = strings.TrimSpace(at)
	if at == "" {
		return o.now(), nil
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", at, calendar.Shanghai)
	if err != nil {
		return t, refusal.New("form.instant", "", "typed", at).On("at")
	}
	if t.After(o.now()) {
		return t, refusal.New("proof.asof.future", "PF-ASOF", "at", stamp(t)).On("at")
	}
	return t.Add(time.Minute - time.Millisecond), nil
}

// ArticleAsOf shows an article as it stood at an instant, 2006-01-02T15:04 in
// Shanghai; "" is now.
func (o *Office) ArticleAsOf(ctx context.Context, who access.Actor, id ledger.ID, at string) (x AsOf, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		a, err := tx.Article(id)
		if err != nil {
			return err
		}
		e, err := tx.Edition(id, max(a.Live, 1))
		if err != nil {
			return err
		}
		if err := access.May(who, access.ReadDesk, thing(a, e)); err != nil {
			return err
		}
		x.Article, x.Title = a, e.Title
		if x.At, err = o.moment(at); err != nil {
			return err
		}
		ps, err := periods(tx, a.Organ, id)
		if err != nil {
			return err
		}
		for i := range ps {
			switch p := &ps[i]; {
			case p.At(x.At):
				x.Period = p
			case p.Began.At.After(x.At):
				x.After = cmp.Or(x.After, p)
			default:
				x.Before = p
			}
		}
		if x.Period == nil {
			return nil
		}
		if x.Edition, err = tx.Edition(id, x.Period.No); err != nil {
			return err
		}
		if x.Then, err = articleAt(tx, a, x.At); err != nil {
			return err
		}
		if c, err := tx.Column(a.Organ, x.Then.Column); err == nil {
			x.Column = c.Name
		}
		if u, err := unit(tx, a.Organ, x.Then.Unit); err == nil {
			x.Unit = u.Name
		}
		over, err := headOver(tx, a.Organ, x.Period.Began.Seq)
		if err != nil {
			return err
		}
		x.Signed, x.Erased = over != nil, x.Edition.Salt == ""
		x.Spoilt = !x.Erased && x.Edition.Sum() != x.Period.Sum
		return nil
	})
	return x, err
}

// articleAt replays an article's facts up to an instant.
func articleAt(tx *store.Tx, a publication.Article, at time.Time) (then publication.Article, err error) {
	entries, err := tx.Entries(a.Organ, store.EntryFilter{Subject: a.ID})
	if err != nil {
		return then, err
	}
	codec := Codec()
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return then, err
		}
		if !e.At.After(at) {
			then = then.Apply(e, f)
		}
	}
	return then, nil
}

// SiteAsOf is what was public of the whole site at an instant.
type SiteAsOf struct {
	At                 time.Time
	Rows               []AsOfRow // newest first
	Total, Page, Pages int
}

// AsOfRow is an edition that was public.
type AsOfRow struct {
	Period
	Article       ledger.ID
	Title, Column string
}

const asOfPerPage = 50

// SiteAsOf lists what was public at an instant, by the ledger.
func (o *Office) SiteAsOf(ctx context.Context, who access.Actor, at string, page int) (s SiteAsOf, err error) {
	if err := may(who, access.ReadDesk); err != nil {
		return s, err
	}
	if s.At, err = o.moment(at); err != nil {
		return s, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		codec := Codec()
		all := map[ledger.ID][]Period{}
		columns := map[ledger.ID]ledger.Code{}
		err := tx.EachEntry(who.Organ, store.EntryFilter{Kinds: publicKinds}, func(e ledger.Entry) error {
			f, err := codec.Decode(e)
			if err != nil || e.At.After(s.At) {
				return err
			}
			switch f := f.(type) {
			case publication.Published:
				columns[e.Subject] = f.Column
			case publication.Revised:
				columns[e.Subject] = f.Column
			}
			all[e.Subject] = appendPeriod(all[e.Subject], e, f)
			return nil
		})
		if err != nil {
			return err
		}
		var rows []AsOfRow
		for id, ps := range all {
			if p := ps[len(ps)-1]; p.Ended.Seq == 0 {
				rows = append(rows, AsOfRow{Period: p, Article: id, Column: string(columns[id])})
			}
		}
		slices.SortFunc(rows, func(a, b AsOfRow) int { return cmp.Compare(b.Began.Seq, a.Began.Seq) })
		s.Total, s.Pages = len(rows), (len(rows)+asOfPerPage-1)/asOfPerPage
		s.Page = min(max(page, 1), max(s.Pages, 1))
		s.Rows = rows[min((s.Page-1)*asOfPerPage, len(rows)):min(s.Page*asOfPerPage, len(rows))]
		for i, r := range s.Rows {
			e, err := tx.Edition(r.Article, r.No)
			if err != nil {
				return err
			}
			s.Rows[i].Title = e.Title
			if c, err := tx.Column(who.Organ, ledger.Code(r.Column)); err == nil {
				s.Rows[i].Column = c.Name
			}
		}
		return nil
	})
	return s, err
}
