package report

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/publication"
	"gongkai/register"
)

const firstYear, lastYear = 2018, 2023

// life is a random book: articles come out, are revised, withdrawn; items are
// listed and delisted on days before they are recorded; numbers are stated and
// corrected, only as MayState lets them.
type life struct {
	*book
	rt       *rapid.T
	articles []ledger.ID
	items    []item
}

type item struct {
	id               ledger.ID
	register         register.Name
	listed, delisted calendar.Day
}

func randomLife(rt *rapid.T) *life {
	l := &life{book: &book{t: rt}, rt: rt}
	for range rapid.IntRange(1, 50).Draw(rt, "facts") {
		l.step()
	}
	return l
}

func (l *life) day(label string) calendar.Day {
	n := calendar.NewDay(lastYear+1, 1, 1).Sub(calendar.NewDay(firstYear, 1, 1))
	return calendar.NewDay(firstYear, 1, 1).AddDays(rapid.IntRange(0, n-1).Draw(l.rt, label))
}

func (l *life) step() {
	kinds := []publication.Kind{publication.News, publication.Normative, publication.Rule, publication.Interpretation, publication.ProposalReply}
	switch l.spread(8, "verb") {
	case 0, 1:
		l.articles = append(l.articles, l.publish(1, rapid.SampledFrom(kinds).Draw(l.rt, "kind"), l.day("on"))...)
	case 2:
		if len(l.articles) > 0 {
			id := rapid.SampledFrom(l.articles).Draw(l.rt, "article")
			if rapid.Bool().Draw(l.rt, "withdraw") {
				l.add(l.day("on"), id, publication.TakenDown{Edition: 1})
			} else {
				l.add(l.day("on"), id, publication.Revised{Edition: 2, Type: rapid.SampledFrom(kinds).Draw(l.rt, "kind"), Mode: "proactive"})
			}
		}
	case 3:
		r := rapid.SampledFrom(register.Names).Draw(l.rt, "register").Name
		on := l.day("on")
		fen := int64(0)
		if r == register.Procurement {
			fen = int64(rapid.IntRange(0, 1<<40).Draw(l.rt, "fen"))
		}
		id := l.id("i")
		l.add(on, id, register.Listed{Item: id, Register: r, Fen: fen})
		l.items = append(l.items, item{id: id, register: r, listed: on})
	case 4:
		if len(l.items) > 0 {
			i := rapid.IntRange(0, len(l.items)-1).Draw(l.rt, "item")
			if on := l.day("off"); l.items[i].delisted.IsZero() && !on.Before(l.items[i].listed) {
				l.items[i].delisted = on
				l.add(on, l.items[i].id, register.Delisted{Item: l.items[i].id, Register: l.items[i].register})
			}
		}
	default:
		l.stateSomething(2019 + l.spread(lastYear-2018, "year"))
	}
}

// spread draws from n things without rapid's liking for the first.
func (l *life) spread(n int, label string) int {
	return int(uint64(rapid.Uint32().Draw(l.rt, label)*2654435761) % uint64(n))
}

// stateSomething states or corrects a number where the rule allows it.
func (l *life) stateSomething(year int) {
	s := l.sheet(year, "", 0)
	cells := s.Statable()
	cell := cells[l.spread(len(cells), "cell")].Key
	value := int64(rapid.IntRange(-3, 50).Draw(l.rt, "value"))
	of := s.stated[cell]
	if s.MayState(cell, value, of, calendar.NewDay(lastYear+1, 1, 2)) != nil {
		return
	}
	l.add(calendar.NewDay(year+1, 1, 9), l.id("s"), Stated{Year: year, Cell: ledger.Code(cell), Value: value, Of: of})
}

// balance states what is missing so that what came in equals what went out in
// every column, as an office does before it freezes.
func (l *life) balance(year int) {
	s := l.sheet(year, "", 0)
	for _, c := range s.Form.Applications.Columns[:6] {
		v := func(row string) int64 { return s.Cell(law.T3(row, c.Key)).Value }
		diff := v("new") + v("carry_in") - v("total") - v("carry_out")
		cell, value := law.T3("carry_out", c.Key), v("carry_out")+diff
		if diff < 0 {
			cell, value = law.T3("new", c.Key), v("new")-diff
		}
		if diff != 0 {
			l.add(calendar.NewDay(year+1, 1, 10), l.id("s"), Stated{Year: year, Cell: ledger.Code(cell), Value: value, Of: s.stated[cell]})
		}
	}
}

// Whatever is recorded, the sums hold: T3-COL, T3-ROW, T4-SUM always, T3-BAL
// once what came in went somewhere, T3-INT because no negative can be stated.
func TestIdentities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLife(rt)
		year := rapid.IntRange(2019, lastYear).Draw(rt, "report")
		always := []string{"T3-COL", "T3-ROW", "T3-INT", "T4-SUM"}
		for _, c := range Checks(l.sheet(year, "", 0), Context{Today: calendar.NewDay(lastYear+1, 1, 2)}) {
			if !c.OK && slices.Contains(always, c.Rule) {
				rt.Fatalf("%d: %s: %s", year, c.Rule, c.Detail)
			}
		}
		l.balance(year)
		for _, c := range Checks(l.sheet(year, "", 0), Context{Today: calendar.NewDay(lastYear+1, 1, 2)}) {
			if !c.OK && (slices.Contains(always, c.Rule) || c.Rule == "T3-BAL") {
				rt.Fatalf("%d balanced: %s: %s", year, c.Rule, c.Detail)
			}
		}
	})
}

// The registers carry over: what a year had and what changed is what the next
// one starts with (XY-ITEMS, XY-VALID), and is what stood in force on the last
// day, item by item.
func TestCarryOver(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLife(rt)
		for year := 2019; year < lastYear; year++ {
			this, next := l.sheet(year, "2019", 0), l.sheet(year+1, "2019", 0)
			this21, next21 := l.sheet(year, "2021", 0), l.sheet(year+1, "2021", 0)
			for _, n := range register.Names {
				row := "T2." + string(n.Name)
				if !this.worked[string(n.Name)] || !next.worked[string(n.Name)] {
					continue // stated numbers are the office's own
				}
				var force int64
				for _, i := range l.items {
					x := register.Item{Listed: i.listed, Delisted: i.delisted}
					if i.register == n.Name && x.InForce(calendar.NewDay(year, 12, 31)) {
						force++
					}
				}
				items := plural(string(n.Name)) + ".items"
				if got := this.Cell(items).Value; got != force {
					rt.Fatalf("%d %s = %d, in force %d", year, items, got, force)
				}
				if this.Has(row + ".prior") {
					end := this.Cell(row+".prior").Value + this.Cell(row+".delta").Value
					if start := next.Cell(row + ".prior").Value; end != start || end != force {
						rt.Fatalf("XY-ITEMS %s: %d ends with %d, %d starts with %d, in force %d", n.Name, year, end, year+1, start, force)
					}
				}
				if this21.Has(row + ".inforce") {
					want := this21.Cell(row+".inforce").Value + next21.Cell(row+".made").Value - next21.Cell(row+".repealed").Value
					if got := next21.Cell(row + ".inforce").Value; got != want {
						rt.Fatalf("XY-VALID %s: %d + made - repealed = %d, have %d", n.Name, year, want, got)
					}
				}
			}
			for _, c := range Checks(next, Context{Previous: &this, Today: calendar.NewDay(lastYear+1, 1, 2)}) {
				if c.Rule == "XY-ITEMS" && !c.OK && len(next.stated) == 0 && len(this.stated) == 0 {
					rt.Fatalf("%s: %s", c.Rule, c.Detail)
				}
			}
		}
	})
}

// A report once pinned comes out the same to the digit, whatever happens
// later; and the order in which it is computed does not matter.
func TestPinned(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLife(rt)
		year := rapid.IntRange(2019, lastYear).Draw(rt, "report")
		l.publish(1, publication.News, l.day("on")) // so that there is something to pin
		n := len(l.entries)
		was := l.sheet(year, "", 0)
		for range rapid.IntRange(1, 20).Draw(rt, "later") {
			l.step()
		}
		again := l.sheet(year, "", n)
		if d := Diff(was, again); len(d) > 0 || was.Head != again.Head {
			rt.Fatalf("computed again it differs: %v", d)
		}
		now := l.sheet(year, "", 0)
		changed := map[string]bool{}
		for _, d := range Diff(was, now) {
			changed[d.Key] = true
			if d.Was != d.Now && len(d.Entries) == 0 && len(was.Cell(d.Key).Entries) == len(now.Cell(d.Key).Entries) {
				rt.Fatalf("%s changed from %s to %s without an entry", d.Key, d.Was, d.Now)
			}
		}
		for _, k := range now.Names() {
			if !changed[k] && was.Cell(k).Value != now.Cell(k).Value {
				rt.Fatalf("Diff misses %s", k)
			}
		}
	})
}

// Whatever was stated wrongly can be put back by one more statement: the
// figure then is what it was before.
func TestCorrectionsReverse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLife(rt)
		year := rapid.IntRange(2019, lastYear).Draw(rt, "report")
		s := l.sheet(year, "", 0)
		cells := s.Statable()
		cell := cells[l.spread(len(cells), "cell")].Key
		was := s.Cell(cell).Value
		wrong := int64(rapid.IntRange(0, 1000).Draw(rt, "wrong"))
		seq := l.add(calendar.NewDay(year+1, 1, 9), "x", Stated{Year: year, Cell: ledger.Code(cell), Value: wrong, Of: s.stated[cell]})
		if got := l.sheet(year, "", 0).Cell(cell); got.Value != wrong || !slices.Contains(got.Entries, seq) {
			rt.Fatalf("%s stated as %d is %d, entries %v", cell, wrong, got.Value, got.Entries)
		}
		seq = l.add(calendar.NewDay(year+1, 1, 10), "x", Stated{Year: year, Cell: ledger.Code(cell), Value: was, Of: seq})
		now := l.sheet(year, "", 0)
		for _, d := range Diff(s, now) {
			if d.Was != d.Now {
				rt.Fatalf("after the correction %s is %s, was %s", d.Key, d.Now, d.Was)
			}
		}
		if got := now.Cell(cell); !slices.Equal(got.Entries, []int64{seq}) {
			rt.Fatalf("%s names %v, want only the correction %d", cell, got.Entries, seq)
		}
	})
}

// Every figure that is not zero names entries, all of them in the ledger, and
// a count of single things is the number of the entries that it names.
func TestFiguresNameEntries(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLife(rt)
		s := l.sheet(rapid.IntRange(2019, lastYear).Draw(rt, "report"), "", 0)
		for _, k := range s.Names() {
			f := s.Cell(k)
			if f.Value != 0 && len(f.Entries) == 0 {
				rt.Fatalf("%s = %s names nothing", k, f)
			}
			for i, e := range f.Entries {
				if e < 1 || e > s.Head.Seq || i > 0 && e <= f.Entries[i-1] {
					rt.Fatalf("%s names %v of %d", k, f.Entries, s.Head.Seq)
				}
			}
		}
		for _, k := range []string{"published", "published.revised", "published.withdrawn", "interpretations", "proposals.answered"} {
			if f := s.Cell(k); f.Value != int64(len(f.Entries)) {
				rt.Fatalf("%s = %d names %v", k, f.Value, f.Entries)
			}
		}
	})
}
