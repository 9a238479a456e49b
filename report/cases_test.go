package report

import (
	"testing"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/service"
)

// The figures of cases are an independent count over random lives that cross
// years, and no decision is counted in two (G.3, R-A50).
func TestCasesAreCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		b := &book{t: rt}
		want := map[int]map[string]int64{}
		count := func(on calendar.Day, name string, n int64) {
			if want[on.Year()] == nil {
				want[on.Year()] = map[string]int64{}
			}
			want[on.Year()][name] += n
		}
		sums := map[int][3]int64{} // statutory, used, visits
		for range rapid.IntRange(0, 12).Draw(rt, "cases") {
			n := func(most int, label string) int { return rapid.IntRange(0, most).Draw(rt, label) }
			on, id := calendar.NewDay(2022, 10, 1).AddDays(n(500, "filed")), b.id("s")
			row := rapid.SampledFrom([]ledger.Code{"permit", "service"}).Draw(rt, "register")
			visits := int64(0)
			door := rapid.SampledFrom([]ledger.Code{"web", "counter"}).Draw(rt, "door")
			b.add(on, id, service.Filed{No: "1", Door: door, Terms: service.Terms{Register: row}})
			if count(on, "cases.received", 1); door == service.Counter {
				visits++
			}
			on = on.AddDays(n(5, "taken"))
			window := rapid.Bool().Draw(rt, "window")
			b.add(on, id, service.TakenIn{Window: window})
			if window {
				count(on, "cases.at_window", 1)
			}
			if n(5, "declined") == 0 {
				b.add(on, id, service.Declined{Ground: "unfit"})
				continue
			}
			b.add(on, id, service.Accepted{From: on})
			count(on, "cases.accepted", 1)
			if n(4, "open") == 0 {
				continue
			}
			on = on.AddDays(n(100, "decided"))
			used, late, ahead := n(30, "used"), rapid.Bool().Draw(rt, "late"), rapid.Bool().Draw(rt, "ahead")
			if rapid.Bool().Draw(rt, "visit") {
				b.add(on, id, service.Visited{})
				visits++
			}
			b.add(on, id, service.Decided{Result: "done", Register: row, Statutory: 20, Used: used, Late: late, Ahead: !late && ahead})
			count(on, "cases.decided", 1)
			count(on, "T2."+string(row)+".decided", 1)
			switch {
			case late:
				count(on, "cases.late", 1)
			case ahead:
				count(on, "cases.ahead", 1)
			}
			s := sums[on.Year()]
			sums[on.Year()] = [3]int64{s[0] + 20, s[1] + int64(used), s[2] + visits}
			if on = on.AddDays(n(60, "rated")); n(1, "rates") == 0 {
				level := 1 + n(4, "level")
				b.add(on, id, service.Rated{Level: level})
				if count(on, "ratings.count", 1); level < 3 {
					count(on, "ratings.bad", 1)
					b.add(on, id, service.Mended{})
					count(on, "ratings.mended", 1)
				}
			}
		}
		for year := 2022; year <= 2024; year++ {
			s := b.sheet(year, "2019", 0)
			for _, name := range []string{"cases.received", "cases.accepted", "cases.at_window", "cases.decided", "T2.permit.decided", "T2.service.decided",
				"cases.late", "cases.ahead", "ratings.count", "ratings.bad", "ratings.mended"} {
				if f := s.Cell(name); f.Value != want[year][name] || f.Value != int64(len(f.Entries)) {
					rt.Fatalf("%d: %s is %d of %v, want %d", year, name, f.Value, f.Entries, want[year][name])
				}
			}
			x := sums[year]
			if s.Cell("cases.statutory").Value != x[0] || s.Cell("cases.used").Value != x[1] || s.Cell("cases.saved").Value != x[0]-x[1] ||
				s.Cell("cases.on_time").Value+s.Cell("cases.late").Value != want[year]["cases.decided"] {
				rt.Fatalf("%d: %d %d, want %v", year, s.Cell("cases.statutory").Value, s.Cell("cases.used").Value, x)
			}
			if x[0] > 0 {
				if got, exact := float64(s.Cell("cases.speedup").Value), 1000*float64(x[0]-x[1])/float64(x[0]); got-exact > 0.5 || exact-got > 0.5 {
					rt.Fatalf("%d: the speed-up is %f, want %f", year, got, exact)
				}
			}
		}
	})
}
