package office

import (
	"errors"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/review"
)

// ReviewView is where an edition stands in its chain, and what of it is asked of
// the reader: the newest, or the live one while its review is owed and either
// asked of the reader or no correction is under review.
type ReviewView struct {
	Edition publication.Edition
	Round   review.Round // zero before it was ever handed in
	Live    review.Round // of the live edition, zero while there is none
	Stages  []Stage
	Trail   []TrailLine   // of all editions, oldest first
	Due     calendar.Date // of the review, not of R-A26
	Left    int           // working days to it
	Asked   review.Step   // the step that is asked of the reader now, empty for none
	Ahead   bool          // it is the secrecy review before its turn, for what is urgent
	For     string        // in whose name they would take it
	Barred  error         // why it is not, where the roles would let them
	Earlier []review.Step // where Asked may return to
	Can     map[review.Verdict]bool
}

// Stage is a step of the chain as it stands.
type Stage struct {
	Step review.Step
	Line TrailLine // the approval that stands; without a Seq while there is none
	Now  bool
	Who  []string // whom it waits for now, stand-ins with them
}

// TrailLine is a line of the trail with names.
type TrailLine struct {
	review.Opinion
	Who, Behalf string
}

// reviewOf reads the chain of an article; its editions come newest first.
func (o *Office) reviewOf(tx *store.Tx, who access.Actor, a publication.Article, all []publication.Edition, names map[ledger.ID]string) (v ReviewView, err error) {
	e := all[0]
	if a.Live > 0 {
		live := all[len(all)-a.Live]
		if v.Live, err = tx.Round(a.ID, a.Live); err != nil && !errors.Is(err, store.ErrNotFound) {
			return v, err
		}
		asked := v.Live.State == review.Reviewing && o.asked(who, v.Live, v.Live.Step, thing(a, live), live.Authors) == nil
		if v.Live.Owed() && (asked || e.State == publication.Draft) {
			e = live
		}
	}
	v.Edition, v.Can = e, map[review.Verdict]bool{}
	lines, err := tx.Opinions(a.ID)
	if err != nil {
		return v, err
	}
	for _, l := range lines {
		v.Trail = append(v.Trail, TrailLine{l, nameOf(names, l), names[l.For]})
	}
	if v.Round, _, err = roundOf(tx, a, e, o.Today()); err != nil || v.Round.No == 0 {
		return v, err
	}
	r := v.Round
	for _, s := range r.Chain.Steps {
		st := Stage{Step: s, Now: s == r.Step}
		for _, l := range v.Trail {
			if slices.ContainsFunc(r.Given, func(g review.Given) bool { return g.Step == s && g.Seq == l.Seq }) {
				st.Line = l
			}
		}
		v.Stages = append(v.Stages, st)
	}
	t := thing(a, e)
	if i := slices.IndexFunc(v.Stages, func(s Stage) bool { return s.Now }); i >= 0 && r.State == review.Reviewing {
		if v.Stages[i].Who, err = o.waitsFor(tx, r, t, e); err != nil {
			return v, err
		}
	}
	v.Due = r.Due(o.Today(), o.Calendar())
	v.Left, _ = o.Calendar().WorkdaysBetween(o.Today(), v.Due.Day)
	can := func(verb access.Verb) bool { return access.May(who, verb, t) == nil }
	step := turnOf(r)
	if step == review.Release && e.State != publication.InReview && e.State != publication.Scheduled {
		step = "" // it is out
	}
	if verb, ok := reviewVerbs[step]; ok && can(verb) {
		if v.Barred = o.asked(who, r, step, t, e.Authors); v.Barred == nil {
			v.Asked, v.For, v.Earlier = step, names[behalf(who, verb, t)], r.Earlier(step)
		}
	}
	if v.Asked == "" && r.Step != review.Secrecy && can(access.ReviewSecrecy) && o.asked(who, r, review.Secrecy, t, e.Authors) == nil {
		v.Asked, v.Ahead, v.Earlier = review.Secrecy, true, r.Earlier(review.Secrecy)
		v.For = names[behalf(who, access.ReviewSecrecy, t)]
	}
	pending := r.State == review.Reviewing || r.State == review.Asking
	v.Can[review.Recall] = pending && r.Rushed == "" && e.Wrote(who.Officer) && can(access.SubmitArticle)
	v.Can[review.Refer] = v.Asked != "" && v.Asked != review.Release
	v.Can[review.Advise] = r.State == review.Asking && can(access.AdviseArticle)
	v.Can[review.Rush] = r.State == review.Reviewing && r.Rushed == "" && r.Mode == "proactive" && can(access.RushArticle) && !e.Wrote(who.Officer)
	return v, nil
}

// waitsFor lists those of whom the present step is asked: nobody, where all that
// hold the role have left or wrote in the text.
func (o *Office) waitsFor(tx *store.Tx, r review.Round, t access.Thing, e publication.Edition) (names []string, err error) {
	offs, err := tx.Officers(t.Organ)
	if err != nil {
		return nil, err
	}
	deputies, err := tx.Deputies(t.Organ)
	actors := map[ledger.ID]access.Actor{}
	for _, x := range offs {
		if !x.Left {
			actors[x.ID] = access.Of(x)
		}
	}
	heads := headsOf(offs)
	for _, x := range offs {
		who, here := actors[x.ID]
		for _, d := range deputies {
			if p, there := actors[d.Officer]; there && d.StandIn == x.ID && d.On(o.Today()) {
				who.For = append(who.For, p)
			}
		}
		if here && o.asked(who, r, r.Step, t, e.Authors) == nil && heads.leave(who, r.Step, e) {
			names = append(names, x.Name)
		}
	}
	return names, err
}

// nameOf is who said a line; a reviewer outside the system is named with their
// body.
func nameOf(names map[ledger.ID]string, l review.Opinion) string {
	if l.By == ledger.Guest {
		return strings.TrimSpace(l.Guest.Organ + " " + l.Guest.Name)
	}
	if n := names[l.By]; n != "" {
		return n
	}
	return string(l.By)
}

// turnOf is the step whose turn it is: after the last, to let the text out.
func turnOf(r review.Round) review.Step {
	if r.State == review.Passed {
		return review.Release
	}
	return r.Step
}

// turnName says whose turn it is, empty once the round has ended.
func turnName(r review.Round) string {
	switch r.State {
	case review.Reviewing:
		return "轮到" + r.Step.Name()
	case review.Asking:
		return "等有关部门答复"
	}
	return ""
}

// asked says whether a step is asked of the actor, by policy and by the round.
func (o *Office) asked(who access.Actor, r review.Round, s review.Step, t access.Thing, authors []ledger.ID) error {
	verb, ok := reviewVerbs[s]
	if !ok {
		return refusal.New("review.opine.step", "R-A17").On("step")
	}
	if err := access.May(who, verb, t); err != nil {
		return err
	}
	return r.Asked(s, who.Officer, behalf(who, verb, t), authors)
}

// heads are those who take the step of the head of a division, by division.
type heads map[ledger.ID][]ledger.ID

func headsOf(offs []people.Officer) heads {
	h := heads{}
	for _, x := range offs {
		if x.Has(people.UnitHead) && !x.Left {
			h[x.Unit] = append(h[x.Unit], x.ID)
		}
	}
	return h
}

// leave says whether a step is left to the actor: what the head of the division
// can take does not stand in the queue of a superior, who may take it too.
func (h heads) leave(who access.Actor, s review.Step, e publication.Edition) bool {
	head := func(x access.Actor) bool { return x.Has(people.UnitHead) }
	if s != review.Unit || head(who) || slices.ContainsFunc(who.For, head) {
		return true
	}
	return !slices.ContainsFunc(h[e.Unit], func(id ledger.ID) bool { return !e.Wrote(id) })
}

// reviewTasks are what waits for the officer beside the texts under review: what
// was let out before its review (先发后审), and what is not public and due to be
// looked at again (R-A18).
func (o *Office) reviewTasks(tx *store.Tx, who access.Actor, rounds []review.Round, heads heads,
	names map[ledger.ID]string) (out []Task, err error) {
	add := func(kind, next string, a publication.Article, e publication.Edition, due calendar.Day) {
		t := Task{Kind: kind, ID: string(a.ID), Link: "articles/" + string(a.ID), No: e.No, Title: e.Title, Next: next, Unit: names[e.Unit],
			Since: e.PublishedAt, Due: calendar.Date{Day: due}, HasDue: true}
		t.Left, t.Due.Provisional = o.Calendar().WorkdaysBetween(o.Today(), due)
		out = append(out, t)
	}
	for _, r := range rounds {
		if !r.Owed() {
			continue
		}
		a, e, err := articleOf(tx, r.Article, r.Edition)
		if err != nil {
			return nil, err
		}
		due := r.Due(o.Today(), o.Calendar()).Day
		switch {
		case e.State != publication.Live:
		case r.State == review.Ended:
			if access.May(who, access.WithdrawArticle, thing(a, e)) == nil {
				add("rushed", "先发后审未获同意，请撤回或者更正", a, e, due)
			}
		case o.asked(who, r, r.Step, thing(a, e), e.Authors) == nil && heads.leave(who, r.Step, e):
			add("rushed", "先发后审，请补审："+r.Step.Name(), a, e, due)
		}
	}
	if may(who, access.ReassessArticle) != nil {
		return out, nil
	}
	due, err := tx.DueReassessments(who.Organ, o.Today())
	if err != nil {
		return nil, err
	}
	for _, id := range due {
		a, e, err := articleOf(tx, id, 0)
		if err != nil {
			return nil, err
		}
		if e.State == publication.Closed {
			add("reassess", "不公开已满一个周期，请评估能否公开", a, e, a.NextReview)
		}
	}
	return out, nil
}

// articleOf reads an article with an edition, the newest for 0.
func articleOf(tx *store.Tx, id ledger.ID, no int) (a publication.Article, e publication.Edition, err error) {
	if a, err = tx.Article(id); err != nil {
		return a, e, err
	}
	if no == 0 {
		no = a.Latest
	}
	e, err = tx.Edition(id, no)
	return a, e, err
}
