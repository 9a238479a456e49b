package service

import (
	"flag"
	"slices"
	"testing"

	"gongkai/calendar"
	"gongkai/internal/matrix"
	"gongkai/law"
	"gongkai/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

var china = calendar.China()

// march and april are days of 2025.
func march(d int) calendar.Day { return calendar.NewDay(2025, 3, d) }
func april(d int) calendar.Day { return calendar.NewDay(2025, 4, d) }

var today = calendar.NewDay(2025, 6, 30)

// permit is an item with two steps, by two divisions.
func permit() Terms {
	return Terms{Item: "i1", Version: 2, Register: "permit", Unit: "u1", Statutory: Period{20, law.Workdays}, Promised: Period{10, law.Workdays},
		Steps: []Step{{"u1", 3}, {"u2", 2}}, Materials: []Material{{"m1", true}, {"m2", true}, {"m3", false}}, Since: calendar.NewDay(2024, 1, 1)}
}

var names = Names{Item: "许可", Steps: []string{"审查", "现场核查"}, Materials: []string{"申请表", "合同", "委托书"}}

// tale plays facts on days, as the ledger would hand them back.
type tale struct{ c Case }

func (l tale) then(on calendar.Day, by ledger.ID, fs ...ledger.Fact) tale {
	for _, f := range fs {
		l.c = l.c.Apply(ledger.Entry{Organ: "o1", Subject: "s1", On: on, By: by}, f)
	}
	return l
}

func filed(door ledger.Code) tale {
	return tale{}.then(march(3), "window", Filed{No: "2025-00001", Door: door, Applicant: "legal", Terms: permit()})
}

// lives are a case in every state.
func lives() map[State]Case {
	at := filed("web")
	in := at.then(march(4), "window", TakenIn{Materials: []ledger.Code{"m1"}, Window: true})
	lacking := in.then(march(5), "window", Lacked{Materials: []ledger.Code{"m2"}, By: march(14)})
	working := in.then(march(5), "window", Accepted{From: march(5), Due: april(2)})
	halted := working.then(march(6), "zhang", Suspended{Procedure: "experts", Days: 10})
	examined := working.then(march(7), "zhang", Advanced{Step: 0, To: 1, Hands: []ledger.ID{"zhang"}}, Advanced{Step: 1, To: 2, Hands: []ledger.ID{"li"}})
	decided := examined.then(march(10), "head", Decided{Result: "granted", Register: "permit", Statutory: 20, Used: 3, Ahead: true})
	delivered := decided.then(march(11), "window", Delivered{Way: "counter"})
	return map[State]Case{AtDoor: at.c, Checked: at.then(march(4), "window", Prechecked{}).c, InHand: in.c, Lacking: lacking.c, Working: working.c,
		Halted: halted.c, Concluded: decided.c, Handed: delivered.c,
		NotAccepted: in.then(march(5), "window", Declined{Ground: "competence"}).c, TakenBack: in.then(march(5), "", Withdrawn{}).c,
		SentHome: in.then(march(5), "window", Returned{}).c, PassedOn: in.then(march(5), "window", Transferred{}).c,
		Closed: delivered.then(march(20), "office", Archived{Papers: 3}).c}
}

// tries are the verbs as they are tried in every state: what must have gone
// before has, so that the state alone says yes or no.
var tries = map[Verb]func(Case) (ledger.Fact, error){
	PrecheckVerb: func(c Case) (ledger.Fact, error) { return c.Precheck(c.LastOn, today, "") },
	TakeInVerb:   func(c Case) (ledger.Fact, error) { return c.TakeIn([]ledger.Code{"m1"}, true, c.LastOn, today) },
	LackVerb: func(c Case) (ledger.Fact, error) {
		return c.Lack([]ledger.Code{"m2"}, c.LastOn, april(1), c.LastOn, "", "", china)
	},
	SupplementVerb: func(c Case) (ledger.Fact, error) {
		return c.Supplement([]ledger.Code{"m2"}, names, march(21), today, "")
	},
	AcceptVerb: func(c Case) (ledger.Fact, error) { return c.Accept(c.LastOn, today, china) },
	DeclineVerb: func(c Case) (ledger.Fact, error) {
		return c.Decline("competence", on(c), today, "由市住建局办理", "", china)
	},
	ClaimVerb: func(c Case) (ledger.Fact, error) { c.Handler = ""; return c.Claim("zhang", "") },
	ReleaseVerb: func(c Case) (ledger.Fact, error) {
		c.Handler = "zhang"
		return c.Release()
	},
	AdvanceVerb: func(c Case) (ledger.Fact, error) {
		c.Step = 0
		return c.Advance([]ledger.ID{"zhang"}, "", march(21), today, "", china)
	},
	SendBackVerb: func(c Case) (ledger.Fact, error) {
		c.Step = 1
		return c.SendBack(0, march(21), today, "照片不清", "")
	},
	SuspendVerb: func(c Case) (ledger.Fact, error) {
		return c.Suspend("hearing", 10, march(21), today, "申请人要求听证", "")
	},
	ResumeVerb: func(c Case) (ledger.Fact, error) { return c.Resume(march(21), today) },
	ExtendVerb: func(c Case) (ledger.Fact, error) {
		return c.Extend(10, march(21), march(21), "材料复杂", "", china)
	},
	DecideVerb: func(c Case) (ledger.Fact, error) {
		c.Step = 2
		return c.Decide("granted", []ledger.ID{"head"}, march(21), today, "", "", china)
	},
	DeliverVerb: func(c Case) (ledger.Fact, error) {
		c.DeliveredOn = calendar.Day{}
		return c.Deliver("post", march(21), today, "EMS1", "", china)
	},
	VisitVerb: func(c Case) (ledger.Fact, error) { return c.Visit(march(21), today) },
	RateVerb:  func(c Case) (ledger.Fact, error) { return c.Rate(2, true, nil, march(21), today, "") },
	VerifyVerb: func(c Case) (ledger.Fact, error) {
		return bad(c).Verify(true, march(21), today, "态度不好", "")
	},
	MendVerb: func(c Case) (ledger.Fact, error) {
		c = bad(c)
		c.VerifyOn, c.Upheld = march(20), true
		return c.Mend(march(21), today, "重新培训", "", china)
	},
	AnswerVerb: func(c Case) (ledger.Fact, error) {
		c = bad(c)
		c.VerifyOn = march(20)
		return c.Answer(march(21), today, "已电话答复", "", china)
	},
	WithdrawVerb: func(c Case) (ledger.Fact, error) { return c.Withdraw(march(21), today, "") },
	ReturnVerb:   func(c Case) (ledger.Fact, error) { return c.Return(on(c), today, "填错事项", "", china) },
	TransferVerb: func(c Case) (ledger.Fact, error) { return c.Transfer(on(c), today, "省科技厅", "", china) },
	ArchiveVerb: func(c Case) (ledger.Fact, error) {
		c.DeliveredOn = march(12)
		return c.Archive(3)
	},
	EraseVerb: func(c Case) (ledger.Fact, error) { return c.Erase() },
}

// on is a day on which a case may be turned away: in time, or after the period to
// supplement.
func on(c Case) calendar.Day {
	if c.State == Lacking {
		return march(17)
	}
	return later(c.LastOn, march(3))
}

func bad(c Case) Case {
	c.Rating, c.RatedOn = 1, march(14)
	return c
}

// outcomes are what each verb gives in each state.
func outcomes(t *testing.T) (out []matrix.Outcome[State, Verb]) {
	t.Helper()
	in := lives()
	for _, s := range States {
		for _, v := range Verbs {
			c := in[s.State]
			f, err := tries[v](c)
			if v == ResumeVerb {
				c = in[Halted]
			}
			out = append(out, matrix.Of(t, s.State, v, f, err, func(f ledger.Fact) State { return c.Apply(ledger.Entry{On: march(21), By: "x"}, f).State }))
		}
	}
	return out
}

// Every state × every verb: the fact or the refusal (G.3). The file is the
// documentation of a case's life.
func TestMatrix(t *testing.T) {
	t.Parallel()
	matrix.Golden(t, *update, "service", "办件", "verbs_test.go 和 clock_test.go", outcomes(t))
}

// The state alone decides what the table of verbs says (G.3).
func TestTableIsTheMatrix(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes(t) {
		if may := slices.Contains(allowed[o.Verb].states, o.From); may != (o.Refuse == nil) {
			t.Errorf("%s in %s: the table says %t, the verb %v", o.Verb, o.From, may, o.Refuse)
		}
	}
	if len(Verbs) != len(allowed) || len(tries) != len(allowed) {
		t.Errorf("%d verbs, %d in the table, %d tried", len(Verbs), len(allowed), len(tries))
	}
}

// The diagram and the table of docs/rules/service.md are drawn from the same
// outcomes.
func TestDiagram(t *testing.T) {
	t.Parallel()
	matrix.Diagram(t, *update, "service", "  [*] --> filed : 提交\n", func(v Verb) string { return allowed[v].rule }, outcomes(t))
}
