package service

import (
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// The periods of a case, one line a case of a rule. Days are of 2025; 4 April is
// a holiday.
func TestClock(t *testing.T) {
	t.Parallel()
	accepted := func(terms Terms) tale {
		return tale{}.then(march(3), "w", Filed{Door: "counter", Terms: terms}, TakenIn{}, Accepted{From: march(3)})
	}
	days := permit()
	days.Statutory, days.Promised = Period{30, law.Days}, Period{}
	instant := permit()
	instant.Instant, instant.Steps, instant.Promised = true, nil, Period{0, law.Workdays}
	promise := permit()
	promise.Statutory = Period{}
	in := lives()
	for _, x := range []struct {
		rule               string
		c                  Case
		asof               calendar.Day
		due, promised      string
		statutory, used    int
		deemed, late, soon bool
	}{
		{rule: "行政许可法第四十二条 twenty working days, ten by promise", c: accepted(permit()).c, asof: march(10), due: "2025-03-31", promised: "2025-03-17", statutory: 20, used: 5, soon: true},
		{rule: "行政许可法第八十二条 days of a permit are working days", c: in[Working], asof: march(10), due: "2025-04-02", promised: "2025-03-19", statutory: 20, used: 3, soon: true},
		{rule: "G.3 thirty calendar days, told in days", c: accepted(days).c, asof: march(10), due: "2025-04-02", promised: "2025-04-02", statutory: 22, used: 5, soon: true},
		{rule: "G.3 at once", c: accepted(instant).c, asof: march(3), due: "2025-03-31", promised: "2025-03-03", statutory: 20},
		{rule: "G.3 no law gives a period", c: accepted(promise).c, asof: march(18), due: "2025-03-17", promised: "2025-03-17", used: 11, late: true},
		{rule: "行政许可法第三十二条 not accepted yet", c: in[InHand], asof: march(10)},
		{rule: "行政许可法第三十二条 accepted by law from the day of receipt", c: in[InHand], asof: march(11), due: "2025-03-31", promised: "2025-03-17", statutory: 20, used: 6, deemed: true, soon: true},
		{rule: "行政许可法第三十二条 one that nobody took in", c: in[AtDoor], asof: march(11), due: "2025-03-31", promised: "2025-03-17", statutory: 20, used: 6, deemed: true, soon: true},
		{rule: "行政许可法第三十二条 it waits for the supplement", c: in[Lacking], asof: april(20)},
		{rule: "行政许可法第三十二条 five days run anew from the supplement", c: tale{in[Lacking]}.then(march(12), "w", Supplemented{}).c, asof: march(20), due: "2025-04-10", promised: "2025-03-26", statutory: 20, used: 6, deemed: true, soon: true},
		{rule: "行政许可法第四十五条 nobody knows while it lasts", c: in[Halted], asof: march(20), statutory: 20, used: 1},
		{rule: "行政许可法第四十五条 ten working days are not counted", c: tale{in[Halted]}.then(march(20), "z", Resumed{}).c, asof: march(21), due: "2025-04-17", promised: "2025-04-02", statutory: 20, used: 2, soon: true},
		{rule: "行政许可法第四十五条 in calendar days", c: accepted(days).then(march(6), "z", Suspended{Procedure: "test"}).then(march(16), "z", Resumed{}).c, asof: march(20), due: "2025-04-14", promised: "2025-04-14", statutory: 22, used: 7, soon: true}, // 4-12 is a Saturday
		{rule: "行政许可法第四十二条 ten working days more", c: accepted(permit()).then(march(10), "chief", Extended{Days: 10}).c, asof: march(20), due: "2025-04-15", promised: "2025-03-31", statutory: 20, used: 13, soon: true},
		{rule: "行政许可法第四十二条 decided on the tenth day", c: accepted(permit()).then(march(17), "h", Decided{}).c, asof: april(20), due: "2025-03-31", promised: "2025-03-17", statutory: 20, used: 10},
		{rule: "行政许可法第四十二条 on the eleventh", c: accepted(permit()).then(march(18), "h", Decided{}).c, asof: april(20), due: "2025-03-31", promised: "2025-03-17", statutory: 20, used: 11, late: true},
	} {
		s := x.c.Clock(x.asof, china)
		if s.Due.Day.String() != x.due && !(x.due == "" && !s.Runs()) || s.Promise.Day.String() != x.promised && !(x.promised == "" && s.Promise.Day.IsZero()) {
			t.Errorf("%s: due %s, promised %s", x.rule, s.Due, s.Promise)
		}
		if s.Statutory != x.statutory || s.Used != x.used || s.Deemed != x.deemed || s.Late() != x.late || s.Ahead() != x.soon {
			t.Errorf("%s: of %d working days %d used, deemed %t, late %t, ahead %t", x.rule, s.Statutory, s.Used, s.Deemed, s.Late(), s.Ahead())
		}
	}
}

// What must be kept now, and what is left to it (G.3).
func TestNext(t *testing.T) {
	t.Parallel()
	in := lives()
	rated := tale{in[Handed]}.then(march(14), "", Rated{Level: 1}).c
	for _, x := range []struct {
		rule, name string
		c          Case
		asof       calendar.Day
		next       calendar.Day
		left       int
	}{
		{"行政许可法第三十二条 to accept or to tell", "受理或者一次性告知", in[InHand], march(7), march(10), 1},
		{"行政许可法第三十二条 the applicant", "申请人补正", in[Lacking], march(17), march(14), -1},
		{"G.3 the promise", "承诺办结", in[Working], march(10), march(19), 7},
		{"行政许可法第四十二条 the law, once the promise is broken", "法定办结", in[Working], march(20), april(2), 9},
		{"行政许可法第四十四条 ten working days to deliver", "送达", in[Concluded], march(10), march(24), 10},
		{"国办发〔2019〕51号 fifteen to mend", "差评整改回复", rated, march(14), april(7), 15},
	} {
		s := x.c.Clock(x.asof, china)
		if s.NextName != x.name || s.Next.Day != x.next && x.name != "差评整改回复" && x.name != "送达" || s.Next.Day != x.next {
			t.Errorf("%s: %s by %s, %d left", x.rule, s.NextName, s.Next, s.Left)
		}
	}
	if s := in[Closed].Clock(april(20), china); !s.Next.Day.IsZero() {
		t.Errorf("an archived case has to keep %s", s.Next)
	}
}

// A step has its own working days (G.3), which a special procedure moves.
func TestStepDue(t *testing.T) {
	t.Parallel()
	c := lives()[Working]
	if d := c.StepDue(china).Day; d != march(10) {
		t.Errorf("the first step is due %s", d)
	}
	f, err := c.Advance([]ledger.ID{"zhang"}, "", march(11), today, "", china)
	if err != nil || !f.Late || f.To != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	c = tale{c}.then(march(11), "zhang", f).c
	if c.Unit != "u2" || c.StepDue(china).Day != march(13) {
		t.Errorf("the second step is %s's and due %s", c.Unit, c.StepDue(china))
	}
	c = tale{c}.then(march(12), "li", Suspended{Procedure: "test", Days: 5}).then(march(19), "li", Resumed{}).c
	if d := c.StepDue(china).Day; d != march(20) {
		t.Errorf("after the special procedure it is due %s", d)
	}
	c = tale{c}.then(march(20), "li", Advanced{Step: 1, To: 2, Hands: []ledger.ID{"li"}}).c
	if c.Unit != "u1" || c.Waits() != "作出决定" {
		t.Errorf("then %s waits for %s", c.Unit, c.Waits())
	}
}

// Every step of the sheet has its words and, where a law gives the day, its
// article; the segments cover the days without a hole.
func TestSheet(t *testing.T) {
	t.Parallel()
	c := tale{lives()[Lacking]}.then(march(12), "w", Supplemented{}).then(march(13), "w", Accepted{From: march(13)}).
		then(march(17), "z", Suspended{Procedure: "experts", Days: 5}).then(march(24), "z", Resumed{}).then(march(25), "c", Extended{Days: 5}).c
	s := c.Clock(april(1), china)
	all := ""
	for _, w := range s.Steps {
		all += w.On.String() + w.Words + w.Article + "\n"
	}
	for _, want := range []string{"一次性告知", "补齐全部申请材料", "受理，办理期限从次日起算", "专家评审，至2025年3月24日不计入期限行政许可法第四十五条", "延长5个工作日", "承诺办结的期限届满", "法定办结的期限届满（20个工作日）"} {
		if !strings.Contains(all, want) {
			t.Errorf("no step says %s:\n%s", want, all)
		}
	}
	at := c.FiledOn
	for _, g := range s.Segments {
		if g.From != at {
			t.Errorf("a hole before %+v", g)
		}
		at = g.To
	}
	if at != april(1) {
		t.Errorf("the sheet ends on %s", at)
	}
}
