package conv_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/internal/conv"
)

// zipped packs parts in order: name, text, name, text …
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
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

// body is a document.xml around what a paper says.
func body(s string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:r="r" xmlns:a="a" xmlns:wp="wp" xmlns:mc="mc"><w:body>` + s + `</w:body></w:document>`
}

func par(s string) string { return "<w:p><w:r><w:t>" + s + "</w:t></w:r></w:p>" }

func read(t testing.TB, b []byte) conv.Document {
	t.Helper()
	doc, err := conv.ReadDocx(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatalf("ReadDocx: %v", err)
	}
	return doc
}

func written(t testing.TB, p conv.Paper) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := conv.WriteDocx(&b, p); err != nil {
		t.Fatalf("WriteDocx: %v", err)
	}
	return b.Bytes()
}

// What WriteDocx sets, ReadDocx reads back.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, html, want string }{
		{"headings", "<h2>一、总体要求</h2><h3>\uff08一\uff09重点任务</h3><h4>1.具体事项</h4><p>(1)第一点。</p>", ""},
		{"headings with half-width brackets", "<h2>十二、附则</h2><h3>(十一)其他</h3>", ""},
		{"emphasis", "<p>甲<strong>乙</strong><em>丙</em><u>丁</u>H<sub>2</sub>O、10<sup>4</sup></p>", ""},
		{"line break", "<p>甲<br/>乙</p>", ""},
		{"link", `<p>见<a href="https://www.gov.cn/a?b=1&amp;c=2">原文</a>。</p>`, ""},
		{"links within the site are words on paper", `<p>见<a href="/article/1">原文</a>。</p>`, "<p>见原文。</p>"},
		{"markup in words", "<p>a &lt; b &amp;&amp; c &gt; d &#34;e&#34;</p>", ""},
		{"bullets", "<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li><li>丁</li></ul>", ""},
		{"lists of both kinds", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙<ol><li>丁</li><li>戊</li></ol></li></ol>", ""},
		{"ordered", "<ol><li>甲</li><li>乙</li></ol><p>文</p><ol><li>丙</li></ol>", ""},
		{"table", "<table><tbody><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td></td></tr></tbody></table>", ""},
		{"table, merged", `<table><tbody><tr><th colspan="2" rowspan="2">角</th><th colspan="2">上</th></tr><tr><td>左</td><td>右</td></tr><tr><td rowspan="2">竖</td><td>一</td><td>1</td><td>2</td></tr><tr><td>二</td><td>3</td><td>4</td></tr></tbody></table>`, ""},
		{"table, two paragraphs in a cell", `<table><tbody><tr><th>甲</th></tr><tr><td><p>第一段文字</p><p>第二段文字</p></td></tr></tbody></table>`, ""},
		{"picture", `<p>前<img src="/f/1.png" alt="流程图"/>后</p>`, "<p>前\uff08图\uff1a流程图\uff09后</p>"},
		{"alignment", `<p>甲</p><p class="center">乙</p><p class="right">丙</p><p>丁</p>`, ""},
		{"quotation", "<blockquote><p>甲</p></blockquote>", "<p>甲</p>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := read(t, written(t, conv.Paper{Title: "关于 AI Plus 的通知", HTML: tt.html}))
			want := tt.want
			if want == "" {
				want = tt.html
			}
			if diff := cmp.Diff(want, doc.HTML); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
			if want := "关于AI Plus的通知"; doc.Title != want {
				t.Errorf("Title = %q, want %q", doc.Title, want)
			}
			if len(doc.Warnings) > 0 {
				t.Errorf("Warnings = %q, want none", doc.Warnings)
			}
		})
	}
}

func smallPNG(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const drawing = `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="%s"/><a:graphic><a:blip r:embed="%s"/></a:graphic></wp:inline></w:drawing></w:r></w:p>`

func TestPictures(t *testing.T) {
	t.Parallel()
	rels := `<Relationships><Relationship Id="rId7" Target="media/image1.png"/><Relationship Id="rId8" Target="media/image2.emf"/><Relationship Id="rId9" Target="media/gone.png"/></Relationships>`
	b := zipped(t, "word/document.xml", body(par("文")+fmt.Sprintf(drawing, "办理&quot;流程&quot;图", "rId7")+fmt.Sprintf(drawing, "", "rId8")+fmt.Sprintf(drawing, "", "rId9")+fmt.Sprintf(drawing, "又一次", "rId7")),
		"word/_rels/document.xml.rels", rels, "word/media/image1.png", smallPNG(t), "word/media/image2.emf", "\x01\x00\x00\x00emf")
	doc := read(t, b)
	if want := `<p>文</p><p><img src="image:0" alt="办理&#34;流程&#34;图"/></p><p><img src="image:0" alt="又一次"/></p>`; doc.HTML != want {
		t.Errorf("HTML = %q\nwant   %q", doc.HTML, want)
	}
	if len(doc.Images) != 1 || doc.Images[0].Type != "image/png" || doc.Images[0].Name != "image1.png" || doc.Images[0].Alt != `办理"流程"图` {
		t.Errorf("Images = %+v, want one PNG with its words", doc.Images)
	}
	if len(doc.Warnings) != 2 || !strings.Contains(doc.Warnings[0], ".emf") {
		t.Errorf("Warnings = %q, want one for the EMF and one for the missing picture", doc.Warnings)
	}
}

// Tables as forms have them: rows and cells in content controls, a second head row.
func TestTableOfForm(t *testing.T) {
	t.Parallel()
	cell := func(s string) string { return "<w:tc>" + par(s) + "</w:tc>" }
	head := "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
	doc := read(t, zipped(t, "word/document.xml", body(par("文")+"<w:tbl>"+head+cell("甲")+"</w:tr>"+head+cell("乙")+"</w:tr><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>"+cell("丙")+"</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt><w:tr><w:trPr><w:del/></w:trPr>"+cell("丁")+"</w:tr></w:tbl>")))
	if want := "<p>文</p><table><tbody><tr><th>甲</th></tr><tr><th>乙</th></tr><tr><td>丙</td></tr></tbody></table>"; doc.HTML != want {
		t.Errorf("HTML = %q\nwant   %q", doc.HTML, want)
	}
	if len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "修订") {
		t.Errorf("Warnings = %q, want that a row was left out", doc.Warnings)
	}
}

func TestPartOfOtherName(t *testing.T) {
	t.Parallel()
	doc := read(t, zipped(t, "_rels/.rels", `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`,
		"word/document2.xml", body(`<w:p><w:hyperlink r:id="rId1"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>`), "word/_rels/document2.xml.rels", `<Relationships><Relationship Id="rId1" Target="https://www.gov.cn/"/></Relationships>`))
	if want := `<p><a href="https://www.gov.cn/">甲</a></p>`; doc.HTML != want {
		t.Errorf("HTML = %q, want %q", doc.HTML, want)
	}
}

func TestRevisionsAndNotes(t *testing.T) {
	t.Parallel()
	doc := read(t, zipped(t, "word/document.xml", body(`<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:commentRangeStart/><w:r><w:t>乙</w:t><w:footnoteReference w:id="2"/></w:r><m:oMath/><w:r><w:pict><w:txbxContent>`+par("框")+`</w:txbxContent></w:pict></w:r></w:p>`)))
	if want := "<p>甲新乙</p>"; doc.HTML != want {
		t.Errorf("HTML = %q, want %q", doc.HTML, want)
	}
	if want := []string{"修订", "批注", "文本框", "公式", "脚注"}; len(doc.Warnings) != 5 || !slices.EqualFunc(doc.Warnings, want, strings.Contains) {
		t.Errorf("Warnings = %q, want one each of %q", doc.Warnings, want)
	}
}

// Numbers that Word counts itself are part of the words of a paper.
func TestAutomaticNumbers(t *testing.T) {
	t.Parallel()
	level := func(i int, format, text string) string {
		return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/></w:lvl>`, i, format, text)
	}
	numbering := `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">` + level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCountingThousand", "(%2)") + level(2, "decimal", "%3.") + `</w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="1">` + level(0, "japaneseCounting", "第%1条") + `</w:abstractNum><w:abstractNum w:abstractNumId="2">` + level(0, "decimal", "%1.") + `</w:abstractNum><w:abstractNum w:abstractNumId="3">` + level(0, "bullet", "●") + `</w:abstractNum>` +
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num><w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num></w:numbering>`
	styles := `<w:styles xmlns:w="w"><w:style w:styleId="2"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>`
	item := func(num, level int, s string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, num, s)
	}
	styled := func(s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>` + s + `</w:t></w:r></w:p>`
	}
	for _, tt := range []struct{ name, in, want string }{
		{"headings", item(1, 0, "总则") + item(1, 1, "目的") + item(1, 1, "依据") + item(1, 0, "附则") + item(1, 1, "施行"), "<h2>一、总则</h2><h3>(一)目的</h3><h3>(二)依据</h3><h2>二、附则</h2><h3>(一)施行</h3>"},
		{"headings by style", styled("总则") + par("文") + styled("附则"), "<h2>一、总则</h2><p>文</p><h2>二、附则</h2>"},
		{"articles", item(2, 0, "为了规范,制定本办法。") + par("第二款。") + item(2, 0, "本办法适用于本市。"), "<p>第一条\u3000为了规范,制定本办法。</p><p>第二款。</p><p>第二条\u3000本办法适用于本市。</p>"},
		{"a list", item(3, 0, "甲") + item(3, 0, "乙") + par("文") + item(4, 0, "丙"), "<ol><li>甲</li><li>乙</li></ol><p>文</p><ol><li>丙</li></ol>"},
		{"a list with text between", item(3, 0, "甲") + par("文") + item(3, 0, "乙"), "<p>1.甲</p><p>文</p><p>2.乙</p>"},
		{"bullets with text between", item(5, 0, "甲") + par("文") + item(5, 0, "乙"), "<ul><li>甲</li></ul><p>文</p><ul><li>乙</li></ul>"},
		{"third level under headings", item(1, 0, "总则") + item(1, 1, "目的") + item(1, 2, "甲") + item(1, 2, "乙"), "<h2>一、总则</h2><h3>(一)目的</h3><p>1.甲</p><p>2.乙</p>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			doc := read(t, zipped(t, "word/document.xml", body(par("前文")+tt.in), "word/numbering.xml", numbering, "word/styles.xml", styles))
			if diff := cmp.Diff("<p>前文</p>"+tt.want, doc.HTML); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
		})
	}
}

// bomb is a zip whose document.xml is n bytes of white space.
func bomb(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range n >> 20 {
		if _, err := w.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// spoiled changes a byte in the middle of the first part's data.
func spoiled(b []byte) []byte {
	b = bytes.Clone(b)
	n := int(binary.LittleEndian.Uint16(b[26:])) + int(binary.LittleEndian.Uint16(b[28:]))
	for i := range 8 {
		b[30+n+40+i] ^= 0xff
	}
	return b
}

func TestDamaged(t *testing.T) {
	t.Parallel()
	whole := written(t, conv.Paper{Title: "通知", HTML: "<p>" + strings.Repeat("甲乙丙丁", 500) + "</p>"})
	ole := append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 4096)...)
	encrypted := append(bytes.Clone(ole), []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")...)
	many := make([]string, 0, 2*2100)
	for i := range 2100 {
		many = append(many, fmt.Sprintf("word/%d.xml", i), "x")
	}
	laughs := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>`
	text := body(par("甲"))
	for _, tt := range []struct {
		name string
		in   []byte
		what string
	}{
		{"empty", nil, "不是完整的"},
		{"a text file", []byte("今天天气很好"), "不是完整的"},
		{"cut short", whole[:len(whole)-200], "不是完整的"},
		{"cut to the head", whole[:60], "不是完整的"},
		{"data spoiled", spoiled(zipped(t, "word/document.xml", body(par(strings.Repeat("甲乙丙丁戊己庚辛", 50))))), "已损坏"},
		{"old .doc", ole, "旧版 .doc"},
		{"with a password", encrypted, "密码"},
		{".xlsx", zipped(t, "xl/workbook.xml", "<x/>"), "word/document.xml"},
		{"too many parts", zipped(t, many...), "部件过多"},
		{"zip bomb", bomb(t, 300<<20), "过大"},
		{"entities", zipped(t, "word/document.xml", laughs), "正文部分已损坏"},
		{"deep", zipped(t, "word/document.xml", strings.Repeat("<a>", 5000)+strings.Repeat("</a>", 5000)), "正文部分已损坏"},
		{"many elements", zipped(t, "word/document.xml", "<a>"+strings.Repeat("<a/>", 2_000_000)+"</a>"), "正文部分已损坏"},
		{"no XML", zipped(t, "word/document.xml", "甲乙丙"), "正文部分已损坏"},
		{"unfinished XML", zipped(t, "word/document.xml", text[:len(text)-20]), "正文部分已损坏"},
		{"no body", zipped(t, "word/document.xml", "<document/>"), "没有正文"},
		{"links spoiled", zipped(t, "word/document.xml", text, "word/_rels/document.xml.rels", "<a"), "链接表"},
		{"styles spoiled", zipped(t, "word/document.xml", text, "word/styles.xml", "<a></b>"), "样式表"},
		{"numbering spoiled", zipped(t, "word/document.xml", text, "word/numbering.xml", ""), "编号表"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := conv.ReadDocx(bytes.NewReader(tt.in), int64(len(tt.in)))
			var d *conv.Damaged
			if !errors.As(err, &d) {
				t.Fatalf("ReadDocx = %v, want *Damaged", err)
			}
			if !strings.Contains(d.What, tt.what) || d.Mend == "" {
				t.Errorf("What %q, Mend %q; want %q and how to mend it", d.What, d.Mend, tt.what)
			}
			if s := err.Error(); !strings.HasPrefix(s, d.What+"。") || !strings.HasSuffix(s, d.Mend) {
				t.Errorf("Error() = %q, want both sentences", s)
			}
		})
	}
}

// A zip that says of itself that it unpacks to little, and unpacks to much.
func TestLyingZip(t *testing.T) {
	t.Parallel()
	var data bytes.Buffer
	b := bomb(t, 64<<20)
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := r.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&data)
	w, err := z.CreateRaw(&zip.FileHeader{Name: "word/document.xml", Method: zip.Deflate, CompressedSize64: r.File[0].CompressedSize64, UncompressedSize64: 10, CRC32: crc32.ChecksumIEEE(make([]byte, 10))})
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	if _, err := all.ReadFrom(raw); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(all.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = conv.ReadDocx(bytes.NewReader(data.Bytes()), int64(data.Len()))
	var d *conv.Damaged
	if !errors.As(err, &d) {
		t.Errorf("ReadDocx = %v, want *Damaged", err)
	}
}

// No file of 64 kB or less may cost more than this.
const enough = 768 << 20

func FuzzReadDocx(f *testing.F) {
	f.Add(written(f, conv.Paper{Title: "通知", Issuer: "局", Day: "2020年1月23日", HTML: `<h2>一、甲</h2><p>乙</p><ul><li>丙</li></ul><table><tr><th colspan="2">丁</th></tr><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr></table>`}), "")
	f.Add([]byte("PK\x03\x04"), "")
	f.Add([]byte{0xd0, 0xcf, 0x11, 0xe0}, "")
	f.Add([]byte{}, body(par("一、甲")+`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>`+par("x")+`</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr></w:tbl>`))
	f.Add([]byte{}, body(`<w:p><w:pPr><w:numPr><w:ilvl w:val="9"/><w:numId w:val="1"/></w:numPr></w:pPr><w:hyperlink r:id="rId1"><w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r></w:hyperlink></w:p>`))
	f.Fuzz(func(t *testing.T, b []byte, document string) {
		if len(b)+len(document) > 1<<16 {
			return
		}
		if document != "" { // fuzz the XML as well, which a mutated zip seldom reaches
			b = zipped(t, "word/document.xml", document,
				"word/_rels/document.xml.rels", `<Relationships><Relationship Id="rId1" Target="javascript:alert(1)"/><Relationship Id="rId2" Target="media/1.png"/></Relationships>`,
				"word/numbering.xml", `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
				"word/media/1.png", smallPNG(t))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		doc, err := conv.ReadDocx(bytes.NewReader(b), int64(len(b)))
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > enough {
			t.Errorf("%d bytes cost %d MB", len(b), got>>20)
		}
		if err != nil {
			if d := (*conv.Damaged)(nil); !errors.As(err, &d) || d.What == "" || d.Mend == "" {
				t.Errorf("ReadDocx = %v, want *Damaged", err)
			}
			return
		}
		if bad := harm(doc.HTML); bad != "" {
			t.Errorf("%q in %q", bad, doc.HTML)
		}
		if again := conv.Clean(doc.HTML); again != doc.HTML {
			t.Errorf("not at rest:\n%q\n%q", doc.HTML, again)
		}
	})
}
