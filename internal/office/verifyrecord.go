package office

import (
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/record"
)

// records is the replay of what the ledger knows of corrections.
type records struct {
	matters map[ledger.ID]record.Matter
	asked   map[ledger.ID]ledger.Sum
	ending  map[ledger.ID]ledger.Sum
	papers  map[int64]bound
	words   map[int64]bound
}

func newRecords() records {
	return records{map[ledger.ID]record.Matter{}, map[ledger.ID]ledger.Sum{}, map[ledger.ID]ledger.Sum{}, map[int64]bound{}, map[int64]bound{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (c records) apply(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case record.Received:
		c.asked[e.Subject] = f.Words
	case record.Proposed:
		c.ending[e.Subject] = f.Words
	case record.Ended:
		c.ending[e.Subject] = f.Words
	case record.Returned:
		c.words[e.Seq] = bound{request: e.Subject, sum: f.Words}
	case record.Delivered:
		c.words[e.Seq] = bound{request: e.Subject, sum: f.Proof}
	case record.Erased:
	case record.Kept:
		c.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	case record.Lettered:
		c.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	default:
		return false
	}
	c.matters[e.Subject] = c.matters[e.Subject].Apply(e, f)
	return true
}

// compareRecords compares the rows of corrections and their papers with the
// ledger, in both directions.
func (r *replay) compareRecords(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Records(store.RecordFilter{Organ: organ})
	if err != nil {
		return err
	}
	erased := map[ledger.ID]bool{}
	for _, row := range rows {
		want, known := r.records.matters[row.ID]
		delete(r.records.matters, row.ID)
		if !known {
			r.find("更正申请 %s 在台账中没有记录", row.ID)
			continue
		}
		want.No, want.Rev = row.No, row.Rev // the number is bound by the receipt's sum
		if d := same(row.Matter, want); d != "" {
			r.find("更正申请 %s：%s", row.No, d)
		}
		if erased[row.ID] = want.Erased; want.Erased {
			if row.Asked != (record.Asked{}) || row.Ending != (record.Ending{}) {
				r.find("更正申请 %s 的个人信息已删除，行里却还有", row.No)
			}
			continue
		}
		if ledger.Salted(row.AskedSalt, row.Asked.Words(row.No)...) != r.records.asked[row.ID] {
			r.find("更正申请 %s 的申请内容被改动过", row.No)
		}
		if r.records.ending[row.ID] != "" && ledger.Salted(row.EndingSalt, row.Ending.Bound()...) != r.records.ending[row.ID] {
			r.find("更正申请 %s 的办理结果被改动过", row.No)
		}
	}
	for _, id := range keys(r.records.matters) {
		r.find("台账中的更正申请 %s 在数据表中没有了", id)
	}
	if err := r.compareRecordWords(tx, organ, erased); err != nil {
		return err
	}
	papers, err := recordPapers(tx, organ)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if want := r.records.papers[p.Seq]; erased[p.Request] && want.request == p.Request {
			if p.SHA != "" || len(p.Body) > 0 || p.Name != "" {
				r.find("更正申请 %s 的个人信息已删除，材料 %s 却还在", p.Request, p.ID)
			}
			delete(r.records.papers, p.Seq)
			continue
		}
		if want := r.records.papers[p.Seq]; want != (bound{request: p.Request, sum: paperSum(p)}) {
			r.find("更正申请 %s 的材料《%s》被改动过，与台账第%d号不符", p.Request, p.Name, p.Seq)
		}
		delete(r.records.papers, p.Seq)
	}
	for _, seq := range keys(r.records.papers) {
		r.find("更正申请 %s 的材料（台账第%d号）不在了", r.records.papers[seq].request, seq)
	}
	return nil
}

// compareRecordWords compares what was said beside the facts of corrections.
func (r *replay) compareRecordWords(tx *store.Tx, organ ledger.ID, erased map[ledger.ID]bool) error {
	words, err := tx.RecordWords(organ, "")
	if err != nil {
		return err
	}
	for _, w := range words {
		want := r.records.words[w.Seq]
		delete(r.records.words, w.Seq)
		switch {
		case want.request != w.Record || erased[w.Record] != (w.Salt == ""):
			r.find("更正申请 %s 的记载（台账第%d号）没有依据，或者应当删去而没有删", w.Record, w.Seq)
		case !erased[w.Record] && ledger.Salted(w.Salt, w.Words.Words...) != want.sum:
			r.find("更正申请 %s 的记载（台账第%d号）被改动过", w.Record, w.Seq)
		}
	}
	for _, seq := range keys(r.records.words) {
		r.find("更正申请 %s 的记载（台账第%d号）不在了", r.records.words[seq].request, seq)
	}
	return nil
}

// recordPapers lists the papers of all corrections of an organ.
func recordPapers(tx *store.Tx, organ ledger.ID) (out []store.Paper, err error) {
	rows, err := tx.Records(store.RecordFilter{Organ: organ})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		papers, err := tx.RecordPapers(row.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, papers...)
	}
	return out, nil
}
