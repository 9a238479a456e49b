package office

import (
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/website"
)

// websites is what the ledger says of the forms of the site.
type websites struct {
	said    map[ledger.ID]websiteSaid
	returns map[int]website.Return
}

type websiteSaid struct {
	website.Stated
	seq int64
	on  string
	by  ledger.ID
}

func newWebsites() websites {
	return websites{said: map[ledger.ID]websiteSaid{}, returns: map[int]website.Return{}}
}

// apply takes a fact; a seconding has no row of its own.
func (w websites) apply(e ledger.Entry, f ledger.Fact) {
	switch f := f.(type) {
	case website.Stated:
		w.said[e.Subject] = websiteSaid{f, e.Seq, e.On.String(), e.By}
	case website.Frozen:
		w.returns[f.Year] = w.returns[f.Year].Apply(e, f)
	case website.Issued:
		w.returns[f.Year] = w.returns[f.Year].Apply(e, f)
	}
}

func (r *replay) compareWebsites(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.WebsiteStatements(organ, 0)
	if err != nil {
		return err
	}
	for _, s := range rows {
		want, known := r.websites.said[s.ID]
		delete(r.websites.said, s.ID)
		if !known || want.Year != s.Year || want.Cell != s.Cell || want.Value != s.Value || want.Of != s.Of || want.seq != s.Seq ||
			want.on != s.On.String() || want.by != s.Officer || want.Words != s.Sum() {
			r.find("网站报表填报 %s（%d年 %s）与台账不符", s.ID, s.Year, s.Cell)
		}
	}
	for _, id := range keys(r.websites.said) {
		r.find("台账中的网站报表填报 %s 在数据表中没有了", id)
	}
	all, err := tx.WebsiteReturns(organ)
	for _, x := range all {
		want, known := r.websites.returns[x.Year]
		delete(r.websites.returns, x.Year)
		switch {
		case !known && x.State != website.Drafting:
			r.find("%d年网站报表的状态与台账不符", x.Year)
		case known && (x.State != want.State || x.Form != want.Form || x.Seq != want.Seq || x.Root != want.Root ||
			x.FrozenOn != want.FrozenOn || want.Article != "" && x.Article != want.Article):
			r.find("%d年网站报表的冻结记录与台账不符", x.Year)
		}
	}
	for _, y := range keys(r.websites.returns) {
		r.find("台账中的%d年网站报表在数据表中没有了", y)
	}
	return err
}
