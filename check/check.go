// Package check reads a text before it is public, and again every night after:
// characters that do not belong (CH), words that are wrong or out of date (WD),
// personal data (PD), figures and references that do not hold (FG), files that
// could not be read (FL).
//
//	file ─extract─► Text (words, parts with their places)
//	                  │
//	Lists ──New──► Checker.Check ──► []Finding, in reading order
//
// A Checker is built once from the bureau's lists and used for every text; it
// does no I/O and keeps nothing of what it reads. Each rule is a line in one of
// the tables in chars.go, words.go, person.go, figures.go, with its id, its
// severity and its test; docs/rules/check.md says what each means.
package check

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/calendar"
)

// Severity is how much a finding weighs.
type Severity string

const (
	Block Severity = "block" // 拦截: it does not go out, unless overridden with a reason
	Warn  Severity = "warn"  // 提醒: likely wrong, the writer decides
	Hint  Severity = "hint"  // 提示: worth a look
)

// Name is the printed name.
func (s Severity) Name() string {
	return map[Severity]string{Block: "拦截", Warn: "提醒", Hint: "提示"}[s]
}

// Finding is what a rule found at a place of a text.
type Finding struct {
	At, End      int // bytes of Text.Words
	Line, Column int // of its first character, from 1
	Where        string
	Rule         string
	Found        string
	Suggest      string // what to write instead, "" where nothing can be said
	Severity     Severity
	Message      string // a sentence for a clerk
}

// most is how many findings of one rule are told of one text. A text that
// breaks a rule more often is broken as a whole, and a list of a million lines
// mends nothing; how many more there are stands in the last finding.
const most = 10_000

// findings gathers what the rules say about one text.
type findings struct {
	text *Text
	all  []Finding
	told map[string]int
	more map[string]int // beyond most, by rule
}

// gather begins with none.
func gather(t *Text) *findings {
	return &findings{text: t, told: map[string]int{}, more: map[string]int{}}
}

// add notes a finding of the bytes from at to end.
func (f *findings) add(rule string, s Severity, at, end int, suggest, message string) {
	if f.told[rule]++; f.told[rule] > most {
		f.more[rule]++
		return
	}
	f.all = append(f.all, Finding{At: at, End: end, Rule: rule,
		Found: f.text.Words[at:end], Suggest: suggest, Severity: s, Message: message})
}

// sort puts the findings in reading order and says where each stands.
func (f *findings) sort() {
	slices.SortStableFunc(f.all, func(a, b Finding) int {
		if a.At != b.At {
			return a.At - b.At
		}
		return strings.Compare(a.Rule, b.Rule)
	})
	at := f.text.walk()
	last := map[string]int{}
	for i := range f.all {
		g := &f.all[i]
		if g.Line == 0 {
			g.Line, g.Column, g.Where = at.place(g.At)
		}
		last[g.Rule] = i
	}
	for rule, n := range f.more {
		f.all[last[rule]].Message += fmt.Sprintf("。此后还有%d处，没有逐条列出", n)
	}
}

// Lists is what a bureau checks by. Default has the lists that come with the
// program; what the bureau writes comes in addition.
type Lists struct {
	Characters string    // 例外用字, a word a line: see characters.txt
	Words      []Term    // 用语表: Default's, then the bureau's own, which may change or switch off a line
	Leaders    []Leader  // 领导名录, the bureau's own
	Tokens     []string  // 机关代字 of the bureau, whose documents Documents knows
	Documents  Documents // nil: cited documents are not looked up
	Links      Links     // nil: whether an address answers is not known
}

// Default are the lists that come with the program.
func Default() Lists {
	words, err := ParseWords(wordsText)
	if err != nil {
		panic("check: embedded dictionary: " + err.Error()) // tested
	}
	return Lists{Words: words}
}

// Checker checks texts by one set of lists. It may be used by many at once.
type Checker struct {
	lists      Lists
	chars      *repertoire
	dictionary *dictionary
	on         calendar.Day
}

// New builds a checker; the error names a list's line that cannot be read.
func New(l Lists) (*Checker, error) {
	chars, err := newRepertoire(l.Characters)
	if err != nil {
		return nil, err
	}
	d, err := newDictionary(l.Words)
	if err != nil {
		return nil, err
	}
	return &Checker{lists: l, chars: chars, dictionary: d}, nil
}

// On is the checker for texts of a day, which are judged by the names and laws
// of that day. Without it a text is judged by the newest.
func (c Checker) On(day calendar.Day) *Checker {
	c.on = day
	return &c
}

// Knowing is the checker that looks up the bureau's own documents and pages.
func (c Checker) Knowing(tokens []string, d Documents, l Links) *Checker {
	c.lists.Tokens, c.lists.Documents, c.lists.Links = tokens, d, l
	return &c
}

// Check says all that was found in the text, in reading order.
func (c *Checker) Check(t Text) []Finding {
	f := gather(&t)
	for _, u := range t.Unread {
		f.all = append(f.all, Finding{Line: 1, Column: 1, Where: u.Where, Rule: "FL-UNREAD", Severity: Block, Message: u.Words})
	}
	for _, family := range []func(*findings){c.characters, c.persons, c.words, c.figures} {
		family(f)
	}
	f.sort()
	return f.all
}

// Blocks says whether one of the findings keeps the text from going out.
func Blocks(all []Finding) bool {
	return slices.ContainsFunc(all, func(f Finding) bool { return f.Severity == Block })
}

// Shown is what was found as it may stand on a page that others read: personal
// data masked.
func (f Finding) Shown() string {
	if strings.HasPrefix(f.Rule, "PD-") && f.Suggest != "" {
		return f.Suggest
	}
	return f.Found
}
