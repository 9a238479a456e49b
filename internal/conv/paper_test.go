package conv_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"gongkai/internal/conv"
)

// parts unpacks a .docx.
func parts(t testing.TB, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// wellFormed fails on a part that is no XML, or that says a prefix it does not declare.
func wellFormed(t testing.TB, b []byte) {
	t.Helper()
	for name, text := range parts(t, b) {
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := tok.(xml.StartElement); ok && len(e.Name.Space) < 5 {
				t.Fatalf("%s: prefix %q of <%s> is not declared", name, e.Name.Space, e.Name.Local)
			}
		}
	}
}

var wt = regexp.MustCompile(`<w:t [^>]*>([^<]*)</w:t>`)

// lines are the paragraphs of a paper, as their words.
func lines(t testing.TB, p conv.Paper) []string {
	t.Helper()
	var out []string
	for _, para := range strings.Split(parts(t, written(t, p))["word/document.xml"], "</w:p>") {
		words := ""
		for _, m := range wt.FindAllStringSubmatch(para, -1) {
			words += m[1]
		}
		if words != "" {
			out = append(out, words)
		}
	}
	return out
}

func TestSamePaperSameBytes(t *testing.T) {
	t.Parallel()
	p := conv.Paper{Title: "通知", Issuer: "局", Day: "2020年1月23日", HTML: `<p><a href="https://b.cn/">b</a><a href="https://a.cn/">a</a></p><table><tr><th>1</th></tr></table>`}
	b := written(t, p)
	if !bytes.Equal(b, written(t, p)) {
		t.Error("two papers of the same words differ")
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File { // a paper written tomorrow is the same as well
		if f.Modified.Year() != 2000 {
			t.Errorf("%s bears the time %v", f.Name, f.Modified)
		}
	}
}

func TestPageAndType(t *testing.T) {
	t.Parallel()
	got := parts(t, written(t, conv.Paper{Title: "通知", HTML: "<h2>一、甲</h2><p>乙</p>"}))
	// 1 mm is 56.7 twentieths of a point: 37, 26, 35, 28 mm.
	for _, tt := range []struct{ part, want string }{
		{"word/document.xml", `<w:pgSz w:w="11906" w:h="16838"/>`},
		{"word/document.xml", `<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"`},
		{"word/styles.xml", `w:eastAsia="仿宋_GB2312"`},
		{"word/styles.xml", `w:eastAsia="zh-CN"`},
		{"word/styles.xml", `<w:spacing w:line="578" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="630"/>`},
		{"word/settings.xml", `<w:evenAndOddHeaders/>`},
		{"word/fontTable.xml", `<w:altName w:val="仿宋,FangSong,`},
		{"word/footer1.xml", `>— <`},
		{"word/footer2.xml", ` PAGE `},
	} {
		if !strings.Contains(got[tt.part], tt.want) {
			t.Errorf("%s lacks %s", tt.part, tt.want)
		}
	}
	for style, want := range map[string]string{"Title": `方正小标宋简体.*w:sz w:val="44"`, "Heading1": "黑体", "Heading2": "楷体_GB2312", "Heading3": "仿宋_GB2312", "FooterOdd": `w:val="right".*w:sz w:val="28"`, "FooterEven": `w:val="left".*w:sz w:val="28"`} {
		one := regexp.MustCompile(`w:styleId="` + style + `".*?</w:style>`).FindString(got["word/styles.xml"])
		if !regexp.MustCompile(want).MatchString(one) {
			t.Errorf("style %s = %s, want %s", style, one, want)
		}
	}
	if strings.Contains(strings.Join([]string{got["word/document.xml"], got["word/styles.xml"], got["word/settings.xml"]}, ""), "ja-JP") {
		t.Error("the paper is marked Japanese")
	}
}

func TestSignature(t *testing.T) {
	t.Parallel()
	const name, day = "岳阳市科学技术局", "2020年1月23日"
	right := func(s string) string { return `<p class="right">` + s + `</p>` }
	for _, tt := range []struct {
		name, html string
		p          conv.Paper
		want       []string
	}{
		{"both are added", "<p>文</p>", conv.Paper{Issuer: name, Day: day}, []string{"文", name, day}},
		{"neither is named", "<p>文</p>", conv.Paper{}, []string{"文"}},
		{"both stand", "<p>文</p>" + right(name) + right(day), conv.Paper{Issuer: name, Day: day}, []string{"文", name, day}},
		{"both stand, spread and spaced", "<p>文</p>\n" + right("岳阳市 科学技术局") + "\n" + right("2020年 1月 23日") + "\n", conv.Paper{Issuer: name, Day: day}, []string{"文", "岳阳市 科学技术局", day}},
		{"both stand in one line", "<p>文</p>" + right(name+" "+day), conv.Paper{Issuer: name, Day: day}, []string{"文", name + " " + day}},
		{"only the day stands", "<p>文</p>" + right(day), conv.Paper{Issuer: name, Day: day}, []string{"文", name, day}},
		{"only the name stands", "<p>文</p>" + right(name), conv.Paper{Issuer: name, Day: day}, []string{"文", name, day}},
		{"another day stands", "<p>文</p>" + right(name) + right("2020年1月9日"), conv.Paper{Issuer: name, Day: day}, []string{"文", name, "2020年1月9日"}},
		{"another name stands", "<p>文</p>" + right("局办公室") + right("二〇二〇年一月九日"), conv.Paper{Issuer: name, Day: day}, []string{"文", "局办公室", "二〇二〇年一月九日"}},
		{"names of two", "<p>文</p>" + right("甲局") + right("乙局") + right(day), conv.Paper{Issuer: name, Day: day}, []string{"文", "甲局", "乙局", day}},
		{"named in the text, not at the end", right(name) + "<p>文</p>", conv.Paper{Issuer: name, Day: day}, []string{name, "文", name, day}},
		{"after a table", "<table><tr><td>文</td></tr></table>", conv.Paper{Issuer: name, Day: day}, []string{"文", name, day}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.p.HTML = tt.html
			if diff := cmp.Diff(tt.want, lines(t, tt.p)); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTitleBreaksAfterName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		title string
		want  int
	}{
		{"岳阳市科学技术局2020年政府信息公开工作年度报告", 1},
		{"岳阳市科学技术局2020年工作要点", 0},
		{"关于岳阳市科学技术局2020年政府信息公开工作年度报告的说明", 0},
	} {
		got := parts(t, written(t, conv.Paper{Title: tt.title, Issuer: "岳阳市科学技术局"}))["word/document.xml"]
		if n := strings.Count(got, "<w:br/>"); n != tt.want {
			t.Errorf("%s: %d breaks, want %d", tt.title, n, tt.want)
		}
	}
}

var (
	reRow  = regexp.MustCompile(`(?s)<w:tr>.*?</w:tr>`)
	reCell = regexp.MustCompile(`(?s)<w:tc>.*?</w:tc>`)
	reSpan = regexp.MustCompile(`<w:gridSpan w:val="(\d+)"/>`)
	reCol  = regexp.MustCompile(`<w:gridCol w:w="(\d+)"/>`)
	reType = regexp.MustCompile(`w:val="Table(?:Text|Head)(\d+)"`)
)

func atoi(s string) (n int) {
	fmt.Sscan(s, &n)
	return n
}

// Whatever the HTML, a table in Word has rows of equal width and at least one
// cell with a paragraph in each, or Word calls the file damaged.
func TestTableGrid(t *testing.T) {
	t.Parallel()
	row := func(n int, tag string) string {
		return "<tr>" + strings.Repeat("<"+tag+">数字</"+tag+">", n) + "</tr>"
	}
	for _, tt := range []struct {
		name, html  string
		cols, heads int
		size        int // half points, at most
		landscape   bool
	}{
		{"plain", "<table>" + row(3, "th") + row(3, "td") + row(3, "td") + "</table>", 3, 1, 24, false},
		{"no head", "<table>" + row(3, "td") + row(3, "td") + "</table>", 3, 0, 24, false},
		{"only heads", "<table>" + row(3, "th") + "</table>", 3, 0, 24, false},
		{"heads again below", "<table>" + row(2, "th") + row(2, "td") + row(2, "th") + row(2, "td") + "</table>", 2, 0, 24, false},
		{"two heads", `<table><thead><tr><th rowspan="2">甲</th><th colspan="2">乙</th></tr><tr><th>丙</th><th>丁</th></tr></thead><tbody>` + row(3, "td") + "</tbody></table>", 3, 2, 24, false},
		{"a head that reaches into the body", `<table><tr><th rowspan="2">甲</th><th>乙</th></tr><tr><td>1</td></tr></table>`, 2, 0, 24, false},
		{"ragged", "<table>" + row(1, "td") + row(4, "td") + row(2, "td") + "</table>", 4, 0, 24, false},
		{"rowspan beyond the end", `<table><tr><td rowspan="9">甲</td><td>乙</td></tr></table>`, 2, 0, 24, false},
		{"spans that meet", `<table><tr><td>1</td><td rowspan="2">2</td></tr><tr><td colspan="3">3</td></tr></table>`, 2, 0, 24, false},
		{"an empty row", "<table><tr></tr>" + row(2, "td") + "</table>", 2, 0, 24, false},
		{"a table in a cell", "<table><tr><td>甲<table>" + row(2, "td") + "</table></td></tr></table>", 1, 0, 24, false},
		{"eight columns", "<table>" + row(8, "th") + row(8, "td") + "</table>", 8, 1, 21, false},
		{"fifteen columns of figures", "<table>" + row(15, "th") + row(15, "td") + "</table>", 15, 1, 21, false},
		{"twelve columns of words", "<table>" + row(12, "th") + "<tr>" + strings.Repeat("<td>这一格里写着一整句话，不是一个数字而已</td>", 12) + "</tr></table>", 12, 1, 21, true},
		{"thirty columns", "<table>" + row(30, "th") + row(30, "td") + "</table>", 30, 1, 18, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := written(t, conv.Paper{Title: "表", HTML: "<p>前</p>" + tt.html + "<p>后</p>"})
			wellFormed(t, b)
			doc := parts(t, b)["word/document.xml"]
			width := 0
			cols := reCol.FindAllStringSubmatch(doc, -1)
			for _, c := range cols {
				width += atoi(c[1])
				if atoi(c[1]) <= 0 {
					t.Errorf("a column %s wide", c[1])
				}
			}
			want := 8844
			if tt.landscape {
				want = 12756
			}
			if len(cols) != tt.cols || width != want {
				t.Errorf("%d columns, %d wide; want %d, %d", len(cols), width, tt.cols, want)
			}
			for _, r := range reRow.FindAllString(doc, -1) {
				n := 0
				for _, c := range reCell.FindAllString(r, -1) {
					n++
					if m := reSpan.FindStringSubmatch(c); m != nil {
						n += atoi(m[1]) - 1
					}
					if !strings.Contains(c, "<w:p>") {
						t.Errorf("a cell without a paragraph: %s", c)
					}
				}
				if n != tt.cols {
					t.Errorf("a row of %d columns, want %d: %s", n, tt.cols, r)
				}
				if !strings.Contains(r, "<w:cantSplit/>") {
					t.Errorf("a row that a page may tear: %s", r)
				}
			}
			if n := strings.Count(doc, "<w:tblHeader/>"); n != tt.heads {
				t.Errorf("%d rows are repeated, want %d", n, tt.heads)
			}
			for _, m := range reType.FindAllStringSubmatch(doc, -1) {
				if atoi(m[1]) > tt.size {
					t.Errorf("type of %s half points, want at most %d", m[1], tt.size)
				}
			}
			if got := strings.Contains(doc, `w:orient="landscape"`); got != tt.landscape {
				t.Errorf("landscape = %v", got)
			}
			if !strings.HasSuffix(doc, `w:gutter="0"/><w:cols w:space="425"/></w:sectPr></w:body></w:document>`) || strings.Contains(doc[len(doc)-400:], "landscape") {
				t.Error("the paper does not end upright")
			}
		})
	}
}

func TestTableTooWide(t *testing.T) {
	t.Parallel()
	err := conv.WriteDocx(io.Discard, conv.Paper{HTML: "<table><tr>" + strings.Repeat("<td>1</td>", 64) + "</tr></table>"})
	if d := (*conv.Damaged)(nil); !errors.As(err, &d) || !strings.Contains(d.What, "63列") {
		t.Errorf("WriteDocx = %v, want *Damaged that names the bound", err)
	}
}

// Text that XML, or Word, cannot hold.
func TestIllegalText(t *testing.T) {
	t.Parallel()
	nasty := "甲\x00\x01\x0b\x1f\ufffe\uffff\ufffd\xff\xc0乙<&>\"'😀𠮷"
	b := written(t, conv.Paper{Title: nasty, Issuer: nasty, Day: nasty, HTML: "<p>" + nasty + `<a href="https://a.cn/&quot;&gt;&lt;x">链</a></p><table><tr><td>` + nasty + "</td></tr></table>"})
	wellFormed(t, b)
	doc := read(t, b)
	if want := "甲乙"; !strings.HasPrefix(doc.Title, want) || !strings.HasSuffix(doc.Title, "😀𠮷") {
		t.Errorf("Title = %q, want %q first and the rare characters last", doc.Title, want)
	}
}

func TestOddLinksAreWords(t *testing.T) {
	t.Parallel()
	for _, href := range []string{"http://", "http://[::1", "https://a b.cn/", "mailto:", "mailto:a b@c", "ftp://a.cn/", "#top", "/a", "http://a.cn/\x7f", "https:a.cn"} {
		got := parts(t, written(t, conv.Paper{HTML: `<p><a href="` + href + `">链</a></p>`}))
		if strings.Contains(got["word/_rels/document.xml.rels"], "hyperlink") || !strings.Contains(got["word/document.xml"], ">链<") {
			t.Errorf("href %q is a link on paper, or lost its words", href)
		}
	}
}

// Any HTML that Clean lets through gives a file that XML readers and our own
// reader can read, with all its words.
func FuzzWriteDocx(f *testing.F) {
	f.Add("通知", "<p>甲</p>")
	f.Add("", "<table><tr><td rowspan=3>1<td colspan=2>2<tr><td>3<table><tr><th>4</table></table>")
	f.Add("x", "<ol><li>1<ul><li>2<table><caption>c<tr><td>3</table></ul><li><p>4<p>5</ol><blockquote>6<h2>7</blockquote>")
	f.Add("", "<table><caption>c</caption></table>")
	f.Add("x", "<ul>t<li>1</ul><p>&gt;<img src=/ alt=y>&gt;")
	f.Add("x", "<h2><p>a<br><img src=/x alt=y></h2><hr><p class=right>局<p class=right>2020年1月1日")
	f.Fuzz(func(t *testing.T, title, s string) {
		if len(s)+len(title) > 1<<14 {
			return
		}
		s = conv.Clean(s)
		var b bytes.Buffer
		if err := conv.WriteDocx(&b, conv.Paper{Title: title, Issuer: "局", Day: "2020年1月23日", HTML: s}); err != nil {
			if d := (*conv.Damaged)(nil); !errors.As(err, &d) {
				t.Fatal(err)
			}
			return
		}
		wellFormed(t, b.Bytes())
		read(t, b.Bytes())
		got := ""
		for _, m := range wt.FindAllStringSubmatch(parts(t, b.Bytes())["word/document.xml"], -1) {
			got += m[1]
		}
		count := map[rune]int{}
		for _, r := range conv.Text(got) {
			count[r]++
		}
		for _, r := range conv.Text(s) {
			if count[r]--; count[r] < 0 && unicode.IsLetter(r) {
				t.Fatalf("a %q is lost from %q: %q", r, s, got)
			}
		}
	})
}
