package conv_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/internal/conv"
	"gongkai/internal/testkit"
)

// reply is a letter of two pages with everything that a letter may have.
func reply() conv.Paper {
	text := "<p>" + strings.Repeat("本机关于2025年3月3日收到您提出的政府信息公开申请。", 12) + "</p>"
	return conv.Paper{Head: "岳阳市科学技术局", No: "岳科公开复〔2025〕3号", Title: "政府信息部分公开答复书", To: "张三", Issuer: "岳阳市科学技术局", Day: "2025年3月28日",
		HTML: text + "<p>如不服本文书，可以申请行政复议。</p>", Attachments: []string{"清单", "申报书"}, Note: "联系电话：0730-8889999",
		Slips: `<hr class="page"><h1>回执</h1><p class="flush">岳阳市科学技术局：</p><p>□ 同意公开。</p>`}
}

var replyLines = []string{"岳科公开复〔2025〕3号", "政府信息部分公开答复书", "张三：", "如不服本文书，可以申请行政复议。", "附件：1.清单", "2.申报书",
	"岳阳市科学技术局", "2025年3月28日", "（联系电话：0730-8889999）", "回执", "岳阳市科学技术局：", "□ 同意公开。"}

func TestLetterDocx(t *testing.T) {
	t.Parallel()
	b := written(t, reply())
	wellFormed(t, b)
	got := lines(t, reply())
	if diff := cmp.Diff(replyLines, append(got[:3:3], got[4:]...)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	p := parts(t, b)
	for _, tt := range []struct{ part, want string }{
		{"word/document.xml", `<w:titlePg/>`},
		{"word/document.xml", `<w:br w:type="page"/>`},
		{"word/header1.xml", `<w:color w:val="FF0000"/><w:sz w:val="84"/>`},
		{"word/header1.xml", "岳阳市科学技术局"},
		{"word/footer3.xml", `w:color="FF0000"`},
		{"word/_rels/document.xml.rels", `Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"`},
		{"[Content_Types].xml", "/word/footer3.xml"},
	} {
		if !strings.Contains(p[tt.part], tt.want) {
			t.Errorf("%s lacks %s", tt.part, tt.want)
		}
	}
	plain := parts(t, written(t, conv.Paper{Title: "通知", HTML: "<p>文</p>"}))
	if _, ok := plain["word/header1.xml"]; ok || strings.Contains(plain["[Content_Types].xml"], "header1") {
		t.Error("a plain paper has a red head")
	}
	one := reply()
	one.Attachments = []string{"清单"}
	if got := strings.Join(lines(t, one), "\n"); !strings.Contains(got, "附件：清单\n") {
		t.Errorf("a single enclosure is numbered: %s", got)
	}
}

// bboxes are the pages of a PDF, and its words without spaces.
func bboxes(t *testing.T, pdf string) ([]page, string) {
	t.Helper()
	box, err := exec.CommandContext(t.Context(), "pdftotext", "-bbox", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []page `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(bytes.NewReader(box))
	d.Strict, d.Entity = false, xml.HTMLEntity
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return doc.Pages, strings.Join(strings.Fields(string(text)), "")
}

// looksLikeALetter holds §I.1 against the pages: head at 30 mm, text within
// 156 × 225 mm, no number on the first page, then right and left.
func looksLikeALetter(t *testing.T, got []page, text string) {
	t.Helper()
	for _, want := range append([]string{"岳阳市科学技术局岳科公开复〔2025〕3号政府信息部分公开答复书张三："}, replyLines...) {
		if !strings.Contains(text, strings.Join(strings.Fields(want), "")) {
			t.Errorf("the letter lacks %q in %s", want, text)
		}
	}
	if len(got) != 3 {
		t.Fatalf("%d pages, want two and the slip's", len(got))
	}
	for i, p := range got {
		if p.Width < 594 || p.Width > 596 || p.Height < 841 || p.Height > 843 {
			t.Errorf("page %d is %.0f × %.0f, want A4 upright", i+1, p.Width, p.Height)
		}
		var foot []string
		left := p.Width
		for _, w := range p.Words {
			if w.Left < 28*mm-2 || w.Right > p.Width-26*mm+hang(w.Text) {
				t.Errorf("page %d: %q at %.0f–%.0f is outside the type area", i+1, w.Text, w.Left, w.Right)
			}
			if w.Top > p.Height-35*mm {
				foot, left = append(foot, w.Text), min(left, w.Left)
			}
		}
		want := fmt.Sprintf("— %d —", i+1)
		if i == 0 {
			want = ""
			// Its box is as high as the typeface says; the middle is that of the line.
			if at := (p.Words[0].Top + p.Words[0].Bottom) / 2; at < 34*mm || at > 44*mm {
				t.Errorf("the red head stands at %.0f mm, want its top at 30", at/mm)
			}
		} else if right := left > p.Width/2; right != (i%2 == 0) {
			t.Errorf("page %d: number at %.0f, want odd pages right, even left", i+1, left)
		}
		if strings.Join(foot, " ") != want {
			t.Errorf("page %d: foot %q, want %q", i+1, foot, want)
		}
	}
}

func TestLetterThroughLibreOffice(t *testing.T) {
	need(t, "soffice", "pdftotext")
	t.Parallel()
	file := filepath.Join(t.TempDir(), "letter.docx")
	if err := os.WriteFile(file, written(t, reply()), 0o600); err != nil {
		t.Fatal(err)
	}
	got, text := bboxes(t, office(t, file, "pdf"))
	looksLikeALetter(t, got, text)
}

func printed(t *testing.T, papers ...conv.Paper) string {
	t.Helper()
	if os.Getenv("GONGKAI_BROWSER") == "off" {
		t.Skip("no browser in the quick gate")
	}
	need(t, "chromium", "pdftotext")
	pdf, err := conv.PDF(t.Context(), papers...)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestLetterAsPDF(t *testing.T) {
	t.Parallel()
	got, text := bboxes(t, printed(t, reply()))
	looksLikeALetter(t, got, text)
}

// A bundle is numbered through, each paper begins a page, and nothing that is
// named in it is fetched or run.
func TestBundleAsPDF(t *testing.T) {
	t.Parallel()
	index := conv.Paper{Title: "案卷目录", HTML: `<table><tr><th>序号</th><th>文书</th></tr><tr><td>1</td><td>答复书</td></tr></table><script>document.body.textContent="改"</script><img src="http://127.0.0.1:9/x" alt="">`}
	got, text := bboxes(t, printed(t, index, reply(), index))
	if len(got) != 5 {
		t.Errorf("%d pages, want 5", len(got))
	}
	for i := range got {
		if want := fmt.Sprintf("—%d—", i+1); !strings.Contains(text, want) {
			t.Errorf("no page is numbered %s", want)
		}
	}
	if strings.Count(text, "案卷目录") != 2 {
		t.Errorf("the index stands not twice: %s", text)
	}
}

// Printing leaves no folder behind, ends with its context, and several at once
// come out whole.
func TestPDFLeavesNothing(t *testing.T) {
	if os.Getenv("GONGKAI_BROWSER") == "off" {
		t.Skip("no browser in the quick gate")
	}
	need(t, "chromium")
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if pdf, err := conv.PDF(t.Context(), reply()); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
				t.Errorf("%.20s, %v", pdf, err)
			}
		})
	}
	wg.Wait()
	if left, _ := filepath.Glob(filepath.Join(dir, "gongkai-pdf-*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestPDFWithoutPrinter(t *testing.T) {
	t.Parallel()
	_, err := conv.PrintWith(t.Context(), "", []string{t.TempDir(), "/nowhere"}, []conv.Paper{reply()})
	var missing *conv.MissingPrinter
	if !errors.As(err, &missing) || !strings.Contains(missing.Error(), "chromium") {
		t.Errorf("got %v, want words that name what is missing", err)
	}
}

// A browser that fails is a fault that says what it said.
func TestPDFOfABrokenBrowser(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(file, []byte("#!/bin/sh\necho no display >&2\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := conv.PrintWith(t.Context(), file, nil, []conv.Paper{reply()}); err == nil || !strings.Contains(err.Error(), "no display") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := conv.PrintWith(ctx, file, nil, []conv.Paper{reply()}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled print: %v", err)
	}
}

// plainly sets papers without a browser, with what typeface the machine has.
func plainly(t *testing.T, papers ...conv.Paper) string {
	t.Helper()
	need(t, "pdftotext")
	pdf, err := conv.PrintWith(t.Context(), "", conv.FontFolders(), papers)
	var missing *conv.MissingPrinter
	if errors.As(err, &missing) {
		testkit.Missing(t, "a Chinese TrueType typeface")
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "plain.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestLetterWithoutBrowser(t *testing.T) {
	t.Parallel()
	got, text := bboxes(t, plainly(t, reply()))
	looksLikeALetter(t, got, text)
}

func TestBundleWithoutBrowser(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	for i := range 80 {
		fmt.Fprintf(&rows, "<tr><td>%d</td><td>第%d份文书，其名称很长，要折成几行才放得下，因为这一格不够宽，放不下这么多字</td><td>2025-03-03</td></tr>", i+1, i+1)
	}
	index := conv.Paper{Title: "案卷目录", HTML: `<h2>一、文书</h2><table><tr><th>序号</th><th>文书</th><th>日期</th></tr><tr><td colspan="2">合</td><td rowspan="2">并</td></tr><tr><td>a</td><td>b</td></tr>` +
		rows.String() + `</table><ul><li>甲</li></ul><script>x()</script>`}
	got, text := bboxes(t, plainly(t, index, reply()))
	if len(got) < 6 || strings.Contains(text, "x()") || !strings.Contains(text, "第80份") {
		t.Errorf("%d pages: %s", len(got), text)
	}
	for i, p := range got {
		for _, w := range p.Words {
			if w.Left < 28*mm-2 || w.Right > p.Width-26*mm+hang(w.Text) || w.Bottom > p.Height-20*mm {
				t.Errorf("page %d: %q at %.0f–%.0f is outside the type area", i+1, w.Text, w.Left, w.Right)
			}
		}
	}
}

func TestPageHTMLEscapes(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert(1)</script>`
	p := conv.Paper{Head: evil, No: evil, Title: evil, To: evil, Issuer: evil, Day: evil, Attachments: []string{evil}, Note: evil}
	if got := conv.PageHTML(p); strings.Contains(got, "<script") {
		t.Errorf("typed words became markup: %s", got)
	}
}
