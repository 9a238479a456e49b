package batch

import (
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var now = time.Date(2019, 5, 6, 9, 0, 0, 0, calendar.Shanghai)

func ready(article ledger.ID) Candidate {
	return Candidate{Member: Member{article, 1}, Title: string(article), Ready: true}
}

func code(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	r, ok := refusal.As(err)
	if !ok {
		t.Fatalf("%v is a fault and not a refusal", err)
	}
	return r.Code
}

// planned is a set of three texts for ten o'clock.
func planned(t *testing.T) Batch {
	t.Helper()
	s := Batch{ID: "s1", Name: "成果转化政策", Salt: "salt"}
	f, err := s.Plan([]Candidate{ready("a"), ready("b"), ready("c")}, now.Add(time.Hour), now)
	if err != nil {
		t.Fatal(err)
	}
	return s.Apply(ledger.Entry{Organ: "o1", Subject: "s1", By: "boss", At: now}, f)
}

// R-A17: a set says when, never whether. Only what was approved joins, and
// whoever had a hand in a text does not choose its hour.
func TestPlan(t *testing.T) {
	t.Parallel()
	own, draft, taken := ready("d"), ready("e"), ready("f")
	own.Own, draft.Ready, taken.In = true, false, "另一批"
	hundred := make([]Candidate, 101)
	for i := range hundred {
		hundred[i] = ready(ledger.ID(rune('a' + i)))
	}
	for _, c := range []struct {
		what, name string
		at         time.Time
		cs         []Candidate
		want       string
	}{
		{"whole", "一批", now.Add(time.Minute), []Candidate{ready("a"), ready("b")}, ""},
		{"no name", " ", now.Add(time.Minute), []Candidate{ready("a"), ready("b")}, "batch.plan.name"},
		{"one", "一批", now.Add(time.Minute), []Candidate{ready("a")}, "batch.plan.few"},
		{"too many", "一批", now.Add(time.Minute), hundred, "batch.plan.few"},
		{"past", "一批", now, []Candidate{ready("a"), ready("b")}, "publication.schedule.past"},
		{"far", "一批", now.AddDate(1, 0, 1), []Candidate{ready("a"), ready("b")}, "publication.schedule.far"},
		{"twice", "一批", now.Add(time.Minute), []Candidate{ready("a"), ready("a")}, "batch.join.twice"},
		{"own", "一批", now.Add(time.Minute), []Candidate{ready("a"), own}, "batch.join.own"},
		{"not approved", "一批", now.Add(time.Minute), []Candidate{ready("a"), draft}, "batch.join.state"},
		{"in another", "一批", now.Add(time.Minute), []Candidate{ready("a"), taken}, "batch.join.twice"},
	} {
		_, err := Batch{ID: "s1", Name: c.name}.Plan(c.cs, c.at, now)
		if got := code(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

// Every verb in every state.
func TestVerbs(t *testing.T) {
	t.Parallel()
	waiting := planned(t)
	if waiting.State != Waiting || len(waiting.Members) != 3 || !waiting.At.Equal(now.Add(time.Hour)) || waiting.By != "boss" || waiting.Organ != "o1" {
		t.Fatalf("planned: %+v", waiting)
	}
	entry := ledger.Entry{Organ: "o1", Subject: "s1", At: now.Add(time.Hour)}
	moved, err := waiting.Move(now.Add(2*time.Hour), now, false)
	if err != nil {
		t.Fatal(err)
	}
	held := waiting
	held.Held = []Hold{{"a", "x", "y"}}
	if s := held.Apply(entry, moved); !s.At.Equal(now.Add(2*time.Hour)) || len(s.Held) > 0 {
		t.Errorf("moved: %+v", s)
	}
	joined, err := waiting.Join(ready("d"))
	if s := waiting.Apply(entry, joined); err != nil || len(s.Members) != 4 || len(waiting.Members) != 3 {
		t.Errorf("joined: %v, %+v", err, s)
	}
	left, err := waiting.Leave(ready("b"), now.Add(time.Minute), now)
	if s := waiting.Apply(entry, left); err != nil || s.Has("b") || len(s.Members) != 2 || !waiting.Has("b") {
		t.Errorf("left: %v, %+v", err, s)
	}
	mine, back := ready("b"), ready("b")
	mine.Own, back.Ready = true, false
	for _, c := range []Candidate{mine, back} {
		if f, err := waiting.Leave(c, time.Time{}, now); err != nil || f.At != 0 {
			t.Errorf("given back: %v, %+v", err, f)
		}
	}
	out, err := waiting.Release(now.Add(time.Hour))
	if s := waiting.Apply(entry, out); err != nil || s.State != Out || out.Texts != 3 || !s.ReleasedAt.Equal(entry.At) {
		t.Errorf("released: %v, %+v", err, s)
	}
	stopped, err := waiting.Cancel()
	if err != nil {
		t.Fatal(err)
	}
	last := waiting
	last.Members = last.Members[:1]
	refused := func(what, want string, err error) {
		t.Helper()
		if got := code(t, err); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	no := func(s Batch, want string) {
		t.Helper()
		_, err1 := s.Move(now.Add(time.Minute), now, false)
		_, err2 := s.Join(ready("d"))
		_, err3 := s.Leave(ready("a"), time.Time{}, now)
		_, err4 := s.Cancel()
		_, err5 := s.Release(now.Add(9 * time.Hour))
		for _, err := range []error{err1, err2, err3, err4, err5} {
			refused(string(s.State), want, err)
		}
	}
	no(waiting.Apply(entry, out), "batch.change.state")
	no(waiting.Apply(entry, stopped), "batch.change.state")
	_, err = waiting.Release(now.Add(time.Hour - 1))
	refused("early", "publication.release.early", err)
	_, err = held.Release(now.Add(9 * time.Hour))
	refused("held", "publication.release.early", err)
	_, err = waiting.Move(now.Add(time.Minute), now, true)
	refused("own moved (R-A17)", "batch.move.own", err)
	_, err = waiting.Move(now, now, false)
	refused("moved to the past", "publication.schedule.past", err)
	_, err = waiting.Leave(mine, now.Add(time.Minute), now)
	refused("own taken out (R-A17)", "batch.move.own", err)
	_, err = waiting.Leave(back, now.Add(time.Minute), now)
	refused("called back, with an hour (R-A17)", "batch.leave.state", err)
	_, err = waiting.Leave(ready("z"), time.Time{}, now)
	refused("not in it", "access.may.absent", err)
	_, err = last.Leave(ready("a"), time.Time{}, now)
	refused("the last", "batch.leave.last", err)
	_, err = waiting.Join(ready("a"))
	refused("twice", "batch.join.twice", err)
}

// Facts hold no prose.
func TestFacts(t *testing.T) {
	t.Parallel()
	for _, f := range Facts() {
		if free := ledger.FreeStrings(f); len(free) > 0 {
			t.Errorf("%s has free strings %v", f.Kind(), free)
		}
	}
}
