package office

import (
	"cmp"
	"maps"
	"slices"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/review"
)

// passage names a round.
type passage struct {
	edition
	no int
}

// charted is a table of chains as the ledger knows it.
type charted struct {
	review.Charted
	seq int64
	by  ledger.ID
}

// reviews is the replay of what the ledger knows of chains.
type reviews struct {
	rounds map[passage]review.Round
	last   map[edition]review.Round
	lines  map[int64]review.Opinion
	charts map[int]charted
	erased map[int64]bool // lines whose guest was erased
}

func newReviews() reviews {
	return reviews{map[passage]review.Round{}, map[edition]review.Round{}, map[int64]review.Opinion{}, map[int]charted{}, map[int64]bool{}}
}

// review replays a fact of a chain; it answers false for a fact of another noun.
func (r *replay) review(e ledger.Entry, f ledger.Fact) bool {
	if f, ok := f.(review.Charted); ok {
		r.reviews.charts[f.Version] = charted{f, e.Seq, e.By}
		return true
	}
	if closed, ok := f.(review.Closed); ok {
		r.filed[edition{e.Subject, closed.Edition}] = filed{closed.Text, publication.Closed}
		r.article(e, f)
		return true
	}
	line, ok := review.Said(e, f)
	if !ok {
		return false
	}
	r.reviews.lines[e.Seq] = line
	r.article(e, f)
	at := edition{e.Subject, line.Edition}
	if line.Round == 0 {
		return true
	}
	key := passage{at, line.Round}
	r.reviews.rounds[key] = r.reviews.rounds[key].Apply(e, f)
	r.reviews.last[at] = r.reviews.rounds[key]
	switch {
	case r.reviews.rounds[key].Rushed != "": // it is out, whatever they say
	case line.Verdict == review.Recall, line.Verdict == review.Return && line.To == ledger.Code(review.Drafted):
		delete(r.filed, at)
	case line.Verdict == review.Return:
		r.filed[at] = filed{r.filed[at].sum, publication.InReview}
	}
	return true
}

// compareReviews compares rounds, trails and tables of chains with the ledger,
// in both directions, and each edition with what its round says of it.
func (r *replay) compareReviews(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Rounds(organ)
	if err != nil {
		return err
	}
	for _, row := range rows {
		key := passage{edition{row.Article, row.Edition}, row.No}
		want, known := r.reviews.rounds[key]
		delete(r.reviews.rounds, key)
		row.Rev = 0
		if !known {
			r.find("稿件 %s 第%d版的第%d轮审核在台账中没有记录", row.Article, row.Edition, row.No)
		} else if d := same(row, want); d != "" {
			r.find("稿件 %s 第%d版的第%d轮审核：%s", row.Article, row.Edition, row.No, d)
		}
	}
	gone := slices.SortedFunc(maps.Keys(r.reviews.rounds), func(a, b passage) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.edition.no, b.edition.no), cmp.Compare(a.no, b.no))
	})
	for _, key := range gone {
		r.find("台账中的稿件 %s 第%d版第%d轮审核在数据表中没有了", key.article, key.edition.no, key.no)
	}
	err = tx.EachEdition(organ, func(e publication.Edition) error {
		last, known := r.reviews.last[edition{e.Article, e.No}]
		var passed ledger.Sum
		if last.State == review.Passed {
			passed = last.Sum
		}
		if e.Passed != passed {
			r.find("稿件 %s 第%d版是否通过审核，与台账不符", e.Article, e.No)
		}
		if known && e.State != publication.Draft && (e.Mode != last.Mode || e.Basis != last.Ground || e.ClosedSum() != last.Reason) {
			r.find("稿件 %s 第%d版的公开属性被改动过，与台账不符", e.Article, e.No)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := r.compareTrail(tx, organ); err != nil {
		return err
	}
	charts, err := tx.Charts(organ)
	for _, x := range charts {
		want, known := r.reviews.charts[x.Version]
		delete(r.reviews.charts, x.Version)
		if !known || want.From != x.From || want.Text != x.Bound() || want.seq != x.Seq || want.by != x.Officer {
			r.find("审核流程表第%d版与台账不符", x.Version)
		}
	}
	for _, v := range keys(r.reviews.charts) {
		r.find("台账中的审核流程表第%d版在数据表中没有了", v)
	}
	return err
}

func (r *replay) compareTrail(tx *store.Tx, organ ledger.ID) error {
	lines, err := tx.AllOpinions(organ)
	if err != nil {
		return err
	}
	for _, l := range lines {
		want, known := r.reviews.lines[l.Seq]
		delete(r.reviews.lines, l.Seq)
		bound := l.Bound() == want.Sum || r.reviews.erased[l.Seq] && l.Guest.Name == "" && l.Salt == ""
		l.Guest, l.Words, l.Salt, l.Sum = review.Guest{}, "", "", want.Sum
		l.At, want.At = l.At.UTC(), want.At.UTC()
		if !known || !l.At.Equal(want.At) || !bound || same(l, want) != "" {
			r.find("稿件 %s 第%d版的审核意见（台账第%d号）被改动过，与台账不符", l.Article, l.Edition, l.Seq)
		}
	}
	for _, seq := range keys(r.reviews.lines) {
		r.find("稿件 %s 的审核意见（台账第%d号）不在了", r.reviews.lines[seq].Article, seq)
	}
	return nil
}
