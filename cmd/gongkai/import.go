package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/request"
)

// importCmd takes over what a bureau had before.
type importCmd struct {
	Requests importRequestsCmd `cmd:"" help:"导入依申请公开的旧台账（.xlsx 或 .csv）。"`
	Items    importItemsCmd    `cmd:"" help:"导入办事事项（.xlsx 或 .csv）。"`
	Letters  importLettersCmd  `cmd:"" help:"导入来信台账（.xlsx 或 .csv）。"`
	Visits   importVisitsCmd   `cmd:"" help:"导入网站的访问日志（combined 格式，可以是 .gz）。"`
}

type importRequestsCmd struct {
	place
	File  string `arg:"" help:"旧台账，.xlsx 或 .csv 文件。"`
	Organ string `help:"机关的代号；只有一个机关时可以不写。空文件夹以它开户，默认 default。" placeholder:"CODE"`
}

// Help is the example.
func (importRequestsCmd) Help() string {
	return `第一行是表头：` + strings.Join(request.OldHeader, ",") + `
渠道：网络、当面、邮寄、传真。申请人类型：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他。
办理结果：年度报告表三的行，认其编号，如 (一)予以公开、(三)4.、(六)其他处理；未办结的，结果和办结日期都留空。
日期：2025-03-03、2025/3/3、2025年3月3日，或者电子表格的日期格。编码：UTF-8 或 GB18030。

要么全部导入，要么一件也不导入：有问题的格逐个列出。再导入一次，相同的跳过。空文件夹会先开户。
导入的案件不补文书；未办结的接着在工作台里办，期限自收到之日起算。

例：gongkai import requests 旧台账.xlsx --data /srv/gongkai`
}

// Run reads the whole file before it touches the data.
func (c *importRequestsCmd) Run(ctx context.Context, s streams) error {
	table, err := conv.ReadRows(c.File, request.OldHeader[0], []int{1, 7})
	if err != nil {
		return err
	}
	today := calendar.DayOf(clockOf(c.dir())())
	rows, faults := request.ReadOld(table.Cells, today)
	if len(faults) > 0 {
		return c.refuse(s, faults)
	}
	if len(rows) == 0 {
		return fmt.Errorf("%s 只有表头，没有一件申请", c.File)
	}
	fmt.Fprintf(s.err, "已读取%d件\n", len(rows))
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
	p := newMeter(s.err, len(rows))
	done, err := h.office.ImportRequests(ctx, g.ID, rows, p.at)
	p.end()
	if err != nil {
		return err
	}
	if len(done.Faults) > 0 {
		return c.refuse(s, done.Faults)
	}
	c.summary(s.out, g, rows, done)
	if len(table.Unread) > 0 {
		fmt.Fprintf(s.out, "没有读取的工作表：%s\n", strings.Join(table.Unread, "、"))
	}
	return nil
}

func (c *importRequestsCmd) refuse(s streams, faults []request.Fault) error {
	for _, f := range faults {
		fmt.Fprintln(s.err, f)
	}
	return fmt.Errorf("%s 有%d处问题，一件也没有导入。请改好后再运行一次", c.File, len(faults))
}

// summary says what is in the file by the year of receipt, and what to do next.
func (c *importRequestsCmd) summary(w io.Writer, g people.Organ, rows []request.Old, done office.Import) {
	fmt.Fprintf(w, "%s：导入%d件，跳过%d件（先前已导入，内容相同）。\n", g.Name, done.Done, done.Skipped)
	years, ended, open := map[int]map[ledger.Code]int{}, map[int]bool{}, 0
	for _, r := range rows {
		y := r.On.Year()
		if years[y] == nil {
			years[y] = map[ledger.Code]int{}
		}
		years[y][r.Outcome]++
		if r.EndedOn.IsZero() {
			open++
		} else {
			ended[r.EndedOn.Year()] = true
		}
	}
	for _, y := range slices.Sorted(maps.Keys(years)) {
		var parts []string
		n := 0
		for _, t := range append(law.Terms("ground"), law.Term{Label: "未办结"}) {
			if k := years[y][ledger.Code(t.Key)]; k > 0 {
				n += k
				parts = append(parts, fmt.Sprintf("%s%d", t.Label, k))
			}
		}
		fmt.Fprintf(w, "  %d年收到%d件：%s\n", y, n, strings.Join(parts, "，"))
	}
	last := slices.Max(append(slices.Collect(maps.Keys(ended)), slices.Max(slices.Collect(maps.Keys(years)))))
	at := "--data " + c.dir()
	if c.Database != "" {
		at += " --database …"
	}
	fmt.Fprintf(w, "下一步：核对表三，gongkai report --year %d --organ %s %s\n", last, g.Token, at)
	if open > 0 {
		fmt.Fprintf(w, "        未办结的%d件在工作台的申请队列里，请转办到科室：gongkai serve %s\n", open, at)
	}
}

// meter tells how far a long work is: on a screen a few times a second in
// one line, elsewhere now and then in lines.
type meter struct {
	w      io.Writer
	total  int
	screen bool
	last   time.Time
	began  bool
}

func newMeter(w io.Writer, total int) *meter {
	return &meter{w: w, total: total, screen: terminal(w)}
}

func (p *meter) at(n int) {
	switch {
	case p.screen && (n == p.total || time.Since(p.last) > 250*time.Millisecond):
		fmt.Fprintf(p.w, "\r已写入%d/%d件", n, p.total)
		p.last, p.began = time.Now(), true
	case !p.screen && n%20_000 == 0:
		fmt.Fprintf(p.w, "已写入%d/%d件\n", n, p.total)
	}
}

func (p *meter) end() {
	if p.began {
		fmt.Fprintln(p.w)
	}
}
