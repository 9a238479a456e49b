package check

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// cells makes a table; rows are apart by "/", cells by "|".
func cells(kind Kind, rows string) Text {
	var b Builder
	for r, row := range strings.Split(rows, "/") {
		for c, words := range strings.Split(row, "|") {
			b.Add(Part{Kind: kind, Line: r + 1, Column: 1, Table: 1, Row: r + 1, Col: c + 1}, words)
		}
	}
	return b.Text()
}

// PD-LIST, PD-NAME, and what the head of a column says of a number.
func TestLists(t *testing.T) {
	t.Parallel()
	n, c := id("43060219900307451"), bank("62220219030012345")
	for rows, want := range map[string]string{
		"姓名|联系电话/张三|13812345678":                     "PD-LIST warn 姓名>; PD-NAME hint 张三>张*; PD-MOBILE block 13812345678>138****5678",
		"补贴公示表/姓 名|金额/张三|500/欧阳小明|600":               "PD-LIST warn 姓 名>",
		"残疾人补贴/户主|金额/张三|500":                         "PD-LIST block 户主>; PD-NAME hint 张三>张*",
		"姓名|低保金额/张*|500/李*|600":                      "",
		"姓名|身份证号/张三|430***********4512":              "",
		"姓名|职务/张三|局长":                                "",
		"科室|联系人|电话/办公室|王五|13812345678":               "PD-MOBILE warn 13812345678>138****5678",
		"科室|电话/办公室|0730-8888123":                     "",
		"序号|证件号码|手机/1|" + n + "|13812345678":         "PD-ID block " + n + ">430***********" + n[14:] + "; PD-MOBILE block 13812345678>138****5678",
		"姓名|身份证号码/张*|430602199003074000":             "PD-ID block 430602199003074000>430***********4000",
		"姓名|账号/张*|" + c[:16] + "0":                   "PD-CARD warn " + c[:16] + "0>*************" + (c[:16] + "0")[13:],
		"项目编号|金额/13812345678|13912345678":            "",
		"姓名|张三/身份证号|" + n:                            "PD-ID block " + n + ">430***********" + n[14:],
		n[:6] + "|" + n[6:14] + "|" + n[14:]:         "PD-ID block " + n[:6] + "\t" + n[6:14] + "\t" + n[14:] + ">430***\t********\t" + n[14:],
		strings.Join(strings.Split(n, ""), "|"):      "PD-ID block " + strings.Join(strings.Split(n, ""), "\t") + ">" + strings.Join(strings.Split("430***********"+n[14:], ""), "\t"),
		"年度|2019|2020/收入|1234|5678/支出|138|1234|5678": "",
	} {
		if got := personal1(t, cells(Cell, rows)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", rows, got, want)
		}
	}
}

// PD-META, PD-GPS, and numbers in what a file says of itself.
func TestMeta(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ where, words, want string }{
		{"文件属性“作者”", "王五", "PD-META hint 王五>"},
		{"文件属性“作者”", "Administrator", ""},
		{"文件属性“作者”", "岳阳市科技局", ""},
		{"文件属性“模板”", `C:\Users\wangwu\a.dotx`, `PD-META hint C:\Users\wangwu\a.dotx>`},
		{"文件属性“关键词”", "13812345678", "PD-MOBILE block 13812345678>138****5678"},
		{"文件属性“标题”", "年报", ""},
		{"图片1拍摄地点", "北纬29.357300，东经113.128900", "PD-GPS block 北纬29.357300，东经113.128900>"},
	} {
		var b Builder
		b.Add(Part{Kind: Meta, Where: c.where, Line: 1, Column: 1}, c.words)
		if got := personal1(t, b.Text()); got != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.where, c.words, got, c.want)
		}
	}
}

func TestMaskName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"张三": "张*", "张三丰": "张**", "欧阳锋": "欧阳*", "张": "张", "": ""} {
		if got := MaskName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// After masking nothing that has a masked form is found again, and everything
// else is byte for byte as it was.
func TestMask(t *testing.T) {
	t.Parallel()
	digits := rapid.StringMatching(`[0-9]{1,8}`)
	piece := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) string {
			d := rapid.IntRange(0, 28).Draw(t, "day")
			n := id(fmt.Sprintf("43060219%02d%02d%02d%03d", rapid.IntRange(30, 99).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), 1+d%28, rapid.IntRange(0, 999).Draw(t, "no")))
			if rapid.Bool().Draw(t, "split") {
				n = n[:6] + " " + n[6:14] + "\t" + n[14:]
			}
			return n
		}),
		rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf("1%d%09d", rapid.IntRange(3, 9).Draw(t, "net"), rapid.IntRange(0, 999999999).Draw(t, "no"))
		}),
		rapid.Custom(func(t *rapid.T) string {
			return bank(fmt.Sprintf("62%016d", rapid.IntRange(0, 9999999999999999).Draw(t, "no")))
		}),
		digits,
		rapid.SampledFrom([]string{"，", "。", "\n", "\t", " ", "-", "－", "姓名", "身份证号", "手机", "联系电话：", "账号", "编号", "咨询电话", "湘F·12345", "护照E12345678", "住址：某某镇新村三组12号", "X", "x", "*", "０", "１３８", "a", "@qq.com", "年", "元", "张三", "\u200b"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(rapid.SliceOfN(piece, 0, 14).Draw(t, "pieces"), "")
		c := &Checker{}
		found := func(words string) []Finding {
			text := Plain(words)
			if text.Words != strings.TrimRight(words, "\n") && !strings.Contains(words, "\n") {
				t.Fatalf("Plain changed the words")
			}
			f := gather(&Text{Words: words, Parts: []Part{{Kind: Body, Line: 1, Column: 1, End: len(words)}}})
			c.persons(f)
			return f.all
		}
		all := found(words)
		out := Mask(words, all)
		for _, f := range found(out) {
			if f.Suggest != "" && strings.HasPrefix(f.Rule, "PD-") {
				t.Fatalf("%q masked is %q, where %s %q is found", words, out, f.Rule, f.Found)
			}
		}
		rest := func(s string, all []Finding, masked bool) string {
			var b strings.Builder
			at, shift := 0, 0
			for _, f := range all {
				end := f.End
				if masked {
					end = f.At + len(f.Suggest)
				}
				if f.Suggest == "" || f.At+shift < at {
					continue
				}
				b.WriteString(s[at : f.At+shift])
				at = end + shift
				if masked {
					shift += len(f.Suggest) - (f.End - f.At)
				}
			}
			return b.String() + s[at:]
		}
		if a, b := rest(words, sorted(all), false), rest(out, sorted(all), true); a != b {
			t.Fatalf("%q masked is %q: other words changed", words, out)
		}
	})
}

func sorted(all []Finding) []Finding {
	for i := range all {
		for j := i; j > 0 && all[j].At < all[j-1].At; j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
	return all
}

// BenchmarkPersons reads notices without hits; the budget is 200 MB a second.
func BenchmarkPersons(b *testing.B) {
	text := Plain(strings.Repeat("岳阳市科学技术局关于2019年度科技计划项目（第3批）申报的通知，岳科发〔2019〕12号。咨询电话：0730-8888123，总投资12345.67万元，办公室、领导小组、政务中心3号窗口，网址http://www.yy.gov.cn/a/20190102.html。\n"+
		"依法行政，规范性文件应当向社会公布，接受群众监督，各县市区科技局、市直有关单位按照通知要求认真组织申报工作，确保按时完成。\n", 20000))
	b.SetBytes(int64(len(text.Words)))
	c := &Checker{}
	for b.Loop() {
		f := gather(&text)
		if c.persons(f); len(f.all) > 0 {
			b.Fatal(f.all[0])
		}
	}
}
