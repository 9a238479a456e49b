package main

import (
	"context"
	"fmt"
	"strings"

	"gongkai/calendar"
	"gongkai/internal/conv"
	"gongkai/letter"
)

type importLettersCmd struct {
	place
	File  string `arg:"" help:"来信台账，.xlsx 或 .csv 文件。"`
	Organ string `help:"机关的代号；只有一个机关时可以不写。" placeholder:"CODE"`
}

// Help is the example.
func (importLettersCmd) Help() string {
	return `第一行是表头：` + strings.Join(letter.OldHeader, ",") + `
信箱：本机关信箱表里的名称或者代号，须有“导入”这一渠道，如省长信箱、12345热线。
类型：咨询、求助、投诉、举报、建议、感谢。还没有答复的，答复日期和答复内容都留空。
日期：2025-03-03、2025/3/3、2025年3月3日，或者电子表格的日期格。编码：UTF-8 或 GB18030。

要么全部导入，要么一封也不导入：有问题的格逐个列出。再导入一次，相同的跳过。
还没有答复的信接着在工作台里办，期限自收到之日起算。

例：gongkai import letters 来信台账.xlsx --data /srv/gongkai`
}

// Run reads the whole file before it writes anything; the mailboxes are those of
// the organ.
func (c *importLettersCmd) Run(ctx context.Context, s streams) error {
	table, err := conv.ReadRows(c.File, letter.OldHeader[0], []int{3, 7})
	if err != nil {
		return err
	}
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	g, err := h.organ(ctx, c.Organ)
	if err != nil {
		return err
	}
	boxes, err := h.office.MailboxesOf(ctx, g.ID)
	if err != nil {
		return err
	}
	rows, faults := letter.ReadOld(boxes, table.Cells, calendar.DayOf(clockOf(c.dir())()))
	if len(faults) > 0 {
		return c.refuse(s, faults)
	}
	if len(rows) == 0 {
		return fmt.Errorf("%s 只有表头，没有一封信", c.File)
	}
	fmt.Fprintf(s.err, "已读取%d件\n", len(rows))
	p := newMeter(s.err, len(rows))
	done, err := h.office.ImportLetters(ctx, g.ID, rows, p.at)
	p.end()
	if err != nil {
		return err
	}
	if len(done.Faults) > 0 {
		return c.refuse(s, done.Faults)
	}
	fmt.Fprintf(s.out, "%s：导入%d封，跳过%d封（先前已导入，内容相同）。\n", g.Name, done.Done, done.Skipped)
	for _, m := range boxes.Mailboxes {
		n, open := 0, 0
		for _, r := range rows {
			if r.Mailbox == m.Key {
				n++
				if r.AnsweredOn.IsZero() {
					open++
				}
			}
		}
		if n > 0 {
			fmt.Fprintf(s.out, "  %s%d封，未答复%d封\n", m.Name, n, open)
		}
	}
	if len(table.Unread) > 0 {
		fmt.Fprintf(s.out, "没有读取的工作表：%s\n", strings.Join(table.Unread, "、"))
	}
	return nil
}

func (c *importLettersCmd) refuse(s streams, faults []letter.Fault) error {
	for _, f := range faults {
		fmt.Fprintln(s.err, f)
	}
	return fmt.Errorf("%s 有%d处问题，一封也没有导入。请改好后再运行一次", c.File, len(faults))
}
