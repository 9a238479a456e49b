package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/internal/demo"
	"gongkai/internal/office"
	"gongkai/publication"
)

// The demonstration as files: every link leads to one of them, nothing is posted,
// nothing is written twice, what is withdrawn is gone, and nginx serves it.
func TestExportSite(t *testing.T) {
	t.Parallel()
	data, out := demoFolder(t), filepath.Join(t.TempDir(), "www")
	export := func(args ...string) (string, int) {
		var o, e bytes.Buffer
		code := run(t.Context(), append([]string{"export", "site", out, "--data", data}, args...), streams{&o, &e})
		return o.String() + e.String(), code
	}
	if said, code := export("--live", "https://gongkai.example.gov.cn"); code != 0 || strings.Contains(said, "打不开") {
		t.Fatal(code, said)
	}
	first := filesBelow(t, out)
	checkLinks(t, out, first)
	if said, code := export("--live", "https://gongkai.example.gov.cn"); code != 0 || !strings.Contains(said, "写了0个，删了0个") {
		t.Fatal(code, said)
	}
	for name, f := range filesBelow(t, out) {
		if !f.at.Equal(first[name].at) {
			t.Errorf("%s was touched", name)
		}
	}
	check := exec.Command("sha256sum", "--check", "--quiet", "manifest.sha256")
	check.Dir = out
	if said, err := check.CombinedOutput(); err != nil {
		t.Error(err, string(said))
	}
	id := withdrawOne(t, data)
	if _, ok := first[demo.Token+"/a/"+id+".html"]; !ok {
		t.Fatal("the article was not in the mirror")
	}
	if said, code := export(); code != 0 {
		t.Fatal(code, said)
	}
	last := filesBelow(t, out)
	if _, ok := last[demo.Token+"/a/"+id+".html"]; ok {
		t.Error("a withdrawn article is still in the mirror")
	}
	checkLinks(t, out, last)
	if home := last[demo.Token+"/index.html"]; !strings.Contains(home.text, `action="elsewhere.html"`) {
		t.Error("without a live host the search does not lead to the page that says so")
	}
	serveMirror(t, out, id)
}

// A folder with something else in it is not written to.
func TestExportSiteElsewhere(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "mine.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	var o, e bytes.Buffer
	if code := run(t.Context(), []string{"export", "site", out, "--data", demoFolder(t)}, streams{&o, &e}); code != 1 || !strings.Contains(e.String(), "不是以前导出的网站") {
		t.Fatal(code, e.String())
	}
	if left := filesBelow(t, out); len(left) != 1 {
		t.Error(left)
	}
}

type written struct {
	at   time.Time
	text string
}

func filesBelow(t *testing.T, dir string) map[string]written {
	t.Helper()
	out := map[string]written{}
	err := filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		i, err := d.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, at)
		b, err := os.ReadFile(at)
		out[filepath.ToSlash(name)] = written{i.ModTime(), string(b)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var leads = regexp.MustCompile(` (?:href|src|action|data-views)="([^"]*)"`)

// checkLinks follows every link of every page.
func checkLinks(t *testing.T, dir string, files map[string]written) {
	t.Helper()
	pages := 0
	for name, f := range files {
		if filepath.Ext(name) != ".html" {
			continue
		}
		pages++
		if strings.Contains(f.text, `method="post"`) {
			t.Errorf("%s posts a form", name)
		}
		for _, m := range leads.FindAllStringSubmatch(f.text, -1) {
			u, err := url.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
			if err != nil {
				t.Errorf("%s: %s: %v", name, m[1], err)
				continue
			}
			to := filepath.Join(filepath.Dir(name), u.Path)
			if name == "404.html" {
				to = strings.TrimPrefix(u.Path, "/")
			}
			if _, ok := files[to]; u.Host == "" && u.Scheme == "" && u.Path != "" && !ok {
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			}
		}
	}
	if pages < 500 {
		t.Errorf("only %d pages in %s", pages, dir)
	}
}

// withdrawOne takes down a live text of the demonstration.
func withdrawOne(t *testing.T, data string) string {
	t.Helper()
	h, err := place{Data: data}.open(t.Context(), streams{io.Discard, io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	who, err := h.office.Actor(t.Context(), office.OfficerID(demo.Token, "zhuren"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := h.office.PublicList(t.Context(), demo.Token, office.ListQuery{Type: publication.News, Page: 2})
	if err != nil {
		t.Fatal(err)
	}
	id := l.Rows[0].ID
	a, err := h.office.PublicArticle(t.Context(), demo.Token, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.office.WithdrawArticle(t.Context(), who, id, a.Article.Rev, "内容有误，正在核实"); err != nil {
		t.Fatal(err)
	}
	return string(id)
}

// serveMirror has nginx serve a mirror as docs/mirror.md says, where it is
// installed.
func serveMirror(t *testing.T, dir, withdrawn string) {
	t.Helper()
	program, err := exec.LookPath("nginx")
	if err != nil {
		t.Log("nginx is not installed")
		return
	}
	doc, err := os.ReadFile("../../docs/mirror.md")
	if err != nil {
		t.Fatal(err)
	}
	_, conf, ok := strings.Cut(string(doc), "```nginx\n")
	conf, _, _ = strings.Cut(conf, "```")
	if !ok {
		t.Fatal("docs/mirror.md has no configuration")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	conf = strings.NewReplacer("listen 80;", "listen "+addr+";", "/srv/mirror", dir, "/yykjj/", "/"+demo.Token+"/").Replace(conf)
	work := t.TempDir()
	user := ""
	if os.Getuid() == 0 {
		user = "user root;"
	}
	whole := fmt.Sprintf("%s\ndaemon off;\nworker_processes 1;\npid %s/pid;\nevents {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\nclient_body_temp_path %s/b;\nproxy_temp_path %s/p;\nfastcgi_temp_path %s/f;\nuwsgi_temp_path %s/u;\nscgi_temp_path %s/s;\n%s}\n",
		user, work, work, work, work, work, work, conf)
	if err := os.WriteFile(work+"/nginx.conf", []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	c := exec.Command(program, "-c", work+"/nginx.conf", "-e", "stderr")
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = c.Process.Signal(os.Interrupt)
		_ = c.Wait()
	}()
	get := func(address string) (int, http.Header, string) {
		for range 100 {
			r, err := http.Get("http://" + addr + address)
			if err != nil {
				time.Sleep(50 * time.Millisecond) // it is just starting
				continue
			}
			b, _ := io.ReadAll(r.Body)
			r.Body.Close()
			return r.StatusCode, r.Header, string(b)
		}
		t.Fatalf("nginx does not answer: %s", said.String())
		return 0, nil, ""
	}
	for address, want := range map[string]string{"/": "岳阳市科学技术局", "/" + demo.Token: "岳阳市科学技术局", "/" + demo.Token + "/c/fabu/dongtai": "政务动态",
		"/" + demo.Token + "/c/fabu/dongtai?page=2": `aria-current="page">2<`, "/" + demo.Token + "/feed.atom": "<feed", "/robots.txt": "Sitemap"} {
		if status, _, body := get(address); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, without %s", address, status, want)
		}
	}
	status, head, body := get("/" + demo.Token + "/a/" + withdrawn)
	if status != http.StatusNotFound || !strings.Contains(body, "没有找到") || !strings.Contains(head.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("a withdrawn article: %d %v", status, head)
	}
}
