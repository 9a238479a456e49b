package review

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

//go:embed chains.txt
var chainsText string

// Builtin is the text of the table that every organ starts with.
func Builtin() string { return chainsText }

// Known is what a table may name: kinds and columns by key with their printed
// names. Lawful are the kinds that never go without the legal step.
type Known struct {
	Kinds, Columns map[ledger.Code]string
	Lawful         []ledger.Code
}

// fault says what is wrong with a line of the table; the field is always text.
type fault func(field, code, rule string, args ...string)

// Parse reads a table. Every fault is told with its line, so that the table is
// mended in one go.
func Parse(text string, k Known) (Table, error) {
	var t Table
	var all refusal.All
	seen := map[[2]ledger.Code]bool{}
	no := func(field, code, rule string, args ...string) {
		all = append(all, refusal.New(code, rule, args...).On(field))
	}
	n := 0
	for row := range strings.Lines(text) {
		n++
		line := strconv.Itoa(n)
		if row = strings.TrimSpace(row); row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		c := strings.Split(row, "|")
		for i := range c {
			c[i] = strings.TrimSpace(c[i])
		}
		switch {
		case len(c) == 2 && c[0] == "定期评估":
			t.Months = number(c[1], 36, "review.chart.months", line, no)
			continue
		case len(c) != 5:
			no("text", "review.chart.cells", "R-A17", "line", line, "n", strconv.Itoa(len(c)))
			continue
		}
		r := Row{Kind: find(k.Kinds, c[0], "review.chart.kind", line, no), Column: find(k.Columns, c[1], "review.chart.column", line, no)}
		if at := [2]ledger.Code{r.Kind, r.Column}; seen[at] {
			no("text", "review.chart.twice", "R-A17", "line", line)
		} else {
			seen[at] = true
		}
		r.Steps = steps(c[2], line, no)
		r.Apart = apart(c[3], r.Steps, line, no)
		r.Days = number(c[4], 60, "review.chart.days", line, no)
		if slices.Contains(k.Lawful, r.Kind) && !slices.Contains(r.Steps, Legal) {
			no("text", "review.chart.legal", "R-A17", "line", line, "kind", k.Kinds[r.Kind])
		}
		t.Rows = append(t.Rows, r)
	}
	if !seen[[2]ledger.Code{}] {
		no("text", "review.chart.rest", "R-A17")
	}
	return t, all.Or()
}

// find is a key by itself or by its printed name; * is the empty key.
func find(in map[ledger.Code]string, s, code, line string, no fault) ledger.Code {
	if s == "*" {
		return ""
	}
	if _, ok := in[ledger.Code(s)]; ok {
		return ledger.Code(s)
	}
	var found []ledger.Code
	for key, name := range in {
		if name == s {
			found = append(found, key)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	if len(found) > 1 {
		code = "review.chart.namesake"
	}
	no("text", code, "R-A17", "line", line, "found", s)
	return ledger.Code(s)
}

func number(s string, most int, code, line string, no fault) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		no("text", code, "R-A17", "line", line, "found", s)
	}
	return n
}

// words splits a cell at the marks between names.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，, ", r) })
}

func stepOf(s string) (Step, bool) {
	for _, x := range Steps[1 : len(Steps)-1] { // drafting and release are no opinions
		if x.Name == s || string(x.Step) == s {
			return x.Step, true
		}
	}
	return "", false
}

// steps reads a chain: known steps in their order, with the secrecy review that
// everything public has passed (R-A17), ending with who answers for it.
func steps(cell, line string, no fault) []Step {
	var out []Step
	for _, w := range words(cell) {
		s, ok := stepOf(w)
		switch {
		case !ok:
			no("text", "review.chart.step", "R-A17", "line", line, "found", w)
		case len(out) > 0 && s.rank() <= out[len(out)-1].rank():
			no("text", "review.chart.order", "R-A17", "line", line, "found", w)
		default:
			out = append(out, s)
		}
	}
	if !slices.Contains(out, Secrecy) {
		no("text", "review.chart.secrecy", "R-A17", "line", line)
	}
	if len(out) > 0 && out[len(out)-1] != Office && out[len(out)-1] != Leader {
		no("text", "review.chart.last", "R-A17", "line", line)
	}
	return out
}

// apart reads which steps want two persons: pairs joined by -, 全部 for any two.
func apart(cell string, steps []Step, line string, no fault) []Pair {
	var out []Pair
	if cell == "全部" {
		for i, a := range steps {
			for _, b := range steps[i+1:] {
				out = append(out, Pair{a, b})
			}
		}
		return out
	}
	for _, w := range words(cell) {
		a, b, _ := strings.Cut(strings.NewReplacer("—", "-", "－", "-").Replace(w), "-")
		x, okA := stepOf(a)
		y, okB := stepOf(b)
		if !okA || !okB || x == y {
			no("text", "review.chart.apart", "R-A17", "line", line, "found", w)
			continue
		}
		out = append(out, Pair{x, y})
	}
	return out
}

// Charted: an officer set a new table, in force from a day (修改审核流程表).
type Charted struct {
	Version int
	From    calendar.Day
	Text    ledger.Sum
}

// Kind names the fact in the ledger.
func (Charted) Kind() string { return "review.charted" }

// Stored is the row of an organ's own table. A row is never changed.
type Stored struct {
	Organ   ledger.ID
	Version int // from 1; the built-in table is 0
	From    calendar.Day
	Text    string
	Salt    string
	Officer ledger.ID
	Seq     int64
	SavedAt time.Time
}

// Bound is the salted sum of the table's text.
func (s Stored) Bound() ledger.Sum { return ledger.Salted(s.Salt, s.From.String(), s.Text) }

// Pick is the table in force on a day: the latest of those that have begun.
func Pick(all []Stored, on calendar.Day) Stored {
	best := Stored{Text: chainsText}
	for _, s := range all {
		if !s.From.After(on) && (s.From.After(best.From) || s.From == best.From && s.Version > best.Version) {
			best = s
		}
	}
	return best
}

// Chart makes the organ's next table. It comes into force today or later: a
// round that has begun keeps its chain.
func Chart(all []Stored, k Known, from, today calendar.Day, text, salt string) (Stored, Charted, error) {
	s := Stored{Version: 1, From: from, Text: strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) + "\n", Salt: salt}
	for _, x := range all {
		s.Version = max(s.Version, x.Version+1)
	}
	if from.Before(today) {
		return s, Charted{}, refusal.New("review.chart.past", "R-A17", "day", from.String(), "today", today.String()).On("from")
	}
	if _, err := Parse(s.Text, k); err != nil {
		return s, Charted{}, err
	}
	if Pick(all, from).Text == s.Text {
		return s, Charted{}, refusal.New("review.chart.same", "").On("text")
	}
	return s, Charted{Version: s.Version, From: from, Text: s.Bound()}, nil
}
