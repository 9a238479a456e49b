package review

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	today = calendar.NewDay(2019, 5, 6)
	chain = Chain{Steps: []Step{Unit, Secrecy, Legal, Office, Leader}, Apart: []Pair{{Secrecy, Leader}}, Days: 5}
	by    = []ledger.ID{"li"} // who wrote the text
)

func code(err error) string {
	if err == nil {
		return ""
	}
	r, ok := refusal.As(err)
	if !ok {
		return "fault " + err.Error()
	}
	return r.Code
}

// handed is a round that was just opened.
func handed() Round {
	return Round{}.Apply(ledger.Entry{Subject: "a1", On: today, By: "li"}, Opened{Edition: 1, Round: 1, Chain: chain, Text: "s", Mode: "proactive"})
}

// given takes a round through some steps, each by an officer of its name.
func given(t testing.TB, r Round, steps ...Step) Round {
	t.Helper()
	for i, s := range steps {
		f, err := r.Opine(say(s, Approve), "s", by)
		if err != nil {
			t.Fatal(err)
		}
		r = r.Apply(ledger.Entry{Seq: int64(i + 2), On: today, By: ledger.ID(s)}, f)
	}
	return r
}

func say(s Step, v Verdict) Opinion {
	return Opinion{Step: s, By: ledger.ID(s), Verdict: v, To: "drafted", Basis: "none", Words: "意见", Guest: Guest{"某律师", "某所"}}
}

// Every state of a round × every verb: the fact or the refusal (R-A17). The
// file is the documentation of a round's life; go test -update writes it anew.
func TestMatrix(t *testing.T) {
	t.Parallel()
	open := handed()
	passed := given(t, open, Unit, Secrecy, Legal, Office, Leader)
	referred := given(t, open, Unit)
	referred = referred.Apply(ledger.Entry{On: today, By: "secrecy"}, Referred{Edition: 1, Round: 1, Step: Secrecy})
	cleared := given(t, open, Secrecy)
	rushed := cleared.Apply(ledger.Entry{On: today, By: "boss"}, Rushed{Edition: 1, Round: 1})
	rushedPassed := given(t, rushed, Unit, Legal, Office, Leader)
	back := given(t, open, Unit, Secrecy).Apply(ledger.Entry{On: today, By: "legal"}, Opined{Edition: 1, Round: 1, Step: Legal, Verdict: Return, To: Drafted})
	states := []struct {
		name string
		r    Round
	}{{"送审 轮到科室负责人", open}, {"保密审查先行", cleared}, {"轮到保密审查", given(t, open, Unit)}, {"轮到分管领导", given(t, open, Unit, Secrecy, Legal, Office)},
		{"送有关部门确定", referred}, {"审核通过", passed}, {"退回起草人", back}, {"先发后审 待补审", rushed}, {"先发后审 已补审", rushedPassed}}
	fact := func(f ledger.Fact, err error) (ledger.Fact, error) { return f, err }
	opine := func(s Step, v Verdict) func(Round) (ledger.Fact, error) {
		return func(r Round) (ledger.Fact, error) { return fact(r.Opine(say(s, v), "s", by)) }
	}
	verbs := []struct {
		name string
		do   func(Round) (ledger.Fact, error)
	}{
		{"opine 科室负责人同意", opine(Unit, Approve)}, {"opine 保密审查同意", opine(Secrecy, Approve)},
		{"opine 分管领导同意", opine(Leader, Approve)}, {"opine 外部同意", opine(Outside, Approve)},
		{"opine 科室负责人退回", opine(Unit, Return)}, {"opine 保密审查退回", opine(Secrecy, Return)},
		{"opine 分管领导退回", opine(Leader, Return)}, {"opine 外部退回", opine(Outside, Return)}, {"opine 发布人退回", opine(Release, Return)},
		{"recall 撤回送审", func(r Round) (ledger.Fact, error) { return fact(r.Recall(Opinion{By: "li"}, by)) }},
		{"refer 送请确定", func(r Round) (ledger.Fact, error) {
			return fact(r.Refer(Opinion{Step: Secrecy, By: "secrecy", To: "secrecy", Words: "是否涉密"}, "s", by))
		}},
		{"refer 由发布人送", func(r Round) (ledger.Fact, error) {
			return fact(r.Refer(Opinion{Step: Release, By: "boss", To: "secrecy", Words: "是否涉密"}, "s", by))
		}},
		{"refer 由外部送", func(r Round) (ledger.Fact, error) {
			return fact(r.Refer(Opinion{Step: Outside, By: ledger.Guest, To: "secrecy", Words: "是否涉密"}, "s", by))
		}},
		{"advise 答复", func(r Round) (ledger.Fact, error) {
			return fact(r.Advise(Opinion{By: "secrecy", To: "open", Words: "复函"}))
		}},
		{"rush 先发后审", func(r Round) (ledger.Fact, error) {
			return fact(r.Rush(Opinion{By: "boss", Words: "险情"}, "s", by))
		}},
	}
	var b strings.Builder
	b.WriteString("# 审核的状态 × 动作：记入台账的事实和其后轮到的环节，或者拒绝的代码。由 go test ./review -update 写成。\n")
	for _, s := range states {
		fmt.Fprintf(&b, "\n%s\n", s.name)
		for _, v := range verbs {
			f, err := v.do(s.r)
			if err != nil {
				fmt.Fprintf(&b, "  %s\t! %s\n", v.name, code(err))
				continue
			}
			after := s.r.Apply(ledger.Entry{Subject: "a1", On: today, By: "x"}, f)
			fmt.Fprintf(&b, "  %s\t%s\t→ %s %s\n", v.name, f.Kind(), after.State.Name(), after.Step.Name())
		}
	}
	const file = "testdata/matrix.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// R-A17: no author has a say, by no step and in nobody's name; nor has whoever
// let the text out before its review; and two steps that the chain keeps apart
// are two persons, whoever they stand in for.
func TestWhoMayNot(t *testing.T) {
	t.Parallel()
	atLeader := given(t, handed(), Unit, Secrecy, Legal, Office)
	rushed := handed().Apply(ledger.Entry{On: today, By: "boss"}, Rushed{Edition: 1, Round: 1})
	inName := handed().Apply(ledger.Entry{On: today, By: "fu"}, Rushed{Edition: 1, Round: 1, For: "boss"})
	for _, x := range []struct {
		r          Round
		step       Step
		by, behalf ledger.ID
		code       string
	}{
		{handed(), Unit, "li", "", "review.opine.own"},
		{handed(), Unit, "wang", "li", "review.opine.behalf"},
		{handed(), Unit, "li", "wang", "review.opine.own"},
		{handed(), Unit, "wang", "", ""},
		{handed(), Unit, "wang", "zhao", ""},
		{atLeader, Leader, "secrecy", "", "review.opine.twice"},
		{atLeader, Leader, "secrecy", "fenguan", "review.opine.twice"},
		{atLeader, Leader, "fenguan", "secrecy", "review.opine.twice"},
		{atLeader, Leader, "office", "", ""},
		{atLeader, Leader, "unit", "", ""},
		{rushed, Unit, "boss", "", "review.opine.rushed"},
		{rushed, Unit, "wang", "boss", "review.opine.rushed"},
		{rushed, Unit, "wang", "", ""},
		{inName, Unit, "fu", "", "review.opine.rushed"},
		{inName, Unit, "boss", "", "review.opine.rushed"},
		{inName, Unit, "wang", "boss", "review.opine.rushed"},
		{inName, Unit, "wang", "", ""},
	} {
		o := say(x.step, Approve)
		o.By, o.For = x.by, x.behalf
		if _, err := x.r.Opine(o, "s", by); code(err) != x.code {
			t.Errorf("%s by %s for %q: %v, want %q", x.step, x.by, x.behalf, err, x.code)
		}
		if got := code(x.r.Asked(x.step, x.by, x.behalf, by)); got != x.code {
			t.Errorf("%s asked of %s for %q: %q, want %q", x.step, x.by, x.behalf, got, x.code)
		}
	}
	stoodIn := handed().Apply(ledger.Entry{On: today, By: "wang"}, Opined{Edition: 1, Round: 1, Step: Unit, For: "kezhang", Verdict: Approve})
	stoodIn.Chain.Apart = []Pair{{Unit, Secrecy}}
	if code(stoodIn.Asked(Secrecy, "kezhang", "", by)) != "review.opine.twice" || code(stoodIn.Asked(Secrecy, "zhao", "kezhang", by)) != "review.opine.twice" {
		t.Error("the one stood in for takes the other step")
	}
}

// What an opinion must say (R-A17), with the field at fault.
func TestOpinion(t *testing.T) {
	t.Parallel()
	legal := given(t, handed(), Unit, Secrecy)
	for _, x := range []struct {
		why    string
		change func(*Opinion)
		want   string
	}{
		{"whole", func(*Opinion) {}, ""},
		{"no verdict", func(o *Opinion) { o.Verdict = "" }, "review.opine.verdict verdict"},
		{"another verdict", func(o *Opinion) { o.Verdict = Recall }, "review.opine.verdict verdict"},
		{"an unknown basis", func(o *Opinion) { o.Basis = "x" }, "review.opine.basis_unknown basis"},
		{"a return without a reason", func(o *Opinion) { o.Verdict, o.Words = Return, " " }, "review.opine.reason words"},
		{"a return to nowhere", func(o *Opinion) { o.Verdict, o.To = Return, "" }, "review.opine.to to"},
		{"a return onwards", func(o *Opinion) { o.Verdict, o.To = Return, "leader" }, "review.opine.to to"},
		{"a return to itself", func(o *Opinion) { o.Verdict, o.To = Return, "legal" }, "review.opine.to to"},
		{"a return to the secrecy review", func(o *Opinion) { o.Verdict, o.To = Return, "secrecy" }, ""},
	} {
		o := say(Legal, Approve)
		x.change(&o)
		_, err := legal.Opine(o, "s", by)
		got := code(err)
		if r, ok := refusal.As(err); ok {
			got += " " + r.Field
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", x.why, got, x.want)
		}
	}
	o := say(Secrecy, Approve)
	o.Basis = ""
	if _, err := given(t, handed(), Unit).Opine(o, "s", by); code(err) != "review.opine.basis" {
		t.Errorf("a secrecy review on no basis: %v", err)
	}
	if _, err := legal.Opine(say(Legal, Approve), "changed", by); code(err) != "review.opine.changed" {
		t.Errorf("an opinion on a text that was changed: %v", err)
	}
	if _, err := handed().Rush(Opinion{By: "boss", Words: "险情"}, "changed", by); code(err) != "review.opine.changed" {
		t.Errorf("a changed text let out: %v", err)
	}
}

// R-A17: what is urgent goes out before its review, never before the secrecy
// review, which may come before its turn for that, and is another person's. It
// is not asked again; a return takes it away like any other step.
func TestRushSecrecy(t *testing.T) {
	t.Parallel()
	rush := func(r Round, by_, behalf ledger.ID) string {
		_, err := r.Rush(Opinion{By: by_, For: behalf, Words: "险情"}, "s", by)
		return code(err)
	}
	cleared := given(t, handed(), Secrecy)
	inName := handed().Apply(ledger.Entry{Seq: 2, On: today, By: "wang"}, Opined{Edition: 1, Round: 1, Step: Secrecy, For: "zhou", Verdict: Approve})
	for i, c := range []struct {
		r           Round
		by_, behalf ledger.ID
		want        string
	}{
		{handed(), "boss", "", "review.rush.secrecy"},
		{given(t, handed(), Unit), "boss", "", "review.rush.secrecy"},
		{cleared, "boss", "", ""},
		{given(t, handed(), Unit, Secrecy), "boss", "", ""},
		{cleared, "secrecy", "", "review.rush.alone"},
		{cleared, "boss", "secrecy", "review.rush.alone"},
		{inName, "zhou", "", "review.rush.alone"},
		{inName, "wang", "", "review.rush.alone"},
		{cleared, "li", "", "review.opine.own"},
	} {
		if got := rush(c.r, c.by_, c.behalf); got != c.want {
			t.Errorf("%d: %q, want %q", i, got, c.want)
		}
	}
	if r := given(t, cleared, Unit); r.Step != Legal {
		t.Errorf("after the secrecy review before its turn and the unit comes %q", r.Step)
	}
	if _, err := cleared.Opine(say(Secrecy, Approve), "s", by); code(err) != "review.opine.turn" {
		t.Errorf("the secrecy review twice: %v", err)
	}
	o := say(Legal, Return)
	o.To = ledger.Code(Unit)
	f, err := given(t, cleared, Unit).Opine(o, "s", by)
	if err != nil {
		t.Fatal(err)
	}
	back := given(t, cleared, Unit).Apply(ledger.Entry{On: today, By: "legal"}, f)
	if back.Cleared() || rush(back, "boss", "") != "review.rush.secrecy" || given(t, back, Unit).Step != Secrecy {
		t.Errorf("after a return: %+v", back)
	}
	rushed := handed().Apply(ledger.Entry{On: today, By: "boss"}, Rushed{Edition: 1, Round: 1})
	if _, err := rushed.Opine(say(Secrecy, Approve), "s", by); code(err) != "review.opine.turn" {
		t.Errorf("what is out already takes its steps in turn: %v", err)
	}
}

// A return to a step takes away what was said from there on, and nothing before
// (R-A17); a later approval ends the round on the day on which it is given.
func TestReturnRestarts(t *testing.T) {
	t.Parallel()
	r := given(t, handed(), Unit, Secrecy, Legal, Office)
	o := say(Leader, Return)
	o.To = ledger.Code(Secrecy)
	f, err := r.Opine(o, "s", by)
	if err != nil {
		t.Fatal(err)
	}
	r = r.Apply(ledger.Entry{On: today, By: "leader"}, f)
	if r.Step != Secrecy || len(r.Given) != 1 || r.Given[0].Step != Unit {
		t.Fatalf("%+v", r)
	}
	r = given(t, r, Secrecy, Legal, Office, Leader)
	if r.State != Passed || r.Step != "" || r.Ended != today || len(r.Given) != 5 {
		t.Errorf("%+v", r)
	}
	again := r.Apply(ledger.Entry{On: today, By: "boss"}, Opined{Edition: 1, Round: 1, Step: Release, Verdict: Return, To: Leader})
	if again.State != Reviewing || again.Step != Leader || !again.Ended.IsZero() || len(again.Given) != 4 || len(r.Given) != 5 {
		t.Errorf("called back from the release: %+v", again)
	}
	if got := r.Earlier(Release); !slices.Equal(got, []Step{Drafted, Unit, Secrecy, Legal, Office, Leader}) {
		t.Errorf("from the release back to %v", got)
	}
	if got := given(t, handed(), Unit).Earlier(Outside); !slices.Equal(got, []Step{Drafted, Unit}) {
		t.Errorf("an outside opinion reaches to %v", got)
	}
}

// The review's clock stops while another organ decides (R-A17).
func TestDue(t *testing.T) {
	t.Parallel()
	cal := calendar.China()
	r := given(t, handed(), Unit)
	for _, x := range []struct {
		day  string
		f    ledger.Fact
		want string
	}{
		{"2019-05-06", nil, "2019-05-13"},
		{"2019-05-07", Referred{Edition: 1, Round: 1, Step: Secrecy}, "2019-05-13"},
		{"2019-05-14", nil, "2019-05-20"}, // as it waits
		{"2019-05-16", Advised{Edition: 1, Round: 1, Step: Secrecy}, "2019-05-22"},
		{"2019-05-21", Referred{Edition: 1, Round: 1, Step: Secrecy}, "2019-05-22"}, // asked again
		{"2019-05-23", Advised{Edition: 1, Round: 1, Step: Secrecy}, "2019-05-24"},
		{"2019-06-10", nil, "2019-05-24"},
	} {
		day, err := calendar.ParseDay(x.day)
		if err != nil {
			t.Fatal(err)
		}
		if x.f != nil {
			r = r.Apply(ledger.Entry{On: day, By: "secrecy"}, x.f)
		}
		if got := r.Due(day, cal).Day.String(); got != x.want {
			t.Errorf("%s: due %s, want %s", x.day, got, x.want)
		}
	}
}

var names = Known{Kinds: map[ledger.Code]string{"article": "信息", "normative": "规范性文件", "document": "政策文件", "rule": "规章"},
	Columns: map[ledger.Code]string{"fabu": "信息发布", "fabu/dongtai": "工作动态", "a": "同名栏目", "b": "同名栏目"}, Lawful: []ledger.Code{"normative", "rule"}}

// The built-in table: everything passes the secrecy review, what is law-like the
// legal one (R-A17).
func TestBuiltin(t *testing.T) {
	t.Parallel()
	table, err := Parse(Builtin(), names)
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[ledger.Code]string{"article": "unit secrecy office leader", "normative": "unit secrecy legal office leader",
		"rule": "unit secrecy legal office leader", "document": "unit secrecy legal office leader", "interpretation": "unit secrecy office leader"} {
		c := table.Chain(kind, "fabu/dongtai")
		if got := fmt.Sprint(c.Steps); got != "["+want+"]" || !c.parted(Leader, Secrecy) || c.parted(Unit, Office) || c.Days == 0 {
			t.Errorf("%s: %+v", kind, c)
		}
	}
}

// A row that names the kind goes before one that names the column.
func TestChain(t *testing.T) {
	t.Parallel()
	table, err := Parse("* | * | 保密审查、局办公室 | | 9\n规范性文件 | * | 保密审查 法律审查 分管领导 | 全部 | 8\n"+
		"* | 信息发布 | 科室负责人,保密审查,局办公室 | 科室负责人-局办公室 | 7\n信息 | fabu/dongtai | secrecy，office | 保密审查—局办公室 | 6\n定期评估 | 6\n", names)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		kind, column ledger.Code
		days         int
	}{{"article", "jigou", 9}, {"article", "fabuhui", 9}, {"normative", "fabu/dongtai", 8}, {"document", "fabu", 7}, {"document", "fabu/dongtai/a", 7},
		{"article", "fabu/dongtai", 6}, {"article", "fabu/dongtai/a", 6}, {"article", "fabu", 7}} {
		if got := table.Chain(x.kind, x.column); got.Days != x.days {
			t.Errorf("%s in %s: %+v, want that of %d days", x.kind, x.column, got, x.days)
		}
	}
	if table.Months != 6 || len(table.Rows[1].Apart) != 3 {
		t.Errorf("%+v", table)
	}
}

// Each fault of a table is told with its line (R-A17).
func TestParseTells(t *testing.T) {
	t.Parallel()
	const rest = "* | * | 保密审查、局办公室 | | 5\n"
	for text, want := range map[string]string{
		"":   "review.chart.rest",
		rest: "",
		"信息 | * | 保密审查、局办公室 | | 5":         "review.chart.rest",
		rest + "信息 | * | 保密审查":             "review.chart.cells",
		rest + "通知 | * | 保密审查、局办公室 | | 5":  "review.chart.kind",
		rest + "信息 | 公告 | 保密审查、局办公室 | | 5": "review.chart.column",
		rest + rest: "review.chart.twice",
		rest + "信息 | 同名栏目 | 保密审查、局办公室 | | 5":  "review.chart.namesake",
		rest + "信息 | * | 保密审查、处长 | | 5":       "review.chart.step review.chart.last",
		rest + "信息 | * | 起草、保密审查、局办公室 | | 5":  "review.chart.step",
		rest + "信息 | * | 局办公室、保密审查 | | 5":     "review.chart.order review.chart.secrecy",
		rest + "信息 | * | 科室负责人、局办公室 | | 5":    "review.chart.secrecy",
		rest + "信息 | * | 科室负责人、保密审查 | | 5":    "review.chart.last",
		rest + "规章 | * | 保密审查、分管领导 | | 5":     "review.chart.legal",
		rest + "信息 | * | 保密审查、局办公室 | 甲-乙 | 5": "review.chart.apart",
		rest + "信息 | * | 保密审查、局办公室 | | 0":     "review.chart.days",
		rest + "信息 | * | 保密审查、局办公室 | | 三":     "review.chart.days",
		rest + "定期评估 | 40":                    "review.chart.months",
	} {
		_, err := Parse(text, names)
		var all refusal.All
		var codes []string
		if errors.As(err, &all) {
			for _, r := range all {
				codes = append(codes, r.Code)
			}
		}
		if got := strings.Join(codes, " "); got != want && !(strings.HasPrefix(want, "review.chart.step") && strings.HasPrefix(got, "review.chart.step")) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A table comes into force today or later, and never changes a round that has
// begun (R-A17).
func TestCharts(t *testing.T) {
	t.Parallel()
	const text = "* | * | 保密审查、局办公室 | | 5\n"
	if _, _, err := Chart(nil, names, today.AddDays(-1), today, text, "x"); code(err) != "review.chart.past" {
		t.Errorf("from yesterday: %v", err)
	}
	if _, _, err := Chart(nil, names, today, today, Builtin(), "x"); code(err) != "review.chart.same" {
		t.Errorf("the same: %v", err)
	}
	if _, _, err := Chart(nil, names, today, today, "x", "x"); code(err) != "review.chart.cells" {
		t.Errorf("no table: %v", err)
	}
	one, f, err := Chart(nil, names, today.AddDays(3), today, text, "x")
	if err != nil || one.Version != 1 || f.Version != 1 || f.Text != one.Bound() {
		t.Fatalf("%+v, %+v, %v", one, f, err)
	}
	two, _, err := Chart([]Stored{one}, names, today.AddDays(3), today, text+"信息 | * | 保密审查、分管领导 | | 2\n", "y")
	if err != nil || two.Version != 2 {
		t.Fatalf("%+v, %v", two, err)
	}
	all := []Stored{one, two}
	if Pick(all, today).Version != 0 || Pick(all, today.AddDays(3)).Version != 2 {
		t.Error("the wrong table is in force")
	}
}

// The facts hold no prose; each that has a line says the words' sum in it.
func TestFacts(t *testing.T) {
	t.Parallel()
	for _, f := range Facts() {
		if free := ledger.FreeStrings(f); free != nil {
			t.Errorf("%s can hold prose in %v", f.Kind(), free)
		}
		r := given(t, handed(), Unit)
		was := r
		r.Apply(ledger.Entry{On: today, By: "x"}, f)
		if d := cmp.Diff(was, r, cmp.AllowUnexported(calendar.Day{})); d != "" {
			t.Errorf("%s changed the round it was applied to:\n%s", f.Kind(), d)
		}
	}
	o := Opinion{Salt: "s", Words: "同意", Guest: Guest{"甲", "乙所"}}
	e := ledger.Entry{Subject: "a1", Seq: 3, At: time.Unix(1, 0), By: "x"}
	l, ok := Said(e, Opined{Edition: 1, Round: 2, Step: Legal, For: "y", Verdict: Return, To: Unit, Basis: "none", Words: o.Bound()})
	if !ok || l.Seq != 3 || l.By != "x" || l.For != "y" || l.To != "unit" || l.Sum != o.Bound() || l.Article != "a1" {
		t.Errorf("%+v", l)
	}
	if _, ok := Said(e, Closed{}); ok {
		t.Error("the end of a chain has words of its own")
	}
	for _, s := range Steps {
		if s.Step.Name() != s.Name || s.Step.rank() < 0 {
			t.Errorf("%s", s.Step)
		}
	}
	if Verdict("x").Name() != "" || Step("x").rank() != -1 {
		t.Error("a word that is none has a name")
	}
}
