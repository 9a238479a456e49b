package extract

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gongkai/check"
)

// printed shows a text part by part: kind, place, cell, words.
func printed(t check.Text) string {
	var b strings.Builder
	for _, p := range t.Parts {
		fmt.Fprintf(&b, "%s %d:%d", p.Kind, p.Line, p.Column)
		if p.Where != "" {
			fmt.Fprintf(&b, " (%s)", p.Where)
		}
		if p.Table > 0 {
			fmt.Fprintf(&b, " %d.%d.%d", p.Table, p.Row, p.Col)
		}
		if p.Head {
			b.WriteString(" head")
		}
		fmt.Fprintf(&b, " %q\n", t.Words[p.At:p.End])
	}
	return b.String()
}

func TestHTML(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ name, source, want string }{
		{"paragraphs", "<p>甲</p>\n<p>乙<b>丙</b>丁</p>丁", `body 1:4 "甲"
body 2:4 "乙丙丁"
body 2:18 "丁"
`},
		{"paragraphs without ends", "<p>甲<p>乙<div>丙</div>", `body 1:4 "甲"
body 1:8 "乙"
body 1:14 "丙"
`},
		{"white space", "<p>  甲  乙\n  丙 a\n b&nbsp;c</p>", `body 1:6 "甲 乙丙 a b\u00a0c"
`},
		{"lines", "<p>甲<br>乙</p><pre>丙\n  丁\n\n戊</pre>", `body 1:4 "甲"
body 1:9 "乙"
body 1:19 "丙"
body 2:1 "  丁"
body 4:1 "戊"
`},
		{"entities", "<p>&lt;甲&gt;&#20044;&#x4e59;&amp;&notanentity;</p>", `body 1:4 "<甲>乌乙&¬anentity;"
`},
		{"head", `<html><head><title>标&quot;题</title><meta name="description" content="说明"><meta charset="utf-8"><style>p{}</style><script>var 甲</script></head><body>文</body></html>`, `meta 1:20 (网页标题) "标\"题"
meta 1:36 (网页标签description) "说明"
body 1:149 "文"
`},
		{"hidden", `<div hidden>甲<p>乙</p></div><p style="display: none">丙</p><p style="VISIBILITY:hidden">丁</p><template>戊</template><input type=hidden name=id value=己><p>庚</p>`, `hidden 1:13 (不显示的文字) "甲"
hidden 1:17 (不显示的文字) "乙"
hidden 1:53 (不显示的文字) "丙"
hidden 1:87 (不显示的文字) "丁"
hidden 1:102 (不显示的文字) "戊"
hidden 1:114 (隐藏字段id) "己"
body 1:152 "庚"
`},
		{"hidden paragraph without an end", `<p hidden>甲<p>乙`, `hidden 1:11 (不显示的文字) "甲"
body 1:15 "乙"
`},
		{"comments", "<p>甲<!-- 待 定\n稿 -->乙</p><!--[if IE]>丙<![endif]-->", `body 1:4 "甲乙"
hidden 1:5 (网页注释) "待 定 稿"
`},
		{"pictures", `<p>见图<img src="a.png" alt="示意图">所示</p>`, `body 1:4 "见图所示"
alt 1:6 (图片替代文字) "示意图"
`},
		{"cells from above at the end of a row", `<table><tr><td rowspan=2>甲<td>乙<td rowspan=2>丙<tr><td>丁<tr><td>戊<td>己<td>庚</table>`, `cell 1:26 1.1.1 "甲"
cell 1:31 1.1.2 "乙"
cell 1:46 1.1.3 "丙"
cell 1:55 1.2.2 "丁"
cell 1:64 1.3.1 "戊"
cell 1:69 1.3.2 "己"
cell 1:74 1.3.3 "庚"
`},
		{"table", `<table><thead><tr><td>甲<td>乙</thead><tr><td rowspan=2>丙<td></td><tr><td>丁<td colspan=2>戊<td>己</table>后`, `cell 1:23 1.1.1 head "甲"
cell 1:28 1.1.2 head "乙"
cell 1:55 1.2.1 "丙"
cell 1:60 1.2.2 ""
cell 1:73 1.3.2 "丁"
cell 1:88 1.3.3 "戊"
cell 1:93 1.3.5 "己"
body 1:102 "后"
`},
		{"cell of paragraphs", `<table><tr><th><p>甲</p><p>乙</p></th><td>丙</td></tr></table>`, `cell 1:19 1.1.1 head "甲"
cell 1:27 1.1.1 head "乙"
cell 1:41 1.1.2 "丙"
`},
		{"table within a table", `<table><tr><td>甲<table><tr><td>乙</td></tr></table>丙</td><td>丁</td></tr></table>`, `cell 1:16 1.1.1 "甲"
cell 1:32 2.1.1 "乙"
cell 1:51 1.1.1 "丙"
cell 1:61 1.1.2 "丁"
`},
		{"lists", "<ul><li>甲<li>乙<ul><li>丙</ul><li>丁</ul>", `body 1:9 "甲"
body 1:14 "乙"
body 1:23 "丙"
body 1:33 "丁"
`},
		{"without scripts", "<noscript><p>请启用&amp;</p></noscript><iframe>甲</iframe>", `body 1:14 "请启用&"
`},
		{"odd ends", "</p></table></div>甲</b></td>乙<b", `body 1:19 "甲乙"
`},
	} {
		if diff := cmp.Diff(x.want, printed(HTML(x.source))); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", x.name, diff)
		}
	}
}

// Links and pictures stand where their words do.
func TestHTMLLinks(t *testing.T) {
	t.Parallel()
	text := HTML(`<p>见<a href="/a">附件<b>一</b></a>和<a href="/b"><div>附件二</div></a><a name="x">锚</a><img src="b.png"></p>`)
	var got []string
	for _, l := range text.Links {
		got = append(got, l.Href+" "+text.Words[l.At:l.End])
	}
	if diff := cmp.Diff([]string{"/a 附件一", "/b 附件二"}, got); diff != "" {
		t.Error(diff)
	}
	if len(text.Pictures) != 1 || text.Pictures[0].Name != "b.png" {
		t.Errorf("%+v", text.Pictures)
	}
}

// Columns are those of the source, after entities, tags and ends of lines.
func TestHTMLColumns(t *testing.T) {
	t.Parallel()
	c, err := check.New(check.Default())
	if err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string][2]int{
		"<p>増":                   {1, 4},
		"<p>&nbsp;&nbsp;甲&lt;増":  {1, 21},
		"<p>甲<b>乙</b>増":          {1, 13},
		"<p>甲\n  乙\n  丙増":        {3, 4},
		"<p>&#20044;増":           {1, 12},
		"<p>甲&#x5897;</p>":       {1, 5},
		"<pre>\n甲\n  増</pre>":    {3, 3},
		"<td>\n<td>甲<br>増</td>":  {2, 10},
		"<p>甲<!--\n\n注-->乙増</p>": {3, 6},
	} {
		found := false
		for _, f := range c.Check(HTML(source)) {
			if f.Found == "増" {
				found = true
				if f.Line != want[0] || f.Column != want[1] {
					t.Errorf("%s: %d:%d, want %d:%d", source, f.Line, f.Column, want[0], want[1])
				}
			}
		}
		if !found {
			t.Errorf("%s: nothing found", source)
		}
	}
}

// Pages that are made to be slow are not.
func TestHTMLDepth(t *testing.T) {
	t.Parallel()
	for _, source := range []string{strings.Repeat("<div>", 20_000) + strings.Repeat("<li>甲", 10_000), strings.Repeat("<table><tr><td>", 20_000),
		strings.Repeat("<b>甲", 50_000), "<table><tr>" + strings.Repeat("<td colspan=1000 rowspan=9999>", 5_000), strings.Repeat("</p>", 300_000), strings.Repeat("&", 500_000)} {
		if text := HTML(source); len(text.Words) > len(source) {
			t.Errorf("%.20s…: %d bytes of words from %d", source, len(text.Words), len(source))
		}
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	gb := "\xd4\xc0\xd1\xf4\xca\xd0"
	for name, x := range map[string]struct{ file, words, want string }{
		"UTF-8":     {"a.txt", "岳阳\r\n市\n", "body 1:1 \"岳阳\"\nbody 2:1 \"市\"\n"},
		"BOM":       {"a.TXT", "\xef\xbb\xbf岳阳", "body 1:1 \"岳阳\"\n"},
		"GB18030":   {"a.txt", gb, "body 1:1 \"岳阳市\"\n"},
		"UTF-16":    {"a.txt", "\xff\xfe\xb3\x5c\x33\x96", "body 1:1 \"岳阳\"\n"},
		"page":      {"a.htm", "<p>" + gb, "body 1:4 \"岳阳市\"\n"},
		"table":     {"a.csv", "姓名,电话\n\"张,三\",0730\n", "cell 1:1 1.1.1 head \"姓名\"\ncell 1:4 1.1.2 head \"电话\"\ncell 2:1 1.2.1 \"张,三\"\ncell 2:7 1.2.2 \"0730\"\n"},
		"binary":    {"a.txt", "岳\x00阳", ""},
		"no words":  {"a.html", "\xff\xff\xff", ""},
		"unknown":   {"a.wps", "岳阳", ""},
		"no ending": {"README", "岳阳", ""},
	} {
		got, err := Read(x.file, strings.NewReader(x.words), int64(len(x.words)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x.want, printed(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if unread := len(got.Unread) == 1; unread != (x.want == "") {
			t.Errorf("%s: unread is %v", name, got.Unread)
		}
	}
	got, err := Read("a.txt", strings.NewReader(""), maxBytes+1)
	if err != nil || len(got.Unread) != 1 || !strings.Contains(got.Unread[0].Words, "256 MB") {
		t.Errorf("a file that is too large: %+v, %v", got.Unread, err)
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<p>甲&lt;<b>乙</b>", "<table><tr><td colspan=3>甲<td>乙</table>", "<pre>甲\n乙</pre><!--丙-->", "<a href=x><div>甲</a>", "<title>甲</title><noscript><p>乙</noscript>"} {
		f.Add(s)
	}
	c, err := check.New(check.Default())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if !utf8.ValidString(source) {
			t.Skip("decode lets only UTF-8 through")
		}
		text := HTML(source)
		at := 0
		for _, p := range text.Parts {
			if p.At < at || p.End < p.At || p.End > len(text.Words) || p.Line < 1 || p.Column < 1 {
				t.Fatalf("part %+v after %d", p, at)
			}
			at = p.End
		}
		for i, m := range text.Marks {
			if i > 0 && m.At < text.Marks[i-1].At {
				t.Fatalf("marks out of order: %+v", m)
			}
		}
		for _, l := range text.Links {
			if l.At < 0 || l.End < l.At || l.End > len(text.Words) {
				t.Fatalf("link %+v", l)
			}
		}
		lines := strings.Split(source, "\n")
		for _, f := range c.Check(text) {
			if f.Line < 1 || f.Line > len(lines) || f.Column < 1 || f.Column > utf8.RuneCountInString(lines[f.Line-1])+1 {
				t.Fatalf("finding at %d:%d of %d lines: %+v", f.Line, f.Column, len(lines), f)
			}
		}
	})
}

// The text of an article is kept on one line: what is found in it is told by
// paragraph and row. Where each paragraph has its line, the line tells.
func TestParagraphs(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"<p>甲</p><p>乙</p><table><tr><td>丙</td></tr><tr><td>丁</td></tr></table><p>戊</p>": "第1段 第2段 表格1第1行 表格1第2行 第3段",
		"<p>甲</p>\n<p>乙</p>":                 " ",
		"<p>只有<b>一段</b></p>":                 "",
		"<title>题</title><body>\n<p>甲</p>\n": "网页标题 ",
	} {
		var got []string
		for _, p := range Paragraphs(HTML(source)).Parts {
			got = append(got, p.Where)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", source, s, want)
		}
	}
}
