package office

import (
	"gongkai/catalogue"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// guides is the replay of what the ledger knows of the catalogue.
type guides struct {
	items    map[ledger.ID]catalogue.Item
	versions map[edition]catalogue.Version
	enforced map[edition]catalogue.Enforced
	sums     map[edition]ledger.Sum
	words    map[int64]bound
}

func newGuides() guides {
	return guides{map[ledger.ID]catalogue.Item{}, map[edition]catalogue.Version{}, map[edition]catalogue.Enforced{}, map[edition]ledger.Sum{}, map[int64]bound{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (g guides) apply(e ledger.Entry, f ledger.Fact) bool {
	no := 0
	switch f := f.(type) {
	case catalogue.Proposed:
		no = f.Version
		g.sums[edition{e.Subject, no}] = f.Sum
	case catalogue.Enforced:
		no = f.Version
		g.sums[edition{e.Subject, no}] = f.Sum
		g.enforced[edition{e.Subject, no}] = f
	case catalogue.Returned:
		no = f.Version
		g.words[e.Seq] = bound{request: e.Subject, sum: f.Reason}
	case catalogue.Halted:
		g.words[e.Seq] = bound{request: e.Subject, sum: f.Reason}
	case catalogue.Cancellation:
		g.words[e.Seq] = bound{request: e.Subject, sum: f.Reason}
	case catalogue.Resumed:
	default:
		return false
	}
	g.items[e.Subject] = g.items[e.Subject].Apply(e, f)
	if at := (edition{e.Subject, no}); no > 0 {
		v := g.versions[at]
		v.No = no
		g.versions[at] = v.Apply(e, f)
	}
	return true
}

// compareGuides compares the items of the catalogue and their versions with the
// ledger, in both directions.
func (r *replay) compareGuides(tx *store.Tx, organ ledger.ID) error {
	items, err := tx.CatalogueItems(organ)
	if err != nil {
		return err
	}
	for _, row := range items {
		want, known := r.guides.items[row.ID]
		delete(r.guides.items, row.ID)
		if !known {
			if row.State != catalogue.New || row.Approved > 0 || row.Line != "" {
				r.find("办事事项 %s 的状态是“%s”，但台账中没有它", row.No, row.State.Name())
			}
			continue
		}
		want.Latest, want.Rev = row.Latest, row.Rev
		if d := same(row, want); d != "" {
			r.find("办事事项 %s：%s", row.No, d)
		}
	}
	for _, id := range keys(r.guides.items) {
		r.find("台账中的办事事项 %s 在数据表中没有了", id)
	}
	versions, err := tx.CatalogueVersions(organ, "")
	if err != nil {
		return err
	}
	for _, row := range versions {
		r.compareGuide(row)
	}
	for at := range r.guides.versions {
		r.find("台账中的办事事项 %s 第%d版在数据表中没有了", at.article, at.no)
	}
	words, err := tx.CatalogueWords(organ, "")
	for _, w := range words {
		if r.guides.words[w.Seq] != (bound{request: w.Item, sum: ledger.Salted(w.Salt, w.Words)}) {
			r.find("办事事项 %s 的理由（台账第%d号）被改动过", w.Item, w.Seq)
		}
		delete(r.guides.words, w.Seq)
	}
	for _, seq := range keys(r.guides.words) {
		r.find("办事事项 %s 的理由（台账第%d号）不在了", r.guides.words[seq].request, seq)
	}
	return err
}

func (r *replay) compareGuide(row catalogue.Version) {
	at := edition{row.Item, row.No}
	want, known := r.guides.versions[at]
	delete(r.guides.versions, at)
	switch {
	case !known:
		if row.Stage != catalogue.Draft {
			r.find("办事事项 %s 第%d版的状态是“%s”，但台账中没有它", row.Item, row.No, row.Stage.Name())
		}
		return
	case row.Stage != want.Stage || row.From != want.From:
		r.find("办事事项 %s 第%d版的状态或者生效日期与台账不符", row.Item, row.No)
	case row.Stage != catalogue.Draft && row.Sum() != r.guides.sums[at]:
		r.find("办事事项 %s 第%d版《%s》被改动过，与台账中的散列值不符", row.Item, row.No, row.Elements.Name)
	}
	if f, ok := r.guides.enforced[at]; ok && (f.Unit != row.Unit || f.Type != row.Elements.Kind || f.Handling != row.Elements.Handling ||
		f.Statutory != row.Elements.Statutory || f.Promised != row.Elements.Promised || f.Visits != row.Elements.Visits) {
		r.find("办事事项 %s 第%d版的科室、类型、时限或者次数与台账不符", row.Item, row.No)
	}
}
