package office

import (
	"cmp"
	"context"
	"slices"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/request"
)

// Candidate is a group of requests for the same thing, which was given (R-A44):
// several people asked for it, or one suggests that it be public.
type Candidate struct {
	Lines      []RequestLine
	Applicants int
	Suggested  bool
}

// ReleaseCandidates groups the disclosed requests of the last two years for the
// same thing that are not drafted for everybody. A group that was declined
// comes back when another request joins it, or an applicant suggests it.
func (o *Office) ReleaseCandidates(ctx context.Context, who access.Actor) (out []Candidate, err error) {
	if err := may(who, access.CloseRequest); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		rows, err := o.releasable(tx, who.Organ)
		if err != nil {
			return err
		}
		ids := make([]ledger.ID, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		marks, err := tx.PersonMarks(ids)
		if err != nil {
			return err
		}
		for len(rows) > 0 {
			group := []store.RequestRow{rows[0]}
			rest := rows[:0:0]
			for _, r := range rows[1:] {
				if request.Similar(group[0].Subject, r.Subject) >= request.Alike {
					group = append(group, r)
				} else {
					rest = append(rest, r)
				}
			}
			rows = rest
			c := o.candidate(group, marks)
			fresh := slices.ContainsFunc(group, func(r store.RequestRow) bool { return r.DeclinedOn.IsZero() })
			if fresh && (c.Suggested || c.Applicants > 1) {
				out = append(out, c)
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Candidate) int {
		if a.Suggested != b.Suggested { // who suggests waits for an answer
			if a.Suggested {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Applicants, a.Applicants)
	})
	return out, err
}

// releasable are the disclosed requests of the last two years, as far back as
// hints look, that nobody drafted for everybody.
func (o *Office) releasable(tx *store.Tx, organ ledger.ID) (rows []store.RequestRow, err error) {
	for _, outcome := range []ledger.Code{"open", "partial"} {
		some, err := tx.Requests(store.RequestFilter{Organ: organ, Outcome: outcome, After: o.Today().AddDays(-731), Limit: compareRequests})
		if err != nil {
			return nil, err
		}
		rows = append(rows, some...)
	}
	return slices.DeleteFunc(rows, func(r store.RequestRow) bool { return !r.Releasable() || r.Erased }), nil
}

func (o *Office) candidate(group []store.RequestRow, marks map[ledger.ID]string) (c Candidate) {
	people := map[string]bool{}
	for _, r := range group {
		people[marks[r.ID]] = true
		c.Suggested = c.Suggested || !r.SuggestedOn.IsZero()
		c.Lines = append(c.Lines, RequestLine{Request: r.Request, Subject: r.Subject, Sheet: r.Clock(o.Today(), o.Calendar())})
	}
	c.Applicants = len(people)
	return c
}

// DeclineRelease leaves the requests of a group at their answers (不转主动公开,
// R-A44): all of them or none, with one reason.
func (o *Office) DeclineRelease(ctx context.Context, who access.Actor, ids []ledger.ID, reason string) error {
	if len(ids) == 0 {
		return refusal.New("request.decline.none", "R-A44")
	}
	return o.record(ctx, who.Organ, func(tx *store.Tx) error {
		for _, id := range ids {
			r, err := tx.Request(id)
			if err != nil {
				return err
			}
			if err := access.May(who, access.CloseRequest, requestThing(r)); err != nil {
				return err
			}
			m := &matter{o: o, tx: tx, who: who, today: o.Today(), r: r}
			if err := m.decline(reason); err != nil {
				return err
			}
			if err := m.finish(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m *matter) decline(reason string) error {
	f, err := m.r.Decline(reason, m.say(reason))
	if err != nil {
		return err
	}
	return m.enter(m.today, f)
}

// DeclineRequest leaves one request at its answer, from its own page.
func (o *Office) DeclineRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.CloseRequest, id, a, func(m *matter, _ calendar.Day) error { return m.decline(a.Text) })
}

func (m *matter) suggest() error {
	f, err := m.r.Suggest()
	if err != nil {
		return err
	}
	return m.enter(m.today, f)
}

// SuggestRequest records a suggestion that came by word or letter.
func (o *Office) SuggestRequest(ctx context.Context, who access.Actor, id ledger.ID, a RequestAct) error {
	return o.act(ctx, who, access.RegisterRequest, id, a, func(m *matter, _ calendar.Day) error { return m.suggest() })
}

// SuggestFollowed takes the applicant's suggestion from the site that what was
// given be made public (建议转主动公开, R-A44).
func (o *Office) SuggestFollowed(ctx context.Context, organ ledger.ID, pass string) error {
	return o.followed(ctx, organ, pass, (*matter).suggest)
}
