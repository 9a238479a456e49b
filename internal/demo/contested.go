package demo

import (
	"context"

	"gongkai/internal/office"
	"gongkai/record"
)

// contested are what people bring against the bureau in January 2020: a review
// of the first answer, which waits for the bureau's own, and a correction of
// one's own record.
func (b *builder) contested() ([]step, error) {
	return []step{
		{day(17, 11), "收到行政复议答复通知", func(ctx context.Context) error {
			who, err := b.as(ctx, "zhuren")
			if err != nil {
				return err
			}
			v, err := b.o.RequestMatter(ctx, who, b.ids[lives[0].form.Content])
			if err != nil {
				return err
			}
			_, err = b.o.OpenRemedy(ctx, who, office.RemedyForm{Kind: "review", Procedure: "ordinary", Act: "other", Request: v.Request.No,
				Forum: "（演示）岳阳市人民政府", FileNo: "（演示）岳政复答〔2020〕1号", Acted: v.Request.EndedOn.String(), Accepted: "2020-01-15", Noticed: "2020-01-17",
				Why: "申请人认为清单缺少项目经费"}, nil)
			return err
		}},
		{day(20, 15), "收到更正申请", func(ctx context.Context) error {
			who, err := b.as(ctx, "zhuren")
			if err != nil {
				return err
			}
			_, err = b.o.ReceiveRecord(ctx, who, office.RecordForm{Door: "counter", On: "2020-01-20", Asked: record.Asked{Name: "周明远", IDNo: "11010519491231002X",
				Phone: "13800000009", Record: "2019年度科技特派员选派名单第8行", Wrong: "工作单位写作（演示）甲单位，应为（演示）乙单位", Proof: "单位出具的在职证明"}}, nil)
			return err
		}},
	}, nil
}
