package public

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/refusal"
	"gongkai/request"
)

// calcPage counts the period of a request from the days that somebody puts in
// (期限计算). What is asked stands in the address, so that it can be kept and
// sent on; nothing of it is stored.
type calcPage struct {
	Page
	Channels []choice
	Needed   []calcField
	Rest     []calcField // what not every request has
	More     bool        // some of the rest is filled in
	Faults   []calcField
	Result   *calcResult
}

func (calcPage) template() string { return "calc" }

// choice is a line of a list to choose from.
type choice struct {
	Value, Name string
	Chosen      bool
}

// calcField is a question of the form with what was typed and what is wrong
// with it.
type calcField struct{ Name, Label, Hint, Type, Value, Fault string }

// calcResult is the answer in words, then day by day.
type calcResult struct {
	Sheet   request.Sheet
	Today   calendar.Day
	Weekday string
	Left    string
	Asking  bool   // a consultation goes on, and the day moves with it
	Waiting string // why no day is set
	Strip   request.Reckoning
}

// calcDoors are the doors whose rules of receipt differ (R-A31).
var calcDoors = []string{"web", "counter", "post-signed", "post", "fax"}

// calcEvents are the dated questions in the order of a life; each is an event
// of request.Script under its name, but served, which belongs to consulted.
var calcEvents = []calcField{
	{"received", "申请到达的日期", "当面提交的填提交之日；挂号信、快递填机关签收之日；网上、平信、传真填到达之日。", "date", "", ""},
	{"confirmed", "双方确认的日期", "网上提交、平信和传真，经机关与申请人确认才算收到；其他方式不用填。", "date", "", ""},
	{"clarified", "机关告知补正的日期", "", "date", "", ""},
	{"supplemented", "机关收到补正的日期", "", "date", "", ""},
	{"consulted", "发出征求意见书的日期", "书面征求第三方或者其他机关意见的，从发出到反馈不计入期限。", "date", "", ""},
	{"served", "对方收到征求意见书的日期", "自这一天起15个工作日没有反馈的，期限继续计算。", "date", "", ""},
	{"heard", "收到反馈意见的日期", "", "date", "", ""},
	{"extended", "机关告知延期的日期", "", "date", "", ""},
	{"days", "延长几个工作日", "最多20个。", "number", "", ""},
	{"charged", "发出收费通知的日期", "", "date", "", ""},
	{"paid", "缴清费用的日期", "", "date", "", ""},
}

func (a *ask) calc() error {
	typed := a.r.URL.Query()
	v := url.Values{}
	for _, name := range append([]string{"channel"}, calcNames()...) {
		if s := strings.TrimSpace(typed.Get(name)); s != "" && len(s) <= 20 {
			v.Set(name, s)
		}
	}
	a.here = "/calc"
	if len(v) > 0 {
		a.here += "?" + v.Encode()
	}
	frame, err := a.frame("答复期限计算", "")
	if err != nil {
		return err
	}
	frame.NoIndex = len(v) > 0
	p := calcPage{Page: frame}
	for _, d := range calcDoors {
		name, _ := law.Label("door", d)
		p.Channels = append(p.Channels, choice{d, name, v.Get("channel") == d})
	}
	status, faults := http.StatusOK, map[string]string{}
	if len(v) > 0 {
		today := a.s.o.Today()
		script, bad := calcScript(v, today)
		if len(bad) == 0 {
			p.Result, bad = a.reckon(script, today)
		}
		for _, r := range bad {
			if faults[r.Field] == "" {
				faults[r.Field] = r.Words()
			}
		}
		if len(bad) > 0 {
			status = http.StatusUnprocessableEntity
		}
	}
	for i, f := range calcEvents {
		f.Value, f.Fault = v.Get(f.Name), faults[f.Name]
		if f.Fault != "" {
			p.Faults = append(p.Faults, f)
		}
		if i < 2 {
			p.Needed = append(p.Needed, f)
			continue
		}
		p.Rest = append(p.Rest, f)
		p.More = p.More || f.Value != "" || f.Fault != ""
	}
	return a.show(status, p)
}

func calcNames() []string {
	names := make([]string, len(calcEvents))
	for i, f := range calcEvents {
		names[i] = f.Name
	}
	return names
}

// calcScript reads what was typed. A day that has not come cannot have been one
// of the case.
func calcScript(v url.Values, today calendar.Day) (s request.Script, bad refusal.All) {
	s.Channel = v.Get("channel")
	if !slices.Contains(calcDoors, s.Channel) {
		s.Channel = calcDoors[0]
	}
	if v.Get("received") == "" {
		return s, refusal.All{refusal.New("request.day.none", "R-A31").On("received")}
	}
	read := func(name string) calendar.Day {
		d, err := calendar.ParseDay(v.Get(name))
		switch {
		case v.Get(name) == "":
			return calendar.Day{}
		case err != nil:
			bad = append(bad, refusal.New("form.day", "", "typed", v.Get(name)).On(name))
		case d.After(today):
			bad = append(bad, refusal.New("request.day.future", "R-A31", "day", d.String(), "today", today.String()).On(name))
		}
		return d
	}
	for _, f := range calcEvents {
		if f.Name == "served" || f.Name == "days" {
			continue
		}
		e := request.Event{On: read(f.Name), Event: f.Name}
		switch f.Name {
		case "consulted":
			e.Served = read("served")
			if e.On.IsZero() && !e.Served.IsZero() {
				bad = append(bad, refusal.Clash("request.hear.none", "R-A32").On("served"))
			}
		case "extended":
			e.Days, _ = strconv.Atoi(v.Get("days")) // 0 is refused with the range
			if e.On.IsZero() && v.Get("days") != "" {
				bad = append(bad, refusal.New("request.day.none", "R-A33").On("extended"))
			}
		}
		if !e.On.IsZero() {
			s.Events = append(s.Events, e)
		}
	}
	slices.SortStableFunc(s.Events, func(x, y request.Event) int { return x.On.Compare(y.On) })
	return s, bad
}

// reckon asks the same rules as the desk does; a refusal stands at the first
// event that the law forbids.
func (a *ask) reckon(s request.Script, today calendar.Day) (*calcResult, refusal.All) {
	cal := a.s.o.Calendar()
	var life request.Request
	for n := range s.Events {
		r, err := request.Script{Channel: s.Channel, Events: s.Events[:n+1]}.Life(today, cal)
		if no, ok := refusal.As(err); ok {
			if no.Field != "days" {
				no = no.On(s.Events[n].Event)
			}
			return nil, refusal.All{inWords(no)}
		}
		life = r
	}
	sheet := life.Clock(today, cal)
	out := &calcResult{Sheet: sheet, Today: today, Strip: sheet.Reckoning(cal)}
	switch {
	case sheet.Runs():
		out.Weekday, out.Left = sheet.Due.Day.WeekdayChinese(), leftWords(sheet.Left)
		out.Asking = slices.ContainsFunc(life.Consults, func(c request.Consult) bool {
			silent := life.Silence(c, cal)
			return c.HeardOn.IsZero() && (silent.IsZero() || silent.After(today))
		})
	case life.State == request.Clarifying:
		out.Waiting = "正在等申请人补正，收到补正之日起重新计算答复期限。"
	case life.State == request.Charged:
		out.Waiting = "正在等申请人缴费（" + life.PayBy(cal).Day.Chinese() + "以前），缴清的次日起重新计算答复期限；逾期不缴的，视为放弃申请。"
	default:
		out.Waiting = "双方还没有确认，申请还不算收到，答复期限没有起算。"
	}
	return out, nil
}

// inWords puts the form's labels where a refusal names an event.
func inWords(no *refusal.Refusal) *refusal.Refusal {
	args := slices.Clone(no.Args)
	for i := 1; i < len(args); i += 2 {
		for _, f := range calcEvents {
			if args[i] == f.Name {
				args[i] = f.Label
			}
		}
	}
	out := *no
	out.Args = args
	return &out
}

// leftWords says the working days until the due day.
func leftWords(n int) string {
	switch {
	case n < 0:
		return "逾期" + strconv.Itoa(-n) + "个工作日"
	case n == 0:
		return "今天到期"
	}
	return "剩" + strconv.Itoa(n) + "个工作日"
}
