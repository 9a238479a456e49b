package check

import (
	"strings"
	"testing"
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
		{"CH-GARBLED", "ä¸­å›½政府", "ä¸­å›½", ""},
		{"CH-FULLWIDTH", "共２１３篇", "２１３", "213"},
		{"CH-FULLWIDTH", "ＩＳＯ认证", "ＩＳＯ", "ISO"},
		{"CH-FULLWIDTH", "增长３．５％左右", "３．５％", "3.5%"},
		{"CH-LOOKALIKE", "2О19年", "2О19", "2019"},
		{"CH-LOOKALIKE", "2O19年", "2O19", "2019"},
		{"CH-LOOKALIKE", "11月1l日", "1l", "11"},
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
		"总额1,234,567.89元，增长3.5%。", "（2019）湘0602行初12号行政判决书", "国务院令第711号",
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
		"👨\u200D👩\u200D👧 家庭", "❤\uFE0F", "12. 34",
	} {
		for _, f := range chars(c, Plain(words)) {
			t.Errorf("%s\n\t%s %q %s", words, f.Rule, f.Found, f.Message)
		}
	}
}
