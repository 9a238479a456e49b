package check_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gongkai/calendar"
	"gongkai/check"
	"gongkai/internal/extract"
)

var update = flag.Bool("update", false, "write docs/precision.md")

// The corpus was written for the project. clean/*.txt are texts without a
// fault, each after a line “-- name --”; planted*.txt are texts with one fault
// each, after a line “== rule”, between ⟦ and ⟧. Numbers of persons are made
// here, with right check digits, of days on which nobody alive was born.
const corpus = "testdata/corpus/"

// sample is a text of the corpus.
type sample struct{ name, words string }

func samples(t *testing.T, file, open string) (out []sample) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, open); ok {
			out = append(out, sample{name: strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "--"))})
			continue
		}
		if len(out) > 0 {
			out[len(out)-1].words += line
		}
	}
	return out
}

// numbers fills in the numbers that must have right check digits.
type numbers struct{ n int }

func (g *numbers) fill(s string) string {
	for {
		from := strings.Index(s, "{{")
		if from < 0 {
			return s
		}
		to := from + strings.Index(s[from:], "}}")
		g.n++
		s = s[:from] + g.make(s[from+2:to]) + s[to+2:]
	}
}

func (g *numbers) make(kind string) string {
	switch {
	case strings.HasPrefix(kind, "身份证"):
		id := identity(fmt.Sprintf("430602%d%02d%02d%03d", 1901+g.n%9, 1+g.n%12, 1+g.n%28, 100+g.n))
		switch strings.TrimPrefix(kind, "身份证") {
		case "空格":
			return id[:6] + " " + id[6:14] + " " + id[14:]
		case "全角":
			return wide(id)
		case "分格":
			return id[:10] + "\n" + id[10:]
		}
		return id
	case strings.HasPrefix(kind, "手机"):
		no := fmt.Sprintf("1%d80000%04d", 3+g.n%7, 1000+g.n*7)
		switch strings.TrimPrefix(kind, "手机") {
		case "空格":
			return no[:3] + " " + no[3:7] + " " + no[7:]
		case "横线":
			return no[:3] + "-" + no[3:7] + "-" + no[7:]
		case "全角":
			return wide(no)
		}
		return no
	case kind == "银行卡":
		return luhn(fmt.Sprintf("622202190000%06d", g.n))
	}
	return credit(fmt.Sprintf("91430600MA4L%05d", g.n))
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == 'X' {
			return r - '0' + '０'
		}
		return r
	}, s)
}

func identity(head string) string {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(head[i]-'0') * w
	}
	return head + string("10X98765432"[sum%11])
}

func luhn(head string) string {
	sum := 0
	for i := range len(head) {
		d := int(head[len(head)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return head + string(rune('0'+(10-sum%10)%10))
}

func credit(head string) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	sum, w := 0, 1
	for i := range len(head) {
		sum += strings.IndexByte(alphabet, head[i]) * w
		w = w * 3 % 31
	}
	return head + string(alphabet[(31-sum%31)%31])
}

// read reads a text as the command does, by the ending of its name.
func read(t *testing.T, name, words string) check.Text {
	t.Helper()
	if filepath.Ext(name) == "" {
		name += ".txt"
	}
	text, err := extract.Read(name, strings.NewReader(words), int64(len(words)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// tally is a line of the table.
type tally struct {
	planted, found int
	alarms         map[check.Severity]int
}

// TestPrecision counts what the rules find of what was planted, and what they
// find where nothing is wrong, and holds both to docs/precision.md.
func TestPrecision(t *testing.T) {
	t.Parallel()
	checker, err := check.New(check.Default())
	if err != nil {
		t.Fatal(err)
	}
	checker = checker.On(calendar.NewDay(2025, 12, 1))
	rules := map[string]*tally{}
	rule := func(name string) *tally {
		if rules[name] == nil {
			rules[name] = &tally{alarms: map[check.Severity]int{}}
		}
		return rules[name]
	}
	g := &numbers{}
	planted := append(samples(t, corpus+"planted.txt", "== "), samples(t, corpus+"planted-characters.txt", "== ")...)
	for _, s := range planted {
		words := g.fill(s.words)
		id, name, _ := strings.Cut(s.name, " ")
		from := strings.Index(words, "⟦")
		to := strings.Index(words, "⟧") - len("⟦")
		if from < 0 || to < from {
			t.Fatalf("planted: %s has no marked place:\n%s", s.name, s.words)
		}
		marked := words[from+len("⟦") : to+len("⟦")]
		words = strings.NewReplacer("⟦", "", "⟧", "").Replace(words)
		text := read(t, name, words)
		place := from
		if name != "" { // a page, whose words stand elsewhere than in its source
			place = strings.Index(text.Words, marked)
		}
		rule(id).planted++
		hit := false
		var others []string
		for _, f := range checker.Check(text) {
			if f.Rule == id && f.At <= place+len(marked) && f.End >= place {
				hit = true
			}
			others = append(others, fmt.Sprintf("%s %q", f.Rule, f.Found))
		}
		if hit {
			rule(id).found++
		} else {
			t.Logf("%s is not found: %s\n\tfound: %v", id, strings.TrimSpace(s.words), others)
		}
	}
	files, _ := filepath.Glob(corpus + "clean/*.txt")
	texts, characters := 0, 0
	for _, file := range files {
		for _, s := range samples(t, file, "-- ") {
			words := g.fill(s.words)
			texts++
			characters += utf8.RuneCountInString(words)
			for _, f := range checker.Check(read(t, s.name, words)) {
				rule(f.Rule).alarms[f.Severity]++
				t.Logf("false alarm in %s: %d:%d %s %s %q %s", s.name, f.Line, f.Column, f.Severity, f.Rule, f.Found, f.Message)
			}
		}
	}
	if texts < 60 {
		t.Errorf("only %d clean texts", texts)
	}
	target(t, rules, characters)
	got := table(rules, texts, characters)
	const golden = "../docs/precision.md"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/precision.md is not what was counted; look why, then go test ./check -run Precision -update (-want +got)\n%s", diff)
	}
}

// target is what issue 4 asks for.
func target(t *testing.T, rules map[string]*tally, characters int) {
	t.Helper()
	blocking := 0
	planted := map[string]int{}
	for id, r := range rules {
		blocking += r.alarms[check.Block]
		planted[id[:2]] += r.planted
		least := map[string]float64{"PD-ID": 1, "PD-MOBILE": 0.99}[id]
		if r.planted > 0 && float64(r.found) < least*float64(r.planted) {
			t.Errorf("%s: %d of %d found", id, r.found, r.planted)
		}
	}
	if float64(blocking)*10_000 > 0.1*float64(characters) {
		t.Errorf("%d false alarms that block in %d characters", blocking, characters)
	}
	for _, family := range []string{"CH", "WD", "PD", "FG"} {
		if planted[family] < 15 {
			t.Errorf("%s: only %d faults were planted", family, planted[family])
		}
	}
}

// table is docs/precision.md.
func table(rules map[string]*tally, texts, characters int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Precision

Counted by `+"`go test ./check -run Precision`"+` over the corpus that was written for the project (check/testdata/corpus): %d clean texts of every kind that a science bureau publishes, %d characters, and faults planted in other texts, each with the rule that must name it at its place. False alarms are what is found in the clean texts, per 10,000 characters.

| rule | planted | found | recall | false: block | warn | hint | per 10,000 |
|---|---|---|---|---|---|---|---|
`, texts, characters)
	ids := make([]string, 0, len(rules))
	for id := range rules {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	sum := tally{alarms: map[check.Severity]int{}}
	line := func(id string, r tally) {
		recall := "–"
		if r.planted > 0 {
			recall = fmt.Sprintf("%.1f %%", 100*float64(r.found)/float64(r.planted))
		}
		all := r.alarms[check.Block] + r.alarms[check.Warn] + r.alarms[check.Hint]
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %d | %d | %d | %.2f |\n", id, r.planted, r.found, recall,
			r.alarms[check.Block], r.alarms[check.Warn], r.alarms[check.Hint], float64(all)*10_000/float64(characters))
	}
	for _, id := range ids {
		line(id, *rules[id])
		sum.planted, sum.found = sum.planted+rules[id].planted, sum.found+rules[id].found
		for s, n := range rules[id].alarms {
			sum.alarms[s] += n
		}
	}
	line("all", sum)
	b.WriteString("\nThe texts and the rules are by the same hands, and both were mended until they agreed: a rule that spoke wrongly was narrowed, a text that was not clean (鲶, 鮠 are not of the 8105) was corrected. The figures therefore hold what is known and say little of texts not yet seen; what a bureau overrides or excepts belongs here as one more text.\n")
	b.WriteString("\nTargets of issue 4: identity numbers 100 %, mobile numbers at least 99 %, false alarms that block at most 0.1 per 10,000 characters. The test fails when one is missed, and when a figure of this table changes.\n")
	return b.String()
}
