package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"gongkai/internal/office"
	"gongkai/people"
)

type importVisitsCmd struct {
	place
	File         string   `arg:"" help:"访问日志，combined 格式；可以是 .gz。"`
	Organ        string   `help:"机关的代号；只有一个机关时可以不写。空文件夹以它开户，默认 default。" placeholder:"CODE"`
	StaffNetwork []string `help:"本机关自己的网络，可写几个；从那里来的访问不计入访问量。" placeholder:"CIDR"`
}

// Help is the example.
func (importVisitsCmd) Help() string {
	return `日志是 nginx、Apache 的 combined 格式；日期一律折算成北京时间。计入与不计入的规则与网站自己统计时相同：
网页的 GET 请求，应答200或304，算一次访问；图片、附件、带查询串的地址不算；爬虫、监测、无界面浏览器、本机关网络、出错的应答各按原因记数。

要么全部导入，要么一行也不导入；读不懂的行跳过，报出行号和原因。同一份日志再导入一次会被拒绝。
已经统计过的日子、年度报告已冻结的年度，不能再导入。

例：gongkai import visits access-2019.log.gz --data /srv/gongkai`
}

// Run replays the log.
func (c *importVisitsCmd) Run(ctx context.Context, s streams) error {
	staff, err := readNetworks("--staff-network", c.StaffNetwork)
	if err != nil {
		return err
	}
	if i, err := os.Stat(c.File); err != nil || i.IsDir() {
		return fmt.Errorf("读不了日志 %s，请核对文件名和权限", c.File)
	}
	token := c.Organ
	if token == "" {
		token = "default"
	}
	if err := people.Token(token); err != nil {
		return err
	}
	h, err := c.openOrFound(ctx, s, token)
	if err != nil {
		return err
	}
	defer h.Close()
	g, err := h.organ(ctx, c.Organ)
	if err != nil {
		return err
	}
	screen := terminal(s.err)
	r, err := h.office.ImportVisits(ctx, g.ID, office.VisitLog{Name: filepath.Base(c.File), Open: func() (io.ReadCloser, error) { return os.Open(c.File) }},
		staff, func(lines int64) {
			switch {
			case screen:
				fmt.Fprintf(s.err, "\r已读取%d行", lines)
			case lines%1_000_000 == 0:
				fmt.Fprintf(s.err, "已读取%d行\n", lines)
			}
		})
	if screen && r.Lines > 0 {
		fmt.Fprintln(s.err)
	}
	if err != nil {
		return err
	}
	for _, f := range r.Faults {
		fmt.Fprintf(s.err, "第%d行跳过：%s\n", f.No, f.Why)
	}
	if rest := r.Broken - int64(len(r.Faults)); rest > 0 {
		fmt.Fprintf(s.err, "另有%d行也跳过了\n", rest)
	}
	fmt.Fprintf(s.out, "%s：读取%d行，计入访问%d次，独立用户%d个（本年累计）。\n", g.Name, r.Lines, r.Views, r.Visitors)
	if !r.First.IsZero() {
		fmt.Fprintf(s.out, "  %s至%s，日结%d天\n", r.First, r.Last, r.Closed)
	}
	for _, x := range r.Out() {
		fmt.Fprintf(s.out, "  不计入：%s%d次\n", x.Reason.Label(), x.N)
	}
	fmt.Fprintf(s.out, "  不是网页的请求%d行，读不懂跳过%d行\n", r.Other, r.Broken)
	for _, why := range slices.Sorted(maps.Keys(r.Kinds)) {
		fmt.Fprintf(s.out, "    %s%d行\n", why, r.Kinds[why])
	}
	if !r.Last.IsZero() {
		fmt.Fprintf(s.out, "下一步：gongkai report --year %d --organ %s --format json --data %s，看 visits.views、visits.visitors\n", r.Last.Year(), g.Token, c.dir())
	}
	return nil
}
