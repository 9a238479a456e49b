package publication

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// The tree that an organ starts with has what 国办公开办函〔2019〕61号 (§C, C.3)
// and the 发展指引 (§D.2) want, and every cell of it can be relied on.
func TestDefaultColumns(t *testing.T) {
	t.Parallel()
	cols := DefaultColumns()
	by := map[ledger.Code]Column{}
	categories := map[ledger.Code]int{}
	for _, c := range cols {
		by[c.Path] = c
		categories[c.Category]++
	}
	// §C: four fixed parts, names and order to the letter, under 政府信息公开.
	var parts []string
	for _, c := range cols {
		if c.Parent() == "xxgk" {
			parts = append(parts, c.Name)
		}
	}
	if d := cmp.Diff([]string{"政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报"}, parts); d != "" || by["xxgk"].Name != "政府信息公开" {
		t.Errorf("§C (-want +got):\n%s", d)
	}
	// §D.2: four functional areas, and the columns that each must have.
	for _, want := range []ledger.Code{"news", "notice", "policy", "interpretation", "organ", "leaders", "guide", "system", "statutory", "annual",
		"plan", "finance", "personnel", "data", "proposal", "response", "project", "service", "consult"} {
		if categories[want] == 0 {
			t.Errorf("§D.2: no column of category %s", want)
		}
	}
	if categories["annual"] != 1 {
		t.Errorf("C.3: %d columns for annual reports, want 1", categories["annual"])
	}
	// Art. 20 as it concerns a bureau; (十)至(十三) are others' business.
	var art20 []int
	for _, c := range cols {
		if c.Art20 > 0 {
			art20 = append(art20, c.Art20)
			if !c.Under("xxgk") && !c.Under("banshi") {
				t.Errorf("%s serves Art. 20(%d) outside the platform", c.Path, c.Art20)
			}
		}
	}
	slices.Sort(art20)
	if want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 15}; !slices.Equal(slices.Compact(art20), want) {
		t.Errorf("Art. 20: %v, want %v", art20, want)
	}
	for i, c := range cols {
		if c.Order != i+1 || c.MaxAge < 1 || c.Name == "" || c.Description == "" || len(c.Keywords) == 0 || len(c.Tags) == 0 {
			t.Errorf("%s: %+v", c.Path, c)
		}
		if _, ok := law.On(today).Limit(c.Limit); !ok {
			t.Errorf("%s: no limit %q", c.Path, c.Limit)
		}
		for _, tag := range c.Tags {
			if _, ok := law.FiveTagName(tag); !ok {
				t.Errorf("§H.1: %s has the tag %q", c.Path, tag)
			}
		}
		if f, err := c.Open(); err != nil || f.Column != c.Path || f.Parent != c.Parent() || f.Category != c.Category {
			t.Errorf("%s opens as %+v, %v", c.Path, f, err)
		}
		// §E: two weeks for news, half a year for policies, a year for the rest.
		if c.Category == "news" && c.MaxAge != 14 || c.Category == "interpretation" && c.MaxAge > 183 || c.MaxAge > 366 {
			t.Errorf("§E: %s is stale after %d days", c.Path, c.MaxAge)
		}
	}
	if c := by["xxgk/fdzdgk/czyjs"]; c.Limit != "budget" || c.Art20 != 7 {
		t.Errorf("budgets are due by %s, Art. 20(%d)", c.Limit, c.Art20)
	}
}

func TestColumn(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		path, parent, under string
		is                  bool
	}{{"xxgk", "", "xxgk", true}, {"xxgk/zhinan", "xxgk", "xxgk", true}, {"xxgk/fdzdgk/gfxwj", "xxgk/fdzdgk", "xxgk", true},
		{"xxgkx", "", "xxgk", false}, {"xxgk", "", "xxgk/zhinan", false}} {
		c := Column{Path: ledger.Code(x.path)}
		if string(c.Parent()) != x.parent || c.Under(ledger.Code(x.under)) != x.is {
			t.Errorf("%s: parent %q, under %s %v", x.path, c.Parent(), x.under, !x.is)
		}
	}
	for _, name := range []string{"", "  "} {
		_, err := Column{Path: "x", Name: name}.Open()
		if r, _ := refusal.As(err); r == nil || r.Code != "column.open.name" || r.Rule != "§D.4" || r.Field != "name" {
			t.Errorf("a column called %q: %v", name, err)
		}
	}
}

func TestParseColumns(t *testing.T) {
	t.Parallel()
	const line = "x | 栏目 | news | 14 | publish | - | decision、result | 说明 | 甲、乙,丙 丁"
	cols, err := ParseColumns("# 注释\n\n" + line + "\n x/y | 下级 | news | - | publish | 5 | result | 说明 | 词\n")
	if err != nil || len(cols) != 2 {
		t.Fatalf("%v, %v", cols, err)
	}
	if c := cols[0]; !slices.Equal(c.Tags, []string{"decision", "result"}) || !slices.Equal(c.Keywords, []string{"甲", "乙", "丙", "丁"}) || c.Art20 != 0 {
		t.Errorf("%+v", c)
	}
	if c := cols[1]; c.MaxAge != 0 || c.Art20 != 5 || c.Parent() != "x" || c.Order != 2 {
		t.Errorf("%+v", c)
	}
	for _, x := range []struct{ why, text, want string }{
		{"a cell too few", "x | 栏目 | news | 14 | publish | - | decision | 说明", "9栏"},
		{"an age that is no number", strings.Replace(line, "14", "两周", 1), "不是数字"},
		{"an item that is no number", strings.Replace(line, "| - |", "| 一 |", 1), "不是数字"},
		{"twice", line + "\n" + line, "重复"},
		{"a child before its parent", strings.Replace(line, "x |", "a/x |", 1), "上级"},
		{"no path", strings.Replace(line, "x |", " |", 1), "第1行"},
	} {
		if cols, err := ParseColumns(x.text); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, %v", x.why, cols, err)
		}
	}
}
