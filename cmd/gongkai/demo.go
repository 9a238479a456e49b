package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"gongkai/internal/demo"
)

// Marks in the data folder of a demonstration.
const (
	demoMark     = "demo"          // built; holds the instant at which its clock stands
	demoBuilding = "demo.building" // being built; what is found with it is begun anew
)

type demoCmd struct {
	place
	Listen string `help:"监听地址。" default:"127.0.0.1:8080" placeholder:"ADDR"`
	Build  bool   `help:"只建立数据，不启动网站。"`
}

// Help is the example.
func (demoCmd) Help() string {
	return `各篇信息由经办人起草、提交，由办公室主任发布，年度报告由台账得出；和真实使用走同一条路。
不写 --data 时用临时文件夹，停止后删去；写了 --data 时留下，第二次启动不再重建。

例：gongkai demo
   gongkai demo --data ./yanshi --listen 127.0.0.1:8081`
}

// Run builds the demonstration, unless it is there, and serves it.
func (c *demoCmd) Run(ctx context.Context, s streams) (err error) {
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	kept := c.Data != ""
	if !kept {
		if c.Data, err = os.MkdirTemp("", "gongkai-demo-"); err != nil {
			return fmt.Errorf("建不了临时文件夹：%w。请用 --data 指明一个", err)
		}
		defer os.RemoveAll(c.Data)
	}
	began := time.Now()
	h, err := c.build(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	fmt.Fprintf(s.err, "演示数据就绪，用时 %.1f 秒，在 %s\n", time.Since(began).Seconds(), c.Data)
	if c.Build {
		return nil
	}
	if err := c.announce(ctx, s.out, h, l.Addr().String()); err != nil {
		return err
	}
	return h.serve(ctx, l, service{watching: watching{WatchEvery: time.Hour}})
}

// build opens the folder's demonstration, or makes it. One that was cut off
// while it was made is made anew; real data is never touched.
func (c *demoCmd) build(ctx context.Context, s streams) (*house, error) {
	mark, building := filepath.Join(c.Data, demoMark), filepath.Join(c.Data, demoBuilding)
	if exists(mark) {
		return c.open(ctx, s)
	}
	if exists(building) {
		for _, name := range []string{"gongkai.db", "gongkai.db-wal", "gongkai.db-shm", "files", "keys"} {
			if err := os.RemoveAll(filepath.Join(c.Data, name)); err != nil {
				return nil, fmt.Errorf("清不掉上次没有建完的演示：%w", err)
			}
		}
	} else if exists(filepath.Join(c.Data, "keys")) || exists(filepath.Join(c.Data, "gongkai.db")) {
		return nil, fmt.Errorf("数据文件夹 %s 里已有不是演示的数据。请换一个空文件夹", c.Data)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("建不了数据文件夹：%w", err)
	}
	if err := os.WriteFile(building, nil, 0o600); err != nil {
		return nil, fmt.Errorf("写不了数据文件夹：%w", err)
	}
	var clock demo.Clock
	h, err := c.create(ctx, s, clock.Now)
	if err != nil {
		return nil, err
	}
	if organs, err := h.office.Sites(ctx); err != nil || len(organs) > 0 {
		h.Close()
		return nil, errors.Join(err, errors.New("这个数据库里已有数据。演示请用空的数据库"))
	}
	if err := demo.Build(ctx, h.office, &clock, progress(s.err)); err != nil {
		h.Close()
		return nil, err
	}
	clock.Run(demo.Ended)
	if err := os.WriteFile(building, []byte(demo.Ended.Format(time.RFC3339)+"\n"), 0o600); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	if err := os.Rename(building, mark); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// announce prints where to look and with which accounts.
func (c *demoCmd) announce(ctx context.Context, w io.Writer, h *house, addr string) error {
	g, err := h.organ(ctx, demo.Token)
	if err != nil {
		return err
	}
	v, err := h.office.ReportOf(ctx, g.ID, 2019, "")
	if err != nil {
		return err
	}
	base := "http://" + addr + "/" + g.Token
	fmt.Fprintf(w, "\n  网站    %s/\n  工作台  %s/desk/\n  年报    %s/a/%s  公开的一页\n          %s/desk/report/2019  登录后，每个数字可以点开\n\n",
		base, base, base, v.Report.Article, base)
	fmt.Fprintf(w, "  演示账号，密码都是 %s\n", demo.Password)
	for _, a := range demo.Accounts() {
		fmt.Fprintf(w, "    %-8s %s：%s\n", a.Login, a.Post, a.Does)
	}
	fmt.Fprintf(w, "\n  可以这样试：用 gxjs 写一篇并提交，kezhang、baomi、zhuren、fenguan 依次审核（政策文件另有 fazhi），最后在网站上看到它\n")
	fmt.Fprintf(w, "\n  按 Ctrl-C 停止\n")
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// progress shows how far the building is: one line that is written over on a
// screen, a line each tenth elsewhere.
func progress(w io.Writer) func(done, of int, what string) {
	screen, last := terminal(w), -1
	return func(done, of int, what string) {
		switch tenth := 10 * done / max(of, 1); {
		case screen && done == of:
			fmt.Fprintf(w, "\r\x1b[K建立演示数据 %d/%d\n", done, of)
		case screen:
			fmt.Fprintf(w, "\r\x1b[K建立演示数据 %d/%d  %s", done, of, short(what, 30))
		case tenth != last:
			last = tenth
			fmt.Fprintf(w, "建立演示数据 %d/%d  %s\n", done, of, short(what, 30))
		}
	}
}

func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
