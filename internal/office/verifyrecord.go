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
}

func newRecords() records {
	return records{map[ledger.ID]record.Matter{}, map[ledger.ID]ledger.Sum{}, map[ledger.ID]ledger.Sum{}, map[int64]bound{}}
}

// apply replays a fact; it answers false for a fact of another noun.
func (c records) apply(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case record.Received:
		c.asked[e.Subject] = f.Words
	case record.Ended:
		c.ending[e.Subject] = f.Words
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
	rows, err := tx.Records(organ)
	if err != nil {
		return err
	}
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
		if ledger.Salted(row.AskedSalt, row.Asked.Words(row.No)...) != r.records.asked[row.ID] {
			r.find("更正申请 %s 的申请内容被改动过", row.No)
		}
		if row.State != record.Open && ledger.Salted(row.EndingSalt, row.Ending.Bound()...) != r.records.ending[row.ID] {
			r.find("更正申请 %s 的办理结果被改动过", row.No)
		}
	}
	for _, id := range keys(r.records.matters) {
		r.find("台账中的更正申请 %s 在数据表中没有了", id)
	}
	papers, err := recordPapers(tx, organ)
	if err != nil {
		return err
	}
	for _, p := range papers {
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

// recordPapers lists the papers of all corrections of an organ.
func recordPapers(tx *store.Tx, organ ledger.ID) (out []store.Paper, err error) {
	rows, err := tx.Records(organ)
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
