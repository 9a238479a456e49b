// Command gongkai is the whole product in one file: the public site, the desk,
// the ledger's proof and the annual report.
//
// Each subcommand has a file of its own; open.go is what they share: finding
// the data folder, upgrading its schema, loading its keys.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the command line. Help texts are for administrators.
type commands struct {
	Demo     demoCmd     `cmd:"" help:"建立并打开演示：岳阳市科学技术局的2019年。"`
	Serve    serveCmd    `cmd:"" help:"启动网站和工作台；空文件夹先开户。"`
	Report   reportCmd   `cmd:"" help:"由台账算出某一年的政府信息公开工作年度报告。"`
	Import   importCmd   `cmd:"" help:"导入旧台账：import requests 文件，import letters 文件。"`
	Export   exportCmd   `cmd:"" help:"导出：export site 文件夹，把整个网站写成文件。"`
	Check    checkCmd    `cmd:"" help:"发布前检查文字和文件：规范字、个人信息、用语、数字。"`
	Audit    auditCmd    `cmd:"" help:"审核各单位报来的年度报告：表格勾稽、上下年衔接、正文与表格。"`
	Verify   verifyCmd   `cmd:"" help:"重放台账，与数据逐条核对。"`
	Watch    watchCmd    `cmd:"" help:"把网站上的网页和附件与审核发布的内容逐字节比较一遍。"`
	Index    indexCmd    `cmd:"" help:"网站搜索的索引：index rebuild 重建。"`
	Workdays workdaysCmd `cmd:"" help:"从某日起数若干个工作日（含调休）。"`
	Clock    clockCmd    `cmd:"" help:"按案件经过计算依申请公开的答复期限。"`
	Bench    benchCmd    `cmd:"" help:"测量：搜索的质量和速度、发布的代价，随文章数的增长。"`
	Inspect  inspectCmd  `cmd:"" help:"按检查指标检查本机关的网站，或者任何一个网站。"`
}

// place says where the data is; every command that opens data has it.
type place struct {
	Data     string `help:"数据文件夹，默认 $GONGKAI_DATA，再默认 ./gongkai-data。" placeholder:"DIR"`
	Database string `help:"数据库地址，如 postgres://用户:密码@主机/库名；默认用数据文件夹里的 SQLite。" placeholder:"URL"`
}

// streams are where a command reads and writes, so that tests can stand there.
type streams struct {
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// exit is the code with which a command ends without more words.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// run is main without the process: it returns the exit code, 0 done, 1 not
// done with the reason on the error stream, 2 a command line that cannot be read.
func run(ctx context.Context, args []string, s streams) int {
	var c commands
	ended := -1
	parser, err := kong.New(&c, kong.Name("gongkai"), kong.Writers(s.out, s.err), kong.Bind(s),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Help(help), kong.ShortHelp(help),
		kong.Exit(func(code int) { ended = code; panic(exit(code)) }))
	if err != nil {
		panic(err) // the struct above is wrong; every test would see it
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	defer func() {
		if r := recover(); r != nil && r != any(exit(ended)) {
			panic(r)
		}
	}()
	parsed, err := parser.Parse(args)
	if ended >= 0 {
		return ended
	}
	if err != nil {
		fmt.Fprintf(s.err, "gongkai：命令没有写对：%s。用 gongkai --help 看用法。\n", sentence(err))
		return 2
	}
	err = parsed.Run(ctx, s)
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(s.err, "gongkai：%s\n", strings.TrimSuffix(err.Error(), "。")+"。")
	return 1
}
