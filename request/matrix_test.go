package request

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/ledger"
	"gongkai/refusal"
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
	ExtendVerb:     func(r Request) (ledger.Fact, error) { return r.Extend(march(21), 20, "head", today, "", china) },
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

// outcome is what a verb gives in a state: the fact's kind and the state after
// it, or the refusal.
type outcome struct {
	from   State
	verb   Verb
	kind   string
	to     State
	refuse *refusal.Refusal
}

func outcomes(t *testing.T) (out []outcome) {
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
			o := outcome{from: s.State, verb: v}
			if err == nil {
				o.kind = f.Kind()
				o.to = r.Apply(ledger.Entry{On: march(21), By: "x"}, f).State
			} else {
				no, ok := refusal.As(err)
				if !ok {
					t.Fatalf("%s in %s: a fault: %v", v, s.State, err)
				}
				o.refuse = no
			}
			out = append(out, o)
		}
	}
	return out
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what the code does; look at the difference, then go test ./request -update", file)
	}
}

// Every state × every verb: the fact or the refusal (R-A45). The file is the
// documentation of a request's life.
func TestMatrix(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# 申请的状态 × 动作：记入台账的事实和其后的状态，或拒绝的代码和依据。由 go test ./request -update 写成。\n" +
		"# 状态以外的条件都已满足；各动作自己的条件见 verbs_test.go、decide_test.go 和 clock.txt。\n")
	var at State
	for _, o := range outcomes(t) {
		if o.from != at {
			at = o.from
			fmt.Fprintf(&b, "\n%s %s\n", at.Name(), at)
		}
		if o.refuse != nil {
			fmt.Fprintf(&b, "  %s %s\t! %s\t%s\n", o.verb, o.verb.Name(), o.refuse.Code, o.refuse.Rule)
			continue
		}
		fmt.Fprintf(&b, "  %s %s\t%s\t→ %s\n", o.verb, o.verb.Name(), o.kind, o.to.Name())
	}
	golden(t, "testdata/matrix.txt", b.String())
}

// The state alone decides what the table of verbs says, and Can lists what may
// be done (R-A45).
func TestTableIsTheMatrix(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes(t) {
		may := slices.Contains(allowed[o.verb].states, o.from)
		if may != (o.refuse == nil) {
			t.Errorf("%s in %s: the table says %t, the verb %v", o.verb, o.from, may, o.refuse)
		}
		if may != slices.Contains(Request{State: o.from}.Can(), o.verb) {
			t.Errorf("%s in %s is not what Can says", o.verb, o.from)
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
	const file, from, to = "../docs/rules/request.md", "<!-- 状态图 -->\n", "<!-- 状态图完 -->\n"
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, s := range States {
		fmt.Fprintf(&b, "  %s : %s\n", s.State, s.Name)
	}
	b.WriteString("  [*] --> arrived : 收到，须双方确认\n  [*] --> open : 收到\n")
	for _, o := range outcomes(t) {
		if o.refuse == nil && o.to != o.from {
			fmt.Fprintf(&b, "  %s --> %s : %s\n", o.from, o.to, o.verb.Name())
		}
	}
	b.WriteString("  archived --> [*]\n```\n\n动作 | 可以办理的状态 | 记入 | 其后 | 依据\n--- | --- | --- | --- | ---\n")
	for _, v := range Verbs {
		var in, after []string
		kind := ""
		for _, o := range outcomes(t) {
			if o.verb != v || o.refuse != nil {
				continue
			}
			kind = o.kind
			in = append(in, o.from.Name())
			name := o.to.Name()
			if o.to == o.from {
				name = "不变"
			}
			if !slices.Contains(after, name) {
				after = append(after, name)
			}
		}
		fmt.Fprintf(&b, "`%s` %s | %s | `%s` | %s | %s\n", v, v.Name(), strings.Join(in, "、"), kind, strings.Join(after, "、"), allowed[v].rule)
	}
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(page), from)
	_, tail, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the diagram", file)
	}
	golden(t, file, head+from+b.String()+to+tail)
}
