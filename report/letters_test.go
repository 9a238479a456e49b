package report

import (
	"slices"
	"testing"

	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/refusal"
)

// Letters by mailbox, ended, on time, mean days, public, taken back (R-L16): each
// figure names its entries (§D.5). Of an earlier book nobody knows what was in time
// (R-L12). What comes later moves no year that is over, a correction of
// the mailbox moves the letter, and what was counted is not stated (R-A50).
func TestLetters(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	come := func(on, box string) ledger.ID {
		id := b.id("l")
		b.add(day(on), id, letter.Received{Mailbox: ledger.Code(box), Sort: "consult"})
		return id
	}
	early := come("2018-12-20", "mayor")
	b.add(day("2019-01-04"), early, letter.Replied{Due: day("2019-01-03"), Late: true})
	first := int64(len(b.entries)) + 1
	one := come("2019-03-01", "governor")
	answered := b.add(day("2019-03-11"), one, letter.Replied{Due: day("2019-03-15")})
	public := b.add(day("2019-03-12"), one, letter.Opened{})
	wrong := come("2019-04-01", "hotline")
	b.add(day("2019-04-02"), wrong, letter.Corrected{Mailbox: "mayor", Sort: "help"})
	b.add(day("2019-04-03"), wrong, letter.Turned{To: "request", Into: "r1"})
	back := come("2019-05-01", "director")
	b.add(day("2019-05-02"), back, letter.Refused{Ground: "foreign"})
	b.add(day("2019-05-03"), back, letter.Reopened{Of: 9})
	b.add(day("2019-06-01"), one, letter.Closed{})
	again := b.add(day("2019-06-02"), one, letter.Opened{})
	b.add(day("2020-02-01"), back, letter.Replied{Due: day("2019-05-08"), Late: true})
	old := b.id("l")
	imported := b.add(day("2019-07-01"), old, letter.Imported{Mailbox: "message", AnsweredOn: day("2019-07-05")})

	left := come("2019-08-01", "director")
	retracted := b.add(day("2019-09-20"), left, letter.TakenBack{})

	s := b.sheet(2019, "", 0)
	for key, want := range map[string]int64{"letters.received": 5, "letters.governor": 1, "letters.mayor": 1, "letters.hotline": 0, "letters.director": 2, "letters.message": 1,
		"letters.finished": 4, "letters.answered": 3, "letters.on_time": 1, "letters.unknown": 1, "letters.taken_back": 1, "letters.mean_days": (15 + 10 + 2 + 4 + 2) / 4, "letters.published": 1} {
		if got := s.Cell(key).Value; got != want {
			t.Errorf("%s is %d, want %d", key, got, want)
		}
		if s.Label(key) == key {
			t.Errorf("%s has no name", key)
		}
	}
	if got := s.Cell("letters.governor").Entries; !slices.Equal(got, []int64{first}) {
		t.Errorf("it rests on %v", got)
	}
	if got := s.Cell("letters.published").Entries; !slices.Equal(got, []int64{again}) || again == public {
		t.Errorf("it rests on %v", got)
	}
	for key, want := range map[string]int64{"letters.on_time": answered, "letters.unknown": imported, "letters.taken_back": retracted} {
		if got := s.Cell(key).Entries; !slices.Equal(got, []int64{want}) {
			t.Errorf("%s rests on %v", key, got)
		}
	}
	if no, ok := refusal.As(s.MayState("letters.governor", 1, 0, day("2020-01-10"))); !ok || no.Code != "report.state.facts" {
		t.Errorf("what was counted may be stated: %v", no)
	}
	if err := b.sheet(2020, "", 0).MayState("letters.governor", 1, 0, day("2020-01-10")); err != nil {
		t.Errorf("a year without letters: %v", err)
	}
	if got := b.sheet(2020, "", 0).Cell("letters.answered").Value; got != 1 {
		t.Errorf("2020 answered %d", got)
	}
	if l := Label(s.Form, "letters.own_box"); l != "信箱own_box来信（件）" {
		t.Error(l)
	}
}
