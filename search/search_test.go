package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/calendar"
)

var plain = NewLexicon("", "")

func TestFlat(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"岳科发［２０１９］１２號": "岳科发2019 12号", "高新技術企業": "高新技术企业", "ＡＢＣ Def": "abc def", "政府、信息": "政府信息", "": "", "\xff": "",
	} {
		if got := Flat(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// R-SE1: a document number in any bracket and spacing.
func TestDocNo(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"岳科发〔2019〕12号", "岳科发[2019]12号", "岳科发（2019） 12 号", "岳科发2019第12号", "岳科发【2019】012", "岳科发 2019年 12号"} {
		if got := DocNo(in); got != "岳科发〔2019〕12号" {
			t.Errorf("%s: %q", in, got)
		}
	}
	for _, in := range []string{"2019年度", "岳科发", "关于项目", "20191201"} {
		if got := DocNo(in); got != "" {
			t.Errorf("%s: %q", in, got)
		}
	}
}

func words(q Query) (out []string) {
	for _, t := range q.Terms {
		out = append(out, t.Words)
	}
	return out
}

func TestParse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"科技 特派员": "科技|特派员", "请问科技特派员怎么申请": "科技特派员", "“项目管理”办法": "项目管理|办法", "我想找岳科发〔2019〕12号": "我想找岳科发2019 12", "，。！": "", "的": "的",
	} {
		if got := strings.Join(words(Parse(in, plain)), "|"); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
	if q := Parse(strings.Repeat("政", 10000), plain); !q.Cut || utf8.RuneCountInString(q.Text) != Longest || len(q.Terms) == 0 {
		t.Errorf("%d characters", utf8.RuneCountInString(q.Text))
	}
	own := NewLexicon("科企 科技型企业", "")
	if q := Parse("科企", own); len(q.Terms[0].Forms) != 2 || q.Terms[0].Forms[1].Flat != "科技型企业" {
		t.Errorf("the installation's own words: %+v", q.Terms)
	}
	loose, ok := Parse("现行有效的科技特派员办法", plain).Loose()
	if !ok || loose.Wants != InForce || slices.Contains(words(loose), "现行有效") {
		t.Errorf("%v %+v", ok, loose)
	}
}

func TestNear(t *testing.T) {
	t.Parallel()
	for typed, title := range map[string]string{"招骋公告": "2019年公开招聘公告", "高薪技术": "高新技术企业", "科技特员": "科技特派员工作"} {
		q := Parse(typed, plain)
		if got := q.Terms[0].Near(title); !strings.Contains(title, got) || got == "" {
			t.Errorf("%s: %q", typed, got)
		}
	}
}

func TestMarkAndPassage(t *testing.T) {
	t.Parallel()
	q := Parse("高企 2019", plain)
	text := "关于２０１９年高新技术企业（高企）认定"
	var got []string
	for _, s := range Mark(text, q) {
		got = append(got, text[s.At:s.End])
	}
	if strings.Join(got, "|") != "２０１９|高新技术企业|高企" {
		t.Errorf("%v", got)
	}
	long := strings.Repeat("前面的话。", 100) + "这里说到高企。" + strings.Repeat("后面的话。", 100)
	if p := Passage(long, q, 40); !strings.Contains(p, "高企") || utf8.RuneCountInString(p) > 42 {
		t.Errorf("%q", p)
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	today := calendar.NewDay(2019, 6, 1)
	q := Parse("项目管理办法", plain)
	of := func(c Candidate) float64 {
		c.Day = today
		s, _ := q.Score(&c, today)
		return s
	}
	order := []float64{of(Candidate{Title: "项目管理办法"}), of(Candidate{Title: "关于印发项目管理办法的通知"}), of(Candidate{Title: "通知", Text: "项目管理办法"}), of(Candidate{Title: "通知"})}
	if !slices.IsSortedFunc(order, func(a, b float64) int { return int(b*1000 - a*1000) }) || order[0] <= of(Candidate{Title: "项目管理办法", Void: true}) {
		t.Errorf("%v", order)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"科技", "“a”b", "岳科发〔2019〕12号", "zhengfu", "\xff", "a年b"} {
		f.Add(s, "关于科技的通知")
	}
	f.Fuzz(func(t *testing.T, typed, text string) {
		q := Parse(typed, plain)
		for _, s := range Mark(text, q) {
			if s.At < 0 || s.End > len(text) || s.At >= s.End {
				t.Fatalf("%+v", s)
			}
		}
		Passage(text, q, 20)
		q.Score(&Candidate{Title: text, Text: text}, calendar.NewDay(2019, 1, 1))
		for _, x := range q.Terms {
			x.Near(text)
			x.Slips()
		}
	})
}
