package report

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/request"
)

// intake is a random register over several years: requests come in by the desk
// or with an old register, are corrected, end, are reopened, and years are
// frozen while late facts of them still come.
type intake struct {
	*book
	rt     *rapid.T
	lives  map[ledger.ID]request.Request
	moved  map[ledger.ID]int64
	ids    []ledger.ID
	frozen map[int]int // year → entries counted
}

func (d *intake) enter(on calendar.Day, id ledger.ID, f ledger.Fact) {
	d.moved[id] = d.add(on, id, f)
	d.lives[id] = d.lives[id].Apply(d.entries[len(d.entries)-1], f)
}

func (d *intake) day(label string, from calendar.Day) calendar.Day {
	n := calendar.NewDay(lastYear+1, 3, 1).Sub(from)
	return from.AddDays(int(uint64(rapid.Uint32().Draw(d.rt, label)*2654435761) % uint64(max(n, 1))))
}

func (d *intake) step() {
	kinds := []ledger.Code{"natural", "business", "research", "welfare", "legal", "other"}
	ends := []ledger.Code{"open", "partial", "d_third", "u_none", "n_repeat", "o_nosupp", "o_other"}
	kind, end := rapid.SampledFrom(kinds).Draw(d.rt, "kind"), rapid.SampledFrom(ends).Draw(d.rt, "end")
	verb := rapid.IntRange(0, 11).Draw(d.rt, "verb")
	if verb < 5 || len(d.ids) == 0 {
		id := d.id("r")
		d.ids = append(d.ids, id)
		on := d.day("arrived", calendar.NewDay(2019, 1, 1))
		switch verb {
		case 0:
			f := request.Imported{Door: "web", Applicant: kind}
			if rapid.Bool().Draw(d.rt, "closed") {
				f.Outcome, f.EndedOn = end, d.day("ended", on)
			}
			d.enter(on, id, f)
		case 1:
			d.enter(on, id, request.Received{Applicant: kind, Confirm: true})
		default:
			d.enter(on, id, request.Received{Applicant: kind})
		}
		return
	}
	id := rapid.SampledFrom(d.ids).Draw(d.rt, "request")
	r := d.lives[id]
	on := d.day("on", r.ArrivedOn)
	if on.Before(r.ReopenedOn) {
		on = r.ReopenedOn // what was reopened ends again after it
	}
	switch {
	case verb == 5:
		d.enter(on, id, request.Corrected{Applicant: kind, Was: r.Applicant})
	case verb == 6 && len(d.frozen) == 0:
		d.freeze(2019)
	case verb == 6:
		d.freeze(2019 + len(d.frozen))
	case r.State == request.Arrived && verb == 7:
		d.enter(on, id, request.TakenBack{})
	case r.State == request.Arrived:
		d.enter(on, id, request.Confirmed{How: "phone"})
	case r.State == request.Open && verb == 7:
		d.enter(on, id, request.TakenBack{})
	case r.State == request.Open:
		d.enter(on, id, request.Sent{Outcome: end})
	case verb < 9 && !r.ReceivedOn.IsZero() && !r.EndedOn.IsZero():
		// A reopening is done today, which is never before the end that it undoes.
		d.enter(d.day("reopened", r.EndedOn), id, request.Reopened{})
	}
}

func (d *intake) freeze(year int) {
	if year > lastYear {
		return
	}
	d.frozen[year] = len(d.entries)
	d.add(calendar.NewDay(lastYear+1, 3, 1), ledger.ID("report"), Frozen{Year: year, Form: "2021", Seq: int64(len(d.entries))})
}

// kept are the entries that the store gives for a year: it leaves out requests
// whose row ended before it and has not moved since.
func (d *intake) kept(year, n int) []ledger.Entry {
	since := int64(n)
	if at, ok := d.frozen[year-1]; ok {
		since = min(since, int64(at))
	}
	first, last := calendar.NewDay(year, time.January, 1), calendar.NewDay(year, time.December, 31)
	var out []ledger.Entry
	for _, e := range d.entries[:n] {
		r := d.lives[e.Subject]
		if strings.HasPrefix(e.Kind, "request.") && (r.ReceivedOn.IsZero() || r.ReceivedOn.After(last) ||
			r.ReceivedOn.Before(first) && !r.EndedOn.IsZero() && r.EndedOn.Before(first) && d.moved[e.Subject] <= since) {
			continue
		}
		out = append(out, e)
	}
	return out
}

// Whatever comes, and however late, T3-COL, T3-BAL, T3-ROW and T3-INT hold in
// every year, each year carries in what the year before carried out, column by
// column (XY-CARRY), with freezes in between and without, and a sheet made of
// the entries that a year is about is the sheet made of all.
func TestRequestsBalance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := &intake{book: &book{t: rt}, rt: rt, lives: map[ledger.ID]request.Request{}, moved: map[ledger.ID]int64{}, frozen: map[int]int{}}
		for range rapid.IntRange(1, 80).Draw(rt, "steps") {
			d.step()
		}
		var previous *Sheet
		for year := 2019; year <= lastYear; year++ {
			n := len(d.entries)
			if at, ok := d.frozen[year]; ok {
				n = at
			}
			if n == 0 {
				continue
			}
			s := d.sheet(year, "", n)
			for _, c := range Checks(s, Context{Previous: previous, Today: calendar.NewDay(lastYear+1, 1, 2)}) {
				if !c.OK && (strings.HasPrefix(c.Rule, "T3-") || c.Rule == "XY-CARRY") {
					rt.Fatalf("%d: %s: %s", year, c.Rule, c.Detail)
				}
			}
			part := d.book.entries
			d.book.entries = d.kept(year, n)
			some, err := Compute(Input{Body: s.Body, Year: year, Form: s.Form, Head: s.Head, Entries: d.book.entries, Codec: codec})
			d.book.entries = part
			if diff := Diff(s, some); err != nil || len(diff) > 0 {
				rt.Fatalf("%d: the entries of the year alone give another sheet: %v %v", year, err, diff)
			}
			previous = &s
		}
	})
}

// A frozen report whose table 三 was stated carries over by its number: what
// the old register then brings of the time before fills it, and only what is
// left over is new (XY-CARRY, issue 3 item 10).
func TestStatedCarryOver(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	b.state(2023, law.T3("new", "natural"), 9)
	b.state(2023, law.T3("open", "natural"), 7)
	b.state(2023, law.T3("carry_out", "natural"), 2)
	n := len(b.entries)
	b.add(day("2024-01-15"), "report-2023", Frozen{Year: 2023, Form: "2021", Seq: int64(n)})
	was := b.sheet(2023, "", n)
	for i, x := range [][2]string{{"2022-03-01", "2022-03-20"}, {"2023-12-20", "2024-01-10"}, {"2023-12-21", ""}, {"2023-12-22", ""}, {"2024-02-01", "2024-02-20"}} {
		f := request.Imported{Door: "web", Applicant: "natural"}
		if x[1] != "" {
			f.Outcome, f.EndedOn = "open", day(x[1])
		}
		b.add(day(x[0]), ledger.ID("o"+string(rune('a'+i))), f)
	}
	form, err := law.FormFor(2024)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Compute(Input{Year: 2024, Form: form, Entries: b.entries, Codec: codec, Frozen: &was})
	if err != nil {
		t.Fatal(err)
	}
	for row, want := range map[string]int64{"carry_in": 2, "new": 2, "open": 2, "total": 2, "carry_out": 2} {
		if got := s.Cell(law.T3(row, "natural")).Value; got != want {
			t.Errorf("%s is %d, want %d", row, got, want)
		}
	}
}

// Fees of the year in whole yuan, by the day of the notice and of the payment: what
// ST-FEE wants told in the sixth section (§F.5).
func TestFees(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	for i, x := range []struct {
		noticed, paid string
		fen           int64
	}{{"2024-02-01", "2024-02-20", 88000}, {"2024-05-01", "", 42000}, {"2024-12-30", "2025-01-05", 27000}} {
		id := ledger.ID("r" + string(rune('a'+i)))
		b.add(day(x.noticed).AddDays(-5), id, request.Received{Applicant: "natural"})
		b.add(day(x.noticed), id, request.Levied{Tariff: "pages", N: 100, Fen: x.fen})
		if x.paid != "" {
			b.add(day(x.paid), id, request.Paid{Fen: x.fen})
		}
	}
	s := b.sheet(2024, "", 0)
	text, problems := s.Render(s.FirstDraft())
	if want := "收费通知3件，通知收费总金额1570元；1件缴费，实收信息处理费880元"; len(problems) > 0 || !strings.Contains(text[5], want) {
		t.Errorf("section six is %q, %v", text[5], problems)
	}
	if next := b.sheet(2025, "", 0); next.Cell("requests.fee_received").Value != 270 || next.Cell("requests.fee_notices").Value != 0 {
		t.Errorf("2025: %v", next.Cell("requests.fee_received"))
	}
}
