package report

import (
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
	"tickets.drawn": "取号数", "tickets.served": "办结号数", "tickets.wait": "平均等候时间（秒）", "bookings.made": "预约数", "bookings.kept": "赴约数",
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
	if !c.within(e.On) {
		return
	}
	switch f := f.(type) {
	case window.Received:
		c.worked["window"] = true
		switch f.Sort {
		case window.Enquiry:
			c.add("enquiries.received", 1, e.Seq)
			c.add("services.enquiries", 1, e.Seq)
			c.add("enquiries."+string(f.Channel), 1, e.Seq)
			c.add("enquiries.topic."+string(f.Topic), 1, e.Seq)
			if f.Minutes > 0 {
				c.add("enquiries.minutes", int64(f.Minutes), e.Seq)
			}
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
		} else if f.Minutes > 0 {
			c.add("enquiries.minutes", int64(f.Minutes), e.Seq)
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
	case window.Came:
		c.add("bookings.kept", 1, e.Seq)
	}
}

// closeWindow makes the mean of the waits.
func (c *counter) closeWindow() {
	if c.called > 0 {
		c.share("tickets.wait", c.waited, c.called)
	}
}
