package ledger_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/register"
	"gongkai/report"
)

// The ten rules of the ledger (docs/rules/ledger.md), each at the level of the
// nouns. What needs a database is tested in internal/office.

var facts = slices.Concat(people.Facts(), publication.Facts(), register.Facts(), report.Facts())

var codec = ledger.NewCodec(facts)

var when = time.Date(2019, 7, 16, 1, 2, 3, 0, time.UTC)

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

type log struct {
	t       *testing.T
	tree    ledger.Tree
	entries []ledger.Entry
}

func (l *log) add(on string, subject ledger.ID, f ledger.Fact) ledger.Entry {
	l.t.Helper()
	e, err := ledger.New("o1", int64(len(l.entries))+1, when, day(on), subject, "zhang", f)
	if err != nil {
		l.t.Fatal(err)
	}
	if err := l.tree.Add(e); err != nil {
		l.t.Fatal(err)
	}
	l.entries = append(l.entries, e)
	return e
}

func (l *log) sheet(year int) report.Sheet {
	l.t.Helper()
	form, err := law.FormFor(year)
	if err != nil {
		l.t.Fatal(err)
	}
	head, err := l.tree.Head()
	if err != nil {
		l.t.Fatal(err)
	}
	s, err := report.Compute(report.Input{Year: year, Form: form, Head: head, Entries: l.entries, Codec: codec})
	if err != nil {
		l.t.Fatal(err)
	}
	return s
}

var days = cmp.AllowUnexported(calendar.Day{})

// Rule 1: a verb returns a fact or a refusal; Apply is total and the only way
// in which state changes. A verb changes nothing by itself, and Apply leaves a
// noun alone that the fact is not about.
func TestRule01ApplyIsTheOnlyWay(t *testing.T) {
	t.Parallel()
	a := publication.Article{ID: "a1", Organ: "o1", State: publication.Live, Live: 1, Type: publication.Normative, Explains: []ledger.ID{"a2"}}
	was := a
	if _, err := a.Withdraw("有误", "s"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Rate("expired", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Withdraw("", "s"); err == nil {
		t.Fatal("a withdrawal without a reason was let in")
	}
	if d := cmp.Diff(was, a, days); d != "" {
		t.Errorf("a verb changed the article:\n%s", d)
	}
	i := register.Item{ID: "i1", Register: register.Services}
	o := people.Officer{ID: "zhang", Roles: []people.Role{people.Clerk}}
	r := report.Report{Year: 2019, State: report.Drafting}
	for _, f := range facts {
		e := ledger.Entry{Organ: "o1", Seq: 1, On: day("2019-07-16"), Subject: "a1", Kind: f.Kind()}
		noun, _, _ := strings.Cut(f.Kind(), ".")
		for of, same := range map[string]bool{
			"publication": cmp.Equal(a.Apply(e, f), a, days), "item": cmp.Equal(i.Apply(e, f), i, days),
			"officer": cmp.Equal(o.Apply(f), o, days), "report": cmp.Equal(r.Apply(e, f), r, days),
		} {
			if of != noun && !same {
				t.Errorf("%s changes what %s holds", f.Kind(), of)
			}
		}
	}
}

// Rule 2: rows and ledger say the same: the row that the office keeps after
// each verb is the one that a replay of the stored entries leads to.
func TestRule02ReplayIsTheRow(t *testing.T) {
	t.Parallel()
	l := &log{t: t}
	limit, _ := law.On(day("2019-07-16")).Limit("publish")
	e := publication.Edition{Article: "a1", No: 1, State: publication.InReview, Title: "关于印发管理办法的通知", HTML: "<p>文</p>", Source: "本局",
		Column: "xxgk/fdzdgk/gfxwj", Type: publication.Normative, Mode: "proactive", Genre: "tongzhi", Tags: []string{"decision"},
		Formed: day("2019-07-01"), Authors: []ledger.ID{"li"}, Salt: "salt"}
	e.Passed = e.Sum()
	row := publication.Article{ID: "a1", Organ: "o1"}
	step := func(on string, f ledger.Fact, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		row = row.Apply(l.add(on, "a1", f), f)
	}
	f, err := row.Publish(e, "wang", day("2019-07-16"), limit, calendar.China(), func() (string, error) { return "11430600006056784X/2019-00001", nil })
	step("2019-07-16", f, err)
	e.No = 2
	f, err = row.Publish(e, "wang", day("2019-08-01"), limit, calendar.China(), nil)
	step("2019-08-01", f, err)
	rated, err := row.Rate("amended", "a9")
	step("2019-09-01", rated, err)
	down, err := row.Withdraw("有误", e.ReasonSum("有误"))
	step("2019-10-01", down, err)
	moved, err := row.Move(publication.Article{ID: "a9", Organ: "o1", State: publication.Live})
	step("2019-10-02", moved, err)

	again := publication.Article{ID: "a1", Organ: "o1"}
	for _, e := range l.entries {
		f, err := codec.Decode(e)
		if err != nil {
			t.Fatal(err)
		}
		again = again.Apply(e, f)
	}
	if d := cmp.Diff(row, again, days); d != "" {
		t.Errorf("(-row +replay):\n%s", d)
	}
	if row.State != publication.Withdrawn || row.Live != 2 || row.IndexNo == "" || row.MovedTo != "a9" {
		t.Errorf("the life did not go through: %+v", row)
	}
}

// Rule 3: facts only. Kinds are a closed list of past participles; sign-ins,
// views of a file, refused attempts and things that can be computed (overdue)
// are none of them. Adding a kind is a decision: add it here too.
func TestRule03FactsOnly(t *testing.T) {
	t.Parallel()
	want := []string{"column.opened", "item.delisted", "item.listed", "officer.appointed", "officer.deputized", "officer.dismissed",
		"officer.resumed", "organ.opened",
		"publication.approved", "publication.moved", "publication.published", "publication.rated", "publication.returned",
		"publication.revised", "publication.submitted", "publication.withdrawn", "report.frozen", "report.issued", "report.stated", "unit.opened"}
	if d := cmp.Diff(want, codec.Kinds()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	shape := regexp.MustCompile(`^[a-z]+\.[a-z]+(ed|wn|sent|told|zen)$`)
	for _, k := range codec.Kinds() {
		if !shape.MatchString(k) {
			t.Errorf("%s is not noun.participle", k)
		}
	}
	// A refusal yields nothing that could be appended.
	if f, err := (publication.Article{}).Publish(publication.Edition{}, "zhang", day("2019-07-16"), law.Limit{}, calendar.China(), nil); err == nil || f != nil {
		t.Errorf("a refused verb came back with %v, %v", f, err)
	} else if _, ok := refusal.As(err); !ok {
		t.Errorf("the no is %T and not a refusal", err)
	}
}

// Rule 4: no personal data and no prose: no fact has a field of the bare
// string type, and what is no plain code is not let in.
func TestRule04NoProse(t *testing.T) {
	t.Parallel()
	for _, f := range facts {
		if s := ledger.FreeStrings(f); s != nil {
			t.Errorf("%s can hold prose in %v", f.Kind(), s)
		}
	}
	for _, f := range []ledger.Fact{
		publication.Published{Unit: "张三"}, people.Appointed{Officer: "zhang", Roles: []people.Role{"局办公室 主任"}},
		register.Delisted{Reason: "国务院决定取消"}, report.Stated{Document: "见附件"},
	} {
		if _, err := ledger.New("o1", 1, when, day("2019-07-16"), "x", "zhang", f); err == nil {
			t.Errorf("%+v was let into the ledger", f)
		}
	}
}

// Rule 5: two times. Reports count by the legal day On, whatever the instant
// At; freezes pin by Seq.
func TestRule05TwoTimes(t *testing.T) {
	t.Parallel()
	l := &log{t: t} // everything is written on 2019-07-16
	l.add("2018-12-31", "i1", register.Listed{Item: "i1", Register: register.Services})
	l.add("2019-01-01", "i2", register.Listed{Item: "i2", Register: register.Services})
	l.add("2020-01-01", "i3", register.Listed{Item: "i3", Register: register.Services})
	s := l.sheet(2019)
	if p, d := s.Cell("T2.service.prior"), s.Cell("T2.service.delta"); p.Value != 1 || d.Value != 1 || d.Entries[0] != 2 {
		t.Errorf("prior %v, delta %v", p, d)
	}
	for _, e := range l.entries {
		if calendar.DayOf(e.At) == e.On || !e.At.Equal(when) {
			t.Errorf("entry %d: on %s, at %s", e.Seq, e.On, e.At)
		}
	}
}

// Rule 6: mistakes are corrected by a later fact. The wrong entry stays and
// stops counting; both can be opened.
func TestRule06CorrectedByALaterFact(t *testing.T) {
	t.Parallel()
	l := &log{t: t}
	wrong := l.add("2020-01-08", "s1", report.Stated{Year: 2019, Cell: "visits.views", Value: 199347})
	if err := l.sheet(2019).MayState("visits.views", 199374, 0, day("2020-01-09")); err == nil {
		t.Error("a second number was let in beside the first")
	}
	right := l.add("2020-01-09", "s2", report.Stated{Year: 2019, Cell: "visits.views", Value: 199374, Of: wrong.Seq})
	f := l.sheet(2019).Cell("visits.views")
	if f.Value != 199374 || !slices.Equal(f.Entries, []int64{right.Seq}) {
		t.Errorf("visits.views = %v of %v", f.Value, f.Entries)
	}
	if len(l.entries) != 2 || string(l.entries[0].Body) != string(wrong.Body) {
		t.Error("the wrong entry was touched")
	}
}

// Rule 7: shapes are for ever. A kind or field that is not known is an error
// and never passed over, since a figure might rest on it. The stored samples
// are in testdata/events, see internal/office.
func TestRule07UnknownIsAnError(t *testing.T) {
	t.Parallel()
	form, _ := law.FormFor(2019)
	for _, e := range []ledger.Entry{
		{Seq: 4, Kind: "publication.vanished", Body: []byte("{}")},
		{Seq: 4, Kind: "report.stated", Body: []byte(`{"Year":2019,"Cell":"visits.views","Value":1,"Document":"","Of":0,"Note":"x"}`)},
	} {
		if _, err := report.Compute(report.Input{Year: 2019, Form: form, Entries: []ledger.Entry{e}, Codec: codec}); err == nil || !strings.Contains(err.Error(), "entry 4") {
			t.Errorf("%s: error %v", e.Kind, err)
		}
	}
	if len(codec.Kinds()) != len(facts) {
		t.Errorf("%d kinds for %d facts", len(codec.Kinds()), len(facts))
	}
}

// Rule 8: numbers born outside enter as signed statements, and so every cell
// that is not zero comes from entries.
func TestRule08OutsideNumbersAreStated(t *testing.T) {
	t.Parallel()
	for _, year := range []int{2019, 2021} {
		l := &log{t: t}
		outside := map[string]bool{} // born outside; everything else is counted from the work
		for _, n := range l.sheet(year).Statable() {
			outside[n.Key] = true
			l.add(fmt.Sprint(year+1, "-01-08"), "s1", report.Stated{Year: year, Cell: ledger.Code(n.Key), Value: 1})
		}
		if len(outside) < 20 {
			t.Errorf("%d: only %d figures can be stated", year, len(outside))
		}
		s := l.sheet(year)
		for _, k := range s.Names() {
			f := s.Cell(k)
			if f.Value == 0 && outside[k] {
				t.Errorf("%d: what was stated for %s is not counted", year, k)
			}
			if f.Value != 0 && len(f.Entries) == 0 {
				t.Errorf("%d: %s = %d comes from nowhere", year, k, f.Value)
			}
		}
	}
}

// Rule 9: counters of great volume stay out: 199374 visits are one entry, and
// no fact is about a single visit, view or sign-in.
func TestRule09CountersStayOut(t *testing.T) {
	t.Parallel()
	l := &log{t: t}
	l.add("2020-01-08", "s1", report.Stated{Year: 2019, Cell: "visits.views", Value: 199374})
	if f := l.sheet(2019).Cell("visits.views"); f.Value != 199374 || len(f.Entries) != 1 {
		t.Errorf("visits.views = %v", f)
	}
	for _, k := range codec.Kinds() {
		for _, noun := range []string{"visit.", "view.", "session.", "signin.", "file."} {
			if strings.HasPrefix(k, noun) && k != "visit.counted" {
				t.Errorf("%s is counted one by one", k)
			}
		}
	}
}

// Rule 10: one log per organ; one entry can be proved by a head alone, and a
// report pinned to a head is computed again from the entries up to it.
func TestRule10OneLogPerOrgan(t *testing.T) {
	t.Parallel()
	l := &log{t: t}
	for i := range 12 {
		l.add("2019-03-01", ledger.ID(fmt.Sprintf("a%d", i)), publication.Published{Edition: 1, Type: publication.News})
	}
	pinned, was := l.sheet(2019).Head, l.sheet(2019)
	l.add("2019-03-02", "a99", publication.Published{Edition: 1, Type: publication.News})

	again, err := ledger.Root(pinned.Seq, &l.tree)
	if err != nil || again != pinned {
		t.Errorf("the head of the freeze is %v now, was %v (%v)", again, pinned, err)
	}
	form, _ := law.FormFor(2019)
	s, err := report.Compute(report.Input{Year: 2019, Form: form, Head: again, Entries: l.entries[:pinned.Seq], Codec: codec})
	if err != nil || len(report.Diff(was, s)) > 0 {
		t.Errorf("computed again it differs: %v (%v)", report.Diff(was, s), err)
	}
	if d := report.Diff(was, l.sheet(2019)); len(d) != 1 || d[0].Key != "published" || !slices.Equal(d[0].Entries, []int64{13}) {
		t.Errorf("the later fact does not show as a difference: %v", d)
	}
	p, err := ledger.Prove(pinned, 5, &l.tree)
	if err != nil {
		t.Fatal(err)
	}
	if err := ledger.CheckProof(p, pinned, l.entries[4]); err != nil {
		t.Errorf("entry 5 is not proved: %v", err)
	}
	other := l.entries[4]
	other.Organ = "o2"
	if ledger.CheckProof(p, pinned, other) == nil {
		t.Error("the entry is proved as another organ's")
	}
}
