package website

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/calendar"
	"gongkai/catalogue"
	"gongkai/consultation"
	"gongkai/interview"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/letter"
	"gongkai/publication"
	"gongkai/refusal"
	"gongkai/report"
	"gongkai/service"
	"gongkai/visit"
)

var codec = ledger.NewCodec(Facts(), catalogue.Facts(), consultation.Facts(), interview.Facts(), letter.Facts(), publication.Facts(), report.Facts(), service.Facts(), visit.Facts())

// book is a ledger in memory.
type book struct {
	t       *testing.T
	entries []ledger.Entry
	tree    ledger.Tree
	words   map[int64]string
}

func (b *book) add(on string, subject, by ledger.ID, f ledger.Fact) int64 {
	b.t.Helper()
	day, err := calendar.ParseDay(on)
	if err != nil {
		b.t.Fatal(err)
	}
	seq := int64(len(b.entries)) + 1
	e, err := ledger.New("o1", seq, time.Unix(1_577_836_800+seq, 0), day, subject, by, f)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.tree.Add(e); err != nil {
		b.t.Fatal(err)
	}
	b.entries = append(b.entries, e)
	return seq
}

// say states a row of 2019 as it is typed, seconded by another unless by is "li".
func (b *book) say(key, typed string, by ledger.ID) int64 {
	b.t.Helper()
	form, err := law.WebsiteFormFor(2019)
	if err != nil {
		b.t.Fatal(err)
	}
	row, ok := form.Row(key)
	if !ok {
		b.t.Fatalf("no row %s", key)
	}
	value, words, err := Read(row, typed)
	if err != nil {
		b.t.Fatal(err)
	}
	seq := b.add("2020-01-08", ledger.ID("s-"+key), "li", Stated{Year: 2019, Cell: ledger.Code(key), Value: value})
	b.words[seq] = words
	if by != "li" {
		b.add("2020-01-09", "website-2019", by, Seconded{Year: 2019, Of: seq})
	}
	return seq
}

func (b *book) sheet() Sheet {
	b.t.Helper()
	rows, err := law.FormFor(2019)
	if err != nil {
		b.t.Fatal(err)
	}
	form, err := law.WebsiteFormFor(2019)
	if err != nil {
		b.t.Fatal(err)
	}
	head, err := b.tree.Head()
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := report.Compute(report.Input{Body: report.Body{Code: "kjj", Name: "岳阳市科学技术局"}, Year: 2019, Form: rows, Head: head, Entries: b.entries, Codec: codec})
	if err != nil {
		b.t.Fatal(err)
	}
	s, err := Compute(Input{Report: r, Form: form, Entries: b.entries, Codec: codec, Words: b.words})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// year is a ledger of 2019 with all that the form counts, and all that is said.
func year(t *testing.T) *book {
	b := &book{t: t, words: map[int64]string{}}
	for column, category := range map[string]string{"news": "news", "organ": "organ", "policy": "policy", "read": "interpretation", "answer": "response", "service": "service"} {
		b.add("2018-01-02", "column", "li", publication.ColumnOpened{Column: ledger.Code(column), Category: ledger.Code(category)})
	}
	b.add("2018-03-01", "column", "li", publication.ColumnOpened{Column: "old", Category: "special"})
	b.add("2019-03-01", "column", "li", publication.ColumnOpened{Column: "new", Category: "special"})
	out := func(on, id, column string, kind publication.Kind) {
		b.add(on, ledger.ID(id), "li", publication.Published{Edition: 1, Column: ledger.Code(column), Type: kind, Mode: "proactive"})
	}
	out("2018-12-31", "a0", "news", publication.News)
	out("2019-01-02", "a1", "news", publication.News)
	out("2019-02-02", "a2", "news", publication.News)
	out("2019-02-03", "a3", "organ", publication.News)
	out("2019-02-04", "a4", "policy", publication.News)
	out("2019-02-05", "a5", "read", publication.Interpretation)
	out("2019-02-06", "a6", "answer", publication.News)
	out("2019-02-07", "a7", "service", publication.News)
	out("2019-02-08", "a8", "news", publication.News)
	b.add("2019-02-09", "a8", "li", publication.TakenDown{Edition: 1}) // back before the year ended
	b.add("2019-01-05", "i1", "li", catalogue.Enforced{Version: 1, Visits: 0})
	b.add("2019-01-05", "i2", "li", catalogue.Enforced{Version: 1, Visits: 1})
	b.add("2019-01-05", "i3", "li", catalogue.Enforced{Version: 1})
	b.add("2019-06-05", "i3", "li", catalogue.Cancellation{})
	b.add("2019-04-01", "c1", "li", service.Filed{Applicant: "natural"})
	b.add("2019-04-02", "c2", "li", service.Filed{Applicant: "legal"})
	b.add("2019-04-03", "c3", "li", service.Filed{Applicant: "other"})
	b.add("2018-12-20", "l0", "li", letter.Received{No: "1", Mailbox: "m"})
	b.add("2019-01-10", "l0", "li", letter.Replied{})
	b.add("2019-05-01", "l1", "li", letter.Received{No: "2", Mailbox: "m"})
	b.add("2019-05-05", "l1", "li", letter.Replied{})
	b.add("2019-05-01", "visits-2019-05-01", ledger.System, visit.Counted{Views: 200, Visitors: 70, FirstInMonth: 70, FirstInYear: 70})
	b.add("2019-05-02", "visits-2019-05-02", ledger.System, visit.Counted{Views: 100, Visitors: 50, FirstInMonth: 9, FirstInYear: 9})
	for _, said := range [][2]string{{"site.name", "岳阳市科学技术局"}, {"site.home", "http://kjj.yueyang.gov.cn/"}, {"site.host", "岳阳市科学技术局"}, {"site.type", "2"}, {"site.code", "4306000012"},
		{"site.icp", "湘ICP备05000001号"}, {"site.police", "43060202000001"}, {"reading.materials", "1"}, {"reading.products", "0"}, {"reading.comments", "0"}, {"service.users", "1,024"}, {"talk.platform", "1"}, {"talk.robot", "0"},
		{"safe.tests", "2"}, {"safe.found", "3"}, {"safe.mended", "3"}, {"safe.watch", "1"}, {"safe.drill", "1"}, {"safe.person", "1"}, {"media.any", "1"}, {"wechat.name", "岳阳科技"}, {"wechat.posts", "88"}, {"wechat.followers", "1203"},
		{"novel.search", "1"}, {"novel.languages", "0"}, {"novel.access", "1"}, {"novel.personal", "0"}, {"signed.head", "甲"}, {"signed.checker", "乙"}, {"signed.filler", "丙"}, {"signed.phone", "0730-8880001"}} {
		b.say(said[0], said[1], "wang")
	}
	return b
}

// §D.5: every line is counted from the facts of the work, or said and seconded;
// each number names its entries.
func TestCompute(t *testing.T) {
	t.Parallel()
	s := year(t).sheet()
	for key, want := range map[string]string{"visits.visitors": "79", "visits.views": "300", "info.total": "7", "info.overview": "1", "info.news": "2", "info.catalogue": "1",
		"topics.kept": "2", "topics.opened": "1", "reading.total": "1", "reading.responses": "1", "service.listed": "是", "service.items": "2", "service.online": "1",
		"service.cases": "3", "service.natural": "1", "service.legal": "2", "letters.received": "1", "letters.finished": "2", "letters.published": "0", "polls.held": "0",
		"site.name": "岳阳市科学技术局", "site.type": "部门网站", "service.users": "1024", "safe.drill": "是", "novel.languages": "否", "weibo.name": "", "signed.day": ""} {
		if got := s.Print(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if m := s.Missing(); len(m) > 0 && (len(m) > 1 || m[0].Key != "signed.day") {
		t.Errorf("missing: %v", m)
	}
	for _, key := range []string{"visits.views", "info.total", "service.cases", "service.users", "site.name"} {
		if len(s.Cell(key).Entries) == 0 {
			t.Errorf("%s names no entry", key)
		}
	}
	if s.Carried.Value != 1 {
		t.Errorf("%d letters were open when the year began", s.Carried.Value)
	}
	var doc struct {
		Form  string
		Parts []struct {
			Rows []struct {
				Key   string
				Value any
			}
		}
	}
	raw, err := s.JSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &doc); err != nil || doc.Form != "website-2017" || doc.Parts[1].Rows[1].Value != 300.0 || doc.Parts[6].Rows[0].Key != "talk.platform" || doc.Parts[6].Rows[0].Value != true || doc.Parts[8].Rows[1].Value != nil {
		t.Errorf("JSON: %v, %+v", err, doc)
	}
	if text := s.Text(Checks(s, Context{})); !strings.Contains(text, "网站总访问量\t300次") || !strings.Contains(text, "WS-SAID") {
		t.Errorf("text:\n%s", text)
	}
	if page := s.HTML(); !strings.Contains(page, `<th rowspan="2">访问量</th><th>独立用户访问总量</th><td>79</td><td>个</td>`) {
		t.Errorf("page:\n%s", page)
	}
}

// WS-SAID, WS-UV, WS-INFO, WS-TOPIC, WS-READ, WS-ITEM, WS-CASE, WS-MAIL, WS-TALK,
// WS-SAFE, WS-MEDIA, WS-ZERO, WS-JUMP, VI-WARN, DL-0131: each rule with a form that
// breaks it.
func TestChecks(t *testing.T) {
	t.Parallel()
	day := calendar.NewDay(2020, 1, 20)
	fails := func(b *book, c Context) (out []string) {
		if c.Today.IsZero() {
			c.Today = day
		}
		for _, x := range Checks(b.sheet(), c) {
			if !x.OK {
				out = append(out, x.Rule)
			}
		}
		return out
	}
	always := []string{"WS-ZERO"} // no consultation and no interview was held
	if got := fails(year(t), Context{}); !slices.Equal(got, always) {
		t.Errorf("a good year fails %v", got)
	}
	quiet := year(t).sheet()
	quiet.Figures = map[string]ledger.Figure{"visits.views": ledger.Figure{}.Plus(90, 1), "visits.visitors": ledger.Figure{}.Plus(70, 1)}
	for _, x := range []struct {
		rule  string
		c     Context
		spoil func(*book)
	}{
		{"WS-SAID", Context{}, func(b *book) { b.say("weibo.name", "岳阳科技", "wang") }}, // its numbers are missing
		{"WS-SAID", Context{}, func(b *book) { b.say("safe.tests", "3", "li") }},      // waits for the second officer
		{"WS-UV", Context{}, func(b *book) {
			b.add("2019-05-01", "x", "li", visit.Adjusted{Views: -250})
		}},
		{"WS-READ", Context{}, func(b *book) { b.say("reading.products", "1", "wang") }},
		{"WS-SAFE", Context{}, func(b *book) { b.say("safe.mended", "4", "wang") }},
		{"WS-MEDIA", Context{}, func(b *book) { b.say("media.any", "0", "wang") }},
		{"WS-JUMP", Context{Previous: &quiet}, func(*book) {}},
		{"VI-WARN", Context{Odd: []string{"5月1日访问量突然增多"}}, func(*book) {}},
		{"DL-0131", Context{Today: calendar.NewDay(2020, 2, 1)}, func(*book) {}},
		{"DL-0131", Context{IssuedOn: calendar.NewDay(2020, 2, 2)}, func(*book) {}},
	} {
		b := year(t)
		x.spoil(b)
		if got := fails(b, x.c); !slices.Contains(got, x.rule) {
			t.Errorf("%s holds; broken are %v", x.rule, got)
		}
	}
	// What the ledger alone cannot break is broken by hand.
	for rule, put := range map[string]map[string]int64{"WS-INFO": {"info.news": 9}, "WS-TOPIC": {"topics.opened": 3}, "WS-ITEM": {"service.online": 3}, "WS-CASE": {"service.legal": 3}, "WS-MAIL": {"letters.finished": 3}, "WS-TALK": {"interviews.answered": 1}} {
		s := year(t).sheet()
		for k, v := range put {
			s.Figures[k] = ledger.Figure{}.Plus(v, 1)
		}
		if !slices.ContainsFunc(Checks(s, Context{Today: day}), func(c report.Check) bool { return c.Rule == rule && !c.OK }) {
			t.Errorf("%s holds", rule)
		}
	}
}

// §D.5: who may say what, and who seconds it.
func TestMayState(t *testing.T) {
	t.Parallel()
	b := year(t)
	b.say("weibo.name", "岳阳科技", "li")
	s, today := b.sheet(), calendar.NewDay(2020, 1, 10)
	code := func(err error) string {
		if r, ok := refusal.As(err); ok {
			return r.Code
		}
		return ""
	}
	for key, want := range map[string]string{"safe.tests": "", "polls.held": "", "visits.views": "report.state.facts", "letters.received": "report.state.facts",
		"signed.day": "website.state.cell", "none": "website.state.cell"} {
		if got := code(s.MayState(key, today)); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	frozen := s
	frozen.FrozenOn = today
	if got := code(frozen.MayState("safe.tests", today)); got != "website.state.frozen" {
		t.Errorf("frozen: %q", got)
	}
	if got := code(s.MayState("safe.tests", calendar.NewDay(2018, 1, 10))); got != "report.state.year" {
		t.Errorf("a year to come: %q", got)
	}
	part, _ := s.Form.Part("media")
	if seqs, err := s.MaySecond(part, "wang"); err != nil || len(seqs) != 1 {
		t.Errorf("the second officer: %v, %v", seqs, err)
	}
	if _, err := s.MaySecond(part, "li"); code(err) != "website.second.own" {
		t.Errorf("their own: %v", err)
	}
	safe, _ := s.Form.Part("safe")
	if _, err := s.MaySecond(safe, "wang"); code(err) != "website.second.none" {
		t.Errorf("nothing waits: %v", err)
	}
	if w := s.Waiting(); len(w) != 1 || w[0].Key != "weibo.name" {
		t.Errorf("waiting: %v", w)
	}
	for _, x := range [][3]string{{"safe.tests", "-1", "report.state.negative"}, {"safe.tests", "二", "form.count"}, {"safe.watch", "2", "website.state.choice"}, {"site.type", "0", "website.state.choice"},
		{"site.name", strings.Repeat("长", 201), "website.state.long"}, {"safe.tests", "1，024", ""}} {
		row, _ := s.Form.Row(x[0])
		if _, _, err := Read(row, x[1]); code(err) != x[2] {
			t.Errorf("%s %q: %v, want %q", x[0], x[1], err, x[2])
		}
	}
}

// A form that was frozen and published reads the same from its facts.
func TestReturn(t *testing.T) {
	t.Parallel()
	b := &book{t: t, words: map[int64]string{}}
	frozen, issued := Frozen{Year: 2019, Form: "2017", Seq: 7, Root: "ab"}, Issued{Year: 2019, Article: "a1"}
	b.add("2020-01-10", "website-2019", "li", frozen)
	b.add("2020-01-12", "website-2019", "li", issued)
	r := Return{}.Apply(b.entries[0], frozen).Apply(b.entries[1], issued)
	if r.State != Out || r.Seq != 7 || r.Form != "2017" || r.FrozenOn != calendar.NewDay(2020, 1, 10) || r.Article != "a1" || r.Organ != "o1" {
		t.Errorf("got %+v", r)
	}
}
