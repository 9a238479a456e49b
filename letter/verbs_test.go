package letter

import (
	"os"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// code is the code of the first refusal, or the kind of the fact.
func code(t *testing.T, f ledger.Fact, err error) string {
	t.Helper()
	if err == nil {
		return f.Kind()
	}
	no, ok := refusal.As(err)
	if !ok {
		t.Fatal(err)
	}
	if strings.HasPrefix(no.Words(), no.Code) {
		t.Errorf("%s has no sentence", no.Code)
	}
	return no.Code + " " + no.Rule
}

// What a letter is received with (R-L1), and the day of another body (R-L6).
func TestReceive(t *testing.T) {
	t.Parallel()
	good := Arrival{No: "X2025-0001", Mailbox: "director", Sort: "consult", Door: "web", On: march(3)}
	for want, change := range map[string]func(*Arrival){
		"letter.received":               func(*Arrival) {},
		"letter.receive.mailbox R-L1":   func(a *Arrival) { a.Mailbox = "nobody" },
		"letter.receive.door R-L1":      func(a *Arrival) { a.Mailbox = "mayor" },
		"letter.receive.sort R-L1":      func(a *Arrival) { a.Sort = "love" },
		"letter.day.none R-L1":          func(a *Arrival) { a.On = calendar.Day{} },
		"letter.day.future R-L1":        func(a *Arrival) { a.On = today.AddDays(1) },
		"letter.day.early R-L1":         func(a *Arrival) { a.On = calendar.NewDay(1999, 1, 1) },
		"letter.receive.given R-L6":     func(a *Arrival) { a.Given = march(20) },
		"letter.receive.givenpast R-L6": func(a *Arrival) { a.Mailbox, a.Door, a.Given = "mayor", "desk", march(1) },
	} {
		a := good
		change(&a)
		f, err := Receive(builtin(), a, today, "")
		if got := code(t, f, err); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	f, err := Receive(builtin(), Arrival{Mailbox: "mayor", Sort: "complaint", Door: "desk", On: march(3), Given: march(20)}, today, "")
	if err != nil || f.Given != march(20) || f.Terms.Answer.N != 10 {
		t.Errorf("%+v, %v", f, err)
	}
}

// A letter says something, and not too much; markup is text (R-L1).
func TestText(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ title, content, want string }{
		{"高企补贴", "请问今年什么时候申报？", ""},
		{"高企补贴", "<script>alert(1)</script>", ""},
		{"高", "请问今年什么时候申报？", "letter.text.title"},
		{strings.Repeat("长", MostTitle+1), "请问今年什么时候申报？", "letter.text.longtitle"},
		{"高企补贴", " 啊 ", "letter.text.content"},
		{"高企补贴", strings.Repeat("长", MostContent), ""},
		{"高企补贴", strings.Repeat("长", MostContent+1), "letter.text.long"},
		{"高企补贴", "零\x00字节，还有许多话", "letter.text.signs"},
		{"高企补贴", "坏的\xff编码，还有许多话", "letter.text.signs"},
	} {
		got := ""
		if no, ok := refusal.As((Text{Title: x.title, Content: x.content}).Check()); ok {
			got = no.Code
		}
		if got != x.want {
			t.Errorf("%.20q: got %s, want %s", x.title+x.content, got, x.want)
		}
	}
}

// Real name and a way to reach the sender (R-L1); masked, and proved by a tail.
func TestSender(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		s    Sender
		door ledger.Code
		want string
	}{
		{zhang, DoorWeb, ""}, {Sender{Name: "张", Phone: "13800001234"}, DoorWeb, "letter.sender.name"},
		{Sender{Name: "张三"}, DoorWeb, "letter.sender.needphone"}, {Sender{Name: "张三"}, DoorDesk, ""},
		{Sender{Name: "张三", Phone: "123"}, DoorDesk, "letter.sender.phone"},
		{Sender{Name: "张三", Email: "zhang"}, DoorEmail, "letter.sender.email"}, {Sender{}, DoorDesk, "letter.sender.name"},
	} {
		got := ""
		if no, ok := refusal.As(x.s.Check(x.door)); ok {
			got = no.Code
		}
		if got != x.want {
			t.Errorf("%+v: got %s, want %s", x.s, got, x.want)
		}
	}
	if m := zhang.Masked(); m.Name != "张**" || m.Phone != "138****1234" || m.Code != "" {
		t.Errorf("%+v", m)
	}
	if !zhang.Proves("１２３４") || zhang.Proves("9999") || zhang.Proves(zhang.Email) || !(Sender{Email: "A@b.cn"}).Proves(" a@B.cn") || (Sender{}).Proves("") {
		t.Error("the proof")
	}
	if got := (Text{Title: "张三丰问13800001234"}).Digest(zhang); got != "×××问×××" {
		t.Error(got)
	}
}

// A file is what its name says (R-L1).
func TestLooks(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ name, head, want string }{
		{"照片.JPG", "\xff\xd8\xff\xe0....", ""}, {"a.pdf", "%PDF-1.7", ""}, {"a.docx", "PK\x03\x04", ""}, {"a.txt", "你好", ""}, {"空.txt", "", ""},
		{"国标.txt", "\xc4\xe3\xba\xc3", ""},
		{"照片.jpg", "MZ\x90\x00", "letter.file.not"}, {"a.pdf", "<html>", "letter.file.not"}, {"a.png", "\xff\xd8\xff", "letter.file.not"},
		{"a.txt", "%PDF-1.7", "letter.file.not"}, {"a.txt", "a\x00b", "letter.file.not"}, {"a.txt", "MZ\xff\xfe\x90\x01\x02\x03", "letter.file.not"},
		{"a.exe", "MZ", "letter.file.sort"}, {"a.html", "<html>", "letter.file.sort"}, {"没有后缀", "%PDF-", "letter.file.sort"},
	} {
		got := ""
		if no, ok := refusal.As(Looks(x.name, []byte(x.head))); ok {
			got = no.Code
		}
		if got != x.want {
			t.Errorf("%s: got %s, want %s", x.name, got, x.want)
		}
	}
}

// What the verbs want beside the state, one line a case: R-L3 to R-L10,
// 个人信息保护法第四十七条.
func TestVerbs(t *testing.T) {
	t.Parallel()
	in := lives()
	archived := in[Archived]
	given := in[Assigned]
	given.Given = march(12)
	public := func(l Letter, p Public) Letter { l.Public, l.Preparer = p, "p0"; return l }
	fact := func(f ledger.Fact, err error) string { return code(t, f, err) }
	for _, x := range []struct{ got, want string }{
		{fact(in[Waiting].Accept(march(2), today)), "letter.day.before R-L3"},
		{fact(in[Waiting].Accept(today.AddDays(1), today)), "letter.day.future R-L3"},
		{fact(in[Waiting].Decline("", "理由", march(4), today, "")), "letter.decline.ground R-L3"},
		{fact(in[Waiting].Decline("repeat", " ", march(4), today, "")), "letter.decline.reason R-L3"},
		{fact(in[Accepted].Assign("", today, today)), "letter.assign.unit R-L4"},
		{fact(in[Assigned].Assign("u1", calendar.Day{}, today)), "letter.assign.same R-L4"},
		{fact(in[Accepted].Assign("u1", march(1), today)), "letter.assign.past R-L4"},
		{fact(in[Assigned].HandBack("", "")), "letter.hand_back.reason R-L4"},
		{fact(in[Waiting].Convert("moon", "", "", "因为", march(4), today, "")), "letter.convert.to R-L5"},
		{fact(in[Waiting].Convert(ToPetition, "", "", "因为", march(4), today, "")), "letter.convert.reference R-L5"},
		{fact(in[Waiting].Convert(ToRequest, "", "", "因为", march(4), today, "")), "letter.convert.into R-L5"},
		{fact(in[Waiting].Convert(ToRequest, "r1", "", "", march(4), today, "")), "letter.convert.reason R-L5"},
		{fact(in[Waiting].Convert(ToRequest, "r1", "", "问的是政府信息", march(4), today, "")), "letter.converted"},
		{fact(in[Drafted].TakeBack(march(2), today, "")), "letter.day.before R-L16"},
		{fact(in[Answered].TakeBack(march(8), today, "")), "letter.verb.state R-L16"},
		{fact(in[Retracted].Reopen(7, "登记错了", "")), "letter.reopened"},
		{fact(in[Retracted].after(march(8), Filed{}).Rate(5, "")), "letter.verb.unanswered R-L9"},
		{fact(in[Assigned].Draft("", "")), "letter.draft.text R-L7"},
		{fact(in[Assigned].Draft(strings.Repeat("长", MostAnswer+1), "")), "letter.draft.long R-L7"},
		{fact(in[Drafted].Return("", "")), "letter.return.reason R-L7"},
		{fact(in[Approved].Answer(march(5), "code", today, china)), "letter.answered"},
		{fact(in[Approved].Answer(march(4), "code", today, china)), "letter.day.before R-L7"}, // it was not approved yet
		{fact(in[Approved].Answer(march(3), "code", today, china)), "letter.day.before R-L7"},
		{fact(in[Answered].Prepare(Copy{"题", "问", ""}, zhang, "")), "letter.prepare.part R-L8"},
		{fact(in[Answered].Prepare(Copy{"题", "张三丰问", "答"}, zhang, "")), "letter.prepare.person R-L8"},
		{fact(Letter{State: Answered, EndedOn: march(6)}.Prepare(Copy{"题", "问", "答"}, zhang, "")), "letter.prepare.private R-L8"},
		{fact(Letter{State: Answered, EndedOn: march(6), Open: true, Imported: true}.Prepare(Copy{"题", "问", "答"}, zhang, "")), "letter.prepare.imported R-L8"},
		{fact(public(in[Answered], Published).Prepare(Copy{"题", "问", "答"}, zhang, "")), "letter.verb.public R-L8"},
		{fact(in[Answered].Publish(nil, nil, "")), "letter.verb.public R-L8"},
		{fact(in[Answered].Withdraw("过时", "")), "letter.verb.public R-L8"},
		{fact(public(in[Answered], Prepared).Withdraw("不公开了", "")), "letter.unpublished"},
		{fact(public(in[Answered], Published).Withdraw("", "")), "letter.withdraw.reason R-L8"},
		{fact(in[Answered].Rate(0, "")), "letter.rate.level R-L9"},
		{fact(in[Answered].Rate(6, "")), "letter.rate.level R-L9"},
		{fact(in[Answered].after(march(8), Rated{Stars: 4}).Rate(1, "")), "letter.rate.twice R-L9"},
		{fact(in[Answered].FollowUp("crow", true, "好", march(8), today, "")), "letter.follow_up.how R-L9"},
		{fact(in[Answered].FollowUp("phone", true, "", march(8), today, "")), "letter.follow_up.said R-L9"},
		{fact(in[Answered].FollowUp("phone", true, "好", march(5), today, "")), "letter.day.before R-L9"},
		{fact(in[Declined].after(march(8), Filed{}).Rate(5, "")), "letter.verb.unanswered R-L9"},
		{fact(in[Assigned].Correct(builtin(), "director", "consult", "误", "")), "letter.correct.same R-L10"},
		{fact(in[Assigned].Correct(builtin(), "nobody", "consult", "误", "")), "letter.receive.mailbox R-L10"},
		{fact(in[Assigned].Correct(builtin(), "director", "love", "误", "")), "letter.receive.sort R-L10"},
		{fact(in[Assigned].Correct(builtin(), "director", "help", "", "")), "letter.correct.reason R-L10"},
		{fact(in[Answered].Reopen(7, "", "")), "letter.reopen.reason R-L10"},
		{fact(in[Waiting].after(march(4), Turned{To: ToRequest, Into: "r1"}).Reopen(7, "误", "")), "letter.reopen.converted R-L10"},
		{fact(public(in[Answered], Published).Reopen(7, "误", "")), "letter.reopen.public R-L10"},
		{fact(public(archived, Prepared).Erase()), "letter.erase.prepared 个人信息保护法第四十七条"},
		{fact(archived.after(march(9), Erased{}).Erase()), "letter.verb.erased 个人信息保护法第四十七条"},
		{fact(archived.after(march(9), Erased{}).Reopen(7, "误", "")), "letter.verb.erased 个人信息保护法第四十七条"},
	} {
		if x.got != x.want {
			t.Errorf("got %s, want %s", x.got, x.want)
		}
	}
	f, _ := in[Accepted].Convert(ToRequest, "r1", "", "问的是政府信息", march(10), today, "")
	if l := in[Accepted].after(march(10), f); l.Into != "r1" || l.To != ToRequest || l.EndedOn != march(10) {
		t.Errorf("%+v", l) // R-L5
	}
}

// Three persons make an answer (R-L7), two a public copy (R-L8), whoever they
// stand in for.
func TestFourEyes(t *testing.T) {
	t.Parallel()
	in := lives()
	ids := func(s ...ledger.ID) []ledger.ID { return s }
	for _, x := range []struct {
		err  error
		want string
	}{
		{second(in[Drafted].Check(ids("p0"), nil, "")), "letter.check.own"},
		{second(in[Drafted].Check(ids("x", "behalf"), ids("behalf"), "")), "letter.check.own"},
		{second(in[Drafted].Check(ids("x", ""), ids("y", ""), "")), ""},
		{second(in[Checked].Approve(ids("p0"), nil, "")), "letter.approve.own"},
		{second(in[Checked].Approve(ids("x"), ids("x"), "")), "letter.approve.own"},
		{second(in[Checked].Approve(ids("x"), ids("y"), "")), ""},
		{second(in[Answered].after(march(7), Copied{}).Publish(ids("p0"), nil, "")), "letter.publish.own"},
		{second(in[Answered].after(march(7), Copied{}).Publish(ids("x"), ids("x"), "")), "letter.publish.own"},
		{second(in[Answered].after(march(7), Copied{}).Publish(ids("x"), nil, "")), ""},
	} {
		got := ""
		if no, ok := refusal.As(x.err); ok {
			got = no.Code
		}
		if got != x.want {
			t.Errorf("got %q, want %q", got, x.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// Every line of the table is held to its form (R-L11).
func TestParse(t *testing.T) {
	t.Parallel()
	head := "信箱 | director | 局长信箱 | 本机关 | 网页、登记\n"
	flood := "限量 | 每人每小时 | 3\n限量 | 每人每日 | 6\n限量 | 每地址每小时 | 30\n限量 | 每地址每日 | 120\n"
	limit := "期限 | director | * | 2工作日 | 10工作日 | 5工作日 | 自收到\n"
	for _, x := range []struct{ text, want string }{
		{head + limit + flood, ""},
		{head + "期限 | director | 咨询 | 2个工作日 | 60日 | 30日 | 自受理\n" + flood, ""},
		{"# 空的\n", "letter.table.none"},
		{head + flood, "letter.table.limits"},
		{head + limit, "letter.table.flood"},
		{head + limit + limit + flood, "letter.table.sorttwice"},
		{head + head + limit + flood, "letter.table.twice"},
		{strings.Replace(head, "director", "局长", 1), "letter.table.key"},
		{strings.Replace(head, "网页", "鸽子", 1), "letter.table.door"},
		{strings.Replace(head, "本机关", "市政府", 1), "letter.table.foreign"},
		{"信箱 | director\n", "letter.table.cells"},
		{strings.Replace(limit, "director", "mayor", 1), "letter.table.mailbox"},
		{head + strings.Replace(limit, "*", "情书", 1), "letter.table.sort"},
		{head + strings.Replace(limit, "10工作日", "十天", 1), "letter.table.term"},
		{head + strings.Replace(limit, "10工作日", "0工作日", 1), "letter.table.term"},
		{head + strings.Replace(limit, "自收到", "自答复", 1), "letter.table.from"},
		{head + strings.Replace(limit, "5工作日", "5日", 1), "letter.table.mixed"},
		{strings.Replace(head, "登记", "邮件", 1) + limit + "来邮 | director | 求助\n" + flood, ""},
		{head + limit + "来邮 | director | 求助\n" + flood, "letter.table.mail"}, // no mail comes there
		{strings.Replace(head, "登记", "邮件", 1) + limit + "来邮 | director | 情书\n" + flood, "letter.table.sort"},
		{head + limit + "来邮 | mayor | 求助\n" + flood, "letter.table.mailbox"},
		{head + limit + "限量 | 每人每年 | 3\n", "letter.table.floodline"},
		{head + limit + "限量 | 每人每日 | 零\n", "letter.table.floodline"},
	} {
		_, err := Parse(x.text)
		got := ""
		if no, ok := refusal.As(err); ok {
			got = no.Code
			if strings.HasPrefix(no.Words(), no.Code) {
				t.Errorf("%s has no sentence", no.Code)
			}
		}
		if got != x.want {
			t.Errorf("%s: got %s, want %s", x.text, got, x.want)
		}
	}
	table := builtin()
	if n := len(table.At(DoorWeb)); n != 1 || len(table.Mailboxes) != 5 {
		t.Errorf("%d mailboxes on the site", n)
	}
	own, _ := Parse(strings.Replace(head, "登记", "邮件", 1) + limit + "来邮 | director | 求助\n" + flood)
	if m, _ := own.Mailbox("director"); m.MailSort() != "help" {
		t.Errorf("mail begins as %s", m.MailSort())
	}
	m, _ := table.Mailbox("director")
	if m.MailSort() != "consult" {
		t.Errorf("mail begins as %s", m.MailSort())
	}
	if terms, ok := m.Terms("report"); !ok || terms.Answer.N != 15 || !terms.FromAccepted || len(m.Sorts()) != 6 {
		t.Errorf("%+v", terms)
	}
}

// A table holds from its day on, and keeps the mailboxes that have letters (R-L11).
func TestEnact(t *testing.T) {
	t.Parallel()
	text := Builtin()
	s, f, err := Enact(nil, nil, today, today, text, "salt")
	if err != nil || s.Version != 1 || f.Text != s.Bound() {
		t.Fatal(err)
	}
	if _, _, err := Enact([]Stored{s}, nil, march(1), today, text, ""); code(t, nil, err) != "letter.table.past R-L11" {
		t.Error(err)
	}
	if _, _, err := Enact([]Stored{s}, []ledger.Code{"gone"}, today, today, text, ""); code(t, nil, err) != "letter.table.used R-L11" {
		t.Error(err)
	}
	if Pick([]Stored{s}, march(1)).Version != 0 || Pick([]Stored{s}, today).Version != 1 {
		t.Error("the table of a day")
	}
}

// An earlier book comes in whole or not at all; every bad cell is named (R-L12).
func TestReadOld(t *testing.T) {
	t.Parallel()
	good := []string{"省2019-1", "省长信箱", "咨询", "2019/5/6", "李某", "成果转化", "问成果转化补贴", "2019年5月10日", "已电话答复"}
	rows, faults := ReadOld(builtin(), [][]string{OldHeader, good, {""}, {"m1", "mayor", "complaint", "43600", "王某", "扰民", "", "", ""}}, today)
	if faults != nil || len(rows) != 2 || rows[0].Mailbox != "governor" || rows[0].AnsweredOn.String() != "2019-05-10" || rows[0].Fact("x").No != "" || rows[1].Fact("x").No != "m1" {
		t.Fatalf("%v %+v", faults, rows)
	}
	bad := func(col int, value string) []string {
		r := append([]string(nil), good...)
		r[0], r[col] = "n"+itoa(col)+value, value
		return r
	}
	_, faults = ReadOld(builtin(), [][]string{OldHeader, bad(1, "校长信箱"), bad(2, "情书"), bad(3, "2019-02-30"), bad(3, "2099-01-01"), bad(5, ""), bad(7, "2019-05-01"),
		bad(8, ""), bad(7, ""), bad(0, ""), good, good, append(bad(4, "x"), "多")}, today)
	var got []string
	for _, f := range faults {
		got = append(got, f.String())
	}
	want, err := os.ReadFile("testdata/faults.txt")
	if *update {
		want, err = []byte(strings.Join(got, "\n")+"\n"), os.WriteFile("testdata/faults.txt", []byte(strings.Join(got, "\n")+"\n"), 0o644)
	}
	if err != nil || strings.Join(got, "\n")+"\n" != string(want) {
		t.Errorf("%v\n%s", err, strings.Join(got, "\n"))
	}
	if _, faults := ReadOld(builtin(), [][]string{{"序号"}}, today); len(faults) != len(OldHeader) {
		t.Error(faults)
	}
}
