package check

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongkai/law"
)

// labels are the words of the report's forms (standards.md §B): heads of
// columns by the table that they stand in, and heads of rows.
type labels struct {
	columns [][]string
	rows    []string
	all     map[string]bool
	heads   map[string]bool
}

var official = sync.OnceValue(func() labels {
	l := labels{all: map[string]bool{}, heads: map[string]bool{}}
	columns := func(words ...string) {
		l.columns = append(l.columns, words)
		for _, w := range words {
			l.all[plainLabel(w)], l.heads[plainLabel(w)] = true, utf8.RuneCountInString(w) > 3
		}
	}
	row := func(w string) {
		if !l.all[plainLabel(w)] {
			l.rows = append(l.rows, w)
			l.all[plainLabel(w)] = true
		}
	}
	for _, name := range []string{"2019", "2021"} {
		f, err := law.FormNamed(name)
		if err != nil {
			panic(err) // the forms are embedded; every test would see it
		}
		for _, b := range f.Proactive {
			l.all[plainLabel(b.Title)] = true
			columns(b.Columns...)
			for _, r := range b.Rows {
				row(r.Label)
			}
		}
		words := []string{"申请人情况"}
		for _, c := range f.Applications.Columns {
			words = append(words, c.Label)
			if c.Group != "" {
				words = append(words, c.Group)
			}
		}
		columns(words...)
		for _, r := range f.Applications.Rows {
			row(r.Label)
			if r.Group != "" {
				row(r.Group)
			}
		}
		words = nil
		for _, g := range f.Remedies {
			words = append(words, g.Label)
			for _, c := range g.Columns {
				words = append(words, c.Label)
			}
		}
		columns(words...)
	}
	return l
})

// plainLabel is a label without blanks, its marks in half width.
func plainLabel(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return -1
		case c == '（' || c == '[' || c == '［':
			return '('
		case c == '）' || c == ']' || c == '］':
			return ')'
		case c >= '！' && c <= '～':
			return c - 0xFEE0
		}
		return c
	}, s)
}
