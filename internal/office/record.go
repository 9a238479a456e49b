package office

import (
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/record"
	"gongkai/request"
	"gongkai/writ"
)

// RecordLine is a correction as lists show it, without who asks.
type RecordLine struct {
	record.Matter
	Due   calendar.Date
	Left  int // working days, of one that has not ended
	Waits string
}

// RecordList is a page of corrections; Waiting of All still want something done.
type RecordList struct {
	Rows                      []RecordLine
	All, Waiting, Page, Pages int
}

// RecordView is everything that the page of a correction shows; who asks is
// masked.
type RecordView struct {
	RecordLine
	Asked                                record.Asked
	Ending                               record.Ending
	Papers                               []store.Paper
	Steps                                []RequestStep
	Drafter, Decider                     string
	Preview                              *writ.Paper   // of the letter that is drafted
	Deliver                              []store.Paper // letters without proof of delivery
	Propose, Decide, Return, Open, Erase bool
}

func (o *Office) recordLine(m record.Matter) RecordLine {
	l := RecordLine{Matter: m, Due: m.Due(o.Calendar()), Waits: m.Waits()}
	l.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), l.Due.Day)
	return l
}

// Records lists the organ's corrections, the latest first, without who asks.
func (o *Office) Records(ctx context.Context, who access.Actor, waiting bool, page int) (l RecordList, err error) {
	if err := may(who, access.ReadRecord); err != nil {
		return l, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		f := store.RecordFilter{Organ: who.Organ, Waiting: waiting}
		if l.All, err = tx.CountRecords(store.RecordFilter{Organ: who.Organ}); err != nil {
			return err
		}
		if l.Waiting, err = tx.CountRecords(store.RecordFilter{Organ: who.Organ, Waiting: true}); err != nil {
			return err
		}
		total := l.All
		if waiting {
			total = l.Waiting
		}
		l.Pages = max(1, (total+requestPage-1)/requestPage)
		l.Page = min(max(page, 1), l.Pages)
		f.Limit, f.Offset = requestPage, (l.Page-1)*requestPage
		rows, err := tx.Records(f)
		for _, r := range rows {
			l.Rows = append(l.Rows, o.recordLine(r.Matter))
		}
		return err
	})
	return l, err
}

// recordTasks are the corrections that wait for this officer.
func (o *Office) recordTasks(tx *store.Tx, who access.Actor) (out []Task, err error) {
	work, decide := may(who, access.WorkRecord) == nil, may(who, access.DecideRecord) == nil
	if !work && !decide {
		return nil, nil
	}
	decides := hands(who, access.DecideRecord, access.Thing{Organ: who.Organ, Unit: who.Unit})
	rows, err := tx.Records(store.RecordFilter{Organ: who.Organ, Waiting: true})
	for _, r := range rows {
		if mine := work && r.State != record.Drafted || decide && r.State == record.Drafted && !slices.Contains(decides, r.Drafter); !mine {
			continue
		}
		l := o.recordLine(r.Matter)
		out = append(out, Task{Kind: "record", ID: string(r.ID), Link: "records/" + string(r.ID), Title: r.No, Next: l.Waits, Due: l.Due, Left: l.Left,
			HasDue: r.State.Pending()})
	}
	return out, err
}

// Record reads a correction with who asks masked; OpenRecord shows them.
func (o *Office) Record(ctx context.Context, who access.Actor, id ledger.ID) (v RecordView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := recordOf(tx, who, access.ReadRecord, id)
		if err != nil {
			return err
		}
		v.RecordLine, v.Ending = o.recordLine(r.Matter), r.Ending
		r.Asked = masked(r.Asked)
		v.Asked = r.Asked
		names, err := o.names(tx, r.Organ)
		if err != nil {
			return err
		}
		v.Drafter, v.Decider = names[r.Drafter], names[r.Decider]
		work, decide := may(who, access.WorkRecord) == nil, may(who, access.DecideRecord) == nil
		v.Propose, v.Open = work && r.State == record.Open, work && !r.Erased
		v.Return = decide && r.State == record.Drafted
		v.Decide = v.Return && !slices.Contains(hands(who, access.DecideRecord, access.Thing{Organ: r.Organ, Unit: who.Unit}), r.Drafter)
		_, open := r.Erase()
		v.Erase = work && open == nil
		if r.State == record.Drafted {
			r.State = r.How
			w, err := o.composeRecord(tx, r, endLetter(r.How), "（待编号）")
			if err != nil {
				return err
			}
			v.Preview = &w
		}
		return v.file(o, tx, r, work)
	})
	return v, err
}

// file reads what hangs on the row.
func (v *RecordView) file(o *Office, tx *store.Tx, r store.RecordRow, work bool) (err error) {
	if v.Papers, err = tx.RecordPapers(r.ID); err != nil {
		return err
	}
	for _, p := range v.Papers {
		if p.Writ != "" && work && (p.Addressee == toOrgan && v.SentOn.IsZero() || p.Addressee != toOrgan && v.ToldOn.IsZero()) {
			v.Deliver = append(v.Deliver, p)
		}
	}
	words, err := tx.RecordWords(r.Organ, r.ID)
	if err != nil {
		return err
	}
	said := map[int64][]string{}
	for _, w := range words {
		said[w.Seq] = w.Words.Words
	}
	entries, err := tx.Entries(r.Organ, store.EntryFilter{Subject: r.ID})
	if err != nil {
		return err
	}
	views, err := o.entryViews(tx, r.Organ, entries)
	for _, e := range views {
		v.Steps = append(v.Steps, RequestStep{EntryView: e, At: e.Entry.At, Words: said[e.Seq]})
	}
	return err
}

// masked is who asks as screens show them: what is asked stays as it is.
func masked(a record.Asked) record.Asked {
	p := request.Person{Name: a.Name, IDNo: a.IDNo, Phone: a.Phone, Address: a.Address}.Masked()
	a.Name, a.IDNo, a.Phone, a.Address = p.Name, p.IDNo, p.Phone, p.Address
	return a
}

// OpenRecord shows who asks; every opening is logged.
func (o *Office) OpenRecord(ctx context.Context, who access.Actor, id ledger.ID, address string) (a record.Asked, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := recordOf(tx, who, access.WorkRecord, id)
		a = r.Asked
		return err
	})
	if err != nil {
		return record.Asked{}, err
	}
	return a, o.logged(ctx, o.opening(who, access.ReadRecord, "record/"+string(id), address), nil)
}

// recordOf loads a correction that the actor may do this to.
func recordOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (store.RecordRow, error) {
	r, err := tx.Record(id)
	if err != nil {
		return r, err
	}
	return r, access.May(who, v, access.Thing{Organ: r.Organ, Unit: who.Unit})
}

// RecordLetter reads a letter of a correction; the opening is logged.
func (o *Office) RecordLetter(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (w writ.Paper, err error) {
	p, err := o.paperOfRecord(ctx, who, id, paper)
	if err != nil {
		return w, err
	}
	return o.openLetter(ctx, p, o.opening(who, access.ReadRecord, "record/"+string(id)+"/letter/"+string(paper), address))
}

// RecordPaper opens evidence of a correction; the opening is logged.
func (o *Office) RecordPaper(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	p, err := o.paperOfRecord(ctx, who, id, paper)
	if err != nil {
		return PaperFile{}, err
	}
	return o.openPaper(ctx, p, o.opening(who, access.ReadRecord, "record/"+string(id)+"/paper/"+string(paper), address))
}

func (o *Office) paperOfRecord(ctx context.Context, who access.Actor, id, paper ledger.ID) (store.Paper, error) {
	return o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		if _, err := recordOf(tx, who, access.ReadRecord, id); err != nil {
			return nil, err
		}
		return tx.RecordPapers(id)
	})
}
