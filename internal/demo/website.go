package demo

import (
	"context"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
)

// website fills in the yearly form of the site: the office says what only people
// know, the head of disclosure seconds it, and the form goes out.
func (b *builder) website() ([]step, error) {
	day := func(d, h, m int) time.Time { return time.Date(2020, 1, d, h, m, 0, 0, calendar.Shanghai) }
	two := func(do func(ctx context.Context, clerk, head access.Actor) error) func(context.Context) error {
		return func(ctx context.Context) error {
			clerk, err := b.as(ctx, "zhuren")
			if err != nil {
				return err
			}
			head, err := b.as(ctx, "gongkai")
			if err != nil {
				return err
			}
			return do(ctx, clerk, head)
		}
	}
	return []step{
		{day(13, 9, 30), "填报网站报表", two(func(ctx context.Context, clerk, _ access.Actor) error { return b.state(ctx, clerk) })},
		{day(14, 10, 5), "复核网站报表", two(func(ctx context.Context, _, head access.Actor) error {
			v, err := b.o.Website(ctx, head, 2019)
			if err != nil {
				return err
			}
			for _, p := range v.Sheet.Form.Parts {
				if v.Sheet.Rev(p) == 0 {
					continue
				}
				if err := b.o.SecondWebsite(ctx, head, 2019, p.Key, v.Sheet.Rev(p)); err != nil {
					return err
				}
			}
			return nil
		})},
		{day(16, 15, 10), "冻结网站报表", two(func(ctx context.Context, _, head access.Actor) error { return b.o.FreezeWebsite(ctx, head, 2019, 0) })},
		{day(17, 10, 40), "发布网站报表", two(func(ctx context.Context, clerk, head access.Actor) error {
			id, err := b.o.PublishWebsite(ctx, head, 2019, 1)
			if err != nil {
				return err
			}
			d, err := b.o.DeskArticle(ctx, head, id)
			if err != nil {
				return err
			}
			return b.approve(ctx, clerk, d.Editions[0], day(17, 10, 40))
		})},
	}, nil
}

// state says what the table of the demonstration says, part by part.
func (b *builder) state(ctx context.Context, who access.Actor) error {
	v, err := b.o.Website(ctx, who, 2019)
	if err != nil {
		return err
	}
	typed := map[string]map[string]string{}
	for _, c := range lines("website.txt") {
		if typed[c[0]] == nil {
			typed[c[0]] = map[string]string{}
		}
		typed[c[0]][c[1]] = c[2]
	}
	for _, p := range v.Sheet.Form.Parts {
		f := office.WebsitePart{Year: 2019, Part: p.Key, Typed: typed[p.Key], Day: "2020-01-10", Note: "各科室报送、局办公室汇总"}
		if f.Typed == nil {
			continue
		}
		for _, r := range p.Rows {
			if f.Typed[r.Key] == "" {
				f.Typed[r.Key] = v.Defaults[r.Key]
			}
		}
		if err := b.o.StateWebsite(ctx, who, f, "2019年网站报表汇总表.txt", strings.NewReader("岳阳市科学技术局2019年网站报表汇总表（演示）\n")); err != nil {
			return err
		}
	}
	return nil
}
