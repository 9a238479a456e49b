package service

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/ledger"
)

// attempt draws one verb with arguments that may or may not be right.
func attempt(t *rapid.T, c Case, on calendar.Day) (ledger.Fact, error) {
	words := ledger.Salted("salt", "话")
	some := func(name string, from ...ledger.Code) []ledger.Code {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, len(from), rapid.ID).Draw(t, name)
	}
	who := ledger.ID(rapid.SampledFrom([]string{"zhang", "li", "head"}).Draw(t, "who"))
	if c.State == "" {
		terms := permit()
		terms.Instant = rapid.Bool().Draw(t, "instant")
		return File("2025-00001", "counter", "legal", "", terms, on, on, words, words)
	}
	verb := rapid.SampledFrom(Verbs).Draw(t, "verb")
	if can := c.Can(); rapid.IntRange(0, 4).Draw(t, "able") > 0 && len(can) > 0 {
		verb = rapid.SampledFrom(can).Draw(t, "verb")
	}
	soon := func() calendar.Day { return on.AddDays(rapid.IntRange(0, 20).Draw(t, "by")) }
	n := rapid.IntRange(0, 12).Draw(t, "n")
	switch verb {
	case PrecheckVerb:
		return c.Precheck(on, on, words)
	case TakeInVerb:
		return c.TakeIn(some("given", "m1", "m2", "m3"), n > 3, on, on)
	case LackVerb:
		return c.Lack(some("lack", "m1", "m2"), on, soon(), on, "", words, china)
	case SupplementVerb:
		return c.Supplement(some("given", "m1", "m2"), names, on, on, words)
	case AcceptVerb:
		return c.Accept(on, on, china)
	case DeclineVerb:
		return c.Decline("unfit", on, on, "不符", words, china)
	case ClaimVerb:
		return c.Claim(who, "某某")
	case ReleaseVerb:
		return c.Release()
	case AdvanceVerb:
		return c.Advance([]ledger.ID{who, ""}, "某某", on, on, words, china)
	case SendBackVerb:
		return c.SendBack(n%3, on, on, "补照片", words)
	case SuspendVerb:
		return c.Suspend("experts", n, on, on, "依据", words)
	case ResumeVerb:
		return c.Resume(on, on)
	case ExtendVerb:
		return c.Extend(n, on, on, "复杂", words, china)
	case DecideVerb:
		return c.Decide("granted", []ledger.ID{who, ""}, on, on, "", words, china)
	case DeliverVerb:
		return c.Deliver("post", on, on, "EMS", words, china)
	case VisitVerb:
		return c.Visit(on, on)
	case RateVerb:
		return c.Rate(n%6, true, nil, on, on, words)
	case VerifyVerb:
		return c.Verify(n > 3, on, on, "核实", words)
	case MendVerb:
		return c.Mend(on, on, "整改", words, china)
	case AnswerVerb:
		return c.Answer(on, on, "答复", words, china)
	case WithdrawVerb:
		return c.Withdraw(on, on, words)
	case ReturnVerb:
		return c.Return(on, on, "退件", words, china)
	case TransferVerb:
		return c.Transfer(on, on, "省厅", words, china)
	case ArchiveVerb:
		return c.Archive(n)
	}
	return c.Erase()
}

// Random lives: replay is the row, a case is told at most once and decided at most
// once, its due day moves by nothing but a stop or an extension, and what used the
// period never exceeds the days that went by (G.3).
func TestLives(t *testing.T) {
	t.Parallel()
	codec := ledger.NewCodec(Facts())
	rapid.Check(t, func(t *rapid.T) {
		var c Case
		var steps []Happened
		on := march(3)
		told, decided := 0, 0
		for seq := int64(1); seq <= 30; seq++ {
			on = on.AddDays(rapid.IntRange(0, 4).Draw(t, "days"))
			f, err := attempt(t, c, on)
			if err != nil {
				continue
			}
			e := ledger.Entry{Organ: "o1", Seq: seq, On: on, Kind: f.Kind(), Subject: "s1", By: "zhang"}
			if _, known := codec[f.Kind()]; !known {
				t.Fatalf("%s is not in the codec", f.Kind())
			}
			was := c
			c, steps = c.Apply(e, f), append(steps, Happened{e, f})
			switch f.(type) {
			case Lacked:
				told++
			case Decided:
				decided++
			}
			if told > 1 || decided > 1 {
				t.Fatalf("told %d times, decided %d times", told, decided)
			}
			if was.State == "" {
				continue
			}
			a, b := was.Clock(on, china), c.Clock(on, china)
			switch f.(type) {
			case Claimed, Released, Advanced, SentBack, Visited, Kept, Prechecked, TakenIn, Delivered, Rated, Archived, Erased:
				if a.Due != b.Due || a.Promise != b.Promise || a.Used != b.Used {
					t.Fatalf("%s moved the due day from %s to %s", f.Kind(), a.Due, b.Due)
				}
			case Accepted:
				if a.Deemed && a.Due != b.Due {
					t.Fatalf("the law's acceptance was due %s, the organ's %s", a.Due, b.Due)
				}
			}
			if !b.From.IsZero() {
				if n, _ := china.WorkdaysBetween(b.From, b.AsOf); b.Used > n {
					t.Fatalf("%d working days used of %d: %+v", b.Used, n, b)
				}
			}
			if c.State.Pending() == !c.EndedOn.IsZero() || c.State == Halted && b.Runs() {
				t.Fatalf("%s ended on %s, runs %t", c.State, c.EndedOn, b.Runs())
			}
		}
		if got := Life(steps); !reflect.DeepEqual(got, c) {
			t.Fatalf("replay is not the row:\n%+v\n%+v", c, got)
		}
	})
}
