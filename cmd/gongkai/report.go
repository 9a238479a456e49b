package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"os"

	"gongkai/internal/office"
	"gongkai/ledger"
)

type reportCmd struct {
	place
	Year    int    `required:"" help:"年度，如 2019。"`
	Organ   string `help:"机关的代号；只有一个机关时可以不写。" placeholder:"CODE"`
	Form    string `help:"表格的格式：2019 或 2021；默认按年度。" placeholder:"FORM"`
	Website bool   `help:"政府网站工作年度报表，而不是年度报告。"`
	Format  string `help:"输出：text、json、html、docx；网站报表为 text、json、html、xlsx。" default:"text" enum:"text,json,html,docx,xlsx" placeholder:"FORMAT"`
	Out     string `help:"写入这个文件，默认写到屏幕。" placeholder:"FILE"`
}

// Help is the example.
func (reportCmd) Help() string {
	return `每个数字都由台账里的记录得出；json 的形状见 docs/report.schema.json。已冻结的年度按冻结时的台账计算。

例：gongkai report --year 2019 --format json --data ./gongkai-data
   gongkai report --year 2019 --format docx --out 2019年报.docx
   gongkai report --year 2019 --website --format xlsx --out 2019网站报表.xlsx`
}

// Run computes the report from the ledger and writes it.
func (c *reportCmd) Run(ctx context.Context, s streams) (err error) {
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	g, err := h.organ(ctx, c.Organ)
	if err != nil {
		return err
	}
	if c.Website && c.Format == "docx" || !c.Website && c.Format == "xlsx" {
		return fmt.Errorf("没有这种输出：年度报告有 text、json、html、docx，网站报表有 text、json、html、xlsx")
	}
	w := s.out
	if c.Out != "" {
		f, err := os.Create(c.Out)
		if err != nil {
			return fmt.Errorf("写不了文件：%w", err)
		}
		defer func() {
			if e := f.Close(); err == nil && e != nil {
				err = fmt.Errorf("写不了文件：%w", e)
			}
		}()
		w = f
	} else if (c.Format == "docx" || c.Format == "xlsx") && terminal(s.out) {
		return fmt.Errorf("%s 不能显示在屏幕上。请加 --out 文件名.%s", c.Format, c.Format)
	}
	if c.Website {
		return c.website(ctx, h.office, g.ID, w)
	}
	v, err := h.office.ReportOf(ctx, g.ID, c.Year, c.Form)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		b, err := v.Sheet.JSON(v.Checks)
		if err != nil {
			return err
		}
		_, err = w.Write(append(b, '\n'))
		return err
	case "html":
		return writePage(w, v.Title(), v.Sheet.HTML(v.Words(), nil))
	case "docx":
		return h.office.ReportDocxOf(ctx, g.ID, c.Year, c.Form, w)
	}
	_, err = io.WriteString(w, v.Sheet.Text(v.Checks))
	return err
}

// website writes the yearly form of the site.
func (c *reportCmd) website(ctx context.Context, o *office.Office, organ ledger.ID, w io.Writer) error {
	if c.Format == "xlsx" {
		return o.WebsiteXLSXOf(ctx, organ, c.Year, w)
	}
	v, err := o.WebsiteOf(ctx, organ, c.Year)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		b, err := v.Sheet.JSON(v.Checks)
		if err != nil {
			return err
		}
		_, err = w.Write(append(b, '\n'))
		return err
	case "html":
		return writePage(w, v.Title(), v.Sheet.HTML())
	}
	_, err = io.WriteString(w, v.Sheet.Text(v.Checks))
	return err
}

// writePage is a yearly product as a page of its own, that prints as it stands.
func writePage(w io.Writer, title, body string) error {
	title = html.EscapeString(title)
	_, err := fmt.Fprintf(w, `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>%s</title>
<style>
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.8 "Source Han Serif SC", "Noto Serif CJK SC", SimSun, serif; color: #1b1b1a }
h1 { text-align: center; font-size: 26px } h2 { font-size: 20px } p { text-indent: 2em; margin: .4em 0 } .right { text-align: right; text-indent: 0 }
table { width: 100%%; border-collapse: collapse; margin: 1em 0; font-size: 14px; font-variant-numeric: tabular-nums }
th, td { border: 1px solid #1b1b1a; padding: .2em .4em; font-weight: normal } td { text-align: right }
</style>
<h1>%s</h1>
%s</html>
`, title, title, body)
	return err
}

// terminal says whether w is a screen.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	i, err := f.Stat()
	return err == nil && i.Mode()&os.ModeCharDevice != 0
}
