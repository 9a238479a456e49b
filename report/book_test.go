package report

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/interview"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/proposal"
	"gongkai/publication"
	"gongkai/register"
	"gongkai/remedy"
	"gongkai/request"
	"gongkai/service"
	"gongkai/window"
)

var update = flag.Bool("update", false, "write the golden files anew")

var codec = ledger.NewCodec(
	Facts(),
	consultation.Facts(),
	interview.Facts(),
	letter.Facts(),
	proposal.Facts(),
	publication.Facts(),
	register.Facts(),
	remedy.Facts(),
	request.Facts(),
	service.Facts(),
	window.Facts(),
)

// book is a ledger in memory that a test writes facts into.
type book struct {
	t       fataler
	entries []ledger.Entry
	tree    ledger.Tree
	n       int
}

// fataler is what testing.TB and rapid.T share.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// add appends a fact with its legal day and returns its number. Every entry
// was written by the machine long after the year, since reports count by the
// legal day alone.
func (b *book) add(on calendar.Day, subject ledger.ID, f ledger.Fact) int64 {
	b.t.Helper()
	seq := int64(len(b.entries)) + 1
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Add(time.Duration(seq) * time.Second)
	e, err := ledger.New("o1", seq, at, on, subject, "zhang", f)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.tree.Add(e); err != nil {
		b.t.Fatal(err)
	}
	b.entries = append(b.entries, e)
	return seq
}

func (b *book) id(prefix string) ledger.ID {
	b.n++
	return ledger.ID(fmt.Sprintf("%s%04d", prefix, b.n))
}

// publish adds n articles of a kind.
func (b *book) publish(n int, kind publication.Kind, on calendar.Day) (ids []ledger.ID) {
	b.t.Helper()
	for range n {
		id := b.id("a")
		b.add(on, id, publication.Published{Edition: 1, Type: kind, Formed: on, Due: on, Mode: "proactive"})
		ids = append(ids, id)
	}
	return ids
}

// list adds n items to a register.
func (b *book) list(n int, name register.Name, on calendar.Day) (ids []ledger.ID) {
	b.t.Helper()
	for range n {
		id := b.id("i")
		b.add(on, id, register.Listed{Item: id, Register: name})
		ids = append(ids, id)
	}
	return ids
}

// state adds a signed number.
func (b *book) state(year int, cell string, value int64) int64 {
	b.t.Helper()
	return b.add(calendar.NewDay(year+1, 1, 8), b.id("s"), Stated{Year: year, Cell: ledger.Code(cell), Value: value})
}

// sheet computes a year from the first n entries, 0 for all.
func (b *book) sheet(year int, form string, n int) Sheet {
	b.t.Helper()
	f, err := law.FormFor(year)
	if form != "" {
		f, err = law.FormNamed(form)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	if n == 0 {
		n = len(b.entries)
	}
	head, err := ledger.Root(int64(n), &b.tree)
	if err != nil {
		b.t.Fatal(err)
	}
	s, err := Compute(Input{Body: Body{Code: "yykjj", Name: "岳阳市科学技术局", Region: "岳阳市"}, Year: year, Form: f,
		Head: head, Entries: b.entries[:n], Codec: codec})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// seed writes the year 2019 of the bureau whose published report stands in
// testdata/seed-2019-published.txt, with the years around it.
func seed(t testing.TB) *book {
	t.Helper()
	b := &book{t: t}
	services := b.list(28, register.Services, day("2018-06-01"))
	b.publish(5, publication.News, day("2018-12-31"))
	b.publish(1, publication.Interpretation, day("2018-11-02"))
	b.publish(198, publication.News, day("2019-01-01"))
	b.publish(9, publication.Interpretation, day("2019-07-16"))
	b.publish(4, publication.ProposalReply, day("2019-10-24"))
	b.publish(2, publication.News, day("2019-12-31"))
	b.list(1, register.Permits, day("2019-05-20"))
	for _, id := range services[:7] {
		b.add(day("2019-09-30"), id, register.Delisted{Item: id, Register: register.Services})
	}
	for _, s := range []struct {
		cell  string
		value int64
	}{{"T2.permit.decided", 95}, {"T2.service.decided", 406}, {"visits.visitors", 70363}, {"visits.views", 199374},
		{"letters.governor", 1}, {"letters.mayor", 3}, {"services.enquiries", 600}, {"services.cases", 350}, {"services.speedup", 60}} {
		b.state(2019, s.cell, s.value)
	}
	b.publish(3, publication.News, day("2020-01-01"))
	b.publish(1, publication.ProposalReply, day("2020-03-02"))
	return b
}

// golden compares with a file of testdata, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got, go test -update writes it anew):\n%s", name, d)
	}
}
