package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"gongkai/internal/office"
	"gongkai/internal/watch"
	"gongkai/internal/web/public"
)

// watching says how a serving process watches its own site.
type watching struct {
	WatchURL   string        `name:"watch-url" env:"GONGKAI_WATCH_URL" help:"巡查哪个地址的网站，如公众访问的 https://www.example.gov.cn；默认是自己的监听地址。" placeholder:"URL"`
	WatchEvery time.Duration `env:"GONGKAI_WATCH_EVERY" help:"每隔多久把网站巡查一遍；0 不巡查。" default:"1h"`
}

// pace leaves four fifths of the time to visitors.
const pace = 250 * time.Millisecond

// watcher watches the address that was given, or the one that is listened on.
func (c watching) watcher(h *house, own net.Addr) (*watch.Watcher, error) {
	site := c.WatchURL
	if site == "" {
		at, ok := own.(*net.TCPAddr)
		if !ok {
			return nil, fmt.Errorf("不知道网站的地址，请用 --watch-url 写明")
		}
		host := at.IP.String()
		if at.IP.IsUnspecified() {
			host = "127.0.0.1"
		}
		site = "http://" + net.JoinHostPort(host, fmt.Sprint(at.Port))
	}
	return watch.New(h.office, public.Approved(h.office, h.log), site, watch.Options{Pace: pace, Log: h.log})
}

type watchCmd struct {
	place
	URL   string        `help:"网站的地址，如 http://127.0.0.1:8080 或公众访问的 https://www.example.gov.cn。" required:"" placeholder:"URL"`
	Organ string        `help:"只巡查这个机关；默认巡查全部。" placeholder:"CODE"`
	Pace  time.Duration `help:"两次请求之间停多久。" default:"50ms"`
}

// Help is the example.
func (watchCmd) Help() string {
	return `逐个打开网站上公开过的网页和附件：标题和正文与审核发布的一版逐字节比较，附件比较 SHA-256，已撤回的应当打不开。
发现不符时逐条说出，记入工作台的“巡查”，并以 1 结束。启动网站以后会定时自己巡查，见 gongkai serve --help。

例：gongkai watch --data /srv/gongkai --url https://www.example.gov.cn`
}

// Run walks over the site once.
func (c *watchCmd) Run(ctx context.Context, s streams) error {
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	w, err := watch.New(h.office, public.Approved(h.office, h.log), c.URL, watch.Options{Pace: c.Pace})
	if err != nil {
		return err
	}
	organs, err := h.chosen(ctx, c.Organ)
	if err != nil {
		return err
	}
	bad := 0
	for _, g := range organs {
		found, walked, err := w.Round(ctx, g.ID, 0)
		if err != nil {
			return err
		}
		if !walked {
			return fmt.Errorf("另一个进程正在巡查%s的网站，请稍后再试", g.Name)
		}
		if len(found.Found) == 0 {
			fmt.Fprintf(s.out, "%s：看了%d个网页和附件，都与审核发布的一致。\n", g.Name, found.Looked)
			continue
		}
		bad += len(found.Found)
		fmt.Fprintf(s.out, "%s：看了%d个网页和附件，发现%d处不符。\n", g.Name, found.Looked, len(found.Found))
		for _, f := range found.Found {
			fmt.Fprintf(s.out, "  %s  %s\n", office.FindingWords(f.Kind), f.URL)
			if f.Expected != "" {
				fmt.Fprintf(s.out, "    应为 %s\n    实为 %s\n", f.Expected, f.Found)
			}
		}
	}
	if bad > 0 {
		return exit(1)
	}
	return nil
}
