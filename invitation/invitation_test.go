package invitation

import (
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var (
	now     = time.Date(2019, 5, 6, 9, 0, 0, 0, calendar.Shanghai)
	subject = Subject{Article: "a1", Edition: 2, Round: 1, Text: "text", Open: true, Turn: true}
	lawyer  = Guest{Organ: "某律师事务所", Name: "某律师", Email: "lawyer@example.cn"}
)

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

// R-A17: whoever wrote in the text does not choose who looks at it.
func TestSend(t *testing.T) {
	t.Parallel()
	closed := subject
	closed.Open = false
	early := subject
	early.Turn = false
	for _, c := range []struct {
		what  string
		sort  Sort
		guest Guest
		s     Subject
		days  int
		own   bool
		want  string
	}{
		{"whole", Counsel, lawyer, subject, 7, false, ""},
		{"without an address", CoSigner, Guest{Organ: "市财政局", Name: "张某"}, subject, 30, false, ""},
		{"not under review", Counsel, lawyer, closed, 7, false, "invitation.send.state"},
		{"before its turn", Counsel, lawyer, early, 7, false, "invitation.send.turn"},
		{"by an author", Counsel, lawyer, subject, 7, true, "invitation.send.own"},
		{"as nothing", "friend", lawyer, subject, 7, false, "invitation.send.sort"},
		{"nobody", Counsel, Guest{Organ: "某律师事务所", Name: " "}, subject, 7, false, "invitation.send.name"},
		{"no body", Counsel, Guest{Name: "某律师"}, subject, 7, false, "invitation.send.organ"},
		{"bad address", Counsel, Guest{Organ: "某律师事务所", Name: "某律师", Email: "lawyer"}, subject, 7, false, "email.write.at"},
		{"no day", Counsel, lawyer, subject, 0, false, "invitation.send.days"},
		{"too long", Counsel, lawyer, subject, 31, false, "invitation.send.days"},
	} {
		_, err := Invitation{Sort: c.sort, Guest: c.guest}.Send(c.s, c.days, c.own, now)
		if got := code(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

// A link opens one text, as it was handed in, until its hour, once; whom it names
// can be erased when the review is over (个人信息保护法第四十七条).
func TestHolds(t *testing.T) {
	t.Parallel()
	i := Invitation{Sort: Counsel, Guest: lawyer, Salt: "salt"}
	sent, err := i.Send(subject, 7, false, now)
	if err != nil {
		t.Fatal(err)
	}
	i = i.Apply(ledger.Entry{Organ: "o1", Subject: "i1", By: "boss", At: now}, sent)
	if i.State != Open || i.ID != "i1" || i.By != "boss" || !i.Until.Equal(now.AddDate(0, 0, 7)) || !i.Awaited(subject, now) {
		t.Fatalf("sent: %+v", i)
	}
	another := func(f func(*Subject)) Subject { s := subject; f(&s); return s }
	answered, err := i.Answer(subject, 12, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Revoke(true); code(t, err) != "invitation.revoke.own" { // R-A17
		t.Errorf("revoked by an author: %v", err)
	}
	revoked, err := i.Revoke(false)
	if err != nil {
		t.Fatal(err)
	}
	erased, err := i.Erase(another(func(s *Subject) { s.Open = false }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Erase(subject); code(t, err) != "invitation.erase.state" {
		t.Errorf("erased while the text is under review: %v", err)
	}
	if gone := i.Apply(ledger.Entry{}, erased); gone.Guest != (Guest{}) || gone.Salt != "" || gone.Key != "" || !gone.Erased {
		t.Errorf("erased: %+v", gone)
	} else if _, err := gone.Erase(another(func(s *Subject) { s.Open = false })); code(t, err) != "invitation.erase.state" {
		t.Errorf("erased twice: %v", err)
	}
	locked := i
	locked.Tries = MaxTries
	for what, c := range map[string]struct {
		i    Invitation
		s    Subject
		at   time.Time
		want string
	}{
		"open":               {i, subject, now, ""},
		"its last moment":    {i, subject, i.Until.Add(-1), ""},
		"its hour":           {i, subject, i.Until, "invitation.open.expired"},
		"another text":       {i, another(func(s *Subject) { s.Text = "other" }), now, "invitation.open.changed"},
		"another edition":    {i, another(func(s *Subject) { s.Edition = 3 }), now, "invitation.open.changed"},
		"handed in again":    {i, another(func(s *Subject) { s.Round = 2 }), now, "invitation.open.changed"},
		"taken back (R-A17)": {i, another(func(s *Subject) { s.Open = false }), now, "invitation.open.changed"},
		"answered":           {i.Apply(ledger.Entry{}, answered), subject, now, "invitation.open.answered"},
		"revoked":            {i.Apply(ledger.Entry{}, revoked), subject, now, "invitation.open.revoked"},
		"erased":             {i.Apply(ledger.Entry{}, erased), subject, now, "invitation.open.changed"},
		"locked":             {locked, subject, now, "invitation.open.locked"},
	} {
		if got := code(t, c.i.Holds(c.s, c.at)); got != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
		if _, err := c.i.Answer(c.s, 12, c.at); code(t, err) != c.want {
			t.Errorf("%s answered: %v, want %q", what, err, c.want)
		}
	}
	if done := i.Apply(ledger.Entry{}, answered); done.Opinion != 12 {
		t.Errorf("answered: %+v", done)
	} else if _, err := done.Revoke(false); code(t, err) != "invitation.revoke.state" {
		t.Errorf("revoked after the answer: %v", err)
	}
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
