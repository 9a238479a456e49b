package bench

import (
	"context"
	"errors"
	"os"
)

// mirroring writes the whole site as files, twice, and counts pages by processor
// time, so that the ratio holds beside other work.
func mirroring(ctx context.Context, e *Env) (r Result, err error) {
	n := e.Sizes[len(e.Sizes)-1]
	o, end, err := e.Filled(ctx, n)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, end()) }()
	dir, err := os.MkdirTemp(e.Dir, "mirror-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"静态镜像，每核每秒的页数：第一次", "静态镜像，每核每秒的页数：没有变化时"} {
		began := processor(os.Getpid())
		pages, err := e.Mirror(ctx, o, dir)
		if err != nil {
			return r, err
		}
		rate := float64(pages) / (processor(os.Getpid()) - began).Seconds()
		r.Rows = append(r.Rows, Row{Name: name, Ours: rate, Theirs: 2000, Unit: "页", Ratio: rate / 2000, Want: "不少于2000页"})
	}
	return r, nil
}
