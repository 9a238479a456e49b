package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"gongkai/calendar"
	"gongkai/refusal"
	"gongkai/request"
)

type clockCmd struct {
	File string `arg:"" help:"案件经过，JSON 文件。"`
	Asof string `help:"截至哪一天，如 2025-03-20；不写为今天。" placeholder:"DAY"`
}

// Help is the example.
func (clockCmd) Help() string {
	return `按案件经过计算答复期限：收到之日、期限届满之日、暂停与重新计算的各段、已用和剩余的工作日。

例：gongkai clock case.json --asof 2025-03-20
   {"channel":"web","events":[{"on":"2025-03-03","event":"received"},{"on":"2025-03-03","event":"confirmed"},
    {"on":"2025-03-10","event":"consulted","served":"2025-03-11"},{"on":"2025-03-24","event":"heard"}]}

渠道：web counter post-signed post fax。
事件：received confirmed clarified supplemented consulted heard extended(days) charged paid answered withdrawn；
     ref 区分同时进行的几次征求意见，served 是对方收到的日期。
法律不允许的经过会被拒绝并写明规则编号，退出码为1。`
}

// Run prints the clock as JSON.
func (c *clockCmd) Run(s streams) error {
	asof := calendar.DayOf(time.Now())
	if c.Asof != "" {
		var err error
		if asof, err = calendar.ParseDay(c.Asof); err != nil {
			return fmt.Errorf("“%s”不是日期，应写成 2025-03-20 的样子", c.Asof)
		}
	}
	text, err := os.ReadFile(c.File)
	if err != nil {
		return fmt.Errorf("读不到文件 %s", c.File)
	}
	var script request.Script
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	d.DisallowUnknownFields()
	if err := d.Decode(&script); err != nil {
		return fmt.Errorf("%s 的内容不对：%v", c.File, err)
	}
	cal := calendar.China()
	r, err := script.Life(asof, cal)
	if no, ok := refusal.As(err); ok {
		return fmt.Errorf("%s〔%s〕", no.Words(), no.Rule)
	}
	if err != nil {
		return err
	}
	out, err := json.MarshalIndent(r.Clock(asof, cal), "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, string(out))
	return nil
}
