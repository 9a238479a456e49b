package inspection

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gongkai/calendar"
)

func day(s string) calendar.Day {
	d, err := calendar.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func yes() *bool { b := true; return &b }
func no() *bool  { b := false; return &b }

const today = "2025-06-16"

// columns makes n columns of a kind whose newest item is so many days old.
func columns(n int, kind Kind, maxAge, age int) (out []Column) {
	for i := range n {
		out = append(out, Column{Path: fmt.Sprintf("%s%d", kind, i), Name: "栏目", Kind: kind, MaxAge: maxAge, Items: 3, Newest: day(today).AddDays(-age)})
	}
	return out
}

// good has what no indicator finds fault with.
func good() *Site {
	s := &Site{Name: "某局", Home: "/x/", Domain: "kjj.example.gov.cn", HomeSeen: true, HomeOn: day(today), Channel: yes(), Letters: []Letter{}, Catalogue: yes(),
		Guides: []Guide{{ID: "1"}}, CallsSeen: true, Pages: []Page{{URL: "/x/"}}, Footer: map[string]bool{"我为政府网站找错": true}, Search: yes(),
		Stated: []Statement{{Rule: "V1", On: day("2025-06-01")}}}
	for _, f := range Footers {
		s.Footer[f] = true
	}
	for _, k := range []Kind{News, Notice, PolicyOf, Explains, Organ, Leaders} {
		s.Columns = append(s.Columns, columns(1, k, map[Kind]int{News: 14, Notice: 183, PolicyOf: 183, Explains: 183}[k], 1)...)
	}
	on := day("2025-06-10")
	s.LettersOut, s.StatsOn = &on, &on
	for range 6 {
		s.Calls = append(s.Calls, Call{Opened: day("2025-01-10"), Closed: day("2025-02-10"), Outcome: true, Due: day("2025-03-12")})
	}
	for d := range 7 {
		for range 20 {
			s.Tries = append(s.Tries, Try{At: day(today).AddDays(-d).Start().Add(time.Hour), Took: time.Second, OK: true})
		}
	}
	return s
}

func inspect(s *Site) Result {
	return Inspect(s, On(Tables(), day(today)), calendar.China(), day(today))
}

// The table is whole: a hundred points, twenty-five of them for services, since a
// body without services has seventy-five at most (E.1).
func TestTable(t *testing.T) {
	t.Parallel()
	table := On(Tables(), day(today))
	sum, service := 0, 0
	for _, in := range table.Indicators {
		if sum += in.Points; in.Group == "办事服务" {
			service += in.Points
		}
		if in.Advice == "" {
			t.Errorf("%s has no advice", in.ID)
		}
	}
	if sum != 100 || service != 25 || len(table.Indicators) != len(needs) {
		t.Errorf("%d points, %d for services, %d indicators", sum, service, len(table.Indicators))
	}
}

// Each case spoils one thing of a good site: which findings that gives, by rule and
// severity, and what it costs.
func TestInspect(t *testing.T) {
	t.Parallel()
	zero := calendar.Day{}
	for _, x := range []struct {
		name  string
		spoil func(*Site)
		want  string // rule/severity, in the order of the result
		lost  int
	}{
		{"nothing", func(*Site) {}, "", 0},
		{"V1 a statement that says bad", func(s *Site) { s.Stated[0].Bad = true }, "V1/veto", 0},
		{"V1 a later statement that all is well again", func(s *Site) {
			s.Stated = []Statement{{"V1", day("2025-06-01"), true}, {"V1", day("2025-06-10"), false}}
		}, "", 0},
		{"V1 a statement that ends soon", func(s *Site) { s.Stated[0].On = day("2025-03-20") }, "V1/soon", 0},
		{"V1 a statement that has ended says nothing", func(s *Site) { s.Stated[0].On = day("2025-03-15") }, "", 0},
		{"V2 five in a hundred visits fail", func(s *Site) {
			for i := range 7 {
				s.Tries[i].OK = false
			}
		}, "V2/veto", 0},
		{"V2 slow is fifteen seconds", func(s *Site) {
			for i := range 7 {
				s.Tries[i].Took = 15 * time.Second
			}
		}, "V2/veto", 0},
		{"V2 four in a hundred pass", func(s *Site) {
			for i := range 6 {
				s.Tries[i].OK = false
			}
		}, "", 0},
		{"V2 what is older than a week does not count", func(s *Site) { s.Tries = append(s.Tries, tries(50, day(today).AddDays(-7))...) }, "", 0},
		{"V3 two weeks", func(s *Site) { s.HomeOn = day(today).AddDays(-14) }, "V3/soon", 0},
		{"V3 two weeks and a day", func(s *Site) { s.HomeOn = day(today).AddDays(-15) }, "V3/veto", 0},
		{"V3 no day is no update", func(s *Site) { s.HomeOn = zero }, "V3/veto", 0},
		{"V4 five columns of news and notices", func(s *Site) {
			s.Columns = append(s.Columns, append(columns(2, News, 14, 15), columns(3, Notice, 183, 184)...)...)
		}, "V4/veto E3-EMPTY/deduct E3-EMPTY/deduct E3-EMPTY/deduct E3-NEWS/deduct E3-NEWS/deduct", 8},
		{"V4 four pass", func(s *Site) { s.Columns = append(s.Columns, columns(4, Notice, 183, 184)...) },
			"E3-EMPTY/deduct E3-EMPTY/deduct E3-EMPTY/deduct E3-EMPTY/deduct", 4},
		{"V4 ten stale columns", func(s *Site) { s.Columns = append(s.Columns, columns(10, "plan", 365, 366)...) },
			"V4/veto" + strings.Repeat(" E3-EMPTY/deduct", 10), 7},
		{"V4 five empty columns", func(s *Site) {
			s.Columns = append(s.Columns, columns(5, "x", 365, 1)...)
			for i := range s.Columns[6:] {
				s.Columns[6+i].Items = 0
			}
		}, "V4/veto" + strings.Repeat(" E3-EMPTY/deduct", 5), 5},
		{"a column whose items have no day", func(s *Site) { s.Columns[0].Newest = zero }, "E3-NEWS/deduct", 5},
		{"a column in its last days", func(s *Site) { s.Columns[0].Newest = day(today).AddDays(-12) }, "E3-NEWS/soon", 0},
		{"E.3 no news at all", func(s *Site) { s.Columns = s.Columns[1:] }, "E3-NEWS/deduct", 5},
		{"E.3 a document without its interpretation", func(s *Site) { s.Policies = []Policy{{ID: "p"}} }, "E3-EXPLAIN/deduct", 1},
		{"V5 no way to ask", func(s *Site) { s.Channel = no() }, "V5/veto E3-CHANNEL/deduct", 5},
		{"V5 a letter of more than three months", func(s *Site) { s.Letters = []Letter{{ID: "1", On: day("2025-03-15"), Counts: true}} }, "V5/veto", 0},
		{"V5 three months to the day", func(s *Site) { s.Letters = []Letter{{ID: "1", On: day("2025-03-16"), Counts: true}} }, "V5/soon", 0},
		{"V5 an answered one", func(s *Site) {
			s.Letters = []Letter{{ID: "1", On: day("2025-03-01"), Answered: day("2025-06-01"), Counts: true, Simple: true}}
		}, "", 0},
		{"V5 one of more than a year, and a report", func(s *Site) {
			s.Letters = []Letter{{ID: "1", On: day("2024-06-01"), Counts: true}, {ID: "2", On: day("2025-01-01")}}
		}, "", 0},
		{"E.3 a simple question after five working days", func(s *Site) { s.Letters = []Letter{{ID: "1", On: day("2025-06-06"), Simple: true}} }, "E3-LATE/deduct", 1},
		{"E.3 within five working days", func(s *Site) { s.Letters = []Letter{{ID: "1", On: day("2025-06-09"), Simple: true}} }, "", 0},
		{"E.3 no public answer in two months", func(s *Site) { d := day("2025-04-15"); s.LettersOut = &d }, "E3-ANSWERS/deduct", 3},
		{"V6 no services", func(s *Site) { s.Catalogue, s.Guides = no(), nil }, "V6/veto E3-ITEMS/deduct", 5},
		{"V6 all of fewer than five", func(s *Site) { s.Guides[0] = Guide{ID: "1", Vital: 4, Lacks: []string{"a", "b", "c", "d"}} }, "V6/veto E3-GUIDE/deduct", 4},
		{"V6 one of several", func(s *Site) { s.Guides = append(s.Guides, Guide{ID: "2", Vital: 4, Lacks: []string{"a"}, Forms: 1}) },
			"E3-FORMS/deduct E3-GUIDE/deduct", 2},
		{"E.3 no statistics in three months", func(s *Site) { d := day("2025-03-15"); s.StatsOn = &d }, "E3-STATS/deduct", 2},
		{"E.3 five consultations", func(s *Site) { s.Calls = s.Calls[1:] }, "E3-CONSULT/deduct", 3},
		{"E.3 an outcome that is owed", func(s *Site) { s.Calls[0].Outcome = false }, "E3-CONSULT/deduct", 1},
		{"D.3 the foot", func(s *Site) { s.Footer["站点地图"], s.Footer["我为政府网站找错"] = false, false }, "E3-MARK/deduct E3-REPORT/deduct", 6},
		{"D.4 tags and links", func(s *Site) {
			s.Pages = []Page{{URL: "/a", Tags: []string{"PubDate"}, Dead: []string{"/b"}}, {URL: "/c", Tags: []string{"PubDate"}}}
		},
			"E3-LINKS/deduct E3-TAGS/deduct", 2},
		{"D.1 the domain", func(s *Site) { s.Domain = "example.com" }, "E3-DOMAIN/deduct", 1},
		{"E.3 no search", func(s *Site) { s.Search = no() }, "E3-SEARCH/deduct", 5},
	} {
		s := good()
		x.spoil(s)
		r := inspect(s)
		var got []string
		for _, f := range r.Findings {
			got = append(got, f.Rule+"/"+string(f.Severity))
			if f.Words == "" || f.Severity == Deduct && f.Points == 0 {
				t.Errorf("%s: %+v", x.name, f)
			}
		}
		if g := strings.Join(got, " "); !sameSet(g, x.want) || 100-r.Points != x.lost || r.Vetoed() != strings.Contains(x.want, "veto") {
			t.Errorf("%s: %s, %d lost; want %s, %d", x.name, g, 100-r.Points, x.want, x.lost)
		}
	}
}

func tries(n int, on calendar.Day) (out []Try) {
	for i := range n {
		out = append(out, Try{At: on.Start().Add(time.Duration(i) * time.Minute)})
	}
	return out
}

// sameSet says whether two lists of words have the same words.
func sameSet(a, b string) bool {
	n := map[string]int{}
	for _, w := range strings.Fields(a) {
		n[w]++
	}
	for _, w := range strings.Fields(b) {
		n[w]--
	}
	for _, k := range n {
		if k != 0 {
			return false
		}
	}
	return true
}

// What nobody looked at is unseen, never passed; below sixty points a site fails.
func TestUnseen(t *testing.T) {
	t.Parallel()
	r := inspect(&Site{Home: "/x/"})
	for _, s := range r.Scores {
		if s.State != Unseen {
			t.Errorf("%s is %s", s.ID, s.State)
		}
	}
	if r.Seen != 0 || len(r.Findings) != 0 {
		t.Errorf("%+v", r)
	}
	if v := (Result{Points: 59}).Verdict() + (Result{Points: 60}).Verdict(); v != "不合格合格" {
		t.Error(v)
	}
}

// A table that cannot be read says which line and how to mend it.
func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "没有“起用", "V1 | a | b | 0 | days=92 | x": "第1行：前面没有", "起用 | 2019-02-30": "日期“2019-02-30”不对",
		"起用 | 2019-04-01\n\nV1 | a | b | 0 | days=x | x": "第3行：数值“days=x”", "起用 | 2019-04-01\nV3 | a | b | 0 | | x": "缺少数值“days=”",
		"起用 | 2019-04-01\nV9 | a | b | 0 | | x": "没有编号为“V9”", "起用 | 2019-04-01\nV3 | a | b | 101 | days=1 | x": "分值“101”",
		"起用 | 2019-04-01\n起用 | 2019-04-01": "不晚于", "起用 | 2019-04-01\nV3 | a": "应当有6栏",
		"起用 | 2019-04-01\nV3 | a | b | 0 | days=1 | x\nV3 | a | b | 0 | days=1 | x": "写了两次",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	two, err := Parse("起用 | 2019-04-01\nV3 | a | b | 0 | days=14 | x\n起用 | 2026-01-01\nV3 | a | b | 0 | days=10 | x\n")
	if err != nil || On(two, day("2025-12-31")).Indicator("V3").N("days") != 14 || On(two, day("2026-01-01")).Indicator("V3").N("days") != 10 {
		t.Errorf("%v, %v", two, err)
	}
}

// A statement wants words.
func TestDeclare(t *testing.T) {
	t.Parallel()
	if _, err := Declare(false, "  好的 ", ""); err == nil || !strings.Contains(err.Error(), "至少5个字") {
		t.Error(err)
	}
	if f, err := Declare(true, "首页被篡改，已断网处置", "s"); err != nil || !f.Bad || f.Rule != "V1" {
		t.Error(f, err)
	}
}
