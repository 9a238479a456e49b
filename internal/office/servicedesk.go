package office

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/service"
)

// caseTasks are the cases that wait for this officer, or that the head of their
// division must be reminded of.
func (o *Office) caseTasks(tx *store.Tx, who access.Actor, names map[ledger.ID]string) (out []Task, err error) {
	f, err := o.caseFilter(who, CaseQuery{})
	if err != nil {
		return nil, nil // no cases are theirs
	}
	lines, err := o.openCases(tx, f, names)
	var done []Task // and wait for nothing but the archive
	for _, l := range lines {
		turn := caseTurn(who, l)
		remind := l.Case.State.Pending() && l.Case.State != service.Lacking && !l.Sheet.Next.Day.IsZero() && l.Sheet.Left <= 1 &&
			slices.ContainsFunc(hats(who), func(a access.Actor) bool {
				return a.Has(people.UnitHead) && a.Unit == l.Case.Unit || a.Has(people.DeputyChief) && l.Sheet.Left < 0
			})
		if !turn && !remind {
			continue
		}
		t := Task{Kind: "case", ID: string(l.Case.ID), Link: "cases/" + string(l.Case.ID), Title: l.Case.No + " " + l.Names.Item, Next: l.Waits,
			Due: l.Sheet.Next, Left: l.Sheet.Left, HasDue: !l.Sheet.Next.Day.IsZero(), Unit: l.Unit, By: l.Handler, Since: l.Case.FiledOn.Start()}
		if i := l.Case.Step; l.Case.State == service.Working && i < len(l.Names.Steps) {
			t.Next = "审查：" + l.Names.Steps[i]
		}
		if !turn {
			t.Next = "催办：" + t.Next
		}
		if _, err := l.Case.Archive(0); err == nil {
			done = append(done, t)
			continue
		}
		out = append(out, t)
	}
	if len(done) > fewDone {
		done = []Task{{Kind: "case", Link: "cases?due=file", Title: strconv.Itoa(len(done)) + "件办件已经办结、送达", Next: "一并归档"}}
	}
	return append(out, done...), err
}

// fewDone is how many finished cases stand on the desk one by one; more of them
// would hide what has a day.
const fewDone = 3

// mostArchived bounds how many cases one press archives.
const mostArchived = 200

// ArchiveCases archives what is done and waits for nothing else (归档), each as a
// fact of its own, and says how many.
func (o *Office) ArchiveCases(ctx context.Context, who access.Actor) (n int, err error) {
	if err := may(who, access.CloseService); err != nil {
		return 0, err
	}
	f, err := o.caseFilter(who, CaseQuery{})
	if err != nil {
		return 0, err
	}
	var lines []CaseLine
	if err := o.view(ctx, func(tx *store.Tx) (err error) {
		lines, err = o.openCases(tx, f, nil)
		return err
	}); err != nil {
		return 0, err
	}
	for _, l := range lines {
		if _, err := l.Case.Archive(0); err != nil || !caseOffers(who, l.Case)[service.ArchiveVerb] || n == mostArchived {
			continue
		}
		if err := o.ActCase(ctx, who, l.Case.ID, service.ArchiveVerb, CaseAct{Rev: l.Case.Rev}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// caseTurn says whether the next step is this officer's.
func caseTurn(who access.Actor, l CaseLine) bool {
	c := l.Case
	offers := caseOffers(who, c)
	switch {
	case c.Owed():
		return offers[service.VerifyVerb] || offers[service.MendVerb] || offers[service.AnswerVerb]
	case c.State == service.AtDoor || c.State == service.Checked || c.State == service.InHand:
		// What came in without an applicant at the counter is anybody's who takes in;
		// a division sees its own, the window all.
		return offers[service.TakeInVerb] || offers[service.AcceptVerb]
	case c.State == service.Lacking:
		return offers[service.DeclineVerb] && l.Sheet.Left < 0
	case c.State == service.Working:
		return offers[service.AdvanceVerb] || offers[service.DecideVerb]
	case c.State == service.Halted:
		return offers[service.ResumeVerb]
	case (c.State == service.Concluded || c.State == service.NotAccepted) && c.DeliveredOn.IsZero():
		return offers[service.DeliverVerb]
	}
	return offers[service.ArchiveVerb]
}

// CaseStats are what the public may know of a year's cases (行政许可法第四十条).
type CaseStats struct {
	Year                           int
	Filed, Ended, Rated, Satisfied int // of those rated, with one of the three good levels
	Items                          []CaseItemStats
}

// CaseItemStats are those of one item.
type CaseItemStats struct {
	Item         ledger.ID
	Title        string
	Filed, Ended int
}

// CaseStatistics counts a year's cases for the public site.
func (o *Office) CaseStatistics(ctx context.Context, organ ledger.ID, year int) (s CaseStats, err error) {
	if err := access.May(access.Actor{}, access.ReadPublic, access.Thing{Organ: organ, Public: true}); err != nil {
		return s, err
	}
	s.Year = year
	err = o.view(ctx, func(tx *store.Tx) error {
		days, err := tx.CaseDays(organ, year)
		if err != nil {
			return err
		}
		at := map[string]int{}
		for _, d := range days {
			i, ok := at[d.Item]
			if !ok {
				i = len(s.Items)
				at[d.Item], s.Items = i, append(s.Items, CaseItemStats{Item: ledger.ID(d.Item), Title: d.Title})
			}
			if d.Filed.Year() == year {
				s.Filed++
				s.Items[i].Filed++
			}
			if !d.Ended.IsZero() && d.Ended.Year() == year {
				s.Ended++
				s.Items[i].Ended++
			}
			if d.Rating > 0 {
				s.Rated++
				if d.Rating >= 3 {
					s.Satisfied++
				}
			}
		}
		slices.SortStableFunc(s.Items, func(a, b CaseItemStats) int {
			if a.Ended != b.Ended {
				return b.Ended - a.Ended
			}
			return strings.Compare(string(a.Item), string(b.Item))
		})
		return nil
	})
	return s, err
}
