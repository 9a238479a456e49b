package proposal

import (
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var (
	today = calendar.NewDay(2019, 3, 4)
	cal   = calendar.China()
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

func received() Received {
	return Received{Type: "conference", Level: "city", Role: "main", No: 123}
}

var text = Text{Session: "八届三次会议", Title: "关于加快科技成果转化的提案", Members: "张三"}

// at applies facts, each on the day that stands before it.
func (p Proposal) at(on calendar.Day, by ledger.ID, f ledger.Fact) Proposal {
	return p.Apply(ledger.Entry{Subject: "p1", Organ: "o1", On: on, By: by}, f)
}

func answered() Proposal {
	p := Proposal{}.at(today, "office", received())
	return p.at(today, "office", Handed{Unit: "u1"}).at(today, "clerk", Proposed{Category: "A", Openness: "full"}).at(today, "head", Passed{}).
		at(today, "office", Replied{Category: "A"})
}

// 代表法第四十二条: what a proposal is registered as.
func TestReceive(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Received, *Text)
		on     calendar.Day
		want   string
	}{
		"代表法第四十二条 a proposal":       {func(*Received, *Text) {}, today, ""},
		"代表法第四十二条 a day of its own": {func(r *Received, _ *Text) { r.Due = today.AddDays(30) }, today, ""},
		"代表法第四十二条 due at once":      {func(r *Received, _ *Text) { r.Due = today }, today, "proposal.receive.due"},
		"代表法第四十二条 tomorrow":         {func(*Received, *Text) {}, today.AddDays(1), "proposal.receive.day"},
		"代表法第四十二条 nothing": {func(r *Received, t *Text) { *r, *t = Received{}, Text{} }, today,
			"proposal.receive.type proposal.receive.level proposal.receive.role proposal.receive.no proposal.receive.session proposal.receive.title proposal.receive.members"},
	} {
		r, x := received(), text
		c.change(&r, &x)
		if _, err := Receive(r, x, c.on, today); codes(err) != c.want {
			t.Errorf("%s: %q, want %q", name, codes(err), c.want)
		}
	}
	if got := (Proposal{Type: "deputies", Level: "county", No: 7}).Name(text); got != "县人大八届三次会议第7号建议" {
		t.Error(got)
	}
}

// 代表法第四十二条: three months, six where it is hard, the notice's own day, and a
// month for a member who is not content.
func TestClock(t *testing.T) {
	t.Parallel()
	p := Proposal{}.at(today, "office", received())
	own := p
	own.DueOn = calendar.NewDay(2019, 5, 10)
	long, _ := own.Extend("涉及面广", today, cal, "")
	again := answered().at(calendar.NewDay(2019, 6, 20), "office", Heard{Satisfaction: Unhappy})
	for name, c := range map[string]struct {
		p    Proposal
		want string
	}{
		"代表法第四十二条 three months": {p, "2019-06-04"},
		"代表法第四十二条 the notice":   {own, "2019-05-10"},
		"代表法第四十二条 six months":   {own.at(today, "office", long), "2019-09-04"},
		"代表法第四十二条 once more":    {again, "2019-07-20"},
	} {
		if l, due := c.p.Clock(cal); due.Day.String() != c.want || l.Words == "" {
			t.Errorf("%s: %s by %q, want %s", name, due, l.Words, c.want)
		}
	}
}

// 代表法第四十二条: drafted by one, checked by another, sent in time, and answered
// again for whoever is not content.
func TestLife(t *testing.T) {
	t.Parallel()
	p := Proposal{}.at(today, "office", received())
	if _, err := p.Draft("A", "full", Reply{Words: "已办理"}, ""); codes(err) != "proposal.do.state" {
		t.Errorf("drafted before it is handed out: %v", err)
	}
	if _, err := p.Assign(""); codes(err) != "proposal.assign.unit" {
		t.Error(err)
	}
	f, err := p.Assign("u1")
	if p = p.at(today, "office", f); err != nil || p.Unit != "u1" || p.Waits() != "拟复" {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := p.Return(" ", ""); codes(err) != "proposal.return.reason" {
		t.Error(err)
	}
	back, _ := p.Return("不属本科室职责", "")
	if b := p.at(today, "clerk", back); b.State != Open || b.Unit != "" {
		t.Errorf("given back: %+v", b)
	}
	for want, r := range map[string]Reply{"proposal.draft.words": {}, "": {Words: "已办理"}} {
		if _, err := p.Draft("B", "summary", r, ""); codes(err) != want {
			t.Errorf("%q, want %q", codes(err), want)
		}
	}
	if _, err := p.Draft("X", "", Reply{Words: "已办理"}, ""); codes(err) != "proposal.draft.category proposal.draft.open" {
		t.Error(err)
	}
	if _, err := p.Draft("B", Secret, Reply{Words: "已办理"}, ""); codes(err) != "proposal.draft.why" {
		t.Errorf("国办发〔2014〕46号: kept without a reason: %v", err)
	}
	p = p.at(today, "clerk", Proposed{Category: "B", Openness: "summary"})
	for _, by := range [][]ledger.ID{{"clerk", ""}, {"head", "clerk"}, {"boss", "away"}} {
		if _, err := p.Check(by, []ledger.ID{"clerk", "away"}, ""); codes(err) != "proposal.check.drafter" {
			t.Errorf("checked by %v: %v", by, err)
		}
	}
	back, _ = p.Return("请补充数据", "")
	if b := p.at(today, "head", back); b.State != Assigned || b.Unit != "u1" {
		t.Errorf("sent back: %+v", b)
	}
	pass, err := p.Check([]ledger.ID{"head", ""}, []ledger.ID{"clerk", ""}, "")
	if p = p.at(today, "head", pass); err != nil || p.State != Checked {
		t.Fatalf("%+v, %v", p, err)
	}
	late := calendar.NewDay(2019, 6, 5)
	if _, err := p.Answer(today.AddDays(-1), late, cal, ""); codes(err) != "proposal.answer.day" {
		t.Error(err)
	}
	sent, err := p.Answer(late, late, cal, "")
	if err != nil || !sent.Late || sent.Due.String() != "2019-06-04" {
		t.Errorf("%+v, %v", sent, err)
	}
	if _, err := p.Withdraw("", ""); codes(err) != "proposal.withdraw.reason" {
		t.Error(err)
	}
	p = p.at(late, "office", sent)
	if _, err := p.Rate("angry", late, late, ""); codes(err) != "proposal.rate.satisfaction" {
		t.Error(err)
	}
	if _, err := p.Rate("satisfied", today, late, ""); codes(err) != "proposal.rate.day" {
		t.Error(err)
	}
	bad, err := p.Rate(Unhappy, late, late, "")
	p = p.at(late, "office", bad)
	if err != nil || p.State != Assigned || p.Again != 1 || p.Waits() != "重新办理并拟复" {
		t.Fatalf("%+v, %v", p, err)
	}
	if _, err := p.Return("不办", ""); codes(err) != "proposal.return.again" {
		t.Error(err)
	}
	if _, err := p.Withdraw("代表撤回", ""); codes(err) != "proposal.withdraw.answered" {
		t.Error(err)
	}
	if _, err := p.Extend("难", late, cal, ""); codes(err) != "proposal.extend.twice" {
		t.Error(err)
	}
	second := p.at(late, "clerk", Proposed{Category: "A", Openness: "full"}).at(late, "head", Passed{}).at(late.AddDays(3), "office", Replied{})
	if second.FirstOn != late || !second.Late || second.AnsweredOn != late.AddDays(3) {
		t.Errorf("%+v", second)
	}
}

// 代表法第四十二条: the longer period, asked for in time and once.
func TestExtend(t *testing.T) {
	t.Parallel()
	p := Proposal{}.at(today, "office", received())
	for want, on := range map[string]calendar.Day{"": calendar.NewDay(2019, 6, 4), "proposal.extend.late": calendar.NewDay(2019, 6, 5)} {
		if _, err := p.Extend("涉及面广", on, cal, ""); codes(err) != want {
			t.Errorf("on %s: %v", on, err)
		}
	}
	if _, err := p.Extend("", today, cal, ""); codes(err) != "proposal.extend.reason" {
		t.Error(err)
	}
	if _, err := p.at(today, "office", Extended{}).Extend("再延", today, cal, ""); codes(err) != "proposal.extend.twice" {
		t.Error(err)
	}
	gone, err := p.Withdraw("提案人撤回", "")
	if p = p.at(today, "office", gone); err != nil || p.State != Withdrawn || p.Waits() != "" || p.State.Pending() {
		t.Errorf("%+v, %v", p, err)
	}
}

// 个人信息保护法第四十七条: how the member is reached goes once, when nothing more is
// owed to it.
func TestErase(t *testing.T) {
	t.Parallel()
	joint := answered()
	joint.Role = Joint
	rated := answered().at(today, "office", Heard{Satisfaction: "satisfied"})
	for want, all := range map[string][]Proposal{"": {rated, joint, {State: Withdrawn}}, "proposal.do.state": {answered(), {State: Assigned}},
		"proposal.erase.twice": {rated.at(today, "office", Erased{})}} {
		for _, p := range all {
			if _, err := p.Erase(""); codes(err) != want {
				t.Errorf("个人信息保护法第四十七条: %q, want %q", codes(err), want)
			}
		}
	}
}

// 国办发〔2014〕46号: a reply that may be public becomes an article once, by the organ
// that answers the member.
func TestRelease(t *testing.T) {
	t.Parallel()
	joint, secret := answered(), answered()
	joint.Role, secret.Openness = Joint, Secret
	for want, p := range map[string]Proposal{"": answered(), "proposal.release.joint": joint, "proposal.release.secret": secret,
		"proposal.release.twice": answered().at(today, "office", Released{Article: "a1"}), "proposal.do.state": {State: Assigned}} {
		if _, err := p.Release("a2"); codes(err) != want {
			t.Errorf("国办发〔2014〕46号: %q, want %q", codes(err), want)
		}
	}
	if _, err := joint.Rate("satisfied", today, today, ""); codes(err) != "proposal.rate.joint" || joint.Waits() != "" {
		t.Error(err)
	}
	if answered().Waits() != "登记反馈意见" || State("x").Name() != "" {
		t.Error("what it waits for")
	}
}
