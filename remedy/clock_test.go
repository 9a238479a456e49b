package remedy

import (
	"strings"
	"testing"
)

// A.6: the periods of a case, each by the law of its day. Days that the court
// or the reviewing organ moves are marked in the rule.
func TestClock(t *testing.T) {
	t.Parallel()
	opened := func(k Kind, p Procedure, accepted, noticed string) Case {
		return Case{}.after(noticed, Opened{Type: k, Procedure: p, Act: Other, ActedOn: day("2022-01-04"), AcceptedOn: day(accepted)})
	}
	later := func(c Case, facts ...any) Case { return c.after(facts...) }
	for _, x := range []struct {
		rule             string
		c                Case
		answer, decision string
	}{
		{"A.6 复议法48、62: ten working days, sixty days", opened(Review, Ordinary, "2025-03-05", "2025-03-10"), "2025-03-24", "2025-05-06"}, // 5-04 is a holiday, 5-05 too
		{"A.6 over 国庆: working days alone", opened(Review, Ordinary, "2025-09-22", "2025-09-26"), "2025-10-16", "2025-11-21"},
		{"A.6 复议法54、62: five working days, thirty days", opened(Review, Simple, "2025-03-05", "2025-03-10"), "2025-03-17", "2025-04-07"},                 // 4-04 is 清明
		{"A.6 复议法1999 Art. 23: ten calendar days", opened(Review, Ordinary, "2023-12-20", "2023-12-22"), "2024-01-02", "2024-02-18"},                     // 1-01 rolls; 2-18 is a Sunday worked
		{"A.6 accepted under the old law, noticed under the new [K?]", opened(Review, Ordinary, "2023-12-29", "2024-01-03"), "2024-01-15", "2024-02-27"}, // 1-13 is a Saturday
		{"A.6 no day of acceptance: from the notice", opened(Review, Ordinary, "", "2025-03-10"), "2025-03-24", "2025-05-09"},
		{"A.6 行政诉讼法67、81: fifteen days, six months", opened(DirectSuit, Ordinary, "2025-03-05", "2025-03-10"), "2025-03-25", "2025-09-05"},
		{"A.6 the fifteenth day is a holiday", opened(LaterSuit, Ordinary, "2025-09-19", "2025-09-22"), "2025-10-09", "2026-03-19"},
		{"A.6 行政诉讼法83: simple, forty-five days", opened(LaterSuit, Simple, "2025-03-05", "2025-03-10"), "2025-03-25", "2025-04-21"},                       // 4-19 is a Saturday
		{"A.6 extended by 30", later(opened(Review, Ordinary, "2025-03-05", "2025-03-10"), "2025-04-20", Extended{Days: 30}), "2025-03-24", "2025-06-03"}, // 6-02 and 6-03: 端午
		{"A.6 a court extends twice", later(opened(DirectSuit, Ordinary, "2025-03-05", "2025-03-10"), "2025-08-20", Extended{Days: 30}, "2025-09-20", Extended{Days: 30}), "2025-03-25", "2025-11-04"},
		{"A.6 suspended for ten days", later(opened(Review, Ordinary, "2025-03-05", "2025-03-10"), "2025-04-01", Noted{Event: Suspended}, "2025-04-11", Noted{Event: Resumed}), "2025-03-24", "2025-05-14"},
		{"A.6 still suspended", later(opened(Review, Ordinary, "2025-03-05", "2025-03-10"), "2025-04-01", Noted{Event: Suspended}), "2025-03-24", ""},
		{"A.6 to ordinary", later(opened(Review, Simple, "2025-03-05", "2025-03-10"), "2025-03-12", Noted{Event: ToOrdinary}), "2025-03-24", "2025-05-06"},
	} {
		s := x.c.Clock(day("2025-03-11"), cal)
		if s.Answer.Day != day(x.answer) || s.Decision.Day != day(x.decision) {
			t.Errorf("%s: answer by %s, want %s; decision by %s, want %s", x.rule, s.Answer, x.answer, s.Decision, x.decision)
		}
	}
}

// What runs now, and how much of it is left.
func TestNext(t *testing.T) {
	t.Parallel()
	cases := in()
	suit := Case{}.after("2025-03-10", Opened{Type: DirectSuit, Procedure: Ordinary, Act: Other, ActedOn: day("2025-02-14")})
	for _, x := range []struct {
		rule     string
		c        Case
		asof     string
		next     string
		left     int
		workdays bool
	}{
		{"A.6 five working days left", cases[Noticed], "2025-03-17", "2025-03-24", 5, true},
		{"A.6 the last day", cases[Noticed], "2025-03-24", "2025-03-24", 0, true},
		{"A.6 overdue", cases[Noticed], "2025-03-26", "2025-03-24", -2, true},
		{"A.6 they decide", cases[Answered], "2025-04-06", "2025-05-06", 30, false},
		{"A.6 calendar days in a court", suit, "2025-03-17", "2025-03-25", 8, false},
		{"A.6 ended", cases[Concluded], "2025-06-17", "", 0, false},
		{"A.6 voided", cases[Voided], "2025-06-17", "", 0, false},
	} {
		s := x.c.Clock(day(x.asof), cal)
		if s.Next.Day != day(x.next) || s.Left != x.left || s.Workdays != x.workdays || s.Runs() != (x.next != "") {
			t.Errorf("%s: %s, %d left, working days %v; want %s, %d, %v", x.rule, s.Next, s.Left, s.Workdays, x.next, x.left, x.workdays)
		}
	}
}

// After a review the applicant has fifteen days to sue (行政诉讼法 Art. 45).
func TestSuitAfterReview(t *testing.T) {
	t.Parallel()
	c := in()[Answered].after("2025-04-16", Decided{Result: Upheld, ServedOn: day("2025-04-18")})
	s := c.Clock(day("2025-04-20"), cal)
	if s.Suit.Day != day("2025-05-06") { // 5-03 is a holiday
		t.Errorf("A.6: a suit is open until %s", s.Suit)
	}
	last := s.Steps[len(s.Steps)-1]
	if last.On != s.Suit.Day || !strings.Contains(last.Words, "15日") || !strings.Contains(last.Article, "第四十五条") {
		t.Errorf("A.6: the last step is %+v", last)
	}
	suit := c
	suit.Kind = LaterSuit
	if s := suit.Clock(day("2025-04-20"), cal); !s.Suit.Day.IsZero() {
		t.Error("A.6: a suit is open after a suit")
	}
}

// Every step has its words and, where a law gives the day, its article; a year
// without its notice is marked 暂估.
func TestSteps(t *testing.T) {
	t.Parallel()
	if cal.Announced(2027) {
		t.Skip("the notice of 2027 is out; this test wants a year without one")
	}
	c := Case{}.after("2026-12-28", Opened{Type: Review, Procedure: Ordinary, Act: Other, ActedOn: day("2026-11-02"), AcceptedOn: day("2026-12-24")},
		"2027-01-20", Replied{Late: true}, "2027-01-21", Extended{Days: 10}, "2027-02-01", Noted{Event: Suspended}, "2027-02-05", Noted{Event: Resumed})
	s := c.Clock(day("2027-02-06"), cal)
	all := ""
	for _, w := range s.Steps {
		all += w.On.String() + w.Words + w.Article + "\n"
	}
	for _, want := range []string{"收到行政复议答复通知书", "复议法第四十八条", "已提交书面答复和证据，超过期限", "延长审理期限10日", "中止审理，至2027年2月5日恢复，期间4日不计入期限", "第三十九条", "暂估"} {
		if !strings.Contains(all, want) {
			t.Errorf("A.6: no step says %s:\n%s", want, all)
		}
	}
	if !s.Answer.Provisional || !s.Decision.Provisional {
		t.Errorf("A.6: %s and %s are not marked 暂估", s.Answer, s.Decision)
	}
}
