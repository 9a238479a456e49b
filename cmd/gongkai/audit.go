package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongkai/audit"
)

type auditCmd struct {
	Files    []string `arg:"" name:"file" help:"年度报告：.txt .html .docx .xlsx .csv .pdf；文件夹查其中全部文件。"`
	Previous []string `help:"上一年度的报告，用来核对结转和雷同；几个单位的可以写几次。" placeholder:"FILE"`
	Whole    string   `help:"汇总的报告（如市政府的）；核对它的表三、表四是不是各单位之和。" placeholder:"FILE"`
	Format   string   `help:"输出格式：text 文字，json 数据。" enum:"text,json" default:"text"`
}

// Help says what is looked for.
func (auditCmd) Help() string {
	return `审核各单位的政府信息公开工作年度报告：六个部分、三张表及其勾稽关系、与上年的衔接、
正文与表格是否一致、统计期限、引用的格式、与上年是否雷同。不连网，不改文件。
hard 必须改正，soft 请核对，alert 是日期等提醒。有一处 hard，退出码为1。规则逐条见 docs/rules/audit.md。

例：gongkai audit 各单位年报/ --format json
   gongkai audit 2024年报.docx --previous 2023年报.html
   gongkai audit 各局年报/ --whole 市政府年报.docx`
}

// Run audits report after report. With several reports, each is compared with
// the previous one of its own body.
func (c *auditCmd) Run(s streams) error {
	names, err := named(c.Files)
	if err != nil {
		return err
	}
	var previous []audit.Report
	for _, name := range c.Previous {
		p := audit.Read((&checkCmd{}).read(name))
		if len(p.Unread) > 0 && len(p.Cells) == 0 {
			return errors.New(strings.TrimSuffix(p.Unread[0], "。"))
		}
		previous = append(previous, p)
	}
	all, hard := []audit.Result{}, 0
	var parts []audit.Report
	for _, name := range names {
		r := audit.Read((&checkCmd{}).read(name))
		parts = append(parts, r)
		found := audit.Audit(r, r.Before(previous, len(names) == 1))
		hard += audit.Failed(found)
		all = append(all, audit.ResultOf(name, r, found))
	}
	if c.Whole != "" {
		r := audit.Read((&checkCmd{}).read(c.Whole))
		found := append(audit.Audit(r, r.Before(previous, false)), audit.Roll(r, parts)...)
		hard += audit.Failed(found)
		all = append(all, audit.ResultOf(c.Whole, r, found))
	}
	if c.Format == "json" {
		out := json.NewEncoder(s.out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		if err := out.Encode(all); err != nil {
			return err
		}
	} else {
		for _, r := range all {
			printAudit(s.out, r)
		}
	}
	if hard > 0 {
		return fmt.Errorf("有%d处必须改正", hard)
	}
	return nil
}

// printAudit writes what is to be returned to a body, for people.
func printAudit(w io.Writer, r audit.Result) {
	year, form := "年度不明", ""
	if r.Year != nil {
		year = fmt.Sprintf("%d年度", *r.Year)
	}
	if r.Form != nil {
		form = "，" + *r.Form + "年格式"
	}
	body := r.Body
	if body == "" {
		body = "单位不明"
	}
	fmt.Fprintf(w, "%s（%s，%s%s）\n", r.File, body, year, form)
	for _, f := range r.Findings {
		fmt.Fprintf(w, "  %-5s %-9s %s：%s\n", f.Severity, f.Rule, f.Where, f.Message)
	}
	if len(r.Findings) == 0 {
		fmt.Fprintln(w, "  没有发现问题")
	}
}
