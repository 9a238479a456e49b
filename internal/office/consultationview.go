package office

import (
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/report"
)

// ConsultationLine is a consultation as lists show it.
type ConsultationLine struct {
	consultation.Consultation
	Title, Division, Standing, Waits string
	Due                              calendar.Date // the outcome is to be public
	Left                             int           // days
}

// ConsultationList is what the desk lists, with the figures of a year.
type ConsultationList struct {
	Rows    []ConsultationLine
	Year    int
	Figures []NamedFigure
}

// ConsultationView is everything that the page of a consultation shows; who gave
// an opinion is masked.
type ConsultationView struct {
	ConsultationLine
	Text                              consultation.Text
	Outcome                           consultation.Outcome
	Papers                            []store.Paper // of the draft
	Voices                            []VoiceLine
	Steps                             []RequestStep
	Units                             []people.Unit
	Opened                            bool // who gave the opinions is shown
	Plan, Open, Return, Register, Sum bool
	Publish, Stop, Erase, Who         bool
	Prolong                           bool
}

func (o *Office) consultationLine(r store.ConsultationRow, names map[ledger.ID]string) ConsultationLine {
	today := o.Today()
	l := ConsultationLine{Consultation: r.Consultation, Title: r.Text.Title, Division: names[r.Unit], Standing: r.Standing(today), Waits: r.Waits(today)}
	if _, l.Due = r.Due(o.Calendar()); r.State == consultation.Drafted || r.State == consultation.Returned {
		l.Due = calendar.Date{Day: r.From} // it is to be out before its first day
	}
	l.Left, _ = o.Calendar().WorkdaysBetween(today, l.Due.Day)
	return l
}

// Consultations lists the organ's consultations with the figures of a year, the
// present one for 0.
func (o *Office) Consultations(ctx context.Context, who access.Actor, year int) (l ConsultationList, err error) {
	if err := may(who, access.ReadTalk); err != nil {
		return l, err
	}
	if l.Year = year; year == 0 {
		l.Year = o.Today().Year()
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := tx.Consultations(who.Organ, false)
		if err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		for _, r := range rows {
			l.Rows = append(l.Rows, o.consultationLine(r, names))
		}
		l.Figures, err = talkFigures(tx, who.Organ, l.Year, report.ConsultationNames, consultation.Facts())
		return err
	})
	return l, err
}

// consultationTasks are the consultations that wait for this officer; one whose
// outcome is owed says by which day.
func (o *Office) consultationTasks(tx *store.Tx, who access.Actor, names map[ledger.ID]string) (out []Task, err error) {
	rows, err := tx.Consultations(who.Organ, false)
	for _, r := range rows {
		l, t := o.consultationLine(r, names), unitThing(r.Organ, r.Unit)
		work, check := access.May(who, access.WorkTalk, t) == nil, access.May(who, access.CheckTalk, t) == nil
		mine := work
		switch r.State {
		case consultation.Drafted:
			mine = check && !slices.Contains(hands(who, access.CheckTalk, t), r.Author)
		case consultation.Summed:
			mine = check && !slices.Contains(hands(who, access.CheckTalk, t), r.Summer)
		}
		if l.Waits == "" || !mine {
			continue
		}
		out = append(out, Task{Kind: "consultation", ID: string(r.ID), Link: "consultations/" + string(r.ID), Title: l.Title, Next: l.Waits, Due: l.Due, Left: l.Left,
			HasDue: true, Unit: l.Division})
	}
	return out, err
}

// ConsultationMatter reads a consultation for the desk.
func (o *Office) ConsultationMatter(ctx context.Context, who access.Actor, id ledger.ID) (ConsultationView, error) {
	return o.consultationView(ctx, who, access.ReadTalk, id, false)
}

// OpenOpinions reads it with who gave the opinions; the opening is logged.
func (o *Office) OpenOpinions(ctx context.Context, who access.Actor, id ledger.ID, address string) (ConsultationView, error) {
	v, err := o.consultationView(ctx, who, access.WorkTalk, id, true)
	if err != nil {
		return v, err
	}
	return v, o.logged(ctx, o.opening(who, access.WorkTalk, "consultation/"+string(id), address), nil)
}

func (o *Office) consultationView(ctx context.Context, who access.Actor, verb access.Verb, id ledger.ID, open bool) (v ConsultationView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := consultationOf(tx, who, verb, id)
		if err != nil {
			return err
		}
		names, err := o.names(tx, r.Organ)
		if err != nil {
			return err
		}
		v.ConsultationLine, v.Text, v.Outcome, v.Opened = o.consultationLine(r, names), r.Text, r.Outcome, open
		t, today := unitThing(r.Organ, r.Unit), o.Today()
		work, check := access.May(who, access.WorkTalk, t) == nil, access.May(who, access.CheckTalk, t) == nil
		by := hands(who, access.CheckTalk, t)
		v.Plan = work && r.State == consultation.Returned
		v.Open = check && r.State == consultation.Drafted && !slices.Contains(by, r.Author)
		v.Return = check && (r.State == consultation.Drafted || r.State == consultation.Summed)
		v.Register = work && r.State == consultation.Open && !today.Before(r.From)
		v.Sum = work && r.State == consultation.Open && today.After(r.To)
		v.Publish = check && r.State == consultation.Summed && !slices.Contains(by, r.Summer)
		v.Stop = check && r.State == consultation.Open
		v.Prolong = v.Stop && !today.After(r.To)
		_, closed := r.Consultation.Erase()
		v.Erase, v.Who = check && closed == nil && r.Opinions > 0, work && !open && r.Opinions > 0 && !r.Erased
		papers, err := tx.TalkPapers(id)
		if err != nil {
			return err
		}
		v.Papers = lined(papers)
		if v.Voices, err = o.voices(tx, r.Organ, id, papers, open); err != nil {
			return err
		}
		if v.Units, err = tx.Units(r.Organ); err != nil {
			return err
		}
		v.Steps, err = o.talkSteps(tx, r.Organ, id)
		return err
	})
	return v, err
}

// ConsultationPaper opens a paper of a consultation; the opening is logged.
func (o *Office) ConsultationPaper(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	return o.talkFile(ctx, paper, func(tx *store.Tx) (ledger.ID, error) {
		_, err := consultationOf(tx, who, access.ReadTalk, id)
		return id, err
	}, o.opening(who, access.ReadTalk, "consultation/"+string(id)+"/paper/"+string(paper), address))
}

// PublicConsultation is a consultation as the public sees it: no opinion is
// shown by itself, only what became of it.
type PublicConsultation struct {
	ConsultationLine
	Text    consultation.Text
	Outcome consultation.Outcome
	Papers  []store.Paper
	Takes   bool   // an opinion may come now
	Why     string // it was stopped
	Longer  []Longer
}

// Longer is how the days of a consultation were prolonged, and why.
type Longer struct {
	On, Was, To calendar.Day
	Why         string
}

// prolonged are the days by which a consultation was prolonged, in order.
func prolonged(tx *store.Tx, organ, id ledger.ID) (out []Longer, err error) {
	entries, err := tx.Entries(organ, store.EntryFilter{Subject: id, Kinds: []string{consultation.Prolonged{}.Kind()}})
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	words, err := tx.TalkWords(organ, id)
	if err != nil {
		return nil, err
	}
	codec := Codec()
	for _, e := range entries {
		f, err := codec.Decode(e)
		if err != nil {
			return nil, err
		}
		p, _ := f.(consultation.Prolonged)
		l := Longer{On: e.On, Was: p.Was, To: p.To}
		if i := slices.IndexFunc(words, func(w store.TalkWords) bool { return w.Seq == e.Seq }); i >= 0 {
			l.Why = words[i].Words.Words[0]
		}
		out = append(out, l)
	}
	return out, nil
}

// PublicConsultations lists what is public, the latest first.
func (o *Office) PublicConsultations(ctx context.Context, organ ledger.ID) (out []ConsultationLine, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := tx.Consultations(organ, true)
		if err != nil {
			return err
		}
		names, err := o.names(tx, organ)
		for _, r := range rows {
			out = append(out, o.consultationLine(r, names))
		}
		return err
	})
	return out, err
}

// PublicConsultation reads one that is public.
func (o *Office) PublicConsultation(ctx context.Context, organ, id ledger.ID) (p PublicConsultation, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := publicConsultation(tx, organ, id)
		if err != nil {
			return err
		}
		names, err := o.names(tx, organ)
		if err != nil {
			return err
		}
		p.ConsultationLine, p.Text, p.Takes = o.consultationLine(r, names), r.Text, r.Takes(o.Today())
		if r.State == consultation.Published {
			p.Outcome = r.Outcome
		}
		if r.State == consultation.Stopped {
			if p.Why, err = lastWords(tx, organ, id); err != nil {
				return err
			}
		}
		if p.Longer, err = prolonged(tx, organ, id); err != nil {
			return err
		}
		papers, err := tx.TalkPapers(id)
		p.Papers = lined(papers)
		return err
	})
	return p, err
}

// lastWords are the words of the last fact of a subject that has some.
func lastWords(tx *store.Tx, organ, subject ledger.ID) (string, error) {
	words, err := tx.TalkWords(organ, subject)
	if err != nil || len(words) == 0 {
		return "", err
	}
	return words[len(words)-1].Words.Words[0], nil
}

func publicConsultation(tx *store.Tx, organ, id ledger.ID) (store.ConsultationRow, error) {
	r, err := tx.Consultation(id)
	if err != nil {
		return r, err
	}
	return r, access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: r.Organ == organ && r.State.Public()})
}

// PublicConsultationPaper opens a file of the draft.
func (o *Office) PublicConsultationPaper(ctx context.Context, organ, id, paper ledger.ID) (PaperFile, error) {
	return o.publicPaper(ctx, paper, func(tx *store.Tx) error {
		_, err := publicConsultation(tx, organ, id)
		return err
	}, id)
}

// publicPaper opens a paper that everybody may read.
func (o *Office) publicPaper(ctx context.Context, paper ledger.ID, may func(tx *store.Tx) error, subject ledger.ID) (PaperFile, error) {
	p, err := o.paperIn(ctx, paper, func(tx *store.Tx) ([]store.Paper, error) {
		if err := may(tx); err != nil {
			return nil, err
		}
		papers, err := tx.TalkPapers(subject)
		return lined(papers), err
	})
	if err != nil {
		return PaperFile{}, err
	}
	r, err := o.openSealed(p.SHA)
	return PaperFile{p.Name, p.Type, r}, err
}
