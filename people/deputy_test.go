package people

import (
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// A stand-in is another officer of the office, for days in order; administrators
// stand in for nobody (GB/T 22239-2019 8.1.5).
func TestDeputize(t *testing.T) {
	t.Parallel()
	clerk, head := Officer{ID: "wang", Roles: []Role{Clerk}}, Officer{ID: "li", Roles: []Role{UnitHead}}
	admin, gone := Officer{ID: "zhao", Roles: []Role{SecurityAdmin}}, Officer{ID: "sun", Roles: []Role{Clerk}, Left: true}
	from, to := calendar.NewDay(2025, 3, 3), calendar.NewDay(2025, 3, 5)
	for _, c := range []struct {
		away, in Officer
		from, to calendar.Day
		want     string
	}{
		{head, clerk, from, to, ""}, {head, clerk, from, from, ""},
		{head, head, from, to, "officer.deputize.self"}, {gone, clerk, from, to, "officer.deputize.left"}, {head, gone, from, to, "officer.deputize.left"},
		{head, clerk, to, from, "officer.deputize.days"}, {head, clerk, calendar.Day{}, to, "officer.deputize.days"},
		{admin, clerk, from, to, "officer.appoint.separate"}, {head, admin, from, to, "officer.appoint.separate"},
		{admin, Officer{ID: "qian", Roles: []Role{SecurityAdmin}}, from, to, "officer.appoint.separate"},
	} {
		f, err := Deputize(c.away, c.in, c.from, c.to)
		got := ""
		if r, ok := refusal.As(err); ok {
			got = r.Code
		}
		if got != c.want {
			t.Errorf("%s for %s, %s to %s: %q, want %q", c.in.ID, c.away.ID, c.from, c.to, got, c.want)
		}
		if got == "" && (f.Officer != c.away.ID || f.StandIn != c.in.ID) {
			t.Errorf("%+v", f)
		}
	}
}

// Both days are covered; the day on which it is ended early is not.
func TestDeputyOn(t *testing.T) {
	t.Parallel()
	d := Deputy{}.Apply(ledger.Entry{Subject: "d", Organ: "o"}, Deputized{"li", "wang", calendar.NewDay(2025, 3, 3), calendar.NewDay(2025, 3, 5)})
	ended := d.Apply(ledger.Entry{On: calendar.NewDay(2025, 3, 4)}, Resumed{"li"})
	for _, c := range []struct {
		day         int
		whole, part bool
	}{{2, false, false}, {3, true, true}, {4, true, false}, {5, true, false}, {6, false, false}} {
		on := calendar.NewDay(2025, 3, c.day)
		if d.On(on) != c.whole || ended.On(on) != c.part {
			t.Errorf("%s: %v, ended early %v", on, d.On(on), ended.On(on))
		}
	}
	if d.ID != "d" || d.Organ != "o" || d.Officer != "li" {
		t.Errorf("%+v", d)
	}
}
