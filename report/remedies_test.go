package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/remedy"
)

// contest adds a case that reached the organ on a day.
func (b *book) contest(kind remedy.Kind, on calendar.Day) (id ledger.ID, seq int64) {
	b.t.Helper()
	id = b.id("c")
	return id, b.add(on, id, remedy.Opened{Type: kind, Procedure: remedy.Ordinary, Act: remedy.Other, ActedOn: on})
}

// t4 are the cells of a year that are not nought, with their entries.
func t4(s Sheet) map[string][]int64 {
	out := map[string][]int64{}
	for _, g := range s.Form.Remedies {
		for _, col := range g.Columns[:4] {
			if f := s.Cell(law.T4(g.Key, col.Key)); f.Value != 0 || len(f.Entries) > 0 {
				out[g.Key+"."+col.Key] = f.Entries
			}
		}
	}
	return out
}

// §B.6, T4-SUM: a case is 尚未审结 in each year on whose last day it was pending
// and has its result in the year of its end; one that was carried over is
// counted in the next year again.
func TestTable4(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	long, notice := b.contest(remedy.Review, day("2022-11-20"))
	longEnd := b.add(day("2024-02-01"), long, remedy.Decided{Result: remedy.Corrected})
	short, _ := b.contest(remedy.Review, day("2023-03-01"))
	shortEnd := b.add(day("2023-04-28"), short, remedy.Decided{Result: remedy.Upheld})
	suit, suitNotice := b.contest(remedy.LaterSuit, day("2023-12-31"))
	suitEnd := b.add(day("2024-12-31"), suit, remedy.Decided{Result: remedy.Otherwise})
	direct, directNotice := b.contest(remedy.DirectSuit, day("2024-01-01"))
	b.add(day("2024-05-01"), direct, remedy.Noted{Event: remedy.Hearing})
	wrong, _ := b.contest(remedy.DirectSuit, day("2023-06-01"))
	b.add(day("2023-06-01"), wrong, remedy.Cancelled{})
	for year, want := range map[int]map[string][]int64{
		2021: {},
		2022: {"review.pending": {notice}},
		2023: {"review.pending": {notice}, "review.upheld": {shortEnd}, "suit_after_review.pending": {suitNotice}},
		2024: {"review.corrected": {longEnd}, "suit_after_review.other": {suitEnd}, "suit_direct.pending": {directNotice}},
		2025: {"suit_direct.pending": {directNotice}},
	} {
		s := b.sheet(year, "2021", 0)
		if d := cmp.Diff(want, t4(s)); d != "" {
			t.Errorf("%d (-want +got):\n%s", year, d)
		}
		for _, c := range Checks(s, Context{Today: day("2026-01-02")}) {
			if c.Rule == "T4-SUM" && !c.OK {
				t.Errorf("%d: %s", year, c.Detail)
			}
		}
	}
	s := b.sheet(2023, "", 0)
	for name, want := range map[string]int64{"reviews.total": 2, "reviews.new": 1, "reviews.carry_in": 1, "suits.total": 1, "suits.new": 1, "suits.carry_in": 0} {
		if got := s.Cell(name).Value; got != want {
			t.Errorf("%s is %d, want %d", name, got, want)
		}
	}
	words, problems := s.Render(s.FirstDraft())
	if want := "2023年，因政府信息公开工作被申请行政复议2件（含上年结转1件），其中结果维持1件、尚未审结1件；被提起行政诉讼1件，其中复议后起诉1件（尚未审结1件）。"; words[3] != want || len(problems) > 0 {
		t.Errorf("the fourth section says %s, want %s; %v", words[3], want, problems)
	}
	for _, c := range Checks(s, Context{Today: day("2026-01-02"), Text: words}) {
		if c.Rule == "TX-NUM" && !c.OK {
			t.Error(c.Detail)
		}
	}
}

// A correction has the legal day of what it corrects, so that the year in which
// that counted is put right, and a frozen report shows the difference.
func TestTable4Corrected(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	id, notice := b.contest(remedy.Review, day("2024-03-01"))
	end := b.add(day("2024-04-20"), id, remedy.Decided{Result: remedy.Upheld})
	frozen := b.sheet(2024, "", 0)
	b.add(day("2024-04-20"), id, remedy.Reopened{Of: end})
	if d := cmp.Diff(map[string][]int64{"review.pending": {notice}}, t4(b.sheet(2024, "", 0))); d != "" {
		t.Errorf("reopened (-want +got):\n%s", d)
	}
	again := b.add(day("2024-04-25"), id, remedy.Decided{Result: remedy.Corrected})
	now := b.sheet(2024, "", 0)
	if d := cmp.Diff(map[string][]int64{"review.corrected": {again}}, t4(now)); d != "" {
		t.Errorf("ended again (-want +got):\n%s", d)
	}
	var changed []string
	for _, d := range Diff(frozen, now) {
		changed = append(changed, d.Key)
	}
	if !slices.Contains(changed, "T4.review.upheld") || !slices.Contains(changed, "T4.review.corrected") {
		t.Errorf("the frozen report differs in %v only", changed)
	}
}

// R-A50: where cases are recorded that count in a year, table 四 is counted as
// a whole and nothing of it is stated; years before them are still stated.
func TestTable4IsStatedOrCounted(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	b.state(2024, "T4.suit_direct.upheld", 7)
	b.state(2023, "T4.review.upheld", 2)
	id, _ := b.contest(remedy.Review, day("2024-06-03"))
	b.add(day("2024-07-01"), id, remedy.Decided{Result: remedy.Upheld})
	s := b.sheet(2024, "", 0)
	if got := s.Cell("T4.suit_direct.upheld").Value; got != 0 {
		t.Errorf("a statement of 7 counts as %d beside recorded cases", got)
	}
	for _, cell := range []string{"T4.review.corrected", "T4.suit_direct.upheld"} {
		if r, ok := refusal.As(s.MayState(cell, 1, 0, day("2025-01-02"))); !ok || r.Code != "report.state.facts" || r.Rule != "R-A50" {
			t.Errorf("%s may be stated: %v", cell, r)
		}
	}
	if slices.ContainsFunc(s.Statable(), func(n Name) bool { return strings.HasPrefix(n.Key, "T4.") }) {
		t.Error("cells of table 四 are offered for a statement")
	}
	if r, ok := refusal.As(s.MayState("T4.review.sum", 1, 0, day("2025-01-02"))); !ok {
		t.Errorf("a sum may be stated: %v", r)
	}
	before := b.sheet(2023, "", 0)
	if err := before.MayState("T4.review.other", 1, 0, day("2025-01-02")); err != nil || before.Cell("T4.review.upheld").Value != 2 {
		t.Errorf("2023 has no cases and may not be stated: %v", err)
	}
}

// Random lives of cases (T4-SUM): in each year and group the results add up, and
// what was pending on the last day is what the next year begins with: next
// year's total is that and what came new.
func TestTable4CarriesOver(t *testing.T) {
	t.Parallel()
	kinds := []remedy.Kind{remedy.Review, remedy.DirectSuit, remedy.LaterSuit}
	results := []remedy.Result{remedy.Upheld, remedy.Corrected, remedy.Otherwise}
	rapid.Check(t, func(rt *rapid.T) {
		l := &life{book: &book{t: rt}, rt: rt}
		fresh := map[int]map[remedy.Kind]int64{}
		for range rapid.IntRange(1, 25).Draw(rt, "cases") {
			kind, on := rapid.SampledFrom(kinds).Draw(rt, "kind"), l.day("noticed")
			id, _ := l.contest(kind, on)
			if rapid.IntRange(0, 9).Draw(rt, "wrong") == 0 {
				l.add(on, id, remedy.Cancelled{})
				continue
			}
			if fresh[on.Year()] == nil {
				fresh[on.Year()] = map[remedy.Kind]int64{}
			}
			fresh[on.Year()][kind]++
			for range rapid.IntRange(0, 3).Draw(rt, "ends") {
				end := on.AddDays(rapid.IntRange(0, 900).Draw(rt, "days"))
				seq := l.add(end, id, remedy.Decided{Result: rapid.SampledFrom(results).Draw(rt, "result")})
				if rapid.Bool().Draw(rt, "for good") {
					break
				}
				l.add(end, id, remedy.Reopened{Of: seq})
			}
		}
		for year := 2019; year < lastYear+3; year++ {
			this, next := l.sheet(year, "2021", 0), l.sheet(year+1, "2021", 0)
			for _, c := range Checks(next, Context{Today: calendar.NewDay(lastYear+4, 1, 2)}) {
				if c.Rule == "T4-SUM" && !c.OK {
					rt.Fatalf("%d: %s", year+1, c.Detail)
				}
			}
			for _, kind := range kinds {
				carried, total := this.Cell(law.T4(string(kind), "pending")), next.Cell(law.T4(string(kind), "sum"))
				if total.Value != carried.Value+fresh[year+1][kind] {
					rt.Fatalf("%s: %d pending at the end of %d and %d new do not make %d in %d", kind, carried.Value, year,
						fresh[year+1][kind], total.Value, year+1)
				}
			}
		}
	})
}
