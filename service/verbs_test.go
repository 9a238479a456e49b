package service

import (
	"errors"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

func codes(err error) string {
	var all refusal.All
	if errors.As(err, &all) {
		var out []string
		for _, r := range all {
			out = append(out, r.Code)
		}
		return strings.Join(out, " ")
	}
	if r, ok := refusal.As(err); ok {
		return r.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// What each verb wants beside the state, one line a case.
func TestVerbs(t *testing.T) {
	t.Parallel()
	in := lives()
	type codeList = []ledger.Code
	lack := func(c Case, on calendar.Day, what string, m ...ledger.Code) error {
		_, err := c.Lack(m, on, april(20), on, what, "", china)
		return err
	}
	err := func(_ any, err error) error { return err }
	ended := permit()
	ended.Until = march(2)
	examined := in[Working]
	examined.Step, examined.Examiners = 2, []ledger.ID{"zhang", "li"}
	instant := examined
	instant.Terms.Instant, instant.Step = true, 0
	supplemented := in[InHand]
	supplemented.LackedOn, supplemented.SupplementedOn = march(5), march(6)
	late := in[InHand]
	held := in[Working]
	held.Handler = "li"
	for _, x := range []struct {
		rule, want string
		got        error
	}{
		{"G.3 an item that is not in force takes no case", "service.file.item", err(File("1", "web", "legal", "", ended, march(3), today, "", ""))},
		{"G.3 nor one that does not hold yet", "service.file.item", err(File("1", "web", "legal", "", permit(), calendar.NewDay(2023, 12, 29), today, "", ""))},
		{"G.3 the last day that it holds", "", err(File("1", "web", "legal", "", ended, march(2), today, "", ""))},
		{"G.3 a letter's case names its letter", "service.file.door", err(File("1", "letter", "legal", "", permit(), march(3), today, "", ""))},
		{"G.3 every fault at once", "service.file.door service.file.applicant service.day.future", err(File("1", "fax", "dog", "", permit(), today.AddDays(1), today, "", ""))},
		{"G.3 a material of another version", "service.material.unknown", err(in[AtDoor].TakeIn(codeList{"m9"}, true, march(4), today))},
		{"G.3 no step before the last", "service.day.before", err(in[AtDoor].TakeIn(nil, true, march(2), today))},
		{"G.3 no day is no day", "service.day.none", err(in[AtDoor].TakeIn(nil, true, calendar.Day{}, today))},
		{"行政许可法第三十二条 told on the fifth working day", "", lack(late, march(10), "", "m2")},
		{"行政许可法第三十二条 on the sixth it is accepted by law", "service.lack.late", lack(late, march(11), "", "m2")},
		{"行政许可法第三十二条 told once", "service.lack.twice", lack(supplemented, march(7), "", "m1")},
		{"行政许可法第三十二条 told wholly", "service.lack.what", lack(late, march(5), " ")},
		{"行政许可法第三十二条 told in words", "", lack(late, march(5), "合同缺第三页")},
		{"行政许可法第三十二条 the period to supplement lies ahead", "service.lack.by", err(late.Lack(codeList{"m2"}, march(5), march(5), march(5), "", "", china))},
		{"行政许可法第三十二条 also of the day on which it is entered", "service.lack.by", err(late.Lack(codeList{"m2"}, march(5), march(7), march(7), "", "", china))},
		{"行政许可法第三十二条 entered two days later, with time left", "", err(late.Lack(codeList{"m2"}, march(5), march(20), march(7), "", "", china))},
		{"行政许可法第三十二条 not dated back behind the days for it", "service.lack.late", err(late.Lack(codeList{"m2"}, march(10), april(20), march(11), "", "", china))},
		{"行政许可法第三十二条 all that was told has to come", "service.supplement.missing", err(in[Lacking].Supplement(codeList{"m3"}, names, march(12), today, ""))},
		{"行政许可法第三十二条 and then it is enough", "", err(in[Lacking].Supplement(codeList{"m2"}, names, march(12), today, ""))},
		{"行政许可法第三十二条 not accepted, with its ground and reason", "service.decline.ground service.decline.reason", err(late.Decline("", march(5), today, "", "", china))},
		{"行政许可法第三十二条 not after the law has accepted it", "service.end.deemed", err(late.Decline("unfit", march(11), today, "不符", "", china))},
		{"行政许可法第三十二条 nor given back then", "service.end.deemed", err(late.Return(march(11), today, "不符", "", china))},
		{"行政许可法第三十二条 nor while the applicant has time", "service.end.waits", err(in[Lacking].Return(march(14), today, "没有补正", "", china))},
		{"行政许可法第三十二条 after it", "", err(in[Lacking].Decline("incomplete", march(17), today, "没有补正", "", china))},
		{"G.3 two clerks take the same case", "service.claim.taken", err(held.Claim("zhang", "李四"))},
		{"G.3 what another has in hand is not advanced", "service.claim.taken", err(held.Advance([]ledger.ID{"zhang"}, "李四", march(6), today, "", china))},
		{"G.3 who has it in hand does", "", err(held.Advance([]ledger.ID{"li", ""}, "", march(6), today, "", china))},
		{"G.3 nothing to let go", "service.release.none", err(in[Working].Release())},
		{"行政许可法第三十四条 all steps are done", "service.advance.done", err(examined.Advance([]ledger.ID{"zhang"}, "", march(6), today, "", china))},
		{"行政许可法第三十四条 no decision before that", "service.decide.steps", err(in[Working].Decide("granted", []ledger.ID{"head"}, march(6), today, "", "", china))},
		{"行政许可法第三十四条 back to a step that was", "service.send_back.to", err(examined.SendBack(2, march(6), today, "x", ""))},
		{"行政许可法第三十四条 back with a reason", "service.send_back.reason", err(examined.SendBack(0, march(6), today, " ", ""))},
		{"行政许可法第三十八条 who examined does not decide", "service.decide.own", err(examined.Decide("granted", []ledger.ID{"head", "li"}, march(6), today, "", "", china))},
		{"行政许可法第三十八条 another does", "", err(examined.Decide("granted", []ledger.ID{"head", ""}, march(6), today, "", "", china))},
		{"行政许可法第三十八条 an instant item is done by one", "", err(instant.Decide("done", []ledger.ID{"zhang"}, march(6), today, "", "", china))},
		{"行政许可法第三十八条 a denial has its reason", "service.decide.reason", err(examined.Decide("denied", []ledger.ID{"head"}, march(6), today, " ", "", china))},
		{"行政许可法第三十八条 granted, denied or done", "service.decide.result", err(examined.Decide("", []ledger.ID{"head"}, march(6), today, "", "", china))},
		{"行政许可法第四十二条 ten working days at most", "service.extend.days", err(in[Working].Extend(11, march(6), march(6), "复杂", "", china))},
		{"行政许可法第四十二条 with its reason", "service.extend.reason", err(in[Working].Extend(10, march(6), march(6), "", "", china))},
		{"行政许可法第四十二条 on the last day", "", err(in[Working].Extend(10, april(2), april(2), "复杂", "", china))},
		{"行政许可法第四十二条 not after it", "service.extend.late", err(in[Working].Extend(10, april(3), april(3), "复杂", "", china))},
		{"行政许可法第四十二条 nor dated back to before it", "service.extend.late", err(in[Working].Extend(10, april(1), april(3), "复杂", "", china))},
		{"行政许可法第四十二条 once", "service.extend.twice", err(Case{State: Working, ExtendedOn: march(6)}.Extend(1, march(7), today, "复杂", "", china))},
		{"行政许可法第四十五条 a procedure of the list, its days and its basis", "service.suspend.procedure service.suspend.days service.suspend.basis", err(in[Working].Suspend("lunch", 0, march(6), today, "", ""))},
		{"行政许可法第四十四条 with proof, by a way", "service.deliver.way service.deliver.proof", err(in[Concluded].Deliver("", march(11), today, "", "", china))},
		{"行政许可法第四十四条 once", "service.deliver.twice", err(in[Handed].Deliver("post", march(12), today, "EMS", "", china))},
		{"行政许可法第四十四条 not archived before it is delivered", "service.archive.delivery", err(in[Concluded].Archive(1))},
		{"G.3 one visit a day", "service.visit.twice", err(filed("counter").c.Visit(march(3), today))},
		{"G.3 not before it was filed", "service.visit.day", err(in[InHand].Visit(march(2), today))},
		{"G.3 given back with a reason", "service.return.reason", err(late.Return(march(5), today, "", "", china))},
		{"G.3 handed on to whom", "service.transfer.organ", err(late.Transfer(march(5), today, "", "", china))},
		{"国办发〔2019〕51号 one rating a case", "service.rate.twice", err(bad(in[Handed]).Rate(5, true, nil, march(20), today, ""))},
		{"国办发〔2019〕51号 five levels", "service.rate.level", err(in[Handed].Rate(6, true, nil, march(20), today, ""))},
		{"国办发〔2019〕51号 online dimensions", "service.rate.scores", err(in[Handed].Rate(5, true, []Score{{"attitude", 5}}, march(20), today, ""))},
		{"国办发〔2019〕51号 those of the counter", "", err(in[Handed].Rate(5, false, []Score{{"attitude", 5}}, march(20), today, ""))},
		{"国办发〔2019〕51号 a good rating is not mended", "service.rating.none", err(in[Handed].Verify(true, march(20), today, "x", ""))},
		{"国办发〔2019〕51号 looked into first", "service.mend.unverified", err(bad(in[Handed]).Mend(march(20), today, "x", "", china))},
		{"国办发〔2019〕51号 answered after", "service.mend.unverified", err(bad(in[Handed]).Answer(march(20), today, "x", "", china))},
		{"国办发〔2019〕51号 with words", "service.rating.words", err(bad(in[Handed]).Verify(true, march(20), today, " ", ""))},
		{"国办发〔2019〕51号 not archived before it is answered", "service.archive.rating", err(bad(in[Handed]).Archive(1))},
		{"个人信息保护法第四十七条 erased once", "service.erase.twice", err(Case{State: Closed, Erased: true}.Erase())},
		{"个人信息保护法第四十七条 not while an answer is owed", "service.archive.rating", err(bad(in[Closed]).Erase())},
	} {
		if got := codes(x.got); got != x.want {
			t.Errorf("%s: %q, want %q", x.rule, got, x.want)
		}
	}
	if _, err := in[Lacking].Supplement(codeList{"m1"}, names, march(12), today, ""); err == nil || !strings.Contains(err.Error(), "合同") {
		t.Errorf("行政许可法第三十二条: what is missing is not named: %v", err)
	}
}

// 国办发〔2019〕51号: a bad rating is looked into, mended within fifteen working days
// and answered; what is unfounded is answered alone.
func TestBadRating(t *testing.T) {
	t.Parallel()
	c := tale{lives()[Handed]}.then(march(14), "", Rated{Level: 2}).c
	if !c.Owed() || c.Waits() != "核实差评" || c.MendBy(china).Day != april(7) {
		t.Fatalf("owed %t, %s, by %s", c.Owed(), c.Waits(), c.MendBy(china))
	}
	v, err := c.Verify(true, march(17), today, "窗口让申请人跑了两次", "")
	if err != nil {
		t.Fatal(err)
	}
	c = tale{c}.then(march(17), "office", v).c
	if _, err := c.Answer(march(18), today, "道歉", "", china); codes(err) != "service.answer.unmended" {
		t.Errorf("answered before it was mended: %v", err)
	}
	m, err := c.Mend(april(8), today, "改为一次告知单", "", china)
	if err != nil || !m.Late {
		t.Errorf("on the sixteenth day: late %t, %v", m.Late, err)
	}
	if m, _ := c.Mend(april(7), today, "改为一次告知单", "", china); m.Late {
		t.Error("on the fifteenth day it is late")
	}
	c = tale{c}.then(april(7), "office", Mended{}).c
	if _, err := c.Mend(april(7), today, "再改", "", china); codes(err) != "service.mend.twice" {
		t.Errorf("mended twice: %v", err)
	}
	c = tale{c}.then(april(7), "office", Answered{}).c
	if c.Owed() || c.Waits() != "归档" {
		t.Errorf("owed %t, %s", c.Owed(), c.Waits())
	}
	if _, err := c.Answer(april(8), today, "再答", "", china); codes(err) != "service.answer.twice" {
		t.Errorf("answered twice: %v", err)
	}
	u := tale{lives()[Closed]}.then(march(21), "", Rated{Level: 1}).then(march(24), "office", Verified{}).c
	if _, err := u.Mend(march(25), today, "x", "", china); codes(err) != "service.mend.unfounded" {
		t.Errorf("an unfounded rating is mended: %v", err)
	}
	if _, err := u.Answer(march(25), today, "已说明", "", china); err != nil || u.State != Closed {
		t.Errorf("a rating after the archive: %v", err)
	}
}

// G.3: what an applicant has to say so that they are found again, and how screens
// show it.
func TestPerson(t *testing.T) {
	t.Parallel()
	good := Person{Name: "张三丰", IDNo: "11010519491231002X", Phone: "13812345678", Code: "ABCD-1234", Email: "zhang@example.com", Address: "岳阳楼区东茅岭路一号"}
	for _, x := range []struct {
		rule, kind, door, want string
		change                 func(*Person)
	}{
		{"G.3 online", "natural", "web", "", func(*Person) {}},
		{"G.3 online without a number", "natural", "web", "service.person.id", func(p *Person) { p.IDNo = "" }},
		{"G.3 a wrong digit", "natural", "counter", "service.person.digit", func(p *Person) { p.IDNo = "110105194912310021" }},
		{"G.3 at the counter it was shown", "natural", "counter", "", func(p *Person) { p.IDNo = "" }},
		{"G.3 a body online", "legal", "web", "service.person.credit", func(*Person) {}},
		{"G.3 a body's digit", "legal", "web", "service.person.creditdigit", func(p *Person) { p.Credit = "91350100M000100Y44" }},
		{"G.3 a body", "legal", "web", "", func(p *Person) { p.Credit = "91350100M000100Y43" }},
		{"G.3 nobody", "natural", "counter", "service.person.name service.person.phone", func(p *Person) { *p = Person{} }},
		{"G.3 a telephone in words", "natural", "counter", "service.person.phone", func(p *Person) { p.Phone = "call me 1234567" }},
		{"G.3 an address of nobody", "natural", "counter", "service.person.email", func(p *Person) { p.Email = "a@b@c" }},
	} {
		p := good
		x.change(&p)
		if got := codes(p.Check(ledger.Code(x.kind), ledger.Code(x.door))); got != x.want {
			t.Errorf("%s: %q, want %q", x.rule, got, x.want)
		}
	}
	m := good.Masked()
	if m.Name != "张**" || m.IDNo != "110***********002X" || m.Phone != "138****5678" || m.Code != "" || m.Email != "z***@example.com" || strings.Contains(m.Address, "一号") {
		t.Errorf("masked: %+v", m)
	}
	if !good.Tail("５６７８") || !good.Tail("002x") || good.Tail("0000") || good.Tail("") {
		t.Error("the tail of a number is not what opens the page")
	}
	if (Ask{Matter: strings.Repeat("长", 10001)}).Check() == nil || (Ask{Matter: "登记"}).Check() != nil {
		t.Error("G.3: ten thousand characters")
	}
	if (Period{30, law.Days}).String() != "30日" || (Period{}).String() != "" {
		t.Error("a period in words")
	}
}
