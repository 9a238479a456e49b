package demo

import (
	"context"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/consultation"
	"gongkai/internal/office"
	"gongkai/interview"
	"gongkai/ledger"
)

// said is what somebody says of a draft, or asks a guest: on its day, by the
// site or by another door.
type said struct {
	day         calendar.Day
	door        string
	name, words string
}

// draft is a consultation (征集调查): who asks, when, what, and what was said.
type draft struct {
	unit                string
	planned, from, to   calendar.Day
	text                consultation.Text
	said                []said
	summed              calendar.Day // zero while it is open
	words               string
	groups              []office.GroupForm
	prolonged, longerTo calendar.Day // zero for one that was not
	why                 string
}

var drafts = []draft{
	{unit: "nshs", planned: calendar.NewDay(2019, 8, 2), from: calendar.NewDay(2019, 8, 5), to: calendar.NewDay(2019, 9, 4),
		text: consultation.Text{Title: "关于《岳阳市科技特派员管理办法（征求意见稿）》公开征求意见的公告",
			Draft: "第一条 为了规范科技特派员的选派、服务和考核，制定本办法。\n第二条 科技特派员由市科技局会同县级科技部门选派，每期一年，可以连续选派。\n第三条 科技特派员每年到服务点不少于六十天，建立服务日志。\n第四条 服务点有需要的，可以跨县（市、区）选派。\n第五条 考核由服务对象评价、服务日志和实际成效三部分组成，结果公开。\n第六条 工作经费按照每人每年两万元安排，专款专用。",
			Basis: "国务院办公厅《关于深入推行科技特派员制度的若干意见》（国办发〔2016〕32号）",
			Note:  "现行做法执行已满五年，选派条件、到岗天数和考核办法不统一。本次主要统一三件事：谁来选派、到岗多少天、考核看什么。特别希望听取服务点农户和派出单位对到岗天数、经费标准的意见。",
			How:   "来信请寄岳阳市科学技术局农村与社会发展科，信封注明“征求意见”。"},
		said: []said{
			{calendar.NewDay(2019, 8, 6), "web", "（演示）平江县茶农", "六十天太少，采茶和修剪两个季节都要人，建议改成不少于八十天。"},
			{calendar.NewDay(2019, 8, 9), "web", "（演示）华容县合作社", "服务日志建议让服务对象签字，不然写了也没有用。"},
			{calendar.NewDay(2019, 8, 12), "post", "（演示）岳阳农业科学研究院", "派出单位的科研任务重，建议把在院里为服务点做的试验折算为到岗天数。"},
			{calendar.NewDay(2019, 8, 20), "web", "", "考核结果公开到什么程度？建议写清楚公开哪几项。"},
			{calendar.NewDay(2019, 8, 22), "phone", "（演示）湘阴县水产养殖户", "水产方面的特派员少，希望可以从外市请人。"},
			{calendar.NewDay(2019, 8, 28), "meeting", "（演示）县级科技部门座谈会", "两万元不够差旅和试验材料，建议提高到三万元。"},
			{calendar.NewDay(2019, 9, 3), "web", "（演示）退休农艺师", "退休的科技人员身体好的，也应当可以当特派员。"},
		},
		summed: calendar.NewDay(2019, 9, 12), words: "征求意见期间共收到意见7件，主要集中在到岗天数、经费标准和选派范围。采纳的已经写入修改稿第二条、第三条、第四条和第五条。",
		groups: []office.GroupForm{
			{Title: "增加到岗天数，并由服务对象在服务日志上签字", Numbers: "1-2", Adoption: "adopted"},
			{Title: "为服务点做的试验折算到岗天数", Numbers: "3", Adoption: "partly", Reason: "折算以三分之一为限，避免人不到场。"},
			{Title: "写明考核公开哪几项", Numbers: "4", Adoption: "adopted"},
			{Title: "扩大选派范围：外市人员、退休科技人员", Numbers: "5、7", Adoption: "adopted"},
			{Title: "工作经费提高到三万元", Numbers: "6", Adoption: "rejected", Reason: "2020年预算没有增加，先按现行标准执行，预算增加以后再研究。"},
		}},
	{unit: "cgzh", planned: calendar.NewDay(2019, 12, 30), from: calendar.NewDay(2020, 1, 2), to: calendar.NewDay(2020, 2, 3),
		prolonged: calendar.NewDay(2020, 1, 20), longerTo: calendar.NewDay(2020, 2, 17), why: "春节假期在征集期限以内，企业和行业协会提出时间不够，延长两周。",
		text: consultation.Text{Title: "关于《岳阳市技术合同登记奖补办法（征求意见稿）》公开征求意见的公告",
			Draft: "第一条 为了鼓励技术成果在本市转化，制定本办法。\n第二条 在本市认定登记的技术开发、技术转让合同，按照核定的技术交易额给予卖方奖补。\n第三条 奖补比例为千分之五，同一单位每年不超过二十万元。\n第四条 技术咨询、技术服务合同按照前条标准减半奖补。\n第五条 申请奖补不另交材料，以登记证明和核定的技术性收入为准。",
			Basis: "《中华人民共和国促进科技成果转化法》、科学技术部《技术合同认定登记管理办法》",
			Note:  "技术合同登记以后的奖补，过去每年发一次通知，条件年年不同。本次把条件、比例和兑现的时间固定下来。希望听取中小企业对比例、限额和兑现时间的意见。"},
		said: []said{
			{calendar.NewDay(2020, 1, 7), "web", "（演示）云溪精细化工企业", "千分之五偏低，外市有的是百分之一，建议对小微企业提高比例。"},
			{calendar.NewDay(2020, 1, 13), "web", "", "建议写明几月份申请、几月份到账，企业好安排资金。"},
			{calendar.NewDay(2020, 1, 17), "phone", "（演示）岳阳市软件行业协会", "春节前后企业放假，希望征求意见的时间延长一些。"},
			{calendar.NewDay(2020, 1, 22), "web", "（演示）临湘浮标产业企业", "技术服务合同减半不合理，浮标检测大多是技术服务。"},
		}},
}

// consultations are two drafts about which the bureau asks everybody: one of 2019
// with what became of the opinions, and one that is open when the clock stops.
func (b *builder) consultations() ([]step, error) {
	var steps []step
	for _, d := range drafts {
		steps = append(steps, d.steps(b)...)
	}
	return steps, nil
}

func (d draft) steps(b *builder) []step {
	what := "征集：" + d.text.Title
	var id ledger.ID
	rev := int64(0)
	verb := func(at calendar.Day, hour int, login string, do func(context.Context, access.Actor, int64) error) step {
		return b.act(clockAt(at, hour, 30), what, login, func(ctx context.Context, who access.Actor) error {
			rev++
			return do(ctx, who, rev)
		})
	}
	steps := []step{b.act(clockAt(d.planned, 10, 15), what, d.unit, func(ctx context.Context, who access.Actor) (err error) {
		id, err = b.o.PlanConsultation(ctx, who, "", office.ConsultationForm{From: d.from.String(), To: d.to.String(), Text: d.text}, nil)
		return err
	}), verb(d.planned, 16, "zhuren", func(ctx context.Context, who access.Actor, rev int64) error {
		return b.o.OpenConsultation(ctx, who, id, rev)
	})}
	for _, s := range d.said {
		at, f := clockAt(s.day, 11, 5), office.VoiceForm{Door: s.door, On: s.day.String(), Name: s.name, Words: s.words}
		steps = append(steps, b.act(at, what, d.unit, func(ctx context.Context, who access.Actor) (err error) {
			rev++
			if s.door == "web" {
				_, err = b.o.GiveOpinion(ctx, b.organ(), id, f, "demo")
				return err
			}
			_, err = b.o.RegisterOpinion(ctx, who, id, f)
			return err
		}))
	}
	if !d.prolonged.IsZero() {
		steps = append(steps, verb(d.prolonged, 15, "zhuren", func(ctx context.Context, who access.Actor, rev int64) error {
			return b.o.ProlongConsultation(ctx, who, id, rev, d.longerTo.String(), d.why)
		}))
	}
	if d.summed.IsZero() {
		return steps
	}
	return append(steps, verb(d.summed, 10, d.unit, func(ctx context.Context, who access.Actor, rev int64) error {
		return b.o.SumConsultation(ctx, who, id, office.OutcomeForm{Rev: rev, Words: d.words, Groups: d.groups})
	}), verb(d.summed, 16, "zhuren", func(ctx context.Context, who access.Actor, rev int64) error {
		return b.o.PublishConsultation(ctx, who, id, rev)
	}))
}

// sitting is an interview on the site (在线访谈) with the questions that came.
type sitting struct {
	unit          string
	planned, held calendar.Day
	text          interview.Text
	said          []said
	hidden        int    // number of a question that is not shown
	why           string // for this reason
	unseen        int    // how many of the last nobody looked at yet
	transcript    string // empty before it was held
}

var sittings = []sitting{
	{unit: "gxjs", planned: calendar.NewDay(2019, 11, 5), held: calendar.NewDay(2019, 11, 14),
		text: interview.Text{Topic: "企业怎样用好研发费用加计扣除", Guest: "高新技术科负责人", Post: "岳阳市科学技术局", Time: "15:00至16:00",
			About: "介绍研发费用加计扣除的条件、辅助账怎么设、和高新技术企业认定怎样衔接，现场回答网民提问。"},
		said: []said{
			{day: calendar.NewDay(2019, 11, 7), words: "没有立项文件的研发，费用能不能加计扣除？"},
			{day: calendar.NewDay(2019, 11, 8), words: "我们是小公司，会计只有一个人，辅助账有没有简单的样表？"},
			{day: calendar.NewDay(2019, 11, 11), words: "承接代办研发费用专项审计，价格优惠，请联系我们。"},
			{day: calendar.NewDay(2019, 11, 14), words: "委托大学做的研发，费用怎么算？"},
		}, hidden: 3, why: "是广告，不是提问",
		transcript: "主持人：各位网友下午好，今天请到高新技术科的负责人，谈研发费用加计扣除。先请介绍一下条件。\n高新技术科负责人：一句话，真的在做研发、账分得清楚，就可以。企业为获得新知识、新工艺、新产品而做的系统的研究开发，费用按实际发生额加计扣除；常规升级、直接应用不算。\n网民（问1）：没有立项文件的研发，费用能不能加计扣除？\n高新技术科负责人（问1）：要有立项。企业自己的立项决议就可以，不需要政府部门批准，但是要写明项目、人员和预算。\n网民（问2）：我们是小公司，会计只有一个人，辅助账有没有简单的样表？\n高新技术科负责人（问2）：有。样表在局网站“办事服务”里，一个项目一张，照着填六类费用。到窗口来，我们现场教。\n网民（问4）：委托大学做的研发，费用怎么算？\n高新技术科负责人（问4）：委托境内机构的，按实际发生额的百分之八十计入。合同要到技术合同登记处登记，所以先登记，再扣除。\n主持人：没有来得及回答的问题，可以写到局长信箱。谢谢各位网友。"},
	{unit: "ghcw", planned: calendar.NewDay(2020, 1, 16), held: calendar.NewDay(2020, 2, 12),
		text: interview.Text{Topic: "2020年市级科技计划项目怎样申报", Guest: "规划财务科负责人", Post: "岳阳市科学技术局", Time: "15:00至16:00",
			About: "介绍2020年项目指南的变化、申报的时间和材料，回答网民提问。访谈以前和当天都可以提问。"},
		said: []said{
			{day: calendar.NewDay(2020, 1, 18), words: "青年项目的年龄限制今年有没有变化？"},
			{day: calendar.NewDay(2020, 1, 22), words: "去年的项目没有结题，今年可以再申报吗？"},
		}, unseen: 1},
}

// interviews are one of 2019 with its transcript, and one that is announced.
func (b *builder) interviews() ([]step, error) {
	var steps []step
	for _, s := range sittings {
		steps = append(steps, s.steps(b)...)
	}
	return steps, nil
}

func (x sitting) steps(b *builder) []step {
	what := "访谈：" + x.text.Topic
	var id ledger.ID
	rev := int64(1)
	steps := []step{b.act(clockAt(x.planned, 9, 50), what, x.unit, func(ctx context.Context, who access.Actor) (err error) {
		id, err = b.o.PlanInterview(ctx, who, "", office.InterviewForm{Held: x.held.String(), Text: x.text})
		return err
	}), b.act(clockAt(x.planned, 16, 20), what, "zhuren", func(ctx context.Context, who access.Actor) error {
		return b.o.AnnounceInterview(ctx, who, id, rev)
	})}
	for i, s := range x.said {
		steps = append(steps, b.act(clockAt(s.day, 9, 20), what, x.unit, func(ctx context.Context, who access.Actor) error {
			no, err := b.o.AskInterview(ctx, b.organ(), id, office.VoiceForm{Words: s.words}, "demo")
			if rev++; err != nil || i >= len(x.said)-x.unseen {
				return err
			}
			why := ""
			if no == x.hidden {
				why = x.why
			}
			return b.o.ModerateQuestion(ctx, who, id, no, no != x.hidden, why)
		}))
	}
	if x.transcript == "" {
		return steps
	}
	after := calendar.China().AddWorkdays(x.held, 1).Day
	return append(steps, b.act(clockAt(after, 10, 40), what, x.unit, func(ctx context.Context, who access.Actor) error {
		rev++
		return b.o.WriteInterview(ctx, who, id, rev, x.transcript, nil)
	}), b.act(clockAt(after, 15, 30), what, "zhuren", func(ctx context.Context, who access.Actor) error {
		return b.o.PublishInterview(ctx, who, id, rev+1)
	}))
}
