package contract

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	today = calendar.NewDay(2025, 3, 10)
	yy    = Office{Version: 1, Name: "岳阳市技术合同登记处", Unit: "u1", Code: "430600", Regions: []ledger.Code{"4306"}, Pattern: DefaultPattern,
		Others: []Place{{"43", "省技术市场"}, {"4301", "长沙市技术合同登记处"}}, Else: "请向卖方所在地的技术合同登记机构申请。"}
)

type fataler interface {
	Helper()
	Fatal(...any)
}

// credit makes a valid code of a region.
func credit(t fataler, first, region, rest string) string {
	t.Helper()
	for _, last := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if s := first + region + rest + string(last); RegionOf(s) != "" {
			return s
		}
	}
	t.Fatal("no check digit")
	return ""
}

func filing(t fataler) Filing {
	return Filing{Title: "智能灌溉控制系统开发", OwnNo: "KF-2025-01", Matter: "开发一套按土壤湿度自动灌溉的控制系统，交付软件和技术文档。",
		Files: Files{Texts: 1}, Seller: Side{Name: "岳阳某某科技有限公司", Credit: credit(t, "91", "430600", "MA4L00001"), Contact: "张三", Phone: "13812345678"},
		Buyer: Side{Name: "长沙某某农业有限公司", Credit: credit(t, "91", "430100", "MA4L00002")},
		Terms: Terms{Kind: "dev.commissioned", Signed: calendar.NewDay(2025, 2, 20), From: calendar.NewDay(2025, 3, 1), To: calendar.NewDay(2026, 2, 28),
			Money: Money{Total: 100 * fen, Technical: 80 * fen, Equipment: 20 * fen}, Pay: "parts", Property: "software", Field: "agriculture", Plan: "none",
			Goal: "farming", Seller: Party{"company", "430600"}, Buyer: Party{"company", "430100"}}}
}

func codes(err error) string {
	all, _ := err.(refusal.All)
	var out []string
	for _, r := range all {
		out = append(out, r.Code)
	}
	if r, ok := refusal.As(err); ok && len(out) == 0 {
		out = append(out, r.Code)
	}
	return strings.Join(out, " ")
}

// G.5-SELLER, G.5-WRITTEN, G.5-PLACE, G.5-KIND, G.5-MONEY: what a filing has to
// bring so that it is taken in.
func TestSubmit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*Filing)
		want   string
	}{
		{"whole", func(*Filing) {}, ""},
		{"G.5-WRITTEN by word of mouth", func(f *Filing) { f.Oral = true }, "contract.file.oral"},
		{"G.5-WRITTEN no text", func(f *Filing) { f.Files = Files{} }, "contract.file.text"},
		{"G.5-WRITTEN a program for a text", func(f *Filing) { f.Files.Bad = "合同.exe" }, "contract.file.format"},
		{"G.5 no name", func(f *Filing) { f.Title, f.Matter = "开发", "软件" }, "contract.file.title contract.file.matter"},
		{"G.5 a number as long as a letter", func(f *Filing) { f.OwnNo = strings.Repeat("9", 61) }, "contract.file.own_no"},
		{"G.5-SELLER nobody", func(f *Filing) { f.Seller = Side{} }, "contract.file.name contract.file.credit contract.file.contact contract.file.phone"},
		{"G.5-SELLER of no nature", func(f *Filing) { f.Terms.Buyer.Nature = "god" }, "contract.file.nature"},
		{"G.5-SELLER with oneself", func(f *Filing) { f.Buyer.Credit = strings.ToLower(f.Seller.Credit) }, "contract.file.self"},
		{"G.5-SELLER a bad telephone of the buyer", func(f *Filing) { f.Buyer.Phone = "12" }, "contract.file.phone"},
		{"G.5-SELLER a bad address", func(f *Filing) { f.Seller.Email = "a@b@c" }, "contract.file.email"},
		{"GB 32100-2015 a digit off", func(f *Filing) { f.Buyer.Credit = f.Buyer.Credit[:17] + "O" }, "contract.file.credit"},
		{"GB 11643-1999 a person without a number", func(f *Filing) { f.Terms.Buyer.Nature = "person" }, "contract.file.id"},
		{"a person", func(f *Filing) { f.Terms.Buyer.Nature, f.Buyer.Credit = "person", "11010519491231002X" }, ""},
		{"a buyer abroad", func(f *Filing) { f.Terms.Buyer, f.Buyer.Credit = Party{Nature: "overseas"}, "" }, ""},
		{"G.5-PLACE a seller of nowhere", func(f *Filing) { f.Terms.Seller.Region = "" }, "contract.file.region"},
		{"G.5-PLACE a seller of another place", func(f *Filing) { f.Terms.Seller.Region = "430105" }, "contract.file.place"},
		{"G.5-PLACE a buyer of another place", func(f *Filing) { f.Terms.Buyer.Region = "110101" }, ""},
		{"G.5-KIND no kind, no day", func(f *Filing) { f.Terms.Kind, f.Terms.Signed = "gift", calendar.Day{} }, "contract.file.signed contract.file.kind"},
		{"G.5-KIND tomorrow", func(f *Filing) { f.Terms.Signed = today.AddDays(1) }, "contract.file.future"},
		{"G.5-KIND today", func(f *Filing) { f.Terms.Signed = today }, ""},
		{"G.5-KIND a licence of 2020", func(f *Filing) { f.Terms.Kind, f.Terms.Signed = "licence", calendar.NewDay(2020, 12, 31) }, "contract.file.early"},
		{"G.5-KIND a licence of 2021", func(f *Filing) { f.Terms.Kind, f.Terms.Signed = "licence", calendar.NewDay(2021, 1, 1) }, ""},
		{"G.5 no days", func(f *Filing) { f.Terms.To = calendar.Day{} }, "contract.file.days"},
		{"G.5 backwards", func(f *Filing) { f.Terms.To = f.Terms.From.AddDays(-1) }, "contract.file.order"},
		{"G.5 over before it was signed", func(f *Filing) {
			f.Terms.From, f.Terms.To = calendar.NewDay(2024, 1, 1), calendar.NewDay(2025, 2, 19)
		}, "contract.file.over"},
		{"G.5-MONEY for nothing", func(f *Filing) { f.Terms.Money = Money{} }, "contract.file.total"},
		{"G.5-MONEY all of it technology", func(f *Filing) { f.Terms.Money = Money{1, 1, 0} }, ""},
		{"G.5-MONEY more than all", func(f *Filing) { f.Terms.Money.Technical = 100*fen + 1 }, "contract.file.technical"},
		{"G.5-MONEY less than nothing", func(f *Filing) { f.Terms.Money.Technical, f.Terms.Money.Equipment = -1, -1 }, "contract.file.technical"},
		{"G.5-MONEY parts beyond the whole", func(f *Filing) { f.Terms.Money.Equipment++ }, "contract.file.equipment"},
		{"G.5 nothing chosen", func(f *Filing) {
			f.Terms.Pay, f.Terms.Property, f.Terms.Field, f.Terms.Plan, f.Terms.Goal = "", "", "", "", "x"
		}, "contract.file.pay contract.file.property contract.file.field contract.file.plan contract.file.goal"},
	} {
		f := filing(t)
		c.change(&f)
		if _, err := Submit(f, yy, nil, "", today, ""); codes(err) != c.want {
			t.Errorf("%s: %q, want %q", c.name, codes(err), c.want)
		}
	}
	if _, err := Submit(filing(t), Office{}, nil, "", today, ""); codes(err) != "contract.file.unset" {
		t.Errorf("G.5-PLACE no office: %v", err)
	}
	f := filing(t)
	f.Terms.Seller.Region = "430105"
	if _, err := Submit(f, yy, nil, "", today, ""); !strings.Contains(fmt.Sprint(err), "长沙市技术合同登记处") {
		t.Errorf("G.5-PLACE told where to go: %v", err)
	}
	if got := yy.Elsewhere("430900"); got != "请向省技术市场申请。" {
		t.Errorf("G.5-PLACE: %s", got)
	}
	if got := yy.Elsewhere("110101"); got != yy.Else {
		t.Errorf("G.5-PLACE: %s", got)
	}
}

// G.5-ONCE: a contract is registered once; one that was declined or cancelled
// may come again.
func TestOnce(t *testing.T) {
	t.Parallel()
	f := filing(t)
	twin := Before{No: "2025430600000001", Title: " 智能灌溉 控制系统开发", Signed: f.Terms.Signed, Total: f.Terms.Money.Total, Seller: true}
	in := func(s State, change func(*Before)) Before {
		b := twin
		b.State = s
		change(&b)
		return b
	}
	for name, c := range map[string]struct {
		b    Before
		want string
		like bool
	}{
		"G.5-ONCE registered":            {in(Registered, func(*Before) {}), "contract.file.registered", false},
		"G.5-ONCE on its way":            {in(Checked, func(*Before) {}), "contract.file.pending", false},
		"G.5-ONCE declined":              {in(Declined, func(*Before) {}), "", false},
		"G.5-ONCE ended":                 {in(Ended, func(*Before) {}), "", false},
		"G.5-ONCE cancelled":             {in(Cancelled, func(*Before) {}), "", false},
		"G.5-ONCE another seller":        {in(Registered, func(b *Before) { b.Seller = false }), "", false},
		"G.5-ONCE the same file":         {Before{State: Registered, SameText: true}, "contract.file.registered", false},
		"G.5-ONCE the same number":       {Before{State: Filed, SameOwnNo: true}, "contract.file.pending", false},
		"G.5-ONCE another sum":           {in(Registered, func(b *Before) { b.Total++ }), "", true},
		"G.5-ONCE another day":           {in(Registered, func(b *Before) { b.Signed = today }), "", true},
		"G.5-ONCE another day and a sum": {in(Registered, func(b *Before) { b.Signed = today; b.Total-- }), "", false},
	} {
		if err := Once(f, []Before{c.b}); codes(err) != c.want || c.b.Like(f) != c.like {
			t.Errorf("%s: %q, want %q; like %v", name, codes(err), c.want, c.b.Like(f))
		}
	}
}

// in is a contract in a state, as its facts lead to it.
func in(t testing.TB, s State) Contract {
	t.Helper()
	f := filing(t)
	seq := int64(0)
	enter := func(c Contract, by ledger.ID, f ledger.Fact) Contract {
		seq++
		return c.Apply(ledger.Entry{Organ: "o", Subject: "k", Seq: seq, On: today, By: by}, f)
	}
	c := enter(Contract{}, ledger.Citizen, Submitted{Terms: f.Terms})
	if s == Filed {
		return c
	}
	if s == Lacking {
		return enter(c, "one", Examined{Lacks: []ledger.Code{"annex", "seal"}})
	}
	if c = enter(c, "one", Examined{}); s == Checked {
		return c
	}
	if s == Ended {
		return enter(c, "one", Withdrawal{How: "withdrawn"})
	}
	if s == Declined {
		return enter(enter(c, "one", Recognition{Ground: "not_technical"}), "two", Refusal{Ground: "not_technical"})
	}
	if c = enter(c, "one", Recognition{Technical: true, Type: "service", Money: Money{90 * fen, 70 * fen, 0}}); s == Recognised {
		return c
	}
	if c = enter(c, "two", Registration{No: "2025430600000001", Type: "service", Money: c.Verified.Money}); s == Registered {
		return enter(c, "two", Certified{Version: 1, Of: c.Entry})
	}
	return enter(c, "two", Cancellation{Type: "service", Money: c.Verified.Money, Ground: "rescinded"})
}

// G.5-CHECK: what is missing is told once and completely.
func TestExamine(t *testing.T) {
	t.Parallel()
	c := in(t, Filed)
	f, err := c.Examine([]ledger.Code{"seal", "annex", "seal"}, "")
	if err != nil || len(f.Lacks) != 2 {
		t.Fatalf("%+v, %v", f, err)
	}
	c = c.Apply(ledger.Entry{}, f)
	if c.State != Lacking || c.Waits() != "申请人补正" {
		t.Errorf("%+v", c)
	}
	amended, err := c.Amend(filing(t), yy, nil, today, "")
	if err != nil {
		t.Fatal(err)
	}
	c = c.Apply(ledger.Entry{}, amended)
	for want, lacks := range map[string][]ledger.Code{"": {"seal"}, "contract.examine.once": {"seal", "text"}, "contract.examine.lack contract.examine.once": {"money ", "money"}} {
		if _, err := c.Examine(lacks, ""); codes(err) != want {
			t.Errorf("G.5-CHECK %v: %q, want %q", lacks, codes(err), want)
		}
	}
	if f, err := c.Examine(nil, ""); err != nil || c.Apply(ledger.Entry{}, f).State != Checked {
		t.Errorf("nothing is missing: %v", err)
	}
}

// G.5-RESULT: the recogniser says why, the kind was one on the day of signing,
// and no more is income from technology than there is.
func TestRecognise(t *testing.T) {
	t.Parallel()
	c := in(t, Checked)
	good := Finding{Technical: true, Type: "service", Money: Money{90 * fen, 70 * fen, 10 * fen}, Reason: "以常规技术解决特定问题"}
	for name, x := range map[string]struct {
		change func(*Finding)
		want   string
	}{
		"G.5-RESULT another kind":           {func(*Finding) {}, ""},
		"G.5-RESULT without why":            {func(f *Finding) { f.Reason = " " }, "contract.recognise.reason"},
		"G.5-KIND none":                     {func(f *Finding) { f.Type = "" }, "contract.recognise.type"},
		"G.5-MONEY too much":                {func(f *Finding) { f.Money.Technical = 91 * fen }, "contract.file.technical"},
		"G.5-RESULT none, for a reason":     {func(f *Finding) { *f = Finding{Ground: "not_technical", Reason: "买卖设备"} }, ""},
		"G.5-RESULT none, without a ground": {func(f *Finding) { *f = Finding{Reason: "买卖设备"} }, "contract.recognise.ground"},
	} {
		f := good
		x.change(&f)
		if _, err := c.Recognise(f, ""); codes(err) != x.want {
			t.Errorf("%s: %q, want %q", name, codes(err), x.want)
		}
	}
	c.Declared.Signed = calendar.NewDay(2020, 5, 1)
	if _, err := c.Recognise(Finding{Technical: true, Type: "licence", Money: good.Money, Reason: "许可"}, ""); codes(err) != "contract.file.early" {
		t.Errorf("G.5-KIND a licence of 2020: %v", err)
	}
}

// G.5-EYES: who recognised does not register, decline, correct or cancel.
func TestFourEyes(t *testing.T) {
	t.Parallel()
	for _, by := range [][]ledger.ID{{"one"}, {"two", "one"}, {"head", ""}, {"two", "head"}} {
		made := []ledger.ID{"one", "head"}
		if _, err := in(t, Recognised).Register(by, made, "1"); codes(err) != "contract.register.same" {
			t.Errorf("registered by %v: %v", by, err)
		}
		d := in(t, Checked)
		d = d.Apply(ledger.Entry{By: "one"}, Recognition{Ground: "twice"})
		if _, err := d.Decline(by, made); codes(err) != "contract.register.same" {
			t.Errorf("declined by %v: %v", by, err)
		}
		if _, err := in(t, Registered).Cancel("void", "判决", by, made, ""); codes(err) != "contract.correct.same" {
			t.Errorf("cancelled by %v: %v", by, err)
		}
	}
	c := in(t, Registered)
	better := Finding{Type: "consulting", Money: Money{90 * fen, 60 * fen, 0}, Reason: "核对后改"}
	f, err := c.Correct(better, []ledger.ID{"two"}, []ledger.ID{"one"}, "")
	if err != nil || f.Of != c.Entry || f.Was != "service" {
		t.Fatalf("%+v, %v", f, err)
	}
	c = c.Apply(ledger.Entry{Seq: 9, By: "two"}, f)
	if _, err := c.Correct(Finding{Type: "service", Money: better.Money, Reason: "再改"}, []ledger.ID{"two"}, nil, ""); codes(err) != "contract.correct.same" {
		t.Errorf("G.5-EYES one's own correction corrected: %v", err)
	}
	if _, err := c.Correct(better, []ledger.ID{"one"}, nil, ""); codes(err) != "contract.correct.nothing" {
		t.Errorf("nothing to correct: %v", err)
	}
	if _, err := c.Correct(Finding{Type: "x", Money: better.Money}, []ledger.ID{"one"}, nil, ""); codes(err) != "contract.correct.reason contract.recognise.type" {
		t.Errorf("corrected to what: %v", err)
	}
	if _, err := c.Cancel("x", "", []ledger.ID{"one"}, nil, ""); codes(err) != "contract.cancel.ground contract.cancel.reason" {
		t.Errorf("cancelled without why: %v", err)
	}
	if _, err := in(t, Recognised).Return(" ", ""); codes(err) != "contract.return.reason" {
		t.Errorf("sent back without why: %v", err)
	}
}

var tries = []struct {
	verb string
	do   func(c Contract, f Filing) (ledger.Fact, error)
}{
	{"补正", func(c Contract, f Filing) (ledger.Fact, error) { return c.Amend(f, yy, nil, today, "") }},
	{"告知缺项", func(c Contract, f Filing) (ledger.Fact, error) { return c.Examine([]ledger.Code{"seal"}, "") }},
	{"形式审查通过", func(c Contract, f Filing) (ledger.Fact, error) { return c.Examine(nil, "") }},
	{"认定", func(c Contract, f Filing) (ledger.Fact, error) {
		return c.Recognise(Finding{Technical: true, Type: "service", Money: f.Terms.Money, Reason: "常规技术"}, "")
	}},
	{"认定不是", func(c Contract, f Filing) (ledger.Fact, error) {
		return c.Recognise(Finding{Ground: "not_technical", Reason: "买卖"}, "")
	}},
	{"退回", func(c Contract, f Filing) (ledger.Fact, error) { return c.Return("再核", "") }},
	{"登记", func(c Contract, f Filing) (ledger.Fact, error) {
		return c.Register([]ledger.ID{"three"}, nil, "2025430600000001")
	}},
	{"不予登记", func(c Contract, f Filing) (ledger.Fact, error) { return c.Decline([]ledger.ID{"three"}, nil) }},
	{"出证", func(c Contract, f Filing) (ledger.Fact, error) { return c.Certify(false, "") }},
	{"更正", func(c Contract, f Filing) (ledger.Fact, error) {
		return c.Correct(Finding{Type: "consulting", Money: f.Terms.Money, Reason: "改"}, []ledger.ID{"three"}, nil, "")
	}},
	{"注销", func(c Contract, f Filing) (ledger.Fact, error) {
		return c.Cancel("void", "判决", []ledger.ID{"three"}, nil, "")
	}},
	{"终止", func(c Contract, f Filing) (ledger.Fact, error) { return c.Withdraw("withdrawn", "") }},
	{"归档", func(c Contract, f Filing) (ledger.Fact, error) { return c.Archive() }},
	{"删除个人信息", func(c Contract, f Filing) (ledger.Fact, error) { return c.Erase() }},
}

// Every state × every verb: the fact or the refusal (G.5, G.5-NUMBER, 个人信息保护法第四十七条). The
// file is the documentation of a filing's life.
func TestMatrix(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# 技术合同申报的状态 × 动作：记入台账的事实和其后的状态，或拒绝的代码和依据。由 go test ./contract -update 写成。\n")
	for _, s := range States {
		for _, archived := range []bool{false, true} {
			c := in(t, s.State)
			if c.Archived = archived; archived && s.State.Pending() {
				continue
			}
			name := s.Name
			if archived {
				name += "，已归档"
			}
			fmt.Fprintf(&b, "\n%s\n", name)
			for _, x := range tries {
				f, err := x.do(c, filing(t))
				if err != nil {
					no, ok := refusal.As(err)
					if !ok {
						t.Fatalf("%s in %s: a fault: %v", x.verb, s.Name, err)
					}
					if words := no.Words(); words == no.Code || strings.Contains(words, "{") {
						t.Errorf("%s has no sentence: %s", no.Code, words)
					}
					fmt.Fprintf(&b, "  %s ✗ %s（%s）\n", x.verb, no.Code, no.Rule)
					continue
				}
				fmt.Fprintf(&b, "  %s → %s %s\n", x.verb, f.Kind(), c.Apply(ledger.Entry{On: today, By: "x"}, f).State.Name())
			}
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
	if string(want) != b.String() {
		t.Errorf("%s is not what the code does; look at the difference, then go test ./contract -update", file)
	}
}

// Facts hold no prose.
func TestFacts(t *testing.T) {
	t.Parallel()
	for _, f := range Facts() {
		if free := ledger.FreeStrings(f); len(free) > 0 {
			t.Errorf("%s has free strings %v", f.Kind(), free)
		}
	}
}
