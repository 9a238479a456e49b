package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRender(t *testing.T) {
	t.Parallel()
	s := seed(t).sheet(2019, "", 0)
	for _, x := range []struct {
		in, out string
		problem string // part of the words, "" for none
	}{
		{"公开{{published}}篇", "公开213篇", ""},
		{"{{ published }}、{{published}}", "213、213", ""},
		{"没有数字", "没有数字", ""},
		{"采购{{T2.procurement.amount}}万元", "采购0万元", ""},
		{"{{T2.service.delta}}", "-7", ""},
		{"{{publishd}}篇", "{{publishd}}篇", "是否想写 {{published}}"},
		{"{{visit.views}}次", "{{visit.views}}次", "是否想写 {{visits.views}}"},
		{"{{没有的}}", "{{没有的}}", "没有“没有的”这个数字"},
		{"{{}}", "{{}}", "没有“”这个数字"},
		{"{{published", "{{published", "没有配对的 }}"},
		{"{{published}} {{", "213 {{", "没有配对的 }}"},
		{"published}}", "published}}", ""},
	} {
		out, problems := s.Render([]string{"一", x.in})
		if out[1] != x.out || out[0] != "一" {
			t.Errorf("%q renders as %q, want %q", x.in, out[1], x.out)
		}
		switch {
		case x.problem == "" && len(problems) > 0:
			t.Errorf("%q: %v", x.in, problems)
		case x.problem != "" && (len(problems) != 1 || !strings.Contains(problems[0].Words, x.problem) || problems[0].Section != 2):
			t.Errorf("%q: problems %+v, want one in section 2 with %q", x.in, problems, x.problem)
		}
	}
	if got := Marks([]string{"{{a}}b{{ c }}", "", "{{a}}"}); !slices.Equal(got, []string{"a", "c", "a"}) {
		t.Errorf("Marks = %v", got)
	}
}

// The first draft holds no typed number that a figure has, and reads with the
// numbers that the bureau published.
func TestFirstDraft(t *testing.T) {
	t.Parallel()
	s := seed(t).sheet(2019, "", 0)
	marks := s.FirstDraft()
	text, problems := s.Render(marks)
	if len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	if len(text) != len(s.Form.Sections) {
		t.Fatalf("%d sections, want %d (B.2)", len(text), len(s.Form.Sections))
	}
	all := strings.Join(text, "\n")
	for _, want := range []string{"主动公开政府信息213篇", "独立用户访问总量达70363个", "网站总访问量达199374次", "“省长信箱”来信1件", "“市长信箱”来信3件",
		"政协提案的答复4件", "政策解读信息9条", "未收到政府信息公开申请", "对外管理服务事项21项全部列入目录", "咨询600次、办件350件",
		"规章0件，规范性文件0件；实施行政许可1项；其他对外管理服务事项21项；实施政府集中采购0项，采购总金额0万元",
		"未因政府信息公开工作产生行政复议、行政诉讼案件", "国办公开办函〔2019〕60号", "全年无超期公开"} {
		if !strings.Contains(all, want) {
			t.Errorf("the draft has no %q:\n%s", want, all)
		}
	}
	for _, n := range []string{"213", "70363", "199374", "600"} {
		if strings.Contains(strings.Join(marks, ""), n) {
			t.Errorf("the draft types the number %s instead of its mark", n)
		}
	}
	for _, x := range []struct {
		name string
		s    Sheet
		want []string
		not  []string
	}{
		{"with applications", applied(t, "", 2019), []string{"收到政府信息公开申请8件，上年结转2件；办理结果合计9件，结转下年度1件", "行政复议2件，其中结果维持2件；被提起行政诉讼1件，其中未经复议直接起诉1件（尚未审结1件）"}, []string{"未收到"}},
		{"form 2021", seed(t).sheet(2021, "", 0), []string{"国办公开办函〔2021〕30号", "制发规章0件", "行政许可处理决定0件"}, []string{"集中采购", "网站总访问量", "省长信箱", "窗口全年", "60号"}},
		{"nothing happened", (&book{t: t}).sheet(2020, "", 0), []string{"公开政府信息0篇", "未收到"}, []string{"全部列入目录"}},
	} {
		text, problems := x.s.Render(x.s.FirstDraft())
		all := strings.Join(text, "\n")
		if len(problems) > 0 {
			t.Errorf("%s: %v", x.name, problems)
		}
		for _, w := range x.want {
			if !strings.Contains(all, w) {
				t.Errorf("%s: the draft has no %q:\n%s", x.name, w, all)
			}
		}
		for _, w := range x.not {
			if strings.Contains(all, w) {
				t.Errorf("%s: the draft says %q:\n%s", x.name, w, all)
			}
		}
		if got := failing(Checks(x.s, Context{Text: text, Today: day("2020-01-02")})); len(got) > 0 {
			t.Errorf("%s: the draft fails %v", x.name, got)
		}
	}
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	b := seed(t)
	for _, form := range []string{"2019", "2021"} {
		s := b.sheet(2019, form, 0)
		text, _ := s.Render(s.FirstDraft())
		checks := Checks(s, Context{Text: text, Today: day("2020-01-23")})
		golden(t, "seed-form"+form+".html", s.HTML(text, nil))
		golden(t, "seed-form"+form+".txt", s.Text(checks))
	}
}

// What clerks write is text: markup in it is shown and not obeyed. Cells are
// links where the entries can be opened, plain numbers in what is published.
func TestHTML(t *testing.T) {
	t.Parallel()
	s := seed(t).sheet(2019, "", 0)
	got := s.HTML([]string{"<script>alert(1)</script>\n\n 第二段 "}, func(key string) string { return "cell?key=" + key + "&x=1" })
	for _, want := range []string{"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>第二段</p>", `<a href="cell?key=T2.service.delta&amp;x=1">-7</a>`,
		`<a href="cell?key=T2.permit.delta&amp;x=1">+1</a>`, `<a href="cell?key=T3.new.sum&amp;x=1">0</a>`, `<a href="cell?key=T4.review.sum&amp;x=1">0</a>`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "<script>") {
		t.Error("markup was obeyed")
	}
	if plain := s.HTML(nil, nil); strings.Contains(plain, "<a ") {
		t.Error("links without an address")
	}
	// Every row of a table is as wide as the table.
	for _, form := range []string{"2019", "2021"} {
		s := seed(t).sheet(2019, form, 0)
		for i, table := range strings.Split(s.HTML(nil, nil), "<table>")[1:] {
			table, _, _ = strings.Cut(table, "</table>")
			if d := cmp.Diff([]int{[]int{4, 10, 15}[i]}, widths(table)); d != "" {
				t.Errorf("form %s, table %d: widths (-want +got)\n%s", form, i+2, d)
			}
		}
	}
}

// widths lists the distinct widths of a table's rows, spans counted.
func widths(table string) []int {
	var open []int // rows that a cell of an earlier row still covers, one per column
	var out []int
	for _, row := range strings.Split(table, "<tr>")[1:] {
		n := 0
		var next []int
		for _, c := range open {
			if c > 1 {
				next = append(next, c-1)
			}
			n++
		}
		for _, cell := range strings.FieldsFunc(strings.NewReplacer("<th", "\x00", "<td", "\x00").Replace(row), func(r rune) bool { return r == 0 }) {
			if !strings.HasPrefix(cell, " ") && !strings.HasPrefix(cell, ">") {
				continue
			}
			attrs, _, _ := strings.Cut(cell, ">")
			w, h := attr(attrs, "colspan"), attr(attrs, "rowspan")
			n += w
			for range w {
				if h > 1 {
					next = append(next, h-1)
				}
			}
		}
		open = next
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

func attr(attrs, name string) int {
	_, rest, ok := strings.Cut(attrs, name+`="`)
	if !ok {
		return 1
	}
	n := 0
	for _, r := range rest {
		if r == '"' {
			break
		}
		n = n*10 + int(r-'0')
	}
	return n
}
