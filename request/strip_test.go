package request_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/request"
)

func stripOf(t *testing.T, asof, channel string, events ...string) (request.Sheet, map[string]request.StripDay) {
	t.Helper()
	parse := func(s string) calendar.Day {
		d, err := calendar.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	s := request.Script{Channel: channel}
	for _, e := range events {
		on, name, _ := strings.Cut(e, " ")
		s.Events = append(s.Events, request.Event{On: parse(on), Event: name, Days: map[string]int{"extended": 20}[name]})
	}
	r, err := s.Life(parse(asof), calendar.China())
	if err != nil {
		t.Fatal(err)
	}
	sheet := r.Clock(parse(asof), calendar.China())
	days := map[string]request.StripDay{}
	for _, d := range sheet.Strip(calendar.China()) {
		days[d.Day.String()] = d
	}
	return sheet, days
}

func stripSays(d request.StripDay) string {
	return strings.TrimSpace(fmt.Sprint(d.Kind.Name(), " ", d.Words(), " ", strings.Join(d.Marks, "、")))
}

// Each day of the strip says what sort of day it is and how it counts: R-A31,
// R-A30, R-A33, F.3.
func TestStrip(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		asof, channel string
		events        []string
		want          map[string]string
		from, to      string
	}{
		{"2025-03-12", "web", []string{"2025-03-03 received", "2025-03-05 confirmed", "2025-03-10 consulted", "2025-03-24 heard"}, map[string]string{
			"2025-03-03": "工作日  到达", "2025-03-04": "工作日 待确认", "2025-03-05": "工作日 待确认 收到", "2025-03-06": "工作日 第1天",
			"2025-03-08": "周末", "2025-03-10": "工作日 第3天", "2025-03-11": "工作日 停", "2025-03-12": "工作日 停 今天", "2025-03-13": "工作日 第4天",
		}, "2025-03-03", "2025-04-07"},
		{"2025-04-20", "web", []string{"2025-03-03 received", "2025-03-03 confirmed", "2025-03-10 consulted", "2025-03-24 heard"}, map[string]string{
			"2025-03-03": "工作日  收到", "2025-03-24": "工作日 停", "2025-03-25": "工作日 第6天", "2025-04-04": "放假", "2025-04-06": "放假",
			"2025-04-15": "工作日 第20天 到期", "2025-04-16": "工作日 逾期1天", "2025-04-20": "周末  今天",
		}, "2025-03-03", "2025-04-20"},
		{"2026-02-10", "counter", []string{"2026-01-26 received", "2026-01-28 clarified", "2026-02-04 supplemented"}, map[string]string{
			"2026-01-27": "工作日 不再计", "2026-01-28": "工作日 不再计", "2026-01-29": "工作日 待补正", "2026-02-04": "工作日 待补正 重新起算",
			"2026-02-05": "工作日 第1天", "2026-02-14": "调休上班 第8天", "2026-02-17": "放假", "2026-02-28": "调休上班 第13天", "2026-03-10": "工作日 第20天 到期",
		}, "2026-01-26", "2026-03-10"},
		{"2025-06-10", "counter", []string{"2025-05-06 received", "2025-05-12 charged"}, map[string]string{
			"2025-05-12": "工作日 第4天", "2025-05-13": "工作日 待缴费", "2025-06-10": "工作日 待缴费 今天"}, "2025-05-06", "2025-06-10"},
		{"2025-05-20", "counter", []string{"2025-05-06 received", "2025-05-14 answered"}, map[string]string{
			"2025-05-14": "工作日 第6天 办结", "2025-06-04": "工作日 第20天 到期"}, "2025-05-06", "2025-06-04"},
	} {
		s, days := stripOf(t, c.asof, c.channel, c.events...)
		for on, want := range c.want {
			if got := stripSays(days[on]); got != want {
				t.Errorf("%v on %s: %q, want %q", c.events, on, got, want)
			}
		}
		strip := s.Strip(calendar.China())
		if from, to := strip[0].Day.String(), strip[len(strip)-1].Day.String(); from != c.from || to != c.to {
			t.Errorf("%v: from %s to %s, want %s to %s", c.events, from, to, c.from, c.to)
		}
	}
	if s, _ := stripOf(t, "2026-06-01", "web", "2020-03-03 received"); len(s.Strip(calendar.China())) != 400 {
		t.Errorf("a strip of %d days", len(s.Strip(calendar.China())))
	}
	if s, _ := stripOf(t, "2026-06-01", "counter", "2025-03-03 received"); s.Strip(calendar.China())[len(s.Strip(calendar.China()))-1].Day != s.Due.Day.AddDays(92) {
		t.Error("a request that is late for a year has a strip for all of it")
	}
	if got := (request.Sheet{}).Reckoning(calendar.China()); got.Caption != "" || len(got.Months) != 0 {
		t.Errorf("%+v", got)
	}
}

// The strip stands in weeks that begin on Monday, month by month.
func TestReckoning(t *testing.T) {
	t.Parallel()
	s, _ := stripOf(t, "2026-12-15", "counter", "2026-12-10 received")
	r := s.Reckoning(calendar.China())
	if len(r.Months) != 2 || r.Months[0].Name != "2026年12月" || r.Months[1].Name != "2027年1月" || len(r.Months[0].Weeks) != 4 {
		t.Fatalf("%+v", r.Months)
	}
	if d := r.Months[0].Weeks[0]; !d[2].Day.IsZero() || d[3].Day.String() != "2026-12-10" || d[6].Day.String() != "2026-12-13" {
		t.Errorf("the first week is %+v", d)
	}
	if !strings.Contains(r.Caption, "2026年12月10日至2027年1月7日") || len(r.Steps) == 0 {
		t.Errorf("caption %s, steps %v", r.Caption, r.Steps)
	}
	var words []string
	for _, m := range r.Legend {
		words = append(words, m.Word)
	}
	if got := strings.Join(words, " "); got != "第几天 暂估" {
		t.Errorf("legend %s", got)
	}
}
