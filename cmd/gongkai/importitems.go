package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"gongkai/internal/office"
)

type importItemsCmd struct {
	place
	File     string `arg:"" optional:"" help:"事项表，.xlsx 或 .csv 文件。"`
	Template string `help:"不导入，把空表写到这个文件。" placeholder:"FILE.xlsx"`
	Organ    string `help:"机关的代号；只有一个机关时可以不写。" placeholder:"CODE"`
}

// Help is the example.
func (importItemsCmd) Help() string {
	return `先写出空表，照表头填写；没有的栏可以删去，次序可以换。科室写全名。
申请材料一行一份，办理流程一行一个环节，各项用“｜”隔开。“填写项”表写网上和窗口要问的内容，一行一项；表里没有写到的事项，原有的填写项不变。
要么全部导入，要么一项也不导入：有问题的格逐个列出。导入的是草稿，由另一位工作人员在工作台审核生效。
再导入一次，相同的跳过，改过的另成一版草稿。

例：gongkai import items --template 事项.xlsx
    gongkai import items 事项.xlsx --data /srv/gongkai`
}

// Run reads the whole file before it touches the data.
func (c *importItemsCmd) Run(ctx context.Context, s streams) error {
	if c.Template != "" {
		b, err := office.GuideTemplate()
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.Template, b, 0o644); err != nil {
			return fmt.Errorf("写不了文件 %s：%w", c.Template, err)
		}
		fmt.Fprintf(s.out, "空表已写到 %s\n", c.Template)
		return nil
	}
	if c.File == "" {
		return fmt.Errorf("请写明要导入的文件，或者用 --template 写出空表")
	}
	table, err := office.ReadGuideTable(c.File)
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
	done, err := h.office.ImportItems(ctx, g.ID, table)
	if err != nil {
		return err
	}
	if len(done.Faults) > 0 {
		for _, f := range done.Faults {
			fmt.Fprintln(s.err, f)
		}
		return fmt.Errorf("%s 有%d处问题，一项也没有导入。请改好后再运行一次", c.File, len(done.Faults))
	}
	fmt.Fprintf(s.out, "%s：新事项%d项，改动%d项，跳过%d项（内容相同）。请在工作台的“办事事项”里审核生效。\n", g.Name, done.New, done.Changed, done.Same)
	if len(table.Unread) > 0 {
		fmt.Fprintf(s.out, "没有读取的工作表：%s\n", strings.Join(table.Unread, "、"))
	}
	return nil
}
