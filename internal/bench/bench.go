// Package bench measures the product (gongkai bench): how well and how fast its
// search finds, what serving and publishing cost, and how that grows with what an
// installation holds. Each benchmark compares two things in one run, so that its
// ratios hold on any machine; the figures of one machine stand in
// docs/benchmarks.md.
//
// corpus.go makes the texts and fill.go puts them into an installation;
// queries.txt has what people type, judge.go gives marks. A benchmark is a
// function in the list All.
package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"gongkai/internal/demo"
	"gongkai/internal/office"
)

// Row is one comparison: what was measured here and beside it.
type Row struct {
	Name         string
	Ours, Theirs float64
	Unit         string
	Ratio        float64 // as wanted: of Ours to Theirs, or the other way round
	Want         string  // what was asked for, in words
}

// Result is what a benchmark found.
type Result struct {
	Rows   []Row
	Curves []Curve
}

// Bench is one benchmark. It says each figure aloud as soon as it is there.
type Bench struct {
	Name, About string
	Run         func(context.Context, *Env) (Result, error)
}

// All are the benchmarks in the order in which they run.
var All = []Bench{
	{"quality", "搜索质量：评判过的查询，与 LIKE、二元切分并排", quality},
	{"search", "搜索速度：随文章数的增长，与 LIKE 并排", speed},
	{"publish", "发布一篇的代价：文章最少时和最多时，轮流测量", publishing},
	{"serve", "从内存送出网页，访问照计：与 nginx 送同样的字节并排", serving},
	{"mirror", "静态镜像：整个网站写成文件，按处理器用时", mirroring},
}

// Searcher is the search that is measured. Put adds texts, Done tells that no
// more come, Find answers with the keys of the first page.
type Searcher interface {
	Put(context.Context, []Text) error
	Done(context.Context) error
	Find(ctx context.Context, typed string) ([]string, error)
	Size() int64
	Close() error
}

// Env is where benchmarks run. Open opens an installation in a folder, with the
// clock that is given.
type Env struct {
	Dir   string // what is filled stays in it, for the next time
	Sizes []int  // numbers of articles, growing
	Out   io.Writer
	// Search begins an empty index in a folder; nil where the build has no index,
	// and LIKE alone is measured.
	Search func(ctx context.Context, dir string) (Searcher, error)
	// Mirror writes the site into a folder and says how many pages it has.
	Mirror func(ctx context.Context, o *office.Office, dir string) (int, error)
	Open   func(ctx context.Context, dir string, now func() time.Time) (*office.Office, func() error, error)
	// Serve puts an opened installation on the loopback as gongkai serve does, and
	// answers with its address; at the end all visits are written.
	Serve func(context.Context, *office.Office) (string, func() error, error)
}

// Say prints a line.
func (e *Env) Say(format string, args ...any) { fmt.Fprintf(e.Out, format+"\n", args...) }

// filledMark is in the folder of an installation that was filled to the end.
const filledMark = "filled"

// Filled opens an installation of n articles, and fills it first where that was
// not done yet.
func (e *Env) Filled(ctx context.Context, n int) (*office.Office, func() error, error) {
	dir := fmt.Sprintf("%s/articles-%d", e.Dir, n)
	var clock demo.Clock
	clock.Run(Today().Start().Add(10 * time.Hour))
	if _, err := os.Stat(dir + "/" + filledMark); err == nil {
		return e.Open(ctx, dir, clock.Now)
	}
	if err := os.RemoveAll(dir); err != nil { // it was cut off
		return nil, nil, err
	}
	o, end, err := e.Open(ctx, dir, clock.Now)
	if err != nil {
		return nil, nil, err
	}
	began, tenth := time.Now(), 0
	_, err = Fill(ctx, o, &clock, NewCorpus(6, n), func(done, of int) {
		if t := 10 * done / of; t > tenth {
			tenth = t
			e.Say("  写入 %d/%d 篇，%.0f 秒", done, of, time.Since(began).Seconds())
		}
	})
	if err == nil {
		err = os.WriteFile(dir+"/"+filledMark, nil, 0o600)
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return o, end, nil
}

// Run runs the benchmarks of these names, all where there are none, and writes
// the growth curves as plots into the folder plots.
func Run(ctx context.Context, e *Env, plots string, names ...string) error {
	e.Say("%s %s/%s，%d 核，%s", time.Now().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), machine())
	for _, b := range All {
		if len(names) > 0 && !slices.Contains(names, b.Name) {
			continue
		}
		e.Say("\n%s", b.About)
		r, err := b.Run(ctx, e)
		if err != nil {
			return fmt.Errorf("%s: %w", b.Name, err)
		}
		for _, x := range r.Rows {
			e.Say("  %s：%.4g %s，对照 %.4g %s，比值 %.2f（%s）", x.Name, x.Ours, x.Unit, x.Theirs, x.Unit, x.Ratio, x.Want)
		}
		for i, c := range r.Curves {
			name := fmt.Sprintf("%s/%s-%d.svg", plots, b.Name, i+1)
			if err := os.WriteFile(name, []byte(c.SVG()), 0o644); err != nil {
				return err
			}
			e.Say("  图：%s（%s）", name, c.Title)
		}
	}
	return nil
}

// machine is the processor and the load, where the system tells.
func machine() string {
	name := "处理器不详"
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == "model name" {
			name = strings.TrimSpace(v)
			break
		}
	}
	load, _ := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(load)); len(f) > 2 {
		name += "，负载 " + strings.Join(f[:3], " ")
	}
	return name
}
