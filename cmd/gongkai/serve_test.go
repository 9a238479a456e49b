package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gongkai/internal/demo"
)

// server is the program as a process of its own.
type server struct {
	cmd  *exec.Cmd
	base string
	out  *strings.Builder
}

var address = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)/`)

// start runs the program until it has printed its address.
func start(t *testing.T, args ...string) *server {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &server{cmd: cmd, out: &strings.Builder{}}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		s.out.WriteString(lines.Text() + "\n")
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			s.base = "http://" + m[1]
			go io.Copy(io.Discard, out)
			return s
		}
	}
	t.Fatalf("no address in %q", s.out)
	return nil
}

func (s *server) stop(t *testing.T, sig os.Signal) {
	t.Helper()
	s.cmd.Process.Signal(sig)
	if err := s.cmd.Wait(); err != nil && sig != syscall.SIGKILL {
		t.Errorf("stopped with %v", err)
	}
}

// signIn returns a browser that is signed in.
func (s *server) signIn(t *testing.T, login string) *http.Client {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	r, err := c.PostForm(s.base+"/yykjj/desk/signin", url.Values{"login": {login}, "password": {demo.Password}})
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK || strings.Contains(r.Request.URL.Path, "signin") {
		t.Fatalf("sign-in of %s: %s", login, r.Status)
	}
	return c
}

var revField = regexp.MustCompile(`name="rev" value="(\d+)"`)

// post sends a form and returns the path it led to and the page's rev.
func submit(c *http.Client, to string, v url.Values) (path, rev string, err error) {
	r, err := c.PostForm(to, v)
	if err != nil {
		return "", "", err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return "", "", err
	}
	if r.StatusCode != http.StatusOK {
		return "", "", fmt.Errorf("%s: %s", to, r.Status)
	}
	if m := revField.FindSubmatch(b); m != nil {
		rev = string(m[1])
	}
	return r.Request.URL.Path, rev, nil
}

// TestServe opens the demonstration as a user would, in a process.
func TestServe(t *testing.T) {
	t.Parallel()
	s := start(t, "demo", "--listen", "127.0.0.1:0")
	for path, want := range map[string]string{"/yykjj/": "岳阳市科学技术局", "/": "岳阳市科学技术局", "/yykjj/desk/signin": "zhuren"} {
		r, err := http.Get(s.base + path)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if r.StatusCode != http.StatusOK || !strings.Contains(string(b), want) || !strings.Contains(string(b), "演示数据") && path != "/" {
			t.Errorf("%s: %s, %q or the demo line is missing", path, r.Status, want)
		}
	}
	s.stop(t, syscall.SIGTERM)
}

// TestFound starts on an empty folder: accounts once, then a plain start.
func TestFound(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new")
	s := start(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if !strings.Contains(s.out.String(), "anquan") || !strings.Contains(s.out.String(), "本机关") {
		t.Errorf("no accounts in %s", s.out)
	}
	s.stop(t, os.Interrupt)
	s = start(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if strings.Contains(s.out.String(), "anquan") {
		t.Errorf("accounts were shown again: %s", s.out)
	}
	s.stop(t, os.Interrupt)
}

// TestKill kills the server while it publishes: what it acknowledged is there
// after the next start, and rows and ledger agree.
func TestKill(t *testing.T) {
	t.Parallel()
	rounds := 3
	if os.Getenv("GONGKAI_SLOW") != "" {
		rounds = 40
	}
	dir := demoFolder(t)
	var out strings.Builder
	live := map[string]bool{} // ids whose publication was acknowledged
	for round := range rounds {
		s := start(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
		clerk, secrecy, head := s.signIn(t, "gxjs"), s.signIn(t, "baomi"), s.signIn(t, "zhuren")
		var mu sync.Mutex
		var wg sync.WaitGroup
		for w := range 3 {
			wg.Go(func() {
				for i := 0; ; i++ {
					title := fmt.Sprintf("第%d轮第%d人第%d篇", round, w, i)
					path, rev, err := submit(clerk, s.base+"/yykjj/desk/articles/new?then=submit", url.Values{
						"title": {title}, "html": {"<p>正文。</p>"}, "column": {"fabu/dongtai"}, "type": {"article"}, "unit": {"yykjj:gxjs"},
						"source": {"高新技术科"}, "mode": {"proactive"}, "formed": {"2020-01-20"}, "tags": {"execution"}})
					if err != nil {
						return // the server is gone
					}
					id := strings.Split(path, "/")[4]
					if rev == "" {
						r, err := head.Get(s.base + "/yykjj/desk/articles/" + id)
						if err != nil {
							return
						}
						b, _ := io.ReadAll(r.Body)
						r.Body.Close()
						if m := revField.FindSubmatch(b); m != nil {
							rev = string(m[1])
						}
					}
					if _, _, err := submit(secrecy, s.base+"/yykjj/desk/articles/"+id+"/1/opine", url.Values{"rev": {rev}, "step": {"secrecy"},
						"verdict": {"approve"}, "opine_basis": {"none"}}); err != nil {
						return
					}
					if r, err := strconv.Atoi(rev); err == nil {
						rev = strconv.Itoa(r + 1) // the opinion saved the edition
					}
					if _, _, err := submit(head, s.base+"/yykjj/desk/articles/"+id+"/1/rush", url.Values{"rev": {rev}, "rush_words": {"先发后审"}}); err != nil {
						return
					}
					mu.Lock()
					live[id] = true
					mu.Unlock()
				}
			})
		}
		for began, before := time.Now(), 0; time.Since(began) < 30*time.Second; time.Sleep(20 * time.Millisecond) {
			mu.Lock()
			n := len(live)
			mu.Unlock()
			if before == 0 {
				before = n + 1
			}
			if n > before {
				break
			}
		}
		time.Sleep(rand.N(300 * time.Millisecond))
		s.stop(t, syscall.SIGKILL)
		wg.Wait()
	}
	if len(live) == 0 {
		t.Fatal("nothing was published before the kills")
	}
	if code := run(context.Background(), []string{"verify", "--data", dir}, streams{&out, &out}); code != 0 {
		t.Fatalf("after %d publications and %d kills: %s", len(live), rounds, out.String())
	}
	s := start(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	for id := range live {
		r, err := http.Get(s.base + "/yykjj/a/" + id)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s was acknowledged and answers %s", id, r.Status)
		}
	}
	t.Logf("%d publications acknowledged over %d kills", len(live), rounds)
	s.stop(t, os.Interrupt)
}
