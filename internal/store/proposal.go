package store

import (
	"fmt"

	"gongkai/ledger"
	"gongkai/proposal"
)

// ProposalRow is a proposal with what stands sealed beside its facts.
type ProposalRow struct {
	proposal.Proposal
	Text      proposal.Text
	TextSalt  string
	Reply     proposal.Reply
	ReplySalt string
}

const proposalColumns = `id, organ, state, kind, level, role, no, handed_on, due_on, long, unit, drafter, category, openness, first_on,
	answered_on, late, again, satisfaction, rated_on, article, erased, text, text_salt, reply, reply_salt, rev`

func (tx *Tx) scanProposal(s scanner) (r ProposalRow, err error) {
	var words, reply []byte
	if err := s.Scan(&r.ID, &r.Organ, &r.State, &r.Type, &r.Level, &r.Role, &r.No, day{&r.HandedOn}, day{&r.DueOn}, &r.Long, &r.Unit,
		&r.Drafter, &r.Category, &r.Openness, day{&r.FirstOn}, day{&r.AnsweredOn}, &r.Late, &r.Again, &r.Satisfaction, day{&r.RatedOn},
		&r.Article, &r.Erased, &words, &r.TextSalt, &reply, &r.ReplySalt, &r.Rev); err != nil {
		return r, err
	}
	if err := tx.openJSON(words, &r.Text); err != nil {
		return r, err
	}
	return r, tx.openJSON(reply, &r.Reply)
}

// ProposalFilter narrows the list of proposals; its zero value takes all of the
// organ. Pending keeps those to which a reply is owed or an opinion expected.
type ProposalFilter struct {
	Organ         ledger.ID
	Pending       bool
	Year          int // in which they were handed over
	Answered      bool
	Limit, Offset int
}

func (f ProposalFilter) where() where {
	w := where{}
	w.add("organ = ?", f.Organ)
	if f.Pending {
		w.add("(state in ('received', 'assigned', 'drafted', 'checked') or state = 'answered' and role <> 'joint')")
	}
	if f.Answered {
		w.add("first_on <> ''")
	}
	if f.Year > 0 {
		w.add("handed_on >= ? and handed_on <= ?", fmt.Sprintf("%04d-01-01", f.Year), fmt.Sprintf("%04d-12-31", f.Year))
	}
	return w
}

// Proposals lists a page of an organ's proposals, the latest first.
func (tx *Tx) Proposals(f ProposalFilter) ([]ProposalRow, error) {
	w := f.where()
	return collect(tx, "proposals", tx.scanProposal, `select `+proposalColumns+` from proposal where `+w.String()+
		` order by handed_on desc, level, kind, no, id`+page(f.Limit, f.Offset), w.args...)
}

// CountProposals counts them.
func (tx *Tx) CountProposals(f ProposalFilter) (n int, err error) {
	w := f.where()
	err = tx.row(`select count(*) from proposal where `+w.String(), w.args...).Scan(&n)
	return n, fail("count proposals", err)
}

// Proposal reads a proposal.
func (tx *Tx) Proposal(id ledger.ID) (ProposalRow, error) {
	r, err := tx.scanProposal(tx.row(`select `+proposalColumns+` from proposal where id = $1`, id))
	return r, fail("proposal "+string(id), err)
}

// PutProposal stores a proposal.
func (tx *Tx) PutProposal(r ProposalRow) error {
	words, err := tx.sealJSON(r.Text)
	if err != nil {
		return err
	}
	reply, err := tx.sealJSON(r.Reply)
	if err != nil {
		return err
	}
	return tx.put("put proposal "+string(r.ID), r.Rev,
		`insert into proposal (`+proposalColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
			$18, $19, $20, $21, $22, $23, $24, $25, $26, $27)`,
		`update proposal set organ = $2, state = $3, kind = $4, level = $5, role = $6, no = $7, handed_on = $8, due_on = $9, long = $10,
			unit = $11, drafter = $12, category = $13, openness = $14, first_on = $15, answered_on = $16, late = $17, again = $18,
			satisfaction = $19, rated_on = $20, article = $21, erased = $22, text = $23, text_salt = $24, reply = $25,
			reply_salt = $26, rev = rev + 1 where id = $1 and rev = $27`,
		r.ID, r.Organ, string(r.State), r.Type, r.Level, r.Role, r.No, r.HandedOn, r.DueOn, r.Long, r.Unit, r.Drafter, r.Category,
		r.Openness, r.FirstOn, r.AnsweredOn, r.Late, r.Again, r.Satisfaction, r.RatedOn, r.Article, r.Erased, words, r.TextSalt, reply, r.ReplySalt)
}
