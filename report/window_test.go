package report

import (
	"slices"
	"testing"

	"gongkai/window"
)

// §G.3: what the window counts is counted by the legal day, with its entries
// behind; no complaint is a figure too, and cannot be stated beside.
func TestWindowFigures(t *testing.T) {
	t.Parallel()
	b := &book{t: t}
	on, before := day("2019-07-16"), day("2018-12-31")
	b.add(before, b.id("w"), window.Received{Sort: window.Enquiry, Channel: "window", Topic: "policy", Answered: true})
	first := b.add(on, b.id("w"), window.Received{Sort: window.Enquiry, Channel: "window", Topic: "policy", Answered: true, Minutes: 3})
	late := b.id("w")
	second := b.add(on, late, window.Received{Sort: window.Enquiry, Channel: "online", Topic: "contract"})
	answer := b.add(day("2019-07-17"), late, window.Answered{Minutes: 5})
	banner := b.add(on, b.id("w"), window.Received{Sort: window.Commendation, Topic: "banner"})
	var calls []int64
	for _, seconds := range []int{60, 121} {
		x := b.id("t")
		b.add(on, x, window.Drawn{Counter: "A", Number: 1})
		calls = append(calls, b.add(on, x, window.Called{Desk: 1, Waited: seconds}))
		b.add(on, x, window.Served{Took: 300})
	}
	check := func(year int, name string, value int64, entries ...int64) {
		t.Helper()
		f := b.sheet(year, "2019", 0).Cell(name)
		if f.Value != value || !slices.Equal(f.Entries, entries) {
			t.Errorf("%d %s: %d %v, want %d %v", year, name, f.Value, f.Entries, value, entries)
		}
	}
	check(2019, "enquiries.received", 2, first, second)
	check(2019, "services.enquiries", 2, first, second)
	check(2019, "enquiries.window", 1, first)
	check(2019, "enquiries.online", 1, second)
	check(2019, "enquiries.phone", 0)
	check(2019, "enquiries.topic.policy", 1, first)
	check(2019, "enquiries.minutes", 8, first, answer)
	check(2019, "complaints.received", 0)
	check(2019, "commendations.banner", 1, banner)
	check(2019, "tickets.wait", 91, calls...)
	s := b.sheet(2019, "2019", 0)
	if s.Cell("tickets.served").Value != 2 {
		t.Error("two numbers were served")
	}
	for _, n := range s.Statable() {
		if n.Key == "services.enquiries" || n.Key == "services.complaints" {
			t.Errorf("%s is counted and can be stated", n.Key)
		}
	}
	if Label(s.Form, "enquiries.topic.contract") != "咨询次数：技术合同" {
		t.Error(Label(s.Form, "enquiries.topic.contract"))
	}

	c := &book{t: t}
	id := c.id("w")
	asked := c.add(before, id, window.Received{Sort: window.Complaint, Channel: "phone", Topic: "attitude"})
	c.add(day("2019-01-02"), id, window.Accepted{})
	found := c.add(day("2019-01-03"), id, window.Checked{Finding: "partly"})
	told := c.add(day("2019-01-04"), id, window.Answered{})
	b = c
	check(2018, "complaints.received", 1, asked)
	check(2018, "services.complaints", 1, asked)
	check(2019, "complaints.received", 0)
	check(2019, "complaints.founded", 1, found)
	check(2019, "complaints.answered", 1, told)
}
