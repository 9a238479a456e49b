package request

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	if s == "-" {
		return calendar.Day{}
	}
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// event reads "2025-03-10 consulted ref=甲 served=2025-03-11".
func event(t testing.TB, text string) Event {
	t.Helper()
	f := strings.Fields(text)
	e := Event{On: day(t, f[0]), Event: f[1]}
	for _, x := range f[2:] {
		switch name, value, _ := strings.Cut(x, "="); name {
		case "ref":
			e.Ref = value
		case "served":
			e.Served = day(t, value)
		case "days":
			n, err := strconv.Atoi(value)
			if err != nil {
				t.Fatal(err)
			}
			e.Days = n
		default:
			t.Fatalf("%s: what is %s?", text, x)
		}
	}
	return e
}

// Each line of testdata/clock.txt is a case of R-A30, R-A31, R-A32, R-A33, F.1,
// F.3 or §A.4.2, told as a script; the oracle must agree.
func TestClock(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/clock.txt")
	if err != nil {
		t.Fatal(err)
	}
	cal := calendar.China()
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, " | ")
		if len(c) != 5 {
			t.Fatalf("want five cells: %s", line)
		}
		t.Run(c[0], func(t *testing.T) {
			t.Parallel()
			s, asof, want := Script{Channel: c[1]}, day(t, c[3]), c[4]
			for e := range strings.SplitSeq(c[2], "; ") {
				s.Events = append(s.Events, event(t, e))
			}
			rule, _, _ := strings.Cut(c[0], " ")
			r, err := s.Life(asof, cal)
			if code, refused := strings.CutPrefix(want, "! "); refused {
				no, ok := refusal.As(err)
				if !ok || no.Code != code || no.Rule != rule {
					t.Fatalf("%v %+v, want %s by %s", err, no, code, rule)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := printed(t, r, asof); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if also, no := judge(s, asof); also != want {
				t.Errorf("the oracle says %s %s\nwant %s", also, no, want)
			}
			whole(t, r.Clock(asof, cal), cal)
		})
	}
}

// Why this date: each step in order, with its article (R-A30, R-A33, R-A35).
func TestWhy(t *testing.T) {
	t.Parallel()
	life := tale{}.then(march(3), "", Received{Door: "web", Confirm: true}).then(march(4), "", Confirmed{}).
		then(march(6), "", Clarified{By: march(14)}).then(march(10), "", Supplemented{}).
		then(march(12), "", Consulted{Ref: "c1", Party: ThirdParty}).then(march(19), "", Heard{Ref: "c1", View: Agrees}).
		then(march(20), "", Extended{Days: 5})
	why := func(s Sheet) string {
		var b strings.Builder
		for _, w := range s.Steps {
			b.WriteString(w.On.String() + " " + w.Words + "〔" + w.Rule + "〕\n")
		}
		return b.String()
	}
	s := life.r.Clock(march(21), china)
	const want = `2025-03-03 申请到达，须经双方确认才算收到〔条例第三十一条〕
2025-03-04 收到申请（网络，双方确认之日），当日不计，从次日起算〔条例第三十一条（三）〕
2025-03-06 一次性告知补正〔条例第三十条〕
2025-03-10 收到补正，答复期限自此重新计算〔条例第三十条〕
2025-03-12 征求意见，至2025年3月19日不计入期限〔条例第三十三条〕
2025-03-20 经公开工作机构负责人批准，延长5个工作日〔条例第三十三条〕
2025-04-22 答复期限届满〔条例第三十三条〕
`
	if got := why(s); got != want {
		t.Errorf("%s", got)
	}
	if s.Base.Day != april(15) || s.Due.Day != april(22) || s.Used != 4 || s.Left != 21 || s.Overdue() {
		t.Errorf("base %s, due %s, %d used, %d left", s.Base, s.Due, s.Used, s.Left)
	}
	for d, want := range map[calendar.Day]struct {
		n    int
		kind string
	}{march(4): {0, Unconfirmed}, march(5): {0, Running}, march(7): {0, WaitSupplement}, march(10): {0, WaitSupplement}, march(11): {1, Running}, march(12): {2, Running},
		march(13): {0, Stopped}, march(19): {0, Stopped}, march(20): {3, Running}, march(21): {4, Running}, march(24): {5, Running}, april(22): {25, Running}, april(23): {0, ""}} {
		if n, kind := s.Counted(d, china); n != want.n || kind != want.kind {
			t.Errorf("%s is counted as %d %q, want %d %q", d, n, kind, want.n, want.kind)
		}
	}
	late := life.then(march(21), "", ReasonsAsked{}, Reasoned{}, Postponed{To: calendar.NewDay(2025, 6, 3)}).r.Clock(march(24), china)
	if late.Due.Day != calendar.NewDay(2025, 6, 3) || late.Due.Provisional || !strings.Contains(why(late), "2025-03-21 理由合理，确定延迟答复的期限为2025年6月3日〔条例第三十五条〕") {
		t.Errorf("due %s\n%s", late.Due, why(late))
	}
	far := tale{}.then(calendar.NewDay(2026, 12, 18), "", Received{Door: "counter"}).r.Clock(calendar.NewDay(2026, 12, 18), china)
	if !strings.Contains(why(far), "暂估") || !strings.Contains(why(far), "当面，提交之日") {
		t.Errorf("%s", why(far))
	}
	old := Request{}.Apply(ledger.Entry{On: march(3)}, Imported{Door: "post-signed"}).Clock(march(4), china)
	if !strings.Contains(why(old), "旧台账所载收到日期") {
		t.Errorf("%s", why(old))
	}
	signed := tale{}.then(march(3), "", Received{Door: "post-signed"}).r.Clock(march(4), china)
	if !strings.Contains(why(signed), "邮寄，本机关签收之日") {
		t.Errorf("%s", why(signed))
	}
	fee := counter().then(march(5), "", Levied{}).then(march(6), "", Paid{}).r.Clock(march(7), china)
	if !strings.Contains(why(fee), "2025-03-06 缴费完成，答复期限自次日起重新计算〔国办函〔2020〕109号〕") {
		t.Errorf("%s", why(fee))
	}
}

// A holiday notice that comes late moves the due days of open requests (§J, R-A33).
func TestLateNotice(t *testing.T) {
	t.Parallel()
	before, err := calendar.Load(fstest.MapFS{"cn/2024.txt": {Data: []byte("year 2024\nnotice a\noff 2024-12-31\n")}})
	if err != nil {
		t.Fatal(err)
	}
	r := tale{}.then(calendar.NewDay(2025, 1, 10), "", Received{Door: "counter"}).r
	on := calendar.NewDay(2025, 1, 13)
	if due := r.Clock(on, before).Due; !due.Provisional || due.Day != calendar.NewDay(2025, 2, 7) {
		t.Errorf("before the notice: %s", due)
	}
	if due := r.Clock(on, china).Due; due.Provisional || due.Day != calendar.NewDay(2025, 2, 13) {
		t.Errorf("after it: %s", due)
	}
}
