package conv_test

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gongkai/internal/conv"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/report"
)

// need says that a tool must be there: whoever sets GONGKAI_NEED=all wants to
// see a failure, not a skip.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		if os.Getenv("GONGKAI_NEED") == "all" {
			t.Fatalf("%s is missing and GONGKAI_NEED=all", tool)
		}
		t.Skipf("%s is missing", tool)
	}
}

// office converts a file with LibreOffice under a profile of its own and
// returns the name of what came out.
func office(t *testing.T, file, to string) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	kind, _, _ := strings.Cut(to, ":")
	name := filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+"."+kind)
	if _, err := os.Stat(name); err != nil {
		t.Fatalf("soffice made no %s: %s", kind, out)
	}
	return name
}

// page is what pdftotext -bbox says of a page, in points.
type page struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []struct {
		Left   float64 `xml:"xMin,attr"`
		Right  float64 `xml:"xMax,attr"`
		Top    float64 `xml:"yMin,attr"`
		Bottom float64 `xml:"yMax,attr"`
		Text   string  `xml:",chardata"`
	} `xml:"word"`
}

// pages lays a paper out with LibreOffice.
func pages(t *testing.T, p conv.Paper) ([]page, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.docx")
	if err := os.WriteFile(file, written(t, p), 0o600); err != nil {
		t.Fatal(err)
	}
	pdf := office(t, file, "pdf")
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
	return doc.Pages, string(text)
}

const mm = 72 / 25.4

// hang is how far a word may stand out to the right: a mark at the end of a
// line hangs out of it by its own width.
func hang(word string) float64 {
	if r, _ := utf8.DecodeLastRuneInString(word); unicode.IsPunct(r) {
		return 17
	}
	return 2
}

// The report's own tables, of 4, 10 and 15 columns, stay within the type area;
// pages are numbered right and left; the signature is not alone on a page.
func TestReportOnPaper(t *testing.T) {
	need(t, "soffice", "pdftotext")
	t.Parallel()
	for _, year := range []int{2020, 2022} { // the forms of 2019 and 2021
		t.Run(fmt.Sprint(year), func(t *testing.T) {
			t.Parallel()
			form, err := law.FormFor(year)
			if err != nil {
				t.Fatal(err)
			}
			sheet, err := report.Compute(report.Input{Body: report.Body{Code: "kjj", Name: "岳阳市科学技术局", Region: "岳阳市"}, Year: year, Form: form, Codec: ledger.Codec{}})
			if err != nil {
				t.Fatal(err)
			}
			words, _ := sheet.Render(sheet.FirstDraft())
			day := fmt.Sprintf("%d年1月23日", year+1)
			got, text := pages(t, conv.Paper{Title: fmt.Sprintf("岳阳市科学技术局%d年政府信息公开工作年度报告", year), Issuer: "岳阳市科学技术局", Day: day, HTML: sheet.HTML(words, nil)})
			if len(got) < 3 || len(got) > 6 {
				t.Errorf("%d pages, want 3 to 6", len(got))
			}
			for i, p := range got {
				if p.Width < 595 || p.Width > 596 || p.Height < 841 || p.Height > 842 {
					t.Errorf("page %d is %.0f × %.0f, want A4 upright", i+1, p.Width, p.Height)
				}
				var foot []string
				left, alone := p.Width, true
				for _, w := range p.Words {
					if w.Left < 28*mm-2 || w.Right > p.Width-26*mm+hang(w.Text) {
						t.Errorf("page %d: %q at %.0f–%.0f is outside the type area", i+1, w.Text, w.Left, w.Right)
					}
					if w.Top > p.Height-35*mm {
						foot, left = append(foot, w.Text), min(left, w.Left)
					} else if w.Top < 37*mm-3 || w.Bottom > p.Height-35*mm+4 {
						t.Errorf("page %d: %q at %.0f–%.0f is outside the type area", i+1, w.Text, w.Top, w.Bottom)
					} else if !strings.Contains("岳阳市科学技术局 "+day, w.Text) {
						alone = false
					}
				}
				if want := fmt.Sprintf("— %d —", i+1); strings.Join(foot, " ") != want {
					t.Errorf("page %d: foot %q, want %q", i+1, foot, want)
				}
				if right := left > p.Width/2; right != (i%2 == 0) {
					t.Errorf("page %d: number at %.0f, want odd pages right, even left", i+1, left)
				}
				if alone {
					t.Errorf("page %d holds nothing but the signature", i+1)
				}
			}
			flat := strings.Join(strings.Fields(text), "")
			for _, want := range []string{form.Sections[0], form.Sections[5], "未经复议直接起诉", "结转下年度继续办理", day} {
				if !strings.Contains(flat, want) {
					t.Errorf("the paper lacks %q", want)
				}
			}
		})
	}
}

// A head row comes again on each page of a long table; a table of many wide
// columns turns its page, and the text after it turns back.
func TestTablesOnPaper(t *testing.T) {
	need(t, "soffice", "pdftotext")
	t.Parallel()
	var b strings.Builder
	b.WriteString("<table><tr><th>序号</th><th>项目名称</th></tr>")
	for i := range 60 {
		fmt.Fprintf(&b, "<tr><td>%d</td><td>面向洞庭湖生态的监测技术研究与应用示范课题之%d</td></tr>", i+1, i+1)
	}
	b.WriteString("</table><p>宽表</p><table><tr>" + strings.Repeat("<th>指标名称</th>", 18) + "</tr><tr>" + strings.Repeat("<td>这一格里写着一句话</td>", 18) + "</tr></table><p>表后文字</p>")
	got, text := pages(t, conv.Paper{Title: "清单", HTML: b.String()})
	if n := strings.Count(text, "项目名称"); n < 2 {
		t.Errorf("the head row stands on %d pages, want each of the table", n)
	}
	sideways := 0
	for i, p := range got {
		if p.Width > p.Height {
			sideways++
		}
		for _, w := range p.Words {
			if w.Left < 26*mm-2 || w.Right > p.Width-26*mm+hang(w.Text) {
				t.Errorf("page %d: %q at %.0f–%.0f is outside the type area", i+1, w.Text, w.Left, w.Right)
			}
		}
	}
	if last := got[len(got)-1]; sideways != 1 || last.Width > last.Height {
		t.Errorf("%d pages sideways, the last %.0f wide; want one, and the last upright", sideways, last.Width)
	}
}

// opendocument is a text of LibreOffice with what papers have; %s is a PNG.
const opendocument = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:style style:name="Title" style:family="paragraph" style:class="chapter"><style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:default-outline-level="2"/></office:styles>
<office:automatic-styles><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
<style:style style:name="R" style:family="paragraph"><style:paragraph-properties fo:text-align="end"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style></office:automatic-styles>
<office:body><office:text>
<text:p text:style-name="Title">岳阳市科技创新工作要点</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">一、总体要求</text:h>
<text:p>全市科技系统要<text:span text:style-name="B">抓好落实</text:span>,见<text:a xlink:type="simple" xlink:href="https://www.gov.cn/">中国政府网</text:a>。</text:p>
<text:h text:style-name="Heading_20_2" text:outline-level="2">(一)主要目标</text:h>
<text:list text:style-name="L1"><text:list-item><text:p>甲项</text:p></text:list-item><text:list-item><text:p>乙项</text:p></text:list-item></text:list>
<text:list text:style-name="L2"><text:list-item><text:p>第一</text:p></text:list-item><text:list-item><text:p>第二</text:p></text:list-item></text:list>
<table:table><table:table-column table:number-columns-repeated="3"/>
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>事项</text:p></table:table-cell><table:covered-table-cell/><table:table-cell><text:p>单位</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>研发</text:p></table:table-cell><table:table-cell><text:p>甲</text:p></table:table-cell><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/><table:table-cell><text:p>乙</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>
<text:p><draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm"><draw:image><office:binary-data>%s</office:binary-data></draw:image><svg:desc>流程图</svg:desc></draw:frame></text:p>
<text:p text:style-name="R">2020年1月23日</text:p>
</office:text></office:body></office:document>`

func TestReadDocxOfLibreOffice(t *testing.T) {
	need(t, "soffice")
	t.Parallel()
	file := filepath.Join(t.TempDir(), "text.fodt")
	if err := os.WriteFile(file, fmt.Appendf(nil, opendocument, base64.StdEncoding.EncodeToString([]byte(smallPNG(t)))), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(office(t, file, "docx:MS Word 2007 XML"))
	if err != nil {
		t.Fatal(err)
	}
	doc := read(t, b)
	if want := "岳阳市科技创新工作要点"; doc.Title != want {
		t.Errorf("Title = %q, want %q", doc.Title, want)
	}
	want := `<h2>一、总体要求</h2><p>全市科技系统要<strong>抓好落实</strong>,见<a href="https://www.gov.cn/">中国政府网</a>。</p><h3>(一)主要目标</h3>` +
		`<ul><li>甲项</li><li>乙项</li></ul><ol><li>第一</li><li>第二</li></ol>` +
		`<table><tbody><tr><th colspan="2">事项</th><th>单位</th></tr><tr><td rowspan="2">研发</td><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></tbody></table>` +
		`<p><img src="image:0" alt="流程图"/></p><p class="right">2020年1月23日</p>`
	if diff := cmp.Diff(strings.ReplaceAll(want, "><", ">\n<"), strings.ReplaceAll(doc.HTML, "><", ">\n<")); diff != "" {
		t.Errorf("HTML (-want +got):\n%s", diff)
	}
	if len(doc.Images) != 1 || doc.Images[0].Type != "image/png" {
		t.Errorf("%d pictures, want the PNG", len(doc.Images))
	}
}

// What WriteDocx sets survives being opened and saved by LibreOffice.
func TestPaperThroughLibreOffice(t *testing.T) {
	need(t, "soffice")
	t.Parallel()
	const text = `<h2>一、总体要求</h2><p>甲<strong>乙</strong></p><h3>(一)主要目标</h3><ul><li>丙</li><li>丁</li></ul><ol><li>戊</li></ol><table><tbody><tr><th colspan="2">事项</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>`
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "paper.docx"), written(t, conv.Paper{Title: "通知", HTML: text}), 0o600); err != nil {
		t.Fatal(err)
	}
	odt := office(t, filepath.Join(dir, "paper.docx"), "odt")
	b, err := os.ReadFile(office(t, odt, "docx:MS Word 2007 XML"))
	if err != nil {
		t.Fatal(err)
	}
	doc := read(t, b)
	if diff := cmp.Diff(text, doc.HTML); diff != "" || doc.Title != "通知" {
		t.Errorf("Title %q, HTML (-want +got):\n%s", doc.Title, diff)
	}
}
