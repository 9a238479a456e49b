package testkit

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdp "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var browsers sync.Mutex // one at a time: the machine is small

// Browser starts Chromium and returns a tab; both end with the test.
func Browser(t testing.TB) context.Context {
	t.Helper()
	if os.Getenv("GONGKAI_BROWSER") == "off" {
		t.Skip("no browser in the quick gate")
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		Missing(t, "Chromium")
	}
	browsers.Lock()
	t.Cleanup(browsers.Unlock)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), // loopback only
		chromedp.Flag("force-device-scale-factor", "1"), chromedp.UserDataDir(t.TempDir()))
	if os.Getuid() == 0 {
		opts = append(opts, chromedp.NoSandbox) // the sandbox refuses root; the pages are our own
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		chromedp.Cancel(ctx) // waits until the process is gone
		cancel()
	})
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return ctx
}

// Do runs actions in the tab.
func Do(t testing.TB, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// Width sets the window, 375 as a telephone.
func Width(px int64) chromedp.Action {
	return emulation.SetDeviceMetricsOverride(px, 900, 1, px < 600)
}

// Violation is what axe-core found.
type Violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// String names the rule and the first place.
func (v Violation) String() string {
	s := fmt.Sprintf("%s: %s (%d places)", v.ID, v.Help, len(v.Nodes))
	if len(v.Nodes) > 0 {
		s += "\n\t" + v.Nodes[0].HTML + "\n\t" + strings.ReplaceAll(v.Nodes[0].Summary, "\n", "\n\t")
	}
	return s
}

// Axe runs axe-core on the page that the tab shows.
func Axe(t testing.TB, ctx context.Context) []Violation {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(Root(), "e2e", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		Missing(t, "axe-core in e2e/node_modules")
	}
	var out string
	Do(t, ctx, chromedp.Evaluate(string(script)+";0", nil), chromedp.Evaluate(
		`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`, &out, chromedp.EvalAsValue,
		func(p *cdp.EvaluateParams) *cdp.EvaluateParams { return p.WithAwaitPromise(true) }))
	var v []Violation
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// Shot writes a picture of the whole page where GONGKAI_SHOTS names a folder.
func Shot(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("GONGKAI_SHOTS")
	if dir == "" {
		return
	}
	var png []byte
	Do(t, ctx, chromedp.FullScreenshot(&png, 100))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		t.Fatal(err)
	}
}

// Root is the repository's folder.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}
