package visit

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/calendar"
)

const (
	chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
	baidu  = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
)

// VI-VIEW: what is a page of the site.
func TestPageOf(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ target, page string }{
		{"/", "/"}, {"/kjj/", "/"}, {"/kjj", "/"}, {"/kjj/a/x1", "/a/x1"}, {"/a/x1", "/a/x1"}, {"/kjjx/a", "/kjjx/a"},
		{"/zwgk/2019/t1.html", "/zwgk/2019/t1.html"}, {"/index.JSP", "/index.JSP"}, {"/v1.2", "/v1.2"}, {"http://www.kjj.gov.cn/a/x", "/a/x"},
		{"http://www.kjj.gov.cn", "/"}, {"/a/x?from=wx", ""}, {"/kjj/assets/site.css", ""}, {"/kjj/f/abc/tu", ""}, {"/kjj/desk/", ""},
		{"/a/x/docx", ""}, {"/feed.atom", ""}, {"/robots.txt", ""}, {"/pic.PNG", ""}, {"/down/1.pdf", ""}, {"/api/x.json", ""}, {"", ""}, {"*", ""},
	} {
		if page, ok := PageOf(x.target, "kjj"); page != x.page || ok != (x.page != "") {
			t.Errorf("%q is the page %q (%v), want %q", x.target, page, ok, x.page)
		}
	}
}

// VI-BOT: names of programs, and people's browsers that look like some.
func TestAgents(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]Reason{
		chrome: Person, baidu: Bot, "": Bot, "-": Bot, "curl/8.5.0": Bot, "Sogou web spider/4.0(+http://www.sogou.com)": Bot,
		"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 Chrome/69 Safari/537.36 SE 2.X MetaSr 1.0":                            Person,
		"Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Mobile Safari/537.36 SogouMobileBrowser/5.22":                       Person,
		"Mozilla/5.0 (Linux; Android 8; CUBOT X19) AppleWebKit/537.36 Mobile Safari/537.36":                                    Person,
		"Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Mobile Safari/537.36 MicroMessenger/8.0":                           Person,
		"Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; PetalBot)": Bot,
		"Mozilla/5.0 AppleWebKit/537.36; compatible; 360Spider":                                                                Bot, "Mozilla/5.0 (compatible; YisouSpider/5.0)": Bot,
		"Mozilla/5.0 (compatible; Bytespider)": Bot, "Mozilla/5.0 (compatible; GPTBot/1.2)": Bot, "Mozilla/5.0 (compatible; ClaudeBot/1.0)": Bot,
		strings.Replace(chrome, "Chrome", "HeadlessChrome", 1): Headless, "Mozilla/5.0+(compatible; UptimeRobot/2.0)": Monitor,
		"jiankongbao/monitor 3.0": Monitor, "gongkai-watch": Self,
	} {
		if got := Agent(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
	for _, a := range agents {
		if a.word != strings.ToLower(a.word) || a.word == "" || a.reason != "person" && !slices.Contains(Reasons, a.reason) {
			t.Errorf("agents.txt: %v", a)
		}
	}
}

// VI-VIEW, VI-OUT: who is counted and why not.
func TestJudge(t *testing.T) {
	t.Parallel()
	j := Judge{Staff: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}}
	out, in := netip.MustParseAddr("198.18.0.1"), netip.MustParseAddr("10.1.2.3")
	for _, x := range []struct {
		h    Hit
		why  Reason
		page bool
	}{
		{Hit{Addr: out, Agent: chrome, Status: 200}, Person, true},
		{Hit{Addr: out, Agent: chrome, Status: 304}, Person, true},
		{Hit{Addr: out, Agent: chrome, Status: 301}, Person, false},
		{Hit{Addr: out, Agent: chrome, Status: 206}, Person, false},
		{Hit{Addr: out, Agent: chrome, Status: 404}, Failed, true},
		{Hit{Addr: out, Agent: baidu, Status: 404}, Bot, true},
		{Hit{Addr: in, Agent: chrome, Status: 200}, Staff, true},
		{Hit{Addr: out, Agent: chrome, Status: 200, Prefetch: "prefetch;prerender"}, Prefetch, true},
		{Hit{Addr: out, Agent: baidu, Status: 200, Prefetch: "prefetch"}, Bot, true},
	} {
		if why, page := j.Of(x.h); why != x.why || page != x.page {
			t.Errorf("%+v: %q %v, want %q %v", x.h, why, page, x.why, x.page)
		}
	}
	for _, r := range Reasons {
		if r.Label() == "" {
			t.Errorf("%s has no label", r)
		}
	}
}

// VI-UV: the key is of the whole address and the whole line, under the secret.
func TestKeyer(t *testing.T) {
	t.Parallel()
	k := NewKeyer([]byte("secret"))
	a, b := netip.MustParseAddr("198.18.0.1"), netip.MustParseAddr("198.18.0.2")
	one := k.Of(a, chrome)
	if k.Of(b, chrome) == one || k.Of(a, chrome+"x") == one || NewKeyer([]byte("other")).Of(a, chrome) == one {
		t.Error("two visitors share a key")
	}
	if k.Of(netip.MustParseAddr("::ffff:198.18.0.1"), chrome) != one {
		t.Error("one visitor has two keys")
	}
}

// VI-UV: the set agrees with plain sets over random days, however they are grouped
// and ordered, and the sum of the first of the year is its size.
func TestMerge(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var set []byte
		year, months := map[byte]bool{}, map[[2]int]bool{}
		var first int64
		for range rapid.IntRange(1, 5).Draw(rt, "closings") {
			n := rapid.IntRange(1, 4).Draw(rt, "days")
			m, out := make([]int, n), make([]Tallied, n)
			var seen []Seen
			want := make([]Tallied, n)
			days := make([][]byte, n)
			for d := range n {
				m[d] = rapid.IntRange(1, 12).Draw(rt, "month")
				days[d] = rapid.SliceOfN(rapid.ByteRange(0, 20), 0, 30).Draw(rt, "visitors")
				here := map[byte]bool{}
				for _, v := range days[d] {
					seen = append(seen, Seen{Key{0, v}, d})
					if here[v] {
						continue
					}
					here[v] = true
					want[d].Visitors++
					if !year[v] {
						want[d].FirstInYear++
					}
					if !months[[2]int{m[d], int(v)}] {
						want[d].FirstInMonth++
					}
					year[v], months[[2]int{m[d], int(v)}] = true, true
				}
			}
			set = Merge(set, seen, m, out)
			if !slices.Equal(out, want) {
				rt.Fatalf("got %v, want %v", out, want)
			}
			for _, o := range out {
				first += o.FirstInYear
			}
		}
		if SetSize(set) != int64(len(year)) || first != int64(len(year)) {
			rt.Fatalf("%d in the set, %d first, want %d", SetSize(set), first, len(year))
		}
	})
}

// VI-LOG: lines as nginx and Apache write them, and what is none.
func TestLine(t *testing.T) {
	t.Parallel()
	var r Reader
	l, bad := r.Read(`2001:db8::1 - bob [31/Dec/2018:16:00:01 +0000] "GET /a/x HTTP/1.1" 200 512 "https://www.baidu.com/s?wd=\"x\"" "` + chrome + `"`)
	if bad != "" || calendar.DayOf(l.At) != calendar.NewDay(2019, 1, 1) || l.Method != "GET" || l.Target != "/a/x" || l.Status != 200 ||
		HostOf(l.Referrer) != "www.baidu.com" || l.Agent != chrome || l.Addr != netip.MustParseAddr("2001:db8::1") {
		t.Errorf("%q %+v", bad, l)
	}
	good := `1.2.3.4 - - [10/Oct/2019:13:55:36 +0800] "GET / HTTP/1.0" 200 - "-" "x"`
	if l, bad := r.Read(good); bad != "" || !l.At.Equal(time.Date(2019, 10, 10, 13, 55, 36, 0, calendar.Shanghai)) {
		t.Errorf("%q %v", bad, l.At)
	}
	for line, want := range map[string]Fault{
		"": NotCombined, "x": NotCombined, "\x00\xff": NotCombined, good[:40]: NotCombined, strings.Replace(good, ` "-" "x"`, "", 1): NotCombined,
		strings.Replace(good, "1.2.3.4", "host.example", 1): BadAddress, strings.Replace(good, "Oct", "Okt", 1): BadTime,
		strings.Replace(good, "13:55", "25:55", 1): BadTime, strings.Replace(good, "200", "2x0", 1): NotCombined, strings.TrimSuffix(good, `"`): NotCombined,
	} {
		if _, bad := r.Read(line); bad != want {
			t.Errorf("%q: %q, want %q", line, bad, want)
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add(`1.2.3.4 - - [10/Oct/2019:13:55:36 +0800] "GET / HTTP/1.0" 200 - "-" "x"`)
	f.Fuzz(func(t *testing.T, s string) {
		var r Reader
		if l, bad := r.Read(s); bad == "" {
			l.Of("kjj", nil)
		}
	})
}

// VI-WORD: what may be kept of a search without result.
func TestWord(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"  高新  企业 ": "高新 企业", "2019年 12号": "2019年 12号", "13912345678": "", "１３９１２３４５６７８": "",
		"430602199001011234": "", "zhang@example.com": "", "": "", strings.Repeat("长", 21): "", "\xff": ""} {
		if got := Word(typed); got != want {
			t.Errorf("%q is kept as %q, want %q", typed, got, want)
		}
	}
}

// A day keeps a bounded number of referrers, and the rest is counted together.
func TestTallyIsBounded(t *testing.T) {
	t.Parallel()
	d := NewTally(calendar.NewDay(2019, 5, 1))
	for i := range 5000 {
		d.View(Hit{Page: "/", Referrer: "https://h" + strings.Repeat("x", i%70) + string(rune('a'+i%26)) + ".example/", Column: "c"}, Key{byte(i), byte(i >> 8)}, "www.gov.cn")
	}
	var sum int64
	for _, n := range d.Sums[ByReferrer] {
		sum += n
	}
	if n := len(d.Sums[ByReferrer]); n > ByReferrer.Limit()+1 || sum != 5000 || d.Views != 5000 || len(d.Visitors) != 5000 || len(d.Columns["c"]) != 5000 {
		t.Errorf("%d referrers, %d in all; %d views, %d visitors", n, sum, d.Views, len(d.Visitors))
	}
}

// VI-WARN: the days that are looked at before a report states them.
func TestWarnings(t *testing.T) {
	t.Parallel()
	var days []Day
	for i := range 20 {
		days = append(days, Day{Day: calendar.NewDay(2019, 5, 1).AddDays(i), Counted: Counted{Views: 500, Visitors: 200}})
	}
	if w := Warnings(days); len(w) > 0 {
		t.Errorf("a quiet month: %v", w)
	}
	days[10].Views, days[12].Visitors, days[15].Views, days[15].Visitors = 5000, 600, 20, 10
	var got []Alarm
	for _, w := range Warnings(days) {
		got = append(got, w.What)
		if w.What.Words() == "" {
			t.Errorf("%s has no words", w.What)
		}
	}
	if !slices.Equal(got, []Alarm{Jump, MoreVisitors, Fall}) {
		t.Errorf("got %v", got)
	}
}

// VI-ADJ: proposed by one, confirmed by another, once, with a reason.
func TestAdjust(t *testing.T) {
	t.Parallel()
	d := Day{Closed: true, Counted: Counted{Views: 10, Visitors: 5}}
	a := Adjustment{Views: -3, Reason: "漏判的爬虫", Salt: "s", By: "zhang"}
	if err := a.Propose(d); err != nil {
		t.Error(err)
	}
	for _, bad := range []struct {
		a Adjustment
		d Day
	}{{a, Day{}}, {Adjustment{Reason: "x"}, d}, {Adjustment{Views: 1, Reason: " "}, d}} {
		if bad.a.Propose(bad.d) == nil {
			t.Errorf("%+v was taken", bad.a)
		}
	}
	if f, err := a.Confirm(d, "li"); err != nil || f.Views != -3 || f.Proposer != "zhang" || f.Reason != a.Sum() {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := a.Confirm(d, "zhang"); err == nil {
		t.Error("confirmed by who proposed")
	}
	a.Views = -11
	if _, err := a.Confirm(d, "li"); err == nil {
		t.Error("a day below zero")
	}
	a, err := a.Drop()
	if err != nil {
		t.Error(err)
	}
	if _, err := a.Confirm(d, "li"); err == nil {
		t.Error("confirmed after it was taken back")
	}
}
