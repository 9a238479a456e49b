package check

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/refusal"
)

// family are the findings of one family of rules.
func family(all []Finding, prefix string) (out []Finding) {
	for _, f := range all {
		if strings.HasPrefix(f.Rule, prefix) {
			out = append(out, f)
		}
	}
	return out
}

// TestWords: each line is a text, its day, the rule that speaks of it and what
// it finds; no rule where nothing is found.
func TestWords(t *testing.T) {
	t.Parallel()
	c := checker(t)
	for _, x := range []struct{ rule, day, words, found string }{
		{"WD-TYPO", "", "中共人民共和国成立", "中共人民共和国"},
		{"WD-TYPO", "", "人民攻府门户网站", "人民攻府"},
		{"WD-TYPO", "", "会议布署了工作", "布署"},
		{"WD-TYPO", "", "这些工作都已布\n署到位", "布\n署"}, // a line of a PDF ends within the word
		{"", "", "名单已公布署名单位", ""},
		{"", "", "以经济建设为中心，以经费保障为支撑", ""},
		{"", "", "按排名先后公布，自己经历过", ""},
		{"WD-REPEAT", "", "科研诚信的的建设", "的的"},
		{"", "", "建设的目的的说明，为了了解情况", ""},
		{"WD-REPEAT", "", "加强组织领导加强组织领导", "加强组织领导加强组织领导"},
		{"", "", "哈哈哈哈哈哈哈哈", ""},
		{"WD-BODY", "2024-05-01", "由市国土资源局负责", "国土资源局"},
		{"", "2017-05-01", "由市国土资源局负责", ""},
		{"", "2024-05-01", "原市国土资源局印发的文件继续有效", ""},
		{"", "2024-05-01", "2016年，市国土资源局牵头开展了调查", ""},
		{"", "2024-05-01", "机构改革后，市国土资源局的职责划入市自然资源和规划局", ""},
		{"", "2024-05-01", "《岳阳市国土资源局关于印发有关规定的通知》继续有效", ""},
		{"", "2024-05-01", "农业部门、文化部门和监察部门要密切配合", ""},
		{"WD-BODY", "", "报农业部备案", "农业部"}, // no day: judged by the newest
		{"", "2024-05-01", "根据农业部令2017年第8号、农业部公告第199号", ""},
		{"", "", "既便于管理，又可以经本机关负责人批准延期；深入学习进平台经济", ""},
		{"WD-LAW", "2024-05-01", "依据《合同法》签订", "《合同法》"},
		{"", "2020-12-31", "依据《合同法》签订", ""},
		{"", "2024-05-01", "依据《劳动合同法》签订", ""},
		{"WD-LAW", "2022-01-01", "《中华人民共和国民法通则》第三十七条", "《中华人民共和国民法通则》"},
		{"WD-ORDER", "", "国务院、中共中央印发", "国务院、中共中央"},
		{"WD-BAN", "", "港澳台国家的学者", "港澳台国家"},
		{"WD-OLD", "2024-01-01", "新冠肺炎疫情", "新冠肺炎"},
		{"", "2021-01-01", "新冠肺炎疫情", ""},
		{"WD-PHRASE", "", "其它事项", "其它"},
	} {
		c := c
		if x.day != "" {
			day, err := calendar.ParseDay(x.day)
			if err != nil {
				t.Fatal(err)
			}
			c = c.On(day)
		}
		got := family(c.Check(Plain(x.words)), "WD-")
		switch {
		case x.rule == "" && len(got) > 0:
			t.Errorf("%s %s: %s finds %q", x.day, x.words, got[0].Rule, got[0].Found)
		case x.rule != "" && (len(got) != 1 || got[0].Rule != x.rule || got[0].Found != x.found):
			t.Errorf("%s %s: want %s %q, got %+v", x.day, x.words, x.rule, x.found, got)
		}
	}
}

// The bureau's own list adds, changes and switches off (WD-OWN).
func TestOwnWords(t *testing.T) {
	t.Parallel()
	own, err := ParseWords("# 本局\n- 其它\n科技据 | 科技局 | 拦截\n做为 | 作为 | 提示 | 2020-01-01 | 2020-12-31\n")
	if err != nil {
		t.Fatal(err)
	}
	l := Default()
	l.Words = append(l.Words, own...)
	c, err := New(l)
	if err != nil {
		t.Fatal(err)
	}
	got := family(c.Check(Plain("科技据把其它工作做为重点")), "WD-")
	if len(got) != 1 || got[0].Rule != OwnWords || got[0].Severity != Block {
		t.Errorf("got %+v", got)
	}
	if got := family(c.On(calendar.NewDay(2020, 6, 1)).Check(Plain("做为重点")), "WD-"); len(got) != 1 || got[0].Severity != Hint {
		t.Errorf("within its days: %+v", got)
	}
}

// A line that cannot be read is refused with its number.
func TestParseWords(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ code, text string }{
		{"words.add.empty", "# 好\n | 作为"},
		{"words.add.short", "# 好\n的 | 地"},
		{"words.add.long", "# 好\n" + strings.Repeat("长", 33) + " | 短"},
		{"words.add.pattern", "# 好\n做.* | 做*"},
		{"words.add.pattern", "# 好\n坏\xff字 | 好"},
		{"words.add.same", "# 好\n作为 | 作为"},
		{"words.add.severity", "# 好\n做为 | 作为 | 严重"},
		{"words.add.day", "# 好\n做为 | 作为 | | 2021-02-30"},
		{"words.add.crossed", "# 好\n做为 | 作为 | | 2021-02-03 | 2020-01-01"},
		{"words.add.exception", "# 好\n做为 | 作为 | | | | 作为"},
		{"words.add.cells", "# 好\n做为 | 作为 | | | | | 理由 | 多"},
		{"words.add.twice", "做为 | 作为\n做为 | 当作"},
		{"words.add.rule", "# 好\n[CH-OWN]"},
	} {
		_, err := ParseWords(x.text)
		r, ok := refusal.As(err)
		if !ok || r.Code != x.code || !strings.Contains(r.Words(), "第2行") {
			t.Errorf("%q: want %s, got %v", x.text, x.code, err)
		}
	}
	off, err := ParseWords("- 没有这一条")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(Lists{Words: off}); err == nil || !strings.Contains(err.Error(), "没有这一条") {
		t.Errorf("a line that switches off nothing: %v", err)
	}
}

// The list in this test is an example: nobody of these names holds office.
func TestLeaders(t *testing.T) {
	t.Parallel()
	leaders, err := ParseLeaders("# 姓名 | 职务 | 任职日 | 离任日\n钱大山 | 局长 | 2015-01-01 | 2019-12-31\n赵明远 | 局长 | 2020-01-01\n孙立本 | 副局长 | 2020-01-01")
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Lists{Leaders: leaders})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		day, words, rule, suggest string
	}{
		{"2021-05-01", "局长赵明远出席", "", ""},
		{"2021-05-01", "局长赵明运出席", "WD-NAME", "赵明远"},
		{"2021-05-01", "局长赵远明出席", "WD-NAME", "赵明远"},
		{"2021-05-01", "局长钱大山出席", "WD-NAME", ""},
		{"2018-05-01", "局长钱大山出席", "", ""},
		{"2021-05-01", "副局长孙立本、局长赵明远出席", "WD-ORDER", ""},
		{"2021-05-01", "赵明远、孙立本出席", "", ""},
		{"2021-05-01", "原局长钱大山", "", ""},
		{"2021-05-01", "局长李某某", "", ""},
	} {
		day, _ := calendar.ParseDay(x.day)
		got := family(c.On(day).Check(Plain(x.words)), "WD-")
		if x.rule == "" && len(got) > 0 || x.rule != "" && (len(got) != 1 || got[0].Rule != x.rule || got[0].Suggest != x.suggest) {
			t.Errorf("%s %s: %+v", x.day, x.words, got)
		}
	}
	for _, x := range []struct{ code, text string }{
		{"leaders.add.cells", "赵明远 | 局长"},
		{"leaders.add.day", "赵明远 | 局长 | 昨天"},
		{"leaders.add.crossed", "赵明远 | 局长 | 2020-01-01 | 2019-01-01"},
	} {
		if _, err := ParseLeaders(x.text); err == nil {
			t.Errorf("%s: read", x.text)
		} else if r, ok := refusal.As(err); !ok || r.Code != x.code {
			t.Errorf("%s: %v", x.text, err)
		}
	}
}

// The search agrees with looking for each expression by itself.
func TestAutomaton(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(4, 4))
	some := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteRune([]rune("甲乙丙a𬶏")[r.IntN(5)])
		}
		return b.String()
	}
	for range 300 {
		seen := map[string]bool{}
		var words []string
		for range 1 + r.IntN(8) {
			if w := strings.ReplaceAll(some(2+r.IntN(4)), "𬶏", "丙"); !seen[w] {
				seen[w] = true
				words = append(words, w)
			}
		}
		text := some(60)
		got := map[string]int{}
		newAutomaton(words).search(text, func(at, end int, w int32) {
			if text[at:end] != words[w] {
				t.Fatalf("%q found as %q in %q", text[at:end], words[w], text)
			}
			got[fmt.Sprint(words[w], at)]++
		})
		want := 0
		for _, w := range words {
			for at := range text {
				if strings.HasPrefix(text[at:], w) {
					want++
					if got[fmt.Sprint(w, at)] != 1 {
						t.Fatalf("%q at %d of %q found %d times", w, at, text, got[fmt.Sprint(w, at)])
					}
				}
			}
		}
		if len(got) != want {
			t.Fatalf("%d found, want %d", len(got), want)
		}
	}
}

// BenchmarkWords searches official prose for 5,000 expressions.
func BenchmarkWords(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	prose := strings.Repeat("各县市区科技主管部门，各有关单位：为深入实施创新驱动发展战略，加快培育新质生产力，根据有关规定，现就组织申报2025年度市级科技计划项目有关事项通知如下。\n", 2000)
	letters := []rune(strings.Join(strings.Fields(wordsText), ""))
	terms := Default().Words
	for seen := map[string]bool{}; len(terms) < 5000; {
		w := ""
		for range 2 + r.IntN(5) {
			w += string(letters[r.IntN(len(letters))])
		}
		if !seen[w] {
			seen[w] = true
			terms = append(terms, Term{Rule: OwnWords, Wrong: w, Severity: Hint})
		}
	}
	d, err := newDictionary(terms)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(prose)))
	b.ResetTimer()
	for range b.N {
		d.hits(prose, calendar.Day{})
	}
}
