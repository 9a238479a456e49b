package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gongkai/calendar"
	"gongkai/inspection"
	"gongkai/internal/crawl"
	"gongkai/internal/inspect"
	"gongkai/internal/web/public"
)

type inspectCmd struct {
	place
	URL    string        `arg:"" optional:"" help:"任何网站的地址，像访客一样看；不写是看本机关的网站，用自己的记录。" placeholder:"URL"`
	Organ  string        `help:"只看这个机关；默认全部。" placeholder:"CODE"`
	Format string        `help:"输出格式：text 文字，json 数据。" enum:"text,json" default:"text"`
	Pages  int           `help:"最多看多少页。" default:"400"`
	Pace   time.Duration `help:"看别的网站时，两次访问之间停多久。" default:"200ms"`
	Wait   time.Duration `help:"一个网页最多等多久。" default:"15s"`
}

// Help is the example.
func (inspectCmd) Help() string {
	return `按《政府网站与政务新媒体检查指标》检查网站：单项否决、扣分指标，以及再过几天就会扣分的地方。
不写网址时检查数据文件夹里机关的网站：栏目、来信、办事指南用台账里的记录，网页用访客看到的样子；看不到的（如V1）写“未检查”。
写网址时只看访客看得到的，遵守 robots.txt，一次一页，有限度。有单项否决或者不足60分，退出码为1。

例：gongkai inspect --data /srv/gongkai
   gongkai inspect https://www.example.gov.cn/ --format json`
}

// inspected is the JSON of one site.
type inspected struct {
	Site       string             `json:"site"`
	URL        string             `json:"url"`
	Day        calendar.Day       `json:"day"`
	Table      calendar.Day       `json:"table"`
	Verdict    string             `json:"verdict"`
	Score      int                `json:"score"`
	Seen       int                `json:"seen"`
	Pages      int                `json:"pages"`
	Cut        bool               `json:"cut"`
	Indicators []inspectIndicator `json:"indicators"`
	Findings   []inspectFinding   `json:"findings"`
}

type inspectIndicator struct {
	Rule   string           `json:"rule"`
	Group  string           `json:"group"`
	Name   string           `json:"name"`
	Points int              `json:"points"`
	Lost   int              `json:"lost"`
	State  inspection.State `json:"state"`
}

type inspectFinding struct {
	Rule     string              `json:"rule"`
	Severity inspection.Severity `json:"severity"`
	Where    string              `json:"where"`
	Page     string              `json:"page"`
	Unit     string              `json:"unit"`
	Message  string              `json:"message"`
	Points   int                 `json:"points"`
	DaysLeft *int                `json:"days_left"`
}

// Run inspects one foreign site, or the own ones.
func (c *inspectCmd) Run(ctx context.Context, s streams) error {
	all := []inspected{}
	if c.URL != "" {
		one, err := c.outside(ctx, s)
		if err != nil {
			return err
		}
		all = append(all, one)
	} else {
		h, err := c.open(ctx, s)
		if err != nil {
			return err
		}
		defer h.Close()
		organs, err := h.chosen(ctx, c.Organ)
		if err != nil {
			return err
		}
		look := inspect.Inspector{Office: h.office, Site: public.New(h.office, public.Options{Log: h.log}), Log: h.log, Pages: c.Pages}
		for _, g := range organs {
			r, err := look.Own(ctx, g, c.progress(s))
			if err != nil {
				return err
			}
			units, err := h.office.InspectionUnits(ctx, g.ID)
			if err != nil {
				return err
			}
			one := told(r, func(f inspection.Finding) string { return units[f.Unit] })
			one.Site, one.URL = g.Name, "/"+g.Token+"/"
			all = append(all, one)
		}
	}
	return c.print(s, all)
}

// progress tells how far a walk is, on the error stream.
func (c *inspectCmd) progress(s streams) func(done, known int) {
	return func(done, known int) {
		if done%50 == 0 {
			fmt.Fprintf(s.err, "看了%d个地址，已知%d个\n", done, known)
		}
	}
}

func (c *inspectCmd) outside(ctx context.Context, s streams) (inspected, error) {
	today := calendar.DayOf(time.Now())
	site, walk, err := inspect.Outside(ctx, c.URL, today, crawl.Options{Pages: c.Pages, Pace: c.Pace, Wait: c.Wait, Each: c.progress(s)})
	switch {
	case crawl.Silent(err):
		return inspected{}, fmt.Errorf("网站 %s 没有回应（%w）。请核对网址，或者过一会儿再看", c.URL, err)
	case err != nil:
		return inspected{}, err
	case site == nil:
		return inspected{}, fmt.Errorf("网站 %s 的首页打不开（状态码%d），或者不是网页", c.URL, walk.Answers[walk.Start])
	}
	r := inspection.Inspect(site, inspection.On(inspection.Tables(), today), calendar.China(), today)
	one := told(r, func(inspection.Finding) string { return "" })
	one.Site, one.URL, one.Pages, one.Cut = site.Name, site.Home, len(walk.Pages), walk.Cut
	return one, nil
}

// told sets a result as the JSON has it.
func told(r inspection.Result, unit func(inspection.Finding) string) inspected {
	out := inspected{Day: r.Day, Table: r.Table, Verdict: r.Verdict(), Score: r.Points, Seen: r.Seen, Indicators: []inspectIndicator{}, Findings: []inspectFinding{}}
	for _, s := range r.Scores {
		out.Indicators = append(out.Indicators, inspectIndicator{s.ID, s.Group, s.Name, s.Points, s.Lost, s.State})
	}
	for _, f := range r.Findings {
		x := inspectFinding{Rule: f.Rule, Severity: f.Severity, Where: f.Where, Page: f.Page, Unit: unit(f), Message: f.Words, Points: f.Points}
		if f.Timed {
			x.DaysLeft = &f.Left
		}
		out.Findings = append(out.Findings, x)
	}
	return out
}

// print tells the results; one that fails makes the exit code 1.
func (c *inspectCmd) print(s streams, all []inspected) error {
	failed := false
	for _, one := range all {
		failed = failed || one.Verdict != "合格"
	}
	if c.Format == "json" {
		out := json.NewEncoder(s.out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		if err := out.Encode(all); err != nil {
			return err
		}
	} else {
		for _, one := range all {
			one.print(s)
		}
	}
	if failed {
		return exit(1)
	}
	return nil
}

func (one inspected) print(s streams) {
	fmt.Fprintf(s.out, "%s  %s\n%s：%d分", one.Site, one.URL, one.Verdict, one.Score)
	unseen := ""
	for _, x := range one.Indicators {
		if x.State == inspection.Unseen {
			unseen += "、" + x.Name
		}
	}
	if unseen != "" {
		fmt.Fprintf(s.out, "（未检查：%s）", unseen[len("、"):])
	}
	fmt.Fprintln(s.out)
	if one.Cut {
		fmt.Fprintf(s.out, "只看了%d页，用 --pages 可以多看。\n", one.Pages)
	}
	for _, f := range one.Findings {
		left := ""
		if f.DaysLeft != nil && f.Severity == inspection.Soon {
			left = fmt.Sprintf("，还剩%d天", *f.DaysLeft)
		}
		points := ""
		if f.Points > 0 {
			points = fmt.Sprintf("，扣%d分", f.Points)
		}
		unit := ""
		if f.Unit != "" {
			unit = "（" + f.Unit + "）"
		}
		fmt.Fprintf(s.out, "  %s %s%s%s  %s：%s%s\n    %s\n", f.Rule, f.Severity.Name(), points, left, f.Where, f.Message, unit, f.Page)
	}
	fmt.Fprintln(s.out)
}
