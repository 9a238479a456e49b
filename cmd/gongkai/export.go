package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"gongkai/internal/mirror"
	"gongkai/internal/web/public"
	"gongkai/people"
)

// exportCmd writes out what is to be had elsewhere.
type exportCmd struct {
	Site exportSiteCmd `cmd:"" help:"把公开的整个网站写成文件，供单向导入的前置机发布。"`
}

type exportSiteCmd struct {
	place
	Dir   string `arg:"" help:"写到哪个文件夹：空的，或者以前导出过的。"`
	Organ string `help:"只导出这个机关；默认导出全部。" placeholder:"CODE"`
	Live  string `help:"能搜索、提交、查询的网站的地址；不写时，这些地方说明在副本上办不了。" placeholder:"URL"`
}

// Help is the example.
func (exportSiteCmd) Help() string {
	return `网页、附件、订阅、站点地图、发布证明都由网站自己的程序写出，只把链接换成相对路径；从文件夹直接打开、由 nginx 发布都可以。
再导出一次只改写有变化的文件，其余连修改时间也不动，便于 rsync；网站上没有了的（如已撤回的），文件也删去。
文件夹里不属于网站的文件会删去，所以第一次要用空文件夹。

最后写 manifest.sha256，列出每个文件的散列值；接收的一侧这样核对：sha256sum --check --quiet manifest.sha256
浏览次数是上一次日结的数。nginx 的配置见 docs/mirror.md。

例：gongkai export site /srv/mirror --data /srv/gongkai --live https://www.example.gov.cn`
}

// Run writes the mirror.
func (c *exportSiteCmd) Run(ctx context.Context, s streams) error {
	live, err := liveAddress(c.Live)
	if err != nil {
		return err
	}
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	organs, err := h.chosen(ctx, c.Organ)
	if err != nil {
		return err
	}
	screen, began := terminal(s.err), time.Now()
	done, err := mirror.Write(ctx, c.Dir, h.mirrored(organs, live), func(pages int) {
		switch {
		case screen:
			fmt.Fprintf(s.err, "\r已写出%d页", pages)
		case pages%10_000 == 0:
			fmt.Fprintf(s.err, "已写出%d页\n", pages)
		}
	})
	if screen {
		fmt.Fprint(s.err, "\r\x1b[K")
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "网站已导出到 %s：%d页，共%d个文件；写了%d个，删了%d个，其余没有变化。用时%.1f秒。\n",
		c.Dir, done.Pages, done.Files, done.Written, done.Removed, time.Since(began).Seconds())
	if done.BrokenTotal > 0 {
		fmt.Fprintf(s.out, "网页上有%d个链接在网站上打不开：\n", done.BrokenTotal)
		for _, b := range done.Broken {
			fmt.Fprintf(s.out, "  %s\n", b)
		}
		if done.BrokenMore > 0 {
			fmt.Fprintf(s.out, "  还有%d个\n", done.BrokenMore)
		}
	}
	return nil
}

// liveAddress is an address without a path.
func liveAddress(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(strings.TrimRight(s, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("--live %s 不是网站的地址，请写成 https://www.example.gov.cn 这样的形式", s)
	}
	return u.String(), nil
}

// mirrored is the site as a mirror needs it: one organ with a domain of its own
// at the root, else each below its token.
func (h *house) mirrored(organs []people.Organ, live string) mirror.Site {
	m := mirror.Site{Handler: public.ForMirror(h.office, h.log), Sort: public.Still, Live: live, Elsewhere: public.Elsewhere, Host: "localhost"}
	if u, err := url.Parse(live); err == nil && live != "" {
		m.Host = u.Host
	}
	if len(organs) == 1 && organs[0].Site.Domain != "" {
		m.Host = organs[0].Site.Domain
		m.Parts = []mirror.Part{{Token: organs[0].Token}}
		return m
	}
	for _, g := range organs {
		if name, _, _ := strings.Cut(m.Host, ":"); strings.EqualFold(g.Site.Domain, name) {
			m.Host = "localhost" // by its domain the site would lie at the root
		}
		m.Parts = append(m.Parts, mirror.Part{Base: "/" + g.Token, Token: g.Token})
	}
	return m
}
