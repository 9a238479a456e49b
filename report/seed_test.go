package report

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// published reads the real report of 2019: its six sections and the rows of
// table 二. The scan has characters that look alike; they are mended first.
func published(t *testing.T) (sections []string, rows map[string][]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/seed-2019-published.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("釆", "采", "費", "费", "増", "增", "碱", "减").Replace(string(b))
	rows = map[string][]string{}
	heads := []string{"一、总体情况", "二、主动公开政府信息情况", "三、依申请政府信息公开情况", "四、政府信息公开行政复议、行政诉讼情况",
		"五、存在的主要问题及改进情况", "六、其他需要报告的事项"}
	for i, h := range heads {
		_, rest, ok := strings.Cut(text, h)
		if !ok {
			t.Fatalf("the published report has no section %s", h)
		}
		if i+1 < len(heads) {
			rest, _, _ = strings.Cut(rest, heads[i+1])
		}
		if i == 0 {
			before, _, _ := strings.Cut(text, h)
			rest = before + rest // the preamble cites the notice
		}
		sections = append(sections, rest)
	}
	for line := range strings.Lines(sections[1]) {
		if f := strings.Fields(line); len(f) > 2 {
			if _, err := strconv.Atoi(f[1]); err == nil {
				rows[f[0]] = f[1:]
			}
		}
	}
	return sections, rows
}

// Every cell of table 二 that the bureau published comes out of the ledger
// (standards.md §B.3, §K; R-A50).
func TestSeedTable2(t *testing.T) {
	t.Parallel()
	s := seed(t).sheet(2019, "", 0)
	_, rows := published(t)
	n := 0
	for _, blk := range s.Form.Proactive {
		for _, r := range blk.Rows {
			var got []string
			for _, c := range r.Cells {
				got = append(got, s.Cell(c.Key).String())
				n++
			}
			if d := cmp.Diff(rows[r.Label], got); d != "" {
				t.Errorf("%s (-published +computed):\n%s", r.Label, d)
			}
		}
	}
	if n != 22 || len(rows) != 8 {
		t.Errorf("%d cells computed, %d rows published; want 22 and 8", n, len(rows))
	}
	for _, x := range []struct {
		row  string
		want string
	}{{"行政许可", "0 1 95"}, {"其他对外管理服务事项", "28 -7 406"}} {
		if got := strings.Join(rows[x.row], " "); got != x.want {
			t.Errorf("published %s reads %q, want %q", x.row, got, x.want)
		}
	}
}

func TestSeedFigures(t *testing.T) {
	t.Parallel()
	b := seed(t)
	for _, form := range []string{"2019", "2021"} {
		s := b.sheet(2019, form, 0)
		for name, want := range map[string]int64{
			"published": 213, "published.late": 0, "published.withdrawn": 0, "published.revised": 0,
			"interpretations": 9, "proposals.answered": 4, "services.items": 21, "permits.items": 1, "fees.items": 0,
			"visits.visitors": 70363, "visits.views": 199374, "letters.governor": 1, "letters.mayor": 3,
			"services.enquiries": 600, "services.cases": 350, "services.speedup": 60, "services.complaints": 0,
			"requests.new": 0, "requests.carry_in": 0, "requests.total": 0, "requests.carry_out": 0, "reviews.total": 0, "suits.total": 0,
		} {
			if got := s.Cell(name); got.Value != want || !s.Has(name) {
				t.Errorf("form %s: %s = %d, want %d", form, name, got.Value, want)
			}
		}
		for _, k := range s.Names() {
			if k[0] == 'T' && k[1] != '2' && s.Cell(k).Value != 0 {
				t.Errorf("form %s: %s = %s, want 0", form, k, s.Cell(k))
			}
			if f := s.Cell(k); f.Value != 0 && len(f.Entries) == 0 {
				t.Errorf("form %s: %s = %s names no entries", form, k, f)
			}
		}
	}
}

// The form of 2021 has ten cells in table 二 (standards.md §B.4).
func TestSeedForm2021(t *testing.T) {
	t.Parallel()
	s := seed(t).sheet(2019, "2021", 0)
	got := map[string]string{}
	for _, c := range s.Form.Cells() {
		got[c.Key] = s.Cell(c.Key).String()
	}
	want := map[string]string{"T2.rule.made": "0", "T2.rule.repealed": "0", "T2.rule.inforce": "0",
		"T2.normative.made": "0", "T2.normative.repealed": "0", "T2.normative.inforce": "0",
		"T2.permit.decided": "95", "T2.penalty.decided": "0", "T2.coercion.decided": "0", "T2.fee.amount": "0"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if s.Has("T2.service.prior") {
		t.Error("the words could quote T2.service.prior, which the form of 2021 has not")
	}
}

// The years beside 2019 take their own articles and no others.
func TestSeedOtherYears(t *testing.T) {
	t.Parallel()
	b := seed(t)
	for year, want := range map[int]int64{2020: 4, 2021: 0} {
		if got := b.sheet(year, "", 0).Cell("published").Value; got != want {
			t.Errorf("published in %d = %d, want %d", year, got, want)
		}
	}
	s := b.sheet(2020, "", 0)
	if got := s.Cell("T2.service.prior").Value; got != 21 {
		t.Errorf("XY-ITEMS: services at the start of 2020 = %d, want 21", got)
	}
	if got := s.Cell("T2.service.decided").Value; got != 0 {
		t.Errorf("the number stated for 2019 shows in 2020: %d", got)
	}
}

// The words that the bureau really published agree with the figures.
func TestSeedWords(t *testing.T) {
	t.Parallel()
	sections, _ := published(t)
	s := seed(t).sheet(2019, "", 0)
	checks := Checks(s, Context{Text: sections, Today: day("2020-01-23"), IssuedOn: day("2020-01-23")})
	for _, c := range checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Rule, c.Detail)
		}
		if c.Rule == "TX-NUM" && c.Detail != "正文引用的13处数字与记录一致" {
			t.Errorf("TX-NUM: %s", c.Detail)
		}
	}
	for _, x := range []struct{ was, now, rule string }{
		{"213篇", "214篇", "TX-NUM"}, {"来信3件", "来信4件", "TX-NUM"}, {"事项21项", "事项28项", "TX-NUM"}, {"199374次", "199,373次", "TX-NUM"},
		{"﹝2019﹞60号", "〔2021〕30号", "TX-CITE"},
	} {
		var bad []string
		for _, sec := range sections {
			bad = append(bad, strings.ReplaceAll(sec, x.was, x.now))
		}
		if got := failing(Checks(s, Context{Text: bad, Today: day("2020-01-23")})); !cmp.Equal(got, []string{x.rule}) {
			t.Errorf("%s for %s: %v fail, want %s", x.now, x.was, got, x.rule)
		}
	}
}

func failing(checks []Check) []string {
	var out []string
	for _, c := range checks {
		if !c.OK {
			out = append(out, c.Rule)
		}
	}
	return out
}
