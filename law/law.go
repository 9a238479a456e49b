// Package law holds what the statutes fix, as dated data: time limits, grounds,
// closed lists, and the forms of the annual report.
//
// The tables are text files that a lawyer can read (limits.txt, tariffs.txt,
// tables.txt, forms.txt), each line with its article. Limits and tariffs have a
// day from which they are in force, so that a change of the law never changes a past case: ask On for
// the rules of the legal day. Sources and doubts stand in standards.md.
package law

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
)

//go:embed limits.txt
var limitsText string

//go:embed tables.txt
var tablesText string

// Unit is what a limit counts in.
type Unit string

const (
	Workdays Unit = "workdays" // 工作日
	Days     Unit = "days"     // 日, calendar days
	Months   Unit = "months"   // 个月
)

// Limit is a time limit (期限) with the article that sets it.
type Limit struct {
	Name          string
	N             int
	Unit          Unit
	Article, Rule string
	Words         string
	From, To      calendar.Day // in force, To zero while it is
}

// Due is the last day of the limit counted from a day, which itself is not
// counted (民法典 Art. 201).
func (l Limit) Due(from calendar.Day, c *calendar.Calendar) calendar.Date {
	switch l.Unit {
	case Workdays:
		return c.AddWorkdays(from, l.N)
	case Months:
		// A month without that date ends on its last day (民法典 Art. 202).
		want := calendar.NewDay(from.Year(), from.Month()+time.Month(l.N), from.Date())
		last := calendar.NewDay(from.Year(), from.Month()+time.Month(l.N)+1, 0)
		if want.After(last) {
			want = last
		}
		return calendar.Date{Day: want}
	}
	return calendar.Date{Day: from.AddDays(l.N)}
}

// Set is the rules in force on a day.
type Set struct{ day calendar.Day }

// On is the rule set of a legal day.
func On(d calendar.Day) Set { return Set{d} }

// Last2007 is the last day of the 条例 of 2007.
var Last2007 = calendar.NewDay(2019, 5, 14)

// Of2007 says that the 条例 of 2007 (国务院令第492号) was in force, which the
// present one took the place of on 2019-05-15.
func (s Set) Of2007() bool { return !s.day.After(Last2007) }

// Limit finds a limit by name. A day before the first version of a limit has
// the first version, since older law is not in the table.
func (s Set) Limit(name string) (Limit, bool) {
	var found Limit
	for _, l := range limits {
		if l.Name != name {
			continue
		}
		if found.Name == "" || !l.From.After(s.day) && (l.To.IsZero() || !l.To.Before(s.day)) {
			found = l
		}
	}
	return found, found.Name != ""
}

// Term is a word of a closed list: its key, its printed name, its article, and
// what else the list says of it.
type Term struct{ Key, Label, Article, Note string }

// Terms is a closed list by name: genre, topic, validity, five, mode,
// applicant, ground, door, way, reply. An unknown name is a mistake of the program.
func Terms(list string) []Term {
	t, ok := tables[list]
	if !ok {
		panic("law: no list " + list)
	}
	return slices.Clone(t)
}

// Label is the printed name of a key in a list.
func Label(list, key string) (string, bool) {
	for _, t := range tables[list] {
		if t.Key == key {
			return t.Label, true
		}
	}
	return "", false
}

// ValidityName and FiveTagName are Label for 有效性 and 五公开.
func ValidityName(key string) (string, bool) { return Label("validity", key) }
func FiveTagName(key string) (string, bool)  { return Label("five", key) }

var (
	limits = must(parseLimits(limitsText))
	tables = must(parseTables(tablesText))
	forms  = must(parseForms(formsText))
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("law: embedded table: " + err.Error()) // tested
	}
	return v
}

// Rows calls f with the cells, parted by bars, of every line of a table that says
// something; other packages keep their tables alike.
func Rows(text string, f func(cells []string) error) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if err := f(cells); err != nil {
			return fmt.Errorf("第%d行 %q:%w", n, line, err)
		}
	}
	return nil
}

func parseLimits(text string) (out []Limit, err error) {
	err = Rows(text, func(c []string) error {
		if len(c) != 8 {
			return fmt.Errorf("应有8栏")
		}
		l := Limit{Name: c[0], Unit: Unit(c[4]), Article: c[5], Rule: c[6], Words: c[7]}
		var err error
		if l.From, l.To, err = parseForce(c[1], c[2]); err != nil {
			return err
		}
		if l.Unit != Workdays && l.Unit != Days && l.Unit != Months {
			return fmt.Errorf("单位只能是 workdays、days、months")
		}
		l.N, err = strconv.Atoi(c[3])
		out = append(out, l)
		return err
	})
	return out, err
}

// parseForce reads between which days a line is in force.
func parseForce(first, last string) (from, to calendar.Day, err error) {
	if from, err = calendar.ParseDay(first); err != nil || last == "-" {
		return from, to, err
	}
	to, err = calendar.ParseDay(last)
	return from, to, err
}

func parseTables(text string) (map[string][]Term, error) {
	out := map[string][]Term{}
	name := ""
	err := Rows(text, func(c []string) error {
		if rest, ok := strings.CutPrefix(c[0], "list "); ok {
			name, _, _ = strings.Cut(rest, " ")
			return nil
		}
		if name == "" || len(c) < 2 {
			return fmt.Errorf("应写成 key | label")
		}
		t := Term{Key: c[0], Label: c[1]}
		if len(c) > 2 {
			t.Article = c[2]
		}
		if len(c) > 3 {
			t.Note = c[3]
		}
		out[name] = append(out[name], t)
		return nil
	})
	return out, err
}
