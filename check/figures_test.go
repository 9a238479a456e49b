package check

import (
	"strings"
	"testing"

	"gongkai/calendar"
)

// TestFigures: each line is a text, the rule that speaks of it and what it
// finds; no rule where nothing is wrong. No other rule may speak.
func TestFigures(t *testing.T) {
	t.Parallel()
	c := checker(t).On(calendar.NewDay(2025, 6, 1))
	for _, x := range []struct{ rule, words, found string }{
		{"FG-DATE", "2019年2月29日", "2019年2月29日"},
		{"FG-DATE", "6月31日前", "6月31日"},
		{"FG-DATE", "２０２４年１３月", "２０２４年１３月"},
		{"FG-DATE", "二〇二三年二月三十日", "二〇二三年二月三十日"},
		{"FG-DATE", "日期：2023-02-30", "2023-02-30"},
		{"FG-DATE", "2024年0月3日", "2024年0月3日"},
		{"", "2020年2月29日，2月29日，2000年12月31日，二〇二四年二月二十九日", ""},
		{"", "农历2月30日，索引号014178678/2023-00002，编号A2023-13-45", ""},
		{"FG-WEEKDAY", "2024年3月15日（星期四）", "2024年3月15日（星期四"},
		{"FG-WEEKDAY", "2024年3月15日印发。定于3月18日（周二）召开", "3月18日（周二"},
		{"", "2024年3月15日（星期五），3月18日（周一），2024年3月17日（星期天）", ""},
		{"", "5月1日周日均客流2万人", ""},
		{"FG-PERIOD", "自2024年5月1日起至2023年4月30日止", "2024年5月1日起至2023年4月30日"},
		{"FG-PERIOD", "5月20日至10日", "5月20日至10日"},
		{"FG-PERIOD", "6月20日—6月15日", "6月20日—6月15日"},
		{"FG-PERIOD", "2024年11月1日至3月31日", "2024年11月1日至3月31日"},
		{"FG-PERIOD", "2025—2021年", "2025—2021年"},
		{"", "11月1日至3月31日，2021—2025年，5月20日至25日，2023年12月1日至2024年1月5日", ""},
		{"", "2024年5月20日（星期一）9:00至5月24日17:00", ""},
		{"FG-PERIOD", "2024年9月2日至9月6日，共7个工作日", "2024年9月2日至9月6日"},
		{"FG-PERIOD", "公示期5个工作日（2024年9月2日至9月20日）", "2024年9月2日至9月20日"},
		{"FG-PERIOD", "2025年10月1日至8日，共7天。10月1日至3日，共9天", "10月1日至3日"},
		{"", "2024年9月2日至9月6日，共5个工作日；2024年8月5日至8月13日，共7个工作日；2024年9月2日至9月6日（4个工作日）", ""},
		{"FG-DATE", "2024年9月2日（星期一）上午9:75", "9:75"},
		{"FG-DATE", "9月2日25:00前", "25:00"},
		{"FG-DATE", "上午14:30开会", "14:30"},
		{"", "上午9:00—12:00，下午14:30，按3:97的比例，2024年9月2日24:00", ""},
		{"FG-PERIOD", "本办法自2024年1月1日起施行，有效期至2023年12月31日", "2024年1月1日起施行，有效期至2023年12月31日"},
		{"FG-PERIOD", "自2024年3月1日起执行，有效期两年，至2023年2月28日止", "2024年3月1日起执行，有效期两年，至2023年2月28日"},
		{"", "本办法自2024年1月1日起施行，有效期至2028年12月31日", ""},
		{"FG-FUTURE", "已于2026年3月2日召开", "2026年3月2日"},
		{"", "将于2026年3月2日召开", ""},
		{"FG-ORDER", "一是抓组织。三是抓落实。", "三"},
		{"FG-ORDER", "二是抓组织。三是抓落实。", "二"},
		{"FG-ORDER", "第一，抓组织。第三，抓落实。", "三"},
		{"FG-ORDER", "第一条 甲。\n第二条 乙。\n第四条 丙。", "四"},
		{"", "一是抓组织，包括：一是领导，二是机构；二是抓落实。三是抓考核。", ""},
		{"", "（一）甲。一是组织。二是落实。\n（二）乙。一是组织。二是落实。", ""},
		{"", "第十四条 说明。\n第二十条 说明。\n第三十六条 说明。", ""},
		{"FG-GROWTH", "由100件增长到150件，增长60%", "60%"},
		{"FG-GROWTH", "由100件减少到80件，增长20%", "20%"},
		{"FG-GROWTH", "收入120万元，上年为100万元，增长25%", "25%"},
		{"FG-GROWTH", "成交286.7亿元，比上年增加45.0亿元，增长28.6%", "28.6%"},
		{"FG-GROWTH", "由92.5%提高到98.0%，提高6.5个百分点", "6.5个百分点"},
		{"FG-GROWTH", "从2000件增加到2600件，增加700件", "700件"},
		{"", "由780家增加到936家，增长20%；投入105.26亿元，比上年增加12.18亿元，增长13.1%。", ""},
		{"", "由近100件增长到150余件，增长60%", ""},
		{"", "受理1806项，成交163.2亿元，同比分别增长9.7%、12.3%", ""},
		{"", "较上年的250件增加50件，增长20%；从2019年的100件增加到2023年的150件，年均增长10.7%", ""},
		{"FG-GROWTH", "较上年的250件增加50件，增长25%", "25%"},
		{"FG-GROWTH", "成交286.7亿元，同比增加45.0亿元，增长28.6%", "28.6%"},
		{"", "全市有企业120家，今年新增的分别为甲区30家、乙区40家", ""},
		{"", "主要原因一是经费不足，二是人员不够。", ""},
		{"", "（国办发〔2021〕32、33号）", ""},
		{"FG-GROWTH", "2023年受理120件，2022年受理100件，增长25%", "25%"},
		{"", "2022年受理100件，2023年受理120件，增长20%", ""},
		{"FG-PARTS", "设备费10万元，业务费20万元，劳务费5万元，合计40万元", "40万元"},
		{"FG-PARTS", "甲公司30万元，乙公司20万元，丙公司10万元，三家合计70万元", "70万元"},
		{"FG-PARTS", "甲公司30万元，乙公司20万元，丙公司10万元，三家公司共计70万元", "70万元"},
		{"FG-PARTS", "甲公司30万元，乙公司20万元，丙公司10万元，3家共计70万元", "70万元"},
		{"", "甲公司30万元，乙公司20万元，丙公司10万元，三家共计60万元；甲公司30万元、乙公司20万元、丙公司10万元，3家合计60万元", ""},
		{"FG-PARTS", "全年受理申请10件，其中网上申请12件", "10件，其中网上申请12件"},
		{"", "全年受理申请12件，其中网上申请10件；平均每月受理10件，其中最多12件；受理10件，其中较上年增加12件", ""},
		{"", "设备费10万元，业务费20万元，合计30万元；共2批，第一批3家、第二批4家，合计7家", ""},
		{"FG-ORDER", "序号 项目\n1 甲\n2 乙\n4 丙\n5 丁", "4"},
		{"", "序号 项目\n1 甲\n2 乙\n1 丙\n2 丁", ""},
		{"FG-PARTS", "总额1500万元，其中：人员800万元，公用300万元，项目500万元", "1500万元，其中：人员800万元，公用300万元，项目500万元"},
		{"", "累计主动公开政府信息251条(其中:最新资讯75条、科技公告41条、综合动态36条,处罚5条,目录94条)", ""},
		{"FG-PARTS", "共10件,分别为甲3件,乙4件,丙5件", "10件,分别为甲3件,乙4件,丙5件"},
		{"FG-SHARE", "全年受理120件,其中办结90件,占80%", "80%"},
		{"FG-SHARE", "全年受理120件，其中办结90件，占80%", "80%"},
		{"", "全年受理120件，其中办结90件，占75%", ""},
		{"FG-PCT", "三类分别占40%、35%和30%", "40%、35%和30%"},
		{"FG-PCT", "群众满意率达103%", "103%"},
		{"FG-PCT", "单位 占比（%）\n企业 88.0\n高校 6.0\n院所 4.0\n合计 100", "100"},
		{"", "三类分别占33.3%、33.3%和33.3%，完成计划的120%", ""},
		{"FG-PARTS", "共10件，分别为甲3件、乙4件、丙5件", "10件，分别为甲3件、乙4件、丙5件"},
		{"FG-PARTS", "办理申请12件，其中予以公开8件，部分公开2件，不予公开1件", "12件，其中予以公开8件，部分公开2件，不予公开1件"},
		{"", "发布312条，其中政策文件11条、政策解读11条", ""},
		{"", "评出奖项26项，一、二、三等奖分别为3项、8项、15项", ""},
		{"FG-SAME", "全年主动公开政府信息213篇。\n全年主动公开政府信息231篇。", "231篇"},
		{"", "2023年主动公开政府信息213篇。\n2024年主动公开政府信息231篇。", ""},
		{"", "全年主动公开政府信息213篇，其中网站主动公开政府信息200篇。", ""},
		{"FG-SAME", "全年认定登记技术合同1806项。\n项目 数量\n认定登记技术合同 1860", "1860"},
		{"FG-SAME", "全市现有高新技术企业936家。\n项目 数量\n高新技术企业 963", "963"},
		{"", "全市现有高新技术企业936家，其中云溪区高新技术企业30家。\n县区 高新技术企业\n云溪区 30", ""},
		{"FG-SAME", "共安排项目3个、资金65万元，具体如下：\n项目 金额（万元）\n甲 30\n乙 45\n合计 75", "75"},
		{"", "共认定企业67家，见下表：\n县区 数量（家）\n甲县 11\n乙县 20\n合计 31\n第二批如下。\n县区 数量（家）\n甲县 16\n乙县 20\n合计 36", ""},
		{"FG-SAME", "共认定企业68家，见下表：\n县区 数量（家）\n甲县 11\n乙县 20\n合计 31\n第二批如下。\n县区 数量（家）\n甲县 16\n乙县 20\n合计 36", "31"},
		{"", "共安排项目2个、资金75万元，具体如下：\n项目 金额（万元）\n甲 30\n乙 45\n合计 75", ""},
		{"", "共安排资金0.0075亿元，其中甲30万元：\n项目 金额（万元）\n甲 30\n乙 45\n合计 75", ""},
		{"FG-SAME", "合同金额人民币壹拾贰万叁仟元整（132000元）", "壹拾贰万叁仟元整"},
		{"FG-SAME", "中标价：38.60万元（大写：叁拾捌万元整）", "叁拾捌万元整"},
		{"", "壹佰万元整（¥1,000,000.00元），120,305.50元（大写：壹拾贰万零叁佰零伍元伍角），贰亿零叁万元（200030000元）", ""},
		{"FG-SUM", "县区 项目\n甲县 10\n乙县 20\n合 计 31", "31"},
		{"FG-SUM", "甲\t86.5\t13.5\n乙\t42.0\t8.0\n合计129.5\t21.5", "129.5"},
		{"FG-SUM", "| 县区 | 项目 |\n| 甲县 | 10 |\n| 乙县 | 20 |\n| 合计 | 31 |", "31"},
		{"FG-SUM", "县区,项目,金额\n甲县,10,1.5\n乙县,20,2.5\n合计,31,4.0", "31"},
		{"FG-SUM", "县区 一季度 二季度 合计\n甲县 1 2 3\n乙县 2 2 5\n丙县 3 4 7", "5"},
		{"FG-SUM", "县区 金额（万元）\n甲县 10.4\n乙县 20.4\n合计 30.9", "30.9"}, // a hint: rounding may explain it
		{"", "项目 金额\n一、基本支出 60\n（一）人员 50\n（二）公用 10\n二、项目支出 40\n合计 100", ""},
		{"", "科目 金额\n201 30\n20101 10\n20102 20\n208 5\n合计 35", ""},
		{"", "项目 金额\n基本支出 60\n其中：人员 50\n项目支出 40\n合计 100", ""},
		{"", "项目 预算 决算 完成率\n甲 10 9 90%\n乙 10 5 50%\n合计 20 14 70%", ""},
		{"", "名称 数量 单价 金额\n烧杯 10 2.00 20.00\n试管 5 4.00 20.00\n合计 40.00", ""},
		{"FG-DOCNO", "岳科发〔2203〕12号文件", "岳科发〔2203〕12号"},
		{"FG-DOCNO", "现将岳科发〔2023〕12印发", "岳科发〔2023〕12"},
		{"", "国办发〔2021〕32号，国科发政字〔2000〕063号", ""},
		{"FG-LAW", "《中华人民共和国政府信息公开条例》第五十七条", "第五十七条"},
		{"FG-LAW", "《政府信息公开条例》（国务院令第711号，以下简称《条例》）规定……《条例》第二十条第（十六）项", "第二十条第（十六）项"},
		{"FG-LAW", "《行政许可法》第三条、第八十四条", "第八十四条"},
		{"FG-LAW", "中华人民共和国行政许可法第九十条", "第九十条"},
		{"", "《政府信息公开条例》第二十条第（十五）项、第五十六条，《岳阳市管理办法》第九十九条", ""},
		{"FG-LAW", "政府信息公开工作依据条例第六十条开展", "第六十条"},
		{"", "政府信息公开和信访工作条例第六十条、奖励条例第七十条", ""},
		{"", "《管理条例》第八十条，《政府信息公开条例》第一条", ""},
		{"FG-LINK", "网址http://192.168.1.5/a", "http://192.168.1.5/a"},
		{"FG-LINK", "见file:///D:/a.doc", "file:///D:/a.doc"},
		{"", "网址https://www.hunan.gov.cn/a?b=1，版本10.1.2.3.4", ""},
	} {
		got := family(c.Check(Plain(x.words)), "FG-")
		switch {
		case x.rule == "" && len(got) > 0:
			t.Errorf("%s: %s finds %q: %s", x.words, got[0].Rule, got[0].Found, got[0].Message)
		case x.rule != "" && (len(got) != 1 || got[0].Rule != x.rule || got[0].Found != x.found):
			t.Errorf("%s: want %s %q, got %+v", x.words, x.rule, x.found, got)
		}
	}
}

// A law has as many articles as it had on the day of the text (FG-LAW).
func TestLawsOfTheirDay(t *testing.T) {
	t.Parallel()
	c := checker(t)
	words := "《行政处罚法》第七十条"
	for day, want := range map[calendar.Day]int{calendar.NewDay(2020, 1, 1): 1, calendar.NewDay(2022, 1, 1): 0, {}: 0} {
		if got := family(c.On(day).Check(Plain(words)), "FG-LAW"); len(got) != want {
			t.Errorf("%s: %+v", day, got)
		}
	}
	last := map[string]calendar.Day{}
	for _, e := range laws {
		if e.from.IsZero() || e.articles < 10 || !e.to.IsZero() && e.to.Before(e.from) || e.from.Before(last[e.name]) {
			t.Errorf("laws.txt: %+v", e)
		}
		last[e.name] = e.to
	}
}

// formText is the report of 2019 with the given figures.
func formText(delta, quoted string) string {
	return "某局2019年政府信息公开工作年度报告\n2019年，其他对外管理服务事项" + quoted + "项。\n第二十条第（五）项\n信息内容 上一年项目数量 本年增/减 处理决定数量\n行政许可 0 1 95\n其他对外管理服务事项 28 " + delta + " 406\n"
}

// The tables of an annual report hold to the relations of their form
// (FG-FORM: T2-2019-A, T2-2019-B, T2-2021-A, T3-ROW, T3-COL, T3-BAL, T4-SUM,
// TX-NUM, TX-PERIOD).
func TestForms(t *testing.T) {
	t.Parallel()
	c := checker(t)
	row := func(label string, figures ...string) string { return label + "\t" + strings.Join(figures, "\t") + "\n" }
	zero := []string{"0", "0", "0", "0", "0", "0", "0"}
	three := func(total, out string) string {
		s := row("一、本年新收政府信息公开申请数量", "2", "1", "0", "0", "0", "0", "3") + row("二、上年结转政府信息公开申请数量", zero...)
		for i, r := range appRows {
			if r.Key == "new" || r.Key == "carry_in" || r.Key == "total" || r.Key == "carry_out" || r.Key == "other" {
				continue
			}
			if i == 2 {
				s += row(r.Label, "2", "0", "0", "0", "0", "0", "2")
			} else {
				s += row(r.Label, zero...)
			}
		}
		return s + row("（七）总计", "2", "0", "0", "0", "0", "0", total) + row("四、结转下年度继续办理", "0", out, "0", "0", "0", "0", out)
	}
	four := func(total string) string {
		return strings.TrimSpace(strings.Repeat("结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t", 3)) + "\n1\t1\t0\t0\t" + total + "\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\n"
	}
	for _, x := range []struct {
		name, words, found string
		n                  int
	}{
		{"right", formText("-7", "21"), "", 0},
		{"TX-NUM", formText("-7", "22"), "22", 1},
		{"T2-2019-A", formText("-29", "406"), "-29", 1},
		{"T2-2019-B", "信息内容 本年新制作数量 本年新公开数量 对外公开总数量\n规范性文件 3 5 4\n", "5", 1},
		{"T2-2021-A", "信息内容 本年制发件数 本年废止件数 现行有效件数\n行政规范性文件 9 1 4\n", "9", 1},
		{"right", three("2", "1"), "", 0},
		{"T3-ROW, T3-COL and T3-BAL", three("3", "1"), "3", 3},
		{"T3-BAL", three("2", "0"), "0", 2},
		{"T4-SUM", four("3"), "3", 1},
		{"right", four("2") + "全年发生行政复议2件。\n", "", 0},
		{"TX-NUM", four("2") + "全年发生行政复议3件。\n", "3", 1},
		{"right", "某局2024年政府信息公开工作年度报告\n所列数据统计期限为2024年1月1日到12月31日。", "", 0},
		{"TX-PERIOD", "某局2024年度政府信息公开工作年度报告\n所列数据统计期限为2023年1月1日到12月31日。", "2023年1月1日到12月31日", 1},
		{"TX-PERIOD", "某局2021年政府信息公开工作年度报告\n所列数据的统计期限为2020年1月1日至2020年12月31日。", "2020年1月1日至2020年12月31日", 1},
	} {
		got := family(c.Check(Plain(x.words)), "FG-")
		if len(got) != x.n || x.n > 0 && (got[0].Rule != "FG-FORM" || got[0].Found != x.found) {
			t.Errorf("%s: want %d of %q, got %+v", x.name, x.n, x.found, got)
		}
	}
}

// bureau knows one document and its successor.
type bureau struct{}

func (bureau) Document(no string) (known, valid bool, successor string) {
	switch no {
	case "岳科发〔2023〕8号":
		return true, true, ""
	case "岳科发〔2018〕3号":
		return true, false, "岳科发〔2023〕8号"
	}
	return false, false, ""
}

func (bureau) Dead(href string) bool { return strings.HasSuffix(href, "/gone") }

// Only the bureau's own documents are looked up (FG-DOC), and addresses that
// are known not to answer are told of (FG-LINK).
func TestLookups(t *testing.T) {
	t.Parallel()
	c, err := New(Lists{Tokens: []string{"岳科发"}, Documents: bureau{}, Links: bureau{}})
	if err != nil {
		t.Fatal(err)
	}
	got := family(c.Check(Plain("岳科发〔2023〕8号、岳科发〔2018〕3号、岳科发〔2024〕99号、湘科发〔2024〕1号")), "FG-DOC")
	if len(got) != 2 || got[0].Suggest != "岳科发〔2023〕8号" || !strings.Contains(got[1].Message, "没有公开过") {
		t.Errorf("%+v", got)
	}
	var b Builder
	at := b.Add(Part{Kind: Body, Line: 1, Column: 1}, "附件 办法 表格 地址 入口 信箱")
	for _, href := range []string{"https://a.gov.cn/gone", "/xxgk/a.docx", `C:\a.doc`, "http://localhost/a", "javascript:void(0)", "mailto:315678901@qq.com"} {
		b.Link(at, at+len("附件"), href)
	}
	b.Picture(Picture{At: at, Name: "a.jpg"})
	b.Picture(Picture{At: at, Name: "a.jpg", Alt: "a.jpg"})
	b.Picture(Picture{At: at, Name: "a.jpg", Alt: "会场全景"})
	all := c.Check(b.Text())
	if got := family(all, "FG-LINK"); len(got) != 5 {
		t.Errorf("FG-LINK: %+v", got)
	}
	if got := family(all, "FG-ALT"); len(got) != 2 {
		t.Errorf("FG-ALT: %+v", got)
	}
}

// Particulars that are missing, and policy documents without 解读 (FG-META,
// FG-EXPLAIN).
func TestMatter(t *testing.T) {
	t.Parallel()
	c := checker(t).On(calendar.NewDay(2025, 6, 1))
	whole := Matter{Title: "办法", Column: "政策文件", Source: "本局", Attribute: "主动公开", Summary: "摘要", Author: "办公室", Keywords: []string{"科技"},
		Policy: true, DocNo: "岳科发〔2025〕1号", Formed: calendar.NewDay(2025, 5, 1), Explained: []string{"解读"}}
	if got := c.Matter(whole); len(got) > 0 {
		t.Errorf("whole: %+v", got)
	}
	for field, change := range map[string]func(*Matter){
		"标题":    func(m *Matter) { m.Title = " " },
		"文号":    func(m *Matter) { m.DocNo = "" },
		"成文日期":  func(m *Matter) { m.Formed = calendar.Day{} },
		"公开日期":  func(m *Matter) { m.Published = calendar.NewDay(2025, 4, 1) },
		"施行日期":  func(m *Matter) { m.Normative = true },
		"有效期至":  func(m *Matter) { m.Effective, m.ValidUntil = calendar.NewDay(2025, 6, 1), calendar.NewDay(2024, 6, 1) },
		"内容概述":  func(m *Matter) { m.Summary = strings.Repeat("长", 101) },
		"关键词":   func(m *Matter) { m.Keywords = nil },
		"政策解读":  func(m *Matter) { m.Explained = nil },
		"被解读文件": func(m *Matter) { m.Interpretation = true },
	} {
		m := whole
		change(&m)
		got := c.Matter(m)
		if len(got) != 1 || got[0].Where != field {
			t.Errorf("%s: %+v", field, got)
		}
	}
	m := whole
	m.Explained, m.Exempt = nil, "内部管理文件"
	if got := c.Matter(m); len(got) > 0 {
		t.Errorf("exempt: %+v", got)
	}
}

// Text of figures without end is read to its end, and no rule tells more than
// its share.
func TestFiguresFlood(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for name, words := range map[string]string{
		"figures":   strings.Repeat("12件、", 10_000),
		"dates":     strings.Repeat("2024年13月1日至", 2_000),
		"articles":  strings.Repeat("《行政许可法》第九十九条", 500),
		"table":     "a b\n" + strings.Repeat("甲 1 2 3\n", 2_000) + "合计 5 5 5\n",
		"totals":    "a b\n" + strings.Repeat("甲 1 2 3\n合计 5 5 5\n", 300),
		"same":      strings.Repeat("全年主动公开政府信息213篇。全年主动公开政府信息231篇。\n", 1_000),
		"ordinals":  strings.Repeat("一是，", 5_000),
		"addresses": strings.Repeat("http://10.0.0.1/ ", 2_000),
	} {
		told := map[string]int{}
		for _, f := range c.Check(Plain(words)) {
			if told[f.Rule]++; told[f.Rule] > most {
				t.Fatalf("%s: %s tells more than %d", name, f.Rule, most)
			}
		}
	}
}

// BenchmarkFigures reads official prose for dates, figures and references.
func BenchmarkFigures(b *testing.B) {
	prose := Plain(strings.Repeat("根据《中华人民共和国政府信息公开条例》第二十条，2024年3月15日（星期五），全市高新技术企业由780家增加到936家，增长20%；一是完善制度，二是加强培训。\n各单位要提高认识，加强领导，确保各项任务落到实处。\n", 500))
	c, err := New(Default())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(prose.Words)))
	for range b.N {
		c.figures(gather(&prose))
	}
}
