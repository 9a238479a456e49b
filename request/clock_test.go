package request

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/refusal"
)

func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	if s == "-" {
		return calendar.Day{}
	}
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// event reads "2025-03-10 consulted ref=甲 served=2025-03-11".
func event(t testing.TB, text string) Event {
	t.Helper()
	f := strings.Fields(text)
	e := Event{On: day(t, f[0]), Event: f[1]}
	for _, x := range f[2:] {
		switch name, value, _ := strings.Cut(x, "="); name {
		case "ref":
			e.Ref = value
		case "served":
			e.Served = day(t, value)
		case "days":
			n, err := strconv.Atoi(value)
			if err != nil {
				t.Fatal(err)
			}
			e.Days = n
		default:
			t.Fatalf("%s: what is %s?", text, x)
		}
	}
	return e
}

// Each line of testdata/clock.txt is a case of R-A30, R-A31, R-A32, R-A33, F.1,
// F.3 or §A.4.2, told as a script; the oracle must agree.
func TestClock(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/clock.txt")
	if err != nil {
		t.Fatal(err)
	}
	cal := calendar.China()
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, " | ")
		if len(c) != 5 {
			t.Fatalf("want five cells: %s", line)
		}
		t.Run(c[0], func(t *testing.T) {
			t.Parallel()
			s, asof, want := Script{Channel: c[1]}, day(t, c[3]), c[4]
			for e := range strings.SplitSeq(c[2], "; ") {
				s.Events = append(s.Events, event(t, e))
			}
			rule, _, _ := strings.Cut(c[0], " ")
			r, err := s.Life(asof, cal)
			if code, refused := strings.CutPrefix(want, "! "); refused {
				no, ok := refusal.As(err)
				if !ok || no.Code != code || no.Rule != rule {
					t.Fatalf("%v %+v, want %s by %s", err, no, code, rule)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := printed(t, r, asof); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if also, no := judge(s, asof); also != want {
				t.Errorf("the oracle says %s %s\nwant %s", also, no, want)
			}
			whole(t, r.Clock(asof, cal), cal)
		})
	}
}
