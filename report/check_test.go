package report

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/register"
)

// with is a sheet with some figures put by hand: what Compute derives can only
// be wrong when somebody else's numbers are checked, as in an import.
func with(s Sheet, values map[string]int64) Sheet {
	s.Figures = maps.Clone(s.Figures)
	for k, v := range values {
		f := s.Figures[k]
		f.Value = v
		s.Figures[k] = f
	}
	for _, row := range []string{"new", "carry_in", "total", "carry_out"} {
		s.Figures["requests."+row] = s.Figures[law.T3(row, "sum")]
	}
	for _, row := range []string{"rule", "normative"} {
		if s.Has("T2." + row + ".inforce") {
			s.Figures[row+"s.items"] = s.Figures["T2."+row+".inforce"]
		}
	}
	return s
}

// applied is a sheet with ten applications, two of them from the year before.
func applied(t testing.TB, form string, year int) Sheet {
	b := seed(t)
	for cell, v := range map[string]int64{"T3.new.natural": 6, "T3.new.business": 2, "T3.carry_in.natural": 2,
		"T3.open.natural": 3, "T3.open.business": 1, "T3.partial.natural": 1, "T3.d_third.business": 1, "T3.u_none.natural": 2,
		"T3.n_petition.natural": 1, "T3.carry_out.natural": 1, "T4.review.upheld": 2, "T4.suit_direct.pending": 1} {
		b.state(year, cell, v)
	}
	return b.sheet(year, form, 0)
}

// every rule of standards.md §B.7 with a sheet that keeps it and one that breaks it.
func TestChecks(t *testing.T) {
	t.Parallel()
	base := applied(t, "2019", 2019)
	new2021 := applied(t, "2021", 2019)
	draft, problems := base.Render(base.FirstDraft())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	swap := func(section int, was, now string) []string {
		out := slices.Clone(draft)
		if !strings.Contains(out[section], was) {
			t.Fatalf("section %d of the draft has no %q:\n%s", section+1, was, out[section])
		}
		out[section] = strings.Replace(out[section], was, now, 1)
		return out
	}
	add := func(section int, words string) []string {
		out := slices.Clone(draft)
		out[section] += words
		return out
	}
	before := with(base, map[string]int64{"T3.carry_out.natural": 2, "T3.carry_out.sum": 2, "T2.service.prior": 30,
		"T2.service.delta": -2, "T2.permit.delta": 0})
	valid := with(new2021, map[string]int64{"T2.normative.made": 2, "T2.normative.repealed": 1, "T2.normative.inforce": 12})
	draft21, _ := valid.Render(valid.FirstDraft())
	charged := with(base, map[string]int64{"requests.fee_notices": 2, "requests.fee_noticed": 540, "requests.fee_paid": 1, "requests.fee_received": 120})
	draftFee, _ := charged.Render(charged.FirstDraft())
	early := day("2020-01-20")
	cases := []struct {
		rule string // that must fail, "" for none
		why  string
		s    Sheet
		c    Context
	}{
		{"", "the first draft as it comes", base, Context{Text: draft, Today: early}},
		{"", "with last year's sheet", base, Context{Text: draft, Today: early, Previous: &before, LastText: "上年全然不同的话。"}},
		{"", "form 2021 against last year", valid, Context{Text: draft21, Today: early,
			Previous: ptr(with(new2021, map[string]int64{"T2.normative.inforce": 11, "T3.carry_out.natural": 2, "T3.carry_out.sum": 2}))}},

		{"T3-COL", "total of a column is not its sum", with(base, map[string]int64{"T3.total.natural": 8, "T3.carry_out.natural": 0, "T3.total.sum": 10, "T3.carry_out.sum": 0, "T3.open.sum": 5, "T3.open.natural": 3, "T3.open.other": 1, "T3.total.other": 0}),
			Context{Text: swap(2, "结转下年度1件", "结转下年度0件"), Today: early}},
		{"T3-BAL", "one came in that went nowhere", with(base, map[string]int64{"T3.new.natural": 7, "T3.new.sum": 9}), Context{Text: renumber(draft, "申请8件", "申请9件"), Today: early}},
		{"T3-ROW", "total of a row is not its sum", with(base, map[string]int64{"T3.n_petition.sum": 2, "T3.open.sum": 3}), Context{Text: draft, Today: early}},
		{"T3-INT", "a negative count", with(base, map[string]int64{"T3.n_petition.natural": -1, "T3.n_petition.sum": -1, "T3.u_none.natural": 4, "T3.u_none.sum": 4}), Context{Text: draft, Today: early}},
		{"T4-SUM", "total of a group is not its sum", with(base, map[string]int64{"T4.review.corrected": 1}), Context{Text: draft, Today: early}},
		{"T2-2019-A", "fewer than no items", with(base, map[string]int64{"T2.fee.prior": 1, "T2.fee.delta": -2}), Context{Text: draft, Today: early}},
		{"T2-2019-B", "more opened than public", with(base, map[string]int64{"T2.rule.made": 3, "T2.rule.opened": 3, "T2.rule.total": 2}), Context{Text: swap(1, "规章0件", "规章3件"), Today: early}},
		{"T2-2019-B", "more opened than made", with(base, map[string]int64{"T2.rule.made": 1, "T2.rule.opened": 2, "T2.rule.total": 2}), Context{Text: swap(1, "规章0件", "规章2件"), Today: early}},
		{"T2-2021-A", "more made than are in force or repealed", with(new2021, map[string]int64{"T2.normative.made": 3, "T2.normative.repealed": 1, "T2.normative.inforce": 1}),
			Context{Text: drafted(new2021, map[string]string{"规范性文件0件，现行有效": "规范性文件3件，现行有效", "行政规范性文件0件；": "行政规范性文件3件；"}), Today: early}},
		{"XY-CARRY", "carried in is not what was carried out", base, Context{Text: draft, Today: early, Previous: ptr(with(before, map[string]int64{"T3.carry_out.natural": 3}))}},
		{"XY-CARRY", "per column, though the sums agree", base, Context{Text: draft, Today: early, Previous: ptr(with(before, map[string]int64{"T3.carry_out.natural": 1, "T3.carry_out.other": 1}))}},
		{"XY-VALID", "in force does not follow from last year", valid, Context{Text: draft21, Today: early,
			Previous: ptr(with(new2021, map[string]int64{"T2.normative.inforce": 12, "T3.carry_out.natural": 2, "T3.carry_out.sum": 2}))}},
		{"XY-ITEMS", "items do not follow from last year", base, Context{Text: draft, Today: early, Previous: ptr(with(before, map[string]int64{"T2.service.delta": -1}))}},

		{"TX-NUM", "a typed number", base, Context{Text: swap(0, "政府信息213篇", "政府信息215篇"), Today: early}},
		{"", "收到 may mean row 一 and 二", base, Context{Text: add(2, "全年收到政府信息公开申请10件。"), Today: early}},
		{"TX-NUM", "or neither", base, Context{Text: add(2, "全年收到政府信息公开申请9件。"), Today: early}},
		{"TX-NUM", "a row of table 三", base, Context{Text: add(2, "其中予以公开5件。"), Today: early}},
		{"", "a row of table 三, right", base, Context{Text: add(2, "其中予以公开4件，部分公开1件。"), Today: early}},
		{"", "shares of the total, rounded", base, Context{Text: add(2, "其中予以公开4件，占44.44%；不予公开1件，占总数的11.11%。"), Today: early}},
		{"TX-PCT", "a share of something else", base, Context{Text: add(2, "其中予以公开4件，占40%。"), Today: early}},
		{"TX-PCT", "a share of nothing", with(base, map[string]int64{}), Context{Text: add(2, "其中部分公开1件，占11.13%。"), Today: early}},
		{"", "group totals", base, Context{Text: add(2, "不予公开1件，无法提供2件，不予处理1件，其他处理0件。"), Today: early}},
		{"TX-GRP", "a group total that is one row too many", base, Context{Text: add(2, "无法提供3件。"), Today: early}},
		{"TX-GRP", "予以公开 is no part of 其他处理", base, Context{Text: add(2, "其他处理4件。"), Today: early}},
		{"TX-PERIOD", "the period of the year before", base, Context{Text: swap(0, "自2019年1月1日起至2019年12月31日", "自2018年1月1日起至2018年12月31日"), Today: early}},
		{"TX-PERIOD", "the year before, named once", base, Context{Text: swap(0, "自2019年1月1日起至2019年12月31日", "自2018年1月1日起至12月31日"), Today: early}},
		{"", "the year, named once", base, Context{Text: swap(0, "自2019年1月1日起至2019年12月31日", "自2019年1月1日至12月31日"), Today: early}},
		{"TX-PERIOD", "a period of two years", base, Context{Text: swap(0, "自2019年1月1日起至2019年12月31日", "自2019年1月1日至2020年12月31日"), Today: early}},
		{"TX-CITE", "the other form's notice", base, Context{Text: swap(0, "国办公开办函〔2019〕60号", "国办公开办函[2021]30号"), Today: early}},
		{"TX-CITE", "no notice", base, Context{Text: swap(0, "（国办公开办函〔2019〕60号）", ""), Today: early}},
		{"ST-SEC", "five sections", base, Context{Text: draft[:5], Today: early}},
		{"ST-SEC", "an empty section", base, Context{Text: []string{draft[0], draft[1], draft[2], draft[3], draft[4], " \n。"}, Today: early}},
		{"ST-SEC", "no problems at all", base, Context{Text: []string{draft[0], draft[1], draft[2], draft[3], "无。", draft[5]}, Today: early}},
		{"ST-SEC", "nothing is written", base, Context{Today: early}},
		{"", "the sixth may be 无", base, Context{Text: []string{draft[0], draft[1], draft[2], draft[3], draft[4], "无。"}, Today: early}},
		{"ST-FEE", "fees were noticed and not told", charged, Context{Text: append(slices.Clone(draft[:5]), "无。"), Today: early}},
		{"ST-FEE", "fees were noticed and denied", charged, Context{Text: draft, Today: early}},
		{"ST-FEE", "paid in the year after the notice", with(base, map[string]int64{"requests.fee_paid": 1, "requests.fee_received": 120}),
			Context{Text: append(slices.Clone(draft[:5]), "无。"), Today: early}},
		{"", "fees were charged and told", charged, Context{Text: append(slices.Clone(draft[:5]), "发出收费通知2件，收取信息处理费120元。"), Today: early}},
		{"", "the first draft tells of them", charged, Context{Text: draftFee, Today: early}},
		{"TX-NUM", "another sum than was paid", charged, Context{Text: append(slices.Clone(draft[:5]), "收取信息处理费420元。"), Today: early}},
		{"", "the last day", base, Context{Text: draft, Today: day("2020-01-31")}},
		{"DL-0131", "the day after", base, Context{Text: draft, Today: day("2020-02-01")}},
		{"", "out in time, looked at later", base, Context{Text: draft, Today: day("2026-01-01"), IssuedOn: day("2020-01-31")}},
		{"DL-0131", "out too late", base, Context{Text: draft, Today: day("2020-02-03"), IssuedOn: day("2020-02-02")}},
		{"DUP", "last year's words with other numbers", base, Context{Text: draft, Today: early, LastText: strings.NewReplacer("2019", "2018", "213", "187").Replace(strings.Join(draft, "\n"))}},
	}
	passed, failed := map[string]bool{}, map[string]bool{}
	for _, x := range cases {
		var want []string
		if x.rule != "" {
			want = append(want, x.rule)
		}
		checks := Checks(x.s, x.c)
		if got := failing(checks); !slices.Equal(got, want) {
			t.Errorf("%s %s: %v fail\n%v", x.rule, x.why, got, details(checks))
		}
		for _, c := range checks {
			if c.Detail == "" {
				t.Errorf("%s says nothing", c.Rule)
			}
			if c.OK {
				passed[c.Rule] = true
			} else {
				failed[c.Rule] = true
			}
		}
	}
	for _, rule := range []string{"T3-COL", "T3-BAL", "T3-ROW", "T3-INT", "T4-SUM", "T2-2019-A", "T2-2019-B", "T2-2021-A", "XY-CARRY",
		"XY-VALID", "XY-ITEMS", "TX-NUM", "TX-PCT", "TX-GRP", "TX-PERIOD", "TX-CITE", "ST-SEC", "ST-FEE", "DL-0131", "DUP"} {
		if !passed[rule] || !failed[rule] {
			t.Errorf("%s: seen to hold %v, seen to fail %v", rule, passed[rule], failed[rule])
		}
	}
}

func ptr(s Sheet) *Sheet { return &s }

// renumber replaces in every section.
func renumber(sections []string, was, now string) []string {
	out := slices.Clone(sections)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], was, now)
	}
	return out
}

// drafted is a first draft with other words in places.
func drafted(s Sheet, words map[string]string) []string {
	out, _ := s.Render(s.FirstDraft())
	for was, now := range words {
		out = renumber(out, was, now)
	}
	return out
}

func details(checks []Check) string {
	var out []string
	for _, c := range checks {
		if !c.OK {
			out = append(out, c.Rule+": "+c.Detail)
		}
	}
	return strings.Join(out, "\n")
}

// Only what standards.md §B.7 calls hard keeps a report from being frozen.
func TestSeverity(t *testing.T) {
	t.Parallel()
	hard := []string{"T3-COL", "T3-BAL", "T3-ROW", "T3-INT", "T4-SUM", "T2-2019-A", "XY-CARRY", "TX-PERIOD", "ST-SEC", "ST-FEE"}
	s := applied(t, "", 2019)
	text, _ := s.Render(s.FirstDraft())
	var all []Check
	for _, c := range Checks(s, Context{Text: text, Today: day("2020-01-20")}) {
		if got, want := c.Severity == "hard", slices.Contains(hard, c.Rule); got != want {
			t.Errorf("%s is %s", c.Rule, c.Severity)
		}
		c.OK = false
		all = append(all, c)
	}
	got := Failed(all)
	slices.Sort(got)
	slices.Sort(hard)
	if d := cmp.Diff(hard, got); d != "" {
		t.Errorf("Failed (-want +got):\n%s", d)
	}
}

// An identity fails whichever side is the larger.
func TestBothSides(t *testing.T) {
	t.Parallel()
	base := applied(t, "2019", 2019)
	for _, x := range []struct{ rule, key string }{{"T3-COL", "T3.total.research"}, {"T3-COL", "T3.other.welfare"}, {"T3-COL", "T3.open.legal"},
		{"T3-BAL", "T3.new.research"}, {"T3-BAL", "T3.carry_out.other"}, {"T3-BAL", "T3.carry_in.sum"}, {"T3-ROW", "T3.n_repeat.sum"}, {"T3-ROW", "T3.total.sum"},
		{"T3-ROW", "T3.carry_out.business"}, {"T4-SUM", "T4.review.sum"}, {"T4-SUM", "T4.suit_after_review.pending"}} {
		for _, by := range []int64{1, -1} {
			s := with(base, map[string]int64{x.key: base.Cell(x.key).Value + by})
			if got := failing(Checks(s, Context{Today: day("2020-01-20")})); !slices.Contains(got, x.rule) {
				t.Errorf("%s %+d: %v fail, %s does not", x.key, by, got, x.rule)
			}
		}
	}
	for _, was := range []int64{1, 3} {
		before := with(base, map[string]int64{"T3.carry_out.natural": was})
		if got := failing(Checks(base, Context{Previous: &before, Today: day("2020-01-20")})); !slices.Contains(got, "XY-CARRY") {
			t.Errorf("XY-CARRY does not see %d carried out and 2 carried in", was)
		}
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	s := (&book{t: t}).sheet(2019, "2019", 0)
	for key, want := range map[string]string{ // as printed: law.Printed
		"T2.service.delta": "其他对外管理服务事项·本年增/减", "T2.procurement.amount": "政府集中采购·采购总金额",
		"T3.d_secret.natural": "（三）不予公开1.属于国家秘密·自然人", "T3.new.sum": "一、本年新收政府信息公开申请数量·总计",
		"T4.suit_direct.upheld": "行政诉讼未经复议直接起诉·结果维持", "T4.review.sum": "行政复议·总计",
		"published": "主动公开政府信息数", "letters.mayor": "市长信箱来信（件）", "no.such.thing": "no.such.thing",
	} {
		if got := s.Label(key); got != want {
			t.Errorf("%s is called %q, want %q", key, got, want)
		}
	}
}

// A government's sheet is the sum of its bodies', cell by cell (ROLL).
func TestRollUp(t *testing.T) {
	t.Parallel()
	part := func(n int64) Sheet {
		b := &book{t: t}
		b.state(2023, "T3.new.natural", n)
		b.state(2023, "T3.carry_out.natural", n)
		b.state(2023, "T4.review.upheld", 1)
		return b.sheet(2023, "", 0)
	}
	var parts []Sheet
	// 宿迁 2023, standards.md §B.7.
	for _, n := range []int64{349, 933, 477, 301, 874, 216, 348, 55, 26, 12, 16} {
		parts = append(parts, part(n))
	}
	b := &book{t: t}
	b.state(2023, "T3.new.natural", 3607)
	b.state(2023, "T3.carry_out.natural", 3607)
	b.state(2023, "T4.review.upheld", 11)
	whole := b.sheet(2023, "", 0)
	if c := RollUp(whole, parts); !c.OK || c.Rule != "ROLL" {
		t.Errorf("%+v", c)
	}
	if c := RollUp(whole, parts[1:]); c.OK || !strings.Contains(c.Detail, "汇总为3607，各单位之和为3258") {
		t.Errorf("one body left out: %+v", c)
	}
	if c := RollUp(with(whole, map[string]int64{"T4.review.upheld": 12}), parts); c.OK {
		t.Error("a remedy too many was not found")
	}
}

// A sheet of either form answers for every cell that the form prints.
func TestEveryCellHasAFigure(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"2019", "2021"} {
		s := (&book{t: t}).sheet(2019, name, 0)
		var keys []string
		for _, c := range s.Form.Cells() {
			keys = append(keys, c.Key)
		}
		for _, r := range s.Form.Applications.Rows {
			for _, c := range s.Form.Applications.Columns {
				keys = append(keys, law.T3(r.Key, c.Key))
			}
		}
		for _, g := range s.Form.Remedies {
			for _, c := range g.Columns {
				keys = append(keys, law.T4(g.Key, c.Key))
			}
		}
		for _, k := range keys {
			if !s.Has(k) || s.Label(k) == k {
				t.Errorf("form %s: %s has figure %v, label %q", name, k, s.Has(k), s.Label(k))
			}
		}
		for _, n := range register.Names {
			if k := plural(string(n.Name)) + ".items"; !s.Has(k) || s.Label(k) == k {
				t.Errorf("form %s: %s has no figure or label", name, k)
			}
		}
		if want := map[string]int{"2019": 22 + 23*7 + 15, "2021": 10 + 25*7 + 15}[name]; len(keys) != want {
			t.Errorf("form %s has %d cells, want %d", name, len(keys), want)
		}
		for _, k := range s.Names() {
			if s.Label(k) == k {
				t.Errorf("form %s: %s has no printed name", name, k)
			}
		}
	}
	if _, err := Compute(Input{Codec: ledger.Codec{}, Entries: []ledger.Entry{{Seq: 1, Kind: "x.y", Body: []byte("{}")}}}); err == nil {
		t.Error("an entry of an unknown kind was passed over")
	}
}
