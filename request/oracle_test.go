package request

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/refusal"
)

// The oracle counts a script day by day, straight from standards.md §A.4.1 and
// by none of the package's own code, to compare the two.
type oracle struct {
	channel                     string
	arrived, received, from     calendar.Day
	clarified, supplemented     calendar.Day
	charged, chargeServed, paid calendar.Day
	extended, ended             calendar.Day
	days                        int
	letters                     []letter
}

type letter struct {
	ref                 string
	sent, served, heard calendar.Day
}

// old says that the regulation of 2007 governs: fifteen days for twenty and for
// seven, and no confirmation.
func (o *oracle) old() bool { return o.arrived.Before(calendar.NewDay(2019, 5, 15)) }

func (o *oracle) either(now, then int) int {
	if o.old() {
		return then
	}
	return now
}

// nth is the n-th working day strictly after a day, one by one.
func nth(d calendar.Day, n int) (calendar.Day, bool) {
	provisional := false
	for n > 0 {
		d = d.AddDays(1)
		if calendar.China().Workday(d) {
			n--
		}
		provisional = provisional || !calendar.China().Announced(d.Year())
	}
	return d, provisional
}

func worked(from, to calendar.Day, but map[calendar.Day]bool) (n int) {
	for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
		if calendar.China().Workday(d) && !but[d] {
			n++
		}
	}
	return n
}

// stopped are the days on which the clock stands still because of one letter.
func (o *oracle) stopped(l letter, asof calendar.Day, into map[calendar.Day]bool) {
	for d := l.sent.AddDays(1); !d.After(asof); d = d.AddDays(1) {
		if !l.heard.IsZero() && d.After(l.heard) {
			return
		}
		if !l.served.IsZero() {
			if last, _ := nth(l.served, 15); d.After(last) {
				return
			}
		}
		if d.After(o.from) {
			into[d] = true
		}
	}
}

// due takes in one letter after another that began while the period ran, until
// nothing moves any more.
func (o *oracle) due(asof calendar.Day) (due calendar.Day, provisional bool, still map[calendar.Day]bool) {
	for counted := -1; ; {
		if counted < 0 {
			still = map[calendar.Day]bool{}
		}
		n := o.either(20, 15) + o.days
		for d := range still {
			if calendar.China().Workday(d) {
				n++
			}
		}
		due, provisional = nth(o.from, n)
		if n == counted {
			return due, provisional, still
		}
		counted = n
		for _, l := range o.letters {
			if !l.sent.After(due) {
				o.stopped(l, asof, still)
			}
		}
	}
}

func (o *oracle) open() bool {
	return !o.received.IsZero() && (o.clarified.IsZero() || !o.supplemented.IsZero()) && (o.charged.IsZero() || !o.paid.IsZero())
}

// play is the rule that forbids the event, empty where none does.
func (o *oracle) play(e Event) string {
	confirms := slices.Contains([]string{"web", "post", "fax"}, o.channel)
	rule := map[string]string{"clarified": "R-A30", "supplemented": "R-A30", "consulted": "R-A32", "heard": "R-A32", "extended": "R-A33",
		"answered": "R-A33", "charged": "F.3", "paid": "F.3", "withdrawn": "A.4.2", "received": "R-A31", "confirmed": "R-A31"}[e.Event]
	switch {
	case o.arrived.IsZero() != (e.Event == "received") || !o.ended.IsZero():
		return rule
	case o.received.IsZero() && e.Event != "received" && e.Event != "confirmed" && e.Event != "withdrawn":
		return "R-A31"
	}
	named := func() (found []int) {
		for i, l := range o.letters {
			if l.heard.IsZero() && l.ref == e.Ref {
				return []int{i}
			}
			if l.heard.IsZero() && e.Ref == "" && e.Event == "heard" {
				found = append(found, i)
			}
		}
		for _, i := range found {
			if o.letters[i].ref == "" {
				return []int{i}
			}
		}
		return found
	}
	switch e.Event {
	case "received":
		o.arrived = e.On
		if !confirms || o.old() {
			o.received, o.from = e.On, e.On
		}
	case "confirmed":
		if confirms && !o.old() && !o.received.IsZero() {
			return rule
		}
		if confirms && !o.old() {
			o.received, o.from = e.On, e.On
		}
	case "clarified":
		last, _ := nth(o.received, o.either(7, 15))
		if !o.open() || !o.clarified.IsZero() || e.On.After(last) {
			return rule
		}
		o.clarified = e.On
	case "supplemented":
		if o.clarified.IsZero() || !o.supplemented.IsZero() {
			return rule
		}
		o.supplemented, o.from = e.On, e.On
	case "consulted":
		if len(named()) > 0 || !e.Served.IsZero() && e.Served.Before(e.On) {
			return rule
		}
		o.letters = append(o.letters, letter{ref: e.Ref, sent: e.On, served: e.Served})
	case "heard":
		which := named()
		if len(which) != 1 || o.letters[which[0]].served.After(e.On) {
			return rule
		}
		o.letters[which[0]].heard = e.On
	case "extended":
		if !o.extended.IsZero() || !o.open() || e.Days < 1 || e.Days > o.either(20, 15) {
			return rule
		}
		if due, _, _ := o.due(e.On); e.On.After(due) {
			return rule
		}
		o.extended, o.days = e.On, e.Days
	case "charged":
		if !o.charged.IsZero() || o.open() && e.On.Year() < 2021 {
			return "F.1"
		}
		if !o.open() || !e.Served.IsZero() && e.Served.Before(e.On) {
			return rule
		}
		if due, _, _ := o.due(e.On); e.On.After(due) {
			return rule
		}
		o.charged, o.chargeServed = e.On, e.Served
	case "paid":
		notice := o.charged
		if !o.chargeServed.IsZero() {
			notice = o.chargeServed
		}
		if last, _ := nth(notice, 20); o.charged.IsZero() || !o.paid.IsZero() || e.On.After(last) {
			return rule
		}
		o.paid, o.from, o.days = e.On, e.On, 0
	case "answered", "withdrawn":
		o.ended = e.On
	}
	return ""
}

// judge plays a whole script and says what the clock must print on a day.
func judge(s Script, asof calendar.Day) (printed, rule string) {
	events := slices.Clone(s.Events)
	slices.SortStableFunc(events, func(a, b Event) int {
		rank := map[string]int{"received": -2, "confirmed": -1}
		return cmp.Or(a.On.Compare(b.On), rank[a.Event]-rank[b.Event])
	})
	o, then := oracle{channel: s.Channel}, oracle{channel: s.Channel}
	for _, e := range events {
		if rule := o.play(e); rule != "" {
			return "", rule
		}
		if !e.On.After(asof) {
			then = o
			then.letters = slices.Clone(o.letters)
		}
	}
	o = then
	if !o.ended.IsZero() {
		asof = o.ended
	}
	none := func(d calendar.Day) string {
		if d.IsZero() {
			return "-"
		}
		return d.String()
	}
	if !o.open() {
		used := 0
		if !o.received.IsZero() {
			_, _, still := o.due(asof)
			end := o.clarified
			if !o.supplemented.IsZero() || o.clarified.IsZero() {
				end = o.charged
			}
			used = worked(o.from, end, still)
		}
		return fmt.Sprintf("%s - %d -", none(o.received), used), ""
	}
	due, provisional, still := o.due(asof)
	left := worked(asof, due, nil)
	if due.Before(asof) {
		left = -worked(due, asof, nil)
	}
	mark := ""
	if provisional {
		mark = " 暂估"
	}
	return fmt.Sprintf("%s %s %d %d%s", none(o.received), none(due), worked(o.from, asof, still), left, mark), ""
}

// printed is what the package's clock says, through its JSON.
func printed(t rapid.TB, r Request, asof calendar.Day) string {
	t.Helper()
	b, err := json.Marshal(r.Clock(asof, calendar.China()))
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		ReceivedOn  *string `json:"received_on"`
		Due         *string `json:"due"`
		Provisional bool
		Used        int  `json:"days_used"`
		Left        *int `json:"days_left"`
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	show := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	left, mark := "-", ""
	if out.Left != nil {
		left = fmt.Sprint(*out.Left)
	}
	if out.Provisional {
		mark = " 暂估"
	}
	return fmt.Sprintf("%s %s %d %s%s", show(out.ReceivedOn), show(out.Due), out.Used, left, mark)
}

// script draws a life: events in any order of kinds, few of them forbidden.
func script(t *rapid.T) Script {
	s := Script{Channel: rapid.SampledFrom(doors).Draw(t, "channel")}
	on := calendar.NewDay(2024, 1, 1).AddDays(rapid.IntRange(0, 1050).Draw(t, "first"))
	if rapid.IntRange(0, 4).Draw(t, "early") == 0 {
		on = calendar.NewDay(2019, 2, 1).AddDays(rapid.IntRange(0, 130).Draw(t, "first")) // about the change of the 条例
	}
	s.Events = []Event{{On: on, Event: "received"}}
	o := oracle{channel: s.Channel}
	o.play(s.Events[0])
	kinds := []string{"confirmed", "clarified", "supplemented", "consulted", "consulted", "heard", "heard", "extended", "charged", "paid", "answered", "withdrawn", "received"}
	for range rapid.IntRange(0, 14).Draw(t, "n") {
		e := Event{Event: rapid.SampledFrom(kinds).Draw(t, "event")}
		e.On = on.AddDays(rapid.SampledFrom([]int{0, 0, 1, 2, 3, 5, 8, 13, 28}).Draw(t, "later"))
		switch e.Event {
		case "consulted":
			e.Ref = rapid.SampledFrom([]string{"", "甲", "乙"}).Draw(t, "ref")
			if rapid.Bool().Draw(t, "served") {
				e.Served = e.On.AddDays(rapid.IntRange(0, 5).Draw(t, "after"))
			}
		case "heard":
			e.Ref = rapid.SampledFrom([]string{"", "甲", "乙"}).Draw(t, "ref")
		case "extended":
			e.Days = rapid.SampledFrom([]int{1, 5, 15, 16, 20, 21}).Draw(t, "days")
		case "charged":
			if rapid.Bool().Draw(t, "served") {
				e.Served = e.On.AddDays(rapid.IntRange(0, 5).Draw(t, "after"))
			}
		}
		was := o
		was.letters = slices.Clone(o.letters)
		if o.play(e) != "" {
			o = was
			if rapid.IntRange(0, 19).Draw(t, "keep") > 0 {
				continue
			}
		}
		s.Events, on = append(s.Events, e), e.On
	}
	return s
}

// The clock is the oracle's, on every day of every life, and refuses what the
// oracle refuses, by the same rule (R-A30, R-A31, R-A32, R-A33, F.1, F.3).
func TestClockIsTheOracles(t *testing.T) {
	t.Parallel()
	cal := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		s := script(t)
		asof := s.Events[0].On.AddDays(rapid.IntRange(-5, 200).Draw(t, "asof"))
		want, rule := judge(s, asof)
		r, err := s.Life(asof, cal)
		if no, ok := refusal.As(err); rule != "" || err != nil {
			if !ok || no.Rule != rule {
				t.Fatalf("%v\nrefused by %q, want %q: %v", s, no, rule, err)
			}
			return
		}
		if got := printed(t, r, asof); got != want {
			t.Fatalf("%v\nas of %s: %s, want %s", s, asof, got, want)
		}
		whole(t, r.Clock(asof, cal), cal)
	})
}

// whole holds a sheet to itself: the segments follow one another without gaps,
// what runs since the clock began is what is used, and what is used and left is
// what is allowed.
func whole(t rapid.TB, s Sheet, cal *calendar.Calendar) {
	t.Helper()
	ran, at := 0, calendar.Day{}
	for _, g := range s.Segments {
		if !at.IsZero() && g.From != at {
			t.Fatalf("a gap before %v in %+v", g, s.Segments)
		}
		if g.Kind == Running && !g.From.Before(s.From) {
			ran += g.Days
		}
		at = g.To
	}
	if ran != s.Used {
		t.Fatalf("%d days ran, %d are used: %+v", ran, s.Used, s)
	}
	if !s.Runs() {
		return
	}
	if at != s.AsOf && len(s.Segments) > 0 && s.Segments[len(s.Segments)-1].From != s.AsOf && s.From != s.AsOf {
		t.Fatalf("the segments end on %s, not on %s: %+v", at, s.AsOf, s.Segments)
	}
	if s.Used+s.Left != s.Allowed {
		t.Fatalf("%d used and %d left are not %d: %+v", s.Used, s.Left, s.Allowed, s)
	}
	for d := s.From.AddDays(1); !d.After(s.Due.Day); d = d.AddDays(1) {
		if n, kind := s.Counted(d, cal); kind == "" || n > s.Allowed {
			t.Fatalf("%s is counted as %d %q: %+v", d, n, kind, s)
		}
	}
	if n, kind := s.Counted(s.Due.Day, cal); !s.Overdue() && kind == Running && n != s.Allowed {
		t.Fatalf("the due day %s is the %dth of %d", s.Due.Day, n, s.Allowed)
	}
}

// More consultations, or a longer one, never make the due day earlier; nor does
// a later day of judging (R-A33).
func TestStopsOnlyLengthen(t *testing.T) {
	t.Parallel()
	cal := calendar.China()
	rapid.Check(t, func(t *rapid.T) {
		s := script(t)
		asof := s.Events[0].On.AddDays(rapid.IntRange(0, 150).Draw(t, "asof"))
		r, err := s.Life(asof, cal)
		if err != nil || !r.Clock(asof, cal).Runs() {
			return
		}
		before := r.Clock(asof, cal).Due.Day
		if later := r.Clock(asof.AddDays(rapid.IntRange(0, 40).Draw(t, "on")), cal).Due.Day; later.Before(before) {
			t.Fatalf("%v: due %s, later %s", s, before, later)
		}
		sent := s.Events[0].On.AddDays(rapid.IntRange(0, 60).Draw(t, "sent"))
		r.Consults = append(slices.Clone(r.Consults), Consult{SentOn: sent, HeardOn: sent.AddDays(rapid.IntRange(0, 40).Draw(t, "for"))})
		if after := r.Clock(asof, cal).Due.Day; after.Before(before) {
			t.Fatalf("%v: a stop from %s moved the due day from %s to %s", s, sent, before, after)
		}
	})
}
