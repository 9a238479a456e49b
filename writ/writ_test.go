package writ_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
	"gongkai/writ"
)

func day(t testing.TB, s string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// sample are the values of a whole letter of the kind.
func sample(k writ.Kind, on calendar.Day) writ.Values {
	v := writ.Sample()
	v[writ.RemedyWords] = writ.Remedy(on, k.Outcome, "岳阳市人民政府", "岳阳市中级人民法院")
	return v
}

func letters() []writ.Kind {
	return slices.DeleteFunc(writ.Kinds(), func(k writ.Kind) bool { return k.Key == writ.RemedyKind })
}

// Every kind of §I.3 has a text in force that states what it must, and composes.
func TestEveryKindComposes(t *testing.T) {
	t.Parallel()
	on := day(t, "2025-03-28")
	for _, k := range letters() {
		tpl, ok := writ.Pick(writ.Builtin(), k.Key, on)
		if !ok {
			t.Errorf("%s has no text", k.Key)
			continue
		}
		if err := tpl.Check(); err != nil {
			t.Errorf("%s: %v", k.Key, err)
		}
		p, err := tpl.Compose(sample(k, on), on, writ.Number("岳科", tpl.Series, 2025, 3))
		if err != nil {
			t.Errorf("%s: %v", k.Key, err)
			continue
		}
		words := strings.Join(p.Words(), "\n")
		if strings.ContainsAny(words, "{}") || strings.Contains(words, "。。") || strings.Contains(words, "，。") {
			t.Errorf("%s: unfilled or badly stopped:\n%s", k.Key, words)
		}
		for _, a := range k.Articles {
			if !strings.Contains(words, a) {
				t.Errorf("%s lacks %s", k.Key, a)
			}
		}
		if p.Sign != "岳阳市科学技术局" || p.On != on || p.Title == "" || p.To == "" || k.Series == "" || p.Version != tpl.Version {
			t.Errorf("%s: %+v", k.Key, p)
		}
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var back writ.Paper
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.Words(), back.Words()); diff != "" {
			t.Errorf("%s changed in JSON:\n%s", k.Key, diff)
		}
	}
	if err := remedyOf(t, "2025-03-28").Check(); err != nil {
		t.Error(err)
	}
}

func remedyOf(t *testing.T, on string) writ.Template {
	t.Helper()
	tpl, ok := writ.Pick(writ.Builtin(), writ.RemedyKind, day(t, on))
	if !ok {
		t.Fatal("no table of remedies")
	}
	return tpl
}

// R-A36: each reply of the law's list has a letter with its article and item,
// and a negative one states facts or an earlier answer, and reasons.
func TestEveryReplyHasALetter(t *testing.T) {
	t.Parallel()
	for _, r := range law.Terms("reply") {
		k, ok := writ.KindOf(writ.ReplyKind(ledger.Code(r.Key)))
		if !ok {
			t.Errorf("the reply %s has no letter", r.Key)
			continue
		}
		if string(k.Outcome) != r.Note || len(k.Articles) == 0 {
			t.Errorf("%s: outcome %s, articles %v; want %s, %s", r.Key, k.Outcome, k.Articles, r.Note, r.Article)
		}
		var keys []string
		for _, e := range k.Elements {
			keys = append(keys, e.Key)
		}
		if r.Note != "open" && !slices.Contains(keys, writ.Reasons) {
			t.Errorf("%s need not give reasons", r.Key)
		}
		if !slices.Contains(keys, writ.RemedyWords) {
			t.Errorf("%s need not tell of remedies", r.Key)
		}
	}
}

// §I.3: an edited text that loses an element is refused, by its printed name;
// one that asks for a value which is not given composes nothing.
func TestEveryElementIsMissed(t *testing.T) {
	t.Parallel()
	on := day(t, "2025-03-28")
	for _, k := range letters() {
		tpl, _ := writ.Pick(writ.Builtin(), k.Key, on)
		for _, e := range k.Elements {
			cut := tpl
			if e.Key != "" {
				cut.Text = strings.ReplaceAll(tpl.Text, "{"+e.Name+"}", "")
				v := sample(k, on)
				delete(v, e.Key)
				if _, err := tpl.Compose(v, on, ""); err == nil || !strings.Contains(err.Error(), e.Name) {
					t.Errorf("%s without a value for %s: %v", k.Key, e.Name, err)
				}
			} else {
				head, body, _ := strings.Cut(tpl.Text, "\n\n")
				cut.Text = head + "\n\n" + strings.NewReplacer("视为放弃", "", "重新计算", "", "不予处理", "", "负责人批准", "", "15个工作日", "",
					"20个工作日", "", "不同意公开", "", "逾期未", "", "视为同意", "", "不计算在", "").Replace(body)
			}
			if err := cut.Check(); err == nil || !strings.Contains(err.Error(), e.Name) {
				t.Errorf("%s without %s: %v", k.Key, e.Name, err)
			}
		}
		for _, a := range k.Articles {
			cut := tpl
			cut.Text = strings.ReplaceAll(tpl.Text, a, "")
			if err := cut.Check(); err == nil || !strings.Contains(err.Error(), a) {
				t.Errorf("%s without %s: %v", k.Key, a, err)
			}
		}
	}
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, code string }{
		{"no title", "主送：{申请人}\n\n正文\n", "writ.text.title"},
		{"no addressee", "题名：书\n\n正文\n", "writ.text.to"},
		{"no body", "题名：书\n主送：{申请人}\n", "writ.text.body"},
		{"unknown head", "题名：书\n主送：{申请人}\n抄送：省厅\n\n正文\n", "writ.text.head"},
		{"no head", "正文\n\n正文\n", "writ.text.head"},
		{"unknown placeholder", "题名：书\n主送：{收件人}\n\n正文\n", "writ.text.place"},
		{"a phrase is no placeholder", "题名：书\n主送：{负责人批准}\n\n正文\n", "writ.text.place"},
		{"open brace", "题名：书\n主送：{申请人\n\n正文\n", "writ.text.brace"},
		{"element in a paragraph that may vanish", "题名：书\n主送：{申请人}\n\n{申请编号}，{联系地址?}\n", "writ.text.element"},
	} {
		tpl, _ := writ.New("withdrawn", 1, day(t, "2019-05-15"), tt.text)
		err := tpl.Check()
		var all refusal.All
		if !errors.As(err, &all) || !slices.ContainsFunc(all, func(r *refusal.Refusal) bool { return r.Code == tt.code && r.Rule == "§I.3" }) {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.code)
		}
	}
	if err := (writ.Template{Kind: "poem"}).Check(); err == nil {
		t.Error("an unknown kind passed")
	}
}

// §A.6: the paragraph by date and outcome.
func TestRemedy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		on, outcome string
		first       bool
	}{
		{"2023-12-31", "d_secret", false},
		{"2023-12-31", "open", false},
		{"2020-02-01", "u_none", false},
		{"2024-01-01", "d_secret", true},
		{"2024-01-01", "d_law", true},
		{"2024-01-01", "d_3s1w", true},
		{"2024-01-01", "d_third", true},
		{"2024-01-01", "d_internal", true},
		{"2024-01-01", "d_process", true},
		{"2024-01-01", "d_casefile", true},
		{"2024-01-01", "d_query", true},
		{"2024-01-01", "open", false},
		{"2024-01-01", "partial", false},
		{"2024-01-01", "u_none", false},
		{"2024-01-01", "u_make", false},
		{"2024-01-01", "u_unclear", false},
		{"2024-01-01", "n_repeat", false},
		{"2025-03-28", "o_nosupp", false},
		{"2025-03-28", "o_nofee", false},
		{"2025-03-28", "o_other", false},
	} {
		got := writ.Remedy(day(t, tt.on), ledger.Code(tt.outcome), "岳阳市人民政府", "岳阳县人民法院")
		for _, want := range []string{"60日", "岳阳市人民政府", "岳阳县人民法院"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s %s lacks %s: %s", tt.on, tt.outcome, want, got)
			}
		}
		if counted := writ.ReviewFirst(writ.Builtin(), day(t, tt.on), ledger.Code(tt.outcome)); counted != tt.first {
			t.Errorf("%s %s: the countdown takes 复议前置 as %v", tt.on, tt.outcome, counted)
		}
		if first := strings.Contains(got, "应当先"); first != tt.first || first == strings.Contains(got, "6个月") {
			t.Errorf("%s %s: 复议前置 %v, want %v: %s", tt.on, tt.outcome, first, tt.first, got)
		}
	}
}

// §A.6: which outcomes go to review first is the legal officer's table: a new
// version holds from its day.
func TestRemedyTableIsEdited(t *testing.T) {
	t.Parallel()
	today := day(t, "2025-03-01")
	old := remedyOf(t, "2025-03-01").Text
	tpl, _, err := writ.Edit(writ.Builtin(), writ.RemedyKind, day(t, "2025-04-01"), today, strings.Replace(old, "适用 d_secret", "适用 partial 部分公开\n适用 d_secret", 1), "s")
	if err != nil {
		t.Fatal(err)
	}
	all := append(writ.Builtin(), tpl)
	for on, want := range map[string]bool{"2025-03-31": false, "2025-04-01": true} {
		if got := strings.Contains(writ.RemedyOf(all, day(t, on), "partial", "甲", "乙"), "应当先"); got != want {
			t.Errorf("on %s partial goes to review first: %v", on, got)
		}
		if got := writ.ReviewFirst(all, day(t, on), "partial"); got != want {
			t.Errorf("on %s the countdown takes partial as review first: %v", on, got)
		}
	}
	for _, tt := range []struct{ from, to, code string }{
		{"适用 *", "适用 d_", "writ.remedy.outcome"},
		{"适用 * 其余", "", "writ.remedy.rest"},
		{"适用 d_law", "适用 d_secret", "writ.remedy.twice"},
		{"文字", "文", "writ.remedy.line"},
		{"{复议机关}", "上级", "writ.remedy.words"},
	} {
		_, _, err := writ.Edit(writ.Builtin(), writ.RemedyKind, today, today, strings.ReplaceAll(old, tt.from, tt.to), "s")
		var all refusal.All
		if !errors.As(err, &all) || !slices.ContainsFunc(all, func(r *refusal.Refusal) bool { return r.Code == tt.code && r.Rule == "§A.6" }) {
			t.Errorf("%s → %s: %v, want %s", tt.from, tt.to, err, tt.code)
		}
	}
}

// §A.6: a new text holds for letters from its day; those before keep theirs,
// and no text comes into force in the past.
func TestEdit(t *testing.T) {
	t.Parallel()
	all, today := writ.Builtin(), day(t, "2025-03-01")
	old, _ := writ.Pick(all, "withdrawn", today)
	text := strings.Replace(old.Text, "特此告知。", "特此告知，请知悉。", 1)
	tpl, f, err := writ.Edit(all, "withdrawn", day(t, "2025-03-10"), today, strings.ReplaceAll(text, "\n", "\r\n"), "salt")
	if err != nil {
		t.Fatal(err)
	}
	if tpl.Version != writ.Own || tpl.Text != text || f.Text != tpl.Sum("salt") || f.Version != tpl.Version || f.From != tpl.From || f.Template != "withdrawn" {
		t.Errorf("%+v, %+v", tpl, f)
	}
	all = append(all, tpl)
	for on, want := range map[string]int{"2008-04-30": 0, "2019-05-14": 2, "2025-03-09": old.Version, "2025-03-10": writ.Own} {
		if got, _ := writ.Pick(all, "withdrawn", day(t, on)); got.Version != want {
			t.Errorf("on %s version %d, want %d", on, got.Version, want)
		}
	}
	next, _, err := writ.Edit(all, "withdrawn", day(t, "2025-03-10"), today, old.Text, "salt")
	if err != nil || next.Version != writ.Own+1 {
		t.Errorf("version %d, %v", next.Version, err)
	}
	if got, _ := writ.Pick(append(all, next), "withdrawn", day(t, "2025-03-11")); got.Version != writ.Own+1 {
		t.Errorf("of two from one day version %d holds, want the later", got.Version)
	}
	for _, tt := range []struct{ from, text, code string }{
		{"2025-02-28", text, "writ.edit.past"},
		{"2025-03-10", text, "writ.edit.same"},
		{"2025-03-10", "题名：书\n", "writ.text.to"},
	} {
		if _, _, err := writ.Edit(all, "withdrawn", day(t, tt.from), today, tt.text, "s"); err == nil || !has(err, tt.code) {
			t.Errorf("%s: %v, want %s", tt.from, err, tt.code)
		}
	}
	if _, err := tpl.Compose(sample(letters()[0], today), today, ""); !has(err, "writ.compose.early") {
		t.Errorf("a letter before its template's day: %v", err)
	}
}

func has(err error, code string) bool {
	var all refusal.All
	if errors.As(err, &all) {
		return slices.ContainsFunc(all, func(r *refusal.Refusal) bool { return r.Code == code })
	}
	r, ok := refusal.As(err)
	return ok && r.Code == code
}

// R-A37: each part of a divided answer stands on a line of its own.
func TestItems(t *testing.T) {
	t.Parallel()
	on := day(t, "2025-03-28")
	tpl, _ := writ.Pick(writ.Builtin(), "answer_partial", on)
	k, _ := writ.KindOf("answer_partial")
	p, err := tpl.Compose(sample(k, on), on, "")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, b := range p.Body {
		lines = append(lines, b.Text)
	}
	for _, want := range []string{"1.项目立项清单：予以公开。", "2.项目申报书：不予公开，依据和理由：《中华人民共和国政府信息公开条例》第十五条，涉及第三方商业秘密。"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q in %q", want, lines)
		}
	}
}

func TestOptionalParagraphGoes(t *testing.T) {
	t.Parallel()
	on := day(t, "2025-03-28")
	k, _ := writ.KindOf("answer_notours")
	tpl, _ := writ.Pick(writ.Builtin(), k.Key, on)
	v := sample(k, on)
	with, err := tpl.Compose(v, on, "")
	if err != nil {
		t.Fatal(err)
	}
	delete(v, writ.RightContact)
	delete(v, writ.Contact)
	v[writ.Reasons] += "。"
	without, err := tpl.Compose(v, on, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(with.Body) != len(without.Body)+1 || with.Note != "联系人：李四　联系电话：0730-8889999" || without.Note != "联系电话：0730-8889999" {
		t.Errorf("%d and %d paragraphs, notes %q and %q", len(with.Body), len(without.Body), with.Note, without.Note)
	}
	if strings.Contains(strings.Join(without.Words(), ""), "。。") {
		t.Error("a typed stop is set twice")
	}
}

// §I.1: 〔〕, no 第, no leading zero.
func TestNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		year, n int
		want    string
	}{{2025, 3, "岳科公开复〔2025〕3号"}, {2019, 120, "岳科公开复〔2019〕120号"}} {
		if got := writ.Number("岳科", "公开复", tt.year, tt.n); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

func TestPaperHTML(t *testing.T) {
	t.Parallel()
	p := writ.Paper{Body: []writ.Paragraph{{Text: "a<b"}, {Style: writ.Head, Text: "一、甲"}, {Style: writ.Slip, Text: "回执"}, {Style: writ.Flush, Text: "局："}, {Style: writ.Right, Text: "日"}}}
	if got, want := p.Letter(), "<p>a&lt;b</p><h2>一、甲</h2>"; got != want {
		t.Errorf("Letter = %s, want %s", got, want)
	}
	if got, want := p.Slips(), `<hr class="page"><h1>回执</h1><p class="flush">局：</p><p class="right">日</p>`; got != want {
		t.Errorf("Slips = %s, want %s", got, want)
	}
}

// Whatever an officer types, checking and composing end with an answer.
func FuzzText(f *testing.F) {
	for _, t := range writ.Builtin() {
		f.Add(t.Text, string(t.Kind))
	}
	f.Add("题名：{", "receipt")
	f.Add("[x]\n适用\n文字", "remedy")
	f.Fuzz(func(t *testing.T, text, kind string) {
		tpl, ok := writ.New(ledger.Code(kind), 1, day(t, "2019-05-15"), text)
		if !ok {
			return
		}
		err := tpl.Check()
		if tpl.Kind == writ.RemedyKind {
			return
		}
		k, _ := writ.KindOf(tpl.Kind)
		p, composed := tpl.Compose(sample(k, day(t, "2025-03-28")), day(t, "2025-03-28"), "")
		if err != nil && composed == nil {
			t.Errorf("a text that lacks something composes: %v", err)
		}
		if composed == nil && (p.Title == "" || len(p.Body) == 0) {
			t.Errorf("an empty letter of %q", text)
		}
	})
}

// A letter speaks to a person as 您 and to a body as 贵单位 (§I.3); where it is
// not known which, the text stays as the template has it.
func TestReader(t *testing.T) {
	t.Parallel()
	on := day(t, "2025-03-28")
	tpl, ok := writ.Pick(writ.Builtin(), "withdrawn", on)
	if !ok {
		t.Fatal("no letter of a withdrawal")
	}
	for kind, want := range map[ledger.Code]string{"natural": "您于", "business": "贵单位于", "": "您（单位）于"} {
		v := writ.Sample()
		v[writ.Reader] = writ.You(kind)
		p, err := tpl.Compose(v, on, "1")
		if err != nil {
			t.Fatal(err)
		}
		if words := strings.Join(p.Words(), "\n"); !strings.Contains(words, want) {
			t.Errorf("%q: no %q in %s", kind, want, words)
		}
	}
}

// §I.3: what was received under the 条例 of 2007 has letters that name articles
// of that one or none; a letter that it did not know is not there, on no day.
func TestLettersOf2007(t *testing.T) {
	t.Parallel()
	known := strings.Fields("第八条 第十四条 第二十一条 第二十二条 第二十三条 第二十四条 第二十五条 第二十六条")
	article := regexp.MustCompile(`第[一二三四五六七八九十]+条`)
	received, on := day(t, "2019-05-14"), day(t, "2019-05-20")
	var absent []string
	for _, k := range slices.DeleteFunc(letters(), writ.Kind.OfCase) {
		tpl, ok := writ.PickFor(writ.Builtin(), k.Key, received, on)
		if !ok {
			absent = append(absent, string(k.Key))
			continue
		}
		p, err := tpl.Compose(sample(k, on), on, writ.Number("岳科", tpl.Series, 2019, 3))
		if err != nil || !tpl.Of2007() {
			t.Errorf("%s: %+v, %v", k.Key, tpl, err)
			continue
		}
		for _, line := range p.Words() {
			if strings.Contains(line, "科学技术进步法") || strings.HasPrefix(line, "如不服") || strings.HasPrefix(line, "2.") {
				continue // values of the sample
			}
			for _, a := range article.FindAllString(line, -1) {
				if !slices.Contains(known, a) {
					t.Errorf("%s names %s: %s", k.Key, a, line)
				}
			}
			if strings.Contains(line, "信息公开条例") && !strings.Contains(line, "国务院令第492号") {
				t.Errorf("%s does not say which 条例: %s", k.Key, line)
			}
		}
		now, ok := writ.PickFor(writ.Builtin(), k.Key, day(t, "2019-05-15"), on)
		if !ok || now.Of2007() {
			t.Errorf("%s of a request of the present 条例: %+v", k.Key, now)
		}
	}
	if got := strings.Join(absent, " "); got != "reasons postpone coproduce charge answer_n_massive given_up_supplement given_up_fee correct_told" {
		t.Errorf("not there: %s", got)
	}
}
