package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

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
     ref 区分同时进行的几次征求意见，served 是对方收到的日期。事件按日期计算，同一天的按所写的先后。
尚未确认、等待补正或者等待缴费时没有届满之日（null）；放假安排未发布的年份为暂估（provisional）。
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
	script, err := readScript(text)
	if err != nil {
		return fmt.Errorf("%s 的内容不对：%w", c.File, err)
	}
	cal := calendar.China()
	r, err := script.Life(asof, cal)
	if no, ok := refusal.As(err); ok {
		return fmt.Errorf("%s〔%s〕", strings.TrimSuffix(no.Words(), "。"), no.Rule)
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

// readScript reads the JSON of a case, and says in words where it cannot.
func readScript(text []byte) (script request.Script, err error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(text) {
		return script, errors.New("不是 UTF-8 编码（可能是 GBK 或 UTF-16），请另存为 UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err = d.Decode(&script); err == nil {
		if _, err = d.Token(); err == io.EOF {
			return script, nil
		}
		return script, errors.New("案件写完以后还有多余的内容，一个文件只写一件")
	}
	line := func(at int64) int { return 1 + bytes.Count(text[:min(at, int64(len(text)))], []byte("\n")) }
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	field, unknown := strings.CutPrefix(err.Error(), "json: unknown field ")
	switch {
	case errors.As(err, &syntax):
		return script, fmt.Errorf("第%d行不是 JSON，请检查括号、逗号和引号", line(syntax.Offset))
	case errors.As(err, &kind) && kind.Field == "":
		return script, errors.New("整个文件应是一件案件，写在一对大括号里")
	case errors.As(err, &kind):
		return script, fmt.Errorf("第%d行的“%s”类型不对，请按 gongkai clock --help 的例子写", line(kind.Offset), kind.Field)
	case unknown:
		return script, fmt.Errorf("不认识的字段“%s”", strings.Trim(field, `"`))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return script, errors.New("文件是空的，或者没有写完")
	}
	return script, fmt.Errorf("第%d行附近：%w", line(d.InputOffset()), err)
}
