package demo

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/proposal"
)

// letters are those that came to the mailboxes of other bodies (省长信箱、市长信箱)
// and were handed to the bureau, and one of January that waits.
func (b *builder) letters() ([]step, error) {
	var steps []step
	for i, f := range lines("letters.txt") {
		if len(f) != 10 {
			return nil, fmt.Errorf("letters.txt 第%d件应有10栏", i+1)
		}
		came, err := calendar.ParseDay(f[0])
		if err != nil {
			return nil, err
		}
		answered, err := calendar.ParseDay(f[4])
		if err != nil {
			return nil, err
		}
		var id ledger.ID
		rev, what := int64(0), "来信："+f[7]
		verb := func(at time.Time, login string, do func(context.Context, access.Actor, ledger.ID, office.LetterAct) error, a office.LetterAct) {
			steps = append(steps, b.act(at, what, login, func(ctx context.Context, who access.Actor) error {
				a.Rev = rev
				rev++
				return do(ctx, who, id, a)
			}))
		}
		steps = append(steps, b.act(clockAt(came, 9, 40), what, "zhuren", func(ctx context.Context, who access.Actor) error {
			got, err := b.o.RegisterLetter(ctx, who, office.LetterForm{Mailbox: f[1], Sort: f[2], Received: f[0], Their: f[5], Name: f[6],
				Phone: "13800001002", Title: f[7], Content: f[8]}, nil)
			id, rev = got.ID, 1
			return err
		}))
		verb(clockAt(came, 10, 20), "zhuren", b.o.AcceptLetter, office.LetterAct{Unit: string(unitID(f[3]))})
		verb(clockAt(answered, 9, 10), f[3], b.o.DraftLetter, office.LetterAct{Text: f[9]})
		verb(clockAt(answered, 10, 30), HeadOf(f[3]), b.o.CheckLetter, office.LetterAct{Text: "同意"})
		verb(clockAt(answered, 15, 10), "zhuren", b.o.ApproveLetter, office.LetterAct{Text: "同意"})
		verb(clockAt(answered, 15, 40), "zhuren", b.o.AnswerLetter, office.LetterAct{})
	}
	return append(steps, step{clockAt(calendar.NewDay(2020, 1, 21), 10, 5), "来信：写到局长信箱", func(ctx context.Context) error {
		_, err := b.o.WriteLetter(ctx, b.organ(), office.LetterForm{Mailbox: "director", Sort: "consult", Name: "钱演示", Phone: "13800001003", Open: true,
			Title: "研发费用归集请教", Content: "我们公司去年第一次做研发费用归集，请问奖补申报什么时候开始，需要提前准备哪些台账？"}, nil, "demo")
		return err
	}}), nil
}

// organ is the bureau's id.
func (b *builder) organ() ledger.ID { return ledger.ID(Token) }

func clockAt(d calendar.Day, hour, minute int) time.Time {
	return d.Start().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// proposals are what members of the 政协 proposed. The reply of each goes out as
// an article that the division drafts out of it; see released.
func (b *builder) proposals() ([]step, error) {
	pieces, err := Pieces()
	if err != nil {
		return nil, err
	}
	var steps []step
	for i, f := range lines("proposals.txt") {
		at := slices.IndexFunc(pieces, func(p Piece) bool { return len(f) == 8 && p.Key == f[7] })
		if at < 0 {
			return nil, fmt.Errorf("proposals.txt 第%d件应有8栏，最后一栏是稿件", i+1)
		}
		piece := pieces[at]
		came, err := calendar.ParseDay(f[0])
		if err != nil {
			return nil, err
		}
		sent, err := calendar.ParseDay(f[3])
		if err != nil {
			return nil, err
		}
		out, err := piece.At()
		if err != nil {
			return nil, err
		}
		var id ledger.ID
		rev, what := int64(0), "提案："+f[5]
		verb := func(at time.Time, login string, do func(context.Context, access.Actor, office.ProposalAct) error, a office.ProposalAct) {
			steps = append(steps, b.act(at, what, login, func(ctx context.Context, who access.Actor) error {
				a.Rev = rev
				rev++
				return do(ctx, who, a)
			}))
		}
		steps = append(steps, b.act(clockAt(came, 9, 20), what, "zhuren", func(ctx context.Context, who access.Actor) (err error) {
			id, err = b.o.ReceiveProposal(ctx, who, office.ProposalForm{Type: "conference", Level: "city", Role: "main", No: f[1], On: f[0], Unit: string(unitID(f[2])),
				Text: proposal.Text{Session: "八届三次会议", Title: f[5], Members: f[4], Contact: "13800001004", Content: "全文见附件。" + f[5] + "。"}}, nil)
			rev = 1
			return err
		}))
		verb(clockAt(sent, 8, 40), f[2], func(ctx context.Context, who access.Actor, a office.ProposalAct) error {
			return b.o.DraftProposal(ctx, who, id, a, nil)
		},
			office.ProposalAct{Category: "A", Open: "full", Reply: proposal.Reply{DocNo: f[6], Words: conv.Excerpt(piece.HTML, 2000)}})
		verb(clockAt(sent, 8, 50), "fenguan", func(ctx context.Context, who access.Actor, a office.ProposalAct) error {
			return b.o.CheckProposal(ctx, who, id, a)
		}, office.ProposalAct{})
		verb(clockAt(sent, 9, 0), "zhuren", func(ctx context.Context, who access.Actor, a office.ProposalAct) error {
			return b.o.AnswerProposal(ctx, who, id, a, nil)
		},
			office.ProposalAct{On: f[3], Proof: "当面送达提案人"})
		verb(out.Add(-55*time.Minute), f[2], func(ctx context.Context, who access.Actor, a office.ProposalAct) (err error) {
			a.Title, a.Words, a.Column = piece.Title, conv.Excerpt(piece.HTML, 2000), piece.Column
			b.released[piece.Key], err = b.o.ReleaseProposal(ctx, who, id, a)
			return err
		}, office.ProposalAct{})
		rated := calendar.China().AddWorkdays(piece.Formed, 10).Day
		verb(clockAt(rated, 11, 0), "zhuren", func(ctx context.Context, who access.Actor, a office.ProposalAct) error {
			return b.o.RateProposal(ctx, who, id, a, nil)
		},
			office.ProposalAct{On: rated.String(), Satisfaction: "satisfied"})
	}
	return steps, nil
}

// asked are how many enquiries the window had in each month of 2019, 612 in all;
// the quarters' articles say the same.
var asked = [12]int{48, 31, 66, 58, 62, 71, 69, 57, 61, 28, 29, 32}

// enquiries are those of the year (咨询), most of them at the window, some by
// telephone, and the banner of a pleased applicant (锦旗).
func (b *builder) enquiries() ([]step, error) {
	topics := strings.Fields("procedure materials procedure policy progress materials project policy contract system procedure other")
	var steps []step
	for m, count := range asked {
		days := workdays(m + 1)
		for i := range count {
			day := days[i*len(days)/count]
			f := office.WindowForm{Sort: "enquiry", Channel: "window", Topic: topics[(i*5+m)%len(topics)], On: day.String(), Minutes: strconv.Itoa(3 + i%9)}
			if i%5 == 3 {
				f.Channel = "phone"
			}
			steps = append(steps, b.act(on(day, i).Add(time.Minute), "窗口咨询", "wzfw", func(ctx context.Context, who access.Actor) error {
				_, err := b.o.RecordWindow(ctx, who, f)
				return err
			}))
		}
	}
	at := clockAt(calendar.NewDay(2019, 9, 12), 15, 20)
	var banner ledger.ID
	return append(steps, b.act(at, "锦旗", "zhuren", func(ctx context.Context, who access.Actor) (err error) {
		banner, err = b.o.RecordWindow(ctx, who, office.WindowForm{Sort: "commendation", Topic: "banner", Name: "湖南理工学院", Text: "周到服务暖人心，精湛业务称一流",
			Day: "2019-09-12", Consent: true})
		return err
	}), b.act(at.Add(20*time.Minute), "公开锦旗", "gongkai", func(ctx context.Context, who access.Actor) error {
		return b.o.WindowVerb(ctx, who, banner, "release", office.WindowAct{Rev: 1})
	})), nil
}
