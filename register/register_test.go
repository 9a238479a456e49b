package register

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

var today = calendar.NewDay(2019, 7, 16)

func whole() Item {
	return Item{ID: "i1", Organ: "o1", Register: Services, Title: "技术合同认定登记", Type: "行政确认", Basis: "技术合同认定登记管理办法",
		Unit: "u1", Listed: calendar.NewDay(2018, 6, 1), Salt: "salt"}
}

// codes lists "code field" of every refusal in an error.
func codes(t *testing.T, err error) (out []string) {
	t.Helper()
	var all refusal.All
	if errors.As(err, &all) {
		for _, r := range all {
			out = append(out, r.Code+" "+r.Field)
			if r.Rule != "§B.3" {
				t.Errorf("%s rests on %q", r.Code, r.Rule)
			}
		}
		return out
	}
	if r, ok := refusal.As(err); ok {
		if r.Rule != "§B.3" {
			t.Errorf("%s rests on %q", r.Code, r.Rule)
		}
		return []string{r.Code + " " + r.Field}
	}
	if err != nil {
		t.Fatal(err)
	}
	return nil
}

func TestList(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		why    string
		change func(*Item)
		want   []string
	}{
		{"whole", func(i *Item) {}, nil},
		{"listed today", func(i *Item) { i.Listed = today }, nil},
		{"with an amount", func(i *Item) { i.Register, i.Fen = Procurement, 25100050 }, nil},
		{"procurement for nothing", func(i *Item) { i.Register = Procurement }, nil},
		{"an unknown register", func(i *Item) { i.Register = "visits" }, []string{"item.list.register register"}},
		{"no title", func(i *Item) { i.Title = " " }, []string{"item.list.title title"}},
		{"no day", func(i *Item) { i.Listed = calendar.Day{} }, []string{"item.list.day listed"}},
		{"listed tomorrow", func(i *Item) { i.Listed = today.AddDays(1) }, []string{"item.list.future listed"}},
		{"a negative amount", func(i *Item) { i.Register, i.Fen = Procurement, -1 }, []string{"item.list.amount amount"}},
		{"an amount where there is none", func(i *Item) { i.Fen = 1 }, []string{"item.list.amount amount"}},
		{"all at once", func(i *Item) { *i = Item{Fen: -1} }, []string{"item.list.register register", "item.list.title title", "item.list.day listed", "item.list.amount amount"}},
	} {
		i := whole()
		x.change(&i)
		f, err := i.List(today)
		if got := codes(t, err); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.why, got, x.want)
		}
		if err == nil && (f.Item != i.ID || f.Register != i.Register || f.Fen != i.Fen || f.Words != i.Sum() || f.Unit != "u1") {
			t.Errorf("%s: %+v", x.why, f)
		}
	}
}

func TestDelist(t *testing.T) {
	t.Parallel()
	gone := whole()
	gone.Delisted = calendar.NewDay(2019, 3, 1)
	for _, x := range []struct {
		why    string
		i      Item
		on     calendar.Day
		reason string
		want   []string
	}{
		{"today", whole(), today, "下放", nil},
		{"on the day of listing", whole(), whole().Listed, "误列", nil},
		{"twice", gone, today, "下放", []string{"item.delist.twice "}},
		{"before it was listed", whole(), whole().Listed.AddDays(-1), "下放", []string{"item.delist.before delisted"}},
		{"on no day", whole(), calendar.Day{}, "下放", []string{"item.delist.before delisted"}},
		{"tomorrow", whole(), today.AddDays(1), "下放", []string{"item.delist.future delisted"}},
		{"without reason", whole(), today, " ", []string{"item.delist.reason reason"}},
	} {
		f, err := x.i.Delist(x.on, today, x.reason)
		if got := codes(t, err); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.why, got, x.want)
		}
		x.i.Reason = x.reason
		if err == nil && (f.Item != "i1" || f.Register != Services || f.Reason != x.i.ReasonSum()) {
			t.Errorf("%s: %+v", x.why, f)
		}
	}
	if r, _ := refusal.As(func() error { _, err := gone.Delist(today, today, "x"); return err }()); r.Class != refusal.Conflict || r.Words() != "该事项已于 2019-03-01 取消。" {
		t.Errorf("%d %s", r.Class, r.Words())
	}
}

// The row is what the facts say; the words stay outside the ledger.
func TestApply(t *testing.T) {
	t.Parallel()
	i := whole()
	listed, err := i.List(today)
	if err != nil {
		t.Fatal(err)
	}
	row := Item{}.Apply(ledger.Entry{Organ: "o1", On: i.Listed}, listed)
	want := Item{ID: "i1", Organ: "o1", Register: Services, Unit: "u1", Listed: i.Listed}
	if row != want {
		t.Errorf("listed: %+v", row)
	}
	off, err := row.Delist(today, today, "下放")
	if err != nil {
		t.Fatal(err)
	}
	row = row.Apply(ledger.Entry{Organ: "o1", On: today}, off)
	if row.Delisted != today || row.Listed != i.Listed {
		t.Errorf("delisted: %+v", row)
	}
	sums := map[ledger.Sum]bool{i.Sum(): true, i.ReasonSum(): true}
	for _, change := range []func(*Item){func(i *Item) { i.Title += "x" }, func(i *Item) { i.Type = "x" }, func(i *Item) { i.Basis = "x" }, func(i *Item) { i.Salt = "x" }} {
		j := whole()
		change(&j)
		sums[j.Sum()] = true
	}
	if len(sums) != 6 {
		t.Errorf("%d different sums, want 6", len(sums))
	}
}

// At the end of a day an item is in force from its listing to the day before
// its delisting; so the items of a year's end are those of the next year's
// beginning (XY-ITEMS).
func TestInForce(t *testing.T) {
	t.Parallel()
	i := whole()
	i.Listed, i.Delisted = calendar.NewDay(2019, 1, 1), calendar.NewDay(2019, 12, 31)
	for on, want := range map[calendar.Day]bool{calendar.NewDay(2018, 12, 31): false, calendar.NewDay(2019, 1, 1): true,
		calendar.NewDay(2019, 12, 30): true, calendar.NewDay(2019, 12, 31): false, calendar.NewDay(2020, 1, 1): false} {
		if got := i.InForce(on); got != want {
			t.Errorf("in force on %s: %v", on, got)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		start := calendar.NewDay(2018, 1, 1)
		var items []Item
		for range rapid.IntRange(0, 20).Draw(rt, "items") {
			i := Item{Listed: start.AddDays(rapid.IntRange(0, 900).Draw(rt, "listed"))}
			if rapid.Bool().Draw(rt, "gone") {
				i.Delisted = i.Listed.AddDays(rapid.IntRange(0, 900).Draw(rt, "days"))
			}
			items = append(items, i)
		}
		count := func(on calendar.Day) (n int) {
			for _, i := range items {
				if i.InForce(on) {
					n++
				}
			}
			return n
		}
		from := start.AddDays(rapid.IntRange(0, 900).Draw(rt, "from"))
		to := from.AddDays(rapid.IntRange(0, 900).Draw(rt, "to"))
		change := 0
		for _, i := range items {
			if i.Listed.After(from) && !i.Listed.After(to) {
				change++
			}
			if !i.Delisted.IsZero() && i.Delisted.After(from) && !i.Delisted.After(to) {
				change--
			}
		}
		if count(from)+change != count(to) {
			rt.Fatalf("%d on %s, %+d until %s, %d then", count(from), from, change, to, count(to))
		}
	})
}

// The registers are the rows of the report's forms (§B.3, §B.4).
func TestNamesAreTheFormsRows(t *testing.T) {
	t.Parallel()
	form, err := law.FormNamed("2019")
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, b := range form.Proactive {
		for _, r := range b.Rows {
			rows = append(rows, r.Key+" "+r.Label)
		}
	}
	var names []string
	for _, n := range Names {
		names = append(names, string(n.Name)+" "+n.Title)
		if n.Name.Title() != n.Title {
			t.Errorf("%s is called %q", n.Name, n.Name.Title())
		}
	}
	if !slices.Equal(rows, names) {
		t.Errorf("form   %v\npackage %v", rows, names)
	}
	if Name("x").Title() != "" {
		t.Error("an unknown register has a title")
	}
}
