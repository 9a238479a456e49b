package consultation

import (
	"slices"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var (
	first = calendar.NewDay(2025, 3, 5)
	last  = calendar.NewDay(2025, 4, 3)
	text  = Text{Title: "征求意见", Draft: "第一条", Basis: "促进科技成果转化法", Note: "说明"}
)

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

func (c Consultation) at(on calendar.Day, by ledger.ID, f ledger.Fact) Consultation {
	return c.Apply(ledger.Entry{Subject: "c1", Organ: "o1", On: on, By: by}, f)
}

func planned() Consultation {
	return Consultation{}.at(first, "clerk", Planned{Unit: "u1", From: first, To: last, Named: true})
}

func open(opinions int) Consultation {
	c := planned().at(first, "head", Opened{})
	for n := range opinions {
		c = c.at(first, ledger.Citizen, Opined{No: n + 1, Door: "web"})
	}
	return c
}

// 国办发〔2016〕80号: a draft, its grounds and what it is for, open for thirty days, or for
// fewer with a reason.
func TestPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Planned, *Text)
		brief  bool
		want   string
	}{
		"国办发〔2016〕80号 thirty days":     {func(*Planned, *Text) {}, false, ""},
		"国办发〔2016〕80号 one day fewer":   {func(p *Planned, _ *Text) { p.To = last.AddDays(-1) }, true, "consultation.plan.reason"},
		"国办发〔2016〕80号 with a reason":   {func(p *Planned, t *Text) { p.To, t.Reason = last.AddDays(-1), "紧急" }, true, ""},
		"国办发〔2016〕80号 six days":        {func(p *Planned, t *Text) { p.To, t.Reason = first.AddDays(5), "紧急" }, false, "consultation.plan.to"},
		"国办发〔2016〕80号 no last day":     {func(p *Planned, _ *Text) { p.To = calendar.Day{} }, false, "consultation.plan.to"},
		"国办发〔2016〕80号 began yesterday": {func(p *Planned, _ *Text) { p.From = first.AddDays(-1) }, false, "consultation.plan.from"},
		"国办发〔2016〕80号 nothing": {func(p *Planned, t *Text) { *p, *t = Planned{}, Text{} }, false,
			"consultation.plan.title consultation.plan.draft consultation.plan.basis consultation.plan.note consultation.plan.from"},
	} {
		p, x := Planned{From: first, To: last}, text
		c.change(&p, &x)
		got, err := Consultation{}.Plan(p, x, first)
		if codes(err) != c.want || got.Brief != c.brief {
			t.Errorf("%s: %q, brief %v", name, codes(err), got.Brief)
		}
	}
	if _, err := planned().Plan(Planned{From: first, To: last}, text, first); codes(err) != "consultation.do.state" {
		t.Error(err)
	}
	back, err := planned().Return("请补充", "")
	if c := planned().at(first, "head", back); err != nil || c.State != Returned || c.Waits(first) != "修改后再送审" {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := planned().Return(" ", ""); codes(err) != "consultation.return.reason" {
		t.Error(err)
	}
}

// 国办发〔2016〕80号: what one drafts another lets out, by the first day.
func TestOpen(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		by []ledger.ID
		on calendar.Day
	}{"": {[]ledger.ID{"head", ""}, first}, "consultation.open.author": {[]ledger.ID{"head", "clerk"}, first}, "consultation.open.day": {[]ledger.ID{"head"}, first.AddDays(1)}} {
		if _, err := planned().Open(c.by, []ledger.ID{"clerk"}, c.on, ""); codes(err) != want {
			t.Errorf("%q, want %q", codes(err), want)
		}
	}
	c := open(0)
	for on, want := range map[calendar.Day]string{first.AddDays(-1): "尚未开始", first: "征集中", last: "征集中", last.AddDays(1): "已结束"} {
		if got := c.Standing(on); got != want || c.Takes(on) != (want == "征集中") {
			t.Errorf("%s: %s, takes %v", on, got, c.Takes(on))
		}
	}
}

// D.2(4): an opinion comes within the days, however it comes; script is text, and
// ten thousand characters are the most.
func TestOpine(t *testing.T) {
	t.Parallel()
	good := Opinion{Name: "张三", Words: "<script>"}
	for name, c := range map[string]struct {
		door      ledger.Code
		o         Opinion
		on, today calendar.Day
		want      string
	}{
		"D.2(4) by the site":        {"web", good, first, first, ""},
		"D.2(4) a letter, told now": {"post", good, last, last.AddDays(3), ""},
		"D.2(4) a letter too late":  {"post", good, last.AddDays(1), last.AddDays(3), "consultation.opine.day"},
		"D.2(4) tomorrow":           {"post", good, first.AddDays(1), first, "consultation.opine.day"},
		"D.2(4) no door":            {"", good, first, first, "consultation.opine.door"},
		"D.2(4) nothing, nobody":    {"web", Opinion{Words: " "}, first, first, "consultation.opine.words consultation.opine.name"},
		"D.2(4) ten thousand":       {"web", Opinion{Name: "张三", Words: strings.Repeat("长", 10000)}, first, first, ""},
		"D.2(4) one more":           {"web", Opinion{Name: "张三", Words: strings.Repeat("长", 10001)}, first, first, "consultation.opine.long"},
	} {
		if _, err := open(0).Opine(c.door, c.o, c.on, c.today, ""); codes(err) != c.want {
			t.Errorf("%s: %q, want %q", name, codes(err), c.want)
		}
	}
	if _, err := planned().Opine("web", good, first, first, ""); codes(err) != "consultation.do.state" {
		t.Error(err)
	}
}

// 国办发〔2016〕80号: a period that runs may become longer, with a reason that is
// public; one that is over does not begin again.
func TestProlong(t *testing.T) {
	t.Parallel()
	short := planned().at(first, "head", Opened{})
	short.To, short.Brief = first.AddDays(9), true
	for name, c := range map[string]struct {
		to     calendar.Day
		reason string
		today  calendar.Day
		brief  bool
		want   string
	}{
		"国办发〔2016〕80号 to thirty days":        {last, "春节", short.To, false, ""},
		"国办发〔2016〕80号 still brief":           {short.To.AddDays(1), "春节", first, true, ""},
		"国办发〔2016〕80号 it is over":            {last, "春节", short.To.AddDays(1), false, "consultation.prolong.over"},
		"国办发〔2016〕80号 not longer, no reason": {short.To, " ", first, true, "consultation.prolong.to consultation.prolong.reason"},
		"国办发〔2016〕80号 no day":                {calendar.Day{}, "春节", first, true, "consultation.prolong.to"},
	} {
		f, err := short.Prolong(c.to, c.reason, c.today, "")
		if codes(err) != c.want || f.Brief != c.brief {
			t.Errorf("%s: %q, brief %v", name, codes(err), f.Brief)
		}
		if got := short.at(c.today, "head", f); err == nil && (got.To != c.to || f.Was != short.To || !got.Takes(c.to)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, err := planned().Prolong(last.AddDays(9), "春节", first, ""); codes(err) != "consultation.do.state" {
		t.Error(err)
	}
}

// D.2(4): every opinion stands in one group, every group has its answer, and what
// was not adopted its reason; another lets it out.
func TestConclude(t *testing.T) {
	t.Parallel()
	after := last.AddDays(1)
	group := func(adoption ledger.Code, reason string, n ...int) Group {
		return Group{Title: "意见", Opinions: n, Adoption: adoption, Reason: reason}
	}
	for name, c := range map[string]struct {
		groups []Group
		want   string
	}{
		"D.2(4) all":            {[]Group{group("adopted", "", 1, 2), group("rejected", "财力不足", 3)}, ""},
		"D.2(4) one missing":    {[]Group{group("adopted", "", 1, 3)}, "consultation.sum.missing"},
		"D.2(4) one twice":      {[]Group{group("adopted", "", 1, 2, 3), group("partly", "分步", 3)}, "consultation.sum.twice"},
		"D.2(4) one too many":   {[]Group{group("adopted", "", 1, 2, 3, 4)}, "consultation.sum.none"},
		"D.2(4) no reason":      {[]Group{group("partly", "", 1, 2, 3)}, "consultation.sum.reason"},
		"D.2(4) no answer":      {[]Group{group("", "因为", 1, 2, 3)}, "consultation.sum.adoption"},
		"D.2(4) without a name": {[]Group{{Opinions: []int{1, 2, 3}, Adoption: "adopted"}}, "consultation.sum.title"},
	} {
		f, err := open(3).Conclude(Outcome{Words: "共3件", Groups: c.groups}, after, "")
		if codes(err) != c.want || c.want == "" && (f.Adopted != 2 || f.Rejected != 1) {
			t.Errorf("%s: %q, %+v", name, codes(err), f)
		}
	}
	if _, err := open(0).Conclude(Outcome{Words: "没有收到意见。"}, after, ""); err != nil {
		t.Errorf("nobody said anything: %v", err)
	}
	if _, err := open(0).Conclude(Outcome{}, after, ""); codes(err) != "consultation.sum.words" {
		t.Error(err)
	}
	if _, err := open(0).Conclude(Outcome{Words: "无"}, last, ""); codes(err) != "consultation.sum.early" {
		t.Error(err)
	}
	summed := open(3).at(after, "clerk", Concluded{Adopted: 3})
	if _, err := summed.Publish([]ledger.ID{"clerk"}, nil); codes(err) != "consultation.open.author" {
		t.Error(err)
	}
	out, err := summed.Publish([]ledger.ID{"head"}, []ledger.ID{"clerk"})
	if err != nil || out.Opinions != 3 || out.Adopted != 3 {
		t.Errorf("%+v, %v", out, err)
	}
	if c := summed.at(after, "head", SentBack{}); c.State != Open || c.Waits(after) != "汇总意见，公布采纳情况" {
		t.Errorf("%+v", c)
	}
	if _, due := open(0).Due(calendar.China()); due.Day.String() != "2025-05-03" {
		t.Errorf("the outcome is due %s", due)
	}
}

// D.2(4): one that ends without an outcome says why; 个人信息保护法第四十七条: who said
// what goes once it is over.
func TestStopAndErase(t *testing.T) {
	t.Parallel()
	if _, err := open(1).Stop("", ""); codes(err) != "consultation.stop.reason" {
		t.Error(err)
	}
	f, err := open(1).Stop("上位法修改", "")
	c := open(1).at(first, "head", f)
	if err != nil || c.State != Stopped || !c.State.Public() || c.Takes(first) {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := open(1).Erase(); codes(err) != "consultation.do.state" {
		t.Errorf("个人信息保护法第四十七条: %v", err)
	}
	gone, err := c.Erase()
	if c = c.at(first, "head", gone); err != nil || !c.Erased || c.Opinions != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := c.Erase(); codes(err) != "consultation.erase.twice" {
		t.Error(err)
	}
}

// D.2(4): numbers of opinions as people type them.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"1、3-5": "1、3-5", "1,2，3": "1-3", " 7 ": "7", "": "", "3至4；9": "3-4、9"} {
		if got, ok := ParseNumbers(typed); !ok || Numbers(got) != want {
			t.Errorf("%q: %v", typed, got)
		}
	}
	for _, typed := range []string{"一", "5-3", "1-9999999", "1-2-3"} {
		if got, ok := ParseNumbers(typed); ok {
			t.Errorf("%q: %v", typed, got)
		}
	}
	if got, _ := ParseNumbers("2、1"); !slices.Equal(got, []int{2, 1}) {
		t.Errorf("%v", got)
	}
}
