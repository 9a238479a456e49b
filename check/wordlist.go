package check

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/refusal"
)

// Term is a line of a dictionary (用语表): an expression that is wrong, what to
// write instead, and the days of the texts that it is wrong in.
type Term struct {
	Rule     string // WD-…
	Wrong    string
	Right    string // "" where nothing can be said
	Severity Severity
	From, To calendar.Day // zero: always
	Spare    []string     // longer expressions in which Wrong is right (例外)
	Why      string
	Off      bool // takes the line of an earlier list out of use
}

// holds says whether the line judges a text of the day; no day means the newest.
func (t Term) holds(on calendar.Day) bool {
	if on.IsZero() {
		return t.To.IsZero()
	}
	return !on.Before(t.From) && (t.To.IsZero() || !on.After(t.To))
}

// OwnWords is the rule of a bureau's own lines that name none.
const OwnWords = "WD-OWN"

const longestWord = 32 // characters; the search keeps that many behind it

var wordRule = regexp.MustCompile(`^WD-[A-Z]{2,12}$`)

// ParseWords reads a dictionary. A line is
//
//	wrong | right | severity | from | to | exceptions | why
//
// of which only the first must be there; [WD-…] names the rule of the lines
// after it, “- wrong” switches off a line of an earlier list. Every line that
// cannot be read is refused, with what is the matter.
func ParseWords(text string) ([]Term, error) {
	var out []Term
	var all refusal.All
	rule, seen, n := OwnWords, map[string]bool{}, 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "["):
			name, _, _ := strings.Cut(line[1:], "]")
			if !wordRule.MatchString(name) {
				all = append(all, refusal.New("words.add.rule", "", "line", strconv.Itoa(n), "rule", name).On("words"))
			}
			rule = name
			continue
		}
		t, faults := parseTerm(line, strconv.Itoa(n))
		if t.Wrong != "" && seen[t.Wrong] {
			faults = append(faults, refusal.New("words.add.twice", "", "line", strconv.Itoa(n), "wrong", t.Wrong).On("words"))
		}
		seen[t.Wrong], t.Rule = true, rule
		out, all = append(out, t), append(all, faults...)
	}
	if len(all) > 0 {
		return nil, all
	}
	return out, nil
}

func parseTerm(line, n string) (t Term, all refusal.All) {
	if wrong, off := strings.CutPrefix(line, "- "); off {
		return Term{Wrong: strings.TrimSpace(wrong), Off: true}, nil
	}
	cells := strings.Split(line, "|")
	if len(cells) > 7 {
		all = append(all, refusal.New("words.add.cells", "", "line", n, "count", strconv.Itoa(len(cells))).On("words"))
	}
	cell := func(i int) string {
		if i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	t = Term{Wrong: cell(0), Right: cell(1), Severity: Warn, Why: cell(6)}
	switch {
	case t.Wrong == "":
		all = append(all, refusal.New("words.add.empty", "", "line", n).On("words"))
	case utf8.RuneCountInString(t.Wrong) < 2:
		all = append(all, refusal.New("words.add.short", "", "line", n, "wrong", t.Wrong).On("words"))
	case utf8.RuneCountInString(t.Wrong) > longestWord:
		all = append(all, refusal.New("words.add.long", "", "line", n, "most", strconv.Itoa(longestWord)).On("words"))
	case !utf8.ValidString(t.Wrong) || strings.ContainsAny(t.Wrong, "\t*?\\^$") || strings.ContainsRune(t.Wrong, utf8.RuneError):
		all = append(all, refusal.New("words.add.pattern", "", "line", n, "wrong", t.Wrong).On("words"))
	case t.Wrong == t.Right:
		all = append(all, refusal.New("words.add.same", "", "line", n, "wrong", t.Wrong).On("words"))
	}
	if s := cell(2); s != "" {
		var ok bool
		if t.Severity, ok = severityNamed(s); !ok {
			all = append(all, refusal.New("words.add.severity", "", "line", n, "typed", s).On("words"))
		}
	}
	for i, day := range []*calendar.Day{&t.From, &t.To} {
		if s := cell(3 + i); s != "" {
			d, err := calendar.ParseDay(s)
			if err != nil {
				all = append(all, refusal.New("words.add.day", "", "line", n, "typed", s).On("words"))
			}
			*day = d
		}
	}
	if !t.From.IsZero() && !t.To.IsZero() && t.To.Before(t.From) {
		all = append(all, refusal.New("words.add.crossed", "", "line", n, "from", t.From.String(), "to", t.To.String()).On("words"))
	}
	for _, s := range strings.Split(cell(5), "、") {
		switch s = strings.TrimSpace(s); {
		case s == "":
			continue
		case utf8.RuneCountInString(s) > longestWord:
			all = append(all, refusal.New("words.add.long", "", "line", n, "most", strconv.Itoa(longestWord)).On("words"))
		case !overlaps(s, t.Wrong):
			all = append(all, refusal.New("words.add.exception", "", "line", n, "exception", s, "wrong", t.Wrong).On("words"))
		}
		t.Spare = append(t.Spare, s)
	}
	return t, all
}

// overlaps says whether the exception can stand over the expression: it
// contains it and is longer.
func overlaps(exception, wrong string) bool {
	return len(exception) > len(wrong) && strings.Contains(exception, wrong)
}

// severityNamed reads the printed name or the short one.
func severityNamed(s string) (Severity, bool) {
	for _, v := range []Severity{Block, Warn, Hint} {
		if s == string(v) || s == v.Name() {
			return v, true
		}
	}
	return Warn, false
}

// overlay lays list upon list: a later line takes the place of an earlier one
// of the same expression, or switches it off.
func overlay(terms []Term) ([]Term, error) {
	at := map[string]int{}
	var out []Term
	for _, t := range terms {
		i, known := at[t.Wrong]
		switch {
		case t.Off && !known:
			return nil, refusal.New("words.add.absent", "", "wrong", t.Wrong).On("words")
		case known:
			out[i] = t
		default:
			at[t.Wrong] = len(out)
			out = append(out, t)
		}
	}
	kept := out[:0]
	for _, t := range out {
		if !t.Off {
			kept = append(kept, t)
		}
	}
	return kept, nil
}
