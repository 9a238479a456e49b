package request

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// attempt draws one verb with arguments that may or may not be right.
func attempt(t *rapid.T, r Request, on calendar.Day) (ledger.Fact, error) {
	soon := func() calendar.Day { return on.AddDays(rapid.IntRange(0, 20).Draw(t, "by")) }
	some := func(name string, from ...ledger.ID) ledger.ID { return rapid.SampledFrom(from).Draw(t, name) }
	ref := func() ledger.ID { return some("ref", "c1", "c2", "c3") }
	words := ledger.Salted("salt", "话")
	if r.State == "" {
		door := ledger.Code(rapid.SampledFrom(law.Terms("door")).Draw(t, "door").Key)
		if rapid.IntRange(0, 9).Draw(t, "old") == 0 {
			return Imported{No: "7", Door: door, Applicant: "natural", Words: words}, nil
		}
		return Receive("2024-0001", door, "natural", "u1", on, on, words)
	}
	verb := rapid.SampledFrom(Verbs).Draw(t, "verb")
	if can := r.Can(); rapid.IntRange(0, 4).Draw(t, "able") > 0 && len(can) > 0 {
		verb = rapid.SampledFrom(can).Draw(t, "verb")
	}
	switch verb {
	case ConfirmVerb:
		return r.Confirm(on, on, "page")
	case AssignVerb:
		return r.Assign(some("unit", "u1", "u2"), soon(), on)
	case ClarifyVerb:
		return r.Clarify(on, soon(), on, words, china)
	case SupplementVerb:
		return r.Supplement(on, on, words)
	case ConsultVerb:
		return r.Consult(ref(), rapid.SampledFrom([]Party{ThirdParty, CoProducer}).Draw(t, "party"), on, on, words)
	case ServeVerb:
		return r.Serve(some("ref", "c1", "c2", "c3", FeeNotice), on, on)
	case HearVerb:
		return r.Hear(ref(), rapid.SampledFrom([]View{Agrees, Objects, Partly, Silent}).Draw(t, "view"), on, on, words, china)
	case ExtendVerb:
		return r.Extend(on, rapid.IntRange(0, 21).Draw(t, "days"), "head", on, words, china)
	case AskVerb:
		return r.Ask(on, soon(), on, words)
	case ReasonVerb:
		return r.Reason(on, on, words)
	case PostponeVerb:
		return r.Postpone(on, on.AddDays(rapid.IntRange(1, 60).Draw(t, "to")), on, words, china)
	case ChargeVerb:
		return r.Levy(on, rapid.SampledFrom([]Tariff{ByItem, ByPage}).Draw(t, "tariff"), rapid.IntRange(0, 300).Draw(t, "n"), rapid.Bool().Draw(t, "supplied"), on, china)
	case PayVerb:
		return r.Pay(on, rapid.SampledFrom([]int64{r.Charge, r.Charge - 1}).Draw(t, "fen"), on, china)
	case DecideVerb:
		a := Answer{Reply: ledger.Code(rapid.SampledFrom(law.Terms("reply")).Draw(t, "reply").Key), Reasons: rapid.SampledFrom([]string{"", "理由"}).Draw(t, "reasons"), Override: rapid.Bool().Draw(t, "override")}
		if a.Reply == "partial" {
			a.Parts = []Part{{1, "open"}, {2, "d_internal"}}
		}
		return r.Decide(a, on, on, words, china)
	case ReturnVerb:
		return r.Return("有误", words)
	case ReviewVerb:
		return r.Review([]ledger.ID{some("by", "p1", "p2", "p3")}, nil, words)
	case SignVerb:
		return r.Sign([]ledger.ID{some("by", "p1", "p2", "p3")}, nil, "2024/1", words)
	case SendVerb:
		return r.Send(on, "post", on, china)
	case DeliverVerb:
		return r.Deliver(on, on, "XA123", words)
	case WithdrawVerb:
		if rapid.IntRange(0, 3).Draw(t, "really") > 0 {
			return nil, nil
		}
		return r.Withdraw(on, on, words)
	case GiveUpVerb:
		return r.GiveUp(on, on, china)
	case ReopenVerb:
		return r.Reopen(1, "有误", words)
	case CorrectVerb:
		return r.Correct(rapid.SampledFrom([]ledger.Code{"business", "natural"}).Draw(t, "kind"), "有误", words)
	}
	if r.State == Archived {
		return r.Erase()
	}
	return r.Archive(1)
}

// Random lives: what the facts say through the ledger's codec is the row; a
// pending request always has a due day or the reason why nothing runs; none
// passes its due day unseen; the receipt never moves (R-A31); and archiving,
// correcting and erasing move no day (个人信息保护法第四十七条).
func TestLives(t *testing.T) {
	t.Parallel()
	codec := ledger.NewCodec(Facts())
	rapid.Check(t, func(t *rapid.T) {
		var r Request
		var steps []Step
		on := calendar.NewDay(2023, 1, 1).AddDays(rapid.IntRange(0, 1400).Draw(t, "first"))
		for range rapid.IntRange(1, 60).Draw(t, "n") {
			on = on.AddDays(rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2, 5, 9, 20}).Draw(t, "later"))
			f, err := attempt(t, r, on)
			if err != nil || f == nil {
				continue
			}
			e, err := ledger.New("o1", int64(len(steps)+1), time.UnixMilli(0), on, "r1", rapid.SampledFrom([]ledger.ID{"p1", "p2", "p3"}).Draw(t, "by"), f)
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := codec.Decode(e)
			if err != nil {
				t.Fatal(err)
			}
			was := r
			r, steps = r.Apply(e, f), append(steps, Step{e, decoded})
			if !was.ReceivedOn.IsZero() && r.ReceivedOn != was.ReceivedOn {
				t.Fatalf("%s moved the receipt from %s to %s", f.Kind(), was.ReceivedOn, r.ReceivedOn)
			}
			switch f.(type) {
			case Filed, Corrected, Erased, Assigned, Decided, Checked, Approved, Returned, Delivery:
				if a, b := was.Clock(on, china), r.Clock(on, china); a.Due != b.Due || a.Left != b.Left || a.Used != b.Used {
					t.Fatalf("%s moved the due day from %v to %v", f.Kind(), a.Due, b.Due)
				}
			}
			alive(t, r, on)
		}
		if got := Life(steps); !reflect.DeepEqual(got, r) {
			t.Fatalf("replay is not the row:\n%+v\n%+v", r, got)
		}
	})
}

// alive holds a request to what a queue promises.
func alive(t *rapid.T, r Request, on calendar.Day) {
	s := r.Clock(on, china)
	if r.PostponedTo.IsZero() {
		whole(t, s, china)
	}
	if !r.State.Pending() {
		if s.Ended != (r.State != Arrived) {
			t.Fatalf("%s: ended %t", r.State, s.Ended)
		}
		return
	}
	if r.ReceivedOn.IsZero() {
		t.Fatalf("%s is pending and was never received", r.State)
	}
	if s.Runs() == (r.State == Clarifying || r.State == Charged) {
		t.Fatalf("%s: due %s", r.State, s.Due)
	}
	if !s.Runs() {
		if last := s.Segments[len(s.Segments)-1]; last.Kind != WaitSupplement && last.Kind != WaitPayment || !last.To.IsZero() {
			t.Fatalf("%s: nothing runs, and the sheet does not say why: %+v", r.State, s.Segments)
		}
		return
	}
	if s.Overdue() != (s.Left < 0) && china.Workday(on) {
		t.Fatalf("overdue %t with %d days left on %s: %+v", s.Overdue(), s.Left, on, s)
	}
	// A letter that is open may still stop the clock; with none, the day after
	// the due day is late.
	for _, c := range r.Consults {
		if c.HeardOn.IsZero() {
			return
		}
	}
	next := china.AddWorkdays(later(s.Due.Day, on), 1).Day
	if after := r.Clock(next, china); !after.Overdue() || after.Left >= 0 || after.Due.Day != s.Due.Day {
		t.Fatalf("on %s, after the due day %s: %+v", next, s.Due.Day, after)
	}
}

// Whatever stands in a script, the answer is a sheet or a refusal.
func FuzzScript(f *testing.F) {
	f.Add(`{"channel":"web","events":[{"on":"2025-03-03","event":"received"},{"on":"2025-03-03","event":"confirmed"},{"on":"2025-03-10","event":"consulted","served":"2025-03-11"},{"on":"2025-03-24","event":"heard"}]}`, 20250401)
	f.Add(`{"channel":"counter","events":[{"on":"2025-03-03","event":"received"},{"on":"2025-03-10","event":"charged"},{"on":"2025-03-12","event":"paid"},{"on":"2025-03-12","event":"extended","days":20}]}`, 20250401)
	f.Add(`{"channel":"fax","events":[{"on":"9999-12-31","event":"received"}]}`, 0)
	f.Fuzz(fuzzScript)
}

func FuzzOld(f *testing.F) {
	f.Add("2025-001", "2025年3月3日", "网络", "自然人", "(三)4.保护第三方合法权益", "45719")
	f.Add("", "２０２５－２－３０", "电报", "法人或其他组织", "(七)总计", "1e300")
	f.Fuzz(func(t *testing.T, no, on, door, kind, result, ended string) {
		rows, faults := ReadOld([][]string{OldHeader, {no, on, door, kind, "甲", "乙", result, ended}}, today)
		for _, fault := range faults {
			if fault.Words == "" || fault.String() == "" {
				t.Errorf("a fault without words: %+v", fault)
			}
		}
		if faults != nil || len(rows) == 0 {
			return
		}
		o := rows[0]
		if o.On.IsZero() || o.Door == "" || o.Kind == "" || (o.Outcome == "") != o.EndedOn.IsZero() || o.EndedOn.After(today) {
			t.Errorf("%+v passes", o)
		}
		if _, err := ledger.New("o1", 1, time.UnixMilli(0), o.On, "r1", "p1", o.Fact("x")); err != nil {
			t.Error(err)
		}
	})
}

func fuzzScript(t *testing.T, text string, asof int) {
	var s Script
	if json.Unmarshal([]byte(text), &s) != nil || len(s.Events) > 50 {
		return
	}
	for _, e := range s.Events {
		if e.On.Year() > 2400 || e.Served.Year() > 2400 {
			return // counted day by day, so that it would take long
		}
	}
	on := calendar.NewDay(asof/10000%400+2000, time.Month(asof/100%100), asof%100)
	r, err := s.Life(on, china)
	if _, ok := refusal.As(err); err != nil && !ok {
		t.Fatal(err)
	}
	if err == nil {
		whole(t, r.Clock(on, china), china)
	}
}
