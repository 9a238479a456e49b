package conv

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// MissingPrinter says in words what has to be installed before the program can
// make a PDF.
type MissingPrinter struct{ Words string }

func (e *MissingPrinter) Error() string { return e.Words }

var browserNames = []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"}

// printers bounds how many browsers run at once: each takes some 200 MB.
var printers = make(chan struct{}, 2)

const printTime = 90 * time.Second

// PDF prints papers one after the other into one file, each from a new page:
// by the Chromium of the machine, else by our own plain setting with a
// Chinese TrueType typeface. It opens no connection.
func PDF(ctx context.Context, papers ...Paper) ([]byte, error) {
	browser := ""
	for _, name := range browserNames {
		if path, err := exec.LookPath(name); err == nil {
			browser = path
			break
		}
	}
	return pdf(ctx, browser, fontFolders(), papers)
}

func pdf(ctx context.Context, browser string, folders []string, papers []Paper) ([]byte, error) {
	if browser == "" {
		font, ok := plainFont(folders)
		if !ok {
			return nil, &MissingPrinter{"服务器上没有 Chromium，也没有 TrueType 格式的中文字体，不能生成 PDF。请系统管理员安装软件包 chromium，或者 fonts-lxgw-wenkai 一类的字体；在此之前可以先用 Word 格式。"}
		}
		return plainPDF(font, papers)
	}
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	select {
	case printers <- struct{}{}:
		defer func() { <-printers }()
	case <-ctx.Done():
		return nil, fmt.Errorf("conv: wait to print: %w", ctx.Err())
	}
	return print(ctx, browser, PageHTML(papers...))
}

// print runs the browser on a page in a folder of its own, which goes with it.
func print(ctx context.Context, browser, page string) (_ []byte, err error) {
	dir, err := os.MkdirTemp("", "gongkai-pdf-*")
	if err != nil {
		return nil, fmt.Errorf("conv: print: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	in, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(in, []byte(page), 0o600); err != nil {
		return nil, fmt.Errorf("conv: print: %w", err)
	}
	args := []string{"--headless", "--disable-gpu", "--disable-quic", "--disable-extensions", "--disable-sync", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--disable-breakpad",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--print-to-pdf=" + out}
	if os.Getuid() == 0 {
		args = append(args, "--no-sandbox") // the sandbox refuses root; the page runs no script
	}
	cmd := exec.CommandContext(ctx, browser, append(args, (&url.URL{Scheme: "file", Path: in}).String())...)
	cmd.WaitDelay = 5 * time.Second // what it started may keep the pipe open
	said, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("conv: print: %w: %.500s", err, said)
	}
	pdf, err := os.ReadFile(out)
	if err != nil {
		return nil, fmt.Errorf("conv: print: %w: %.500s", err, said)
	}
	return pdf, nil
}
