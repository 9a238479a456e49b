package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/extract"
)

type checkCmd struct {
	Files      []string `arg:"" name:"file" help:"要检查的文件：.txt .html .csv .docx .xlsx .pdf 和图片；文件夹查其中全部文件；- 为标准输入。"`
	Format     string   `help:"输出格式：text 文字，json 数据。" enum:"text,json" default:"text"`
	On         string   `help:"文字是哪一天的，按当日的名称和法律检查；默认今天。" placeholder:"DAY"`
	Words      []string `help:"本单位的用语表，可以写几个；可以改动、停用自带的条目。" placeholder:"FILE"`
	Characters []string `help:"本单位的例外用字（人名、地名、专业用字），一行一条：词语 | 理由。" placeholder:"FILE"`
}

// Help says what is looked for.
func (checkCmd) Help() string {
	return `发布前检查：不规范的字和标点（CH）、用语（WD）、个人信息（PD）、数字和引用（FG）、读不出的文件（FL）。
不连网，不改文件。拦截的应当改正后再发布，提醒的可能有错，请核对；提示的值得再看一眼。
有一处拦截，或者有文件读不到，退出码为1。规则逐条见 docs/rules/check.md。

例：gongkai check 通知.docx 名单.xlsx
   gongkai check 待发布/ --format json`
}

// findingLine is a line of the JSON.
type findingLine struct {
	File     string         `json:"file"`
	Line     int            `json:"line"`
	Column   int            `json:"column"`
	Where    string         `json:"where"`
	Rule     string         `json:"rule"`
	Found    string         `json:"found"`
	Suggest  string         `json:"suggest"`
	Severity check.Severity `json:"severity"`
	Message  string         `json:"message"`
}

// Run checks file after file. One that cannot be read is told of like any
// other fault, and the rest is checked all the same.
func (c *checkCmd) Run(s streams) error {
	checker, err := c.checker()
	if err != nil {
		return err
	}
	names, err := named(c.Files)
	if err != nil {
		return err
	}
	all, blocked := []findingLine{}, 0
	sum := summary{files: len(names)}
	unread := 0
	for _, name := range names {
		text := c.read(name)
		found := checker.Check(text)
		for _, f := range found {
			switch {
			case f.Rule == "FL-UNREAD":
				unread++
			case f.Severity == check.Block:
				blocked++
			}
			if c.Format == "json" {
				all = append(all, findingLine{name, f.Line, f.Column, f.Where, f.Rule, f.Found, f.Suggest, f.Severity, f.Message})
			}
		}
		if c.Format == "text" {
			sum.print(s.out, name, text, found)
		}
	}
	if c.Format == "json" {
		out := json.NewEncoder(s.out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		if err := out.Encode(all); err != nil {
			return err
		}
	} else {
		sum.end(s.out)
	}
	switch {
	case blocked > 0 && unread > 0:
		return fmt.Errorf("有%d处应当改正后再发布，另有%d处没有读出来、没有检查", blocked, unread)
	case unread > 0:
		return fmt.Errorf("有%d处没有读出来、没有检查", unread)
	case blocked > 0:
		return fmt.Errorf("有%d处应当改正后再发布", blocked)
	}
	return nil
}

// checker is made of the lists that come with the program and the given ones.
func (c *checkCmd) checker() (*check.Checker, error) {
	lists, on := check.Default(), calendar.DayOf(time.Now())
	for _, name := range c.Words {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("读不到用语表 %s", name)
		}
		terms, err := check.ParseWords(string(text))
		if err != nil {
			return nil, err
		}
		lists.Words = append(lists.Words, terms...)
	}
	for _, name := range c.Characters {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("读不到例外用字 %s", name)
		}
		lists.Characters += string(text) + "\n"
	}
	if c.On != "" {
		day, err := calendar.ParseDay(c.On)
		if err != nil {
			return nil, err
		}
		on = day
	}
	checker, err := check.New(lists)
	if err != nil {
		return nil, err
	}
	return checker.On(on), nil
}

// named are the files that were named; a folder stands for all that is in it, also what
// cannot be checked, so that nothing is passed silently. Hidden files are the
// machine's, not the bureau's.
func named(args []string) (out []string, err error) {
	for _, name := range args {
		st, err := os.Stat(name)
		if name == "-" || err != nil || !st.IsDir() {
			out = append(out, name)
			continue
		}
		err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				out = append(out, path) // its reading says why
			case path != name && strings.HasPrefix(d.Name(), ".") && d.IsDir():
				return filepath.SkipDir
			case !d.IsDir() && !strings.HasPrefix(d.Name(), "."):
				out = append(out, path)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("读不到文件夹 %s", name)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("文件夹里没有文件")
	}
	return out, nil
}

// read takes a file, or standard input, which is a page if it begins like one.
func (c *checkCmd) read(name string) check.Text {
	text, err := func() (check.Text, error) {
		if name == "-" {
			b, err := io.ReadAll(os.Stdin)
			if err != nil {
				return check.Text{}, err
			}
			kind := "-.txt"
			if strings.HasPrefix(strings.TrimLeft(string(b[:min(len(b), 256)]), "\ufeff \t\r\n"), "<") {
				kind = "-.html"
			}
			return extract.Read(kind, bytes.NewReader(b), int64(len(b)))
		}
		f, err := os.Open(name)
		if err != nil {
			return check.Text{}, err
		}
		defer f.Close()
		st, err := f.Stat()
		if err != nil {
			return check.Text{}, err
		}
		if !st.Mode().IsRegular() {
			return check.Text{}, fs.ErrInvalid
		}
		return extract.Read(name, f, st.Size())
	}()
	if err != nil {
		why := "读不到文件 " + name
		switch {
		case errors.Is(err, fs.ErrNotExist):
			why += "：没有这个文件"
		case errors.Is(err, fs.ErrPermission):
			why += "：没有读取的权限"
		}
		return check.Text{Unread: []check.Unread{{Words: why}}}
	}
	return text
}
