package window

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

var today = calendar.NewDay(2025, 3, 4)

func codes(t *testing.T, err error) (out []string) {
	t.Helper()
	var all refusal.All
	if errors.As(err, &all) {
		for _, r := range all {
			out = append(out, strings.TrimSpace(r.Code+" "+r.Field))
		}
		return out
	}
	if r, ok := refusal.As(err); ok {
		return []string{strings.TrimSpace(r.Code + " " + r.Field)}
	}
	if err != nil {
		t.Fatal(err)
	}
	return nil
}

func wants(t *testing.T, err error, want ...string) {
	t.Helper()
	if got := codes(t, err); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// §G.3: an enquiry at the window needs a topic and nothing else; GB/T 36113: a
// complaint needs its words and a way to tell the person.
func TestReceive(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		why      string
		m        Matter
		s        Said
		answered bool
		on       calendar.Day
		want     []string
	}{
		{"at the window", Matter{Sort: Enquiry, Channel: "window", Topic: "procedure"}, Said{}, true, today, nil},
		{"three minutes on the telephone", Matter{Sort: Enquiry, Channel: "phone", Topic: "other", Minutes: 3}, Said{}, true, today, nil},
		{"without a topic", Matter{Sort: Enquiry, Channel: "window"}, Said{}, true, today, []string{"window.receive.topic topic"}},
		{"by carrier pigeon", Matter{Sort: Enquiry, Channel: "pigeon", Topic: "other"}, Said{}, true, today, []string{"window.receive.channel channel"}},
		{"tomorrow", Matter{Sort: Enquiry, Channel: "window", Topic: "other"}, Said{}, true, today.AddDays(1), []string{"window.receive.day on"}},
		{"for ten hours", Matter{Sort: Enquiry, Channel: "window", Topic: "other", Minutes: 600}, Said{}, true, today, []string{"window.receive.minutes minutes"}},
		{"from the site", Matter{Sort: Enquiry, Channel: "online", Topic: "other"}, Said{Text: "怎样登记？"}, false, today, nil},
		{"from the site, empty", Matter{Sort: Enquiry, Channel: "online", Topic: "other"}, Said{Text: " "}, false, today, []string{"window.receive.text text"}},
		{"from the site, endless", Matter{Sort: Enquiry, Channel: "online", Topic: "other"}, Said{Text: strings.Repeat("字", 1001)}, false, today, []string{"window.receive.long text"}},
		{"a complaint", Matter{Sort: Complaint, Channel: "phone", Topic: "attitude"}, Said{Text: "态度生硬", Phone: "13812345678"}, false, today, nil},
		{"a complaint of nobody", Matter{Sort: Complaint, Channel: "phone", Topic: "attitude"}, Said{Text: "态度生硬"}, false, today, []string{"window.receive.reach phone"}},
		{"a complaint on the site, followed by its code", Matter{Sort: Complaint, Channel: "online", Topic: "attitude"}, Said{Text: "态度生硬"}, false, today, nil},
		{"a complaint with the topic of an enquiry", Matter{Sort: Complaint, Channel: "online", Topic: "contract"}, Said{Text: "x"}, false, today, []string{"window.receive.topic topic"}},
		{"a banner", Matter{Sort: Commendation, Topic: "banner"}, Said{Name: "某公司", Text: "热情服务"}, false, today, nil},
		{"a banner of nobody", Matter{Sort: Commendation, Topic: "banner"}, Said{}, false, today, []string{"window.receive.giver name", "window.receive.words text"}},
		{"nothing", Matter{}, Said{Text: "x"}, false, today, []string{"window.receive.topic topic", "window.receive.channel channel", "window.receive.reach phone"}},
	} {
		_, err := x.m.Receive(x.s, x.answered, x.on, today, "")
		if got := codes(t, err); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v, want %v", x.why, got, x.want)
		}
	}
}

type life struct {
	t *testing.T
	m Matter
}

func (l *life) do(f ledger.Fact, err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	l.m = l.m.Apply(ledger.Entry{Organ: "o1", Subject: "m1", On: today}, f)
}

// GB/T 36113: 登记 → 受理告知 → 核实处理 → 反馈 → 回访 → 归档, and no step before
// the one that it rests on.
func TestComplaint(t *testing.T) {
	t.Parallel()
	m := Matter{No: "2025-0001", Sort: Complaint, Channel: "phone", Topic: "attitude", Unit: "u1"}
	l := &life{t, Matter{}}
	l.do(m.Receive(Said{Text: "态度生硬", Phone: "1"}, true, today, today, "s"))
	if l.m.State != Open || l.m.No != "2025-0001" || l.m.StateName() != "待受理" || l.m.Waits() == "" {
		t.Errorf("%+v", l.m)
	}
	if due, ok := l.m.Due(calendar.China()); !ok || due.Day != calendar.NewDay(2025, 3, 25) {
		t.Errorf("due %v", due)
	}
	_, err := l.m.Check("founded", "x", nil, "")
	wants(t, err, "window.check.state")
	_, err = l.m.Answer("x", 0, "")
	wants(t, err, "window.answer.state")
	_, err = l.m.Erase()
	wants(t, err, "window.erase.state")
	_, err = l.m.Assign("u1")
	wants(t, err, "window.assign.unit unit")
	_, err = l.m.Assign("u2")
	wants(t, err, "window.against.unit against")
	_, err = l.m.About("", "", false)
	wants(t, err, "window.against.unit against")
	_, err = l.m.About("u1", "", false)
	wants(t, err, "window.assign.own against")
	l.do(l.m.About("u3", "c1", false))
	_, err = l.m.Assign("u3")
	wants(t, err, "window.assign.own unit")
	l.do(l.m.Assign("u2"))
	_, err = l.m.Accept(" ", "")
	wants(t, err, "window.accept.told words")
	declined := &life{t, l.m}
	_, err = declined.m.Decline("", "")
	wants(t, err, "window.decline.why words")
	declined.do(declined.m.Decline("不是本机关的服务", ""))
	declined.do(declined.m.File())
	l.do(l.m.Accept("已打电话告知", "s"))
	_, err = l.m.Decline("x", "")
	wants(t, err, "window.decline.state")
	_, err = l.m.Check("founded", "x", []ledger.ID{"u2", "u3"}, "")
	wants(t, err, "window.check.own")
	unnamed := l.m
	unnamed.Named = false
	_, err = unnamed.Check("founded", "x", []ledger.ID{"u2"}, "")
	wants(t, err, "window.check.against")
	_, err = l.m.Check("perhaps", "x", nil, "")
	wants(t, err, "window.check.finding finding")
	_, err = l.m.Check("founded", "", nil, "")
	wants(t, err, "window.check.words words")
	none := &life{t, l.m}
	none.do(none.m.About("", "", true))
	_, err = none.m.Check("founded", "x", []ledger.ID{"u3"}, "")
	wants(t, err)
	l.do(l.m.Check("founded", "已批评教育", []ledger.ID{"u2"}, "s"))
	_, err = l.m.Assign("u1")
	wants(t, err, "window.assign.state")
	_, err = l.m.Answer("", 0, "")
	wants(t, err, "window.answer.words words")
	l.do(l.m.Answer("已经改正，向您道歉", 0, "s"))
	_, err = l.m.File()
	wants(t, err, "window.file.state")
	_, err = l.m.Revisit("no", "")
	wants(t, err, "window.revisit.satisfied satisfied")
	l.do(l.m.Revisit("satisfied", "s"))
	l.do(l.m.File())
	l.do(l.m.Erase())
	_, err = l.m.Erase()
	wants(t, err, "window.erase.state")
	want := Matter{ID: "m1", Organ: "o1", No: "2025-0001", Sort: Complaint, State: Archived, Channel: "phone", Topic: "attitude", Unit: "u2", Against: "u3", Named: true, On: today,
		AnsweredOn: today, Finding: "founded", Satisfied: "satisfied", Erased: true}
	if l.m != want || l.m.Waits() != "" {
		t.Errorf("%+v", l.m)
	}
}

// §G.3: an enquiry from the site is answered once; a commendation is shown only
// with its giver's consent.
func TestEnquiryAndCommendation(t *testing.T) {
	t.Parallel()
	l := &life{t, Matter{}}
	l.do(Matter{Sort: Enquiry, Channel: "online", Topic: "contract", Unit: "u1"}.Receive(Said{Text: "怎样登记？"}, false, today, today, "s"))
	_, err := l.m.Accept("x", "")
	wants(t, err, "window.accept.state")
	_, err = l.m.Answer("x", 500, "")
	wants(t, err, "window.receive.minutes minutes")
	l.do(l.m.Answer("请看办事指南", 4, "s"))
	if l.m.State != Done || l.m.Minutes != 4 || l.m.AnsweredOn != today {
		t.Errorf("%+v", l.m)
	}
	_, err = l.m.Answer("x", 0, "")
	wants(t, err, "window.answer.state")
	at := &life{t, Matter{}}
	at.do(Matter{Sort: Enquiry, Channel: "window", Topic: "contract"}.Receive(Said{}, true, today, today, ""))
	if at.m.State != Done || at.m.Waits() != "" {
		t.Errorf("%+v", at.m)
	}
	_, err = l.m.Cancel("重复", "")
	wants(t, err, "window.void.online")
	as := at.m
	_, err = at.m.Correct(as, "登记错了", "")
	wants(t, err, "window.correct.same topic")
	as.Channel, as.Topic = "online", "attitude"
	_, err = at.m.Correct(as, " ", "")
	wants(t, err, "window.receive.topic topic", "window.correct.online channel", "window.correct.why words")
	as.Channel, as.Topic, as.Minutes = "phone", "policy", 5
	at.do(at.m.Correct(as, "登记错了", ""))
	if at.m.Channel != "phone" || at.m.Topic != "policy" || at.m.Minutes != 5 || at.m.State != Done {
		t.Errorf("%+v", at.m)
	}
	_, err = at.m.Cancel("", "")
	wants(t, err, "window.correct.why words")
	at.do(at.m.Cancel("重复登记", ""))
	_, err = at.m.Cancel("重复登记", "")
	wants(t, err, "window.void.state")
	_, err = at.m.Correct(as, "x", "")
	wants(t, err, "window.correct.state")
	b := &life{t, Matter{}}
	b.do(Matter{Sort: Commendation, Topic: "banner"}.Receive(Said{Name: "某公司", Text: "热情服务"}, false, today, today, ""))
	_, err = b.m.Release(nil, nil)
	wants(t, err, "window.release.consent")
	_, err = b.m.TakeDown()
	wants(t, err, "window.takedown.state")
	b.m.Consent = true
	_, err = b.m.Release([]ledger.ID{"o2", "o1"}, []ledger.ID{"o1", ""})
	wants(t, err, "window.release.own")
	b.do(b.m.Release([]ledger.ID{"o2", ""}, []ledger.ID{"o1", ""}))
	_, err = b.m.Release(nil, nil)
	wants(t, err, "window.release.state")
	_, err = b.m.Erase()
	wants(t, err, "window.erase.state")
	b.do(b.m.TakeDown())
	b.do(b.m.Erase())
	for _, s := range []Sort{Enquiry, Complaint, Commendation} {
		if s.Name() == "" || len(law.Terms(s.Topics())) == 0 {
			t.Errorf("%s has no name or no topics", s)
		}
	}
}

// §G.3: a number is called, then served or passed over; what was passed over may
// be called again.
func TestTicket(t *testing.T) {
	t.Parallel()
	now := today.Start().Add(9 * 3600e9)
	ticket := Ticket{}.Apply(ledger.Entry{Organ: "o1", Subject: "t1", On: today, At: now}, Drawn{Counter: "A", Number: 12})
	apply := func(f ledger.Fact, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		ticket = ticket.Apply(ledger.Entry{On: today, At: now}, f)
	}
	_, err := ticket.Serve(now)
	wants(t, err, "window.serve.state")
	_, err = ticket.Leave()
	wants(t, err, "window.serve.state")
	_, err = ticket.Call(0, now)
	wants(t, err, "window.call.desk desk")
	now = now.Add(90e9)
	f, err := ticket.Call(3, now)
	if f.Waited != 90 {
		t.Errorf("%+v", f)
	}
	apply(f, err)
	_, err = ticket.Call(3, now)
	wants(t, err, "window.call.state")
	apply(ticket.Leave())
	apply(ticket.Call(2, now))
	now = now.Add(600e9)
	s, err := ticket.Serve(now)
	apply(s, err)
	if s.Took != 600 || ticket.State != Ended || ticket.Desk != 2 || ticket.Number != 12 || ticket.EndedAt != now {
		t.Errorf("%+v %+v", s, ticket)
	}
}

// §G.3: no slot takes more than it holds.
func TestBooking(t *testing.T) {
	t.Parallel()
	s := Slot{Counter: "A", Day: today.AddDays(1), Start: "09:00", Capacity: 2, Taken: 1}
	who := Said{Name: "张三", Phone: "13812345678"}
	_, err := s.Book(Counter{}, "2025-0001", "", Said{}, today, calendar.China(), "")
	wants(t, err, "window.book.name name", "window.book.phone phone")
	f, err := s.Book(Counter{}, "2025-0001", "i1", who, today, calendar.China(), "sum")
	wants(t, err)
	full := s
	full.Taken = 2
	_, err = full.Book(Counter{}, "x", "", who, today, calendar.China(), "")
	wants(t, err, "window.book.full slot")
	_, err = Slot{}.Book(Counter{}, "x", "", who, today, calendar.China(), "")
	wants(t, err, "window.book.slot slot")
	cal := calendar.China()
	for why, x := range map[string]struct {
		c    Counter
		day  calendar.Day
		shut bool
	}{"open": {Counter{Hours: []Hours{{"09:00", "12:00"}}}, s.Day, false}, "after hours": {Counter{Hours: []Hours{{"09:30", "12:00"}}}, s.Day, true},
		"at noon": {Counter{Hours: []Hours{{"08:00", "09:00"}}}, s.Day, true}, "shut": {Counter{Shut: true}, s.Day, true},
		"closed that day": {Counter{Closed: []calendar.Day{s.Day}}, s.Day, true}, "on a Sunday": {Counter{}, calendar.NewDay(2025, 3, 9), true}} {
		at := s
		at.Day = x.day
		want := []string(nil)
		if x.shut {
			want = []string{"window.book.shut slot"}
		}
		if _, err := at.Book(x.c, "x", "", who, today, cal, ""); !slices.Equal(codes(t, err), want) {
			t.Errorf("%s: %v", why, err)
		}
	}
	hours, err := ParseHours("9:00－12:00、13：30至17:00")
	if err != nil || PrintHours(hours) != "09:00-12:00、13:30-17:00" || (Counter{Code: "A", Name: "x", Hours: hours}).Valid() != nil {
		t.Error(hours, err)
	}
	_, err = ParseHours("9点")
	wants(t, err, "window.counter.hours hours")
	wants(t, Counter{Code: "A", Name: "x", Hours: []Hours{hours[1], hours[0]}}.Valid(), "window.counter.hours hours")
	days, err := ParseDays("2025-03-06，2025-03-05、2025-03-06")
	if err != nil || PrintDays(days) != "2025-03-05、2025-03-06" {
		t.Error(days, err)
	}
	_, err = ParseDays("明天")
	wants(t, err, "window.counter.closed closed")
	past := s
	past.Day = today.AddDays(-1)
	_, err = past.Book(Counter{}, "x", "", who, today, calendar.China(), "")
	wants(t, err, "window.book.slot slot")
	b := Booking{}.Apply(ledger.Entry{Organ: "o1", Subject: "b1"}, f)
	if want := (Booking{ID: "b1", Organ: "o1", No: "2025-0001", Counter: "A", Day: s.Day, Start: "09:00", Item: "i1", State: Held}); b != want {
		t.Errorf("%+v", b)
	}
	_, err = b.Come(today)
	wants(t, err, "window.come.early")
	_, err = b.Miss(today)
	wants(t, err, "window.come.early")
	for want, x := range map[Turn]func() (ledger.Fact, error){
		Kept: func() (ledger.Fact, error) { return b.Come(s.Day) }, Absent: func() (ledger.Fact, error) { return b.Miss(s.Day) },
		GivenUp: func() (ledger.Fact, error) { return b.Cancel() }} {
		f, err := x()
		wants(t, err)
		after := b.Apply(ledger.Entry{}, f)
		if after.State != want || want.Name() == "" {
			t.Errorf("%s, want %s", after.State, want)
		}
		_, err = after.Cancel()
		wants(t, err, "window.booking.state")
	}
	_, err = b.Erase()
	wants(t, err, "window.erase.state")
	b.State = Absent
	if _, err := b.Erase(); err != nil || !b.Apply(ledger.Entry{}, Erased{}).Erased {
		t.Error("not erased")
	}
}
