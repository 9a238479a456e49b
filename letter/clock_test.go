package letter

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/likeness"
)

// The last day and what is left, with working and calendar days, from receipt
// and from acceptance, given, extended (R-L6). March 2025 has no holiday; the
// 15th, 16th, 22nd, 23rd and 29th are off.
func TestClock(t *testing.T) {
	t.Parallel()
	given := come("help", march(3))
	given.Given = march(16)
	calendarDays := come("help", march(3))
	calendarDays.Terms.Answer = Term{N: 15, Calendar: true}
	april := calendar.NewDay(2025, 4, 1)
	for name, x := range map[string]struct {
		l    Letter
		asof calendar.Day
		due  calendar.Day
		left int
		used int
	}{
		"received, five working days":         {come("consult", march(3)), march(4), march(10), 4, 1},
		"on a Sunday":                         {come("consult", march(2)), march(4), march(7), 3, 2},
		"not accepted, so that accepting due": {come("complaint", march(3)), march(6), march(5), -1, 3},
		"accepted, fifteen from then":         {come("complaint", march(3)).after(march(5), Taken{}), march(5), march(26), 15, 0},
		"extended":                            {come("consult", march(3)).after(march(5), Taken{}, Extended{Days: 5}), march(5), march(17), 8, 2},
		"given, a Sunday":                     {given, march(6), march(16), 10, 3},
		"given and put off":                   {given.after(march(10), Extended{Until: march(26)}), march(20), march(26), 6, 17},
		"calendar days":                       {calendarDays, march(10), march(18), 8, 7},
		"answered late":                       {come("consult", march(3)).after(march(12), Taken{}, Replied{}), april, march(10), -2, 7},
	} {
		s := x.l.Clock(x.asof, china)
		if s.Due.Day != x.due || s.Left != x.left || s.Used != x.used || s.Overdue() != (x.left < 0) {
			t.Errorf("%s: due %s, left %d, used %d, overdue %t", name, s.Due, s.Left, s.Used, s.Overdue())
		}
		if len(s.Steps) < 2 || s.Steps[0].On != x.l.ReceivedOn {
			t.Errorf("%s: the sheet says only %v", name, s.Steps)
		}
	}
	if s := come("complaint", march(3)).Clock(march(3), china); !s.Accepting || s.AcceptBy.Day != march(5) {
		t.Errorf("%+v", s)
	}
}

// Each day of the strip says how it counts: working or calendar days, from the
// receipt or from acceptance (R-L6).
func TestStrip(t *testing.T) {
	t.Parallel()
	given := come("help", march(3))
	given.Given = march(9)
	for name, x := range map[string]struct {
		l    Letter
		asof calendar.Day
		want map[int]string
		last int
	}{
		"working days": {come("consult", march(3)), march(5), map[int]string{3: " 收到", 4: "第1天", 5: "第2天 今天", 8: "", 10: "第5天 到期"}, 10},
		"accepted":     {come("complaint", march(3)).after(march(5), Taken{}), march(6), map[int]string{3: " 收到", 4: "待受理", 5: "待受理 受理", 6: "第1天 今天", 26: "第15天 到期"}, 26},
		"given":        {given, march(11), map[int]string{8: "第5天", 9: "第6天 到期", 10: "逾期1天", 11: "逾期2天 今天"}, 11},
		"taken back":   {come("consult", march(3)).after(march(6), TakenBack{}), march(28), map[int]string{6: "第3天 办结", 10: "第5天 到期"}, 10},
	} {
		s := x.l.Clock(x.asof, china)
		days := s.Strip(china)
		for _, d := range days {
			want, ok := x.want[d.Day.Date()]
			got := d.Words()
			for _, m := range d.Marks {
				got += " " + m
			}
			if ok && got != want {
				t.Errorf("%s: the %d is %q, want %q", name, d.Day.Date(), got, want)
			}
		}
		if last := days[len(days)-1].Day; last != march(x.last) {
			t.Errorf("%s ends on %s", name, last)
		}
		r := s.Reckoning(china)
		if len(r.Months) != 1 || len(r.Legend) == 0 || len(r.Steps) < 2 || r.Months[0].Weeks[0][0].Day != march(3) {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// Extended once, within the table, before the last day, and never dated back to
// before it (R-L6).
func TestExtend(t *testing.T) {
	t.Parallel()
	given, never := lives()[Assigned], lives()[Assigned]
	given.Given, never.Terms.Extend = march(12), Term{}
	for _, x := range []struct {
		l     Letter
		on    calendar.Day
		from  calendar.Day // the day on which it is entered
		days  int
		until calendar.Day
		why   string
		want  string
	}{
		{lives()[Assigned], march(10), march(10), 5, calendar.Day{}, "须核实", "letter.extended"},
		{lives()[Assigned], march(11), march(11), 5, calendar.Day{}, "须核实", "letter.extend.late R-L6"},
		{lives()[Assigned], march(10), march(11), 5, calendar.Day{}, "须核实", "letter.extend.late R-L6"},
		{lives()[Assigned], march(7), march(20), 5, calendar.Day{}, "须核实", "letter.extend.late R-L6"},
		{lives()[Assigned], march(6), march(10), 5, calendar.Day{}, "须核实", "letter.extended"},
		{lives()[Assigned], march(3), march(5), 5, calendar.Day{}, "须核实", "letter.day.before R-L6"},
		{lives()[Assigned], march(10), march(10), 6, calendar.Day{}, "须核实", "letter.extend.days R-L6"},
		{lives()[Assigned], march(10), march(10), 0, calendar.Day{}, "须核实", "letter.extend.days R-L6"},
		{lives()[Assigned], march(10), march(10), 5, calendar.Day{}, "", "letter.extend.reason R-L6"},
		{lives()[Assigned].after(march(5), Extended{Days: 1}), march(10), march(10), 1, calendar.Day{}, "须核实", "letter.extend.twice R-L6"},
		{never, march(10), march(10), 1, calendar.Day{}, "须核实", "letter.extend.never R-L6"},
		{given, march(10), march(10), 5, calendar.Day{}, "须核实", "letter.extend.until R-L6"},
		{given, march(12), march(13), 5, march(20), "须核实", "letter.extend.late R-L6"},
		{given, march(10), march(10), 5, march(20), "须核实", "letter.extended"},
	} {
		f, err := x.l.Extend(x.on, x.days, x.until, x.why, "head", x.from, "", china)
		if got := code(t, f, err); got != x.want {
			t.Errorf("got %s, want %s", got, x.want)
		}
		if err == nil && f.To != x.l.after(x.on, f).Clock(x.on, china).Due.Day {
			t.Errorf("the day told is %s", f.To)
		}
	}
}

// Two letters of the same matter are seen to be (R-L2).
func TestSimilar(t *testing.T) {
	t.Parallel()
	if s := Similar("尊敬的局长您好，请问高新技术企业认定补贴怎么申请", "高新技术企业认定补贴申请"); s < Alike {
		t.Errorf("%.2f", s)
	}
	if s := Read("您好，请问").With(likeness.Text{}); s != 0 {
		t.Errorf("%.2f", s)
	}
}

// Random lives: what the facts say through the ledger's codec is the row; a
// pending letter has a last day and what it waits for; the receipt never moves;
// correcting, archiving and erasing move no end (R-L6, R-L10, 个人信息保护法第四十七条).
func TestLives(t *testing.T) {
	t.Parallel()
	codec := ledger.NewCodec(Facts())
	rapid.Check(t, func(t *rapid.T) {
		var l, replay Letter
		on := calendar.NewDay(2023, 1, 1).AddDays(rapid.IntRange(0, 1000).Draw(t, "first"))
		for i := range rapid.IntRange(1, 50).Draw(t, "n") {
			on = on.AddDays(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 9}).Draw(t, "later"))
			f, err := attempt(t, l, on)
			if err != nil {
				continue
			}
			e, err := ledger.New("o1", int64(i+1), time.UnixMilli(0), on, "l1", rapid.SampledFrom([]ledger.ID{"p1", "p2", "p3"}).Draw(t, "by"), f)
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := codec.Decode(e)
			if err != nil {
				t.Fatal(err)
			}
			was := l
			l, replay = l.Apply(e, f), replay.Apply(e, decoded)
			if !was.ReceivedOn.IsZero() && l.ReceivedOn != was.ReceivedOn {
				t.Fatalf("%s moved the receipt", f.Kind())
			}
			switch f.(type) {
			case Filed, Erased, Handed, Written, Passed, Agreed, SentBack, Rated, FollowedUp, Copied, Opened, Closed:
				if a, b := was.Clock(on, china), l.Clock(on, china); a.Due != b.Due || a.Left != b.Left || was.EndedOn != l.EndedOn {
					t.Fatalf("%s moved the last day from %v to %v", f.Kind(), a.Due, b.Due)
				}
			}
			if s := l.Clock(on, china); l.State.Pending() && (!s.Runs() || s.Ended || l.Waits(s) == "") || !l.State.Pending() && !s.Ended {
				t.Fatalf("%s: %+v", l.State, s)
			}
		}
		if replay != l {
			t.Fatalf("replay is not the row:\n%+v\n%+v", l, replay)
		}
	})
}

// attempt draws one verb with arguments that may or may not be right.
func attempt(t *rapid.T, l Letter, on calendar.Day) (ledger.Fact, error) {
	words := ledger.Salted("salt", "话")
	some := func(name string, from ...ledger.ID) ledger.ID { return rapid.SampledFrom(from).Draw(t, name) }
	table := builtin()
	if l.State == "" {
		a := Arrival{No: "X2024-0001", Sort: string(rapid.SampledFrom(Sorts).Draw(t, "sort").Key), Door: "web", Mailbox: "director", Open: true, On: on}
		if rapid.Bool().Draw(t, "given") {
			a.Mailbox, a.Door, a.Given = "mayor", "desk", on.AddDays(9)
		}
		return Receive(table, a, on, words)
	}
	verb := rapid.SampledFrom(Verbs).Draw(t, "verb")
	if can := l.Can(); rapid.IntRange(0, 4).Draw(t, "able") > 0 && len(can) > 0 {
		verb = rapid.SampledFrom(can).Draw(t, "verb")
	}
	switch verb {
	case AcceptVerb:
		return l.Accept(on, on)
	case DeclineVerb:
		return l.Decline("foreign", "理由", on, on, words)
	case AssignVerb:
		return l.Assign(some("unit", "u1", "u2"), on, on)
	case ConvertVerb:
		return l.Convert(rapid.SampledFrom(Exits).Draw(t, "to").Key, some("into", "", "r1"), "信访局1号", "理由", on, on, words)
	case TakeBackVerb:
		return l.TakeBack(on, on, words)
	case ExtendVerb:
		return l.Extend(on, rapid.IntRange(0, 12).Draw(t, "days"), on.AddDays(20), "理由", "head", on, words, china)
	case CheckVerb:
		return l.Check([]ledger.ID{some("by", "p1", "p2", "p3")}, nil, words)
	case ApproveVerb:
		return l.Approve([]ledger.ID{some("by", "p1", "p2", "p3")}, nil, words)
	case AnswerVerb:
		return l.Answer(on, "code", on, china)
	case PublishVerb:
		return l.Publish([]ledger.ID{some("by", "p1", "p2")}, nil, words)
	case FollowVerb:
		return l.FollowUp("phone", rapid.Bool().Draw(t, "solved"), "好", on, on, words)
	case HandBackVerb, DraftVerb, ReturnVerb, PrepareVerb, WithdrawVerb, RateVerb, CorrectVerb, ReopenVerb, ArchiveVerb, EraseVerb:
	}
	return tries[verb](l)
}
