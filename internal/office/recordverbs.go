package office

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
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

// RecordEnd is the form that drafts how a correction ends.
type RecordEnd struct {
	Rev int64
	How string
	record.Ending
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

// decideRecord is where the pieces of a correction's verb meet: load, ask the
// policy, let the verb decide, append its fact with its words, store.
func (o *Office) decideRecord(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64,
	verb func(tx *store.Tx, r *store.RecordRow) (calendar.Day, ledger.Fact, store.Words, error)) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := recordOf(tx, who, v, id)
		if err != nil {
			return err
		}
		if r.Rev != rev {
			return refusal.Clash("office.save.conflict", "")
		}
		on, fact, words, err := verb(tx, &r)
		if err != nil {
			return err
		}
		e, err := tx.Append(on, id, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Matter = r.Apply(e, fact)
		if err := tx.PutRecord(r); err != nil {
			return err
		}
		if words.Salt != "" {
			words.Seq = e.Seq
			if err := tx.PutRecordWords(r.Organ, id, words); err != nil {
				return err
			}
		}
		if e.Kind != (record.Ended{}).Kind() {
			return nil
		}
		if r.State == record.Transferred {
			if err := o.recordLetter(tx, who, r, "transferred", toOrgan); err != nil {
				return err
			}
		}
		return o.recordLetter(tx, who, r, endLetter(r.State), toApplicant)
	})
}

// endLetter is the kind of the letter that tells the person how it ended.
func endLetter(how record.State) ledger.Code {
	switch how {
	case record.Told:
		return "correct_told"
	case record.Refused:
		return "correct_refused"
	}
	return "corrected"
}

// ProposeRecord drafts how a correction ends (拟办, R-A41); the page shows the
// letter that this makes.
func (o *Office) ProposeRecord(ctx context.Context, who access.Actor, id ledger.ID, f RecordEnd) error {
	return o.decideRecord(ctx, who, access.WorkRecord, id, f.Rev, func(tx *store.Tx, r *store.RecordRow) (calendar.Day, ledger.Fact, store.Words, error) {
		r.EndingSalt = newSalt()
		for _, x := range []struct{ from, to *string }{{&f.Found, &r.Ending.Found}, {&f.Words, &r.Ending.Words}, {&f.Organ, &r.Ending.Organ},
			{&f.Contact, &r.Ending.Contact}} {
			*x.to = strings.TrimSpace(*x.from)
		}
		fact, err := r.Propose(record.State(f.How), r.Ending, ledger.Salted(r.EndingSalt, r.Ending.Bound()...))
		if err != nil {
			return o.Today(), fact, store.Words{}, err
		}
		drafted := *r
		drafted.State = fact.How
		_, err = o.composeRecord(tx, drafted, endLetter(fact.How), "（待编号）") // a draft that makes no letter is not handed on
		return o.Today(), fact, store.Words{}, err
	})
}

// ReturnRecord sends the draft back with a reason (退回).
func (o *Office) ReturnRecord(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.decideRecord(ctx, who, access.DecideRecord, id, rev, func(_ *store.Tx, r *store.RecordRow) (calendar.Day, ledger.Fact, store.Words, error) {
		w, sum := saying(reason)
		f, err := r.Return(reason, sum)
		return o.Today(), f, w, err
	})
}

// saying are words of one who acts, with the sum that binds them.
func saying(words string) (store.Words, ledger.Sum) {
	w := store.Words{Words: []string{strings.TrimSpace(words)}, Salt: newSalt()}
	return w, ledger.Salted(w.Salt, w.Words...)
}

// EndRecord decides what was drafted and makes its letters: one that tells the
// person and, where it is sent on, one to the competent organ (R-A41).
func (o *Office) EndRecord(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideRecord(ctx, who, access.DecideRecord, id, rev, func(tx *store.Tx, r *store.RecordRow) (calendar.Day, ledger.Fact, store.Words, error) {
		t := access.Thing{Organ: r.Organ, Unit: who.Unit}
		drafted, err := handsOf(tx, r.Organ, id, record.Proposed{}.Kind(), access.WorkRecord, t)
		if err != nil {
			return o.Today(), nil, store.Words{}, err
		}
		f, err := r.End(hands(who, access.DecideRecord, t), drafted, ledger.Salted(r.EndingSalt, r.Ending.Bound()...))
		return o.Today(), f, store.Words{}, err
	})
}

// RecordDelivery is the form that records the delivery of a letter.
type RecordDelivery struct {
	Rev              int64
	Paper, On, Proof string
}

// DeliverRecord records that a letter of a correction reached its addressee,
// with proof (送达).
func (o *Office) DeliverRecord(ctx context.Context, who access.Actor, id ledger.ID, d RecordDelivery, files []Upload) error {
	on, err := openDay("on", d.On)
	if err != nil {
		return err
	}
	papers, err := o.seal(ctx, files)
	if err != nil {
		return err
	}
	return o.decideRecord(ctx, who, access.WorkRecord, id, d.Rev, func(tx *store.Tx, r *store.RecordRow) (calendar.Day, ledger.Fact, store.Words, error) {
		all, err := tx.RecordPapers(id)
		if err != nil {
			return on, nil, store.Words{}, err
		}
		i := slices.IndexFunc(all, func(p store.Paper) bool { return p.Writ != "" && string(p.ID) == d.Paper })
		if i < 0 {
			return on, nil, store.Words{}, refusal.New("record.deliver.letter", "R-A41").On("paper")
		}
		w, sum := saying(d.Proof)
		f, err := r.Deliver(all[i].Seq, all[i].Addressee == toOrgan, on, o.Today(), d.Proof, sum)
		for j := 0; err == nil && j < len(papers); j++ {
			err = o.recordPaper(tx, who, *r, record.Kept{Sum: paperSum(papers[j])}, papers[j])
		}
		return on, f, w, err
	})
}

// EraseRecord takes the person away from a correction that is done (删除个人信息).
func (o *Office) EraseRecord(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	var blobs []string
	err := o.decideRecord(ctx, who, access.WorkRecord, id, rev, func(tx *store.Tx, r *store.RecordRow) (_ calendar.Day, _ ledger.Fact, _ store.Words, err error) {
		f, err := r.Erase()
		if err != nil {
			return o.Today(), f, store.Words{}, err
		}
		r.Asked, r.AskedSalt, r.Ending, r.EndingSalt = record.Asked{}, "", record.Ending{}, ""
		blobs, err = tx.EraseRecord(id)
		return o.Today(), f, store.Words{}, err
	})
	if err != nil {
		return err
	}
	return o.letGo(ctx, blobs...)
}

// composeRecord sets a letter of a correction.
func (o *Office) composeRecord(tx *store.Tx, r store.RecordRow, kind ledger.Code, no string) (writ.Paper, error) {
	g, err := tx.Organ(r.Organ)
	if err != nil {
		return writ.Paper{}, err
	}
	all, err := o.templates(tx, r.Organ)
	if err != nil {
		return writ.Paper{}, err
	}
	t, err := pickTemplate(all, kind, r.ReceivedOn, o.Today())
	if err != nil {
		return writ.Paper{}, err
	}
	k, _ := writ.KindOf(kind)
	return t.Compose(writ.Values{writ.Organ: g.Name, writ.No: r.No, writ.Applicant: r.Asked.Name, writ.Received: r.ReceivedOn.Chinese(),
		writ.Content: oneLine(r.Asked.Record + "，" + r.Asked.Wrong), writ.FactsFound: r.Ending.Found, writ.Result: r.Ending.Result(r.State),
		writ.Reasons: r.Ending.Words, writ.Competent: r.Ending.Organ, writ.RightContact: r.Ending.Contact,
		writ.Party: r.Ending.Organ, writ.Contact: "政府信息公开工作机构", writ.Phone: orElse(g.Phone, "见本机关网站"),
		writ.RemedyWords: writ.RemedyOf(all, o.Today(), k.Outcome, reviewBody(g), "人民法院")}, o.Today(), no)
}

// recordLetter makes, numbers and files a letter of a correction.
func (o *Office) recordLetter(tx *store.Tx, who access.Actor, r store.RecordRow, kind ledger.Code, to string) error {
	g, err := tx.Organ(r.Organ)
	if err != nil {
		return err
	}
	no, err := nextNumber(tx, g, kind, o.Today().Year())
	if err != nil {
		return err
	}
	w, err := o.composeRecord(tx, r, kind, no.printed)
	if err != nil {
		return err
	}
	p, err := letterPaper(kind, to, no, w)
	if err != nil {
		return err
	}
	return o.recordPaper(tx, who, r, record.Lettered{Writ: kind, Version: w.Version, No: no.code, Sum: paperSum(p)}, p)
}
