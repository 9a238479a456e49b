package report

import (
	"gongkai/law"
)

// Label is the printed name of a cell or quoted name, for lists and refusals.
func (s Sheet) Label(key string) string { return Label(s.Form, key) }

// Label finds the printed name of a key in a form.
func Label(form law.Form, key string) string { return law.Printed(find(form, key)) }

func find(form law.Form, key string) string {
	for _, b := range form.Proactive {
		for _, r := range b.Rows {
			for i, c := range r.Cells {
				if c.Key == key {
					return r.Label + "·" + b.Columns[i+1]
				}
			}
		}
	}
	for _, r := range form.Applications.Rows {
		for _, col := range form.Applications.Columns {
			if law.T3(r.Key, col.Key) == key {
				return r.Group + r.Label + "·" + col.Label
			}
		}
	}
	for _, g := range form.Remedies {
		for _, col := range g.Columns {
			if law.T4(g.Key, col.Key) == key {
				return g.Group + g.Label + "·" + col.Label
			}
		}
	}
	for _, n := range Outside {
		if n.Key == key {
			return n.Label
		}
	}
	if l, ok := quoted[key]; ok {
		return l
	}
	if l, ok := windowNames[key]; ok {
		return l
	}
	if l, ok := contractNames[key]; ok {
		return l
	}
	if l, ok := visitNames[key]; ok {
		return l
	}
	if l, ok := caseNames[key]; ok {
		return l
	}
	if l, ok := letterLabel(key); ok {
		return l
	}
	return key
}

// quoted are the names that only the words quote.
var quoted = map[string]string{
	"published": "主动公开政府信息数", "published.late": "超期公开数", "published.revised": "更新数", "published.withdrawn": "撤回数",
	"interpretations": "政策解读数", "proposals.answered": "公开的建议提案答复数",
	"proposals.received": "收到建议提案数", "proposals.replied": "已答复的建议提案数", "proposals.ontime": "按期答复的建议提案数",
	"proposals.published": "答复已公开的建议提案数", "proposals.satisfied": "反馈满意的建议提案数", "proposals.fairly": "反馈基本满意的建议提案数",
	"proposals.dissatisfied": "反馈不满意的建议提案数",
	"consultations.held":     "征集调查期数", "consultations.opinions": "征集调查收到意见数", "consultations.published": "公布调查结果期数",
	"consultations.adopted": "采纳的意见数", "consultations.partly": "部分采纳的意见数", "consultations.rejected": "未采纳的意见数",
	"interviews.held": "在线访谈期数", "interviews.questions": "访谈网民留言数", "interviews.answered": "访谈答复网民提问数",
	"rules.items": "现行规章数", "normatives.items": "现行规范性文件数", "permits.items": "行政许可项目数",
	"services.items": "其他对外管理服务事项数", "penalties.items": "行政处罚项目数", "coercions.items": "行政强制项目数",
	"fees.items": "行政事业性收费项目数", "procurement.items": "政府集中采购项目数",
	"requests.new": "本年新收申请数", "requests.carry_in": "上年结转申请数", "requests.total": "办理结果总计", "requests.carry_out": "结转下年度申请数",
	"requests.fee_notices": "发出收费通知数", "requests.fee_noticed": "通知收费总金额（元）",
	"requests.fee_paid": "缴费件数", "requests.fee_received": "实收信息处理费（元）",
	"reviews.total": "行政复议总计", "suits.total": "行政诉讼总计",
	"reviews.new": "本年新收行政复议数", "reviews.carry_in": "上年结转行政复议数", "suits.new": "本年新收行政诉讼数", "suits.carry_in": "上年结转行政诉讼数",
}

// Name is a key with its printed name.
type Name struct{ Key, Label string }

// Outside are numbers for the words that are born outside until the module
// that counts them records them; they can be stated.
var Outside = []Name{
	{"visits.visitors", "网站独立用户访问总量（个）"}, {"visits.views", "网站总访问量（次）"},
	{"letters.governor", "省长信箱来信（件）"}, {"letters.mayor", "市长信箱来信（件）"},
	{"services.enquiries", "窗口受理咨询（次）"}, {"services.cases", "窗口办件（件）"},
	{"services.speedup", "办件提速（%）"},
	{"cases.outside.permit", "行政许可处理决定数量（办理于本系统之外）"}, {"cases.outside.service", "其他对外管理服务事项处理决定数量（办理于本系统之外）"}, {"services.complaints", "服务投诉（件）"},
}
