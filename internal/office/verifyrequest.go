package office

import (
	"fmt"
	"slices"

	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/request"
)

// requests is the replay of what the ledger knows of requests.
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

func newRequests() requests {
	return requests{map[ledger.ID]request.Request{}, map[int64]bound{}, map[int64]bound{},
		map[ledger.ID]int64{}, map[ledger.ID]string{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (q requests) apply(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case request.Lettered:
		q.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	case request.Kept:
		q.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	default:
		if !request.Is(f) {
			return false
		}
		if sum := request.Bound(f); sum != "" {
			_, old := f.(request.Imported)
			q.bound[e.Seq] = bound{e.Subject, sum, old}
		}
	}
	q.lives[e.Subject] = q.lives[e.Subject].Apply(e, f)
	q.last[e.Subject] = e.Seq
	return true
}

// compareRequests compares the rows of requests, what was said beside their
// facts, and their papers, in both directions. Erased words are not there, and
// of an erased request they must not be.
func (r *replay) compareRequests(tx *store.Tx, organ ledger.ID, o *Office) error {
	erased := map[ledger.ID]bool{}
	err := tx.EachRequest(organ, func(row store.RequestRow, columns string) error {
		want, known := r.requests.lives[row.ID]
		delete(r.requests.lives, row.ID)
		if !known {
			r.find("申请 %s（%s）在台账中没有记录", row.ID, row.No)
			return nil
		}
		erased[row.ID] = want.Erased
		if row.OldNo != "" {
			r.requests.old[row.ID] = row.OldNo
		}
		if row.Seq < r.requests.last[row.ID] {
			r.find("申请 %s（%s）的数据停在台账第%d号，台账已记到第%d号", row.ID, want.No, row.Seq, r.requests.last[row.ID])
		}
		got := row.Request
		got.Rev = 0
		if d := same(got, want); d != "" {
			r.find("申请 %s（%s）：%s", row.ID, want.No, d)
		}
		if x := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", got.State, got.Unit, got.ArrivedOn, got.ReceivedOn, got.EndedOn, got.Outcome, got.No); x != columns {
			r.find("申请 %s（%s）的列表字段是 %s，应是 %s", row.ID, want.No, columns, x)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range keys(r.requests.lives) {
		r.find("台账中的申请 %s 在数据表中没有了", id)
	}
	err = tx.EachRequestWords(organ, func(id ledger.ID, w store.Words, gone bool) error {
		want, known := r.requests.bound[w.Seq]
		delete(r.requests.bound, w.Seq)
		switch {
		case !known || want.request != id:
			r.find("申请 %s 的一段记载（台账第%d号）在台账中没有依据", id, w.Seq)
		case gone != erased[id]:
			r.find("申请 %s 的记载（台账第%d号）被删去了，或者应当删去而没有删", id, w.Seq)
		case !gone && ledger.Salted(w.Salt, w.Words...) != want.sum:
			r.find("申请 %s 的记载（台账第%d号）被改动过，与台账中的散列值不符", id, w.Seq)
		}
		if no, old := r.requests.old[id]; old && want.old && len(w.Words) > 0 && w.Words[0] != no {
			r.find("申请 %s 的原台账编号被改动过", id)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, seq := range left(r.requests.bound) {
		r.find("申请 %s 的记载（台账第%d号）不在了", r.requests.bound[seq].request, seq)
	}
	return r.comparePapers(tx, organ, o, erased)
}

func (r *replay) comparePapers(tx *store.Tx, organ ledger.ID, o *Office, erased map[ledger.ID]bool) error {
	err := tx.EachPaper(organ, func(p store.Paper) error {
		want, known := r.requests.papers[p.Seq]
		delete(r.requests.papers, p.Seq)
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
		return nil
	})
	if err != nil {
		return err
	}
	for _, seq := range left(r.requests.papers) {
		r.find("申请 %s 的材料（台账第%d号）不在了", r.requests.papers[seq].request, seq)
	}
	return nil
}

// left lists entries that no row answered for.
func left(m map[int64]bound) []int64 {
	out := make([]int64, 0, len(m))
	for seq := range m {
		out = append(out, seq)
	}
	slices.Sort(out)
	return out
}
