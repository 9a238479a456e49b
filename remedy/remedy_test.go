package remedy

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

var update = flag.Bool("update", false, "write the golden files anew")

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}

var (
	today = day("2025-06-30")
	cal   = calendar.China()
)

// after applies facts, each on its day.
func (c Case) after(facts ...any) Case {
	for i := 0; i < len(facts); i += 2 {
		f := facts[i+1].(ledger.Fact)
		c = c.Apply(ledger.Entry{Organ: "o1", Subject: "c1", Seq: int64(i + 1), On: day(facts[i].(string))}, f)
	}
	return c
}

// review is an ordinary review of 2025 that reached us on 10 March.
func review() Case {
	return Case{}.after("2025-03-10", Opened{Type: Review, Procedure: Ordinary, Act: Denied, ActedOn: day("2025-02-14"), AcceptedOn: day("2025-03-05")})
}

// in is a case in each state.
func in() map[State]Case {
	noticed := review()
	answered := noticed.after("2025-03-20", Replied{Due: day("2025-03-24")})
	ended := answered.after("2025-04-30", Decided{Result: Upheld})
	return map[State]Case{Noticed: noticed, Answered: answered, Concluded: ended, Archived: ended.after("2025-05-20", Filed{Papers: 3}),
		Voided: noticed.after("2025-03-10", Cancelled{})}
}

func code(err error) string {
	if err == nil {
		return "可以"
	}
	if r, ok := refusal.As(err); ok {
		return r.Code
	}
	return err.Error()
}

// do does a verb with good input.
func do(c Case, v Verb) (ledger.Fact, error) {
	on := day("2025-06-03")
	switch v {
	case AnswerVerb:
		return c.Answer(on, today, "", cal)
	case NoteVerb:
		return c.Note(Supplied, on, today, "", "")
	case ExtendVerb:
		return c.Extend(30, on, today, "")
	case ConcludeVerb:
		return c.Conclude(Upheld, on, on, today, "")
	case ReopenVerb:
		return c.Reopen("结果录错", "")
	case ArchiveVerb:
		return c.Archive([]Paper{{Kind: Decision}})
	case OrderVerb:
		c.Result = Corrected
		return c.Order(20, law.Workdays, "")
	case RedoVerb:
		c.Result, c.OrderDays, c.OrderUnit = Corrected, 20, law.Workdays
		return c.Redo(on, today, "")
	case EraseVerb:
		return c.Erase()
	default:
		return c.Void("重复登记", false, "")
	}
}

// TestMatrix writes every state and every verb into a golden file.
func TestMatrix(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# 状态 × 动作：可以，或者拒绝的代码。由 go test ./remedy -update 写成。\n\n状态")
	for _, v := range Verbs {
		b.WriteString("\t" + v.Name())
	}
	b.WriteString("\n")
	for _, s := range States {
		c := in()[State(s.Key)]
		if c.State != State(s.Key) {
			t.Fatalf("the case for %s is %s", s.Key, c.State)
		}
		b.WriteString(s.Label)
		for _, v := range Verbs {
			f, err := do(c, v)
			if (err == nil) != c.Can(v) {
				t.Errorf("%s %s: Can says %v, the verb %v", s.Label, v.Name(), c.Can(v), err)
			}
			to := ""
			if err == nil {
				to = " → " + c.Apply(ledger.Entry{On: day("2025-06-03")}, f).State.Name()
			}
			b.WriteString("\t" + code(err) + to)
		}
		b.WriteString("\n")
	}
	if *update {
		if err := os.WriteFile("testdata/matrix.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/matrix.txt")
	if err != nil || string(want) != b.String() {
		t.Errorf("%v; got\n%s\nwant\n%s", err, b.String(), want)
	}
}

// A.6: what a case may be recorded as.
func TestOpen(t *testing.T) {
	t.Parallel()
	decided := in()[Concluded]
	decided.ID = "r1"
	for _, x := range []struct {
		rule string
		edit func(*Case)
		from Case
		why  string
		want string // codes and fields
	}{
		{"A.6 a review", func(*Case) {}, Case{}, "", ""},
		{"A.6 nothing typed", func(c *Case) { *c = Case{} }, Case{}, "", "remedy.open.kind kind, remedy.open.procedure procedure, remedy.open.act act, remedy.open.forum forum, remedy.day.none noticed, remedy.open.acted acted"},
		{"A.6 the future", func(c *Case) { c.NoticedOn = day("2025-07-01") }, Case{}, "", "remedy.day.future noticed"},
		{"A.6 the act after the case", func(c *Case) { c.ActedOn = day("2025-03-11"); c.AcceptedOn = day("") }, Case{}, "", "remedy.open.acted acted"},
		{"A.6 accepted after the notice", func(c *Case) { c.AcceptedOn = day("2025-03-11") }, Case{}, "", "remedy.open.accepted accepted"},
		{"A.6 accepted before the act", func(c *Case) { c.AcceptedOn = day("2025-02-13") }, Case{}, "", "remedy.open.accepted accepted"},
		{"A.6 复议法53 since 2024", func(c *Case) { c.Procedure = Simple }, Case{}, "", ""},
		{"A.6 no simple review before 2024", func(c *Case) {
			c.Procedure, c.ActedOn, c.AcceptedOn, c.NoticedOn = Simple, day("2023-11-01"), day("2023-12-01"), day("2023-12-29")
		}, Case{}, "", "remedy.open.simple procedure"},
		{"A.6 复议法23 复议前置", func(c *Case) { c.Kind = DirectSuit }, Case{}, "", "remedy.open.first why"},
		{"A.6 复议法23 silence", func(c *Case) { c.Kind, c.Act = DirectSuit, Silent }, Case{}, " ", "remedy.open.first why"},
		{"A.6 the court took it", func(c *Case) { c.Kind = DirectSuit }, Case{}, "法院已立案", ""},
		{"A.6 other answers may be sued at once", func(c *Case) { c.Kind, c.Act = DirectSuit, Other }, Case{}, "", ""},
		{"A.6 choice before 2024", func(c *Case) { c.Kind, c.ActedOn = DirectSuit, day("2023-12-31") }, Case{}, "", ""},
		{"A.6 the first day of 复议前置", func(c *Case) { c.Kind, c.ActedOn = DirectSuit, day("2024-01-01") }, Case{}, "", "remedy.open.first why"},
		{"A.6 a suit names its review", func(c *Case) { c.Kind, c.NoticedOn = LaterSuit, day("2025-05-20") }, decided, "", ""},
		{"A.6 or says why not", func(c *Case) { c.Kind = LaterSuit }, Case{}, "", "remedy.open.review before"},
		{"A.6 the review is not ours", func(c *Case) { c.Kind = LaterSuit }, Case{}, "复议申请不予受理", ""},
		{"A.6 a review follows no review", func(c *Case) { c.NoticedOn = day("2025-05-20") }, decided, "", "remedy.open.linked before"},
		{"A.6 the review is not decided", func(c *Case) { c.Kind = LaterSuit }, Case{ID: "r2", Kind: Review, State: Answered}, "", "remedy.open.undecided before"},
		{"A.6 a suit follows no suit", func(c *Case) { c.Kind = LaterSuit }, Case{ID: "r2", Kind: DirectSuit, EndedOn: day("2025-03-01")}, "", "remedy.open.undecided before"},
		{"A.6 the suit came before the decision", func(c *Case) { c.Kind = LaterSuit }, decided, "", "remedy.open.before noticed"},
	} {
		c := review()
		c.Forum = "岳阳市人民政府"
		x.edit(&c)
		_, err := c.Open(x.from, x.why, today, "")
		var got []string
		if all, ok := err.(refusal.All); ok {
			for _, r := range all {
				got = append(got, r.Code+" "+r.Field)
			}
		}
		if g := strings.Join(got, ", "); g != x.want {
			t.Errorf("%s: got %q, want %q", x.rule, g, x.want)
		}
	}
}

// A.6, I.4: every verb's refusals beside the state.
func TestVerbs(t *testing.T) {
	t.Parallel()
	open, answered, ended := review(), in()[Answered], in()[Concluded]
	stopped := open.after("2025-04-01", Noted{Event: Suspended})
	simple := open
	simple.Procedure = Simple
	suit := open
	suit.Kind = DirectSuit
	righted := answered.after("2025-04-30", Decided{Result: Corrected})
	owed := righted.after("2025-05-01", Ordered{N: 20, Unit: law.Workdays})
	r := func(_ any, err error) string { return code(err) }
	d := day
	for _, x := range []struct{ rule, got, want string }{
		{"A.6 answer before the notice", r(open.Answer(d("2025-03-09"), today, "", cal)), "remedy.day.before"},
		{"A.6 answer on the day of the notice", r(open.Answer(d("2025-03-10"), today, "", cal)), "可以"},
		{"A.6 answer tomorrow", r(open.Answer(d("2025-07-01"), today, "", cal)), "remedy.day.future"},
		{"A.6 answer without a day", r(open.Answer(d(""), today, "", cal)), "remedy.day.none"},
		{"A.6 answer twice", r(answered.Answer(d("2025-03-21"), today, "", cal)), "remedy.verb.state"},
		{"A.6 note nothing", r(open.Note("", d("2025-04-01"), today, "", "")), "remedy.note.event"},
		{"A.6 note before the notice", r(open.Note(Hearing, d("2025-03-01"), today, "", "")), "remedy.day.before"},
		{"A.6 other without words", r(open.Note(Remark, d("2025-04-01"), today, " ", "")), "remedy.note.words"},
		{"A.6 suspended twice", r(stopped.Note(Suspended, d("2025-04-02"), today, "", "")), "remedy.note.suspended"},
		{"A.6 resumed", r(stopped.Note(Resumed, d("2025-04-02"), today, "", "")), "可以"},
		{"A.6 resumed before suspended", r(stopped.Note(Resumed, d("2025-03-31"), today, "", "")), "remedy.note.order"},
		{"A.6 suspended before resumed", r(stopped.after("2025-04-09", Noted{Event: Resumed}).Note(Suspended, d("2025-04-08"), today, "", "")), "remedy.note.order"},
		{"A.6 resumed while it runs", r(open.Note(Resumed, d("2025-04-02"), today, "", "")), "remedy.note.running"},
		{"A.6 ordinary already", r(open.Note(ToOrdinary, d("2025-04-02"), today, "", "")), "remedy.note.ordinary"},
		{"A.6 to ordinary", r(simple.Note(ToOrdinary, d("2025-04-02"), today, "", "")), "可以"},
		{"A.6 suspended after the end", r(ended.Note(Suspended, d("2025-05-02"), today, "", "")), "remedy.note.ended"},
		{"A.6 a paper after the end", r(ended.Note(Supplied, d("2025-05-02"), today, "", "")), "可以"},
		{"A.6 no appeal from a review", r(open.Note(Appealed, d("2025-04-02"), today, "", "")), "remedy.note.appeal"},
		{"A.6 appeal", r(suit.Note(Appealed, d("2025-04-02"), today, "", "")), "可以"},
		{"A.6 复议法62 31 days", r(open.Extend(31, d("2025-04-02"), today, "")), "remedy.extend.days"},
		{"A.6 0 days", r(suit.Extend(0, d("2025-04-02"), today, "")), "remedy.extend.days"},
		{"A.6 30 days", r(open.Extend(30, d("2025-04-02"), today, "")), "可以"},
		{"A.6 twice", r(open.after("2025-04-01", Extended{Days: 5}).Extend(5, d("2025-04-02"), today, "")), "remedy.extend.twice"},
		{"A.6 行政诉讼法81 a court twice", r(suit.after("2025-04-01", Extended{Days: 90}).Extend(90, d("2025-04-02"), today, "")), "可以"},
		{"A.6 simple", r(simple.Extend(5, d("2025-04-02"), today, "")), "remedy.extend.simple"},
		{"A.6 no result", r(open.Conclude("", d("2025-04-02"), d(""), today, "")), "remedy.conclude.result"},
		{"A.6 ended before it began", r(open.Conclude(Upheld, d("2025-03-02"), d(""), today, "")), "remedy.day.before"},
		{"A.6 ended before our answer", r(answered.Conclude(Upheld, d("2025-03-19"), d(""), today, "")), "remedy.conclude.answered"},
		{"A.6 withdrawn before our answer", r(open.Conclude(Otherwise, d("2025-03-19"), d(""), today, "")), "可以"},
		{"A.6 served before it was made", r(open.Conclude(Upheld, d("2025-04-19"), d("2025-04-18"), today, "")), "remedy.conclude.served"},
		{"A.6 served in the future", r(open.Conclude(Upheld, d("2025-04-19"), d("2025-07-18"), today, "")), "remedy.conclude.served"},
		{"A.6 reopen without a reason", r(ended.Reopen(" ", "")), "remedy.reopen.why"},
		{"A.6 void without a reason", r(ended.Void("", false, "")), "remedy.void.why"},
		{"A.6 void a review with its suit", r(ended.Void("重复登记", true, "")), "remedy.void.followed"},
		{"A.6 a new answer to what was upheld", r(ended.Order(20, law.Workdays, "")), "remedy.order.result"},
		{"A.6 a new answer within no days", r(righted.Order(0, law.Workdays, "")), "remedy.order.days"},
		{"A.6 a new answer within months", r(righted.Order(2, law.Months, "")), "remedy.order.unit"},
		{"A.6 a new answer", r(righted.Order(15, law.Days, "")), "可以"},
		{"A.6 ordered twice", r(owed.Order(15, law.Days, "")), "remedy.order.twice"},
		{"A.6 none is wanted", r(righted.Redo(d("2025-05-02"), today, "")), "remedy.redo.none"},
		{"A.6 answered anew before the decision", r(owed.Redo(d("2025-04-29"), today, "")), "remedy.redo.day"},
		{"A.6 answered anew", r(owed.Redo(d("2025-05-02"), today, "")), "可以"},
		{"A.6 archived before the new answer", r(owed.Archive([]Paper{{Kind: Decision}})), "remedy.archive.redo"},
		{"个人信息保护法第四十七条 erased twice", r(Case{State: Archived, Erased: true}.Erase()), "remedy.erase.twice"},
		{"I.4 archive without the decision", r(ended.Archive([]Paper{{Kind: Notice}})), "remedy.archive.decision"},
	} {
		if x.got != x.want {
			t.Errorf("%s: got %s, want %s", x.rule, x.got, x.want)
		}
	}
	if f, err := ended.Reopen("结果录错", ""); err != nil || f.Of != ended.EndSeq || ended.EndSeq == 0 {
		t.Errorf("reopened %+v, %v", f, err)
	}
	if c := ended.after("2025-04-30", Reopened{Of: 1}); c.State != Answered || !c.EndedOn.IsZero() || c.Result != "" {
		t.Errorf("reopened into %+v", c)
	}
	if c := open.after("2025-04-30", Decided{Result: Otherwise}, "2025-04-30", Reopened{Of: 1}); c.State != Noticed {
		t.Errorf("reopened into %s, though we had not answered", c.State)
	}
}

// A.6: the new answer's last day counts from the day on which the decision came,
// and what was recorded goes with an end that is undone.
func TestRedo(t *testing.T) {
	t.Parallel()
	c := in()[Answered].after("2025-04-24", Decided{Result: Corrected, ServedOn: day("2025-04-28")}, "2025-04-29", Ordered{N: 20, Unit: law.Workdays})
	s := c.Clock(day("2025-05-20"), cal)
	if s.Redo.Day != day("2025-05-29") || s.Next != s.Redo || s.Left != 7 || !s.Workdays || !c.Redoing() { // 1 to 5 May is a holiday
		t.Errorf("to be answered anew by %s, %d left, %v", s.Redo, s.Left, s.Workdays)
	}
	if got := c.after("2025-04-30", Ordered{N: 15, Unit: law.Days}).RedoDue(cal).Day; got != day("2025-05-13") {
		t.Errorf("15 days end on %s", got)
	}
	if x := c.after("2025-05-20", Redone{}); x.Redoing() || x.RedoneOn != day("2025-05-20") || x.Clock(today, cal).Runs() {
		t.Errorf("answered anew, and %+v", x)
	}
	if x := c.after("2025-04-24", Reopened{Of: 1}); x.OrderDays != 0 || x.Redoing() {
		t.Errorf("the end is undone, and a new answer is wanted: %+v", x)
	}
}

// The answer's day is judged when it is recorded, and stays so.
func TestLate(t *testing.T) {
	t.Parallel()
	for on, late := range map[string]bool{"2025-03-24": false, "2025-03-25": true} {
		f, err := review().Answer(day(on), today, "", cal)
		if err != nil || f.Late != late || f.Due != day("2025-03-24") {
			t.Errorf("answered on %s: %+v, %v", on, f, err)
		}
	}
}

// The words and every paper of an entry are bound, in their order.
func TestSum(t *testing.T) {
	t.Parallel()
	w := Words{Text: "话", Salt: "s", Papers: []Paper{{Name: "a.pdf", Plain: "1"}, {Name: "b.pdf", Plain: "2"}}}
	sums := map[ledger.Sum]string{}
	for name, x := range map[string]ledger.Sum{"plain": w.Sum(), "named": w.Sum("岳阳市人民政府"),
		"text": Words{Text: "语", Salt: "s", Papers: w.Papers}.Sum(), "salt": Words{Text: "话", Salt: "t", Papers: w.Papers}.Sum(),
		"fewer": Words{Text: "话", Salt: "s", Papers: w.Papers[:1]}.Sum(), "turned": Words{Text: "话", Salt: "s", Papers: []Paper{w.Papers[1], w.Papers[0]}}.Sum()} {
		if was := sums[x]; was != "" {
			t.Errorf("%s and %s have one sum", name, was)
		}
		sums[x] = name
	}
}

// Whatever happens to a case in whatever order, Apply is total, a pending case
// always has a period that runs unless it is suspended, and what the verbs let
// through keeps the days in order.
func TestRandomLives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		noticed := day("2024-01-02").AddDays(rapid.IntRange(0, 500).Draw(rt, "noticed"))
		c := Case{Kind: rapid.SampledFrom([]Kind{Review, DirectSuit}).Draw(rt, "kind"), Procedure: rapid.SampledFrom([]Procedure{Ordinary, Simple}).Draw(rt, "procedure"),
			Act: Other, ActedOn: noticed.AddDays(-20), NoticedOn: noticed, Forum: "岳阳市人民政府"}
		f, err := c.Open(Case{}, "", day("2030-01-01"), "")
		if err != nil {
			rt.Fatal(err)
		}
		seq := int64(1)
		add := func(on calendar.Day, f ledger.Fact) {
			e, err := ledger.New("o1", seq, time.Unix(1, 0), on, "c1", "zhang", f)
			if err != nil {
				rt.Fatal(err)
			}
			c, seq = c.Apply(e, f), seq+1
		}
		add(noticed, f)
		on := noticed
		for range rapid.IntRange(0, 15).Draw(rt, "steps") {
			on = on.AddDays(rapid.IntRange(0, 40).Draw(rt, "days"))
			switch v := rapid.SampledFrom(Verbs[:7]).Draw(rt, "verb"); v {
			case AnswerVerb:
				if f, err := c.Answer(on, on, "", cal); err == nil {
					add(on, f)
				}
			case NoteVerb:
				ev := Event(rapid.SampledFrom(Events).Draw(rt, "event").Key)
				if f, err := c.Note(ev, on, on, "记", ""); err == nil {
					add(on, f)
				}
			case ExtendVerb:
				if f, err := c.Extend(rapid.IntRange(-1, 40).Draw(rt, "extend"), on, on, ""); err == nil {
					add(on, f)
				}
			case ConcludeVerb:
				if f, err := c.Conclude(rapid.SampledFrom([]Result{Upheld, Corrected}).Draw(rt, "result"), on, on, on, ""); err == nil {
					add(on, f)
				}
			case OrderVerb:
				if f, err := c.Order(rapid.IntRange(1, 60).Draw(rt, "within"), rapid.SampledFrom([]law.Unit{law.Days, law.Workdays}).Draw(rt, "unit"), ""); err == nil {
					add(on, f)
				}
			case RedoVerb:
				if f, err := c.Redo(on, on, ""); err == nil {
					add(on, f)
				}
			default:
				if f, err := c.Reopen("录错", ""); err == nil {
					add(c.EndedOn, f)
				}
			}
			s := c.Clock(on, cal)
			if (c.State.Pending() || c.Redoing()) != s.Runs() && !c.Suspended() {
				rt.Fatalf("%s: a period runs is %v", c.State, s.Runs())
			}
			if !s.Answer.Day.After(c.NoticedOn) || len(s.Steps) < 3 {
				rt.Fatalf("the answer is due on %s, the notice came on %s", s.Answer, c.NoticedOn)
			}
			for _, d := range []calendar.Date{s.Answer, s.Decision, s.Suit, s.Redo} {
				if !d.Day.IsZero() && !cal.Workday(d.Day) {
					rt.Fatalf("%s is a day of rest", d)
				}
			}
			if c.State == Noticed && c.AnsweredOn.IsZero() == false || !c.EndedOn.IsZero() && c.EndedOn.Before(c.AnsweredOn) {
				rt.Fatalf("days out of order: %s", fmt.Sprint(c))
			}
		}
	})
}
