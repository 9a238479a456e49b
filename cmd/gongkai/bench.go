package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"gongkai/internal/bench"
	"gongkai/internal/mailin"
	"gongkai/internal/mirror"
	"gongkai/internal/office"
	"gongkai/internal/visits"
	"gongkai/internal/web/wire"
)

type benchCmd struct {
	Only  []string `help:"只做这几项，以逗号分开：quality、search、publish、serve、mirror。" placeholder:"NAMES"`
	Sizes []int    `help:"文章数，由少到多。" default:"10000,25000,50000,100000" placeholder:"N,N"`
	Data  string   `help:"放测试数据的文件夹，下次可以接着用；默认用临时文件夹，做完删去。" placeholder:"DIR"`
	Plots string   `help:"增长曲线图放在哪个文件夹。" default:"." placeholder:"DIR"`
}

// Help is the example.
func (benchCmd) Help() string {
	return `每一项都在同一次运行里与另一种做法并排测量；比值可以比，数字只对这台机器算数。
写入十万篇文章要几分钟、约 2 GB；结果见 docs/benchmarks.md。

例：gongkai bench --only quality
   gongkai bench --sizes 10000,100000 --data /var/tmp/gongkai-bench`
}

// Run measures.
func (c *benchCmd) Run(ctx context.Context, s streams) error {
	if c.Data == "" {
		dir, err := os.MkdirTemp("", "gongkai-bench-")
		if err != nil {
			return fmt.Errorf("建不了临时文件夹：%w。请用 --data 指明一个", err)
		}
		defer os.RemoveAll(dir)
		c.Data = dir
	}
	houses := map[*office.Office]*house{}
	e := &bench.Env{Dir: c.Data, Sizes: c.Sizes, Out: s.out, Search: bench.NewSearch,
		Mirror: func(ctx context.Context, o *office.Office, dir string) (int, error) {
			organs, err := o.Sites(ctx)
			if err != nil {
				return 0, err
			}
			h := &house{office: o, log: slog.New(slog.NewTextHandler(s.err, nil))}
			done, err := mirror.Write(ctx, dir, h.mirrored(organs, ""), func(int) {})
			return done.Pages, err
		},
		Open: func(ctx context.Context, dir string, now func() time.Time) (*office.Office, func() error, error) {
			h, err := place{Data: dir}.create(ctx, s, now)
			if err != nil {
				return nil, nil, err
			}
			houses[h.office] = h
			return h.office, h.Close, nil
		},
		Serve: func(ctx context.Context, o *office.Office) (string, func() error, error) { return houses[o].bare(ctx) }}
	return bench.Run(ctx, e, c.Plots, c.Only...)
}

// bare answers and counts as serve does, without the timed work beside it.
func (h *house) bare(ctx context.Context) (string, func() error, error) {
	l, err := listen("127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	tuned()
	counter := visits.New(h.office, nil, h.log)
	srv := h.server(h.handler(front{}, false, &mailin.Reader{Office: h.office, Log: h.log}, counter))
	counting, end := context.WithCancel(ctx)
	var run sync.WaitGroup
	run.Go(func() { counter.Run(counting, flushEvery) })
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(wire.Listener{Listener: l}) }()
	return "http://" + l.Addr().String(), func() error {
		err := srv.Shutdown(ctx)
		end()
		run.Wait()
		if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		return err
	}, nil
}
