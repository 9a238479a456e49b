package request

// Waits says in a few words what a request waits for.
func (r Request) Waits(s Sheet) string {
	switch r.State {
	case Arrived:
		return "与申请人确认收到"
	case Clarifying:
		return "申请人补正，期限" + r.SupplementBy.Chinese()
	case Charged:
		return "申请人缴费"
	case Drafted, Reviewed, Signed:
		if !r.ObjectedOn.IsZero() {
			return "第三方不同意公开，退回重新拟答复"
		}
	}
	switch r.State {
	case Drafted:
		return "审核答复"
	case Reviewed:
		return "签发答复"
	case Signed:
		return "发出答复"
	case Answered:
		return "登记送达"
	case Delivered, Withdrawn, GivenUp:
		if r.State != Delivered && r.DeliveredOn.IsZero() && !r.ReceivedOn.IsZero() {
			return "登记文书送达"
		}
		return "归档"
	case Archived:
		return ""
	}
	for _, c := range r.Consults {
		if c.HeardOn.IsZero() {
			return "征求意见的反馈"
		}
	}
	if r.Unit == "" {
		return "转办到科室"
	}
	return "拟写答复"
}

// Name is the printed name of what a party answered.
func (v View) Name() string {
	switch v {
	case Agrees:
		return "同意公开"
	case Objects:
		return "不同意公开"
	case Partly:
		return "部分同意公开"
	case Silent:
		return "逾期未答复"
	}
	return ""
}

// Name is the printed name of who is asked.
func (p Party) Name() string {
	if p == CoProducer {
		return "共同制作机关"
	}
	return "第三方"
}

// Shown is the number of working days left as lists show it. On the Saturday
// after a Friday on which it was due no working day is lost yet, but late it is.
func (s Sheet) Shown() int {
	if s.Overdue() {
		return min(s.Left, -1)
	}
	return s.Left
}
