package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"gongkai/check"
)

// MaskHTML writes a page with the personal data of the findings masked in the
// official form (138****1234) and nothing else changed. The findings are those
// of HTML(source). A character that the source writes as an entity is left as
// it is, and is found again.
func MaskHTML(source string, found []check.Finding) string {
	t := HTML(source)
	starts := []int{0} // bytes at which lines begin
	for i := range len(source) {
		if source[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	type edit struct {
		at, end int
		words   string
	}
	var edits []edit
	for _, f := range found {
		if !strings.HasPrefix(f.Rule, "PD-") || f.Suggest == "" || f.End <= f.At {
			continue
		}
		old, with := []rune(f.Found), []rune(f.Suggest)
		lines, columns := t.Places(f)
		for i, r := range old {
			at := offset(source, starts, lines[i], columns[i])
			if got, n := utf8.DecodeRuneInString(source[at:]); got == r {
				e := edit{at: at, end: at + n}
				switch {
				case len(old) == len(with):
					e.words = string(with[i])
				case i == 0:
					e.words = f.Suggest // one of another length stands where the first character was
				}
				edits = append(edits, e)
			}
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.at - b.at })
	var b strings.Builder
	at := 0
	for _, e := range edits {
		if e.at < at {
			continue
		}
		b.WriteString(source[at:e.at])
		b.WriteString(html.EscapeString(e.words))
		at = e.end
	}
	b.WriteString(source[at:])
	return b.String()
}

// offset is the byte at a line and column of the source.
func offset(source string, starts []int, line, column int) int {
	at := starts[min(line, len(starts))-1]
	for ; column > 1 && at < len(source); column-- {
		_, n := utf8.DecodeRuneInString(source[at:])
		at += n
	}
	return at
}
