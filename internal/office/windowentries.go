package office

import (
	"fmt"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/window"
)

// sayWindow is what a fact of the window means in words, and where its record
// stands.
func sayWindow(f ledger.Fact) (what, link string, ok bool) {
	matter := func(s string) (string, string, bool) { return s, "window", true }
	switch f := f.(type) {
	case window.Received:
		topic, _ := law.Label(f.Sort.Topics(), string(f.Topic))
		if f.Answered {
			return matter("咨询，当场答复：" + topic)
		}
		return matter("收到" + f.Sort.Name() + "：" + topic)
	case window.Assigned:
		return matter("转办")
	case window.Against:
		if f.Unit == "" {
			return matter("投诉不涉及具体科室")
		}
		return matter("写明投诉的科室")
	case window.Accepted:
		return matter("受理投诉并告知")
	case window.Declined:
		return matter("不予受理")
	case window.Checked:
		finding, _ := law.Label("complaint_finding", string(f.Finding))
		return matter("核实处理：" + finding)
	case window.Answered:
		return matter("答复")
	case window.Noted:
		return matter("记下答复")
	case window.Corrected:
		topic, _ := law.Label(window.Enquiry.Topics(), string(f.Topic))
		return matter("更正咨询登记：" + topic)
	case window.Voided:
		return matter("注销咨询登记")
	case window.Revisited:
		satisfied, _ := law.Label("satisfaction", string(f.Satisfied))
		return matter("回访：" + satisfied)
	case window.Filed:
		return matter("归档")
	case window.Released:
		return matter("在网站公开")
	case window.TakenDown:
		return matter("不再公开")
	case window.Erased:
		return matter("删除个人信息")
	case window.Drawn:
		return "取号" + window.Ticket{Counter: f.Counter, Number: f.Number}.Printed(), "window/queue", true
	case window.Called:
		return fmt.Sprintf("叫号到%d号窗口，等候%d秒", f.Desk, f.Waited), "window/queue", true
	case window.Served:
		return fmt.Sprintf("办结，用时%d秒", f.Took), "window/queue", true
	case window.Left:
		return "过号", "window/queue", true
	case window.Booked:
		return fmt.Sprintf("预约%s %s", f.Day, f.Start), "window/bookings", true
	case window.Cancelled:
		return "取消预约", "window/bookings", true
	case window.Came:
		return "预约的人已到", "window/bookings", true
	case window.Missed:
		return "预约的人未到", "window/bookings", true
	}
	return "", "", false
}
