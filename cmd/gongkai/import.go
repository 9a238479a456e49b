package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/request"
)

type importCmd struct {
	Requests importRequestsCmd `cmd:"" help:"导入依申请公开的旧台账（.xlsx 或 .csv）。"`
}

type importRequestsCmd struct {
	place
	File  string `arg:"" help:"旧台账，.xlsx 或 .csv。"`
	Organ string `help:"机关代号；只有一个机关时不用写。" placeholder:"CODE"`
}

// Help is the example.
func (importRequestsCmd) Help() string {
	return `第一行是表头，一件申请一行：
  编号,收到日期,渠道,申请人类型,申请人,申请内容,办理结果,办结日期

渠道：网络、当面、邮寄、传真。申请人类型：自然人，或者商业企业、科研机构、社会公益组织、法律服务机构、其他。
办理结果：年度报告表三的行，按序号认，例如 (一)予以公开、(三)4.保护第三方合法权益、(六)其他处理；未办结的两栏留空。

要么全部导入，要么一行也不导入；有错的每一格都会指出来。同一个文件可以导入两次，已有的行会跳过。
数据文件夹是空的，先为一个机关开户。

例：gongkai import requests 台账.xlsx --data /srv/gongkai`
}

// Run reads the register, names what is wrong with it, or imports all of it.
func (c *importRequestsCmd) Run(ctx context.Context, s streams) error {
	table, err := readTable(c.File)
	if err != nil {
		return err
	}
	now := time.Now
	if _, err := os.Stat(filepath.Join(c.dir(), demoMark)); err == nil {
		now = clockOf(c.dir())
	}
	rows, faults := request.ReadOld(table, calendar.DayOf(now()))
	if len(faults) > 0 {
		return c.wrong(s, faults)
	}
	if len(rows) == 0 {
		return fmt.Errorf("%s 里只有表头，没有可以导入的行", c.File)
	}
	h, err := c.house(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	organ, err := h.organ(ctx, c.Organ)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "读到%d行，开始导入……\n", len(rows))
	got, err := h.office.ImportRequests(ctx, organ.ID, rows, func(done int) {
		if done > 0 && done < len(rows) {
			fmt.Fprintf(s.err, "  已处理%d行，共%d行（%d%%）\n", done, len(rows), done*100/len(rows))
		}
	})
	if err != nil {
		return err
	}
	if len(got.Clashes) > 0 {
		return c.wrong(s, got.Clashes)
	}
	c.summary(s, organ.Name, rows, got.Added, got.Known)
	return nil
}

// wrong names every cell at fault; nothing was imported.
func (c *importRequestsCmd) wrong(s streams, faults []request.Fault) error {
	for _, f := range faults {
		fmt.Fprintf(s.err, "%s\n", f)
	}
	return fmt.Errorf("%s 有%d处要改，一行也没有导入。请按上面所说改好，再导入一次", c.File, len(faults))
}

// house opens the data folder; an empty one gets its first organ.
func (c *importRequestsCmd) house(ctx context.Context, s streams) (*house, error) {
	_, err := os.Stat(filepath.Join(c.dir(), "keys", "data.key"))
	if !errors.Is(err, fs.ErrNotExist) {
		return c.open(ctx, s)
	}
	h, err := c.create(ctx, s, time.Now)
	if err != nil {
		return nil, err
	}
	code := c.Organ
	if code == "" {
		code = firstOrgan
	}
	if err := found(ctx, h, s, code); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// summary says what came in, by year of receipt and by outcome, and how to go on.
func (c *importRequestsCmd) summary(s streams, organ string, rows []request.Old, added, known int) {
	fmt.Fprintf(s.out, "%s：导入%d件", organ, added)
	if known > 0 {
		fmt.Fprintf(s.out, "，已有%d件跳过", known)
	}
	fmt.Fprintln(s.out, "。")
	years, outcomes := map[int]int{}, map[string]int{}
	last := 0
	for _, r := range rows {
		years[r.On.Year()]++
		last = max(last, r.On.Year(), r.EndedOn.Year())
		name := "未办结"
		if r.Outcome != "" {
			name, _ = law.Label("ground", string(r.Outcome))
		}
		outcomes[name]++
	}
	fmt.Fprintln(s.out, "文件中的申请，按收到年份：")
	for _, y := range slices.Sorted(maps.Keys(years)) {
		fmt.Fprintf(s.out, "  %d年 %d件\n", y, years[y])
	}
	fmt.Fprintln(s.out, "按办理结果：")
	for _, name := range slices.Sorted(maps.Keys(outcomes)) {
		fmt.Fprintf(s.out, "  %s %d件\n", name, outcomes[name])
	}
	fmt.Fprintf(s.out, "核对表三请运行：gongkai report --year %d --data %s；未办结的已在工作台的待办里。\n", last, c.dir())
}
