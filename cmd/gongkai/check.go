package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/extract"
)

type checkCmd struct {
	Files  []string `arg:"" name:"file" help:"要检查的文件：.txt .html .docx .xlsx .pdf。"`
	Format string   `help:"输出格式：text 文字，json 数据。" enum:"text,json" default:"text"`
	On     string   `help:"文字是哪一天的，按当日的名称和法律检查；默认今天。" placeholder:"DAY"`
	Words  []string `help:"本单位的用语表，可以写几个；可以改动、停用自带的条目。" placeholder:"FILE"`
}

// Help says what is looked for.
func (checkCmd) Help() string {
	return `发布前检查：不规范的字和标点（CH）、用语（WD）、个人信息（PD）、数字和引用（FG）、读不出的文件（FL）。
不连网，不改文件。有一处需要拦截的，退出码为1。规则逐条见 docs/rules/check.md。`
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

// Run checks file after file.
func (c *checkCmd) Run(s streams) error {
	checker, err := c.checker()
	if err != nil {
		return err
	}
	all := []findingLine{}
	blocked := 0
	for _, name := range c.Files {
		text, err := readFile(name)
		if err != nil {
			return err
		}
		for _, f := range checker.Check(text) {
			all = append(all, findingLine{name, f.Line, f.Column, f.Where, f.Rule, f.Found, f.Suggest, f.Severity, f.Message})
			if f.Severity == check.Block {
				blocked++
			}
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
		printFound(s, all)
	}
	if blocked > 0 {
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

func printFound(s streams, all []findingLine) {
	for _, f := range all {
		place := fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Column)
		if f.Where != "" {
			place = f.File + " " + f.Where
		}
		fmt.Fprintf(s.out, "%s %s %s “%s” %s\n", place, f.Severity.Name(), f.Rule, f.Found, f.Message)
	}
	if len(all) == 0 {
		fmt.Fprintln(s.out, "没有发现问题。")
	}
}

func readFile(name string) (check.Text, error) {
	f, err := os.Open(name)
	if err != nil {
		return check.Text{}, fmt.Errorf("读不到文件 %s", name)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return check.Text{}, err
	}
	if st.IsDir() {
		return check.Text{}, fmt.Errorf("%s 是文件夹，请写出文件", name)
	}
	return extract.Read(name, f, st.Size())
}
