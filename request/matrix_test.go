package request

import (
	"slices"
	"testing"

	"gongkai/internal/matrix"
	"gongkai/ledger"
)

// The verbs as they are tried in every state: what must have gone before has,
// so that the state alone says yes or no.
var tries = map[Verb]try{
	ConfirmVerb:    func(r Request) (ledger.Fact, error) { return r.Confirm(march(4), today, "phone") },
	AssignVerb:     func(r Request) (ledger.Fact, error) { return r.Assign("u2", today, today) },
	ClarifyVerb:    func(r Request) (ledger.Fact, error) { return r.Clarify(march(12), march(20), today, "", china) },
	SupplementVerb: func(r Request) (ledger.Fact, error) { return r.Supplement(march(21), today, "") },
	ConsultVerb:    func(r Request) (ledger.Fact, error) { return r.Consult("c2", ThirdParty, march(21), today, "") },
	ServeVerb:      func(r Request) (ledger.Fact, error) { return r.Serve("c1", march(21), today) },
	HearVerb:       func(r Request) (ledger.Fact, error) { return r.Hear("c1", Agrees, march(21), today, "", china) },
	ExtendVerb:     func(r Request) (ledger.Fact, error) { return r.Extend(march(21), 20, "head", march(21), "", china) },
	AskVerb:        func(r Request) (ledger.Fact, error) { return r.Ask(march(21), april(10), today, "") },
	ReasonVerb: func(r Request) (ledger.Fact, error) {
		r.AskedOn = march(4)
		return r.Reason(march(21), today, "")
	},
	PostponeVerb: func(r Request) (ledger.Fact, error) {
		r.AskedOn, r.ReasonedOn = march(4), march(5)
		return r.Postpone(march(21), today, today, "", china)
	},
	ChargeVerb: func(r Request) (ledger.Fact, error) { return r.Levy(march(21), ByItem, 11, false, today, china) },
	PayVerb:    func(r Request) (ledger.Fact, error) { return r.Pay(march(21), 100_00, today, china) },
	DecideVerb: func(r Request) (ledger.Fact, error) {
		return r.Decide(Answer{Reply: "told"}, march(21), today, "", china)
	},
	ReturnVerb:   func(r Request) (ledger.Fact, error) { return r.Return("日期有误", "") },
	ReviewVerb:   func(r Request) (ledger.Fact, error) { return r.Review([]ledger.ID{"reviewer"}, nil, "") },
	SignVerb:     func(r Request) (ledger.Fact, error) { return r.Sign([]ledger.ID{"signer"}, nil, "2025/1", "") },
	SendVerb:     func(r Request) (ledger.Fact, error) { return r.Send(march(21), "post", today, china) },
	DeliverVerb:  func(r Request) (ledger.Fact, error) { return r.Deliver(march(21), today, "XA123", "") },
	WithdrawVerb: func(r Request) (ledger.Fact, error) { return r.Withdraw(march(21), today, "") },
	GiveUpVerb:   func(r Request) (ledger.Fact, error) { return r.GiveUp(april(10), today, china) },
	ReopenVerb:   func(r Request) (ledger.Fact, error) { return r.Reopen(7, "寄错地址", "") },
	CorrectVerb:  func(r Request) (ledger.Fact, error) { return r.Correct("business", "填错", "") },
	ArchiveVerb:  func(r Request) (ledger.Fact, error) { return r.Archive(7) },
	ReleaseVerb:  func(r Request) (ledger.Fact, error) { return r.Release("a1") },
	SuggestVerb:  func(r Request) (ledger.Fact, error) { return r.Suggest() },
	DeclineVerb:  func(r Request) (ledger.Fact, error) { return r.Decline("只涉及个别企业", "") },
}

// outcomes are what each verb gives in each state.
func outcomes(t *testing.T) (out []matrix.Outcome[State, Verb]) {
	t.Helper()
	in := lives()
	for _, s := range States {
		r := in[s.State]
		r.Consults = []Consult{{Ref: "c1", Party: CoProducer, SentOn: march(4), ServedOn: march(4)}}
		for _, v := range Verbs {
			if v == DecideVerb || v == SendVerb {
				// What these want beside the state is in their own cases.
				r.Consults = nil
			}
			if v == ArchiveVerb && (s.State == Withdrawn || s.State == GivenUp) {
				r.DeliveredOn = march(19)
			}
			f, err := tries[v](r)
			out = append(out, matrix.Of(t, s.State, v, f, err, func(f ledger.Fact) State { return r.Apply(ledger.Entry{On: march(21), By: "x"}, f).State }))
		}
	}
	return out
}

// Every state × every verb: the fact or the refusal (R-A45). The file is the
// documentation of a request's life.
func TestMatrix(t *testing.T) {
	t.Parallel()
	matrix.Golden(t, *update, "request", "申请", "verbs_test.go、decide_test.go 和 clock.txt", outcomes(t))
}

// The state alone decides what the table of verbs says, and Can lists what may
// be done (R-A45).
func TestTableIsTheMatrix(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes(t) {
		may := slices.Contains(allowed[o.Verb].states, o.From)
		if may != (o.Refuse == nil) {
			t.Errorf("%s in %s: the table says %t, the verb %v", o.Verb, o.From, may, o.Refuse)
		}
		if may != slices.Contains(Request{State: o.From}.Can(), o.Verb) {
			t.Errorf("%s in %s is not what Can says", o.Verb, o.From)
		}
	}
	if len(Verbs) != len(allowed) || len(tries) != len(allowed) {
		t.Errorf("%d verbs, %d in the table, %d tried", len(Verbs), len(allowed), len(tries))
	}
}

// The diagram and the table of docs/rules/request.md are drawn from the same
// outcomes.
func TestDiagram(t *testing.T) {
	t.Parallel()
	matrix.Diagram(t, *update, "request", "  [*] --> arrived : 收到，须双方确认\n  [*] --> open : 收到\n", func(v Verb) string { return allowed[v].rule }, outcomes(t))
}
