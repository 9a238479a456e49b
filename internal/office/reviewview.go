package office

import (
	"errors"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/review"
)

// ReviewView is where the newest edition stands in its chain, and what of it is
// asked of the reader.
type ReviewView struct {
	Round   review.Round // zero before it was ever handed in
	Stages  []Stage
	Trail   []TrailLine   // of all editions, oldest first
	Due     calendar.Date // of the review, not of R-A26
	Left    int           // working days to it
	Asked   review.Step   // the step that is asked of the reader now, empty for none
	For     string        // in whose name they would take it
	Barred  error         // why it is not, where the roles would let them
	Earlier []review.Step // where Asked may return to
	Can     map[review.Verdict]bool
}

// Stage is a step of the chain as it stands.
type Stage struct {
	Step review.Step
	By   string // who approved, with whose name; empty while nobody has
	Now  bool
}

// TrailLine is a line of the trail with names.
type TrailLine struct {
	review.Opinion
	Who, Behalf string
}

// reviewOf reads the chain of an article's newest edition.
func (o *Office) reviewOf(tx *store.Tx, who access.Actor, a publication.Article, e publication.Edition, names map[ledger.ID]string) (v ReviewView, err error) {
	v.Can = map[review.Verdict]bool{}
	lines, err := tx.Opinions(a.ID)
	if err != nil {
		return v, err
	}
	for _, l := range lines {
		v.Trail = append(v.Trail, TrailLine{l, nameOf(names, l), names[l.For]})
	}
	if v.Round, err = tx.Round(a.ID, e.No); err != nil {
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return v, err
	}
	r := v.Round
	for _, s := range r.Chain.Steps {
		st := Stage{Step: s, Now: s == r.Step}
		for _, l := range v.Trail {
			if slices.ContainsFunc(r.Given, func(g review.Given) bool { return g.Step == s && g.Seq == l.Seq }) {
				st.By = l.Who
			}
		}
		v.Stages = append(v.Stages, st)
	}
	v.Due = r.Due(o.Today(), o.Calendar())
	v.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), v.Due.Day)
	t := thing(a, e)
	can := func(verb access.Verb) bool { return access.May(who, verb, t) == nil }
	step := r.Step
	if r.State == review.Passed && (e.State == publication.InReview || e.State == publication.Scheduled) {
		step = review.Release
	}
	if verb, ok := reviewVerbs[step]; ok && can(verb) {
		behalf := behalf(who, verb, t)
		if v.Barred = r.Asked(step, who.Officer, behalf, e.Authors); v.Barred == nil {
			v.Asked, v.For, v.Earlier = step, names[behalf], r.Earlier(step)
		}
	}
	pending := r.State == review.Reviewing || r.State == review.Asking
	v.Can[review.Recall] = pending && r.Rushed == "" && e.Wrote(who.Officer) && can(access.SubmitArticle)
	v.Can[review.Refer] = v.Asked != "" && v.Asked != review.Release
	v.Can[review.Advise] = r.State == review.Asking && can(access.AdviseArticle)
	v.Can[review.Rush] = r.State == review.Reviewing && r.Rushed == "" && r.Mode == "proactive" && can(access.RushArticle) && !e.Wrote(who.Officer)
	return v, nil
}

// nameOf is who said a line; a reviewer outside the system is named with their
// body.
func nameOf(names map[ledger.ID]string, l review.Opinion) string {
	if l.By == ledger.Guest {
		return l.Guest.Organ + " " + l.Guest.Name
	}
	if n := names[l.By]; n != "" {
		return n
	}
	return string(l.By)
}
