package main

import (
	"fmt"
	"strconv"

	"gongkai/calendar"
)

type workdaysCmd struct {
	From string `arg:"" help:"起算日，如 2025-01-10；当日不算在内。"`
	N    string `arg:"" help:"工作日数，如 20。"`
}

// Help is the example.
func (workdaysCmd) Help() string {
	return `按国务院办公厅历年放假通知计算，含调休上班日。超出已发布的年份时，结果后面写“暂估”。

例：gongkai workdays 2025-01-10 20
   2025-02-13`
}

// Run prints the day.
func (c *workdaysCmd) Run(s streams) error {
	from, err := calendar.ParseDay(c.From)
	if err != nil {
		return fmt.Errorf("“%s”不是日期，应写成 2025-01-10 的样子", c.From)
	}
	n, err := strconv.Atoi(c.N)
	if err != nil || n < 0 || n > 10000 {
		return fmt.Errorf("“%s”不是工作日数，应写0到10000的整数", c.N)
	}
	d := calendar.China().AddWorkdays(from, n)
	if !d.Provisional {
		fmt.Fprintln(s.out, d.Day)
		return nil
	}
	years := calendar.China().Years()
	fmt.Fprintf(s.out, "%s（只有%d年至%d年的放假安排）\n", d, years[0].Year, years[len(years)-1].Year)
	return nil
}
