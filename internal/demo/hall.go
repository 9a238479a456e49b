package demo

import (
	"context"
	"fmt"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/window"
)

// turn is a number that is drawn on the last day (排队号): when, at which counter,
// after how many minutes it is called and how long it takes; 0 for what has not
// come yet when the clock stops.
type turn struct {
	at           string
	counter      ledger.Code
	desk         string
	waits, takes int
	gone         bool // nobody came
}

var turns = []turn{
	{"08:35", "A", "1", 1, 12, false}, {"08:41", "A", "1", 7, 9, false}, {"08:52", "B", "3", 2, 25, false}, {"09:10", "A", "2", 1, 14, false},
	{"09:33", "A", "1", 3, 6, false}, {"10:02", "B", "3", 1, 31, false}, {"10:15", "A", "1", 2, 11, false}, {"10:48", "A", "2", 4, 0, true},
	{"11:20", "A", "1", 1, 8, false}, {"14:36", "A", "1", 1, 10, false}, {"14:50", "B", "3", 2, 22, false}, {"15:12", "A", "2", 3, 15, false},
	{"15:45", "A", "1", 2, 9, false}, {"16:02", "B", "3", 12, 0, false}, {"16:10", "A", "1", 8, 0, false}, {"16:14", "A", "2", 11, 0, false},
	{"16:19", "A", "", 0, 0, false}, {"16:22", "B", "", 0, 0, false}, {"16:26", "A", "", 0, 0, false},
}

// hall is the window of January 2020: its counters, the numbers of the last day,
// what is booked, and a matter of each sort that waits.
func (b *builder) hall() ([]step, error) {
	last := calendar.DayOf(Ended)
	steps := []step{b.act(day(2, 8), "设置窗口", "zhuren", func(ctx context.Context, who access.Actor) error {
		for _, c := range [][2]string{{"A", "综合受理"}, {"B", "技术合同登记"}} {
			if err := b.o.EditCounter(ctx, who, office.CounterForm{Code: c[0], Name: c[1], Hours: "08:30-12:00、14:30-17:30"}); err != nil {
				return err
			}
		}
		return nil
	}), b.act(day(15, 9), "开放预约时段", "zhuren", func(ctx context.Context, who access.Actor) error {
		for _, counter := range []string{"A", "B"} {
			if _, err := b.o.OpenSlots(ctx, who, office.SlotsForm{Counter: counter, From: "2020-01-22", To: "2020-02-21", Times: "09:00、10:30、15:00", Capacity: "2"}); err != nil {
				return err
			}
		}
		return nil
	})}
	for i, x := range []struct{ slot, name, phone string }{{"A/2020-01-22/09:00", "何演示", "13800001011"}, {"B/2020-01-23/10:30", "郭演示", "13800001012"},
		{"A/2020-01-23/15:00", "马演示", "13800001013"}, {"A/2020-02-03/09:00", "罗演示", "13800001014"}, {"B/2020-02-05/10:30", "梁演示", "13800001015"}} {
		var id ledger.ID
		steps = append(steps, step{day(21, 9+i), "预约办理", func(ctx context.Context) error {
			_, booked, err := b.o.BookTurn(ctx, b.organ(), office.BookForm{Once: "demo " + x.slot, Slot: x.slot, Name: x.name, Phone: x.phone}, "demo")
			id = booked.ID
			return err
		}})
		if i < 2 {
			steps = append(steps, b.act(day(22+i, 10), "预约到场", "wzfw", func(ctx context.Context, who access.Actor) error { return b.o.TurnBooking(ctx, who, id, "come") }))
		}
	}
	for _, x := range turns {
		at, err := instant(last.String(), x.at)
		if err != nil {
			return nil, err
		}
		var id ledger.ID
		what := fmt.Sprintf("排队：%s窗口", x.counter)
		turned := func(after int, verb string) {
			steps = append(steps, b.act(at.Add(time.Duration(after)*time.Minute), what, "wzfw", func(ctx context.Context, who access.Actor) error {
				return b.o.TurnTicket(ctx, who, id, verb, x.desk)
			}))
		}
		steps = append(steps, b.act(at, what, "wzfw", func(ctx context.Context, who access.Actor) error {
			t, err := b.o.DrawTicket(ctx, who, x.counter)
			id = t.ID
			return err
		}))
		if x.waits > 0 {
			turned(x.waits, "call")
		}
		switch {
		case x.gone:
			turned(x.waits+2, "leave")
		case x.takes > 0:
			turned(x.waits+x.takes, "serve")
		}
	}
	return append(steps, b.waiting()...), nil
}

// waiting are an enquiry from the site, a complaint that is looked into, and a
// letter of thanks that a second officer has still to let out.
func (b *builder) waiting() []step {
	var complaint ledger.ID
	return []step{
		{day(17, 16), "网上投诉", func(ctx context.Context) error {
			r, err := b.o.AskWindow(ctx, b.organ(), office.WindowForm{Once: "demo complaint", Sort: string(window.Complaint), Topic: "efficiency", Phone: "13800001016",
				Text: "1月16日下午到综合受理窗口取技术合同登记证明，等了四十分钟才有人，希望下午多开一个窗口。"}, "demo")
			if err != nil {
				return err
			}
			found, err := b.o.FindWindow(ctx, b.organ(), r.Code, "demo")
			complaint = found.Matter.ID
			return err
		}},
		b.act(day(19, 9), "受理投诉", "zhuren", func(ctx context.Context, who access.Actor) error {
			return b.o.WindowVerb(ctx, who, complaint, "accept", office.WindowAct{Rev: 1, Words: "已电话告知：投诉已经受理，十五个工作日内反馈。"})
		}),
		b.act(day(19, 10), "转办投诉", "zhuren", func(ctx context.Context, who access.Actor) error {
			return b.o.WindowVerb(ctx, who, complaint, "assign", office.WindowAct{Rev: 2, Unit: string(unitID("bgs")), Against: string(unitID("wzfw"))})
		}),
		b.act(day(21, 15), "感谢信", "zhuren", func(ctx context.Context, who access.Actor) error {
			_, err := b.o.RecordWindow(ctx, who, office.WindowForm{Sort: string(window.Commendation), Topic: "letter", Name: "（演示）汨罗食品有限公司",
				Text: "年底报送材料急，窗口的同志中午没有休息，帮我们把二十份合同登记完。谢谢！", Day: "2020-01-20", Consent: true})
			return err
		}),
		{day(22, 14), "网上咨询", func(ctx context.Context) error {
			_, err := b.o.AskWindow(ctx, b.organ(), office.WindowForm{Once: "demo enquiry", Sort: string(window.Enquiry), Topic: "materials", Phone: "13800001017",
				Text: "技术合同的附件是英文的，登记时要不要交中文译本？"}, "demo")
			return err
		}},
	}
}
