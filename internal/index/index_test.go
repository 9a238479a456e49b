package index

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/search"
)

var lex = search.NewLexicon("", "")

func doc(id, title, text string) Doc {
	return Doc{Organ: "kjj", ID: id, Kind: "news", Column: "fabu/dongtai", Unit: "bgs", Day: calendar.NewDay(2019, 5, 6), Title: title, Text: text, Stamp: "1"}
}

func made(t *testing.T, docs ...Doc) *Index {
	t.Helper()
	x, err := Create(t.Context(), filepath.Join(t.TempDir(), "x.db"), lex)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	if err := errors.Join(x.Put(t.Context(), docs...), x.Finish(t.Context())); err != nil {
		t.Fatal(err)
	}
	return x
}

func find(t *testing.T, x *Index, typed string, f Filter) Found {
	t.Helper()
	got, err := x.Search(t.Context(), Ask{Organ: "kjj", Query: search.Parse(typed, lex), Today: calendar.NewDay(2019, 6, 1), Filter: f, Page: 1, Size: 50})
	if err != nil {
		t.Fatalf("%.40q: %v", typed, err)
	}
	return got
}

func ids(f Found) (out []string) {
	for _, h := range f.Hits {
		out = append(out, h.ID)
	}
	return out
}

// R-SE1: each two characters that stand side by side in a text find it, whatever
// a dictionary thinks of them; across marks, letters and digits as well.
func TestEveryTwoCharacters(t *testing.T) {
	t.Parallel()
	text := "《岳阳市科技计划项目管理办法》（岳科发〔2019〕12号）自6月1日起施行，A类项目资助20万元；咨询：Tel 0730-8880001。銀行、行长、重庆重新重复"
	x := made(t, doc("a", "关于“十四五”规划的通知", text), doc("b", "别的", "毫不相干"))
	for _, of := range []string{text, "关于“十四五”规划的通知"} {
		for _, clause := range strings.FieldsFunc(of, func(c rune) bool { return strings.ContainsRune("《》（）〔〕，；：。、“” ", c) }) {
			cs := []rune(clause)
			for i := range len(cs) - 1 {
				if two := string(cs[i : i+2]); search.Flat(two) != "" && !strings.ContainsAny(two, "-0123456789") && !strings.Contains("TelA", two) {
					if got := find(t, x, two, Filter{}); !slices.Contains(ids(got), "a") {
						t.Errorf("%q does not find %q", two, clause)
					}
				}
			}
		}
	}
	for _, q := range []string{"政", "税", "银行", "銀行", "岳科发[2019]12号", "岳科发2019第12号", "A类", "20万", "8880001", "0730-8880001", "tel", "ＴＥＬ"} {
		if got := find(t, x, q, Filter{}); (len(got.Hits) > 0) != (q != "政" && q != "税") {
			t.Errorf("%q: %v", q, ids(got))
		}
	}
}

// Whatever is typed is looked for, and is never read as an expression.
func TestOddQueries(t *testing.T) {
	t.Parallel()
	x := made(t, doc("a", "关于项目的通知", "100%_完成 'or 1=1-- NEAR(x) AND OR NOT \" * ^ title:b (科技)+[特派员]"))
	odd := []string{"", " ", "\x00", "\xff\xfe", "%", "_", "'", `"`, `""`, `"""`, "*", "^", "-", "+", ":", "(", ")", "((((", "AND", "OR NOT", "NEAR(a b)", "title:b", "{title} : a", "a* b*",
		"'; drop table doc; --", "' or 1=1 --", "[a-z]+", `\d{3}(.*)+$`, "(a+)+$", "“", "“”", "〔〕", "🈚️", "\u202e科技", strings.Repeat("“", 500), strings.Repeat("科技 ", 3000), strings.Repeat("政", 10000),
		strings.Repeat("岳科发〔2019〕12号", 1000), strings.Repeat("a", 10000), strings.Repeat("zhang", 2000)}
	alphabet := []rune(`科技政府 "'*^:-+(){}[]%_\$&|<>~` + "年2019abzh号〔〕“”\x00\n")
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		q := make([]rune, r.IntN(40))
		for i := range q {
			q[i] = alphabet[r.IntN(len(alphabet))]
		}
		odd = append(odd, string(q))
	}
	for _, q := range odd {
		find(t, x, q, Filter{})
		if _, err := x.Suggest(t.Context(), "kjj", q, 8); err != nil {
			t.Errorf("suggest %.40q: %v", q, err)
		}
	}
	for _, q := range []string{"科技 特派员", "“项目的通知”", "or 1=1", "项目"} {
		if got := find(t, x, q, Filter{}); len(got.Hits) != 1 {
			t.Errorf("%q: %v", q, ids(got))
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	old := doc("old", "高新技术企业管理办法", "高新技术企业的认定")
	old.Kind, old.Validity, old.Void, old.Column, old.Day, old.Tags = "document", "repealed", true, "xxgk/zcwj", calendar.NewDay(2017, 3, 1), []string{"decision"}
	x := made(t, doc("n1", "召开会议", "会上讨论了高新技术企业的工作"), doc("n2", "高新技术企业申报的通知", "请各单位申报"), old)
	all := find(t, x, "高新技术企业", Filter{})
	if got := ids(all); !slices.Equal(got, []string{"n2", "old", "n1"}) {
		t.Errorf("title before text, valid before repealed: %v", got)
	}
	if f := all.Facets; f[ByKind]["news"] != 2 || f[ByValidity]["repealed"] != 1 || f[ByYear]["2017"] != 1 || f[ByColumn]["xxgk"] != 1 || f[ByTag]["decision"] != 1 || f[ByUnit]["bgs"] != 3 {
		t.Errorf("%v", f)
	}
	for want, f := range map[string]Filter{"old": {Year: 2017}, "n2,n1": {Kind: "news"}, "": {Unit: "none"}} {
		if got := strings.Join(ids(find(t, x, "高新技术企业", f)), ","); got != want {
			t.Errorf("%+v: %s", f, got)
		}
	}
	if got := ids(find(t, x, "高新技术企业", Filter{Column: "xxgk", Tag: "decision", Validity: "repealed", Kind: "document"})); !slices.Equal(got, []string{"old"}) {
		t.Errorf("%v", got)
	}
	for _, q := range []string{"高企", "gaoxinjishuqiye", "gxjsqy", "高新技術企業", "ＧＸＪＳＱＹ"} {
		if got := ids(find(t, x, q, Filter{})); !slices.Contains(got, "n2") {
			t.Errorf("%s: %v", q, got)
		}
	}
	if got := find(t, x, "高薪技术企业", Filter{}); !got.Fixed || got.Query.Text != "高新技术企业" || got.Hits[0].ID != "n2" {
		t.Errorf("%+v", got)
	}
	if got := find(t, x, "长江江豚", Filter{}); got.Total != 0 || len(got.Hits) != 0 {
		t.Errorf("%+v", got)
	}
	for typed, want := range map[string]string{"高新": "高新技术企业申报的通知", "gaox": "高新技术企业申报的通知", "gxjs": "高新技术企业申报的通知", "申报": "高新技术企业申报的通知", "召开": "召开会议"} {
		got, err := x.Suggest(t.Context(), "kjj", typed, 5)
		if err != nil || len(got) == 0 || got[0].Title != want {
			t.Errorf("%s: %v %v", typed, got, err)
		}
	}
	next := doc("n2", "另外的题目", "没有那个词")
	if err := errors.Join(x.Put(t.Context(), next), x.Drop(t.Context(), "kjj", "old", "never was")); err != nil {
		t.Fatal(err)
	}
	if got := ids(find(t, x, "高新技术企业", Filter{})); !slices.Equal(got, []string{"n1"}) {
		t.Errorf("after a change: %v", got)
	}
	if got, _ := x.Suggest(t.Context(), "kjj", "高新", 5); len(got) != 0 {
		t.Errorf("%v", got)
	}
	if n, err := x.Count(t.Context(), "kjj"); n != 2 || err != nil {
		t.Errorf("%d %v", n, err)
	}
}

// R-SE3: another file takes the place of the one in use, for every process that
// has the folder open; one that is lost or damaged is seen.
func TestShelf(t *testing.T) {
	t.Parallel()
	ctx, dir := t.Context(), filepath.Join(t.TempDir(), "search")
	a, b := At(dir, lex), At(dir, lex)
	defer a.Close()
	defer b.Close()
	if err := a.Look(ctx); !errors.Is(err, ErrNone) {
		t.Errorf("an empty folder: %v", err)
	}
	build := func(s *Shelf, title string) {
		t.Helper()
		if err := s.Build(ctx, func(x *Index) error {
			for i := range 50 {
				if err := x.Put(ctx, doc(fmt.Sprint(i), title, strings.Repeat(fmt.Sprintf("第%d篇的内容，各不相同。", i*7919), 50))); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	total := func(s *Shelf, typed string) (n int) {
		t.Helper()
		if err := s.Use(func(x *Index) error { n = find(t, x, typed, Filter{}).Total; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	build(a, "旧的")
	if err := b.Look(ctx); err != nil || total(b, "旧的") != 50 {
		t.Errorf("%v", err)
	}
	// A reader in the middle of an answer does not keep the new one from coming in
	// another process.
	if err := b.Use(func(x *Index) error { build(a, "新的"); find(t, x, "旧的", Filter{}); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := b.Look(ctx); err != nil || total(b, "新的") != 50 || total(a, "新的") != 50 {
		t.Errorf("after the switch: %v", err)
	}
	if err := a.Build(ctx, func(*Index) error { return errors.New("broken off") }); err == nil || total(a, "新的") != 50 {
		t.Errorf("a build that failed: %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.db"))
	if len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
	for name, spoil := range map[string]func(string) error{
		"cut":     func(f string) error { return os.Truncate(f, 20000) },
		"empty":   func(f string) error { return os.Truncate(f, 0) },
		"rubbish": func(f string) error { return os.WriteFile(f, []byte(strings.Repeat("rubbish ", 9999)), 0o600) },
		"lost":    os.Remove,
	} {
		b.Close()
		files, _ := filepath.Glob(filepath.Join(dir, "*.db"))
		for _, f := range files {
			if err := spoil(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Look(ctx); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
		build(b, name)
		if total(b, name) != 50 {
			t.Errorf("%s: not healed", name)
		}
	}
}

// A stopped build leaves what is in use alone.
func TestBuildStopped(t *testing.T) {
	t.Parallel()
	s := At(t.TempDir(), lex)
	ctx, stop := context.WithCancel(t.Context())
	err := s.Build(ctx, func(x *Index) error { stop(); return x.Put(ctx, doc("a", "题", "文")) })
	if err == nil || !errors.Is(s.Look(t.Context()), ErrNone) {
		t.Errorf("%v", err)
	}
}
