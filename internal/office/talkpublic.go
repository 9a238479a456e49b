package office

import (
	"context"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/internal/store"
	"gongkai/interview"
	"gongkai/ledger"
)

// PublicTalk is a consultation or an interview as feeds, the site map and the
// search list it; On is the day of what is new in it. The reply to a proposal is
// an article, and listed as one.
type PublicTalk struct {
	ID          ledger.ID
	Path        string // below the site of the organ
	Kind, Title string // 征集调查, 在线访谈
	Unit        ledger.ID
	On          calendar.Day
	Text        string // what the page says
}

// PublicTalks lists the consultations and interviews that everybody may read, the
// latest first.
func (o *Office) PublicTalks(ctx context.Context, organ ledger.ID) (out []PublicTalk, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		consultations, err := tx.Consultations(organ, true)
		if err != nil {
			return err
		}
		for _, r := range consultations {
			out = append(out, talkOfConsultation(r))
		}
		interviews, err := tx.Interviews(organ, true)
		for _, r := range interviews {
			out = append(out, talkOfInterview(r))
		}
		return err
	})
	slices.SortStableFunc(out, func(x, y PublicTalk) int { return y.On.Compare(x.On) })
	return out, err
}

func talkOfConsultation(r store.ConsultationRow) PublicTalk {
	t := PublicTalk{ID: r.ID, Path: "/consultations/" + string(r.ID), Kind: "征集调查", Title: r.Text.Title, Unit: r.Unit, On: r.OpenedOn}
	words := []string{r.Text.Note, r.Text.Draft, r.Text.Basis}
	if r.State == consultation.Published {
		t.On = r.PublishedOn
		words = append([]string{r.Outcome.Words}, words...)
		for _, g := range r.Outcome.Groups {
			words = append(words, g.Title, g.Reason)
		}
	}
	t.Text = lines(words)
	return t
}

func talkOfInterview(r store.InterviewRow) PublicTalk {
	t := PublicTalk{ID: r.ID, Path: "/interviews/" + string(r.ID), Kind: "在线访谈", Title: r.Text.Topic, Unit: r.Unit, On: r.AnnouncedOn}
	words := []string{r.Text.About, r.Text.Guest, r.Text.Post}
	if r.State == interview.Published {
		t.On = r.PublishedOn
		for _, x := range r.Transcript {
			words = append(words, x.Speaker+"："+x.Words)
		}
	}
	t.Text = lines(words)
	return t
}

// lines are those of the words that are not empty, one below the other.
func lines(words []string) string {
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), "\n")
}
