package office

import (
	"context"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// Proposals, consultations and interviews keep what is said beside their facts,
// and their papers, in the same way.

// talkPaper enters the fact of a paper and stores it.
func (o *Office) talkPaper(tx *store.Tx, by, subject ledger.ID, f ledger.Fact, p store.Paper) error {
	e, err := tx.Append(o.Today(), subject, by, f)
	if err != nil {
		return err
	}
	p.Request, p.Seq, p.On, p.At = subject, e.Seq, o.Today(), o.now()
	return tx.PutTalkPaper(p)
}

// talkWords stores what was said beside an entry, where something was.
func talkWords(tx *store.Tx, e ledger.Entry, w store.Words) error {
	if w.Salt == "" {
		return nil
	}
	w.Seq = e.Seq
	return tx.PutTalkWords(e.Organ, e.Subject, w)
}

// talkSteps is what happened to a subject, with what was said.
func (o *Office) talkSteps(tx *store.Tx, organ, subject ledger.ID) (out []RequestStep, err error) {
	words, err := tx.TalkWords(organ, subject)
	if err != nil {
		return nil, err
	}
	said := map[int64][]string{}
	for _, w := range words {
		said[w.Seq] = w.Words.Words
	}
	entries, err := tx.Entries(organ, store.EntryFilter{Subject: subject})
	if err != nil {
		return nil, err
	}
	views, err := o.entryViews(tx, organ, entries)
	for _, e := range views {
		out = append(out, RequestStep{EntryView: e, At: e.Entry.At, Words: said[e.Seq]})
	}
	return out, err
}

// talkFile opens a paper of a subject that the actor may do this to.
func (o *Office) talkFile(ctx context.Context, paper ledger.ID, of func(tx *store.Tx) (ledger.ID, error), line store.AccessLine) (PaperFile, error) {
	p, err := o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		id, err := of(tx)
		if err != nil {
			return nil, err
		}
		return tx.TalkPapers(id)
	})
	if err != nil {
		return PaperFile{}, err
	}
	return o.openPaper(ctx, p, line)
}

// unitThing is a thing of a division.
func unitThing(organ, unit ledger.ID) access.Thing { return access.Thing{Organ: organ, Unit: unit} }
