package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
)

// ConsultationForm is the draft of a consultation as typed.
type ConsultationForm struct {
	Rev            int64
	From, To, Unit string
	Named          bool
	consultation.Text
}

// OutcomeForm is what became of the opinions, as typed.
type OutcomeForm struct {
	Rev    int64
	Words  string
	Groups []GroupForm
}

// GroupForm is one group of opinions as typed; Numbers is 1、3-5.
type GroupForm struct{ Title, Numbers, Adoption, Reason string }

// PlanConsultation drafts a consultation with the files that everybody may read,
// or drafts one anew that went back (国办发〔2016〕80号).
func (o *Office) PlanConsultation(ctx context.Context, who access.Actor, id ledger.ID, f ConsultationForm, files []Upload) (ledger.ID, error) {
	if err := may(who, access.WorkTalk); err != nil {
		return "", err
	}
	p := consultation.Planned{Unit: ledger.ID(orElse(f.Unit, string(who.Unit))), Named: f.Named}
	for _, d := range []struct {
		field, typed string
		to           *calendar.Day
	}{{"from", f.From, &p.From}, {"to", f.To, &p.To}} {
		var err error
		if *d.to, err = openDay(d.field, d.typed); err != nil {
			return "", err
		}
	}
	for _, s := range []*string{&f.Title, &f.Draft, &f.Basis, &f.Note, &f.How, &f.Reason} {
		*s = strings.TrimSpace(*s)
	}
	papers, err := o.talkPapers(ctx, files, false)
	if err != nil {
		return "", err
	}
	made := id == ""
	if made {
		id = newID()
	}
	return id, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r := store.ConsultationRow{}
		if !made {
			if r, err = consultationOf(tx, who, access.WorkTalk, id); err != nil {
				return err
			}
			if r.Rev != f.Rev {
				return refusal.Clash("office.save.conflict", "")
			}
		}
		if err := access.May(who, access.WorkTalk, unitThing(who.Organ, p.Unit)); err != nil {
			return err
		}
		if _, err := unit(tx, who.Organ, p.Unit); err != nil {
			return err
		}
		r.Text, r.TextSalt = f.Text, newSalt()
		p.Words = ledger.Salted(r.TextSalt, r.Text.Bound()...)
		fact, err := r.Plan(p, r.Text, o.Today())
		if err != nil {
			return err
		}
		if err := o.fit(tx, who.Organ, writing{"title", "标题", r.Text.Title}, writing{"draft", "征求意见稿", r.Text.Draft}, writing{"basis", "依据", r.Text.Basis},
			writing{"note", "起草说明", r.Text.Note}, writing{"how", "其他提交方式", r.Text.How}); err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Consultation = r.Apply(e, fact)
		if err := tx.PutConsultation(r); err != nil {
			return err
		}
		for _, p := range papers {
			if err := o.talkPaper(tx, who.Officer, id, consultation.Kept{Sum: paperSum(p)}, p); err != nil {
				return err
			}
		}
		return nil
	})
}

var consultationKind = talkKind[store.ConsultationRow]{
	load:  consultationOf,
	rev:   func(r store.ConsultationRow) int64 { return r.Rev },
	apply: func(r *store.ConsultationRow, e ledger.Entry, f ledger.Fact) { r.Consultation = r.Apply(e, f) },
	put:   (*store.Tx).PutConsultation,
}

// decideConsultation carries out a verb of a consultation, today.
func (o *Office) decideConsultation(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64,
	verb func(tx *store.Tx, r *store.ConsultationRow) (ledger.Fact, store.Words, error)) error {
	return consultationKind.decide(ctx, o, who, v, id, rev, nil, func(tx *store.Tx, r *store.ConsultationRow) (calendar.Day, ledger.Fact, store.Words, error) {
		f, w, err := verb(tx, r)
		return o.Today(), f, w, err
	})
}

// ReturnConsultation sends the draft, or the outcome, back with a reason (退回).
func (o *Office) ReturnConsultation(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.decideConsultation(ctx, who, access.CheckTalk, id, rev, func(_ *store.Tx, r *store.ConsultationRow) (ledger.Fact, store.Words, error) {
		w, sum := saying(reason)
		f, err := r.Return(reason, sum)
		return f, w, err
	})
}

// OpenConsultation lets a draft out for opinions (公布).
func (o *Office) OpenConsultation(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideConsultation(ctx, who, access.CheckTalk, id, rev, func(tx *store.Tx, r *store.ConsultationRow) (ledger.Fact, store.Words, error) {
		t := unitThing(r.Organ, r.Unit)
		drafted, err := handsOf(tx, r.Organ, id, consultation.Planned{}.Kind(), access.WorkTalk, t)
		if err != nil {
			return nil, store.Words{}, err
		}
		f, err := r.Open(hands(who, access.CheckTalk, t), drafted, o.Today(), ledger.Salted(r.TextSalt, r.Text.Bound()...))
		return f, store.Words{}, err
	})
}

// ProlongConsultation lets opinions come for longer; the public reads why (延长期限).
func (o *Office) ProlongConsultation(ctx context.Context, who access.Actor, id ledger.ID, rev int64, to, reason string) error {
	day, err := openDay("to", to)
	if err != nil {
		return err
	}
	return o.decideConsultation(ctx, who, access.CheckTalk, id, rev, func(tx *store.Tx, r *store.ConsultationRow) (ledger.Fact, store.Words, error) {
		w, sum := saying(reason)
		f, err := r.Prolong(day, reason, o.Today(), sum)
		if err == nil {
			err = o.fit(tx, r.Organ, writing{"reason", "理由", reason})
		}
		return f, w, err
	})
}

// SumConsultation drafts what became of the opinions (汇总).
func (o *Office) SumConsultation(ctx context.Context, who access.Actor, id ledger.ID, f OutcomeForm) error {
	out := consultation.Outcome{Words: strings.TrimSpace(f.Words)}
	var all refusal.All
	for i, g := range f.Groups {
		no := strconv.Itoa(i + 1)
		numbers, ok := consultation.ParseNumbers(g.Numbers)
		if !ok {
			all = append(all, refusal.New("consultation.sum.numbers", "D.2(4)", "group", no).On("numbers"+no))
		}
		out.Groups = append(out.Groups, consultation.Group{Title: strings.TrimSpace(g.Title), Opinions: numbers, Adoption: ledger.Code(g.Adoption), Reason: strings.TrimSpace(g.Reason)})
	}
	return o.decideConsultation(ctx, who, access.WorkTalk, id, f.Rev, func(tx *store.Tx, r *store.ConsultationRow) (ledger.Fact, store.Words, error) {
		if len(all) > 0 {
			return nil, store.Words{}, all
		}
		r.Outcome, r.OutcomeSalt = out, newSalt()
		fact, err := r.Conclude(out, o.Today(), ledger.Salted(r.OutcomeSalt, out.Bound()...))
		if err != nil {
			return nil, store.Words{}, err
		}
		texts := []writing{{"words", "总体情况", out.Words}}
		for i, g := range out.Groups {
			texts = append(texts, writing{fmt.Sprintf("title%d", i+1), fmt.Sprintf("第%d组", i+1), g.Title}, writing{fmt.Sprintf("reason%d", i+1), fmt.Sprintf("第%d组的理由", i+1), g.Reason})
		}
		return fact, store.Words{}, o.fit(tx, r.Organ, texts...)
	})
}

// PublishConsultation makes the outcome public (公布采纳情况).
func (o *Office) PublishConsultation(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideConsultation(ctx, who, access.CheckTalk, id, rev, func(tx *store.Tx, r *store.ConsultationRow) (ledger.Fact, store.Words, error) {
		t := unitThing(r.Organ, r.Unit)
		drafted, err := handsOf(tx, r.Organ, id, consultation.Concluded{}.Kind(), access.WorkTalk, t)
		if err != nil {
			return nil, store.Words{}, err
		}
		f, err := r.Publish(hands(who, access.CheckTalk, t), drafted)
		return f, store.Words{}, err
	})
}

// StopConsultation ends it without an outcome; the public reads why (终止).
func (o *Office) StopConsultation(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.decideConsultation(ctx, who, access.CheckTalk, id, rev, func(tx *store.Tx, r *store.ConsultationRow) (ledger.Fact, store.Words, error) {
		w, sum := saying(reason)
		f, err := r.Stop(reason, sum)
		if err == nil {
			err = o.fit(tx, r.Organ, writing{"reason", "理由", reason})
		}
		return f, w, err
	})
}

// EraseConsultation takes away who gave the opinions, and what they said.
func (o *Office) EraseConsultation(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	var blobs []string
	err := o.decideConsultation(ctx, who, access.CheckTalk, id, rev, func(tx *store.Tx, r *store.ConsultationRow) (_ ledger.Fact, _ store.Words, err error) {
		f, err := r.Erase()
		if err != nil {
			return f, store.Words{}, err
		}
		blobs, err = tx.EraseVoices(id)
		return f, store.Words{}, err
	})
	if err != nil {
		return err
	}
	return o.letGo(ctx, blobs...)
}

// RegisterOpinion enters an opinion that came by letter, telephone or at a
// meeting (登记意见).
func (o *Office) RegisterOpinion(ctx context.Context, who access.Actor, id ledger.ID, f VoiceForm) (int, error) {
	on, err := openDay("on", f.On)
	if err != nil {
		return 0, err
	}
	if f.Door == "web" {
		f.Door = "" // the site's own door
	}
	return o.opine(ctx, who, who.Officer, id, on, f, func(tx *store.Tx) (store.ConsultationRow, error) {
		return consultationOf(tx, who, access.WorkTalk, id)
	})
}

// GiveOpinion takes an opinion from the site and answers with its number. Two
// presses of one form are one opinion; an address that floods is told to wait.
func (o *Office) GiveOpinion(ctx context.Context, organ, id ledger.ID, f VoiceForm, address string) (int, error) {
	f.Door = "web"
	return o.opine(ctx, access.Actor{Organ: organ}, ledger.Citizen, id, o.Today(), f, func(tx *store.Tx) (store.ConsultationRow, error) {
		r, err := tx.Consultation(id)
		if err != nil {
			return r, err
		}
		if err := access.May(access.Actor{}, access.SpeakPublic, access.Thing{Organ: organ, Public: r.Organ == organ && r.State.Public()}); err != nil {
			return r, err
		}
		if f.Once != "" {
			if _, err := tx.VoiceOnce(id, tx.Mark("once", f.Once)); err == nil || !errors.Is(err, store.ErrNotFound) {
				return r, err // a second press is not crowded against the address
			}
		}
		return r, o.crowded(tx, id, address, refusal.Clash("consultation.opine.many", "D.2(4)"))
	})
}

// opine enters an opinion with its papers.
func (o *Office) opine(ctx context.Context, who access.Actor, by, id ledger.ID, on calendar.Day, f VoiceForm,
	load func(tx *store.Tx) (store.ConsultationRow, error)) (no int, err error) {
	papers, err := o.talkPapers(ctx, f.Files, false)
	if err != nil {
		return 0, err
	}
	return no, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := load(tx)
		if err != nil {
			return err
		}
		v := store.Voice{ID: newID(), Organ: r.Organ, Subject: id, Door: ledger.Code(f.Door), On: on, Said: f.said(), Salt: newSalt(), Once: tx.Mark("once", f.Once)}
		if v.Once != "" {
			before, err := tx.VoiceOnce(id, v.Once)
			if no = before.No; err == nil || !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		said := consultation.Opinion(v.Said)
		fact, err := r.Opine(v.Door, said, on, o.Today(), ledger.Salted(v.Salt, said.Bound()...))
		if err != nil {
			return err
		}
		e, err := tx.Append(on, id, by, fact)
		if err != nil {
			return err
		}
		r.Consultation = r.Apply(e, fact)
		v.Seq, v.No, no = e.Seq, fact.No, fact.No
		if err := errors.Join(tx.PutConsultation(r), tx.PutVoice(v)); err != nil {
			return err
		}
		for _, p := range papers {
			p.No = strconv.Itoa(fact.No)
			if err := o.talkPaper(tx, by, id, consultation.Kept{Opinion: fact.No, Sum: paperSum(p)}, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// consultationOf loads a consultation that the actor may do this to.
func consultationOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (store.ConsultationRow, error) {
	r, err := tx.Consultation(id)
	if err != nil {
		return r, err
	}
	return r, access.May(who, v, unitThing(r.Organ, r.Unit))
}

// lined are the papers of the draft, which everybody may read.
func lined(papers []store.Paper) []store.Paper {
	return slices.DeleteFunc(slices.Clone(papers), func(p store.Paper) bool { return p.No != "" })
}
