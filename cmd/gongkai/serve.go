package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"gongkai/internal/demo"
	"gongkai/internal/inspect"
	"gongkai/internal/mailin"
	"gongkai/internal/post"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/internal/visits"
	"gongkai/internal/web/public"
	"gongkai/internal/web/staff"
)

type serveCmd struct {
	place
	Listen string `help:"监听地址。" default:"127.0.0.1:8080" placeholder:"ADDR"`
	HTTPS  bool   `help:"前面有 https 代理：登录凭据只经 https 传送。"`
	SM2    bool   `name:"sm2" env:"GONGKAI_SM2" help:"台账的根值除 Ed25519 外，再用国密 SM2 签一次。"`

	TrustedProxy []string `help:"前面的代理的地址或者网段，可写几个；只信它们的 X-Forwarded-For，按来访者的地址限制次数、记入访问记录。" placeholder:"CIDR"`
	StaffNetwork []string `help:"本机关自己的网络，可写几个；从那里来的访问不计入访问量。" placeholder:"CIDR"`
	postbox
	watching
}

// Help is the example.
func (serveCmd) Help() string {
	return `空文件夹会先开户：机关代号 default,名称“本机关”，并打印首批账号和一次性显示的密码；名称等随后在工作台里改。
按 Ctrl-C 停止：正在处理的请求先做完。

台账的根值每天签名一次，公布在网站的“台账存证”页。签名的密钥在数据文件夹的 keys 里，请与数据一起备份。
网站定时巡查：网页和附件与审核发布的不同时，工作台给局办公室和系统管理员报警。

邮件先存入发件箱，再经 --smtp 写明的服务器发出；服务器不通时留着重试，工作台的“邮件”页看得到每一封。

来信也可以由邮件寄来：邮箱在工作台的“收信”页设置，几分钟收一次。

前面有反向代理时，用 --trusted-proxy 写明它的地址；不写的话，所有来访者都算作代理的一个地址，限制次数会误伤。
代理须把来访者的地址加在 X-Forwarded-For 的末尾（nginx：proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for）。

例：gongkai serve --data /srv/gongkai --listen 0.0.0.0:8080
   gongkai serve --data /srv/gongkai --https --trusted-proxy 127.0.0.1 --trusted-proxy 10.0.0.0/24
   gongkai serve --data /srv/gongkai --smtp smtps://gongkai@mail.example.gov.cn:465 \
     --smtp-password-file /srv/mail.password --mail-from gongkai@mail.example.gov.cn`
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, s streams) error {
	mail, err := c.sender()
	if err != nil {
		return err
	}
	ours, err := readNetworks("--trusted-proxy", c.TrustedProxy)
	if err != nil {
		return err
	}
	staff, err := readNetworks("--staff-network", c.StaffNetwork)
	if err != nil {
		return err
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	h, err := c.openOrFound(ctx, s, "default")
	if err != nil {
		return err
	}
	defer h.Close()
	organs, err := h.office.Sites(ctx)
	if err != nil {
		return err
	}
	for _, g := range organs {
		fmt.Fprintf(s.out, "%s\n  网站    http://%s/%s/\n  工作台  http://%s/%s/desk/\n", g.Name, l.Addr(), g.Token, l.Addr(), g.Token)
	}
	return h.serve(ctx, l, service{front: front{https: c.HTTPS, proxies: ours, staff: staff}, sm2: c.SM2, mail: mail, watching: c.watching})
}

// listen says in words what commonly goes wrong.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("不能在 %s 上监听：%w。端口可能被占用，请用 --listen 换一个，如 --listen 127.0.0.1:8081", addr, err)
	}
	return l, nil
}

// front is what stands between the program and its visitors.
type front struct {
	https   bool
	proxies proxies
	staff   []netip.Prefix // whose visits are not counted
}

// handler joins the public site and the desk, which is /{token}/desk.
func (h *house) handler(f front, mail bool, in *mailin.Reader, counter *visits.Counter) http.Handler {
	desk := staff.New(h.office, staff.Options{Log: h.log, Store: store.NewSessions(h.db, time.Now), Secure: f.https, Mail: mail,
		ReadInbox: in.Try, DemoAccounts: demoAccounts})
	site := public.New(h.office, public.Options{Log: h.log, Secure: f.https, Visits: counter})
	return f.proxies.before(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if rest == "desk" || strings.HasPrefix(rest, "desk/") {
			desk.ServeHTTP(w, r)
			return
		}
		site.ServeHTTP(w, r)
	}))
}

// service is what an administrator chooses about serving. Without a mail
// server (nil) the mail waits.
type service struct {
	front
	sm2  bool
	mail *post.SMTP
	watching
}

// serve answers on l, releases what was scheduled, reminds, sweeps, signs the
// ledger's head once a day, watches what is served, reads the mailboxes and sends
// the mail of the outbox, until ctx ends.
func (h *house) serve(ctx context.Context, l net.Listener, c service) error {
	pen, err := h.pen(ctx, c.sm2)
	if ctx.Err() != nil {
		return nil // told to stop before it began
	}
	if err != nil {
		return err
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // the heap is some ten megabytes; measured in scripts/bench
	}
	watcher, err := c.watcher(h, l.Addr())
	if err != nil {
		return err
	}
	in := &mailin.Reader{Office: h.office, Log: h.log}
	counter := visits.New(h.office, c.staff, h.log)
	srv := &http.Server{Handler: h.handler(c.front, c.mail != nil, in, counter), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Minute,
		WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelWarn)}
	sweep, stop := context.WithCancel(ctx)
	var swept sync.WaitGroup
	swept.Go(func() { repeat(sweep, h.log, "scheduled publishing", time.Tick(15*time.Second), h.office.ReleaseDue) })
	swept.Go(func() {
		repeat(sweep, h.log, "check of what is public", time.Tick(15*time.Second), h.office.CheckPublic)
	})
	swept.Go(func() {
		repeat(sweep, h.log, "signing the ledgers' heads", time.Tick(time.Minute), func(ctx context.Context) (int, error) { return h.office.SignHeads(ctx, pen) })
	})
	swept.Go(func() { repeat(sweep, h.log, "sweeping uploads", time.Tick(15*time.Minute), h.office.SweepUploads) })
	// Counting outlives the word to stop: answers that are on their way still count.
	counting, end := context.WithCancel(context.WithoutCancel(ctx))
	var counted sync.WaitGroup
	counted.Go(func() { counter.Run(counting, flushEvery) })
	defer func() {
		end()
		counted.Wait()
	}()
	look := inspect.Inspector{Office: h.office, Site: public.New(h.office, public.Options{Log: h.log}), Log: h.log}
	probe := inspect.Probe{Office: h.office, Base: watcher.Base(), Client: &http.Client{}}
	swept.Go(func() {
		repeat(sweep, h.log, "looking at the site by the indicators", time.Tick(15*time.Second), look.Run)
	})
	swept.Go(func() { repeat(sweep, h.log, "probing the site", time.Tick(probeEvery), probe.Try) })
	swept.Go(func() { repeat(sweep, h.log, "closing the day's visits", time.Tick(time.Minute), h.office.CloseVisits) })
	swept.Go(func() { in.Run(sweep, time.Tick(15*time.Second)) })
	if c.WatchEvery > 0 {
		swept.Go(func() { watcher.Run(sweep, c.WatchEvery, time.Tick(time.Minute)) })
	}
	if c.mail != nil {
		pump := post.Pump{DB: h.db, Sender: c.mail, Now: h.office.Now, Log: h.log}
		swept.Go(func() { pump.Run(sweep, time.Tick(15*time.Second)) })
		// Reminders that nobody could send would only be old when somebody can.
		swept.Go(func() { repeat(sweep, h.log, "reminders", time.Tick(time.Minute), h.office.Remind) })
	}
	defer func() {
		stop()
		swept.Wait()
	}()
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	if err := srv.Shutdown(last); err != nil {
		return fmt.Errorf("停止时还有请求没有做完：%w", err)
	}
	return nil
}

// flushEvery is how often counted visits are written; the tests write more often.
var flushEvery = visits.Every

// probeEvery makes 48 visits a day: the inspectors want twenty at least (E.2 V2).
const probeEvery = 30 * time.Minute

// repeat does timed work: once at start, since the machine may have been off,
// and at every tick. Work that another node did already is none.
func repeat(ctx context.Context, log *slog.Logger, name string, tick <-chan time.Time, work func(context.Context) (int, error)) {
	for {
		switch n, err := work(ctx); {
		case err != nil && ctx.Err() == nil:
			log.Error(name, "err", err)
		case n > 0:
			log.Info(name, "done", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		}
	}
}

// pen opens the signing keys, and says aloud when one is new: on a folder that
// signed before, that means that a key was lost or exchanged.
func (h *house) pen(ctx context.Context, sm2 bool) (*secret.Pen, error) {
	pen, err := secret.LoadPen(filepath.Join(h.dir, "keys"), sm2)
	if err != nil {
		return nil, err
	}
	for _, at := range pen.Made {
		h.log.Info("a signing key was made; keep a copy with the backups", "file", at)
	}
	lost, err := h.office.Rekeyed(ctx, pen)
	for _, k := range lost {
		h.log.Warn("the signing key is not the one of former signatures: restore its file from a backup if this was not intended; "+
			"what it signed is still checked by its public key", "algorithm", k.Algorithm, "former", k.Fingerprint, "since", k.Since.Format(time.DateOnly))
	}
	return pen, err
}

func demoAccounts(token string) []staff.DemoAccount {
	if token != demo.Token {
		return nil
	}
	var out []staff.DemoAccount
	for _, a := range demo.Accounts() {
		out = append(out, staff.DemoAccount{Login: a.Login, Password: demo.Password, Name: a.Post, Does: a.Does})
	}
	return out
}
