package check

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// checker is one with the program's lists.
func checker(t testing.TB) *Checker {
	t.Helper()
	c, err := New(Default())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// chars are the findings on characters alone.
func chars(c *Checker, t Text) (out []Finding) {
	for _, f := range c.Check(t) {
		if strings.HasPrefix(f.Rule, "CH-") {
			out = append(out, f)
		}
	}
	return out
}

// TestCharacters: each line is a text, the rule that speaks of it, what is
// found and what is suggested. No other rule may speak.
func TestCharacters(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, x := range []struct{ rule, words, found, suggest string }{
		{"CH-TRADITIONAL", "行政事业性收費", "費", "费"},
		{"CH-TRADITIONAL", "认真貫彻落实", "貫", "贯"},
		{"CH-TRADITIONAL", "王龑", "龑", "䶮"},
		{"CH-JAPANESE", "本年増减情况", "増", "增"},
		{"CH-JAPANESE", "经査，情况属实。", "査", "查"},
		{"CH-JAPANESE", "单位の职责", "の", "的"},
		{"CH-VARIANT", "政府集中釆购", "釆", "采"},
		{"CH-VARIANT", "亊项清单", "亊", "事"},
		{"CH-REPERTOIRE", "姓名：𫍽𧦧", "𧦧", ""},
		{"CH-REPERTOIRE", "单写一个磺字", "磺", ""},
		{"CH-RADICAL", "⼯作⽅案", "⼯", "工"},
		{"CH-RADICAL", "⻓沙市", "⻓", "长"},
		{"CH-RADICAL", "㇐般情况", "㇐", "一"},
		{"CH-COMPATIBLE", "凉水" + "\uF979", "\uF979", "凉"},
		{"CH-COMPATIBLE", "\uFA19仙", "\uFA19", "神"},
		{"CH-PRIVATE", "王\uE863先生", "\uE863", ""},
		{"CH-HIDDEN", "岳阳\u200B市", "\u200B", ""},
		{"CH-HIDDEN", "岳阳\u00AD市", "\u00AD", ""},
		{"CH-HIDDEN", "岳阳\uFEFF市", "\uFEFF", ""},
		{"CH-HIDDEN", "共计\u202E001\u202C元", "\u202E", ""},
		{"CH-HIDDEN", "岳阳\u0007市", "\u0007", ""},
		{"CH-HIDDEN", "葛\U000E0100市", "\U000E0100", ""},
		{"CH-GARBLED", "经锟斤拷研究", "锟斤拷", ""},
		{"CH-GARBLED", "经烫烫烫研究", "烫烫烫", ""},
		{"CH-GARBLED", "经\uFFFD\uFFFD研究", "\uFFFD\uFFFD", ""},
		{"CH-GARBLED", "ä¸\u00ADå›½政府", "ä¸\u00ADå›½", ""},
		{"CH-FULLWIDTH", "共２１３篇", "２１３", "213"},
		{"CH-FULLWIDTH", "ＩＳＯ认证", "ＩＳＯ", "ISO"},
		{"CH-FULLWIDTH", "增长３．５％左右", "３．５％", "3.5%"},
		{"CH-LOOKALIKE", "2О19年", "2О19", "2019"},
		{"CH-LOOKALIKE", "2O19年", "2O19", "2019"},
		{"CH-LOOKALIKE", "11月1l日", "1l", "11"},
		{"CH-LOOKALIKE", "2l世纪", "2l", "21"},
		{"CH-LOOKALIKE", "2OI9年", "2OI9", "2019"},
		{"CH-LOOKALIKE", "编号А栋", "А", "A"},
		{"CH-LOOKALIKE", "РDF文件", "РDF", "PDF"},
		{"CH-LOOKALIKE", "第ニ季度", "ニ", "二"},
		{"CH-LOOKALIKE", "统ー安排", "ー", "一"},
		{"CH-LOOKALIKE", "共٣٤件", "٣٤", "34"},
		{"CH-LOOKALIKE", "共𝟐𝟏件", "𝟐𝟏", "21"},
		{"CH-ZERO", "二○一九年", "二○一九", "二〇一九"},
		{"CH-ZERO", "二0一九年", "二0一九", "二〇一九"},
		{"CH-ZERO", "二O二O年", "二O二O", "二〇二〇"},
		{"CH-ZERO", "二〇二0年", "二〇二0", "二〇二〇"},
		{"CH-ZERO", "二О一九年", "二О一九", "二〇一九"},
		{"CH-ZERO", "二０一九年", "二０一九", "二〇一九"},
		{"CH-ZERO", "四○二医院", "四○二", "四〇二"},
		{"CH-COMBINING", "政府\u0308信息", "\u0308", ""},
		{"CH-FORM", "规章﹑文件", "﹑", "、"},
		{"CH-FORM", "另行通知｡", "｡", "。"},
		{"CH-DOCNUMBER", "国办发[2019]60号", "[2019]", "〔2019〕"},
		{"CH-DOCNUMBER", "国办公开办函﹝2019﹞60号", "﹝2019﹞", "〔2019〕"},
		{"CH-DOCNUMBER", "岳科发（2020）5号", "（2020）", "〔2020〕"},
		{"CH-DOCNUMBER", "岳科发(2020)5号", "(2020)", "〔2020〕"},
		{"CH-DOCNUMBER", "岳科发【2020】第5号", "【2020】第5", "〔2020〕5"},
		{"CH-DOCNUMBER", "岳科发〔2020〕第5号", "〔2020〕第5", "〔2020〕5"},
		{"CH-DOCNUMBER", "岳科发〔2020〕005号", "〔2020〕005", "〔2020〕5"},
		{"CH-DOCNUMBER", "岳科发〔2020〕 5号", "〔2020〕 5", "〔2020〕5"},
		{"CH-BRACKET", "第二十条第[五)项", "[五)", "（五）"},
		{"CH-BRACKET", "国办发[2019）60号", "[2019）", "〔2019〕"},
		{"CH-BRACKET", "第二十条第（五]项", "（五]", "（五）"},
		{"CH-BRACKET", "《条例〉的规定", "《条例〉", "《条例》"},
		{"CH-BRACKET", "第二十条第【五）项", "【五）", "（五）"},
		{"CH-BRACKET", "《条例》（以下简称条例。", "（", ""},
		{"CH-BRACKET", "以下简称条例）的规定。", "）", ""},
		{"CH-BRACKET", "根据《条例的规定。", "《", ""},
		{"CH-BRACKET", "推进“五公开“工作。", "“", "”"},
		{"CH-BRACKET", "关于《条例（试行》的通知", "（", ""},
		{"CH-WIDTH", "（以下简称条例)的规定", ")", "）"},
		{"CH-WIDTH", "(以下简称条例）的规定", "(", "（"},
		{"CH-NESTED", "《关于印发《办法》的通知》", "《", "〈"},
		{"CH-HALFWIDTH", "2019年,我局", ",", "，"},
		{"CH-HALFWIDTH", "2019,我局主动公开", ",", "，"},
		{"CH-HALFWIDTH", "发布时间: 2020-01-23 16:21", ":", "："},
		{"CH-HALFWIDTH", "条例(以下简称条例)的规定", "(", "（"},
		{"CH-HALFWIDTH", "件件有答复.", ".", "。"},
		{"CH-HALFWIDTH", "推进\"五公开\"工作", "\"", "“"},
		{"CH-HALFWIDTH", "行不行?", "?", "？"},
		{"CH-HALFWIDTH", "等等...", "...", "……"},
		{"CH-DOUBLED", "工作完成。。", "。。", "。"},
		{"CH-DOUBLED", "规章、，文件", "、，", "，"},
		{"CH-DOUBLED", "工作完成，。", "，。", "。"},
		{"CH-DOUBLED", "等等。。。", "。。。", "……"},
		{"CH-SPACE", "工作 扎实推进，成效明显。", " ", ""},
		{"CH-SPACE", "于 3 月 10 日召开，会期一天。", " ", ""},
		{"CH-HEADING", "一，总体情况", "一，", "一、"},
		{"CH-HEADING", "（一）、主动公开", "（一）、", "（一）"},
		{"CH-HEADING", "1、加强领导", "1、", "1."},
		{"CH-HEADING", "㈠主动公开", "㈠", "（一）"},
		{"CH-HEADING", "⒈加强领导", "⒈", "1."},
		{"CH-HEADING", "一）主动公开", "一）", "（一）"},
		{"CH-SEQUENCE", "一、总体情况\n三、主要问题", "三、", "二、"},
		{"CH-SEQUENCE", "一、总体情况\n二、问题\n二、打算", "二、", "三、"},
		{"CH-SEQUENCE", "（一）甲\n（二）乙\n（四）丙", "（四）", "（三）"},
		{"CH-SEQUENCE", "1.甲项\n2.乙项\n4.丙项", "4.", "3."},
		{"CH-HEADER", "信息内容 上一年项目数量 本年增/碱 处理决定数量", "碱", "减"},
		{"CH-HEADER", "信息内容 本年新制做数量 本年新公开数量 对外公开总数量", "做", "作"},
		{"CH-HEADER", "信息内容 本年收费金额\n行政事业性収费 0", "", ""},
		{"CH-HEADER", "信息内容 | 本年新 制做数量 | 本年新 公开数量 | 对外公开总数量 |", "做", "作"},
		{"CH-HEADER", "结果维持 结果纠正 其它结果 尚未审结 总计", "它", "他"},
		{"CH-HEADER", "信息内容 采购项目数量 采购总金额\n政府集中采构 0 0", "构", "购"},
	} {
		got := chars(c, Plain(x.words))
		if x.found == "" && x.rule == "CH-HEADER" {
			for _, f := range got {
				if f.Rule == x.rule {
					t.Errorf("%s: %s speaks of %s", x.words, f.Rule, f.Found)
				}
			}
			continue
		}
		if len(got) == 0 {
			t.Errorf("%s: %s finds nothing", x.words, x.rule)
			continue
		}
		for i, f := range got {
			if f.Rule != x.rule || i == 0 && (f.Found != x.found || f.Suggest != x.suggest) {
				t.Errorf("%s: %s finds %q, suggests %q; want %s %q %q", x.words, f.Rule, f.Found, f.Suggest, x.rule, x.found, x.suggest)
			}
			if f.Message == "" || f.Severity == "" || f.Line == 0 || f.Column == 0 {
				t.Errorf("%s: incomplete: %+v", x.words, f)
			}
		}
	}
}

// TestClean: no rule on characters speaks of these.
func TestClean(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, words := range []string{
		"根据《中华人民共和国政府信息公开条例》（国务院令第711号，以下简称《条例》）和国办公开办函〔2019〕60号文件要求，现予公布。",
		"会议时间：2020年1月23日16:21至17:05，地点：市政府第2会议室。",
		"本年增/减", "第二十条第（五）项", "互联网+政务服务", "办件效能提速60%，实现“零投诉”。",
		"总额1,234,567.89元，增长3.5%。", "（2019）湘0602行初12号行政判决书", "国务院令第711号", "国科发政字〔2000〕063号",
		"电话：0730-8880000，邮箱：kjj@yueyang.gov.cn，网址：http://kjj.yueyang.gov.cn/zwgk/index.html?id=12&v=a,b。",
		"《条例》、《办法》、《细则》", "二〇一九年十二月三十一日", "二零一九年", "三〇一室",
		"使用硫磺、苄嘧磺隆、磺胺类药物，监测二噁英。", "白鱀豚保护",
		"H2O2、CO2、O3、PM2.5、B2O3、10kV、5G、4K、COVID-19、ISO9001、A4纸",
		"α粒子、β射线、100μm、Ω、№", "Россия和Москва", "café、naïve、Zürich、lǜ",
		"一、总体情况\n（一）主动公开。公开213篇。\n1.加强领导。\n（1）成立小组；\n（2）明确责任。\n2.强化培训。\n（二）依申请公开\n二、问题\n三、打算",
		"三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量 0\n二、上年结转政府信息公开申请数量 0\n三、本年度办理结果\n（一）予以公开 0\n（二）部分公开 0\n四、结转下年度继续办理 0\n四、政府信息公开行政复议、行政诉讼情况",
		"行政处理 行政许可 行政确认", "行政处理 3 4", "科技机构 商业企业", "信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 0 0 0\n行政规范性文件 1 0 5",
		"姓名　张三　　职务　局长", "信息内容 本年新制作数量 本年新公开数量", "附件 1", "表 2",
		"第一条　为了规范……，制定本办法。", "（一）主动公开；（二）依申请公开；1）登记；2）答复。", "1)登记", "a) 登记；", "在区间[0,1)内", "f(x)=y, g(x)",
		"他说：“《条例》第三条规定，‘各级人民政府’应当……”", "It's a “test”, isn't it?", "真的吗？！太好了！！！", "——《人民日报》", "“十四五”规划", "18:30—21:00",
		"本局按照“先行先试、（以下…", "👨\u200D👩\u200D👧 家庭", "❤\uFE0F", "12. 34",
	} {
		for _, f := range chars(c, Plain(words)) {
			t.Errorf("%s\n\t%s %q %s", words, f.Rule, f.Found, f.Message)
		}
	}
}

// The table is the State Council's: 3,500 + 3,000 + 1,605 characters.
func TestTable(t *testing.T) {
	t.Parallel()
	var levels []int
	for line := range strings.Lines(standardText) {
		if strings.HasSuffix(line, "级字表\n") {
			levels = append(levels, 0)
		} else if !strings.HasPrefix(line, "#") {
			levels[len(levels)-1] += utf8.RuneCountInString(strings.TrimSpace(line))
		}
	}
	if !slices.Equal(levels, []int{3500, 3000, 1605}) {
		t.Errorf("levels of %d characters", levels)
	}
	r := standard()
	n, beyond := 0, 0
	for c := rune(0); c < 0x40000; c++ {
		if r.class(c) == classHan || strings.ContainsRune("锟烫屯", c) {
			n++
			if c > 0xFFFF {
				beyond++
			}
		}
	}
	if n != 8105 || beyond != 196 {
		t.Errorf("%d characters, %d beyond the BMP; want 8105 and 196", n, beyond)
	}
	for from, v := range r.variants {
		if k := r.class(from); k == classHan || k == classPlain {
			t.Errorf("%c is of the table and has %c in its place", from, v.to)
		}
		if k := r.class(v.to); k != classHan && v.kind != "兼容" && v.kind != "部首" && !strings.ContainsRune("锟烫屯", v.to) {
			t.Errorf("%c is to be %c, which is not of the table", from, v.to)
		}
	}
	if n := len(r.variants); n < 5000 {
		t.Errorf("%d variants", n)
	}
}

func TestExceptions(t *testing.T) {
	t.Parallel()
	c, err := New(Lists{Characters: "# 本局的\n王𧦧 | 姓名\n𧦧家湾 | 地名\n"})
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]int{"硫磺、王𧦧同志、𧦧家湾村": 0, "磺、李𧦧同志、家湾𧦧": 3, "𧦧王𧦧": 1} {
		if got := chars(c, Plain(words)); len(got) != want {
			t.Errorf("%s: %d findings, want %d: %+v", words, len(got), want, got)
		} else if want > 0 && got[0].Rule != "CH-REPERTOIRE" {
			t.Errorf("%s: %s", words, got[0].Rule)
		}
	}
	for list, want := range map[string]string{"王𧦧": "第1行", "\n王𧦧 |": "第2行", "岳阳 | 地名": "不必列入"} {
		if _, err := New(Lists{Characters: list}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", list, err, want)
		}
	}
}

// A clerk is told once a paragraph of marks of the wrong width.
func TestOnceAParagraph(t *testing.T) {
	t.Parallel()
	got := chars(checker(t), Plain("一是,二是,三是,\n2019,我局(科技局)工作"))
	if len(got) != 2 || got[0].Rule != "CH-HALFWIDTH" || got[1].Line != 2 || got[1].Column != 5 || !strings.Contains(got[0].Message, "共3处") {
		t.Errorf("%+v", got)
	}
	habit := chars(checker(t), Plain(strings.Repeat("一是,二是,三是。\n", 12)))
	if habit[0].Severity != Hint || habit[11].Severity != Hint || !strings.Contains(habit[0].Message, "共24处") {
		t.Errorf("half width throughout: %+v", habit[0])
	}
	for _, f := range chars(checker(t), Plain(strings.Repeat("一是,二是,三是。\n", 12)+"四是，五是。")) {
		if f.Severity != Warn {
			t.Errorf("both widths: %+v", f)
		}
	}
}

// Lines that were cut at a width are one paragraph; a quotation of several
// paragraphs opens each anew.
func TestParagraphs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("认真贯彻落实有关精神", 3)
	for words, want := range map[string]int{
		long + "（以下简称\n条例）的规定。":    0,
		long + "（以下简称条例。\n条例）的规定。": 2,
		"“第一段。\n“第二段。”":            0,
		long + "“按照要求，\n一、推进”工作。":  0,
		"第" + long + "[五\n)项":      1,
		"“" + long + "。\n没有后半个引号。": 1,
	} {
		if got := chars(checker(t), Plain(words)); len(got) != want {
			t.Errorf("%s: %d findings, want %d (CH-BRACKET): %+v", words, len(got), want, got)
		}
	}
}

// Cells of a table are read as rows.
func TestHeaderCells(t *testing.T) {
	t.Parallel()
	var b Builder
	add := func(row int, cells ...string) {
		for i, w := range cells {
			b.Add(Part{Kind: Cell, Table: 1, Row: row, Col: i + 1, Line: row, Column: 1}, w)
		}
	}
	add(1, "信息内容", "本年制发件数", "本年废止件数", "现行有效件教")
	add(2, "规章", "0", "0", "0")
	add(3, "行政规范性文什", "0", "0", "0")
	add(4, "行政处理", "1", "2", "3")
	got := chars(checker(t), b.Text())
	if len(got) != 3 || got[0].Rule != "CH-HEADER" || got[0].Found != "教" || got[0].Suggest != "数" || got[1].Found != "什" || got[2].Severity != Warn {
		t.Errorf("%+v", got)
	}
	var plain Builder
	plain.Add(Part{Kind: Cell, Table: 1, Row: 1, Col: 1, Line: 1, Column: 1}, "行政规范性文什")
	plain.Add(Part{Kind: Body, Line: 2, Column: 1}, "本年新制做数量逐年增加")
	if got := chars(checker(t), plain.Text()); len(got) != 0 {
		t.Errorf("a word alone proves nothing: %+v", got)
	}
}

func TestUnread(t *testing.T) {
	t.Parallel()
	var b Builder
	b.Unread("第3页", "这一页是图片，没有文字可查")
	got := checker(t).Check(b.Text())
	if len(got) != 1 || got[0].Rule != "FL-UNREAD" || got[0].Severity != Block || got[0].Where != "第3页" || got[0].Line != 1 {
		t.Errorf("%+v", got)
	}
}

// The published report of 2019 (standards.md §K): each finding with its place.
func TestSeed(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../report/testdata/seed-2019-published.txt")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, f := range chars(checker(t), Plain(string(b))) {
		fmt.Fprintf(&got, "%d:%d %s %s %q %q\n", f.Line, f.Column, f.Rule, f.Severity, f.Found, f.Suggest)
	}
	want, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("CH-TRADITIONAL, CH-JAPANESE, CH-VARIANT, CH-HEADER, CH-BRACKET, CH-DOCNUMBER of the seed: (-want +got)\n%s", diff)
	}
}

// A text that is wrong throughout is told of in bounded time and length.
func TestFlood(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for name, words := range map[string]string{
		"a line":   strings.Repeat("増加，", 20_000),
		"lines":    strings.Repeat("増加\n", 20_000),
		"brackets": strings.Repeat("（", 20_000) + strings.Repeat("]", 20_000),
		"quotes":   strings.Repeat("他\"说", 20_000),
		"commas":   strings.Repeat("，", 60_000),
		"zeros":    strings.Repeat("二0", 20_000),
		"letters":  strings.Repeat("1O", 20_000),
		"hidden":   strings.Repeat("\u200B", 20_000),
		"words":    strings.Repeat("磺", 20_000),
		"cyrillic": strings.Repeat("а1", 20_000),
		"blanks":   strings.Repeat("字 ", 20_000),
	} {
		text := Plain(words)
		f := gather(&text)
		c.characters(f)
		f.sort()
		got := f.all
		byRule := map[string]int{}
		for _, f := range got {
			byRule[f.Rule]++
		}
		for rule, n := range byRule {
			if n > most {
				t.Errorf("%s: %d of %s", name, n, rule)
			}
		}
		if name == "lines" && !strings.Contains(got[most-1].Message, "此后还有10000处") {
			t.Errorf("%s: the last finding says %s", name, got[most-1].Message)
		}
	}
}
