package request

import (
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// R-A44: the applicant suggests once, with the application or after something
// was given; the organ says yes by a draft, or no with a reason, and a
// suggestion after a no asks anew.
func TestSuggestAndDecline(t *testing.T) {
	t.Parallel()
	day := calendar.NewDay(2025, 3, 31)
	given := Request{State: Delivered, Outcome: "open", EndedOn: day}
	with := func(change func(*Request)) Request { r := given; change(&r); return r }
	for name, c := range map[string]struct {
		r                Request
		suggest, decline string
	}{
		"R-A44 given":              {given, "", ""},
		"R-A44 with the form":      {Request{State: Open}, "", "request.verb.state"},
		"R-A44 withheld":           {with(func(r *Request) { r.Outcome = "d_secret" }), "request.suggest.outcome", "request.decline.nothing"},
		"R-A44 drafted":            {with(func(r *Request) { r.Article = "a1" }), "request.suggest.drafted", "request.decline.nothing"},
		"R-A44 suggested":          {with(func(r *Request) { r.SuggestedOn = day }), "request.suggest.twice", ""},
		"R-A44 taken back":         {with(func(r *Request) { r.State = Withdrawn }), "request.verb.state", "request.verb.state"},
		"R-A44 declined, no words": {with(func(r *Request) { r.DeclinedOn = day }), "", ""},
	} {
		code := func(err error) string {
			if r, ok := refusal.As(err); ok {
				return r.Code
			}
			return ""
		}
		_, err := c.r.Suggest()
		if got := code(err); got != c.suggest {
			t.Errorf("%s: suggest %q, want %q", name, got, c.suggest)
		}
		_, err = c.r.Decline("只涉及一家企业", "")
		if got := code(err); got != c.decline {
			t.Errorf("%s: decline %q, want %q", name, got, c.decline)
		}
	}
	if _, err := given.Decline(" ", ""); err == nil {
		t.Error("declined without a reason")
	}
	r := given.Apply(ledger.Entry{On: day}, Declined{}).Apply(ledger.Entry{On: day.AddDays(1)}, Suggested{})
	if !r.DeclinedOn.IsZero() || r.SuggestedOn != day.AddDays(1) {
		t.Errorf("a suggestion after a no does not ask anew: %+v", r)
	}
}
