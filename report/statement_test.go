package report

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/register"
)

// Nobody states what the work itself records or what is summed (R-A50), or a
// negative count (T3-INT).
func TestMayState(t *testing.T) {
	t.Parallel()
	b := seed(t)
	b.publish(1, publication.Normative, day("2019-08-01"))
	first := b.state(2019, "T3.new.natural", 4)
	wrong := b.state(2019, "T2.fee.prior", 3)
	right := b.add(day("2020-01-09"), "s", Stated{Year: 2019, Cell: "T2.fee.prior", Value: 2, Of: wrong})
	s2019 := b.sheet(2019, "", 0)
	s2021 := b.sheet(2021, "", 0)
	today := day("2021-06-30")
	for _, x := range []struct {
		s         Sheet
		cell      string
		value, of int64
		code      string // "" for yes
		field     string
	}{
		{s2019, "T2.penalty.prior", 3, 0, "", ""},
		{s2019, "T2.penalty.delta", -3, 0, "", ""},
		{s2019, "T2.penalty.decided", 0, 0, "", ""},
		{s2019, "T2.procurement.amount", 25100050, 0, "", ""},
		{s2019, "T3.new.business", 1, 0, "", ""},
		{s2019, "T3.carry_out.other", 1, 0, "", ""},
		{s2019, "T4.review.pending", 1, 0, "", ""},
		{s2019, "services.complaints", 0, 0, "", ""},
		{s2019, "T3.new.natural", 5, first, "", ""},
		{s2019, "T2.fee.prior", 1, right, "", ""},
		{s2021, "T2.permit.decided", 7, 0, "", ""},
		{s2021, "T2.fee.amount", 7, 0, "", ""},

		{s2019, "T2.service.prior", 28, 0, "report.state.facts", "cell"},
		{s2019, "T2.service.delta", -7, 0, "report.state.facts", "cell"},
		{s2019, "T2.permit.prior", 0, 0, "report.state.facts", "cell"},
		{s2019, "T2.normative.total", 9, 0, "report.state.facts", "cell"},
		{s2019, "T2.normative.made", 9, 0, "report.state.facts", "cell"},
		{s2021, "T2.normative.inforce", 9, 0, "report.state.facts", "cell"},
		{s2019, "T3.total.natural", 1, 0, "report.state.derived", "cell"},
		{s2019, "T3.new.sum", 1, 0, "report.state.derived", "cell"},
		{s2019, "T4.review.sum", 1, 0, "report.state.derived", "cell"},
		{s2019, "published", 214, 0, "report.state.derived", "cell"},
		{s2019, "services.items", 21, 0, "report.state.derived", "cell"},
		{s2019, "requests.new", 1, 0, "report.state.derived", "cell"},
		{s2019, "T2.nothing.prior", 1, 0, "report.state.cell", "cell"},
		{s2019, "", 1, 0, "report.state.cell", "cell"},
		{s2019, "T3.o_nofee.natural", 1, 0, "report.state.cell", "cell"}, // a row of form 2021
		{s2021, "T2.fee.prior", 1, 0, "report.state.cell", "cell"},       // a cell of form 2019
		{s2019, "T2.fee.prior", -1, right, "report.state.negative", "value"},
		{s2019, "T3.new.business", -1, 0, "report.state.negative", "value"},
		{s2019, "visits.views", -1, 0, "report.state.negative", "value"},
		{s2019, "T3.new.natural", 5, 0, "report.state.twice", "of"},
		{s2019, "visits.views", 5, 0, "report.state.twice", "of"},
		{s2019, "T2.fee.prior", 1, wrong, "report.state.of", "of"}, // was corrected before
		{s2019, "T3.new.business", 1, first, "report.state.of", "of"},
		{s2019, "T3.new.natural", 1, 99999, "report.state.of", "of"},
		{s2021, "T3.new.natural", 1, first, "report.state.of", "of"}, // of another year
		{b.sheet(2022, "", 0), "T3.new.natural", 1, 0, "report.state.year", "year"},
		{b.sheet(2021, "", 0), "T3.new.natural", 1, 0, "", ""}, // the year under way
	} {
		err := x.s.MayState(x.cell, x.value, x.of, today)
		r, _ := refusal.As(err)
		switch {
		case x.code == "" && err != nil:
			t.Errorf("%d %s = %d of %d: %v", x.s.Year, x.cell, x.value, x.of, err)
		case x.code != "" && (r == nil || r.Code != x.code || r.Field != x.field):
			t.Errorf("%d %s = %d of %d: %v, want %s on %s", x.s.Year, x.cell, x.value, x.of, err, x.code, x.field)
		}
	}
}

// What the list offers is what the rule lets in, and nothing else.
func TestStatableIsWhatMayBeStated(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	b.list(1, register.Services, day("2019-01-05"))
	for _, form := range []string{"2019", "2021"} {
		s := b.sheet(2019, form, 0)
		var offered []string
		for _, n := range s.Statable() {
			offered = append(offered, n.Key)
			if n.Label == n.Key || n.Label == "" {
				t.Errorf("form %s: %s has no printed name", form, n.Key)
			}
		}
		for _, k := range s.Names() {
			may := s.MayState(k, 1, 0, day("2020-01-01")) == nil
			if may != slices.Contains(offered, k) {
				t.Errorf("form %s: %s may be stated %v, offered %v", form, k, may, !may)
			}
		}
	}
}

// Facts of the work win over numbers stated before they were recorded; what no
// fact fills stays stated.
func TestFactsWin(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	b.state(2019, "T2.service.prior", 30)
	b.state(2019, "T2.service.delta", -2)
	b.state(2019, "T2.service.decided", 406)
	if got := b.sheet(2019, "", 0).Cell("services.items").Value; got != 28 {
		t.Errorf("stated: %d items, want 28", got)
	}
	b.list(1, register.Services, day("2019-01-05"))
	s := b.sheet(2019, "", 0)
	got := []int64{s.Cell("T2.service.prior").Value, s.Cell("T2.service.delta").Value, s.Cell("T2.service.decided").Value, s.Cell("services.items").Value}
	if d := cmp.Diff([]int64{0, 1, 406, 1}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	b := seed(t)
	n := len(b.entries)
	frozen := b.sheet(2019, "", n)
	if d := Diff(frozen, frozen); d != nil {
		t.Errorf("a sheet differs from itself: %v", d)
	}
	b.publish(1, publication.News, day("2019-12-30"))
	pub := int64(len(b.entries))
	views := frozen.stated["visits.views"]
	fix := b.add(day("2020-02-01"), "s", Stated{Year: 2019, Cell: "visits.views", Value: 199375, Of: views})
	same := b.add(day("2020-02-01"), "s", Stated{Year: 2019, Cell: "letters.mayor", Value: 3, Of: frozen.stated["letters.mayor"]})
	want := []Difference{
		{"letters.mayor", "市长信箱来信（件）", "3", "3", []int64{same}},
		{"letters.received", "收到来信（件）", "4", "4", []int64{same}},
		{"published", "主动公开政府信息数", "213", "214", []int64{pub}},
		{"visits.views", "网站总访问量（次）", "199374", "199375", []int64{fix}},
	}
	if d := cmp.Diff(want, Diff(frozen, b.sheet(2019, "", 0))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := Diff(frozen, b.sheet(2019, "", n)); d != nil {
		t.Errorf("recomputed from the entries up to the freeze it differs: %v", d)
	}
}

// An article whose kind was wrong is counted by what the next edition calls
// it; one taken back within the year is not counted, unless it came out again.
func TestArticleLives(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	pub := func(on string, kind publication.Kind, late bool) ledger.ID {
		a := b.id("a")
		b.add(day(on), a, publication.Published{Edition: 1, Type: kind, Late: late, Mode: "proactive"})
		return a
	}
	revise := func(id ledger.ID, on string, kind publication.Kind) {
		b.add(day(on), id, publication.Revised{Edition: 2, Type: kind, Mode: "proactive"})
	}
	withdraw := func(id ledger.ID, on string) { b.add(day(on), id, publication.TakenDown{Edition: 1}) }
	pub("2019-03-01", publication.Normative, true)
	wrong := pub("2019-03-02", publication.News, false)
	revise(wrong, "2019-03-03", publication.Interpretation)
	gone := pub("2019-04-01", publication.ProposalReply, false)
	withdraw(gone, "2019-04-02")
	back := pub("2019-05-01", publication.News, false)
	withdraw(back, "2019-05-02")
	revise(back, "2019-05-03", publication.News)
	later := pub("2019-06-01", publication.Normative, false)
	withdraw(later, "2020-01-15")
	s := b.sheet(2019, "", 0)
	for name, want := range map[string]int64{"published": 4, "interpretations": 1, "proposals.answered": 0, "published.late": 1,
		"published.withdrawn": 2, "published.revised": 2, "T2.normative.opened": 2, "T2.normative.total": 2} {
		if got := s.Cell(name).Value; got != want {
			t.Errorf("2019: %s = %d, want %d", name, got, want)
		}
	}
	s = b.sheet(2020, "", 0)
	for name, want := range map[string]int64{"published": 0, "published.withdrawn": 1, "T2.normative.opened": 0, "T2.normative.total": 1} {
		if got := s.Cell(name).Value; got != want {
			t.Errorf("2020: %s = %d, want %d", name, got, want)
		}
	}
}

// Even a ledger that holds two statements of one cell, which MayState lets
// nobody write, is computed the same each time: the later one counts.
func TestTwiceStatedIsStable(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	for v := range int64(9) {
		b.state(2019, "visits.views", v)
	}
	for range 20 {
		if got := b.sheet(2019, "", 0).Cell("visits.views"); got.Value != 8 || !slices.Equal(got.Entries, []int64{9}) {
			t.Fatalf("%v", got)
		}
	}
}

// An article that becomes a normative document by its next edition is a fact
// of that row.
func TestRevisionMakesTheRow(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	id := b.publish(1, publication.News, day("2019-03-01"))[0]
	if err := b.sheet(2019, "", 0).MayState("T2.normative.total", 3, 0, day("2020-01-01")); err != nil {
		t.Error(err)
	}
	b.add(day("2019-03-02"), id, publication.Revised{Edition: 2, Type: publication.Normative})
	s := b.sheet(2019, "", 0)
	if r, _ := refusal.As(s.MayState("T2.normative.total", 3, 0, day("2020-01-01"))); r == nil || r.Code != "report.state.facts" {
		t.Errorf("stated beside facts: %v", r)
	}
	if s.Cell("T2.normative.opened").Value != 1 || s.Cell("published").Value != 1 {
		t.Errorf("opened %v, published %v", s.Cell("T2.normative.opened"), s.Cell("published"))
	}
}
