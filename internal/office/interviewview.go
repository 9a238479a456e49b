package office

import (
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/interview"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/report"
)

// InterviewLine is an interview as lists show it.
type InterviewLine struct {
	interview.Interview
	Text                      interview.Text
	Division, Standing, Waits string
}

// InterviewList is what the desk lists, with the figures of a year.
type InterviewList struct {
	Rows    []InterviewLine
	Year    int
	Figures []NamedFigure
}

// InterviewView is everything that the page of an interview shows; who asked is
// masked.
type InterviewView struct {
	InterviewLine
	Transcript                              interview.Transcript
	Pictures                                []store.Paper
	Voices                                  []VoiceLine
	Steps                                   []RequestStep
	Units                                   []people.Unit
	Plan, Announce, Return, Moderate, Write bool
	Publish, Cancel, Erase                  bool
}

func (o *Office) interviewLine(r store.InterviewRow, names map[ledger.ID]string) InterviewLine {
	today := o.Today()
	return InterviewLine{Interview: r.Interview, Text: r.Text, Division: names[r.Unit], Standing: r.Standing(today), Waits: r.Waits(today)}
}

// Interviews lists the organ's interviews with the figures of a year, the
// present one for 0.
func (o *Office) Interviews(ctx context.Context, who access.Actor, year int) (l InterviewList, err error) {
	if err := may(who, access.ReadTalk); err != nil {
		return l, err
	}
	if l.Year = year; year == 0 {
		l.Year = o.Today().Year()
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := tx.Interviews(who.Organ, false)
		if err != nil {
			return err
		}
		names, err := o.names(tx, who.Organ)
		if err != nil {
			return err
		}
		for _, r := range rows {
			l.Rows = append(l.Rows, o.interviewLine(r, names))
		}
		l.Figures, err = talkFigures(tx, who.Organ, l.Year, report.InterviewNames, interview.Facts())
		return err
	})
	return l, err
}

// interviewTasks are the interviews, and the questions to look at, that wait for
// this officer.
func (o *Office) interviewTasks(tx *store.Tx, who access.Actor, names map[ledger.ID]string) (out []Task, err error) {
	rows, err := tx.Interviews(who.Organ, false)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		l, t := o.interviewLine(r, names), unitThing(r.Organ, r.Unit)
		work, check := access.May(who, access.WorkTalk, t) == nil, access.May(who, access.CheckTalk, t) == nil
		mine := work
		switch r.State {
		case interview.Drafted:
			mine = check && !slices.Contains(hands(who, access.CheckTalk, t), r.Author)
		case interview.Written:
			mine = check && !slices.Contains(hands(who, access.CheckTalk, t), r.Writer)
		case interview.Announced:
			all, err := tx.Voices(r.Organ, r.ID)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(all, func(v store.Voice) bool { return v.Shown == "" }) {
				l.Waits = "审核提问"
			}
		}
		if l.Waits == "" || !mine {
			continue
		}
		left, _ := o.Calendar().WorkdaysBetween(o.Today(), r.HeldOn)
		out = append(out, Task{Kind: "interview", ID: string(r.ID), Link: "interviews/" + string(r.ID), Title: l.Text.Topic, Next: l.Waits, Unit: l.Division,
			Due: calendar.Date{Day: r.HeldOn}, Left: left, HasDue: r.State != interview.Written && !o.Today().After(r.HeldOn)})
	}
	return out, nil
}

// InterviewMatter reads an interview for the desk.
func (o *Office) InterviewMatter(ctx context.Context, who access.Actor, id ledger.ID) (v InterviewView, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := interviewOf(tx, who, access.ReadTalk, id)
		if err != nil {
			return err
		}
		names, err := o.names(tx, r.Organ)
		if err != nil {
			return err
		}
		v.InterviewLine, v.Transcript = o.interviewLine(r, names), r.Transcript
		t, today := unitThing(r.Organ, r.Unit), o.Today()
		work, check := access.May(who, access.WorkTalk, t) == nil, access.May(who, access.CheckTalk, t) == nil
		by := hands(who, access.CheckTalk, t)
		v.Plan = work && r.State == interview.Returned
		v.Announce = check && r.State == interview.Drafted && !slices.Contains(by, r.Author)
		v.Return = check && (r.State == interview.Drafted || r.State == interview.Written)
		v.Moderate = work && (r.State == interview.Announced || r.State == interview.Written)
		v.Write = work && r.State == interview.Announced && !today.Before(r.HeldOn)
		v.Publish = check && r.State == interview.Written && !slices.Contains(by, r.Writer)
		v.Cancel = check && r.State == interview.Announced
		_, closed := r.Interview.Erase()
		v.Erase = check && closed == nil && r.Questions > 0
		if v.Pictures, err = tx.TalkPapers(id); err != nil {
			return err
		}
		if v.Voices, err = o.voices(tx, r.Organ, id, nil, false); err != nil {
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

// InterviewPicture opens a picture of an interview for the desk.
func (o *Office) InterviewPicture(ctx context.Context, who access.Actor, id, paper ledger.ID, address string) (PaperFile, error) {
	return o.talkFile(ctx, paper, func(tx *store.Tx) (ledger.ID, error) {
		_, err := interviewOf(tx, who, access.ReadTalk, id)
		return id, err
	}, o.opening(who, access.ReadTalk, "interview/"+string(id)+"/paper/"+string(paper), address))
}

// PublicInterview is an interview as the public sees it, with the questions that
// are shown and, once it is out, the transcript.
type PublicInterview struct {
	InterviewLine
	Transcript interview.Transcript
	Pictures   []store.Paper
	Asked      []store.Voice // without who asked
	Takes      bool
	Why        string // it was called off
}

// PublicInterviews lists what is public, the latest first.
func (o *Office) PublicInterviews(ctx context.Context, organ ledger.ID) (out []InterviewLine, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := tx.Interviews(organ, true)
		if err != nil {
			return err
		}
		names, err := o.names(tx, organ)
		for _, r := range rows {
			out = append(out, o.interviewLine(r, names))
		}
		return err
	})
	return out, err
}

// PublicInterview reads one that is public.
func (o *Office) PublicInterview(ctx context.Context, organ, id ledger.ID) (p PublicInterview, err error) {
	err = o.view(ctx, func(tx *store.Tx) error {
		r, err := publicInterview(tx, organ, id)
		if err != nil {
			return err
		}
		names, err := o.names(tx, organ)
		if err != nil {
			return err
		}
		p.InterviewLine, p.Takes = o.interviewLine(r, names), r.Takes(o.Today())
		if r.State == interview.Cancelled {
			if p.Why, err = lastWords(tx, organ, id); err != nil {
				return err
			}
		}
		if r.State == interview.Published {
			p.Transcript = r.Transcript
			if p.Pictures, err = tx.TalkPapers(id); err != nil {
				return err
			}
		}
		all, err := tx.Voices(organ, id)
		for _, v := range all {
			if v.Shown == "yes" && v.Said.Words != "" {
				v.Said.Name, v.Said.Contact = "", ""
				p.Asked = append(p.Asked, v)
			}
		}
		return err
	})
	return p, err
}

func publicInterview(tx *store.Tx, organ, id ledger.ID) (store.InterviewRow, error) {
	r, err := tx.Interview(id)
	if err != nil {
		return r, err
	}
	return r, access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: r.Organ == organ && r.State.Public()})
}

// PublicInterviewPicture opens a picture of a transcript that is out.
func (o *Office) PublicInterviewPicture(ctx context.Context, organ, id, paper ledger.ID) (PaperFile, error) {
	return o.publicPaper(ctx, paper, func(tx *store.Tx) error {
		r, err := publicInterview(tx, organ, id)
		if err == nil && r.State != interview.Published {
			err = store.ErrNotFound
		}
		return err
	}, id)
}
