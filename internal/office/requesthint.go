package office

import (
	"cmp"
	"context"
	"slices"

	"gongkai/access"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/request"
)

// Hint is something that a reader may want to look at first.
type Hint struct {
	ID          ledger.ID
	No, Title   string
	Why         string // 同一申请人, 内容相近
	State       string
	Outcome     string
	Score       float64
	Day         string
	SamePerson  bool
	SameContent bool
}

// How many requests are compared, the newest first. A hint that comes late is
// worth less than a page that comes at once.
const (
	compareRequests = 2000
	maxHints        = 5
)

// RequestHints shows while registering who asked before and what was asked
// before (R-A36 (6), R-A44). They decide nothing.
func (o *Office) RequestHints(ctx context.Context, who access.Actor, f RequestForm, except ledger.ID) (out []Hint, err error) {
	if err := may(who, access.ReadRequest); err != nil {
		return nil, err
	}
	err = o.view(ctx, func(tx *store.Tx) error {
		p, content := f.person(), f.ask().Digest(f.person())
		same, err := tx.SamePerson(who.Organ, p, 200)
		if err != nil {
			return err
		}
		recent, err := tx.Requests(store.RequestFilter{Organ: who.Organ, Limit: compareRequests})
		if err != nil {
			return err
		}
		known := map[ledger.ID]bool{except: true}
		if f.Once != "" { // a form that is sent twice is not like another
			known[onceID(tx, f.Once)] = true
		}
		add := func(r store.RequestRow, person bool) {
			score := request.Similar(content, r.Subject)
			if known[r.ID] || !person && score < request.Alike || access.May(who, access.ReadRequest, requestThing(r.Request)) != nil {
				return
			}
			known[r.ID] = true
			h := Hint{ID: r.ID, No: r.No, Title: r.Subject, State: r.State.Name(), Outcome: request.GroundName(r.Outcome), Score: score,
				Day: r.ArrivedOn.String(), SamePerson: person, SameContent: score >= request.Alike}
			switch {
			case h.SamePerson && h.SameContent:
				h.Why = "同一申请人，内容相近"
				h.Score += 2
			case h.SamePerson:
				h.Why = "同一申请人"
			default:
				h.Why = "内容相近"
				h.Score++
			}
			out = append(out, h)
		}
		for _, r := range same {
			add(r, true)
		}
		for _, r := range recent {
			add(r, false)
		}
		return nil
	})
	return top(out), err
}

func top(hints []Hint) []Hint {
	slices.SortStableFunc(hints, func(a, b Hint) int { return cmp.Compare(b.Score, a.Score) })
	return hints[:min(len(hints), maxHints)]
}
