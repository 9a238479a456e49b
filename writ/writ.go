// Package writ holds the letters (文书) of an information request, and those of a
// case: what each kind must say, the dated templates that say it, and the paper that comes out.
//
// A template is a text that a lawyer can read and edit (texts/*.txt): heads,
// an empty line, then one paragraph a line, with {收到日期} where a value goes.
// It is in force from a day. The version is chosen by the day of the letter,
// so that a new text, or a new law, never changes a letter that went out.
//
//	texts/*.txt ─► Builtin ─┐
//	the organ's own texts ──┴─► Pick(kind, day) ─► Template.Compose(values) ─► Paper
//
// What a kind must state is the table of standards §I.3 in kinds.txt: articles,
// values, set phrases. Template.Check names each that a text lacks, so that an
// edited template cannot lose one. The paragraph on remedies depends on day and
// outcome (§A.6); its table is a template as well, of the kind remedy.
//
// Read next: kind.go for the kinds, compose.go for the way to a paper,
// remedy.go for 复议前置.
package writ

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

//go:embed texts/*.txt
var texts embed.FS

// Template is one version of the text of a kind of letter (文书模板).
type Template struct {
	Kind    ledger.Code
	Version int
	From    calendar.Day // in force from this day on
	Name    string       // printed name of the kind
	Series  string       // letters of a series are numbered together: 公开告, 公开复
	Text    string
}

// Own is the first version number of an organ's own texts. Those below are the
// product's, so that a later release may add to them.
const Own = 101

var builtin = must(load())

func must[T any](v T, err error) T {
	if err != nil {
		panic("writ: embedded text: " + err.Error()) // tested
	}
	return v
}

// Builtin are the templates of this release.
func Builtin() []Template { return slices.Clone(builtin) }

// Pick is the version in force on a day: the one that came into force last,
// of those the higher number.
func Pick(all []Template, kind ledger.Code, on calendar.Day) (Template, bool) {
	var found Template
	for _, t := range all {
		if t.Kind != kind || t.From.After(on) {
			continue
		}
		if d := t.From.Compare(found.From); found.Kind == "" || d > 0 || d == 0 && t.Version > found.Version {
			found = t
		}
	}
	return found, found.Kind != ""
}

// PickFor is the version for a letter of a day about what was received on
// another: a request that the 条例 of 2007 governs has the letters of that one,
// and none where it knew none.
func PickFor(all []Template, kind ledger.Code, received, on calendar.Day) (Template, bool) {
	if last := law.Last2007; !received.IsZero() && law.On(received).Of2007() && on.After(last) {
		on = last
	}
	return Pick(all, kind, on)
}

// Of2007 says that the text is one of the 条例 of 2007 (国务院令第492号).
func (t Template) Of2007() bool { return !Kind{Key: t.Kind}.OfCase() && law.On(t.From).Of2007() }

// IsOwn says that an organ wrote the version.
func (t Template) IsOwn() bool { return t.Version >= Own }

// New makes a template of a known kind.
func New(kind ledger.Code, version int, from calendar.Day, text string) (Template, bool) {
	k, ok := KindOf(kind)
	return Template{Kind: kind, Version: version, From: from, Name: k.Name, Series: k.Series, Text: text}, ok
}

func load() ([]Template, error) {
	files, err := texts.ReadDir("texts")
	if err != nil {
		return nil, err
	}
	var out []Template
	for _, f := range files {
		b, err := texts.ReadFile("texts/" + f.Name())
		if err != nil {
			return nil, err
		}
		some, err := parseTemplates(string(b))
		if err != nil {
			return nil, fmt.Errorf("%s:%w", f.Name(), err)
		}
		out = append(out, some...)
	}
	return out, nil
}

// parseTemplates reads "== kind version day" and the text that follows it.
// Lines before the first, and those that begin with "# ", are remarks.
func parseTemplates(text string) ([]Template, error) {
	var out []Template
	var lines []string
	flush := func() {
		if len(out) > 0 {
			out[len(out)-1].Text = strings.TrimSpace(strings.Join(lines, "\n")) + "\n"
		}
		lines = nil
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		head, ok := strings.CutPrefix(line, "== ")
		switch {
		case ok:
			flush()
			f := strings.Fields(head)
			if len(f) != 3 {
				return nil, fmt.Errorf("第%d行应写成“== 种类 版本 起用日期”", n)
			}
			version, err := strconv.Atoi(f[1])
			if err != nil {
				return nil, fmt.Errorf("第%d行：%w", n, err)
			}
			from, err := calendar.ParseDay(f[2])
			if err != nil {
				return nil, fmt.Errorf("第%d行：%w", n, err)
			}
			t, known := New(ledger.Code(f[0]), version, from, "")
			if !known {
				return nil, fmt.Errorf("第%d行：没有文书种类 %s", n, f[0])
			}
			out = append(out, t)
		case strings.HasPrefix(line, "# "):
		default:
			lines = append(lines, line)
		}
	}
	flush()
	return out, nil
}

// Number is the 文号 of a letter: 岳科公开复〔2025〕3号, the year in six-corner
// brackets, no 第 and no leading zero (GB/T 9704-2012 7.2.5).
func Number(organShort, series string, year, n int) string {
	return fmt.Sprintf("%s%s〔%d〕%d号", organShort, series, year, n)
}
