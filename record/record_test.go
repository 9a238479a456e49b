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

// R-A41: the four ends, each with what its letter needs, and no second one.
func TestEnd(t *testing.T) {
	t.Parallel()
	open := Matter{}.Apply(ledger.Entry{Subject: "m1", Organ: "o1", On: today}, Received{Door: "counter"})
	for name, c := range map[string]struct {
		how  State
		e    Ending
		want string
		says string
	}{
		"R-A41 corrected":            {Corrected, Ending{Found: "核对属实", Words: "已将单位更正为“某公司”"}, "", "已将单位更正为“某公司”"},
		"R-A41 corrected to what":    {Corrected, Ending{Found: "核对属实"}, "record.end.corrected", ""},
		"R-A41 sent on":              {Transferred, Ending{Found: "由人社局记录", Organ: "岳阳市人力资源和社会保障局"}, "", "已将您（单位）的申请及所附材料转送岳阳市人力资源和社会保障局处理"},
		"R-A41 sent on to whom":      {Transferred, Ending{Found: "不是本机关的记录"}, "record.end.organ", ""},
		"R-A41 told where to go":     {Told, Ending{Found: "由人社局记录", Organ: "人社局", Contact: "0730-8880000"}, "", "可以向人社局提出（0730-8880000）"},
		"R-A41 refused":              {Refused, Ending{Found: "合同没有签章", Words: "证据不足"}, "", "不予更正，理由是：证据不足"},
		"R-A41 refused without why":  {Refused, Ending{Found: "合同没有签章"}, "record.end.reason", ""},
		"R-A41 nothing looked into":  {Refused, Ending{Words: "证据不足"}, "record.end.found", ""},
		"R-A41 no end":               {"", Ending{Found: "核对属实"}, "record.end.how", ""},
		"R-A41 the beginning no end": {Open, Ending{Found: "核对属实"}, "record.end.how", ""},
	} {
		f, err := open.End(c.how, c.e, "")
		if codes(err) != c.want {
			t.Errorf("%s: %q, want %q", name, codes(err), c.want)
		}
		if err != nil {
			continue
		}
		if !strings.Contains(c.e.Result(c.how), c.says) {
			t.Errorf("%s: the letter says %s", name, c.e.Result(c.how))
		}
		m := open.Apply(ledger.Entry{On: today}, f)
		if m.State != c.how || m.EndedOn != today || m.State.Name() == "" {
			t.Errorf("%s: %+v", name, m)
		}
		if _, err := m.End(Corrected, Ending{Found: "x", Words: "y"}, ""); codes(err) != "record.end.twice" {
			t.Errorf("%s: ended twice: %v", name, err)
		}
	}
}
