package office

import (
	"gongkai/consultation"
	"gongkai/internal/store"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/proposal"
)

// talks is the replay of what the ledger knows of proposals, consultations and
// interviews.
type talks struct {
	proposals map[ledger.ID]proposal.Proposal
	consulted map[ledger.ID]consultation.Consultation
	held      map[ledger.ID]interview.Interview
	voices    map[int64]bound          // by their entry
	shown     map[voice]string         // of questions
	texts     map[ledger.ID]ledger.Sum // what was asked, announced
	ends      map[ledger.ID]ledger.Sum // replies, outcomes, transcripts
	papers    map[int64]bound
	words     map[int64]bound
	erased    map[ledger.ID]bool
}

// voice is a citizen's word about a subject.
type voice struct {
	subject ledger.ID
	no      int
}

func newTalks() talks {
	return talks{map[ledger.ID]proposal.Proposal{}, map[ledger.ID]consultation.Consultation{}, map[ledger.ID]interview.Interview{},
		map[int64]bound{}, map[voice]string{}, map[ledger.ID]ledger.Sum{}, map[ledger.ID]ledger.Sum{}, map[int64]bound{}, map[int64]bound{}, map[ledger.ID]bool{}}
}

func (c talks) said(e ledger.Entry, sum ledger.Sum) {
	c.words[e.Seq] = bound{request: e.Subject, sum: sum}
}

// apply replays a fact; it answers false for a fact of another noun.
func (c talks) apply(e ledger.Entry, f ledger.Fact) bool {
	return c.proposal(e, f) || c.consultation(e, f) || c.interview(e, f)
}

func (c talks) consultation(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case consultation.Planned:
		c.texts[e.Subject] = f.Words
	case consultation.Opened:
		c.texts[e.Subject] = f.Words
	case consultation.Concluded:
		c.ends[e.Subject] = f.Words
	case consultation.SentBack:
		c.said(e, f.Words)
	case consultation.Prolonged:
		c.said(e, f.Words)
	case consultation.Ceased:
		c.said(e, f.Words)
	case consultation.Opined:
		c.voices[e.Seq] = bound{request: e.Subject, sum: f.Words}
	case consultation.Kept:
		c.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	case consultation.Issued, consultation.Erased:
	default:
		return false
	}
	c.consulted[e.Subject] = c.consulted[e.Subject].Apply(e, f)
	return true
}

func (c talks) interview(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case interview.Planned:
		c.texts[e.Subject] = f.Words
	case interview.Transcribed:
		c.ends[e.Subject] = f.Words
	case interview.SentBack:
		c.said(e, f.Words)
	case interview.CalledOff:
		c.said(e, f.Words)
	case interview.Asked:
		c.voices[e.Seq] = bound{request: e.Subject, sum: f.Words}
	case interview.Moderated:
		c.said(e, f.Words)
		c.shown[voice{e.Subject, f.No}] = map[bool]string{true: "yes", false: "no"}[f.Shown]
	case interview.Kept:
		c.papers[e.Seq] = bound{request: e.Subject, sum: f.Sum}
	case interview.Opened, interview.Issued, interview.Erased:
	default:
		return false
	}
	c.held[e.Subject] = c.held[e.Subject].Apply(e, f)
	return true
}

// proposal replays a fact of a proposal; it answers false for another's.
func (c talks) proposal(e ledger.Entry, f ledger.Fact) bool {
	switch f := f.(type) {
	case proposal.Received:
		c.texts[e.Subject] = f.Words
	case proposal.Erased:
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
		if row.Erased && row.Text.Contact != "" {
			r.find("建议提案 %s 的个人信息已删除，联系方式却还在", row.ID)
		}
		r.bound("建议提案 "+string(row.ID)+" 的内容", r.talks.texts[row.ID], row.TextSalt, row.Text.Bound())
		r.bound("建议提案 "+string(row.ID)+" 的答复", r.talks.ends[row.ID], row.ReplySalt, row.Reply.Bound())
	}
	for _, id := range keys(r.talks.proposals) {
		r.find("台账中的建议提案 %s 在数据表中没有了", id)
	}
	return err
}

// compareConsultations compares the rows of consultations with the ledger.
func (r *replay) compareConsultations(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Consultations(organ, false)
	for _, row := range rows {
		want, known := r.talks.consulted[row.ID]
		delete(r.talks.consulted, row.ID)
		want.Rev = row.Rev
		if d := same(row.Consultation, want); !known || d != "" {
			r.find("征集 %s 与台账不符：%s", row.ID, d)
			continue
		}
		r.bound("征集 "+string(row.ID)+" 的内容", r.talks.texts[row.ID], row.TextSalt, row.Text.Bound())
		r.bound("征集 "+string(row.ID)+" 的采纳情况", r.talks.ends[row.ID], row.OutcomeSalt, row.Outcome.Bound())
		if want.Erased {
			r.talks.erased[row.ID] = true
		}
	}
	for _, id := range keys(r.talks.consulted) {
		r.find("台账中的征集 %s 在数据表中没有了", id)
	}
	return err
}

// bound compares words with the sum that a fact binds them by, where one does.
func (r *replay) bound(of string, want ledger.Sum, salt string, words []string) {
	if want != "" && ledger.Salted(salt, words...) != want {
		r.find("%s被改动过", of)
	}
}

// compareInterviews compares the rows of interviews with the ledger.
func (r *replay) compareInterviews(tx *store.Tx, organ ledger.ID) error {
	rows, err := tx.Interviews(organ, false)
	for _, row := range rows {
		want, known := r.talks.held[row.ID]
		delete(r.talks.held, row.ID)
		want.Rev = row.Rev
		if d := same(row.Interview, want); !known || d != "" {
			r.find("访谈 %s 与台账不符：%s", row.ID, d)
			continue
		}
		r.bound("访谈 "+string(row.ID)+" 的内容", r.talks.texts[row.ID], row.TextSalt, row.Text.Bound())
		r.bound("访谈 "+string(row.ID)+" 的实录", r.talks.ends[row.ID], row.TranscriptSalt, row.Transcript.Bound())
		if want.Erased {
			r.talks.erased[row.ID] = true
		}
	}
	for _, id := range keys(r.talks.held) {
		r.find("台账中的访谈 %s 在数据表中没有了", id)
	}
	return err
}

// compareVoices compares what citizens said with the ledger; of a subject that
// was erased nothing of it may be left.
func (r *replay) compareVoices(tx *store.Tx, organ ledger.ID) error {
	all, err := tx.Voices(organ, "")
	for _, v := range all {
		want, gone := r.talks.voices[v.Seq], r.talks.erased[v.Subject]
		delete(r.talks.voices, v.Seq)
		switch {
		case want.request != v.Subject || v.Shown != r.talks.shown[voice{v.Subject, v.No}]:
			r.find("意见、提问 %s 第%d号与台账不符", v.Subject, v.No)
		case gone && (v.Said != store.Said{} || v.Salt != ""):
			r.find("%s 的个人信息已删除，第%d号意见、提问却还在", v.Subject, v.No)
		case !gone && ledger.Salted(v.Salt, v.Said.Name, v.Said.Contact, v.Said.Words) != want.sum:
			r.find("意见、提问 %s 第%d号被改动过", v.Subject, v.No)
		}
	}
	for _, seq := range keys(r.talks.voices) {
		r.find("台账第%d号的意见、提问在数据表中没有了", seq)
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
		if r.talks.erased[p.Request] && p.No != "" {
			if want := r.talks.papers[p.Seq]; want.request != p.Request || p.SHA != "" || p.Name != "" {
				r.find("%s 的个人信息已删除，附件 %s 却还在，或者没有依据", p.Request, p.ID)
			}
			delete(r.talks.papers, p.Seq)
			continue
		}
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
