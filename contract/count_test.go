package contract

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/ledger"
)

// G.5-MONEY: an amount is read and printed to the 分.
func TestMoney(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]int64{"1": fen, "12.345678": 12_345_678, "0.000001": 1, "1,234.5": 1234*fen + 500_000, "１２．５": 12*fen + 500_000,
		" 30 万元": 30 * fen, "7.0000000": 7 * fen, "100000000000": maxMany * fen, "0": 0} {
		if got, ok := ParseWan(typed); !ok || got != want {
			t.Errorf("%q: %d %v, want %d", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "-1", "1.2345678", "1.", ".5", "1e3", "十万", "100000000000.1", "9999999999999", "1.2.3", "0x10"} {
		if got, ok := ParseWan(typed); ok {
			t.Errorf("%q was read as %d", typed, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, maxMany*fen).Draw(t, "n")
		if got, ok := ParseWan(Wan(n)); !ok || got != n {
			t.Fatalf("%d became %s and %d", n, Wan(n), got)
		}
	})
}

// G.5-NUMBER: the setting of the office and the numbers that it gives.
func TestSettle(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Office)
		want   string
	}{
		"whole":                          {func(*Office) {}, ""},
		"G.5-PLACE nobody":               {func(o *Office) { o.Name = " " }, "contract.settle.name"},
		"G.5-PLACE nobody's work":        {func(o *Office) { o.Unit = "" }, "contract.settle.unit"},
		"G.5-NUMBER no code":             {func(o *Office) { o.Code = "4306" }, "contract.settle.code"},
		"G.5-PLACE nowhere":              {func(o *Office) { o.Regions = nil }, "contract.settle.regions"},
		"G.5-PLACE what is no place":     {func(o *Office) { o.Regions = []ledger.Code{"430"} }, "contract.settle.region"},
		"G.5-PLACE others to nobody":     {func(o *Office) { o.Others = []Place{{"4301", ""}} }, "contract.settle.other"},
		"G.5-PLACE all others nowhere":   {func(o *Office) { o.Else = "" }, "contract.settle.else"},
		"G.5-NUMBER with a name":         {func(o *Office) { o.Pattern = "岳{year}{serial:4}" }, "contract.settle.pattern"},
		"G.5-NUMBER without a year":      {func(o *Office) { o.Pattern = "{region}{serial:4}" }, "contract.settle.pattern"},
		"G.5-NUMBER without a serial":    {func(o *Office) { o.Pattern = "{year}{region}" }, "contract.settle.pattern"},
		"G.5-NUMBER with two serials":    {func(o *Office) { o.Pattern = "{year}{serial:4}{serial:4}" }, "contract.settle.pattern"},
		"G.5-NUMBER with something else": {func(o *Office) { o.Pattern = "{year}{serial:4}{x}" }, "contract.settle.pattern"},
		"with letters":                   {func(o *Office) { o.Pattern = "JS-{year}-{serial:4}" }, ""},
	} {
		next := yy
		c.change(&next)
		got, f, err := yy.Settle(next, "salt")
		if codes(err) != c.want {
			t.Errorf("%s: %q, want %q", name, codes(err), c.want)
		}
		if err == nil && (got.Version != 2 || f.Words != ledger.Salted("salt", got.Words()...)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := yy.Number(2025, 123); got != "2025430600000123" {
		t.Errorf("number %s", got)
	}
	if got := (Office{Pattern: "JS-{year}-{serial:3}"}).Number(2025, 12345); got != "JS-2025-12345" {
		t.Errorf("number %s", got)
	}
}

// A certificate says what was registered, under the names that the kind has for
// the two parties (G.5-SELLER).
func TestCertificate(t *testing.T) {
	t.Parallel()
	c := in(t, Registered)
	x := c.NewCertificate(filing(t), yy, today, Code([]byte("0123456789ab")))
	var b strings.Builder
	for _, l := range x.Cells() {
		b.WriteString(l.Name + "：" + l.Value + "\n")
	}
	for _, want := range []string{"登记编号：2025430600000001", "合同类别：技术服务\n", "卖方（受托人）：岳阳某某", "核定的技术性收入额：70万元", "合同成交总金额：90万元"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
	if SortName("dev.joint") != "技术开发（合作开发）" || SortName("x") != "" || len(Sorts(calendar.NewDay(2020, 1, 1))) != len(Sorts(today))-1 {
		t.Error("kinds")
	}
	if len(x.Code) != 14 || PlainCode(strings.ToLower(x.Code)) != PlainCode(" "+x.Code) {
		t.Errorf("code %s", x.Code)
	}
	if x.Version != 2 || !c.Stands(Certificate{Version: 0}).Replaced || c.Stands(Certificate{Version: 1}).Replaced {
		t.Errorf("versions: %+v", x)
	}
}

// attempt draws a verb that may or may not be allowed.
func attempt(t *rapid.T, c Contract, f Filing, n int) (ledger.Fact, error) {
	money := func() Money {
		total := rapid.Int64Range(1, 500*fen).Draw(t, "total")
		technical := rapid.Int64Range(0, total).Draw(t, "technical")
		return Money{total, technical, rapid.Int64Range(0, total-technical).Draw(t, "equipment")}
	}
	kind := func() ledger.Code { return rapid.SampledFrom(Sorts(calendar.Day{})).Draw(t, "kind").Key }
	by := []ledger.ID{rapid.SampledFrom([]ledger.ID{"one", "two", "three"}).Draw(t, "by")}
	finding := func() Finding { return Finding{Technical: true, Type: kind(), Money: money(), Reason: "核对"} }
	switch rapid.IntRange(0, 9).Draw(t, "verb") {
	case 0:
		return c.Amend(f, yy, nil, today, "")
	case 1:
		return c.Examine([]ledger.Code{"seal"}, "")
	case 2:
		return c.Examine(nil, "")
	case 3:
		return c.Recognise(Finding{Ground: "twice", Reason: "重复"}, "")
	case 4:
		return c.Return("再核", "")
	case 5:
		return c.Decline(by, nil)
	case 6:
		return c.Correct(finding(), by, nil, "")
	case 7:
		return c.Cancel("void", "判决", by, nil, "")
	case 8:
		return c.Recognise(finding(), "")
	}
	return c.Register(by, nil, yy.Number(2025, n))
}

// G.5-STAT: over random lives, what the statistics gather from single entries
// is what the contracts that stand in the register at the end are worth; the
// parts are the whole; and no line loses an entry.
func TestCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		count, seq := Count{}, int64(0)
		want := map[ledger.Code]Post{}
		f := filing(t)
		for n := range rapid.IntRange(1, 6).Draw(t, "contracts") {
			c := Contract{}
			enter := func(by ledger.ID, f ledger.Fact) {
				seq++
				e := ledger.Entry{Organ: "o", Subject: "k", Seq: seq, On: today, By: by}
				c = c.Apply(e, f)
				count.Take(e, f)
			}
			enter(ledger.Citizen, Submitted{Terms: f.Terms})
			for range rapid.IntRange(0, 30).Draw(t, "steps") {
				if fact, err := attempt(t, c, f, n+1); err == nil {
					enter(rapid.SampledFrom([]ledger.ID{"one", "two", "three"}).Draw(t, "who"), fact)
				}
			}
			if c.State != Registered {
				continue
			}
			s, _ := SortOf(c.Verified.Kind)
			for _, k := range slices.Compact([]ledger.Code{"", s.Key, s.Group}) {
				p := want[k]
				p.N++
				p.Money = Money{p.Money.Total + c.Verified.Money.Total, p.Money.Technical + c.Verified.Money.Technical, 0}
				want[k] = p
			}
		}
		keys := []ledger.Code{""}
		for _, s := range Sorts(calendar.Day{}) {
			keys = append(keys, s.Key, s.Group)
		}
		for _, k := range keys {
			l := count.Line(k)
			if l.Count.Value != want[k].N || l.Turnover.Value != want[k].Money.Total || l.Technical.Value != want[k].Money.Technical {
				t.Fatalf("%s: %v, want %+v", k, l, want[k])
			}
			if !l.Turnover.Money || l.Count.Money || len(l.Count.Entries) != len(l.Turnover.Entries) {
				t.Fatalf("%s: %+v", k, l)
			}
		}
		var groups ledger.Figure
		for _, g := range List("group") {
			groups = ledger.Total(groups, count.Line(ledger.Code(g.Key)).Turnover)
		}
		if groups.Value != count.Line("").Turnover.Value {
			t.Fatalf("the groups make %d, all is %d", groups.Value, count.Line("").Turnover.Value)
		}
	})
}
