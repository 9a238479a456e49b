package office

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/inspection"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/publication"
)

// InspectionSite is what the organ's own records tell of its site (网站自检):
// columns, letters, guides, consultations, the probe and what was declared. What
// a visitor sees of its pages comes beside it.
func (o *Office) InspectionSite(ctx context.Context, organ ledger.ID) (s *inspection.Site, err error) {
	if err := mayInspect(organ); err != nil {
		return nil, err
	}
	s = &inspection.Site{HomeSeen: true, Columns: []inspection.Column{}, Letters: []inspection.Letter{}, Guides: []inspection.Guide{}, CallsSeen: true}
	err = o.view(ctx, func(tx *store.Tx) error {
		g, err := tx.Organ(organ)
		if err != nil {
			return err
		}
		s.Name, s.Home, s.Domain = g.Name, "/"+g.Token+"/", g.Site.Domain
		for _, part := range []func(*store.Tx, ledger.ID, *inspection.Site) error{o.inspectColumns, o.inspectLetters, o.inspectGuides, o.inspectTalks, o.inspectStated} {
			if err := part(tx, organ, s); err != nil {
				return err
			}
		}
		return nil
	})
	return s, err
}

func mayInspect(organ ledger.ID) error {
	return access.May(access.Machine(organ), access.InspectSite, access.Thing{Organ: organ})
}

// inspectColumns tells of the columns that hold items themselves: those without
// columns below them, and those with articles of their own.
func (o *Office) inspectColumns(tx *store.Tx, organ ledger.ID, s *inspection.Site) error {
	cols, err := tx.Columns(organ)
	if err != nil {
		return err
	}
	counts, err := tx.CountsByColumn(organ)
	if err != nil {
		return err
	}
	units, err := tx.ColumnUnits(organ)
	if err != nil {
		return err
	}
	g, err := tx.Organ(organ)
	if err != nil {
		return err
	}
	above := map[ledger.Code]bool{}
	for _, c := range cols {
		above[c.Parent()] = true
	}
	var stats calendar.Day
	for _, c := range cols {
		n := counts[c.Path]
		newest := calendar.Day{}
		if n.N > 0 {
			newest = calendar.DayOf(n.Newest)
		}
		if newest.After(s.HomeOn) {
			s.HomeOn = newest
		}
		if strings.Contains(c.Name, "办事统计") && newest.After(stats) {
			stats = newest
		}
		if above[c.Path] && n.N == 0 || kept(c) {
			continue
		}
		kind := inspection.Kind(c.Category)
		x := inspection.Column{Path: string(c.Path), Name: c.Name, Page: "/" + g.Token + "/c/" + string(c.Path), Kind: kind,
			MaxAge: c.MaxAge, Items: n.N, Newest: newest, Unit: units[c.Path]}
		if kind == inspection.Organ || kind == inspection.Leaders || kind == inspection.Overview {
			x.MaxAge = 0 // they change when what they tell of changes
		}
		s.Columns = append(s.Columns, x)
	}
	s.StatsOn = &stats
	open, err := tx.Unexplained(organ, []publication.Kind{publication.Normative, publication.Rule}, 100)
	for _, r := range open {
		s.Policies = append(s.Policies, inspection.Policy{ID: string(r.Article.ID), Name: r.Edition.Title, Page: "/" + g.Token + "/a/" + string(r.Article.ID), Unit: r.Edition.Unit})
	}
	return err
}

// kept says that a column shows registers, items, talks or reports and not
// articles, so that an empty list of articles says nothing.
func kept(c publication.Column) bool {
	switch c.Category {
	case "consult", "annual", "proposal":
		return true
	}
	return false
}

// inspectLetters tells of the letters that wait, and of the newest public answer.
func (o *Office) inspectLetters(tx *store.Tx, organ ledger.ID, s *inspection.Site) error {
	t, err := mailboxes(tx, organ, o.Today())
	if err != nil {
		return err
	}
	channel := len(t.At(letter.DoorWeb)) > 0
	s.Channel = &channel
	rows, err := tx.Letters(store.LetterFilter{Organ: organ, Live: true, Oldest: true})
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !r.EndedOn.IsZero() {
			continue
		}
		s.Letters = append(s.Letters, inspection.Letter{ID: string(r.Letter.ID), Page: "desk/letters/" + string(r.Letter.ID), Unit: r.Unit, On: r.ReceivedOn,
			Simple: r.Sort == "consult", Counts: r.Sort != "report"})
	}
	newest := calendar.Day{}
	answers, _, err := tx.PublicLetters(store.CopyFilter{Organ: organ, Limit: 1})
	for _, r := range answers {
		newest = r.LetterRow.PublishedOn
	}
	s.LettersOut = &newest
	return err
}

// inspectGuides tells of the items in force.
func (o *Office) inspectGuides(tx *store.Tx, organ ledger.ID, s *inspection.Site) error {
	g, err := tx.Organ(organ)
	if err != nil {
		return err
	}
	rows, err := o.guidesInForce(tx, organ)
	for _, r := range rows {
		x := inspection.Guide{ID: string(r.Item.ID), Name: r.Version.Elements.Name, Page: "/" + g.Token + "/services/" + string(r.Item.No), Unit: r.Version.Unit}
		for _, gap := range r.Version.Elements.Missing() {
			x.Lacks = append(x.Lacks, gap.Label)
			if gap.Vital {
				x.Vital++
			}
		}
		for _, m := range r.Version.Elements.Materials {
			if m.Blank.SHA != "" && m.Sample.SHA == "" {
				x.Forms++
			}
		}
		s.Guides = append(s.Guides, x)
	}
	has := len(rows) > 0
	s.Catalogue = &has
	return err
}

func (o *Office) inspectTalks(tx *store.Tx, organ ledger.ID, s *inspection.Site) error {
	g, err := tx.Organ(organ)
	if err != nil {
		return err
	}
	rows, err := tx.Consultations(organ, true)
	for _, r := range rows {
		c := inspection.Call{ID: string(r.ID), Name: r.Text.Title, Page: "/" + g.Token + "/consultations/" + string(r.ID), Unit: r.Unit, Opened: r.OpenedOn, Closed: r.To,
			Outcome: !r.PublishedOn.IsZero() || r.State == consultation.Stopped} // of what was stopped none is owed
		_, due := r.Due(o.Calendar())
		c.Due = due.Day
		s.Calls = append(s.Calls, c)
	}
	return err
}

func (o *Office) inspectStated(tx *store.Tx, organ ledger.ID, s *inspection.Site) error {
	all, err := tx.InspectionStatements(organ)
	if err != nil {
		return err
	}
	for _, x := range all {
		s.Stated = append(s.Stated, inspection.Statement{Rule: string(x.Rule), On: x.On, Bad: x.Bad})
	}
	s.Tries, err = tx.Tries(organ, time.Time{}) // those that are kept; which of them count is the indicator's matter
	return err
}

// InspectionUnits are the names of divisions in charge, for the command line.
func (o *Office) InspectionUnits(ctx context.Context, organ ledger.ID) (names map[ledger.ID]string, err error) {
	if err := mayInspect(organ); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		names, err = o.names(tx, organ)
		return err
	})
	return names, err
}

// NoteTry notes a visit of the probe to the organ's own home page (V2).
func (o *Office) NoteTry(ctx context.Context, organ ledger.ID, t inspection.Try) error {
	if err := mayInspect(organ); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error { return tx.Tried(organ, t, t.At.AddDate(0, 0, -30)) })
}

// DueInspection says whether the organ's site is to be looked at now: once a day
// in the small hours, when somebody asked, and when one was broken off.
func (o *Office) DueInspection(ctx context.Context, organ ledger.ID) (due bool, err error) {
	if err := mayInspect(organ); err != nil {
		return false, err
	}
	now := o.now()
	err = o.update(ctx, func(tx *store.Tx) error {
		run, err := tx.Inspected(organ)
		if err != nil {
			return err
		}
		late := run.End.IsZero() || calendar.DayOf(run.End).Before(o.Today()) && now.Sub(o.Today().Start()) >= 3*time.Hour
		asked := run.Asked.After(run.Began)
		busy := run.Began.After(run.End) && now.Sub(run.Began) < time.Hour
		if due = (late || asked) && !busy; !due {
			return nil
		}
		run.Began = now
		return tx.PutInspected(run)
	})
	return due, err
}

// KeepInspection stores what a look said: its findings become tasks, those that
// it did not see any more are closed, and the ledger tells the figures.
func (o *Office) KeepInspection(ctx context.Context, organ ledger.ID, r inspection.Result) error {
	if err := mayInspect(organ); err != nil {
		return err
	}
	return o.record(ctx, organ, func(tx *store.Tx) error {
		run, err := tx.Inspected(organ)
		if err != nil {
			return err
		}
		open, err := tx.InspectionFindings(organ, calendar.Day{})
		if err != nil {
			return err
		}
		gone := map[string]ledger.ID{}
		for _, f := range open {
			if f.Cleared.IsZero() {
				gone[f.Mark] = f.ID
			}
		}
		for _, f := range r.Findings {
			delete(gone, f.Key())
			if err := tx.SeeFinding(store.InspectionFinding{ID: newID(), Organ: organ, Mark: f.Key(), Rule: f.Rule, Severity: string(f.Severity), Place: f.Where,
				Page: f.Page, Unit: f.Unit, Words: f.Words, Points: f.Points, Timed: f.Timed, Due: f.Due(r.Day), Since: r.Day, Seen: r.Day}); err != nil {
				return err
			}
		}
		for _, id := range gone {
			if err := tx.ClearFinding(id, r.Day); err != nil {
				return err
			}
		}
		if run.Day != r.Day { // one fact a day: asking again does not make a new one
			if _, err := tx.Append(r.Day, inspection.Subject, ledger.System, r.Tell()); err != nil {
				return err
			}
		}
		scores, err := json.Marshal(r.Scores)
		if err != nil {
			return err
		}
		run.Organ, run.End, run.Day, run.Points, run.Result = organ, o.now(), r.Day, r.Points, string(scores)
		return tx.PutInspected(run)
	})
}

// DeclareState states what no machine sees (V1), with what was gone through.
func (o *Office) DeclareState(ctx context.Context, who access.Actor, bad bool, words string) error {
	if err := may(who, access.DeclareState); err != nil {
		return err
	}
	s := store.InspectionStatement{Organ: who.Organ, On: o.Today(), Rule: "V1", Bad: bad, Officer: who.Officer, Words: strings.TrimSpace(words), Salt: newSalt()}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		f, err := inspection.Declare(bad, s.Words, ledger.Salted(s.Salt, s.Words))
		if err != nil {
			return err
		}
		e, err := tx.Append(s.On, inspection.Subject, who.Officer, f)
		if err != nil {
			return err
		}
		s.Seq = e.Seq
		return tx.AddStatement(s)
	})
}

// AskInspection wants a look now; the clock does it.
func (o *Office) AskInspection(ctx context.Context, who access.Actor) error {
	if err := may(who, access.AskInspection); err != nil {
		return err
	}
	return o.update(ctx, func(tx *store.Tx) error {
		run, err := tx.Inspected(who.Organ)
		if err != nil {
			return err
		}
		run.Organ, run.Asked = who.Organ, o.now()
		return tx.PutInspected(run)
	})
}

// sayInspection is what a fact of an inspection means in words.
func sayInspection(f ledger.Fact) (string, bool) {
	switch f := f.(type) {
	case inspection.Declared:
		return "声明" + string(f.Rule) + map[bool]string{true: "：有问题", false: "：没有问题"}[f.Bad], true
	case inspection.Done:
		return fmt.Sprintf("网站自检：%d分，单项否决%d项，扣分%d处，临期%d处", f.Points, f.Vetoes, f.Deducts, f.Due), true
	}
	return "", false
}
