package writ

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// remedies is a version of the table: ways, each with its outcomes.
type remedies []remedy

type remedy struct {
	name     string
	outcomes []ledger.Code // "*" for those that no other way has
	words    string
}

// Remedy is the paragraph on remedies (救济途径, §A.6) for a letter of the day
// with an outcome (a row of table 三), by the product's own table: before 2024
// a choice of review or suit; since 行政复议法 of 2023 what is 不予公开 must go
// to review first, and the organ must say so (Art. 23).
func Remedy(on calendar.Day, outcome ledger.Code, reviewBody, court string) string {
	return RemedyOf(builtin, on, outcome, reviewBody, court)
}

// RemedyOf is Remedy by the table that all holds for the day, the organ's own
// before the product's.
func RemedyOf(all []Template, on calendar.Day, outcome ledger.Code, reviewBody, court string) string {
	return strings.NewReplacer("{复议机关}", reviewBody, "{法院}", court, "{复议期限}", span(on, "review"), "{诉讼期限}", span(on, "suit")).
		Replace(wayOf(all, on, outcome).words)
}

// ReviewFirst says that the paragraph leaves no suit before a review (复议前置):
// it names no period for one. A countdown rests on this, so that what a page
// counts is what the letter told.
func ReviewFirst(all []Template, on calendar.Day, outcome ledger.Code) bool {
	way := wayOf(all, on, outcome)
	return way.words != "" && !strings.Contains(way.words, "{诉讼期限}")
}

// wayOf is the way of the table that holds for the day; the zero remedy where
// there is no table.
func wayOf(all []Template, on calendar.Day, outcome ledger.Code) remedy {
	t, ok := Pick(all, RemedyKind, on)
	if !ok {
		return remedy{}
	}
	table, err := parseRemedies(t.Text)
	if err != nil {
		return remedy{} // no such table is stored: Check stands before it
	}
	return table.of(outcome)
}

func (t remedies) of(outcome ledger.Code) remedy {
	var rest remedy
	for _, r := range t {
		if slices.Contains(r.outcomes, outcome) {
			return r
		}
		if slices.Contains(r.outcomes, "*") {
			rest = r
		}
	}
	return rest
}

// span is a limit in words: 60日, 6个月.
func span(on calendar.Day, name string) string {
	l, _ := law.On(on).Limit(name)
	unit := map[law.Unit]string{law.Days: "日", law.Workdays: "个工作日", law.Months: "个月"}[l.Unit]
	return fmt.Sprintf("%d%s", l.N, unit)
}

// parseRemedies reads the table and says in words what is wrong with it.
func parseRemedies(text string) (remedies, error) {
	var out remedies
	var all refusal.All
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
		case strings.HasPrefix(line, "["):
			name, _, _ := strings.Cut(line[1:], "]")
			out = append(out, remedy{name: name})
		case len(out) > 0 && word == "适用":
			key, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
			if _, known := law.Label("ground", key); !known && key != "*" && key != "other" {
				all = append(all, refusal.New("writ.remedy.outcome", "§A.6", "outcome", key).On("text"))
			}
			if seen[key] {
				all = append(all, refusal.New("writ.remedy.twice", "§A.6", "outcome", key).On("text"))
			}
			seen[key] = true
			last := &out[len(out)-1]
			last.outcomes = append(last.outcomes, ledger.Code(key))
		case len(out) > 0 && word == "文字":
			out[len(out)-1].words += strings.TrimSpace(rest)
		default:
			all = append(all, refusal.New("writ.remedy.line", "§A.6", "line", line).On("text"))
		}
	}
	for _, r := range out {
		if len(r.outcomes) == 0 {
			all = append(all, refusal.New("writ.remedy.none", "§A.6", "way", r.name).On("text"))
		}
		for _, name := range []string{"{复议机关}", "{法院}", "{复议期限}"} {
			if !strings.Contains(r.words, name) {
				all = append(all, refusal.New("writ.remedy.words", "§A.6", "way", r.name, "name", name).On("text"))
			}
		}
	}
	if !seen["*"] {
		all = append(all, refusal.New("writ.remedy.rest", "§A.6").On("text"))
	}
	if len(all) > 0 {
		return nil, all
	}
	return out, nil
}
