package office

import (
	"fmt"
	"html"

	"gongkai/internal/conv"
	"gongkai/request"
)

// clockPaper is the clock sheet (期限单) on paper: what the clock says, and each
// step with its article.
func clockPaper(no string, s request.Sheet) conv.Paper {
	says := fmt.Sprintf("申请编号：%s。", no)
	switch {
	case s.Runs():
		says += fmt.Sprintf("答复期限：%s（%s）。准许%d个工作日，已用%d个工作日。", s.Due.Day.Chinese(), s.Due.Day.WeekdayChinese(), s.Allowed, s.Used)
	case s.ReceivedOn.IsZero():
		says += "双方还没有确认收到，期限没有起算。"
	default:
		says += "期限现在停止，没有届满的日期。"
	}
	if s.Ended {
		says += s.AsOf.Chinese() + "办结。"
	}
	var stretches, steps [][]string
	for _, g := range s.Segments {
		to := "未结束"
		if !g.To.IsZero() {
			to = g.To.String()
		}
		stretches = append(stretches, []string{segmentName(g.Kind), g.From.String(), to, fmt.Sprint(g.Days)})
	}
	for _, w := range s.Steps {
		steps = append(steps, []string{w.On.String() + " " + w.On.WeekdayChinese(), w.Words, w.Rule})
	}
	return conv.Paper{Title: "期限计算单", HTML: "<p>" + html.EscapeString(says) + "</p><h2>各段时间</h2>" +
		table([]string{"情形", "起（当日不计）", "止（当日计入）", "工作日"}, stretches) + "<h2>依据</h2>" + table([]string{"日期", "事项", "依据"}, steps)}
}

// segmentName is what a stretch of the clock is called.
func segmentName(kind string) string {
	return map[string]string{request.Running: "计入期限", request.Stopped: "征求意见，不计", request.Unconfirmed: "待双方确认，未起算",
		request.WaitSupplement: "待补正，停止", request.WaitPayment: "待缴费，停止"}[kind]
}
