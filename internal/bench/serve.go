package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/internal/demo"
	"gongkai/internal/office"
	"gongkai/ledger"
	"gongkai/publication"
)

// browser is what the load calls itself, so that its pages count as read by a
// person.
const browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36"

// serving compares pages from memory, counted, with the same bytes from nginx, on
// the same cores and by turns.
func serving(ctx context.Context, e *Env) (r Result, err error) {
	for _, program := range []string{"nginx", "wrk"} {
		if _, err := exec.LookPath(program); err != nil {
			e.Say("  没有安装 %s，略过", program)
			return r, nil
		}
	}
	o, end, err := e.Filled(ctx, e.Sizes[0])
	if err != nil {
		return r, err
	}
	defer end()
	f := filler{o: o, ids: map[string]ledger.ID{}}
	if f.who, err = officers(ctx, o); err != nil {
		return r, err
	}
	before, err := counted(ctx, o, f.who["zhuren"])
	if err != nil {
		return r, err
	}
	s := serve{e: e, f: f}
	if s.ours, s.stop, err = e.Serve(ctx, o); err != nil {
		return r, err
	}
	if err := s.run(ctx, &r); err != nil {
		return r, errors.Join(err, s.stop())
	}
	if err := s.stop(); err != nil {
		return r, err
	}
	after, err := counted(ctx, o, f.who["zhuren"])
	r.Rows = append(r.Rows, Row{Name: "计入的访问", Ours: float64(after - before), Theirs: float64(s.served), Unit: "次", Ratio: float64(after-before) / float64(s.served),
		Want: "不少于送出的页面"})
	return r, err
}

// counted are the views of the day so far.
func counted(ctx context.Context, o *office.Office, who access.Actor) (int64, error) {
	y, err := o.Visits(ctx, who, Today().Year())
	return y.Today.Views, err
}

type serve struct {
	e      *Env
	f      filler
	ours   string // address of the site
	stop   func() error
	theirs string
	served int64 // pages, by us
}

func (s *serve) run(ctx context.Context, r *Result) error {
	l, err := s.f.o.PublicList(ctx, demo.Token, office.ListQuery{Size: 1, Newest: true})
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "gongkai-nginx-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	article, home := s.ours+"/"+demo.Token+"/a/"+string(l.Rows[0].ID), s.ours+"/"+demo.Token+"/"
	for name, at := range map[string]string{"article.html": article, "home.html": home} {
		for end, coding := range map[string]string{"": "identity", ".gz": "gzip"} {
			if err := fetch(ctx, at, coding, filepath.Join(dir, name+end)); err != nil {
				return err
			}
			s.served++
		}
	}
	nginx, err := s.nginx(ctx, dir)
	if err != nil {
		return err
	}
	defer func() {
		nginx.Process.Signal(os.Interrupt)
		nginx.Wait()
	}()
	for _, x := range []struct {
		name, ours, theirs, coding string
		during                     func(context.Context) error
		want                       float64
	}{
		{"文章页，压缩", article, "/article.html", "gzip", nil, 0.45},
		{"文章页，不压缩", article, "/article.html", "identity", nil, 0.45},
		{"首页，其间每四分之一秒发布一篇", home, "/home.html", "gzip", s.publish, 0.3},
	} {
		var ours, theirs, cpu, cpuTheirs, ratio []float64
		for range 3 {
			n, t, err := s.load(ctx, s.theirs+x.theirs, x.coding, nginx.Process.Pid, nil)
			if err != nil {
				return err
			}
			theirs, cpuTheirs = append(theirs, n), append(cpuTheirs, t)
			if n, t, err = s.load(ctx, x.ours, x.coding, os.Getpid(), x.during); err != nil {
				return err
			}
			ours, cpu, ratio = append(ours, n), append(cpu, t), append(ratio, n/theirs[len(theirs)-1])
		}
		s.e.Say("  %s：每次请求用处理器 %.1f 微秒，nginx %.1f 微秒", x.name, middle(cpu), middle(cpuTheirs))
		r.Rows = append(r.Rows, Row{Name: x.name, Ours: middle(ours), Theirs: middle(theirs), Unit: "次/秒", Ratio: middle(ratio),
			Want: fmt.Sprintf("nginx 的 %.2f 以上", x.want)})
	}
	return nil
}

// publish lets an article out four times a second until ctx ends.
func (s *serve) publish(ctx context.Context) error {
	c := NewCorpus(8, 100)
	for i := 0; ctx.Err() == nil; i++ {
		if t := c.Text(i % c.Len()); t.Type == publication.News {
			if _, _, err := s.f.one(context.WithoutCancel(ctx), t); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
			case <-time.After(250 * time.Millisecond):
			}
		}
	}
	return nil
}

var (
	requests = regexp.MustCompile(`(\d+) requests in`)
	perSec   = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	failed   = regexp.MustCompile(`Non-2xx[^\n]*|Socket errors[^\n]*`)
)

// load asks for a page from sixty-four connections for two seconds; it answers with
// the pages a second and the processor's microseconds for each.
func (s *serve) load(ctx context.Context, at, coding string, pid int, during func(context.Context) error) (rate, cpu float64, err error) {
	side, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	if during == nil {
		ended <- nil
	} else {
		go func() { ended <- during(side) }()
	}
	began := processor(pid)
	out, err := exec.CommandContext(ctx, "wrk", "-t2", "-c64", "-d2s", "-H", "Accept-Encoding: "+coding, "-H", "User-Agent: "+browser, at).CombinedOutput()
	used := processor(pid) - began
	stop()
	if err := errors.Join(err, <-ended); err != nil {
		return 0, 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	n, v := requests.FindSubmatch(out), perSec.FindSubmatch(out)
	if n == nil || v == nil || failed.Match(out) {
		return 0, 0, fmt.Errorf("wrk: %s", out)
	}
	count, _ := strconv.ParseInt(string(n[1]), 10, 64) // digits
	if pid == os.Getpid() {
		s.served += count
	}
	rate, err = strconv.ParseFloat(string(v[1]), 64)
	return rate, used.Seconds() * 1e6 / float64(count), err
}

// processor is the time that a process and its children had, where the system
// tells.
func processor(pid int) (t time.Duration) {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if _, after, ok := strings.Cut(string(stat), ") "); ok {
		for _, f := range strings.Fields(after)[11:13] { // user and system
			n, _ := strconv.ParseInt(f, 10, 64)
			t += time.Duration(n) * 10 * time.Millisecond
		}
	}
	if pid == os.Getpid() {
		return t
	}
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	for _, c := range strings.Fields(string(children)) {
		n, _ := strconv.Atoi(c)
		t += processor(n)
	}
	return t
}

func fetch(ctx context.Context, at, coding, into string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", coding)
	req.Header.Set("User-Agent", browser)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", at, res.Status)
	}
	return errors.Join(err, os.WriteFile(into, b, 0o644))
}

// nginx serves a folder as fast as it can.
func (s *serve) nginx(ctx context.Context, dir string) (*exec.Cmd, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	l.Close()
	user := ""
	if os.Getuid() == 0 {
		user = "user root;"
	}
	conf := strings.NewReplacer("DIR", dir, "ADDR", addr, "USER", user).Replace(`USER worker_processes auto; daemon off; pid DIR/pid; error_log DIR/error.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; open_file_cache max=100; gzip_static on; gzip_vary on; types { text/html html; } charset utf-8;
client_body_temp_path DIR/b; proxy_temp_path DIR/p; fastcgi_temp_path DIR/f; uwsgi_temp_path DIR/u; scgi_temp_path DIR/s;
server { listen ADDR; root DIR; } }
`)
	if err := os.WriteFile(dir+"/nginx.conf", []byte(conf), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command("nginx", "-c", dir+"/nginx.conf", "-e", dir+"/error.log")
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s.theirs = "http://" + addr
	for range 100 {
		var c net.Conn
		if c, err = net.Dial("tcp", addr); err == nil {
			return cmd, c.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	cmd.Process.Kill()
	cmd.Wait()
	return nil, fmt.Errorf("nginx: %w", err)
}

func middle(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}
