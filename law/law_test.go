package law

import (
	"strings"
	"testing"

	"gongkai/calendar"
)

func day(t *testing.T, s string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The labels of table 二, transcribed from standards.md §B.3 and §B.4.
var proactive = map[string]string{
	"2019": `第二十条第(一)项: 信息内容,本年新制作数量,本年新公开数量,对外公开总数量: 规章;规范性文件
第二十条第(五)项: 信息内容,上一年项目数量,本年增/减,处理决定数量: 行政许可;其他对外管理服务事项
第二十条第(六)项: 信息内容,上一年项目数量,本年增/减,处理决定数量: 行政处罚;行政强制
第二十条第(八)项: 信息内容,上一年项目数量,本年增/减: 行政事业性收费
第二十条第(九)项: 信息内容,采购项目数量,采购总金额: 政府集中采购`,
	"2021": `第二十条第(一)项: 信息内容,本年制发件数,本年废止件数,现行有效件数: 规章;行政规范性文件
第二十条第(五)项: 信息内容,本年处理决定数量: 行政许可
第二十条第(六)项: 信息内容,本年处理决定数量: 行政处罚;行政强制
第二十条第(八)项: 信息内容,本年收费金额(单位:万元): 行政事业性收费`,
}

func TestFormLabels(t *testing.T) {
	for name, want := range proactive {
		f, err := FormNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range f.Proactive {
			var rows []string
			for _, r := range b.Rows {
				rows = append(rows, r.Label)
			}
			got = append(got, b.Title+": "+strings.Join(b.Columns, ",")+": "+strings.Join(rows, ";"))
		}
		if g := strings.Join(got, "\n"); g != want {
			t.Errorf("form %s:\ngot  %s\nwant %s", name, g, want)
		}
	}
}

func TestFormSizes(t *testing.T) {
	for _, x := range []struct {
		year, cells, rows int
		name, last        string
	}{{2019, 22, 23, "2019", "other"}, {2020, 22, 23, "2019", "other"}, {2021, 10, 25, "2021", "o_other"}, {2026, 10, 25, "2021", "o_other"}} {
		f, err := FormFor(x.year)
		if err != nil {
			t.Fatal(err)
		}
		rows := f.Applications.Rows
		if f.Name != x.name || len(f.Cells()) != x.cells || len(rows) != x.rows || rows[len(rows)-3].Key != x.last {
			t.Errorf("%d: form %s, %d cells, %d rows, last outcome %s", x.year, f.Name, len(f.Cells()), len(rows), rows[len(rows)-3].Key)
		}
		if len(f.Applications.Columns) != 7 || len(f.Remedies) != 3 || len(f.Sections) != 6 {
			t.Errorf("%d: %d columns, %d remedy groups, %d sections", x.year, len(f.Applications.Columns), len(f.Remedies), len(f.Sections))
		}
	}
	for _, bad := range []int{2018, 0, -1} {
		if _, err := FormFor(bad); err == nil {
			t.Errorf("there is a form for %d", bad)
		}
	}
	if _, err := FormNamed("2020"); err == nil {
		t.Error("there is a form named 2020")
	}
}

func TestLimits(t *testing.T) {
	for _, x := range []struct{ rule, name, on, from, due string }{
		{"R-A26", "publish", "2019-06-01", "2019-05-15", "2019-06-13"},
		{"R-A26 预算法14", "budget", "2019-06-01", "2019-02-01", "2019-02-21"},
		{"R-A33", "answer", "2025-01-10", "2025-01-10", "2025-02-13"},
		{"R-A33 条例2007", "answer", "2019-05-14", "2019-05-14", "2019-06-04"},
		{"R-A33", "answer", "2019-05-15", "2019-05-15", "2019-06-13"},
		{"R-A33 条例2007", "extension", "2019-03-04", "2019-03-25", "2019-04-16"},
		{"R-A30 条例2007", "clarify", "2019-03-04", "2019-03-04", "2019-03-25"},
		{"R-A30", "clarify", "2025-01-10", "2025-01-10", "2025-01-21"},
		{"R-A32", "consult", "2025-01-10", "2025-01-10", "2025-02-07"},
		{"R-A33", "extension", "2025-01-10", "2025-01-10", "2025-02-13"},
		{"R-A34", "coproducer", "2025-01-10", "2025-01-10", "2025-02-07"},
		{"F.3", "fee", "2025-01-10", "2025-01-10", "2025-02-13"},
		{"D.2(2)", "interpretation", "2019-09-12", "2019-09-12", "2019-09-18"},
		{"A.6 60日", "review", "2019-06-01", "2019-06-01", "2019-07-31"},
		{"A.6 复议法48", "review_answer", "2025-03-10", "2025-03-10", "2025-03-24"},
		{"A.6 复议法1999", "review_answer", "2023-12-31", "2023-12-22", "2024-01-01"},
		{"A.6 复议法54", "review_answer_simple", "2025-03-10", "2025-03-10", "2025-03-17"},
		{"A.6 复议法62", "review_decide", "2025-03-05", "2025-03-05", "2025-05-04"},
		{"A.6 复议法62", "review_decide_simple", "2025-03-05", "2025-03-05", "2025-04-04"},
		{"A.6 复议法62", "review_extension", "2025-03-05", "2025-03-05", "2025-04-04"},
		{"A.6 行政诉讼法67", "suit_answer", "2025-03-10", "2025-03-10", "2025-03-25"},
		{"A.6 行政诉讼法81", "suit_judgment", "2025-03-05", "2025-03-05", "2025-09-05"},
		{"A.6 行政诉讼法83", "suit_judgment_simple", "2025-03-05", "2025-03-05", "2025-04-19"},
		{"A.6 行政诉讼法45", "suit_after_review", "2025-04-18", "2025-04-18", "2025-05-03"},
		{"A.6 6个月", "suit", "2019-06-01", "2019-08-31", "2020-02-29"},
	} {
		l, ok := On(day(t, x.on)).Limit(x.name)
		if !ok {
			t.Errorf("%s: no limit %s", x.rule, x.name)
			continue
		}
		if got := l.Due(day(t, x.from), calendar.China()); got.String() != x.due {
			t.Errorf("%s: %s from %s = %s, want %s", x.rule, x.name, x.from, got, x.due)
		}
	}
	last, first := On(day(t, "2019-05-14")), On(day(t, "2019-05-15"))
	for _, name := range []string{"publish", "answer", "extension", "clarify"} {
		old, _ := last.Limit(name)
		if now, _ := first.Limit(name); old.Article == now.Article || !strings.HasPrefix(old.Article, "条例(2007)") {
			t.Errorf("%s: the old 条例 is cited as %s, the new one as %s", name, old.Article, now.Article)
		}
	}
	if !last.Of2007() || first.Of2007() {
		t.Error("the 条例 of 2007 ended on 2019-05-14")
	}
	if _, ok := On(day(t, "2019-06-01")).Limit("nonsense"); ok {
		t.Error("there is a limit named nonsense")
	}
}

func TestLists(t *testing.T) {
	for list, n := range map[string]int{"genre": 15, "topic": 22, "validity": 5, "five": 5, "mode": 3, "applicant": 6, "ground": 21} {
		if got := len(Terms(list)); got != n {
			t.Errorf("%s has %d terms, want %d", list, got, n)
		}
	}
	if l, _ := Label("topic", "11"); l != "科技、教育" {
		t.Errorf("topic 11 is %q", l)
	}
}

func TestPrinted(t *testing.T) {
	for in, want := range map[string]string{"(三)不予公开": "（三）不予公开", "本年收费金额(单位:万元)": "本年收费金额（单位：万元）", "1.属于国家秘密": "1.属于国家秘密", "": ""} {
		if got := Printed(in); got != want {
			t.Errorf("%q is printed %q, want %q", in, got, want)
		}
	}
}

func TestTablesRefuse(t *testing.T) {
	if _, err := parseLimits("publish | 2019-05-15 | - | x | workdays | a | b | c"); err == nil {
		t.Error("a limit without a number was read")
	}
	if _, err := parseForms("row rule | 规章 | made"); err == nil {
		t.Error("a row outside a form was read")
	}
	if _, err := parseTables("a | b"); err == nil {
		t.Error("a term outside a list was read")
	}
}

// §D.5: the lines of the yearly form of the site, in order and with their units; a
// table that is wrong says where.
func TestWebsiteForm(t *testing.T) {
	t.Parallel()
	f, err := WebsiteFormFor(2019)
	if err != nil || len(f.Parts) != 11 || len(f.Rows()) != 63 {
		t.Fatalf("%d parts, %d rows, %v", len(f.Parts), len(f.Rows()), err)
	}
	for key, want := range map[string]string{"visits.visitors": "独立用户访问总量 个", "visits.views": "网站总访问量 次", "letters.days": "留言办理·平均办理时间 天", "weibo.followers": "微博·关注量 个"} {
		if r, ok := f.Row(key); !ok || r.Printed()+" "+r.Unit != want {
			t.Errorf("%s: %s %s", key, r.Printed(), r.Unit)
		}
	}
	if _, err := WebsiteFormFor(2018); err == nil {
		t.Error("2018 has a form")
	}
	if _, ok := f.Row("none"); ok {
		t.Error("a row that is not there")
	}
	for _, bad := range []string{"row a | | b | | count | said", "form a | b | x | 0", "form a | b | 2019 | 0\npart p | P\nrow a | | b | | number | said",
		"form a | b | 2019 | 0\npart p | P\nrow a | | b | | count | said\nrow a | | b | | count | said"} {
		if _, err := parseWebsite(bad); err == nil {
			t.Errorf("read: %s", bad)
		}
	}
}
