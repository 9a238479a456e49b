package office

import (
	"fmt"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/request"
)

// requests is the replay of a stretch of requests.
type requests struct {
	lives  map[ledger.ID]request.Request
	bound  map[int64]bound // words by their entry
	papers map[int64]bound // papers by their entry
	last   map[ledger.ID]int64
	old    map[ledger.ID]string // numbers of the old register, as their rows have them
}

// bound is what an entry binds: the request and the sum of what stands beside it.
type bound struct {
	request ledger.ID
	sum     ledger.Sum
	old     bool // of a row of the old register
}

// apply replays a fact.
func (q requests) apply(e ledger.Entry, f ledger.Fact) {
	switch f := f.(type) {
	case request.Lettered:
		q.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	case request.Kept:
		q.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	default:
		if sum := request.Bound(f); sum != "" {
			_, old := f.(request.Imported)
			q.bound[e.Seq] = bound{e.Subject, sum, old}
		}
	}
	q.lives[e.Subject] = q.lives[e.Subject].Apply(e, f)
	q.last[e.Subject] = e.Seq
}

// compareRequests compares the rows of requests, what was said beside their
// facts, and their papers with the ledger, in both directions, a stretch of
// requests after the other. The chain has vouched for the entries.
func (r *replay) compareRequests(tx *store.Tx, organ ledger.ID, o *Office) error {
	for after, more := ledger.ID(""), true; more; {
		at, err := tx.RequestRange(after, verifyBatch)
		if err != nil {
			return err
		}
		after, more = at.To, at.To != ""
		rows, err := tx.CheckedRequests(organ, at)
		if err != nil {
			return err
		}
		q := requests{map[ledger.ID]request.Request{}, map[int64]bound{}, map[int64]bound{}, map[ledger.ID]int64{}, map[ledger.ID]string{}}
		entries, err := tx.CheckedEntries(organ, at)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if f, ok := r.decode(e); ok {
				q.apply(e, f)
			}
		}
		erased := r.compareLives(q, rows)
		if err := r.compareWords(q, tx, organ, at, erased); err != nil {
			return err
		}
		if err := r.comparePapers(q, tx, organ, at, erased, o); err != nil {
			return err
		}
	}
	return nil
}

// compareLives compares rows with what the facts made, and says which requests
// were erased.
func (r *replay) compareLives(q requests, rows []store.CheckedRequest) map[ledger.ID]bool {
	erased := map[ledger.ID]bool{}
	for _, row := range rows {
		want, known := q.lives[row.Key]
		delete(q.lives, row.Key)
		if !known {
			r.find("申请 %s（%s）在台账中没有记录", row.Key, row.No)
			continue
		}
		erased[row.ID] = want.Erased
		if row.OldNo != "" {
			q.old[row.ID] = row.OldNo
		}
		if row.Seq < q.last[row.ID] {
			r.find("申请 %s（%s）的数据停在台账第%d号，台账已记到第%d号", row.ID, want.No, row.Seq, q.last[row.ID])
		}
		got := row.Request
		got.Rev = 0
		if d := same(got, want); d != "" {
			r.find("申请 %s（%s）：%s", row.ID, want.No, d)
		}
		if x := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", got.State, got.Unit, got.ArrivedOn, got.ReceivedOn, got.EndedOn, got.Outcome, got.No); x != row.Columns {
			r.find("申请 %s（%s）的列表字段是 %s，应是 %s", row.ID, want.No, row.Columns, x)
		}
	}
	for _, id := range keys(q.lives) {
		r.find("台账中的申请 %s 在数据表中没有了", id)
	}
	return erased
}

// compareWords compares what was said. Erased words are not there, and of an
// erased request they must not be.
func (r *replay) compareWords(q requests, tx *store.Tx, organ ledger.ID, at store.IDRange, erased map[ledger.ID]bool) error {
	words, err := tx.CheckedWords(organ, at)
	for _, w := range words {
		want, known := q.bound[w.Seq]
		delete(q.bound, w.Seq)
		said := w.Words.Words
		switch {
		case !known || want.request != w.Request:
			r.find("申请 %s 的一段记载（台账第%d号）在台账中没有依据", w.Request, w.Seq)
		case w.Gone != erased[w.Request]:
			r.find("申请 %s 的记载（台账第%d号）被删去了，或者应当删去而没有删", w.Request, w.Seq)
		case !w.Gone && ledger.Salted(w.Salt, said...) != want.sum:
			r.find("申请 %s 的记载（台账第%d号）被改动过，与台账中的散列值不符", w.Request, w.Seq)
		}
		if no, old := q.old[w.Request]; old && want.old && len(said) > 0 && said[0] != no {
			r.find("申请 %s 的原台账编号被改动过", w.Request)
		}
	}
	for _, seq := range keys(q.bound) {
		r.find("申请 %s 的记载（台账第%d号）不在了", q.bound[seq].request, seq)
	}
	return err
}

func (r *replay) comparePapers(q requests, tx *store.Tx, organ ledger.ID, at store.IDRange, erased map[ledger.ID]bool, o *Office) error {
	papers, err := tx.CheckedPapers(organ, at)
	for _, p := range papers {
		want, known := q.papers[p.Seq]
		delete(q.papers, p.Seq)
		switch {
		case !known || want.request != p.Request:
			r.find("申请 %s 的材料 %s 在台账中没有依据", p.Request, p.ID)
		case erased[p.Request]:
			if p.SHA != "" || len(p.Body) > 0 || p.Name != "" {
				r.find("申请 %s 的个人信息已删除，材料 %s 却还在", p.Request, p.ID)
			}
		case paperSum(p) != want.sum:
			r.find("申请 %s 的材料《%s》被改动过，与台账中的散列值不符", p.Request, p.Name)
		case p.SHA != "":
			if err := o.files.Check(p.SHA); err != nil {
				r.find("申请 %s 的文件 %.12s 不在了或被改动过", p.Request, p.SHA)
			}
		}
	}
	for _, seq := range keys(q.papers) {
		r.find("申请 %s 的材料（台账第%d号）不在了", q.papers[seq].request, seq)
	}
	return err
}
