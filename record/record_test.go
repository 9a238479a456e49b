package record

import (
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var today = calendar.NewDay(2025, 3, 10)

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

// R-A41: what a person has to bring so that its record is looked into.
func TestReceive(t *testing.T) {
	t.Parallel()
	good := Asked{Name: "张三", Phone: "13812345678", Record: "2023年科技特派员名单", Wrong: "单位写错", Proof: "劳动合同"}
	for name, c := range map[string]struct {
		door   ledger.Code
		change func(*Asked)
		proofs int
		on     calendar.Day
		want   string
	}{
		"R-A41 at the counter":         {"counter", func(*Asked) {}, 0, today, ""},
		"R-A41 evidence is a file":     {"post-signed", func(a *Asked) { a.Proof = "" }, 1, today, ""},
		"R-A41 address alone":          {"post", func(a *Asked) { a.Phone, a.Address = "", "岳阳楼区" }, 0, today, ""},
		"R-A41 no evidence":            {"counter", func(a *Asked) { a.Proof = " " }, 0, today, "record.receive.proof"},
		"R-A41 nobody, nothing":        {"counter", func(a *Asked) { *a = Asked{Proof: "x"} }, 0, today, "record.receive.name record.receive.reach record.receive.record record.receive.wrong"},
		"R-A41 not through the web":    {"web", func(*Asked) {}, 0, today, "record.receive.door"},
		"R-A41 tomorrow":               {"counter", func(*Asked) {}, 0, today.AddDays(1), "record.receive.day"},
		"R-A41 a day that is not said": {"counter", func(*Asked) {}, 0, calendar.Day{}, "record.receive.day"},
	} {
		a := good
		c.change(&a)
		if _, err := Receive(c.door, a, c.proofs, c.on, today, ""); codes(err) != c.want {
			t.Errorf("%s: %q, want %q", name, codes(err), c.want)
		}
	}
}

// R-A41: the four ends, each with what its letter needs; drafted by one, decided
// by another, and no second one.
func TestEnd(t *testing.T) {
	t.Parallel()
	open := Matter{}.Apply(ledger.Entry{Subject: "m1", Organ: "o1", On: today}, Received{Door: "counter"})
	for name, c := range map[string]struct {
		how  State
		e    Ending
		want string
	}{
		"R-A41 corrected":            {Corrected, Ending{Found: "核对属实", Words: "已将单位更正为“某公司”"}, ""},
		"R-A41 corrected to what":    {Corrected, Ending{Found: "核对属实"}, "record.propose.corrected"},
		"R-A41 sent on":              {Transferred, Ending{Found: "由人社局记录", Organ: "岳阳市人力资源和社会保障局"}, ""},
		"R-A41 sent on to whom":      {Transferred, Ending{Found: "不是本机关的记录"}, "record.propose.organ"},
		"R-A41 told where to go":     {Told, Ending{Found: "由人社局记录", Organ: "人社局", Contact: "0730-8880000"}, ""},
		"R-A41 refused":              {Refused, Ending{Found: "合同没有签章", Words: "证据不足"}, ""},
		"R-A41 refused without why":  {Refused, Ending{Found: "合同没有签章"}, "record.propose.reason"},
		"R-A41 nothing looked into":  {Refused, Ending{Words: "证据不足"}, "record.propose.found"},
		"R-A41 no end":               {"", Ending{Found: "核对属实"}, "record.propose.how"},
		"R-A41 the beginning no end": {Open, Ending{Found: "核对属实"}, "record.propose.how"},
	} {
		f, err := open.Propose(c.how, c.e, "")
		if codes(err) != c.want {
			t.Errorf("%s: %q, want %q", name, codes(err), c.want)
		}
		if err != nil {
			continue
		}
		m := open.Apply(ledger.Entry{On: today, By: "one"}, f)
		if m.State != Drafted || m.Waits() != "审定" {
			t.Errorf("%s: %+v", name, m)
		}
		if _, err := m.Propose(c.how, c.e, ""); codes(err) != "record.propose.state" {
			t.Errorf("%s: drafted twice: %v", name, err)
		}
		if _, err := m.End([]ledger.ID{"one"}, nil, ""); codes(err) != "record.end.drafter" {
			t.Errorf("%s: decided by the drafter: %v", name, err)
		}
		for _, by := range [][]ledger.ID{{"another", "one"}, {"head", ""}, {"another", "head"}} {
			if _, err := m.End(by, []ledger.ID{"one", "head"}, ""); codes(err) != "record.end.drafter" {
				t.Errorf("%s: decided by %v: %v", name, by, err)
			}
		}
		if _, err := m.Return(" ", ""); codes(err) != "record.return.reason" {
			t.Errorf("%s: sent back without a reason: %v", name, err)
		}
		back, err := m.Return("请附合同", "")
		if m := m.Apply(ledger.Entry{On: today}, back); err != nil || m.State != Open || m.How != "" {
			t.Errorf("%s: sent back: %+v, %v", name, m, err)
		}
		end, err := m.End([]ledger.ID{"another", ""}, []ledger.ID{"one", "head"}, "")
		if err != nil {
			t.Fatal(name, err)
		}
		m = m.Apply(ledger.Entry{On: today, By: "another"}, end)
		if m.State != c.how || m.EndedOn != today || m.State.Name() == "" || m.State.Pending() {
			t.Errorf("%s: %+v", name, m)
		}
		if _, err := m.End([]ledger.ID{"third"}, nil, ""); codes(err) != "record.end.state" {
			t.Errorf("%s: ended twice: %v", name, err)
		}
	}
	e := Ending{Words: "已将单位更正为“某公司”", Organ: "人社局", Contact: "0730-8880000"}
	if got := e.Result(Corrected); got != e.Words {
		t.Errorf("corrected: %s", got)
	}
	if got := e.Result(Transferred); !strings.Contains(got, "转送人社局处理（0730-8880000）") {
		t.Errorf("sent on: %s", got)
	}
}

// R-A41: a letter is told with proof, the organ's own apart; only then is the
// person erased.
func TestDeliver(t *testing.T) {
	t.Parallel()
	m := Matter{State: Transferred, EndedOn: today}
	for name, c := range map[string]struct {
		m     Matter
		organ bool
		on    calendar.Day
		proof string
		want  string
	}{
		"R-A41 told":            {m, false, today, "XA123", ""},
		"R-A41 the organ":       {m, true, today, "XA124", ""},
		"R-A41 no organ":        {Matter{State: Refused, EndedOn: today}, true, today, "x", "record.deliver.state"},
		"R-A41 before the end":  {m, false, today.AddDays(-1), "x", "record.deliver.day"},
		"R-A41 without proof":   {m, false, today, " ", "record.deliver.proof"},
		"R-A41 twice":           {Matter{State: Told, EndedOn: today, ToldOn: today}, false, today, "x", "record.deliver.twice"},
		"R-A41 not decided yet": {Matter{State: Drafted}, false, today, "x", "record.deliver.state"},
	} {
		if _, err := c.m.Deliver(7, c.organ, c.on, today, c.proof, ""); codes(err) != c.want {
			t.Errorf("%s: %q, want %q", name, codes(err), c.want)
		}
	}
	erase := func(m Matter) string { _, err := m.Erase(); return codes(err) }
	if got := erase(m); got != "record.erase.open" {
		t.Errorf("erased before it was told: %q", got)
	}
	m = m.Apply(ledger.Entry{On: today}, Delivered{})
	if got := m.Waits(); got != "登记转送函送达" || erase(m) != "record.erase.open" {
		t.Errorf("the organ has none yet: %q", got)
	}
	m = m.Apply(ledger.Entry{On: today}, Delivered{Organ: true})
	if m.Waits() != "" || erase(m) != "" {
		t.Errorf("个人信息保护法第四十七条: done, and not erased: %q", erase(m))
	}
	m = m.Apply(ledger.Entry{On: today}, Erased{})
	if !m.Erased || erase(m) != "record.erase.twice" || m.State != Transferred {
		t.Errorf("%+v", m)
	}
}

// R-A41: the day by which a matter is to end, by the organ's own measure.
func TestDue(t *testing.T) {
	t.Parallel()
	if got := (Matter{ReceivedOn: calendar.NewDay(2025, 3, 3)}).Due(calendar.China()).Day.String(); got != "2025-03-31" {
		t.Errorf("due %s", got)
	}
}
