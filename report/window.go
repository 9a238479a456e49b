package report

import (
	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/window"
)

// windowNames are the names by which the words quote what the window counts;
// those of the topics are made from law's list.
var windowNames = withTopics(map[string]string{
	"enquiries.received": "咨询次数", "enquiries.window": "现场咨询次数", "enquiries.phone": "电话咨询次数", "enquiries.online": "网上咨询次数",
	"enquiries.minutes": "咨询用时（分钟）", "complaints.received": "服务投诉件数", "complaints.answered": "已反馈的服务投诉件数",
	"complaints.founded": "属实的服务投诉件数", "commendations.received": "收到锦旗、感谢信等数", "commendations.banner": "收到锦旗数",
	"tickets.drawn": "取号数", "tickets.served": "办结号数", "tickets.wait": "平均等候时间（秒）", "bookings.made": "预约数", "bookings.kept": "赴约数", "bookings.cancelled": "取消的预约数",
})

func withTopics(names map[string]string) map[string]string {
	for _, t := range law.Terms("enquiry_topic") {
		names["enquiries.topic."+t.Key] = "咨询次数：" + t.Label
	}
	return names
}

// windowFact counts an entry of the service window in the year of its legal day.
func (c *counter) windowFact(e ledger.Entry, f ledger.Fact) {
	if r, ok := f.(window.Received); ok && r.Sort == window.Complaint {
		c.complaints[e.Subject] = true // whenever it came: it is told by the year of its answer
	}
	c.enquiryFact(e, f)
	if !c.within(e.On) {
		return
	}
	switch f := f.(type) {
	case window.Received:
		c.worked["window"] = true
		switch f.Sort {
		case window.Complaint:
			c.add("complaints.received", 1, e.Seq)
			c.add("services.complaints", 1, e.Seq)
		case window.Commendation:
			c.add("commendations.received", 1, e.Seq)
			if f.Topic == "banner" {
				c.add("commendations.banner", 1, e.Seq)
			}
		}
	case window.Checked:
		if f.Finding != "unfounded" {
			c.add("complaints.founded", 1, e.Seq)
		}
	case window.Answered:
		if c.complaints[e.Subject] {
			c.add("complaints.answered", 1, e.Seq)
		}
	case window.Drawn:
		c.add("tickets.drawn", 1, e.Seq)
	case window.Called:
		c.waited, c.called = c.waited+int64(f.Waited), c.called+1
		c.add("tickets.wait", 0, e.Seq)
	case window.Served:
		c.add("tickets.served", 1, e.Seq)
	case window.Booked:
		c.add("bookings.made", 1, e.Seq)
	case window.Cancelled:
		c.add("bookings.cancelled", 1, e.Seq)
	case window.Came:
		c.add("bookings.kept", 1, e.Seq)
	}
}

// enquiry is an enquiry as its facts made it: what was counted wrongly counts as
// it was put right, in the year in which it was asked.
type enquiry struct {
	on             calendar.Day
	channel, topic ledger.Code
	minutes        []spent
	seqs           []int64 // by which it counts
	void           bool
}

// spent are the minutes that an entry says an enquiry took.
type spent struct {
	seq int64
	on  calendar.Day
	n   int
}

// enquiryFact follows an enquiry through all years.
func (c *counter) enquiryFact(e ledger.Entry, f ledger.Fact) {
	q := c.enquiries[e.Subject]
	switch f := f.(type) {
	case window.Received:
		if f.Sort == window.Enquiry {
			c.enquired = append(c.enquired, e.Subject)
			c.enquiries[e.Subject] = &enquiry{e.On, f.Channel, f.Topic, []spent{{e.Seq, e.On, f.Minutes}}, []int64{e.Seq}, false}
		}
	case window.Answered:
		if q != nil {
			q.minutes = append(q.minutes, spent{e.Seq, e.On, f.Minutes})
		}
	case window.Corrected:
		q.channel, q.topic, q.seqs = f.Channel, f.Topic, append(q.seqs, e.Seq)
		q.minutes = []spent{{e.Seq, q.on, f.Minutes}}
	case window.Voided:
		q.void = true
	}
}

// countEnquiries counts them as they stand.
func (c *counter) countEnquiries() {
	for _, id := range c.enquired {
		q := c.enquiries[id]
		if q.void {
			continue
		}
		for _, m := range q.minutes {
			if m.n > 0 && c.within(m.on) {
				c.add("enquiries.minutes", int64(m.n), m.seq)
			}
		}
		if !c.within(q.on) {
			continue
		}
		for _, name := range []string{"enquiries.received", "services.enquiries", "enquiries." + string(q.channel), "enquiries.topic." + string(q.topic)} {
			c.add(name, 1, q.seqs[0])
			for _, seq := range q.seqs[1:] {
				c.add(name, 0, seq)
			}
		}
	}
}

// closeWindow counts the enquiries and makes the mean of the waits.
func (c *counter) closeWindow() {
	c.countEnquiries()
	if c.called > 0 {
		c.share("tickets.wait", c.waited, c.called)
	}
}
