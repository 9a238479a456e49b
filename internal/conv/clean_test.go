package conv_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"gongkai/internal/conv"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"loose text", "正文", "<p>正文</p>"},
		{"script", `<p>一</p><script>alert(1)</script><p>二</p>`, "<p>一</p><p>二</p>"},
		{"handlers", `<p onclick="x()" onmouseover=y>文</p><img src="/f/1.png" alt="图" onerror=alert(1)>`, `<p>文</p><p><img src="/f/1.png" alt="图"/></p>`},
		{"javascript link", `<p><a href="javascript:alert(1)">点</a><a href=" java&#10;script:x">点</a></p>`, "<p>点点</p>"},
		{"data link", `<p><a href="data:text/html,x">点</a></p>`, "<p>点</p>"},
		{"links kept", `<p><a href="https://www.gov.cn/a?b=1&amp;c=2" target=_blank style="color:red">国务院</a><a href="/a/1">甲</a></p>`, `<p><a href="https://www.gov.cn/a?b=1&amp;c=2">国务院</a><a href="/a/1">甲</a></p>`},
		{"pictures from elsewhere", `<p>图<img src="http://example.com/x.png"><img src="file:///c:/x.png" alt="a"></p>`, "<p>图</p>"},
		{"forms and frames", `<form action=/x><input name=a><p>文</p></form><iframe src=x></iframe><object data=x></object><p>尾</p>`, "<p>尾</p>"},
		{"svg and math", `<svg><script>1</script></svg><math><mtext><img src=x onerror=y></mtext></math><p>文</p>`, "<p>文</p>"},
		{"div", `<div>甲</div><div><p>乙</p><div>丙</div></div>`, "<p>甲</p><p>乙</p><p>丙</p>"},
		{"h1 is for the title", "<h1>甲</h1><h5>乙</h5><h6>丙</h6>", "<h2>甲</h2><h4>乙</h4><h4>丙</h4>"},
		{"headings by number", "<p>一、总体情况</p><p>(一)主动公开</p><p>(二)依申请公开</p><p>十一、附则</p>", "<h2>一、总体情况</h2><h3>(一)主动公开</h3><h3>(二)依申请公开</h3><h2>十一、附则</h2>"},
		{"full-width brackets", "<p>\uff08一\uff09主动公开</p><p>\uff08二\uff09依申请公开\uff1b</p>", "<h3>\uff08一\uff09主动公开</h3><p>\uff08二\uff09依申请公开\uff1b</p>"},
		{"a numbered sentence is no heading", "<p>一、本办法自公布之日起施行。</p>", "<p>一、本办法自公布之日起施行。</p>"},
		{"alignment", `<p style="text-align: center">甲</p><p align=right>乙</p><p class="right foo">丙</p><td class=x>`, `<p class="center">甲</p><p class="right">乙</p><p>丙</p>`},
		{"emphasis", "<p><b>甲</b><i>乙</i><ins>丙</ins>H<sub>2</sub>O</p>", "<p><strong>甲</strong><em>乙</em><u>丙</u>H<sub>2</sub>O</p>"},
		{"blanks", "<p>\u3000\u3000甲&nbsp;\n 乙 </p><p>&nbsp;</p><p><span> </span></p>", "<p>甲 乙</p>"},
		{"table", `<table style="width:9px" border=1><tbody><tr height=1><th colspan="2" width=3>甲</th><td rowspan=2 onclick=x>乙</td></tr><tr><td>1</td><td></td></tr></tbody></table>`,
			`<table><tbody><tr><th colspan="2">甲</th><td rowspan="2">乙</td></tr><tr><td>1</td><td></td></tr></tbody></table>`},
		{"silly spans", `<table><tr><td colspan="999" rowspan="0">甲</td></tr></table>`, `<table><tbody><tr><td>甲</td></tr></tbody></table>`},
		{"comment", "<p>甲<!-- x --></p><!--[if gte mso 9]><xml><o:p>q</o:p></xml><![endif]-->", "<p>甲</p>"},
		{"list", "<ul><li>甲<ul><li>乙</li></ul></li></ul>", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"},
		{"nul", "<p>甲\x00乙</p>", "<p>甲乙</p>"},
		{"unclosed", "<p>甲<strong>乙", "<p>甲<strong>乙</strong></p>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := conv.Clean(tt.in)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Clean (-want +got):\n%s", diff)
			}
			if again := conv.Clean(got); again != got {
				t.Errorf("a second Clean changes it:\n%s", cmp.Diff(got, again))
			}
		})
	}
}

// wordPaste is what Word puts on the clipboard, shortened.
const wordPaste = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if !mso]><style>v\:* {behavior:url(#default#VML);}</style><![endif]-->
<style><!-- @font-face {font-family:仿宋_GB2312;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=ZH-CN style='tab-interval:21.0pt'><!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center;mso-pagination:widow-orphan'><b><span lang=EN-US style='font-size:22.0pt;font-family:方正小标宋简体'>2020</span></b><b><span style='font-size:22.0pt'>年工作要点</span></b><span lang=EN-US><o:p></o:p></span></p>
<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:仿宋_GB2312;mso-ascii-font-family:"Times New Roman"'>一、总体要求<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoNormal style='text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly'><font face="仿宋_GB2312" size=4>全面落实<span
style='color:red'>工作</span>部署<span lang=EN-US><o:p>&nbsp;</o:p></span></font></p>
<p class=MsoListParagraph style='margin-left:18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>第一项<o:p></o:p></p>
<p class=MsoListParagraph style='margin-left:18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>第二项<o:p></o:p></p>
<!--[if gte vml 1]><v:shapetype id="_x0000_t75"></v:shapetype><![endif]-->
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'><tr style='mso-yfti-irow:0'><td width=100 colspan=2 style='width:75.0pt;border:solid windowtext 1.0pt'><p class=MsoNormal><span>甲<o:p></o:p></span></p></td></tr><tr><td><p class=MsoNormal>1</p></td><td><p class=MsoNormal>2</p></td></tr></table>
<p class=MsoNormal align=right style='text-align:right'><st1:chsdate Year="2020" Month="1" Day="23">2020年1月23日</st1:chsdate></p>
<!--EndFragment--></body></html>`

func TestCleanWordPaste(t *testing.T) {
	t.Parallel()
	want := `<p class="center"><strong>2020</strong><strong>年工作要点</strong></p>` +
		`<h2>一、总体要求</h2><p>全面落实工作部署</p><ul><li>第一项</li><li>第二项</li></ul>` +
		`<table><tbody><tr><td colspan="2"><p>甲</p></td></tr><tr><td><p>1</p></td><td><p>2</p></td></tr></tbody></table>` +
		`<p class="right">2020年1月23日</p>`
	if diff := cmp.Diff(want, conv.Clean(wordPaste)); diff != "" {
		t.Errorf("Clean of a paste from Word (-want +got):\n%s", diff)
	}
}

// Words that are nested beyond reason lose their elements, not themselves.
func TestCleanDeep(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"span", "div", "blockquote", "ul><li", "strong", "table><tr><td"} {
		for _, n := range []int{50, 300, 5000} {
			in := strings.Repeat("<"+tag+">", n) + "最里面的字"
			got := conv.Clean(in)
			if !strings.Contains(got, "最里面的字") {
				t.Errorf("%d of <%s>: the words are lost: %.200q", n, tag, got)
			}
			if again := conv.Clean(got); again != got {
				t.Errorf("%d of <%s>: a second Clean changes it", n, tag)
			}
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"<h2>一、甲</h2><p>乙&amp;丙<br>丁</p>", "一、甲\n乙&丙\n丁"},
		{"<table><tbody><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>", "甲\t乙\t\n1\t2"},
		{"<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"},
	} {
		if got := conv.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"<p>甲乙丙</p>", 3, "甲乙丙"},
		{"<p>甲乙丙丁</p>", 3, "甲乙…"},
		{"<p>甲</p><p>乙</p>", 9, "甲 乙"},
		{"<p>甲</p>", 0, ""},
		{"", 5, ""},
	} {
		if got := conv.Excerpt(tt.in, tt.n); got != tt.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
}

func TestImagesWithoutAlt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want int
	}{
		{"<p>无图</p>", 0},
		{`<img src="/1" alt="流程图">`, 0},
		{`<img src="/1"><img src="/2" alt=""><img src="/3" alt="  "/><img src="/4" alt="图">`, 3},
	} {
		if got := conv.ImagesWithoutAlt(tt.in); got != tt.want {
			t.Errorf("ImagesWithoutAlt(%q) = %d, want %d", tt.in, got, tt.want)
		}
	}
}

// allowed is the vocabulary once more, told apart from the code on purpose.
var allowed = map[string]string{"p": "class", "h2": "class", "h3": "class", "h4": "class", "ul": "", "ol": "", "li": "", "strong": "", "em": "", "u": "",
	"sub": "", "sup": "", "br": "", "blockquote": "", "hr": "", "table": "", "caption": "", "thead": "", "tbody": "", "tfoot": "", "tr": "",
	"th": "class colspan rowspan", "td": "class colspan rowspan", "a": "href", "img": "src alt"}

var harmless = regexp.MustCompile(`(?i)^(https?://|mailto:|/|#|image:[0-9]+$)`)

// harm finds in markup what is not of the vocabulary, and so could run or load
// from elsewhere; "" when nothing.
func harm(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.CommentToken, html.DoctypeToken:
			return string(z.Raw())
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			raw := string(z.Raw())
			t := z.Token()
			attrs, ok := allowed[t.Data]
			if !ok {
				return raw
			}
			for _, a := range t.Attr {
				if !slices.Contains(strings.Fields(attrs), a.Key) || (a.Key == "href" || a.Key == "src") && !harmless.MatchString(a.Val) {
					return raw
				}
			}
		}
	}
}

// How long Clean takes for what is nested beyond reason: twice as deep should
// take about twice as long.
func BenchmarkCleanDeep(b *testing.B) {
	for _, n := range []int{2500, 5000, 10000} {
		in := strings.Repeat("<table><tr><td>", n) + "字"
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				conv.Clean(in)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{wordPaste, "<p>一、甲</p>", "<p>(一)甲</p>", "<table><tr><td>1<table><tr><td>2", "<ul><p>x<li>y<p class=MsoListParagraph>1.甲", "<a href=javascript:x>y", "<svg><p><style><g title='</style><img onerror=alert(1)>'>",
		"<div><h1>x<div>y</h1></div>z", "<b><p>x</b>y</p>", "<li>·", "&lt;script&gt;", "<h2> <br> </h2>", "<p><table>", "<a><a>", "<p>\u3000 \u00a0甲", "<pre>\n\nx</pre>", "<textarea>\n<p>", "<select><option><p>x", "<plaintext><p>", "<caption>x</caption><p style=text-align:center>", "<math><mi><p>x", "<noscript><p title='</noscript><img src=x onerror=y>'>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		got := conv.Clean(s)
		if bad := harm(got); bad != "" {
			t.Errorf("Clean(%q) keeps %q in %q", s, bad, got)
		}
		if again := conv.Clean(got); again != got {
			t.Errorf("Clean is not at rest:\n in    %q\n once  %q\n twice %q", s, got, again)
		}
	})
}
