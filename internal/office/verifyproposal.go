package office

import (
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/proposal"
)

// talks is the replay of what the ledger knows of proposals, consultations and
// interviews.
type talks struct {
	proposals map[ledger.ID]proposal.Proposal
	texts     map[ledger.ID]ledger.Sum // what was asked, announced
	ends      map[ledger.ID]ledger.Sum // replies, outcomes, transcripts
	papers    map[int64]bound
	words     map[int64]bound
}

func newTalks() talks {
	return talks{map[ledger.ID]proposal.Proposal{}, map[ledger.ID]ledger.Sum{}, map[ledger.ID]ledger.Sum{}, map[int64]bound{}, map[int64]bound{}}
}

func (c talks) said(e ledger.Entry, sum ledger.Sum) {
	c.words[e.Seq] = bound{request: e.Subject, sum: sum}
}

// proposal replays a fact of a proposal; it answers false for another's.
func (c talks) proposal(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case proposal.Received:
		c.texts[e.Subject] = f.Words
	case proposal.Proposed:
		c.ends[e.Subject] = f.Words
	case proposal.Passed:
		c.ends[e.Subject] = f.Words
	case proposal.Returned:
		c.said(e, f.Words)
	case proposal.Extended:
		c.said(e, f.Words)
	case proposal.Replied:
		c.said(e, f.Words)
	case proposal.Heard:
		c.said(e, f.Words)
	case proposal.TakenBack:
		c.said(e, f.Words)
	case proposal.Kept:
		c.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	case proposal.Handed, proposal.Released:
	default:
		return false
	}
	c.proposals[e.Subject] = c.proposals[e.Subject].Apply(e, f)
	return true
}

// compareProposals compares the rows of proposals with the ledger.
func (r *replay) compareProposals(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Proposals(store.ProposalFilter{Organ: organ})
	for _, row := range rows {
		want, known := r.talks.proposals[row.ID]
		delete(r.talks.proposals, row.ID)
		if !known {
			r.find("建议提案 %s 在台账中没有记录", row.ID)
			continue
		}
		want.Rev = row.Rev
		if d := same(row.Proposal, want); d != "" {
			r.find("建议提案 %s：%s", row.ID, d)
		}
		if ledger.Salted(row.TextSalt, row.Text.Bound()...) != r.talks.texts[row.ID] {
			r.find("建议提案 %s 的内容被改动过", row.ID)
		}
		if r.talks.ends[row.ID] != "" && ledger.Salted(row.ReplySalt, row.Reply.Bound()...) != r.talks.ends[row.ID] {
			r.find("建议提案 %s 的答复被改动过", row.ID)
		}
	}
	for _, id := range keys(r.talks.proposals) {
		r.find("台账中的建议提案 %s 在数据表中没有了", id)
	}
	return err
}

// compareTalks compares what was said beside the facts, and the papers.
func (r *replay) compareTalks(tx *store.Tx, organ ledger.ID) error {
	words, err := tx.TalkWords(organ, "")
	if err != nil {
		return err
	}
	for _, w := range words {
		if r.talks.words[w.Seq] != (bound{request: w.Subject, sum: ledger.Salted(w.Salt, w.Words.Words...)}) {
			r.find("互动交流 %s 的记载（台账第%d号）被改动过，或者没有依据", w.Subject, w.Seq)
		}
		delete(r.talks.words, w.Seq)
	}
	for _, seq := range keys(r.talks.words) {
		r.find("互动交流 %s 的记载（台账第%d号）不在了", r.talks.words[seq].request, seq)
	}
	papers, err := tx.AllTalkPapers(organ)
	for _, p := range papers {
		if r.talks.papers[p.Seq] != (bound{request: p.Request, sum: paperSum(p)}) {
			r.find("互动交流 %s 的材料《%s》被改动过，与台账第%d号不符", p.Request, p.Name, p.Seq)
		}
		delete(r.talks.papers, p.Seq)
	}
	for _, seq := range keys(r.talks.papers) {
		r.find("互动交流 %s 的材料（台账第%d号）不在了", r.talks.papers[seq].request, seq)
	}
	return err
}
