package letter

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/internal/matrix"
	"gongkai/ledger"
)

var update = flag.Bool("update", false, "write the golden files")

var (
	china = calendar.China()
	today = march(28)
)

func march(d int) calendar.Day { return calendar.NewDay(2025, time.March, d) }

// builtin is the table that every organ starts with.
func builtin() Table {
	t, err := Parse(Builtin())
	if err != nil {
		panic(err)
	}
	return t
}

var zhang = Sender{Name: "张三丰", Phone: "13800001234", Email: "zhang@example.cn", Code: "ABCD-1234"}

// come is a letter to the director that came on a day.
func come(sort ledger.Code, on calendar.Day) Letter {
	f, err := Receive(builtin(), Arrival{No: "X2025-0001", Mailbox: "director", Sort: string(sort), Door: "web", Open: true, On: on}, on, "")
	if err != nil {
		panic(err)
	}
	return Letter{}.Apply(ledger.Entry{Subject: "l1", Organ: "o1", On: on}, f)
}

// after applies facts by one officer each.
func (l Letter) after(on calendar.Day, facts ...ledger.Fact) Letter {
	for i, f := range facts {
		l = l.Apply(ledger.Entry{On: on, By: ledger.ID(fmt.Sprintf("p%d", i))}, f)
	}
	return l
}

// lives are letters in each state.
func lives() map[State]Letter {
	w := come("consult", march(3))
	a := w.after(march(4), Taken{})
	u := a.after(march(4), Handed{Unit: "u1"})
	d := u.after(march(5), Written{})
	c := d.after(march(5), Passed{})
	g := c.after(march(5), Agreed{})
	r := g.after(march(6), Replied{})
	return map[State]Letter{Waiting: w, Accepted: a, Assigned: u, Drafted: d, Checked: c, Approved: g, Answered: r,
		Declined: w.after(march(4), Refused{Ground: "foreign"}), Converted: w.after(march(4), Turned{To: ToPetition}), Retracted: d.after(march(6), TakenBack{}),
		Archived: r.after(march(7), Filed{})}
}

// tries does each verb with arguments that are right.
var tries = map[Verb]func(Letter) (ledger.Fact, error){
	AcceptVerb: func(l Letter) (ledger.Fact, error) { return l.Accept(march(10), today) },
	DeclineVerb: func(l Letter) (ledger.Fact, error) {
		return l.Decline("foreign", "应向市教育局反映", march(10), today, "")
	},
	AssignVerb:   func(l Letter) (ledger.Fact, error) { return l.Assign("u2", today, today) },
	HandBackVerb: func(l Letter) (ledger.Fact, error) { return l.HandBack("不归本科室", "") },
	ConvertVerb: func(l Letter) (ledger.Fact, error) {
		return l.Convert(ToPetition, "", "市信访局 XF2025-17", "属于信访事项", march(10), today, "")
	},
	TakeBackVerb: func(l Letter) (ledger.Fact, error) { return l.TakeBack(march(10), today, "") },
	ExtendVerb: func(l Letter) (ledger.Fact, error) {
		return l.Extend(march(10), 5, calendar.Day{}, "须核实", "head", march(10), "", china)
	},
	DraftVerb:   func(l Letter) (ledger.Fact, error) { return l.Draft("请到窗口办理。", "") },
	ReturnVerb:  func(l Letter) (ledger.Fact, error) { return l.Return("写明窗口地址", "") },
	CheckVerb:   func(l Letter) (ledger.Fact, error) { return l.Check([]ledger.ID{"kezhang"}, nil, "") },
	ApproveVerb: func(l Letter) (ledger.Fact, error) { return l.Approve([]ledger.ID{"office"}, nil, "") },
	AnswerVerb:  func(l Letter) (ledger.Fact, error) { return l.Answer(march(10), "code", today, china) },
	PrepareVerb: func(l Letter) (ledger.Fact, error) {
		return l.Prepare(Copy{"怎样办理", "问办理。", "到窗口。"}, zhang, "")
	},
	PublishVerb: func(l Letter) (ledger.Fact, error) {
		l.Public, l.Preparer = Prepared, "p0"
		return l.Publish([]ledger.ID{"second"}, nil, "")
	},
	WithdrawVerb: func(l Letter) (ledger.Fact, error) {
		l.Public = Published
		return l.Withdraw("内容过时", "")
	},
	RateVerb: func(l Letter) (ledger.Fact, error) { return l.Rate(5, "") },
	FollowVerb: func(l Letter) (ledger.Fact, error) {
		return l.FollowUp("phone", true, "已解决", march(12), today, "")
	},
	CorrectVerb: func(l Letter) (ledger.Fact, error) {
		return l.Correct(builtin(), "director", "complaint", "实为投诉", "")
	},
	ReopenVerb:  func(l Letter) (ledger.Fact, error) { return l.Reopen(7, "答复有误", "") },
	ArchiveVerb: func(l Letter) (ledger.Fact, error) { return l.Archive() },
	EraseVerb:   func(l Letter) (ledger.Fact, error) { return l.Erase() },
}

// outcomes are what each verb gives in each state.
func outcomes(t *testing.T) (out []matrix.Outcome[State, Verb]) {
	t.Helper()
	in := lives()
	for _, s := range States {
		for _, v := range Verbs {
			l := in[s.State]
			f, err := tries[v](l)
			out = append(out, matrix.Of(t, s.State, v, f, err, func(f ledger.Fact) State { return l.Apply(ledger.Entry{On: march(10), By: "x"}, f).State }))
		}
	}
	return out
}

// Every state × every verb: the fact or the refusal (R-L3 to R-L10). The file is
// the documentation of a letter's life.
func TestMatrix(t *testing.T) {
	t.Parallel()
	matrix.Golden(t, *update, "letter", "来信", "verbs_test.go", outcomes(t))
}

// The state alone decides what the table of verbs says, and Can lists what may
// be done.
func TestTableIsTheMatrix(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes(t) {
		may := slices.Contains(allowed[o.Verb].states, o.From)
		if may != (o.Refuse == nil) {
			t.Errorf("%s in %s: the table says %t, the verb %v", o.Verb, o.From, may, o.Refuse)
		}
		if o.Verb == PublishVerb || o.Verb == WithdrawVerb {
			continue // these hang on the copy too
		}
		if may != slices.Contains(Letter{State: o.From, EndedOn: march(6)}.Can(), o.Verb) {
			t.Errorf("%s in %s is not what Can says", o.Verb, o.From)
		}
	}
	if len(Verbs) != len(allowed) || len(tries) != len(allowed) {
		t.Errorf("%d verbs, %d in the table, %d tried", len(Verbs), len(allowed), len(tries))
	}
}

// The diagram and the table of docs/rules/letter.md are drawn from the same
// outcomes.
func TestDiagram(t *testing.T) {
	t.Parallel()
	matrix.Diagram(t, *update, "letter", "  [*] --> waiting : 收到\n", func(v Verb) string { return allowed[v].rule }, outcomes(t))
}
