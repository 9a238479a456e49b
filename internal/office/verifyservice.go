package office

import (
	"fmt"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/service"
)

// cases is the replay of what the ledger knows of cases.
type cases struct {
	lives  map[ledger.ID]service.Case
	last   map[ledger.ID]int64
	names  map[ledger.ID]ledger.Sum
	words  map[int64]bound
	papers map[int64]bound
}

func newCases() cases {
	return cases{map[ledger.ID]service.Case{}, map[ledger.ID]int64{}, map[ledger.ID]ledger.Sum{}, map[int64]bound{}, map[int64]bound{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (c cases) apply(e ledger.Entry, f ledger.Fact) bool {
	if !service.IsKind(e.Kind) {
		return false
	}
	switch f := f.(type) {
	case service.Filed:
		c.names[e.Subject] = f.Names
	case service.Kept:
		c.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	case service.Lettered:
		c.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	}
	if sum := service.Bound(f); sum != "" {
		c.words[e.Seq] = bound{request: e.Subject, sum: sum}
	}
	c.lives[e.Subject] = c.lives[e.Subject].Apply(e, f)
	c.last[e.Subject] = e.Seq
	return true
}

// compareCases compares the rows of cases, what was said beside their facts, and
// their papers with the ledger, in both directions.
func (r *replay) compareCases(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.CheckedCases(organ)
	if err != nil {
		return err
	}
	erased := map[ledger.ID]bool{}
	for _, row := range rows {
		want, known := r.cases.lives[row.Key]
		delete(r.cases.lives, row.Key)
		if !known {
			r.find("办件 %s（%s）在台账中没有记录", row.Key, row.No)
			continue
		}
		erased[row.Key] = want.Erased
		got := row.Case
		got.Rev = 0
		if d := same(got, want); d != "" {
			r.find("办件 %s（%s）：%s", row.Key, want.No, d)
		}
		if row.Seq < r.cases.last[row.Key] {
			r.find("办件 %s（%s）的数据停在台账第%d号，台账已记到第%d号", row.Key, want.No, row.Seq, r.cases.last[row.Key])
		}
		owed := 0
		if want.Owed() {
			owed = 1
		}
		if x := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|%s|%s|%d|%d", want.No, want.State, want.Terms.Item, want.Unit, want.Terms.Unit, want.Door, want.FiledOn,
			want.EndedOn, row.Names.Item, want.Rating, owed); x != row.Columns {
			r.find("办件 %s（%s）的列表字段是 %s，应是 %s", row.Key, want.No, row.Columns, x)
		}
		if ledger.Salted(row.NamesSalt, row.Names.Words()...) != r.cases.names[row.Key] {
			r.find("办件 %s（%s）的事项名称被改动过，与台账中的散列值不符", row.Key, want.No)
		}
	}
	for _, id := range keys(r.cases.lives) {
		r.find("台账中的办件 %s 在数据表中没有了", id)
	}
	if err := r.compareCaseWords(tx, organ, erased); err != nil {
		return err
	}
	return r.compareCasePapers(tx, organ, erased)
}

// compareCaseWords compares what was said. Of an erased case nothing must be left.
func (r *replay) compareCaseWords(tx *store.Tx, organ ledger.ID, erased map[ledger.ID]bool) error {
	words, err := tx.CheckedCaseWords(organ)
	for _, w := range words {
		want, known := r.cases.words[w.Seq]
		delete(r.cases.words, w.Seq)
		switch {
		case !known || want.request != w.Case:
			r.find("办件 %s 的一段记载（台账第%d号）在台账中没有依据", w.Case, w.Seq)
		case w.Gone != erased[w.Case]:
			r.find("办件 %s 的记载（台账第%d号）被删去了，或者应当删去而没有删", w.Case, w.Seq)
		case !w.Gone && ledger.Salted(w.Salt, w.Words.Words...) != want.sum:
			r.find("办件 %s 的记载（台账第%d号）被改动过，与台账中的散列值不符", w.Case, w.Seq)
		}
	}
	for _, seq := range keys(r.cases.words) {
		r.find("办件 %s 的记载（台账第%d号）不在了", r.cases.words[seq].request, seq)
	}
	return err
}

func (r *replay) compareCasePapers(tx *store.Tx, organ ledger.ID, erased map[ledger.ID]bool) error {
	papers, err := tx.CheckedCasePapers(organ)
	for _, p := range papers {
		want, known := r.cases.papers[p.Seq]
		delete(r.cases.papers, p.Seq)
		switch {
		case !known || want.request != p.Request:
			r.find("办件 %s 的材料 %s 在台账中没有依据", p.Request, p.ID)
		case erased[p.Request]:
			if p.SHA != "" || p.Name != "" || len(p.Body) > 0 {
				r.find("办件 %s 的个人信息已删除，材料 %s 却还在", p.Request, p.ID)
			}
		case paperSum(p) != want.sum:
			r.find("办件 %s 的材料《%s》被改动过，与台账中的散列值不符", p.Request, p.Name)
		}
	}
	for _, seq := range keys(r.cases.papers) {
		r.find("办件 %s 的材料（台账第%d号）不在了", r.cases.papers[seq].request, seq)
	}
	return err
}

// checkCaseFiles has every file of a case checked.
func checkCaseFiles(tx *store.Tx, organ ledger.ID, check func(of, sha string)) error {
	papers, err := tx.CheckedCasePapers(organ)
	for _, p := range papers {
		check("办件 "+string(p.Request), p.SHA)
	}
	return err
}
