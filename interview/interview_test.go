package interview

import (
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

var (
	held = calendar.NewDay(2025, 3, 10)
	text = Text{Topic: "贷款贴息", Guest: "王处长", Post: "成果科负责人", Time: "15:00至16:00"}
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

func (i Interview) at(on calendar.Day, by ledger.ID, f ledger.Fact) Interview {
	return i.Apply(ledger.Entry{Subject: "i1", Organ: "o1", On: on, By: by}, f)
}

func planned() Interview {
	return Interview{}.at(held.AddDays(-3), "clerk", Planned{Unit: "u1", HeldOn: held})
}

func announced() Interview {
	return planned().at(held.AddDays(-3), "head", Opened{}).at(held, ledger.Citizen, Asked{No: 1})
}

// D.2(4): who, about what, when; what one drafts another lets out.
func TestAnnounce(t *testing.T) {
	t.Parallel()
	if _, err := (Interview{}).Plan(Planned{HeldOn: held}, text, held); err != nil {
		t.Error(err)
	}
	if _, err := (Interview{}).Plan(Planned{}, Text{}, held); codes(err) != "interview.plan.topic interview.plan.guest interview.plan.post interview.plan.time interview.plan.day" {
		t.Error(codes(err))
	}
	if _, err := announced().Plan(Planned{HeldOn: held}, text, held); codes(err) != "interview.do.state" {
		t.Error(err)
	}
	if _, err := planned().Announce([]ledger.ID{"head", "clerk"}, nil, held); codes(err) != "interview.announce.author" {
		t.Error(err)
	}
	if _, err := planned().Announce([]ledger.ID{"head"}, []ledger.ID{"clerk"}, held.AddDays(1)); codes(err) != "interview.announce.day" {
		t.Error(err)
	}
	back, err := planned().Return("写清时间", "")
	if i := planned().at(held, "head", back); err != nil || i.State != Returned || i.Waits(held) == "" {
		t.Errorf("%+v, %v", i, err)
	}
	if _, err := planned().Return("", ""); codes(err) != "interview.return.reason" {
		t.Error(err)
	}
	for on, want := range map[calendar.Day]string{held.AddDays(-1): "预告", held: "今天访谈", held.AddDays(1): "正在整理实录"} {
		if got := announced().Standing(on); got != want || announced().Takes(on) != (want != "正在整理实录") {
			t.Errorf("%s: %s", on, got)
		}
	}
}

// D.2(4): questions come beforehand and on the day, and somebody looks at each
// before it is shown.
func TestAsk(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		words string
		on    calendar.Day
	}{"": {"<script>", held}, "interview.ask.words": {" ", held}, "interview.ask.long": {strings.Repeat("长", 10001), held}, "interview.ask.over": {"迟了", held.AddDays(1)}} {
		if _, err := announced().Ask(Question{Words: c.words}, c.on, ""); codes(err) != want {
			t.Errorf("%q, want %q", codes(err), want)
		}
	}
	if _, err := announced().Moderate(1, false, "", ""); codes(err) != "interview.moderate.reason" {
		t.Error(err)
	}
	if f, err := announced().Moderate(1, true, "", ""); err != nil || !f.Shown {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := planned().Moderate(1, true, "", ""); codes(err) != "interview.do.state" {
		t.Error(err)
	}
}

// D.2(4): the transcript as it is typed, what it answers, and by whom it is let out.
func TestWrite(t *testing.T) {
	t.Parallel()
	script := ParseTranscript("主持人：欢迎。\n\n网民（问1）：贴息多少？\n王处长(问1): 按一半：\n每家最多十万元。")
	if len(script) != 3 || script[2].Speaker != "王处长" || script[2].Question != 1 || script[2].Words != "按一半：\n每家最多十万元。" {
		t.Fatalf("%+v", script)
	}
	if again := ParseTranscript(script.Typed()); again.Typed() != script.Typed() {
		t.Errorf("%q", again.Typed())
	}
	f, err := announced().Write(script, held, "")
	if err != nil || f.Turns != 3 || f.Answered != 1 {
		t.Errorf("%+v, %v", f, err)
	}
	for want, typed := range map[string]string{"interview.write.turns": "", "interview.write.turn": "没有写谁说的", "interview.write.question": "王处长（问2）：好"} {
		if _, err := announced().Write(ParseTranscript(typed), held, ""); codes(err) != want {
			t.Errorf("%q, want %q", codes(err), want)
		}
	}
	if _, err := announced().Write(script, held.AddDays(-1), ""); codes(err) != "interview.write.early" {
		t.Error(err)
	}
	written := announced().at(held, "clerk", f)
	if _, err := written.Publish([]ledger.ID{"clerk"}, nil); codes(err) != "interview.announce.author" {
		t.Error(err)
	}
	out, err := written.Publish([]ledger.ID{"head"}, []ledger.ID{"clerk"})
	if i := written.at(held, "head", out); err != nil || out.Questions != 1 || out.Answered != 1 || i.State != Published || i.Waits(held) != "" {
		t.Errorf("%+v, %v", out, err)
	}
	if i := written.at(held, "head", SentBack{}); i.State != Announced || i.Waits(held) != "整理实录" {
		t.Errorf("%+v", i)
	}
}

// D.2(4): what does not take place says why; 个人信息保护法第四十七条: who asked goes
// once it is over.
func TestCancelAndErase(t *testing.T) {
	t.Parallel()
	if _, err := announced().Cancel(" ", ""); codes(err) != "interview.cancel.reason" {
		t.Error(err)
	}
	f, err := announced().Cancel("嘉宾另有公务", "")
	i := announced().at(held, "head", f)
	if err != nil || i.State != Cancelled || !i.State.Public() || i.Takes(held) {
		t.Errorf("%+v, %v", i, err)
	}
	if _, err := announced().Erase(); codes(err) != "interview.do.state" {
		t.Error(err)
	}
	gone, err := i.Erase()
	if i = i.at(held, "head", gone); err != nil || !i.Erased {
		t.Errorf("%+v, %v", i, err)
	}
	if _, err := i.Erase(); codes(err) != "interview.erase.twice" {
		t.Error(err)
	}
}
