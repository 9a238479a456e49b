package extract

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/ascii85"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"gongkai/check"
	"gongkai/internal/conv"
)

// simple makes a PDF of objects; object 1 is the catalog, 2 the pages.
func simplePDF(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer\n<</Root 1 0 R/Info 9 0 R>>\n%%EOF\n")
	return []byte(b.String())
}

func stream(dict, body string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(body), body)
}

const (
	catalog = "<</Type/Catalog/Pages 2 0 R>>"
	pageOne = "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>"
	page3   = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</Im 6 0 R>>>>/Annots[7 0 R 8 0 R]>>"
	latin   = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
	picture = "<</Subtype/Image/Width 1/Height 1/Length 1>>stream\nx\nendstream"
)

func TestPDF(t *testing.T) {
	t.Parallel()
	text := readBytes(t, "a.pdf", simplePDF(catalog, pageOne, page3,
		stream("", "BT /F1 12 Tf 50 700 Td (tel 138) Tj [(12345) -50 (678)] TJ 0 -20 Td (next \\(line\\)) Tj ET BT /F1 12 Tf 0 12 -12 0 300 300 Tm (turned) Tj ET"), latin, picture,
		"<</Subtype/Text/Contents<FEFF6279 6CE8>/T(wang)>>", "<</Subtype/Link/A<</URI(tel:13812345678)>>>>",
		"<</Author<FEFF738B4E94>/Title(a)>>"))
	wantParts(t, text, "body 第1页:1 tel 13812345678", "body 第1页:2 next (line)", "body 第1页:3 turned", "comment 第1页批注:1 批注", "meta 第1页批注作者:1 wang", "meta 第1页链接地址:1 tel:13812345678", "meta 文件属性“作者”:1 王五")
	if len(text.Unread) > 0 {
		t.Error(text.Unread)
	}
}

// FL-UNREAD: pages that are pictures, and words without a table of characters.
func TestPDFUnread(t *testing.T) {
	t.Parallel()
	scan := stream("", "q 600 0 0 800 0 0 cm /Im Do Q")
	text := readBytes(t, "a.pdf", simplePDF(catalog, pageOne, page3, scan, latin, picture))
	if len(text.Unread) != 1 || !strings.Contains(text.Unread[0].Words, "PDF 没有文字层") {
		t.Error(text.Unread)
	}
	stamp := stream("", "q 600 0 0 800 0 0 cm /Im Do Q BT /F1 9 Tf 50 50 Td (page 3) Tj ET")
	words := stream("", "BT /F1 12 Tf 50 700 Td (words) Tj ET")
	text = readBytes(t, "a.pdf", simplePDF(catalog, "<</Type/Pages/Kids[3 0 R 7 0 R 8 0 R]/MediaBox[0 0 600 800]>>",
		page3, words, latin, picture, strings.Replace(page3, "4 0 R", "9 0 R", 1), strings.Replace(page3, "4 0 R", "10 0 R", 1), scan, stamp))
	if len(text.Unread) != 1 || text.Unread[0].Where != "第2—3页" {
		t.Error(text.Unread)
	}
	text = readBytes(t, "a.pdf", simplePDF(catalog, pageOne, page3, stream("", "BT /F1 12 Tf 50 700 Td <000100020003000400050006> Tj ET"),
		"<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</CIDSystemInfo<</Ordering(GB1)>>>>]>>", picture))
	if len(text.Unread) != 1 || !strings.Contains(text.Unread[0].Words, "文字取不出来") {
		t.Error(text.Unread)
	}
}

// What Chinese programs wrote before Unicode.
func TestPDFOfGBK(t *testing.T) {
	t.Parallel()
	text := readBytes(t, "a.pdf", simplePDF(catalog, pageOne, page3, stream("", "BT /F1 12 Tf 50 700 Td <B5E7BBB03133383132333435363738> Tj ET"),
		"<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H/DescendantFonts[<<>>]>>", picture))
	wantParts(t, text, "body 第1页:1 电话13812345678")
}

// bare is a text without what readers lay out differently.
func bare(s string) string {
	return norm.NFKC.String(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\f' {
			return -1
		}
		return r
	}, s))
}

// agree compares the words with what poppler reads, page by page in any order.
func agree(t *testing.T, file string) {
	t.Helper()
	need(t, "pdftotext")
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := readFile(t, file)
	var got strings.Builder
	for _, p := range text.Parts {
		if strings.HasSuffix(p.Where, "页") {
			got.WriteString(text.Words[p.At:p.End])
		}
	}
	if a, b := bare(got.String()), bare(string(out)); a != b {
		t.Errorf("%s: read\n%s\npoppler reads\n%s", filepath.Base(file), a, b)
	}
	for _, want := range []string{"11010519491231002X", "13812345678"} {
		if !strings.Contains(text.Words, want) {
			t.Errorf("%s: no %s in %q", filepath.Base(file), want, text.Words)
		}
	}
	if len(text.Unread) > 0 {
		t.Error(text.Unread)
	}
}

const notice = `<html><head><meta charset="utf-8"><title>通知</title></head><body><h1>关于公示的通知</h1><p>申请人张三，身份证号11010519491231002X，电话13812345678。咨询电话：0730-8888123，<b>长期</b>有效，见风龙鱼鸟页车门。</p>
<table border="1"><tr><th>姓名</th><th>数量</th></tr><tr><td>李四</td><td>12</td></tr></table><p>English words, 2019年1月23日，〔2019〕12号。</p></body></html>`

func TestPDFOfLibreOffice(t *testing.T) {
	t.Parallel()
	odt := soffice(t, write(t, "n.html", []byte(notice)), "odt:writer8")
	agree(t, soffice(t, odt, "pdf"))
}

func TestPDFOfChromium(t *testing.T) {
	t.Parallel()
	if os.Getenv("GONGKAI_BROWSER") == "off" {
		t.Skip("no browser in the quick gate")
	}
	need(t, "chromium")
	dir := t.TempDir()
	out := filepath.Join(dir, "n.pdf")
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir="+filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+write(t, "n.html", []byte(notice)))
	cmd.WaitDelay = 5 * time.Second
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	agree(t, out)
}

// The product's own printer on a machine without a browser (gopdf).
func TestPDFOfOurs(t *testing.T) {
	need(t, "pdftotext")
	path := os.Getenv("PATH")
	t.Setenv("PATH", "")
	b, err := conv.PDF(t.Context(), conv.Paper{Title: "关于公示的通知", Issuer: "某市科技局", Day: "2020年1月23日",
		HTML: "<p>申请人张三，身份证号11010519491231002X，电话13812345678。</p><table><tr><td>姓名</td><td>数量</td></tr><tr><td>李四</td><td>12</td></tr></table>"})
	t.Setenv("PATH", path)
	var none *conv.MissingPrinter
	if errors.As(err, &none) && os.Getenv("GONGKAI_NEED") != "all" {
		t.Skip(none.Words)
	}
	if err != nil {
		t.Fatal(err)
	}
	agree(t, write(t, "ours.pdf", b))
}

func deflated(t testing.TB, dict, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return stream(dict+"/Filter/FlateDecode", b.String())
}

// What Word writes: objects packed in streams, no trailer; and the packings of
// older programs.
func TestPDFPacked(t *testing.T) {
	t.Parallel()
	words := "BT /F1 12 Tf 50 700 Td (tel 13812345678) Tj ET"
	inner := "2 0 3 " + fmt.Sprint(len(pageOne)+1) + " 5 " + fmt.Sprint(len(pageOne)+len(page3)+2) + "\n"
	packed := "%PDF-1.5\n1 0 obj\n" + catalog + "\nendobj\n4 0 obj\n" + deflated(t, "", words) + "\nendobj\n" +
		"10 0 obj\n" + deflated(t, "/Type/ObjStm/N 3/First "+fmt.Sprint(len(inner)), inner+pageOne+" "+page3+" "+latin) + "\nendobj\n11 0 obj\n" + deflated(t, "/Type/XRef/Root 1 0 R/W[1 2 1]", "0") + "\nendobj\n"
	wantParts(t, readBytes(t, "a.pdf", []byte(packed)), "body 第1页:1 tel 13812345678")

	a85 := make([]byte, ascii85.MaxEncodedLen(len(words)))
	a85 = a85[:ascii85.Encode(a85, []byte(words))]
	predicted := ""
	for i := 0; i < len(words); i += 8 { // each row says how it differs from the byte before
		row, last := words[i:min(len(words), i+8)], byte(0)
		predicted += "\x01"
		for k := range len(row) {
			predicted += string([]byte{row[k] - last})
			last = row[k]
		}
	}
	for name, s := range map[string]string{
		"ascii85":  stream("/Filter[/ASCII85Decode]", string(a85)+"~>"),
		"hex":      stream("/Filter/AHx", fmt.Sprintf("%x>", words)),
		"run":      stream("/Filter/RunLengthDecode", string([]byte{byte(len(words) - 1)})+words+"\x80"),
		"predict":  deflated(t, "/DecodeParms<</Predictor 15/Columns 8>>", predicted),
		"indirect": strings.Replace(stream("", words), "/Length", "/Length 9 0 R/X", 1),
	} {
		text := readBytes(t, "a.pdf", simplePDF(catalog, pageOne, page3, s, latin, picture))
		if !strings.Contains(text.Words, "tel 13812345678") {
			t.Errorf("%s: %q", name, text.Words)
		}
	}
	// the example of the standard (7.4.4.2)
	if got := unLZW([]byte{0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01}, 100); string(got) != "-----A---B" {
		t.Errorf("LZW: %q", got)
	}
}

// FL-UNREAD: a file with a password, as LibreOffice and Excel's own way write it.
func TestEncrypted(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "x"}); err != nil {
		t.Fatal(err)
	}
	pdf := soffice(t, write(t, "n.html", []byte(notice)), `pdf:writer_web_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}`)
	for name, text := range map[string]check.Text{"a.xlsx": readBytes(t, "a.xlsx", b.Bytes()), "a.pdf": readFile(t, pdf)} {
		if len(text.Unread) != 1 || !strings.Contains(text.Unread[0].Words, "加了密码") {
			t.Errorf("%s: %v", name, text.Unread)
		}
	}
}

// A drawing without a letter, as of text turned into curves, is no clean text.
func TestPDFOfCurves(t *testing.T) {
	t.Parallel()
	source := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n4 0 obj<</Length 18>>stream\n10 10 m 99 99 l S \nendstream endobj\ntrailer<</Root 1 0 R>>\n"
	text, err := Read("曲线.pdf", strings.NewReader(source), int64(len(source)))
	if err != nil || len(text.Unread) != 1 || !strings.Contains(text.Unread[0].Words, "没有文字层") {
		t.Errorf("%+v, %v", text, err)
	}
}
