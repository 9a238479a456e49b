package catalogue

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/register"
)

var today = calendar.NewDay(2019, 7, 16)

const credit = "914306007121234568" // made up; its check digit is put right by whole

// whole is a guide that lacks nothing.
func whole() Elements {
	e := Elements{Name: "技术合同认定登记", Kind: "07", Subject: []string{"science"}, Basis: "《技术合同认定登记管理办法》", Body: "岳阳市科学技术局",
		Nature: "statutory", BodyCode: valid(credit), Level: "3", Served: []string{"legal"}, Conditions: "卖方在本市", Handling: "promised",
		Statutory: Period{30, law.Workdays}, Promised: Period{10, law.Workdays}, Ways: []string{"window", "online"}, ResultName: "技术合同登记证明",
		Place: "市政务服务中心", Hours: "工作日9:00—17:00", Phone: "0730-8880000", Complaint: "12345", Remedies: "60日内申请行政复议",
		Materials: []Material{{Name: "技术合同", Form: "copy", Copies: 1, Medium: "electronic", Source: "applicant", Need: "needed"}},
		Steps:     []Step{{Name: "受理", Days: 1}, {Name: "认定", Days: 8}, {Name: "出证", Days: 1}}}
	e.ImplCode = e.BodyCode + "3000117013000"
	return e
}

// valid puts the check digit of a credit code right.
func valid(code string) string {
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if s := code[:17] + string(c); law.ValidCredit(s) {
			return s
		}
	}
	panic("no check digit")
}

// codes lists "code field" of every refusal in an error.
func codes(t *testing.T, err error) (out []string) {
	t.Helper()
	var all refusal.All
	if errors.As(err, &all) {
		for _, r := range all {
			out = append(out, strings.TrimSpace(r.Code+" "+r.Field))
		}
		return out
	}
	if r, ok := refusal.As(err); ok {
		return []string{strings.TrimSpace(r.Code + " " + r.Field)}
	}
	if err != nil {
		t.Fatal(err)
	}
	return nil
}

// §G.4: codes by their length and check digit, a promise within the law's time.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		why    string
		change func(*Elements)
		want   []string
	}{
		{"whole", func(*Elements) {}, nil},
		{"no name", func(e *Elements) { e.Name = "" }, []string{"catalogue.draft.name name"}},
		{"no codes", func(e *Elements) { e.ImplCode, e.BodyCode = "", "" }, nil},
		{"a short basic code", func(e *Elements) { e.BasicCode = "00011701300" }, []string{"catalogue.draft.code basic_code"}},
		{"a basic code", func(e *Elements) { e.BasicCode = "000117013000" }, nil},
		{"letters in a code", func(e *Elements) { e.BasicCode = "00011701300号" }, []string{"catalogue.draft.code basic_code"}},
		{"a wrong check digit", func(e *Elements) { e.BodyCode = e.BodyCode[:17] + "I" }, []string{"catalogue.draft.credit body_code"}},
		{"a wrong check digit within", func(e *Elements) { e.ImplCode = "111111111111111111" + "3000117013000" }, []string{"catalogue.draft.credit impl_code"}},
		{"a business code", func(e *Elements) { e.BusinessCode = e.ImplCode + "01" }, nil},
		{"a promise beyond the law", func(e *Elements) { e.Promised.N = 31 }, []string{"catalogue.draft.promise promised"}},
		{"a promise as long as the law", func(e *Elements) { e.Promised.N = 30 }, nil},
		{"30日 by law, 10个工作日 promised", func(e *Elements) { e.Statutory.Unit = law.Days }, nil},
		{"30日 by law, 22个工作日 promised", func(e *Elements) { e.Statutory.Unit, e.Promised.N = law.Days, 22 }, []string{"catalogue.draft.promise promised"}},
		{"no time by law", func(e *Elements) { e.Statutory = Period{} }, nil},
		{"instant in ten days", func(e *Elements) { e.Handling = "instant" }, []string{"catalogue.draft.instant promised"}},
		{"steps beyond the promise", func(e *Elements) { e.Steps[1].Days = 9 }, []string{"catalogue.draft.steps steps"}},
		{"a step without a name", func(e *Elements) { e.Steps[1].Name = "" }, []string{"catalogue.draft.step steps"}},
		{"a material without a name", func(e *Elements) { e.Materials[0].Name = "" }, []string{"catalogue.draft.material materials"}},
		{"none and one", func(e *Elements) { e.NoMaterials = true }, []string{"catalogue.draft.materials no_materials"}},
	} {
		e := whole()
		x.change(&e)
		if got := codes(t, e.Check()); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.why, got, x.want)
		}
	}
}

// A guide names what it lacks (§G.4); four of the 重点要素 in five items fail
// the state's inspection (E.2 V6).
func TestMissing(t *testing.T) {
	t.Parallel()
	e := whole()
	if m := e.Missing(); len(m) > 0 || !e.Complete() {
		t.Errorf("the whole one lacks %v", m)
	}
	for _, x := range []struct {
		change func(*Elements)
		want   string
	}{
		{func(e *Elements) { e.Basis = "" }, "basis"},
		{func(e *Elements) { e.Promised = Period{} }, "promised"},
		{func(e *Elements) { e.Handling, e.Promised = "instant", Period{} }, ""},
		{func(e *Elements) { e.Fee = true }, "fee_standard fee_basis"},
		{func(e *Elements) { e.Visits = 1 }, "visit_reason"},
		{func(e *Elements) { e.Materials = nil }, "materials"},
		{func(e *Elements) { e.Materials, e.NoMaterials = nil, true }, ""},
		{func(e *Elements) { e.Materials[0].Source = "" }, "material.1"},
		{func(e *Elements) { e.Steps = nil }, "steps"},
	} {
		e := whole()
		x.change(&e)
		var got []string
		for _, g := range e.Missing() {
			got = append(got, g.Key)
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("lacks %v, want %s", got, x.want)
		}
	}
	poor := whole()
	poor.Place, poor.Hours, poor.Phone, poor.Steps = "", "", "", nil
	for _, x := range []struct {
		poor, rich, bad int
		fails           bool
	}{{0, 0, 0, false}, {1, 0, 1, true}, {3, 1, 3, false}, {4, 4, 4, false}, {5, 20, 5, true}} {
		items := append(slices.Repeat([]Elements{poor}, x.poor), slices.Repeat([]Elements{whole()}, x.rich)...)
		if bad, fails := Useless(items); bad != x.bad || fails != x.fails {
			t.Errorf("%d of %d: %d %v", x.poor, len(items), bad, fails)
		}
	}
}

// One version is in force on a day (§G.4).
func TestInForce(t *testing.T) {
	t.Parallel()
	day := func(d int) calendar.Day { return calendar.NewDay(2019, 7, d) }
	vs := []Version{{No: 1, Stage: Approved, From: day(1)}, {No: 2, Stage: Approved, From: day(10)}, {No: 3, Stage: InReview, From: day(5)}}
	for d, want := range map[int]int{1: 1, 9: 1, 10: 2, 31: 2} {
		if v, ok := InForce(vs, day(d)); !ok || v.No != want {
			t.Errorf("on the %d: %d", d, v.No)
		}
	}
	if _, ok := InForce(vs, calendar.NewDay(2019, 6, 30)); ok {
		t.Error("a version was in force before the first")
	}
}

// The life of an item: whoever wrote a version does not put it in force, and a
// later one begins from tomorrow (§G.4).
func TestLife(t *testing.T) {
	t.Parallel()
	i := Item{ID: "i1", Organ: "o1", No: "001", State: New, Latest: 1}
	v := Version{Item: "i1", No: 1, Stage: Draft, Unit: "u1", Authors: []ledger.ID{"li"}, Elements: whole(), Salt: "s"}
	do := func(on calendar.Day, f ledger.Fact, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		e := ledger.Entry{Organ: "o1", Subject: "i1", On: on}
		i, v = i.Apply(e, f), v.Apply(e, f)
	}
	no := func(want string, err error) {
		t.Helper()
		if got := codes(t, err); !slices.Equal(got, []string{want}) {
			t.Errorf("%v, want %s", got, want)
		}
	}
	enforce := func(from calendar.Day, by ledger.ID) (ledger.Fact, error) {
		return i.Enforce(v, from, today, []ledger.ID{by}, "l1")
	}
	refused := func(from calendar.Day, by ledger.ID) error { _, err := enforce(from, by); return err }
	no("catalogue.enforce.stage", refused(today, "wang"))
	_, err := i.Return(v, "x", "")
	no("catalogue.return.stage", err)
	_, err = i.Halt("x", "")
	no("catalogue.suspend.state", err)
	_, err = i.Cancel(today, today, "x", "")
	no("catalogue.cancel.state", err)
	empty := v
	empty.Unit, empty.Elements.Kind, empty.Elements.Handling = "", "", ""
	_, err = i.Propose(empty)
	if got := codes(t, err); !slices.Equal(got, []string{"catalogue.propose.kind kind", "catalogue.propose.unit unit", "catalogue.propose.handling handling"}) {
		t.Error(got)
	}
	f, err := i.Propose(v)
	do(today, f, err)
	_, err = i.Return(v, " ", "")
	no("catalogue.return.reason reason", err)
	r, err := i.Return(v, "地点不全", "sum")
	do(today, r, err)
	f, err = i.Propose(v)
	do(today, f, err)
	_, err = i.Propose(v)
	no("catalogue.propose.stage", err)
	no("catalogue.enforce.author", refused(today, "li"))
	no("catalogue.enforce.future from", refused(today.AddDays(1), "wang"))
	g, err := enforce(calendar.NewDay(2018, 5, 21), "wang")
	do(today, g, err)
	if want := (Item{ID: "i1", Organ: "o1", No: "001", State: Active, Kind: "07", Line: "l1", Latest: 1, Approved: 1, From: calendar.NewDay(2018, 5, 21)}); i != want {
		t.Errorf("%+v", i)
	}
	if f := g.(Enforced); v.Stage != Approved || v.From != i.From || f.Promised.N != 10 || f.Statutory.N != 30 || f.Unit != "u1" || f.Sum != v.Sum() {
		t.Errorf("%+v", f)
	}
	v = Version{Item: "i1", No: 2, Stage: Draft, Unit: "u1", Authors: []ledger.ID{"li"}, Elements: whole(), Salt: "s2"}
	v.Elements.Kind = "01"
	f, err = i.Propose(v)
	do(today, f, err)
	no("catalogue.enforce.past from", refused(today.AddDays(-1), "wang"))
	no("catalogue.enforce.register kind", refused(today, "wang"))
	v.Elements.Kind = "08"
	g, err = enforce(today, "wang")
	do(today, g, err)
	v.No, v.Stage = 3, InReview
	no("catalogue.enforce.past from", refused(today, "wang"))
	_, err = i.Halt("", "")
	no("catalogue.suspend.reason reason", err)
	h, err := i.Halt("系统升级", "sum")
	do(today, h, err)
	if i.State != Suspended {
		t.Error(i.State)
	}
	res, err := i.Resume()
	do(today, res, err)
	_, err = i.Resume()
	no("catalogue.resume.state", err)
	_, err = i.Cancel(today.AddDays(1), today, "x", "")
	no("catalogue.cancel.day on", err)
	_, err = i.Cancel(today, today, "", "")
	no("catalogue.cancel.reason reason", err)
	c, err := i.Cancel(today, today, "下放", "sum")
	do(today, c, err)
	if i.State != Cancelled || i.CancelledOn != today {
		t.Errorf("%+v", i)
	}
	v.Stage = Draft
	_, err = i.Propose(v)
	no("catalogue.propose.cancelled", err)
	no("catalogue.propose.cancelled", refused(today, "wang"))
}

// Every element is typed, printed, read back and bound by the sum.
func TestFields(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	base := Version{Salt: "s"}.Sum()
	for _, f := range Fields {
		if seen[f.Key] || seen[f.Label] || !slices.Contains(Groups, f.Group) {
			t.Errorf("%s %s stands twice or in no group", f.Key, f.Label)
		}
		seen[f.Key], seen[f.Label] = true, true
		typed := map[Sort]string{Line: "字", Area: "字\n字", YesNo: "是", Number: "2", Span: "20个工作日"}[f.Sort]
		if f.List != "" {
			typed = law.Terms(f.List)[0].Label
		}
		var e, again Elements
		if err := f.Set(&e, typed); err != nil {
			t.Errorf("%s: %v", f.Key, err)
		}
		if err := f.Set(&again, f.Get(&e)); err != nil || f.Get(&again) != f.Get(&e) || f.Print(&e) != typed {
			t.Errorf("%s: %q %q %v", f.Key, f.Get(&e), f.Print(&e), err)
		}
		if (Version{Salt: "s", Elements: e}).Sum() == base {
			t.Errorf("%s is not bound by the sum", f.Key)
		}
		if f.Sort != Line && f.Sort != Area && f.Set(&e, "〇") == nil {
			t.Errorf("%s takes anything", f.Key)
		}
	}
	for _, change := range []func(*Elements){func(e *Elements) { e.Materials[0].Blank.SHA = "x" }, func(e *Elements) { e.Materials[0].Sample.SHA = "x" },
		func(e *Elements) { e.ResultSample.SHA = "x" }, func(e *Elements) { e.Steps[0].Unit = "x" }, func(e *Elements) { e.Materials[0].Copies = 2 }} {
		e := whole()
		change(&e)
		if (Version{Elements: e}).Sum() == (Version{Elements: whole()}).Sum() {
			t.Error("a change is not bound by the sum")
		}
	}
}

func TestPeriod(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Period{"20个工作日": {20, law.Workdays}, "20工作日": {20, law.Workdays}, "20": {20, law.Workdays}, "30日": {30, law.Days},
		"30天": {30, law.Days}, "": {}, "当场": {}, "无": {}} {
		if got, ok := ParsePeriod(s); !ok || got != want {
			t.Errorf("%s: %v %v", s, got, ok)
		}
	}
	for _, s := range []string{"二十日", "-1", "1000日", "20个", "20个工作日内", "3个月"} {
		if p, ok := ParsePeriod(s); ok {
			t.Errorf("%s is read as %s", s, p)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		p := Period{rapid.IntRange(1, 999).Draw(rt, "n"), rapid.SampledFrom([]law.Unit{law.Days, law.Workdays}).Draw(rt, "unit")}
		if got, ok := ParsePeriod(p.String()); !ok || got != p {
			rt.Fatalf("%s became %v", p, got)
		}
	})
}

// Every kind of item has its register of the annual report (§B.3).
func TestRegister(t *testing.T) {
	t.Parallel()
	for _, k := range law.Terms("item_kind") {
		if register.Name(Register(ledger.Code(k.Key))).Title() == "" {
			t.Errorf("%s stands in no register", k.Label)
		}
	}
	if Register("99") != "" {
		t.Error("a kind that is none stands in a register")
	}
}
