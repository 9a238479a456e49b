package office

import (
	"context"
	"fmt"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/record"
	"gongkai/refusal"
	"gongkai/writ"
)

// RecordForm is a correction as it was handed in (更正申请).
type RecordForm struct {
	Door, On string
	record.Asked
}

// RecordEnd is the form by which a correction ends.
type RecordEnd struct {
	Rev int64
	How string
	record.Ending
}

// RecordView is everything that the page of a correction shows.
type RecordView struct {
	store.RecordRow
	Papers []store.Paper
	Steps  []EntryView
	May    bool // may end it
}

// Records lists the organ's corrections by number, without who asks.
func (o *Office) Records(ctx context.Context, who access.Actor) (out []record.Matter, err error) {
	if err := may(who, access.ReadRecord); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := tx.Records(who.Organ)
		for _, r := range rows {
			out = append(out, r.Matter)
		}
		return err
	})
	return out, err
}

// Record opens a correction. It names a person, so that each opening is logged;
// address is whence it was asked.
func (o *Office) Record(ctx context.Context, who access.Actor, id ledger.ID, address string) (v RecordView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		if v.RecordRow, err = recordOf(tx, who, access.ReadRecord, id); err != nil {
			return err
		}
		v.May = v.State == record.Open && may(who, access.WorkRecord) == nil
		if v.Papers, err = tx.RecordPapers(id); err != nil {
			return err
		}
		entries, err := tx.Entries(v.Organ, store.EntryFilter{Subject: id})
		if err != nil {
			return err
		}
		v.Steps, err = o.entryViews(tx, v.Organ, entries)
		return err
	})
	if err != nil {
		return RecordView{}, err
	}
	return v, o.logged(ctx, o.opening(who, access.ReadRecord, "record/"+string(id), address), nil)
}

// recordOf loads a correction that the actor may do this to.
func recordOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (store.RecordRow, error) {
	r, err := tx.Record(id)
	if err != nil {
		return r, err
	}
	return r, access.May(who, v, access.Thing{Organ: r.Organ, Unit: who.Unit})
}

// ReceiveRecord takes a correction in with its evidence (R-A41).
func (o *Office) ReceiveRecord(ctx context.Context, who access.Actor, f RecordForm, files []Upload) (ledger.ID, error) {
	if err := may(who, access.WorkRecord); err != nil {
		return "", err
	}
	on, err := openDay("on", f.On)
	if err != nil {
		return "", err
	}
	f.trim()
	receive := func(sum ledger.Sum) (record.Received, error) {
		return record.Receive(ledger.Code(f.Door), f.Asked, len(files), on, o.Today(), sum)
	}
	if _, err := receive(""); err != nil {
		return "", err
	}
	papers, err := o.seal(ctx, files)
	if err != nil {
		return "", err
	}
	r := store.RecordRow{Matter: record.Matter{ID: newID(), Organ: who.Organ}, Asked: f.Asked, AskedSalt: newSalt()}
	return r.ID, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		n, err := tx.NextSerial(who.Organ, "record", on.Year())
		if err != nil {
			return err
		}
		r.No = fmt.Sprintf("更正〔%d〕%d号", on.Year(), n)
		fact, err := receive(ledger.Salted(r.AskedSalt, r.Asked.Words(r.No)...))
		if err != nil {
			return err
		}
		e, err := tx.Append(on, r.ID, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Matter = r.Apply(e, fact)
		if err := tx.PutRecord(r); err != nil {
			return err
		}
		for _, p := range papers {
			if err := o.recordPaper(tx, who, r, record.Kept{Sum: paperSum(p)}, p); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *RecordForm) trim() {
	for _, s := range []*string{&f.Name, &f.IDNo, &f.Phone, &f.Address, &f.Record, &f.Wrong, &f.Proof} {
		*s = strings.TrimSpace(*s)
	}
}

// recordPaper enters the fact of a paper and stores it.
func (o *Office) recordPaper(tx *store.Tx, who access.Actor, r store.RecordRow, f ledger.Fact, p store.Paper) error {
	e, err := tx.Append(o.Today(), r.ID, who.Officer, f)
	if err != nil {
		return err
	}
	p.Request, p.Seq, p.On, p.At = r.ID, e.Seq, o.Today(), o.now()
	return tx.PutRecordPaper(p)
}

// EndRecord ends a correction and makes its letters: one that tells the person
// and, where it is sent on, one to the competent organ (R-A41).
func (o *Office) EndRecord(ctx context.Context, who access.Actor, id ledger.ID, f RecordEnd) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := recordOf(tx, who, access.WorkRecord, id)
		if err != nil {
			return err
		}
		if r.Rev != f.Rev {
			return refusal.Clash("office.save.conflict", "")
		}
		r.EndingSalt = newSalt()
		for _, x := range []struct{ from, to *string }{{&f.Found, &r.Ending.Found}, {&f.Words, &r.Ending.Words}, {&f.Organ, &r.Ending.Organ},
			{&f.Contact, &r.Ending.Contact}} {
			*x.to = strings.TrimSpace(*x.from)
		}
		fact, err := r.End(record.State(f.How), r.Ending, ledger.Salted(r.EndingSalt, r.Ending.Bound()...))
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Matter = r.Apply(e, fact)
		if err := tx.PutRecord(r); err != nil {
			return err
		}
		if r.State == record.Transferred {
			if err := o.recordLetter(tx, who, r, "transferred", toOrgan); err != nil {
				return err
			}
		}
		return o.recordLetter(tx, who, r, "corrected", toApplicant)
	})
}

// recordLetter makes, numbers and files a letter of a correction.
func (o *Office) recordLetter(tx *store.Tx, who access.Actor, r store.RecordRow, kind ledger.Code, to string) error {
	g, err := tx.Organ(r.Organ)
	if err != nil {
		return err
	}
	all, err := o.templates(tx, r.Organ)
	if err != nil {
		return err
	}
	t, err := pickTemplate(all, kind, o.Today())
	if err != nil {
		return err
	}
	no, err := nextNumber(tx, g, kind, o.Today().Year())
	if err != nil {
		return err
	}
	k, _ := writ.KindOf(kind)
	w, err := t.Compose(writ.Values{writ.Organ: g.Name, writ.No: r.No, writ.Applicant: r.Asked.Name, writ.Received: r.ReceivedOn.Chinese(),
		writ.Content: oneLine(r.Asked.Record + "，" + r.Asked.Wrong), writ.FactsFound: r.Ending.Found, writ.Result: r.Ending.Result(r.State),
		writ.Party: r.Ending.Organ, writ.Contact: "政府信息公开工作机构", writ.Phone: orElse(g.Phone, "见本机关网站"),
		writ.RemedyWords: writ.RemedyOf(all, o.Today(), k.Outcome, reviewBody(g), "人民法院")}, o.Today(), no.printed)
	if err != nil {
		return err
	}
	p, err := letterPaper(kind, to, no, w)
	if err != nil {
		return err
	}
	return o.recordPaper(tx, who, r, record.Lettered{Writ: kind, Version: w.Version, No: no.code, Sum: paperSum(p)}, p)
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
