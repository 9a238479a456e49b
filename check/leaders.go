package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/refusal"
)

// Leader is a line of the bureau's list of leading officials (领导名录): who
// held which office when. The order of the lines is the order of their names.
type Leader struct {
	Name, Office string
	From, To     calendar.Day // To zero while in office
}

func (l Leader) holds(on calendar.Day) bool {
	return on.IsZero() && l.To.IsZero() || !on.IsZero() && !on.Before(l.From) && (l.To.IsZero() || !on.After(l.To))
}

// ParseLeaders reads lines of name | office | from | to. The program comes
// with none: an example stands in docs/rules/check-words.md.
func ParseLeaders(text string) ([]Leader, error) {
	var out []Leader
	var all refusal.All
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		at, cells := strconv.Itoa(n), strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) < 3 || len(cells) > 4 || utf8.RuneCountInString(cells[0]) < 2 || cells[1] == "" {
			all = append(all, refusal.New("leaders.add.cells", "", "line", at).On("leaders"))
			continue
		}
		l := Leader{Name: cells[0], Office: cells[1]}
		for i, day := range []*calendar.Day{&l.From, &l.To} {
			if 2+i >= len(cells) || i == 1 && cells[3] == "" {
				continue
			}
			d, err := calendar.ParseDay(cells[2+i])
			if err != nil {
				all = append(all, refusal.New("leaders.add.day", "", "line", at, "typed", cells[2+i]).On("leaders"))
			}
			*day = d
		}
		if !l.From.IsZero() && !l.To.IsZero() && l.To.Before(l.From) {
			all = append(all, refusal.New("leaders.add.crossed", "", "line", at, "from", l.From.String(), "to", l.To.String()).On("leaders"))
		}
		out = append(out, l)
	}
	if len(all) > 0 {
		return nil, all
	}
	return out, nil
}

// leaders judges the names that stand after an office of the list, and the
// order in which leaders are named.
func (c *Checker) leaders(f *findings) {
	if len(c.lists.Leaders) == 0 {
		return
	}
	text, offices := f.text.Words, map[string]bool{}
	for _, l := range c.lists.Leaders {
		if offices[l.Office] {
			continue
		}
		offices[l.Office] = true
		for at := 0; ; {
			i := strings.Index(text[at:], l.Office)
			if i < 0 {
				break
			}
			at += i + len(l.Office)
			if before := text[:at-len(l.Office)]; !strings.HasSuffix(before, "副") && !strings.HasSuffix(before, "原") {
				c.named(f, l.Office, at)
			}
		}
	}
	c.order(f)
}

// named judges the name that begins at the byte, after the office.
func (c *Checker) named(f *findings, office string, at int) {
	text := f.text.Words[at:]
	var former, close *Leader
	for i, l := range c.lists.Leaders {
		if l.Office != office {
			continue
		}
		now := l.holds(c.on)
		switch {
		case strings.HasPrefix(text, l.Name) && now:
			return
		case strings.HasPrefix(text, l.Name):
			former = &c.lists.Leaders[i]
		case now && nearly(text, l.Name):
			close = &c.lists.Leaders[i]
		}
	}
	switch {
	case former != nil:
		end := at + len(former.Name)
		f.add("WD-NAME", Warn, at, end, "", fmt.Sprintf("%s按名录不在任期内（%s至%s），请核对%s的姓名", former.Name, former.From, former.To, office))
	case close != nil:
		end := at + prefix(text, utf8.RuneCountInString(close.Name))
		f.add("WD-NAME", Block, at, end, close.Name, fmt.Sprintf("按名录，%s是%s，姓名疑似写错", office, close.Name))
	}
}

// prefix is the length in bytes of the first n characters.
func prefix(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// nearly says whether the text begins with the name but for one character, the
// surname being right, or with its characters in another order.
func nearly(text, name string) bool {
	a, b := []rune(text[:prefix(text, utf8.RuneCountInString(name))]), []rune(name)
	if len(a) != len(b) || len(b) < 3 {
		return false
	}
	differ := 0
	for i := range a {
		if a[i] != b[i] {
			differ++
		}
	}
	return a[0] == b[0] && (differ == 1 || differ == 2 && a[1] == b[2] && a[2] == b[1])
}

// order wants names in one enumeration in the order of the list (WD-ORDER).
func (c *Checker) order(f *findings) {
	text := f.text.Words
	last, lastAt, lastEnd := -1, 0, -1
	for at := 0; at < len(text); {
		rank, size := -1, 0
		for i, l := range c.lists.Leaders {
			if l.holds(c.on) && strings.HasPrefix(text[at:], l.Name) {
				rank, size = i, len(l.Name)
				break
			}
		}
		if rank < 0 {
			_, n := utf8.DecodeRuneInString(text[at:])
			at += n
			continue
		}
		if lastEnd >= 0 && rank < last && c.listed(text[lastEnd:at]) {
			f.add("WD-ORDER", Hint, lastAt, at+size, "", fmt.Sprintf("按名录，%s排在%s之前", c.lists.Leaders[rank].Name, c.lists.Leaders[last].Name))
		}
		last, lastAt, lastEnd = rank, at, at+size
		at += size
	}
}

// listed says whether the words between two names are a comma of a list, with
// or without an office.
func (c *Checker) listed(between string) bool {
	office, ok := strings.CutPrefix(between, "、")
	return ok && (office == "" || slices.ContainsFunc(c.lists.Leaders, func(l Leader) bool { return strings.HasSuffix(office, l.Office) }))
}
