package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/check"
)

// zipped makes a package of parts, name and words in turn.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBytes(t testing.TB, name string, b []byte) check.Text {
	t.Helper()
	text, err := Read(name, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// shown lists the parts: kind, place, line, words.
func shown(t check.Text) (out []string) {
	for _, p := range t.Parts {
		out = append(out, fmt.Sprintf("%s %s:%d %s", p.Kind, p.Where, p.Line, t.Words[p.At:p.End]))
	}
	for _, u := range t.Unread {
		out = append(out, "unread "+u.Words)
	}
	return out
}

func wantParts(t *testing.T, text check.Text, want ...string) {
	t.Helper()
	got := shown(text)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("no %q in\n%s", w, strings.Join(got, "\n"))
		}
	}
}

// need says that programs must be there: whoever sets GONGKAI_NEED=all wants to
// see a failure, not a skip.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			if os.Getenv("GONGKAI_NEED") == "all" {
				t.Fatalf("%s is missing and GONGKAI_NEED=all", p)
			}
			t.Skipf("%s is missing", p)
		}
	}
}

// soffice converts a file by LibreOffice.
func soffice(t *testing.T, file, to string) string {
	t.Helper()
	need(t, "soffice")
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", to, "--outdir", dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	ending, _, _ := strings.Cut(to, ":")
	made, _ := filepath.Glob(filepath.Join(dir, "*."+ending))
	if len(made) != 1 {
		t.Fatalf("soffice made %v: %s", made, out)
	}
	return made[0]
}

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func readFile(t *testing.T, name string) check.Text {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return readBytes(t, name, b)
}

// FL-UNREAD: whatever cannot be read is said in words, and nothing passes
// silently.
func TestUnread(t *testing.T) {
	t.Parallel()
	ole := func(stream string) []byte {
		b := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 1016))
		for i := range len(stream) {
			b = append(b, stream[i], 0)
		}
		return append(b, make([]byte, 600)...)
	}
	deep := strings.Repeat("<a>", 2000)
	const doc = "word/document.xml"
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"a.docx", []byte("not a zip"), "已损坏，或者不是.docx文件"},
		{"a.pdf", []byte("no pdf"), "已损坏，或者不是.pdf文件"},
		{"a.xlsx", ole("EncryptedPackage"), "加了密码"},
		{"a.docx", ole("EncryptedPackage"), "加了密码"},
		{"a.doc", ole("WordDocument"), "旧版 .doc"},
		{"a.docx", ole("WordDocument"), "旧版 .doc"},
		{"a.xls", ole("Workbook"), "旧版 .xls"},
		{"a.wps", ole("Contents"), "旧版 Office"},
		{"a.zip", zipped(t, "a.txt", "x"), "压缩包"},
		{"a.ofd", zipped(t, "OFD.xml", "<ofd:OFD/>"), "OFD"},
		{"a.odt", zipped(t, "content.xml", "<a/>", "META-INF/manifest.xml", "<a/>"), "OpenDocument"},
		{"a.rar", []byte("Rar!\x1a\x07\x00"), "压缩包"},
		{"a.pptx", zipped(t, "ppt/presentation.xml", "<p:presentation/>"), "演示文稿"},
		{"a.rtf", []byte("{\\rtf1}"), "RTF"},
		{"a.exe", []byte("MZ"), "不认识"},
		{"a.docx", zipped(t, doc, `<w:document><w:body><w:p><w:r><a:blip r:embed="rId1"/></w:r></w:p></w:body></w:document>`), "只有图片"},
		{"a.docx", zipped(t, doc, "<w:document><w:body>"), "已损坏"},
		{"a.docx", zipped(t, doc, "<w:document>"+deep), "套得过深"},
		{"a.docx", zipped(t, doc, "<document/>", doc, "<document/>"), "两个同名"},
		{"a.docx", zipped(t, doc, "<w:document><w:body/></w:document>")[:60], "不是完整的"},
		{"a.docx", zipped(t, doc, "<w:document><w:body/></w:document>", "word/embeddings/a.doc", string(ole("WordDocument"))), "旧版 .doc"},
		{"a.pdf", []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R/Encrypt 9 0 R>>"), "加了密码"},
		{"a.pdf", []byte("%PDF-1.4\n"), "已损坏"},
	} {
		text := readBytes(t, c.name, c.b)
		if len(text.Unread) == 0 || !strings.Contains(text.Unread[0].Words, c.want) {
			t.Errorf("%s %.20q: %v, want %s", c.name, c.b, text.Unread, c.want)
			continue
		}
		checker, err := check.New(check.Lists{})
		if err != nil {
			t.Fatal(err)
		}
		if all := checker.Check(text); !slices.ContainsFunc(all, func(f check.Finding) bool { return f.Rule == "FL-UNREAD" && f.Severity == check.Block }) {
			t.Errorf("%s: %v is no FL-UNREAD", c.name, all)
		}
	}
}

// A file is read by what it is, not by what it is called.
func TestWrongEnding(t *testing.T) {
	t.Parallel()
	b := zipped(t, "word/document.xml", "<w:document><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>")
	for _, name := range []string{"a.pdf", "a.doc", "a", "a.txt"} {
		wantParts(t, readBytes(t, name, b), "body :1 正文")
	}
	wantParts(t, readBytes(t, "a.xls", []byte("<html><table><tr><td>甲</td></tr></table>")), "cell :1 甲")
}

func TestCSV(t *testing.T) {
	t.Parallel()
	text := readBytes(t, "a.csv", []byte("姓名,电话\n张三,\"138\"\n"))
	wantParts(t, text, "cell :1 姓名", "cell :2 138")
	if p := text.Parts[3]; p.Row != 2 || p.Col != 2 || p.Column != 4 {
		t.Errorf("the cell is at %+v", p)
	}
}

// A small file that unpacks without end is refused in words.
func TestBombs(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("<w:document><w:body><w:p><w:r><w:t>")); err != nil {
		t.Fatal(err)
	}
	block := bytes.Repeat([]byte("a"), 1<<20)
	for range maxXML>>20 + 10 {
		if _, err := w.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	text := readBytes(t, "a.docx", b.Bytes())
	if len(text.Unread) == 0 || text.Unread[0].Words != tooLarge.words {
		t.Errorf("a bomb: %v", text.Unread)
	}
	// the same, whose directory lies about its size
	lie := b.Bytes()
	i := bytes.LastIndex(lie, []byte("PK\x01\x02"))
	copy(lie[i+24:], []byte{100, 0, 0, 0})
	if text := readBytes(t, "a.docx", lie); len(text.Unread) == 0 {
		t.Error("a bomb with a lie was read")
	}
}

// A document of a hundred megabytes of pictures is read in little memory: what
// a picture shows is never unpacked.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a hundred megabytes")
	}
	name := filepath.Join(t.TempDir(), "a.docx")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	part := func(name string, b []byte) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	part("word/document.xml", []byte(body(para("正文"))))
	photo := append(withSegment(t, "Exif\x00\x00"+string(tiff(binary.LittleEndian, false))), make([]byte, 10<<20)...)
	for i := range 10 {
		part(fmt.Sprintf("word/media/image%d.jpg", i), photo)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil || size < 100<<20 {
		t.Fatal(size, err)
	}
	var before, after runtime.MemStats // no other test runs beside this one
	runtime.ReadMemStats(&before)
	text, err := Read(name, f, size)
	runtime.ReadMemStats(&after)
	if err != nil || len(text.Unread) > 0 {
		t.Fatal(text.Unread, err)
	}
	wantParts(t, text, "body :1 正文", "meta 图片“image9.jpg”拍摄地点:1 北纬29.360000，东经113.130000")
	if b := after.TotalAlloc - before.TotalAlloc; b > 8<<20 {
		t.Errorf("%d bytes were allocated", b)
	}
}
