package demo

import (
	"context"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// note is a letter to the bureau's own mailbox in January 2020, and how far it
// came before the clock stopped.
type note struct {
	day               int
	sort, name, phone string
	title, content    string
	unit              string // who answers, empty for one that waits
	drafted, answered int    // days, 0 for what has not come yet
	answer            string
	stars             int
	word              string // with the stars
}

var notes = []note{
	{day: 6, sort: "consult", name: "冯演示", phone: "13800001006", title: "外国专家工作许可延期要提前多久",
		content: "我公司聘请的外国专家工作许可3月底到期，想延期一年，请问最晚什么时候申请，人在国外能不能办？", unit: "rcyz", drafted: 8, answered: 9,
		answer: "应当在许可有效期届满三十日以前提出延期申请，最早可以提前九十日。延期不要求本人在境内，由单位在网上提交延期申请表和续签的合同；许可证在窗口更换，可以由单位经办人代领。",
		stars:  5, word: "说得很清楚，谢谢"},
	{day: 15, sort: "suggest", name: "吕演示", phone: "13800001007", title: "希望技术合同登记可以预约",
		content: "年底登记技术合同的人多，跑了两次才办成。建议可以在网上预约时间。", unit: "cgzh", drafted: 20,
		answer: "您的建议已经采纳。从1月22日起，技术合同登记窗口开放网上预约，每个工作日三个时段，在局网站“我要办”里预约，凭查询码可以改期和取消。"},
	{day: 21, sort: "consult", name: "钱演示", phone: "13800001003", title: "研发费用归集请教",
		content: "我们公司去年第一次做研发费用归集，请问奖补申报什么时候开始，需要提前准备哪些台账？"},
}

// written are the letters to the director (局长信箱): one answered, on the site and
// rated, one whose answer waits for its review, and one that nobody has opened.
func (b *builder) written() ([]step, error) {
	var steps []step
	for _, n := range notes {
		steps = append(steps, n.steps(b)...)
	}
	return steps, nil
}

func (n note) steps(b *builder) []step {
	what := "来信：" + n.title
	var got office.LetterReceipt
	rev := int64(0)
	steps := []step{{day(n.day, 10).Add(5 * time.Minute), what, func(ctx context.Context) (err error) {
		got, err = b.o.WriteLetter(ctx, b.organ(), office.LetterForm{Mailbox: "director", Sort: n.sort, Name: n.name, Phone: n.phone, Open: true,
			Title: n.title, Content: n.content}, nil, "demo")
		return err
	}}}
	verb := func(day, hour int, login string, do func(context.Context, access.Actor, ledger.ID, office.LetterAct) error, a office.LetterAct) {
		steps = append(steps, b.act(clockAt(calendar.NewDay(2020, 1, day), hour, 25), what, login, func(ctx context.Context, who access.Actor) error {
			rev++
			a.Rev = rev
			return do(ctx, who, got.ID, a)
		}))
	}
	if n.unit == "" {
		return steps
	}
	verb(n.day, 11, "zhuren", b.o.AcceptLetter, office.LetterAct{Unit: string(unitID(n.unit))})
	verb(n.drafted, 9, n.unit, b.o.DraftLetter, office.LetterAct{Text: n.answer})
	if n.answered == 0 {
		return steps
	}
	verb(n.answered, 9, HeadOf(n.unit), b.o.CheckLetter, office.LetterAct{Text: "同意"})
	verb(n.answered, 11, "zhuren", b.o.ApproveLetter, office.LetterAct{Text: "同意"})
	verb(n.answered, 15, "zhuren", b.o.AnswerLetter, office.LetterAct{})
	verb(n.answered+1, 9, n.unit, b.o.PrepareLetter, office.LetterAct{Title: n.title, Question: n.content, Answer: n.answer})
	verb(n.answered+1, 15, "zhuren", b.o.PublishLetter, office.LetterAct{})
	return append(steps, step{day(n.answered+4, 20), what, func(ctx context.Context) error {
		pass, err := b.o.FollowLetter(ctx, b.organ(), got.Code, n.phone[len(n.phone)-4:], "demo")
		if err != nil {
			return err
		}
		return b.o.RateLetter(ctx, b.organ(), pass, n.stars, n.word)
	}})
}
