package request

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var update = flag.Bool("update", false, "write the golden files anew")

var china = calendar.China()

// march and april are days of 2025.
func march(d int) calendar.Day { return calendar.NewDay(2025, 3, d) }
func april(d int) calendar.Day { return calendar.NewDay(2025, 4, d) }

var today = calendar.NewDay(2025, 6, 30)

// tale plays facts on days, as the ledger would hand them back.
type tale struct{ r Request }

func (l tale) then(on calendar.Day, by ledger.ID, fs ...ledger.Fact) tale {
	for _, f := range fs {
		l.r = l.r.Apply(ledger.Entry{Organ: "o1", Subject: "r1", On: on, By: by}, f)
	}
	return l
}

func counter() tale {
	return tale{}.then(march(3), "window", Received{No: "2025-0001", Door: "counter", Applicant: "natural", Unit: "u1"})
}

// lives are a request in every state.
func lives() map[State]Request {
	waits := counter().then(march(5), "clerk", Clarified{By: march(14)})
	fee := counter().then(march(5), "clerk", Levied{Tariff: ByItem, N: 11, Fen: 100_00, ServedOn: march(6)})
	drafted := counter().then(march(10), "drafter", Decided{Reply: "told", Outcome: "open"})
	reviewed := drafted.then(march(11), "reviewer", Checked{})
	signed := reviewed.then(march(12), "signer", Approved{No: "2025/1"})
	answered := signed.then(march(13), "window", Sent{Outcome: "open", Way: "post"})
	delivered := answered.then(march(14), "window", Delivery{})
	return map[State]Request{
		Arrived:    tale{}.then(march(3), "", Received{Door: "web", Applicant: "natural", Confirm: true}).r,
		Open:       counter().r,
		Clarifying: waits.r, Charged: fee.r, Drafted: drafted.r, Reviewed: reviewed.r, Signed: signed.r, Answered: answered.r,
		Delivered: delivered.r,
		Withdrawn: counter().then(march(6), "window", TakenBack{}).r,
		GivenUp:   waits.then(march(17), "clerk", Abandoned{Outcome: "o_nosupp"}).r,
		Archived:  delivered.then(march(20), "office", Filed{Papers: 7}).r,
	}
}

// try is what a verb says.
type try func(Request) (ledger.Fact, error)

// check holds a verb to its fact's kind, or to "! code".
func check(t *testing.T, rule, want string, f ledger.Fact, err error) {
	t.Helper()
	got := ""
	if err == nil {
		got = f.Kind()
	} else {
		no, ok := refusal.As(err)
		if !ok {
			t.Fatalf("a fault: %v", err)
		}
		got = "! " + no.Code
		if no.Rule != rule {
			t.Errorf("%s rests on %s, want %s", no.Code, no.Rule, rule)
		}
	}
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// rules are the cases of each verb, each with the rule that it tries; those of
// the clock are in testdata/clock.txt, those of Decide in decide_test.go.
func TestVerbs(t *testing.T) {
	t.Parallel()
	in := lives()
	asked := counter().then(march(10), "clerk", Consulted{Ref: "c1", Party: ThirdParty})
	served := asked.then(march(11), "clerk", Served{Ref: "c1"})
	co := counter().then(march(10), "clerk", Consulted{Ref: "c1", Party: CoProducer}).then(march(11), "clerk", Served{Ref: "c1"})
	reasons := counter().then(march(5), "clerk", ReasonsAsked{By: march(14)})
	reasoned := reasons.then(march(12), "clerk", Reasoned{})
	unserved := counter().then(march(5), "clerk", Levied{Tariff: ByItem, N: 11, Fen: 100_00})
	late := counter().then(march(10), "drafter", Decided{Reply: "provided", Outcome: "open"}).then(march(11), "reviewer", Checked{}).
		then(march(12), "signer", Approved{}, Consulted{Ref: "c1", Party: ThirdParty})
	objected := func(reply ledger.Code) tale {
		return counter().then(march(5), "clerk", Consulted{Ref: "c1", Party: ThirdParty}).then(march(10), "drafter", Decided{Reply: reply, Outcome: "open"}).
			then(march(11), "reviewer", Checked{})
	}
	no, yes := Heard{Ref: "c1", View: Partly}, Heard{Ref: "c1", View: Agrees}
	anew := func(at State) Request {
		return in[at].Apply(ledger.Entry{On: march(24)}, Reopened{})
	}
	resigned := tale{anew(Archived)}.then(march(25), "drafter", Decided{Reply: "told", Outcome: "open"}).then(march(25), "reviewer", Checked{}).then(march(25), "signer", Approved{})
	decide := func(on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Decide(Answer{Reply: "told"}, on, today, "", china) }
	}
	withdraw := func(on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Withdraw(on, today, "") }
	}
	erased := in[Archived].Apply(ledger.Entry{On: today}, Erased{})
	receive := func(door, kind ledger.Code, on calendar.Day) try {
		return func(Request) (ledger.Fact, error) { return Receive("2025-0001", door, kind, "u1", on, today, "") }
	}
	clarify := func(on, by calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Clarify(on, by, today, "", china) }
	}
	supplement := func(on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Supplement(on, today, "") }
	}
	consult := func(ref ledger.ID, p Party, on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Consult(ref, p, on, today, "") }
	}
	serve := func(ref ledger.ID, on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Serve(ref, on, today) }
	}
	hear := func(v View, on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Hear("c1", v, on, today, "", china) }
	}
	extend := func(n int, on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Extend(on, n, "head", on, "", china) }
	}
	ask := func(on, by calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Ask(on, by, today, "") }
	}
	postpone := func(on, to calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Postpone(on, to, today, "", china) }
	}
	levy := func(tariff Tariff, n int, supplied bool, on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Levy(on, tariff, n, supplied, today, china) }
	}
	pay := func(fen int64, on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Pay(on, fen, today, china) }
	}
	giveUp := func(on calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.GiveUp(on, today, china) }
	}
	// The drafter stood in for fuze, the reviewer for fagui.
	review := func(by ...ledger.ID) try {
		return func(r Request) (ledger.Fact, error) { return r.Review(by, []ledger.ID{"drafter", "fuze"}, "") }
	}
	sign := func(by ...ledger.ID) try {
		return func(r Request) (ledger.Fact, error) {
			return r.Sign(by, []ledger.ID{"drafter", "fuze", "reviewer", "fagui"}, "2025/1", "")
		}
	}
	send := func(on calendar.Day, way ledger.Code) try {
		return func(r Request) (ledger.Fact, error) { return r.Send(on, way, today, china) }
	}
	deliver := func(on calendar.Day, proof string) try {
		return func(r Request) (ledger.Fact, error) { return r.Deliver(on, today, proof, "") }
	}
	assign := func(unit ledger.ID, due calendar.Day) try {
		return func(r Request) (ledger.Fact, error) { return r.Assign(unit, due, today) }
	}
	correct := func(kind ledger.Code, reason string) try {
		return func(r Request) (ledger.Fact, error) { return r.Correct(kind, reason, "") }
	}
	reopen := func(reason string) try {
		return func(r Request) (ledger.Fact, error) { return r.Reopen(7, reason, "") }
	}
	archive := func(r Request) (ledger.Fact, error) { return r.Archive(7) }
	erase := func(r Request) (ledger.Fact, error) { return r.Erase() }
	none := calendar.Day{}
	for _, c := range []struct {
		rule, name string
		r          Request
		do         try
		want       string
	}{
		{"R-A31", "收到", Request{}, receive("web", "natural", march(3)), "request.received"},
		{"R-A31", "没有渠道", Request{}, receive("telegram", "natural", march(3)), "! request.receive.door"},
		{"§B.5", "没有申请人类型", Request{}, receive("web", "", march(3)), "! request.receive.applicant"},
		{"R-A31", "没有日期", Request{}, receive("web", "legal", none), "! request.day.none"},
		{"R-A31", "日期未到", Request{}, receive("oral", "legal", today.AddDays(1)), "! request.day.future"},
		{"R-A31", "早于条例", Request{}, receive("web", "legal", calendar.NewDay(2008, 4, 30)), "! request.receive.early"},
		{"R-A31", "确认早于到达", in[Arrived], func(r Request) (ledger.Fact, error) { return r.Confirm(march(2), today, "phone") }, "! request.day.before"},
		{"R-A31", "确认", in[Arrived], func(r Request) (ledger.Fact, error) { return r.Confirm(march(3), today, "phone") }, "request.confirmed"},
		{"R-A45", "转办", in[Open], assign("u2", none), "request.assigned"},
		{"R-A45", "转办没有科室", in[Open], assign("", none), "! request.assign.unit"},
		{"R-A45", "转办期限已过", in[Open], assign("u2", today.AddDays(-1)), "! request.assign.past"},
		{"R-A30", "第7个工作日告知", in[Open], clarify(march(12), march(20)), "request.clarified"},
		{"R-A30", "第8个工作日告知", in[Open], clarify(march(13), march(20)), "! request.clarify.late"},
		{"R-A30", "没有补正期限", in[Open], clarify(march(12), none), "! request.clarify.by"},
		{"R-A30", "补正期限为当日", in[Open], clarify(march(12), march(12)), "! request.clarify.by"},
		{"R-A30", "再次告知", in[Clarifying], clarify(march(6), march(20)), "! request.clarify.twice"},
		{"R-A30", "补正", in[Clarifying], supplement(march(5)), "request.supplemented"},
		{"R-A30", "补正早于告知", in[Clarifying], supplement(march(4)), "! request.day.before"},
		{"R-A30", "逾期而有正当理由的补正", in[Clarifying], supplement(march(20)), "request.supplemented"},
		{"R-A30", "期限内不能视为放弃", in[Clarifying], giveUp(march(14)), "! request.give_up.early"},
		{"R-A30", "逾期视为放弃", in[Clarifying], giveUp(march(15)), "request.given_up"},
		{"R-A32", "征求第三方", in[Open], consult("c1", ThirdParty, march(10)), "request.consulted"},
		{"R-A32", "征求共同制作机关（R-A34）", in[Drafted], consult("c1", CoProducer, march(10)), "request.consulted"},
		{"R-A32", "征求谁", in[Open], consult("c1", "", march(10)), "! request.consult.party"},
		{"R-A32", "同一份发出两次", asked.r, consult("c1", ThirdParty, march(11)), "! request.consult.twice"},
		{"R-A32", "发出早于收到", in[Open], consult("c1", ThirdParty, march(2)), "! request.day.before"},
		{"R-A32", "签收", asked.r, serve("c1", march(10)), "request.served"},
		{"R-A32", "签收早于发出", asked.r, serve("c1", march(9)), "! request.day.before"},
		{"R-A32", "签收哪一份", asked.r, serve("c2", march(11)), "! request.hear.none"},
		{"R-A32", "签收日期未到", asked.r, serve("c1", today.AddDays(1)), "! request.day.future"},
		{"R-A32", "反馈", asked.r, hear(Objects, march(12)), "request.heard"},
		{"R-A32", "反馈什么", asked.r, hear("maybe", march(12)), "! request.hear.view"},
		{"R-A32", "没有征求", in[Open], hear(Agrees, march(12)), "! request.hear.none"},
		{"R-A32", "反馈两次", asked.then(march(12), "", Heard{Ref: "c1", View: Agrees}).r, hear(Agrees, march(13)), "! request.hear.twice"},
		{"R-A32", "反馈早于签收", served.r, hear(Agrees, march(10)), "! request.day.before"},
		{"R-A32", "期限内不算未答复", served.r, hear(Silent, april(1)), "! request.hear.early"},
		{"R-A32", "15个工作日以后算未答复", served.r, hear(Silent, april(2)), "request.heard"},
		{"R-A32", "不知道签收日期不算未答复", asked.r, hear(Silent, april(30)), "! request.hear.early"},
		{"R-A32", "共同制作机关未答复（R-A34）", co.r, hear(Silent, april(2)), "request.heard"},
		{"R-A33", "延长", in[Signed], extend(20, march(31)), "request.extended"},
		{"R-A33", "第21个工作日延长", in[Open], extend(5, april(1)), "! request.extend.late"},
		{"R-A33", "届满以后补记届满以前的延长", in[Open], func(r Request) (ledger.Fact, error) { return r.Extend(march(20), 5, "head", april(1), "", china) }, "! request.extend.late"},
		{"R-A33", "届满当日补记", in[Open], func(r Request) (ledger.Fact, error) { return r.Extend(march(20), 5, "head", march(31), "", china) }, "request.extended"},
		{"R-A33", "延长0日", in[Open], extend(0, march(20)), "! request.extend.days"},
		{"R-A33", "延长21日", in[Open], extend(21, march(20)), "! request.extend.days"},
		{"R-A33", "延长两次", counter().then(march(5), "", Extended{Days: 5}).r, extend(5, march(20)), "! request.extend.twice"},
		{"R-A33", "延长早于收到", in[Open], extend(5, march(2)), "! request.day.before"},
		{"R-A35", "要求说明理由", in[Open], ask(march(5), march(14)), "request.reasons_asked"},
		{"R-A35", "说明理由没有期限", in[Open], ask(march(5), march(5)), "! request.ask.by"},
		{"R-A35", "再次要求", reasons.r, ask(march(6), march(14)), "! request.ask.twice"},
		{"R-A35", "登记理由", reasons.r, func(r Request) (ledger.Fact, error) { return r.Reason(march(10), today, "") }, "request.reasoned"},
		{"R-A35", "理由早于要求", reasons.r, func(r Request) (ledger.Fact, error) { return r.Reason(march(4), today, "") }, "! request.day.before"},
		{"R-A35", "没有要求过", in[Open], func(r Request) (ledger.Fact, error) { return r.Reason(march(10), today, "") }, "! request.reason.none"},
		{"R-A35", "延迟答复", reasoned.r, postpone(march(20), april(30)), "request.postponed"},
		{"R-A35", "没有理由不能延迟", reasons.r, postpone(march(20), april(30)), "! request.postpone.reasons"},
		{"R-A35", "延迟早于届满", reasoned.r, postpone(march(20), march(31)), "! request.postpone.to"},
		{"R-A35", "届满以后不能延迟", reasoned.r, postpone(april(1), april(30)), "! request.postpone.late"},
		{"R-A35", "延迟两次", reasoned.then(march(20), "", Postponed{To: april(30)}).r, postpone(march(21), april(30)), "! request.postpone.twice"},
		{"F.3", "按件收费", in[Open], levy(ByItem, 11, false, march(10)), "request.charged"},
		{"F.3", "按量收费", in[Open], levy(ByPage, 31, true, march(31)), "request.charged"},
		{"F.1", "没有提供，不能按量", in[Open], levy(ByPage, 300, false, march(10)), "! request.charge.nothing"},
		{"F.1", "两种之外", in[Open], levy("both", 31, true, march(10)), "! request.charge.tariff"},
		{"F.2", "没有件数", in[Open], levy(ByItem, 0, true, march(10)), "! request.charge.count"},
		{"F.2", "免费的10件", in[Open], levy(ByItem, 10, true, march(10)), "! request.charge.free"},
		{"F.2", "免费的30页", in[Open], levy(ByPage, 30, true, march(10)), "! request.charge.free"},
		{"F.3", "届满以后收费", in[Open], levy(ByItem, 11, true, april(1)), "! request.charge.late"},
		{"F.1", "收费两次", in[Charged], levy(ByItem, 11, true, march(6)), "! request.charge.twice"},
		{"F.1", "施行以前收费", tale{}.then(calendar.NewDay(2020, 12, 3), "", Received{Door: "counter"}).r, levy(ByItem, 11, true, calendar.NewDay(2020, 12, 10)), "! request.charge.early"},
		{"F.3", "登记收费通知的签收", unserved.r, serve(FeeNotice, march(6)), "request.served"},
		{"F.3", "签收早于收费通知", unserved.r, serve(FeeNotice, march(4)), "! request.day.before"},
		{"F.3", "缴费", in[Charged], pay(100_00, april(3)), "request.paid"},
		{"F.3", "没有缴清", in[Charged], pay(99_99, march(20)), "! request.pay.amount"},
		{"F.3", "第21个工作日缴费", in[Charged], pay(100_00, april(7)), "! request.pay.late"},
		{"F.3", "缴费早于通知", in[Charged], pay(100_00, march(4)), "! request.day.before"},
		{"F.3", "期限内不能视为放弃", in[Charged], giveUp(april(3)), "! request.give_up.early"},
		{"F.3", "逾期未缴视为放弃", in[Charged], giveUp(april(4)), "request.given_up"},
		{"F.3", "不知道签收日期，不能视为放弃", unserved.r, giveUp(april(30)), "! request.give_up.served"},
		{"R-A45", "退回", in[Signed], func(r Request) (ledger.Fact, error) { return r.Return("日期有误", "") }, "request.returned"},
		{"R-A45", "退回没有理由", in[Drafted], func(r Request) (ledger.Fact, error) { return r.Return(" ", "") }, "! request.return.reason"},
		{"R-A45", "审核", in[Drafted], review("reviewer"), "request.reviewed"},
		{"R-A45", "审核自己拟的", in[Drafted], review("drafter"), "! request.review.own"},
		{"R-A45", "签发", in[Reviewed], sign("signer"), "request.signed"},
		{"R-A45", "签发自己拟的", in[Reviewed], sign("drafter"), "! request.sign.own"},
		{"R-A45", "签发自己审核的", in[Reviewed], sign("reviewer"), "! request.sign.own"},
		{"R-A45", "审核以其名义拟的", in[Drafted], review("fuze"), "! request.review.own"},
		{"R-A45", "代拟稿人审核", in[Drafted], review("wang", "drafter"), "! request.review.own"},
		{"R-A45", "签发以其名义拟的", in[Reviewed], sign("fuze", ""), "! request.sign.own"},
		{"R-A45", "签发以其名义审核的", in[Reviewed], sign("fagui", ""), "! request.sign.own"},
		{"R-A45", "代审核人签发", in[Reviewed], sign("wang", "reviewer"), "! request.sign.own"},
		{"R-A33", "发出", in[Signed], send(march(13), "post"), "request.sent"},
		{"R-A33", "发出早于收到", in[Signed], send(march(2), "post"), "! request.day.before"},
		{"R-A33", "发出没有日期", in[Signed], send(none, "post"), "! request.day.none"},
		{"R-A35", "要求说明理由早于收到", in[Open], ask(march(2), march(14)), "! request.day.before"},
		{"R-A33", "发出日期未到", in[Signed], send(today.AddDays(1), "post"), "! request.day.future"},
		{"R-A32", "拟答复以后征求的，还可以答复", late.r, send(march(13), "post"), "! request.decide.waiting"},
		{"R-A32", "审核以后第三方不同意，不能签发", objected("provided").then(march(12), "", no).r, sign("signer"), "! request.send.objected"},
		{"R-A32", "签发以后第三方不同意，不能发出", objected("provided").then(march(12), "signer", Approved{}, no).r, send(march(13), "post"), "! request.send.objected"},
		{"R-A32", "部分公开也要重新研究", objected("partial").then(march(12), "signer", Approved{}, no).r, send(march(13), "post"), "! request.send.objected"},
		{"R-A33", "重新研究以后可以发出", objected("provided").then(march(12), "signer", no, Returned{}, Decided{Reply: "provided"}, Checked{}, Approved{}).r, send(march(13), "post"), "request.sent"},
		{"R-A33", "第三方不同意，本来就不公开", objected("d_secret").then(march(12), "signer", Approved{}, no).r, send(march(13), "post"), "request.sent"},
		{"R-A33", "签发以后第三方同意", objected("provided").then(march(12), "signer", Approved{}, yes).r, send(march(13), "post"), "request.sent"},
		{"R-A32", "第三方同意，不能再保护", objected("d_third").then(march(12), "signer", Approved{}, yes).r, send(march(13), "post"), "! request.decide.agreed"},
		{"R-A33", "拟答复以前不同意，已经研究过", counter().then(march(5), "", Consulted{Ref: "c1", Party: ThirdParty}, no).then(march(10), "", Decided{Reply: "provided"}, Checked{}, Approved{}).r,
			send(march(13), "post"), "request.sent"},
		{"R-A40", "怎样送达", in[Signed], send(march(13), "pigeon"), "! request.send.way"},
		{"R-A45", "送达", in[Answered], deliver(march(13), "XA123"), "request.delivered"},
		{"R-A45", "撤回的也有送达", in[Withdrawn], deliver(march(7), "XA123"), "request.delivered"},
		{"R-A45", "送达没有凭证", in[Answered], deliver(march(14), " "), "! request.deliver.proof"},
		{"R-A45", "送达早于发出", in[Answered], deliver(march(12), "XA123"), "! request.day.before"},
		{"R-A45", "送达两次", in[Delivered], deliver(march(14), "XA123"), "! request.deliver.twice"},
		{"A.4.2", "撤回", in[Charged], func(r Request) (ledger.Fact, error) { return r.Withdraw(march(10), today, "") }, "request.withdrawn"},
		{"A.4.2", "撤回早于到达", in[Arrived], func(r Request) (ledger.Fact, error) { return r.Withdraw(march(2), today, "") }, "! request.day.before"},
		{"R-A45", "重办", in[Archived], reopen("寄错地址"), "request.reopened"},
		{"R-A45", "重办以前拟答复", anew(Archived), decide(march(23)), "! request.day.reopened"},
		{"R-A45", "重办当日拟答复", anew(Archived), decide(march(24)), "request.decided"},
		{"R-A45", "重办以前发出", resigned.r, send(march(23), "post"), "! request.day.reopened"},
		{"R-A33", "重办以后发出", resigned.r, send(march(26), "post"), "request.sent"},
		{"R-A45", "重办以前撤回", anew(Answered), withdraw(march(23)), "! request.day.reopened"},
		{"A.4.2", "重办以后撤回", anew(Answered), withdraw(march(24)), "request.withdrawn"},
		{"R-A45", "重办以前视为放弃", anew(GivenUp), giveUp(march(20)), "! request.day.reopened"},
		{"R-A30", "重办以后视为放弃", anew(GivenUp), giveUp(march(24)), "request.given_up"},
		{"R-A30", "放弃以前寄到、重办以后登记的补正", anew(GivenUp), supplement(march(13)), "request.supplemented"},
		{"R-A36", "拟答复早于收到", in[Open], decide(march(2)), "! request.day.before"},
		{"R-A36", "拟答复日期未到", in[Open], decide(today.AddDays(1)), "! request.day.future"},
		{"R-A45", "重办没有理由", in[Archived], reopen(""), "! request.reopen.reason"},
		{"R-A31", "未曾收到的不能重办", in[Arrived].Apply(ledger.Entry{On: march(6)}, TakenBack{}), reopen("再来"), "! request.reopen.never"},
		{"个人信息保护法第四十七条", "个人信息已删除的不能重办", erased, reopen("再来"), "! request.reopen.erased"},
		{"R-A45", "更正类型", in[Archived], correct("business", "填错"), "request.corrected"},
		{"§B.5", "更正为原类型", in[Open], correct("natural", "填错"), "! request.receive.applicant"},
		{"R-A45", "更正没有理由", in[Open], correct("business", ""), "! request.reopen.reason"},
		{"R-A45", "归档", in[Delivered], archive, "request.archived"},
		{"R-A45", "没有送达不能归档", in[GivenUp], archive, "! request.archive.delivery"},
		{"R-A31", "未曾收到而撤回的，不必送达", in[Arrived].Apply(ledger.Entry{On: march(6)}, TakenBack{}), archive, "request.archived"},
		{"个人信息保护法第四十七条", "删除个人信息", in[Archived], erase, "request.erased"},
		{"个人信息保护法第四十七条", "归档以前不能删除", in[Delivered], erase, "! request.erase.state"},
		{"个人信息保护法第四十七条", "只删除一次", erased, erase, "! request.erase.state"},
	} {
		t.Run(strings.TrimPrefix(c.rule, "§")+" "+c.name, func(t *testing.T) {
			f, err := c.do(c.r)
			check(t, c.rule, c.want, f, err)
		})
	}
}

// What a verb's fact does to the row (R-A30, R-A33, F.3, A.4.2).
func TestApply(t *testing.T) {
	t.Parallel()
	in := lives()
	entry := ledger.Entry{On: march(20), By: "x"}
	if r := in[Charged].Apply(entry, Served{Ref: FeeNotice}); r.ChargeServedOn != march(20) || r.PayBy(china).Day != april(18) {
		t.Errorf("the fee notice of %s is to be paid by %s", r.ChargeServedOn, r.PayBy(china))
	}
	if r := in[GivenUp].Apply(entry, Reopened{}); r.State != Clarifying || !r.EndedOn.IsZero() || r.ReopenedOn != march(20) {
		t.Errorf("a request given up for want of a supplement waits again for it: %+v", r)
	}
	if r := in[Charged].Apply(entry, Abandoned{Outcome: "o_nofee"}).Apply(entry, Reopened{}); r.State != Charged || r.Outcome != "" {
		t.Errorf("a request given up for want of the fee waits again for it: %+v", r)
	}
	if r := in[Archived].Apply(entry, Reopened{}); r.State != Open || !r.ArchivedOn.IsZero() || r.Reply != "" {
		t.Errorf("an answer taken back leaves the request open: %+v", r)
	}
	if r := in[Open].Apply(entry, TakenBack{}); r.Outcome != "o_other" || r.EndedOn != march(20) {
		t.Errorf("a withdrawal counts in row (六)3: %+v", r)
	}
	if r := in[Delivered].Apply(entry, Corrected{Applicant: "business"}); r.Applicant != "business" || r.State != Delivered {
		t.Errorf("a correction changes the kind alone: %+v", r)
	}
	old := Request{}.Apply(ledger.Entry{On: march(3), Subject: "r1"}, Imported{No: "7", Door: "web", Applicant: "legal", Outcome: "open", EndedOn: march(9)})
	if old.State != Archived || old.ReceivedOn != march(3) || old.EndedOn != march(9) || !old.Imported {
		t.Errorf("%+v", old)
	}
	if r := in[Open].Apply(entry, Imported{}); r.State != Open {
		t.Errorf("%+v", r)
	}
	for s, r := range in {
		if r.State != s {
			t.Errorf("the life of %s is in %s", s, r.State)
		}
		if got := r.Apply(entry, nil); got.State != s {
			t.Errorf("nothing changed %s to %s", s, got.State)
		}
		for _, v := range r.Can() {
			if !slices.Contains(allowed[v].states, s) {
				t.Errorf("%s in %s", v, s)
			}
		}
	}
	if State("?").Name() != "?" || Open.Name() != "办理中" || ConfirmVerb.Name() != "确认收到" {
		t.Error("names")
	}
}

// The facts hold no prose, and any of them may meet any state.
func TestFacts(t *testing.T) {
	t.Parallel()
	kinds := map[string]bool{}
	for _, f := range Facts() {
		if free := ledger.FreeStrings(f); free != nil {
			t.Errorf("%s could hold prose in %v", f.Kind(), free)
		}
		if kinds[f.Kind()] || !strings.HasPrefix(f.Kind(), "request.") {
			t.Errorf("two facts are called %s", f.Kind())
		}
		kinds[f.Kind()] = true
		for _, r := range lives() {
			r.Apply(ledger.Entry{On: today}, f).Clock(today, china)
		}
		Request{}.Apply(ledger.Entry{}, f).Clock(today, china)
	}
}
