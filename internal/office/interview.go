package office

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/refusal"
)

// InterviewForm is the announcement of an interview as typed.
type InterviewForm struct {
	Rev        int64
	Held, Unit string
	interview.Text
}

// PlanInterview drafts the announcement of an interview, or drafts one anew that
// went back (在线访谈).
func (o *Office) PlanInterview(ctx context.Context, who access.Actor, id ledger.ID, f InterviewForm) (ledger.ID, error) {
	if err := may(who, access.WorkTalk); err != nil {
		return "", err
	}
	p := interview.Planned{Unit: ledger.ID(orElse(f.Unit, string(who.Unit)))}
	var err error
	if p.HeldOn, err = openDay("held", f.Held); err != nil {
		return "", err
	}
	for _, s := range []*string{&f.Topic, &f.Guest, &f.Post, &f.Time, &f.About} {
		*s = strings.TrimSpace(*s)
	}
	made := id == ""
	if made {
		id = newID()
	}
	return id, o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r := store.InterviewRow{}
		if !made {
			if r, err = interviewOf(tx, who, access.WorkTalk, id); err != nil {
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
		if err := o.fit(tx, who.Organ, writing{"topic", "主题", r.Text.Topic}, writing{"about", "内容简介", r.Text.About}); err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		r.Interview = r.Apply(e, fact)
		return tx.PutInterview(r)
	})
}

var interviewKind = talkKind[store.InterviewRow]{
	load:  interviewOf,
	rev:   func(r store.InterviewRow) int64 { return r.Rev },
	apply: func(r *store.InterviewRow, e ledger.Entry, f ledger.Fact) { r.Interview = r.Apply(e, f) },
	put:   (*store.Tx).PutInterview,
	kept:  func(sum ledger.Sum) ledger.Fact { return interview.Kept{Sum: sum} },
}

// decideInterview carries out a verb of an interview, today, and files the
// pictures that came with it.
func (o *Office) decideInterview(ctx context.Context, who access.Actor, v access.Verb, id ledger.ID, rev int64, papers []store.Paper,
	verb func(tx *store.Tx, r *store.InterviewRow) (ledger.Fact, store.Words, error)) error {
	return interviewKind.decide(ctx, o, who, v, id, rev, papers, func(tx *store.Tx, r *store.InterviewRow) (calendar.Day, ledger.Fact, store.Words, error) {
		f, w, err := verb(tx, r)
		return o.Today(), f, w, err
	})
}

// ReturnInterview sends the announcement, or the transcript, back (退回).
func (o *Office) ReturnInterview(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.decideInterview(ctx, who, access.CheckTalk, id, rev, nil, func(_ *store.Tx, r *store.InterviewRow) (ledger.Fact, store.Words, error) {
		w, sum := saying(reason)
		f, err := r.Return(reason, sum)
		return f, w, err
	})
}

// AnnounceInterview lets the announcement out (预告).
func (o *Office) AnnounceInterview(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideInterview(ctx, who, access.CheckTalk, id, rev, nil, func(tx *store.Tx, r *store.InterviewRow) (ledger.Fact, store.Words, error) {
		t := unitThing(r.Organ, r.Unit)
		drafted, err := handsOf(tx, r.Organ, id, interview.Planned{}.Kind(), access.WorkTalk, t)
		if err != nil {
			return nil, store.Words{}, err
		}
		f, err := r.Announce(hands(who, access.CheckTalk, t), drafted, o.Today())
		return f, store.Words{}, err
	})
}

// WriteInterview drafts the transcript with its pictures (整理实录).
func (o *Office) WriteInterview(ctx context.Context, who access.Actor, id ledger.ID, rev int64, typed string, pictures []Upload) error {
	papers, err := o.talkPapers(ctx, pictures, true)
	if err != nil {
		return err
	}
	return o.decideInterview(ctx, who, access.WorkTalk, id, rev, papers, func(tx *store.Tx, r *store.InterviewRow) (ledger.Fact, store.Words, error) {
		r.Transcript, r.TranscriptSalt = interview.ParseTranscript(strings.ReplaceAll(typed, "\r\n", "\n")), newSalt()
		f, err := r.Write(r.Transcript, o.Today(), ledger.Salted(r.TranscriptSalt, r.Transcript.Bound()...))
		if err == nil {
			err = o.fit(tx, r.Organ, writing{"transcript", "实录", typed})
		}
		return f, store.Words{}, err
	})
}

// PublishInterview makes the transcript public (发布实录).
func (o *Office) PublishInterview(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideInterview(ctx, who, access.CheckTalk, id, rev, nil, func(tx *store.Tx, r *store.InterviewRow) (ledger.Fact, store.Words, error) {
		t := unitThing(r.Organ, r.Unit)
		drafted, err := handsOf(tx, r.Organ, id, interview.Transcribed{}.Kind(), access.WorkTalk, t)
		if err != nil {
			return nil, store.Words{}, err
		}
		f, err := r.Publish(hands(who, access.CheckTalk, t), drafted)
		return f, store.Words{}, err
	})
}

// CancelInterview calls an interview off; the public reads why (取消).
func (o *Office) CancelInterview(ctx context.Context, who access.Actor, id ledger.ID, rev int64, reason string) error {
	return o.decideInterview(ctx, who, access.CheckTalk, id, rev, nil, func(tx *store.Tx, r *store.InterviewRow) (ledger.Fact, store.Words, error) {
		w, sum := saying(reason)
		f, err := r.Cancel(reason, sum)
		if err == nil {
			err = o.fit(tx, r.Organ, writing{"reason", "理由", reason})
		}
		return f, w, err
	})
}

// EraseInterview takes away who asked, and what.
func (o *Office) EraseInterview(ctx context.Context, who access.Actor, id ledger.ID, rev int64) error {
	return o.decideInterview(ctx, who, access.CheckTalk, id, rev, nil, func(tx *store.Tx, r *store.InterviewRow) (ledger.Fact, store.Words, error) {
		f, err := r.Erase()
		if err == nil {
			_, err = tx.EraseVoices(id)
		}
		return f, store.Words{}, err
	})
}

// ModerateQuestion shows a citizen's question, or keeps it back with a reason
// (审核提问). Two who look at one question: the later word holds.
func (o *Office) ModerateQuestion(ctx context.Context, who access.Actor, id ledger.ID, no int, shown bool, reason string) error {
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		r, err := interviewOf(tx, who, access.WorkTalk, id)
		if err != nil {
			return err
		}
		all, err := tx.Voices(r.Organ, id)
		if err != nil {
			return err
		}
		if no < 1 || no > len(all) {
			return refusal.NotFound("access.may.absent")
		}
		v := all[no-1]
		w, sum := saying(reason)
		fact, err := r.Moderate(no, shown, reason, sum)
		if err == nil && shown {
			err = o.fit(tx, r.Organ, writing{"question", "第" + strconv.Itoa(no) + "号提问", v.Said.Words})
		}
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, who.Officer, fact)
		if err != nil {
			return err
		}
		return errors.Join(tx.ShowVoice(v.ID, shown), talkWords(tx, e, w))
	})
}

// AskInterview takes a citizen's question from the site and answers with its
// number. Two presses of one form are one question.
func (o *Office) AskInterview(ctx context.Context, organ, id ledger.ID, f VoiceForm, address string) (no int, err error) {
	return no, o.record(ctx, organ, func(tx *store.Tx) error {
		r, err := tx.Interview(id)
		if err != nil {
			return err
		}
		if err := access.May(access.Actor{}, access.SpeakPublic, access.Thing{Organ: organ, Public: r.Organ == organ && r.State.Public()}); err != nil {
			return err
		}
		v := store.Voice{ID: newID(), Organ: organ, Subject: id, Door: "web", On: o.Today(), Said: f.said(), Salt: newSalt(), Once: tx.Mark("once", f.Once)}
		if v.Once != "" {
			before, err := tx.VoiceOnce(id, v.Once)
			if no = before.No; err == nil || !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		if err := o.crowded(tx, id, address, refusal.Clash("interview.ask.many", "D.2(4)")); err != nil {
			return err
		}
		q := interview.Question(v.Said)
		fact, err := r.Ask(q, o.Today(), ledger.Salted(v.Salt, q.Bound()...))
		if err != nil {
			return err
		}
		e, err := tx.Append(o.Today(), id, ledger.Citizen, fact)
		if err != nil {
			return err
		}
		r.Interview = r.Apply(e, fact)
		v.Seq, v.No, no = e.Seq, fact.No, fact.No
		return errors.Join(tx.PutInterview(r), tx.PutVoice(v))
	})
}

// interviewOf loads an interview that the actor may do this to.
func interviewOf(tx *store.Tx, who access.Actor, v access.Verb, id ledger.ID) (store.InterviewRow, error) {
	r, err := tx.Interview(id)
	if err != nil {
		return r, err
	}
	return r, access.May(who, v, unitThing(r.Organ, r.Unit))
}
